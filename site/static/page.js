// Starts what moves on a page: its widgets when they come near, its own tools at once, Python once it is idle.
import * as keep from "./keep.js";
import { start } from "./model.js";

const { lesson, root, python } = document.body.dataset;
const read = document.getElementById("states");
const states = read ? JSON.parse(read.textContent) : {};
const started = new Map();

/** The model of the widget in an element, once it runs. */
export function begin(element) {
  if (!started.has(element)) started.set(element, run(element));
  return started.get(element);
}

async function run(element) {
  const { widget, state } = element.dataset, cell = element.closest(".cell")?.dataset.cell, key = `prediction:${lesson}:${cell}`;
  const kept = widget === "Prediction" ? { done: keep.get(key) } : {};
  const asked = (changes, model) => {
    const detail = { model, changes, cell };
    if (widget === "Stepper") document.dispatchEvent(new CustomEvent("perceptron:asked", { detail }));
  };
  const model = await start(element, widget, { ...states[state], ...kept }, asked);
  if (python) model.widget_manager = { kernel: {} };
  if (widget === "Prediction") model.on("change:done", () => keep.set(key, model.get("done")));
  return model;
}

const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) { near.unobserve(target); begin(target); }
  }
}, { rootMargin: "600px" });
for (const element of document.querySelectorAll(".widget")) near.observe(element);
