"""Slips of the pen in a formula: a wrong sign, a lost square, a part left out; as formulas and as NumPy code."""

from functools import lru_cache
from typing import Any

import sympy as sp

from perceptron import codegen
from perceptron.cases import cases, slope
from perceptron.symbolic import IN_Y_HAT, Derivation, y, y_hat, z


def slips_in(formula: sp.Expr) -> tuple[list[sp.Expr], ...]:
    """(with one wrong sign in a sum, with one square forgotten, with one factor or one term of the whole left out,
    with one of its cases everywhere, with its two cases swapped).
    """
    sums, squares = formula.atoms(sp.Add), [power for power in formula.atoms(sp.Pow) if power.exp == 2]
    turned = [formula.xreplace({a: a - 2 * term}) for a in sums for term in a.args]
    plain = [formula.xreplace({power: power.base}) for power in squares]
    parts = formula.args if formula.is_Mul or formula.is_Add else ()
    less = [formula.func(*(a for a in parts if a is not part)) for part in parts if len(parts) > 1]

    def once(found):
        return sorted({e for e in found if e.free_symbols}, key=sp.default_sort_key)

    several = formula.atoms(sp.Piecewise)
    alone = [formula.xreplace({cases: case}) for cases in several for case, _ in cases.args]
    two = [cases for cases in several if len(cases.args) == 2]
    swapped = [formula.xreplace({c: sp.Piecewise((c.args[1][0], c.args[0][1]), (c.args[0][0], True))}) for c in two]
    return once(turned), once(plain), once(less), once(alone), once(swapped)


def links(derivation: Derivation) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """(the number in front of link 1, the rest of it, link 2) in y, ŷ and z."""
    factor, first = _slope(derivation.loss, y_hat).primitive()
    f = derivation.activation
    return factor, first, IN_Y_HAT.get(f, _slope(f, z))


def _slope(formula, letter):
    """Its derivative; of a maximum in cases, for each has a slope of its own."""
    return slope(cases(formula), letter) if formula.has(sp.Max, sp.Min) else sp.diff(formula, letter)


@lru_cache
def numpy_slips(derivation: Derivation) -> tuple[Any, float]:
    """((y, y_hat, z) -> for links 1 and 2, the values with each slip, in the order of `slips_in`; the number in
    front).
    """
    factor, *both = links(derivation)
    formulas = [slips_in(link) for link in both]
    evaluate = codegen.numpy_source((y, y_hat, z), [e for kinds in formulas for kind in kinds for e in kind])

    def values(y, y_hat, z):
        numbers = iter(evaluate(y, y_hat, z))
        return [[[next(numbers) + 0 * z for _ in kind] for kind in kinds] for kinds in formulas]

    return values, float(factor)
