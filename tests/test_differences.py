"""A right gradient by differences is never called wrong, whatever its step, its data and its neuron."""

import numpy as np
import pytest

from perceptron.certificate import certify
from perceptron.gradient import cost_at

COARSE = ("it is by differences, with an h that leaves few digits",)
NEURONS = [("sigmoid", "cross_entropy"), *((f, "mse") for f in ("sigmoid", "tanh", "relu", "identity"))]


def problem(seed):
    """(a gradient by differences, the point to certify it at): data of any scale, one example or 200."""
    rng = np.random.default_rng([11, seed])
    neuron = NEURONS[seed % len(NEURONS)]
    n, m = int(np.exp(rng.uniform(0, np.log(200)))), int(rng.integers(1, 9))
    scale = 10 ** rng.uniform(-1, 1)
    w, b = rng.normal(size=m) * 10 ** rng.uniform(-1, 0.5) / scale, float(rng.normal())
    y = rng.random(n) if rng.random() < 0.5 else rng.integers(0, 2, n) * 1.0
    y *= 10 ** rng.uniform(-1, 2) if neuron[1] == "mse" else 1
    h, (up, down) = 10 ** rng.uniform(-9, -3), [(1, -1), (1, 0)][rng.integers(2)]

    def slopes(X, y, w, b):
        p = np.append(w, b)
        C = [[cost_at(X, y, *np.split(p + by * e, [m])[:1], (p + by * e)[m], *neuron) for by in (up * h, down * h)]
             for e in np.eye(m + 1)]  # fmt: skip
        quotients = np.diff(C, axis=1)[:, 0] / ((down - up) * h)
        return quotients[:-1], quotients[-1]

    return slopes, (rng.normal(size=(n, m)) * scale, y, w, b, *neuron)


@pytest.mark.parametrize("seed", range(60))
def test_right_differences_are_right_or_coarse(seed):
    slopes, point = problem(seed)
    found = certify(slopes, *point)
    few = np.abs(found.yours - found.by_hand).max() > 1e-3 * np.abs(found.by_hand).max()
    lost = found.faults == COARSE or not found.yours.any()  # each difference of two costs is rounded to 0
    assert found.passed or (few and lost), found


def test_a_step_is_found_in_the_steps_that_a_cost_can_take():
    """With h = 7.3e-9 an entry of 1e-4 is some thousand steps from one float to the next, and h is told by them."""
    X, y, w, b = np.array([[0.4, -0.9]]), np.array([0.8]), np.array([6.0, -7.0]), 0.1
    h, p = 7.3e-9, np.append(w, b)

    def slopes(X, y, w, b):
        here = cost_at(X, y, w, b)
        each = np.array([(cost_at(X, y, *np.split(q, [2])[:1], q[2]) - here) / h for q in p + h * np.eye(3)])
        return each[:2], each[2]

    found = certify(slopes, X, y, w, b)
    assert found.passed, found
    assert "Forward differences with h = 7.3e-09" in found.summary


def test_a_mistake_in_most_entries_is_no_step():
    rng = np.random.default_rng(3)
    for seed in range(40):
        slopes, (X, y, w, b, *neuron) = problem(seed)
        wrong = certify(lambda *at, by=slopes: (by(*at)[0] * rng.choice([1.3, 0.6], len(at[2])), by(*at)[1] * 1.1),
                        X, y, w, b, *neuron)  # fmt: skip
        assert wrong.verdict == "failed" or "flat" in wrong.summary, wrong
