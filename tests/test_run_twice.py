"""Each cell of each notebook, run twice in a row in one fresh kernel, gives the same output both times."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from tools.notebooks import execute, files, kernel_environment


def doubled(notebook):
    """The notebook with each code cell twice."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cells.append(nbformat.from_dict({**cell, "id": f"{cell.id}-again"}))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


def outputs(cell):
    """What a cell has put out, without the number of its run."""
    return [{key: value for key, value in out.items() if key != "execution_count"} for out in cell["outputs"]]


def run(notebook, folder):
    """The ids of the cells whose second output was another."""
    path = folder / "twice.ipynb"
    path.write_text(doubled(notebook), encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:  # a browser's test may have a loop running in this thread
        done = json.loads(pool.submit(lambda: asyncio.run(execute(path, kernel_environment(folder)))).result())
    cells = [cell for cell in done["cells"] if cell["cell_type"] == "code"]
    return [one["id"] for one, two in zip(cells[::2], cells[1::2], strict=True) if outputs(one) != outputs(two)]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_second_run_of_each_cell_gives_the_same(path, tmp_path):
    assert run(nbformat.read(path, as_version=4), tmp_path) == []


def test_a_cell_that_counts_is_found(tmp_path):
    sources = {"start": "n = 0", "counts": "n += 1\nn", "same": "print('so')"}
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    assert run(nbformat.v4.new_notebook(cells=cells), tmp_path) == ["counts"]
