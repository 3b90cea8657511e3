// What painters are made of: segments, markers, and words that stay legible on lines.

export function segment(c, x1, y1, x2, y2) {
  c.beginPath(); c.moveTo(x1, y1); c.lineTo(x2, y2); c.stroke();
}

const CORNERS = {
  D: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], "^": [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]],
  v: [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]],
};

/** The marker of a symbol, r large, in the colours that are set. */
export function marker(c, shape, x, y, r) {
  if (shape === "x") return [r, -r].forEach((side) => segment(c, x - side, y - r, x + side, y + r));
  c.beginPath();
  if (shape === "s") c.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "P") for (const [a, b] of [[r, r / 3], [r / 3, r]]) c.rect(x - a, y - b, 2 * a, 2 * b);
  else if (shape in CORNERS) CORNERS[shape].forEach(([a, b]) => c.lineTo(x + a * r, y + b * r));
  else c.arc(x, y, r, 0, 2 * Math.PI);
  c.closePath(); c.fill(); c.stroke();
}

/** Words with a rim of paper. */
export function halo(c, words, x, y, look) {
  c.save(); Object.assign(c, { strokeStyle: look.paper, lineWidth: 4, lineJoin: "round" }); c.setLineDash([]);
  c.strokeText(words, x, y); c.restore(); c.fillText(words, x, y);
}
