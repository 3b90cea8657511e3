"""A lesson in JupyterLite: its kernel says what is stored, hears and is heard. PERCEPTRON_LITE=all runs all lessons."""

import functools
import http.server
import os
import subprocess
import sys
import threading

import nbformat
import pytest
from lab import ROOT, NotebookPage
from walk import ANSWER, TRY_WIDGETS
from widgets import ask, until

from perceptron.course.contents import lessons
from tools.notebooks import files
from tools.stored import fresh

LESSON = "03_measure_the_error"
LESSONS = [LESSON]
if os.environ.get("PERCEPTRON_LITE") == "all":
    LESSONS += [path.stem for path in files() if path.stem != LESSON]
PROGRESS = "progress-view"  # a cell that tells what this reader has solved


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def lite(tmp_path_factory):
    """The address of JupyterLite below a path of its own, as it is on the site."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, ROOT / "site" / "lite" / "build.py", "--to", folder / "sub" / "lite"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/lite"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def context(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="module")
def opened(lite, context):
    """A lesson in JupyterLite's Lab, after all of its cells have run."""
    page = NotebookPage(context)
    page.open(f"{lite}/lab/index.html?path={LESSON}.ipynb")
    page.run_all()
    page.first = said(page)
    yield page
    page.close()


def texts(outputs):
    """What outputs say in words; pictures are drawn by another version of matplotlib there."""
    for output in outputs:
        if output["output_type"] == "stream":
            yield output["text"]
        elif output["output_type"] == "error":
            yield f"{output['ename'].removeprefix('<class ').strip(chr(39) + '>')}: {output['evalue']}"
        else:
            yield {kind: data for kind, data in output["data"].items() if kind.startswith("text/")}


def stored(name):
    """{cell id: what its stored outputs say} of a lesson."""
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    return {
        cell.id: list(texts(fresh(cell.outputs))) for cell in cells if cell.cell_type == "code" and cell.id != PROGRESS
    }


def said(page):
    return {cell["id"]: list(texts(cell["outputs"])) for cell in page.code_cells() if cell["id"] != PROGRESS}


def test_its_widgets_move_and_the_kernel_hears_and_is_heard(opened):
    assert opened.evaluate(TRY_WIDGETS) == [3, []]
    find = "from ipywidgets.widgets import widget\n"
    find += "stage = next(w for w in widget._instances.values() if getattr(w, 'scene', None))\n"
    opened.show("drag")
    slider = opened.page.locator("[data-test=drag] .perceptron-stage input[type=range]").first
    slider.focus()
    opened.page.keyboard.press("ArrowRight")
    moved = float(slider.input_value())
    until("the kernel has heard", lambda: float(ask(opened, f"{find}print(stage.w)")) == moved)
    ask(opened, "stage.w = 0.5")
    until("the page has heard", lambda: float(slider.input_value()) == 0.5)


def test_progress_is_there_again_after_a_reload(lite, context, opened):
    """In Notebook 7's view of one document, which is another page with another kernel."""
    name, exercise = next(iter(lessons()[LESSON].exercises.items()))
    assert opened.evaluate(ANSWER, [f"exercise-{name}", exercise.solution]).startswith("right")
    page = NotebookPage(context)
    page.open(f"{lite}/notebooks/index.html?path=00_start_here.ipynb")
    page.run_all()
    assert said(page) == stored("00_start_here")
    (view,) = (texts(cell["outputs"]) for cell in page.code_cells() if cell["id"] == PROGRESS)
    assert f"03 Measure the error        1 of {len(lessons()[LESSON].exercises)}" in next(view)["text/plain"]
    assert page.outside_requests == []
    page.close()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_what_is_stored(opened, name):
    if name != LESSON:  # that one is there already
        opened.turn_to(f"{name}.ipynb")
        opened.run_all()
        opened.first = said(opened)
        assert opened.evaluate(TRY_WIDGETS)[1] == []
    assert opened.first == stored(name)
    assert opened.outside_requests == []
