// A student's page: a class code, the question that is asked now, and an answer.
import { button, make } from "../widgets/page.js";
import { bars, call, optionOf, questionOf, whyOf } from "./board.js";

const find = (id) => document.getElementById(id);
const kept = { get: (key) => { try { return localStorage.getItem(`perceptron-board-${key}`); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(`perceptron-board-${key}`, value); } catch { /* then for this page alone */ } } };
const token = kept.get("token") ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
kept.set("token", token);
let code = null, shown = "", timer = 0, waiting = null; // waiting: a vote that the board has not taken yet

function say(text) { if (find("said").textContent !== text) find("said").textContent = text; }

function draw(told) {
  const key = JSON.stringify([told.asked?.name, told.round, told.open, told.split, told.answer]);
  if (key === shown) return;
  shown = key;
  const { asked } = told, place = find("asked");
  if (!asked) { place.replaceChildren(make("p", {}, "You are in. The question comes when your teacher asks it.")); return; }
  if (told.split) { place.replaceChildren(questionOf(asked), bars(told), ...(told.why ? [whyOf(told.why)] : [])); say(told.why ? "" : "How would you convince your neighbour?"); return; }
  const form = make("form", {}), box = make("input", { inputmode: "text", autocomplete: "off", "aria-label": "your number" });
  const radios = asked.options.map(([value]) => make("input", { type: "radio", name: "option", value }));
  for (const radio of radios) radio.checked = radio.value === told.mine;
  if (told.mine && !radios.length) box.value = told.mine;
  const fields = radios.length ? asked.options.map(([, words], k) => make("label", { class: "option" }, radios[k], optionOf(words))) : [make("label", { class: "row" }, box, asked.unit)];
  const send = make("button", { type: "submit", class: "main" }, told.mine ? "change my answer" : "send my answer");
  send.disabled = !told.open;
  form.append(make("fieldset", {}, make("legend", {}, questionOf(asked, "span")), ...fields), send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const number = Number(box.value.trim().replace("−", "-").replace(",", ".")), answer = radios.length ? radios.find((r) => r.checked)?.value : number;
    if (answer === undefined) return say("Choose one of them first.");
    if (!radios.length && (!box.value.trim() || !Number.isFinite(number))) return say("Type a number, such as 0.5 or −3.");
    waiting = { question: asked.name, answer, at: Date.now() };
    return vote(send);
  });
  place.replaceChildren(form);
  say(told.open ? (told.round === 2 ? "Second vote: has anybody changed your mind?" : told.mine ? "Your answer is in. You can change it until the vote is over." : "") : "This vote is over. Wait for the teacher's screen.");
}

async function vote(send) {
  try {
    const { at, ...what } = waiting;
    await call("api/vote", { code, token, ...what, age: (Date.now() - at) / 1000 });
    waiting = null;
    say("Your answer is in. You can change it until the vote is over.");
    if (send) send.textContent = "change my answer";
  } catch (error) {
    if (!error.away) waiting = null;
    say(error.away ? "Your answer is kept, and sent when the board is back." : error.message);
  }
}

async function look() {
  clearTimeout(timer);
  let again = 3;
  try {
    if (waiting) await vote();
    const told = await call("api/join", { code, token });
    again = told.again;
    if (find("said").textContent.startsWith("The board can't")) say("");
    find("join").hidden = true;
    kept.set("code", code);
    draw(told);
  } catch (error) {
    say(error.message);
    if (!error.away) { find("join").hidden = false; find("asked").replaceChildren(); shown = ""; return; }
  }
  timer = setTimeout(look, 1000 * again * (0.8 + 0.4 * Math.random()));
}

find("join").addEventListener("submit", (event) => {
  event.preventDefault();
  code = find("code").value.trim().toUpperCase();
  if (/^[A-Z0-9]{5}$/.test(code)) look();
  else say("A class code has five letters or digits, such as K7PXM.");
});
find("join").after(button("leave the class", () => { kept.set("code", ""); location.search = ""; }, { class: "small", id: "leave", hidden: "" }));
find("code").value = new URLSearchParams(location.search).get("class") ?? kept.get("code") ?? "";
if (kept.get("code") && kept.get("code") === find("code").value) { code = find("code").value; look(); }
