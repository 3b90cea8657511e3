"""A NumPy function is read as the formula that it computes, and one that can't be followed is not guessed."""

import math

import numpy as np
import pytest
import sympy as sp

from perceptron.symbolic import y, y_hat, z
from perceptron.traced import traced

READ = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), 1 / (1 + sp.exp(-z))),
    "softplus": (lambda z: np.log1p(np.exp(z)), sp.log(1 + sp.exp(z))),
    "logaddexp": (lambda z: np.logaddexp(0, z), sp.log(1 + sp.exp(z))),
    "tanh": (np.tanh, sp.tanh(z)),
    "square": (lambda z: np.square(z) - 2.5 * z, z**2 - sp.Rational(5, 2) * z),
    "softsign": (lambda z: z / (1 + np.abs(z)), z / (1 + sp.Abs(z))),
    "relu": (lambda z: np.maximum(0, z), sp.Piecewise((0, z < 0), (z, True))),
    "leaky": (lambda z: np.where(z > 0, z, 0.01 * z), sp.Piecewise((z, z > 0), (z / 100, True))),
    "a condition as a number": (lambda z: z * (z > 0), z * sp.Piecewise((1, z > 0), (0, True))),
    "a step": (lambda z: (z >= 0).astype(float), sp.Piecewise((1, z >= 0), (0, True))),
    "hard": (lambda z: np.clip(z, -1, 1), sp.Piecewise((-1, z < -1), (1, z > 1), (z, True))),
}


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name):
    function, formula = READ[name]
    assert sp.simplify(traced(function, z) - formula) == 0


def test_of_two_letters():
    def huber(y, y_hat):
        return np.where(np.abs(y - y_hat) < 1, (y - y_hat) ** 2 / 2, np.abs(y - y_hat) - 0.5)

    assert traced(huber, y, y_hat).subs({y: 3, y_hat: 0}) == sp.Rational(5, 2)


def changing(z, calls=[]):  # noqa: B006  what it gives depends on how often it was called
    calls.append(1)
    return z * len(calls)


@pytest.mark.parametrize(
    "function",
    [
        lambda z: z if z > 0 else 0, lambda z: math.exp(z), lambda z: z * np.random.default_rng().random(), changing,
        lambda z: np.sort(z), lambda z: None, lambda z: "z", lambda z: z[0], lambda z: sp.Symbol("q") * 1.0, lambda: 1,
        lambda z: np.array([max(v, 0) for v in z]), lambda z: z + np.array([1.0, 2.0, 3.0, 4.0, 5.0]),
    ],
)  # fmt: skip
def test_what_can_not_be_followed_is_none(function):
    assert traced(function, z) is None
