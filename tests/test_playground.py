"""The playground: the page trains as network.py does, and takes the same settings as Python."""

import numpy as np
import pytest
import traitlets
from node import ask

from perceptron import data
from perceptron.network import cost, gradient
from perceptron.widgets.playground import Playground, playground
from perceptron.widgets.playground.draws import Draws
from perceptron.widgets.widget import joined

SEEDS = (0, 1, 7, 2**31, 2**32 - 1)
EPOCHS = (0, 1, 2, 5, 12)
SETTINGS = [
    {},
    {"hidden": []},
    {"hidden": [8, 8, 8, 8], "features": list(playground.FEATURES), "data": "spiral", "alpha": 0.1},
    {"hidden": [4], "activation": "relu", "data": "circle", "momentum": 0.9, "alpha": 0.05},
    {"hidden": [3, 2], "activation": "sigmoid", "cost": "mse", "batch": 10, "penalty": 0.01, "seed": 5},
    {"hidden": [2], "activation": "identity", "data": "line", "noise": 0.5, "held": 0.0, "batch": 30, "momentum": 0.5},
    {"data": "own", "points": [[0.5, 1.0, 1.0], [-0.5, 0.25, 0.0], [1.5, -1.0, 1.0]], "batch": 1, "held": 0.0},
]
TRAINS = (
    joined(playground.HERE / "training.js")
    + """
const told = JSON.parse(readFileSync(0, "utf8"));
const trained = told.cases.map(({ spec, settings }) => {
  const training = new Training(spec, functions(spec), settings), { p, layers, learnt: { X, y, n } } = training;
  const start = backward(layers, training.judge, p, forward(layers, training.bend, p, X, n), y, n), found = [];
  for (let k = 0; k <= Math.max(...told.epochs); k++) {
    if (told.epochs.includes(k)) { training.remember(); found.push([Array.from(p), training.now.learnt.C]); }
    training.step(settings);
  }
  const last = training.past.at(-1);
  training.goTo(training.past[1]);
  training.step(settings);
  training.remember();
  const again = [training.epoch, Array.from(training.p), training.past.map(({ epoch }) => epoch)];
  return { C: start.C, gradient: Array.from(start.gradient), found, again, held: [training.held.n, n] };
});
const draws = told.seeds.map((seed) => {
  const one = new Draws(seed);
  return [[one.uniform(), one.uniform()], [one.normal(), one.normal()], one.order(9)];
});
console.log(JSON.stringify({ trained, draws }));
"""
)


@pytest.fixture(scope="module")
def page():
    made = [Playground(**settings) for settings in SETTINGS]
    cases = [{"spec": one._spec, "settings": one.values} for one in made]
    return made, ask(TRAINS, {"cases": cases, "epochs": EPOCHS, "seeds": SEEDS})


def test_the_page_draws_the_numbers_of_python(page):
    for seed, (uniform, normal, order) in zip(SEEDS, page[1]["draws"], strict=True):
        one = Draws(seed)
        assert [one.uniform(), one.uniform()] == uniform
        assert [one.normal(), one.normal()] == pytest.approx(normal, rel=1e-14)
        assert one.order(9) == order


def test_draws_are_spread_evenly():
    one = Draws(3)
    assert np.mean([one.uniform() for _ in range(4000)]) == pytest.approx(0.5, abs=0.02)
    assert np.std([one.normal() for _ in range(4000)]) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("case", range(len(SETTINGS)))
def test_the_gradient_of_the_page_is_that_of_network_py(page, case):
    made, told = page[0][case], page[1]["trained"][case]
    X, y, X_held, _ = made.examples()
    assert told["held"] == [len(X_held), len(X)]
    assert told["C"] == pytest.approx(cost(X, y, made.start), rel=1e-12)
    slopes = gradient(X, y, made.start).flat
    assert np.allclose(told["gradient"], slopes, rtol=1e-12, atol=1e-12 * np.abs(slopes).max())


@pytest.mark.parametrize("case", range(len(SETTINGS)))
def test_the_page_trains_as_network_py_does(page, case):
    made, told = page[0][case], page[1]["trained"][case]
    X, y, *_ = made.examples()
    for network, (p, C) in zip(made.trained(EPOCHS), told["found"], strict=True):
        assert np.allclose(p, network.flat, rtol=0, atol=1e-11 * max(1, np.abs(network.flat).max()))
        assert pytest.approx(cost(X, y, network), rel=1e-10) == C


