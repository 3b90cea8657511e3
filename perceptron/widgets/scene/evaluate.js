// Computes what there is to draw: a scene's expressions, which Python printed as JavaScript, at the reader's values.
import { fill } from "./numbers.js";
import { erf, erfc } from "./special.js";

/** What `compute` gives, not computed again while the parts of the key stay the same. */
export function remembered(memo, key, compute) {
  const same = memo.key?.length === key.length && memo.key.every((v, k) => Object.is(v, key[k]));
  if (!same) Object.assign(memo, { key, value: compute() });
  return memo.value;
}

const axis = ([name, low, high], size) =>
  ({ n: size, [name]: Float64Array.from({ length: size }, (_, k) => low + (high - low) * (k / (size - 1))) });

// Over what a layer is computed, as DOMAINS in layers.py has it: its loops, outermost first.
const DOMAINS = {
  scalar: () => [],
  line: ({ size }, { x }) => [axis(x, size)],
  grid: ({ size }, { x, y }) => [axis(y, size), axis(x, size)],
  tile: ({ size, across, up }) => [axis(up, size), axis(across, size)],
  rows: ({ table }, panel, T) => [T[table]],
  states: (layer, panel, T, states) => [states],
};

// A function that is made from text sees nothing of this module: what it may call is handed to it.
export const compiled = (source) => {
  const run = new Function("erf", "erfc", `return (P, T, D) => {${source}\n};`);
  return run(erf, erfc);
};

/** The spec with its sources as functions `run`, and with the loops that never change. */
export function compile(spec) {
  const text = (t) => ({ ...t, run: compiled(t.source) });
  const panels = spec.panels.map((panel) => {
    const memos = {}; // layers of the same source, such as a field and its contours, share what they compute
    return { ...panel, layers: panel.layers.map((layer) => ({
      ...layer, panel, run: compiled(layer.source), sets: layer.sets && text(layer.sets),
      loops: layer.size && DOMAINS[layer.domain](layer, panel),
      memo: (memos[[layer.domain, layer.size, layer.table, layer.across, layer.up, layer.source]] ??= {}),
    })) };
  });
  const evolution = spec.evolution && { ...spec.evolution, memo: {} };
  for (const name of evolution ? ["start", "update"] : []) evolution[name] = compiled(evolution[name]);
  return { ...spec, panels, readouts: spec.readouts.map(text), sentence: text(spec.sentence), evolution };
}

/** All states of an evolution, by name; it ends before the first that is not finite. */
export function evolve(evolution, P, T) {
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

/** The values with the states of now, the states up to now with their epochs, and where they ran away, or null. */
function present({ evolution }, values, T) {
  if (!evolution) return { P: values, states: null, trouble: null };
  const states = evolve(evolution, values, T), last = states[evolution.names[0]].length - 1;
  const trouble = last < evolution.steps && values.epoch > last ? last : null;
  const now = Math.min(Math.trunc(values.epoch), last);
  const P = { ...values, epoch: now };
  const past = { n: now + 1, epoch: Float64Array.from({ length: now + 1 }, (_, k) => k) };
  for (const [name, column] of Object.entries(states)) {
    P[name] = column[now];
    past[name] = column.subarray(0, now + 1);
  }
  return { P, states: past, trouble };
}

/** Everything there is to draw at these values of the parameters and tables T: the Frame of frame.py. */
export function evaluate(scene, values, T) {
  const { P, states, trouble } = present(scene, values, T);
  // What no parameter has changed is not computed again: only the layers that a move concerns cost anything.
  const drawn = (layer) => {
    const past = layer.domain === "states" ? [states.n, ...scene.evolution.needs.map((name) => P[name])] : [];
    return remembered(layer.memo, [T, ...past, ...layer.needs.map((name) => P[name])], () =>
      layer.run(P, T, layer.loops ?? DOMAINS[layer.domain](layer, layer.panel, T, states)));
  };
  const say = ({ parts, run }) => fill(parts, run(P, T, []));
  const layers = scene.panels.map((panel) => panel.layers.map(drawn));
  return {
    layers, trouble, alarm: alarm(scene, layers, trouble),
    readouts: scene.readouts.map(say), sentence: say(scene.sentence),
  };
}

/** What is wrong, in words, or "": a path that has no end in its panel. */
function alarm({ panels, alarms }, layers, trouble) {
  if (trouble !== null) return fill(alarms.runaway, [trouble]);
  const inside = ({ x, y }, u, v) => x[1] <= u && u <= x[2] && y[1] <= v && v <= y[2];
  const left = panels.some((panel, p) => panel.layers.some(({ kind }, l) =>
    kind === "path" && !inside(panel, ...layers[p][l].map((column) => column.at(-1)))));
  return left ? fill(alarms.left, []) : "";
}

/** Tables as the programs want them: arrays and the number of rows. */
export const typed = (tables) => Object.fromEntries(Object.entries(tables).map(([name, columns]) => {
  const arrays = Object.entries(columns).map(([column, values]) => [column, Float64Array.from(values)]);
  return [name, { n: arrays[0][1].length, ...Object.fromEntries(arrays) }];
}));
