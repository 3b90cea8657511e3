"""What strict nbval leaves open is closed here, for every notebook that pytest collects."""

import base64
import io
import os
import re
import tempfile
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from nbval.plugin import IPyNbCell, NbCellError
from PIL import Image

from tools.notebooks import NOTEBOOKS, ROOT, WIDGET_VIEW, kernel_environment
from tools.stored import fresh

# The lessons' pictures are drawn by this minor version of matplotlib; another one draws them a little differently.
DRAWN_BY = re.search(r"^matplotlib==(\d+\.\d+)\.", (ROOT / "requirements.lock").read_text(), re.MULTILINE)[1]
OTHER_MATPLOTLIB = not matplotlib.__version__.startswith(f"{DRAWN_BY}.")
# Of 255, on RGBA. Measured: noise 0.02, a flipped label 2.6, a moved point 3.1, a slope changed by 1 % 7.6.
PNG_TOLERANCE = 1.0


def pytest_configure(config):
    """Kernels start with no user settings: a picture must not depend on somebody's own matplotlibrc."""
    if hasattr(config, "workerinput"):
        return  # a worker of pytest-xdist inherits the environment of the process that set it
    folder = tempfile.TemporaryDirectory(prefix="perceptron-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    environment = kernel_environment(Path(folder.name))
    del environment["HOME"]  # not for the whole of pytest: its other tests start other programs
    os.environ.update(environment)


def pytest_report_header():
    if OTHER_MATPLOTLIB:
        return f"matplotlib {matplotlib.__version__}: lessons' pictures are counted, but compared only with {DRAWN_BY}"


def pytest_collection_modifyitems(items):
    """The browser's tests are the longest files: with two workers they have to start first.

    And a cell is held to what its kernel gave, not to the form in which a stored notebook keeps it back.
    """
    items.sort(key=lambda item: "browser" not in item.path.parts)
    for item in items:
        if isinstance(item, IPyNbCell) and item.cell.cell_type == "code":
            item.cell.outputs = fresh(item.cell.outputs)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if not isinstance(item, IPyNbCell):
        return (yield)
    if item.cell.source.strip() and item.cell.execution_count is None:
        item.raise_cell_error("This cell was committed without having been run: run `make notebooks`")
    result = yield
    count_only = OTHER_MATPLOTLIB and item.path.parent == NOTEBOOKS
    difference = _picture_difference(_pictures(item.cell.outputs), _pictures(item.test_outputs), count_only)
    if difference:
        item.raise_cell_error(f"Cell pictures differ: {difference}")
    _run_again(item)
    return result


def _run_again(item):
    """A reader runs a cell as often as they like: each time it gives the same."""
    first = _lasting(item.test_outputs)
    try:
        item.runtest()
    except NbCellError as error:
        item.raise_cell_error(f"Run a second time: {error}", error.inner_traceback)
    if _lasting(item.test_outputs) != first:
        item.raise_cell_error("Run a second time: pictures or what is said of them differ")


def _lasting(outputs):
    """Outputs without what is new by itself: the number of the run, the address of a live view, a traceback's marks."""
    kept = []
    for output in outputs:
        output = {key: value for key, value in output.items() if key not in ("execution_count", "traceback")}
        data = {mime: value for mime, value in output.get("data", {}).items() if mime != WIDGET_VIEW}
        kept.append({**output, "data": data})
    return kept


def _pictures(outputs):
    return [o["data"]["image/png"] for o in outputs if "image/png" in o.get("data", {})]


def _picture_difference(committed, fresh, count_only):
    """What tells the fresh pictures from the committed ones, in words; None where nothing visible does."""
    if len(committed) != len(fresh):
        return f"{len(committed)} committed, {len(fresh)} now"
    for number, pair in enumerate([] if count_only else zip(committed, fresh, strict=True), start=1):
        old, new = map(_pixels, pair)
        if old.shape != new.shape:
            height, width = old.shape[:2]
            return f"picture {number} was {width}×{height} pixels and is {new.shape[1]}×{new.shape[0]}"
        rms = float(np.sqrt(np.mean((old - new) ** 2)))
        if rms > PNG_TOLERANCE:
            return f"picture {number} has RMS {rms:.2f} of 255, allowed {PNG_TOLERANCE}"
    return None


def _pixels(png):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA"), float)
