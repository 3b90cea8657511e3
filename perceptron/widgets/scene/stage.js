// The live painter. Python declares a scene and prints its expressions as JavaScript; this file evaluates and draws them.
// In order: numbers and words, evaluation, drawing, controls, and the widget that ties them together.

// --- numbers and words --------------------------------------------------------------------------------------------

export function number(value, digits) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  if (Math.abs(value) >= 1e6) return value.toExponential(1).replace("e+", "e").replaceAll("-", "−");
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

export const fill = (parts, values) =>
  parts.map((part) => (typeof part === "string" ? part : number(values[part[0]], part[1]))).join("");

export function ticks(low, high, most = 6) {
  const raw = (high - low) / most, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

const raised = (value) => [...String(value)].map((c) => ({ "-": "⁻" })[c] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");
const tickLabel = (value, log) => (log ? `10${raised(value)}` : String(value).replace("-", "−"));

// --- evaluation ---------------------------------------------------------------------------------------------------

const axis = ([, low, high], size) => Float64Array.from({ length: size }, (_, k) => low + (high - low) * (k / (size - 1)));
const compiled = (code) => new Function("P", "T", "D", code);

/** The spec with its code as functions and the axes of its grids as arrays. */
export function compile(spec) {
  const loops = (panel, layer) => ({
    grid: () => [{ n: layer.size, [panel.y[0]]: axis(panel.y, layer.size) }, { n: layer.size, [panel.x[0]]: axis(panel.x, layer.size) }],
    line: () => [{ n: spec.samples, [panel.x[0]]: axis(panel.x, spec.samples) }],
  })[layer.domain]?.();
  const ready = (panel, memos = {}) => (layer) => ({ // layers with the same code, such as a field and its contours, run it once
    ...layer, run: compiled(layer.code), set: layer.sets && compiled(layer.sets.code), loops: loops(panel, layer),
    memo: (memos[[layer.domain, layer.size, layer.table, layer.code]] ??= {}) });
  const panels = spec.panels.map((panel) => ({ ...panel, layers: panel.layers.map(ready(panel)) }));
  const text = (t) => ({ ...t, run: compiled(t.code) });
  const evolution = spec.evolution && { ...spec.evolution, start: compiled(spec.evolution.start), update: compiled(spec.evolution.update), memo: {} };
  return { ...spec, panels, readouts: spec.readouts.map(text), sentence: text(spec.sentence), evolution };
}

// An array that no parameter has changed is not computed again: only the layers that a move concerns cost anything.
function remembered(memo, key, compute) {
  const same = memo.key?.length === key.length && memo.key.every((v, k) => Object.is(v, key[k]));
  if (!same) Object.assign(memo, { key, value: compute() });
  return memo.value;
}

function evolve(evolution, P, T) {
  return remembered(evolution.memo, [T, ...evolution.needs.map((name) => P[name])], () => {
    const { names, steps } = evolution, rows = [evolution.start(P, T)];
    for (let k = 0; k < steps; k++) {
      const next = evolution.update({ ...P, ...Object.fromEntries(names.map((name, s) => [name, rows[k][s]])) }, T);
      if (!next.every(Number.isFinite)) break;
      rows.push(next);
    }
    return Object.fromEntries(names.map((name, s) => [name, Float64Array.from(rows, (row) => row[s])]));
  });
}

/** Everything there is to draw at parameters P and tables T, as Scene.frame computes it in Python. */
export function evaluate(scene, P, T) {
  let trouble = null, states = null;
  if (scene.evolution) {
    states = evolve(scene.evolution, P, T);
    const last = states[scene.evolution.names[0]].length - 1, now = Math.min(Math.trunc(P.epoch), last);
    if (last < scene.evolution.steps && P.epoch > last) trouble = last;
    P = { ...P, epoch: now };
    for (const name of scene.evolution.names) P[name] = states[name][now];
    const past = Object.entries(states).map(([name, column]) => [name, column.subarray(0, now + 1)]);
    states = { n: now + 1, epoch: Float64Array.from({ length: now + 1 }, (_, k) => k), ...Object.fromEntries(past) };
  }
  const domain = (layer) => layer.loops ?? { rows: () => [T[layer.table]], states: () => [states], scalar: () => [] }[layer.domain]();
  const drawn = (layer) => {
    const past = layer.domain === "states" ? [states.n, ...scene.evolution.needs.map((name) => P[name])] : [];
    return remembered(layer.memo, [T, ...past, ...layer.needs.map((name) => P[name])], () => layer.run(P, T, domain(layer)));
  };
  const say = ({ parts, run }) => fill(parts, run(P, T, []));
  return { layers: scene.panels.map((panel) => panel.layers.map(drawn)), readouts: scene.readouts.map(say), sentence: say(scene.sentence), trouble };
}

/** Tables as the programs want them: arrays and the number of rows. */
export const typed = (tables) => Object.fromEntries(Object.entries(tables).map(([name, columns]) => {
  const arrays = Object.entries(columns).map(([column, values]) => [column, Float64Array.from(values)]);
  return [name, { n: arrays[0][1].length, ...Object.fromEntries(arrays) }];
}));

/** Line segments [u1, v1, u2, v2] in cells of a grid along which it crosses a level (marching squares). */
export function contour(grid, size, level) {
  const segments = [], cross = (a, b) => (level - a) / (b - a);
  for (let j = 0; j < size - 1; j++) for (let i = 0; i < size - 1; i++) {
    const ends = [], k = j * size + i, [a, b, c, d] = [grid[k], grid[k + 1], grid[k + size + 1], grid[k + size]];
    if (a < level !== b < level) ends.push([i + cross(a, b), j]);
    if (b < level !== c < level) ends.push([i + 1, j + cross(b, c)]);
    if (d < level !== c < level) ends.push([i + cross(d, c), j + 1]);
    if (a < level !== d < level) ends.push([i, j + cross(a, d)]);
    for (let e = 0; e + 1 < ends.length; e += 2) segments.push([...ends[e], ...ends[e + 1]]);
  }
  return segments;
}

// --- drawing ------------------------------------------------------------------------------------------------------

const MARGIN = { left: 4.3, right: 1.1, top: 0.9, bottom: 3.3 }; // as all lengths of text, in units of the type's size
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
const segment = (c, x1, y1, x2, y2) => { c.beginPath(); c.moveTo(x1, y1); c.lineTo(x2, y2); c.stroke(); };

/** A panel's place on the canvas, and the ways between its numbers and pixels. */
function place(panel, left, top, width, height, em) {
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y, room = (side) => (panel.axes ? MARGIN[side] : 0.3) * em;
  const box = { left: left + room("left"), top: top + room("top") };
  box.width = left + width - room("right") - box.left;
  box.height = top + height - room("bottom") - box.top;
  return {
    ...box, em,
    x: (u) => box.left + ((u - u0) / (u1 - u0)) * box.width,
    y: (v) => box.top + box.height - ((v - v0) / (v1 - v0)) * box.height,
    u: (x) => u0 + ((x - box.left) / box.width) * (u1 - u0),
    v: (y) => v0 + ((box.top + box.height - y) / box.height) * (v1 - v0),
    holds: (x, y) => x >= box.left - 1 && x <= box.left + box.width + 1 && y >= box.top - 1 && y <= box.top + box.height + 1,
  };
}

const holdsEnd = (at, [us, vs]) => at.holds(at.x(us.at(-1)), at.y(vs.at(-1)));

const CORNERS = {
  D: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], "^": [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]], v: [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]],
};

