"""Two small real data sets with units, source and licence, made-up ones, and a standardisation that can be undone."""

from dataclasses import dataclass, replace

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


def o_rings(target: str = "fraction") -> Dataset:
    """Launch temperature (°F) and O-ring damage of 23 shuttle flights before Challenger.

    target : "fraction", of the six primary O-rings that were damaged; or "any", 1 where at least one was.
    Raises ValueError for another target.
    """
    inputs.choice("target", target, ("fraction", "any"))
    rows = _read("space_shuttle_o_rings.csv")
    kept = [r for r in rows if r["failed_o_rings"] != "NA"]
    lost = ", ".join(r["flight"] for r in rows if r["failed_o_rings"] == "NA")
    failed = np.array([float(r["failed_o_rings"]) for r in kept])
    return Dataset(
        name="space shuttle O-rings",
        X=np.array([[float(r["temperature_f"])] for r in kept]),
        y=failed / 6 if target == "fraction" else (failed > 0).astype(float),
        features=("temperature",),
        units=("°F",),
        target="fraction of six O-rings damaged" if target == "fraction" else "1 if any O-ring was damaged, else 0",
        source="S. Dalal, E. Fowlkes, B. Hoadley (1989), JASA 84, 945-957; table as in R's package vcd",
        licence="facts of record, published in the cited article",
        left_out=f"flight {lost} left out: its boosters were lost at sea",
    )


MEASUREMENTS = {"bill_length_mm": "mm", "bill_depth_mm": "mm", "flipper_length_mm": "mm", "body_mass_g": "g"}
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


def penguins(
    species: tuple[str, str] = ("Adelie", "Gentoo"), features: tuple[str, str] = ("bill_length_mm", "bill_depth_mm")
) -> Dataset:
    """Two species of Antarctic penguins in two measurements; y is 1 for the second species, 0 for the first.

    Raises ValueError for names that are not in the table, or where two different ones are not given.
    """
    for name, pair, known in (("species", species, SPECIES), ("features", features, tuple(MEASUREMENTS))):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2 or pair[0] == pair[1]:
            raise ValueError(f"{name} = {pair!r}, expected two different names of {', '.join(known)}.")
        for value in pair:
            inputs.choice(name, value, known)
    rows = [r for r in _read("penguins.csv") if r["species"] in species]
    kept = [r for r in rows if all(r[f] != "NA" for f in features)]
    return Dataset(
        name="Palmer penguins",
        X=np.array([[float(r[f]) for f in features] for r in kept]),
        y=np.array([float(r["species"] == species[1]) for r in kept]),
        features=tuple(f.rsplit("_", 1)[0].replace("_", " ") for f in features),
        units=tuple(MEASUREMENTS[f] for f in features),
        target=f"1 for {species[1]}, 0 for {species[0]}",
        source="K. Gorman, T. Williams, W. Fraser (2014), PLoS ONE 9(3), e90081; table as in palmerpenguins",
        licence="CC0",
        left_out=f"{len(rows) - len(kept)} of {len(rows)} rows left out: a measurement is missing",
    )


def xor(rng: np.random.Generator | int | None = 8) -> Dataset:
    """Four groups of 20 examples in the corners of a square, each kind in two opposite corners: no line parts them.

    rng : a NumPy Generator or a seed.
    """
    rng = inputs.generator(rng)
    corners, kinds = np.array([[1, 1], [-1, -1], [1, -1], [-1, 1]]), np.array([0.0, 0.0, 1.0, 1.0])
    return Dataset(
        name="exclusive or",
        X=np.repeat(corners, 20, axis=0) + 0.25 * rng.normal(size=(80, 2)),
        y=np.repeat(kinds, 20),
        features=("x₁", "x₂"),
        units=("no unit", "no unit"),
        target="1 where exactly one coordinate is positive, but for the noise",
        source="made up here; the problem is M. Minsky's and S. Papert's (1969), Perceptrons",
        licence="CC0",
        left_out="nothing left out",
    )


SHAPES = ("line", "circle", "xor", "spiral")


def made_up(shape: str, n: int = 200, noise: float = 0.0, rng: np.random.Generator | int | None = 8) -> Dataset:
    """n points in a plane, from -1.7 to 1.7 each way, of two kinds in equal parts and in random order.

    shape : "line", the kinds on either side of one; "circle", one kind around the other; "xor", in opposite corners;
    "spiral", each kind along an arm of its own.  noise : the standard deviation of what is added to each coordinate.
    rng : a NumPy Generator or a seed.  Raises ValueError for another shape, a count below 2 and a noise below 0.
    """
    inputs.choice("shape", shape, SHAPES)
    rng, n = inputs.generator(rng), inputs.count("n", n)
    noise = inputs.number("noise", noise)
    if n < 2 or noise < 0:
        raise ValueError(f"n = {n}, noise = {noise:g}, expected 2 points or more, and a noise of 0 or more.")
    y = (rng.permutation(n) < n // 2).astype(float)
    far, turn, side = rng.uniform(size=n), rng.uniform(0, 2 * np.pi, n), 2 * y - 1
    across, along = 0.2 + 1.5 * far, rng.uniform(-1.7, 1.7, n)
    if shape == "line":
        X = np.column_stack([side * across + along, side * across - along]) / 2
    elif shape == "xor":
        corner = np.sign(rng.uniform(-1, 1, n))
        X = np.column_stack([corner * across, -side * corner * (0.2 + np.abs(along) * 1.5 / 1.7)])
    else:
        radius, angle = (0.7 * far + (1 - y), turn) if shape == "circle" else (1.7 * far, 11 * far + np.pi * y)
        X = radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return Dataset(
        name=shape,
        X=X + noise * rng.normal(size=(n, 2)),
        y=y,
        features=("x₁", "x₂"),
        units=("no unit", "no unit"),
        target="which of the two kinds, 1 or 0",
        source="made up here",
        licence="CC0",
        left_out="nothing left out",
    )


def hold_out(dataset: Dataset, share: float = 0.25, rng: np.random.Generator | int | None = 0) -> tuple[Dataset, ...]:
    """(rows to learn from, rows held out) of a Dataset, chosen at random; both keep its names and units.

    share : of the rows that are held out, above 0 and below 1.  rng : a NumPy Generator or a seed.
    Raises ValueError for a share that leaves one of the two without rows.
    """
    share = inputs.number("share", share, low=0)
    count, n = round(share * len(dataset.y)), len(dataset.y)
    if not 0 < count < n:
        raise ValueError(f"share = {share:g} holds out {count} of {n} rows; at least one must be on either side.")
    held, learnt = np.split(inputs.generator(rng).permutation(n), [count])
    return tuple(replace(dataset, X=dataset.X[rows], y=dataset.y[rows]) for rows in map(np.sort, (learnt, held)))


def _read(name):
    import csv  # here, as these two take longer than all else in this module
    from importlib import resources

    text = resources.files("perceptron").joinpath("datasets", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
