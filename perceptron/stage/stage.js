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

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const tickLabel = (value, log) =>
  log ? "10" + [...String(value)].map((c) => SUPERSCRIPTS[c] ?? c).join("") : String(value).replace("-", "−");

// --- evaluation ---------------------------------------------------------------------------------------------------

const axis = ([, low, high], size) => Float64Array.from({ length: size }, (_, k) => low + (high - low) * (k / (size - 1)));
const compiled = (code) => new Function("P", "T", "D", code);

/** The spec with its code as functions and the axes of its grids as arrays. */
export function compile(spec) {
  const loops = (panel, layer) => ({
    grid: () => [{ n: layer.size, [panel.y[0]]: axis(panel.y, layer.size) }, { n: layer.size, [panel.x[0]]: axis(panel.x, layer.size) }],
    line: () => [{ n: spec.samples, [panel.x[0]]: axis(panel.x, spec.samples) }],
  })[layer.domain]?.();
  const panels = spec.panels.map((panel) => ({
    ...panel,
    layers: panel.layers.map((layer) => ({
      ...layer, run: compiled(layer.code), set: layer.sets && compiled(layer.sets.code), loops: loops(panel, layer), memo: {},
    })),
  }));
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
      const last = rows[k], now = { ...P };
      names.forEach((name, s) => { now[name] = last[s]; });
      const next = evolution.update(now, T);
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
    const upTo = (column) => column.subarray(0, now + 1);
    states = Object.fromEntries(Object.entries(states).map(([name, column]) => [name, upTo(column)]));
    states = { n: now + 1, epoch: Float64Array.from({ length: now + 1 }, (_, k) => k), ...states };
  }
  const domain = (layer) => layer.loops ?? { rows: () => [T[layer.table]], states: () => [states], scalar: () => [] }[layer.domain]();
  const drawn = (layer) => {
    const key = [T, layer.domain === "states" ? states.n : 0, ...layer.needs.map((name) => P[name])];
    if (layer.domain === "states") key.push(...scene.evolution.needs.map((name) => P[name]));
    return remembered(layer.memo, key, () => layer.run(P, T, domain(layer)));
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
    const k = j * size + i, [a, b, c, d] = [grid[k], grid[k + 1], grid[k + size + 1], grid[k + size]];
    const ends = [];
    if (a < level !== b < level) ends.push([i + cross(a, b), j]);
    if (b < level !== c < level) ends.push([i + 1, j + cross(b, c)]);
    if (d < level !== c < level) ends.push([i + cross(d, c), j + 1]);
    if (a < level !== d < level) ends.push([i, j + cross(a, d)]);
    for (let e = 0; e + 1 < ends.length; e += 2) segments.push([...ends[e], ...ends[e + 1]]);
  }
  return segments;
}

// --- drawing ------------------------------------------------------------------------------------------------------

const MARGIN = { left: 52, right: 14, top: 12, bottom: 42 };
const DASH = { "-": [], "--": [7, 5], "-.": [8, 4, 2, 4], ":": [2, 4] };
const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));

/** A panel's place on the canvas, and the ways between its numbers and pixels. */
function place(panel, left, top, width, height) {
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y, bare = panel.axes ? MARGIN : { left: 4, right: 4, top: 4, bottom: 4 };
  const box = { left: left + bare.left, top: top + bare.top, width: width - bare.left - bare.right, height: height - bare.top - bare.bottom };
  return {
    ...box,
    x: (u) => box.left + ((u - u0) / (u1 - u0)) * box.width,
    y: (v) => box.top + box.height - ((v - v0) / (v1 - v0)) * box.height,
    u: (x) => u0 + ((x - box.left) / box.width) * (u1 - u0),
    v: (y) => v0 + ((box.top + box.height - y) / box.height) * (v1 - v0),
    holds: (x, y) => x >= box.left - 1 && x <= box.left + box.width + 1 && y >= box.top - 1 && y <= box.top + box.height + 1,
  };
}

function marker(c, shape, x, y, r) {
  c.beginPath();
  if (shape === "s") c.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "D") [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r));
  else if (shape === "^" || shape === "v") {
    const up = shape === "^" ? -1 : 1;
    [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]].forEach(([a, b]) => c.lineTo(x + a * r, y + up * b * r));
  } else if (shape === "P") c.rect(x - r, y - r / 3, 2 * r, r / 1.5), c.rect(x - r / 3, y - r, r / 1.5, 2 * r);
  else if (shape === "x") { c.moveTo(x - r, y - r); c.lineTo(x + r, y + r); c.moveTo(x - r, y + r); c.lineTo(x + r, y - r); c.stroke(); return; }
  else c.arc(x, y, r, 0, 2 * Math.PI);
  c.closePath(); c.fill(); c.stroke();
}

