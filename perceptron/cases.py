"""Case distinctions: |u|, max, min and sign as cases, where these meet, and slopes that hold no delta functions.

SymPy's derivative of sign(u) is 2 δ(u), which is 0 wherever there is a slope and no number where there is none.
"""

from functools import lru_cache

import sympy as sp


def cases(expression: sp.Expr) -> sp.Expr:
    """The expression with |u|, max, min, sign and Heaviside as Piecewise; conditions stay as they are."""
    if expression.is_Piecewise:
        return sp.Piecewise(*((cases(value), condition) for value, condition in expression.args))
    if not expression.has(*_DISTINGUISHED):
        return expression
    arguments = [cases(a) if isinstance(a, sp.Expr) else a for a in expression.args]
    return _DISTINGUISHED.get(expression.func, expression.func)(*arguments)


@lru_cache
def slope(expression: sp.Expr, symbol: sp.Symbol, order: int = 1) -> sp.Expr:
    r"""$\partial^k f / \partial s^k$ for k = `order`, wherever it exists; at a kink it is that of one side."""
    return sp.diff(cases(expression), symbol, order)


def borders(expression: sp.Expr) -> list[sp.Expr]:
    """Expressions that are 0 where one case of `expression` ends and another begins: y - ŷ for |y - ŷ|."""
    conditions = {condition for part in cases(expression).atoms(sp.Piecewise) for _, condition in part.args}
    found = {r.lhs - r.rhs for c in conditions for r in c.atoms(sp.core.relational.Relational)}
    return sorted(found, key=str)


def _of_each(u, make):
    """make(u), case by case where u itself has cases."""
    u = sp.piecewise_fold(u) if u.has(sp.Piecewise) else u
    return sp.Piecewise(*((make(value), c) for value, c in u.args)) if u.is_Piecewise else make(u)


def _abs(u):
    return _of_each(u, lambda v: sp.Piecewise((-v, v < 0), (v, v > 0), (0, True)))


def _sign(u, at_zero=0, low=-1):
    return _of_each(u, lambda v: sp.Piecewise((low, v < 0), (1, v > 0), (at_zero, True)))


def _step(u, at_zero=sp.S.Half):
    return _sign(u, at_zero, low=0)


def _larger(first, *others):
    if not others:
        return first
    second = _larger(*others)
    return _of_each(first - second, lambda d: sp.Piecewise((first, d >= 0), (second, True)))


def _smaller(*arguments):
    return -_larger(*(-a for a in arguments))


_DISTINGUISHED = {sp.Abs: _abs, sp.Max: _larger, sp.Min: _smaller, sp.sign: _sign, sp.Heaviside: _step}
