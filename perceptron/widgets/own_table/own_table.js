// A place for a table of the reader's own: a file is chosen or dropped, or its lines are pasted; Python says how it reads them.
import { keepKeys, listen, make, save } from "../page.js";

const MOST = 20_000_000; // bytes
const PASTED = "pasted text";

/** The text of a file's bytes, read as perceptron/data/source.py does, and what there is to say of that. Raises Error for what is no text. */
export function decoded(bytes) {
  const mark = bytes[0] * 256 + bytes[1], wide = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[mark];
  if (wide) return [new TextDecoder(wide).decode(bytes), "Read as UTF-16."];
  if (bytes.subarray(0, 1000).includes(0)) throw new Error("is no text; save the table as CSV, and choose that file.");
  try {
    return [new TextDecoder("utf-8", { fatal: true }).decode(bytes), ""];
  } catch {
    return [new TextDecoder("windows-1252").decode(bytes), "Not in UTF-8, so read as Windows-1252: look at letters with accents."];
  }
}

/** What there is to choose, once Python has read the lines: { parts, read }, of which read() shows what it has said. */
function choices(model) {
  const target = make("select"), one = make("select"), from = make("fieldset", {});
  const offer = (select, options, value) => { select.replaceChildren(...options.map((name) => make("option", {}, name))); select.value = value; };
  function ticked(name, is) {
    const tick = Object.assign(make("input", { type: "checkbox" }), { checked: is });
    tick.addEventListener("change", () => save(model, { left: [...model.get("left").filter((other) => other !== name), ...(tick.checked ? [] : [name])] }));
    return make("label", {}, tick, name);
  }
  function read() {
    const kinds = model.get("kinds"), features = model.get("features"), left = model.get("left");
    offer(target, model.get("columns"), model.get("target"));
    offer(one, kinds, model.get("positive"));
    one.parentElement.hidden = !kinds.length;
    if (from.dataset.names !== (from.dataset.names = JSON.stringify([features, left]))) // what has the focus keeps it
      from.replaceChildren(make("legend", {}, "To be learnt from: "), ...features.map((name) => ticked(name, !left.includes(name))));
    from.hidden = features.length < 2;
  }
  target.addEventListener("change", () => save(model, { target: target.value }));
  one.addEventListener("change", () => save(model, { positive: one.value }));
  return { parts: [make("label", {}, "To be predicted: ", target), make("label", {}, "1 stands for: ", one), from], read };
}

function render({ model, el }) {
  const picker = make("input", { type: "file", accept: ".csv,.tsv,.tab,.txt,text/*" });
  const box = make("textarea", { rows: 7, spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  const { parts, read: choose } = choices(model), said = make("p", { role: "status" }), told = make("div", { role: "status" });
  const root = make("div", { class: "perceptron-own-table" },
    make("label", {}, "Choose a file of your own: ", picker), make("label", {}, "or paste its lines here:", box), said,
    ...parts, told, make("p", { class: "small" }, "It goes to the Python that runs this cell, and to nobody else."));

  function draw(note = "") {
    const name = model.get("name"), lines = model.get("text").split("\n").filter((line) => line.trim());
    if (name === PASTED && box.value !== model.get("text")) box.value = model.get("text");
    if (name !== PASTED) Object.assign(box, { value: "", placeholder: [...lines.slice(0, 6), ...(lines.length > 6 ? ["…"] : [])].join("\n") });
    said.textContent = lines.length ? `${name}, ${lines.length} lines. ${note}` : "There is no table yet.";
  }
  function read() {
    choose();
    told.innerHTML = model.get("told"); // Python has escaped what is the reader's
  }
  async function take(file) {
    if (!file) return;
    try {
      if (file.size > MOST) throw new Error(`has ${Math.round(file.size / 1e6)} MB, and up to ${MOST / 1e6} are taken here; save every tenth line, say.`);
      const [text, note] = decoded(new Uint8Array(await file.arrayBuffer()));
      save(model, { name: file.name, text });
      draw(note);
    } catch (error) {
      said.textContent = `${file.name} ${error.message}`;
    }
  }
  picker.addEventListener("change", () => take(picker.files[0]));
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  box.addEventListener("input", () => { picker.value = ""; save(model, { name: PASTED, text: box.value }); });
  keepKeys(root);
  el.append(root);
  draw();
  read();
  const heard = ["columns", "target", "told", "kinds", "positive", "features", "left"];
  return listen(model, { text: () => draw(), name: () => draw(), ...Object.fromEntries(heard.map((name) => [name, read])) });
}

export default { render };
