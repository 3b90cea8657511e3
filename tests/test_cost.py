"""Losses, costs and derivatives against 40 digits, also where a prediction is 0 or 1 and where a sigmoid saturates."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp

from perceptron.cost import COSTS, CROSS_ENTROPY, MSE
from perceptron.gradient import cost_at, gradient

EPS = np.finfo(float).eps
chances = st.floats(0, 1)


def assert_close(got, terms):
    """Within 10 roundings of the terms that were added up; infinite where the sum exceeds every float.

    Libraries promise exp and log to 4 units in the last place, and one is taken of the other.
    """
    nearest = float(mp.fsum(terms))
    if math.isinf(nearest):
        assert got == nearest
    else:
        assert abs(mp.mpf(float(got)) - mp.fsum(terms)) <= 10 * EPS * mp.fsum(map(abs, terms)) + 5e-324


@given(y=st.floats(-1e150, 1e150), y_hat=st.floats(-1e150, 1e150))
def test_squared_error_is_exact(y, y_hat):
    with mpmath.workdps(400):
        r = mp.mpf(y_hat) - mp.mpf(y)
        assert_close(MSE.loss([y], [y_hat])[0], [r * r])
        assert_close(MSE.derivative([y], [y_hat])[0], [2 * r])


@given(y=chances, y_hat=chances)
@example(y=0.0, y_hat=0.0)
@example(y=1.0, y_hat=1.0)
@example(y=1.0, y_hat=0.0)
@example(y=0.0, y_hat=1.0)
@example(y=0.3, y_hat=0.0)
@example(y=0.3, y_hat=1.0)
@example(y=0.0, y_hat=1e-20)
@example(y=0.5, y_hat=5e-324)
def test_cross_entropy_is_exact(y, y_hat):
    with mpmath.workdps(40):
        t, p = mp.mpf(y), mp.mpf(y_hat)
        logs = mp.log(p) if p else -mp.inf, mp.log1p(-p) if p < 1 else -mp.inf
        log = [-a * log_p for a, log_p in zip((t, 1 - t), logs, strict=True) if a]
        ratio = [sign * (a / q if q else mp.inf) for sign, a, q in ((-1, t, p), (1, 1 - t, 1 - p)) if a]
        assert_close(CROSS_ENTROPY.loss([y], [y_hat])[0], log)
        assert_close(CROSS_ENTROPY.derivative([y], [y_hat])[0], ratio)


def test_no_chance_for_what_happened_costs_infinity_and_a_sure_hit_nothing():
    assert CROSS_ENTROPY.loss([1, 0, 0.5, 0.5], [0, 1, 0, 1]).tolist() == [np.inf] * 4
    assert CROSS_ENTROPY([1, 0], [0.5, 1]) == np.inf
    hits = CROSS_ENTROPY.loss([1, 0], [1, 0])
    assert hits.tolist() == [0, 0]
    assert not np.signbit(hits).any()  # "-0" on a page would puzzle


@given(z=st.floats(allow_nan=False, allow_infinity=False), y=st.sampled_from([0.0, 1.0]) | chances)
@example(z=1e308, y=0.0)
@example(z=1e308, y=1.0)
@example(z=-1e308, y=0.0)
@example(z=-1e308, y=1.0)
@example(z=-1e308, y=0.3)
@example(z=800.0, y=1.0)
@example(z=-740.0, y=0.0)
@example(z=37.0, y=1.0)
def test_cross_entropy_through_a_sigmoid_is_exact_when_saturated(z, y):
    C = cost_at([[0.0]], [y], [0.0], z, cost=CROSS_ENTROPY)
    slope = gradient([[0.0]], [y], [0.0], z, cost=CROSS_ENTROPY)[1]
    with mpmath.workdps(40):
        t, u = mp.mpf(y), mp.mpf(z)
        assert_close(C, [t * mp.log1p(mp.exp(-u)), (1 - t) * mp.log1p(mp.exp(u))])
        assert_close(slope, [(1 - t) / (1 + mp.exp(-u)), -t / (1 + mp.exp(u))])


@given(st.lists(st.tuples(chances, st.floats(0.01, 0.99)), min_size=1, max_size=9))
def test_cost_is_the_mean_loss(pairs):
    y, y_hat = zip(*pairs, strict=True)
    for cost in COSTS.values():
        mean = math.fsum(cost.loss(y, y_hat)) / len(y)
        assert cost(y, y_hat) == pytest.approx(mean, rel=1e-14)


def test_worked_example_by_hand():
    assert MSE([1, 0], [0.5, 0.25]) == (0.25 + 0.0625) / 2  # no ½
    assert MSE.derivative([1, 0], [0.5, 0.25]).tolist() == [-1, 0.5]
    assert CROSS_ENTROPY([1, 0], [0.5, 0.75]) == pytest.approx((math.log(2) + math.log(4)) / 2)
    assert CROSS_ENTROPY.derivative([1, 0], [0.5, 0.75]).tolist() == [-2, 4]


def test_a_cost_too_large_for_a_float_is_infinite_without_a_warning():
    assert MSE([0.0], [1e200]) == np.inf
    assert MSE([0.0, 0.0], [1e154, 1e154]) == np.inf
    assert MSE.derivative([-1.5e308], [1.5e308])[0] == np.inf
