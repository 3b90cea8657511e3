// Starts what moves on a page: its widgets when they come near, the page's own tools at once, Python when it is idle.
import * as keep from "./keep.js";
import { start } from "./model.js";
import { furnish } from "./tools.js";

const { lesson, root, python } = document.body.dataset, here = (path) => new URL(root + path, document.baseURI).href;
const read = document.getElementById("states"), states = read ? JSON.parse(read.textContent) : {};
const begun = new Map();

/** The model of the widget in an element, once it runs. */
function begin(element) {
  if (!begun.has(element)) begun.set(element, run(element));
  return begun.get(element);
}

async function run(element) {
  const { widget, state } = element.dataset, cell = element.closest("[data-cell]")?.dataset.cell;
  const key = `prediction:${lesson}:${cell}`, kept = widget === "Prediction" ? { done: keep.get(key) } : {};
  const onsave = (changes, model) => {
    if (widget === "Stepper") document.dispatchEvent(new CustomEvent("perceptron:asked", { detail: { model, changes, cell } }));
  };
  const model = await start(element, widget, { ...states[state], ...kept }, onsave);
  if (python) model.widget_manager = { kernel: {} };
  if (widget === "Prediction") {
    model.on("change:done", () => { keep.set(key, model.get("done")); release(element, model); });
    release(element, model);
  }
  return model;
}

/** What waits for a prediction, the results up to the next heading, is open once one is kept. */
function release(element, model) {
  const open = Boolean(model.get("done"));
  let cell = element.closest(".cell");
  while ((cell = cell.nextElementSibling) && !cell.querySelector("h2"))
    for (const late of cell.querySelectorAll(".waits")) late.open = open;
}

/** What an address asks of a stage: its parameters' values, and words on what it can't have. */
export function asked(query, parameters) {
  const values = {}, words = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const p = parameters.find((one) => one.name === name), value = text.trim() === "" ? NaN : Number(text);
    if (!p || Number.isNaN(value)) {
      words.push(p ? `${name} = “${text}” is no number.` : `This picture has no ${name}; it has ${parameters.map((one) => one.name).join(", ")}.`);
      continue;
    }
    values[name] = Math.max(p.low, Math.min(p.high, p.choices.length ? Math.round(value) : value));
    if (values[name] !== value) words.push(`${name} = ${text} is outside of its range; ${values[name]} is shown.`);
  }
  return { values, words };
}

/** #forward?w1=0.4&b=0 shows the stage "forward" with these values. */
async function showAsked() {
  const [name, query] = decodeURI(location.hash.slice(1)).split("?");
  const element = document.querySelector(`.widget[data-scene="${CSS.escape(name)}"]`);
  if (!element || query === undefined) return;
  const model = await begin(element), { values, words } = asked(query, model.get("_spec").parameters);
  for (const [parameter, value] of Object.entries(values)) model.set(parameter, value);
  const figure = element.closest("figure");
  figure.querySelector(".note")?.remove();
  if (words.length) {
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: words.join(" ") });
    note.setAttribute("role", "status");
    figure.prepend(note);
  }
  figure.scrollIntoView({ block: "start" });
}

const widgets = document.querySelectorAll(".widget");
const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) { near.unobserve(target); begin(target); }
  }
}, { rootMargin: "600px" });
for (const element of widgets) near.observe(element);
addEventListener("beforeprint", () => widgets.forEach(begin));
addEventListener("hashchange", showAsked);
showAsked();
furnish(root, lesson);

async function later() {
  await import("./symbols.js");
  if (python) (await import(here(`${python}cells.js`))).attach(document.body);
  if (navigator.serviceWorker && isSecureContext) await navigator.serviceWorker.register(here("sw.js"));
}
if ("requestIdleCallback" in window) requestIdleCallback(later, { timeout: 2000 });
else setTimeout(later, 500);
