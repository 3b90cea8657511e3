// What painters have in common: segments, markers, and colours between blue and orange.
import { remembered } from "./evaluate.js";
import { clamp } from "./numbers.js";

export function segment(c, x1, y1, x2, y2) {
  c.beginPath(); c.moveTo(x1, y1); c.lineTo(x2, y2); c.stroke();
}

const CORNERS = {
  D: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], "^": [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]],
  v: [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]],
};

export function marker(c, shape, x, y, r) {
  if (shape === "x") return [r, -r].forEach((side) => segment(c, x - side, y - r, x + side, y + r));
  c.beginPath();
  if (shape === "s") c.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "P") for (const [a, b] of [[r, r / 3], [r / 3, r]]) c.rect(x - a, y - b, 2 * a, 2 * b);
  else if (shape in CORNERS) CORNERS[shape].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r));
  else c.arc(x, y, r, 0, 2 * Math.PI);
  c.closePath(); c.fill(); c.stroke();
}

/** Words with a rim of paper, which stay legible on lines. */
export function halo(c, words, x, y, look) {
  c.save(); Object.assign(c, { strokeStyle: look.paper, lineWidth: 4, lineJoin: "round" }); c.setLineDash([]);
  c.strokeText(words, x, y); c.restore(); c.fillText(words, x, y);
}

const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));

/** value -> its colour as [red, green, blue], from a layer's low (blue) through the middle to its high (orange). */
export function shades({ low, high }, look) {
  const ends = [look.cold, look.middle, look.warm].map(rgb);
  return (value) => {
    const share = clamp((value - low) / (high - low), 0, 1);
    const [from, to, t] = share < 0.5 ? [ends[0], ends[1], share * 2] : [ends[1], ends[2], share * 2 - 1];
    return from.map((channel, q) => channel + (to[q] - channel) * t);
  };
}

/** The picture of a square grid of values, a pixel each. */
export function fieldImage(layer, grid, look) {
  return remembered(layer.image ??= {}, [grid, look.dark], () => {
    const { size } = layer, canvas = new OffscreenCanvas(size, size), c = canvas.getContext("2d");
    const image = c.createImageData(size, size), shade = shades(layer, look);
    for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) {
      const value = grid[(size - 1 - j) * size + i], k = 4 * (j * size + i);
      image.data.set(shade(value), k);
      image.data[k + 3] = Number.isFinite(value) ? 255 : 0;
    }
    c.putImageData(image, 0, 0);
    return canvas;
  });
}
