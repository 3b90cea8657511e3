r"""The gradient of a network on trial, by the routes of `perceptron.certificate` and with bounds of its own."""

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from perceptron import codegen, inputs, mistakes
from perceptron.cases import cases, slope
from perceptron.certificate import IN_PLACE, INFINITE, Certificate, judge, parameter_names
from perceptron.certificate_table import subscript
from perceptron.diagnosis import CLOSE, apart, explained, processed
from perceptron.diagnosis.network import Layers, suspects
from perceptron.diagnosis.numbers import Numbers
from perceptron.diagnosis.suspects import Suspects
from perceptron.differences import central
from perceptron.generated import numpy_slopes
from perceptron.inputs import Floats
from perceptron.network import Layer, Network, cost, gradient
from perceptron.network_bounds import Passed, derivations, network_bounds
from perceptron.returned import array, steady
from perceptron.symbolic import Derivation, z
from perceptron.taylor import taylor_slope

PATHS = 64  # from an input to the prediction: with more, SymPy's formula would fill pages
TOO_MANY = "SymPy's column is left out: a formula with {} paths from each input would fill pages."


def certify_network(
    X: ArrayLike, y: ArrayLike, network: Network, gradient_fn: Callable[..., Any] = gradient
) -> Certificate:
    """Certify a function (X, y, network) -> ∂C/∂ of every parameter: a Network, arrays or one row of numbers.

    X is n x m, y is n. The parameters are in the order of `Network.flat`: layer by layer, W row by row, then b; arrays
    in that order may be in lists, tuples or a dict.
    Raises ValueError and TypeError for bad data, for a function that returns something else, where no formula of an
    activation or the cost is known, and where the cost is infinite.
    """
    X, p = inputs.examples(X), network.flat
    y = inputs.targets(y, len(X))
    with np.errstate(all="ignore"):
        if not np.isfinite(cost(X, y, network)):
            raise ValueError(INFINITE)
    by_hand, symbolic = gradient(X, y, network).flat, symbolic_gradient(X, y, network)
    own_X, own_y, own = X.copy(), y.copy(), network.unflat(p.copy())
    yours = _flat(gradient_fn(own_X, own_y, own), network)
    pairs = (("X", own_X, X), ("y", own_y, y), ("the network", own.flat, p))
    changed = [name for name, given, kept in pairs if not np.array_equal(given, kept)]
    again = _flat(gradient_fn(X.copy(), y.copy(), network.unflat(p.copy())), network)
    is_steady = steady(yours, again)
    bounds = network_bounds(X, y, network)

    def C(at):
        return cost(X, y, network.unflat(at))

    numeric = central(C, p, bounds.steps)
    routes = [by_hand] if symbolic is None else [by_hand, symbolic]
    judged = judge(yours, routes, numeric, bounds, bounds, "float64", p, C)
    direction = np.random.default_rng(0).normal(size=len(p))
    direction /= np.linalg.norm(direction)
    sizes = Passed(X, y, network).along(direction)
    taylor = taylor_slope(yours, p, direction, (*sizes, float(judged.round_off @ np.abs(direction)), bounds.cost), C)
    passed = judged.agrees.all() and not judged.coarse and (taylor is None or taylor > 1.5) and is_steady
    notes = [judged.note] if judged.note else []
    notes += [IN_PLACE.format(" and ".join(changed))] if changed else []
    notes += [TOO_MANY.format(_paths(network))] if symbolic is None else []
    return Certificate(
        "passed" if passed else "kink" if bounds.kinks and is_steady else "failed",
        () if passed else _alternatives(yours, X, y, network, is_steady),
        names(network), yours, by_hand, symbolic, numeric, judged.agrees, bounds.steps, judged.round_off,
        bounds.numeric + judged.round_off, taylor, bounds.kinks if not passed else (), tuple(notes),
    )  # fmt: skip


def names(network: Network) -> tuple[str, ...]:
    """∂C/∂W₁₁ and so on, in the order of `Network.flat`; with several hidden layers W¹ is of the first of them."""
    *hidden, last = network.layers
    if not hidden:
        return parameter_names(len(last.W))
    digits, made = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), []
    for number, layer in enumerate(hidden, start=1):
        k = str(number).translate(digits) if hidden[1:] else ""
        rows, columns = ([subscript(place + 1) for place in range(count)] for count in layer.W.shape)
        made += [f"W{k}{row}{column}" for row in rows for column in columns] + [f"b{k}{column}" for column in columns]
    return tuple(f"∂C/∂{name}" for name in (*made, *(f"v{subscript(k + 1)}" for k in range(len(last.W))), "c"))


