"""Write what the notebooks, README and TEACHING say of the course from the course: `python -m tools.derived [--check]`.

In a notebook: its solutions, its links to the lessons before and after it, and the map in 00. README and TEACHING: the
table of lessons, their titles, minutes and notes. Everything else is left as it is, and a second run changes no byte.
The repository's name and branch are in pyproject.toml, [tool.perceptron], and nowhere else.
"""

import argparse
import base64
import json
import re
import sys

from perceptron.command import opening
from perceptron.course.contents import lessons
from tools.notebooks import NOTEBOOKS, ROOT, files
from tools.stored import home

PICTURE = ("07_descend.ipynb", "surface")  # notebook and cell whose picture README shows
SHOWN = ROOT / "docs" / "picture.png"
WAY = re.compile(r"(?:Previous|Next|Back to the map): \[.*")
NEXT = re.compile(r"Next:( \[[^\]]*\]\([^)]*\)|$)", re.M)
SOLUTIONS = "solutions"  # the id of the cell
FOLDED = {"slideshow": {"slide_type": "skip"}, "tags": ["solution"]}


# --- notebooks --------------------------------------------------------------------------------------------------------


def link(path):
    """The link from one notebook to another: "[05 Follow the chain rule](05_follow_the_chain_rule.ipynb)"."""
    return f"[{path.stem.split('_')[0]} {opening(path)[0]}]({path.name})"


def way(path):
    """The line of links at a notebook's top: to the lesson before it, and to the next or back to the map."""
    order = files()
    here = [one.name for one in order].index(path.name)
    before = [f"Previous: {link(order[here - 1])}"] if here else []
    after = f"Next: {link(order[here + 1])}" if here + 1 < len(order) else f"Back to the map: {link(order[0])}"
    return " · ".join([*before, after])


def the_map():
    """The table of 00: each other lesson and the question that it answers."""
    rows = (f"| {link(path)} | {lessons()[path.stem].question} |" for path in files()[1:])
    return "\n".join(["## The map", "| lesson | the question it answers |", "|---|---|", *rows])


def solutions(exercises):
    """The text of the cell that holds the solutions, folded and numbered, or "" where there are none.

    In CommonMark an empty line ends a block of HTML, and what follows is Markdown again; without it the fences of a
    block of code would be shown as they are.
    """
    blocks = [
        f"**{number}. {name.replace('-', ' ')}**\n\n```python\n{exercise.solution}\n```\n\n"
        for number, (name, exercise) in enumerate(exercises.items(), start=1)
    ]
    return "<details>\n<summary>Solutions</summary>\n\n" + "".join(blocks) + "</details>" if blocks else ""


