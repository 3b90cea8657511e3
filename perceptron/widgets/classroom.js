// The class that a reader has joined by its code: what is kept from then on goes to its board, and nothing before.
const CLASS = "perceptron-class", UNSENT = "perceptron-unsent", AGAIN = 5000; // milliseconds until a board that is away is tried again
let retry = 0;

function kept(key, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(key) ?? "null");
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch { /* a device that keeps nothing joins no class */ }
  return null;
}

/** { board, code, token }, or null. */
export const joined = () => kept(CLASS);

/** Join a class, and ask its board; returns as `present` does. The token is a name that says nothing. */
export function join(board, code, token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")) {
  if (joined()?.code !== code.trim().toUpperCase()) kept(UNSENT, null); // meant for another class
  kept(CLASS, { board: board.replace(/\/*$/, "/"), code: code.trim().toUpperCase(), token });
  return present();
}

export function leave() { kept(CLASS, null); kept(UNSENT, null); }

/** What the board has to say now, as { answer, told }; null without a class. A class that it does not know is left. */
export async function present() {
  const to = joined();
  return to && post(to, { path: "join", what: {}, at: Date.now() });
}

/** { answer, told }: "taken", "refused", "gone" where there is no such class, or "later" from whatever is no word of the board's own, such as a proxy's while it restarts. */
async function post({ board, code, token }, { path, what, at }) {
  const signal = AbortSignal.timeout(4000), body = JSON.stringify({ code, token, ...what, age: (Date.now() - at) / 1000 });
  try {
    const reply = await fetch(`${board}api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal, credentials: "omit" });
    const told = await reply.json().catch(() => ({})), answer = reply.ok ? "taken" : { 400: "refused", 409: "refused", 410: "gone", 413: "refused" }[reply.status] ?? "later";
    if (answer === "gone" && joined()?.code === code) leave();
    return { answer, told };
  } catch { return { answer: "later", told: {} }; }
}

/** Change what is waiting, in one step: other pages of this browser do so, too. */
function change(how) {
  const now = how(kept(UNSENT) ?? []).slice(-200);
  kept(UNSENT, now.length ? now : null);
}

const about = ({ path, what }) => `${path} ${what.question ?? what.exercise}`;

const NOTHING = { answer: "", told: {} };

/** Send what the reader did, and what could not be sent before; { answer, told }, of which answer is "" without a class. */
export async function send(path, what) {
  if (!joined()) return NOTHING;
  const one = { id: Math.random(), path, what, at: Date.now() };
  change((waiting) => [...waiting.filter((other) => about(other) !== about(one)), one]);
  return resend(one.id);
}

/** Send one after the other what waits, and again every few seconds while the board is away; what became of this one. */
export async function resend(id) {
  clearTimeout(retry);
  const to = joined(), [first] = kept(UNSENT) ?? [];
  if (!to || !first) return { ...NOTHING, answer: to && id ? "taken" : "" }; // by another page, meanwhile
  const found = await post(to, first);
  if (found.answer === "later") { retry = setTimeout(resend, AGAIN); return found; }
  change((waiting) => waiting.filter((other) => other.id !== first.id));
  return first.id === id ? found : resend(id);
}
