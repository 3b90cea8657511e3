"""The gradient of the two-layer network on trial: by hand, in symbols, and by differences."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from perceptron.network import Network, cost, gradient

NAMES = ("w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c")  # of two hidden neurons, in the order of Network.flat


def symbolic_gradient(X: ArrayLike, y: ArrayLike, network: Network) -> Network:
    """The gradient of a network of two hidden neurons by SymPy: C of one example differentiated in all its parameters.

    X is n x 2, y is n; the result is a Network. No link of the chain rule is written down here.
    """
    p, (x1, x2, target) = sp.symbols(NAMES, real=True), sp.symbols("x1 x2 y", real=True)
    w11, w12, w21, w22, b1, b2, v1, v2, c = p
    a1, a2 = (1 / (1 + sp.exp(-z)) for z in (w11 * x1 + w21 * x2 + b1, w12 * x1 + w22 * x2 + b2))
    loss = (target - 1 / (1 + sp.exp(-(v1 * a1 + v2 * a2 + c)))) ** 2
    slopes = sp.lambdify((*p, x1, x2, target), [sp.diff(loss, parameter) for parameter in p], cse=True)
    each = slopes(*network.flat, *np.transpose(X), np.asarray(y))
    return network.unflat(np.array([np.mean(slope) for slope in each]))


def certify_network(
    X: ArrayLike, y: ArrayLike, network: Network, gradient_fn: Callable[..., Any] = gradient
) -> tuple[list[tuple[str, ...]], bool]:
    """(rows, True where all agree): each row is ∂C/∂(a parameter), yours, by hand, symbolic, numeric, "yes" or "NO".

    X is n x 2, y is n, gradient_fn(X, y, network) gives a Network.
    """
    flat, h = network.flat, 1e-5
    ways = [gradient_fn(X, y, network).flat, gradient(X, y, network).flat, symbolic_gradient(X, y, network).flat]
    nudges = h * np.eye(len(flat))
    up, down = ([cost(X, y, network.unflat(flat + sign * n)) for n in nudges] for sign in (1, -1))
    ways.append(np.subtract(up, down) / (2 * h))
    agrees = np.all([np.isclose(ways[0], way, rtol=1e-6, atol=1e-9) for way in ways[1:]], axis=0)
    rows = [
        (f"∂C/∂{name}", *(f"{way[k]:.6f}" for way in ways), "yes" if agrees[k] else "NO")
        for k, name in enumerate(NAMES)
    ]
    return rows, bool(agrees.all())
