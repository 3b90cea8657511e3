// A button that gives away what makes this very picture: on a web page its address, else the call.
import { button, make } from "../page.js";

/**
 * The button, and the box in which the text can be copied by hand. `pairs()` are the [name, value] that differ from the
 * start; where `dragged()`, points were moved that a call does not have, and `say(words)` says so.
 */
export function sharing(model, { pairs, dragged }, say) {
  if (!model.address && !model.get("call")) return { elements: [], follow() {} };
  const noun = model.address ? "link" : "call";
  const box = make("input", { type: "text", readonly: "", hidden: "", "aria-label": `The ${noun} of this picture` });
  const text = () => {
    const told = pairs().map(([name, value]) => [name, JSON.stringify(value)]);
    return model.address?.(told) ?? `${model.get("call")}${told.map((pair) => pair.join("=")).join(", ")})`;
  };
  const share = button(`copy ${noun}`, async () => {
    Object.assign(box, { value: text(), hidden: false });
    box.focus();
    box.select();
    const copied = await navigator.clipboard?.writeText(box.value).then(() => true, () => false);
    say(`The ${noun} of this picture ${copied ? "is copied" : "is selected, copy it from the box"}.`
      + (!model.address && dragged() ? " The points that you dragged are not in it." : ""));
  });
  const follow = () => { box.hidden ||= box.value !== text(); };
  return { elements: [share, box], follow };
}
