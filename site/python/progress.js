// How far Python is: one line that goes where it is waited for.
import { make } from "../../static/tools.js";

const MB = (bytes) => (bytes / 1e6).toFixed(1);

/** {show(section), told}: the line, shown in a cell while Python is loading; `told` hears of a Kernel. */
export function progress() {
  const bar = make("progress", { max: 1, value: 0, "aria-label": "Python is loading" }), words = make("span");
  const line = make("p", { class: "loading", hidden: "" }, bar, words);
  let busy = true;
  const tell = (text, share) => {
    words.textContent = text;
    if (share === undefined) bar.removeAttribute("value"); else bar.value = share;
  };
  const told = ({ progress: far, busy: more, ready, broken }) => {
    if (far) tell(`Python is loading: ${MB(far.loaded)} of ${MB(far.total)} MB, once`, far.loaded / far.total);
    if (more) tell(`What draws pictures is loading: ${MB(more)} MB, once`);
    if (far && far.loaded >= 0.999 * far.total) tell("Python is starting …");
    busy = !(ready || broken || more === 0);
    line.hidden = !busy || !line.isConnected;
  };
  tell("Python is loading …");
  return { told, show: (section) => { section.append(line); line.hidden = !busy; } };
}
