// What can be dragged in the picture, by pointer and by keyboard: handles that set parameters, rows of points.
import { make } from "../page.js";
import { clamp, number, snapped } from "./numbers.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [0, 10], PageDown: [0, -10] };

/** What a layer's `picks` set when this row of its points is picked. */
const picked = ({ picks = {}, table }, { P }, row) =>
  Object.fromEntries(Object.entries(picks).map(([name, column]) => [name, P.tables[table][column][row]]));

/** One of them, with the invisible element that is grasped. (u, v) is where it is, in the panel's numbers. */
class Knob {
  constructor(p, l, row, layer, name, moves, picture) {
    const [, low, high] = layer.panel.x, limits = { "aria-valuemin": low, "aria-valuemax": high };
    const element = make("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": name, ...limits });
    Object.assign(this, { p, l, row, layer, moves, picture, element });
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault(); element.focus({ preventScroll: true }); element.setPointerCapture(event.pointerId);
      moves.set(picked(layer, moves, row));
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.moveTo(...picture.under(event, p));
    });
    element.addEventListener("keydown", (event) => this.press(event));
    picture.element.append(element);
  }

  press(event) {
    const { x, y } = this.layer.panel, by = ARROWS[event.key], far = event.shiftKey ? 10 : 1;
    const across = by && far * by[0] * (x[2] - x[1]) / 100, up = by && far * by[1] * (y[2] - y[1]) / 100;
    if (by) {
      if (!this.step(across, up, far * Math.max(...by.map(Math.abs)))) this.stride(across, up);
    } else if (event.key === "Home") this.restore();
    else return;
    event.preventDefault();
  }

  /** Where one parameter is set, change it by so many of its steps, towards (across, up); false where that is no change. */
  step(across, up, times) {
    const { u, v, moves: { P, T, limits }, layer: { panel: { x, y }, sets } } = this;
    if (sets?.names.length !== 1) return false;
    const [name] = sets.names, [there] = sets.run({ ...P, [x[0]]: u + across, [y[0]]: v + up }, T, []), towards = Math.sign(there - P[name]);
    if (!towards) return false;
    this.moves.set({ [name]: snapped(P[name] + towards * times * limits[name].step, limits[name]) });
    return true;
  }

  /** Move by (across, up), or by as many times that as it takes to reach the next step of a parameter. */
  stride(across, up) {
    const { u, v } = this;
    for (let times = 1; times <= 20; times++) if (this.moveTo(u + times * across, v + times * up)) return;
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
    const moved = sets.names.map((name, k) => [name, snapped(values[k], limits[name])])
      .filter(([name, value]) => Number.isFinite(value) && value !== P[name]);
    moves.set(Object.fromEntries(moved));
    return moved.length > 0;
  }

  /** Write (u, v) into the columns of the table that it drags, and pick this row: whether that changed it. */
  put(u, v) {
    const { row, moves, layer } = this, { table, drag } = layer, { tables } = moves.P, columns = { ...tables[table] };
    drag.forEach((column, k) => { if (column) columns[column] = columns[column].with(row, [u, v][k]); });
    if (drag.every((column) => !column || columns[column][row] === tables[table][column][row])) return false;
    moves.set({ ...picked(layer, moves, row), tables: { ...tables, [table]: columns } });
    return true;
  }

  restore() {
    const { row, u, v, moves, layer: { sets, table, drag, picks = {} } } = this;
    const starts = (names) => moves.set(Object.fromEntries(names.map((name) => [name, moves.limits[name].start])));
    if (sets) return starts(sets.names);
    const start = moves.scene.tables[table];
    this.moveTo(...drag.map((column, k) => (column ? start[column][row] : [u, v][k])));
    starts(Object.keys(picks));
  }
}

/** A click on a point, or near it, picks it. */
function pickable(p, l, layer, moves, picture) {
  picture.canvas.addEventListener("click", ({ offsetX, offsetY }) => {
    const at = picture.places[p], [us, vs] = moves.frame.layers[p][l];
    const far = Array.from(us, (u, row) => Math.hypot(at.x(u) - offsetX, at.y(vs[row]) - offsetY));
    const row = far.indexOf(Math.min(...far));
    if (far[row] < 24) moves.set(picked(layer, moves, row));
  });
}

/** All of a scene's, in the picture. */
export const knobs = (moves, picture) => moves.scene.panels.flatMap((panel, p) => panel.layers.flatMap((layer, l) => {
  if (Object.keys(layer.picks ?? {}).length) pickable(p, l, layer, moves, picture);
  if (layer.sets) return [new Knob(p, l, 0, layer, layer.name, moves, picture)];
  const rows = layer.drag?.some(Boolean) ? Object.values(moves.scene.tables[layer.table])[0] : [];
  return rows.map((_, row) => new Knob(p, l, row, layer, `point ${row + 1}`, moves, picture));
}));
