// What ☰ opens: all pages, the reader's work as a file, and the class.
import { join, joined, leave, present } from "./classroom.js";
import * as keep from "./keep.js";
import { standing } from "./standing.js";
import { button, dialog, make } from "./tools.js";

const COURSE = "One neuron";

// What an exported file may bring, by the first part of its key.
const FIT = {
  answer: (value) => typeof value === "string",
  right: (value) => typeof value === "string",
  fresh: (value) => Number.isInteger(value?.seed) && Array.isArray(value.hints)
    && ["question", "stub", "solution"].every((part) => typeof value[part] === "string"),
  solved: (value) => value === true,
  prediction: (value) => ["string", "number"].includes(typeof value?.kept) || value?.kept === null,
  position: (value) => typeof value?.id === "string" && typeof value.words === "string",
};

/** Keep the work of an exported file; what is here and not in it stays. Raises Error for a file that has none. */
async function takeOver(file) {
  const { course, work } = await file.text().then(JSON.parse).catch(() => ({}));
  if (course !== COURSE || Object(work) !== work) throw new Error(`“${file.name}” is no work of this course. Choose the file that “Export my work” saved.`);
  for (const [key, value] of Object.entries(work)) {
    const [kind, ...names] = key.split(":");
    if (Object.hasOwn(FIT, kind) && names.length === (kind === "position" ? 1 : 2) && FIT[kind](value)) keep.set(key, value);
  }
}

/** Three buttons: save what the device keeps to a file, take it over from one, and delete it, which asks once. */
export function workButtons() {
  const save = button("Export my work", () => {
    const work = JSON.stringify({ course: COURSE, work: keep.all() }, null, 1);
    const href = URL.createObjectURL(new Blob([work], { type: "application/json" }));
    make("a", { href, download: "one-neuron-work.json" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }, { class: "plain" });
  const said = make("p", { role: "status" }), chosen = make("input", { type: "file", accept: ".json,application/json", hidden: "", "aria-label": "A file of exported work" });
  const load = button("Import my work", () => chosen.click(), { class: "plain" });
  chosen.addEventListener("change", async () => {
    try { await takeOver(chosen.files[0]); location.reload(); } catch (error) { said.textContent = error.message; }
    chosen.value = "";
  });
  const remove = button("Delete my work", () => {
    if (!remove.dataset.sure) {
      remove.dataset.sure = "yes";
      remove.textContent = "Press again to delete all that this device keeps";
      return;
    }
    keep.clear();
    location.reload();
  }, { class: "plain" });
  remove.addEventListener("blur", () => { delete remove.dataset.sure; remove.textContent = "Delete my work"; });
  return make("div", { class: "buttons" }, save, load, remove, chosen, said);
}

/** Join a class by the address of its board and its code, or leave it. */
function classForm() {
  const board = make("input", { inputmode: "url", autocomplete: "off", placeholder: "http://192.168.1.5:8765/" }), code = make("input", { size: 6, maxlength: 5, autocapitalize: "characters" });
  const said = make("p", { role: "status" }), send = make("button", { type: "submit", class: "plain" }, "Join");
  const form = make("form", {}, make("label", {}, "The board's address ", board), make("label", {}, " Class code ", code), send);
  const show = async (asking = present()) => {
    const now = joined();
    form.hidden = Boolean(now);
    const found = await asking;
    said.replaceChildren(standing(found), " ", ...(joined() ? [button("Leave the class", () => { leave(); show(); }, { class: "plain" })] : []));
    form.hidden = Boolean(joined());
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = board.value.trim(), address = typed.includes("://") ? typed : `http://${typed}`;
    if (!URL.canParse(address) || !/^https?:/.test(address) || !/^[A-Za-z0-9]{5}$/.test(code.value.trim())) { said.textContent = "Both are on the teacher's screen: an address, and a code of five letters or digits."; return; }
    if (location.protocol === "https:" && address.startsWith("http:")) { said.textContent = `This page came encrypted, and a browser lets it call no address that begins with http. Open ${address} itself, and vote there.`; return; }
    show(join(address, code.value));
  });
  show();
  return make("div", {}, form, said);
}

export const open = dialog("Menu", (inside) => {
  const links = (where) => make("ul", { class: "menu-links" },
    ...[...document.querySelectorAll(`footer ${where} a`)].map((link) => make("li", {}, link.cloneNode(true))));
  const inClass = make("details", joined() ? { open: "" } : {}, make("summary", {}, "In a class?"), classForm());
  inside.append(inClass, make("h2", {}, "Lessons"), links(".all"), make("h2", {}, "More"), links(".more"), make("h2", {}, "Your work"),
    make("p", {}, "Your predictions, answers and where you were are kept on this device alone."), workButtons());
});