function marker(c, shape, x, y, r) {
  c.beginPath();
  if (shape === "s") c.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape in CORNERS) CORNERS[shape].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r));
  else if (shape === "P") c.rect(x - r, y - r / 3, 2 * r, r / 1.5), c.rect(x - r / 3, y - r, r / 1.5, 2 * r);
  else if (shape === "x") return segment(c, x - r, y - r, x + r, y + r), segment(c, x - r, y + r, x + r, y - r);
  else c.arc(x, y, r, 0, 2 * Math.PI);
  c.closePath(); c.fill(); c.stroke();
}

function polyline(c, at, us, vs) {
  let pen = false; c.beginPath();
  for (let k = 0; k < us.length; k++) {
    const x = at.x(us[k]), y = at.y(vs[k]), seen = Number.isFinite(x + y);
    if (seen) c[pen ? "lineTo" : "moveTo"](x, clamp(y, -1e5, 1e5));
    pen = seen;
  }
  c.stroke();
}

function arrow(c, x, y, dx, dy) {
  const length = Math.hypot(dx, dy), head = Math.min(11, length * 0.6);
  if (!(length > 0.5) || length > 1e5) return;
  const [ex, ey] = [dx / length, dy / length], [tx, ty] = [x + dx, y + dy];
  segment(c, x, y, tx - ex * head, ty - ey * head);
  c.beginPath(); c.moveTo(tx, ty);
  for (const side of [0.5, -0.5]) c.lineTo(tx - head * (ex + side * ey), ty - head * (ey - side * ex));
  c.closePath(); c.fill();
}