function polyline(c, at, us, vs) {
  c.beginPath();
  let pen = false;
  for (let k = 0; k < us.length; k++) {
    const x = at.x(us[k]), y = at.y(vs[k]);
    if (!Number.isFinite(x + y)) { pen = false; continue; }
    const clipped = Math.max(-1e5, Math.min(1e5, y));
    if (pen) c.lineTo(x, clipped); else c.moveTo(x, clipped);
    pen = true;
  }
  c.stroke();
}

function arrow(c, x, y, dx, dy) {
  const length = Math.hypot(dx, dy), head = Math.min(11, length * 0.6);
  if (!(length > 0.5) || length > 1e5) return;
  const [ex, ey] = [dx / length, dy / length], [tx, ty] = [x + dx, y + dy];
  c.beginPath(); c.moveTo(x, y); c.lineTo(tx - ex * head, ty - ey * head); c.stroke();
  c.beginPath(); c.moveTo(tx, ty);
  c.lineTo(tx - ex * head - ey * head * 0.5, ty - ey * head + ex * head * 0.5);
  c.lineTo(tx - ex * head + ey * head * 0.5, ty - ey * head - ex * head * 0.5);
  c.closePath(); c.fill();
}

function fieldImage(layer, grid, look) {
  return remembered(layer.image ??= {}, [grid, look.dark], () => {
    const { size, low, high } = layer, canvas = new OffscreenCanvas(size, size), c = canvas.getContext("2d");
    const image = c.createImageData(size, size), ends = [look.cold, look.middle, look.warm].map(rgb);
    for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) {
      const share = Math.max(0, Math.min(1, (grid[(size - 1 - j) * size + i] - low) / (high - low)));
      const [from, to, t] = share < 0.5 ? [ends[0], ends[1], share * 2] : [ends[1], ends[2], share * 2 - 1];
      const k = 4 * (j * size + i);
      for (let q = 0; q < 3; q++) image.data[k + q] = from[q] + (to[q] - from[q]) * t;
      image.data[k + 3] = Number.isFinite(grid[(size - 1 - j) * size + i]) ? 255 : 0;
    }
    c.putImageData(image, 0, 0);
    return canvas;
  });
}

const PAINTERS = {
  field(c, at, layer, [grid], look) {
    const half = { x: at.width / (layer.size - 1) / 2, y: at.height / (layer.size - 1) / 2 }; // a cell is centred on its value
    c.drawImage(fieldImage(layer, grid, look), at.left - half.x, at.top - half.y, at.width + 2 * half.x, at.height + 2 * half.y);
  },
  contours(c, at, layer, [grid]) {
    const segments = remembered(layer.lines ??= {}, [grid], () => layer.levels.flatMap((level) => contour(grid, layer.size, level)));
    const cell = { x: at.width / (layer.size - 1), y: at.height / (layer.size - 1) };
    c.globalAlpha = 0.7; c.beginPath();
    for (const [a, b, d, e] of segments) {
      c.moveTo(at.left + a * cell.x, at.top + at.height - b * cell.y);
      c.lineTo(at.left + d * cell.x, at.top + at.height - e * cell.y);
    }
    c.stroke(); c.globalAlpha = 1;
  },
  curve(c, at, layer, [vs]) { c.lineWidth = 2.5; polyline(c, at, layer.loops[0][layer.axis], vs); },
  line(c, at, layer, [a, b, d]) {
    const far = 4 * Math.max(...[at.u(at.left), at.u(at.left + at.width), at.v(at.top), at.v(at.top + at.height)].map(Math.abs));
    const norm = Math.hypot(a, b), foot = [(-a * d) / norm ** 2, (-b * d) / norm ** 2], along = [-b / norm, a / norm];
    if (!(norm > 0)) return;
    c.lineWidth = 2.5;
    polyline(c, at, [-far, far].map((t) => foot[0] + t * along[0]), [-far, far].map((t) => foot[1] + t * along[1]));
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
        c.globalAlpha = 1; c.lineWidth = 1.5; c.beginPath(); c.moveTo(x, y); c.lineTo(x, end); c.stroke(); c.restore();
      }
      c.lineWidth = 1.2;
      const one = of.one && of.one[r] >= 0.5;
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
    if (layer.label) { c.textAlign = dx < 0 ? "right" : "left"; c.fillText(layer.label, x + dx + (dx < 0 ? -6 : 6), y + dy - 6); }
  },
  handle(c, at, layer, [u, v], look) {
    c.lineWidth = 2.5; c.strokeStyle = look.paper;
    c.beginPath(); c.arc(at.x(u), at.y(v), 9, 0, 2 * Math.PI); c.fill(); c.stroke();
  },
  text(c, at, layer, [u, v, ...values], look) {
    c.textAlign = layer.align;
    fill(layer.parts, values).split("\n").forEach((line, k) => c.fillText(line, at.x(u), at.y(v) + 18 * k));
  },
};

