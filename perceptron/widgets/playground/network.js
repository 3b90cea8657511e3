// A network of any number of layers, forward and backward: the mathematics of network.py, over typed arrays.

/** Where the weights and the bias of each layer are in one row of parameters: of each W row by row, then b. */
export function shaped(sizes) {
  let at = 0;
  return sizes.slice(1).map((h, k) => {
    const m = sizes[k], layer = { m, h, W: at, b: at + m * h };
    at += (m + 1) * h;
    return layer;
  });
}

export const parameters = (layers) => layers.reduce((sum, { m, h }) => sum + (m + 1) * h, 0);

/** How the first weights are firstWeights: each from a normal distribution of variance 1 / (inputs of its neuron); biases are 0. */
export function firstWeights(layers, draws) {
  const p = new Float64Array(parameters(layers));
  for (const { m, h, W } of layers) for (let k = 0; k < m * h; k++) p[W + k] = draws.normal() / Math.sqrt(m);
  return p;
}

// What is computed for n examples is kept neuron by neuron, as a column of n numbers: loops along them are fast.

/** into += factor · column */
function add(into, factor, column) { for (let i = 0; i < into.length; i++) into[i] += factor * column[i]; }

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const total = (column) => { let sum = 0; for (let i = 0; i < column.length; i++) sum += column[i]; return sum; };
export const mean = (column) => total(column) / column.length;

const neurons = (h, make) => Array.from({ length: h }, (_, q) => make(q));

/** All that n examples in the columns X come to: the sums Z of each layer, the answers A that go into it, and their slopes S. */
export function forward(layers, bend, p, X, n) {
  const A = [X], S = [null], Z = layers.map(() => []);
  layers.forEach(({ h, W, b }, k) => {
    Z[k] = neurons(h, (q) => {
      const z = new Float64Array(n).fill(p[b + q]);
      A[k].forEach((a, j) => add(z, p[W + j * h + q], a));
      return z;
    });
    if (k + 1 === layers.length) return;
    const bent = Z[k].map(bend);
    A.push(bent.map(([a]) => a));
    S.push(bent.map(([, slope]) => slope));
  });
  return { A, S, Z };
}

/** The cost C of what `forward` gave, its gradient as one row, and D, the share of the error of each neuron. */
export function backward(layers, judge, p, { A, S, Z }, y, n) {
  const [losses, slopes] = judge(y, Z.at(-1)[0]), gradient = new Float64Array(p.length), D = layers.map(() => []);
  D[layers.length - 1] = [slopes.map((slope) => slope / n)];
  for (let k = layers.length - 1; k >= 0; k--) {
    const { m, h, W, b } = layers[k];
    D[k].forEach((delta, q) => {
      gradient[b + q] = total(delta);
      A[k].forEach((a, j) => { gradient[W + j * h + q] = dot(a, delta); });
    });
    if (k) D[k - 1] = neurons(m, (j) => {
      const share = new Float64Array(n);
      D[k].forEach((delta, q) => add(share, p[W + j * h + q], delta));
      const slope = S[k][j];
      for (let i = 0; i < n; i++) share[i] *= slope[i];
      return share;
    });
  }
  return { C: mean(losses), gradient, D };
}
