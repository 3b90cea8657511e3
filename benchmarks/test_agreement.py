"""PyTorch's automatic differentiation and scikit-learn find what perceptron finds.

STEP is not among them: PyTorch has no such function with a derivative.
"""

import numpy as np
import pytest
import rivals
from sklearn.linear_model import LogisticRegression
from torch.nn import functional as F

from perceptron.cost import COSTS, CROSS_ENTROPY
from perceptron.data import Standardisation, o_rings, penguins
from perceptron.descent import train
from perceptron.gradient import cost_at, gradient
from perceptron.network import Network, train_network
from perceptron.network import gradient as network_gradient
from perceptron.neuron import ACTIVATIONS, SIGMOID

PAIRS = [(a, c) for a in rivals.TORCH_ACTIVATIONS for c in rivals.TORCH_COSTS]
EPOCHS, ALPHA = 200, 0.1
EPSILON = np.finfo(float).eps


def examples(activation, cost):
    """200 x 3 of either sign; where cross-entropy meets an activation that leaves 0 to 1, such that ŷ stays inside."""
    rng = np.random.default_rng(1)
    if cost == "cross_entropy" and activation != "sigmoid":
        X = rng.uniform(0.1, 0.3, (200, 3))
        return X, X.sum(axis=1) * rng.uniform(0.6, 1.0, 200), np.array([0.9, 0.8, 0.7]), 0.1
    X = rng.normal(size=(200, 3))
    return X, rng.uniform(size=200), np.array([0.5, -1.0, 0.2]), 0.1


@pytest.mark.parametrize(("activation", "cost"), PAIRS)
def test_gradient_is_pytorchs(activation, cost):
    assert_torch_agrees(*examples(activation, cost), activation, cost)


@pytest.mark.parametrize(("activation", "cost"), PAIRS)
def test_training_steps_are_pytorchs(activation, cost):
    start = (*examples(activation, cost), ALPHA, EPOCHS)
    h = train(*start, ACTIVATIONS[activation], COSTS[cost])
    assert h.epochs == EPOCHS
    assert_same((h.w[-1], h.b[-1]), rivals.torch_descent(*start, activation, cost))


@pytest.mark.parametrize("hidden", [[], [2], [8, 8, 8, 8]])
@pytest.mark.parametrize(
    ("activation", "output", "cost"),
    [("sigmoid", "sigmoid", "mse"), ("tanh", "sigmoid", "cross_entropy"), ("relu", "identity", "mse")],
)
def test_networks_are_pytorchs(hidden, activation, output, cost):
    """The gradient, and where fifty steps with momentum lead."""
    rng = np.random.default_rng(0)
    X, y, start = rng.normal(size=(30, 5)), rng.random(30), Network.random(5, hidden, 1, activation, output, cost)
    first, last = rivals.torch_network(X, y, start, 0.01, 50, momentum=0.9)
    np.testing.assert_allclose(network_gradient(X, y, start).flat, first, rtol=1e-12, atol=1e-14)
    learnt, _ = train_network(X, y, start, 0.01, 50, momentum=0.9)
    np.testing.assert_allclose(learnt.flat, last, rtol=1e-12, atol=1e-13)


def test_relu_has_pytorchs_convention_at_its_kink():
    X, y = np.array([[0.0], [1.0], [-1.0]]), np.array([1.0, 3.0, 2.0])
    assert_torch_agrees(X, y, [0.0], 0.0, "relu", "mse")


@pytest.mark.parametrize("reach", [1, 30, 40, 700, 1e6])
@pytest.mark.parametrize("y", [[0, 1, 1, 1, 0, 1], [0.05, 0.3, 0.9, 0.5, 0.2, 0.99]], ids=["classes", "fractions"])
def test_saturated_cross_entropy_is_pytorchs(y, reach):
    """z as far as `reach` on either side, right and wrong: all examples together, and each without the others."""
    X, y, w, b = np.array([[-1.0], [-0.7], [-0.2], [0.3], [0.8], [1.0]]), np.array(y, dtype=float), [reach], 0.0
    for kept in (slice(None), *(slice(i, i + 1) for i in range(len(y)))):
        data = X[kept], y[kept], w, b
        ours = (cost_at(*data, SIGMOID, CROSS_ENTROPY), *gradient(*data, SIGMOID, CROSS_ENTROPY))
        assert_same(ours, rivals.torch_of_z(*data, cross_entropy_by_softplus))
        # This one takes differences: of numbers as large as z for C, and sigmoid(z) - y for the slope.
        with_logits = rivals.torch_of_z(*data, F.binary_cross_entropy_with_logits)
        assert_same(ours[:1], with_logits[:1], atol=EPSILON * reach)
        assert_same(ours[1:], with_logits[1:], atol=EPSILON)


def cross_entropy_by_softplus(z, y):
    return (y * F.softplus(-z, threshold=40) + (1 - y) * F.softplus(z, threshold=40)).mean()


@pytest.mark.parametrize(
    "data",
    [
        penguins(("Adelie", "Chinstrap"), ("bill_depth_mm", "flipper_length_mm")),
        penguins(("Chinstrap", "Gentoo"), ("bill_length_mm", "bill_depth_mm")),
        o_rings("any"),
    ],
    ids=lambda data: f"{data.name}, {data.target}",
)
def test_descent_ends_at_the_logistic_regression(data):
    X = Standardisation.of(data.X).apply(data.X)
    h = train(X, data.y, np.zeros(X.shape[1]), 0.0, 4.0, 100_000, cost=CROSS_ENTROPY, tolerance=1e-10)
    assert h.stopped == "converged"
    regression = LogisticRegression(C=np.inf, tol=1e-10, solver="newton-cholesky").fit(X, data.y)
    assert_same((h.w[-1], h.b[-1]), (regression.coef_[0], regression.intercept_[0]), 1e-6)


@pytest.mark.parametrize("data", [penguins(), o_rings("any")], ids=lambda data: f"{data.name}, {data.target}")
def test_training_steps_are_those_of_scikit_learns_network(data):
    X = Standardisation.of(data.X).apply(data.X)
    start = (X, data.y, np.full(X.shape[1], 0.3), -0.2, ALPHA, EPOCHS)
    h = train(*start, cost=CROSS_ENTROPY)
    assert_same((h.w[-1], h.b[-1]), rivals.sklearn_descent(*start))


def assert_torch_agrees(X, y, w, b, activation, cost):
    of = ACTIVATIONS[activation], COSTS[cost]
    ours = cost_at(X, y, w, b, *of), *gradient(X, y, w, b, *of)
    assert_same(ours, rivals.torch_of_z(X, y, w, b, rivals.torch_cost_of_z(activation, cost)))


def assert_same(ours, theirs, rtol=1e-12, atol=0):
    """Every entry to `rtol` of itself."""
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=rtol, atol=atol)
