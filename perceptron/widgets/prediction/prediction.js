// A question whose answer is shown once a prediction is kept. All it needs is in the model: no kernel has to run.

const CHOOSE = "Choose one of them first; any guess will do.";
const TYPE = "Type a number first, such as 0.5, −3 or 1/4; any guess will do.";

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** The number in a reader's text, or null: "0.5", "0,5", "−3", "1/4", "5e-3", "25 %", with or without the unit. */
export function read(text, unit) {
  let body = text.trim(), share = 1;
  if (unit && body.endsWith(unit)) body = body.slice(0, -unit.length);
  else if (body.endsWith("%")) [body, share] = [body.slice(0, -1), 100];
  const parts = body.split("/").map((part) => part.trim().replace("−", "-").replace(",", "."));
  const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (parts.length > 2 || !parts.every((part) => plain.test(part))) return null;
  const value = parts[0] / (parts[1] ?? 1) / share;
  return Number.isFinite(value) ? value : null;
}

/** A number as it is shown; prediction.py does the same. */
export const digits = (value) =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(6))).replace("-", "−");

/** What was kept, held against the answer, as HTML. */
export function compare({ options, answer, near, unit }, kept) {
  const choice = options.length > 0;
  const words = (value) => (choice ? `“${new Map(options).get(value)}”` : escaped(`${digits(value)} ${unit}`.trim()));
  const truth = words(answer);
  if (kept === null) return choice ? `The answer is ${truth}.` : `It is ${truth}.`;
  const own = words(kept);
  if (own === truth) return `You said ${own}, and that is right.`;
  if (choice) return `You said ${own}. The answer is ${truth}.`;
  if (Math.abs(kept - answer) <= near) return `You said ${own}. It is ${truth}: near enough.`;
  return `You said ${own}; it is ${truth}, which is ${kept > answer ? "less" : "more"}.`;
}

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const html = (tag, content) => Object.assign(make(tag), { innerHTML: content });

function render({ model, el }) {
  const asked = model.get("_asked"), choice = asked.options.length > 0;
  const kept = () => model.get("kept"), open = () => kept() !== null || model.get("skipped");

  const button = (words, act, look = {}) =>
    Object.assign(make("button", { type: "button", ...look }, words), { onclick: act });
  const keep = make("button", { type: "submit" }, "keep my prediction");
  const skip = button("show it without predicting", () => set({ skipped: true }), { class: "link" });
  const again = button("predict again", () => set({ kept: null, skipped: false }));
  // Radio buttons of one name belong together within their form: other predictions on the page have their own.
  const inputs = choice
    ? asked.options.map(([option]) => make("input", { type: "radio", name: "option", value: option }))
    : [make("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" })];
  const labels = choice
    ? asked.options.map(([, words], k) => make("label", {}, inputs[k], html("span", words)))
    : [make("label", {}, "Your prediction", inputs[0], asked.unit)];
  const legend = make("legend", {}, make("strong", {}, "Predict: "), html("span", asked.question));
  const fieldset = make("fieldset", {}, legend, ...labels);
  const said = make("div", { class: "said", role: "status", "aria-live": "polite" });
  const form = make("form", { novalidate: "" }, fieldset, make("div", { class: "buttons" }, keep, skip, again));
  const root = make("div", { class: "perceptron-prediction" }, form, said);
  const input = () => inputs.find((one) => one.checked) ?? inputs[0];

  function set(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    // In JupyterLab ipywidgets would log an error for what a kernel that was shut down can't take.
    if (model.widget_manager?.kernel !== null) model.save_changes();
    (open() ? again : input()).focus(); // what had the focus is hidden now
  }

  function complain(words) {
    said.textContent = words;
    if (!choice) inputs[0].setAttribute("aria-invalid", "true");
    input().focus();
  }

  function submit(event) {
    event.preventDefault();
    if (choice) return input().checked ? set({ kept: input().value }) : complain(CHOOSE);
    const text = inputs[0].value.trim(), value = read(text, asked.unit);
    if (value !== null) set({ kept: value });
    else complain(text ? `“${text}” can't be read as a number. Write it like 0.5, −3 or 1/4.` : TYPE);
  }

  function draw() {
    fieldset.disabled = open();
    for (const one of [keep, skip]) one.hidden = open();
    again.hidden = !open();
    again.textContent = kept() === null ? "hide it and predict" : "predict again";
    if (kept() !== null && choice) inputs.forEach((one) => { one.checked = one.value === kept(); });
    if (kept() !== null && !choice && read(inputs[0].value, asked.unit) !== kept()) inputs[0].value = digits(kept());
    inputs[0].removeAttribute("aria-invalid");
    said.replaceChildren(...(open() ? [html("p", compare(asked, kept())), html("p", asked.why)] : []));
  }

  model.on("change:kept", draw);
  model.on("change:skipped", draw);
  form.addEventListener("submit", submit);
  form.addEventListener("input", draw); // a complaint goes with what it was about
  // JupyterLab would take arrow keys and letters for its own; Control and Command still reach it.
  root.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
  draw();
  el.append(root);
  return () => {
    model.off("change:kept", draw);
    model.off("change:skipped", draw);
  };
}

export default { render };
