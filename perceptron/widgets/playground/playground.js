// The playground: a network that is built, trained and looked into. Python gives data, formulas and limits; all else happens here.
import { button, keepKeys, listen, make, save } from "../page.js";
import { looks, watchTheme } from "../scene/looks.js";
import { number } from "../scene/numbers.js";
import { sharing } from "../scene/sharing.js";
import { editor, settingRows, slowMotion } from "./panels.js";
import { Canvas, GRID, Tile, drawCosts, drawNetwork, drawPlane, palette } from "./picture.js";
import { Points } from "./points.js";
import { Training, featured, functions } from "./training.js";

const SPEEDS = [1, 10, 100]; // epochs between two pictures
const INPLACE = new Set(["alpha", "momentum", "batch", "penalty"]); // what is changed without starting again

/** What the page shows: a training at the settings of the model, which neuron is chosen, whether it plays. */
class Table {
  constructor(model, show) {
    const spec = model.get("_spec");
    Object.assign(this, { model, show, spec, f: functions(spec), names: [...Object.keys(spec.settings), "points"], speed: SPEEDS[0], timer: 0, due: 0, axes: [0, 1] });
    this.at = spec.columns.map(() => 0);
    this.restart();
    if (model.get("weights").length === this.training.p.length) this.put(model.get("weights"));
    this.deaf = listen(model, Object.fromEntries(this.names.map((name) => [name, () => this.hear(name)])));
  }

  get settings() { return Object.fromEntries(this.names.map((name) => [name, this.model.get(name)])); }

  set(values) { save(this.model, values); }

  hear(name) {
    if (!INPLACE.has(name)) this.restart();
    this.draw();
  }

  restart() {
    this.training = new Training(this.spec, this.f, this.settings);
    this.output = { k: this.training.layers.length, q: 0 };
    this.chosen = this.output;
    this.slow = null;
  }

  /** Parameters from elsewhere, at the epoch that it is. */
  put(p) { this.training.p.set(p); this.training.remember(); }

  step(times) {
    const { training, settings } = this;
    for (let k = 0; k < times; k++) training.step(settings);
    training.remember();
  }

  play() {
    this.timer = requestAnimationFrame(() => { this.step(this.speed); this.play(); });
    this.draw();
  }

  pause() { cancelAnimationFrame(this.timer); this.timer = 0; this.tell(); }

  /** The kernel hears of the parameters whenever training rests. */
  tell() { this.set({ weights: Array.from(this.training.p) }); this.draw(); }

  // Once per frame at most.
  draw() { this.due ||= requestAnimationFrame(() => { this.due = 0; this.show(); }); }

  end() { cancelAnimationFrame(this.timer); cancelAnimationFrame(this.due); this.deaf(); }

  /** What every neuron answers over the plane, the axes from left to right and from bottom to top. */
  fields() {
    const { f, spec: { reach }, axes, at, settings, training } = this, n = GRID * GRID;
    const way = (k) => (2 * k / (GRID - 1) - 1) * reach;
    const columns = at.map((held, k) => Float64Array.from({ length: n }, (_, i) =>
      k === axes[0] ? way(i % GRID) : k === axes[1] ? way(Math.trunc(i / GRID)) : held));
    const { A, Z } = training.answers(featured(f, settings.features, columns, n), n);
    return { Z, A: [...A, Z.at(-1).map((z) => z.map((value) => Math.tanh(value / 2)))] }; // 2ŷ - 1: from -1 to 1
  }
}

/** Start again, train, a step, how fast, and back to an earlier epoch. */
function player(table, rest) {
  const again = () => { rest(); table.restart(); table.tell(); };
  const play = button("▶ train", () => (table.timer ? table.pause() : table.play()), { class: "play" });
  const speed = make("select", { "aria-label": "epochs between two pictures" }, ...SPEEDS.map((each) => make("option", { value: each }, `× ${each}`)));
  speed.addEventListener("change", () => { table.speed = Number(speed.value); });
  const time = make("input", { type: "range", min: 0, step: 1, "aria-label": "back to an earlier epoch" });
  time.addEventListener("input", () => { rest(); table.training.goTo(table.training.past[time.value]); table.tell(); });
  const step = button("+ step", () => { rest(); table.step(table.speed); table.tell(); });
  const show = () => {
    const { past, now } = table.training;
    play.textContent = table.timer ? "❚❚ pause" : "▶ train";
    time.max = past.length - 1;
    time.value = past.indexOf(now);
    time.ariaValueText = `epoch ${now.epoch}`;
  };
  return { element: make("div", { class: "player", role: "group", "aria-label": "Training" }, button("|◀ start again", again), play, step, speed, time), show };
}

/** The epoch, and how well what is learnt and what is held out is answered. */
function told({ now: { epoch, learnt, held } }) {
  const part = ({ C, right, n }) => `C = ${number(C, 4)}, ${right} of ${n} right`;
  if (!learnt.n) return "No examples to learn from: click in the plane to add some.";
  return `Epoch ${epoch}. Learnt from: ${part(learnt)}.` + (held.n ? ` Held out: ${part(held)}.` : "");
}

