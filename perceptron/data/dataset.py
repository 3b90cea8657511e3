"""Examples with their names, units and source; a standardisation that can be undone; rows that are held out."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.inputs import Floats


@dataclass(frozen=True, repr=False)
class Dataset:
    """X is n x m (n examples, m features), y is n; `left_out` says which rows of the source are missing, and why."""

    name: str
    X: np.ndarray
    y: np.ndarray
    features: tuple[str, ...]
    units: tuple[str, ...]
    target: str
    source: str
    licence: str
    left_out: str

    def rows(self, which: np.ndarray) -> Self:
        """The same with these rows alone, by number or by mask."""
        return replace(self, X=self.X[which], y=self.y[which])

    @property
    def fingerprint(self) -> str:
        """What these numbers have and hardly any others: the SHA-256 of X and y, row by row."""
        import hashlib  # 5 ms that only a certificate of one's own data needs

        return hashlib.sha256(np.column_stack([self.X, self.y]).astype("<f8").tobytes()).hexdigest()

    def __repr__(self):
        columns = ", ".join(f"{f} ({u})" for f, u in zip(self.features, self.units, strict=True))
        return f"<{self.name}: {len(self.y)} examples of {columns}; y is {self.target}; {self.left_out}>"


@dataclass(frozen=True)
class Standardisation:
    r"""$x' = (x - \text{mean}) / \text{deviation}$ for each feature; mean and deviation are m, in its unit."""

    mean: np.ndarray
    deviation: np.ndarray

    @classmethod
    def of(cls, X: ArrayLike) -> "Standardisation":
        """The one that gives each column of X (n x m) mean 0 and standard deviation 1.

        Raises ValueError where a feature is constant, since no scale can be read off it.
        """
        X = inputs.finite("X", inputs.examples(X))
        _, power = np.frexp(np.abs(X).max(axis=0))
        scaled = np.ldexp(X, -power)  # by a power of 2, so that no square under- or overflows and no digit is lost
        mean, deviation = scaled.mean(axis=0), scaled.std(axis=0)
        flat = deviation <= 1e-12
        if flat.any():
            j = int(np.argmax(flat))
            raise ValueError(
                f"feature {j} is {X[0, j]:g} in every example, so it can't be standardised; leave it out, "
                "the bias already does the work of a constant input."
            )
        return cls(np.ldexp(mean, power), np.ldexp(deviation, power))

    def apply(self, X: ArrayLike) -> Floats:
        """X (n x m) in standard units."""
        m = len(self.mean)
        X = inputs.finite("X", inputs.reals("X", X, (None, m), f"This standardisation is of {m} feature(s)."))
        return (X - self.mean) / self.deviation

    def undo(self, w: ArrayLike, b: ArrayLike) -> tuple[Floats, float]:
        r"""Weights and bias for the original units, from those for standard units: the same z, the same neuron.

        $$w_j \to \frac{w_j}{\text{deviation}_j}, \qquad b \to b - \sum_j w_j \frac{\text{mean}_j}{\text{deviation}_j}$$
        """
        w_standard, b = inputs.parameters(w, b, len(self.mean))
        w_own = w_standard / self.deviation
        return w_own, float(b - w_own @ self.mean)


def hold_out(dataset: Dataset, share: float = 0.25, rng: inputs.Seed = 0) -> tuple[Dataset, ...]:
    """(rows to learn from, rows held out) of a Dataset, chosen at random; both keep its names and units.

    share : of the rows that are held out, above 0 and below 1.  rng : a NumPy Generator or a seed.
    Raises ValueError for a share that leaves one of the two without rows.
    """
    share = inputs.number("share", share, low=0)
    count, n = round(share * len(dataset.y)), len(dataset.y)
    if not 0 < count < n:
        raise ValueError(f"share = {share:g} holds out {count} of {n} rows; at least one must be on either side.")
    held, learnt = np.split(inputs.generator(rng).permutation(n), [count])
    return tuple(dataset.rows(rows) for rows in map(np.sort, (learnt, held)))
