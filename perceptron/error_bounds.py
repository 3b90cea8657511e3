r"""How far apart right values may be at one point, to first order, from the standard model of floating point.

A step h of a central difference leaves $\frac{h^2}{6} C'''$ of truncation and $\varepsilon/h$ of round-off; the best h
makes their sum least. (N. Higham 2002, Accuracy and Stability of Numerical Algorithms, chapters 2 to 4.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from perceptron.cost import Cost
from perceptron.gradient import loss_and_slope
from perceptron.inputs import Floats
from perceptron.neuron import Activation

EPS = np.finfo(float).eps
TINY = np.finfo(float).tiny
HUGE = 1e200  # in the place of infinity, where a product with 0 must stay 0
REACH = 0.05  # no step moves any z further than this, so that the bounds on loss''' taken nearby hold


@dataclass(frozen=True)
class Bounds:
    """What right values may differ by. Per parameter: the m weights, then the bias.

    round_off : between two right formulas, per parameter.  cost : between two right values of C.
    steps, numeric : the best h of a central difference and the bound on its error, per parameter.
    kinks : the examples on a kink.  jump : how far the one-sided gradients lie apart there, per parameter.
    curvature, third : loss'' and the largest loss''' nearby, in z, per example.
    reach : how far the z of each example may be moved.
    """

    round_off: np.ndarray
    cost: float
    steps: np.ndarray
    numeric: np.ndarray
    kinks: tuple[int, ...]
    jump: np.ndarray
    curvature: np.ndarray
    third: np.ndarray
    reach: np.ndarray


def bounds(
    X: Floats,
    y: Floats,
    w: Floats,
    b: float,
    activation: Activation,
    cost: Cost,
    slopes: Callable[..., Any],
    eps: float = EPS,
) -> Bounds:
    """The Bounds at (w, b), all arguments `validated`.

    slopes : (z, y) -> the first three derivatives of each loss in z.
    eps : the precision in which the gradient was computed; C is always computed in float64.
    Raises ValueError where a prediction is at the edge of what the cost can compare.
    """
    n, m = X.shape
    columns = np.abs(np.column_stack([X, np.ones(n)]))
    z = X @ w + b
    z_error = (m + 2) * EPS * (np.abs(X) @ np.abs(w) + abs(b))
    y_hat, slope = activation.both(z)
    error = np.abs(np.nan_to_num(cost.both(y, y_hat)[1]))
    fused = activation in cost.fused
    here, *nearby = (np.nan_to_num(slopes(at, y)) for at in (z, z - REACH, z + REACH))
    d1, d2, _ = np.abs(here)
    third = np.abs([at[2] for at in (here, *nearby)]).max(axis=0)

    loss = np.abs(loss_and_slope(y, z, activation, cost)[0])
    losses = 4 * EPS * loss + d1 * z_error + d2 * z_error**2 + (0 if fused else 4 * EPS * error * np.abs(y_hat))
    C_error = float(losses.mean() + (np.log2(n) + 3) * EPS * loss.mean() + TINY)

    # ŷ is rounded before y or 1 is subtracted from it: harmless, but for a loss that divides by the difference.
    # There a right formula may lose half its digits and pass; one that loses more is worth a look.
    coarser = eps / EPS
    rounded = eps * (np.minimum(error, HUGE) * (1 + np.abs(y_hat)) + 2 * (np.abs(y_hat) + np.abs(y)) * np.abs(slope))
    half = 1e-6 * np.sqrt(coarser) * d1 + eps * (1 + np.abs(y))
    per_example = (n + 8) * eps * d1 + d2 * z_error * coarser + 4 * np.minimum(rounded, half)

    on_kink, jump, reach = _beside_kinks(z, z_error, error, activation)
    if cost.edges is not None:
        steepest = np.abs([at[0] for at in (here, *nearby)]).max(axis=0)
        at_edge, room = _beside_edges(y, z, z_error, reach, activation, cost, slopes, steepest)
        jump, on_kink, reach = np.where(at_edge, 2 * steepest, jump), on_kink | at_edge, np.minimum(reach, room)
    if cost.unit and not fused:
        reach = np.minimum(reach, _room(y_hat, slope))
    steps, numeric = _central(columns, np.abs(np.append(w, b)), d1, d2, third, C_error, reach)
    # Where loss'' jumps, as that of ELU does at 0, a central difference is off by h/2 times the jump.
    bend = np.maximum(np.abs(nearby[1][1] - nearby[0][1]) - 2 * REACH * third, 0)
    numeric = numeric + steps / 2 * (bend @ columns**2 / n)
    return Bounds(
        per_example @ columns / n + TINY, C_error, steps, numeric,
        tuple(map(int, np.flatnonzero(on_kink))), jump @ columns / n, here[1], third, reach,
    )  # fmt: skip


def _beside_kinks(z, z_error, error, activation):
    """Per example: whether z is on a kink, how far the one-sided gradients lie apart then, how far z may be moved."""
    distance = np.min([np.abs(z - kink) for kink in activation.kinks], axis=0) if activation.kinks else np.inf
    on_kink = distance <= 4 * z_error + np.sqrt(TINY)  # no room for the shortest step on either side
    (_, slope_low), (_, slope_high) = activation.both(z - REACH), activation.both(z + REACH)
    jump = np.where(on_kink, error * np.abs(slope_high - slope_low), 0.0)
    return on_kink, jump, np.where(on_kink, REACH, np.minimum(distance / 2, REACH))


def _beside_edges(y, z, z_error, reach, activation, cost, slopes, steepest):
    """Per example: whether its loss has a kink here, and how far z may be moved so that it meets none."""

    def sides(move):
        return np.sign(np.atleast_2d(cost.edges(y, activation.only(z + move))))

    low, high = (slopes(z + move, y)[0] for move in (-4 * z_error - 1e-9, 4 * z_error + 1e-9))
    bent = np.abs(high - low) > 1e-6 * steepest  # not so Huber's at the target, nor behind a dead ReLU
    at_edge = bent & ~(sides(-4 * z_error) * sides(4 * z_error) > 0).all(axis=0)
    room = np.array(reach, dtype=float)
    for _ in range(40):
        crossed = ~at_edge & (sides(-2 * room) * sides(2 * room) < 0).any(axis=0)
        if not crossed.any():
            break
        room[crossed] /= 2
    return at_edge, room


def _room(y_hat, slope):
    """How far each z may be moved so that ŷ stays a chance."""
    room = np.where(slope == 0, np.inf, 0.01 * np.minimum(y_hat, 1 - y_hat) / np.abs(slope))
    if not room.all():
        i = int(np.argmin(room))
        raise ValueError(
            f"y_hat[{i}] = {y_hat[i]:g} is at the edge of what cross-entropy can compare, and there C has no "
            "derivative; use SIGMOID, or certify at other weights."
        )
    return room


def _central(columns, size, d1, d2, d3, C_error, reach):
    """(the best h of a central difference, the bound on its error), per parameter."""
    n, count = columns.shape
    first, second, third = (d @ columns**k / n for k, d in enumerate((d1, d2, d3), start=1))
    return best_steps(first, second, third, (reach[:, None] / columns).min(axis=0), size, C_error, n, count)


def best_steps(
    first: Floats, second: Floats, third: Floats, farthest: Floats, size: Floats, C_error: float, n: int, count: int
) -> tuple[Floats, Floats]:
    """(the best h of a central difference, the bound on its error), per parameter.

    first, second, third : bounds on the derivatives of C.  farthest : no h may be longer.  size : of the parameter.
    C_error : the round-off of C, a mean over n examples of `count` terms each.
    """
    best = np.cbrt(3 * C_error / third)
    steep = np.sqrt(C_error / (EPS * second))  # further out C has grown, and its round-off with it
    h = np.min([best, farthest, steep], axis=0)
    shortest = 4 * EPS * size + np.sqrt(TINY)  # a shorter step, or its square, would be rounded away
    h = np.clip(h, shortest, np.maximum(shortest, np.sqrt(HUGE)))  # an input that is always 0 limits nothing
    grown = (np.log2(n) + count + 8) * EPS * (first * h + second * h**2 / 2)
    return h, h**2 / 6 * third + (C_error + grown) / h
