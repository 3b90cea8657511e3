// The same random numbers as draws.py: mulberry32, Tommy Ettinger's generator of 32 bits (2017, in the public domain).

export class Draws {
  constructor(seed) { this.state = seed >>> 0; }

  /** A number from 0 to below 1. */
  uniform() {
    let t = (this.state = (this.state + 0x6D2B79F5) >>> 0);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number of the standard normal distribution. */
  normal() {
    const size = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return size * Math.cos(2 * Math.PI * this.uniform());
  }

  /** 0 to n - 1 in a random order. */
  order(n) {
    const order = Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const other = Math.trunc(this.uniform() * (k + 1));
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  }
}
