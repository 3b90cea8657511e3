// An exercise: an answer is written, checked by Python, and kept on the device; hints come one by one, the solution last. One that draws
// its numbers can be asked again with others: Python makes the question, and the check's line says by which seed.
import { send } from "../../static/classroom.js";
import { make } from "../../static/tools.js";
import { Cell } from "./cell.js";
import { harmless, say } from "./outputs.js";

const JUDGED = 10; // seconds that an answer may take
const QUOTED = "Write your answer between quotes, as in answer = \"2 x\": it is read as mathematics, not as Python.";
// A proper string or a comment, which stays as it is; or one of the quotes that phones and word processors type.
const CURLY = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*)|([“”„‟«»])|[‘’‚‛]/g;
let known = null;

/** {exercise: {hints, solution}} of a lesson. */
async function exercises(lesson) {
  known ??= fetch(new URL("exercises.json", import.meta.url)).then((response) => response.json());
  try { return (await known)[lesson]; } catch (error) { known = null; throw error; }
}

/** Python with the quotes that Python knows. */
const straight = (source) => source.replace(CURLY, (all, kept, double) => kept ?? (double ? '"' : "'"));

export class Exercise extends Cell {
  get label() { return "Your answer, Python. Control and Enter checks it. Tab indents once you have typed; Escape and then Tab leaves."; }

  furnish() {
    const { lesson, keep } = this.page;
    this.exercise = this.section.dataset.exercise;
    this.keys = Object.fromEntries(["answer", "solved", "fresh", "right"].map((kind) => [kind, `${kind}:${lesson}:${this.exercise}`]));
    this.go = this.button("Check", () => this.run(JUDGED));
    this.hint = this.button("Hint", () => this.help());
    this.anew = this.button("Start again", () => this.restart());
    this.last = this.button("Solution", () => this.solve());
    this.last.hidden = true;
    if ("varied" in this.section.dataset) this.more = this.button("Another one like it", () => this.another());
    this.given = 0;
    this.asked = make("div", { class: "asked", role: "status" });
    this.pre.before(this.asked);
    this.helped = make("div", { class: "helped", role: "status" });
    this.outputs.after(this.helped);
    this.outputs.setAttribute("role", "status");
    let pointed = false; // then the click opens it, where it was
    this.pre.addEventListener("pointerdown", () => { pointed = true; });
    this.pre.addEventListener("focus", () => { if (!pointed) this.open(); });
    this.pre.addEventListener("click", () => { pointed = false; });
    this.section.addEventListener("focusin", () => { this.page.bar.show(this.section); this.page.kernel.start(); }, { once: true });
    const [fresh, kept] = [keep.get(this.keys.fresh), keep.get(this.keys.answer)];
    this.ask(typeof fresh?.stub === "string" ? fresh : null);
    if (typeof kept === "string" || this.fresh) this.write(typeof kept === "string" ? kept : this.blank);
    this.mark();
    if (kept || this.fresh || keep.get(this.keys.solved)) this.outputs.replaceChildren(); // "not written yet" is of the stub
  }

  /** The cell with no answer in it. */
  get blank() { return this.fresh?.stub ?? this.stub; }

  /** Whether it was solved, and by what is written now. */
  mark() {
    const { keep } = this.page, right = keep.get(this.keys.right);
    this.section.classList.toggle("solved", Boolean(keep.get(this.keys.solved)));
    this.section.classList.toggle("before", right !== null && right !== this.text);
  }

  changed(text) {
    super.changed(text);
    this.mark();
    this.forget();
    this.page.keep.set(this.keys.answer, text === this.blank ? null : text);
  }

  /** Show the question of a fresh exercise {seed, question, stub, hints, solution}; of null, that the page asks its own. */
  ask(fresh) {
    this.fresh = fresh;
    const instead = make("p", { class: "instead" }, "In place of the question above:");
    this.asked.replaceChildren(...(fresh ? [instead, ...harmless(fresh.question)] : []));
    this.page.keep.set(this.keys.fresh, fresh);
  }

  /** Ask with other numbers. */
  async another() {
    const { kernel, lesson, bar } = this.page;
    this.more.disabled = true;
    bar.show(this.section);
    try {
      const seed = (this.fresh?.seed ?? 1) + 1;
      this.begin(await kernel.ask("another", [lesson, this.exercise, seed, this.stub], JUDGED));
    } catch (error) {
      say(this.outputs, error.message);
    } finally {
      this.more.disabled = false;
    }
  }

  /** Only what makes the names that the answer uses: an answer waits for no picture. */
  async before() {
    const above = await super.before();
    const places = await this.page.kernel.ask("needed", [[...above, this].map((cell) => cell.text)]);
    return places.map((k) => above[k]);
  }

  async run(seconds = JUDGED) {
    const source = straight(this.text);
    if (!this.running && source !== this.text) this.write(source);
    if (!await super.run(seconds)) return;
    const name = /^(\w+ =) "\.\.\."$/m.exec(this.blank)?.[1], at = this.outputs.querySelector(".trouble li code")?.textContent;
    if (name && at?.startsWith(name)) this.outputs.append(make("p", { class: "said" }, QUOTED));
    this.outputs.scrollIntoView({ block: "nearest" });
    const right = this.outputs.querySelector('[aria-label="right"]'), kind = this.outputs.querySelector("[role=img][aria-label]")?.ariaLabel;
    if (kind) send("verdict", { exercise: this.exercise, kind, because: this.outputs.querySelector("[data-because]")?.dataset.because ?? "" });
    for (const told of this.helped.querySelectorAll(".hint")) if (right || this.outputs.textContent.includes(told.lastChild.textContent)) told.remove();
    if (!right) return void (this.last.hidden = this.last.hidden && Boolean(this.outputs.querySelector(".trouble")));
    const { lesson, keep } = this.page;
    keep.set(this.keys.solved, true);
    keep.set(this.keys.right, this.text);
    this.mark();
    document.dispatchEvent(new CustomEvent("perceptron:solved", { detail: { lesson, exercise: this.exercise } }));
  }

  /** The next hint; after the last one the solution can be had. */
  async help() {
    const { hints } = this.fresh ?? (await exercises(this.page.lesson))[this.exercise];
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

  /** Back to the page's own question, with nothing written; or back from there to what was written before. */
  restart() {
    const { was } = this;
    if (was) {
      this.ask(was.fresh);
      this.write(was.text);
      this.page.keep.set(this.keys.answer, was.text);
    } else this.begin(null);
    this.view?.focus();
  }

  /** What was written can be had back until something else is. */
  forget() {
    this.was = null;
    this.anew.textContent = "Start again";
  }

  begin(fresh) {
    const was = { text: this.text, fresh: this.fresh }, written = this.text !== this.blank;
    this.ask(fresh);
    this.write(this.blank);
    this.page.keep.set(this.keys.answer, null);
    if (written) {
      this.was = was;
      this.anew.textContent = "Undo";
    }
    this.helped.replaceChildren();
    this.outputs.replaceChildren();
    this.given = 0;
    this.hint.disabled = false;
    this.last.hidden = true;
    this.last.textContent = "Solution";
  }

  /** Ask once, then show the solution. */
  async solve() {
    if (this.last.textContent === "Solution") return void (this.last.textContent = "Show the solution: sure?");
    const { solution } = this.fresh ?? (await exercises(this.page.lesson))[this.exercise];
    this.helped.append(make("p", {}, "A solution:"), make("pre", { class: "source", tabindex: 0 }, make("code", {}, solution)));
    this.last.hidden = true;
    this.last.textContent = "Solution";
  }
}
