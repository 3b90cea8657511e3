"""The teacher's guide agrees with the lessons in titles, minutes and exercises, and its links and sums are right."""

import re
from itertools import pairwise

import pytest
from pages import cells_of, shows
from test_readme import dead_links

from perceptron.command import opening
from perceptron.course.contents import lessons
from tools.notebooks import ROOT, files

GUIDE = (ROOT / "TEACHING.md").read_text(encoding="utf-8")
LESSON = re.compile(
    r"^### \[(.+)\]\(notebooks/(.+)\)\n\n\*(\d+) minutes alone, (\d+) in class\.\*\n\n((?:.+\n)+)", re.M
)
PARTS = ("Goal", "Expect", "Ask", "Set", "Skip")
found = {name: (title, int(alone), int(in_class), text) for title, name, alone, in_class, text in LESSON.findall(GUIDE)}
every_lesson = pytest.mark.parametrize("path", files(), ids=lambda path: path.name)


def test_links_lead_somewhere():
    assert dead_links(GUIDE) == []


def test_every_lesson_is_there_in_order():
    assert list(found) == [path.name for path in files()]


# Minutes: for a word, a line of code, a cell of code, a displayed formula, a prediction, what moves, and the exercises.
WORD, LINE, CODE, FORMULA, PREDICT, MOVES = 1 / 150, 0.05, 0.2, 0.25, 0.5, 2.5
NUMBER_OR_CHOICE, TYPED_FORMULA, FUNCTION, CLINIC = 1.5, 3, 4, 8


def pace(cell, before):
    """How many minutes a reader needs for a cell. before : the cell before it, which sets the exercise."""
    if cell.cell_type == "markdown":
        prose = re.sub(r"\$\$.*?\$\$", "", cell.source, flags=re.S)
        shown = cell.source.count("$$") / 2
        return WORD * len(prose.split()) + FORMULA * shown + PREDICT * prose.count("**Predict")
    if "exercise" in cell.metadata.get("tags", ()):
        if cell.id == "exercise-diagnosis":
            return CLINIC
        asked = before.source.casefold()
        return (
            FUNCTION
            if "def " in cell.source
            else TYPED_FORMULA
            if re.search("formula|type", asked)
            else NUMBER_OR_CHOICE
        )
    return CODE + LINE * len(cell.source.splitlines()) + MOVES * shows(cell, "Stage", "Stepper", "Playground")


@every_lesson
def test_the_minutes_are_those_of_the_guide_s_rule(path):
    cells = [cell for cell in cells_of(path) if cell.id != "solutions"]
    minutes = sum(pace(cell, before) for before, cell in pairwise([cells[0], *cells]))
    print(f"{path.stem}: {minutes:.1f} minutes")
    assert abs(found[path.name][1] - minutes) < 3, "minutes are given in fives"


@every_lesson
def test_each_lesson_says_all_a_teacher_needs(path):
    text = found[path.name][3]
    assert [part for part in PARTS if f"- **{part}.**" not in text] == []
    assert '"' in text.split("**Expect.**")[1].split("**Ask.**")[0], "no wrong prediction is quoted"


@every_lesson
def test_the_exercises_that_are_set_exist(path):
    line = re.search(r"\*\*Set\.\*\* (.+)", found[path.name][3])[1]
    known = range(1, 1 + len(lessons()[path.stem].exercises))
    assert sorted(map(int, re.findall(r"\b\d\b", line))) == list(known)


JOINTS = {"you", "will", "and", "know"}


@every_lesson
def test_each_part_of_the_promise_has_an_exercise_that_proves_it(path):
    lesson, rest = lessons()[path.stem], opening(path)[2]
    for part, exercise in lesson.promised.items():
        assert part in rest, part
        assert exercise in lesson.exercises
        rest = rest.replace(part, "")
    left = set(re.findall(r"\w+", rest.casefold())) - JOINTS
    assert not (lesson.exercises and left), "said in the first cell, and in no part of `promised`"
    assert all(f" | {part} | " in GUIDE for part in lesson.promised)


def test_each_session_has_90_minutes_and_the_lessons_theirs():
    plan = GUIDE.split("| session | minutes | what |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| (\*\*\d.*\*\*)? ?\| (\d+) \| (.+) \|$", plan, re.M)
    sums = []
    for session, minutes, _ in rows:
        if session:
            sums.append(0)
        sums[-1] += int(minutes)
    assert sums == [90, 90, 90]
    planned = {name: int(minutes) for _, minutes, what in rows for name in re.findall(r"notebooks/([^)]+)", what)}
    assert {name: entry[2] for name, entry in found.items() if entry[2]} == planned


def test_commands_and_files_exist():
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", GUIDE)) <= targets
    assert [name for name in re.findall(r"`(docs/[\w.]+)`", GUIDE) if not (ROOT / name).exists()] == []