function fieldImage(layer, grid, look) {
  return remembered(layer.image ??= {}, [grid, look.dark], () => {
    const { size, low, high } = layer, canvas = new OffscreenCanvas(size, size), c = canvas.getContext("2d");
    const image = c.createImageData(size, size), ends = [look.cold, look.middle, look.warm].map(rgb);
    for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) {
      const value = grid[(size - 1 - j) * size + i], share = clamp((value - low) / (high - low), 0, 1), k = 4 * (j * size + i);
      const [from, to, t] = share < 0.5 ? [ends[0], ends[1], share * 2] : [ends[1], ends[2], share * 2 - 1];
      for (let q = 0; q < 3; q++) image.data[k + q] = from[q] + (to[q] - from[q]) * t;
      image.data[k + 3] = Number.isFinite(value) ? 255 : 0;
    }
    c.putImageData(image, 0, 0);
    return canvas;
  });
}

const PAINTERS = {
  field(c, at, layer, [grid], look) {
    const half = { x: at.width / (layer.size - 1) / 2, y: at.height / (layer.size - 1) / 2 }; // a cell is centred on its value
    c.globalAlpha = 0.65; // so that points and handles stand out
    c.drawImage(fieldImage(layer, grid, look), at.left - half.x, at.top - half.y, at.width + 2 * half.x, at.height + 2 * half.y);
  },
  contours(c, at, layer, [grid]) {
    const segments = remembered(layer.lines ??= {}, [grid], () => layer.levels.flatMap((level) => contour(grid, layer.size, level)));
    const x = (i) => at.left + (i / (layer.size - 1)) * at.width, y = (j) => at.top + (1 - j / (layer.size - 1)) * at.height;
    c.globalAlpha = 0.7; c.lineWidth = 1.5; c.beginPath();
    for (const [i, j, k, l] of segments) { c.moveTo(x(i), y(j)); c.lineTo(x(k), y(l)); }
    c.stroke(); c.globalAlpha = 1;
  },
  curve(c, at, layer, [vs]) { c.lineWidth = 2.5; polyline(c, at, layer.loops[0][layer.axis], vs); },
  line(c, at, layer, [a, b, d]) {
    const far = 4 * Math.max(...[at.u(at.left), at.u(at.left + at.width), at.v(at.top), at.v(at.top + at.height)].map(Math.abs));
    const norm = Math.hypot(a, b), foot = [(-a * d) / norm ** 2, (-b * d) / norm ** 2], along = [-b / norm, a / norm];
    if (!(norm > 0)) return;
    c.lineWidth = 2.5; polyline(c, at, [-far, far].map((t) => foot[0] + t * along[0]), [-far, far].map((t) => foot[1] + t * along[1]));
  },
  points(c, at, layer, arrays, look) {
    const of = Object.fromEntries(layer.roles.map((role, k) => [role, arrays[k]]));
    const markers = layer.roles.includes("one") ? ["o", "^"] : [look.markers[layer.symbol]];
    for (let r = 0; r < of.x.length; r++) {
      const x = at.x(of.x[r]), y = at.y(of.y[r]);
      if (of.to) {
        const end = at.y(of.to[r]), side = Math.abs(end - y);
        c.save(); c.globalAlpha = 0.25; c.fillStyle = look.warm; c.strokeStyle = look.warm;
        if (layer.square) c.fillRect(x, Math.min(y, end), side, side);
        c.globalAlpha = 1; c.lineWidth = 1.5; segment(c, x, y, x, end); c.restore();
      }
      const one = of.one && of.one[r] >= 0.5;
      c.lineWidth = 1.2;
      if (of.one) { c.fillStyle = one ? look.warm : look.cold; c.strokeStyle = look.paper; }
      marker(c, markers[one ? 1 : 0], x, y, 4.5);
    }
  },
  path(c, at, layer, [us, vs], look) {
    c.lineWidth = 2; polyline(c, at, us, vs);
    const last = us.length - 1;
    if (us.length <= 60) for (let k = 0; k < last; k++) marker(c, "o", at.x(us[k]), at.y(vs[k]), 2);
    if (Number.isFinite(us[last] + vs[last])) marker(c, look.markers[layer.symbol], at.x(us[last]), at.y(vs[last]), 5.5);
  },
  arrow(c, at, layer, [u, v, du, dv], look) {
    c.lineWidth = 2.5;
    const x = at.x(u), y = at.y(v), dx = at.x(u + du) - x, dy = at.y(v + dv) - y;
    arrow(c, x, y, dx, dy);
    if (layer.label) { c.textAlign = dx < 0 ? "right" : "left"; c.fillText(layer.label, x + dx + (dx < 0 ? -16 : 16), y + dy - 12); }
  },
  handle(c, at, layer, [u, v], look) {
    c.lineWidth = 2.5; c.strokeStyle = look.paper; marker(c, "o", at.x(u), at.y(v), 9);
  },
  text(c, at, layer, [u, v, ...values], look) {
    c.textAlign = layer.align;
    fill(layer.parts, values).split("\n").forEach((line, k) => {
      const half = layer.align === "center" ? c.measureText(line).width / 2 : 0; // of words that would else be cut off
      c.fillText(line, clamp(at.x(u), at.left + half, at.left + at.width - half), at.y(v) + 1.4 * at.em * k);
    });
  },
};

