// The pictures of a playground: the network with the small field of each neuron, the plane with the data, the cost.
import { make } from "../page.js";
import { contour } from "../scene/contours.js";
import { clamp, number, tickLabel, ticks } from "../scene/numbers.js";
import { halo, marker, segment, shades } from "../scene/shapes.js";

export const GRID = 40; // points across the plane at which fields are computed
const FONT = "13px system-ui, sans-serif";

/** A canvas of its own height for a width, sharp on every screen; `draw(c, width, height)` fills it. */
export class Canvas {
  constructor(name, high) {
    this.high = high;
    this.canvas = make("canvas", { role: "img", "aria-label": name });
    this.element = make("div", { class: name.replaceAll(" ", "-") }, this.canvas);
  }

  draw(look, fill) {
    const { canvas, element } = this, width = Math.max(200, element.clientWidth), height = this.high(width), ratio = devicePixelRatio || 1;
    const size = [width, height].map((side) => Math.round(side * ratio)), c = canvas.getContext("2d");
    if (canvas.width !== size[0] || canvas.height !== size[1]) {
      [canvas.width, canvas.height] = size;
      canvas.style.cssText = `width: ${width}px; height: ${height}px`;
    }
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(c, { fillStyle: look.paper, font: FONT, textBaseline: "middle", textAlign: "center", lineJoin: "round", globalAlpha: 1 });
    c.fillRect(0, 0, width, height);
    fill(c, width, height);
  }
}

/** 256 colours from blue through the middle to orange, as pixels. */
export function palette(look) {
  const shade = shades({ low: 0, high: 255 }, look), bytes = new Uint8ClampedArray(4 * 256);
  for (let k = 0; k < 256; k++) bytes.set([...shade(k), 255], 4 * k);
  return new Uint32Array(bytes.buffer);
}

