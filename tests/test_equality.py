"""Equality: what is equal is found so, by which route; what is not gets numbers that show it; nothing takes long."""

import mpmath
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from work import work

from perceptron.equality import decide, plain, vanishes
from perceptron.symbolic import Z_I, b, derive, i, j, k, n, sigma, w_, x_, y, y_, y_hat, y_hat_, z

D = derive()
POSITIVE = sp.Symbol("p", positive=True)

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
    (sp.Sum(y_[i], (i, 1, 3)), y_[1] + y_[2] + y_[3], "rewriting"),
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
    (sp.sqrt(z**2), z),
    (sp.log(z), sp.log(-z)),
    (sp.exp(sp.exp(sp.exp(sp.exp(z)))), sp.exp(sp.exp(sp.exp(sp.exp(z)))) + 1),
    (z, z + sp.DiracDelta(z - 30) + sp.Heaviside(z - 20)),
    (sp.Integer(2), sp.Integer(3)),
    (z, sp.zoo),
    (z, sp.I * z),
]


@pytest.mark.parametrize(("left", "right", "how"), EQUAL, ids=str)
def test_equal_is_found(left, right, how):
    decision = decide(left, right)
    assert decision
    assert decision.how == how
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


def test_a_side_without_a_value_is_said():
    assert "has no value" in str(decide(sp.log(POSITIVE), sp.log(-POSITIVE)))
    assert str(decide(z, sp.zoo)) == "one side has no value anywhere"


def test_nothing_to_evaluate_is_no_answer():
    nowhere = decide(sp.log(-POSITIVE), sp.sqrt(-POSITIVE) * 2)
    assert nowhere.equal is None
    assert not nowhere
    assert "not decided" in str(nowhere)
    assert decide(sp.Function("f")(z), z).equal is None


def test_a_range_is_respected():
    """log(ŷ) + log(1 − ŷ) has values between 0 and 1 only; sign(ŷ) is 1 there."""
    both, one = sp.log(y_hat) + sp.log(1 - y_hat), sp.log(y_hat * (1 - y_hat))
    assert decide(both, one, {y_hat: (0, 1)})
    assert not decide(sp.sign(y_hat), sp.Integer(1))
    assert decide(sp.sign(y_hat), sp.Integer(1), {y_hat: (0, 1)})
    assert decide(sp.Sum(sp.sign(y_hat_[i]), (i, 1, n)), n, {y_hat_: (0, 1)})


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
