// The page's own tools: search, symbols, theme, menu, what has been read and solved.
import * as keep from "./keep.js";

const COURSE = "One neuron";

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const button = (words, onclick, attributes = {}) =>
  Object.assign(make("button", { type: "button", ...attributes }, ...[words].flat()), { onclick });

/** A dialog that a click beside it closes; `fill(dialog)` fills it when it is first opened. */
export function dialog(title, fill) {
  const inside = make("div"), element = make("dialog", { "aria-label": title }, inside);
  inside.append(button("✕", () => element.close(), { "aria-label": "Close", class: "plain close-it" }));
  element.addEventListener("click", (event) => { if (event.target === element) element.close(); });
  document.body.append(element);
  let filled = null;
  return async () => {
    if (!element.open) element.showModal();
    await (filled ??= fill(inside, element));
    (inside.querySelector("input") ?? inside.querySelector("button")).focus();
  };
}

function setTheme(dark) {
  document.body.dataset.jpThemeLight = String(!dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

function themeButton() {
  const dark = () => document.body.dataset.jpThemeLight === "false", system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => { element.ariaLabel = dark() ? "Light colours" : "Dark colours"; };
  const element = button(make("span", { class: "glyph", "aria-hidden": "true" }, "◐"), () => {
    setTheme(!dark());
    keep.set("theme", dark() ? "dark" : "light");
    show();
  }, { class: "theme" });
  system.addEventListener("change", () => { if (!keep.get("theme")) { setTheme(system.matches); show(); } });
  show();
  return element;
}

// What an exported file may bring, by the first part of its key.
const FIT = {
  answer: (value) => typeof value === "string",
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
async function classForm() {
  const { join, joined, leave } = await import("./classroom.js");
  const board = make("input", { type: "url", placeholder: "http://192.168.1.5:8765/" }), code = make("input", { size: 6, maxlength: 5, autocapitalize: "characters" });
  const said = make("p", { role: "status" }), send = make("button", { type: "submit", class: "plain" }, "Join");
  const form = make("form", {}, make("label", {}, "The board's address ", board), make("label", {}, " Class code ", code), send);
  const show = () => {
    const now = joined();
    form.hidden = Boolean(now);
    said.replaceChildren(...(now ? [`You are in class ${now.code}. Predictions, and whether your answers are right, go to ${now.board} without your name. `,
      button("Leave the class", () => { leave(); show(); }, { class: "plain" })] : ["Nothing is sent to anybody before you join."]));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!/^https?:/.test(board.value) || !/^[A-Za-z0-9]{5}$/.test(code.value.trim())) { said.textContent = "Both are on the teacher's screen: an address that begins with http, and a code of five letters or digits."; return; }
    if (location.protocol === "https:" && board.value.startsWith("http:")) { said.textContent = `This page came encrypted, and a browser lets it call no address that begins with http. Open ${board.value} itself, and vote there.`; return; }
    join(board.value, code.value);
    show();
  });
  show();
  return make("div", {}, form, said);
}

const menu = () => dialog("Menu", async (inside) => {
  const links = (where) => make("ul", { class: "menu-links" },
    ...[...document.querySelectorAll(`footer ${where} a`)].map((link) => make("li", {}, link.cloneNode(true))));
  inside.append(make("h2", {}, "Lessons"), links(".all"), make("h2", {}, "More"), links(".more"), make("h2", {}, "Your work"),
    make("p", {}, "Your predictions, answers and where you were are kept on this device alone."), workButtons());
  inside.append(make("h2", {}, "In a class"), await classForm());
});

/** How many of a lesson's exercises are solved: "2 of 3 solved". */
function solved(lesson, exercises) {
  const right = exercises.filter((one) => keep.get(`solved:${lesson}:${one}`)).length;
  return { right, words: `${right} of ${exercises.length} solved` };
}

function showProgress() {
  for (const card of document.querySelectorAll("[data-progress]")) {
    const { progress, exercises } = card.dataset, names = exercises.split(" ").filter(Boolean);
    const { right, words } = solved(progress, names), position = keep.get(`position:${progress}`);
    const place = position && !card.matches(".tally") ? `you were at “${position.words}”` : "";
    card.textContent = [names.length ? words : "", place].filter(Boolean).join(" · ");
    card.classList.toggle("done", names.length > 0 && right === names.length);
  }
}

/** Who was in a lesson is led back there from the front page, or to the next where all its exercises are solved. */
function goOn() {
  const cards = [...document.querySelectorAll(".cards li")], done = (card) => card.querySelector(".done");
  const last = cards.findIndex((card) => card.querySelector(`[data-progress="${CSS.escape(keep.get("last") ?? "")}"]`));
  const card = last >= 0 && (done(cards[last]) && cards[last + 1] || cards[last]);
  if (card) Object.assign(document.querySelector(".go"), { href: card.querySelector("a").href, textContent: `Go on with lesson ${card.dataset.label}` });
}

/** The outline follows the reading position, which the device keeps. */
function follow(lesson) {
  const bar = make("div", { class: "read", "aria-hidden": "true" }), headings = [...document.querySelectorAll("main h2[id]")];
  const links = new Map([...document.querySelectorAll(".outline a")].map((link) => [link.hash.slice(1), link]));
  let now = null, due = 0;
  document.body.append(bar);
  const look = () => {
    due = 0;
    const room = document.documentElement.scrollHeight - innerHeight;
    bar.style.transform = `scaleX(${room > 0 ? Math.min(1, scrollY / room) : 0})`;
    const heading = headings.findLast((one) => one.getBoundingClientRect().top < innerHeight * 0.3) ?? null;
    if (heading === now) return;
    links.get(now?.id)?.removeAttribute("aria-current");
    links.get(heading?.id)?.setAttribute("aria-current", "location");
    now = heading;
    if (now) keep.set(`position:${lesson}`, { id: now.id, words: now.textContent });
  };
  addEventListener("scroll", () => { due ||= requestAnimationFrame(look); }, { passive: true });
  look();
}

function remind(lesson) {
  const position = keep.get(`position:${lesson}`);
  if (!position || location.hash || !document.getElementById(position.id)) return;
  const link = make("a", { href: `#${position.id}` }, position.words);
  document.querySelector(".opening")?.append(make("p", { class: "note" }, "You were at ", link, "."));
}

/** A formula that is a little too wide is set smaller; one that is far too wide scrolls. */
function fit() {
  for (const formula of document.querySelectorAll(".formula > span")) {
    formula.style.fontSize = "";
    const share = formula.clientWidth / formula.scrollWidth;
    if (share < 1) formula.style.fontSize = `${Math.max(0.75, Math.floor(share * 98) / 100)}em`;
  }
  for (const formula of document.querySelectorAll(".long")) if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
}

/** Put the tools into the page's head. */
export function furnish(root, lesson) {
  const glyph = (sign) => make("span", { class: "glyph", "aria-hidden": "true" }, sign), words = (text) => make("span", { class: "words" }, text);
  const search = async () => (await import("./search.js")).open(root), symbols = async () => (await import("./symbols.js")).open();
  document.querySelector(".tools").append(
    button([glyph("⌕"), words("Search"), make("kbd", { "aria-hidden": "true" }, "/")], search, { "aria-label": "Search" }),
    button([glyph("σ"), words("Symbols")], symbols, { "aria-label": "Symbols" }),
    themeButton(), button(glyph("☰"), menu(), { "aria-label": "Menu", class: "menu" }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    search();
  });
  if (lesson) { remind(lesson); follow(lesson); keep.set("last", lesson); }
  const outline = document.querySelector(".outline details");
  if (outline && matchMedia("(max-width: 70rem)").matches) outline.open = false;
  fit();
  addEventListener("resize", fit);
  for (const place of document.querySelectorAll("[data-work]")) place.replaceChildren(workButtons());
  document.addEventListener("perceptron:solved", ({ detail }) => {
    keep.set(`solved:${detail.lesson}:${detail.exercise}`, true);
    showProgress();
  });
  showProgress();
  goOn();
}
