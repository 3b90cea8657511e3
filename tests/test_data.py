"""The two data sets as their sources have them, and a standardisation that can be undone."""

import dataclasses
import json
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.data import MEASUREMENTS, SPECIES, Standardisation, o_rings, penguins


def test_o_rings_hold_the_23_flights_whose_boosters_came_back():
    flights = o_rings()
    assert flights.X.shape == (23, 1)
    assert (flights.y * 6).round(9).tolist() == [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2, 1, 0]
    # Flight 51C, the coldest before Challenger: 53 °F, two of six O-rings failed.
    coldest = np.argmin(flights.X)
    assert (flights.X[coldest, 0], flights.y[coldest]) == (53, 2 / 6)
    assert (flights.X.min(), flights.X.max()) == (53, 81)
    assert (flights.features, flights.units) == (("temperature",), ("°F",))
    assert flights.left_out.startswith("flight 4 left out")
    assert "Dalal" in flights.source
    assert "facts" in flights.licence


def test_o_rings_as_failed_or_not():
    fraction, any_failed = o_rings("fraction"), o_rings("any")
    assert any_failed.y.tolist() == (fraction.y > 0).tolist()
    assert any_failed.y.sum() == 7
    assert np.array_equal(any_failed.X, fraction.X)
    assert any_failed.target != fraction.target


def test_penguins_hold_two_species_in_two_measurements():
    birds = penguins()
    assert birds.X.shape == (274, 2)
    assert birds.y.sum() == 123  # Gentoo; the other 151 are Adelie, and one of each was not measured
    assert birds.X[0].tolist() == [39.1, 18.7]  # the first row of the table
    assert birds.y[0] == 0
    assert (birds.features, birds.units) == (("bill length", "bill depth"), ("mm", "mm"))
    assert birds.left_out == "2 of 276 rows left out: a measurement is missing"
    assert birds.licence == "CC0"
    assert "Gorman" in birds.source
    means = [birds.X[birds.y == k].mean(axis=0).round(2).tolist() for k in (0, 1)]
    assert means == [[38.79, 18.35], [47.5, 14.98]]  # as published


def test_the_second_species_is_the_one_with_target_1():
    one, other = penguins(("Adelie", "Chinstrap")), penguins(("Chinstrap", "Adelie"))
    assert np.array_equal(one.y, 1 - other.y)
    assert (one.y.sum(), other.y.sum()) == (68, 151)
    assert (one.target, other.target) == ("1 for Chinstrap, 0 for Adelie", "1 for Adelie, 0 for Chinstrap")


@pytest.mark.parametrize("features", [("body_mass_g", "bill_depth_mm"), ["flipper_length_mm", "body_mass_g"]])
def test_units_go_with_their_measurements(features):
    birds = penguins(features=features)
    assert birds.units == tuple(MEASUREMENTS[f] for f in features)
    assert (birds.X[:, features.index("body_mass_g")] > 2000).all()


@pytest.mark.parametrize("load", [o_rings, penguins])
def test_a_data_set_prints_what_it_is_and_each_call_gives_a_new_one(load):
    data = load()
    assert repr(data) == repr(load())
    for word in (str(len(data.y)), *data.features, *data.units, data.target, data.left_out):
        assert word in repr(data)
    data.X[:] = 0
    assert (load().X != 0).all()
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.X = None


@given(seed=st.integers(0, 2**32 - 1), power=st.integers(-300, 300))
def test_standard_units_have_mean_0_and_deviation_1_and_undoing_them_leaves_z_alone(seed, power):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(3, 30), rng.integers(1, 6)
    X = (rng.normal(size=(n, m)) + 5 * rng.normal(size=m)) * 10.0**power
    w, b = rng.normal(size=m), rng.normal()
    before = X.copy()
    scale = Standardisation.of(X)
    standard = scale.apply(X)
    rounded = 8 * n * np.finfo(float).eps * (1 + np.abs(scale.mean / scale.deviation))  # the mean is taken away
    assert (np.abs(standard.mean(axis=0)) <= rounded).all()
    assert (np.abs(standard.std(axis=0) - 1) <= rounded).all()
    w_original, b_original = scale.undo(w, b)
    assert X @ w_original + b_original == pytest.approx(standard @ w + b, rel=1e-9, abs=1e-9)
    assert np.array_equal(X, before)


def test_standardisation_by_hand():
    scale = Standardisation.of([[1, 10], [3, 30]])
    assert (scale.mean.tolist(), scale.deviation.tolist()) == ([2, 20], [1, 10])
    assert scale.apply([[4, 0]]).tolist() == [[2, -2]]
    w, b = scale.undo([2, 10], 1)
    assert (w.tolist(), b) == ([2, 1], 1 - 2 * 2 - 1 * 20)


@pytest.mark.parametrize("constant", [0.0, 1.0, 0.1, 1e300, -5e-324])
def test_a_constant_feature_is_refused_by_name(constant):
    X = np.column_stack([np.arange(7.0), np.full(7, constant)])
    with pytest.raises(ValueError, match=r"feature 1 is .* in every example.*the bias already"):
        Standardisation.of(X)


def test_the_tables_travel_with_the_package():
    tables = {
        table.name: table.read_text(encoding="utf-8")
        for table in (resources.files("perceptron") / "datasets").iterdir()
    }
    assert len(json.loads(tables.pop("pytorch_xor.json"))["C"]) == 101
    assert set(tables) == {"cell_nuclei.csv", "penguins.csv", "space_shuttle_o_rings.csv"}
    assert [len(text.splitlines()) for _, text in sorted(tables.items())] == [570, 345, 25]
    assert all(tables["penguins.csv"].count(species) for species in SPECIES)
