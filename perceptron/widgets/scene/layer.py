"""What all kinds of layer have in common, and the domains over which they are computed."""

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
import sympy as sp

from perceptron import inputs, notation

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
        computed = (sp.Expr, sp.Expr | None, dict[str, sp.Expr])
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.type not in computed}
        return {**plain, "kind": self.kind, "domain": self.domain, "roles": list(self.named)}
