r"""The gradient by hand: the chain rule link by link, for all examples at once.

$$\frac{\partial C}{\partial w_j} = \frac1n \sum_{i=1}^{n}
  \frac{\partial\,\text{loss}_i}{\partial \hat y_i} \cdot \frac{\partial \hat y_i}{\partial z_i} \cdot x_{ij}, \qquad
\frac{\partial C}{\partial b} = \frac1n \sum_{i=1}^{n}
  \frac{\partial\,\text{loss}_i}{\partial \hat y_i} \cdot \frac{\partial \hat y_i}{\partial z_i}$$

The product is inside the sum. The article's A18 and A19 take the sum first and lose the sign; see `certificate`.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.cost import COSTS, MSE, Cost
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, SIGMOID, Activation, weighted_sum

# X, y, w, b, activation, cost, as they are `validated`.
Point = tuple[Floats, Floats, Floats, float, Activation, Cost]
_sum = np.add.reduce  # what .sum() calls in the end
BLOCK = 16_384  # examples taken at a time: z and its companions then stay in the processor's cache


def gradient(
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    activation: Activation | str = SIGMOID,
    cost: Cost | str = MSE,
) -> tuple[Floats, float]:
    r"""$(\partial C/\partial w, \partial C/\partial b)$ of the mean loss: by hand, (1/n) Xᵀδ and the mean of δ.

    X is n x m, y is n, w is m, b is one number; the result is (m floats, one float).
    activation, cost : one of ACTIVATIONS and COSTS, its name, or your own.
    Raises ValueError for shapes that do not fit, empty data, NaN, infinities, targets or predictions outside 0 to 1
    with cross-entropy, and numbers that overflow; TypeError for what is not a number.
    """
    return gradient_of(*validated(X, y, w, b, activation, cost))


def cost_at(
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    activation: Activation | str = SIGMOID,
    cost: Cost | str = MSE,
) -> float:
    """C as a function of the weights and the bias: one float. Shapes and errors as in `gradient`; C may be infinite."""
    return cost_of(*validated(X, y, w, b, activation, cost))


def validated(
    X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, activation: Activation | str, cost: Cost | str
) -> Point:
    """The six with X, y, w as float arrays whose shapes fit, and activation and cost as objects; or a clear error."""
    activation = inputs.chosen("activation", activation, Activation, ACTIVATIONS)
    cost = inputs.chosen("cost", cost, Cost, COSTS)
    X = inputs.examples(X)
    w, b = inputs.parameters(w, b, X.shape[1])
    return X, cost.allowed("y", inputs.targets(y, len(X))), w, b, activation, cost


def gradient_of(X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost) -> tuple[Floats, float]:
    """`gradient` of what is `validated` already; a ValueError where it is not finite."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        C, dC_dw, dC_db = cost_and_gradient(X, y, w, b, activation, cost)
    if np.isnan(C) or not (np.isfinite(dC_dw).all() and np.isfinite(dC_db)):
        _refuse(X, y, w, b, activation, cost)
    return dC_dw, float(dC_db)


def cost_of(X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost) -> float:
    """`cost_at` of what is `validated` already."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        C = mean_loss(X, y, w, b, activation, cost)
    if np.isnan(C):
        _refuse(X, y, w, b, activation, cost)
    return float(C)


def mean_loss(X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost) -> float:
    """C as in `cost_at`, NaN where z is not finite. Unchecked, for use inside loops."""
    z = X @ w + b
    # A sigmoid would make a chance of 1 out of an infinite z, and nobody would see that something overflowed.
    return loss_and_slope(y, z, activation, cost)[0].mean() if np.isfinite(z).all() else np.nan


def loss_and_slope(y: Floats, z: Floats, activation: Activation, cost: Cost) -> tuple[Floats, Floats]:
    r"""The loss of each example and $\delta_i = \partial\,\text{loss}_i/\partial z_i$, the first two links multiplied.

    y and z are n, and so are both results. Unchecked, for use inside loops.
    """
    if cost.fused and activation in cost.fused:
        return cost.fused[activation](y, z)
    y_hat, dy_hat_dz = activation.both(z)
    loss, dloss_dy_hat = cost.both(y, y_hat)
    return loss, dloss_dy_hat * dy_hat_dz


def cost_and_gradient(
    X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost
) -> tuple[float, Floats, float]:
    """(C, dC_dw, dC_db) in one pass over the examples, C as in `mean_loss`. Unchecked; shapes as in `gradient`."""
    n = len(y)
    if n <= BLOCK:
        C, dC_dw, dC_db = _sums(X, y, w, b, activation, cost)
    else:
        C, dC_dw, dC_db = 0.0, 0.0, 0.0
        for start in range(0, n, BLOCK):
            rows = slice(start, start + BLOCK)
            part = _sums(X[rows], y[rows], w, b, activation, cost)
            C, dC_dw, dC_db = C + part[0], dC_dw + part[1], dC_db + part[2]
    return C / n, dC_dw / _as_array(n), dC_db / n


@lru_cache
def _as_array(n):
    return np.array(float(n))  # NumPy would convert a Python number in every epoch


def _sums(X, y, w, b, activation, cost):
    z = X.dot(w)
    z += b
    loss, delta = loss_and_slope(y, z, activation, cost)
    # One dot product sees an infinite z at a third of what isfinite costs; a finite but huge one is looked at again.
    finite = z.dot(z) < np.inf or np.isfinite(z).all()
    return _sum(loss) if finite else np.nan, delta.dot(X), _sum(delta)


def _refuse(X, y, w, b, activation, cost):
    """Say why nothing finite came out. Only failures pay for this second look."""
    y_hat = activation(weighted_sum(X, w, b))
    cost.allowed("y_hat", y_hat)
    with np.errstate(over="ignore"):
        worst = int(np.argmax(np.abs(y_hat - y)))
    raise ValueError(
        f"the gradient is not finite: the worst of {len(y)} predictions is {y_hat[worst]:.6g} for the target "
        f"{y[worst]:.6g} (example {worst}); standardise the features or start from smaller weights."
    )
