"""What a stored notebook keeps back, and what it adds, where nothing runs: on GitHub, nbviewer, in a preview.

After a question the results wait, folded; what can be dragged says where it can be. All of it is in the outputs, so
that a cell that is run shows its result as it is, and `fresh` gives back what a kernel gave.
"""

import html
import tomllib
from pathlib import Path

import nbformat

LIVE = ("<Stage", "<Playground")  # what stands still in a stored notebook and moves on the site
WIDGETS = (*LIVE, "<Stepper", "<Prediction")
PLANTED = "perceptron"  # the name in an output's metadata: what it was before it was folded, or "added"
WORDS = "The result waits for your prediction"
HEAD, TAIL = f"<details><summary>{WORDS}</summary>\n", "\n</details>"


def home():
    """[tool.perceptron] of pyproject.toml: repository, branch, and the address of the site."""
    with open(Path(__file__).resolve().parent.parent / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["tool"]["perceptron"]


def asks(cell):
    """Whether a cell asks for a prediction: by a widget, or in its text."""
    return "**Predict" in cell.source if cell.cell_type == "markdown" else any(map(_is("<Prediction"), cell.outputs))


def waiting(cells):
    """The ids of the code cells whose results would answer a question: those after it, until the next text."""
    waits = False
    for cell in cells:
        if asks(cell):
            waits = True
        elif cell.cell_type == "markdown":
            waits = False
        elif waits and "exercise" not in cell.metadata.get("tags", ()):
            yield cell.id


def stored(notebook, name):
    """The notebook of this name as it is stored, from one that a kernel has run."""
    waits = set(waiting(notebook.cells))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown = [_folded(output) if cell.id in waits else output for output in cell.outputs]
            moves = any(map(_is(*LIVE), shown))
            cell.outputs = shown + [_link(f"{home()['site']}lessons/{name}.html#cell-{cell.id}")] * moves
    return notebook


def fresh(outputs):
    """Stored outputs as the kernel gave them: unfolded, and without what was added."""
    return [_unfolded(output) for output in outputs if output.get("metadata", {}).get(PLANTED) != "added"]


def _is(*starts):
    return lambda output: output.get("data", {}).get("text/plain", "").startswith(starts)


def _link(address):
    words = f'Drag it on <a href="{address}">the live page</a>: nothing has to be installed.'
    data = {"text/html": f"<p>{words}</p>", "text/plain": f"Drag it on {address}"}
    return nbformat.v4.new_output("display_data", data, metadata={PLANTED: "added"})


def _folded(output):
    """Printed lines, a value or a table, folded; pictures and what moves stay as they are."""
    data = output.get("data", {})
    if output.output_type == "stream":
        return _fold("display_data", output.name, output.text, f"<pre>{html.escape(output.text)}</pre>")
    if _is(*WIDGETS)(output) or not data or set(data) - {"text/html", "text/plain"}:
        return output
    plain = data["text/plain"]
    body = data.get("text/html", f"<pre>{html.escape(plain)}</pre>")
    more = {"execution_count": output.execution_count} if output.output_type == "execute_result" else {}
    return _fold(output.output_type, "html" if "text/html" in data else "plain", plain, body, **more)


def _fold(output_type, kind, plain, body, **more):
    data = {"text/html": f"{HEAD}{body}{TAIL}", "text/plain": plain}
    return nbformat.v4.new_output(output_type, data, metadata={PLANTED: kind}, **more)


def _unfolded(output):
    kind, data = output.get("metadata", {}).get(PLANTED), output.get("data", {})
    if kind is None:
        return output
    if kind in ("stdout", "stderr"):
        return nbformat.v4.new_output("stream", name=kind, text=data["text/plain"])
    body = {"text/html": data["text/html"].removeprefix(HEAD).removesuffix(TAIL)} if kind == "html" else {}
    kept = {key: value for key, value in output.items() if key not in ("data", "metadata")}
    return nbformat.from_dict({**kept, "metadata": {}, "data": {**body, "text/plain": data["text/plain"]}})