function axes(c, at, panel, look) {
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y, right = at.left + at.width, bottom = at.top + at.height;
  c.fillStyle = look.ink; c.strokeStyle = look.grid; c.lineWidth = 1; c.textAlign = "center"; c.textBaseline = "top";
  for (const u of ticks(u0, u1, Math.min(7, at.width / (3.5 * at.em)))) {
    segment(c, at.x(u), at.top, at.x(u), bottom);
    c.fillText(tickLabel(u, panel.xlog), at.x(u), bottom + 0.4 * at.em);
  }
  c.fillText(panel.xlabel, at.left + at.width / 2, bottom + 1.7 * at.em);
  c.textAlign = "right"; c.textBaseline = "middle";
  for (const v of ticks(v0, v1)) {
    segment(c, at.left, at.y(v), right, at.y(v));
    c.fillText(tickLabel(v, panel.ylog), at.left - 0.4 * at.em, at.y(v));
  }
  c.textAlign = "center"; c.translate(at.left - 3.6 * at.em, at.top + at.height / 2); c.rotate(-Math.PI / 2); c.fillText(panel.ylabel, 0, 0);
}

/** Draw one panel: what fills it, then its axes, then the rest. */
function paint(c, at, panel, arrays, look) {
  const filled = (layer) => layer.kind === "field";
  const draw = (layer, k) => {
    const colour = look.colours[layer.symbol] ?? look.ink;
    c.save();
    const room = layer.kind === "path" || layer.kind === "points" ? 8 : 0; // a marker on the edge is seen whole
    c.beginPath(); c.rect(at.left - room, at.top - room, at.width + 2 * room, at.height + 2 * room);
    if (panel.axes && layer.kind !== "handle") c.clip();
    c.strokeStyle = colour; c.fillStyle = colour; c.lineJoin = "round"; c.textBaseline = "middle";
    c.setLineDash(layer.dash ? [7, 5] : []);
    PAINTERS[layer.kind](c, at, layer, arrays[k], look);
    c.restore();
  };
  panel.layers.forEach((layer, k) => filled(layer) && draw(layer, k));
  if (panel.axes) { c.save(); axes(c, at, panel, look); c.restore(); }
  panel.layers.forEach((layer, k) => !filled(layer) && draw(layer, k));
}

