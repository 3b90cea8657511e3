// What the teacher's page and the students' have in common: calls to the board, and the bars.
import { make } from "../widgets/page.js";

/** Call the board; gives its JSON. Raises Error with what it said, or with words for a board that is not there. */
export async function call(path, body, method = "POST") {
  const signal = AbortSignal.timeout(8000), hub = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1]; // JupyterHub asks for it
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(hub && { "X-XSRFToken": decodeURIComponent(hub) }) };
  const sent = { headers, ...(body && { method, body: JSON.stringify(body) }) };
  let reply;
  try {
    reply = await fetch(path, { signal, ...sent });
  } catch {
    throw Object.assign(new Error("The board can't be reached. This goes on by itself when it is back."), { away: true });
  }
  const told = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(told.why ?? `The board says ${reply.status}.`), { status: reply.status });
  return told;
}

const html = (tag, content, attributes) => Object.assign(make(tag, attributes), { innerHTML: content });
/** The question as MathML and text; it was made from the course, not from anything that was sent. */
export const questionOf = ({ question }, tag = "p") => html(tag, question, { class: "question" });
export const optionOf = (words) => html("span", words);

const sorted = (split) => [...new Set([...Object.keys(split[1]), ...Object.keys(split[2])])].toSorted((a, b) => a - b);

/** A table with a bar for each answer; two rounds are beside each other. */
export function bars({ asked, split, answer }) {
  const numbers = !asked.options.length, options = numbers ? sorted(split).map((value) => [value, `${value.replace("-", "−")} ${asked.unit}`]) : asked.options;
  const rounds = [1, 2].filter((round) => round === 1 || Object.keys(split[2]).length);
  const total = Object.fromEntries(rounds.map((round) => [round, Object.values(split[round]).reduce((a, b) => a + b, 0) || 1]));
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