/** The three canvases, and how they are drawn in the looks of the page; a click in the first chooses a neuron. */
function pictures(table) {
  const network = new Canvas("the network", (width) => Math.min(560, Math.max(250, width * 0.85)));
  const plane = new Canvas("the plane", (width) => Math.min(420, width * 0.95)), costs = new Canvas("the costs", () => 190);
  const element = make("div", { class: "pictures" }, network.element, plane.element, costs.element), tiles = [], tile = new Tile();
  let neurons = [];
  network.canvas.addEventListener("click", ({ offsetX, offsetY }) => {
    neurons.forEach((column, k) => column.forEach(({ x, y, side }, q) => {
      if (Math.max(Math.abs(x - offsetX), Math.abs(y - offsetY)) > side / 2 + 6) return;
      const same = table.chosen.k === k && table.chosen.q === q;
      table.chosen = same || k === table.output.k ? table.output : { k, q };
    }));
    table.draw();
  });
  const draw = (points, look, colours) => {
    const { training, chosen, spec } = table, { A: fields, Z } = table.fields(), { k, q } = chosen, field = fields[k][q];
    const names = table.settings.features.map((name) => spec.features[name].label), shown = { training, colours, look };
    const axes = table.axes.map((c) => ({ k: c, name: spec.columns[c], mean: spec.scale[c]?.[0] ?? 0, deviation: spec.scale[c]?.[1] ?? 1 }));
    network.draw(look, (...size) => { neurons = drawNetwork(...size, { ...shown, names, fields, tiles, chosen, told: table.slow?.told }); });
    plane.draw(look, (c, ...size) => {
      const levels = k ? Z[k - 1][q] : field; // an input is undecided at 0
      Object.assign(points, { ways: drawPlane(c, ...size, { ...shown, field, levels, reach: spec.reach, axes, tile }) });
      points.mark(c, look);
    });
    costs.draw(look, (...size) => drawCosts(...size, shown));
    plane.canvas.ariaLabel = `The plane, coloured by ${chosen === table.output ? "the prediction" : "one neuron's answer"}, with the data. ${told(training)}`;
  };
  return { element, plane, draw };
}

function render({ model, el }) {
  const table = new Table(model, draw), rest = () => { if (table.timer) table.pause(); }, shown = pictures(table), { spec } = table;
  const said = make("div", { class: "said" }), live = make("div", { class: "live", role: "status", "aria-live": "polite" });
  const say = (words) => { live.textContent = words; };
  const differs = ([name, start]) => JSON.stringify(model.get(name)) !== JSON.stringify(start);
  const starts = [...Object.entries(spec.settings).map(([name, { start }]) => [name, start]), ["points", []]];
  const share = sharing(model, { pairs: () => starts.filter(differs).map(([name]) => [name, model.get(name)]), dragged: () => false }, say);
  const tape = player(table, rest), points = new Points(table, shown.plane.canvas, rest);
  const panels = [slowMotion(table, rest), settingRows(table, say), editor(table, rest)], [slow, rows, weights] = panels;
  const root = make("div", { class: "perceptron-playground", role: "group", "aria-label": spec.title }, tape.element, said, slow.element,
    shown.element, rows.element, points.element, weights.element, make("div", { class: "player" }, ...share.elements), live);
  let look, colours;

  function draw() {
    shown.draw(points, look, colours);
    said.textContent = told(table.training);
    tape.show();
    if (table.timer) return;
    for (const panel of panels) panel.show();
    share.follow();
  }

  const recolour = () => { look = looks(spec.symbols); colours = palette(look); table.draw(); };
  const unwatch = watchTheme(recolour), sized = new ResizeObserver(() => table.draw());
  keepKeys(root);
  el.append(root);
  recolour();
  sized.observe(root);
  return () => { table.end(); unwatch(); sized.disconnect(); };
}

/** What an address asks of a playground: the settings that fit, and words on those that don't. */
function asked(query, spec) {
  const values = {}, words = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const one = name === "points" ? { label: name } : spec.settings[name];
    try {
      values[name] = one && JSON.parse(text);
      if (!one || !fits(name, values[name], one, spec)) throw new Error();
    } catch { delete values[name]; words.push(one ? `${one.label} can't be ${text.slice(0, 24)}.` : `This playground has no ${name.slice(0, 24)}.`); }
  }
  return { values, words: words.slice(0, 4) };
}

function fits(name, value, { choices, low, high }, { columns, features, limits: { layers, neurons } }) {
  const every = (test) => Array.isArray(value) && value.every(test);
  if (name === "points") return every((row) => Array.isArray(row) && row.length === columns.length + 1 && row.every(Number.isFinite)) && value.length <= 1000;
  if (name === "features") return every((one) => Object.hasOwn(features, one)) && value.length > 0;
  if (name === "hidden") return every((h) => Number.isInteger(h) && h >= 1 && h <= neurons) && value.length <= layers;
  return choices.length ? choices.includes(value) : Number.isFinite(value) && value >= low && value <= high && (name !== "seed" || Number.isInteger(value));
}

export default { render, asked };
