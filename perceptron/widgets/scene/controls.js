// What is under the picture: a row for each parameter, the buttons that play, and the legend.
import { button, make } from "../page.js";
import { clamp, number, typedNumber } from "./numbers.js";
import { PAINTERS } from "./painters.js";

export const legend = (scene) => make("div", { class: "legend" }, ...scene.panels.flatMap((panel) => panel.layers)
  .filter((layer) => PAINTERS[layer.kind].legend && layer.label)
  .map(({ dash, code, label }) => make("span", { class: dash ? "dash" : "", style: `--own: var(--${code})` }, label)));

/** A list to pick from: its elements, and what shows a value in them. */
function picker(p, set) {
  const options = p.choices.map((name, k) => make("option", { value: k }, name));
  const pick = make("select", { "aria-label": p.label }, ...options);
  pick.addEventListener("change", () => set({ [p.name]: Number(pick.value) }));
  return { elements: [pick], show: (value) => { pick.value = value; } };
}

/** A range and a number box: their elements, and what shows a value in them. */
function slider(p, set, complain) {
  const limits = { min: p.low, max: p.high, step: p.step }, rounded = (value) => Number(value.toPrecision(6));
  const range = make("input", { type: "range", "aria-label": p.label, ...limits });
  const box = make("input", { class: "number", type: "text", autocomplete: "off", "aria-label": `${p.label}, as a number` });
  let now;
  range.addEventListener("input", () => set({ [p.name]: Number(range.value) }));
  box.addEventListener("change", () => {
    const value = typedNumber(box.value);
    if (value >= p.low && value <= p.high) return set({ [p.name]: value });
    complain(`You typed "${box.value}"; ${p.label} must be a number from ${number(p.low, 2)} to ${number(p.high, 2)}.`);
    box.value = rounded(now);
  });
  const show = (value) => {
    if (value === now) return; // somebody may be typing
    now = range.value = value;
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

/** Rewind, step back, play, step: for the parameter that time moves, if there is one. */
export function player(scene, values, set) {
  const p = scene.parameters.find(({ play }) => play);
  if (!p) return { elements: [], pause() {} };
  let timer = null;
  const now = () => values()[p.name], move = (to) => set({ [p.name]: clamp(to, p.low, p.high) });
  const pause = () => { clearInterval(timer); timer = null; play.textContent = "▶ play"; };
  const stride = p.stride || p.step, part = 1e-9; // step by step, and back, from wherever it is
  const step = (by) => {
    pause();
    move(stride * (by > 0 ? Math.floor(now() / stride + part) + 1 : Math.ceil(now() / stride - part) - 1));
  };
  const play = button("▶ play", () => {
    if (timer !== null) return pause();
    if (now() >= p.high) move(p.low);
    play.textContent = "❚❚ pause";
    // Whoever asks for less motion sees the same steps, slowly.
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const wait = slow ? 600 : Math.max(16, 6000 / ((p.high - p.low) / p.step));
    timer = setInterval(() => (now() < p.high ? move(now() + p.step) : pause()), wait);
  });
  const rewind = button("|◀ rewind", () => { pause(); move(p.low); });
  const element = make("div", { class: "player", role: "group", "aria-label": `Play ${p.label}` },
    rewind, button("− step back", () => step(-1)), play, button("+ step", () => step(1)));
  return { elements: [element], pause };
}

/** A button that takes everything back to its start: parameters, and points that were dragged. */
export const resetting = (scene, set) => button("reset", () => set({
  ...Object.fromEntries(scene.parameters.map(({ name, start }) => [name, start])), tables: scene.tables,
}));

/**
 * A button that gives away what makes this very picture, and the box in which that can be copied by hand: on a web page
 * its address, else the call. Points that were dragged are in neither; `say(words)` says so.
 */
export function sharing(model, scene, values, say) {
  if (!model.address && !model.get("call")) return { elements: [], follow() {} };
  const noun = model.address ? "link" : "call";
  const box = make("input", { type: "text", readonly: "", hidden: "", "aria-label": `The ${noun} of this picture` });
  const text = () => {
    const moved = scene.parameters.filter(({ name, start }) => values()[name] !== start)
      .map(({ name }) => [name, Number(values()[name].toPrecision(6))]);
    return model.address?.(moved) ?? `${model.get("call")}${moved.map((pair) => pair.join("=")).join(", ")})`;
  };
  const share = button(`copy ${noun}`, async () => {
    Object.assign(box, { value: text(), hidden: false });
    box.focus();
    box.select();
    const copied = await navigator.clipboard?.writeText(box.value).then(() => true, () => false);
    const dragged = JSON.stringify(values().tables) !== JSON.stringify(scene.tables);
    say(`The ${noun} of this picture ${copied ? "is copied" : "is selected, copy it from the box"}.`
      + (dragged ? " The points that you dragged are not in it." : ""));
  });
  const follow = () => { box.hidden ||= box.value !== text(); };
  return { elements: [share, box], follow };
}
