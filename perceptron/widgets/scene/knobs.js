// What can be dragged in the picture, by pointer and by keyboard: handles that set parameters, rows of points.
import { make } from "../page.js";
import { clamp, number } from "./numbers.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** One of them, with the invisible element that is grasped. (u, v) is where it is, in the panel's numbers. */
class Knob {
  constructor(p, l, row, layer, name, moves, picture) {
    const [, low, high] = layer.panel.x, limits = { "aria-valuemin": low, "aria-valuemax": high };
    const element = make("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": name, ...limits });
    Object.assign(this, { p, l, row, layer, moves, picture, element });
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault(); element.focus({ preventScroll: true }); element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.moveTo(...picture.under(event, p));
    });
    element.addEventListener("keydown", (event) => this.press(event));
    picture.element.append(element);
  }

  press(event) {
    const { x, y } = this.layer.panel, by = ARROWS[event.key], far = event.shiftKey ? 10 : 1;
    if (by) this.moveTo(this.u + by[0] * far * (x[2] - x[1]) / 100, this.v + by[1] * far * (y[2] - y[1]) / 100);
    else if (event.key === "Home") this.restore();
    else return;
    event.preventDefault();
  }

  /** Go where the frame has it. */
  follow(frame) {
    const { element, row, layer } = this, arrays = frame.layers[this.p][this.l], at = this.picture.places[this.p];
    const [u, v] = [this.u, this.v] = layer.sets ? arrays : arrays.map((column) => column[row]);
    element.hidden = !at.holds(at.x(u), at.y(v)) && element !== document.activeElement; // held, it stays
    element.style.transform = `translate(${at.x(u)}px, ${at.y(v)}px)`;
    element.setAttribute("aria-valuenow", Number(u.toPrecision(4)));
    element.setAttribute("aria-valuetext", `${number(u, 2)}, ${number(v, 2)}`);
  }

  moveTo(across, up) {
    const { moves, layer: { panel: { x, y }, sets } } = this, { P, T, limits } = moves;
    const u = (this.u = clamp(across, x[1], x[2])), v = (this.v = clamp(up, y[1], y[2])); // until the next frame
    if (!sets) return this.put(u, v);
    const values = sets.run({ ...P, [x[0]]: u, [y[0]]: v }, T, []);
    const moved = sets.names.map((name, k) => [name, clamp(values[k], limits[name].low, limits[name].high)]);
    moves.set(Object.fromEntries(moved.filter(([, value]) => Number.isFinite(value))));
  }

  /** Write (u, v) into the columns of the table that it drags. */
  put(u, v) {
    const { row, moves, layer: { table, drag } } = this, { tables } = moves.P, columns = { ...tables[table] };
    drag.forEach((column, k) => { if (column) columns[column] = columns[column].with(row, [u, v][k]); });
    moves.set({ tables: { ...tables, [table]: columns } });
  }

  restore() {
    const { row, u, v, moves, layer: { sets, table, drag } } = this;
    if (sets) return moves.set(Object.fromEntries(sets.names.map((name) => [name, moves.limits[name].start])));
    const start = moves.scene.tables[table];
    this.moveTo(...drag.map((column, k) => (column ? start[column][row] : [u, v][k])));
  }
}

/** All of a scene's, in the picture. */
export const knobs = (moves, picture) => moves.scene.panels.flatMap((panel, p) => panel.layers.flatMap((layer, l) => {
  if (layer.sets) return [new Knob(p, l, 0, layer, layer.name, moves, picture)];
  const rows = layer.drag?.some(Boolean) ? Object.values(moves.scene.tables[layer.table])[0] : [];
  return rows.map((_, row) => new Knob(p, l, row, layer, `point ${row + 1}`, moves, picture));
}));