function axes(c, at, panel, look) {
  c.fillStyle = look.ink; c.strokeStyle = look.grid; c.lineWidth = 1; c.setLineDash([]);
  const [, u0, u1] = panel.x, [, v0, v1] = panel.y;
  c.textAlign = "center"; c.textBaseline = "top";
  for (const u of ticks(u0, u1, at.width < 260 ? 4 : 7)) {
    c.beginPath(); c.moveTo(at.x(u), at.top); c.lineTo(at.x(u), at.top + at.height); c.stroke();
    c.fillText(tickLabel(u, panel.xlog), at.x(u), at.top + at.height + 5);
  }
  c.fillText(panel.xlabel, at.left + at.width / 2, at.top + at.height + 22);
  c.textAlign = "right"; c.textBaseline = "middle";
  for (const v of ticks(v0, v1, 6)) {
    c.beginPath(); c.moveTo(at.left, at.y(v)); c.lineTo(at.left + at.width, at.y(v)); c.stroke();
    c.fillText(tickLabel(v, panel.ylog), at.left - 6, at.y(v));
  }
  c.save(); c.translate(at.left - 42, at.top + at.height / 2); c.rotate(-Math.PI / 2);
  c.textAlign = "center"; c.fillText(panel.ylabel, 0, 0); c.restore();
}

/** Draw one panel: what fills it, then its axes, then the rest. */
function paint(c, at, panel, arrays, look) {
  const filled = (layer) => layer.kind === "field";
  const draw = (layer, k) => {
    const colour = look.colours[layer.symbol] ?? look.ink;
    c.save();
    c.beginPath(); c.rect(at.left, at.top, at.width, at.height); if (panel.axes && layer.kind !== "handle") c.clip();
    c.strokeStyle = colour; c.fillStyle = colour; c.lineJoin = "round"; c.textBaseline = "middle";
    c.setLineDash(layer.dash ? DASH["--"] : []);
    PAINTERS[layer.kind](c, at, layer, arrays[k], look);
    c.restore();
  };
  panel.layers.forEach((layer, k) => filled(layer) && draw(layer, k));
  if (panel.axes) axes(c, at, panel, look);
  panel.layers.forEach((layer, k) => !filled(layer) && draw(layer, k));
}

function looks(spec) {
  const theme = document.body.dataset.jpThemeLight;
  const dark = theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
  const colours = Object.fromEntries(Object.entries(spec.symbols).map(([code, s]) => [code, dark ? s.dark : s.light]));
  const markers = Object.fromEntries(Object.entries(spec.symbols).map(([code, s]) => [code, s.marker]));
  const base = dark
    ? { paper: "#111111", ink: "#dddddd", grid: "#88888850", middle: "#333333" }
    : { paper: "#ffffff", ink: "#222222", grid: "#88888850", middle: "#f7f7f7" };
  return { dark, colours, markers, cold: colours.w, warm: colours.y_hat, ...base };
}

// --- controls -----------------------------------------------------------------------------------------------------

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** A row per parameter: name, range, number box (or a list to pick from). `set(name, value)` is told of every move. */
function controls(spec, set, complain) {
  const shown = {};
  const rows = spec.parameters.map((p) => {
    if (p.choices.length) {
      const pick = make("select", { "aria-label": p.label }, ...p.choices.map((name, k) => make("option", { value: k }, name)));
      pick.addEventListener("change", () => set(p.name, Number(pick.value)));
      shown[p.name] = (value) => { pick.value = String(value); };
      return make("div", { class: "row" }, make("span", { class: "symbol", style: `color: var(--${p.code})` }, p.label), pick);
    }
    const limits = { min: p.low, max: p.high, step: p.step };
    const range = make("input", { type: "range", "aria-label": p.label, ...limits });
    const box = make("input", { type: "number", "aria-label": `${p.label}, as a number`, ...limits, step: "any" });
    range.addEventListener("input", () => set(p.name, Number(range.value)));
    box.addEventListener("change", () => {
      const value = box.valueAsNumber;
      if (!(value >= p.low && value <= p.high)) complain(`${p.label} must be a number from ${number(p.low, 2)} to ${number(p.high, 2)}.`);
      set(p.name, Number.isFinite(value) ? Math.max(p.low, Math.min(p.high, value)) : undefined);
    });
    shown[p.name] = (value) => {
      range.value = value;
      if (document.activeElement !== box) box.value = Number(value.toPrecision(6));
      else if (Number.isFinite(box.valueAsNumber) && box.valueAsNumber !== value) box.value = Number(value.toPrecision(6));
    };
    return make("div", { class: "row" }, make("span", { class: "symbol", style: `color: var(--${p.code})` }, p.label), range, box);
  });
  return { element: make("div", { class: "controls" }, ...rows), show: (P) => Object.entries(shown).forEach(([name, show]) => show(P[name])) };
}

