// The page's side of the worker: starts it, asks it, stops it when it does not end, and starts it anew.

export class Stopped extends Error {}

/** Of what Python says of an error, the line that names it. */
const last = (words) => words.trim().split("\n").at(-1);

/** Let sw.js keep all that an answer needs: on a first visit some of it came before sw.js was there. */
async function forOffline() {
  if (!navigator.serviceWorker || !isSecureContext) return;
  await navigator.serviceWorker.ready;
  const here = (name) => new URL(name, import.meta.url), sizes = await (await fetch(here("sizes.json"))).json();
  const names = Object.keys(sizes).filter((name) => name !== "pictures.zip");
  await Promise.all(names.map(async (name) => (await fetch(here(name))).body?.cancel()));
}

export class Kernel {
  #worker = null;
  #asked = new Map();
  #next = 0;
  #ran = new Map(); // cell -> the source that ran, in order
  #models = new Map(); // number of a widget of Python's -> the model that shows it

  /** first() gives the arguments of page.py's begin; told({progress} | {busy} | {ready} | {broken}) hears how far it is. */
  constructor(first, told) { Object.assign(this, { first, told, widgets: new WeakMap() }); }

  /** Begin to load Python, once. */
  start() {
    if (this.#worker) return;
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => this.#hear({ broken: event.message || "there is no answer" }));
    this.#ask("begin", this.first()).then(() => {
      this.told({ ready: true });
      return forOffline();
    }).catch(() => null);
    for (const ran of this.#ran) this.#ask("run", ran).catch(() => null);
  }

  /** The answer of a function of page.py. Rejects with Stopped after so many seconds of its own. */
  ask(call, args, seconds = Infinity) {
    this.start();
    return this.#ask(call, args, seconds);
  }

  /** Run a cell: what it shows. */
  async run(cell, source, seconds) {
    const shown = await this.ask("run", [cell, source], seconds);
    this.#ran.delete(cell);
    this.#ran.set(cell, source);
    return shown;
  }

  /** A model shows the widget of this number, or of the number that is promised: what Python changes of it is seen. */
  adopt(model, promised) {
    const number = Promise.resolve(promised);
    this.widgets.set(model, number);
    number.then((known) => this.#models.set(String(known), model), () => this.widgets.delete(model));
    return number;
  }

  /** Whether this is what ran of a cell last. */
  has(cell, source) { return this.#ran.get(cell) === source; }

  /** End whatever runs, and start Python anew, with all that had run. */
  stop(words) {
    this.#end(words);
    this.start();
  }

  #ask(call, args, seconds = Infinity) {
    const id = this.#next++;
    this.#worker.postMessage({ id, call, args }); // oxlint-disable-line require-post-message-target-origin -- a worker has none
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject, seconds, call }));
  }

  #end(words) {
    const waiting = [...this.#asked.values()];
    this.#asked.clear();
    this.#worker?.terminate();
    this.#worker = null;
    this.widgets = new WeakMap();
    this.#models.clear();
    for (const one of waiting) { clearTimeout(one.timer); one.reject(new Stopped(words)); }
  }

  #hear({ id, ...said }) {
    const one = this.#asked.get(id) ?? [...this.#asked.values()].find((other) => other.timer);
    if ("answer" in said) {
      clearTimeout(one.timer);
      this.#asked.delete(id);
      for (const [number, values] of Object.entries(said.moved)) this.#models.get(number)?.hear(values);
      one.resolve(said.answer);
    } else if (said.begun || said.busy === 0) this.#time(one);
    else if (said.busy) clearTimeout(one?.timer);
    else if (said.failed) this.stop(`Python itself stopped, and was started again: ${last(said.failed)}`);
    else if (said.broken) this.#end(`Python can't be loaded: ${last(said.broken)}. Is there a network? Then try again.`);
    if (id === undefined) this.told(said);
  }

  #time(one) {
    if (one && one.seconds < Infinity) one.timer = setTimeout(() => this.stop(
      `Stopped after ${one.seconds} seconds: is there a loop that never ends? Python was started again, with all that had run before.`,
    ), 1000 * one.seconds);
  }
}
