// The class that this browser is in. Predictions look there, on every page of this address. Only the cell that was run takes
// a browser into a class: what is stored with a notebook, which others may open, holds no code, and changes nothing.
import { join, joined, leave, resend } from "./classroom.js";
import { listen, make } from "./page.js";

function render({ model, el }) {
  const said = make("p", { role: "status" });
  function draw() {
    const { board, code } = joined() ?? {};
    said.textContent = code ? `You are in class ${code}. Your predictions, and whether your answers are right, go to ${board} without your name.` : "You are in no class. Nothing is sent to anybody.";
  }
  function obey() {
    const { board, code, token } = model.get("where"), asked = model.get("asked");
    if (!asked) return;
    if (code) join(board, code, token);
    else leave();
    model.set("where", {});
    model.set("asked", false);
    model.save_changes();
    draw();
  }
  obey();
  draw();
  el.append(said);
  const online = () => resend();
  addEventListener("online", online);
  online();
  const end = listen(model, { "asked": obey });
  return () => { removeEventListener("online", online); end(); };
}

export default { render };
