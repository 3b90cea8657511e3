// The page's own tools: search, symbols, theme, menu, what has been read and solved.
import * as keep from "./keep.js";

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const button = (words, onclick, attributes = {}) =>
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
    if (share < 1) formula.style.fontSize = `${Math.max(innerWidth < 480 ? 0.65 : 0.75, Math.floor(share * 98) / 100)}em`;
  }
  for (const formula of document.querySelectorAll(".long")) if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
}

/** Put the tools into the page's head. */
export function furnish(root, lesson) {
  const glyph = (sign) => make("span", { class: "glyph", "aria-hidden": "true" }, sign), words = (text) => make("span", { class: "words" }, text);
  const search = async () => (await import("./search.js")).open(root), symbols = async () => (await import("./symbols.js")).open(), menu = async () => (await import("./menu.js")).open();
  document.querySelector(".tools").append(
    button([glyph("⌕"), words("Search"), make("kbd", { "aria-hidden": "true" }, "/")], search, { "aria-label": "Search" }),
    button([glyph("σ"), words("Symbols")], symbols, { "aria-label": "Symbols" }),
    themeButton(), button(glyph("☰"), menu, { "aria-label": "Menu", class: "menu" }));
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
  for (const place of document.querySelectorAll("[data-work]")) import("./menu.js").then(({ workButtons }) => place.replaceChildren(workButtons()));
  document.addEventListener("perceptron:solved", ({ detail }) => {
    keep.set(`solved:${detail.lesson}:${detail.exercise}`, true);
    showProgress();
  });
  document.addEventListener("perceptron:forgotten", () => {
    for (const key of Object.keys(keep.all())) if (key.startsWith("solved:")) keep.set(key, null);
    showProgress();
  });
  showProgress();
  goOn();
}
