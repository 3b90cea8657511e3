"""The check of the notebooks is itself checked: each fault planted in a copy of a sound notebook is caught."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import NamedTuple

import pytest
from runs import run_notebooks

from tools.notebooks import ROOT, kernel_environment, normalise

DRAW = """figure = Figure(figsize=(3, 2))
figure.add_subplot().plot([0, 1, 2], [0, 1, 4], "o")
figure.savefig(stream := BytesIO())
Image(stream.getvalue())"""
IMPORTS = """from io import BytesIO
from itertools import count
import ipywidgets
from IPython.display import HTML, Image, Math
from matplotlib.figure import Figure
runs = count()"""
CALLBACK = """slider = ipywidgets.FloatSlider(value=0.5)
slider.observe(lambda change: print(1 / change["new"]), "value")"""


class Cell(NamedTuple):
    """A sound cell, and how it is spoilt after its outputs were stored: `old` becomes `new`, or `damage` is done."""

    source: str
    old: str = ""
    new: str = ""
    damage: str = ""
    said: str | None = None  # what the failure must say


CELLS = {
    "imports": Cell(IMPORTS),
    "changed_number": Cell("round(1 / 3, 4)", "4)", "3)", said="0.3333"),
    "printed_number": Cell("print(0.1 + 0.2)", "0.2", "0.3", said="0.4"),
    "same_picture": Cell(DRAW),
    "moved_point": Cell(DRAW, "4]", "3.9]", said="picture 1 has RMS"),
    "resized_picture": Cell(DRAW, "(3, 2)", "(3, 2.2)", said="picture 1 was 300×200 pixels and is 300×220"),
    "stripped_picture": Cell(DRAW, damage="outputs", said="Unexpected output fields"),
    "changed_formula": Cell(r"Math(r'\frac{1}{1 + e^{-z}}')", "1 +", "1 -", said="mismatch 'text/latex'"),
    "changed_table": Cell("HTML('<table><tr><td>1</td></tr></table>')", "<td>1", "<td>2", said="mismatch 'text/html'"),
    "callback": Cell(CALLBACK),
    "raising_callback": Cell("slider.value = 1\nslider.value = 0.25", "0.25", "0", said="ZeroDivisionError"),
    "warning": Cell("x = 1", "x = 1", "import warnings\nwarnings.warn('so')", said="stderr"),
    "counter": Cell(
        "n = 1\nn", "n = 1", "n = globals().get('n', 0) + 1", said="Run a second time: Cell outputs differ"
    ),
    "restless_picture": Cell(DRAW, "4]", "4 + next(runs) / 1000]", said="Run a second time: pictures"),
    "unrun": Cell("x = 2", damage="execution_count", said="without having been run"),
    "still_sound": Cell("round(2 / 3, 4)"),
}


def _sound():
    empty = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cells = [{**empty, "id": name, "source": cell.source} for name, cell in CELLS.items()]
    return normalise(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def _spoilt(text):
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        plan = CELLS[cell["id"]]
        assert plan.old in plan.source
        cell["source"] = plan.source.replace(plan.old, plan.new)
        if plan.damage:
            cell[plan.damage] = {"outputs": [], "execution_count": None}[plan.damage]
    return json.dumps(notebook)


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """notebook -> cell -> what pytest said about it, None where it passed."""
    folder = tmp_path_factory.mktemp("planted")
    sound, report = folder / "sound.ipynb", folder / "report.xml"
    sound.write_text(_sound())
    assert run_notebooks(sound) == 0
    (folder / "spoilt.ipynb").write_text(_spoilt(sound.read_text()))
    # The project's own settings and conftest, for notebooks that lie elsewhere.
    project = ("-c", ROOT / "pyproject.toml", "-p", "conftest", "-p", "no:cacheprovider", f"--rootdir={folder}")
    command = [sys.executable, "-m", "pytest", *project, "--color=no", f"--junit-xml={report}", folder]
    environment = {**os.environ, **kernel_environment(folder), "PYTHONPATH": str(ROOT)}
    checked = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert report.exists(), checked.stdout + checked.stderr

    said = {"sound": {}, "spoilt": {}}
    for case in ET.parse(report).iter("testcase"):
        notebook = re.search(r"(\w+)\.ipynb|(\w+)$", case.get("classname"))[0].removesuffix(".ipynb")
        failure = case.find("failure")
        said[notebook][list(CELLS)[int(case.get("name").split()[1])]] = None if failure is None else failure.text
    return said


def test_the_sound_notebook_passes(failures):
    assert failures["sound"] == dict.fromkeys(CELLS)


@pytest.mark.parametrize("name", [name for name, cell in CELLS.items() if cell.said])
def test_fault_is_caught_and_named(failures, name):
    assert CELLS[name].said in (failures["spoilt"][name] or "it passed")


def test_cells_between_the_faults_pass(failures):
    passed = [name for name, said in failures["spoilt"].items() if said is None]
    assert passed == [name for name, cell in CELLS.items() if cell.said is None]
