"""An activation and a cost are known by what they are, in whatever form somebody brings them."""

import re

import numpy as np
import pytest
import sympy as sp

from perceptron.certificate import certify
from perceptron.cost import COSTS, CROSS_ENTROPY, MSE, Cost
from perceptron.from_formula import neuron
from perceptron.neuron import ACTIVATIONS, SIGMOID, Activation
from perceptron.symbolic import y, y_hat, z

X = np.array([[0.5, 1.0, -0.3], [-1.0, 2.0, 0.4], [1.5, -0.5, 0.1], [0.25, -1.0, 0.8], [-0.75, 0.5, -0.6]])
Y, W, B = np.array([1.0, 0.0, 1.0, 0.0, 1.0]), np.array([0.75, -0.4, 0.3]), 0.125
Z = X @ W + B


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def from_delta(delta):
    """A gradient function with these links 1 and 2."""
    return lambda *_: (X.T @ delta / len(Y), delta.mean())


SOFTPLUS = from_delta(2 * (np.log1p(np.exp(Z)) - Y) * sigmoid(Z))
ABSOLUTE = from_delta(np.sign(sigmoid(Z) - Y) * sigmoid(Z) * (1 - sigmoid(Z)))


@pytest.mark.parametrize(
    "softplus", ["softplus", "ln(1+e^z)", "log(1 + exp(z))", sp.log(1 + sp.exp(z)), lambda z: np.log1p(np.exp(z))]
)
def test_softplus_in_every_form(softplus):
    found = certify(SOFTPLUS, X, Y, W, B, softplus)
    assert found.passed, found
    assert found.symbolic is not None


@pytest.mark.parametrize("absolute", ["absolute", "|y-ŷ|", sp.Abs(y - y_hat), lambda y, p: np.abs(y - p)])
def test_the_absolute_error_in_every_form(absolute):
    found = certify(ABSOLUTE, X, Y, W, B, "sigmoid", absolute)
    assert found.passed, found
    wrong = certify(lambda *_: tuple(-part for part in ABSOLUTE()), X, Y, W, B, "sigmoid", absolute)
    assert (
        wrong.alternatives[0][0][0] == "the sign is lost"
    )  # or the classes are swapped: with 0 and 1 that is the same


def test_a_loss_at_its_kink_is_a_kink():
    targets = np.append(Y[:4], sigmoid(Z)[4])
    either = from_delta(np.append(np.sign(sigmoid(Z) - Y)[:4], 1.0) * sigmoid(Z) * (1 - sigmoid(Z)))
    found = certify(either, X, targets, W, B, "sigmoid", "absolute")
    assert (found.verdict, found.kinks) == ("kink", (4,))


def test_what_has_no_formula_is_certified_without_it():
    def stepped(z):
        return np.array([max(one, 0.1 * one) for one in np.ravel(z)]).reshape(np.shape(z))

    found = certify(from_delta(2 * (stepped(Z) - Y) * np.where(Z > 0, 1, 0.1)), X, Y, W, B, stepped)
    assert found.passed
    assert found.symbolic is None
    assert "symbolic" not in str(found).splitlines()[0]
    assert "No formula of this neuron is known" in found.summary
    wrong = certify(from_delta(2 * (stepped(Z) - Y)), X, Y, W, B, stepped)
    assert wrong.faults == ("link ∂ŷ/∂z is missing",)


def test_an_activation_is_known_by_what_it_is_and_not_by_its_name():
    steep = Activation(
        "sigmoid", lambda z: (sigmoid(2 * z), 2 * sigmoid(2 * z) * sigmoid(-2 * z)), lambda z: sigmoid(2 * z)
    )
    right = from_delta(2 * (sigmoid(2 * Z) - Y))
    assert certify(right, X, Y, W, B, steep, CROSS_ENTROPY).passed
    assert certify(from_delta(sigmoid(2 * Z) - Y), X, Y, W, B, steep, CROSS_ENTROPY).verdict == "failed"
    squared = Cost("mse", lambda y, p: ((y - p) ** 4, 4 * (p - y) ** 3))
    fourth = from_delta(4 * (sigmoid(Z) - Y) ** 3 * sigmoid(Z) * sigmoid(-Z))
    assert certify(fourth, X, Y, W, B, SIGMOID, squared).passed


def test_ours_are_found_by_name_formula_and_function():
    for name, own in ACTIVATIONS.items():
        assert neuron(name, "mse")[0] is own
    assert neuron(sigmoid, MSE)[0] is SIGMOID
    assert neuron("σ(z)", "(y - ŷ)^2")[:2] == (SIGMOID, MSE)
    for name, own in COSTS.items():
        assert neuron("tanh", name)[1] is own


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"activation": "sigmod"}, "Did you mean 'sigmoid'?"),
        ({"activation": None}, "activation = None, expected one of sigmoid, tanh, relu, step, identity, the text"),
        ({"activation": MSE}, "activation = MSE, expected one of"),
        ({"cost": SIGMOID}, "cost = SIGMOID, expected one of mse, cross_entropy, the text"),
        ({"cost": 3}, "cost = 3, expected one of"),
        ({"activation": sp.Symbol("q")}, "activation = q is made of q; expected a formula in z"),
        ({"cost": "msee"}, "Did you mean 'mse'?"),
    ],
)
def test_what_is_none_is_refused(given, said):
    with pytest.raises((TypeError, ValueError), match=re.escape(said)):
        neuron(**{"activation": "sigmoid", "cost": "mse"} | given)
