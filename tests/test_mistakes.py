"""Every mistake of the catalogue is named where it makes a difference, by its own name or among few; none is
guessed.
"""

import collections
import itertools
import os

import numpy as np
import pytest

from perceptron import mistakes
from perceptron.certificate import certify
from perceptron.cost import COSTS, CROSS_ENTROPY, MSE
from perceptron.course.l07_descend import judge_descent
from perceptron.diagnosis import CLOSE, Numbers, Slips, diagnose, explained, factors, suspects, with_mistake
from perceptron.from_formula import neuron
from perceptron.gradient import gradient
from perceptron.mistakes.descent import DESCENTS
from perceptron.neuron import IDENTITY, RELU, SIGMOID, TANH
from perceptron.slips import numpy_slips

PROBLEMS = int(os.environ.get("PERCEPTRON_PROBLEMS", "1"))  # of each pair
NEURONS = [
    *itertools.product([SIGMOID, TANH, RELU, IDENTITY], [MSE, CROSS_ENTROPY]),
    (SIGMOID, "log_cosh"),
    ("softplus", MSE),
]


def letters(seed, activation, cost):
    """Numbers at a random problem: 5 to 60 examples, 1 to 5 features."""
    activation, cost, derivation = neuron(activation, cost)
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(5, 60)), int(rng.integers(1, 6))
    X, w, b, y = rng.normal(size=(n, m)), rng.normal(size=m), float(rng.normal()), rng.random(n)
    if seed % 2:
        y = (y > 0.5).astype(float)
    if cost.unit and activation is not SIGMOID:  # ŷ must be a chance
        w, b = w * 0.4 * rng.random() / np.abs(X @ w).max(), 0.5
    return Numbers(X, y, w, b, activation, cost, Slips(*numpy_slips(derivation)))


def gradients_of(names, g, known):
    """Every gradient that these mistakes together give, by the catalogue itself."""
    for k, made in enumerate(known.made):
        rest = set(names) - {mistake.called(g) for mistake in made}
        if len(rest) + len(made) == len(names):
            yield from (known.vectors[k] * by for front, by in factors(g) if set(front) == rest)


def explains(names, truth, elsewhere, known):
    """Whether these mistakes are those, or always give the same, or are those of them that change something here."""
    if set(names) <= set(truth):
        return True
    theirs = list(gradients_of(truth, elsewhere, known))
    return any(
        np.allclose(mine, other, rtol=1e-9, atol=0)
        for mine in gradients_of(names, elsewhere, known) for other in theirs
    )  # fmt: skip


@pytest.mark.parametrize(("activation", "cost"), NEURONS, ids=str)
def test_every_mistake_is_named_and_none_wrongly(activation, cost):
    told = collections.Counter()
    for seed in range(100, 100 + PROBLEMS):
        with np.errstate(all="ignore"):
            g, elsewhere = letters(seed, activation, cost), letters(7, activation, cost)
            known, known_elsewhere = suspects(g), suspects(elsewhere)
        for vector, size, made in zip(known.vectors, known.sizes, known.made, strict=True):
            truth = [mistake.called(g) for mistake in made]
            if not np.isfinite(vector).all() or not vector.any() or (np.abs(vector - g.right) <= CLOSE * size).all():
                continue  # no number, or no mistake here
            found = explained(vector, g, known)
            right = [names for names in found if explains(names, truth, elsewhere, known_elsewhere)]
            assert right or not found, (truth, found)
            told["named" if len(found) == 1 else "among several" if found else "not recognised"] += 1
    assert told.total() > 100
    assert told["not recognised"] == 0
    # Where z > 0 throughout, much is alike; so is what a line has for its slope.
    sure = activation is SIGMOID or (activation is TANH and cost is MSE)
    assert told["named"] >= (0.97 if sure else 0.75) * told.total(), told


@pytest.mark.parametrize("front", [front for front, _ in factors(letters(3, SIGMOID, MSE))[1:]], ids=" and ".join)
def test_numbers_in_front_are_named_together(front):
    g = letters(3, SIGMOID, MSE)
    by = dict(factors(g))[front]
    assert any(set(names) == set(front) for names in diagnose(g.right * by, g))


def test_every_mistake_says_what_to_do_and_has_a_name_of_its_own():
    everything = {mistake.name: mistake for asked in mistakes.ASKED.values() for mistake in asked}
    for mistake in (*everything.values(), *mistakes.HIDDEN):
        assert mistake.name[0].islower() or mistake.name[0] in "∂ŷδC0", mistake.name
        assert mistake.name[-1] not in ".:,"
        assert mistake.advice.endswith(".")
    assert len({m.name for m in mistakes.ASKED["all"]}) == len(mistakes.ASKED["all"]) > 70
    with pytest.raises(KeyError):
        mistakes.named("bad luck")


