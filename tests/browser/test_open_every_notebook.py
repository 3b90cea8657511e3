"""Every lesson in a real browser: it runs from top to bottom, every picture moves, every exercise is answered.

Each exercise gets a wrong answer, whose diagnosis must be on the page, and then the right one. Nobody outside is asked.
"""

import json
import re

import pytest
from lab import ROOT
from walk import ANSWER, TRY_WIDGETS

from perceptron.course.contents import lessons

# What a reader is offered: the table, not the folder. tests/test_readme.py holds the two together.
OFFERED = re.findall(r"^\| \[.*?\]\(notebooks/(.+?\.ipynb)\)", (ROOT / "README.md").read_text("utf-8"), re.M)


def _may_raise(name):
    cells = json.loads((ROOT / "notebooks" / name).read_text("utf-8"))["cells"]
    return {cell["id"] for cell in cells if "raises-exception" in cell["metadata"].get("tags", [])}


@pytest.mark.parametrize("name", OFFERED)
def test_notebook_runs_in_jupyterlab(lesson, name):
    lesson.turn_to(name)
    lesson.run_all()
    cells = lesson.code_cells()

    assert all(cell["execution_count"] for cell in cells), "a cell was not run"
    assert [e for e in lesson.cell_errors() if e.split(":")[0].removeprefix("cell ") not in _may_raise(name)] == []
    for cell in cells:
        expected = len(cell["outputs"])
        shown = lesson.shown_outputs(cell["id"]) if expected else 0
        assert shown == expected, f"cell {cell['id']} has {expected} outputs and shows {shown}"
    assert lesson.formula_errors() == []
    tried, dull = lesson.evaluate(TRY_WIDGETS)
    assert (tried >= 1, dull) == (True, [])
    for exercise, asked in lessons()[name.removesuffix(".ipynb")].exercises.items():
        cell_id, (wrong, words) = f"exercise-{exercise}", asked.wrong[0]
        assert words in " ".join(lesson.evaluate(ANSWER, [cell_id, wrong]).split())
        said = lesson.evaluate(ANSWER, [cell_id, asked.solution])
        assert said.startswith("right") or "right:" in said or "passed" in said
    assert lesson.console_errors == []
    assert lesson.outside_requests == []
