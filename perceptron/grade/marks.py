"""The verdicts: an answer is judged in the grader's own process, whatever the student's process claims."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from perceptron.answers import Verdict
from perceptron.answers.verdict import ours
from perceptron.grade.attempts import Attempt, attempts, exercises, modules
from perceptron.grade.sandbox import Lost, Process
from perceptron.grade.submissions import Submission

KINDS = ("right", "almost", "wrong", "not judged", "missing")
_LONG = 100  # letters of an answer of which two alike are told; shorter ones are alike by nature
_SOLUTION = re.compile(r"\bEXERCISES\b|\.solution\b|\bperceptron\.course\.(?!l\w\d*_)|__subclasses__")


@dataclass(frozen=True)
class Mark:
    """What one answer came to.

    kind : one of KINDS.  why : the verdict's words.  because : the mistake's name, or "".  answer : the cell.
    """

    exercise: str
    kind: str
    why: str
    because: str = ""
    answer: str = ""


@dataclass
class Student:
    """All that one student handed in. marks : exercise -> Mark.  troubles : of files that could not be read."""

    name: str
    files: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    troubles: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def marks_of(raw: bytes, walls: bool = True) -> list[Mark]:
    """The Marks of a notebook's answers, one for each exercise that it has a cell for. Raises NoNotebook."""
    return list(judged(attempts(raw, exercises()), walls))


def judged(found: dict[str, Attempt], walls: bool = True) -> Iterator[Mark]:
    """The Mark of each of a notebook's attempts. walls : whether what has to be run runs in the sandbox."""
    known, process = exercises(), None
    try:
        for name, attempt in found.items():
            if process is not None and (process.lost or process.cells != attempt.cells):
                process.close()
                process = None
            mark, process = _mark(known[name][1], attempt, process, walls)
            yield mark
    finally:
        if process is not None:
            process.close()


def _mark(exercise, attempt, process, walls):
    """(the Mark, the process that its answer came from)"""
    name, answer, seed, said = attempt.exercise, attempt.literal, attempt.seed, attempt.source
    if attempt.error:
        return Mark(name, "wrong", f"its cell is no Python: {attempt.error}", answer=said), process
    try:
        if answer is Attempt.NONE:
            process = process or Process(attempt.cells, modules(), walls)
            if name not in process.answers and len(attempt.every) > len(attempt.cells):  # it needs more than is seen
                process.close()
                process = Process(attempt.every, modules(), walls)
            if name not in process.answers:
                told = process.troubles[-1] if process.troubles else "no answer came to the check"
                return Mark(name, "not judged", f"its cell stopped before the check: {told}", answer=said), process
            answer, seed = process.value(name)
        verdict = _judged(exercise, answer, seed)
    except Lost as lost:
        return Mark(name, "not judged", str(lost), answer=said), process
    except Exception as error:  # of ours: the notebook's other answers are judged even so
        verdict = ours(error)
    kind = {"unreadable": "wrong", "ours": "not judged"}.get(verdict.kind, verdict.kind)
    return Mark(name, kind, verdict.message, verdict.because, said), process


def _judged(exercise, answer, seed):
    """The Verdict of an Exercise that nobody has asked yet, as its hints are counted."""
    fresh = replace(exercise)
    if fresh.another is None or seed is None:
        return fresh(answer)
    if type(seed) is not int or seed < 1:
        return Verdict("unreadable", f"seed = {str(seed)[:40]!r}, expected a whole number from 1")
    return replace(fresh.another(seed))(answer)


def students(results: Iterable[tuple[Submission, list]]) -> list[Student]:
    """The students by name; of several answers to one exercise the best is taken. Namesakes have a number behind it."""
    found: dict[tuple, Student] = {}
    for submission, marks in results:
        student = found.setdefault((submission.student, submission.number), Student(submission.student))
        student.files.append(submission.file)
        if submission.trouble:
            student.troubles.append(f"{submission.file}: {submission.trouble}")
        for mark in marks:
            before = student.marks.get(mark.exercise)
            if before is None or KINDS.index(mark.kind) < KINDS.index(before.kind):
                student.marks[mark.exercise] = mark
    times = Counter(name for name, _ in found)
    for (name, number), student in found.items():
        student.name = f"{name} ({number})" if number and times[name] > 1 else name
    ordered = sorted(found.values(), key=lambda s: s.name.casefold())
    _note(ordered)
    return ordered


def _note(found):
    """Say, without a judgement, whose long answers are the same text, and which mention the course's solutions."""
    alike, known = defaultdict(list), exercises()
    for student in found:
        for mark in student.marks.values():
            text = _bare(mark.answer)
            if _SOLUTION.search(mark.answer):
                student.notes.append(f"{mark.exercise}: the answer mentions the course's solutions.")
            if len(text) >= _LONG and mark.kind != "missing" and _bare(known[mark.exercise][1].solution) not in text:
                alike[mark.exercise, text].append(student)
    for (exercise, _), together in alike.items():
        for student in together if len(together) > 1 else ():
            others = ", ".join(s.name for s in together if s is not student)
            student.notes.append(f"{exercise}: the same text as {others}.")


def _bare(source):
    """The code without comments, blanks, imports, and the check."""
    lines = (re.sub(r"\s+", "", line.split("#")[0]) for line in source.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"from|import|.*\.check\(", line))
