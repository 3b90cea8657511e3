"""Which names the expressions of a scene may use."""

from dataclasses import dataclass

import sympy as sp

from perceptron.widgets.scene.program import Mean


class SceneError(ValueError):
    """A scene that can't be drawn as declared."""


@dataclass(frozen=True)
class Scope:
    """The names of a scene's parameters and states, and its tables with their columns, which only means may use.

    parameters, states : names.  tables : table -> columns by name.
    """

    title: str
    parameters: tuple
    states: tuple
    tables: dict

    def check(self, what, expression, more=()):
        """Raises SceneError for a symbol that is neither in scope nor one of the names `more`, or a mean over no table.

        what : the words for the expression in the error.
        """
        expression, known = sp.sympify(expression), {*self.parameters, *self.states, *more}
        means = expression.atoms(Mean)
        free = _names(expression.xreplace(dict.fromkeys(means, sp.S.Zero)))
        for mean in means:
            self.check_table(f"{what} takes a mean over", mean.args[1].name)
            free |= _names(mean.args[0]) - set(self.tables[mean.args[1].name])
        if free - known:
            strange, usable = (", ".join(sorted(names)) for names in (free - known, known))
            raise SceneError(f"{what} has the unknown {strange}; it may use {usable}.")

    def check_table(self, what, name):
        """Raises SceneError where the scene has no table of that name. what : the words in front of it."""
        if name not in self.tables:
            raise SceneError(f"{what} the table {name!r}; there are {sorted(self.tables) or 'none'}.")


def _names(expression):
    return {s.name for s in expression.free_symbols}
