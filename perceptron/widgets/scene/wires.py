"""The layers of a graph, a neuron or a small network: what it is made of, what travels on it, and what adds up in it.

graph.py lays them out; wires.js paints them live, wires_still.py as stills.
"""

from dataclasses import dataclass

import sympy as sp

from perceptron.widgets.scene.layers import DOMAINS, Layer, axis_values

DOMAINS["tile"] = lambda layer, panel, tables, states: [
    {axis[0]: axis_values(axis, layer.size)} for axis in (layer.up, layer.across)
]


@dataclass(frozen=True)
class Wire(Layer):
    """From (x1, y1) to (x2, y2): as wide as |value|, `full` being the widest; blue below 0, orange above.

    name : stands in front of the number, which is written at the share `place` of the way; without one, no number.
    shown : below a half the wire is thin and grey, and its number is not there yet.
    """

    x1: sp.Expr
    y1: sp.Expr
    x2: sp.Expr
    y2: sp.Expr
    value: sp.Expr
    place: sp.Expr = 0.5
    shown: sp.Expr = 1
    name: str = ""
    digits: int = 2
    full: float = 1.0
    code: str = "w"


@dataclass(frozen=True)
class Node(Layer):
    """A disc at (x, y) with its name above and its value in it, coloured from low (blue) to high (orange).

    shown : below a half it is empty.
    """

    x: sp.Expr
    y: sp.Expr
    value: sp.Expr
    shown: sp.Expr = 1
    name: str = ""
    low: float = 0.0
    high: float = 1.0
    digits: int = 2
    code: str = "X"


@dataclass(frozen=True)
class Tile(Layer):
    """A node that shows a small field: `value` over axes of its own, `across` and `up`, each (name, low, high)."""

    domain = "tile"
    value: sp.Expr
    x: float
    y: float
    across: tuple
    up: tuple
    name: str = ""
    low: float = 0.0
    high: float = 1.0
    size: int = 24
    code: str = "X"


@dataclass(frozen=True)
class Pulse(Layer):
    """A dot on its way from (x1, y1) to (x2, y2): there at the share `at` of it, and not there outside 0 to 1.

    Its area is |size|, `full` being that of a node; blue below 0, orange above; its number stands at it, none where
    digits is None.
    """

    x1: sp.Expr
    y1: sp.Expr
    x2: sp.Expr
    y2: sp.Expr
    at: sp.Expr
    size: sp.Expr
    digits: int | None = 3
    full: float = 1.0
    code: str = "y_hat"


@dataclass(frozen=True)
class Bars(Layer):
    """Contributions that add and cancel: `values`, or one value for each row of a table, as signed bars side by side.

    Each begins where the one before it ends, and a last one, where `total` names it, goes from 0 to their sum.
    labels : below the bars; numbered where there are none.  The panel's vertical axis gives their height.
    """

    values: tuple[sp.Expr, ...]
    labels: tuple = ()
    total: str = ""
    table: str = ""
    digits: int = 2
    code: str = "X"

    @property
    def domain(self):
        """Over the rows of its table, or over nothing."""
        return "rows" if self.table else "scalar"

    def check(self, what, panel, scope):
        if self.table:
            scope.check_table(f"{what} shows", self.table)
        super().check(what, panel, scope)
