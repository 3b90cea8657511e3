// The painters of a graph: wires, nodes, small fields, dots that travel, and bars that add up. See wires.py.
import { clamp, number } from "./numbers.js";
import { fieldImage, segment, shades } from "./shapes.js";

const signed = (value, look) => (value < 0 ? look.cold : look.warm);
const byRole = (layer, arrays) => Object.fromEntries(layer.roles.map((role, k) => [role, arrays[k]]));
const radius = (at) => 1.8 * at.em; // of a node

/** Words that stay readable on whatever lies below them. */
function words(c, text, x, y, look) {
  Object.assign(c, { strokeStyle: look.paper, lineWidth: 4, globalAlpha: 1 });
  c.setLineDash([]); c.strokeText(text, x, y); c.fillText(text, x, y);
}

/** A name and a number; below 0 the number of a factor is in brackets. */
function labelled(name, value, digits) {
  const text = number(value, digits);
  return name + (name.endsWith("× ") && text.startsWith("−") ? `(${text})` : text);
}

export function wire(c, at, layer, arrays, look) {
  const { x1, y1, x2, y2, value, place, shown } = byRole(layer, arrays), ink = c.fillStyle, there = shown >= 0.5;
  const [x, y, dx, dy] = [at.x(x1), at.y(y1), at.x(x2) - at.x(x1), at.y(y2) - at.y(y1)];
  const share = there ? clamp(Math.abs(value) / layer.full, 0, 1) : 0;
  Object.assign(c, { strokeStyle: share > 0 ? signed(value, look) : look.grid, lineWidth: 1.5 + 6.5 * share });
  c.globalAlpha = 0.8; segment(c, x, y, x + dx, y + dy);
  if (!there || !layer.name) return;
  Object.assign(c, { fillStyle: ink, textAlign: "center" });
  const text = labelled(layer.name, value, layer.digits), room = Math.hypot(dx, dy) - 2 * radius(at);
  const lift = c.measureText(text).width < room ? -1.35 : 2.7; // on a short wire it stands below the discs
  words(c, text, x + place * dx, y + place * dy + lift * at.em, look);
}

export function node(c, at, layer, arrays, look) {
  const { x: u, y: v, value, shown } = byRole(layer, arrays), x = at.x(u), y = at.y(v), r = radius(at);
  const disc = () => { c.beginPath(); c.arc(x, y, r, 0, 2 * Math.PI); c.fill(); };
  const ink = c.fillStyle;
  c.fillStyle = look.paper; disc();
  if (shown >= 0.5) { c.globalAlpha = 0.5; c.fillStyle = `rgb(${shades(layer, look)(value)})`; disc(); c.globalAlpha = 1; }
  c.lineWidth = 2; c.stroke();
  Object.assign(c, { fillStyle: ink, textAlign: "center" });
  words(c, layer.name, x, y - r - 0.7 * at.em, look);
  if (!(shown >= 0.5)) return;
  c.fillStyle = look.ink; c.font = `${0.92 * at.em}px system-ui, sans-serif`;
  c.fillText(number(value, layer.digits), x, y);
}

export function tile(c, at, layer, [grid], look) {
  const side = 4.4 * at.em, x = at.x(layer.x) - side / 2, y = at.y(layer.y) - side / 2, ink = c.fillStyle;
  c.fillStyle = look.paper; c.fillRect(x, y, side, side);
  c.globalAlpha = 0.65; c.drawImage(fieldImage(layer, grid, look), x, y, side, side); c.globalAlpha = 1;
  c.lineWidth = 2; c.strokeRect(x, y, side, side);
  Object.assign(c, { fillStyle: ink, textAlign: "center" });
  words(c, layer.name, at.x(layer.x), y - 0.7 * at.em, look);
}

export function pulse(c, at, layer, arrays, look) {
  const { x1, y1, x2, y2, at: share, size } = byRole(layer, arrays);
  if (!(share >= 0 && share <= 1)) return;
  const x = at.x(x1 + share * (x2 - x1)), y = at.y(y1 + share * (y2 - y1));
  const r = radius(at) * Math.sqrt(Math.abs(size) / layer.full);
  Object.assign(c, { fillStyle: signed(size, look), strokeStyle: look.paper, lineWidth: 2 });
  c.beginPath(); c.arc(x, y, r, 0, 2 * Math.PI); c.fill(); c.stroke();
  if (layer.digits === null) return;
  const beside = y1 !== y2 && share < 0.5; // on a wire that slopes, the name of the next one stands below
  Object.assign(c, { fillStyle: look.ink, textAlign: beside ? "left" : "center" });
  words(c, number(size, layer.digits), beside ? x + r + 0.4 * at.em : x, beside ? y : y + Math.max(r, radius(at)) + 0.9 * at.em, look);
}

/** [from, to] of each bar: each begins where the one before it ends; the last, if there is one, is the sum. */
export function cascade(values, total) {
  let sum = 0;
  const ends = [...values].map((value) => [sum, (sum += value)]);
  return total ? [...ends, [0, sum]] : ends;
}

export function bars(c, at, layer, arrays, look) {
  const ends = cascade(layer.table ? arrays[0] : arrays, layer.total), each = at.width / ends.length;
  const row = (v) => clamp(at.y(v), at.top + 1.4 * at.em, at.bottom - 3 * at.em);
  Object.assign(c, { textAlign: "center", strokeStyle: look.ink, lineWidth: 1 });
  segment(c, at.left, row(0), at.right, row(0));
  ends.forEach(([from, to], k) => {
    const last = layer.total && k === ends.length - 1, x = at.left + (k + 0.5) * each, wide = 0.3 * each;
    const [y1, y2] = [row(from), row(to)], value = to - from;
    Object.assign(c, { fillStyle: signed(value, look), globalAlpha: 0.8 });
    c.fillRect(x - wide, Math.min(y1, y2), 2 * wide, Math.abs(y2 - y1));
    if (!last && k + 1 < ends.length) { c.setLineDash([3, 3]); segment(c, x - wide, y2, x + each - wide, y2); c.setLineDash([]); }
    if (last) { c.globalAlpha = 1; c.strokeStyle = look.ink; c.lineWidth = 2; c.strokeRect(x - wide, Math.min(y1, y2), 2 * wide, Math.abs(y2 - y1)); }
    c.fillStyle = look.ink;
    words(c, number(value, layer.digits), x, y2 + (to < from ? 0.9 : -0.9) * at.em, look);
    words(c, last ? layer.total : (layer.labels[k] ?? String(k + 1)), x, at.bottom - 0.8 * at.em, look);
    Object.assign(c, { strokeStyle: look.ink, lineWidth: 1 });
  });
}
