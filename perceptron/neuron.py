r"""One neuron, by hand: a weighted sum plus a bias, bent by an activation.

$$z_i = \sum_{j=1}^{m} x_{ij} w_j + b, \qquad \hat y_i = \sigma(z_i)$$

Nothing here imports perceptron.symbolic: the two definitions of the neuron agree, or the certificate says where not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.inputs import Floats


@dataclass(frozen=True, repr=False, eq=False)
class Activation:
    r"""A function $\hat y = f(z)$ that travels with its derivative $f'(z)$. `SIGMOID(z)` is its value.

    both : z -> (f(z), f'(z)), each of z's shape. `only` gives f(z) alone where that costs less.
    kinks : the values of z where f' jumps or does not exist; f' there is a convention, stated at each activation.
    """

    name: str
    both: Callable[..., Any]
    only: Callable[..., Any]
    kinks: tuple[float, ...] = ()

    def __call__(self, z: ArrayLike) -> Floats:
        return self.only(inputs.floats("z", z))

    def derivative(self, z: ArrayLike) -> Floats:
        return self.both(inputs.floats("z", z))[1]

    def __repr__(self):
        return self.name.upper()


_MINUS_ONE, _ZERO, _ONE = map(np.array, (-1.0, 0.0, 1.0))  # Python's floats would be converted in every call


def _sigmoid(z):
    # exp(-|z|) never overflows, and 1/(1+e), e/(1+e) keep every digit on either side of 0.
    e = np.exp(np.copysign(z, _MINUS_ONE))
    return np.maximum(e, z >= _ZERO) / (_ONE + e)


def _sigmoid_both(z):
    e = np.exp(np.copysign(z, _MINUS_ONE))
    d = _ONE + e
    y_hat = np.maximum(e, z >= _ZERO)
    y_hat /= d
    d *= d
    e /= d
    return y_hat, e


def _tanh_both(z):
    # 1 - tanh(z)^2 loses its digits where tanh is near 1; the square of 1/cosh(z) does not.
    e = np.exp(-np.abs(z))
    sech = 2 * e / (1 + e * e)
    return np.tanh(z), sech * sech


SIGMOID = Activation("sigmoid", _sigmoid_both, _sigmoid)
r"""$\sigma(z) = 1/(1+e^{-z})$, the logistic function; $\sigma' = \sigma(1-\sigma)$ (the article's A5, A11 to A16)."""

TANH = Activation("tanh", _tanh_both, np.tanh)
r"""$\tanh z = 2\sigma(2z) - 1$, with $\tanh' = 1 - \tanh^2$."""

# heaviside(z, at_0) is 0 for z < 0, at_0 at z = 0, 1 for z > 0, and NaN for NaN.
RELU = Activation(
    "relu", lambda z: (np.maximum(z, 0.0), np.heaviside(z, 0.0)), lambda z: np.maximum(z, 0.0), kinks=(0.0,)
)
r"""$\max(0, z)$, with derivative 1 for z > 0, else 0. At z = 0 there is none: 0 is a convention."""

STEP = Activation(
    "step", lambda z: (np.heaviside(z, 1.0), np.zeros_like(z)), lambda z: np.heaviside(z, 1.0), kinks=(0.0,)
)
r"""1 for z ≥ 0, else 0: Rosenblatt's own. It is flat, so its derivative is 0; at the jump there is none."""

IDENTITY = Activation("identity", lambda z: (z, np.ones_like(z)), lambda z: z)
r"""$f(z) = z$: no bend at all, which makes the neuron a linear regression."""

ACTIVATIONS = {a.name: a for a in (SIGMOID, TANH, RELU, STEP, IDENTITY)}


def weighted_sum(X: ArrayLike, w: ArrayLike, b: ArrayLike) -> Floats:
    r"""The weighted sum plus bias of each example (the article's A1 to A4).

    $$z = Xw + b$$

    X is n x m (n examples of m features), w is m, b is one number; the result is n.
    Raises ValueError for shapes that do not fit, empty data, NaN, infinities, and sums that overflow.
    """
    X = inputs.examples(X)
    w, b = inputs.parameters(w, b, X.shape[1])
    with np.errstate(over="ignore", invalid="ignore"):
        z = X @ w + b
    if not np.isfinite(z).all():
        inputs.finite("X", X)
        raise ValueError(
            f"z = Xw + b overflows (|X| reaches {np.abs(X).max():.3g}, |w| {np.abs(w).max():.3g}); "
            "standardise the features or make the weights smaller."
        )
    return z


def predict(X: ArrayLike, w: ArrayLike, b: ArrayLike, activation: Activation | str = SIGMOID) -> Floats:
    r"""Forward propagation: the prediction for each example (the article's A5).

    $$\hat y = \sigma(Xw + b)$$

    Shapes and errors as in `weighted_sum`; the result is n. activation : one of ACTIVATIONS, its name, or your own.
    """
    return inputs.chosen("activation", activation, Activation, ACTIVATIONS)(weighted_sum(X, w, b))