function looks(spec) {
  const theme = document.body.dataset.jpThemeLight, dark = theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
  const of = (key) => Object.fromEntries(Object.entries(spec.symbols).map(([code, symbol]) => [code, symbol[key]]));
  const colours = of(dark ? "dark" : "light"), [paper, ink, middle] = dark ? ["#111111", "#dddddd", "#333333"] : ["#ffffff", "#222222", "#f7f7f7"];
  return { dark, colours, markers: of("marker"), cold: colours.w, warm: colours.y_hat, paper, ink, middle, grid: "#88888850" };
}

// --- controls -----------------------------------------------------------------------------------------------------

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const legend = (scene) => make("div", { class: "legend" }, ...scene.panels.flatMap((panel) => panel.layers)
  .filter((layer) => layer.kind === "curve" && layer.label)
  .map((layer) => make("span", { class: layer.dash ? "dash" : "", style: `--own: var(--${layer.symbol})` }, layer.label)));

/** A row per parameter: name, range, number box (or a list to pick from). `set({ name: value })` is told of every move. */
function controls(spec, set, complain) {
  const row = ({ code, label }, ...inputs) =>
    make("div", { class: "row", style: `--own: var(--${code})` }, make("span", { class: "symbol" }, label), ...inputs);
  const shown = {}, rows = spec.parameters.map((p) => {
    if (p.choices.length) {
      const pick = make("select", { "aria-label": p.label }, ...p.choices.map((name, k) => make("option", { value: k }, name)));
      pick.addEventListener("change", () => set({ [p.name]: Number(pick.value) }));
      shown[p.name] = (value) => { pick.value = value; };
      return row(p, pick);
    }
    const limits = { min: p.low, max: p.high, step: p.step }, rounded = (value) => Number(value.toPrecision(6));
    let now;
    const range = make("input", { type: "range", "aria-label": p.label, ...limits });
    const box = make("input", { type: "number", "aria-label": `${p.label}, as a number`, ...limits });
    range.addEventListener("input", () => set({ [p.name]: Number(range.value) }));
    box.addEventListener("change", () => {
      const value = box.valueAsNumber;
      if (value >= p.low && value <= p.high) return set({ [p.name]: value });
      complain(`${p.label} must be a number from ${number(p.low, 2)} to ${number(p.high, 2)}.`);
      box.value = rounded(now);
    });
    shown[p.name] = (value) => {
      if (value === now) return; // somebody may be typing
      now = range.value = value;
      box.value = rounded(value);
    };
    return row(p, range, box);
  });
  return { element: make("div", { class: "controls" }, ...rows), show: (P) => Object.entries(shown).forEach(([name, show]) => show(P[name])) };
}

/** Rewind, step back, play, step: for the parameter that time moves. */
function player(p, get, set) {
  let timer = null;
  const pause = () => { clearInterval(timer); timer = null; play.textContent = "▶ play"; };
  const move = (to) => set({ [p.name]: clamp(to, p.low, p.high) });
  const step = (by) => { pause(); move(get() + by * p.step); };
  const button = (words, onclick) => Object.assign(make("button", { type: "button" }, words), { onclick });
  const play = button("▶ play", () => {
    if (timer !== null) return pause();
    if (get() >= p.high) move(p.low);
    play.textContent = "❚❚ pause";
    // Whoever asks for less motion sees the same steps, slowly.
    const wait = matchMedia("(prefers-reduced-motion: reduce)").matches ? 600 : Math.max(16, 6000 / ((p.high - p.low) / p.step));
    timer = setInterval(() => (get() < p.high ? move(get() + p.step) : pause()), wait);
  });
  const rewind = button("|◀ rewind", () => { pause(); move(p.low); });
  const element = make("div", { class: "player", role: "group", "aria-label": `Play ${p.label}` },
    rewind, button("− step back", () => step(-1)), play, button("+ step", () => step(1)));
  return { element, pause };
}