def updated(path):
    """A notebook's JSON text with all of this made anew."""
    text = path.read_text(encoding="utf-8")
    notebook, lesson = json.loads(text), lessons()[path.stem]
    cells = [cell for cell in notebook["cells"] if cell.get("id") != SOLUTIONS]
    first, last = cells[0], cells[-1]
    *above, bottom = "".join(first["source"]).split("\n\n")
    _write(first, "\n\n".join([*above, *([] if WAY.match(bottom) else [bottom]), way(path)]))
    _write(last, NEXT.sub(way(path).split(" · ")[-1].replace("\\", r"\\"), "".join(last["source"])))
    for cell in cells:
        if cell.get("id") == "map":
            _write(cell, the_map())
    if folded := solutions(lesson.exercises):
        cells.append({"cell_type": "markdown", "id": SOLUTIONS, "metadata": FOLDED, "source": []})
        _write(cells[-1], folded)
    # As nbformat writes it.
    new = json.dumps(notebook | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text if json.loads(new) == json.loads(text) else new


def _write(cell, text):
    cell["source"] = text.splitlines(keepends=True)


# --- README and TEACHING ----------------------------------------------------------------------------------------------


def binder(name):
    """The address that opens one notebook of this repository on Binder."""
    return f"https://mybinder.org/v2/gh/{home()['repository']}/{home()['branch']}?urlpath=lab/tree/notebooks/{name}"


def colab(name):
    """The address that opens one notebook of this repository in Colab."""
    return f"https://colab.research.google.com/github/{home()['repository']}/blob/{home()['branch']}/notebooks/{name}"


def lite(name):
    """The address that opens one notebook in JupyterLite, on the site."""
    return f"{home()['site']}lite/lab/index.html?path={name}"


def page(name):
    """The address of a lesson's page on the site."""
    return f"{home()['site']}lessons/{name.removesuffix('.ipynb')}.html"


def ways():
    """README's ways in, the shortest first."""
    site, first = home()["site"], files()[0].name
    install = f"`%pip install -q git+https://github.com/{home()['repository']}`"
    lines = (
        f"**[Read, drag and answer on the site]({site})**: nothing to install, also on a phone and offline.",
        f"[As notebooks in your browser]({lite(first)}): JupyterLite, with all that the course needs.",
        "On your own machine: `make lab`, or one of the ways under [Start](#start).",
        f"[On Binder]({binder(first)}), a public server: it starts in minutes, and forgets after ten idle ones.",
        f"[In Colab]({colab(first)}): put a cell with {install} before the first, and run it.",
    )
    return "\n".join(f"- {line}" for line in lines)


ADDRESSES = {"page": page, "JupyterLite": lite, "Binder": binder, "Colab": colab}


def table():
    """README's table: each lesson with its minutes and its promise, and how long all take."""
    rows = ["| lesson | minutes | afterwards | in the browser |", "| --- | ---: | --- | --- |"]
    for path in files():
        title, minutes, promise = (str(part).replace("|", r"\|") for part in opening(path))
        there = " · ".join(f"[{word}]({address(path.name)})" for word, address in ADDRESSES.items())
        rows.append(f"| [{title}](notebooks/{path.name}) | {minutes} | {promise} | {there} |")
    numbered = sum(opening(path)[1] for path in files() if path.name[0].isdigit())
    hours = f"{round(numbered / 30) / 2:g}".replace(".5", "½")
    return "\n".join(
        [*rows, "", f"Minutes are for a first reading with the exercises, {hours} hours for the numbered lessons."]
    )


def notes():
    """TEACHING's part on the lessons: title, minutes alone and in class, and what a teacher should know."""
    parts = []
    for path in files():
        (title, minutes, _), lesson = opening(path), lessons()[path.stem]
        head = f"### [{title}](notebooks/{path.name})\n\n*{minutes} minutes alone, {lesson.in_class} in class.*"
        parts.append(f"{head}\n\n{lesson.teaching.strip()}\n")
    return "\n".join(parts)


def promises():
    """TEACHING's table: what each lesson promises, part by part, and the number of the exercise that proves it."""
    rows = ["| lesson | you will | shown by |", "| --- | --- | --- |"]
    for path in files():
        lesson = lessons()[path.stem]
        numbers = {name: f"{number}, {name.replace('-', ' ')}" for number, name in enumerate(lesson.exercises, start=1)}
        rows += [
            f"| {link(path).split(' ')[0][1:]} | {part} | {numbers[name]} |" for part, name in lesson.promised.items()
        ]
    return "\n".join(rows)


def sessions(text):
    """TEACHING's text with the lessons' titles and minutes in the table of sessions made anew."""
    for path in files():
        row = re.compile(rf"^(\|[^|]*\| )\d+( \| )\[.*\](\(notebooks/{path.name}\) \|)$", re.M)
        title, minutes = opening(path)[0], lessons()[path.stem].in_class
        text = row.sub(rf"\g<1>{minutes}\g<2>[{title}]\g<3>", text)
    return text


def between(text, **parts):
    """`text` with what is between its markers <!-- name:begin --> and <!-- name:end --> made anew.

    Raises ValueError where a marker is not there once.
    """
    for name, content in parts.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
            raise ValueError(f"the document must hold {begin} once, and {end} once after it.")
        head, rest = text.split(begin)
        text = f"{head}{begin}\n{content.strip()}\n{end}{rest.split(end)[1]}"
    return text


def picture():
    """The PNG that README shows, as bytes: the first output that is stored of one cell."""
    name, cell_id = PICTURE
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    output, *_ = next(cell["outputs"] for cell in cells if cell["id"] == cell_id)
    return base64.b64decode(output["data"]["image/png"])


def everything():
    """{file: its bytes made anew} of all that is derived."""
    readme, teaching = (ROOT / name for name in ("README.md", "TEACHING.md"))
    documents = {
        readme: between(readme.read_text(encoding="utf-8"), ways=ways(), notebooks=table()),
        teaching: between(sessions(teaching.read_text(encoding="utf-8")), lessons=notes(), promises=promises()),
    }
    notebooks = {path: updated(path) for path in files()}
    return {path: text.encode() for path, text in (notebooks | documents).items()} | {SHOWN: picture()}


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write what is derived from the course.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what would change")
    options = parser.parse_args(arguments)
    stale = {path: new for path, new in everything().items() if not path.exists() or path.read_bytes() != new}
    for path, new in stale.items():
        if not options.check:
            path.write_bytes(new)
        print(f"{path.relative_to(ROOT)}: {'would change; run `make notebooks`' if options.check else 'written'}")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
