"""SymPy expressions built part by part within bounds: none is infinite or not real, and none takes SymPy long.

SymPy computes as it builds: 9^9^9 as an integer, a root by prime factors, |u| by asking for the sign of u, which can
take seconds. So sizes are known before SymPy is called, and what is nested deeper than formulas are stays as it is.

No text is to take 50 ms (warm, on one core), and this is why: at most LONGEST characters are cut, in one pass without
going back, into MOST_TOKENS tokens; brackets are DEEPEST deep at most; each part that is built takes SymPy some 0.1 ms,
for functions and sums count as several, and MOST_PARTS are built, those of a sum that is read twice among them.
"""

import math
from functools import lru_cache, partial

import sympy as sp

from perceptron.letters import sigma

MOST_PARTS = 400  # terms, factors and arguments of everything that is built
FUNCTION_PARTS = 8  # parts that a function or a root counts for, times its HEAVY
LARGEST_DIGITS = 300  # of exact numbers; floats end at about 10^308
LARGEST_EXPONENT = 100
LARGEST_UNDER_ROOT = 10**6  # SymPy splits what is under a root into prime factors
MOST_NESTED = 8  # functions and powers in one another, each counted as 1 or as it is in HEAVY
_HYPERBOLIC = ("sinh", "cosh", "coth", "sech", "csch", "asinh")
_CIRCULAR = ("sin", "cos", "tan", "atan")
HEAVY = {
    "tanh": 2,
    "erf": 2,
    "Phi": 2,
    **dict.fromkeys((*_HYPERBOLIC, *_CIRCULAR), 3),
}  # SymPy splits them into real and imaginary part
SIMPLIFIED = 1  # so many in one another SymPy is asked to simplify; about more it would think too long


class Refused(Exception):
    """Why an expression can't be built, as a phrase."""


def _root(u, evaluate=True):
    return sp.Pow(u, sp.Rational(1, 2), evaluate=evaluate)


def _softplus(u, evaluate=True):
    return sp.log(1 + sp.exp(u, evaluate=evaluate), evaluate=evaluate)


def _log1p(u, evaluate=True):
    return sp.log(1 + u, evaluate=evaluate)


def _expm1(u, evaluate=True):
    return sp.exp(u, evaluate=evaluate) - 1


def _normal(u, evaluate=True):
    return (1 + sp.erf(u / sp.sqrt(2), evaluate=evaluate)) / 2


def _extreme(kind):
    return lambda *args, evaluate=True: kind(*args, evaluate=all(a.is_Rational for a in args))


def _relu(u, evaluate=True):
    return _extreme(sp.Max)(sp.Integer(0), u)


def _step(u, evaluate=True):
    if u.has(sp.Piecewise):  # SymPy would multiply the cases out
        raise Refused("one step inside another is more than can be read")
    known = u.is_Rational
    return sp.Piecewise((0, sp.Lt(u, 0, evaluate=known)), (1, True), evaluate=known)


def _exp(v):
    if abs(v) > 690:
        raise OverflowError
    return math.exp(v)


def _power(v, exponent):
    return _not_lost(v**exponent, v)


def _product(*factors):
    return _not_lost(math.prod(factors), *factors)


def _not_lost(value, *sources):
    if value == 0 and all(sources):
        raise OverflowError  # too small for a float, and not 0
    return value


_NAMED_ALIKE = ("tanh", "sinh", "cosh", "sin", "cos", "tan", "atan", "asinh", "erf")  # by SymPy and by math
# name: (as SymPy, as a float). Floats tell whether a constant is real and of what size, before SymPy sees it.
FUNCTIONS = {
    "sigma": (sigma, lambda v: (1 + math.tanh(v / 2)) / 2),
    "exp": (sp.exp, _exp),
    "ln": (sp.log, math.log),
    "sqrt": (_root, math.sqrt),
    "abs": (sp.Abs, abs),
    "max": (_extreme(sp.Max), max),
    "min": (_extreme(sp.Min), min),
    **{name: (getattr(sp, name), getattr(math, name)) for name in _NAMED_ALIKE},
    "sech": (sp.sech, lambda v: 1 / math.cosh(v)),
    "csch": (sp.csch, lambda v: 1 / math.sinh(v)),
    "coth": (sp.coth, lambda v: 1 / math.tanh(v)),
    "Phi": (_normal, lambda v: (1 + math.erf(v / math.sqrt(2))) / 2),
    "log1p": (_log1p, math.log1p),
    "expm1": (_expm1, lambda v: _exp(v) - 1),
    "softplus": (_softplus, lambda v: math.log1p(math.exp(-abs(v))) + max(v, 0)),
    "relu": (_relu, lambda v: max(v, 0)),
    "step": (_step, lambda v: float(v >= 0)),
    "sign": (sp.sign, lambda v: float((v > 0) - (v < 0))),
}
SEVERAL = ("max", "min")  # of two or more arguments


@lru_cache
def _derivative(name, order):
    """(u, the derivative in u); of a kink or a jump it knows nothing."""
    u = sp.Dummy(real=True)
    slope = sp.diff(FUNCTIONS[name][0](u), u, order).replace(sp.DiracDelta, lambda *_: sp.Integer(0))
    return u, slope.replace(sp.Heaviside, lambda a, *_: sp.Piecewise((0, a <= 0), (1, True)))


