"""What was learnt is kept in a file, and goes home as code that is run here; by PyTorch and others in benchmarks/."""

import ast
import json
import re

import formulas
import numpy as np
import pytest

from perceptron import data, newton
from perceptron.cost import MSE, Cost
from perceptron.network import Network
from perceptron.neuron import ACTIVATIONS, Activation
from perceptron.take_home import as_keras, as_numpy, as_pytorch, as_scikit_learn, as_spreadsheet
from perceptron.trained import Trained, load

PENGUINS = data.penguins()
SCALE = data.Standardisation.of(PENGUINS.X)


def neuron():
    # Adelie and Gentoo penguins a line parts, so with a penalty.
    return Trained.neuron(PENGUINS, *newton.fit(PENGUINS.X, PENGUINS.y, penalty=0.01))


def network(hidden=(4, 3), activation="tanh", output="sigmoid"):
    made = Network.random(2, hidden, 3, activation, output)
    return Trained.of(PENGUINS, made.unflat(made.flat + 0.1), SCALE)


EVERY = [
    neuron(),
    *(network(activation=name) for name in ACTIVATIONS),
    network(output="identity"),
    network((2,), "relu"),
]
SAMPLES = PENGUINS.X[::10]


def ran(text):
    """predict of a generated text."""
    space = {}
    exec(text, space)  # the text is what is tested
    return space["predict"]


@pytest.mark.parametrize("trained", EVERY, ids=repr)
def test_numpy_answers_the_same(trained):
    np.testing.assert_allclose(ran(as_numpy(trained))(SAMPLES), trained.predict(SAMPLES), rtol=0, atol=1e-10)


@pytest.mark.parametrize("trained", EVERY, ids=repr)
def test_a_spreadsheet_answers_the_same(trained):
    head, *lines = as_spreadsheet(trained).splitlines()
    assert head.startswith("Row 2 holds the inputs, A bill length, B bill depth; ")
    for row, answer in zip(SAMPLES[:3], trained.predict(SAMPLES[:3]), strict=True):
        cells = {"A2": row[0], "B2": row[1]}
        for line in lines:
            cell, formula = line.split(": ")
            function = formulas.Parser().ast(formula)[1].compile()
            cells[cell] = float(np.ravel(function(*(cells[name] for name in function.inputs)))[0])
        assert cells[lines[-1].split(":")[0]] == pytest.approx(answer, abs=1e-10)


def test_a_spreadsheet_with_decimal_commas():
    assert as_spreadsheet(network((2,), "relu"), ",").count("MAX(0;") == 2
    assert "." not in as_spreadsheet(neuron(), ",").split("=", 1)[1]


@pytest.mark.parametrize("trained", EVERY, ids=repr)
def test_a_spreadsheet_of_another_language_knows_the_functions(trained):
    assert set(re.findall(r"[A-Z]{3,}", as_spreadsheet(trained).split("\n", 1)[1])) <= {"EXP", "MIN", "MAX"}


def test_after_z_columns_have_two_letters():
    wide = data.Dataset("wide", np.eye(30), np.zeros(30), tuple("x" * 30), ("no unit",) * 30, "y", "", "", "")
    assert "AE2: =" in as_spreadsheet(Trained.neuron(wide, np.ones(30), 0.5))


def test_names_go_along_and_run_nothing():
    odd = data.Dataset("odd", np.eye(2), np.zeros(2), ("a\nimport os", "b"), ("kg", "m"), 'y"""\n1/0', "", "", "")
    text = as_numpy(Trained.neuron(odd, [1.0, 2.0], 0.5))
    assert text.splitlines()[:2] == ["# Columns of X: a import os (kg), b (m).", '# The answer: y""" 1/0.']
    assert ran(text)([[0, 0]]) == pytest.approx(1 / (1 + np.exp(-0.5)))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\f", "\v", "\0", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("where", ["features", "units", "target"])
@pytest.mark.parametrize("write", [as_numpy, as_pytorch, as_keras, as_scikit_learn])
def test_no_name_ends_its_comment(write, where, end):
    hostile = f"a{end}raise SystemExit#"
    names = {"features": ("a", "b"), "units": ("kg", "m"), "target": "y"}
    names[where] = hostile if where == "target" else (hostile, "b")
    odd = data.Dataset("odd", np.eye(2), np.zeros(2), source="", licence="", left_out="", **names)
    code = ast.parse(write(Trained.neuron(odd, [1.0, 2.0], 0.5)))
    assert not any(isinstance(node, ast.Raise) for node in ast.walk(code))


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_no_name_adds_a_line_to_a_spreadsheet(end):
    odd = data.Dataset("odd", np.eye(2), np.zeros(2), (f"a{end}A2: =1", "b"), ("kg", "m"), f"y{end}B2: =1", "", "", "")
    assert len(as_spreadsheet(Trained.neuron(odd, [1.0, 2.0], 0.5)).splitlines()) == 2


