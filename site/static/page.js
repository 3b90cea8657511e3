// Starts what moves on a page: its widgets when they come near, the page's own tools at once, Python when it is idle.
import * as keep from "./keep.js";
import { coordinates, start } from "./model.js";
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
  const key = `prediction:${lesson}:${cell}`, kept = widget === "Prediction" ? { done: fitting(keep.get(key), states[state]) } : {};
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

/** A kept prediction, null where it is none of this question, which may have changed since. */
function fitting(done, { _asked: { options } }) {
  const fits = options.length ? options.some(([option]) => option === done?.kept) : typeof done?.kept === "number";
  return fits || done?.kept === null ? done : null;
}

/** What waits for a prediction, the results up to the next heading, is open once one is kept. */
function release(element, model) {
  const done = model.get("done"), open = Boolean(done && !done.voted);
  let cell = element.closest(".cell");
  while ((cell = cell.nextElementSibling) && !cell.querySelector("h2"))
    for (const late of cell.querySelectorAll(".waits")) late.open = open;
}

/** A result that is open waits no more. */
for (const late of document.querySelectorAll(".waits")) {
  const summary = late.querySelector("summary"), waits = summary.textContent;
  late.addEventListener("toggle", () => { summary.textContent = late.open ? "The result" : waits; });
}

const short = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text);

/** What an address asks of a stage: its parameters' values, its tables with moved points, and words on what it can't have. */
export function asked(query, spec) {
  const { parameters, tables } = structuredClone(spec), values = {}, words = [], points = coordinates(spec);
  for (const [name, text] of new URLSearchParams(query)) {
    const p = [...parameters, ...points].find((one) => one.name === name), value = text.trim() === "" ? NaN : Number(text);
    if (!p || Number.isNaN(value)) {
      const has = parameters.map((one) => one.name).join(", ");
      words.push(p ? `${name} = “${short(text)}” is no number.` : `This picture has no ${short(name)}; it has ${has}.`);
      continue;
    }
    const shown = Math.max(p.low, Math.min(p.high, p.choices.length ? Math.round(value) : value));
    if (shown !== value) words.push(`${name} = ${short(text)} is outside of its range; ${shown} is shown.`);
    if (p.table) [tables[p.table][p.column][p.row], values.tables] = [shown, tables];
    else values[name] = shown;
  }
  return { values, words: words.slice(0, 4) };
}

/** #forward?w1=0.4&b=0 shows the stage "forward" with these values. */
async function showAsked() {
  const [name, query] = location.hash.slice(1).split("?");
  const element = document.querySelector(`.widget[data-scene="${CSS.escape(name)}"]`);
  if (!element || query === undefined) return;
  const model = await begin(element), { values, words } = (model.asked ?? asked)(query, model.get("_spec"));
  for (const [parameter, value] of Object.entries(values)) model.set(parameter, value);
  const figure = element.closest("figure");
  figure.querySelector(".note")?.remove();
  if (words.length) {
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: words.join(" ") });
    note.setAttribute("role", "status");
    figure.prepend(note);
  }
  figure.scrollIntoView({ block: "start" });
  const stay = new ResizeObserver(() => figure.scrollIntoView({ block: "start", behavior: "instant" })); // others above it start
  stay.observe(document.body);
  for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moved, () => stay.disconnect(), { once: true });
  setTimeout(() => stay.disconnect(), 3000);
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
  if (!navigator.serviceWorker || !isSecureContext) return;
  if (navigator.serviceWorker.controller) navigator.serviceWorker.addEventListener("controllerchange", tellOfNew, { once: true });
  await navigator.serviceWorker.register(here("sw.js"));
}

/** What this page has yet to load may be gone: the site was built anew meanwhile. */
function tellOfNew() {
  const reload = Object.assign(document.createElement("button"), { textContent: "Reload", className: "plain", onclick: () => location.reload() });
  const note = Object.assign(document.createElement("p"), { className: "note", textContent: "These pages have a new version; your work stays." });
  note.append(reload);
  note.setAttribute("role", "status");
  document.querySelector("main").prepend(note);
}
if ("requestIdleCallback" in window) requestIdleCallback(later, { timeout: 2000 });
else setTimeout(later, 500);