/** A small canvas with the values of a grid, from -far (blue) to far (orange). */
export class Tile {
  constructor() {
    this.canvas = new OffscreenCanvas(GRID, GRID);
    this.c = this.canvas.getContext("2d");
    this.image = this.c.createImageData(GRID, GRID);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  fill(colours, values, far) {
    for (let j = 0, k = 0; j < GRID; j++) for (let i = 0; i < GRID; i++, k++) {
      const share = values[(GRID - 1 - j) * GRID + i] / far;
      this.pixels[k] = colours[clamp(Math.round(127.5 + 127.5 * share), 0, 255) || 0];
    }
    this.c.putImageData(this.image, 0, 0);
    return this.canvas;
  }
}

/** Where the neurons are: for each layer, the inputs first, the middles of its squares and their side. */
export function spots(sizes, width, height) {
  const most = Math.max(...sizes), across = width / sizes.length;
  const side = clamp(Math.min(across * 0.55, (height - 24) / most - 12), 12, 46);
  return sizes.map((h, k) => Array.from({ length: h }, (_, q) => ({
    x: (k + 0.5) * across, y: 18 + (height - 24) * ((q + 0.5) / h), side,
  })));
}

function wires(c, layers, p, at, look, chosen) {
  const most = Math.max(1, ...p.map(Math.abs));
  layers.forEach(({ m, h, W }, k) => {
    for (let j = 0; j < m; j++) for (let q = 0; q < h; q++) {
      const weight = p[W + j * h + q], from = at[k][j], to = at[k + 1][q], half = from.side / 2, bow = (to.x - from.x) / 2;
      const on = chosen?.k === k + 1 && chosen.q === q;
      Object.assign(c, { strokeStyle: weight < 0 ? look.cold : look.warm, lineWidth: 0.5 + 5 * Math.abs(weight) / most, globalAlpha: on ? 1 : 0.6 });
      c.beginPath(); c.moveTo(from.x + half, from.y);
      c.bezierCurveTo(from.x + bow, from.y, to.x - bow, to.y, to.x - half, to.y); c.stroke();
    }
  });
  c.globalAlpha = 1;
}

/** The network: a square for each neuron with what it answers over the plane; in slow motion with a number, or none. */
export function drawNetwork(c, width, height, { training, names, fields, tiles, colours, look, chosen, told }) {
  const { layers, p } = training, sizes = [layers[0].m, ...layers.map(({ h }) => h)], at = spots(sizes, width, height);
  wires(c, layers, p, at, look, chosen);
  at.forEach((column, k) => column.forEach(({ x, y, side }, q) => {
    const on = chosen.k === k && chosen.q === q, corner = [x - side / 2, y - side / 2];
    c.fillStyle = look.paper; c.fillRect(...corner, side, side);
    const tile = ((tiles[k] ??= [])[q] ??= new Tile());
    c.globalAlpha = told ? 0.3 : 0.75; c.drawImage(tile.fill(colours, fields[k][q], k ? 1 : 2), ...corner, side, side); c.globalAlpha = 1;
    Object.assign(c, { strokeStyle: look.ink, lineWidth: on ? 3 : 1 });
    c.strokeRect(...corner, side, side);
    c.fillStyle = look.ink;
    if (told?.[k]?.[q]) halo(c, told[k][q], x, y, look);
    if (k === 0) halo(c, width / sizes.length > 90 || names[q].length < 4 ? names[q] : `${names[q].slice(0, 4)}…`, x, y - side / 2 - 8, look);
  }));
  const last = at.at(-1)[0];
  c.fillStyle = look.ink; halo(c, "ŷ", last.x, last.y - last.side / 2 - 8, look);
  return at;
}

/** The plane: the field of the chosen neuron, where it is undecided, and the data; learnt ones are filled. */
export function drawPlane(c, width, height, { training, field, colours, look, reach, axes, tile, levels }) {
  const box = { left: 46, top: 8, right: width - 10, bottom: height - 36 }, wide = box.right - box.left, high = box.bottom - box.top;
  const at = (u, v) => [box.left + (u / reach + 1) / 2 * wide, box.bottom - (v / reach + 1) / 2 * high];
  c.globalAlpha = 0.6; c.drawImage(tile.fill(colours, field, 1), box.left, box.top, wide, high); c.globalAlpha = 1;
  c.strokeStyle = look.ink; c.lineWidth = 1.5;
  const cell = (i) => (2 * i / (GRID - 1) - 1) * reach;
  for (const [i, j, k, l] of contour(levels, GRID, 0)) segment(c, ...at(cell(i), cell(j)), ...at(cell(k), cell(l)));
  const { rows, count } = training, [a, b] = axes;
  rows.forEach((row, i) => {
    const [x, y] = at(row[a.k], row[b.k]), one = row.at(-1) >= 0.5;
    if (Math.abs(row[a.k]) > reach || Math.abs(row[b.k]) > reach) return;
    Object.assign(c, { fillStyle: i < count ? look.paper : one ? look.warm : look.cold, strokeStyle: i < count ? (one ? look.warm : look.cold) : look.paper, lineWidth: i < count ? 2 : 1 });
    marker(c, one ? "o" : "s", x, y, one ? 4.5 : 3.8);
  });
  c.fillStyle = look.ink; c.strokeStyle = look.grid;
  axes.forEach(({ name, mean, deviation }, side) => {
    for (const value of ticks(mean - reach * deviation, mean + reach * deviation, 5)) {
      const [x, y] = at(...(side ? [-reach, (value - mean) / deviation] : [(value - mean) / deviation, -reach]));
      c.textAlign = side ? "right" : "center";
      c.fillText(tickLabel(value), ...(side ? [x - 5, y] : [x, y + 11]));
    }
    c.save(); c.textAlign = "center";
    if (side) { c.translate(8, (box.top + box.bottom) / 2); c.rotate(-Math.PI / 2); c.fillText(name, 0, 0); } else c.fillText(name, (box.left + box.right) / 2, height - 8);
    c.restore();
  });
  return { at, back: (x, y) => [((x - box.left) / wide * 2 - 1) * reach, ((box.bottom - y) / high * 2 - 1) * reach] };
}

/** The cost of what is learnt and of what is held out, epoch by epoch, and where we are. */
export function drawCosts(c, width, height, { training: { past, now }, look }) {
  const box = { left: 46, top: 14, right: width - 12, bottom: height - 34 }, last = Math.max(10, past.at(-1).epoch);
  const every = past.flatMap(({ learnt, held }) => [learnt.C, held.C]).filter(Number.isFinite), top = clamp(Math.max(...every), 0.1, 2) * 1.05;
  const x = (epoch) => box.left + epoch / last * (box.right - box.left), y = (C) => box.bottom - clamp(C / top, 0, 1.02) * (box.bottom - box.top);
  c.strokeStyle = look.grid; c.fillStyle = look.ink; c.lineWidth = 1;
  for (const epoch of ticks(0, last, Math.min(5, width / 70))) { segment(c, x(epoch), box.top, x(epoch), box.bottom); c.fillText(tickLabel(epoch), x(epoch), box.bottom + 11); }
  c.textAlign = "right";
  for (const C of ticks(0, top, 4)) { segment(c, box.left, y(C), box.right, y(C)); c.fillText(tickLabel(C), box.left - 5, y(C)); }
  for (const [part, dash, colour] of [["held", [6, 4], look.colours.y_hat], ["learnt", [], look.colours.C]]) {
    if (now[part].C === null) continue;
    Object.assign(c, { strokeStyle: colour, fillStyle: colour, lineWidth: 2 }); c.setLineDash(dash); c.beginPath();
    for (const moment of past) c.lineTo(x(moment.epoch), y(moment[part].C));
    c.stroke(); c.setLineDash([]);
    marker(c, "o", x(now.epoch), y(now[part].C), 4);
  }
  c.fillStyle = look.ink; c.textAlign = "center"; c.fillText("epoch", (box.left + box.right) / 2, height - 8);
  const held = now.held.C === null ? "" : `, held out ${number(now.held.C, 3)} (dashed)`;
  c.textAlign = "left"; c.fillText(now.learnt.C === null ? "" : `cost C: ${number(now.learnt.C, 3)}${held}`, box.left + 4, 8);
}
