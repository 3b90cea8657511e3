// Functions that SymPy prints by name and JavaScript's Math does not have: erf(x), and erfc(x) = 1 - erf(x).

/** 1 to the last digits: all terms of the series are positive, so none cancels another. For |x| up to 2. */
function erfSeries(x) {
  let term = x, sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) sum += term *= (2 * x * x) / (2 * k + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) for x above 2: Laplace's continued fraction, from its far end. */
function erfcTail(x) {
  let rest = x;
  for (let k = 60; k > 0; k--) rest = x + k / (2 * rest);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * rest);
}

export const erf = (x) => (Math.abs(x) <= 2 ? erfSeries(x) : x > 0 ? 1 - erfcTail(x) : x < 0 ? erfcTail(-x) - 1 : x);

export const erfc = (x) => (x > 2 ? erfcTail(x) : 1 - erf(x));
