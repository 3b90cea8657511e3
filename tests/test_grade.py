"""`perceptron grade`: every answer of the course gets its mark, and nothing that is handed in harms or forges one."""

import csv
import json
import os
import socket
import threading
import time
import zipfile
from textwrap import dedent, indent

import pytest

from perceptron.command import main
from perceptron.course.contents import lessons
from perceptron.grade import sandbox, worker
from perceptron.grade.attempts import LARGEST, Attempt, NoNotebook, attempts, exercises
from perceptron.grade.marks import Mark, Student, marks_of, students
from perceptron.grade.pages import write
from perceptron.grade.submissions import Submission, submissions
from perceptron.grade.wire import Garbled, unpacked
from perceptron.grade.worker import graded

walls = pytest.mark.skipif(not sandbox.protected(), reason="this machine has no Bubblewrap")
IMPORT = "from perceptron.course import l03_measure as lesson\n"
RIGHT = "return sum((p - q) ** 2 for p, q in zip(y, y_hat)) / len(y)"


def notebook(*sources):
    cells = [{"cell_type": "code", "source": dedent(source)} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def cost(body=RIGHT, before="", check="cost"):
    """A notebook with an answer to lesson 03's last exercise."""
    function = f"def my_cost(y, y_hat):\n{indent(dedent(body), '    ')}\n"
    return notebook(f'{IMPORT}{dedent(before)}\n{function}\nlesson.check("{check}", my_cost)')


def typed(text, name="mean-of-three"):
    return notebook(f'{IMPORT}answer = {text}\nlesson.check("{name}", answer)')


def only(raw):
    (mark,) = marks_of(raw)
    return mark


# --- right and wrong --------------------------------------------------------------------------------------------------


def answered(lesson, answers):
    """A lesson's notebook with these answers, as the walk through the course in a browser writes them."""
    (path,) = (p for p in _notebooks() if p.stem == lesson.notebook)
    found = json.loads(path.read_text("utf-8"))
    for cell in found["cells"]:
        name = cell["id"].removeprefix("exercise-")
        if name in answers:
            cell["source"] = f"{answers[name].rstrip()}\n{''.join(cell['source']).splitlines()[-1]}"
    return json.dumps(found).encode()


def _notebooks():
    from perceptron.command import lessons as files

    return files()


@walls
@pytest.mark.parametrize("name", [name for name, lesson in lessons().items() if lesson.exercises])
def test_every_solution_is_right_and_a_wrong_answer_gets_its_words(name):
    lesson = lessons()[name]
    right = marks_of(answered(lesson, {n: e.solution for n, e in lesson.exercises.items()}))
    assert {mark.exercise: mark.kind for mark in right} == dict.fromkeys(lesson.exercises, "right")
    wrong = {m.exercise: m for m in marks_of(answered(lesson, {n: e.wrong[0][0] for n, e in lesson.exercises.items()}))}
    for exercise, asked in lesson.exercises.items():
        assert wrong[exercise].kind not in ("right", "missing")
        assert asked.wrong[0][1] in " ".join(wrong[exercise].why.split())


def test_a_lesson_as_it_ships_has_no_answer_and_runs_nothing(monkeypatch):
    monkeypatch.setattr(sandbox.Process, "__init__", None)
    lesson = lessons()["03_measure_the_error"]
    found = attempts(answered(lesson, {}), exercises())
    assert list(found) == list(lesson.exercises)
    assert {found[n].literal for n in found if n != "cost"} == {"..."}


TOLD = {
    "an answer as data": (typed("'0.07'"), "right"),
    "a number": (typed("0.07"), "right"),
    "magics": (notebook("%matplotlib inline\n!ls\n?int\n" + IMPORT + 'lesson.check("mean-of-three", "0.07")'), "right"),
    "a comment that asks": (typed("'0.07'  # is it?"), "right"),
    "a cell without end": (typed("'0.07'" + "\n" * 200_000), "wrong"),
    "said after the check": (notebook(IMPORT + 'a = "0.07"\nlesson.check("mean-of-three", a)\na = "1"'), "right"),
    "another variant": (typed("'0.07'").replace(b"answer)", b"answer, seed=7)"), "wrong"),
    "no such variant": (typed("'0.07'").replace(b"answer)", b"answer, seed=-7)"), "wrong"),
    "no Python": (notebook(IMPORT + 'def f(\nlesson.check("cost", f)'), "wrong"),
    "nested deeply": (typed("(" * 3000 + "1" + ")" * 3000), "wrong"),
    "a stub, then an answer, then the stub": (
        notebook(*(f'{IMPORT}lesson.check("mean-of-three", "{a}")' for a in ("...", "0.07", "..."))), "right",
    ),
    "the last of two": (
        notebook(*(f'{IMPORT}lesson.check("mean-of-three", "{a}")' for a in ("0.07", "0.21"))), "wrong",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_an_answer_that_is_data_is_judged_without_running_it(case, monkeypatch):
    monkeypatch.setattr(sandbox.Process, "__init__", None)
    raw, kind = TOLD[case]
    assert only(raw).kind == kind


RUN = {
    "an answer that is computed": typed("(0.1**2 + 0.2**2 + 0.4**2) / 3"),
    "a function": cost(),
    "a helper in a cell before": notebook(
        "def square(a):\n    return a * a", "square = square",
        IMPORT + f'def f(y, y_hat):\n    {RIGHT.replace("(p - q) ** 2", "square(p - q)")}\nlesson.check("cost", f)',
    ),
    "a helper in a cell behind": notebook(
        IMPORT + f'def f(y, y_hat):\n    {RIGHT.replace("(p - q) ** 2", "square(p - q)")}\nlesson.check("cost", f)',
        "def square(a):\n    return a * a",
    ),
    "threads": cost(before="import threading\nfor _ in range(50): threading.Thread(target=print).start()"),
    "a cell that stops half-way": notebook(
        "k = 1\n1 / 0", IMPORT + f'k\ndef f(y, y_hat):\n    {RIGHT}\nlesson.check("cost", f)'
    ),
    "the next one like it": notebook(
        IMPORT + 'lesson.another("mean-of-three", 1)\nlesson.check("mean-of-three", "0.07")'
    ),
    "one like it, in a cell of its own": notebook(
        IMPORT + 'lesson.another(name="mean-of-three", seed=1)', 'lesson.check("mean-of-three", "0.07")'
    ),
    "magics": notebook(
        IMPORT + 'if True:\n    %time print(3)\nfiles = !ls\ndisplay(files)\nlesson.check("mean-of-three", "0.07")'
    ),
    "a timed cell": notebook("%%time\nhalf = 0.035", IMPORT + 'lesson.check("mean-of-three", 2 * half)'),
    "a default": notebook(
        "K = 2", IMPORT + f'def f(y, y_hat, k=K):\n    {RIGHT.replace("** 2", "** k")}\nlesson.check("cost", f)'
    ),
    "what a cell put into it": notebook(
        "d = {}", "d['a'] = 0.07", "print(d)", IMPORT + 'lesson.check("mean-of-three", d["a"])'
    ),
    "what a method put into it": notebook(
        "import numpy as np\nd = []", "d.append(0.07)", IMPORT + 'lesson.check("mean-of-three", np.sum(d))'
    ),
    "what a method put into it, in its own cell": notebook(
        IMPORT + 'd = []\nd.append(0.07)\nlesson.check("mean-of-three", sum(d))'
    ),
    "a long sum": notebook("k = " + "+".join(["0"] * 900), IMPORT + 'lesson.check("mean-of-three", k + 0.07)'),
    "an import that is tried": notebook(
        "try:\n    from math import sqrt as root\nexcept ImportError:\n    pass",
        IMPORT + 'lesson.check("mean-of-three", root(0.07**2))',
    ),
    "what no reading shows": notebook(
        "globals()['hidden'] = 0.07", IMPORT + 'lesson.check("mean-of-three", hidden)'
    ),
}  # fmt: skip


@walls
@pytest.mark.parametrize("case", RUN)
def test_what_an_answer_needs_is_run(case):
    mark = only(RUN[case])
    assert (mark.kind, mark.exercise in exercises()) == ("right", True), mark.why


# --- attacks ----------------------------------------------------------------------------------------------------------

SEND = """
import os
for descriptor in range(3, 30):
    try:
        os.write(descriptor, {} + b"\\n")
    except OSError:
        pass
"""
FORGED = (
    b'{"answers": {"cost": {"function": true}}, "troubles": []}\n' + b'{"trouble": {"kind": "right", "message": ""}}\n'
)
GRADER = "perceptron.answers.trial"
ATTACKS = {
    "says itself that it is right": cost("return 0", "lesson.check = lambda *_: print('right')"),
    "replaces the trial": cost("return 0", f"""
        import {GRADER} as trial
        from perceptron.answers import Verdict
        trial.each = lambda fn, cases: [trial.Outcome(trouble=Verdict("right", "right: all agree."))] * 99"""),
    "replaces what judges": cost("return 0", """
        import perceptron.answers.function, perceptron.answers.agreement
        perceptron.answers.function.agreement = lambda *_: "float64" """),
    "forges what is sent": cost("return 0", SEND.format(FORGED * 40)),
    "sends nonsense": cost("return 0", SEND.format(b'{"answers": [1], "troubles": 2}')),
    "sends what is nested without end": cost("return 0", SEND.format(b"[" * 90_000)),
    "sends a fraction that takes hours": cost(
        "return 0",
        SEND.format(b'{"answers": {"cost": {"value": {"text": "1e99999999", "of": "Fraction"}}}, "troubles": []}'),
    ),
    "sends without end": cost("return 0", "import os\nwhile True: [os.write(k, b'1' * 60_000) for k in (3, 4)]"),
    "imports the solution": notebook(IMPORT + dedent("""
        import sys
        for name in [name for name in sys.modules if name.startswith("perceptron.course")]:
            del sys.modules[name]
        from perceptron.course import l03_measure
        exec(l03_measure.EXERCISES["cost"].solution)
        lesson.check("cost", my_cost)""")),
    "reads the solution": notebook(IMPORT + dedent("""
        import pathlib, perceptron, re
        text = (pathlib.Path(perceptron.__file__).parent / "course" / "l03_measure.py").read_text()
        exec(re.search("def my_cost.*", text)[0])
        lesson.check("cost", my_cost)""")),
    "ends Python": cost("import os\nos._exit(0)"),
    "kills all there is": cost("import os\nos.kill(-1, 9)"),
    "kills its parent": cost("import os\nos.kill(os.getppid(), 9)"),
    "takes memory": cost("a = []\nwhile True: a.append(bytearray(10**9))"),
    "recurses": cost("return my_cost(y, y_hat)"),
    "prints without end": cost("import sys\nfor _ in range(99): sys.stdout.write('x' * 10**6)\nreturn 0"),
    "returns a liar": cost("return Liar()", """
        class Liar(float):
            def __eq__(self, other): return True
            def __float__(self): return 0.0
            def __reduce__(self): return print, ("run",)"""),
    "returns a hundred million numbers": cost("import numpy\nreturn numpy.zeros(10**8)"),
    "waits for input": cost("return float(input())"),
    "asks the debugger": cost("import ctypes\nreturn ctypes.string_at(0)"),
}  # fmt: skip


@walls
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_notebook_does_not_pass(attack):
    assert only(ATTACKS[attack]).kind in ("wrong", "not judged")


@walls
@pytest.mark.parametrize(
    "body", ["while True: pass", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"]
)
def test_one_without_an_end_is_ended_and_the_other_answers_are_judged(body, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    endless = f'{IMPORT}def f(*_):\n{indent(body, "    ")}\nlesson.check("cost", f)'
    found = marks_of(notebook(endless, IMPORT + 'answer = 0.21 / 3\nlesson.check("mean-of-three", answer)'))
    assert [(mark.exercise, mark.kind) for mark in found] == [("cost", "wrong"), ("mean-of-three", "right")]
    monkeypatch.setattr(sandbox, "CELLS_SECONDS", 1)
    mark = only(cost(before=body))
    assert (mark.kind, "had not ended" in mark.why) == ("not judged", True)


@walls
def test_all_memory_that_can_be_had_is_counted():
    """Files in memory, System V's segments, and what a mount in a namespace of its own would give."""
    mark = only(
        cost(
            before="""
        import ctypes, perceptron
        c, taken = ctypes.CDLL(None), []
        for place in ("/dev/shm/", "/dev/", "/", perceptron.__file__.replace("__init__.py", "course/"), "/tmp/"):
            try:
                taken.append(open(place + "x", "wb").name)
            except OSError:
                pass
        taken += [call for call in (c.shmget(0, 1 << 20, 0o1600), c.msgget(0, 0o1600)) if call >= 0]
        taken += [call for call in (c.memfd_create(b"x", 0), c.unshare(0x10020000)) if call >= 0]
        raise ValueError(taken)"""
        )
    )
    assert mark.why.endswith("ValueError: ['/tmp/x']")


@walls
def test_the_sandbox_has_no_files_of_others_no_network_and_writes_nowhere(tmp_path, monkeypatch):
    secret = tmp_path / "another student.txt"
    secret.write_text("42")
    monkeypatch.setenv("A_TOKEN", "42")
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = threading.Thread(target=lambda: came.append(server.accept()), daemon=True)
        listener.start()
        tried = f"""
        import os, pathlib, socket, sys
        import perceptron
        seen = []
        for path in ({str(secret)!r}, "/etc/passwd", {str(sandbox.PACKAGE / "course" / "l03_measure.py")!r}):
            seen.append(os.path.exists(path))
        for path in ("/usr/hacked", perceptron.__file__, sys.prefix + "/hacked", {str(tmp_path / "hacked")!r}):
            try:
                open(path, "w").close()
                seen.append(path)
            except OSError:
                pass
        try:
            socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), timeout=3)
            seen.append("network")
        except OSError:
            pass
        try:
            os._exit(0) if os.fork() == 0 else seen.append("a process")
        except OSError:
            pass
        seen.append("A_TOKEN" in os.environ)
        answer = str(seen)
        """
        with sandbox.Process([f'{IMPORT}{dedent(tried)}\nlesson.check("cost", answer)'], ["l03_measure"]) as process:
            assert process.value("cost") == (str([False] * 4), None)
    assert came == []
    assert {path.name for path in tmp_path.iterdir()} == {secret.name}


def test_without_a_sandbox_nothing_is_run_unless_that_is_asked_for(tmp_path, monkeypatch, capsys):
    (tmp_path / "ada.ipynb").write_bytes(cost())
    monkeypatch.setattr("perceptron.grade.grade_command.protected", lambda: False)
    arguments = ["grade", str(tmp_path), "--out", str(tmp_path / "marks")]
    assert main(arguments) == 1
    assert "apt-get install bubblewrap" in capsys.readouterr().err
    assert not (tmp_path / "marks").exists()
    assert main([*arguments, "--without-sandbox"]) == 0
    assert "right" in (tmp_path / "marks" / "marks.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    "sent", [{"text": "1e9", "of": "Fraction"}, {"text": "1/0", "of": "Fraction"}, {"tuple": 3}, {}]
)
def test_what_is_no_value_is_refused(sent):
    with pytest.raises(Garbled):
        unpacked(sent)


def test_lists_in_one_another_are_refused_and_not_followed_for_ever():
    deep = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(Garbled):
        unpacked(deep)


def stuck(pipe, raw, walls, folder):
    """A worker as a notebook may leave it: one answer judged, one on the way, and no end."""
    pipe.send([])
    pipe.send([Mark("cost", "not judged", "not reached"), Mark("mean-of-three", "right", "right")])
    {b"end": os._exit, b"loop": time.sleep, b"well": lambda _: pipe.send("")}[raw](3600)


@pytest.mark.parametrize(("raw", "told"), [(b"end", "ended all of Python"), (b"loop", "had not ended"), (b"well", "")])
def test_who_stops_the_grader_itself_keeps_what_was_judged_and_stops_nobody_else(raw, told, monkeypatch):
    monkeypatch.setattr(worker, "_work", stuck)
    monkeypatch.setattr(worker, "SECONDS", 2)
    (first, marks), (second, _) = graded([Submission("eve", "", raw), Submission("zoe", "", b"well")])
    assert [(mark.exercise, mark.kind) for mark in marks] == [("cost", "not judged"), ("mean-of-three", "right")]
    assert (told in first.trouble, bool(first.trouble)) == (True, bool(told))
    assert second.trouble == ""


# --- whose it is ------------------------------------------------------------------------------------------------------

EXPORTS = {
    "Ada Example_4711_assignsubmission_file_/03_measure_the_error.ipynb": "Ada Example",
    "Ada Example_4711_assignsubmission_file_/work/answers.ipynb": "Ada Example",
    "exampleada_4711_815_03_measure_the_error.ipynb": "exampleada",
    "exampleada_LATE_4711_815_03_measure_the_error-1.ipynb": "exampleada",
    "submitted/ada/lesson/03_measure_the_error.ipynb": "ada",
    "ada/03_measure_the_error.ipynb": "ada",
    "ada_03_measure_the_error.ipynb": "ada",
    "03_measure_the_error ada example (2).ipynb": "ada example",
    "Ådå Éxample/03.ipynb": "Ådå Éxample",
    "Ada Example_4711_assignsubmission_file_03_measure_the_error.ipynb": "Ada Example",
    "maria_lopez_03_measure_the_error.ipynb": "maria_lopez",
    "03_measure_the_error_ada_example.ipynb": "ada_example",
    "ada/03_measure_the_error/answers.ipynb": "ada",
}
TOGETHER = {
    "one folder around all": (["class/ada/03.ipynb", "class/bob/03.ipynb"], ["ada", "bob"]),
    "two": (["2026/class/ada/a.ipynb", "2026/class/bob/a.ipynb"], ["ada", "bob"]),
    "and none for a student": (["class/ada_03_measure_the_error.ipynb", "class/bob.ipynb"], ["ada", "bob"]),
    "several files of one student": (["ada/03.ipynb", "ada/04_walk_down_the_slope.ipynb"], ["ada"]),
    "namesakes in Moodle": (
        [f"Ada Example_{k}_assignsubmission_file_/03.ipynb" for k in (1, 2)], ["Ada Example (1)", "Ada Example (2)"],
    ),
    "namesakes in Canvas": ([f"exampleada_{k}_5_03.ipynb" for k in (1, 2)], ["exampleada (1)", "exampleada (2)"]),
    "no namesakes": (["exampleada_11_5_03.ipynb", "exampleada_11_7_04.ipynb"], ["exampleada"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TOGETHER)
def test_students_are_told_apart(case, tmp_path):
    files, names = TOGETHER[case]
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    assert [student.name for student in students((s, []) for s in submissions(tmp_path))] == names


def test_names_and_answers_in_no_encoding_are_written(tmp_path):
    (tmp_path / "class").mkdir()
    raw = typed("'0.07 \ud800'").replace(b"\\\\ud800", b"\\ud800")
    assert b" \\ud800" in raw
    with zipfile.ZipFile(tmp_path / "class" / "class.zip", "w") as archive:
        archive.writestr("M\x81ller/03.ipynb", raw)
    found = [(s, marks_of(s.raw)) for s in submissions(tmp_path / "class")]
    write(students(found), tmp_path / "marks")
    assert "0.07 ?" in next((tmp_path / "marks" / "students").iterdir()).read_text("utf-8")


def test_a_damaged_archive_is_told_and_the_others_are_read(tmp_path):
    path = zipped(tmp_path / "ada.zip", {"03.ipynb": bytes(range(256)) * 40})
    damaged = bytearray(path.read_bytes())
    damaged[60:80] = b"\xff" * 20
    path.write_bytes(damaged)
    (tmp_path / "bob.ipynb").write_bytes(b"{}")
    assert [(s.student, bool(s.trouble)) for s in submissions(tmp_path)] == [("ada", True), ("bob", False)]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", EXPORTS)
def test_a_platform_s_export_says_whose_a_notebook_is(name, packed, tmp_path):
    inside = tmp_path / "export"
    for hidden in (name, "__MACOSX/._03.ipynb", ".ipynb_checkpoints/03.ipynb", "readme.txt"):
        (inside / hidden).parent.mkdir(parents=True, exist_ok=True)
        (inside / hidden).write_bytes(b"{}")
    source = inside
    if packed:
        source = tmp_path / "export.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for path in inside.rglob("*.*"):
                if path.is_file():
                    archive.write(path, path.relative_to(inside))
    (found,) = submissions(source)
    assert (found.student, found.raw, found.trouble) == (EXPORTS[name], b"{}", "")


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return path


def test_archives_in_archives_are_read_and_nothing_is_unpacked(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"../../03.ipynb": b"{}", "/etc/04.ipynb": b"{}"})
    outer = zipped(tmp_path / "outer.zip", {"ada.zip": inner.read_bytes(), "broken.zip": b"PK"})
    inner.unlink()
    found = [(s.student, s.file, bool(s.trouble)) for s in submissions(outer)]
    assert found == [("ada", "ada/03.ipynb", False), ("ada", "ada/etc/04.ipynb", False), ("broken", "broken", True)]
    assert list(tmp_path.iterdir()) == [outer]
    for depth in range(5):
        outer = zipped(tmp_path / f"{depth}.zip", {"in.zip": outer.read_bytes()})
    (deep,) = submissions(outer)
    assert "archives in one another" in deep.trouble


def test_what_is_too_large_or_a_link_is_not_read(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", {"ada/03.ipynb": b" " * (LARGEST + 1)})
    (found,) = submissions(bomb)
    assert ("more than the 20" in found.trouble, found.raw) == (True, b"")
    bomb.unlink()
    (tmp_path / "class").mkdir()
    (tmp_path / "secret.ipynb").write_bytes(b"{}")
    (tmp_path / "class" / "ada.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (found,) = submissions(tmp_path / "class")
    assert ("a link to a file outside" in found.trouble, found.raw) == (True, b"")


@pytest.mark.parametrize("given", ["nowhere", ".", "notes.txt"])
def test_where_no_notebook_is_that_is_said(given, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("")
    assert main(["grade", str(tmp_path / given), "--out", str(tmp_path / "marks")]) == 1
    said = capsys.readouterr().err
    assert any(words in said for words in ("there is no", "holds no notebooks", "is neither a notebook", "no sandbox"))


NO_NOTEBOOKS = [b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 10**5, b'{"cells": 3}', b'{"cells": [{"source": 1}]}']


@pytest.mark.parametrize("raw", NO_NOTEBOOKS, ids=range(len(NO_NOTEBOOKS)))
def test_what_is_no_notebook_is_told(raw):
    with pytest.raises(NoNotebook, match="no notebook"):
        attempts(raw, exercises())


def test_an_older_notebook_is_read():
    cells = [{"cell_type": "code", "input": [IMPORT, 'lesson.check("mean-of-three", "0.07")']}]
    raw = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()
    assert attempts(raw, exercises())["mean-of-three"].literal == "0.07"
    assert attempts(raw, exercises())["mean-of-three"].cells == ()
    assert Attempt.NONE not in {a.literal for a in attempts(raw, exercises()).values()}


# --- what is written --------------------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def written(tmp_path):
    long = "\n".join(f"    total = total + {k}  # the same" for k in range(12))
    same = Mark("cost", "wrong", "wrong, because the sum is not divided by n: ...", "the sum is not divided by n", long)
    found = students([
        (Submission("=cmd()", "a.ipynb"), [Mark("mean-of-three", "wrong", f"{EVIL} wrong", EVIL, f"'{EVIL}'"), same]),
        (Submission(EVIL, "b.ipynb"), [Mark("mean-of-three", "right", "right", "", "'0.07'"), same]),
        (Submission("ada/../..", "c.ipynb", trouble="no notebook"), []),
        (Submission("ADA ....", "d.ipynb"), [Mark("mean-of-three", "right", "right", "", "'0.07'")]),
        (Submission("ADA ....", "e.ipynb"), [Mark("mean-of-three", "missing", "not written yet")]),
    ])  # fmt: skip
    return found, write(found, tmp_path / "marks"), tmp_path


def test_the_pages_run_nothing_and_stay_in_their_folder(written):
    found, paths, folder = written
    assert {path.parent for path in paths} == {folder / "marks", folder / "marks" / "students"}
    assert len({path.name.casefold() for path in paths}) == len(paths) == 2 + len(found)
    for path in paths:
        text = path.read_text("utf-8-sig")
        assert path.suffix == ".csv" or ("<script" not in text and "default-src 'none'" in text)


def test_the_table_is_one_that_a_spreadsheet_does_not_run(written):
    with open(written[1][1], encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert "'=cmd()" in rows
    assert not any(cell[:1] in "=+-@" for row in rows.values() for cell in row.values() if cell)
    ada = rows["ADA ...."]
    assert (ada["right"], ada["mean-of-three"], ada["cost"]) == ("1", "right", "missing"), "the better of two files"
    assert rows["ada/../.."]["mean-of-three"] == ""
    assert "no notebook" in rows["ada/../.."]["notes"]


def test_others_get_the_marks_in_their_own_form(written):
    """nbgrader 0.9 and Otter-Grader 7 write these columns; benchmarks/README.md says how that was tried."""
    tables = {}
    for name in ("nbgrader", "final_grades"):
        with open(written[1][0].with_name(f"{name}.csv"), encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    scores = {row["student_id"]: (row["assignment"], row["score"], row["max_score"]) for row in tables["nbgrader"]}
    assert scores["ADA ...."] == ("03_measure_the_error", "1.0", "5.0")
    assert "'=cmd()" in scores
    total, *rows = tables["final_grades"]
    assert (total["file"], total["cost"], total["total_points_earned"]) == ("points-per-question", "1.0", "5.0")
    assert {row["file"]: row["mean-of-three"] for row in rows}["ADA ...."] == "1.0"
    assert all(list(row)[-3:] == ["total_points_earned", "percent_correct", "grading_status"] for row in rows)


def test_long_answers_that_are_the_same_are_told_and_short_ones_are_not(written):
    notes = {student.name: student.notes for student in written[0]}
    assert notes["=cmd()"] == [f"cost: the same text as {EVIL}."]
    assert notes["ADA ...."] == []


def test_the_class_s_page_counts_mistakes_by_name(written, tmp_path):
    page = written[1][0].read_text("utf-8")
    assert "2 × the sum is not divided by n" in page
    assert "4 students, 2 exercises" in page
    stub = [Mark("cost", "missing", "not written yet", "it did not come to an end")]
    assert "come to an end" not in write(students([(Submission("ada", ""), stub)]), tmp_path / "other")[0].read_text(
        "utf-8"
    )


def test_a_student_who_handed_in_the_solution_text_is_not_told_of():
    solution = exercises()["cost"][1].solution
    found = students([(Submission(name, ""), [Mark("cost", "right", "", "", solution)]) for name in ("ada", "bob")])
    assert [student.notes for student in found] == [[], []]
    assert isinstance(found[0], Student)


@walls
def test_a_class_is_graded_side_by_side_and_one_bad_file_stops_nobody(tmp_path):
    files = {"ada": cost(), "bob": b"{", "eve": ATTACKS["kills all there is"], "zoe": typed("'0.07'")}
    handed_in = [Submission(name, f"{name}.ipynb", raw) for name, raw in files.items()]
    found = {s.name: s for s in students(graded(handed_in, workers=2))}
    assert {n: [m.kind for m in s.marks.values()] for n, s in found.items()} == {
        "ada": ["right"], "bob": [], "eve": ["wrong"], "zoe": ["right"],
    }  # fmt: skip
    assert "no notebook" in found["bob"].troubles[0]
    write(list(found.values()), tmp_path / "marks")
    assert (tmp_path / "marks" / "class.html").is_file()
