"""What a neuron is worth: counts, curves, chances and intervals, each against what can be counted by hand."""

import itertools

import numpy as np
import pytest

from perceptron import judgement, newton
from perceptron.course import l11_bring

Y = np.array([1, 0, 1, 1, 0, 0, 1, 0])
CHANCES = np.array([0.9, 0.8, 0.8, 0.6, 0.4, 0.4, 0.3, 0.1])
LINE = np.arange(8.0)[:, None]


def test_rows_are_counted_by_what_they_are_and_what_is_said():
    counts = judgement.confusion(Y, CHANCES)
    assert (counts.tp, counts.fp, counts.fn, counts.tn) == (3, 1, 1, 3)
    assert (counts.accuracy, counts.precision, counts.recall) == (0.75, 0.75, 0.75)
    assert judgement.confusion(Y, CHANCES, 0.8).fp == 1  # at the threshold it is said to be 1
    assert str(counts) == "6 of 8 right; 1 false alarms, 1 missed; precision 0.750, recall 0.750"
    assert "<td>1 missed</td>" in counts._repr_html_()
    assert np.isnan(judgement.confusion(Y, CHANCES, 2).precision)


def test_the_curve_is_the_counts_of_every_threshold():
    false, true, thresholds = judgement.roc(Y, CHANCES)
    assert (false[0], true[0], false[-1], true[-1]) == (0, 0, 1, 1)
    for f, t, threshold in zip(false, true, thresholds, strict=True):
        counts = judgement.confusion(Y, CHANCES, threshold)
        assert (f, t) == (counts.fp / 4, counts.tp / 4)
    assert len(thresholds) == len(set(CHANCES)) + 1
    precision, recall, thresholds = judgement.precision_recall(Y, CHANCES)
    for p, r, threshold in zip(precision, recall, thresholds, strict=True):
        counts = judgement.confusion(Y, CHANCES, threshold)
        assert (p, r) == (counts.precision, counts.recall)


def test_the_area_is_the_share_of_pairs_in_order():
    pairs = [(a > b) + (a == b) / 2 for a, b in itertools.product(CHANCES[Y == 1], CHANCES[Y == 0])]
    assert judgement.auc(Y, CHANCES) == pytest.approx(np.mean(pairs), rel=1e-15)
    assert judgement.auc(Y, np.full(8, 0.5)) == 0.5
    assert judgement.auc(Y, Y) == 1


def test_chances_are_compared_with_shares():
    mean, share, rows = judgement.calibration(Y, CHANCES, bins=2)
    np.testing.assert_allclose((mean, share, rows), [[0.3, 0.775], [0.25, 0.75], [4, 4]])
    assert judgement.calibration(Y, np.ones(8))[2].tolist() == [8]


def test_the_threshold_follows_what_errors_cost():
    assert judgement.expected_cost(Y, CHANCES, 0.5, false_alarm=1, miss=10) == 11 / 8
    assert judgement.best_threshold(Y, CHANCES, false_alarm=1, miss=10) == pytest.approx(0.2)
    assert judgement.best_threshold(Y, CHANCES, false_alarm=10, miss=1) == pytest.approx(0.85)
    assert judgement.best_threshold(Y, CHANCES, false_alarm=0, miss=1) < 0.1
    assert judgement.best_threshold([0, 0, 0, 1], [0.7, 0.8, 0.9, 0.1], false_alarm=1, miss=0) > 0.9


def test_intervals_hold_the_weights_of_other_samples():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(300, 2))
    y = (rng.random(300) < 1 / (1 + np.exp(-(X @ [1.0, -1.0] + 0.5)))).astype(float)
    found = judgement.bootstrap(X, y, newton.fit, rounds=400)
    w, b = newton.fit(X, y)
    assert np.all((found.w[:, 0] < w) & (w < found.w[:, 1]))
    assert found.b[0] < b < found.b[1]
    # The deviation by theory, from the curvature: half of an interval is about two of them.
    tilde = np.column_stack([X, np.ones(300)])
    chance = 1 / (1 + np.exp(-(X @ w + b)))
    deviation = np.sqrt(np.diag(np.linalg.inv((tilde.T * chance * (1 - chance)) @ tilde)))
    np.testing.assert_allclose(np.diff(found.w)[:, 0] / 3.92, deviation[:2], rtol=0.3)
    assert found.lost == 0
    assert "from 400 samples" in str(found)


def test_lost_rounds_are_counted_and_too_many_are_refused():
    y = np.array([0, 1, 0, 0, 1, 1, 0, 1])
    found = judgement.bootstrap(LINE, y, newton.fit, rounds=40)
    assert 0 < found.lost <= 20
    assert f"{found.lost} of 40 rounds had no minimum: " in str(found)
    with pytest.raises(ValueError, match=r"40 of 40 samples have no minimum: a line parts the two kinds"):
        judgement.bootstrap(LINE, LINE.ravel() > 3, newton.fit, rounds=40)


def test_the_odd_row_moves_the_most():
    y = np.array([0, 0, 0, 1, 0, 1, 1, 0])
    moved = judgement.influence(LINE, y, newton.fit)
    w, b = newton.fit(LINE, y)
    without = newton.fit(LINE[:7], y[:7])
    assert moved[7] == pytest.approx(7 * w[0] + b - 7 * without[0][0] - without[1])
    assert np.nanargmax(np.abs(moved)) == 7
    assert np.isnan(judgement.influence(LINE[:7], [0, 0, 0, 1, 0, 1, 1], newton.fit)[4])  # without it a line parts them


def test_the_picture_of_lesson_11_shows_what_the_lesson_says():
    shown = l11_bring.threshold(miss=20).scene
    told = {cut: shown.frame({"miss": 20.0, "cut": cut}) for cut in np.arange(1, 200) / 200}
    cost = {cut: float(frame.readouts[2].split("cost ")[1].split(" ")[0]) for cut, frame in told.items()}
    best = min(cost, key=cost.get)
    assert (best, cost[best], cost[0.5]) == (pytest.approx(0.21), 0.415, 1.014)
    assert told[best].readouts[0].endswith("48 of 50 malignant found, 2 missed.")
    assert told[best].readouts[1] == "19 false alarms among 92 benign tumours."


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: judgement.roc([1, 1], [0.1, 0.2]), "all 2 rows are of kind 1; both kinds are needed"),
        (lambda: judgement.confusion([1, 2], [0.1, 0.2]), "y has 2, expected the kinds 0 and 1"),
        (lambda: judgement.confusion([1, 0], [0.1, 1.2]), "y_hat goes from 0.1 to 1.2, expected chances"),
        (lambda: judgement.confusion([1, 0], [0.1]), "y"),
        (lambda: judgement.calibration([1, 0], [0.1, 0.2], 0), "bins"),
        (lambda: judgement.bootstrap(LINE, Y, newton.fit, rounds=0), "rounds"),
    ],
)
def test_what_cannot_be_judged_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
