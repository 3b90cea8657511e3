// Gradient descent on the playground's network: its data, its parameters, and what has been so far, to be gone back to.
import { compiled } from "../scene/evaluate.js";
import { Draws } from "./draws.js";
import { backward, firstWeights, forward, mean, parameters, shaped } from "./network.js";

const KEPT = 2000; // moments that can be gone back to; then every second is left out

const columns = (rows, m) => Array.from({ length: m }, (_, j) => Float64Array.from(rows, (row) => row[j]));

/** The functions of a spec, which Python printed as JavaScript: features, activations, losses. */
export function functions({ features, activations, losses }) {
  const each = (sources) => Object.fromEntries(Object.entries(sources).map(([name, { source }]) => [name, compiled(source)]));
  return { features: each(features), activations: each(activations), losses: each(losses) };
}

/** The columns of the chosen features, at values of the columns that they are made of. */
export function featured(f, names, at, n) {
  const loop = Object.fromEntries(at.map((column, k) => [`c${k}`, column]));
  return names.map((name) => f.features[name]({}, {}, [{ n, ...loop }])[0]);
}

/** [x₁, x₂, …, y] of each example at these settings, the first of them held out. */
export function examples({ kinds, noise }, { data, noise: size, points }) {
  if (data === "own") return points;
  const draws = new Draws(31); // as playground.py
  return noise ? kinds[data].map(([x1, x2, y]) => [x1 + draws.normal() * size, x2 + draws.normal() * size, y]) : kinds[data];
}

export class Training {
  constructor(spec, f, settings) {
    const { hidden, activation, cost, features, seed, held } = settings;
    this.layers = shaped([features.length, ...hidden, 1]);
    this.bend = (z) => f.activations[activation]({}, {}, [{ n: z.length, z }]);
    this.judge = (y, z) => f.losses[cost]({}, {}, [{ n: z.length, z, y }]);
    const rows = examples(spec, settings), count = Math.round(held * rows.length);
    const part = (some) => {
      const at = columns(some, spec.columns.length + 1), y = at.pop();
      return { X: featured(f, features, at, some.length), y, n: some.length };
    };
    Object.assign(this, { rows, count, held: part(rows.slice(0, count)), learnt: part(rows.slice(count)) });
    this.draws = new Draws(seed);
    this.p = firstWeights(this.layers, this.draws);
    this.V = new Float64Array(parameters(this.layers));
    this.weights = this.p.map((_, k) => Number(this.layers.some(({ W, b }) => W <= k && k < b)));
    Object.assign(this, { epoch: 0, past: [], stride: 1 });
    this.remember();
  }

  /** One epoch: every example once, in batches of this size (0: all at once). */
  step({ alpha, momentum, penalty, batch }) {
    const { X, y, n } = this.learnt;
    if (!n) return;
    if (!batch || batch >= n) this.descend(X, y, n, alpha, momentum, penalty);
    else {
      const order = this.draws.order(n);
      for (let from = 0; from < n; from += batch) {
        const rows = order.slice(from, from + batch), of = (column) => Float64Array.from(rows, (row) => column[row]);
        this.descend(X.map(of), of(y), rows.length, alpha, momentum, penalty);
      }
    }
    this.epoch++;
  }

  /** V ← βV + ∂C/∂p + λW, p ← p − αV. */
  descend(X, y, n, alpha, momentum, penalty) {
    const { p, V, layers, weights } = this, { gradient } = backward(layers, this.judge, p, forward(layers, this.bend, p, X, n), y, n);
    for (let k = 0; k < p.length; k++) {
      V[k] = momentum * V[k] + gradient[k] + penalty * weights[k] * p[k];
      p[k] -= alpha * V[k];
    }
  }

  /** What every neuron comes to for n examples in the columns X. */
  answers(X, n) { return forward(this.layers, this.bend, this.p, X, n); }

  /** The cost of one part of the data, and how many of its rows are right; null where there are none. */
  judged({ X, y, n }) {
    if (!n) return { C: null, right: 0, n };
    const [z] = this.answers(X, n).Z.at(-1), right = z.reduce((sum, value, i) => sum + Number(value >= 0 === y[i] >= 0.5), 0);
    return { C: mean(this.judge(y, z)[0]), right, n };
  }

  /** Keep this moment, in place of any that came after it. */
  remember() {
    const { p, V, epoch, draws } = this;
    this.past = this.past.filter((one) => one.epoch < epoch);
    const now = { epoch, p: p.slice(), V: V.slice(), draws: draws.state, learnt: this.judged(this.learnt), held: this.judged(this.held) };
    this.past.push(now);
    if (this.past.length > KEPT) this.past = this.past.filter((one, k, all) => k % 2 === 0 || k === all.length - 1);
    this.now = now;
  }

  /** Back to a moment that was kept. */
  goTo(moment) {
    this.p.set(moment.p);
    this.V.set(moment.V);
    this.draws.state = moment.draws;
    Object.assign(this, { epoch: moment.epoch, now: moment });
  }
}
