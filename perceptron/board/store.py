"""Classes, votes and verdicts, in one file of SQLite: what was acknowledged is there after a restart.

A student is a random token that the student's own device made; its hash alone is kept, and no name.
"""

import hashlib
import secrets
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path

LETTERS = "ABCDEFGHJKMNPQRTVWXY346789"  # none that is taken for another
DAYS = 30
MOST_STUDENTS = 10_000  # of a class
_TABLES = """
create table if not exists class (code text primary key, made real, ends real, question text default '',
    round integer default 1, open integer default 0, shown integer default 0);
create table if not exists student (code text, token text, seen real, primary key (code, token));
create table if not exists vote (code text, question text, round integer, token text, answer text, at real,
    primary key (code, question, round, token));
create table if not exists verdict (code text, exercise text, token text, kind text, because text, tries integer,
    at real, primary key (code, exercise, token));
create table if not exists second (code text primary key, opened real);
create table if not exists kept (name text primary key, value text);
"""
_OF_A_CLASS = ("vote", "verdict", "student", "second", "class")


class Refused(ValueError):
    """What can't be done now; the message is for whoever asked."""

    status = 409


class NoClass(Refused):
    """There is no such class, or not any more."""

    status = 410


class Store:
    """One file. now : the clock, in seconds; a day is as long as it says, and nothing else depends on it."""

    def __init__(self, path: Path | str, now=time.time):
        self.now, self.db = now, sqlite3.connect(path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma secure_delete = on")
        self.db.executescript(_TABLES)
        self.purge()

    def close(self):
        self.db.close()

    def secret(self, name: str) -> str:
        """A random text that stays the same as long as the file is there."""
        self.db.execute("insert or ignore into kept values (?, ?)", (name, secrets.token_urlsafe(24)))
        return self._one("select value from kept where name = ?", name)["value"]

    def _one(self, query, *values):
        with closing(self.db.execute(query, values)) as found:
            return found.fetchone()

    def _all(self, query, *values):
        with closing(self.db.execute(query, values)) as found:
            return [dict(row) for row in found]

    @contextmanager
    def _all_or_nothing(self):
        """A transaction; where something goes wrong in it, nothing of it is kept."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:  # a full disk has ended it already
                self.db.execute("rollback")
            raise
        self.db.execute("commit")

    # --- the teacher's ---

    def new_class(self, days: float = DAYS) -> str:
        """The code of a new class, whose data are deleted after so many days."""
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(5))
            made = self.now()
            added = self.db.execute(
                "insert or ignore into class (code, made, ends) values (?, ?, ?)", (code, made, made + days * 86400)
            )
            if added.rowcount:
                return code

    def classes(self) -> list[dict]:
        """All classes, the newest first; those whose time is over are deleted."""
        self.purge()
        query = "select class.*, (select count(*) from student where student.code = class.code) students from class"
        return self._all(f"{query} order by made desc")

    def purge(self) -> None:
        """Delete the classes whose time is over."""
        for row in self._all("select code from class where ends < ?", self.now()):
            self.delete(row["code"])

    def delete(self, code: str) -> None:
        """A class and all that came from it, so that the file does not hold it any more."""
        with self._all_or_nothing():
            for table in _OF_A_CLASS:
                self.db.execute(f"delete from {table} where code = ?", (code,))
        self.db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def state(self, code: str) -> dict:
        """What is asked, in which round, whether votes are taken and shown. Raises NoClass for an unknown one."""
        found = self._one("select * from class where code = ?", code)
        if found is None or found["ends"] < self.now():
            raise NoClass(f"there is no class {code[:12]!r}; look at the teacher's screen for its code.")
        return dict(found)

    def ask(self, code: str, question: str) -> None:
        """Ask a question, in its first round; votes that it has got already stay."""
        self._set(code, question=question, round=1, open=1, shown=0)

    def vote_again(self, code: str) -> None:
        """The second round of the question that is asked: the first votes can't change any more."""
        with self._all_or_nothing():
            self._set(code, round=2, open=1, shown=0)
            self.db.execute("insert or replace into second values (?, ?)", (code, self.now()))

    def close_vote(self, code: str) -> None:
        self._set(code, open=0)

    def show(self, code: str) -> None:
        """Show how the class is split, and not yet who is right; this round's votes can't change any more."""
        self._set(code, open=0, shown=1)

    def tell(self, code: str) -> None:
        """Show the answer, too."""
        self._set(code, open=0, shown=2)

    def _set(self, code, **values):
        self.state(code)
        names = ", ".join(f"{name} = ?" for name in values)
        self.db.execute(f"update class set {names} where code = ?", (*values.values(), code))

    # --- the students' ---

    def join(self, code: str, token: str) -> dict:
        """The class's state, for a student, who is counted from now on."""
        found, known = self.state(code), _hash(token)
        self._enter(code, known)
        mine = self._one(
            "select answer from vote where code = ? and question = ? and round = ? and token = ?",
            code, found["question"], found["round"], known,
        )  # fmt: skip
        return found | {"mine": mine and mine["answer"]}

    def _enter(self, code, known):
        """Count a student. Raises Refused for one too many."""
        if self._one("select 1 from student where code = ? and token = ?", code, known) is None:
            if self.count(code) >= MOST_STUDENTS:
                raise Refused("this class is full.")
            self.db.execute("insert into student values (?, ?, ?)", (code, known, self.now()))

    def vote(self, code: str, token: str, question: str, answer: str, age: float = 0) -> int:
        """Take a vote and return its round; a second one of a student in the same round replaces the first.

        age : seconds for which the student's device had to keep it; one of the first round is none of the second.
        Raises Refused where the question is not asked, or its round is over.
        """
        with self._all_or_nothing():
            found, known = self.state(code), _hash(token)
            if found["question"] != question:
                raise Refused("the class is not asked this question now.")
            second = self._one("select opened from second where code = ?", code)
            late = age and found["round"] == 2 and second and self.now() - age < second["opened"]
            if late or not found["open"]:
                raise Refused("this vote is over.")
            self._enter(code, known)
            row = (code, question, found["round"], known, answer, self.now())
            self.db.execute("insert or replace into vote values (?, ?, ?, ?, ?, ?)", row)
        return found["round"]

    def verdict(self, code: str, token: str, exercise: str, kind: str, because: str) -> None:
        """Take down what an answer to an exercise came to; one that was right stays so."""
        with self._all_or_nothing():
            self.state(code)
            self._enter(code, _hash(token))
            self.db.execute(
                "insert into verdict values (?, ?, ?, ?, ?, 1, ?) on conflict do update set tries = tries + 1, "
                "at = excluded.at, because = iif(kind = 'right', because, excluded.because), "
                "kind = iif(kind = 'right', 'right', excluded.kind)",
                (code, exercise, _hash(token), kind, because, self.now()),
            )

    # --- what the class thinks ---

    def split(self, code: str, question: str) -> dict[int, dict[str, int]]:
        """{round: {answer: how many}} of a question."""
        found: dict[int, dict[str, int]] = {1: {}, 2: {}}
        query = "select round, answer, count(*) n from vote where code = ? and question = ? group by round, answer"
        for row in self._all(query, code, question):
            found[row["round"]][row["answer"]] = row["n"]
        return found

    def exercises(self, code: str) -> list[dict]:
        """For each exercise how many were right, almost right, and not yet; and a mistake that most of these share.

        What one student alone did or sent is not shown to all.
        """
        query = """select exercise, sum(kind = 'right') as "right", sum(kind = 'almost') as almost,
            sum(kind not in ('right', 'almost', 'unreadable', 'missing')) as stuck
            from verdict where code = ? group by exercise"""
        mistakes = """select exercise, because, count(*) n from verdict where code = ? and kind != 'right'
            and because != '' group by exercise, because having n > 1 order by n desc"""
        most: dict[str, dict] = {}
        for row in self._all(mistakes, code):
            most.setdefault(row["exercise"], {"mistake": row["because"], "times": row["n"]})
        return [row | most.get(row["exercise"], {"mistake": "", "times": 0}) for row in self._all(query, code)]

    def marks(self, code: str) -> dict[str, list[str]]:
        """{exercise: what each student's answer came to, or ""}; students in one order, the fewest right first."""
        found = self._all("select exercise, token, kind from verdict where code = ? order by exercise", code)
        kinds = {(row["exercise"], row["token"]): row["kind"] for row in found}
        right = Counter({row["token"]: 0 for row in found})
        right.update(token for (_, token), kind in kinds.items() if kind == "right")
        students = sorted(right, key=lambda token: (right[token], token))
        return {
            name: [kinds.get((name, s), "") for s in students]
            for name in dict.fromkeys(row["exercise"] for row in found)
        }

    def count(self, code: str) -> int:
        """How many students a class has."""
        return self._one("select count(*) n from student where code = ?", code)["n"]

    def export(self, code: str) -> dict:
        """All that is kept of a class, with numbers in place of tokens."""
        self.state(code)
        number = {
            r["token"]: k
            for k, r in enumerate(self._all("select token from student where code = ? order by rowid", code), 1)
        }

        def rows(table):
            found = self._all(f"select * from {table} where code = ? order by at", code)
            return [{"student": number.get(r.pop("token"), 0)} | {k: r[k] for k in r if k != "code"} for r in found]

        return {"class": code, "students": len(number), "votes": rows("vote"), "verdicts": rows("verdict")}


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()[:32]
