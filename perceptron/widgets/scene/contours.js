// Lines of equal value: where a grid crosses its levels, where a level is written, and the lowest point.
import { remembered } from "./evaluate.js";
import { halo, marker } from "./shapes.js";
import { number, tickLabel } from "./numbers.js";

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

/**
 * [i, j, value] of a grid's lowest point, in cells, by one Newton step from its lowest number, as relief.py has it;
 * null where that is at the edge, for then the lowest point is not in the picture, or where there is no number.
 */
export function lowest(grid, size) {
  const k = grid.indexOf(grid.reduce((a, b) => Math.min(a, b))), i = k % size, j = Math.floor(k / size);
  if (k < 0 || Math.min(i, j) < 1 || Math.max(i, j) > size - 2) return null;
  const at = (di, dj) => grid[k + di + dj * size];
  const gi = (at(1, 0) - at(-1, 0)) / 2, gj = (at(0, 1) - at(0, -1)) / 2;
  const ii = at(1, 0) - 2 * at(0, 0) + at(-1, 0), jj = at(0, 1) - 2 * at(0, 0) + at(0, -1);
  const ij = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4, det = ii * jj - ij * ij;
  if (!(det > 0)) return [i, j, at(0, 0)];
  const di = (ij * gj - jj * gi) / det, dj = (ij * gi - ii * gj) / det;
  return [i + di, j + dj, at(0, 0) + (gi * di + gj * dj) / 2];
}

/** Where to write each level: on its line, as far as can be from what is `taken` and not too near to the edges. */
function places(lines, taken, at) {
  const room = ([x, y]) => Math.min(...taken.map(([p, q]) => Math.hypot(p - x, q - y)));
  const inside = ([x, y]) => at.holds(x - 2 * at.em, y - at.em) && at.holds(x + 2 * at.em, y + at.em);
  return lines.map((points) => {
    const best = points.filter(inside).reduce((one, other) => (one && room(one) >= room(other) ? one : other), null);
    if (!best || room(best) < 2 * at.em) return null;
    taken.push(best);
    return best;
  });
}

/** The contour lines of a layer's grid, in pixels: their segments, where levels are written, and the lowest point. */
function drawn({ size, levels }, grid, at) {
  const x = (i) => at.left + (i / (size - 1)) * at.width, y = (j) => at.top + (1 - j / (size - 1)) * at.height;
  const lines = levels.map((level) => contour(grid, size, level).map(([i, j, k, l]) => [x(i), y(j), x(k), y(l)]));
  const low = lowest(grid, size), bottom = low && [x(low[0]), y(low[1]), low[2]];
  const taken = bottom ? [0, 4, 7].map((far) => [bottom[0] + far * at.em, bottom[1]]) : [[at.left, at.bottom]];
  return { lines, bottom, labels: places(lines, taken, at) };
}

export function contours(c, at, layer, [grid], look) {
  const key = [grid, at.left, at.top, at.width, at.height];
  const { lines, bottom, labels } = remembered(layer.lines ??= {}, key, () => drawn(layer, grid, at));
  Object.assign(c, { globalAlpha: 0.7, lineWidth: 1.5 }); c.beginPath();
  for (const [x1, y1, x2, y2] of lines.flat()) { c.moveTo(x1, y1); c.lineTo(x2, y2); }
  c.stroke();
  Object.assign(c, { globalAlpha: 1, textAlign: "center" });
  labels.forEach((place, k) => place && halo(c, tickLabel(layer.levels[k]), place[0], place[1], look));
  if (!bottom) return;
  marker(c, look.markers[layer.code], bottom[0], bottom[1], 6);
  c.textAlign = "left"; halo(c, `lowest ${number(bottom[2], 3)}`, bottom[0] + 0.8 * at.em, bottom[1], look);
}
