r"""How far a prediction is from its target: the loss of one example, the cost of all, the derivative in $\hat y$.

$$C = \frac1n \sum_{i=1}^{n} \text{loss}(y_i, \hat y_i)$$

There is no ½ anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.inputs import Floats
from perceptron.neuron import SIGMOID, Activation


@dataclass(frozen=True, repr=False, eq=False)
class Cost:
    r"""A loss that travels with its derivative in the prediction. `MSE(y, y_hat)` is the cost C.

    both : (y, y_hat) -> (loss, dloss/dy_hat), each of length n, unchecked.
    fused : by activation, (y, z) -> (loss, dloss/dz): the same two links multiplied out on paper, for the pair whose
        factors overflow where their product does not.
    unit : True where targets and predictions must lie in 0 to 1.
    edges : (y, y_hat) -> arrays that are 0 where the loss has a kink, one row for each kind of kink.
    """

    name: str
    both: Callable[..., Any]
    fused: Mapping[Activation, Callable[..., Any]] = field(default_factory=dict)
    unit: bool = False
    edges: Callable[..., Any] | None = None

    def loss(self, y: ArrayLike, y_hat: ArrayLike) -> Floats:
        """The loss of each example. y and y_hat are n; so is the result."""
        return self._both(y, y_hat)[0]

    def derivative(self, y: ArrayLike, y_hat: ArrayLike) -> Floats:
        r"""$\partial\,\text{loss}_i / \partial \hat y_i$ of each example. y and y_hat are n; so is the result."""
        return self._both(y, y_hat)[1]

    def __call__(self, y: ArrayLike, y_hat: ArrayLike) -> float:
        """C, the mean loss, one number; infinite where it is too large for a float."""
        loss = self.loss(y, y_hat)
        with np.errstate(over="ignore"):
            return float(loss.mean())

    def allowed(self, name: str, values: Floats) -> Floats:
        """`values`, or a ValueError where this cost needs 0 to 1 and got something outside."""
        outside = (values < 0) | (values > 1)
        if self.unit and outside.any():
            i = int(np.argmax(outside))
            raise ValueError(
                f"{name}[{i}] = {values[i]:.6g}, but {self.name.replace('_', '-')} compares chances, from 0 to 1; "
                + ("code the two classes as 0 and 1." if name == "y" else "use SIGMOID, or MSE as the cost.")
            )
        return values

    def _both(self, y, y_hat):
        y_hat = inputs.finite("y_hat", inputs.reals("y_hat", y_hat, (None,)))
        y = self.allowed("y", inputs.targets(y, len(y_hat)))
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            return self.both(y, self.allowed("y_hat", y_hat))

    def __repr__(self):
        return self.name.upper()


_MINUS_ONE, _ZERO, _ONE = map(np.array, (-1.0, 0.0, 1.0))  # Python's floats would be converted in every call


def _squared_error(y, y_hat):
    r = y_hat - y
    return r * r, r + r


def _cross_entropy(y, y_hat):
    # A target of exactly 0 or 1 drops one of the two terms; "where" keeps 0 * log 0 from becoming NaN.
    miss, y_miss = 1 - y_hat, 1 - y
    loss = np.where(y == 0, 0, -y * np.log(y_hat)) + np.where(y_miss == 0, 0, -y_miss * np.log1p(-y_hat))
    return loss, np.where(y_miss == 0, 0, y_miss / miss) - np.where(y == 0, 0, y / y_hat)


def _cross_entropy_of_sigmoid(y, z):
    # loss = log(1 + e^z) - y z and slope = sigma(z) - y, in e = exp(-|z|) so that neither ever overflows or cancels.
    e, y_miss = np.exp(np.copysign(z, _MINUS_ONE)), _ONE - y
    up, down = np.maximum(e, z >= _ZERO), np.maximum(e, z <= _ZERO)
    loss = np.log1p(e) - y * np.minimum(z, _ZERO) + y_miss * np.maximum(z, _ZERO)
    return loss, (y_miss * up - y * down) / (_ONE + e)


MSE = Cost("mse", _squared_error)
r"""Squared error $(y - \hat y)^2$, whose mean is the MSE (the article's A6, A7); derivative $2(\hat y - y)$."""

CROSS_ENTROPY = Cost("cross_entropy", _cross_entropy, {SIGMOID: _cross_entropy_of_sigmoid}, unit=True)
r"""$-y \log \hat y - (1-y)\log(1-\hat y)$, natural logarithm; derivative $-y/\hat y + (1-y)/(1-\hat y)$. y in 0 to 1.

A target that was given no chance at all costs infinity. Through a sigmoid, loss and slope come from z and stay exact:
$\log(1+e^{z}) - yz$ and $\sigma(z) - y$.
"""

COSTS = {c.name: c for c in (MSE, CROSS_ENTROPY)}
