// A question whose answer is shown once a prediction is kept. All it needs is in the model: no kernel has to run.
import { joined, present, resend, send } from "../classroom.js";
import { button, keepKeys, listen, make } from "../page.js";

const CHOOSE = "Choose one of them first; any guess will do.";
const TYPE = "Type a number first, such as 0.5, −3 or 1/4; any guess will do.";

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
const html = (tag, content) => Object.assign(make(tag), { innerHTML: content });

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

/** What was kept (null: nothing), compared with the answer, as HTML. */
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

/** Options to choose from: their labels, the input that has the focus, what it holds, and what shows a value in it. */
function choices({ options }) {
  // Radio buttons of one name belong together within their form: other predictions on the page have their own.
  const radios = options.map(([option]) => make("input", { type: "radio", name: "option", value: option }));
  const input = () => radios.find((one) => one.checked) ?? radios[0];
  return {
    input, labels: options.map(([, words], k) => make("label", {}, radios[k], html("span", words))),
    held: () => (input().checked ? { kept: input().value } : { complaint: CHOOSE }),
    show: (kept) => radios.forEach((one) => { one.checked = one.value === kept; }),
  };
}

/** A box to type a number into; the same four. */
function numberBox({ unit }) {
  const box = make("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const held = () => {
    const text = box.value.trim(), kept = read(text, unit);
    if (kept !== null) return { kept };
    box.setAttribute("aria-invalid", "true");
    return { complaint: text ? `“${text}” can't be read as a number. Write it like 0.5, −3 or 1/4.` : TYPE };
  };
  const show = (kept) => { if (read(box.value, unit) !== kept) box.value = digits(kept); };
  return { input: () => box, labels: [make("label", {}, "Your prediction", box, unit)], held, show };
}

const counted = (kept, round) => ({ kept, voted: `Your prediction is in the class's ${round === 2 ? "second " : ""}vote.`, round });

/** What is done once the class's board has heard of a prediction: the answer waits then, as long as the class is asked. */
async function vote(name, kept) {
  const { answer, told } = await send("vote", { question: name, answer: kept });
  if (answer === "taken") return counted(kept, told.round);
  if (answer === "later") return { kept, voted: "The class's board can't be reached. Your prediction is kept, and sent when it is back." };
  return { kept };
}

/** What has become of the class's vote since, as `done`; null where nothing has. */
function news({ kept, round }, name, { told }) {
  if (told.asked?.name !== name || told.answer !== undefined) return { kept };
  if (told.round > (round ?? 1) && told.open) return { kept, voted: "Second vote: has anybody changed your mind? Vote again, the same or another.", round: 1, again: true };
  return !round && told.mine !== null ? counted(kept, told.round) : null;
}

/** As long as an answer waits for the class, look every few seconds whether it still does. */
function watch(model, name) {
  let timer = 0;
  async function look() {
    clearTimeout(timer);
    const now = model.get("done");
    if (!now?.voted || now.again) return;
    const found = document.hidden ? null : await present();
    if (model.get("done") !== now) return;
    const since = !joined() ? { kept: now.kept } : found?.answer === "taken" ? news(now, name, found) : null;
    if (since) model.set("done", since);
    else timer = setTimeout(look, 1000 * (found?.told.again ?? 3));
  }
  return { look, end: () => clearTimeout(timer) };
}

function render({ model, el }) {
  resend(); // what could not be sent when this was open before
  const asked = model.get("_asked"), own = asked.options.length ? choices(asked) : numberBox(asked);
  // What the reader has done is in the model, for all its views, and the kernel does not hear of it: { kept: value }
  // for a prediction, { kept: null } for an answer without one, nothing before either.
  const done = () => model.get("done") ?? null;
  const keep = make("button", { type: "submit" }, "keep my prediction");
  const skip = button("show it without predicting", () => set({ kept: null }), { class: "link" });
  const again = button("predict again", () => set(null));
  const legend = make("legend", {}, make("strong", {}, "Predict: "), html("span", asked.question));
  const fieldset = make("fieldset", {}, legend, ...own.labels);
  const said = make("div", { class: "said", role: "status", "aria-live": "polite" });
  const form = make("form", { novalidate: "" }, fieldset, make("div", { class: "buttons" }, keep, skip, again));
  const root = make("div", { class: "perceptron-prediction" }, form, said);
  const watching = watch(model, asked.name);

  function set(value) {
    model.set("done", value);
    (value ? again : own.input()).focus(); // what had the focus is hidden now
  }

  function submit(event) {
    event.preventDefault();
    const { kept, complaint } = own.held();
    if (!complaint) return joined() && asked.name ? vote(asked.name, kept).then(set) : set({ kept });
    said.textContent = complaint;
    own.input().focus();
  }

  function draw() {
    const open = done() !== null, kept = done()?.kept ?? null, voted = done()?.voted ?? "";
    fieldset.disabled = keep.hidden = skip.hidden = open;
    again.hidden = !open;
    again.textContent = kept === null ? "hide it and predict" : done()?.again ? "vote again" : "predict again";
    if (kept !== null) own.show(kept);
    own.input().removeAttribute("aria-invalid");
    const late = [make("p", {}, voted), button("show the answer", () => set({ kept }), { class: "link" })];
    watching.look();
    said.replaceChildren(...(!open ? [] : voted ? late : [html("p", compare(asked, kept)), html("p", asked.why)]));
  }

  form.addEventListener("submit", submit);
  form.addEventListener("input", draw); // a complaint goes with what it was about
  keepKeys(root);
  draw();
  el.append(root);
  const end = listen(model, { done: draw });
  return () => { watching.end(); end(); };
}

export default { render };