/** Rewind, step back, play, step: for the parameter that time moves. */
function player(p, get, set) {
  let timer = null;
  const pause = () => { clearInterval(timer); timer = null; play.textContent = "▶ play"; };
  const move = (to) => set(p.name, Math.max(p.low, Math.min(p.high, to)));
  const step = (by) => { pause(); move(get() + by * p.step); };
  const button = (words, act) => {
    const element = make("button", { type: "button" }, words);
    element.addEventListener("click", act);
    return element;
  };
  const play = button("▶ play", () => {
    if (timer !== null) return pause();
    if (get() >= p.high) move(p.low);
    play.textContent = "❚❚ pause";
    // Whoever asks for less motion sees the same steps, slowly.
    const wait = matchMedia("(prefers-reduced-motion: reduce)").matches ? 600 : Math.max(16, 6000 / ((p.high - p.low) / p.step));
    timer = setInterval(() => (get() < p.high ? move(get() + p.step) : pause()), wait);
  });
  const element = make("div", { class: "player", role: "group", "aria-label": `Play ${p.label}` },
    button("|◀ rewind", () => { pause(); move(p.low); }), button("− step back", () => step(-1)), play, button("+ step", () => step(1)));
  return { element, pause };
}

/** Everything in the picture that can be dragged: handles that set parameters, points that set cells of a table. */
function grips(scene) {
  const found = [];
  scene.panels.forEach((panel, p) => panel.layers.forEach((layer, l) => {
    if (layer.kind === "handle") found.push({ p, l, row: 0, layer, name: layer.name });
    if (layer.drag?.some(Boolean)) {
      for (let row = 0; row < layer.rows; row++) found.push({ p, l, row, layer, name: `${layer.label || "point"} ${row + 1}` });
    }
  }));
  return found;
}

