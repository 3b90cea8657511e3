"""The class that this browser is in: what `classroom.join` shows, and what tells the predictions of every page."""

from html import escape
from pathlib import Path

import traitlets

from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent


class Join(Widget):
    """Takes this browser into a class, and says so. where : {"board": address, "code": of the class, "token": ours}

    asked : whether the browser has still to do so. It then forgets where, so that no notebook is stored with it.
    """

    _esm = joined(HERE / "join.js")
    where = traitlets.Dict().tag(sync=True)
    asked = traitlets.Bool(True).tag(sync=True)

    def _elsewhere(self):
        return {"text/html": f"<p>{escape(repr(self)[1:-1])}</p>"}, {}

    def __repr__(self):
        return f"<class {self.where['code']} at {self.where['board']}>" if self.where else "<no class>"
