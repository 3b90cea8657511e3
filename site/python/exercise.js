// An exercise: an answer is written, checked by Python, and kept on the device; hints come one by one, the solution last.
import { make } from "../../static/tools.js";
import { Cell } from "./cell.js";

const JUDGED = 10; // seconds that an answer may take
let known = null;

/** {exercise: {hints, solution}} of a lesson. */
async function exercises(lesson) {
  known ??= fetch(new URL("exercises.json", import.meta.url)).then((response) => response.json());
  try { return (await known)[lesson]; } catch (error) { known = null; throw error; }
}

export class Exercise extends Cell {
  get label() { return "Your answer, Python. Control and Enter checks it. Tab indents once you have typed; Escape and then Tab leaves."; }

  furnish() {
    const { lesson, keep } = this.page;
    this.exercise = this.section.dataset.exercise;
    this.keys = { answer: `answer:${lesson}:${this.exercise}`, solved: `solved:${lesson}:${this.exercise}` };
    this.go = this.button("Check", () => this.run(JUDGED));
    this.hint = this.button("Hint", () => this.help());
    this.anew = this.button("Start again", () => this.restart());
    this.last = this.button("Solution", () => this.solve());
    this.last.hidden = true;
    this.given = 0;
    this.helped = make("div", { class: "helped", role: "status" });
    this.outputs.before(this.helped);
    this.outputs.setAttribute("role", "status");
    this.pre.addEventListener("focus", () => this.open());
    this.section.addEventListener("focusin", () => { this.page.bar.show(this.section); this.page.kernel.start(); }, { once: true });
    const kept = keep.get(this.keys.answer);
    if (kept && kept !== this.stub) this.write(kept);
    if (keep.get(this.keys.solved)) this.section.classList.add("solved");
  }

  changed(text) {
    super.changed(text);
    this.page.keep.set(this.keys.answer, text === this.stub ? null : text);
  }

  /** Only what makes the names that the answer uses: an answer waits for no picture. */
  async before() {
    const above = await super.before();
    const places = await this.page.kernel.ask("needed", [[...above, this].map((cell) => cell.text)]);
    return places.map((k) => above[k]);
  }

  async run(seconds = JUDGED) {
    if (!await super.run(seconds)) return;
    const right = this.outputs.querySelector('[aria-label="right"]');
    if (!right) return void (this.last.hidden = false);
    const { lesson, keep } = this.page;
    keep.set(this.keys.solved, true);
    this.section.classList.add("solved");
    document.dispatchEvent(new CustomEvent("perceptron:solved", { detail: { lesson, exercise: this.exercise } }));
  }

  /** The next hint; after the last one the solution can be had. */
  async help() {
    const { hints } = (await exercises(this.page.lesson))[this.exercise];
    while (this.given < hints.length && this.outputs.textContent.includes(hints[this.given])) this.given += 1; // the verdict told it
    if (this.given < hints.length) {
      this.helped.append(make("p", { class: "hint" }, make("em", {}, `Hint ${this.given + 1} of ${hints.length}: `), hints[this.given]));
      this.given += 1;
    }
    if (this.given === hints.length) {
      this.hint.disabled = true;
      this.last.hidden = false;
    }
  }

  restart() {
    this.write(this.stub);
    this.page.keep.set(this.keys.answer, null);
    this.helped.replaceChildren();
    Object.assign(this, { given: 0 });
    this.hint.disabled = false;
    this.view?.focus();
  }

  /** Ask once, then show the solution. */
  async solve() {
    if (this.last.textContent === "Solution") return void (this.last.textContent = "Show the solution: sure?");
    const { solution } = (await exercises(this.page.lesson))[this.exercise];
    this.helped.append(make("p", {}, "A solution:"), make("pre", { class: "source", tabindex: 0 }, make("code", {}, solution)));
    this.last.hidden = true;
    this.last.textContent = "Solution";
  }
}
