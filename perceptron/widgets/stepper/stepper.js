// A proof, line by line. The lines are in the model, so they can be read without a kernel; deciding a new one needs it.
import { button, keepKeys, listen, make, save } from "../page.js";

const PATIENCE = 8000; // milliseconds until a kernel that says nothing is taken for one that will not answer
const NO_KERNEL = "Checking a line needs Python: open this notebook in JupyterLab and run its cells.";
const NO_ANSWER = "Python has not answered yet. If it is loading or busy, wait; if it was restarted, run this cell again.";

const math = (mathml) => Object.assign(make("span", { class: "math" }), { innerHTML: mathml });
const reason = (line) => `${line.reason} (${line.how})`;

/** The lines up to the one that is shown, with the buttons that lead through them. */
function reading(model) {
  const last = () => model.get("lines").length - 1, shown = () => Math.min(model.get("shown"), last());
  const explained = (k) => k < shown() || k <= model.get("explained");
  const list = make("ol"), live = make("div", { class: "live", role: "status", "aria-live": "polite" });
  const say = (words) => { live.textContent = words; };
  const go = (to, stay) => (to >= 0 && to <= last() ? save(model, { shown: to }) : say(stay));
  const back = button("◀ back", () => go(shown() - 1, "This is the first line."));
  const next = button("next ▶", () => go(shown() + 1, "This is the last line."));
  const why = button("show reason", () => save(model, { explained: Math.max(shown(), model.get("explained")) }));

  function draw() {
    const lines = model.get("lines").slice(0, shown() + 1);
    list.replaceChildren(...lines.map((line, k) => make("li", {}, math(line.math),
      make("span", { class: "reason" }, k && explained(k) ? reason(line) : ""))));
    back.setAttribute("aria-disabled", shown() === 0);
    next.setAttribute("aria-disabled", shown() === last());
    why.setAttribute("aria-disabled", explained(shown()));
  }

  function speak() {
    const k = shown(), line = model.get("lines")[k];
    const because = k === 0 ? "" : explained(k) ? `. Reason: ${reason(line)}` : ". Its reason is hidden";
    say(`Line ${k + 1} of ${last() + 1}: ${line.text}${because}.`);
  }

  draw();
  const update = () => { draw(); speak(); };
  const deaf = listen(model, { lines: update, shown: update, explained: update });
  return { list, live, buttons: [back, next, why], end: deaf };
}

/** A line of the reader's own: the form it is typed into, and what the kernel answers. */
function asking(model) {
  const answer = make("div", { class: "answer", role: "status", "aria-live": "polite" });
  const box = make("input", {
    type: "text", "aria-label": "Your own line", placeholder: "your own line", spellcheck: "false", autocomplete: "off",
  });
  const insert = button("insert it", () => ask(true), { hidden: "" });
  const form = make("form", {}, box, make("button", { type: "submit" }, "check"), insert);
  let waiting = 0, unwanted = null; // the number of what was asked before the box was changed

  function tell(words, holds = false) {
    clearTimeout(waiting);
    answer.textContent = words;
    insert.hidden = !holds;
  }

  function ask(inserting) {
    const line = box.value.trim();
    if (!line) return tell("Type a line first: what do you think equals the lines above?");
    if (!model.widget_manager?.kernel) return tell(NO_KERNEL);
    tell("Python is asked …");
    waiting = setTimeout(() => tell(NO_ANSWER), PATIENCE);
    save(model, { asked: { number: (model.get("asked").number ?? 0) + 1, line, insert: inserting } });
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(false); });
  box.addEventListener("input", () => { unwanted = model.get("asked").number; tell(""); });
  const deaf = listen(model, { answer: () => {
    const { number, words, holds } = model.get("answer");
    if (number !== unwanted) tell(words, holds && !model.get("asked").insert);
  } });
  return { form, answer, end: () => { clearTimeout(waiting); deaf(); } };
}

function render({ model, el }) {
  const read = reading(model), own = asking(model), title = model.get("title");
  const definitions = model.get("definitions").flatMap((d, k) => [k ? " and " : "where ", math(d)]);
  const region = { role: "region", tabindex: 0, "aria-label": `Lines of the proof: ${title}` };
  const root = make("div", { class: "perceptron-stepper", role: "group", "aria-label": title },
    make("div", { class: "title" }, title),
    make("div", { class: "lines", ...region }, read.list, make("div", { class: "where" }, ...definitions)),
    make("div", { class: "buttons" }, ...read.buttons), own.form, own.answer, read.live);
  keepKeys(root);
  el.append(root);
  return () => { read.end(); own.end(); };
}

export default { render };
