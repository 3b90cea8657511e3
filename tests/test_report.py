"""The report of a trained neuron: what is on the page is what was computed, and names run nothing."""

from dataclasses import replace
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from perceptron import data, judgement, newton
from perceptron.cost import COSTS
from perceptron.gradient import cost_at
from perceptron.network import Network, train_network
from perceptron.neuron import ACTIVATIONS
from perceptron.report import report
from perceptron.trained import Trained

LEARNT, HELD_OUT = data.hold_out(data.cell_nuclei(["radius", "texture"]), rng=0)
NEURON = Trained.neuron(LEARNT, *newton.fit(LEARNT.X, LEARNT.y))


def page(tmp_path, *arguments, **settings):
    return report(*arguments, tmp_path / "report.html", **settings).read_text("utf-8")


def test_it_tells_of_data_weights_judgement_and_certificate(tmp_path):
    text = page(tmp_path, NEURON, LEARNT, HELD_OUT)
    w, b = NEURON.coefficients
    assert "doi 10.24432/C5DW2B; licence: CC BY 4.0. 427 rows to learn from, 142 held out. These are the rows" in text
    assert f"<td>radius</td><td class=number>{w[0]:.6g}</td>" in text
    assert f"<td>bias</td><td class=number>{b:.6g}</td>" in text
    C = [cost_at(rows.X, rows.y, w, b, cost="cross_entropy") for rows in (LEARNT, HELD_OUT)]
    assert f"Its cost C (cross-entropy): {C[0]:.4g} on the rows it has learnt from, {C[1]:.4g} on those held" in text
    assert "a gradient of 0 would pass" not in text  # as it would at the minimum itself
    assert str(judgement.confusion(HELD_OUT.y, NEURON.predict(HELD_OUT.X))) in text
    assert "passed: by hand, symbolic and numeric agree" in text
    assert repr(float(w[0])) in text  # in full, in the code
    assert NEURON.fingerprint in text
    assert text.count("data:image/png;base64,") == 2  # the picture, and the curves
    assert "src=" not in text.replace('src="data:', "")  # nothing is asked of anybody


def test_of_a_network(tmp_path):
    scale = data.Standardisation.of(LEARNT.X)
    start = Network.random(2, [3], 0, "tanh", "sigmoid", "cross_entropy")
    network, _ = train_network(scale.apply(LEARNT.X), LEARNT.y, start, 0.5, 20)
    text = page(tmp_path, Trained.of(LEARNT, network, scale), LEARNT, HELD_OUT, title="Three hidden neurons")
    assert "<h1>Three hidden neurons</h1>" in text
    assert "Network 2 → 3 → 1, 13 parameters" in text
    assert "passed" in text


def test_of_a_large_network_the_certificate_is_one_sentence(tmp_path):
    made = Network.random(2, [8, 8], 0, "tanh", cost="cross_entropy")
    text = page(tmp_path, Trained.of(LEARNT, made, data.Standardisation.of(LEARNT.X)), LEARNT, HELD_OUT)
    assert "Of all 105 numbers: passed" in text
    assert "perceptron-certificate'" not in text


def test_of_amounts(tmp_path):
    X = np.random.default_rng(0).normal(size=(60, 1))
    rows = data.Dataset("line", X, 3 * X[:, 0] + 1, ("x",), ("m",), "y (s)", "made up here", "CC0", "nothing left out")
    learnt, held_out = data.hold_out(rows)
    w, b = newton.fit(learnt.X, learnt.y, "identity", "mse")
    text = page(tmp_path, Trained.neuron(learnt, w, b, "identity", "mse"), learnt, held_out)
    assert "That is 100.0% of the squared error explained" in text
    assert "<td>x</td><td class=number>3</td><td>per m</td>" in text


EVERY = [*((name, cost, []) for name in ACTIVATIONS for cost in COSTS), ("step", "cross_entropy", [3])]


@pytest.mark.parametrize(("activation", "cost", "hidden"), EVERY)
def test_every_neuron_and_network_has_one(tmp_path, activation, cost, hidden):
    """Also one that answers kinds with -0.2, which is no chance, and one whose cost is infinite."""
    made = Network.random(2, hidden, 0, activation, activation, cost)
    trained = Trained.of(LEARNT, made.unflat(4 * made.flat), data.Standardisation.of(LEARNT.X))
    text = page(tmp_path, trained, LEARNT, HELD_OUT)
    chances = activation in ("sigmoid", "step")
    assert ("false alarms" in text) == chances
    assert ("in the root of the mean square" in text) != chances
    if (activation, cost) == ("step", "cross_entropy"):
        assert "not a finite number on the rows it has learnt from" in text
        assert "No certificate: C is not a finite number" in text


def test_a_network_that_knows_less_than_the_mean_is_told_of(tmp_path):
    X = np.arange(20.0)[:, None]
    rows = data.Dataset("$a_1$", X, 3 * X[:, 0], ("cost in $, or $",), ("£",), "y", "made up here", "CC0", "")
    learnt, held_out = data.hold_out(rows)
    text = page(tmp_path, Trained.neuron(learnt, [-3.0], 0.0, "identity", "mse"), learnt, held_out)
    assert "The mean would have been the better answer" in text
    assert "explained" not in text
    assert "<li>" not in text  # nothing was left out


def test_of_more_than_two_features_the_picture_shows_those_that_weigh_most(tmp_path):
    learnt, held_out = data.hold_out(data.cell_nuclei(["radius", "texture", "symmetry", "area"]))
    scale = data.Standardisation.of(learnt.X)
    trained = Trained.of(learnt, Network(([0.1, 2.0, 0.2, -3.0], 0.0), cost="cross_entropy"), scale)
    text = page(tmp_path, trained, learnt, held_out)
    assert "The answer over texture and area" in text
    assert "the other features at their means" in text


def test_names_are_text(tmp_path):
    odd = replace(LEARNT, features=("<script>alert(1)</script>", "b"), source="</p><img src=x>", name="<b>")
    held_out = replace(HELD_OUT, features=odd.features)
    text = page(tmp_path, Trained.neuron(odd, *NEURON.coefficients), odd, held_out)
    assert "<script" not in text
    assert "<img src=x" not in text
    assert "<b>" not in text


def test_other_rows_are_refused_and_others_of_the_same_columns_are_told_of(tmp_path):
    with pytest.raises(ValueError, match="held_out has bill length, bill depth, and what was trained takes radius"):
        report(NEURON, LEARNT, data.penguins(), tmp_path / "report.html")
    with pytest.raises(ValueError, match="held_out has no rows; data"):
        report(NEURON, LEARNT, replace(HELD_OUT, X=HELD_OUT.X[:0], y=HELD_OUT.y[:0]), tmp_path / "report.html")
    assert "These are not the rows it says it has learnt from" in page(tmp_path, NEURON, HELD_OUT, HELD_OUT)


def test_a_copy_that_was_not_installed_writes_a_report_too(tmp_path, monkeypatch):
    def none(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("perceptron.report.version", none)
    assert "Made with one-neuron NumPy" in page(tmp_path, NEURON, LEARNT, HELD_OUT)
