// A row for each parameter: a list to pick from, or a range and a number box.
import { make } from "../page.js";
import { number, typedNumber } from "./numbers.js";

/** A list to pick from: its elements, and what shows a value in them. */
export function picker(p, set) {
  const options = p.choices.map((name, k) => make("option", { value: k }, name));
  const pick = make("select", { "aria-label": p.label }, ...options);
  pick.addEventListener("change", () => set({ [p.name]: Number(pick.value) }));
  return { elements: [pick], show: (value) => { pick.value = value; } };
}

/** From where a range stands to its value and back: on a logarithmic one, 0 to 100 for the powers between the limits. */
const scaled = ({ low, high, log }) => (log
  ? { value: (at) => Number((low * (high / low) ** (at / 100)).toPrecision(2)), at: (value) => 100 * Math.log(value / low) / Math.log(high / low) }
  : { value: Number, at: Number });

/** A range and a number box: their elements, and what shows a value in them. */
export function slider(p, set, complain) {
  const limits = p.log ? { min: 0, max: 100, step: 1 } : { min: p.low, max: p.high, step: p.step };
  const rounded = (value) => Number(value.toPrecision(6)), scale = scaled(p);
  const range = make("input", { type: "range", "aria-label": p.label, ...limits });
  const box = make("input", { class: "number", type: "text", autocomplete: "off", "aria-label": `${p.label}, as a number` });
  let now;
  range.addEventListener("input", () => set({ [p.name]: scale.value(range.value) }));
  box.addEventListener("change", () => {
    const value = typedNumber(box.value);
    if (value >= p.low && value <= p.high) return set({ [p.name]: value });
    complain(`You typed "${box.value}"; ${p.label} must be a number from ${number(p.low, 2)} to ${number(p.high, 2)}.`);
    box.value = rounded(now);
  });
  const show = (value) => {
    if (value === now) return; // somebody may be typing
    now = value;
    range.value = scale.at(value);
    box.value = rounded(value);
  };
  return { elements: [range, box], show };
}

/** A row for each parameter. `set({ name: value })` is told of every move, `complain(words)` of what is no value. */
export function controls(scene, set, complain) {
  const shown = {}, rows = scene.parameters.map((p) => {
    const { elements, show } = p.choices.length ? picker(p, set) : slider(p, set, complain);
    const symbol = make("span", { class: "symbol" }, p.label);
    shown[p.name] = show;
    return make("div", { class: "row", style: `--own: var(--${p.code})` }, symbol, ...elements);
  });
  const showAll = (P) => Object.entries(shown).forEach(([name, show]) => show(P[name]));
  return { element: make("div", { class: "controls" }, ...rows), show: showAll };
}
