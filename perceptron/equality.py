"""Are two expressions equal? Rewriting proves it where it can; else 40 digits at many points; a false '=' gets numbers.

SymPy's `simplify` and `.equals` can take tens of seconds and then not know. What this course asks about are sums of
fractions in exponentials, and for those one common fraction, multiplied out, decides. Equal means equal wherever the
left side is a real number; single points where one side has a kink or a hole do not count.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from math import comb, prod
from typing import Any

import mpmath
import sympy as sp
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from perceptron.symbolic import i, j, k, m, n, one_term, sigma

DIGITS = 40
POINTS = 24
SIZES = ((1, 1), (2, 1), (1, 2), (3, 2), (2, 3))  # (n, m) at which expressions for any n and m are evaluated
MOST_TERMS = 2000  # what multiplying out may lead to; beyond, digits decide


@dataclass(frozen=True)
class Decision:
    """Whether left = right (None where nothing could be evaluated), how that was found, and else where they differ.

    how : "rewriting" or "digits".
    point : symbol -> number at which the sides differ; left, right : their values there (None for no real number).
    """

    equal: bool | None
    how: str = "digits"
    point: dict[sp.Basic, Any] = field(default_factory=dict)
    left: float | None = None
    right: float | None = None

    def __bool__(self):
        return self.equal is True

    def __str__(self):
        if self.equal:
            return "by rewriting" if self.how == "rewriting" else f"to {DIGITS} digits at {POINTS} random points"
        if self.equal is None:
            return "not decided: at no point do both sides have a value"
        if self.left is self.right is None:
            return "one side has no value anywhere"
        where = ", ".join(f"{plain(symbol)} = {float(value):g}" for symbol, value in self.point.items())
        texts = (
            [f"is {v:.{digits}g}" if v is not None else "has no value" for v in (self.left, self.right)]
            for digits in (4, 8, 17)
        )  # as few as tell them apart
        left, right = next((pair for pair in texts if len({*pair}) == 2), ("differs", "differs"))
        sides = f"the left side {left} and the right side {right}"
        return f"at {where} {sides}" if where else sides


def plain(symbol: sp.Basic) -> str:
    """A symbol as text: ŷ_1 for an indexed one."""
    if isinstance(symbol, sp.Indexed):
        return f"{plain(symbol.base.label)}_{''.join(map(str, symbol.indices))}"
    return str(symbol).replace(r"\hat{y}", "ŷ").replace("alpha", "α")


def decide(left: Any, right: Any, ranges: dict[Any, tuple[float, float]] | None = None) -> Decision:
    """The Decision whether left = right.

    left, right : SymPy expressions; they may hold unevaluated sums to n or m and derivatives.
    ranges : symbol (or base of an indexed one) -> (low, high), both excluded, where it differs from what the symbol's
        assumptions say; a real symbol is tried from -30 to 30, a positive one up to 5.
    """
    left, right = (unfold(sp.sympify(side)) for side in (left, right))
    if vanishes(left - right):
        return Decision(True, "rewriting")
    return _by_digits(left, right, ranges or {})


def unfold(expression: Any) -> sp.Expr:
    """The expression with σ spelled out, derivatives taken, and sums to a number or over a KroneckerDelta done.

    `doit` would do so too, but spends seconds on sums to n that nothing can be done about.
    """
    expression = sp.sympify(expression).replace(lambda e: isinstance(e, sigma | sp.UnevaluatedExpr), lambda e: e.doit())
    expression = expression.replace(
        lambda e: isinstance(e, sp.Derivative), lambda e: sp.diff(e.expr, *e.variable_count)
    )
    expression = expression.replace(
        lambda e: isinstance(e, sp.Subs), lambda e: e.expr.subs(dict(zip(e.variables, e.point, strict=True)))
    )
    return one_term(_written_out(expression))


def _written_out(expression):
    """Sums to a number as their terms, one by one: `doit` would look for a closed form first, and may look for long."""

    def counted(e):
        if not isinstance(e, sp.Sum):
            return False
        _, low, high = e.limits[-1]
        return low.is_Integer and high.is_Integer and high - low < MOST_TERMS

    def terms(e):
        *inner, (index, low, high) = e.limits  # the outer sum is the last
        term = sp.Sum(e.function, *inner) if inner else e.function
        return sp.Add(*(_written_out(term.subs(index, at)) for at in range(int(low), int(high) + 1)))

    return expression.replace(counted, terms)


# --- by rewriting -----------------------------------------------------------------------------------------------------


def vanishes(expression: Any) -> bool:
    """True where rewriting shows that the expression is 0; False says nothing.

    Sums with the same bounds become one sum, whose summand must vanish; everything else becomes one fraction in
    exponentials, whose numerator must.
    """
    expression = sp.sympify(expression)
    if not _adds_up(expression):
        return _is_zero(expression)
    rest = sp.Integer(0)
    summands: defaultdict[Any, sp.Expr] = defaultdict(lambda: sp.Integer(0))
    for term in sp.Add.make_args(expression.expand(deep=False)):
        sums = [factor for factor in sp.Mul.make_args(term) if isinstance(factor, sp.Sum)]
        if len(sums) == 1 and len(sums[0].limits) == 1:
            (index, low, high), factor = sums[0].limits[0], sp.Mul(*(f for f in sp.Mul.make_args(term) if f != sums[0]))
            summands[low, high] += factor * sums[0].function.xreplace({index: _bound(high)})
        else:
            rest += term
    return _is_zero(rest) and all(vanishes(summand) for summand in summands.values())


def _adds_up(expression):
    """Whether it holds a Sum as a term or a factor, and not only inside of a function."""
    return isinstance(expression, sp.Sum) or (
        isinstance(expression, sp.Add | sp.Mul) and any(map(_adds_up, expression.args))
    )


def _bound(high):
    """One name for all indices that run to the same bound; no other expression holds it."""
    return sp.Symbol(f"_index_to_{high}", integer=True, positive=True)


def _is_zero(expression):
    if expression == 0:
        return True
    top = sp.fraction(sp.together(_arithmetic(expression.rewrite(_EXPONENTIALS, sp.exp), {})))[0]
    sizes = [_terms(e) for e in (top, *(a.args[0] for a in top.atoms(sp.exp)))]
    return max(sizes) <= MOST_TERMS and sp.expand(top) == 0


_EXPONENTIALS = (TrigonometricFunction, HyperbolicFunction)


def _arithmetic(expression, names):
    """The expression with one letter for whatever is neither arithmetic nor an exponential, so `expand` stays out."""
    integer_power = expression.is_Pow and expression.exp.is_Integer
    if expression.is_Add or expression.is_Mul or integer_power or isinstance(expression, sp.exp):
        return expression.func(*(_arithmetic(a, names) for a in expression.args))
    return names.setdefault(expression, sp.Dummy()) if expression.args else expression


def _terms(expression):
    """At most how many terms there are when it is multiplied out."""
    if expression.is_Add:
        return sum(map(_terms, expression.args))
    if expression.is_Mul:
        return prod(map(_terms, expression.args))
    if not (expression.is_Pow and expression.exp.is_Integer and expression.exp > 1):
        return 1
    terms, power = _terms(expression.base), min(int(expression.exp), MOST_TERMS)
    return comb(terms + power - 1, terms - 1)


# --- by digits --------------------------------------------------------------------------------------------------------


def _by_digits(left, right, ranges):
    if left.has(sp.nan, sp.zoo) or right.has(sp.nan, sp.zoo):
        return Decision(False)
    rng, seen = random.Random(0), 0
    sizes = SIZES if {n, m, i, j, k} & (left.free_symbols | right.free_symbols) else ((1, 1),)
    for examples, features in sizes:
        size = {n: examples, m: features, i: rng.randint(1, examples), j: rng.randint(1, features), k: features}
        sides = [_written_out(side.subs(size)) for side in (left, right)]
        if any(side.has(sp.nan, sp.zoo) for side in sides):  # 1/(n - 1) for one example
            continue
        compare, symbols = _comparison(*sides)
        if compare is None:
            return Decision(None)
        known = {s: size[s] for s in (n, m, i, j) if s in left.free_symbols | right.free_symbols}
        wanted = -(-POINTS // len(sizes))
        for _ in range(4 * wanted):
            point = {s: _sample(rng, s, ranges) for s in symbols}
            verdict = compare(list(point.values()))
            if verdict is None:
                continue
            equal, *values = verdict
            if not equal:
                return Decision(False, "digits", known | point, *values)
            seen, wanted = seen + 1, wanted - 1
            if not wanted or not symbols:
                break
    return Decision(True if seen else None)


def _sample(rng, symbol, ranges):
    """A number of few digits, so that a counterexample can be followed by hand; none at which a kink is."""
    for key in (symbol, getattr(symbol, "base", None)):
        if key in ranges:
            low, high = map(sp.Rational, ranges[key])
            return low + (high - low) * sp.Rational(rng.randint(1, 99), 100)
    if symbol.is_integer:
        return sp.Integer(rng.randint(1 if symbol.is_positive else -4, 5))
    if symbol.is_positive:
        return _tenths(rng, 1, 50)
    most = rng.choice((10, 30, 30, 300))
    return _tenths(rng, -most, most)


def _tenths(rng, low, high):
    tenths = rng.randint(low, high)
    return sp.Rational(tenths if tenths % 5 else tenths + rng.choice((-1, 1)), 10)


_EDGES = {"Heaviside": lambda t, at_0=0.5: at_0 if t == 0 else float(t > 0), "DiracDelta": lambda *_: 0}
_FLOATS = {name: getattr(mpmath.fp, name) for name in ("sign", "cot", "sec", "csc", "coth", "sech", "csch")}


def _comparison(left, right):
    """(numbers -> (equal, left, right), or None at a point that can't be used; the symbols they stand for)."""
    names = {a: sp.Dummy() for a in left.atoms(sp.Indexed) | right.atoms(sp.Indexed)}
    sides = [side.xreplace(names) for side in (left, right)]
    free = {*names, *(sides[0].free_symbols | sides[1].free_symbols) - set(names.values())}
    symbols = sorted(free, key=sp.default_sort_key)
    arguments = [names.get(s, s) for s in symbols]
    try:
        quick, exact = (sp.lambdify(arguments, sides, modules) for modules in (
            [_EDGES | _FLOATS, "math"], [_EDGES, "mpmath"]
        ))  # fmt: skip
    except (TypeError, ValueError, NotImplementedError, SyntaxError):
        return None, symbols

    def compare(values):
        try:  # floats overflow at once where mpmath would compute for hours
            quick(*map(float, values))
        except (OverflowError, ZeroDivisionError):
            return None
        except (ValueError, TypeError):
            pass  # beyond the domain of a side, or complex: which, mpmath will tell
        except NameError:
            return None
        for digits in (DIGITS + 20, 6 * DIGITS):  # digits lost to cancellation come back
            a, b = _exact(exact, values, digits)
            if a is None:
                return None
            if b is not None and abs(a - b) <= mpmath.mpf(10) ** -DIGITS * max(abs(a), abs(b)):
                return True, float(a), float(b)
        return False, float(a), None if b is None else float(b)

    return compare, symbols


def _exact(function, values, digits):
    """Both sides to that many digits; None for one that is no real number there."""
    with mpmath.workdps(digits):
        try:
            sides = function(*(mpmath.mpf(v.p) / v.q for v in values))
        except (ValueError, ZeroDivisionError, TypeError, OverflowError):
            return None, None
        reals = [mpmath.mpmathify(side) for side in sides]
        return [side.real if mpmath.isfinite(side) and not side.imag else None for side in reals]
