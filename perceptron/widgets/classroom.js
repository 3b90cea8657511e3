// The class that a reader has joined by its code: what is kept from then on goes to its board, and nothing before.
const CLASS = "perceptron-class", UNSENT = "perceptron-unsent";

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

/** Join a class; the token is a name that says nothing. */
export function join(board, code, token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")) {
  kept(CLASS, { board: board.replace(/\/*$/, "/"), code: code.trim().toUpperCase(), token });
}

export function leave() { kept(CLASS, null); kept(UNSENT, null); }

async function post({ board, code, token }, { path, what }) {
  const signal = AbortSignal.timeout(4000), body = JSON.stringify({ code, token, ...what });
  return (await fetch(`${board}api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal, credentials: "omit" })).ok;
}

/** Send what the reader did, and what could not be sent before: "taken", "refused", "later" where the board is away, or "" without a class. */
export async function send(path, what) {
  const to = joined(), last = { path, what };
  if (!to) return "";
  const waiting = [...(kept(UNSENT) ?? []).filter((one) => JSON.stringify(one.what.question ?? one.what.exercise) !== JSON.stringify(what.question ?? what.exercise)), last];
  const answer = await flush(to, waiting);
  kept(UNSENT, waiting.length ? waiting.slice(-200) : null);
  return answer;
}

/** Send one after the other, until the board is away; what the last one came to. */
async function flush(to, waiting) {
  let answer = "";
  try { answer = (await post(to, waiting[0])) ? "taken" : "refused"; } catch { return "later"; }
  waiting.shift();
  return waiting.length ? flush(to, waiting) : answer;
}

/** Try again to send what the board could not take. */
export async function resend() {
  const [first] = kept(UNSENT) ?? [];
  if (first) await send(first.path, first.what);
}
