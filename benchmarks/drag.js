// Runs in the page before anything of JupyterLab's: notes when keys and pointer arrive and when the picture has changed.
(() => {
  const probe = { inputs: [], frames: [], scripts: 0, looking: [], picture: null };
  window.perceptronProbe = probe;

  // The time of scripts that draw: those that an animation frame calls, and those that a slider's input event calls.
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => nextFrame((time) => {
    const start = performance.now();
    try { callback(time); } finally { probe.scripts += performance.now() - start; }
  });
  window.addEventListener("input", () => { probe.scripts -= performance.now(); }, { capture: true });
  window.addEventListener("input", () => { probe.scripts += performance.now(); });

  for (const kind of ["keydown", "pointermove"]) {
    window.addEventListener(kind, (event) => probe.inputs.push(event.timeStamp), { capture: true, passive: true });
  }

  // What stands for the picture's pixels: a small copy of a canvas, the source of an image. "" while there is no picture.
  const small = new OffscreenCanvas(120, 96).getContext("2d", { willReadFrequently: true });
  function look() {
    const shown = [...document.querySelectorAll(probe.picture)].at(-1);
    if (!shown) return "";
    if (shown.tagName !== "CANVAS") return shown.complete === false ? "" : (shown.getAttribute("src") ?? shown.getAttribute("href") ?? "");
    small.drawImage(shown, 0, 0, 120, 96);
    const pixels = new Uint32Array(small.getImageData(0, 0, 120, 96).data.buffer);
    let hash = 0;
    for (const pixel of pixels) hash = (Math.imul(hash, 31) + pixel) | 0;
    return String(hash);
  }

  // The box changes its width in every frame, so its observer runs in every frame, after all scripts and layout and
  // right before painting. The message posted there arrives when the frame has been painted.
  let last = "";
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => probe.frames.push(performance.now());
  const observer = new ResizeObserver(() => {
    const start = performance.now(), now = look();
    if (now === "" || now === last) return;
    last = now;
    probe.looking.push(performance.now() - start);
    port2.postMessage(null);
  });

  let box = null, awake = false, due = 0;
  function toggle() {
    box.style.width = box.style.width === "1px" ? "2px" : "1px";
    due = awake ? nextFrame(toggle) : 0;
  }

  /** Look from now on at the last element that the selector finds, and forget what was noted. */
  probe.look = (selector) => {
    Object.assign(probe, { picture: selector, inputs: [], frames: [], scripts: 0, looking: [] });
    if (!box) {
      box = document.createElement("div");
      box.style.cssText = "position: fixed; left: 0; top: 0; width: 1px; height: 1px; contain: strict";
      document.body.append(box);
      observer.observe(box);
    }
    last = look();
    awake = true;
    due ||= nextFrame(toggle);
  };

  /** All that was noted until the picture had changed and kept still for `quiet` ms, or for `most` ms; then look away. */
  probe.settled = async ({ quiet, most }) => {
    const end = performance.now() + most, moved = () => probe.frames.at(-1) > probe.inputs[0];
    while (performance.now() < end && !(moved() && performance.now() - probe.frames.at(-1) > quiet)) {
      await new Promise((done) => setTimeout(done, 10));
    }
    awake = false;
    const { inputs, frames, scripts, looking } = probe;
    return { inputs, frames, scripts, looking };
  };
})();
