// One painter for each kind of layer: (canvas context, the panel's place, layer, its arrays, looks).
import { contours } from "./contours.js";
import { clamp, fill } from "./numbers.js";
import { fieldImage, marker, segment } from "./shapes.js";
import { surface } from "./surface.js";
import { bars, node, pulse, tile, wire } from "./wires.js";

function polyline(c, at, us, vs) {
  let pen = false; c.beginPath();
  for (let k = 0; k < us.length; k++) {
    const x = at.x(us[k]), y = at.y(vs[k]), seen = Number.isFinite(x + y);
    if (seen) c[pen ? "lineTo" : "moveTo"](x, clamp(y, -1e5, 1e5));
    pen = seen;
  }
  c.stroke();
}

function field(c, at, layer, [grid], look) {
  const x = at.width / (layer.size - 1) / 2, y = at.height / (layer.size - 1) / 2; // a cell is centred on its value
  c.globalAlpha = 0.65; // so that points and handles are seen
  c.drawImage(fieldImage(layer, grid, look), at.left - x, at.top - y, at.width + 2 * x, at.height + 2 * y);
}

function curve(c, at, { loops: [across], panel }, [vs]) {
  c.lineWidth = 2.5; polyline(c, at, across[panel.x[0]], vs);
}

function line(c, at, { panel }, [a, b, d]) {
  const far = 4 * Math.max(...[...panel.x.slice(1), ...panel.y.slice(1)].map(Math.abs)), norm = Math.hypot(a, b);
  if (!(norm > 0)) return;
  const foot = [(-a * d) / norm ** 2, (-b * d) / norm ** 2], along = [-b / norm, a / norm], ends = [-far, far];
  c.lineWidth = 2.5;
  polyline(c, at, ends.map((t) => foot[0] + t * along[0]), ends.map((t) => foot[1] + t * along[1]));
}

function residual(c, at, layer, x, y, end, look) {
  const side = Math.abs(end - y), left = x + side > at.right ? x - side : x; // where it is whole
  c.save(); Object.assign(c, { globalAlpha: 0.25, fillStyle: look.warm, strokeStyle: look.warm, lineWidth: 1.5 });
  if (layer.square) c.fillRect(left, Math.min(y, end), side, side);
  c.globalAlpha = 1; segment(c, x, y, x, end); c.restore();
}

function points(c, at, layer, arrays, look) {
  const of = Object.fromEntries(layer.roles.map((role, k) => [role, arrays[k]]));
  for (let r = 0; r < of.x.length; r++) {
    const x = at.x(of.x[r]), y = at.y(of.y[r]), one = of.one?.[r] >= 0.5;
    if (of.to) residual(c, at, layer, x, y, at.y(of.to[r]), look);
    if (of.one) { c.fillStyle = one ? look.warm : look.cold; c.strokeStyle = look.paper; }
    if (layer.hollow) [c.fillStyle, c.strokeStyle] = [look.paper, c.fillStyle];
    c.lineWidth = layer.hollow ? 2 : 1.2;
    marker(c, of.one ? (one ? "^" : "o") : look.markers[layer.code], x, y, 4.5);
  }
}

function path(c, at, layer, [us, vs], look) {
  const last = us.length - 1;
  c.lineWidth = 2; polyline(c, at, us, vs);
  if (us.length <= 60) for (let k = 0; k < last; k++) marker(c, "o", at.x(us[k]), at.y(vs[k]), 2);
  if (Number.isFinite(us[last] + vs[last])) marker(c, look.markers[layer.code], at.x(us[last]), at.y(vs[last]), 5.5);
}

function arrow(c, at, layer, [u, v, du, dv]) {
  const x = at.x(u), y = at.y(v), dx = at.x(u + du) - x, dy = at.y(v + dv) - y, side = dx < 0 ? -1 : 1;
  shaft(c, x, y, x + dx, y + dy);
  c.textAlign = dx < 0 ? "right" : "left";
  c.fillText(layer.label, x + dx + 16 * side, y + dy - 12);
}

function shaft(c, x1, y1, x2, y2) {
  const length = Math.hypot(x2 - x1, y2 - y1), head = Math.min(11, length * 0.6);
  if (!(length > 0.5) || length > 1e5) return;
  const ex = (x2 - x1) / length, ey = (y2 - y1) / length;
  c.lineWidth = 2.5; segment(c, x1, y1, x2 - ex * head, y2 - ey * head);
  c.beginPath(); c.moveTo(x2, y2);
  for (const side of [0.5, -0.5]) c.lineTo(x2 - head * (ex + side * ey), y2 - head * (ey - side * ex));
  c.closePath(); c.fill();
}

function handle(c, at, layer, [u, v], look) {
  Object.assign(c, { lineWidth: 2.5, strokeStyle: look.paper }); marker(c, "o", at.x(u), at.y(v), 9);
}

function text(c, at, layer, [u, v, ...values]) {
  c.textAlign = layer.align;
  fill(layer.parts, values).split("\n").forEach((words, k) => {
    const half = layer.align === "center" ? c.measureText(words).width / 2 : 0; // of words that would else be cut off
    c.fillText(words, clamp(at.x(u), at.left + half, at.left + at.width - half), at.y(v) + 1.4 * at.em * k);
  });
}

// kind -> its painter, and: is it under the axes, is its label in the legend, how far over the panel's edge is it seen.
export const PAINTERS = {
  field: { paint: field, under: true }, contours: { paint: contours }, curve: { paint: curve, legend: true },
  line: { paint: line }, points: { paint: points, room: 8 }, path: { paint: path, room: 8 }, arrow: { paint: arrow },
  handle: { paint: handle, room: Infinity }, text: { paint: text },
  wire: { paint: wire }, node: { paint: node }, tile: { paint: tile }, pulse: { paint: pulse }, bars: { paint: bars },
  surface: { paint: surface },
};
