"""A place for a table of the reader's own. own_table.js reads the file where the reader's browser is."""

from dataclasses import replace
from html import escape
from pathlib import Path

import traitlets

from perceptron import data
from perceptron.data.source import read
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent
PASTED = "pasted text"  # as perceptron.data calls it


class OwnTable(Widget):
    """A file picker, a box for lines that are pasted, and the choice of what is to be predicted.

    OwnTable(text, target) : the lines that are there at the beginning.
    text, name : of the chosen file; of lines that were pasted the name is "pasted text".  target : a column's name.
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
    told = traitlets.Unicode().tag(sync=True)

    def __init__(self, text="", target=""):
        self.table = None
        super().__init__()
        self.text, self.target = text.strip("\n"), target

    @traitlets.observe("text", "name", "target")
    def _read(self, _):
        try:
            source = f"{self.text}\n"
            self.columns = list(read(source).columns)
            if self.target not in self.columns:
                self.target = self.columns[-1]
            self.table = replace(data.table(source, self.target), name=self.name, source=self.name)
            self.told = self.table._repr_html_()
        except data.TableError as error:
            self.table = None
            why = str(error).replace(PASTED, self.name)
            asks = f'data.table(own.text, "{self.target}", …)' if "=" in why else ""
            more = f" That is said in <code>{escape(asks)}</code>." if asks else ""
            self.told = f"<p>{escape(why)}{more}</p>" if self.text else ""

    def _elsewhere(self):
        return {"text/html": f"<pre>{escape(self.text)}</pre>{self.told}"}, {}

    def __repr__(self):
        return f"<table of the reader's own, {self.name}: {self.table}>"
