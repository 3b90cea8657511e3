r"""What a trained neuron is worth: how it answers rows that it has not learnt from, and how sure its weights are.

y is n, of kinds 0 and 1; y_hat is n, the chances that the neuron gives, from 0 to 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.inputs import Floats

Fit = Callable[[Floats, Floats], tuple[Any, Any]]  # (X, y) -> (w, b), such as perceptron.newton.fit


@dataclass(frozen=True)
class Confusion:
    """Rows by what they are and what is said of them: true and false positives, false and true negatives."""

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def accuracy(self) -> float:
        """The share of rows that are right."""
        return (self.tp + self.tn) / (self.tp + self.fp + self.fn + self.tn)

    @property
    def precision(self) -> float:
        """Of the rows said to be 1, the share that are; nan where none is said to be."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else np.nan

    @property
    def recall(self) -> float:
        """Of the rows that are 1, the share that are found; nan where there are none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else np.nan

    def __str__(self):
        return (
            f"{self.tp + self.tn} of {self.tp + self.fp + self.fn + self.tn} right; {self.fp} false alarms, "
            f"{self.fn} missed; precision {self.precision:.3f}, recall {self.recall:.3f}"
        )

    def _repr_html_(self):
        return (
            '<table><tr><td></td><th scope="col">said 1</th><th scope="col">said 0</th></tr>'
            f'<tr><th scope="row">is 1</th><td>{self.tp} found</td><td>{self.fn} missed</td></tr>'
            f'<tr><th scope="row">is 0</th><td>{self.fp} false alarms</td><td>{self.tn} let pass</td></tr></table>'
        )


def confusion(y: ArrayLike, y_hat: ArrayLike, threshold: float = 0.5) -> Confusion:
    """The Confusion of rows that are said to be 1 where y_hat is at least the threshold."""
    kinds, answers = _pair(y, y_hat)
    said, one = answers >= threshold, kinds == 1
    counts = (said & one, said & ~one, ~said & one, ~said & ~one)
    return Confusion(*(int(np.sum(rows)) for rows in counts))


def roc(y: ArrayLike, y_hat: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """(false-positive rate, true-positive rate, threshold), of each threshold that changes something, strictest first.

    The first is infinite, where nothing is said to be 1. Raises ValueError where there is one kind alone.
    """
    kinds, answers = _pair(y, y_hat, both=True)
    order = np.argsort(-answers, kind="stable")
    last = np.append(np.flatnonzero(np.diff(answers[order])), len(kinds) - 1)  # of rows with the same answer
    ones, rows = np.cumsum(kinds[order])[last], last + 1
    false, true = np.append(0, (rows - ones) / np.sum(kinds == 0)), np.append(0, ones / np.sum(kinds == 1))
    return false, true, np.append(np.inf, answers[order][last])


def auc(y: ArrayLike, y_hat: ArrayLike) -> float:
    r"""The area under the ROC curve: how often a row of kind 1 gets the higher answer than one of kind 0.

    $$P(\hat y_i > \hat y_j) + \tfrac12 P(\hat y_i = \hat y_j), \qquad y_i = 1,\ y_j = 0$$
    Raises ValueError where there is one kind alone.
    """
    false, true, _ = roc(y, y_hat)
    return float(np.sum(np.diff(false) * (true[1:] + true[:-1]) / 2))


def precision_recall(y: ArrayLike, y_hat: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """(precision, recall, threshold) of each threshold that changes something, from the strictest."""
    false, true, thresholds = roc(y, y_hat)
    ones = np.sum(np.asarray(y, dtype=float))
    found, alarms = true[1:] * ones, false[1:] * (np.size(y) - ones)
    return found / (found + alarms), true[1:], thresholds[1:]


def calibration(y: ArrayLike, y_hat: ArrayLike, bins: int = 10) -> tuple[Floats, Floats, Floats]:
    """(mean answer, share of kind 1, rows) in each of so many equal parts of 0 to 1 that has any rows.

    Of a neuron that knows its chances the first two are alike.
    """
    kinds, chances = _pair(y, y_hat)
    part = np.minimum((chances * inputs.count("bins", bins)).astype(int), bins - 1)
    rows = np.bincount(part, minlength=bins)
    there = rows > 0
    mean, share = (np.bincount(part, values, bins)[there] / rows[there] for values in (chances, kinds))
    return mean, share, rows[there].astype(float)


def expected_cost(
    y: ArrayLike, y_hat: ArrayLike, threshold: float, false_alarm: float = 1.0, miss: float = 1.0
) -> float:
    """What the errors cost in the mean of all rows, where a false alarm and a miss cost so much each."""
    counts = confusion(y, y_hat, threshold)
    return (false_alarm * counts.fp + miss * counts.fn) / np.size(y)


def best_threshold(y: ArrayLike, y_hat: ArrayLike, false_alarm: float = 1.0, miss: float = 1.0) -> float:
    r"""The threshold with the lowest expected cost on these rows, the middle of the gap that it may lie in.

    Of chances that are right it would be $\frac{\text{false alarm}}{\text{false alarm} + \text{miss}}$.
    """
    answers = np.unique(_pair(y, y_hat)[1])
    between = np.concatenate([[answers[0] / 2], (answers[1:] + answers[:-1]) / 2, [(answers[-1] + 1) / 2 + 1e-9]])
    costs = [expected_cost(y, y_hat, threshold, false_alarm, miss) for threshold in between]
    return float(between[int(np.argmin(costs))])


@dataclass(frozen=True)
class Intervals:
    """Bounds of w (m x 2) and b (2) that hold 95 of 100 rounds; `lost` rounds had no minimum, `why` is of the last."""

    w: np.ndarray
    b: np.ndarray
    rounds: int
    lost: int
    why: str = ""

    def __str__(self):
        lost = f"; {self.lost} of {self.rounds} rounds had no minimum: {self.why}" if self.lost else ""
        return f"bounds of {len(self.w)} weights from {self.rounds - self.lost} samples{lost}"


def bootstrap(X: ArrayLike, y: ArrayLike, fit: Fit, rounds: int = 200, rng: inputs.Seed = 0) -> Intervals:
    """How far the weights would move with other rows: fitted to samples of n rows, drawn with return.

    fit : (X, y) -> (w, b), such as `newton.fit`; a ValueError of it is a round that is lost.  w is m x 2, b is 2.
    Raises ValueError where fewer than half of the rounds have a minimum. (B. Efron 1979, Annals of Statistics 7, 1-26.)
    """
    X, y = _rows(X, y)
    rng, found, why = inputs.generator(rng), list[list[float]](), ""
    for _ in range(inputs.count("rounds", rounds)):
        rows = rng.integers(len(y), size=len(y))
        try:
            w, b = fit(X[rows], y[rows])
        except ValueError as error:
            why = str(error)
        else:
            found.append([*w, b])
    if len(found) < rounds / 2:
        raise ValueError(f"{rounds - len(found)} of {rounds} samples have no minimum: {why}")
    low, high = np.percentile(found, [2.5, 97.5], axis=0)
    bounds = np.column_stack([low, high])
    return Intervals(bounds[:-1], bounds[-1], rounds, rounds - len(found), why)


def influence(X: ArrayLike, y: ArrayLike, fit: Fit) -> Floats:
    r"""How far each row's own z moves when the neuron is fitted without it: n numbers, in units of z.

    $$z_i - z_i^{(-i)}, \qquad z_i^{(-i)} = x_i \cdot w^{(-i)} + b^{(-i)}$$
    Each is a fit of its own; nan where there is no minimum without that row.
    """
    X, y = _rows(X, y)
    w, b = fit(X, y)
    moved = np.full(len(y), np.nan)
    for i in range(len(y)):
        try:
            w_without, b_without = fit(np.delete(X, i, axis=0), np.delete(y, i))
        except ValueError:
            continue
        moved[i] = X[i] @ (np.asarray(w) - w_without) + b - b_without
    return moved


def _rows(X: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    rows = inputs.finite("X", inputs.examples(X))
    return rows, inputs.targets(y, len(rows))


def _pair(y: ArrayLike, y_hat: ArrayLike, both: bool = False) -> tuple[Floats, Floats]:
    answers = inputs.finite("y_hat", inputs.reals("y_hat", y_hat, (None,)))
    kinds = inputs.targets(y, len(answers))
    if not np.isin(kinds, (0, 1)).all():
        raise ValueError(f"y has {kinds[~np.isin(kinds, (0, 1))][0]:g}, expected the kinds 0 and 1.")
    if answers.min() < 0 or answers.max() > 1:
        raise ValueError(f"y_hat goes from {answers.min():g} to {answers.max():g}, expected chances from 0 to 1.")
    if both and kinds.min() == kinds.max():
        raise ValueError(f"all {len(kinds)} rows are of kind {kinds[0]:g}; both kinds are needed.")
    return kinds, answers
