// One code cell: its source, which becomes an editor, what it shows, and Run.
import { make } from "../../static/tools.js";
import { say, show } from "./outputs.js";

const LEAVE = "Tab indents once you have typed; Escape and then Tab leaves.";
const RUN = 60; // seconds that a cell may take
let editor = null;

export class Cell {
  constructor(section, page) {
    Object.assign(this, { section, page, name: section.dataset.cell });
    this.pre = section.querySelector(":scope > .source");
    this.outputs = section.querySelector(":scope > .outputs");
    this.stub = this.text = this.pre.textContent.trimEnd();
    this.tools = make("div", { class: "cell-tools" });
    this.pre.after(this.tools);
    this.pre.addEventListener("click", () => { if (getSelection().isCollapsed) this.open(this.clicked()); });
    this.pre.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); this.open(); } });
    this.furnish();
  }

  get label() { return `Code of this cell, Python. ${LEAVE}`; }

  furnish() {
    this.go = this.button("Run", () => this.run());
  }

  button(words, act) {
    const made = make("button", { type: "button" }, words);
    made.addEventListener("click", act);
    this.tools.append(made);
    return made;
  }

  /** Where in the source the click was. */
  clicked() {
    const { anchorNode, anchorOffset } = getSelection();
    if (!this.pre.contains(anchorNode)) return 0;
    const range = document.createRange();
    range.setStart(this.pre, 0);
    range.setEnd(anchorNode, anchorOffset);
    return range.toString().length;
  }

  /** Put the editor in the place of the source, with the cursor there. */
  async open(anchor = 0) {
    if (this.view || this.opening) return;
    this.opening = true;
    try {
      editor ??= import("./editor.js");
      const { edit } = await editor;
      const place = make("div", { class: "editor" });
      this.pre.before(place);
      this.view = edit(place, this.text, this.label, { run: () => this.run(), changed: (text) => this.changed(text) });
      this.pre.hidden = true;
      this.view.dispatch({ selection: { anchor: Math.min(anchor, this.view.state.doc.length) } });
      this.view.focus();
    } catch {
      editor = null; // the next try asks again
      say(this.outputs, "The editor can't be loaded. Is there a network? Then try again.");
    } finally {
      this.opening = false;
    }
  }

  changed(text) { this.text = text; }

  /** What is written without the editor looks as if it were in it. */
  async colour(text) {
    editor ??= import("./editor.js");
    const parts = (await editor.catch((error) => { editor = null; throw error; })).coloured(text);
    if (text === this.text) this.pre.firstElementChild.replaceChildren(...parts.map(([words, kind]) => (kind ? make("span", { class: kind }, words) : words)));
  }

  /** Write this source into the cell. */
  write(text) {
    this.text = text;
    if (this.view) return this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
    this.changed(text);
    this.pre.firstElementChild.textContent = text;
    this.colour(text).catch(() => null); // with no network it stays plain
  }

  /** What has to run before this one: all cells above that did not. Exercises are for their own button. */
  async before() {
    const { cells } = this.page;
    return cells.slice(0, cells.indexOf(this)).filter((cell) => !cell.exercise);
  }

  /** Run this cell after those that it needs, and show what it shows; true where it was run to its end. */
  async run(seconds = RUN) {
    if (this.running) return this.page.kernel.stop("Stopped.");
    const { kernel, bar, start } = this.page, words = this.go.textContent;
    this.running = true;
    this.go.textContent = "Stop";
    this.section.setAttribute("aria-busy", "true");
    bar.show(this.section);
    try {
      kernel.start();
      for (const cell of await this.before()) {
        if (!kernel.has(cell.name, cell.text)) await cell.again(); // oxlint-disable-line no-await-in-loop -- in their order
      }
      show(this.outputs, await kernel.run(this.name, this.text, seconds), this.name, (place, shown) => begin(place, shown, kernel, start));
      return true;
    } catch (error) {
      say(this.outputs, error.message);
      return false;
    } finally {
      this.running = false;
      this.go.textContent = words;
      this.section.removeAttribute("aria-busy");
    }
  }

  /** Run it for those below. Raises Error where it fails: they can't go on. */
  async again() {
    const outputs = await this.page.kernel.run(this.name, this.text, RUN);
    const wrong = outputs.find((shown) => "error" in shown);
    if (!wrong) return;
    show(this.outputs, outputs, this.name, () => {});
    throw new Error(`The cell “${this.name}” above stopped, so this one did not run: ${wrong.error}`);
  }
}

/** Start a widget that a cell has made; Python hears what is done to it, the last of it always. */
async function begin(place, { widget, state, number }, kernel, start) {
  let waiting = null, sending = false;
  const model = await start(place, widget, state, async (changes) => {
    if (widget === "Stepper" && changes.asked) {
      document.dispatchEvent(new CustomEvent("perceptron:asked", { detail: { model, changes, cell: place.closest(".cell")?.dataset.cell } }));
      return;
    }
    waiting = { ...waiting, ...changes };
    while (waiting && !sending && kernel.widgets.has(model)) {
      const sent = waiting;
      [waiting, sending] = [null, true];
      await kernel.ask("change", [number, sent]).catch(() => null); // oxlint-disable-line no-await-in-loop -- the last counts
      sending = false;
    }
  });
  kernel.adopt(model, number);
  model.widget_manager = { kernel: {} };
}
