"""What a browser may ask of the board, over HTTP. Everything is JSON, but the two pages and their files.

Students need a class code and a token that their device made; nothing of them is kept but that token's hash. Their part
may be called from any page (the course's site, a notebook), which is why no cookie is looked at there. The teacher's
part is called from the board's own page alone.
"""

import csv
import io
import json
import time
from collections import defaultdict, deque
from datetime import UTC, datetime
from pathlib import Path

from tornado import web

from perceptron.board import questions
from perceptron.board.store import DAYS, Refused, Store

STATIC = Path(__file__).parent / "static"
MOST_BODY = 4096  # bytes of a request
MOST_CALLS, SPAN = 60, 10.0  # of one student in so many seconds
COLUMNS = {
    "votes.csv": ["student", "question", "round", "answer", "at"],
    "verdicts.csv": ["student", "exercise", "kind", "because", "tries", "at"],
}
KINDS = ("right", "almost", "wrong", "unreadable", "missing")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'"
)
_POLICY += "; form-action 'none'; frame-ancestors 'self'"


class Handler(web.RequestHandler):
    """One request; what is wrong with it is said in JSON, and what is wrong with us is not told to others."""

    stranger = False  # whether somebody has to log in before it can be told who that is
    unless: dict = {}  # noqa: RUF012  # what stands for a field that is not given

    @property
    def store(self) -> Store:
        return self.settings["store"]

    def set_default_headers(self):
        for name, value in {
            "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }.items():  # fmt: skip
            self.set_header(name, value)

    def body(self, **fields):
        """The JSON of the request as these fields, each of its type and of a size that can be kept."""
        if self.request.headers.get("Content-Type", "").split(";")[0] != "application/json":
            raise web.HTTPError(415, reason="application/json is expected")
        try:
            given = json.loads(self.request.body)
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise web.HTTPError(400, reason="a JSON object is expected")
        for name, kind in fields.items():
            value = given.setdefault(name, self.unless.get(name))
            if not isinstance(value, kind) or isinstance(value, bool) or not _fits(value):
                raise web.HTTPError(400, reason=f"{name} is missing, or of another kind")
        return [given[name] for name in fields]

    def shown(self, name, code, what):
        """The split where it is shown, and the answer where it is told."""
        whole = questions.questions()[name]
        told = {"split": self.store.split(code, name)} if what else {}
        return told | ({"answer": whole["answer"], "why": whole["why"]} if what > 1 else {})

    def write_error(self, status, **more):
        error = more.get("exc_info", (None, None))[1]
        said = str(error) if isinstance(error, Refused) else self._reason
        self.finish({"why": said})

    def _handle_request_exception(self, error):
        if isinstance(error, Refused) and not self._finished:
            self.set_status(error.status)
            self.finish({"why": str(error)})
        else:
            super()._handle_request_exception(error)


def _fits(value):
    """Whether it is text of at most 200 letters, none of them half a letter, or a number that has a size."""
    if isinstance(value, str):
        return len(value) <= 200 and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return abs(value) < 1e300


# --- students ---


class Student(Handler):
    """Called from any page, with no right but the token's."""

    def set_default_headers(self):
        super().set_default_headers()
        for name, value in {"Origin": "*", "Methods": "POST", "Headers": "Content-Type", "Max-Age": "600"}.items():
            self.set_header(f"Access-Control-{'Max-Age' if name == 'Max-Age' else f'Allow-{name}'}", value)

    def options(self):
        self.set_status(204)

    def who(self, code, token):
        """The code as it is kept. Raises for a token that is none, and for one that calls without end."""
        if not 16 <= len(token) <= 64 or not token.isalnum():
            raise web.HTTPError(400, reason="token is missing, or of another kind")
        calls, now = self.settings["calls"][token], time.monotonic()
        while calls and calls[0] < now - SPAN:
            calls.popleft()
        if len(calls) >= MOST_CALLS:
            raise web.HTTPError(429, reason="too many calls; wait ten seconds")
        calls.append(now)
        if len(self.settings["calls"]) > 50_000:
            self.settings["calls"].clear()
        return code.strip().upper()


class Join(Student):
    """What the class is asked now."""

    def post(self):
        code, token = self.body(code=str, token=str)
        code = self.who(code, token)
        found = self.store.join(code, token)
        name = found["question"]
        asked = questions.public(name) if name in questions.questions() else None
        students = self.settings["students"].get(code, 0)
        told = {"asked": asked, "round": found["round"], "open": bool(found["open"]), "mine": found["mine"]}
        told |= self.shown(name, code, found["shown"]) if asked else {}
        self.finish(told | {"again": 2 + students / 300})  # seconds until it is worth asking again


class Vote(Student):
    """An answer to the question that is asked. age : seconds for which it could not be sent."""

    unless: dict = {"age": 0}  # noqa: RUF012

    def post(self):
        number = (int, float)
        code, token, question, answer, age = self.body(
            code=str, token=str, question=str, answer=(str, *number), age=number
        )
        code = self.who(code, token)
        if question not in questions.questions():
            raise Refused("there is no such question.")
        self.finish({"round": self.store.vote(code, token, question, questions.answer(question, answer), age)})


class Verdict(Student):
    """What an answer to an exercise came to, on the student's own machine."""

    def post(self):
        code, token, exercise, kind, because = self.body(code=str, token=str, exercise=str, kind=str, because=str)
        code = self.who(code, token)
        if exercise not in questions.exercises() or kind not in KINDS:
            raise Refused("there is no such exercise, or no such verdict.")
        self.store.verdict(code, token, exercise, kind, because)
        self.finish({})


# --- the teacher ---


class Classes(Handler):
    """The classes there are, and new ones."""

    @web.authenticated
    def get(self):
        known = [{"name": name, **questions.public(name)} for name in questions.questions()]
        self.finish({"classes": self.store.classes(), "questions": known, "days": DAYS})

    @web.authenticated
    def post(self):
        self.body()
        self.finish({"code": self.store.new_class()})


class Class(Handler):
    """One class: what it thinks, and what is to happen next."""

    @web.authenticated
    def get(self, code):
        state = self.store.state(code)
        name = state["question"]
        split = self.store.split(code, name)
        asked = questions.questions().get(name)
        told = {key: state[key] for key in ("code", "ends", "question", "round", "open", "shown")}
        students = self.store.count(code)
        self.settings["students"][code] = students
        told |= {"students": students, "answered": {number: sum(split[number].values()) for number in split}}
        if asked:
            told["asked"] = questions.public(name)
            told |= self.shown(name, code, state["shown"])
        stuck = [row | {"say": questions.say(row["exercise"], row["mistake"])} for row in self.store.exercises(code)]
        self.finish(told | {"exercises": stuck, "marks": self.store.marks(code), "lessons": questions.exercises()})

    @web.authenticated
    def post(self, code):
        do, question = self.body(do=str, question=str)
        if do == "ask" and question not in questions.questions():
            raise Refused("there is no such question.")
        acts = {
            "ask": lambda: self.store.ask(code, question), "again": lambda: self.store.vote_again(code),
            "close": lambda: self.store.close_vote(code), "show": lambda: self.store.show(code),
            "tell": lambda: self.store.tell(code),
        }  # fmt: skip
        if do not in acts:
            raise Refused(f"there is nothing called {do!r} to do.")
        acts[do]()
        self.finish({})

    @web.authenticated
    def delete(self, code):
        self.body()
        self.store.state(code)
        self.store.delete(code)
        self.finish({})


class Export(Handler):
    """All that is kept of a class, as JSON, or its votes or verdicts as a table."""

    @web.authenticated
    def get(self, code, what):
        found = self.store.export(code)
        self.set_header("Content-Disposition", f'attachment; filename="class-{code}-{what}"')
        if what == "all.json":
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(json.dumps(found, indent=1))
            return
        text = io.StringIO()
        rows = csv.DictWriter(text, COLUMNS[what])
        rows.writeheader()
        rows.writerows(row | {"at": _when(row["at"])} for row in found[what.removesuffix(".csv")])
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.finish(text.getvalue())


def _when(at):
    """A moment as people and spreadsheets read it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


class Page(Handler):
    """The teacher's page; whoever is not the teacher gets the students'."""

    def get(self):
        name = "teacher" if self.current_user else "student"
        if name == "student" and self.stranger:
            self.redirect(self.get_login_url())
            return
        self.finish((STATIC / f"{name}.html").read_text("utf-8"))


class StudentPage(Handler):
    def get(self):
        self.finish((STATIC / "student.html").read_text("utf-8"))


def application(store: Store, prefix: str = "/", teacher=Handler, handlers=(), **settings) -> web.Application:
    """The board under a prefix that ends in "/". teacher : a mixin that knows who the teacher is (`teacher`)."""
    code = r"([A-Z0-9]{5})"
    shared = (rf"{prefix}widgets/(page\.js)", web.StaticFileHandler, {"path": str(STATIC.parents[1] / "widgets")})
    own = {
        "": Page, "student": StudentPage, "api/join": Join, "api/vote": Vote, "api/verdict": Verdict,
        "api/classes": Classes, f"api/classes/{code}": Class,
        rf"api/classes/{code}/(all\.json|votes\.csv|verdicts\.csv)": Export,
    }  # fmt: skip
    rules = [
        (prefix + path, type(h.__name__, (teacher, h), {}) if not issubclass(h, Student) else h)
        for path, h in own.items()
    ]
    return web.Application(
        [*handlers, shared, *rules], store=store, static_path=str(STATIC), static_url_prefix=f"{prefix}static/",
        calls=defaultdict(deque), students={}, **settings,
    )  # fmt: skip
