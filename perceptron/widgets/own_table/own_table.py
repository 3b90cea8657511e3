"""A place for a table of the reader's own. own_table.js reads the file where the reader's browser is."""

from html import escape
from pathlib import Path

import traitlets

from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent


class OwnTable(Widget):
    """A file picker and a box for lines that are pasted; `text` is the table, for `data.table(own.text, ...)`.

    OwnTable(text) : the lines that are in the box at the beginning.
    name : of the chosen file, or "pasted text".

    The file goes from the browser to the Python that runs the cell, and nowhere else. Files of more than 20 MB and what
    is no text are refused there, in words; what is wrong with the table itself is for `perceptron.data.table` to say.
    """

    _esm = joined(HERE / "own_table.js")
    _css = HERE / "own_table.css"
    text = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode("pasted text").tag(sync=True)

    def __init__(self, text=""):
        super().__init__(text=text.strip("\n"))

    def _elsewhere(self):
        return {"text/html": f"<pre>{escape(self.text)}</pre>"}, {}

    def __repr__(self):
        return f"<table of the reader's own, {self.name}: {len(self.text.splitlines())} lines>"