def _flat(returned, network):
    """One row of numbers from a Network, from such a row, or from the arrays of each layer."""
    if isinstance(returned, Network):
        return returned.flat
    parts = _arrays(returned)
    wanted = [np.squeeze(part).shape for layer in network.layers for part in (layer.W, layer.b)]
    if len(parts) == 1 and parts[0].shape == network.flat.shape:
        return parts[0]
    if sorted(np.squeeze(part).shape for part in parts) != sorted(wanted):
        shapes = ", ".join(str(np.shape(part)) for layer in network.layers for part in (layer.W, layer.b))
        raise ValueError(
            f"gradient_fn returned {returned!r:.60}, expected a Network, {len(network.flat)} numbers as in its flat, "
            f"or arrays of the shapes {shapes}."
        )
    return np.concatenate([np.ravel(part) for part in parts])


def _arrays(returned):
    """The arrays of numbers in lists, tuples, dicts and layers, in their order."""
    if isinstance(returned, Layer):
        returned = returned.W, returned.b
    if isinstance(returned, dict):
        returned = list(returned.values())
    if isinstance(returned, list | tuple):
        try:
            return [np.asarray(returned, dtype=float)]
        except (TypeError, ValueError, RuntimeError):  # arrays of several shapes
            return [part for one in returned for part in _arrays(one)]
    made = array(returned)
    return [made.astype(float)] if made.dtype.kind in "biuf" else [np.empty(0)]


@np.errstate(all="ignore")
def _alternatives(yours, X, y, network, is_steady):
    found: list[tuple[str, ...]]
    g, known, pairs = _known(X, y, network)
    if not is_steady:
        found = [(mistakes.UNSTEADY,)]
    elif not np.isfinite(yours).all():
        found = [(mistakes.NOT_FINITE,)]
    elif not yours.any():
        found = [(mistakes.ZERO,)]
    else:
        found = (
            explained(yours, g, known)
            or apart(yours, g, known, _groups(network), CLOSE)
            or (explained(yours, g, pairs()) if pairs else [])
            or _seen(yours, X, y, network)
        )
    return tuple(tuple((name, mistakes.advice(name, g)) for name in one) for one in found)


def _seen(yours, X, y, network):
    """What is seen in the numbers alone: a penalty, an order, entries that stay 0, and what else changes them all."""
    right, p = gradient(X, y, network), network.flat
    room = CLOSE * np.abs(right.flat).max()
    weights = np.concatenate([np.repeat([1.0, 0.0], (np.size(k.W), np.size(k.b))) for k in network.layers])
    for along in (weights * p, p):
        more = yours - right.flat
        size = (more @ along) / (along @ along)
        seen = np.abs(size * along).max() > 1e-6 * np.abs(right.flat).max()
        if seen and (np.abs(more - size * along) <= room).all():
            return [(mistakes.PENALTY.format(f"{size:.4g}"),)]
    orders = {
        mistakes.BY_COLUMNS: [np.ravel(part, order="F") for k in right.layers for part in (k.W, k.b)],
        mistakes.BIASES_FIRST: [part for k in right.layers for part in (k.b, k.W)],
        mistakes.LAST_FIRST: [part for k in reversed(right.layers) for part in (k.W, k.b)],
        mistakes.WEIGHTS_FIRST: [k.W for k in right.layers] + [k.b for k in right.layers],
    }
    for name, parts in orders.items():
        if (np.abs(yours - np.concatenate([np.ravel(part) for part in parts])) <= room).all():
            return [(name,)]
    if found := _updated(yours, X, y, network, right.flat, room):
        return found
    missing = (yours == 0) & (np.abs(right.flat) > room)
    if missing.any() and (np.abs(yours - right.flat) <= room)[~missing].all():
        some = [name for name, gone in zip(names(network), missing, strict=True) if gone]
        return [(mistakes.STAYS_0.format(", ".join(some[:4]) + (" and more" if len(some) > 4 else "")),)]
    for which, name in ((-1, "only the last example counts"), (0, "only the first example counts")):
        one = gradient(X[[which]], y[[which]], network).flat
        if any((np.abs(yours - share * one) <= room * max(1, share)).all() for share in (1, 1 / len(y))):
            return [(name,)]
    rest = gradient(X[:-1], y[:-1], network).flat * (len(y) - 1) / len(y) if len(y) > 1 else np.full(len(p), np.nan)
    if (np.abs(yours - rest) <= room).all():
        return [("the last example is left out",)]
    return processed(yours, right.flat, p, np.full(len(p), room))


