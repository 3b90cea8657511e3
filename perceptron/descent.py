r"""Gradient descent: walk against the gradient until it is flat, the epochs are used up, or the walk runs away.

$$w \leftarrow w - \alpha \frac{\partial C}{\partial w}, \qquad b \leftarrow b - \alpha \frac{\partial C}{\partial b}$$
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.cost import MSE, Cost
from perceptron.gradient import cost_and_gradient, cost_of, gradient, gradient_of, mean_loss, validated
from perceptron.inputs import Floats
from perceptron.neuron import SIGMOID, Activation
from perceptron.returned import bind, pair

RUNAWAY = 1e12  # a cost this many times its start (or 1, whichever is larger) will not come back


@dataclass(frozen=True)
class History:
    """What a training run did. Row k of w, b and C belongs to the state after k epochs; row 0 is the start.

    w : (epochs + 1) x m.  b, C : epochs + 1.  stopped : "converged", "epochs" or "diverged".
    The arrays are read-only and hold finite numbers alone: the step that ran away is told in `why`, not stored.
    """

    w: np.ndarray
    b: np.ndarray
    C: np.ndarray
    stopped: str
    why: str

    @property
    def epochs(self) -> int:
        """How many epochs were completed."""
        return len(self.C) - 1

    def __str__(self):
        return f"{self.stopped} after {self.epochs} epochs, C from {self.C[0]:.6g} to {self.C[-1]:.6g}: {self.why}"

    def __repr__(self):
        return f"<History: {self}>"


def step(w: ArrayLike, b: ArrayLike, dC_dw: ArrayLike, dC_db: ArrayLike, alpha: float) -> tuple[Floats, float]:
    """One update, the article's A20 and A21. w and dC_dw are m, b and dC_db one number each; returns (w, b).

    Raises ValueError for shapes that do not fit, NaN or infinities, a learning rate that is not above 0, and a step
    that overflows; TypeError for what is not a number.
    """
    w = inputs.finite("w", inputs.reals("w", w, (None,), "A single weight is [w]."))
    b = inputs.finite("b", inputs.reals("b", b, ()))
    dC_dw = inputs.finite("dC_dw", inputs.reals("dC_dw", dC_dw, w.shape, "Each weight has its own entry."))
    dC_db = inputs.finite("dC_db", inputs.reals("dC_db", dC_db, ()))
    alpha = _learning_rate(alpha)
    with np.errstate(over="ignore"):
        w, b = w - alpha * dC_dw, float(b - alpha * dC_db)
    if not (np.isfinite(w).all() and np.isfinite(b)):
        raise ValueError(f"the step overflows with alpha = {alpha:g}; make the learning rate smaller.")
    return w, b


def train(
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    alpha: float,
    epochs: int,
    activation: Activation | str = SIGMOID,
    cost: Cost | str = MSE,
    *,
    gradient_fn: Callable[..., Any] = gradient,
    tolerance: float = 0.0,
    momentum: float = 0.0,
    batch_size: int | None = None,
    rng: inputs.Seed = None,
) -> History:
    """Gradient descent from (w, b): `epochs` passes over the data, or fewer where it converges or diverges.

    X is n x m, y is n, w is m, b is one number.
    alpha : learning rate, above 0. The step already has the minus sign.
    gradient_fn : any function (X, y, w, b) -> (dC_dw, dC_db), a wrong one too.
    tolerance : stop as converged once no entry of the gradient exceeds it; 0 never stops early.
    momentum : β, the share of the last step that each step repeats: step ← β · step − α · gradient. From 0 to below 1.
    batch_size : examples per update, 1 to n; None takes all of them. The last batch of an epoch may be smaller.
    rng : a NumPy Generator or a seed, for the order of the examples in mini-batches.
    Returns a History. Raises ValueError and TypeError for bad input, before the first step.
    """
    X, y, w, b, activation, cost = validated(X, y, w, b, activation, cost)
    alpha = _learning_rate(alpha)
    epochs = inputs.count("epochs", epochs)
    tolerance = inputs.number("tolerance", tolerance)
    if tolerance < 0:
        raise ValueError(f"tolerance = {tolerance}, expected 0 or more; 0 never stops early.")
    momentum = inputs.number("momentum", momentum)
    if not 0 <= momentum < 1:
        raise ValueError(
            f"momentum = {momentum}, expected 0 to below 1: it is the share of the last step that is kept."
        )
    batch_size = None if batch_size is None else inputs.count("batch_size", batch_size, high=len(y))
    rng = inputs.generator(rng)
    evaluate = _evaluation(gradient_fn, X, y, w, b, activation, cost)
    move = _mover(alpha, momentum)
    batches = partial(_batches, X, y, move, batch_size, rng, evaluate) if batch_size else None
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        return _walk(evaluate, X, y, w, b, alpha, epochs, tolerance, move, batches)


def _evaluation(gradient_fn, X, y, w, b, activation, cost):
    """(X, y, w, b) -> (C, dC_dw, dC_db), unchecked.

    Bad data, or a function of another kind, show themselves here: before the first step.
    """
    slope = bind(gradient_of if gradient_fn is gradient else gradient_fn, activation, cost)
    C = cost_of(X, y, w, b, activation, cost)
    if not np.isfinite(C):
        raise ValueError(f"C is {C} at the start, expected a finite number; start from other weights.")
    pair(slope(X, y, w, b), len(w), len(y))

    def evaluate(X, y, w, b):
        C = mean_loss(X, y, w, b, activation, cost)
        if not np.isfinite(C):  # the walk has run away: that is for the History to say, not for gradient_fn to raise
            return C, np.full_like(w, np.nan), np.nan
        return C, *pair(slope(X, y, w, b), len(w))

    def by_hand(X, y, w, b):
        return cost_and_gradient(X, y, w, b, activation, cost)

    return by_hand if gradient_fn is gradient else evaluate


def _mover(alpha, momentum):
    """(w, b, dC_dw, dC_db) -> the next (w, b); with momentum it remembers its last step."""
    rate, last = np.array(alpha), [0.0, 0.0]  # NumPy would convert a Python float in every epoch

    def plain(w, b, dC_dw, dC_db):
        return w - rate * dC_dw, b - alpha * dC_db

    def heavy(w, b, dC_dw, dC_db):
        last[:] = momentum * last[0] - rate * dC_dw, momentum * last[1] - alpha * dC_db
        return w + last[0], b + last[1]

    return heavy if momentum else plain


def _batches(X, y, move, batch_size, rng, evaluate, w, b):
    """(w, b) after an epoch of mini-batches."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        _, dC_dw, dC_db = evaluate(X[rows], y[rows], w, b)
        w, b = move(w, b, dC_dw, dC_db)
    return w, b


