"""Fold the solutions into the lessons' last cells: `python -m tools.solutions [--check] [FILE ...]`.

A lesson's solutions are in solutions/ under its name, each under a line `# %% cell-id`. No other cell is touched, and
a second run changes no byte.
"""

import argparse
import json
import sys
from pathlib import Path

from tools.notebooks import ROOT, files

SOLUTIONS = ROOT / "solutions"
CELL_ID = "solutions"
MARK = "# %% "


def parts(text):
    """{cell id: code} of a file of solutions."""
    pairs = (part.split("\n", 1) for part in text.split(MARK)[1:])
    return {cell_id.strip(): code.strip("\n") for cell_id, code in pairs}


def folded(ids, code):
    """The text of the cell. ids : the lesson's exercises in order, which number the solutions; code : {cell id: code}.

    In CommonMark an empty line ends a block of HTML, and what follows is Markdown again; without it the fences of a
    block of code would be shown as they are. Raises ValueError where a solution has no exercise.
    """
    if unknown := code.keys() - set(ids):
        raise ValueError(f"no exercise is called {', '.join(sorted(unknown))}; the lesson has {', '.join(ids)}")
    blocks = [
        f"**{number}. {cell_id.removeprefix('exercise-').replace('-', ' ')}**\n\n```python\n{code[cell_id]}\n```\n\n"
        for number, cell_id in enumerate(ids, start=1)
        if cell_id in code
    ]
    return "<details>\n<summary>Solutions</summary>\n\n" + "".join(blocks) + "</details>"


def updated(text, solutions):
    """A notebook's JSON text with its solutions as the last cell, or without one where there are none."""
    notebook = json.loads(text)
    cells = [cell for cell in notebook["cells"] if cell.get("id") != CELL_ID]
    ids = [cell["id"] for cell in cells if "exercise" in cell["metadata"].get("tags", ())]
    if code := parts(solutions):
        cells.append({
            "cell_type": "markdown",
            "id": CELL_ID,
            "metadata": {"slideshow": {"slide_type": "skip"}, "tags": ["solution"]},
            "source": folded(ids, code).splitlines(keepends=True),
        })  # fmt: skip
    if cells == notebook["cells"]:
        return text
    # As nbformat writes it.
    return json.dumps(notebook | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Fold the solutions into the lessons' last cells.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="notebooks (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what would change")
    options = parser.parse_args(arguments)
    status = 0
    for path in options.files or files():
        source = SOLUTIONS / f"{path.stem}.py"
        text = path.read_text(encoding="utf-8")
        try:
            new = updated(text, source.read_text(encoding="utf-8") if source.exists() else "")
        except ValueError as error:
            print(f"solutions/{source.name}: {error}", file=sys.stderr)
            status = 1
            continue
        if new != text and options.check:
            print(f"{path.name}: its solutions would change; run `make notebooks`", file=sys.stderr)
            status = 1
        elif new != text:
            path.write_text(new, encoding="utf-8", newline="\n")
            print(f"{path.name}: solutions written")
    return status


if __name__ == "__main__":
    sys.exit(main())
