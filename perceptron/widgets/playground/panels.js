// What is under the pictures of a playground: its settings, the weights of a neuron, slow motion.
import { button, make } from "../page.js";
import { clamp } from "../scene/numbers.js";
import { picker, slider } from "../scene/rows.js";
import { motions } from "./slow.js";

export const row = (label, ...elements) => make("div", { class: "row" }, make("span", { class: "symbol" }, label), ...elements);
const words = (choice) => ({ 0: "all", mse: "mean squared error", cross_entropy: "cross-entropy", xor: "XOR", own: "drawn by you" })[choice] ?? String(choice);

/** A row for each setting. */
export function settingRows(table, say) {
  const { spec, model } = table, shows = [];
  const set = (name) => (values) => { say(""); table.set({ [name]: spec.settings[name].choices[values[name]] ?? values[name] }); };
  const rows = Object.entries(spec.settings).filter(([name]) => name !== "noise" || spec.noise).map(([name, one]) => {
    const p = { ...one, name, step: one.step || 1, log: name === "alpha" };
    if (name === "penalty") p.step = 0.001;
    const made = { features, hidden }[name]?.(table) ?? (one.choices.length ? picker({ ...p, choices: one.choices.map(words) }, set(name)) : slider(p, set(name), say));
    shows.push(() => made.show(one.choices.length ? one.choices.indexOf(model.get(name)) : model.get(name)));
    return row(one.label, ...made.elements);
  });
  return { element: make("div", { class: "controls" }, ...rows, ...held(table)), show: () => shows.forEach((show) => show()) };
}

/** A box to tick for each input. */
function features(table) {
  const { spec: { features: all }, model } = table, boxes = Object.entries(all).map(([name, { label }]) => {
    const box = make("input", { type: "checkbox", value: name });
    box.addEventListener("change", () => {
      const chosen = boxes.filter((one) => one.box.checked).map((one) => one.box.value);
      if (chosen.length) table.set({ features: chosen });
      else box.checked = true; // one stays
    });
    return { box, element: make("label", {}, box, label) };
  });
  const show = () => boxes.forEach(({ box }) => { box.checked = model.get("features").includes(box.value); });
  return { elements: [make("div", { class: "boxes", role: "group", "aria-label": "inputs" }, ...boxes.map(({ element }) => element))], show };
}

/** How many neurons there are in each hidden layer, and how many layers. */
function hidden(table) {
  const { spec: { limits: { layers, neurons } }, model } = table, place = make("div", { class: "boxes", role: "group", "aria-label": "hidden neurons" });
  const show = () => {
    const now = model.get("hidden"), focus = place.contains(document.activeElement) && document.activeElement.ariaLabel;
    const counts = now.map((h, k) => {
      const pick = make("select", { "aria-label": `neurons in layer ${k + 1}` }, ...Array.from({ length: neurons }, (_, q) => make("option", {}, String(q + 1))));
      pick.value = h;
      pick.addEventListener("change", () => table.set({ hidden: now.with(k, Number(pick.value)) }));
      return pick;
    });
    const more = button("+ layer", () => table.set({ hidden: [...now, now.at(-1) ?? 3] }), { "aria-label": "one layer more" });
    const fewer = button("− layer", () => table.set({ hidden: now.slice(0, -1) }), { "aria-label": "one layer fewer" });
    [more.disabled, fewer.disabled] = [now.length >= layers, !now.length];
    place.replaceChildren(...counts, fewer, more);
    if (focus) place.querySelector(`[aria-label="${focus}"]`)?.focus();
  };
  return { elements: [place], show };
}

