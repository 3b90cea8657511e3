// The class that this browser is in. Predictions look there, on every page of this address.
import { join, leave, resend } from "./classroom.js";
import { listen, make } from "./page.js";

function render({ model, el }) {
  const said = make("p", { role: "status" });
  function draw() {
    const { board, code, token } = model.get("where");
    if (code) join(board, code, token);
    else leave();
    said.textContent = code ? `You are in class ${code}. Your predictions, and whether your answers are right, go to ${board} without your name.` : "You are in no class. Nothing is sent to anybody.";
  }
  draw();
  el.append(said);
  addEventListener("online", resend);
  const end = listen(model, { "where": draw });
  return () => { removeEventListener("online", resend); end(); };
}

export default { render };
