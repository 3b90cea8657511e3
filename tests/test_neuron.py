"""The neuron by hand: activations to the last digits for every float, the weighted sum against a plain loop."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp

from perceptron import neuron
from perceptron.neuron import ACTIVATIONS, RELU, SIGMOID, STEP, TANH

SMALLEST = 5e-324
EXACT = {
    "sigmoid": (lambda z: 1 / (1 + mp.exp(-z)), lambda z: 1 / (2 + mp.exp(z) + mp.exp(-z))),
    "tanh": (mp.tanh, lambda z: mp.sech(z) ** 2),
    "relu": (lambda z: max(z, mp.mpf(0)), lambda z: mp.mpf(z > 0)),
    "step": (lambda z: mp.mpf(z >= 0), lambda z: mp.mpf(0)),
    "identity": (lambda z: z, lambda z: mp.mpf(1)),
}


UNITS, UNITS_OF_SLOPE = 6, 9  # libraries promise exp and tanh to 4 units in the last place; the rest rounds a few times


def assert_exact(got, exact, units):
    """Within `units` in the last place, or one step of the grid where floats are subnormal."""
    nearest = float(exact)
    if math.isinf(nearest):
        assert got == nearest
    else:
        normal = abs(nearest) >= np.finfo(float).tiny
        assert abs(mp.mpf(float(got)) - exact) <= (units * math.ulp(nearest) if normal else SMALLEST)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(allow_nan=False))
@example(z=0.0)
@example(z=-0.0)
@example(z=math.inf)
@example(z=-math.inf)
@example(z=1.7e308)
@example(z=-1.7e308)
@example(z=-745.1)  # exp(z) is the smallest subnormal here
@example(z=-740.0)
@example(z=-372.5)  # and exp(2z) here
@example(z=19.1)  # tanh is 1 to the last digit from here on, its derivative is not 0
@example(z=36.8)
@example(z=5e-324)
def test_activations_and_derivatives_are_exact_for_every_float(name, z):
    activation, exact = ACTIVATIONS[name], EXACT[name]
    with np.errstate(all="raise", under="ignore"):  # a subnormal result is as good as one can be
        y_hat, slope = activation(z), activation.derivative(z)
    with mpmath.workdps(40):
        assert_exact(y_hat, exact[0](mp.mpf(z)), UNITS)
        assert_exact(slope, exact[1](mp.mpf(z)), UNITS_OF_SLOPE)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=repr)
def test_one_number_and_an_array_give_the_same(activation):
    grid = np.array([[-800.0, -3.0, -0.0], [0.0, 0.5, 40.0]])
    for f in (activation, activation.derivative):
        assert f(grid).shape == grid.shape
        one_by_one = np.array([[f(z) for z in row] for row in grid])
        np.testing.assert_array_max_ulp(f(grid), one_by_one, 2 * UNITS_OF_SLOPE)  # arrays may go through other code
        assert np.array_equal(f(grid.tolist()), f(grid))


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=repr)
def test_nan_goes_in_and_comes_out(activation):
    assert np.array_equal(np.isnan(activation([np.nan, 1.0])), [True, False])
    if activation in (SIGMOID, TANH, RELU):  # the other two have a constant for a derivative
        assert np.array_equal(np.isnan(activation.derivative([np.nan, 1.0])), [True, False])


def test_derivatives_at_kinks_are_the_stated_convention():
    at = [-1e-300, 0.0, 1e-300]
    assert RELU.kinks == STEP.kinks == (0.0,)
    assert RELU.derivative(at).tolist() == [0, 0, 1]
    assert STEP(at).tolist() == [0, 1, 1]
    assert STEP.derivative(at).tolist() == [0, 0, 0]
    assert [a.kinks for a in (SIGMOID, TANH, neuron.IDENTITY)] == [(), (), ()]


@given(seed=st.integers(0, 2**32 - 1))
def test_weighted_sum_and_prediction_equal_a_plain_loop(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 9, size=2)
    X, w, b = rng.normal(size=(n, m)), rng.normal(size=m), rng.normal()
    z = []
    for x in X:
        total = b
        for x_j, w_j in zip(x, w, strict=True):
            total += x_j * w_j
        z.append(total)
    assert neuron.weighted_sum(X, w, b) == pytest.approx(z, rel=0, abs=1e-13)
    assert neuron.predict(X, w, b) == pytest.approx([1 / (1 + math.exp(-t)) for t in z], abs=1e-13)
    assert neuron.predict(X, w, b, TANH) == pytest.approx(np.tanh(z), abs=1e-13)


def test_activations_can_be_given_by_name_and_print_as_in_code():
    assert np.array_equal(neuron.predict([[1, 2]], [3, 4], 5, "relu"), neuron.predict([[1, 2]], [3, 4], 5, RELU))
    assert [repr(a) for a in ACTIVATIONS.values()] == ["SIGMOID", "TANH", "RELU", "STEP", "IDENTITY"]
