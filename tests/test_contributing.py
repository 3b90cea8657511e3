"""What CONTRIBUTING says works as printed: its scene is under 20 lines, and its lesson is two files that pass."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

from perceptron.widgets.scene import Stage
from tools.notebooks import METADATA, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LESSON, SCENE = (textwrap.dedent(block) for block in re.findall(r"^ *```python\n(.*?)^ *```", TEXT, re.M | re.S))
NAME, MODULE = "12_double_a_number", "l12_double"
IMPORT = f"from perceptron.course import {MODULE} as lesson\n\n"
CHECKS = "double or up_to_date or has_its_cell or links_lead or follows_an_arrow or 90_minutes"


def test_the_example_of_a_scene_works():
    *before, last = SCENE.strip().splitlines()
    assert len(before) + 1 < 20
    names = {}
    exec("\n".join(before), names)
    stage = eval(last, names)
    assert isinstance(stage, Stage)
    assert stage.scene.frame().readouts == ["C = 0.187"]
    assert "C = 0.187" in stage.still().alt
    stage.b = 1.0
    assert stage.scene.frame(stage.values).readouts == ["C = 0.387"]


def notebook():
    """The lesson's notebook, as the recipe describes it."""
    told = {
        "title": "# Double a number\n\n*10 minutes.* You will double any number.",
        "recall": "## Remember\n1. What is a number?\n2. What is a sum?\n3. What is a weight?",
        "ask": "## Twice\n**Predict** before you run the next cell.",
        "twice": f'{IMPORT}lesson.predict("twice")',
        "result": "print(2 * 3)",
        "drag-ask": "## Drag\n**Predict, then drag:** where does the line go?",
        "drag": "lesson.picture()",
        "drag-why": "What there was to see: the line goes with the knob.",
        "your-turn": "## Your turn\n**1.** How much is twice 3?",
        "exercise-double": f'{IMPORT}answer = "..."\nlesson.check("double", answer)',
        "again": "**2.** And once more?",
        "exercise-double-again": f'{IMPORT}answer = "..."\nlesson.check("double-again", answer)',
        "found": "## What we found\n- It is 6.\n\n**Answers.** 1. It. 2. So. 3. It.\n\nNext:",
    }
    cells = []
    for cell_id, source in told.items():
        code = cell_id in ("twice", "result", "drag") or cell_id.startswith("exercise")
        cell = {"cell_type": "code" if code else "markdown", "id": cell_id, "metadata": {}, "source": source}
        cell |= {"execution_count": None, "outputs": []} if code else {}
        if source.startswith(("# ", "## ")):
            cell["metadata"]["slideshow"] = {"slide_type": "slide"}
        if cell_id.startswith("exercise"):
            cell["metadata"]["tags"] = ["exercise"]
        cells.append(cell)
    return json.dumps({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the repository with the lesson of the recipe, after the commands of its last step."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    clone = tmp_path_factory.mktemp("clone")
    for name in filter(None, tracked.split("\0")):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    *before, stage = SCENE.strip().splitlines()
    picture = "def picture():\n" + textwrap.indent("\n".join([*before, f"return {stage}\n"]), "    ")
    module = LESSON.replace("predictions=PREDICTIONS", "scenes=(picture,), predictions=PREDICTIONS")
    (clone / "perceptron" / "course" / f"{MODULE}.py").write_text(f'"""Lesson 12."""\n\n{picture}\n{module}', "utf-8")
    (clone / "notebooks" / f"{NAME}.ipynb").write_text(notebook(), encoding="utf-8")
    derive, execute = "derived.main([])", f"notebooks.main(['notebooks/{NAME}.ipynb'])"
    run(clone, "-c", f"from tools import derived, notebooks; assert not ({derive} or {execute} or {derive})")
    return clone


def run(clone, *command):
    environment = {**os.environ, "PYTHONPATH": str(clone)}
    done = subprocess.run([sys.executable, *command], cwd=clone, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_recipe_of_a_lesson_passes_every_check(clone):
    """All that name the new lesson or one of its exercises, and those that look at the whole course."""
    about = ("notebooks", "course", "formulas", "exercises", "progress", "derived", "readme", "teaching", "layers")
    said = run(
        clone,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *(f"tests/test_{name}.py" for name in about),
        "-k",
        CHECKS,
    )
    assert int(re.search(r"(\d+) passed", said)[1]) >= 30


def test_the_new_lesson_is_where_a_reader_looks(clone):
    documents = "README.md", "TEACHING.md", "notebooks/00_start_here.ipynb", "notebooks/11_bring_your_own_data.ipynb"
    for document in documents:
        assert "Double a number" in (clone / document).read_text(encoding="utf-8"), document
