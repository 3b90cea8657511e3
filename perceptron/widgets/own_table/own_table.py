"""A place for a table of the reader's own. own_table.js reads the file where the reader's browser is."""

from dataclasses import replace
from html import escape
from pathlib import Path

import traitlets

from perceptron import data
from perceptron.data.features import Columns
from perceptron.data.source import read
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent
PASTED = "pasted text"  # as perceptron.data calls it
MOST_KINDS = 12  # that can be chosen from


class OwnTable(Widget):
    """A file picker, a box for lines that are pasted, and the choice of what is to be predicted.

    OwnTable(text, target) : the lines that are there at the beginning.
    text, name : of the chosen file; of lines that were pasted the name is "pasted text".  target : a column's name.
    positive : the kind that is 1, "" where there are no kinds.  left : features that are not to be learnt from.
    table : the `perceptron.data.Table` that they make, or None where `told`, below the box, says why not.

    The file goes from the browser to the Python that runs the cell, and nowhere else. Files of more than 20 MB are
    refused there, and what is no text. For other options there is `data.table(own.text, ...)`.
    """

    _esm = joined(HERE / "own_table.js")
    _css = HERE / "own_table.css"
    text = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode(PASTED).tag(sync=True)
    target = traitlets.Unicode().tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    kinds = traitlets.List(traitlets.Unicode()).tag(sync=True)
    positive = traitlets.Unicode().tag(sync=True)
    features = traitlets.List(traitlets.Unicode()).tag(sync=True)
    left = traitlets.List(traitlets.Unicode()).tag(sync=True)
    told = traitlets.Unicode().tag(sync=True)

    def __init__(self, text="", target=""):
        self.table = None
        super().__init__()
        self.text, self.target = text.strip("\n"), target

    @traitlets.observe("text", "name", "target", "positive", "left")
    def _read(self, _):
        try:
            self.table = replace(self._table(f"{self.text}\n"), name=self.name, source=self.name)
            self.told = self.table._repr_html_()
        except data.TableError as error:
            self.table = None
            why = str(error).replace(PASTED, self.name)
            asks = f'data.table(own.text, "{self.target}", …)' if "=" in why else ""
            more = f" That is said in <code>{escape(asks)}</code>." if asks else ""
            more = " Choose it above." if "positive=" in why else more
            self.told = f"<p>{escape(why)}{more}</p>" if self.text else ""

    def _table(self, source):
        """The Table of this text. Raises TableError."""
        found = read(source)
        self.columns = list(found.columns)
        if self.target not in self.columns:
            self.target = self.columns[-1]
        goal = Columns(found, ())[self.target]
        words = 2 <= len(goal.kinds) <= (2 if goal.kind == "number" else MOST_KINDS)
        self.kinds = goal.kinds if words else []
        if self.positive not in self.kinds:
            self.positive = ""
        settings = {"positive": self.positive or None}
        made = data.table(source, self.target, **settings)
        self.features = list(made.features)
        kept = [name for name in made.features if name not in self.left]
        if not kept:
            raise data.TableError("nothing is left to predict from: tick a column above.")
        if made.kinds and not self.positive:
            self.positive = next(kind for kind in self.kinds if made.kinds[1] == f"{goal.name} {kind}")
        return made if kept == self.features else data.table(source, self.target, kept, **settings)

    def _elsewhere(self):
        return {"text/html": f"<pre>{escape(self.text)}</pre>{self.told}"}, {}

    def __repr__(self):
        return f"<table of the reader's own, {self.name}: {self.table}>"
