"""The door to typed maths: its text and the names that may be in it are checked, then parsed."""

import sympy as sp

from perceptron.expression.grammar import Parser
from perceptron.expression.words import ALIASES, NAMES


def read(text: str, names: dict[str, sp.Expr] | None = None) -> sp.Expr:
    """The SymPy expression of maths typed by a reader.

    names : the letters that may be in it, typed name -> SymPy expression, instead of `NAMES`. What x_i and x_1 are
        made of is an IndexedBase under the name "x_". Functions, e and π are always known.
    Raises ExpressionError, a ValueError that says what is wrong and points at the column where it starts; TypeError
    for a text that is not a str and for names that are not such a dict.
    """
    if not isinstance(text, str):
        raise TypeError(f"a formula is text such as '2(y - ŷ)', got {type(text).__name__}; put it in quotes.")
    return Parser(text, _known(names)).whole()


def _known(names):
    if names is None:
        return NAMES
    if not isinstance(names, dict):
        raise TypeError(f"names must be a dict of typed name -> SymPy expression, got {type(names).__name__}.")
    for name, meaning in names.items():
        if not isinstance(name, str) or not isinstance(meaning, sp.Expr | sp.IndexedBase):
            raise TypeError(f"names has {name!r}: {meaning!r}, expected a typed name and a SymPy expression.")
    return {ALIASES.get(name, name): meaning for name, meaning in names.items()}
