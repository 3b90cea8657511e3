// Code cells of a lesson's page become a notebook: each can be edited and run, and an exercise is judged.
import * as keep from "../../static/keep.js";
import { start } from "../../static/model.js";
import { make } from "../../static/tools.js";
import { Cell } from "./cell.js";
import { Exercise } from "./exercise.js";
import { Kernel } from "./kernel.js";
import { progress } from "./progress.js";

/** Turn all code cells below `body` into ones that run. */
export function attach(body) {
  const { lesson } = body.dataset, bar = progress(), kernel = new Kernel(() => [lesson, solved()], bar.told);
  document.head.append(make("link", { rel: "stylesheet", href: new URL("cells.css", import.meta.url) }));
  const page = { lesson, keep, start, kernel, bar, cells: [] };
  page.cells = [...body.querySelectorAll(".cell.code")].map(
    (section) => new (section.dataset.exercise ? Exercise : Cell)(section, page),
  );
  document.addEventListener("perceptron:asked", ({ detail }) => answer(page, detail));
  return page;
}

/** Names of the exercises that were solved on this device. */
const solved = () => Object.entries(keep.all()).filter(([key, yes]) => yes && key.startsWith("solved:"))
  .map(([key]) => key.split(":")[2]);

const inserted = new WeakMap(); // model of a stepper -> [[a reader's own line, the line it comes after], ...], for a Python that starts anew

/** Answer a stepper: a reader's own line is decided by the Stepper of Python, which changes the model. */
async function answer({ lesson, kernel, bar, cells }, { model, changes, cell }) {
  if (!changes.asked) return;
  const { shown, explained } = model.state, { asked } = changes;
  bar.show(cells.find((one) => one.name === cell)?.section ?? document.body);
  try {
    kernel.start();
    const own = inserted.get(model) ?? [];
    const number = await (kernel.widgets.get(model) ?? kernel.adopt(model, kernel.ask("stepper", [lesson, model.get("title"), own])));
    await kernel.ask("change", [number, { shown, explained, asked }], 20);
    if (asked.insert && model.get("answer").holds) inserted.set(model, [...own, [asked.line, shown]]);
  } catch (error) {
    model.set("answer", { number: asked.number, holds: false, words: error.message });
  }
}