def test_what_a_library_has_not_is_refused():
    step = network(activation="step")
    for write, library in ((as_pytorch, "PyTorch"), (as_keras, "Keras"), (as_scikit_learn, "scikit-learn")):
        with pytest.raises(ValueError, match=rf"{library} has no step to train with; take as_numpy"):
            write(step)
    mixed = Trained.of(
        PENGUINS, Network((np.eye(2), [0, 0], "tanh"), (np.eye(2), [0, 0], "relu"), ([1, 1], 0.0)), SCALE
    )
    with pytest.raises(ValueError, match="scikit-learn has no network that bends by tanh, relu, logistic"):
        as_scikit_learn(mixed)
    with pytest.raises(ValueError, match=r"decimal = ';', expected '\.' or ','"):
        as_spreadsheet(neuron(), ";")


def test_what_is_ones_own_is_neither_written_nor_kept(tmp_path):
    bent = Activation("tanh", lambda z: (np.sin(z), np.cos(z)), np.sin)  # the name alone would go home as another
    own = Trained.neuron(PENGUINS, [0.5, 1.0], 0.0, bent, "mse")
    for write in (as_numpy, as_pytorch, as_keras, as_scikit_learn, as_spreadsheet):
        with pytest.raises(ValueError, match="tanh is your own"):
            write(own)
    judged = Trained.neuron(PENGUINS, [0.5, 1.0], 0.0, cost=Cost("mine", MSE.both))
    for trained, name in ((own, "tanh"), (judged, "mine")):
        with pytest.raises(ValueError, match=f"{name} is your own, and a file holds no code"):
            trained.save(tmp_path / "own.json")


# --- kept in a file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trained", EVERY, ids=repr)
def test_a_file_brings_back_every_digit(trained, tmp_path):
    trained.save(tmp_path / "own.json")
    again = load(tmp_path / "own.json")
    assert np.array_equal(again.predict(SAMPLES), trained.predict(SAMPLES))
    assert again.learnt_from(PENGUINS)
    assert not again.learnt_from(data.penguins(("Adelie", "Chinstrap")))
    assert (again.features, again.units, again.target) == (trained.features, trained.units, trained.target)


def test_coefficients_are_in_the_units_of_the_features():
    w, b = newton.fit(PENGUINS.X, PENGUINS.y, penalty=0.01)
    standard = Trained.of(PENGUINS, Network((w * SCALE.deviation, b + SCALE.mean @ w)), SCALE)
    np.testing.assert_allclose([*standard.coefficients[0], standard.coefficients[1]], [*w, b], rtol=1e-12)
    with pytest.raises(ValueError, match="is more than one neuron; its weights are in `layers`"):
        _ = network().coefficients


def kept(tmp_path, **changes):
    neuron().save(tmp_path / "own.json")
    told = json.loads((tmp_path / "own.json").read_text("utf-8")) | changes
    (tmp_path / "own.json").write_text(json.dumps({k: v for k, v in told.items() if v != "gone"}), "utf-8")
    return tmp_path / "own.json"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"perceptron": 99}, r"own\.json is of form 99, and this version reads form 1"),
        ({"perceptron": "gone"}, r"own\.json has no trained network"),
        ({"layers": "gone"}, r"own\.json can't be read: it has no 'layers'"),
        ({"layers": []}, "the last layer must be one neuron"),
        ({"layers": [{"activation": "softmax", "W": [1, 2], "b": 0}]}, "softmax"),
        ({"layers": [{"activation": "tanh", "W": [1, 2, 3], "b": 0}]}, "2 features for a network of 3 inputs"),
        ({"features": ["a"]}, "1 features for a network of 2 inputs"),
        ({"cost": "hinge"}, "hinge"),
        ({"features": ["a", None]}, "None is no text; features, units, target and fingerprint are"),
        ({"target": 5}, r"own\.json can't be read: 5 is no text"),
        ({"standardisation": {"mean": [1], "deviation": [1]}}, r"mean has shape \(1,\), expected \(2\)"),
        ({"standardisation": {"mean": [1, 2], "deviation": 1}}, r"deviation has shape \(\), expected \(2\)"),
        ({"standardisation": {"mean": [1, float("nan")], "deviation": [1, 1]}}, r"mean\[1\] is nan"),
        ({"standardisation": {"mean": [1, 2], "deviation": [0, 1]}}, r"deviation = \[0, 1\], expected .* above 0"),
        ({"standardisation": {"mean": ["1", 2], "deviation": [1, 1]}}, "mean must be made of real numbers"),
        ({"standardisation": []}, r"own\.json can't be read: "),
    ],
)
def test_a_file_of_another_kind_is_refused(changes, words, tmp_path):
    with pytest.raises(ValueError, match=words):
        load(kept(tmp_path, **changes))


def test_no_file_and_no_json(tmp_path):
    for nothing in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FileNotFoundError, match=r"there is no file .*; expected one that Trained.save wrote"):
            load(nothing)
    (tmp_path / "own.json").write_text("[" * 100_000)
    with pytest.raises(ValueError, match=r"own\.json is no JSON: "):
        load(tmp_path / "own.json")
    (tmp_path / "own.json").write_text("w = 3")
    with pytest.raises(ValueError, match=r"own\.json is no JSON: "):
        load(tmp_path / "own.json")