// --- the widget ---------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const spec = model.get("_spec"), scene = compile(spec), names = spec.parameters.map((p) => p.name);
  const P = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  let T = typed(model.get("tables")), frame = null, places = [], look, due = 0, changed = new Set(), said = 0;

  const canvas = make("canvas", { role: "img", "aria-label": `${spec.title}. ${spec.describe}` });
  const picture = make("div", { class: "picture" }, canvas);
  const lines = make("div", { class: "readouts" }), live = make("div", { class: "live", role: "status", "aria-live": "polite" });
  const trouble = make("div", { class: "trouble", role: "alert" });
  const panel = controls(spec, set, (words) => { live.textContent = words; });
  const timed = spec.parameters.find((p) => p.play);
  const tape = timed && player(timed, () => P[timed.name], set);
  const root = make("div", { class: "perceptron-stage", role: "group", "aria-label": spec.title },
    picture, trouble, lines, ...(tape ? [tape.element] : []), panel.element, live);

  function set(name, value) {
    if (value !== undefined && P[name] !== value) { P[name] = value; changed.add(name); }
    schedule();
  }

  function recolour() {
    look = looks(spec);
    for (const [code, colour] of Object.entries(look.colours)) root.style.setProperty(`--${code}`, colour);
  }

  function schedule() { due ||= requestAnimationFrame(show); }

  function show() {
    due = 0;
    frame = evaluate(scene, P, T);
    draw();
    panel.show(P);
    if (changed.size) tell();
  }

  // Once per frame at most: ipywidgets holds back what the kernel has not yet taken, and sends the latest.
  function tell() {
    for (const name of changed) model.set(name, name === "tables" ? plain(T) : P[name]);
    changed.clear();
    model.save_changes();
    clearTimeout(said);
    said = setTimeout(() => { live.textContent = frame.sentence; }, 300);
  }

  const plain = (tables) => Object.fromEntries(Object.entries(tables).map(([table, { n, ...columns }]) =>
    [table, Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, Array.from(values)]))]));

  function draw() {
    const width = Math.max(240, picture.clientWidth), beside = width >= 300 * scene.panels.length, count = scene.panels.length;
    const each = beside ? width / count : width, high = Math.min(400, Math.max(220, each * 0.72)), ratio = devicePixelRatio || 1;
    const height = beside ? high : high * count;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    }
    const c = canvas.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = look.paper; c.fillRect(0, 0, width, height);
    c.font = "13px system-ui, sans-serif";
    places = scene.panels.map((p, k) => place(p, beside ? k * each : 0, beside ? 0 : k * high, each, high));
    scene.panels.forEach((p, k) => paint(c, places[k], p, frame.layers[k], look));
    lines.replaceChildren(...frame.readouts.map((text) => make("div", {}, text)));
    trouble.textContent = frame.trouble === null ? "" : `After epoch ${frame.trouble} the numbers run away and are not drawn. Try a smaller learning rate.`;
    for (const grip of knobs) {
      const arrays = frame.layers[grip.p][grip.l], at = places[grip.p];
      const [u, v] = grip.layer.kind === "handle" ? arrays : [arrays[0][grip.row], arrays[1][grip.row]];
      [grip.u, grip.v] = [u, v];
      grip.element.hidden = !at.holds(at.x(u), at.y(v));
      grip.element.style.transform = `translate(${at.x(u)}px, ${at.y(v)}px)`;
      grip.element.setAttribute("aria-valuenow", Number(u.toPrecision(4)));
      grip.element.setAttribute("aria-valuetext", `${number(u, 2)}, ${number(v, 2)}`);
    }
  }

  function moveTo(grip, u, v) {
    const { x, y } = scene.panels[grip.p], clamp = (value, [, low, high]) => Math.max(low, Math.min(high, value));
    [u, v] = [clamp(u, x), clamp(v, y)];
    if (grip.layer.kind === "handle") {
      const values = grip.layer.set({ ...P, [x[0]]: u, [y[0]]: v }, T, []);
      grip.layer.sets.names.forEach((name, k) => {
        const p = spec.parameters.find((q) => q.name === name);
        if (Number.isFinite(values[k])) set(name, clamp(values[k], [name, p.low, p.high]));
      });
    } else {
      const table = T[grip.layer.table], copy = { ...table };
      grip.layer.drag.forEach((column, k) => { if (column) { copy[column] = table[column].slice(); copy[column][grip.row] = [u, v][k]; } });
      T = { ...T, [grip.layer.table]: copy };
      changed.add("tables");
      schedule();
    }
  }

  const knobs = grips(scene).map((grip) => {
    const element = make("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": grip.name });
    grip.element = element;
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault(); element.focus({ preventScroll: true }); element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const corner = canvas.getBoundingClientRect(), at = places[grip.p];
      moveTo(grip, at.u(event.clientX - corner.left), at.v(event.clientY - corner.top));
    });
    const home = { P: grip.layer.sets?.names.map((name) => [name, spec.parameters.find((p) => p.name === name).start]), T: spec.tables };
    element.addEventListener("keydown", (event) => {
      const { x, y } = scene.panels[grip.p], far = event.shiftKey ? 10 : 1;
      const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (by) moveTo(grip, grip.u + by[0] * far * (x[2] - x[1]) / 100, grip.v + by[1] * far * (y[2] - y[1]) / 100);
      else if (event.key === "Home" && home.P) home.P.forEach(([name, value]) => set(name, value));
      else if (event.key === "Home") moveTo(grip, ...grip.layer.drag.map((column, k) => column ? home.T[grip.layer.table][column][grip.row] : [grip.u, grip.v][k]));
      else return;
      event.preventDefault();
    });
    picture.append(element);
    return grip;
  });

  // JupyterLab would take arrow keys and letters for its own.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  const heard = names.map((name) => {
    const hear = () => { if (!changed.has(name)) { P[name] = model.get(name); schedule(); } };
    model.on(`change:${name}`, hear);
    return [name, hear];
  });
  const hearTables = () => { if (!changed.has("tables")) { T = typed(model.get("tables")); schedule(); } };
  model.on("change:tables", hearTables);
  const redraw = () => { recolour(); schedule(); };
  const themed = new MutationObserver(redraw), sized = new ResizeObserver(schedule), scheme = matchMedia("(prefers-color-scheme: dark)");
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  scheme.addEventListener("change", redraw);
  sized.observe(picture);
  el.append(root);
  recolour();
  show();
  live.textContent = frame.sentence;
  return () => {
    tape?.pause(); cancelAnimationFrame(due); clearTimeout(said);
    themed.disconnect(); sized.disconnect(); scheme.removeEventListener("change", redraw);
    heard.forEach(([name, hear]) => model.off(`change:${name}`, hear));
    model.off("change:tables", hearTables);
  };
}

export default { render };
