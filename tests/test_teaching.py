"""The teacher's guide agrees with the lessons in titles, minutes and exercises, and its links and sums are right."""

import re

import pytest
from test_readme import dead_links

from perceptron.progress import EXERCISES
from tools.notebooks import ROOT, files
from tools.readme import opening

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


@every_lesson
def test_title_and_minutes_are_the_lesson_s_own(path):
    assert found[path.name][:2] == opening(path)[:2]


@every_lesson
def test_each_lesson_says_all_a_teacher_needs(path):
    text = found[path.name][3]
    assert [part for part in PARTS if f"- **{part}.**" not in text] == []
    assert '"' in text.split("**Expect.**")[1].split("**Ask.**")[0], "no wrong prediction is quoted"


@every_lesson
def test_the_exercises_that_are_set_exist(path):
    line = re.search(r"\*\*Set\.\*\* (.+)", found[path.name][3])[1]
    known = range(1, 1 + len(EXERCISES.get(path.stem, ())))
    assert sorted(map(int, re.findall(r"\b\d\b", line))) == list(known)


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


def test_the_table_of_students_follows_the_formula():
    server, kernel = map(int, re.search(r"\*\*(\d+) \+ (\d+) · k MiB\*\*", GUIDE).groups())
    rows = re.findall(r"^\| (\d+) GiB \| (\d+) \| (\d+) \|$", GUIDE, re.M)
    assert len(rows) == 4
    for row in rows:
        memory, one, two = map(int, row)
        assert [one, two] == [(memory * 1024 - 1024) // (server + kernel * k) for k in (1, 2)]


def test_commands_and_files_exist():
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", GUIDE)) <= targets
    assert [name for name in re.findall(r"`(docs/[\w.]+)`", GUIDE) if not (ROOT / name).exists()] == []
