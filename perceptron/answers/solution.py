"""A right answer, the mistakes it is known for, and how an answer is recognised as one of them.

Every known mistake is evaluated at three points, in floats. Those that agree with the answer at all of them are then
compared with it in symbols, so that a hundred mistakes cost no more than one.
"""

import math
import random
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from perceptron.equality import decide, unfold
from perceptron.symbolic import i, j, k, m, n, sigma, w, w_, x, x_


@dataclass(frozen=True)
class Mistake:
    """A mistake by its name ("the sign is lost"), what to do about it, and the formulas it leads to.

    slip : True for a slip of the pen, such as a lost factor 2; an answer with no other mistake is almost right.
    """

    name: str
    advice: str
    expressions: tuple
    slip: bool = False


@dataclass(frozen=True)
class Solution:
    """A right answer and the mistakes it is known for, the simple ones first.

    where : what a symbol stands for, in the order in which to put it in: ŷ = σ(z), then z = w x + b. In an answer
        either may be used.
    ranges : symbol (or base of indexed ones) -> (low, high), outside of which it has no values.
    """

    truth: sp.Expr
    mistakes: tuple = ()
    where: dict = field(default_factory=dict)
    ranges: dict = field(default_factory=dict)

    def spelled_out(self, expression):
        """`expression` with everything in `where` put in."""
        for symbol, meaning in self.where.items():
            there = {symbol: meaning}
            if isinstance(symbol, sp.Indexed):
                others = {a for a in expression.atoms(sp.Indexed) if a.base == symbol.base and len(a.indices) == 1}
                there = {a: meaning.xreplace({symbol.indices[0]: a.indices[0]}) for a in others}
            expression = expression.xreplace(there)
        return expression

    def recognise(self, answer):
        """The first Mistake that leads to `answer`, or None."""
        found = self.numbers(unfold(answer))
        if found is None:
            return None
        alike = ((mistake, e) for mistake, e, numbers in self._evaluated if _near(found, numbers))
        return next((mistake for mistake, e in alike if self.same(e, answer)), None)

    def same(self, left, right):
        """The Decision whether left = right, as they are or with everything in `where` put in."""
        as_it_is = decide(left, right, self.ranges)
        if as_it_is or not self.where:
            return as_it_is
        return decide(self.spelled_out(left), self.spelled_out(right), self.ranges)

    @cached_property
    def _evaluated(self):
        """(mistake, formula, its values) of each that is not right after all."""
        right = self.numbers(self.truth)
        every = [(mistake, e, self.numbers(e)) for mistake in self.mistakes for e in mistake.expressions]
        return [(*pair, numbers) for *pair, numbers in every if numbers and not (right and _near(numbers, right))]

    @cached_property
    def _points(self):
        return [_Point(self, seed) for seed in ("one", "two", "three")]

    def numbers(self, expression):
        """The values of an expression at the points, None where it has none."""
        try:
            values = [float(point.value(expression, _SIZES)) for point in self._points]
        except (ArithmeticError, ValueError, TypeError, AttributeError, RecursionError):
            return None
        return values if all(map(math.isfinite, values)) else None


_SIZES = {n: 3, m: 2, i: 3, j: 2, k: 1}
_FUNCTIONS = {
    sp.exp: math.exp, sp.log: math.log, sp.tanh: math.tanh, sp.Abs: abs, sigma: lambda t: 1 / (1 + math.exp(-t)),
}  # fmt: skip


class _Point(dict):
    """A number for every symbol, and for every base with its indices, drawn when it is first asked for."""

    def __init__(self, solution, seed):
        self.seed, self.ranges = seed, solution.ranges
        self.where = {getattr(s, "base", s): (getattr(s, "indices", ()), e) for s, e in solution.where.items()}

    def __missing__(self, key):
        symbol, *at = key if isinstance(key, tuple) else (key,)
        indices, meaning = self.where.get(symbol, ((), None))
        if meaning is not None and len(indices) == len(at):
            number = self.value(meaning, _SIZES | dict(zip(indices, at, strict=True)))
        else:
            # Of either sign, so that |x| is not x; a target or a prediction may have no negative values.
            usual = (-0.9, -0.2) if self.seed == "two" and symbol in (x, w, x_, w_) else (0.2, 0.9)
            low, high = map(float, self.ranges.get(symbol, usual))
            number = random.Random(f"{self.seed} {key}").uniform(low, high)
        self[key] = number
        return number

    def value(self, e, at):
        """`e` in floats, with `at` for the sizes and indices; quick to fail where it is too large or has no value."""
        if e in at:
            return at[e]
        if e.is_Symbol:
            return self[e]
        if not e.args:
            return float(e)
        if isinstance(e, sp.Indexed):
            return self[(e.base, *(self.value(index, at) for index in e.indices))]
        if isinstance(e, sp.Sum):
            (index, low, high), term = *e.limits, e.function
            low, high = (int(self.value(bound, at)) for bound in (low, high))
            if (e, *at.values()) not in self:  # many of the formulas hold the same sum
                self[e, *at.values()] = math.fsum(self.value(term, at | {index: t}) for t in range(low, high + 1))
            return self[e, *at.values()]
        if e.is_Piecewise:
            return self.value(next(part for part, condition in e.args if self._holds(condition, at)), at)
        values = [self.value(a, at) for a in e.args]
        if e.is_Add:
            return math.fsum(values)
        if e.is_Mul:
            return math.prod(values)
        if e.is_Pow:
            return float(values[0]) ** values[1]
        return _FUNCTIONS[e.func](*values) if e.func in _FUNCTIONS else float(e.func(*map(sp.Float, values)))

    def _holds(self, condition, at):
        return condition == True or bool(condition.func(*(self.value(a, at) for a in condition.args)))  # noqa: E712


def _near(left, right):
    return all(math.isclose(p, q, rel_tol=1e-7, abs_tol=1e-12) for p, q in zip(left, right, strict=True))
