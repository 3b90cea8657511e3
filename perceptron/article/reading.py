r"""What printed letters mean: a `Reading` puts the course's own in their place, and decides whether sides are equal."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp

from perceptron.article.forms import LOSS_, MSE, TOTAL, C, Dot, New, Slope, Times, row, w_row, w_T, x_I, x_row
from perceptron.counterexample import shorter
from perceptron.equality import Decision, decide
from perceptron.symbolic import Z_I, b, derive, i, k, m, n, one_term, sigma, w_, x_, y, y_, y_hat, y_hat_, z_

CAN_BE = dict.fromkeys((y, y_, y_hat, y_hat_), (0, 1))  # targets and predictions of a sigmoid


def matrix_product(left, right):
    """The one entry of a product of two matrices x, w as a Sum in x_k and w_k; NaN where the shapes do not fit."""
    if left.cols != right.rows:  # SymPy lets two rows pass, since n might be 1
        return sp.nan
    entry = (left * right)[0, 0].replace(
        lambda e: isinstance(e, sp.matrices.expressions.matexpr.MatrixElement),
        lambda e: sp.IndexedBase(e.parent.name, real=True)[e.j + 1],
    )
    return entry.change_index(entry.variables[0], entry.variables[0] + 1, k)


def _rows(length):
    return (sp.MatrixSymbol(name, 1, length) for name in "xw")


def row_times_row(length):
    """x.w of two rows as they are."""
    left, right = _rows(length)
    return matrix_product(left, right)


def row_times_column(length):
    """x.w with w as a column."""
    left, right = _rows(length)
    return matrix_product(left, right.T)


def _in_z(expression):
    return expression.replace(lambda e: _is_of(y_hat_, e), lambda e: sigma(z_[e.indices[0]]))


def _in_w(expression):
    expression = expression.replace(_is_over_examples, lambda e: e.xreplace({k: row}))  # k is taken inside of z
    return _in_z(expression).replace(lambda e: _is_of(z_, e), lambda e: Z_I.xreplace({i: e.indices[0]}))


def _is_over_examples(e):
    return isinstance(e, sp.Sum) and e.variables == [k] and any(e.has(base[k]) for base in (y_, y_hat_, z_))


def _is_of(base, e):
    return isinstance(e, sp.Indexed) and e.base == base


_COST = derive().C.xreplace({i: row})
DEFINED = {
    C: _COST,
    MSE: _COST,
    LOSS_[i]: derive().C.atoms(sp.Sum).pop().function,
    TOTAL: sp.Sum(x_[k] * w_[k], (k, 1, n)),
    Dot(x_row, w_row): sp.Sum(x_[k] * w_[k], (k, 1, n)),
    Dot(x_I, w_T): row_times_column(m).replace(lambda e: _is_of(x_, e), lambda e: x_[i, *e.indices]),
}


def slope(of, by):
    """The derivative; NaN where `by` has an index that a sum in `of` has used up, since that says nothing."""
    if any(set(total.variables) & by.free_symbols for total in of.atoms(sp.Sum)):
        return sp.nan
    of = _in_w(of) if by == b or _is_of(w_, by) else _in_z(of) if _is_of(z_, by) else of
    return one_term(sp.diff(of, by)).replace(
        lambda e: isinstance(e, sp.Sum) and e.variables == [row] and e.has(sp.KroneckerDelta),
        lambda e: e.doit().subs(i <= n, True),
    )


@dataclass(frozen=True)
class Reading:
    """One way to take the printed letters.

    words : the way. of : turns printed sides into sides in the course's letters. spell : in terms of x, w and b, every
    prediction and every z spelled out.
    """

    words: str
    of: Callable
    spell: bool = False

    @classmethod
    def where(cls, words, letters=None, spell=False):
        """The reading in which each of `letters` stands for something else."""
        return cls(f"where {words}", lambda *sides: tuple(side.xreplace(letters or {}) for side in sides), spell)

    def decide(self, printed):
        """The Decision on a chain of equal sides: on the first '=' that fails, else on the last.

        Where both sides are slopes by the same variable, what they are the slopes of is claimed to be equal, too.
        """
        found = Decision(None)
        for left, right in pairwise(self.of(*printed)):
            pairs = [(left, right)]
            if isinstance(left, Slope) and isinstance(right, Slope) and left.args[1] == right.args[1]:
                pairs.append((left.args[0], right.args[0]))
            for pair in pairs:
                sides = [*map(self._mathematics, pair)]
                found = decide(*sides)
                if not found:
                    return shorter(found, *sides, CAN_BE)
        return found

    def _mathematics(self, side):
        side = side.replace(lambda e: isinstance(e, New), lambda e: e.doit()).xreplace(DEFINED)
        side = side.replace(
            lambda e: isinstance(e, Times | Slope), lambda e: slope(*e.args) if isinstance(e, Slope) else e.doit()
        )
        return _in_w(side) if self.spell else side


AS_PRINTED = Reading("as printed", lambda *sides: sides)
SPELLED_OUT = Reading("in the course's letters", lambda *sides: sides, spell=True)
