// A proof, line by line. The lines are in the model, so they can be read without a kernel; deciding a new one needs it.

const PATIENCE = 8000; // milliseconds until a kernel that says nothing is taken for one that will not answer
const NO_KERNEL = "Checking a line needs a running kernel: open this notebook in JupyterLab and run its cells.";
const NO_ANSWER = "The kernel has not answered yet. If it is busy, wait; if it was restarted, run this cell again.";

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const math = (mathml) => {
  const element = make("span", { class: "math" });
  element.innerHTML = mathml;
  return element;
};

const because = (line) => `${line.reason} (${line.how})`;

function render({ model, el }) {
  const last = () => model.get("lines").length - 1;
  const shown = () => Math.min(model.get("shown"), last());
  const kernel = () => model.widget_manager?.kernel;
  let waiting = 0;

  const button = (words, act) => Object.assign(make("button", { type: "button" }, words), { onclick: act });
  const go = (to, stay) => (to >= 0 && to <= last() ? set({ shown: to }) : say(stay));
  const back = button("◀ back", () => go(shown() - 1, "This is the first line."));
  const next = button("next ▶", () => go(shown() + 1, "This is the last line."));
  const why = button("show reason", () => set({ explained: Math.max(shown(), model.get("explained")) }));
  const insert = button("insert it", () => ask(true));
  const box = make("input", {
    type: "text", "aria-label": "Your own line", placeholder: "your own line", spellcheck: "false", autocomplete: "off",
  });
  const form = make("form", {}, box, make("button", { type: "submit" }, "check"), insert);
  const list = make("ol"), answer = make("div", { class: "answer", role: "status", "aria-live": "polite" });
  const live = make("div", { class: "live", role: "status", "aria-live": "polite" });
  const definitions = model.get("definitions").flatMap((d, k) => [k ? " and " : "where ", math(d)]);
  const title = model.get("title");
  const region = { role: "region", tabindex: 0, "aria-label": `Lines of the proof: ${title}` };
  const scroll = make("div", { class: "lines", ...region }, list, make("div", { class: "where" }, ...definitions));
  const root = make("div", { class: "perceptron-stepper", role: "group", "aria-label": title },
    make("div", { class: "title" }, title), scroll,
    make("div", { class: "buttons" }, back, next, why), form, answer, live);

  function set(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    // In JupyterLab ipywidgets would log an error for what a kernel that was shut down can't take.
    if (kernel() !== null) model.save_changes();
  }

  const explained = (k) => k < shown() || k <= model.get("explained");

  function draw() {
    const lines = model.get("lines").slice(0, shown() + 1);
    list.replaceChildren(...lines.map((line, k) => make("li", {}, math(line.math),
      make("span", { class: "reason" }, k && explained(k) ? because(line) : ""))));
    back.setAttribute("aria-disabled", shown() === 0);
    next.setAttribute("aria-disabled", shown() === last());
    why.setAttribute("aria-disabled", explained(shown()));
  }

  const say = (words) => { live.textContent = words; };

  function speak() {
    const k = shown(), line = model.get("lines")[k];
    const tail = k === 0 ? "" : explained(k) ? `. Reason: ${because(line)}` : ". Its reason is hidden";
    say(`Line ${k + 1} of ${last() + 1}: ${line.text}${tail}.`);
  }

  function tell(words, holds = false) {
    clearTimeout(waiting);
    answer.textContent = words;
    insert.hidden = !holds;
  }

  function ask(inserting) {
    const line = box.value.trim();
    if (!line) return tell("Type a line first: what do you think equals the lines above?");
    if (!kernel()) return tell(NO_KERNEL);
    tell("The kernel is asked …");
    waiting = setTimeout(() => tell(NO_ANSWER), PATIENCE);
    set({ asked: { number: (model.get("asked").number ?? 0) + 1, line, insert: inserting } });
  }

  const update = () => { draw(); speak(); };
  const hear = {
    "change:lines": update, "change:shown": update, "change:explained": update,
    "change:answer": () => {
      const { words, holds } = model.get("answer");
      tell(words, holds && !model.get("asked").insert);
    },
  };
  Object.entries(hear).forEach(([event, act]) => model.on(event, act));
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(false); });
  box.addEventListener("input", () => tell(""));
  // JupyterLab would take arrow keys and letters for its own; Control and Command still reach it.
  root.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
  insert.hidden = true;
  el.append(root);
  draw();
  return () => {
    clearTimeout(waiting);
    Object.entries(hear).forEach(([event, act]) => model.off(event, act));
  };
}

export default { render };
