"""Execute the notebooks and write them in one normal form: `python -m tools.notebooks [--check] [FILE ...]`.

Each notebook runs from top to bottom in a fresh kernel of this very interpreter, untouched by the user's own
IPython, Jupyter and matplotlib settings. A second run changes no byte.
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import matplotlib
import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets import default
from traitlets.config import Config

from tools.stored import stored

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
CELL_TIMEOUT = 600  # seconds: for a cell that hangs, not for one on a slow or busy machine
AT_ONCE = 2  # kernels

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# No patch version in here: 3.11.7 and 3.11.9 must write the same bytes.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


class NotebookError(Exception):
    """A notebook that can't be brought into its normal form; the message names it, the cell and why."""


def files(folder=NOTEBOOKS):
    """The notebooks in reading order: numbered lessons first, lettered appendices after them."""
    return sorted(folder.glob("*.ipynb"))


def kernel_environment(folder):
    """Environment variables for a kernel that no user setting reaches; what it writes goes under `folder`."""
    return {
        "HOME": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        # The font cache is no setting, and building it anew would take each kernel seconds.
        "MPLCONFIGDIR": matplotlib.get_cachedir(),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PERCEPTRON_PROGRESS": "off",  # what is committed is the same for everybody
    }


def normalise(text):
    """The normal form of a notebook's JSON text. Outputs are kept, apart from what changes by itself."""
    raw = json.loads(text)
    # Before nbformat sees it, which would invent a random id for each cell that has none.
    for number, cell in enumerate(raw["cells"]):
        cell.setdefault("id", f"cell-{number:02d}")
    raw["nbformat"], raw["nbformat_minor"] = 4, 5
    notebook = nbformat.reads(json.dumps(raw), as_version=4)
    notebook.metadata = nbformat.from_dict(METADATA)
    count = 0
    for cell in notebook.cells:
        cell.metadata = _cell_metadata(cell.metadata)
        if cell.cell_type != "code":
            continue
        if cell.execution_count is not None:  # an unrun cell stays visibly unrun
            count += 1
            cell.execution_count = count
        cell.outputs = [_output(output, cell.execution_count) for output in _merged_streams(cell.outputs)]
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def _cell_metadata(metadata):
    """Tags and slide types are the author's; the rest (timings, folding, `editable`) is left by programs."""
    kept = {}
    if metadata.get("tags"):
        kept["tags"] = metadata["tags"]
    if metadata.get("slideshow", {}).get("slide_type"):
        kept["slideshow"] = {"slide_type": metadata["slideshow"]["slide_type"]}
    return nbformat.from_dict(kept)


def _merged_streams(outputs):
    merged, streams = [], {}
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        merged.append(output)
    return merged


def _output(output, execution_count):
    output.pop("transient", None)
    if output.output_type == "execute_result":
        output.execution_count = execution_count
    if output.output_type == "error":
        # A traceback names the folders of the machine that it ran on.
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output and len(output.data) > 1:
        output.data.pop(WIDGET_VIEW, None)
    return output


class _SpecOfThisInterpreter(KernelSpecManager):
    """Whatever kernel a notebook names and whatever is installed under that name: run it here."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(**get_kernel_dict())


class _Kernel(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self):
        return _SpecOfThisInterpreter()


# Without keys of its own each kernel prints a warning about plain text on 127.0.0.1.
_ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


async def run(path, environment, store_widget_state=False):
    """The notebook at `path`, run from top to bottom in a fresh kernel. Raises NotebookError where a cell fails."""
    notebook = nbformat.reads(normalise(path.read_text(encoding="utf-8")), as_version=4)
    client = NotebookClient(
        notebook,
        kernel_manager_class=_Kernel,
        kernel_name="python3",
        config=_ENCRYPTED,
        timeout=CELL_TIMEOUT,
        startup_timeout=CELL_TIMEOUT,
        record_timing=False,
        store_widget_state=store_widget_state,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env={**os.environ, **environment})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        cell = next((c for c in notebook.cells if _failed(c)), None) or _last_started(notebook)
        raise NotebookError(f"{path.name}, cell {cell.id}: {_reason(error)}") from None
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                raise NotebookError(f"{path.name}, cell {cell.id} writes to stderr: {output.text.strip()}")
    return notebook


async def execute(path, environment):
    """The notebook at `path`, run from top to bottom in a fresh kernel, as it is stored."""
    notebook = nbformat.reads(normalise(nbformat.writes(await run(path, environment))), as_version=4)
    return nbformat.writes(stored(notebook, path.stem)).rstrip("\n") + "\n"


def _failed(cell):
    errors = [o for o in cell.get("outputs", ()) if o.output_type == "error"]
    return bool(errors) and "raises-exception" not in cell.metadata.get("tags", ())


def _last_started(notebook):
    code = [c for c in notebook.cells if c.cell_type == "code"]
    return next((c for c in code if c.execution_count is None), code[-1])


def _reason(error):
    if isinstance(error, CellExecutionError):
        # "line 2" in words; IPython before 8 points with an arrow, "----> 2".
        where = re.findall(r"(?:line|->) (\d+)", re.sub(r"\x1b\[[0-9;]*m", "", error.traceback))
        return f"{error.ename}: {error.evalue}" + (f" (line {where[0]} of the cell)" if where else "")
    if isinstance(error, CellTimeoutError):
        return f"still running after {CELL_TIMEOUT} s"
    return "the kernel died"


async def _execute_all(paths, folder):
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(path):
        async with turn:
            return await execute(path, kernel_environment(folder))

    return await asyncio.gather(*map(one, paths), return_exceptions=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Execute the notebooks and write them in one normal form.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="notebooks (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what would change")
    options = parser.parse_args(arguments)
    paths = options.files or files()
    with (
        tempfile.TemporaryDirectory(prefix="perceptron-", ignore_cleanup_errors=True) as folder,
        # The loop that Windows would choose cannot wait for a kernel's sockets.
        asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
    ):
        results = runner.run(_execute_all(paths, Path(folder)))

    status = 0
    for path, result in zip(paths, results, strict=True):
        if isinstance(result, NotebookError):
            print(f"{result}\n{path.name} is left as it was.", file=sys.stderr)
            status = 1
        elif isinstance(result, BaseException):
            raise result
        elif path.read_bytes() == result.encode():
            print(f"{path.name}: unchanged")
        elif options.check:
            print(f"{path.name}: would change; run `make notebooks`", file=sys.stderr)
            status = 1
        else:
            path.write_text(result, encoding="utf-8", newline="\n")
            print(f"{path.name}: written")
    return status


if __name__ == "__main__":
    sys.exit(main())
