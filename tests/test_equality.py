"""Equality: what is equal is found so, by which route; what is not gets numbers that show it; nothing takes long."""

import mpmath
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from work import work

from perceptron.equality import decide, plain, vanishes
from perceptron.symbolic import Z_I, b, derive, i, j, k, m, n, sigma, w_, x_, y, y_, y_hat, y_hat_, z

D = derive()
SIZES = ((1, 1), (2, 1), (1, 2), (3, 2), (2, 3))  # n and m
POSITIVE = sp.Symbol("p", positive=True)
WHOLE = sp.Symbol("q", integer=True)


def upper_half(expression):
    """max(f, 0) in two ways, which no rewriting tells to be the same."""
    return sp.Max(expression, 0), (expression + sp.Abs(expression)) / 2


def many(power):
    """Two sides of 4 and 2 times so many terms: (power + 1)(power + 2) / 2."""
    factor = (b + y + z) ** power
    return (y + 1) * (y - 1) * factor, (y**2 - 1) * factor


EQUAL = [
    (sp.Derivative(sigma(z), z), sigma(z) * (1 - sigma(z)), "rewriting"),
    (sp.Derivative(sigma(z), z), sp.exp(-z) / (1 + sp.exp(-z)) ** 2, "rewriting"),
    (1 - sp.tanh(z) ** 2, 4 / (sp.exp(z) + sp.exp(-z)) ** 2, "rewriting"),
    (sp.cos(z) ** 2 + sp.sin(z) ** 2, sp.Integer(1), "rewriting"),
    ((1 + z) ** 40, sp.expand((1 + z) ** 40), "rewriting"),
    (sp.Derivative(Z_I, w_[j]), x_[i, j], "rewriting"),
    (sp.Derivative(D.explicit(D.C), w_[j]), D.explicit(D.dC_dw), "rewriting"),
    (sp.Sum(x_[i, 1] + y_[i], (i, 1, n)), sp.Sum(y_[j], (j, 1, n)) + sp.Sum(x_[k, 1], (k, 1, n)), "rewriting"),
    (sp.Sum(2 * y_[i], (i, 1, n)) / n, 2 / n * sp.Sum(y_[i], (i, 1, n)), "rewriting"),
    (sp.Sum((-1) ** (2 * z), (z, 1, n)), sp.Sum(1, (k, 1, n)), "rewriting"),  # an index is a whole number
    (sp.Sum(sp.Abs(z), (z, 1, n)), sp.Sum(k, (k, 1, n)), "rewriting"),  # and positive
    (sp.Sum(y_[i], (i, 1, 3)), y_[1] + y_[2] + y_[3], "rewriting"),
    (sp.Sum(y_[j], (j, 1, i), (i, 1, 3)), 3 * y_[1] + 2 * y_[2] + y_[3], "rewriting"),
    (sp.Sum(x_[i, j] * y_[i], (j, 1, m), (i, 1, n)), sp.Sum(y_[i] * sp.Sum(x_[i, j], (j, 1, m)), (i, 1, n)), "digits"),
    (2 * sp.UnevaluatedExpr(z + 1), 2 * z + 2, "rewriting"),
    (sp.Subs(sp.exp(z) * y, (z, y), (b, 2)), 2 * sp.exp(b), "rewriting"),
    (sp.Derivative(sigma(z) * y**2, (z, 2), y), 2 * y * sigma(z) * (1 - sigma(z)) * (1 - 2 * sigma(z)), "rewriting"),
    (*many(24), "rewriting"),
    (*many(25), "digits"),
    *((*upper_half(f(z)), "digits") for f in (sp.sign, sp.cot, sp.sec, sp.csc, sp.coth, sp.csch, sp.sin, sp.tanh)),
    (*upper_half(sp.log(z - 10)), "digits"),  # where it has a value at all
    (sp.Heaviside(sp.Abs(z) - sp.Max(z, -z)), sp.Rational(1, 2), "digits"),
    (z + sp.DiracDelta(z - 31), z, "digits"),
    (z, z * (1 + sp.Rational(1, 2 * 10**40)), "digits"),
    (sp.log(1 + sp.exp(z)), z + sp.log(1 + sp.exp(-z)), "digits"),
    (sp.Max(0, z), (z + sp.Abs(z)) / 2, "digits"),
    (sp.diff(sp.Max(0, z), z), sp.Piecewise((0, z < 0), (1, True)), "digits"),
    (sp.sqrt(z**2), sp.Abs(z), "rewriting"),
    (sp.log(POSITIVE**2), 2 * sp.log(POSITIVE), "digits"),
]
DIFFERENT = [
    (sp.Derivative(sigma(z), z), sigma(z)),
    (sp.Derivative(D.explicit(D.C), w_[j]), -D.explicit(D.dC_dw)),
    (D.dC_dw, sp.Sum((y_hat_[i] - y_[i]) * x_[i, j], (i, 1, n))),
    (sp.Sum(y_[i] * x_[i, 1], (i, 1, n)), sp.Sum(y_[i], (i, 1, n)) * sp.Sum(x_[i, 1], (i, 1, n))),
    (sp.pi * z, sp.Rational(355, 113) * z),
    (z, z + sp.Rational(1, 10**30)),
    (z, z * (1 + sp.Rational(2, 10**40))),
    (sp.Sum(y_[i], (i, 1, 2), (j, 1, 2)), y_[1] + y_[2]),
    (sp.Abs(WHOLE), WHOLE),
    (sp.Mod(z * (z + 1), 2), sp.Integer(0)),
    (sp.sqrt(z**2), z),
    (sp.log(z), sp.log(-z)),
    (sp.exp(sp.exp(sp.exp(sp.exp(z)))), sp.exp(sp.exp(sp.exp(sp.exp(z)))) + 1),
    (z, z + sp.DiracDelta(z - 30) + sp.Heaviside(z - 20)),
    (sp.Integer(2), sp.Integer(3)),
    (z, sp.zoo),
    (z, sp.nan),
    (z, sp.I * z),
]