_INFINITE = {sp.oo, -sp.oo, sp.zoo, sp.nan}


class Builder:
    """Builds one formula. Every method returns a SymPy expression or raises Refused."""

    def __init__(self):
        self.parts = 0
        self.values = {sp.E: math.e, sp.pi: math.pi}  # of constants, as floats
        self.nested = {}  # how many functions and powers are in one another

    def add(self, *terms):
        return self._build(sp.Add, lambda *v: math.fsum(v), *terms)

    def multiply(self, *factors):
        return self._build(sp.Mul, _product, *factors)

    def divide(self, above, below):
        return self.multiply(above, self.power(below, sp.Integer(-1)))

    def total(self, summand, index, high, shares=1):
        """The sum over index = 1..high, divided by `shares`."""
        self.count(2 * FUNCTION_PARTS)  # it is read twice or more, to find out what it counts with
        return self._build(lambda s: sp.Sum(s, (index, 1, high)) / shares, None, summand, deeper=1)

    def apply(self, name, *arguments, order=0):
        """A function of FUNCTIONS, or its derivative of that order."""
        make, number = FUNCTIONS[name]
        self.count(FUNCTION_PARTS * HEAVY.get(name, 1))
        nested = self._nested(arguments)
        if not order:
            return self._build(
                partial(make, evaluate=nested <= SIMPLIFIED), number, *arguments, deeper=HEAVY.get(name, 1)
            )
        if nested > 1 or arguments[0].has(sp.Piecewise):
            raise Refused(f"the argument of {name}' is nested too deep; give its derivative in full")
        u, slope = _derivative(name, order)
        return self._build(lambda v: slope.xreplace({u: v}), None, *arguments, deeper=2 * HEAVY.get(name, 1))

    def power(self, base, exponent):
        if base == sp.E:
            return self.apply("exp", exponent)
        if exponent.is_Rational:
            _check_power(base, exponent)
        self.count(0 if exponent.is_Integer else FUNCTION_PARTS)
        simplified = self._nested((base,)) <= SIMPLIFIED

        def make(base, exponent):
            if exponent.is_Integer:  # of a sum SymPy comes to the same, but first asks whether a term is infinite
                simplify = exponent in (0, 1) or simplified or not isinstance(base, sp.Add | sp.exp)
            else:
                simplify = exponent.is_Rational and simplified
            # Of cases it would raise each, and 0 to the power of -1 with them.
            return sp.Pow(base, exponent, evaluate=simplify and not base.is_Piecewise)

        return self._build(make, _power, base, exponent, deeper=1)

    def count(self, parts):
        """Note that so many parts are built."""
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise Refused("the formula has too many parts")

    def _nested(self, args):
        return max(self.nested.get(a, 0) for a in args)

    def _value(self, expression):
        if expression.is_Rational:
            return expression.p / expression.q
        return self.values.get(expression)

    def _build(self, make, number, *args, deeper=0):
        """make(*args), with `number` as the same for floats where there is one."""
        try:
            values = [self._value(a) for a in args]
            value = number(*values) if number and None not in values else None
            result = make(*args)
            if value is None and result.is_number and not result.is_Rational:
                value = complex(result.doit().evalf(15))
                value = value if value.imag else value.real
            if isinstance(value, complex):
                raise ValueError
            if value is not None and not math.isfinite(value):
                raise OverflowError
        except ZeroDivisionError:
            raise Refused("this divides by zero") from None
        except OverflowError:
            raise Refused(f"a number here is not between 10^-{LARGEST_DIGITS} and 10^{LARGEST_DIGITS}") from None
        except ValueError:
            raise Refused("this has no real value") from None
        self.count(len(args) + len(result.args))
        _check(result)
        self.values[result] = value
        nested = self.nested.setdefault(result, self._nested(args) + deeper if result.args else 0)
        if nested > MOST_NESTED:
            raise Refused("functions and powers are too deep in one another")
        return result


def _check_power(base, exponent):
    if abs(exponent) > LARGEST_EXPONENT:
        raise Refused(f"exponents go up to {LARGEST_EXPONENT}")
    for factor in sp.Mul.make_args(base):
        number = factor.base if factor.is_Pow else factor
        size = max(abs(number.p), number.q) if number.is_Rational else 1
        if not exponent.is_Integer and size > LARGEST_UNDER_ROOT:
            raise Refused(f"roots are taken of numbers up to {LARGEST_UNDER_ROOT}")
        if size > 1 and math.log10(size) * abs(exponent.p / exponent.q) > LARGEST_DIGITS:
            raise Refused(f"this power has more than {LARGEST_DIGITS} digits")


def _check(result):
    for part in (result, *result.args):
        if part in _INFINITE:
            raise Refused("this divides by zero" if part is sp.zoo else "this has no finite value")
        if part is sp.I:
            raise Refused("this has no real value: it is the root of a negative number")
        if part.is_Rational and max(abs(part.p), part.q) >= 10**LARGEST_DIGITS:
            raise Refused(f"a number here has more than {LARGEST_DIGITS} digits")
        if part.is_Pow and part.exp.is_Rational and abs(part.exp) > LARGEST_EXPONENT:
            raise Refused(f"exponents go up to {LARGEST_EXPONENT}")
