"""The kinds of layer in a panel. A new one is a class here, a painter in painters.js and one in still.py."""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import ClassVar

import numpy as np
import sympy as sp

from perceptron import inputs, notation
from perceptron.widgets.scene.parts import Readout
from perceptron.widgets.scene.scope import SceneError

# Over what a layer is computed: the loops around its expressions, outermost first, each as name -> values.
# evaluate.js has the same. `tables` and `states` : name -> values, or what else goes by those names.
DOMAINS = {
    "scalar": lambda layer, panel, tables, states: [],
    "line": lambda layer, panel, tables, states: [_along(panel.x, layer.size)],
    "grid": lambda layer, panel, tables, states: [_along(panel.y, layer.size), _along(panel.x, layer.size)],
    "rows": lambda layer, panel, tables, states: [tables[layer.table]],
    "states": lambda layer, panel, tables, states: [states],
}


def axis_values(axis, size):
    """`size` values from one end of an axis (name, low, high) to the other, which JavaScript has to the last bit."""
    _, low, high = axis
    return low + (high - low) * (np.arange(size) / (size - 1))


def _along(axis, size):
    return {axis[0]: axis_values(axis, size)}


@dataclass(frozen=True)
class Layer:
    """One thing in a panel.

    What a kind annotates as an expression is computed for each frame; its other fields go to the browser as they are.
    """

    domain: ClassVar[str] = "scalar"

    @property
    def kind(self):
        """What the painters call it."""
        return type(self).__name__.lower()

    @property
    def named(self):
        """name -> expression, for the ones that were given."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.type in (sp.Expr, sp.Expr | None)}
        several = {f.name: getattr(self, f.name) for f in fields(self) if f.type == tuple[sp.Expr, ...]}
        given |= {f"{name}[{k}]": e for name, all_of in several.items() for k, e in enumerate(all_of)}
        return {name: sp.sympify(e) for name, e in given.items() if e is not None}

    def loops(self, panel, tables, states):
        """The loops of its domain, as DOMAINS has them."""
        return DOMAINS[self.domain](self, panel, tables, states)

    def check(self, what, panel, scope):
        """Raises SceneError for a symbol that is not in scope, ValueError for a `code` that is no symbol's."""
        if hasattr(self, "code"):
            inputs.choice(f"code of {what}", self.code, tuple(notation.SYMBOLS))
        looped = [name for loop in self.loops(panel, scope.tables, scope.states) for name in loop]
        for role, expression in self.named.items():
            scope.check(f"{role} of {what}", expression, looped)

    def spec(self, program):
        """What the browser is told beside its Program. program : makes a Program of expressions over no loop."""
        computed = (sp.Expr, sp.Expr | None, dict[str, sp.Expr], tuple[sp.Expr, ...])
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.type not in computed}
        return {**plain, "kind": self.kind, "domain": self.domain, "roles": list(self.named)}


@dataclass(frozen=True)
class Field(Layer):
    """A colour for each point of the panel: `value` from low (blue) through the middle (white) to high (orange)."""

    domain = "grid"
    value: sp.Expr
    low: float = 0.0
    high: float = 1.0
    size: int = 80


@dataclass(frozen=True)
class Contours(Layer):
    """Lines along which `value` is one of `levels`, which are written on them; its lowest point in view is marked."""

    domain = "grid"
    value: sp.Expr
    levels: tuple
    size: int = 80
    code: str = "C"


@dataclass(frozen=True)
class Curve(Layer):
    """`y` over the panel's horizontal axis."""

    domain = "line"
    y: sp.Expr
    code: str = "C"
    label: str = ""
    dash: bool = False
    size: int = 201


@dataclass(frozen=True)
class Line(Layer):
    """The straight line a u + b v + c = 0, with u and v the panel's axes."""

    a: sp.Expr
    b: sp.Expr
    c: sp.Expr
    code: str = "z"
    dash: bool = False


@dataclass(frozen=True)
class Points(Layer):
    """A marker for each row of a table; `one` (0 or 1) picks between two markers, `to` is the other end of a residual.

    drag : names of the columns that dragging a point changes, (horizontal, vertical); "" for one that stays.
    square : draw each residual as the square whose area is the squared error.
    picks : parameter name -> the column that it is set to by a click on a point, or when it is taken to be dragged.
    hollow : draw the two markers of `one` as outlines.
    """

    domain = "rows"
    table: str
    x: sp.Expr
    y: sp.Expr
    one: sp.Expr | None = None
    to: sp.Expr | None = None
    square: bool = False
    hollow: bool = False
    drag: tuple = ()
    picks: dict = field(default_factory=dict)
    code: str = "y"

    def check(self, what, panel, scope):
        scope.check_table(f"{what} shows", self.table)
        for column in filter(None, self.drag):
            inputs.choice(f"a dragged column of {what}", column, tuple(scope.tables[self.table]))
        for name, column in self.picks.items():
            inputs.choice(f"what a click on {what} sets", name, tuple(scope.parameters))
            inputs.choice(f"a picked column of {what}", column, tuple(scope.tables[self.table]))
        super().check(what, panel, scope)


@dataclass(frozen=True)
class Path(Layer):
    """The way of an evolution's state up to the present epoch: `x` and `y` in its names and in `epoch`."""

    domain = "states"
    x: sp.Expr
    y: sp.Expr
    code: str = "w"

    def check(self, what, panel, scope):
        if not scope.states:
            raise SceneError(f"{what} needs an evolution to follow, and the scene has none.")
        super().check(what, panel, scope)


@dataclass(frozen=True)
class Arrow(Layer):
    """From (x, y) by (dx, dy), in the panel's units."""

    x: sp.Expr
    y: sp.Expr
    dx: sp.Expr
    dy: sp.Expr
    code: str = "w"
    label: str = ""


@dataclass(frozen=True)
class Handle(Layer):
    """A knob at (x, y). Dragged to (u, v), with the panel's axis symbols for u and v, it sets parameters by `sets`.

    name : what a screen reader says.  sets : parameter name -> expression in the axes and the parameters.
    """

    name: str
    x: sp.Expr
    y: sp.Expr
    sets: dict[str, sp.Expr]
    code: str = "w"

    def check(self, what, panel, scope):
        super().check(what, panel, scope)
        for name, expression in self.sets.items():
            inputs.choice(f"what {what} sets", name, tuple(scope.parameters))
            scope.check(f"{name} of {what}", expression, (panel.x[0], panel.y[0]))

    def spec(self, program):
        sets = {"names": list(self.sets), "source": program(self.sets.values()).javascript}
        return {**super().spec(program), "sets": sets}


@dataclass(frozen=True)
class Text(Layer):
    """Words in the picture at (x, y): `text` and `values` as in a Readout."""

    x: sp.Expr
    y: sp.Expr
    text: str
    values: dict[str, sp.Expr] = field(default_factory=dict)
    code: str = "X"
    align: str = "center"

    @cached_property
    def readout(self):
        return Readout(self.text, self.values)

    @property
    def named(self):
        return {**super().named, **self.readout.named}

    def spec(self, program):
        return {**super().spec(program), "parts": self.readout.template.parts}