def _updated(yours, X, y, network, right, room):
    """With one hidden layer: whether δ goes back through v that has been changed by -α ∂C/∂v already."""
    if len(network.layers) != 2:
        return []
    first, last = network.layers
    changed = gradient(X, y, network).layers[-1].W
    # ∂C/∂ of the hidden layer is linear in the v that δ goes back through, and there alone.
    per_v = np.append((right[: first.W.size].reshape(first.W.shape) / last.W * changed).ravel(),
                      right[first.W.size : -len(last.W) - 1] / last.W * changed)  # fmt: skip
    off, rest = (yours - right)[: per_v.size], (yours - right)[per_v.size :]
    alpha = -(off @ per_v) / (per_v @ per_v)
    found = alpha > 0 and (np.abs(rest) <= room).all() and (np.abs(off + alpha * per_v) <= room * max(1, alpha)).all()
    return [(mistakes.UPDATED.format(f"{alpha:.4g}"),)] if found else []


def _known(X, y, network):
    """(the output neuron's Numbers, what single mistakes give, what pairs of them do): with one hidden layer all that
    are known, else those that are a number in front.
    """
    *hidden, last = network.layers
    if len(hidden) == 1:
        (first,) = hidden
        two = Layers(X, y, first.W, first.b, last.W, float(last.b), first.activation, last.activation, network.cost)
        return two.output, suspects(two), lambda: suspects(two, pairs=True)
    right = gradient(X, y, network).flat
    g = Numbers(Passed(X, y, network).A[-2], y, last.W, float(last.b), last.activation, network.cost)
    return g, Suspects([()], [("right",)], right[None], np.abs(right)[None] + np.abs(right).max()), None


def _groups(network):
    """The entries of each W and b, by their names without the indices."""
    groups: dict[str, slice] = {}
    for k, name in enumerate(name.rstrip("₀₁₂₃₄₅₆₇₈₉") for name in names(network)):
        groups[name] = slice(groups[name].start if name in groups else k, k + 1)
    return groups


def _paths(network):
    return prod(len(layer.W) for layer in network.layers[1:])


@lru_cache
def _symbolic(sizes: tuple[int, ...], kinds: tuple[Derivation, ...]) -> Callable[..., Any]:
    """NumPy code for the last neuron's sum and its derivative in every parameter, by SymPy: no link is written down."""
    a = x = sp.symbols(f"x:{sizes[0]}")
    p: list[sp.Symbol] = []
    code: dict[str, Callable[..., Any]] = {}
    for k, (h, kind) in enumerate(zip(sizes[1:], kinds, strict=True)):
        W, b = sp.symbols(f"W{k}_:{len(a)}:{h}"), sp.symbols(f"b{k}_:{h}")
        t = [b[o] + sum(W[i * h + o] * a[i] for i in range(len(a))) for o in range(h)]
        bend = _named(kind, k, code)
        a, p = [bend(each) for each in t], [*p, *W, *b]
    return sp.lambdify((*p, *x), [t[0], *(sp.diff(t[0], parameter) for parameter in p)], [code, "numpy"], cse=True)


def _named(kind, k, code):
    """The activation of layer k as a SymPy function whose formula stays folded; `code` learns to compute it."""
    f = cases(kind.activation)
    for name, each in ((f"f{k}", f), (f"slope{k}", slope(f, z))):
        code[name] = codegen.numpy_function((z,), codegen.safe(each, z))
    derivative = type(f"slope{k}", (sp.Function,), {})
    return type(f"f{k}", (sp.Function,), {"fdiff": lambda self, argindex=1: derivative(*self.args)})


def symbolic_gradient(X: Floats, y: Floats, network: Network) -> Floats | None:
    """The gradient by SymPy as one row of numbers, in the order of `Network.flat`; None where it would be too long.

    The loss is differentiated in the last sum, in a form that keeps its digits, and the last sum in each parameter.
    """
    if _paths(network) > PATHS:
        return None
    sizes, kinds = (X.shape[1], *(layer.b.size for layer in network.layers)), tuple(derivations(network))
    with np.errstate(all="ignore"):
        t, *rates = _symbolic(sizes, kinds)(*np.tile(network.flat[:, None], len(y)), *X.T)
        delta = numpy_slopes(kinds[-1])(t, y)[0]
    return np.array([np.mean(delta * rate) for rate in rates])
