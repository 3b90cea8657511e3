"""What to be wary of in a table: columns that give the answer away, that number the rows, that others make up."""

from collections.abc import Iterator, Sequence

import numpy as np

from perceptron.data.dataset import Standardisation
from perceptron.judgement import auc

GIVES_AWAY = 0.999  # the area under the ROC curve from which one column alone is told of
MANY = 20  # rows from which on whole numbers that are all different are told of
ALIKE = 1e-10  # of the variance of a column, what the others leave unexplained


def noticed(X: np.ndarray, y: np.ndarray, names: Sequence[str], kinds: bool) -> Iterator[str]:
    """A sentence for each. X is n x m; where `kinds`, y is 0 or 1."""
    for name, values in zip(names, X.T, strict=True):
        if len(values) >= MANY and np.array_equal(values, np.round(values)) and len(np.unique(values)) == len(values):
            yield f"{name} is a whole number that no two rows share: if it numbers persons or things, leave it out"
        if kinds and (area := _area(values, y)) >= GIVES_AWAY:
            yield f"{name} alone tells the kinds apart (AUC {area:.4f}): is it known before the answer is?"
    Z = Standardisation.of(X).apply(X)
    for k in range(1, Z.shape[1]):
        before = np.column_stack([Z[:, :k], np.ones(len(Z))])
        shares, *_ = np.linalg.lstsq(before, Z[:, k], rcond=None)
        if np.mean((Z[:, k] - before @ shares) ** 2) < ALIKE:
            of = ", ".join(names[j] for j in range(k) if abs(shares[j]) > 1e-6)
            yield f"{names[k]} follows from {of} (collinear): their weights have no values of their own"


def _area(values, y):
    """The area under the ROC curve of one column, or of its opposite where that is larger."""
    rank = np.unique(values, return_inverse=True)[1]
    area = auc(y, rank / max(1, rank.max()))
    return max(area, 1 - area)
