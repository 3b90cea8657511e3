"""The parts of a scene: parameters, tables, what evolves, and the few kinds of layer in a panel."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
import sympy as sp

from perceptron import inputs, notation
from perceptron.widgets.scene.program import Mean


class SceneError(ValueError):
    """A scene that can't be drawn as declared."""


def symbols(names):
    """Real SymPy symbols for parameters, axes and columns: `w, b = symbols("w b")`."""
    return sp.symbols(names, real=True)


@dataclass(frozen=True)
class Parameter:
    """A number the reader moves, from low to high. `choices` instead makes it a pick: 0 for the first name, and so on.

    play : time moves it, with buttons to play, step and rewind.
    code : the symbol of the course (a key of notation.SYMBOLS) whose colour it has.
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    start: float = 0.0
    step: float = 0.01
    label: str = ""
    code: str = "w"
    choices: tuple = ()
    play: bool = False

    def __post_init__(self):
        if self.choices:
            object.__setattr__(self, "low", 0)
            object.__setattr__(self, "high", len(self.choices) - 1)
            object.__setattr__(self, "step", 1)
        for role in ("low", "high", "start", "step"):
            value = inputs.number(f"{self.name}.{role}", getattr(self, role))
            object.__setattr__(self, role, value)
        if not self.name.isidentifier():
            raise SceneError(f"a parameter is called {self.name!r}, expected a name that Python would take.")
        if not self.low < self.high:
            raise SceneError(f"{self.name} goes from {self.low:g} to {self.high:g}; the first must be the smaller.")
        if not self.low <= self.start <= self.high:
            raise SceneError(f"{self.name} starts at {self.start:g}, outside its {self.low:g} to {self.high:g}.")
        if self.step <= 0:
            raise SceneError(f"{self.name} has the step {self.step:g}; it must be above 0.")
        inputs.choice(f"{self.name}.code", self.code, tuple(notation.SYMBOLS))


@dataclass(frozen=True)
class Table:
    """Named columns of numbers, all of one length: the rows that points show and means go over."""

    name: str
    columns: dict

    def __post_init__(self):
        if not self.columns:
            raise SceneError(f"the table {self.name} has no columns.")
        lengths = {c: len(np.atleast_1d(v)) for c, v in self.columns.items()}
        if len(set(lengths.values())) != 1:
            raise SceneError(f"the columns of {self.name} have the lengths {lengths}; they must be equal.")
        arrays = {c: inputs.finite(f"{self.name}.{c}", inputs.reals(c, v, (None,))) for c, v in self.columns.items()}
        object.__setattr__(self, "columns", arrays)

    def mean(self, expression):
        """The mean of an expression in the columns (and parameters) over all rows, itself an expression."""
        return Mean(expression, sp.Symbol(self.name))


@dataclass(frozen=True)
class Evolution:
    """Numbers that change from step to step, such as weights under descent.

    state : name -> (start, update), expressions; an update sees the state before it, and the parameters.
    steps : how many; the reader moves the parameter `epoch` from 0 to there.
    """

    state: dict
    steps: int


@dataclass(frozen=True)
class Layer:
    """One thing in a panel. `domain` says over what its expressions are evaluated."""

    domain: ClassVar[str] = "scalar"
    kind: ClassVar[str] = ""
    expressions: ClassVar[tuple] = ()

    @cached_property
    def named(self):
        """name -> expression, for the ones that were given."""
        given = {name: getattr(self, name) for name in self.expressions}
        return {name: sp.sympify(e) for name, e in given.items() if e is not None}


@dataclass(frozen=True)
class Field(Layer):
    """A colour for each point of the panel: `value` from low (blue) through the middle (white) to high (orange)."""

    domain, kind, expressions = "grid", "field", ("value",)
    value: sp.Expr
    low: float = 0.0
    high: float = 1.0
    size: int = 80


@dataclass(frozen=True)
class Contours(Layer):
    """Lines along which `value` is one of `levels`."""

    domain, kind, expressions = "grid", "contours", ("value",)
    value: sp.Expr
    levels: tuple
    size: int = 80
    code: str = "C"


@dataclass(frozen=True)
class Curve(Layer):
    """`y` over the panel's horizontal axis."""

    domain, kind, expressions = "line", "curve", ("y",)
    y: sp.Expr
    code: str = "C"
    label: str = ""
    dash: bool = False


@dataclass(frozen=True)
class Line(Layer):
    """The straight line a u + b v + c = 0, with u and v the panel's axes."""

    kind, expressions = "line", ("a", "b", "c")
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
    """

    domain, kind, expressions = "rows", "points", ("x", "y", "one", "to")
    table: str
    x: sp.Expr
    y: sp.Expr
    one: sp.Expr | None = None
    to: sp.Expr | None = None
    square: bool = False
    drag: tuple = ()
    code: str = "y"


@dataclass(frozen=True)
class Path(Layer):
    """The way of an evolution's state up to the present epoch: `x` and `y` in its names and in `epoch`."""

    domain, kind, expressions = "states", "path", ("x", "y")
    x: sp.Expr
    y: sp.Expr
    code: str = "w"


@dataclass(frozen=True)
class Arrow(Layer):
    """From (x, y) by (dx, dy), in the panel's units."""

    kind, expressions = "arrow", ("x", "y", "dx", "dy")
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

    kind, expressions = "handle", ("x", "y")
    name: str
    x: sp.Expr
    y: sp.Expr
    sets: dict
    code: str = "w"


@dataclass(frozen=True)
class Text(Layer):
    """Words in the picture at (x, y): a template whose {name:.2f} are expressions in `values`."""

    kind, expressions = "text", ("x", "y")
    x: sp.Expr
    y: sp.Expr
    text: str
    values: dict = field(default_factory=dict)
    code: str = "X"
    align: str = "center"


@dataclass(frozen=True)
class Panel:
    """A pair of axes. x and y : (symbol name, low, high); labels are shown; log: the axis holds powers of ten."""

    x: tuple
    y: tuple
    layers: tuple
    xlabel: str = ""
    ylabel: str = ""
    xlog: bool = False
    ylog: bool = False
    axes: bool = True
