r"""From SymPy expressions to NumPy and JavaScript that neither overflow nor lose their digits where exp does.

The one idea: in $e = e^{-|z|}$, which lies between 0 and 1, every function that is rational in $e^z$ has a form for
z ≥ 0 and a form for z < 0, and neither holds a large number.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p
from sympy.printing.jscode import JavascriptCodePrinter
from sympy.printing.numpy import NumPyPrinter

_e = sp.Symbol("e", positive=True)


class fround(sp.Function):
    """A number kept to the 24 binary digits of float32: round-off that every machine does alike."""


class erfc(sp.Function):
    """1 - erf(u). SymPy's own becomes 2 - erfc(-u) where u has a minus sign, which loses all digits of a small one."""


@lru_cache
def safe(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """`expression` in exp(-|z|) where it is rational in exp(z), or a sum of logarithms of such; each case by itself.

    Elsewhere products of exponentials become one, and e^u - 1 and 1 + erf(u) are taken without cancellation.
    """
    if expression.has(sp.Piecewise):
        return _in_each_case(expression, lambda e: safe(e, z), lambda condition: condition)
    return in_small_exponential(expression, z) or _without_cancellation(_one_exponential(expression))


def in_small_exponential(expression: sp.Expr, z: sp.Symbol) -> sp.Expr | None:
    """`expression`, rational in exp(z) or a sum of logarithms of such, in exp(-|z|); None for any other."""
    if not expression.has(*_EXPONENTIALS) or expression == sp.tanh(z) or expression.has(sp.Piecewise):
        return None
    expression = expression.rewrite(sp.exp)
    if (powers := _powers(expression, z)) is None:
        return None
    small = sp.exp(-sp.Abs(z))
    sides = []
    for sign in (-1, 1):  # z >= 0, where e = exp(-z), then z < 0, where e = exp(z)
        side = _reduced(expression.subs({a: _e ** (sign * p) for a, p in powers.items()}), z, sign)
        if side is None:
            return None
        sides.append(side)
    (top_right, bottom_right), (top_left, bottom_left) = map(sp.fraction, sides)
    if bottom_right == bottom_left:
        top = top_right if top_right == top_left else sp.Piecewise((top_right, z >= 0), (top_left, True))
        result = top / bottom_right
    else:
        result = sp.Piecewise((sides[0], z >= 0), (sides[1], True))
    return result.subs(_e, small)


def rational_in_exp(expression: sp.Expr, z: sp.Symbol) -> bool:
    """Whether all exponentials in it are whole powers of exp(z)."""
    return _powers(expression.rewrite(sp.exp), z) is not None


def reduced(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """`expression` as one reduced fraction where it is rational in exp(z), so that its derivatives stay short."""
    plain = expression.rewrite(sp.exp) if expression.has(*_EXPONENTIALS) else expression
    powers = _powers(plain, z)
    if not powers or plain.has(sp.log, sp.Piecewise):
        return expression
    return sp.cancel(plain.subs({a: _e**p for a, p in powers.items()})).subs(_e, sp.exp(z))


def compose(
    outer: sp.Expr, activation: sp.Expr, y_hat: sp.Symbol, z: sp.Symbol, links: Sequence[sp.Expr] = ()
) -> sp.Expr:
    """outer(ŷ) at ŷ = activation(z), times `links`, multiplied out where the factors overflow and the product does not.

    Else each factor is made safe by itself, and where `outer` divides by ŷ or takes its logarithm, a target of exactly
    0 or 1 drops the term it multiplies (0 log 0 = 0). Each case of a Piecewise is composed by itself.
    """
    settled = _settled(outer)
    # A condition can't hold cases, so where the loss has conditions the activation is taken apart first.
    for function, at in ((activation, z), (outer, y_hat)) if settled.has(sp.Piecewise) else ():
        folded = sp.piecewise_fold(function)
        if folded.is_Piecewise and at == z:
            return sp.Piecewise(*((compose(outer, f, y_hat, z, links), c) for f, c in folded.args))
        if folded.is_Piecewise:
            each = ((compose(g, activation, y_hat, z, links), c.subs(y_hat, activation)) for g, c in folded.args)
            return sp.Piecewise(*each)
    separate = _inserted(settled, y_hat, activation, z) * sp.Mul(*(safe(f, z) for f in links))
    (target,) = outer.free_symbols - {y_hat} or {None}
    if outer.is_polynomial(y_hat) or target is None:
        return separate
    if sp.diff(outer, target, 2) != 0:
        rest, moving = sp.expand(sp.expand_log(outer, force=True)).as_independent(y_hat, as_Add=True)
        if links or not rest.has(sp.log) or sp.diff(moving, target, 2) != 0:
            return separate
        return compose(moving, activation, y_hat, z) + _at_ends(rest, target)
    # (1 - y) g(0) + y g(1): neither end is the difference of two nearly equal numbers.
    whole = outer.subs(y_hat, activation) * sp.Mul(*links)
    ends = [in_small_exponential(whole.subs(target, end), z) for end in (0, 1)]
    if None not in ends:
        return (1 - target) * ends[0] + target * ends[1]
    at_0, at_1 = (1 - target) * separate.subs(target, 0), target * separate.subs(target, 1)
    return sp.Piecewise((0, sp.Eq(target, 1)), (at_0, True)) + sp.Piecewise((0, sp.Eq(target, 0)), (at_1, True))


def numpy_function(arguments: Sequence[sp.Symbol], *expressions: sp.Expr) -> Callable[..., Any]:
    """A NumPy function of `arguments`, arrays of one shape, that returns one array of that shape per expression."""
    function = numpy_source(arguments, expressions)
    # `where` computes both cases everywhere, also where the one that is not taken overflows, and e^-∞ is a right 0.
    aside = any(e.has(sp.Piecewise) or _has_nested_exponential(e) for e in expressions)

    def evaluate(*values):
        shape = np.shape(values[0])
        with np.errstate(all="ignore") if aside else nullcontext():
            found = function(*values)
        results = [np.broadcast_to(np.asarray(r, dtype=float), shape) for r in found]
        return results[0] if len(results) == 1 else results

    return evaluate


def numpy_source(arguments: Sequence[sp.Symbol], expressions: Iterable[sp.Expr]) -> Callable[..., Any]:
    """A NumPy function of `arguments` that returns a list, one value per expression, of whatever shape comes out."""
    return sp.lambdify(arguments, list(expressions), modules=[_FUNCTIONS, "numpy"], cse=True, printer=_NumPy())


def javascript(expression: sp.Expr) -> str:
    """`expression` as one JavaScript expression."""
    return " ".join(_JavaScript().doprint(expression).split())


_FUNCTIONS = {
    "fround": lambda value: np.float32(value).astype(float),
    "erf": np.vectorize(math.erf, otypes=[float]),
    "erfc": np.vectorize(math.erfc, otypes=[float]),
}


class _Quotients:
    """Hyperbolic functions as quotients that do not become infinity by infinity."""

    _print: Callable[..., str]  # of the printer that this is a part of

    def _print_sech(self, expr):
        return self._print(1 / sp.cosh(*expr.args))

    def _print_csch(self, expr):
        return self._print(1 / sp.sinh(*expr.args))

    def _print_coth(self, expr):
        return self._print(1 / sp.tanh(*expr.args))


class _NumPy(_Quotients, NumPyPrinter):
    def __init__(self):
        super().__init__({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True})

    def _print_Piecewise(self, expr):
        # `where` evaluates both sides on every element, which is safe in exp(-|z|), and beats numpy.select.
        *branches, (last, _) = expr.args
        code = self._print(last)
        for value, condition in reversed(branches):
            code = f"{self._module_format('numpy.where')}({self._print(condition)}, {self._print(value)}, {code})"
        return code

    def _print_ITE(self, expr):
        return f"{self._module_format('numpy.where')}({', '.join(map(self._print, expr.args))})"

    def _print_ComplexInfinity(self, expr):
        return self._print(sp.nan)  # 1/0, where nobody may be listening: `where` has the other side


class _JavaScript(_Quotients, JavascriptCodePrinter):
    def _print_ComplexInfinity(self, expr):
        return "NaN"

    def _called(self, expr):
        """A function that has the same name in JavaScript: of Math, or of special.js."""
        home = "" if expr.func in (sp.erf, sp.erfc, erfc) else "Math."
        return f"{home}{expr.func.__name__}({self._print(expr.args[0])})"

    _print_log1p = _print_expm1 = _print_fround = _print_erf = _print_erfc = _called


def _in_each_case(expression, value, condition):
    """The expression with `value` done to all that is not a condition, and `condition` to what is."""
    if expression.is_Piecewise:
        return sp.Piecewise(*((_in_each_case(v, value, condition), condition(c)) for v, c in expression.args))
    if expression.has(sp.Piecewise):
        return expression.func(*(_in_each_case(a, value, condition) for a in expression.args))
    return value(expression)


def _inserted(outer, y_hat, activation, z):
    """outer(ŷ) at the safe form of the activation; in conditions, which can't hold cases, at the plain one."""
    form = safe(activation, z)
    return _in_each_case(outer, lambda e: e.subs(y_hat, form), lambda c: c.subs(y_hat, activation))


@lru_cache
def _settled(outer):
    """A loss in exp(-|r|) where it is rational in the exponential of one r, such as y - ŷ."""
    arguments = [a.args[0] for a in outer.rewrite(sp.exp).atoms(sp.exp)] if outer.has(*_EXPONENTIALS) else []
    if not arguments:
        return outer
    r, t = min(arguments, key=sp.count_ops), sp.Dummy("r", real=True)
    inside = outer.rewrite(sp.exp).replace(sp.exp, lambda a: sp.exp(sp.cancel(a / r) * t))
    settled = in_small_exponential(inside, t) if not inside.free_symbols - {t} else None
    return settled.subs(t, r) if settled else outer


def _at_ends(rest, target):
    """`rest`, a sum in the target alone, at targets of 0 and 1 without the terms 0 log 0."""
    ends = [sum(v for t in sp.Add.make_args(rest) if (v := t.subs(target, end)).is_finite) for end in (0, 1)]
    return sp.Piecewise((ends[0], sp.Eq(target, 0)), (ends[1], sp.Eq(target, 1)), (rest, True))


def _one_exponential(expression):
    """Products of exponentials of exponentials as one: e^z e^(-e^z) is infinity times 0, e^(z - e^z) is 0."""
    if not _has_nested_exponential(expression):
        return expression
    return sp.powsimp(sp.expand(expression), combine="exp")


def _has_nested_exponential(expression):
    return any(a.args[0].has(sp.exp) for a in expression.atoms(sp.exp, expm1))


def _without_cancellation(expression):
    return expression.replace(lambda e: e.is_Add, _paired)


def _paired(total):
    """A sum with c e^u - c as c expm1(u), and with c + c erf(u) as c erfc(-u)."""
    c, rest = total.as_coeff_Add()
    for term in sp.Add.make_args(rest) if c else ():
        factor, function = term.as_coeff_Mul()
        if isinstance(function, sp.exp) and factor == -c:
            return rest - term + factor * expm1(function.args[0])
        if isinstance(function, sp.erf) and abs(factor) == abs(c):
            return rest - term + c * erfc(-factor / c * function.args[0])
    return total


_EXPONENTIALS = (sp.exp, sp.tanh, sp.sinh, sp.cosh, sp.sech, sp.csch, sp.coth)


def _powers(expression, z):
    """Exponential -> its power of exp(z); None where one is no whole power."""
    powers = {a: sp.expand(a.args[0] / z) for a in expression.atoms(sp.exp)}
    return powers if all(p.is_Integer for p in powers.values()) else None


def _reduced(side, z, sign):
    """One side as a reduced fraction in e, logarithms split; None where it still has a pole in 0 < e < 1."""
    logs = side.atoms(sp.log)
    side = side.subs({a: sp.expand_log(sp.log(sp.factor(sp.cancel(a.args[0]))), force=True) for a in logs})
    side = side.subs(sp.log(_e), sign * z)
    names = {a: sp.Dummy() for a in side.atoms(sp.log)}
    if not names:
        side = sp.factor(sp.cancel(side))
    elif (side := side.xreplace(names)).is_polynomial(*names.values()):
        terms = sp.Poly(side, *names.values()).as_dict().items()
        powers = [sp.Mul(*(log**p for log, p in zip(names, monomial, strict=True))) for monomial, _ in terms]
        side = sp.Add(*(sp.factor(sp.cancel(c)) * logs for (_, c), logs in zip(terms, powers, strict=True)))
    else:
        return None
    denominators = [sp.fraction(sp.together(side))[1], *(a.args[0] for a in side.atoms(sp.log))]
    if not all(_positive(d) for d in denominators):
        return None
    return side.replace(sp.log, lambda a: log1p(a - 1))


def _positive(polynomial):
    """True where no coefficient in e is negative, so that there is no zero for e > 0."""
    if not polynomial.has(_e):
        return polynomial.is_positive is True
    return polynomial.is_polynomial(_e) and all(c.is_positive for c in sp.Poly(polynomial, _e).coeffs())
