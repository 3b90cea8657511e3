"""What to be wary of in a table: columns that give the answer away, that number the rows, that others make up."""

from collections.abc import Iterator, Sequence

import numpy as np

from perceptron.data.dataset import Standardisation
from perceptron.data.source import Source
from perceptron.judgement import auc

GIVES_AWAY = 0.999  # the area under the ROC curve from which one column alone is told of
UNKNOWN = {s * (10.0**k - 1) for s in (-1, 1) for k in range(1, 7)}  # 9, 99, 999, … and -9, …, for no value
SUMS = {"total", "totals", "sum", "mean", "average", "summe", "gesamt", "mittelwert"}
MANY = 20  # rows from which on whole numbers that are all different are told of
ALIKE = 1e-10  # of the variance of a column, what the others leave unexplained


def noticed(X: np.ndarray, y: np.ndarray, names: Sequence[str], kinds: bool) -> Iterator[str]:
    """A sentence for each. X is n x m; where `kinds`, y is 0 or 1."""
    for name, values in zip(names, X.T, strict=True):
        if len(values) >= MANY and np.array_equal(values, np.round(values)) and len(np.unique(values)) == len(values):
            yield f"{name} is a whole number that no two rows share: if it numbers persons or things, leave it out"
        if (sign := _unlikely(values)) is not None:
            count = (values == sign).sum()
            yield f"{name} is {sign:g} in {count}, far from the rest: if it means unknown, missing=[{sign:g}]"
        if _are_days(values):
            yield f"{name} is made of dates such as {values[0]:.0f}, and a date is no amount: make it days or years"
        if kinds and (area := _area(values, y)) >= GIVES_AWAY:
            share = f"AUC {area:.4f}, the share of pairs in order"
            yield f"{name} alone tells the kinds apart ({share}): is it known before the answer is?"
    Z = Standardisation.of(X).apply(X)
    for k in range(1, Z.shape[1]):
        before = np.column_stack([Z[:, :k], np.ones(len(Z))])
        shares, *_ = np.linalg.lstsq(before, Z[:, k], rcond=None)
        if np.mean((Z[:, k] - before @ shares) ** 2) < ALIKE:
            of = ", ".join(names[j] for j in range(k) if abs(shares[j]) > 1e-6)
            yield f"{names[k]} follows from {of} (collinear): their weights have no values of their own"


def last_row(found: Source) -> Iterator[str]:
    """What is said of a last row that adds up the others."""
    for name, cells in found.columns.items():
        if str(cells[-1]).strip().lower().rstrip(":") in SUMS:
            yield f"the last row has {str(cells[-1]).strip()!r} in {name}: if it adds up the others, leave it out"


def _unlikely(values):
    """A number far from the others, of those that people write where they know none; None where there is none."""
    for sign in (values.min(), values.max()):
        others = values[values != sign]
        if sign in UNKNOWN and len(others) and abs(sign - np.median(others)) > 3 * np.ptp(others):
            return sign
    return None


def _are_days(values):
    """Whether these are whole numbers such as 20240105."""
    month, day = values // 100 % 100, values % 100
    whole = np.array_equal(values, np.round(values)) and values.min() > 18000000 and values.max() < 22000000
    return whole and bool(np.all((month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)))


def _area(values, y):
    """The area under the ROC curve of one column, or of its opposite where that is larger."""
    rank = np.unique(values, return_inverse=True)[1]
    area = auc(y, rank / max(1, rank.max()))
    return max(area, 1 - area)
