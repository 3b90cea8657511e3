"""Slips of the pen in a formula: a wrong sign, a lost square, a part left out; as formulas and as NumPy code."""

from functools import lru_cache
from typing import Any

import sympy as sp

from perceptron import codegen
from perceptron.symbolic import IN_Y_HAT, Derivation, y, y_hat, z


def slips_in(formula: sp.Expr) -> tuple[list[sp.Expr], list[sp.Expr], list[sp.Expr]]:
    """(with one wrong sign in a sum, with one square forgotten, with one factor or one term of the whole left out)."""
    sums, squares = formula.atoms(sp.Add), [power for power in formula.atoms(sp.Pow) if power.exp == 2]
    turned = [formula.xreplace({a: a - 2 * term}) for a in sums for term in a.args]
    plain = [formula.xreplace({power: power.base}) for power in squares]
    parts = formula.args if formula.is_Mul or formula.is_Add else ()
    less = [formula.func(*(a for a in parts if a is not part)) for part in parts if len(parts) > 1]

    def once(found):
        return sorted({e for e in found if e.free_symbols}, key=sp.default_sort_key)

    return once(turned), once(plain), once(less)


def links(derivation: Derivation) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """(the number in front of link 1, the rest of it, link 2) in y, ŷ and z."""
    factor, first = sp.diff(derivation.loss, y_hat).primitive()
    f = derivation.activation
    return factor, first, IN_Y_HAT.get(f, sp.diff(f, z))


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
