// The live painter: Python declares a scene; this widget computes and draws it, and lets the reader move it.
import { keepKeys, listen, make, save } from "../page.js";
import { legend, player, resetting } from "./controls.js";
import { Picture } from "./draw.js";
import { compile, evaluate, remembered, typed } from "./evaluate.js";
import { knobs } from "./knobs.js";
import { watchTheme } from "./looks.js";
import { controls } from "./rows.js";
import { sharing } from "./sharing.js";

/** The values P by name, with the tables, and the frame that they make; draw() and speak() are called on changes. */
class Moves {
  constructor(model, draw, speak) {
    const scene = compile(model.get("_spec")), limits = Object.fromEntries(scene.parameters.map((p) => [p.name, p]));
    const names = [...Object.keys(limits), "tables"];
    const P = Object.fromEntries(names.map((name) => [name, model.get(name)]));
    Object.assign(this, { model, draw, speak, scene, limits, P, memo: {}, changed: new Set(), due: 0, stale: false });
    this.deaf = listen(model, Object.fromEntries(names.map((name) => [name, () => this.hear(name)])));
  }

  // A move is drawn at once, not a frame later; what else happens within that frame waits for the next.
  set(values) {
    for (const [name, value] of Object.entries(values)) if (this.P[name] !== value) this.changed.add(name);
    Object.assign(this.P, values);
    if (this.due) this.stale = true;
    else this.showNow();
  }

  hear(name) {
    if (this.changed.has(name)) return; // the reader has moved it since
    this.P[name] = this.model.get(name);
    this.schedule(); this.speak();
  }

  schedule() {
    this.stale = true;
    this.due ||= requestAnimationFrame(() => { this.due = 0; if (this.stale) this.showNow(); });
  }

  showNow() { this.schedule(); this.show(); }

  show() {
    this.stale = false;
    this.T = remembered(this.memo, [this.P.tables], () => typed(this.P.tables));
    this.frame = evaluate(this.scene, this.P, this.T);
    this.draw();
    if (this.changed.size) this.tell();
  }

  // Once per frame at most: ipywidgets holds back what the kernel has not yet taken, and sends the latest.
  tell() {
    save(this.model, Object.fromEntries([...this.changed].map((name) => [name, this.P[name]])));
    this.changed.clear();
    this.speak();
  }

  end() { cancelAnimationFrame(this.due); this.deaf(); }
}

/** The words under the picture, which are said aloud: what it shows, once moving has ended, or an answer, at once. */
class Voice {
  constructor() {
    this.element = make("div", { class: "live", role: "status", "aria-live": "polite" });
  }

  say(words, kind = "live") {
    clearTimeout(this.waiting);
    Object.assign(this.element, { className: kind, textContent: words });
  }

  sayLater(words) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say(words()), 300);
  }
}

function render({ model, el }) {
  const voice = new Voice(), trouble = make("div", { class: "trouble", role: "alert" });
  const moves = new Moves(model, draw, () => voice.sayLater(() => moves.frame.sentence));
  const { scene } = moves, picture = new Picture(scene), grips = knobs(moves, picture);
  const set = (values) => moves.set(values), lines = make("div", { class: "readouts" });
  const panel = controls(scene, set, (words) => voice.say(words, "live answer"));
  const tape = player(scene, () => moves.P, set);
  const moved = () => scene.parameters.map(({ name, start }) => [name, start, moves.P[name]]).filter(([, start, now]) => now !== start);
  const share = sharing(model, {
    pairs: () => moved().map(([name, , now]) => [name, Number(now.toPrecision(6))]),
    dragged: () => JSON.stringify(moves.P.tables) !== JSON.stringify(scene.tables),
  }, (words) => voice.say(words, "live answer"));
  const root = make("div", { class: "perceptron-stage", role: "group", "aria-label": scene.title },
    picture.element, legend(scene), trouble, lines, ...tape.elements, panel.element,
    make("div", { class: "sharing" }, resetting(scene, set), ...share.elements), voice.element);

  function draw() {
    const { frame, P } = moves;
    picture.draw(frame);
    root.style.fontSize = `${picture.em}px`;
    grips.forEach((knob) => knob.follow(frame));
    lines.replaceChildren(...frame.readouts.map((text) => make("div", {}, text)));
    if (trouble.textContent !== frame.alarm) trouble.textContent = frame.alarm; // said once, not at each frame
    panel.show(P);
    share.follow();
  }

  function recolour() {
    picture.recolour();
    for (const [code, colour] of Object.entries(picture.look.colours)) root.style.setProperty(`--${code}`, colour);
    moves.schedule();
  }

  keepKeys(root);
  const unwatch = watchTheme(recolour), sized = new ResizeObserver(() => moves.schedule());
  sized.observe(picture.element);
  el.append(root);
  recolour();
  moves.show();
  voice.say(moves.frame.sentence);
  return () => { tape.pause(); moves.end(); clearTimeout(voice.waiting); unwatch(); sized.disconnect(); };
}

export default { render };
