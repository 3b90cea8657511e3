"""The minimum by Newton's method: the gradient is flat there, and where there is none the reason is told."""

import numpy as np
import pytest

from perceptron import data, newton
from perceptron.cost import CROSS_ENTROPY
from perceptron.gradient import gradient
from perceptron.neuron import SIGMOID

RNG = np.random.default_rng(5)
X = RNG.normal(size=(80, 3)) * [1, 10, 0.1] + [0, 100, 5]
Z = (X - X.mean(axis=0)) / X.std(axis=0)
Y = (RNG.random(80) < 1 / (1 + np.exp(-(Z @ [1.0, -2.0, 0.5])))).astype(float)
LINE = np.arange(6.0)[:, None]


def steepest(X, y, w, b, *kind):
    """The largest entry of the gradient, in standard units."""
    dC_dw, dC_db = gradient(X, y, w, b, *kind)
    return max(np.abs((dC_dw - X.mean(axis=0) * dC_db) / X.std(axis=0)).max(), abs(dC_db))


def test_the_gradient_is_flat_there():
    w, b = newton.fit(X, Y)
    assert steepest(X, Y, w, b, SIGMOID, CROSS_ENTROPY) < 1e-10  # b comes back by a difference of large numbers
    fractions = np.clip(Y, 0.1, 0.8)
    w, b = newton.fit(X, fractions)
    assert steepest(X, fractions, w, b, SIGMOID, CROSS_ENTROPY) < 1e-10


def test_a_straight_line_is_that_of_least_squares():
    y = X @ [2.0, -1.0, 3.0] + 7 + RNG.normal(size=80)
    w, b = newton.fit(X, y, "identity", "mse")
    best = np.linalg.lstsq(np.column_stack([X, np.ones(80)]), y, rcond=None)[0]
    np.testing.assert_allclose([*w, b], best, rtol=1e-9)


def test_two_groups_give_the_logarithms_of_their_odds():
    """x is 0 or 1: the chances are the shares in the groups, so b = log(3/1) and w + b = log(1/4)."""
    x = np.array([0] * 4 + [1] * 5)[:, None]
    w, b = newton.fit(x, [1, 1, 1, 0, 1, 0, 0, 0, 0])
    np.testing.assert_allclose([b, w[0] + b], [np.log(3), np.log(1 / 4)], rtol=1e-12)


def test_a_penalty_keeps_weights_small_and_is_of_standardised_features():
    w, b = newton.fit(X, Y, penalty=0.5)
    dC_dw, dC_db = gradient(X, Y, w, b, SIGMOID, CROSS_ENTROPY)
    standard = w * X.std(axis=0)
    np.testing.assert_allclose(dC_dw / X.std(axis=0), -0.5 * standard, atol=1e-9)
    assert abs(dC_db) < 1e-10
    assert np.abs(standard).max() < np.abs(newton.fit(X, Y)[0] * X.std(axis=0)).max()
    assert np.isfinite(newton.fit(LINE, [0, 0, 0, 1, 1, 1], penalty=0.1)[0]).all()


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_scale_does_not_matter(size):
    y = [0, 1, 0, 1, 0, 1]
    (w,), b = newton.fit(LINE, y)
    (w_scaled,), b_scaled = newton.fit(LINE * size, y)
    np.testing.assert_allclose([w_scaled * size, b_scaled], [w, b], rtol=1e-9)


def test_on_the_o_rings_it_is_where_descent_would_end():
    rings = data.o_rings()
    w, b = newton.fit(rings.X, rings.y)
    np.testing.assert_allclose([w[0], b], [-0.11560117, 5.08497723], rtol=1e-7)  # statsmodels' GLM, binomial


@pytest.mark.parametrize(
    "y",
    [
        [0, 0, 0, 1, 1, 1],  # a gap
        [1, 1, 1, 1, 1, 0],
        [0, 0, 1, 1, 1, 1],
    ],
)
def test_a_line_that_parts_the_kinds_leaves_no_minimum(y):
    with pytest.raises(
        newton.Separated, match=r"towards (more|less) x1\), so the weights grow for ever.*take a penalty"
    ):
        newton.fit(LINE, y)


def test_nor_does_one_that_parts_all_but_those_on_it():
    x = np.array([0.0, 1, 2, 2, 3, 4])[:, None]
    with pytest.raises(newton.Separated, match="towards more age"):
        newton.fit(x, [0, 0, 0, 1, 1, 1], names=["age"])
    newton.fit(x, [0, 0, 1, 0, 1, 0])


def test_one_row_across_is_enough_for_a_minimum():
    """However far the kinds are apart otherwise."""
    x = np.array([*np.linspace(-50, -40, 20), *np.linspace(40, 50, 20), -45.05])[:, None]
    y = np.array([0.0] * 20 + [1.0] * 20 + [1.0])
    w, b = newton.fit(x, y)
    assert steepest(x, y, w, b, SIGMOID, CROSS_ENTROPY) < 1e-10


def test_columns_that_make_up_another_are_named():
    a, b = RNG.normal(size=(2, 30))
    y = (RNG.random(30) < 0.5).astype(float)
    with pytest.raises(newton.Collinear, match=r"sum = 2·a − 3·b but for a constant"):
        newton.fit(np.column_stack([a, b, 2 * a - 3 * b + 5]), y, names=["a", "b", "sum"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((LINE, [1, 1, 1, 1, 1, 1]), "y is 1 in all 6 rows; there is nothing to tell apart"),
        ((np.eye(2), [0, 1]), "2 rows for 3 weights: many do equally well"),
        ((LINE, [0, 1, 0, 1, 0, 2]), r"y\[5\] = 2, but cross-entropy compares chances"),
        ((LINE, [0, 1, 0, 1, 0, 1], "tanh"), "TANH with CROSS_ENTROPY may have many minima"),
        ((LINE * 0, [0, 1, 0, 1, 0, 1]), "feature 0 is 0 in every example"),
        ((LINE * np.nan, [0, 1, 0, 1, 0, 1]), "X"),
        ((LINE, [0, 1, 0, 1, 0, 1], "sigmoid", "cross_entropy", np.nan), "penalty"),
    ],
)
def test_what_has_no_minimum_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        newton.fit(*arguments)


@pytest.mark.parametrize(
    ("more", "said"),
    [({"names": ["a"]}, "names has 1, expected one for each of 3 features"),
     ({"penalty": -1.0}, "expected 0 or more: below it the cost has no minimum")],
)  # fmt: skip
def test_names_and_a_penalty_that_can_not_be_are_refused(more, said):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=said):
        newton.fit(rng.normal(size=(30, 3)), (rng.random(30) < 0.5) * 1.0, **more)


@pytest.mark.parametrize(("by", "of"), [(1e-320, 1.0), (1.0, 1e308)])
def test_weights_beyond_the_largest_number_are_told(by, of):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="beyond the largest number"):
        newton.fit(by * rng.normal(size=(30, 2)), of * (rng.random(30) < 0.5), "identity", "mse")