/** Of a table with more than two columns: which two are the axes, and at what the others are held. */
function held(table) {
  const { columns, scale } = table.spec;
  if (columns.length <= 2) return [];
  const sliders = columns.map((name, k) => {
    const [mean, deviation] = scale[k], p = { name, label: name, low: mean - 3 * deviation, high: mean + 3 * deviation, step: deviation / 20 };
    const { elements, show } = slider(p, (values) => { table.at[k] = (values[name] - mean) / deviation; table.draw(); }, () => {});
    show(mean);
    return row(`${name} held at`, ...elements);
  });
  const hide = () => sliders.forEach((one, k) => { one.hidden = table.axes.includes(k); });
  const axis = (side) => picker({ name: "axis", label: ["across", "up"][side], choices: columns }, ({ axis: k }) => {
    if (table.axes[1 - side] === k) table.axes[1 - side] = table.axes[side];
    table.axes[side] = k;
    axes.forEach((one, at) => one.show(table.axes[at]));
    hide();
    table.draw();
  });
  const axes = [axis(0), axis(1)];
  axes.forEach((one, at) => one.show(table.axes[at]));
  hide();
  return [row("across", ...axes[0].elements), row("up", ...axes[1].elements), ...sliders];
}

/** The weights into the chosen neuron, which can be dragged: of the first layer, its line in the plane follows. */
export function editor(table, rest) {
  const place = make("div", { class: "controls" }), title = make("div", { class: "title" });
  const show = () => {
    const { chosen: { k, q }, training: { layers, p } } = table, names = table.settings.features.map((name) => table.spec.features[name].label);
    if (!k) { title.textContent = "An input has no weights. Click a neuron behind it."; return place.replaceChildren(); }
    const { m, h, W, b } = layers[k - 1], last = k === layers.length, who = last ? "the output neuron" : `neuron ${q + 1} of layer ${k}`;
    title.textContent = `Weights of ${who}: drag them, or click another neuron in the picture.`;
    const rows = Array.from({ length: m + 1 }, (_, j) => (j < m ? [k > 1 ? `from neuron ${j + 1}` : `from ${names[j]}`, W + j * h + q] : ["bias", b + q]));
    const key = [k, q, layers, ...names].join();
    if (place.key !== key) {
      place.sliders = rows.map(([label, at]) => slider({ name: label, label, low: -12, high: 12, step: 0.05 },
        (values) => { rest(); table.training.p[at] = values[label]; table.training.V[at] = 0; table.training.remember(); table.tell(); }, () => {}));
      place.replaceChildren(...place.sliders.map(({ elements }, j) => row(rows[j][0], ...elements)));
      place.key = key;
    }
    place.sliders.forEach((one, j) => one.show(Number(p[rows[j][1]].toPrecision(4))));
  };
  return { element: make("div", {}, title, place), show };
}

/** Slow motion: one example, step by step. */
export function slowMotion(table, rest) {
  const lines = make("ul"), title = make("div", { class: "title", role: "status" }), which = make("input", { type: "number", min: 1, value: 1, "aria-label": "which example" });
  let at = 0;
  const go = (to) => {
    rest();
    const { training, settings: { features: chosen } } = table, n = training.learnt.n;
    if (!n) return;
    which.value = clamp(Math.round(which.valueAsNumber) || 1, 1, n);
    const steps = motions(training, which.value - 1, chosen.map((name) => table.spec.features[name].label));
    at = clamp(to, 0, steps.length - 1);
    table.slow = steps[at];
    back.setAttribute("aria-disabled", at === 0);
    next.setAttribute("aria-disabled", at === steps.length - 1);
    title.textContent = `Step ${at + 1} of ${steps.length}. ${table.slow.title}`;
    lines.replaceChildren(...table.slow.lines.map((line) => make("li", {}, line)));
    table.draw();
  };
  which.addEventListener("change", () => go(0));
  const back = button("◀ back", () => go(at - 1)), next = button("next ▶", () => go(at + 1)), end = button("close", () => { table.slow = null; table.draw(); });
  const open = button("slow motion", () => go(0)), tools = make("div", { class: "player", role: "group", "aria-label": "Slow motion" },
    make("label", {}, "example ", which), back, next, end);
  const box = make("div", { class: "slow" }, tools, title, lines);
  const show = () => { box.hidden = !table.slow; open.hidden = Boolean(table.slow); };
  return { element: make("div", { class: "slow-motion" }, open, box), show };
}
