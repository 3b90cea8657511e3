"""What strict nbval leaves open is closed here, for every notebook that pytest collects."""

import base64
import io
import os
import tempfile
from pathlib import Path

import numpy as np
import psutil
import pytest
from nbval.plugin import IPyNbCell, NbCellError
from PIL import Image

from tools.notebooks import WIDGET_VIEW, kernel_environment

# Of 255, on RGBA. Measured: noise 0.02, a flipped label 2.6, a moved point 3.1, a slope changed by 1 % 7.6.
PNG_TOLERANCE = 1.0
# What a kernel may take up after any cell, in MB: a server for a class is planned with it (TEACHING.md).
MOST_MB = 300


def pytest_configure(config):
    """Kernels start with no user settings: a picture must not depend on somebody's own matplotlibrc."""
    if hasattr(config, "workerinput"):
        return  # a worker of pytest-xdist inherits the environment of the process that set it
    folder = tempfile.TemporaryDirectory(prefix="perceptron-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    environment = kernel_environment(Path(folder.name))
    del environment["HOME"]  # not for the whole of pytest: its other tests start other programs
    os.environ.update(environment)


def pytest_collection_modifyitems(items):
    """The browser's tests are the longest files: with two workers they have to start first."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if not isinstance(item, IPyNbCell):
        return (yield)
    if item.cell.source.strip() and item.cell.execution_count is None:
        item.raise_cell_error("This cell was committed without having been run: run `make notebooks`")
    result = yield
    difference = _picture_difference(_pictures(item.cell.outputs), _pictures(item.test_outputs))
    if difference:
        item.raise_cell_error(f"Cell pictures differ: {difference}")
    _run_again(item)
    megabytes = psutil.Process(item.parent.kernel.km.provisioner.pid).memory_info().rss / 1e6
    if megabytes > MOST_MB:
        item.raise_cell_error(f"The kernel takes up {megabytes:.0f} MB, allowed {MOST_MB}")
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


def _picture_difference(committed, fresh):
    """What tells the fresh pictures from the committed ones, in words; None where nothing visible does."""
    if len(committed) != len(fresh):
        return f"{len(committed)} committed, {len(fresh)} now"
    for number, pair in enumerate(zip(committed, fresh, strict=True), start=1):
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
