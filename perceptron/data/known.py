"""Small real data sets with units, source and licence, and made-up ones."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from perceptron import inputs
from perceptron.data.dataset import Dataset
from perceptron.data.table import table

FOLDER = Path(__file__).parents[1] / "datasets"


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


def cell_nuclei(features: Sequence[str] | None = None) -> Dataset:
    """Fine-needle samples of 569 breast tumours: y is 1 where the tumour was malignant, 0 where it was benign.

    features : of the ten in `FOLDER / "cell_nuclei.csv"`, each the mean over the nuclei of a sample; all where none
    are named. Raises TableError for a name that is not among them.
    """
    made = table(FOLDER / "cell_nuclei.csv", "diagnosis", features, positive="malignant", licence="CC BY 4.0")
    return replace(
        made,
        name="cell nuclei",
        source="W. Wolberg, O. Mangasarian, N. Street, W. Street (1993), Breast Cancer Wisconsin (Diagnostic), UCI "
        "Machine Learning Repository, doi 10.24432/C5DW2B",
    )


def xor(rng: inputs.Seed = 8) -> Dataset:
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


def made_up(shape: str, n: int = 200, noise: float = 0.0, rng: inputs.Seed = 8) -> Dataset:
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


def _read(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
