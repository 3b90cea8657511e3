r"""A formula of the reader's own, through the same audit as the article's: `check("dC_dw", "2(ŷ-y) σ'(z) x")`."""

import sympy as sp

from perceptron import expression
from perceptron.article.equation import Equation
from perceptron.article.forms import C, Slope
from perceptron.article.reading import AS_PRINTED, SPELLED_OUT
from perceptron.symbolic import b, derive, i, j, n, sigma, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_

_LOSS = derive().loss
_FIRST, _SECOND = sp.diff(_LOSS, y_hat), sp.diff(sigma(z), z)
# What may be on a side by its name: (of one example with one input, of n examples with m inputs).
QUANTITIES = {
    "C": (_LOSS, C),
    "dC_dy_hat": (_FIRST, Slope(C, y_hat_[i])),
    "dy_hat_dz": (_SECOND, Slope(y_hat_[i], z_[i])),
    "dz_dw": (x, Slope(z_[i], w_[j])),
    "dz_db": (sp.Integer(1), Slope(z_[i], b)),
    "dC_dw": (_FIRST * _SECOND * x, Slope(C, w_[j])),
    "dC_db": (_FIRST * _SECOND, Slope(C, b)),
}
_NAMED = {name: sp.Symbol(name) for name in QUANTITIES}
_OF_EXAMPLE_I = {x: x_[i, j], y: y_[i], y_hat: y_hat_[i], z: z_[i]}


def check(left, right, given=None):
    """The Judgement whether left = right: its `verdict`, and in `reason` by what it was decided, or a counterexample.

    left, right : text, as `perceptron.expression` says; a name in `QUANTITIES`; or SymPy in the symbols of
        `perceptron.symbolic`, with `forms.Slope(C, w_[j])` for a derivative. Where an index, a sum or n is in one
        of them it is about n examples, and a lone letter about example i; else about one example.
    given : name -> what else may be in a text, as SymPy or text.
    Raises ValueError for text that can't be read, TypeError for anything else.
    """
    names = expression.NAMES | {name: _read(meaning, expression.NAMES) for name, meaning in (given or {}).items()}
    sides = [_read(side, names) for side in (left, right)]
    many = any(side.has(sp.Indexed, sp.Sum, Slope, n) for side in sides)
    sides = [side.xreplace({symbol: QUANTITIES[name][many] for name, symbol in _NAMED.items()}) for side in sides]
    sides = tuple(map(_of_many, sides) if many else _of_one(*sides))
    return Equation("yours", "a formula of your own", sides, sides, (SPELLED_OUT if many else AS_PRINTED,)).judge()


def _read(side, names):
    if isinstance(side, str):
        return _NAMED[side] if side in _NAMED else expression.read(side, names)
    if isinstance(side, sp.Expr | int | float):
        return sp.sympify(side)
    raise TypeError(f"{side!r} is no formula; give text, such as '2(ŷ - y)', or a SymPy expression.")


def _of_many(side):
    """Lone letters as those of example i; the symbol y must not be touched in y_i, whose label it is."""
    kept = {entry: sp.Dummy() for entry in side.atoms(sp.Indexed)}
    back = {
        dummy: x_[entry.indices[0], j] if entry.base == x_ and len(entry.indices) == 1 else entry
        for entry, dummy in kept.items()
    }
    return side.xreplace(kept).xreplace(_OF_EXAMPLE_I).xreplace(back)


def _of_one(*sides):
    sides = [side.xreplace({y_hat: sigma(z)}) for side in sides]
    return [side.xreplace({z: w * x + b}) for side in sides] if any(side.has(w) for side in sides) else sides
