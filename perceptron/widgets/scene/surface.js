// The painter of a landscape: its pieces from the farthest to the nearest. See surface.py.
import { shades } from "./shapes.js";

/** The corners' numbers of a mesh's pieces, the farthest piece first. */
export function farthestFirst(depth, size) {
  const pieces = [];
  for (let j = 0; j < size - 1; j++) for (let i = 0; i < size - 1; i++) pieces.push(j * size + i);
  const far = pieces.map((k) => depth[k] + depth[k + 1] + depth[k + size] + depth[k + size + 1]);
  return pieces.map((_, p) => p).toSorted((p, q) => far[q] - far[p])
    .map((p) => [pieces[p], pieces[p] + 1, pieces[p] + size + 1, pieces[p] + size]);
}

export function surface(c, at, layer, [us, vs, depth, value], look) {
  const xs = us.map(at.x), ys = vs.map(at.y), shade = shades(layer, look);
  Object.assign(c, { lineWidth: 0.75, lineJoin: "round", strokeStyle: look.edge });
  for (const piece of farthestFirst(depth, layer.size)) {
    const mean = piece.reduce((sum, k) => sum + value[k] / 4, 0);
    if (!Number.isFinite(mean)) continue;
    c.fillStyle = `rgb(${shade(mean).map(Math.round)})`;
    c.beginPath();
    for (const k of piece) c.lineTo(xs[k], ys[k]);
    c.closePath(); c.fill(); c.stroke();
  }
}
