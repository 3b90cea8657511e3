// What the teacher's page and the students' have in common: calls to the board, and the bars.
import { make } from "../widgets/page.js";

const AWAY = "The board can't be reached. This goes on by itself when it is back.";
const FINAL = new Set([400, 403, 409, 410, 413, 415]); // what the board itself refuses; all else may go well later, such as a proxy's 503

/** Call the board; gives its JSON. Raises Error with what it said, or with words for a board that is not there: `away`. */
export async function call(path, body, method = "POST") {
  const signal = AbortSignal.timeout(8000), hub = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1]; // JupyterHub asks for it
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(hub && { "X-XSRFToken": decodeURIComponent(hub) }) };
  const sent = { headers, ...(body && { method, body: JSON.stringify(body) }) };
  let reply;
  try {
    reply = await fetch(path, { signal, ...sent });
  } catch {
    throw Object.assign(new Error(AWAY), { away: true });
  }
  const told = await reply.json().catch(() => ({}));
  if (!reply.ok && !FINAL.has(reply.status)) throw Object.assign(new Error(AWAY), { away: true });
  if (!reply.ok) throw new Error(told.why ?? `The board says ${reply.status}.`);
  return told;
}

const html = (tag, content, attributes) => Object.assign(make(tag, attributes), { innerHTML: content });
/** The question as MathML and text; it was made from the course, not from anything that was sent. */
export const questionOf = ({ question }, tag = "p") => html(tag, question, { class: "question" });
export const optionOf = (words) => html("span", words);

const MOST = 9, OTHERS = "all others"; // numbers that have a bar of their own: more can't be read from the back of a room

/** The split of a number, with one entry for all those that few have given, and those that have a bar, in order. */
function gathered(split) {
  const often = {};
  for (const [value, n] of [1, 2].flatMap((round) => Object.entries(split[round]))) often[value] = (often[value] ?? 0) + n;
  const numbers = Object.keys(often).toSorted((a, b) => often[b] - often[a] || a - b).slice(0, MOST);
  const rest = (votes) => Object.entries(votes).filter(([value]) => !numbers.includes(value)).reduce((sum, [, n]) => sum + n, 0);
  const one = (votes) => ({ ...votes, ...(rest(votes) && { [OTHERS]: rest(votes) }) });
  const values = numbers.toSorted((a, b) => a - b);
  return { split: { 1: one(split[1]), 2: one(split[2]) }, values: Object.keys(often).length > MOST ? [...values, OTHERS] : values };
}

/** A table with a bar for each answer; two rounds are beside each other. */
export function bars({ asked, split: given, answer }) {
  const numbers = !asked.options.length, { split, values } = numbers ? gathered(given) : { split: given };
  const options = numbers ? values.map((value) => [value, value === OTHERS ? value : `${value.replace("-", "−")} ${asked.unit}`]) : asked.options;
  const rounds = [1, 2].filter((round) => round === 1 || Object.keys(given[2]).length);
  const total = Object.fromEntries(rounds.map((round) => [round, Object.values(given[round]).reduce((a, b) => a + b, 0) || 1]));
  const near = (value) => answer !== undefined && (numbers ? Math.abs(value - answer) <= 0.01 * Math.abs(answer) : value === answer);
  const rows = options.map(([value, words]) => make("tr", { class: near(value) ? "right" : "" },
    Object.assign(html("th", words, { scope: "row" })),
    ...rounds.flatMap((round) => {
      const count = split[round][value] ?? 0, share = Math.round((100 * count) / total[round]);
      return [make("td", {}, make("progress", { value: count, max: total[round], "aria-label": `${share} %` })), make("td", { class: "number" }, `${share} % (${count})`)];
    })));
  for (const [k, [value]] of options.entries()) if (near(value)) rows[k].firstChild.append(" ✓");
  const head = make("tr", {}, make("td", {}), ...rounds.map((round) => make("th", { scope: "col", colspan: 2 }, round === 1 ? "first vote" : "after talking")));
  const columns = make("colgroup", {}, make("col"), ...rounds.flatMap(() => [make("col", { class: "bar" }), make("col", { class: "number" })]));
  return make("table", { class: "bars" }, columns, make("thead", {}, head), make("tbody", {}, ...rows));
}

export const whyOf = (why) => html("p", why);