/** Everything in the picture that can be dragged: handles that set parameters, points that set cells of a table. */
const grips = (scene) => scene.panels.flatMap((panel, p) => panel.layers.flatMap((layer, l) => {
  if (layer.kind === "handle") return [{ p, l, row: 0, layer, name: layer.name }];
  const rows = layer.drag?.some(Boolean) ? layer.rows : 0;
  return Array.from({ length: rows }, (_, row) => ({ p, l, row, layer, name: `point ${row + 1}` }));
}));

// --- the widget ---------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const spec = model.get("_spec"), scene = compile(spec);
  const byName = Object.fromEntries(spec.parameters.map((p) => [p.name, p])), names = [...Object.keys(byName), "tables"];
  const P = Object.fromEntries(names.map((name) => [name, model.get(name)])), memo = {}, changed = new Set();
  let T, frame, places, look, due = 0, stale = false, said = 0;

  const canvas = make("canvas", { role: "img", "aria-label": `${spec.title}. ${spec.describe}` });
  const picture = make("div", { class: "picture" }, canvas), live = make("div", { class: "live", role: "status", "aria-live": "polite" });
  const trouble = make("div", { class: "trouble", role: "alert" }), lines = make("div", { class: "readouts" });
  const panel = controls(spec, set, (words) => { clearTimeout(said); live.className = "live answer"; live.textContent = words; });
  const timed = spec.parameters.find((p) => p.play), tape = timed && player(timed, () => P[timed.name], set);
  const root = make("div", { class: "perceptron-stage", role: "group", "aria-label": spec.title },
    picture, legend(scene), trouble, lines, ...(tape ? [tape.element] : []), panel.element, live);

  // A move is drawn at once, not a frame later; what else happens within that frame waits for the next.
  function set(values) {
    for (const [name, value] of Object.entries(values)) if (P[name] !== value) { changed.add(name); P[name] = value; }
    if (due) stale = true; else { schedule(); show(); }
  }

  function recolour() {
    look = looks(spec);
    for (const [code, colour] of Object.entries(look.colours)) root.style.setProperty(`--${code}`, colour);
    schedule();
  }

  const schedule = () => { stale = true; due ||= requestAnimationFrame(next); };
  const next = () => { due = 0; if (stale) { schedule(); show(); } };
  const speak = () => { clearTimeout(said); said = setTimeout(() => { live.className = "live"; live.textContent = frame.sentence; }, 300); };

  function show() {
    stale = false;
    T = remembered(memo, [P.tables], () => typed(P.tables));
    frame = evaluate(scene, P, T);
    draw();
    panel.show(P);
    if (changed.size) tell();
  }

  // Once per frame at most: ipywidgets holds back what the kernel has not yet taken, and sends the latest.
  function tell() {
    changed.forEach((name) => model.set(name, P[name])); changed.clear();
    // In JupyterLab ipywidgets would log an error for each change that a kernel which was shut down can't take.
    if (model.widget_manager?.kernel !== null) model.save_changes();
    speak();
  }

  function draw() {
    const width = Math.max(240, picture.clientWidth), beside = width >= 300 * scene.panels.length, count = scene.panels.length;
    const each = beside ? width / count : width, shape = scene.panels.some((p) => p.axes) ? 0.72 : 0.32, ratio = devicePixelRatio || 1;
    const em = clamp(width / 60, 13, 17), high = clamp(each * shape, 220, 400), height = beside ? high : high * count;
    const c = canvas.getContext("2d"), size = [width, height].map((length) => Math.round(length * ratio));
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    canvas.style.cssText = `width: ${width}px; height: ${height}px`;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = look.paper; c.fillRect(0, 0, width, height);
    c.font = `${em}px system-ui, sans-serif`;
    root.style.fontSize = `${em}px`;
    places = scene.panels.map((p, k) => place(p, beside ? k * each : 0, beside ? 0 : k * high, each, high, em));
    scene.panels.forEach((p, k) => paint(c, places[k], p, frame.layers[k], look));
    lines.replaceChildren(...frame.readouts.map((text) => make("div", {}, text)));
    const left = scene.panels.some((p, k) => p.layers.some((layer, l) => layer.kind === "path" && !holdsEnd(places[k], frame.layers[k][l])));
    const alarm = frame.trouble !== null ? `After epoch ${frame.trouble} the numbers run away and are not drawn. Try a smaller learning rate.`
      : left ? "The path has left the picture." : "";
    if (trouble.textContent !== alarm) trouble.textContent = alarm; // said once, not at each frame
    for (const grip of knobs) {
      const arrays = frame.layers[grip.p][grip.l], at = places[grip.p];
      const [u, v] = [grip.u, grip.v] = grip.layer.kind === "handle" ? arrays : arrays.map((column) => column[grip.row]);
      grip.element.hidden = !at.holds(at.x(u), at.y(v)) && grip.element !== document.activeElement; // held, it stays
      grip.element.style.transform = `translate(${at.x(u)}px, ${at.y(v)}px)`;
      grip.element.setAttribute("aria-valuenow", Number(u.toPrecision(4)));
      grip.element.setAttribute("aria-valuetext", `${number(u, 2)}, ${number(v, 2)}`);
    }
  }

  function moveTo(grip, u, v) {
    const { x, y } = scene.panels[grip.p];
    [u, v] = [grip.u, grip.v] = [clamp(u, x[1], x[2]), clamp(v, y[1], y[2])]; // until the next frame shows where it really is
    if (grip.layer.kind === "handle") {
      const values = grip.layer.set({ ...P, [x[0]]: u, [y[0]]: v }, T, []), { names } = grip.layer.sets;
      const moved = names.map((name, k) => [name, clamp(values[k], byName[name].low, byName[name].high)]);
      set(Object.fromEntries(moved.filter(([, value]) => Number.isFinite(value))));
    } else {
      const { table, drag } = grip.layer, columns = { ...P.tables[table] };
      drag.forEach((column, k) => { if (column) columns[column] = columns[column].with(grip.row, [u, v][k]); });
      set({ tables: { ...P.tables, [table]: columns } });
    }
  }

  function restore(grip) {
    const { layer, row, u, v } = grip;
    if (layer.kind === "handle") return set(Object.fromEntries(layer.sets.names.map((name) => [name, byName[name].start])));
    moveTo(grip, ...layer.drag.map((column, k) => (column ? spec.tables[layer.table][column][row] : [u, v][k])));
  }

  const knobs = grips(scene).map((grip) => {
    const [, low, high] = scene.panels[grip.p].x, limits = { "aria-valuemin": low, "aria-valuemax": high };
    const element = grip.element = make("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": grip.name, ...limits });
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault(); element.focus({ preventScroll: true }); element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const corner = canvas.getBoundingClientRect(), at = places[grip.p];
      moveTo(grip, at.u(event.clientX - corner.left), at.v(event.clientY - corner.top));
    });
    element.addEventListener("keydown", (event) => {
      const { x, y } = scene.panels[grip.p], far = event.shiftKey ? 10 : 1;
      const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (by) moveTo(grip, grip.u + by[0] * far * (x[2] - x[1]) / 100, grip.v + by[1] * far * (y[2] - y[1]) / 100);
      else if (event.key === "Home") restore(grip);
      else return;
      event.preventDefault();
    });
    picture.append(element);
    return grip;
  });

  // JupyterLab would take arrow keys and letters for its own; Control and Command still reach it.
  root.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
  const hear = names.map((name) => [`change:${name}`, () => {
    if (changed.has(name)) return; // the reader has moved it since
    P[name] = model.get(name);
    schedule(); speak();
  }]);
  hear.forEach(([event, act]) => model.on(event, act));
  const themed = new MutationObserver(recolour), sized = new ResizeObserver(schedule), scheme = matchMedia("(prefers-color-scheme: dark)");
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  scheme.addEventListener("change", recolour); sized.observe(picture);
  el.append(root); recolour(); show();
  live.textContent = frame.sentence;
  return () => {
    tape?.pause(); cancelAnimationFrame(due); clearTimeout(said);
    themed.disconnect(); sized.disconnect(); scheme.removeEventListener("change", recolour);
    hear.forEach(([event, act]) => model.off(event, act));
  };
}

export default { render };
