// What is under the picture, but for the rows of the parameters: the buttons that play and reset, and the legend.
import { button, make } from "../page.js";
import { clamp } from "./numbers.js";
import { PAINTERS } from "./painters.js";

export const legend = (scene) => make("div", { class: "legend" }, ...scene.panels.flatMap((panel) => panel.layers)
  .filter((layer) => PAINTERS[layer.kind].legend && layer.label)
  .map(({ dash, code, label }) => make("span", { class: dash ? "dash" : "", style: `--own: var(--${code})` }, label)));

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
