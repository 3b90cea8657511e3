"""Each cell of each notebook, run twice in a row in one fresh kernel, gives the same output both times.

`pytest tests/test_run_twice.py -rP` prints what that takes. Seconds are from the start of the kernel to the end of the
second runs, so "run all" takes less; memory is the kernel's at the end.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from tools.notebooks import execute, files, kernel_environment

MOST_MB = 300
MEASURE = """import time, psutil
kernel = psutil.Process()
print(time.time() - kernel.create_time(), kernel.memory_info().rss / 1e6)"""


def doubled(notebook):
    """The notebook with each code cell twice, and at the end a cell that measures the kernel."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cells.append(nbformat.from_dict({**cell, "id": f"{cell.id}-again"}))
    new = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell(MEASURE, id="measure")])
    return nbformat.writes(new)


def outputs(cell):
    """What a cell has put out, without the number of its run."""
    return [{key: value for key, value in out.items() if key != "execution_count"} for out in cell["outputs"]]


def run(notebook, folder):
    """(ids of the cells whose second output was another, seconds, MB)"""
    path = folder / "twice.ipynb"
    path.write_text(doubled(notebook), encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:  # a browser's test may have a loop running in this thread
        done = json.loads(pool.submit(lambda: asyncio.run(execute(path, kernel_environment(folder)))).result())
    *cells, measured = (cell for cell in done["cells"] if cell["cell_type"] == "code")
    differ = [one["id"] for one, two in zip(cells[::2], cells[1::2], strict=True) if outputs(one) != outputs(two)]
    return differ, *map(float, "".join(measured["outputs"][0]["text"]).split())


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_second_run_of_each_cell_gives_the_same(path, tmp_path):
    differ, seconds, megabytes = run(nbformat.read(path, as_version=4), tmp_path)
    print(f"{path.stem}: {seconds:.1f} s, {megabytes:.0f} MB")
    assert differ == []
    assert megabytes <= MOST_MB


def test_a_cell_that_counts_is_found(tmp_path):
    sources = {"start": "n = 0", "counts": "n += 1\nn", "same": "print('so')"}
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    assert run(nbformat.v4.new_notebook(cells=cells), tmp_path)[0] == ["counts"]
