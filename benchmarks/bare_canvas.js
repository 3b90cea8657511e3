// The same picture as a canvas and native sliders draw it, written for it alone: what a browser can do at best.
function render({ model, el }) {
  const { width, height, size, low, high, x1, x2, y, colours, start } = model.get("given");
  const canvas = Object.assign(document.createElement("canvas"), { width, height, className: "bare" }), c = canvas.getContext("2d");
  const field = new OffscreenCanvas(size, size), f = field.getContext("2d"), image = f.createImageData(size, size);
  const ends = colours.map((colour) => [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16)));
  const now = { ...start }, px = (u) => (u - low) / (high - low) * width, py = (v) => height - (v - low) / (high - low) * height;
  function draw() {
    for (let k = 0, q = 0; k < size; k++) for (let j = 0; j < size; j++, q += 4) {
      const u = low + (high - low) * j / (size - 1), v = high - (high - low) * k / (size - 1);
      const s = 1 / (1 + Math.exp(-(now.w1 * u + now.w2 * v + now.b)));
      for (let n = 0; n < 3; n++) image.data[q + n] = ends[0][n] + s * (ends[1][n] - ends[0][n]);
      image.data[q + 3] = 160;
    }
    f.putImageData(image, 0, 0);
    c.clearRect(0, 0, width, height);
    c.drawImage(field, 0, 0, width, height);
    x1.forEach((u, i) => { c.fillStyle = colours[y[i]]; c.beginPath(); c.arc(px(u), py(x2[i]), 4, 0, 7); c.fill(); });
    c.beginPath(); c.lineWidth = 2.5;
    for (const u of [low, high]) c.lineTo(px(u), py(-(now.w1 * u + now.b) / now.w2));
    c.stroke();
  }
  for (const name of Object.keys(start)) {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step: 0.01, className: "bare" });
    slider.value = start[name];
    slider.addEventListener("keydown", (event) => event.stopPropagation()); // arrow keys are JupyterLab's otherwise
    slider.addEventListener("input", () => { now[name] = Number(slider.value); draw(); });
    el.append(slider);
  }
  el.append(canvas);
  draw();
}
export default { render };