@pytest.mark.parametrize("case", range(len(SETTINGS)))
def test_from_an_earlier_moment_it_trains_the_same_way_again(page, case):
    """At its batches and momentum, too; and what came after that moment is forgotten."""
    epoch, p, epochs = page[1]["trained"][case]["again"]
    assert epoch == EPOCHS[2]
    assert p == page[1]["trained"][case]["found"][2][0]
    assert epochs == list(EPOCHS[:3])


def test_what_the_page_has_trained_comes_back():
    made = Playground(hidden=[2])
    assert np.array_equal(made.network.flat, made.start.flat)
    made.weights = [0.5] * len(made.start.flat)
    assert np.array_equal(made.network.flat, made.weights)
    made.alpha = 0.2
    assert made.weights
    made.hidden = [3]
    assert made.weights == []


def test_a_table_is_standardised_and_told_in_its_units():
    penguins = data.penguins()
    made = Playground(penguins, hidden=[2])
    X, y, X_held, y_held = made.examples()
    every = np.vstack([X, X_held])
    assert np.allclose(every.mean(axis=0), 0, atol=1e-6)
    assert np.concatenate([y, y_held]).sum() == penguins.y.sum()
    assert np.allclose(made._spec["scale"], np.column_stack([made.scale.mean, made.scale.deviation]))
    assert made.features == list(penguins.features)
    assert not made._spec["noise"]


def test_made_up_data_are_of_two_equal_kinds():
    for shape in data.SHAPES:
        one = data.made_up(shape, n=400)
        assert one.y.mean() == 0.5
        assert np.abs(one.X).max() <= 1.7 + 1e-12
        assert abs(one.y[:200].mean() - 0.5) < 0.1  # in random order
    side = data.made_up("line")
    assert np.array_equal(side.X.sum(axis=1) > 0, side.y == 1)
    ring = data.made_up("circle")
    assert (np.linalg.norm(ring.X[ring.y == 1], axis=1).max(), np.linalg.norm(ring.X[ring.y == 0], axis=1).min()) < (
        0.71,
        1,
    )
    corners = data.made_up("xor")
    assert np.array_equal(corners.X.prod(axis=1) < 0, corners.y == 1)
    noisy = data.made_up("xor", noise=0.3)
    assert np.std(noisy.X - corners.X) == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"shape": "heart"}, "'heart' is not known, expected one of line, circle, xor, spiral"),
        ({"shape": "line", "n": 1}, "n = 1, noise = 0, expected 2 points or more"),
        ({"shape": "line", "noise": -1}, "noise = -1, expected 2 points or more, and a noise of 0 or more"),
    ],
)
def test_made_up_data_refuse_what_they_are_not(settings, words):
    with pytest.raises(ValueError, match=words):
        data.made_up(**settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"data": "heart"},
        {"features": ["x1", "x9"]},
        {"features": []},
        {"hidden": [9]},
        {"hidden": [2] * 5},
        {"activation": "step"},
        {"cost": "absolute"},
        {"alpha": -1},
        {"momentum": 1.0},
        {"batch": 7},
        {"held": 1.0},
        {"seed": 0},
    ],
)
def test_a_setting_that_is_none_is_refused(settings):
    (name,) = settings
    with pytest.raises(traitlets.TraitError, match=name):
        Playground(**settings)


def test_a_table_of_other_kinds_is_refused():
    with pytest.raises(ValueError, match=r"y of space shuttle O-rings has \d values, expected the two kinds 0 and 1"):
        Playground(data.o_rings())
    with pytest.raises(TypeError, match=r"expected a Dataset"):
        Playground([[1, 2, 0]])


def test_where_nothing_moves_it_is_a_picture_with_words():
    shown, words = Playground(hidden=[2])._elsewhere()
    assert shown["image/png"].startswith(b"\x89PNG")
    assert "hidden layers of [2] neurons" in words["image/png"]["alt"]
    assert repr(Playground(hidden=[4, 2])) == "<Playground: 2 → 4 → 2 → 1 on xor>"
