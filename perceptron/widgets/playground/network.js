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

/** How the first weights are drawn: each from a normal distribution of variance 1 / (inputs of its neuron); biases are 0. */
export function drawn(layers, draws) {
  const p = new Float64Array(parameters(layers));
  for (const { m, h, W } of layers) for (let k = 0; k < m * h; k++) p[W + k] = draws.normal() / Math.sqrt(m);
  return p;
}

/** Z = A W + b of one layer, n x h, row by row. */
function sums({ m, h, W, b }, p, A, n) {
  const Z = new Float64Array(n * h);
  for (let i = 0; i < n; i++) for (let q = 0; q < h; q++) {
    let sum = p[b + q];
    for (let j = 0; j < m; j++) sum += A[i * m + j] * p[W + j * h + q];
    Z[i * h + q] = sum;
  }
  return Z;
}

/** All that n rows of X come to: Z of each layer, the answers A that go into it, and the slopes S of these. */
export function forward(layers, bend, p, X, n) {
  const A = [X], S = [null], Z = [];
  for (const layer of layers) {
    Z.push(sums(layer, p, A.at(-1), n));
    if (Z.length === layers.length) break;
    const [a, s] = bend(Z.at(-1));
    A.push(a);
    S.push(s);
  }
  return { A, S, Z };
}

/** The cost C of what `forward` gave, its gradient as one row, and D, the share of the error of each neuron. */
export function backward(layers, judge, p, { A, S, Z }, y, n) {
  const [losses, slopes] = judge(y, Z.at(-1)), gradient = new Float64Array(p.length), D = [];
  D[layers.length - 1] = slopes.map((slope) => slope / n);
  for (let k = layers.length - 1; k >= 0; k--) {
    const { m, h, W, b } = layers[k], delta = D[k], from = A[k], before = k && new Float64Array(n * m);
    for (let i = 0; i < n; i++) {
      for (let q = 0; q < h; q++) gradient[b + q] += delta[i * h + q];
      for (let j = 0; j < m; j++) {
        let share = 0;
        for (let q = 0; q < h; q++) {
          gradient[W + j * h + q] += from[i * m + j] * delta[i * h + q];
          share += delta[i * h + q] * p[W + j * h + q];
        }
        if (k) before[i * m + j] = share * S[k][i * m + j];
      }
    }
    if (k) D[k - 1] = before;
  }
  return { C: mean(losses), gradient, D };
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
