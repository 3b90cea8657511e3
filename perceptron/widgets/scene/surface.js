// The painter of a landscape: its pieces from the farthest to the nearest. See surface.py.
import { segment, shades } from "./shapes.js";

/** The corners' numbers of a mesh's pieces, the farthest piece first. */
export function farthestFirst(depth, size) {
  const pieces = [];
  for (let j = 0; j < size - 1; j++) for (let i = 0; i < size - 1; i++) pieces.push(j * size + i);
  const far = pieces.map((k) => depth[k] + depth[k + 1] + depth[k + size] + depth[k + size + 1]);
  return pieces.map((_, p) => p).toSorted((p, q) => far[q] - far[p])
    .map((p) => [pieces[p], pieces[p] + 1, pieces[p] + size + 1, pieces[p] + size]);
}

/** The points [x, y] where a level crosses the edges of a piece. */
function crossings(piece, level, value, xs, ys) {
  return piece.flatMap((p, e) => {
    const q = piece[(e + 1) % 4], t = (level - value[p]) / (value[q] - value[p]);
    return value[p] < level === value[q] < level ? [] : [[xs[p] + t * (xs[q] - xs[p]), ys[p] + t * (ys[q] - ys[p])]];
  });
}

export function surface(c, at, layer, [us, vs, depth, value], look) {
  const xs = us.map(at.x), ys = vs.map(at.y), shade = shades(layer, look), ink = c.strokeStyle;
  for (const piece of farthestFirst(depth, layer.size)) {
    const heights = piece.map((k) => value[k]), low = Math.min(...heights), high = Math.max(...heights);
    if (!Number.isFinite(low + high)) continue;
    c.fillStyle = `rgb(${shade((low + high) / 2).map(Math.round)})`;
    Object.assign(c, { lineWidth: 0.75, strokeStyle: look.edge });
    c.beginPath();
    for (const k of piece) c.lineTo(xs[k], ys[k]);
    c.closePath(); c.fill(); c.stroke();
    Object.assign(c, { lineWidth: 1.5, strokeStyle: ink });
    for (const level of layer.levels) if (low < level && level <= high) {
      const ends = crossings(piece, level, value, xs, ys);
      for (let e = 0; e + 1 < ends.length; e += 2) segment(c, ...ends[e], ...ends[e + 1]);
    }
  }
}
