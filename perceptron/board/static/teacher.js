// The teacher's page: classes, a question, how many have answered, the split when it is asked for, and who is stuck where.
import { button, make } from "../widgets/page.js";
import { bars, call, questionOf, whyOf } from "./board.js";

const find = (id) => document.getElementById(id), JSON_BODY = {};
const here = new URL(".", location.href).href, students = here + (new URL(here).pathname === "/" ? "" : "student"); // on a hub the latter asks for no account
const say = (text) => { find("said").textContent = text; };
let known = [], code = null, timer = 0, shown = "", listed = "";

const tried = (act) => async () => { try { await act(); say(""); } catch (error) { say(error.message); } await look(); };
const act = (words, body, attributes) => button(words, tried(() => call(`api/classes/${code}`, { question: "", ...body })), attributes);

/** A button that deletes a class when it is pressed twice. */
function deletion(which) {
  const sure = button("yes, delete its answers", async () => {
    await call(`api/classes/${which}`, JSON_BODY, "DELETE");
    if (code === which) code = null;
    start();
  }), first = button("delete", () => first.replaceWith(sure), { "aria-label": `delete ${which}` });
  return first;
}

async function classes() {
  const told = await call("api/classes");
  known = told.questions;
  const rows = told.classes.map((one) => make("tr", {}, make("th", { scope: "row" }, button(one.code, () => { code = one.code; shown = ""; look(); })),
    make("td", {}, `${one.students} student${one.students === 1 ? "" : "s"}`), make("td", {}, `until ${new Date(one.ends * 1000).toLocaleDateString()}`),
    make("td", {}, ...[["votes.csv", "votes"], ["verdicts.csv", "exercises"], ["all.json", "all"]].flatMap(([what, words]) => [make("a", { href: `api/classes/${one.code}/${what}` }, `${words} (${what.split(".")[1].toUpperCase()})`), " "])),
    make("td", {}, deletion(one.code))));
  find("classes").replaceChildren(
    make("div", { class: "row" }, button("new class", async () => { code = (await call("api/classes", JSON_BODY)).code; shown = ""; await classes(); look(); }, { class: "main" }),
      make("span", { class: "small" }, `No names are kept. A class and its answers are deleted after ${told.days} days, or by its button.`)),
    make("details", rows.length && code ? {} : { open: "" }, make("summary", {}, rows.length === 1 ? "1 class" : `${rows.length} classes`), make("div", { class: "scroll" }, make("table", { class: "grid" }, make("tbody", {}, ...rows)))));
}

function questions() {
  const groups = Map.groupBy ? Map.groupBy(known, ({ name }) => name.split("/")[0]) : known.reduce((m, q) => m.set(q.name.split("/")[0], [...(m.get(q.name.split("/")[0]) ?? []), q]), new Map());
  return make("select", { "aria-label": "question", id: "question" }, ...[...groups].map(([lesson, ones]) =>
    make("optgroup", { label: lesson.replaceAll("_", " ") }, ...ones.map(({ name }) => make("option", { value: name }, name.split("/")[1])))));
}