X = np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5], [0.25, -1.0], [-0.75, 0.5]])
Y = np.array([0.9, 0.1, 0.8, 0.2, 0.6])
W, B = np.array([0.75, -0.4]), 0.125
RIGHT = np.append(*gradient(X, Y, W, B))


def named(vector):
    found = certify(lambda *_: (vector[:-1], vector[-1]), X, Y, W, B)
    assert found.verdict == "failed"
    return found.alternatives


@pytest.mark.parametrize(
    ("vector", "name"),
    [
        (np.array([np.nan, 0, 0]), "a number is not finite"),
        (np.zeros(3), "every entry is 0"),
        (RIGHT + 0.03 * np.append(W, 0), "a penalty of 0.03 w is added"),
        (RIGHT + 0.03 * np.append(W, B), "a penalty of 0.03 w is added"),
        (RIGHT - 0.2 * np.append(np.sign(W), 0), "a penalty of -0.2 times the sign of w is added"),
        (np.round(RIGHT, 3), "the numbers are rounded to 3 decimals"),
        (np.clip(RIGHT, -0.02, 0.02), "the numbers are clipped at 0.02"),
        (3.7 * RIGHT, "every entry is 3.7 times what it should be"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_is_seen_in_the_numbers_alone(vector, name):
    ((fault,),) = named(vector)
    assert fault[0] == name
    assert fault[1].endswith(".")


def test_what_is_alike_here_is_said_to_be_and_other_points_tell_it_apart():
    two = X[:2], Y[:2], W, B
    n_times = [2 * part for part in gradient(*two)]
    found = certify(lambda *_: n_times, *two)
    names = {" and ".join(name for name, _ in alternative) for alternative in found.alternatives}
    assert {"the mean is forgotten", "there is a factor 2 too many"} <= names
    assert found.faults == ()
    assert found.summary.startswith("failed. It is one of these, which are alike here: ")
    slope_at_ŷ = with_mistake(mistakes.named("the slope is taken at ŷ, not at z"), RELU, MSE)
    assert certify(slope_at_ŷ, X[:1], Y[:1], W, B, RELU).passed  # z > 0: there the slope is 1 either way
    several = certify(slope_at_ŷ, X[:1], Y[:1], W, B, RELU, points=6)
    assert several.verdict == "passed" or "points" in several.summary


def test_a_mistake_that_changes_nothing_at_one_point_is_found_at_others():
    def no_bias(X, y, w, b):
        return gradient(X, y, w, 0.0)

    found = certify(no_bias, X, Y, W, 0.0, points=3)
    assert found.faults == ("the bias is left out of z",)
    assert "It failed at 3 of 4 points" in found.summary
    beside = certify(no_bias, X, Y, W, 0.0)
    assert beside.faults == found.faults
    assert "Where a parameter is 0, it can't be told from a right one" in beside.summary
    assert certify(gradient, X, Y, W, 0.0).notes == ()
    assert "It was certified at 3 points." in certify(gradient, X, Y, W, B, points=[(W, 1.0), (2 * W, B)]).summary


@pytest.mark.parametrize("mistake", DESCENTS, ids=lambda mistake: mistake.name)
def test_every_wrong_descent_ends_elsewhere(mistake):
    def slopes(w, b):
        return gradient(X, Y, w, b)

    ends = {m.name: np.append(*m.run(slopes, W, B, 0.3, 20, len(Y))) for m in DESCENTS}
    w, b = W, B
    for _ in range(20):
        dw, db = slopes(w, b)
        w, b = w - 0.3 * dw, b - 0.3 * db
    mine = ends.pop(mistake.name)
    assert not np.allclose(mine, np.append(w, b), rtol=1e-6)
    assert not any(np.allclose(mine, other, rtol=1e-6) for other in ends.values())


def test_two_mistakes_of_a_descent_are_named_together():
    def late_and_short(X, y, alpha, epochs):
        w, b = np.zeros(2), 0.0
        for _ in range(epochs - 1):
            w = w - alpha * gradient(X, y, w, b)[0]
            b = b - alpha * gradient(X, y, w, b)[1]
        return w, b

    late = "the slope of b is taken after w has moved; take both slopes first"
    assert judge_descent(late_and_short).because == f"one step is missing, and {late}"


def test_costs_known_by_name_are_the_cost_module_s():
    assert {neuron("sigmoid", name)[1] for name in COSTS} == set(COSTS.values())
