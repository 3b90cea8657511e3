// The canvas: where its panels are, and their axes. What is in them, painters.js paints.
import { make } from "../page.js";
import { looks } from "./looks.js";
import { clamp, tickLabel, ticks } from "./numbers.js";
import { PAINTERS } from "./painters.js";
import { segment } from "./shapes.js";

const MARGIN = { left: 4.3, right: 1.1, top: 0.9, bottom: 3.3 }; // as all lengths of text, in units of the type's size

/** Shrink a box to this many times as wide as high, about its middle. */
function square(box, shape) {
  const width = Math.min(box.width, shape * box.height), height = width / shape;
  Object.assign(box, { left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height });
}

/** A panel's place on the canvas, and the ways between its numbers and pixels. */
function place(panel, left, top, width, height, em) {
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y, room = (side) => (panel.axes ? MARGIN[side] : 0.3) * em;
  const box = { left: left + room("left"), top: top + room("top") };
  box.width = left + width - room("right") - box.left;
  box.height = top + height - room("bottom") - box.top;
  if (panel.equal) square(box, (u1 - u0) / (v1 - v0));
  const right = box.left + box.width, bottom = box.top + box.height;
  return {
    ...box, right, bottom, em,
    x: (u) => box.left + ((u - u0) / (u1 - u0)) * box.width,
    y: (v) => bottom - ((v - v0) / (v1 - v0)) * box.height,
    u: (x) => u0 + ((x - box.left) / box.width) * (u1 - u0),
    v: (y) => v0 + ((bottom - y) / box.height) * (v1 - v0),
    holds: (x, y) => x >= box.left - 1 && x <= right + 1 && y >= box.top - 1 && y <= bottom + 1,
  };
}

/** The panels' places on a canvas of this width, beside each other where there is room, and the canvas' height. */
function layout(panels, width, em) {
  const beside = width >= 260 * panels.length, each = beside ? width / panels.length : width;
  const share = Math.max(...panels.map(({ axes: framed, tall }) => tall || (framed ? 0.72 : 0.32)));
  const high = clamp(each * share, 220, 400);
  const corner = (k) => (beside ? [k * each, 0] : [0, k * high]);
  const places = panels.map((panel, k) => place(panel, ...corner(k), each, high, em));
  return { places, height: beside ? high : high * panels.length };
}

function axes(c, at, panel, look) {
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y, { em } = at;
  c.fillStyle = look.ink; c.strokeStyle = look.grid; c.lineWidth = 1; c.textAlign = "center"; c.textBaseline = "top";
  for (const u of ticks(u0, u1, Math.min(7, at.width / (3.5 * em)), panel.xlog)) {
    segment(c, at.x(u), at.top, at.x(u), at.bottom);
    c.fillText(tickLabel(u, panel.xlog), at.x(u), at.bottom + 0.4 * em);
  }
  c.fillText(panel.xlabel, at.left + at.width / 2, at.bottom + 1.7 * em);
  c.textAlign = "right"; c.textBaseline = "middle";
  for (const v of ticks(v0, v1, 6, panel.ylog)) {
    segment(c, at.left, at.y(v), at.right, at.y(v));
    c.fillText(tickLabel(v, panel.ylog), at.left - 0.4 * em, at.y(v));
  }
  c.textAlign = "center"; c.translate(at.left - 3.6 * em, at.top + at.height / 2); c.rotate(-Math.PI / 2);
  c.fillText(panel.ylabel, 0, 0);
}

/** Draw one panel: what fills it, then its axes, then the rest. */
function paint(c, at, panel, arrays, look) {
  const draw = (layer, k) => {
    const { paint: fill, room = 0 } = PAINTERS[layer.kind], colour = look.colours[layer.code] ?? look.ink;
    c.save(); c.beginPath(); c.rect(at.left - room, at.top - room, at.width + 2 * room, at.height + 2 * room);
    if (panel.axes && room < Infinity) c.clip();
    c.strokeStyle = colour; c.fillStyle = colour; c.lineJoin = "round"; c.textBaseline = "middle";
    c.setLineDash(layer.dash ? [7, 5] : []);
    fill(c, at, layer, arrays[k], look);
    c.restore();
  };
  panel.layers.forEach((layer, k) => PAINTERS[layer.kind].under && draw(layer, k));
  if (panel.axes) { c.save(); axes(c, at, panel, look); c.restore(); }
  panel.layers.forEach((layer, k) => PAINTERS[layer.kind].under || draw(layer, k));
}

/** The canvas of a scene; `places` of its panels and `em`, the size of its type, are those of the last drawing. */
export class Picture {
  constructor(scene) {
    this.scene = scene;
    this.canvas = make("canvas", { role: "img", "aria-label": `${scene.title}. ${scene.describe}` });
    this.element = make("div", { class: "picture" }, this.canvas);
  }

  recolour() { this.look = looks(this.scene.symbols); }

  draw(frame) {
    const { canvas, look, scene: { panels } } = this, width = Math.max(240, this.element.clientWidth);
    const c = canvas.getContext("2d"), ratio = devicePixelRatio || 1, em = clamp(width / 60, 13, 17);
    const { places, height } = layout(panels, width, em), size = [width, height].map((s) => Math.round(s * ratio));
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    canvas.style.cssText = `width: ${width}px; height: ${height}px`;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = look.paper; c.fillRect(0, 0, width, height); c.font = `${em}px system-ui, sans-serif`;
    panels.forEach((panel, k) => paint(c, places[k], panel, frame.layers[k], look));
    Object.assign(this, { places, em });
  }

  /** The numbers in a panel where a pointer is. */
  under(event, panel) {
    const corner = this.canvas.getBoundingClientRect(), at = this.places[panel];
    return [at.u(event.clientX - corner.left), at.v(event.clientY - corner.top)];
  }
}