def _walk(evaluate, X, y, w, b, alpha, epochs, tolerance, move, batches):
    """The History of a walk from (w, b). An epoch is one step, or what `batches` makes of (w, b)."""
    C, dC_dw, dC_db = evaluate(X, y, w, b)
    ws, bs, Cs = [w], [b], [C]
    limit = min(RUNAWAY * max(1.0, C), np.finfo(float).max)
    stopped = "epochs"
    for _ in range(epochs):
        if tolerance and np.abs(np.append(dC_dw, dC_db)).max() <= tolerance:
            stopped = "converged"
            break
        w, b = batches(w, b) if batches else move(w, b, dC_dw, dC_db)
        C, dC_dw, dC_db = evaluate(X, y, w, b)
        if not limit >= C:  # infinity and NaN included
            stopped = "diverged"
            break
        ws.append(w)
        bs.append(b)
        Cs.append(C)
    for a in (kept := tuple(np.array(a, dtype=float) for a in (ws, bs, Cs))):
        a.flags.writeable = False
    w, b, C_kept = kept
    return History(w, b, C_kept, stopped, _why(stopped, Cs, C, tolerance, alpha))


def _why(stopped, Cs, C, tolerance, alpha):
    if stopped == "converged":
        return f"no entry of the gradient exceeds the tolerance {tolerance:g}."
    if stopped == "diverged":
        return f"the next step would have taken C to {C:.3g}. Try a learning rate below alpha = {alpha:g}."
    if Cs[0] < Cs[-1]:
        return "all epochs are used up, and C went UP. Check the sign of the gradient, or lower alpha."
    return "all epochs are used up."


def _learning_rate(alpha):
    return inputs.number(
        "alpha", alpha, low=0, mend="The learning rate is a positive number: the minus sign is in the step itself."
    )
