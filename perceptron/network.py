r"""From a neuron to a network: neurons side by side in layers, and the same chain rule, layer by layer.

$$A_0 = X, \qquad Z_k = A_{k-1} W_k + b_k, \qquad A_k = f_k(Z_k), \qquad \hat y = A_L, \qquad
  C = \frac1n \sum_{i=1}^{n} \text{loss}(y_i, \hat y_i)$$

X is n x m. W_k has a row per input and a column per neuron of its layer, b_k one number per neuron. The last layer is
one neuron: its weights are a row of numbers and its bias is one number, as everywhere in the course.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.cost import COSTS, MSE, Cost
from perceptron.descent import RUNAWAY
from perceptron.gradient import loss_and_slope
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, SIGMOID, Activation


@dataclass(frozen=True, eq=False)
class Layer:
    """Neurons side by side: W is m x h and b is h; of one neuron alone W is m and b one number.

    Raises ValueError where shapes do not fit or a number is not finite, TypeError for what is not a number.
    """

    W: np.ndarray
    b: np.ndarray
    activation: Activation = SIGMOID

    def __post_init__(self) -> None:
        shape = (None,) * (1 if np.ndim(self.W) == 1 else 2)
        W = inputs.finite("W", inputs.reals("W", self.W, shape, "One row per input, one column per neuron."))
        h = f"{W.shape[1]} columns, one per neuron" if W.ndim == 2 else "the weights of one neuron"
        b = inputs.finite("b", inputs.reals("b", self.b, W.shape[1:], f"W has {h}."))
        values = {"W": W, "b": b, "activation": inputs.chosen("activation", self.activation, Activation, ACTIVATIONS)}
        for name, value in values.items():
            object.__setattr__(self, name, value)


class Network:
    """Layers, each a `Layer` or its (W, b) or (W, b, activation), and the cost that they are trained for.

    Raises ValueError where a layer does not take what the one before it gives, or where the last is not one neuron.
    """

    def __init__(self, *layers: Layer | tuple[Any, ...], cost: Cost | str = MSE):
        self.layers = tuple(layer if isinstance(layer, Layer) else Layer(*layer) for layer in layers)
        self.cost = inputs.chosen("cost", cost, Cost, COSTS)
        for k, (before, layer) in enumerate(pairwise(self.layers), start=2):
            if before.W.ndim == 1 or before.W.shape[1] != len(layer.W):
                raise ValueError(
                    f"layer {k} takes {len(layer.W)} inputs, but layer {k - 1} has {before.b.size} neurons."
                )
        if not self.layers or self.layers[-1].W.ndim == 2:
            raise ValueError("the last layer must be one neuron: a row of weights and one number for the bias.")

    def __repr__(self):
        sizes = " → ".join(map(str, [len(self.layers[0].W), *(layer.b.size for layer in self.layers)]))
        return f"<Network {sizes}, {len(self.flat)} parameters, {self.cost!r}>"

    @property
    def flat(self) -> Floats:
        """All parameters in one row of numbers: of each layer W row by row, then b."""
        return np.concatenate([np.ravel(part) for layer in self.layers for part in (layer.W, layer.b)])

    def unflat(self, flat: Floats) -> "Network":
        """A Network of this shape from such a row of numbers."""
        parts = zip(_parts(np.asarray(flat, dtype=float), self), self.layers, strict=True)
        return Network(*(Layer(W, b, old.activation) for (W, b), old in parts), cost=self.cost)

    @classmethod
    def random(
        cls, features: int, hidden: int | Sequence[int], rng: inputs.Seed = 0,
        activation: Activation | str = SIGMOID, output: Activation | str = SIGMOID, cost: Cost | str = MSE,
    ) -> "Network":  # fmt: skip
        """Weights from a normal distribution, for from zero all neurons of a layer would stay alike; biases 0.

        hidden : how many neurons, or a list with how many in each hidden layer, () for none.
        activation : of the hidden layers.  output : of the last one.
        """
        rng, bend = inputs.generator(rng), inputs.chosen("activation", activation, Activation, ACTIVATIONS)
        hidden = [hidden] if isinstance(hidden, int) else list(hidden)
        sizes = inputs.count("features", features), *(inputs.count("hidden", h) for h in hidden)
        layers = [Layer(rng.normal(size=shape), np.zeros(shape[1]), bend) for shape in pairwise(sizes)]
        return cls(*layers, (rng.normal(size=sizes[-1]), 0.0, output), cost=cost)


def predict(X: ArrayLike, network: Network) -> Floats:
    """Forward propagation through all layers: the prediction for each of the n examples in X (n x m)."""
    A = _examples(X, network)
    for layer in network.layers:
        A = layer.activation.only(A @ layer.W + layer.b)
    return A


def gradient(X: ArrayLike, y: ArrayLike, network: Network) -> Network:
    r"""The gradient of the cost as a Network of the same shape: every entry is ∂C/∂(that parameter).

    The last neuron's δ is known from lesson 05; each layer before it gets its share through a weight and a slope:
    $$\Delta_L = \frac1n\,\frac{\partial\,\text{loss}}{\partial z}, \qquad
      \Delta_k = \bigl(\Delta_{k+1} W_{k+1}^T\bigr) \circ f_k'(Z_k), \qquad
      \frac{\partial C}{\partial W_k} = A_{k-1}^T \Delta_k, \qquad
      \frac{\partial C}{\partial b_k} = \sum_i \Delta_{k,i}$$
    """
    X, y = _data(X, y, network)
    return network.unflat(_backward(X, y, _parts(network.flat, network), network)[1])


def cost(X: ArrayLike, y: ArrayLike, network: Network) -> float:
    """The mean loss, one number; infinite where it is too large for a float."""
    X, y = _data(X, y, network)
    return _cost(X, y, _parts(network.flat, network), network)


def train_network(
    X: ArrayLike, y: ArrayLike, network: Network, alpha: float, epochs: int,
    *, momentum: float = 0.0, penalty: float = 0.0, batch_size: int | None = None,
    rng: inputs.Seed = None,
) -> tuple[Network, Floats]:  # fmt: skip
    r"""Gradient descent: (the network after so many epochs, C of each epoch, the start included).

    $$V \leftarrow \beta V + \frac{\partial C}{\partial W} + \lambda W, \qquad W \leftarrow W - \alpha V$$

    momentum : β, from 0 to below 1.  penalty : λ of the L2 penalty ½λΣW² of the weights; C is without it.
    batch_size, rng : as in `perceptron.descent.train`.
    Raises ValueError for a learning rate that is not above 0, and where the cost runs away.
    """
    X, y = _data(X, y, network)
    alpha = inputs.number("alpha", alpha, low=0, mend="The minus sign is in the step itself.")
    momentum, penalty = inputs.number("momentum", momentum), inputs.number("penalty", penalty)
    if not (0 <= momentum < 1 and penalty >= 0):
        raise ValueError(f"momentum = {momentum:g}, penalty = {penalty:g}, expected 0 to below 1, and 0 or more.")
    size, rng = inputs.count("batch_size", batch_size or len(y), high=len(y)), inputs.generator(rng)
    epochs, p = inputs.count("epochs", epochs), network.flat
    weights = np.concatenate([np.repeat([1.0, 0.0], (np.size(k.W), np.size(k.b))) for k in network.layers])
    V, history = np.zeros_like(p), [cost(X, y, network)]
    for _ in range(epochs):
        order = rng.permutation(len(y)) if size < len(y) else np.arange(len(y))
        for rows in np.split(order, range(size, len(y), size)):
            V = momentum * V + _backward(X[rows], y[rows], _parts(p, network), network)[1] + penalty * weights * p
            p = p - alpha * V
        history.append(_cost(X, y, _parts(p, network), network))
        if not history[-1] < RUNAWAY:
            raise ValueError(f"C ran away to {history[-1]:.3g}; try a learning rate below alpha = {alpha:g}.")
    return network.unflat(p), np.array(history)


def _parts(flat, network):
    """[(W, b) of each layer], as views of one row of numbers."""
    sizes = [np.size(part) for layer in network.layers for part in (layer.W, layer.b)]
    W, b = (np.split(flat, np.cumsum(sizes)[:-1])[k::2] for k in (0, 1))
    return [(w.reshape(k.W.shape), c.reshape(k.b.shape)) for w, c, k in zip(W, b, network.layers, strict=True)]


def _forward(X, parts, network):
    """What each layer takes in, the slopes f'(Z) of the hidden ones, and z of the last neuron."""
    A, slopes = [X], []
    for (W, b), layer in zip(parts[:-1], network.layers, strict=False):
        a, slope = layer.activation.both(A[-1] @ W + b)
        A.append(a)
        slopes.append(slope)
    v, c = parts[-1]
    return A, slopes, A[-1] @ v + c


def _backward(X, y, parts, network):
    """(C, its gradient as one row of numbers): once through all layers, and back. Unchecked."""
    A, slopes, z = _forward(X, parts, network)
    loss, delta = loss_and_slope(y, z, network.layers[-1].activation, network.cost)
    Delta, made = delta / len(y), list[Floats]()
    for k in reversed(range(len(parts))):
        made[:0] = (A[k].T @ Delta).ravel(), np.ravel(Delta.sum(axis=0))
        if k:
            W = parts[k][0]
            Delta = (np.outer(Delta, W) if W.ndim == 1 else Delta @ W.T) * slopes[k - 1]
    return loss.mean(), np.concatenate(made)


def _cost(X, y, parts, network):
    z = _forward(X, parts, network)[2]
    return float(loss_and_slope(y, z, network.layers[-1].activation, network.cost)[0].mean())


def _examples(X, network):
    m = len(network.layers[0].W)
    return inputs.finite("X", inputs.reals("X", X, (None, m), f"This network takes {m} inputs."))


def _data(X: ArrayLike, y: ArrayLike, network: Network) -> tuple[Floats, Floats]:
    rows = _examples(X, network)
    return rows, network.cost.allowed("y", inputs.targets(y, len(rows)))
