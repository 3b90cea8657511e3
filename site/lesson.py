"""A lesson is run once; what its cells show and the states of its widgets become a page."""

import asyncio
import base64
import re
import tempfile
from html import escape
from pathlib import Path

from text import Text, found, python, scrolled

from perceptron.command import opening
from perceptron.course.contents import lessons
from tools.notebooks import AT_ONCE, NOTEBOOKS, WIDGET_VIEW, NotebookError, kernel_environment, run
from tools.stored import WORDS, waiting

STATES = "application/vnd.jupyter.widget-state+json"
WIDGET = re.compile(r"<(Stage|Playground|Stepper|Prediction): ")
SCENE = re.compile(r"lesson\.(\w+)\([^()]*\)\s*$")  # the call that makes a stage, the last line of its cell
# What a lesson's first cell says, and its page says at its head and at its end.
OPENING = re.compile(r"^# .*\n+|^\*\d+ minutes\.\*.*\n*|^(Previous|Next|Back to the map): \[.*$", re.M)
# What ipywidgets and anywidget keep of a widget, which the page has no use for.
OTHERS = re.compile(r"_(esm|css|dom_classes|anywidget_id|model_\w+|view_\w+)|layout|tabbable|tooltip")


class Lesson:
    """The page of one notebook. `cells` is its HTML; states, pictures and headings are what is in them."""

    def __init__(self, path, notebook, templates):
        self.name, self.label = path.stem, path.stem.split("_")[0]
        self.title, self.minutes, self.promise = opening(path)
        self.text, self.templates = Text(self.label.removeprefix("0")), templates
        self.states, self.kinds, self.pictures, self.stills = {}, {}, {}, {}
        self.stages, self.exercises = [], []
        self._saved = notebook.metadata.get("widgets", {}).get(STATES, {}).get("state", {})
        self._waiting = set(waiting(notebook.cells))
        self.cells = [self._cell(cell) for cell in notebook.cells]

    @property
    def outline(self):
        """(id, HTML) of each step."""
        return [(name, words) for level, name, words in self.text.headings if level == 2]

    def _cell(self, cell):
        draw = self._markdown if cell.cell_type == "markdown" else self._code
        kinds, more, inside = draw(cell)
        return f'<section class="cell {kinds}" id="cell-{cell.id}" data-cell="{cell.id}"{more}>\n{inside}</section>\n'

    def _markdown(self, cell):
        if cell.id == "title":  # the page has a head of its own
            cell.source = OPENING.sub("", cell.source)
        shown = self.text.markdown(cell.source)
        kind = {"recall": " recall", "found": " found"}.get(cell.id, "")
        if "solution" in cell.metadata.get("tags", ()):
            shown = shown.replace("<details>", '<details class="solutions">')
        return f"markdown{kind}", "", shown

    def _code(self, cell):
        kinds, more = "code", ""
        if "exercise" in cell.metadata.get("tags", ()):
            name = cell.id.removeprefix("exercise-")
            self.exercises.append(name)
            varied = " data-varied" if lessons()[self.name].exercises[name].another else ""
            kinds, more = "code exercise", f' data-exercise="{name}"{varied}'
        source = f'<pre class="source" tabindex="0"><code>{python(cell.source)}</code></pre>\n'
        shown = "".join(self._output(cell, output) for output in cell.outputs)
        if shown and cell.id in self._waiting and 'class="widget"' not in shown:
            shown = f'<details class="waits"><summary>{WORDS}</summary>\n{shown}</details>\n'
        return kinds, more, f'{source}<div class="outputs">{shown}</div>\n'

    def _output(self, cell, output):
        data = output.get("data", {})
        if output.output_type == "stream":
            return _lines(output.text)
        if output.output_type == "error":
            return _lines(f"{output.ename}: {output.evalue}", "error")
        if kind := WIDGET.match(data.get("text/plain", "")):
            return self._widget(cell, kind[1], data, output.metadata)
        if "image/png" in data:
            return self._figure(
                _picture(f"{self.name}-{cell.id}.png", data["image/png"], self.pictures),
                output.metadata["image/png"]["alt"],
            )
        if "text/html" in data:
            return scrolled(self.text.html(data["text/html"]), "Result", "html scroll")
        if "text/latex" in data:
            return self.text.html(data["text/latex"])
        return _lines(data["text/plain"])

    def _figure(self, picture, words):
        return self.templates.get_template("figure.html.j2").render(kind="Picture", picture=picture, words=words)

    def _widget(self, cell, kind, data, metadata):
        saved = self._saved[data[WIDGET_VIEW]["model_id"]]["state"]
        state = {name: value for name, value in saved.items() if not OTHERS.fullmatch(name)}
        self.states[cell.id], self.kinds[cell.id] = state, kind
        shown = {"kind": kind, "id": cell.id, "state": state}
        if kind in ("Stage", "Playground"):
            scene = SCENE.search(cell.source)
            self.stages.append((cell.id, scene[1] if scene else cell.id))
            shown |= {"scene": self.stages[-1][1], "words": metadata["image/png"]["alt"]}
            shown |= {"picture": _picture(f"{self.name}-{cell.id}.png", data["image/png"], self.stills)}
        return self.templates.get_template("figure.html.j2").render(**shown)

    @property
    def url(self):
        return f"lessons/{self.name}.html"

    def found(self):
        """What search finds here: (id, heading, words, terms) of each step."""
        yield from found("".join(self.cells), self.title, self.promise, defines=True)


def _picture(name, png, kept):
    """Keep the PNG by its name; its name and size for a page."""
    kept[name] = base64.b64decode(png)
    wide, high = (int.from_bytes(kept[name][at : at + 4]) for at in (16, 20))
    return {"name": name, "wide": wide, "high": high}


def _lines(text, kind="text"):
    return f'<pre class="{kind}" tabindex="0">{escape(text.rstrip())}</pre>'


def read(paths, templates):
    """The Lessons of these notebooks, each run in a fresh kernel. Raises NotebookError where one fails."""

    async def all_of(folder):
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(path):
            async with turn:
                return await run(path, kernel_environment(folder), store_widget_state=True)

        return await asyncio.gather(*map(one, paths))

    with (
        tempfile.TemporaryDirectory(prefix="perceptron-", ignore_cleanup_errors=True) as folder,
        asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
    ):
        notebooks = runner.run(all_of(Path(folder)))
    return [Lesson(path, notebook, templates) for path, notebook in zip(paths, notebooks, strict=True)]


def named(names):
    """The notebooks of these names, all where there are none. Raises NotebookError for a name that is none."""
    if unknown := [name for name in names if not (NOTEBOOKS / f"{name}.ipynb").exists()]:
        raise NotebookError(f"there is no lesson {unknown[0]!r}; expected names such as 03_measure_the_error.")
    return [NOTEBOOKS / f"{name}.ipynb" for name in names]
