"""Grade 200 notebooks of right, wrong and hostile answers: is every mark right, and how long does it take?"""

import csv
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from perceptron.command import lessons as files
from perceptron.command import main
from perceptron.course.contents import lessons

STUDENTS = 200
HOSTILE = {
    "judges itself": "lesson.check = lambda *_: print('right')",
    "ends Python": "import os\nos._exit(0)",
    "kills": "import os\nos.kill(-1, 9)",
    "takes memory": "rows = []\nwhile True:\n    rows.append(bytearray(10**9))",
    "deletes": "import shutil\nshutil.rmtree('/', ignore_errors=True)\nanswer = None",
    "forks": "import os\nfor _ in range(99):\n    os.fork()",
    "looks up": "from perceptron.course.contents import lessons",
}


def answers(lesson, rng):
    """{exercise: (code, words that must be told, "" where it is right)} of one student."""
    found = {}
    for name, exercise in lesson.exercises.items():
        kind = rng.choice(("right", "right", "wrong", "wrong", "hostile", "stub"))
        if kind == "right":
            found[name] = exercise.solution, ""
        elif kind == "wrong":
            found[name] = rng.choice(exercise.wrong)
        elif kind == "hostile":
            found[name] = f"{rng.choice([*HOSTILE.values()])}\nanswer = None", None
    return found


def handed_in(folder, students=STUDENTS):
    """{student: what each answer must come to}, with their notebooks written into the folder."""
    rng, taught = random.Random(1), [(path, lessons()[path.stem]) for path in files() if lessons()[path.stem].exercises]
    expected = {}
    for number in range(students):
        path, lesson = taught[number % len(taught)]
        given, notebook = answers(lesson, rng), json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:
            if (name := cell["id"].removeprefix("exercise-")) in given:
                cell["source"] = f"{given[name][0].rstrip()}\n{''.join(cell['source']).splitlines()[-1]}"
        student = f"student {number:03d}"
        (folder / student).mkdir()
        (folder / student / path.name).write_text(json.dumps(notebook), "utf-8")
        expected[student] = {name: words for name, (_, words) in given.items()}
    return expected


def false_marks(folder, expected):
    """(how many marks there are, those that are not what they must be)"""
    with open(folder / "marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    total, false = 0, []
    for student, given in expected.items():
        for name, words in given.items():
            kind, why = rows[student][name], " ".join(rows[student][f"{name}: why"].split())
            good = kind == "right" if words == "" else kind != "right" and (words or "") in why
            total += 1
            false += [] if good else [f"{student}, {name}: {kind}, {why[:80]}; expected {words!r}"]
    return total, false


def run():
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "handed in", Path(folder) / "marks"
        source.mkdir()
        expected = handed_in(source, int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS)
        began = time.perf_counter()
        if main(["grade", str(source), "--out", str(out)]):
            return 1
        minutes = (time.perf_counter() - began) / 60
        total, false = false_marks(out, expected)
    print(f"{len(expected)} notebooks, {total} answers in {minutes:.1f} minutes; false marks: {len(false)}")
    print(*false, sep="\n")
    return bool(false)


if __name__ == "__main__":
    sys.exit(run())
