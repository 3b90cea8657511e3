// One example, in slow motion: forward layer by layer, then backward, with every number.
import { number } from "../scene/numbers.js";
import { backward, forward } from "./network.js";

const LONGEST = 9; // terms of a sum that are written out
const round = (value) => number(Number(value), 3), factor = (value) => (value < 0 ? `(${round(value)})` : round(value));
const sumOf = (terms) => (terms.length > LONGEST ? [...terms.slice(0, LONGEST), "…"] : terms).join(" + ");

/** All steps of an example in row `i` of what is learnt: [{ title, lines, told }]; told are the numbers in the squares. */
export function motions(training, i, names) {
  const { layers, p, learnt } = training, x = learnt.X.map((column) => column.subarray(i, i + 1)), y = learnt.y.subarray(i, i + 1);
  const pass = forward(layers, training.bend, p, x, 1), { A, S, Z } = pass, { C, gradient, D } = backward(layers, training.judge, p, pass, y, 1);
  const last = layers.length - 1, ŷ = 1 / (1 + Math.exp(-Z[last][0])), told = [x.map(round)];
  const steps = [{ title: `Example ${i + 1} comes in; its target y is ${round(y[0])}`, lines: names.map((name, j) => `${name} = ${round(x[j][0])}`), told: [...told] }];
  layers.forEach(({ m: before, h, W, b }, k) => {
    const lines = Array.from({ length: h }, (_, q) => {
      const terms = Array.from({ length: before }, (_w, j) => `${round(p[W + j * h + q])} · ${factor(A[k][j])}`);
      const z = `z${named(k, q, last)} = ${sumOf([...terms, factor(p[b + q])])} = ${round(Z[k][q])}`;
      return k === last ? `${z}, ŷ = σ(z) = ${round(ŷ)}` : `${z}, a = f(z) = ${round(A[k + 1][q])}`;
    });
    told.push(k === last ? [round(ŷ)] : A[k + 1].map(round));
    steps.push({ title: k === last ? "Forward, the output neuron" : `Forward, layer ${k + 1}`, lines, told: [...told] });
  });
  steps.push({ title: "The loss, and the error that goes back", lines: [`loss = ${round(C)}`, `δ, by how much the loss grows with z: ∂loss/∂z = ${round(D[last][0])}`], told: [...told] });
  const back = told.map((column) => column.slice());
  for (let k = last; k >= 0; k--) {
    const { m: before, h, W, b } = layers[k];
    back[k + 1] = D[k].map((delta) => `δ ${round(delta)}`);
    const lines = Array.from({ length: h }, (_, q) => {
      const next = layers[k + 1], from = k < last && Array.from({ length: next.h }, (_w, r) => `${round(D[k + 1][r])} · ${factor(p[next.W + q * next.h + r])}`);
      const delta = from ? `δ${named(k, q, last)} = (${sumOf(from)}) · f′(z) ${factor(S[k + 1][q])} = ${round(D[k][q])}; ` : "";
      const slopes = Array.from({ length: before }, (_w, j) => `${round(gradient[W + j * h + q])}`).join(", ");
      return `${delta}slopes of its weights, δ · what came in: ${slopes}; of its bias: ${round(gradient[b + q])}`;
    });
    if (k < last) lines.unshift("δ of a neuron: each δ behind it times the weight between them, added up, times f′(z), the slope of its own activation.");
    steps.push({ title: k === last ? "Backward, the output neuron" : `Backward, layer ${k + 1}`, lines, told: back.map((column) => column.slice()) });
  }
  return steps;
}

const SMALL = "₀₁₂₃₄₅₆₇₈₉";
const named = (k, q, last) => (k === last ? "" : `${SMALL[k + 1]}${SMALL[q + 1]}`);
