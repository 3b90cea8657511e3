r"""From SymPy expressions to NumPy and JavaScript that neither overflow nor lose their digits where exp does.

The one idea: in $e = e^{-|z|}$, which lies between 0 and 1, every function that is rational in $e^z$ has a form for
z ≥ 0 and a form for z < 0, and neither holds a large number.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import sympy as sp
from sympy.codegen.cfunctions import log1p
from sympy.printing.jscode import JavascriptCodePrinter
from sympy.printing.numpy import NumPyPrinter

_e = sp.Symbol("e", positive=True)


class fround(sp.Function):
    """A number kept to the 24 binary digits of float32: round-off that every machine does alike."""


def safe(expression: sp.Expr, z: sp.Symbol) -> sp.Expr:
    """`expression` in exp(-|z|) where it is rational in exp(z), or a sum of logarithms of such; else as it is."""
    return _in_small_exponential(expression, z) or expression


def compose(
    outer: sp.Expr, activation: sp.Expr, y_hat: sp.Symbol, z: sp.Symbol, links: Sequence[sp.Expr] = ()
) -> sp.Expr:
    """outer(ŷ) at ŷ = activation(z), times `links`, multiplied out where the factors overflow and the product does not.

    Else each factor is made safe by itself, and where `outer` divides by ŷ or takes its logarithm, a target of exactly
    0 or 1 drops the term it multiplies (0 log 0 = 0).
    """
    separate = outer.subs(y_hat, safe(activation, z)) * sp.Mul(*(safe(f, z) for f in links))
    (target,) = outer.free_symbols - {y_hat} or {None}
    if outer.is_polynomial(y_hat) or target is None or sp.diff(outer, target, 2) != 0:
        return separate
    # (1 - y) g(0) + y g(1): neither end is the difference of two nearly equal numbers.
    whole = outer.subs(y_hat, activation) * sp.Mul(*links)
    ends = [_in_small_exponential(whole.subs(target, end), z) for end in (0, 1)]
    if None not in ends:
        return (1 - target) * ends[0] + target * ends[1]
    at_0, at_1 = (1 - target) * separate.subs(target, 0), target * separate.subs(target, 1)
    return sp.Piecewise((0, sp.Eq(target, 1)), (at_0, True)) + sp.Piecewise((0, sp.Eq(target, 0)), (at_1, True))


def numpy_function(arguments: Sequence[sp.Symbol], *expressions: sp.Expr) -> Callable[..., Any]:
    """A NumPy function of `arguments`, arrays of one shape, that returns one array of that shape per expression."""
    function = numpy_source(arguments, expressions)

    def evaluate(*values):
        shape = np.shape(values[0])
        results = [np.broadcast_to(np.asarray(r, dtype=float), shape) for r in function(*values)]
        return results[0] if len(results) == 1 else results

    return evaluate


def numpy_source(arguments: Sequence[sp.Symbol], expressions: Iterable[sp.Expr]) -> Callable[..., Any]:
    """A NumPy function of `arguments` that returns a list, one value per expression, of whatever shape comes out."""
    modules = [{"fround": lambda value: np.float32(value).astype(float)}, "numpy"]
    return sp.lambdify(arguments, list(expressions), modules=modules, cse=True, printer=_NumPy())


def javascript(expression: sp.Expr) -> str:
    """`expression` as one JavaScript expression."""
    return " ".join(_JavaScript().doprint(expression).split())


class _NumPy(NumPyPrinter):
    def __init__(self):
        super().__init__({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True})

    def _print_Piecewise(self, expr):
        # `where` evaluates both sides on every element, which is safe in exp(-|z|), and beats numpy.select.
        *branches, (last, _) = expr.args
        code = self._print(last)
        for value, condition in reversed(branches):
            code = f"{self._module_format('numpy.where')}({self._print(condition)}, {self._print(value)}, {code})"
        return code

    def _print_ComplexInfinity(self, expr):
        return self._print(sp.nan)  # 1/0, where nobody may be listening: `where` has the other side


class _JavaScript(JavascriptCodePrinter):
    def _print_ComplexInfinity(self, expr):
        return "NaN"

    def _print_log1p(self, expr):
        return f"Math.log1p({self._print(expr.args[0])})"

    def _print_fround(self, expr):
        return f"Math.fround({self._print(expr.args[0])})"


def _in_small_exponential(expression, z):
    if not expression.has(sp.exp, sp.tanh, sp.sinh, sp.cosh) or expression == sp.tanh(z):
        return None
    expression = expression.rewrite(sp.exp)
    powers = {a: sp.expand(a.args[0] / z) for a in expression.atoms(sp.exp)}
    if not all(p.is_Integer for p in powers.values()):
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


def _reduced(side, z, sign):
    """One side as a reduced fraction in e, logarithms split; None where it still has a pole in 0 < e < 1."""
    logs = side.atoms(sp.log)
    side = side.subs({a: sp.expand_log(sp.log(sp.factor(sp.cancel(a.args[0]))), force=True) for a in logs})
    side = side.subs(sp.log(_e), sign * z)
    if not logs:
        side = sp.factor(sp.cancel(side))
    else:
        side = sp.expand(side)
        side = sp.collect(side, list(side.atoms(sp.log)))
    denominators = [sp.fraction(sp.together(side))[1], *(a.args[0] for a in side.atoms(sp.log))]
    if not all(_positive(d) for d in denominators):
        return None
    return side.replace(sp.log, lambda a: log1p(a - 1))


def _positive(polynomial):
    """True where no coefficient in e is negative, so that there is no zero for e > 0."""
    if not polynomial.has(_e):
        return polynomial.is_positive is True
    return polynomial.is_polynomial(_e) and all(c.is_positive for c in sp.Poly(polynomial, _e).coeffs())
