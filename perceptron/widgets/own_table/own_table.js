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

function render({ model, el }) {
  const picker = make("input", { type: "file", accept: ".csv,.tsv,.tab,.txt,text/*" });
  const box = make("textarea", { rows: 7, spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  const target = make("select"), said = make("p", { role: "status" }), told = make("div", { role: "status" });
  const root = make("div", { class: "perceptron-own-table" },
    make("label", {}, "Choose a file of your own: ", picker), make("label", {}, "or paste its lines here:", box), said,
    make("label", {}, "To be predicted: ", target), told, make("p", { class: "small" }, "It goes to the Python that runs this cell, and to nobody else."));

  function draw(note = "") {
    const name = model.get("name"), lines = model.get("text").split("\n").filter((line) => line.trim());
    if (name === PASTED && box.value !== model.get("text")) box.value = model.get("text");
    if (name !== PASTED) Object.assign(box, { value: "", placeholder: [...lines.slice(0, 6), ...(lines.length > 6 ? ["…"] : [])].join("\n") });
    said.textContent = lines.length ? `${name}, ${lines.length} lines. ${note}` : "There is no table yet.";
  }
  function read() {
    target.replaceChildren(...model.get("columns").map((column) => make("option", {}, column)));
    target.value = model.get("target");
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
  target.addEventListener("change", () => save(model, { target: target.value }));
  keepKeys(root);
  el.append(root);
  draw();
  read();
  return listen(model, { text: () => draw(), name: () => draw(), columns: read, target: read, told: read });
}

export default { render };
