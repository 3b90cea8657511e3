r"""From a neuron to a network: h hidden neurons and one behind them, and the same chain rule, one layer more.

$$A = \sigma(X W + b), \qquad \hat y = \sigma(A v + c), \qquad C = \frac1n \sum_{i=1}^{n} (y_i - \hat y_i)^2$$

X is n x m, W is m x h (a column per hidden neuron), b is h, v is h, c is one number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.cost import MSE
from perceptron.descent import RUNAWAY
from perceptron.inputs import Floats
from perceptron.neuron import SIGMOID


@dataclass(frozen=True)
class Network:
    """The parameters: W is m x h, b and v are h, c is one number. Raises ValueError where their shapes do not fit."""

    W: np.ndarray
    b: np.ndarray
    v: np.ndarray
    c: float

    def __post_init__(self):
        W = inputs.finite("W", inputs.reals("W", self.W, (None, None), "One row per input, one column per neuron."))
        h = W.shape[1]
        for name, value, shape in (("W", W, W.shape), ("b", self.b, (h,)), ("v", self.v, (h,)), ("c", self.c, ())):
            mend = f"W has {h} columns, one per hidden neuron."
            array = inputs.finite(name, inputs.reals(name, value, shape, mend))
            object.__setattr__(self, name, array if shape else float(array))

    @property
    def flat(self) -> Floats:
        """All parameters in one row of numbers: W row by row, b, v, c."""
        return np.concatenate([self.W.ravel(), self.b, self.v, [self.c]])

    def unflat(self, flat: Floats) -> "Network":
        """A Network of this shape from such a row of numbers."""
        W, b, v, c = np.split(flat, np.cumsum([self.W.size, self.b.size, self.v.size]))
        return Network(W.reshape(self.W.shape), b, v, c[0])

    @classmethod
    def random(cls, features: int, hidden: int, rng: np.random.Generator | int | None = 0) -> "Network":
        """Weights from a normal distribution, for from zero all hidden neurons would stay alike for ever; biases 0."""
        rng = inputs.generator(rng)
        shape = inputs.count("features", features), inputs.count("hidden", hidden)
        return cls(rng.normal(size=shape), np.zeros(hidden), rng.normal(size=hidden), 0.0)


def predict(X: ArrayLike, network: Network) -> Floats:
    r"""Forward propagation through both layers: the prediction for each of the n examples in X (n x m)."""
    X = _examples(X, network)
    return SIGMOID(_hidden(X, network) @ network.v + network.c)


def gradient(X: ArrayLike, y: ArrayLike, network: Network) -> Network:
    r"""The gradient of the mean squared error as a Network of the same shape: every entry is ∂C/∂(that parameter).

    The output neuron's δ is known from lesson 05; the chain rule takes it one layer back:
    $$\delta_i = 2 (\hat y_i - y_i)\, \hat y_i (1 - \hat y_i), \qquad
      \Delta_{ik} = \delta_i\, v_k\, a_{ik} (1 - a_{ik})$$
    """
    X = _examples(X, network)
    y = inputs.targets(y, len(X))
    A = _hidden(X, network)
    y_hat = SIGMOID(A @ network.v + network.c)
    delta = MSE.derivative(y, y_hat) * y_hat * (1 - y_hat)
    hidden = np.outer(delta, network.v) * A * (1 - A)
    return Network(X.T @ hidden / len(y), hidden.mean(axis=0), A.T @ delta / len(y), delta.mean())


def cost(X: ArrayLike, y: ArrayLike, network: Network) -> float:
    """The mean squared error, one number."""
    return MSE(y, predict(X, network))


def train_network(X: ArrayLike, y: ArrayLike, network: Network, alpha: float, epochs: int) -> tuple[Network, Floats]:
    """Gradient descent: (the network after so many epochs, C of each epoch, the start included).

    Raises ValueError for a learning rate that is not above 0, and where the cost runs away.
    """
    alpha = inputs.number("alpha", alpha, low=0, mend="The minus sign is in the step itself.")
    history = [cost(X, y, network)]
    for _ in range(inputs.count("epochs", epochs)):
        network = network.unflat(network.flat - alpha * gradient(X, y, network).flat)
        history.append(cost(X, y, network))
        if not history[-1] < RUNAWAY:
            raise ValueError(f"C ran away to {history[-1]:.3g}; try a learning rate below alpha = {alpha:g}.")
    return network, np.array(history)


def _examples(X: ArrayLike, network: Network) -> Floats:
    mend = f"This network takes {len(network.W)} inputs."
    return inputs.finite("X", inputs.reals("X", X, (None, len(network.W)), mend))


def _hidden(X: Floats, network: Network) -> Floats:
    return SIGMOID(X @ network.W + network.b)
