// The class that this browser is in. Predictions look there, on every page of this address. Only the cell that was run takes
// a browser into a class: what is stored with a notebook, which others may open, holds no code, and changes nothing.
import { join, leave, present, resend } from "./classroom.js";
import { listen, make } from "./page.js";
import { standing } from "./standing.js";

function render({ model, el }) {
  const said = make("p", { role: "status" });
  async function draw(asking = present()) {
    said.textContent = standing();
    said.textContent = standing(await asking);
  }
  function obey() {
    const { board, code, token } = model.get("where"), asked = model.get("asked");
    if (!asked) return;
    model.set("where", {});
    model.set("asked", false);
    model.save_changes();
    if (!code) leave();
    draw(code ? join(board, code, token) : null);
  }
  if (model.get("asked")) obey();
  else draw();
  el.append(said);
  const online = () => resend().then(() => draw());
  addEventListener("online", online);
  resend();
  const end = listen(model, { "asked": obey });
  return () => { removeEventListener("online", online); end(); };
}

export default { render };