SAID = {"rewriting": "by rewriting", "digits": "to 40 digits at 24 random points"}


@pytest.mark.parametrize(("left", "right", "how"), EQUAL, ids=str)
def test_equal_is_found(left, right, how):
    decision = decide(left, right)
    assert decision
    assert (decision.how, str(decision)) == (how, SAID[how])
    assert decide(right, left)


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=str)
def test_different_is_found_both_ways_round(left, right):
    decision = decide(left, right)
    assert decision.equal is False
    assert not decision
    assert not vanishes(left - right)
    assert not decide(right, left)
    for symbol in decision.point:
        assert f"{plain(symbol)} = " in str(decision)


def test_a_counterexample_is_one():
    left, right = sp.exp(-z) / (1 + sp.exp(-z)) ** 2, sigma(z)
    found = decide(left, right)
    assert set(found.point) == {z}
    for side, value in ((left, found.left), (right.doit(), found.right)):
        assert float(side.subs(found.point)) == pytest.approx(value)
    assert found.left != pytest.approx(found.right)


def test_a_counterexample_is_told_with_every_symbol():
    found = decide(x_[1, 2] * sp.exp(y_hat_[1]) * n, sp.Symbol("alpha", positive=True))
    numbers = {plain(symbol): f"{float(value):g}" for symbol, value in found.point.items()}
    assert set(numbers) == {"n", "x_12", "ŷ_1", "α"}
    where = ", ".join(f"{name} = {number}" for name, number in numbers.items())
    assert str(found) == f"at {where} the left side is {found.left:.4g} and the right side is {found.right:.4g}"
    assert str(decide(sp.Integer(2), sp.Integer(3))) == "the left side is 2 and the right side is 3"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_difference_at_one_size_alone_is_found(size):
    elsewhere = sp.Mul(
        *((n - examples) ** 2 + (m - features) ** 2 for examples, features in SIZES if (examples, features) != size)
    )
    found = decide(elsewhere * y, 0)
    assert (found.equal, found.point[n], found.point[m]) == (False, *size)


@pytest.mark.parametrize("edge", [5, 10, 20])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_real_symbol_is_tried_far_on_both_sides(edge, sign):
    assert not decide(sp.Max(sign * z - edge, 0), 0)


def test_a_side_without_a_value_is_said():
    found = decide(sp.log(POSITIVE), sp.log(-POSITIVE))
    assert (
        str(found)
        == f"at p = {float(found.point[POSITIVE]):g} the left side is {found.left:.4g} and the right side has no value"
    )
    assert str(decide(z, sp.zoo)) == "one side has no value anywhere"


def test_nothing_to_evaluate_is_no_answer():
    nowhere = decide(sp.log(-POSITIVE), sp.sqrt(-POSITIVE) * 2)
    assert nowhere.equal is None
    assert not nowhere
    assert str(nowhere) == "not decided: at no point do both sides have a value"
    assert decide(sp.Function("f")(z), z).equal is None


def test_a_range_is_respected():
    """log(ŷ) + log(1 − ŷ) has values between 0 and 1 only; sign(ŷ) is 1 there."""
    both, one = sp.log(y_hat) + sp.log(1 - y_hat), sp.log(y_hat * (1 - y_hat))
    assert decide(both, one, {y_hat: (0, 1)})
    assert not decide(sp.sign(y_hat), sp.Integer(1))
    assert decide(sp.sign(y_hat), sp.Integer(1), {y_hat: (0, 1)})
    assert decide(sp.Sum(sp.sign(y_hat_[i]), (i, 1, n)), n, {y_hat_: (0, 1)})
    assert decide(sp.sign(y_hat - 2) + sp.sign(3 - y_hat), sp.Integer(2), {y_hat: (2, 3)})


def test_digits_lost_to_cancellation_come_back():
    assert decide(sp.log(1 + sp.exp(-80 * z - 2000)) + b, sp.log(1 + sp.exp(-80 * z) * sp.exp(-2000)) + b)
    tiny = sp.exp(-90 * sp.Abs(z))
    assert decide(sp.Max(tiny, 0), (1 + tiny) - 1)


@pytest.mark.parametrize("left", [(b + y + z) ** 500, (1 + sp.exp(z) + y) ** 60 / (1 + z) ** 60, sp.exp(z) ** 100000])
def test_what_would_be_huge_is_little_work(left):
    decision, calls = work(decide, left, left + 1)
    assert not decision
    assert calls < 500_000


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 4))
def test_a_polynomial_and_its_factors(p, q, power):
    factored = (z - p) ** power * (sigma(z) - q)
    spread = sp.expand(factored.doit())
    assert decide(factored, spread)
    assert not decide(factored, spread + sp.Rational(1, 1000))


def test_it_leaves_precision_alone():
    before = mpmath.mp.dps
    decide(sp.Max(z, 0), z)
    assert mpmath.mp.dps == before
