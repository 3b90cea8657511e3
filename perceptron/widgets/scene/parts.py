"""The parts of a scene: parameters, tables, what evolves, words with numbers in them, and panels."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import inputs, notation
from perceptron.widgets.scene.program import Mean
from perceptron.widgets.scene.scope import SceneError
from perceptron.widgets.scene.template import Template


def symbols(names):
    """Real SymPy symbols for parameters, axes and columns: `w, b = symbols("w b")`."""
    return sp.symbols(names, real=True)


EPOCH = symbols("epoch")


@dataclass(frozen=True)
class Parameter:
    """A number the reader moves, from low to high. `choices` instead makes it a pick: 0 for the first name, and so on.

    play : time moves it, with buttons to play, step and rewind.  stride : how far the buttons step, if not by `step`.
    code : the symbol of the course (a key of notation.SYMBOLS) whose colour it has.
    Raises SceneError for limits that do not fit, TypeError or ValueError for what is no number or no such symbol.
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
    stride: float = 0.0

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
    """Named columns of numbers, all of one length: the rows that points show and means go over.

    Raises SceneError, TypeError or ValueError for columns that are missing, empty, unequal or no finite numbers.
    """

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
class Readout:
    """A line of words: {name:.2f} in `text` is filled in with the expression of that name in `values`.

    Raises SceneError where the names and the values are not the same, ValueError for other braces.
    """

    text: str
    values: dict[str, sp.Expr] = field(default_factory=dict)

    def __post_init__(self):
        names = set(self.template.names)
        if names != set(self.values):
            given = sorted(self.values)
            raise SceneError(f"the text {self.text!r} names {sorted(names)}, and values are given for {given}.")

    @cached_property
    def template(self):
        return Template(self.text)

    @property
    def named(self):
        """The words for each field -> its expression, in the order of the fields."""
        return {f"{name} in {self.text!r}": sp.sympify(self.values[name]) for name in self.template.names}


@dataclass(frozen=True)
class Panel:
    """A pair of axes. x and y : (symbol name, low, high); labels are shown; log: the axis holds powers of ten.

    tall : its height as a share of its width, within limits; 0 for the usual one.
    equal : both axes have one scale.

    Raises SceneError for an axis that does not grow.
    """

    x: tuple
    y: tuple
    layers: tuple
    xlabel: str = ""
    ylabel: str = ""
    xlog: bool = False
    ylog: bool = False
    axes: bool = True
    tall: float = 0.0
    equal: bool = False

    def __post_init__(self):
        for name, low, high in (self.x, self.y):
            if not low < high:
                raise SceneError(f"the axis {name} goes from {low} to {high}; it must grow.")