function draw(told) {
  const key = JSON.stringify({ ...told, students: 0, answered: 0, exercises: 0, marks: 0 }), board = find("board"); // a button keeps its focus
  find("where").replaceChildren(make("span", { class: "address" }, students.replace(/^http:\/\//, "")), " ", make("span", { class: "code" }, told.code));
  find("how").replaceChildren("On a phone: open the address, and type the code. In a notebook: ", make("code", {}, "from perceptron.course import classroom"), ", then ",
    make("code", {}, `classroom.join("${told.code}", "${here}")`), ". On the course's pages: ☰, In a class.");
  if (key !== shown) {
    shown = key;
    const chosen = document.getElementById("question")?.value ?? told.question, select = questions();
    if (chosen) select.value = chosen;
    const ask = button("ask it", tried(() => call(`api/classes/${code}`, { do: "ask", question: select.value })), { class: told.asked ? "" : "main" });
    const open = !!told.open, parts = [make("div", { class: "row" }, select, ask)];
    if (told.asked) {
      parts.push(questionOf(told.asked), make("p", { class: "count", id: "count" }), make("div", { class: "row" },
        act("stop the vote", { do: "close" }, open ? {} : { disabled: "" }), act("show the split", { do: "show" }, told.shown ? { disabled: "" } : { class: "main" }),
        act("tell the answer", { do: "tell" }, told.why ? { disabled: "" } : {}),
        act("vote again, after talking", { do: "again" }, told.round === 1 ? {} : { disabled: "" })));
      if (told.split) parts.push(bars(told), ...(told.why ? [whyOf(told.why)] : []));
      else if (told.asked.options.length) parts.push(make("ul", {}, ...told.asked.options.map(([, words]) => Object.assign(make("li"), { innerHTML: words }))));
    }
    board.replaceChildren(...parts);
    board.hidden = false;
  }
  stuck(told);
  const count = document.getElementById("count");
  if (count) count.textContent = `${told.answered[told.round]} of ${told.students} have answered${told.round === 2 ? " again" : ""}${told.open ? "" : " (closed)"}`;
}

const SIGNS = { right: "✓", almost: "≈", "": "·" }, MOST = 60; // students who have a column: more can't be read
const words = (exercise) => exercise.replaceAll("-", " "), table = (head, rows, more = "") => make("div", { class: "scroll", tabindex: "0" },
  make("table", { class: `grid ${more}` }, make("thead", {}, make("tr", {}, ...head.map((one) => make("th", { scope: "col" }, one)))), make("tbody", {}, ...rows)));

/** Exercises × students: who has got how far, the fewest right first; which student that is nobody knows. */
function byStudent(marks) {
  const many = Math.max(...Object.values(marks).map((kinds) => kinds.length)), some = Array.from({ length: Math.min(many, MOST) }, (_, k) => `${k + 1}`);
  const cell = (kind) => make("td", { class: kind === "right" ? "done" : "", "aria-label": kind || "none yet" }, SIGNS[kind] ?? "✗");
  const rows = Object.entries(marks).map(([exercise, kinds]) => make("tr", {}, make("th", { scope: "row" }, words(exercise)), ...kinds.slice(0, MOST).map(cell)));
  const open = find("stuck").querySelector("details")?.open;
  return make("details", open ? { open: "" } : {}, make("summary", {}, "Student by student"),
    make("p", { class: "small" }, `A column is a student, without a name; those who have the fewest right are first${many > MOST ? `, ${MOST} of ${many}` : ""}.`), table(["exercise", ...some], rows, "marks"));
}

function stuck({ code: whose, exercises, marks, lessons }) {
  if (listed === (listed = JSON.stringify([whose, exercises, marks]))) return;
  const rows = exercises.map((one) => make("tr", {}, make("th", { scope: "row" }, words(one.exercise)), make("td", {}, (lessons[one.exercise] ?? "").slice(0, 2)),
    make("td", {}, `✓ ${one.right}`), make("td", {}, `≈ ${one.almost}`), make("td", {}, `✗ ${one.stuck}`), make("td", {}, one.mistake ? `${one.times} × ${one.mistake}` : ""), make("td", {}, one.say)));
  const head = ["exercise", "lesson", "right", "almost", "not yet", "most frequent mistake", "what to say"];
  const rule = make("p", { class: "small" }, "A mistake is named once two students share it. What could not be read as an answer is not counted.");
  find("stuck").replaceChildren(make("h2", {}, "Exercises"), ...(rows.length ? [table(head, rows), rule, byStudent(marks)] : [make("p", {}, "Nobody has answered one yet.")]));
  find("stuck").hidden = false;
}

async function look() {
  clearTimeout(timer);
  if (!code) return;
  try {
    draw(await call(`api/classes/${code}`));
    if (find("said").textContent.startsWith("The board can't")) say("");
  } catch (error) { say(error.message); }
  timer = setTimeout(look, 1000);
}

async function start() {
  find("board").hidden = find("stuck").hidden = !code;
  if (!code) for (const place of ["where", "how"]) find(place).replaceChildren();
  try { await classes(); await look(); } catch (error) { say(error.message); setTimeout(start, 2000); }
}
start();
