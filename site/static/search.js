// Search: headings, paragraphs and symbols of all pages, from an index that is fetched when it is first opened.
import { dialog, make } from "./tools.js";

const MOST = 8, AROUND = 60, QUESTIONS = new Set(["remember", "your-turn"]);
let show = null;

const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

/** How well a part answers the words, 0 where one of them is nowhere. */
function score({ id, folded: { title, heading, body, terms } }, words) {
  let sum = 0;
  for (const word of words) {
    const weight = [[terms, 12], [heading, 8], [title, 4], [body, 1]].find(([text]) => text.includes(word));
    if (!weight) return 0;
    sum += weight[1] + (` ${weight[0]}`.includes(` ${word}`) ? 1 : 0);
  }
  return QUESTIONS.has(id) ? sum / 4 : sum; // who asks what a word means wants no question about it
}

/** The parts that have all the words, best first. */
export function found(parts, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const scored = parts.map((part) => [score(part, words), part]).filter(([value]) => value > 0);
  return scored.toSorted(([a], [b]) => b - a).slice(0, MOST).map(([, part]) => part);
}

function excerpt({ body, folded: { body: plain } }, query) {
  const at = Math.max(0, plain.indexOf(folded(query).trim().split(/\s+/)[0])), from = Math.max(0, body.lastIndexOf(" ", at - AROUND));
  return (from ? "… " : "") + body.slice(from, from + 2.4 * AROUND).trim();
}

/** The text as nodes, its words that have one of the sought ones marked. */
function marked(text, query) {
  const sought = folded(query).split(/\s+/).filter(Boolean), hit = (word) => sought.some((one) => folded(word).includes(one));
  return text.split(/(\s+)/).map((word) => (hit(word) ? make("mark", {}, word) : word));
}

async function load(root) {
  const { pages, parts } = await (await fetch(`${root}search.json`)).json();
  return parts.map(([page, id, heading, body, terms]) => {
    const [url, title] = pages[page], plain = { title: folded(title), heading: folded(heading), body: folded(body), terms: folded(terms) };
    return { id, url: root + url + (id && `#${id}`), title, heading, body, folded: plain };
  });
}

async function fill(inside, element, root) {
  const list = make("ul", { class: "hits", role: "listbox", id: "hits", "aria-label": "Found" });
  const box = make("input", {
    type: "search", role: "combobox", "aria-label": "Search the course", "aria-controls": "hits", "aria-expanded": "true",
    placeholder: "Search the course", autocomplete: "off", spellcheck: "false",
  });
  const said = make("p", { role: "status" });
  inside.append(box, list, said);
  box.focus(); // who types before the index is there loses nothing
  const parts = await load(root);
  let hits = [], at = 0;
  const choose = (k) => {
    at = Math.max(0, Math.min(k, hits.length - 1));
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", n === at));
    box.setAttribute("aria-activedescendant", hits.length ? `hit-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const go = (k) => { if (hits[k]) { element.close(); location.href = hits[k].url; } };
  const look = () => {
    hits = found(parts, box.value);
    list.replaceChildren(...hits.map((part, k) => {
      const item = make("li", { role: "option", id: `hit-${k}` }, make("strong", {}, ...marked(part.heading, box.value)),
        make("small", {}, `${part.title}: `, ...marked(excerpt(part, box.value), box.value)));
      item.addEventListener("click", () => go(k));
      return item;
    }));
    said.textContent = box.value.trim() && !hits.length ? "Nothing found. Try one word alone." : "";
    choose(0);
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) choose(at + by);
    else if (event.key === "Enter") go(at);
    else if (event.key === "Escape") { box.blur(); element.close(); } // Chromium would only empty the box, and keep the keys
    else return;
    event.preventDefault();
  });
  look();
}

export function open(root) {
  show ??= dialog("Search", (inside, element) => fill(inside, element, root));
  return show();
}
