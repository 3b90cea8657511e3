// What a symbol means: point at it or tap it, in any formula of the page; the keyboard gets all symbols of a formula.
import { dialog, make } from "./tools.js";

const known = await (await fetch(new URL("symbols.json", import.meta.url))).json();
const bubble = make("div", { id: "meaning", popover: "manual", role: "tooltip" });
document.body.append(bubble);
let shown = null, opened = null;

const math = (mathml) => Object.assign(make("span"), { innerHTML: mathml });

/** The letter that an element of MathML stands for, with its hat, and the element that is all of it. */
function letter(element) {
  const over = element.closest("mover");
  if (over?.lastElementChild.textContent === "^") return [`${over.firstElementChild.textContent}^`, over];
  return [element.textContent, element];
}

function explain(symbols) {
  bubble.replaceChildren(...symbols.map(({ formula, meaning, more }) =>
    make("div", {}, math(formula), ` ${meaning}`, make("small", {}, more))));
}

function place(element) {
  const { left, bottom, top } = element.getBoundingClientRect();
  if (!bubble.matches(":popover-open")) bubble.showPopover();
  const { width, height } = bubble.getBoundingClientRect(), room = document.documentElement.clientWidth - width - 8;
  const below = bottom + height + 8 < innerHeight;
  bubble.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
  bubble.style.top = `${(below ? bottom + 6 : top - height - 6) + scrollY}px`;
}

function hide() {
  shown?.classList.remove("symbol-here");
  shown?.removeAttribute("aria-describedby");
  shown = null;
  if (bubble.matches(":popover-open")) bubble.hidePopover();
}

function point({ target }) {
  const part = target.closest?.("math mi, math mo");
  if (!part) return;
  const [name, whole] = letter(part), symbol = known[name];
  if (!symbol || whole === shown) return;
  hide();
  shown = whole;
  whole.classList.add("symbol-here");
  explain([symbol]);
  place(whole);
}

function focus({ target }) {
  if (!target.matches(".formula > span:focus-visible")) return;
  const names = new Set([...target.querySelectorAll("mi, mo")].map((part) => letter(part)[0]));
  const symbols = Object.entries(known).filter(([name]) => names.has(name)).map(([, symbol]) => symbol);
  if (!symbols.length) return;
  hide();
  shown = target;
  target.setAttribute("aria-describedby", "meaning");
  explain(symbols);
  place(target);
}

document.addEventListener("pointerover", (event) => {
  point(event);
  if (shown && !event.target.closest?.("math, #meaning, .formula")) hide();
});
document.addEventListener("click", (event) => { if (event.target.closest?.("math")) point(event); else hide(); });
document.addEventListener("focusin", focus);
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

/** All of them, as a table. */
export function open() {
  opened ??= dialog("Symbols", (inside) => {
    const rows = Object.values(known).map(({ formula, meaning, more }) =>
      make("tr", {}, make("td", {}, math(formula)), make("td", {}, meaning, make("small", {}, more && ` (${more})`))));
    inside.append(make("h2", {}, "One letter, one meaning"), make("table", {}, make("tbody", {}, ...rows)));
  });
  return opened();
}
