// The points of a playground: a click adds one, a drag moves it, and the keyboard does both. Then the data are the reader's own.
import { button, make } from "../page.js";
import { clamp } from "../scene/numbers.js";
import { marker } from "../scene/shapes.js";
import { row } from "./panels.js";

const KINDS = [[1, "adds a ●"], [0, "adds a ■"], [null, "removes a point"]];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const NEAR = 12; // pixels

/** `ways` is what drawPlane returns: from the plane to pixels and back. */
export class Points {
  constructor(table, canvas, rest) {
    Object.assign(this, { table, canvas, rest, kind: 1, ways: null, cursor: null, grasped: null });
    const pick = make("select", { "aria-label": "what a click in the plane does" }, ...KINDS.map(([, name], k) => make("option", { value: k }, name)));
    pick.addEventListener("change", () => { [this.kind] = KINDS[pick.value]; });
    const hint = "Hollow points are held out. Drag a point to move it; by keyboard arrows, Enter adds, Delete removes.";
    this.element = make("div", { class: "controls" }, row("a click in the plane", pick, button("no points", () => this.change(() => []))), make("div", { class: "row" }, hint));
    canvas.tabIndex = 0;
    for (const name of ["pointerdown", "pointermove", "click", "keydown", "blur"]) canvas.addEventListener(name, (event) => this[name](event));
  }

  change(to) {
    const { table } = this;
    this.rest();
    table.set({ points: to(table.settings.data === "own" ? table.model.get("points") : table.training.rows.map((one) => one.slice())), data: "own" });
  }

  /** The row with these numbers on the two axes. */
  put(at, [u, v]) { const [across, up] = this.table.axes; return at.with(across, u).with(up, v); }

  where({ offsetX, offsetY }) {
    const { reach } = this.table.spec;
    return this.ways.back(offsetX, offsetY).map((value) => Number(clamp(value, -reach, reach).toFixed(3)));
  }

  nearest(x, y) {
    const { axes, training: { rows } } = this.table;
    const far = rows.map((one) => { const [a, b] = this.ways.at(...axes.map((k) => one[k])); return Math.hypot(a - x, b - y); });
    const i = far.indexOf(Math.min(...far));
    return far[i] < NEAR ? i : -1;
  }

  add(at) { this.change((rows) => [...rows, [...this.put(this.table.at, at), this.kind ?? 1]]); }

  remove(i) { if (i >= 0) this.change((rows) => rows.filter((_, k) => k !== i)); }

  pointerdown(event) {
    const i = this.nearest(event.offsetX, event.offsetY);
    this.grasped = { i, moved: false };
    if (i >= 0) this.canvas.setPointerCapture(event.pointerId);
  }

  pointermove(event) {
    if (!(this.grasped?.i >= 0) || !this.canvas.hasPointerCapture(event.pointerId)) return;
    this.grasped.moved = true;
    this.change((rows) => rows.with(this.grasped.i, this.put(rows[this.grasped.i], this.where(event))));
  }

  click(event) {
    const { i, moved } = this.grasped ?? { i: -1 };
    this.grasped = null;
    if (moved) return;
    if (this.kind === null) this.remove(i);
    else if (i < 0) this.add(this.where(event));
  }

  keydown(event) {
    const by = STEPS[event.key], { reach } = this.table.spec;
    this.cursor ??= [0, 0];
    if (by) this.cursor = this.cursor.map((value, k) => Number(clamp(value + by[k] * reach / 20, -reach, reach).toFixed(3)));
    else if (event.key === "Enter") this.add(this.cursor);
    else if (event.key === "Delete") this.remove(this.nearest(...this.ways.at(...this.cursor)));
    else return;
    event.preventDefault();
    this.table.draw();
  }

  blur() { this.cursor = null; this.table.draw(); }

  /** Where the keyboard is. */
  mark(c, look) {
    if (!this.cursor) return;
    Object.assign(c, { strokeStyle: look.ink, lineWidth: 2 });
    marker(c, "x", ...this.ways.at(...this.cursor), 8);
  }
}
