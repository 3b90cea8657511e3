"""Between which two numbers every right program ends that computes an expression in float64.

Interval arithmetic: each step is widened by what its rounding may make of it, in whatever order a sum is taken and
whichever library computes the functions, so the result is an error bound that no processor's last bits enter.
"""

import numpy as np
import sympy as sp
from sympy.codegen.cfunctions import log1p

from perceptron.codegen import fround
from perceptron.widgets.scene.program import Mean

ROUNDING = 4 * np.finfo(float).eps  # relative: the vector libraries of processors promise four units in the last place
WAVES = {sp.sin: np.sin, sp.cos: np.cos}  # nowhere steeper than 1
GROWING = {sp.exp: np.exp, sp.log: np.log, log1p: np.log1p, sp.tanh: np.tanh}
STEPS = {sp.floor: np.floor, fround: lambda value: np.float32(value).astype(float)}  # they also grow, and do not round


def interval(expression, places, tables):
    """(low, high), an array each, of an expression at `places`: symbol's name -> array, the same length for all.

    tables : table -> column -> array, for the means.  Raises KeyError for a function without a rule.
    """
    exact = {sp.Symbol(name, real=True): (value, value) for name, value in places.items()}
    with np.errstate(all="ignore"):
        return _Intervals(exact, tables).of(sp.sympify(expression))


class _Intervals:
    """Intervals of expressions in known symbols; a part that occurs twice is computed once."""

    def __init__(self, known, tables):
        self.known, self.tables = dict(known), tables

    def of(self, e):
        if e not in self.known:
            low, high = self._number(e) if e.is_number else self._rule(e)(e)
            unknown = np.isnan(low) | np.isnan(high)
            self.known[e] = np.where(unknown, -np.inf, low), np.where(unknown, np.inf, high)
        return self.known[e]

    def _rule(self, e):
        if e.func in GROWING or e.func in STEPS:
            return self._growing
        if e.func in WAVES:
            return self._wave
        rules = {
            sp.Add: self._sum,
            sp.Mul: self._product,
            sp.Pow: self._power,
            sp.Abs: self._size,
            sp.Max: self._largest,
        }
        return {**rules, sp.Piecewise: self._cases, Mean: self._mean}[e.func]

    def _number(self, e):
        return (float(e), float(e)) if e.is_Integer else _widened(float(e), float(e))

    def _growing(self, e):
        if e.func in STEPS:
            return tuple(map(STEPS[e.func], self.of(e.args[0])))
        return _widened(*map(GROWING[e.func], self.of(e.args[0])))

    def _wave(self, e):
        low, high = self.of(e.args[0])
        return WAVES[e.func](low) - (high - low) - ROUNDING, WAVES[e.func](low) + (high - low) + ROUNDING

    def _largest(self, e):
        ends = zip(*map(self.of, e.args), strict=True)
        return tuple(np.maximum.reduce(np.broadcast_arrays(*end)) for end in ends)

    def _sum(self, e):
        return _total(*(np.stack(np.broadcast_arrays(*ends)) for ends in zip(*map(self.of, e.args), strict=True)), 0)

    def _product(self, e):
        result = self.of(e.args[0])
        for factor in e.args[1:]:
            result = _widened(*_corners(np.multiply, result, self.of(factor)))
        return result

    def _power(self, e):
        base, exponent = e.args
        low, high = self._size(base) if exponent.is_even else self.of(base)
        if not exponent.is_Integer:
            return _widened(*_corners(np.power, (low, high), self.of(exponent)))
        p = int(exponent)
        if p < 0:
            hits = (low <= 0) & (high >= 0)
            low, high = np.where(hits, np.nan, high), np.where(hits, np.nan, low)
        return _widened(np.float64(low) ** p, np.float64(high) ** p)

    def _size(self, e):
        low, high = self.of(e.args[0] if e.func is sp.Abs else e)
        return np.maximum(0.0, np.maximum(low, -high)), np.maximum(np.abs(low), np.abs(high))

    def _mean(self, e):
        expression, table = e.args[0], self.tables[e.args[1].name]
        rows = {sp.Symbol(name, real=True): (column, column) for name, column in table.items()}
        inside = {s: (low[..., None], high[..., None]) for s, (low, high) in self.known.items() if s.is_Symbol}
        low, high = _Intervals({**inside, **rows}, self.tables).of(expression)
        count = len(next(iter(table.values())))
        shape = np.broadcast_shapes(np.shape(low), (count,))
        low, high = _total(np.broadcast_to(low, shape), np.broadcast_to(high, shape), -1)
        return _widened(low / count, high / count)

    def _cases(self, e):
        """From the lowest to the highest of the cases that may be taken."""
        lows, highs, open_ = [], [], True
        for value, condition in e.args:
            surely, perhaps = self._truth(condition)
            low, high = self.of(value)
            lows.append(np.where(open_ & perhaps, low, np.inf))
            highs.append(np.where(open_ & perhaps, high, -np.inf))
            open_ = open_ & ~surely
        return np.minimum.reduce(np.broadcast_arrays(*lows)), np.maximum.reduce(np.broadcast_arrays(*highs))

    def _truth(self, condition):
        """(surely, perhaps), whether a condition holds."""
        if condition in (sp.true, sp.false):
            return np.bool_(condition), np.bool_(condition)
        if isinstance(condition, sp.Not):
            surely, perhaps = self._truth(condition.args[0])
            return ~perhaps, ~surely
        if isinstance(condition, (sp.And, sp.Or)):
            join = np.logical_and if isinstance(condition, sp.And) else np.logical_or
            return tuple(map(join.reduce, zip(*map(self._truth, condition.args), strict=True)))
        if isinstance(condition, sp.ITE):
            return self._truth(condition.to_nnf())
        (a, b), (c, d) = map(self.of, condition.args)
        return {
            sp.Ge: lambda: (a >= d, b >= c), sp.Gt: lambda: (a > d, b > c),
            sp.Le: lambda: (b <= c, a <= d), sp.Lt: lambda: (b < c, a < d),
            sp.Eq: lambda: ((a == d) & (b == c), (a <= d) & (c <= b)),
        }[condition.func]()  # fmt: skip


def _widened(low, high):
    return low - ROUNDING * np.abs(low), high + ROUNDING * np.abs(high)


def _corners(function, one, other):
    ends = np.broadcast_arrays(*(function(x, y) for x in one for y in other))
    return np.minimum.reduce(ends), np.maximum.reduce(ends)


def _total(low, high, axis):
    """A sum in any order: each of its additions rounds a number that is no larger than the sum of all sizes."""
    error = low.shape[axis] * ROUNDING * np.maximum(np.abs(low), np.abs(high)).sum(axis)
    return low.sum(axis) - error, high.sum(axis) + error
