r"""The gradient of a two-layer network on trial, by the routes and with the bounds of `perceptron.certificate`.

Along a direction d of all parameters the sums of the hidden neurons move by $U' = X\,dW + db$, and the chain rule for
second and third derivatives gives how the output's sum t and C move:
$$C''' = \frac1n \sum_i \ell'''\,t'^3 + 3\,\ell''\,t'\,t'' + \ell'\,t'''.$$
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from perceptron import inputs, mistakes
from perceptron.certificate import Certificate, judge
from perceptron.certificate_table import subscript
from perceptron.diagnosis import CLOSE, apart, explained
from perceptron.diagnosis.network import Layers, suspects
from perceptron.differences import central
from perceptron.error_bounds import EPS, REACH, TINY, Bounds, best_steps
from perceptron.generated import numpy_slopes
from perceptron.inputs import Floats
from perceptron.network import Network, cost, gradient
from perceptron.neuron import SIGMOID
from perceptron.symbolic import derive
from perceptron.taylor import taylor_slope


def certify_network(
    X: ArrayLike, y: ArrayLike, network: Network, gradient_fn: Callable[..., Any] = gradient
) -> Certificate:
    """Certify a function (X, y, network) -> a Network with ∂C/∂ of every parameter, or the same as one row of numbers.

    X is n x m, y is n. The parameters are in the order of `Network.flat`: W row by row, b, v, c.
    Raises ValueError and TypeError for bad data, and for a function that returns something else.
    """
    X, p = inputs.examples(X), network.flat
    y = inputs.targets(y, len(X))
    by_hand, symbolic = gradient(X, y, network).flat, symbolic_gradient(X, y, network)
    yours = _flat(gradient_fn(X.copy(), y.copy(), network), len(p))
    bounds = network_bounds(X, y, network)

    def C(at):
        return cost(X, y, network.unflat(at))

    numeric = central(C, p, bounds.steps)
    judged = judge(yours, [by_hand, symbolic], numeric, bounds, bounds, "float64", p, C)
    direction = np.random.default_rng(0).normal(size=len(p))
    direction /= np.linalg.norm(direction)
    sizes = _along(X, y, network, direction)
    taylor = taylor_slope(yours, p, direction, (*sizes, float(judged.round_off @ np.abs(direction)), bounds.cost), C)
    passed = judged.agrees.all() and not judged.coarse and (taylor is None or taylor > 1.5)
    return Certificate(
        "passed" if passed else "failed", () if passed else _alternatives(yours, X, y, network),
        names(network), yours, by_hand, symbolic, numeric, judged.agrees, bounds.steps, judged.round_off,
        bounds.numeric + judged.round_off, taylor, notes=(judged.note,) if judged.note else (),
    )  # fmt: skip


def names(network: Network) -> tuple[str, ...]:
    """∂C/∂W₁₁ and so on, in the order of `Network.flat`."""
    m, h = network.W.shape
    W = [f"W{subscript(j + 1)}{subscript(k + 1)}" for j in range(m) for k in range(h)]
    return tuple(f"∂C/∂{name}" for name in (*W, *(f"{p}{subscript(k + 1)}" for p in "bv" for k in range(h)), "c"))


def _flat(returned, count):
    flat = returned.flat if isinstance(returned, Network) else np.asarray(returned, dtype=float)
    if flat.shape != (count,):
        raise ValueError(
            f"gradient_fn returned {returned!r:.60}, expected a Network, or {count} numbers as in its flat."
        )
    return flat


def _alternatives(yours, X, y, network):
    g = Layers(X, y, network.W, network.b, network.v, network.c)
    found: list[tuple[str, ...]]
    if not np.isfinite(yours).all():
        found = [(mistakes.NOT_FINITE,)]
    elif not yours.any():
        found = [(mistakes.ZERO,)]
    else:
        known = suspects(g)
        W, h = network.W.size, len(network.v)
        ends = np.cumsum([0, W, h, h, 1])
        groups = {f"∂C/∂{p}": slice(*ends[k : k + 2]) for k, p in enumerate("Wbvc")}
        with np.errstate(all="ignore"):
            found = (
                explained(yours, g.output, known)
                or apart(yours, g.output, known, groups, CLOSE)
                or explained(yours, g.output, suspects(g, pairs=True))
            )
    return tuple(tuple((name, mistakes.advice(name, g.output)) for name in one) for one in found)


@lru_cache
def _symbolic(m: int, h: int) -> Callable[..., Any]:
    """NumPy code for ∂(loss of one example)/∂(every parameter), by SymPy: no link of the chain rule is written down."""
    W, b, v, c = sp.symbols(f"W:{m}:{h}"), sp.symbols(f"b:{h}"), sp.symbols(f"v:{h}"), sp.Symbol("c")
    x, target = sp.symbols(f"x:{m}"), sp.Symbol("y")
    t = c + sum(v[k] / (1 + sp.exp(-b[k] - sum(W[j * h + k] * x[j] for j in range(m)))) for k in range(h))
    loss, p = (target - 1 / (1 + sp.exp(-t))) ** 2, (*W, *b, *v, c)
    return sp.lambdify((*p, *x, target), [sp.diff(loss, parameter) for parameter in p], cse=True)


def symbolic_gradient(X: Floats, y: Floats, network: Network) -> Floats:
    """The gradient by SymPy as one row of numbers, in the order of `Network.flat`. X is n x m, y is n."""
    with np.errstate(over="ignore"):
        each = _symbolic(*network.W.shape)(*network.flat, *X.T, y)
    return np.array([np.mean(slope) for slope in each])


def network_bounds(X: Floats, y: Floats, network: Network) -> Bounds:
    """The Bounds of `perceptron.error_bounds` for a network: what right values of C and its gradient may differ by."""
    n, p = len(y), network.flat
    m, h = network.W.shape
    (a, a1, a2, _), t, (d1, d2, _) = _layers(X, y, network)
    z_error = (m + 2) * EPS * (np.abs(X) @ np.abs(network.W) + np.abs(network.b))
    a_error = a1 * z_error + 2 * EPS * a
    t_error = a_error @ np.abs(network.v) + (h + 2) * EPS * (a @ np.abs(network.v) + abs(network.c))
    loss, error = (y - SIGMOID(t)) ** 2, 2 * np.abs(SIGMOID(t) - y)
    C_error = float((4 * EPS * loss + np.abs(d1) * t_error + np.abs(d2) * t_error**2 + 4 * EPS * error).mean() + TINY)
    # δ is rounded and moved by the error of t; the slope of a is moved by that of z, and in it 1 - a is rounded.
    delta = (n + 16) * EPS * np.abs(d1) + np.abs(d2) * t_error + 4 * EPS * np.abs(error)
    inner = np.abs(network.v) * (delta[:, None] * a1 + np.abs(d1)[:, None] * (np.abs(a2) * z_error + 4 * EPS * a))
    round_off = [np.abs(X).T @ inner, inner.sum(axis=0), delta @ a + np.abs(d1) @ a_error, delta.sum(keepdims=True)]
    sizes = np.array([_along(X, y, network, direction) for direction in np.eye(len(p))])
    first = np.abs(gradient(X, y, network).flat) + np.abs(d1).mean() * np.sqrt(sizes[:, 0] / np.abs(d2).mean())
    second, third, farthest = sizes.T
    steps, numeric = best_steps(first, second, third, farthest, np.abs(p), C_error, n, m + h)
    return Bounds(
        np.concatenate([part.ravel() for part in round_off]) / n + TINY, C_error, steps, numeric,
        (), np.zeros(len(p)), np.abs(d2), np.abs(d2), np.full(n, REACH),
    )  # fmt: skip


def _layers(X, y, network, move=0.0):
    """((a, a', a'', a''') of the hidden neurons, t, (ℓ', ℓ'', ℓ''') of each example), with all sums moved by `move`."""
    z = X @ network.W + network.b + move
    a = SIGMOID(z)
    a1 = a * (1 - a)
    a2 = a1 * (1 - 2 * a)
    t = SIGMOID(X @ network.W + network.b) @ network.v + network.c + move
    return (a, a1, a2, a1 * (1 - 6 * a1)), t, numpy_slopes(derive("sigmoid", "mse"))(t, y)


def _along(X, y, network, direction):
    """(the largest |C''| and |C'''| along a direction nearby, how far one may go along it)."""
    d = network.unflat(direction)
    U = X @ d.W + d.b
    second, third, farthest = [], [], 0.0
    for move in (-REACH, 0.0, REACH):
        (a, a1, a2, a3), _, (l1, l2, l3) = _layers(X, y, network, move)
        t1 = (a1 * U) @ network.v + a @ d.v + d.c
        t2 = (a2 * U**2) @ network.v + 2 * (a1 * U) @ d.v
        t3 = (a3 * U**3) @ network.v + 3 * (a2 * U**2) @ d.v
        second.append(abs((l2 * t1**2 + l1 * t2).mean()))
        third.append(np.abs(l3 * t1**3).mean() + 3 * np.abs(l2 * t1 * t2).mean() + np.abs(l1 * t3).mean())
        farthest = max(farthest, np.abs(U).max(initial=0), np.abs(t1).max())
    return second[1], max(third), REACH / farthest
