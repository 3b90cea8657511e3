"""Gradient descent: every way a run can end, mini-batches, functions of the reader's own, and a published fit."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.cost import COSTS, CROSS_ENTROPY
from perceptron.data import Standardisation, o_rings
from perceptron.descent import step, train
from perceptron.generated import numpy_gradient
from perceptron.gradient import gradient
from perceptron.neuron import IDENTITY, SIGMOID, STEP, TANH, predict
from perceptron.symbolic import derive

seeds = st.integers(0, 2**32 - 1)
X = np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5], [0.0, -1.0], [2.0, 0.5]])
y = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
w = np.array([0.1, -0.2])
b = 0.05


def random_problem(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 20, size=2)
    return rng.normal(size=(n, m)), rng.integers(0, 2, n).astype(float), rng.normal(size=m), rng.normal()


def assert_finite(history):
    assert all(np.isfinite(values).all() for values in (history.w, history.b, history.C))


def test_one_step_goes_against_the_gradient():
    new_w, new_b = step([1, 2], 3, [0.5, -1], 2, alpha=0.5)
    assert new_w.tolist() == [0.75, 2.5]
    assert new_b == 2


def test_an_epoch_is_a_step_and_a_history_holds_the_way():
    history = train(X, y, w, b, alpha=0.3, epochs=2)
    one = step(w, b, *gradient(X, y, w, b), 0.3)
    two = step(*one, *gradient(X, y, *one), 0.3)
    assert history.w == pytest.approx(np.array([w, one[0], two[0]]), rel=1e-14)
    assert history.b == pytest.approx([b, one[1], two[1]], rel=1e-14)
    losses = [(y - predict(X, *state)) ** 2 for state in ((w, b), one, two)]
    assert list(history.C) == pytest.approx(np.mean(losses, axis=1), rel=1e-14)
    assert (history.stopped, history.epochs, history.why) == ("epochs", 2, "all epochs are used up.")
    assert repr(history) == "<History: epochs after 2 epochs, C from 0.227664 to 0.200285: all epochs are used up.>"


@pytest.mark.parametrize(("activation", "cost"), [("sigmoid", "mse"), ("sigmoid", "cross_entropy"), ("tanh", "mse")])
@given(seed=seeds)
def test_a_small_enough_step_lowers_the_cost(activation, cost, seed):
    """By half of what the slope promises at least, but for round-off."""
    X, y, w, b = random_problem(seed)
    alpha = 0.1 / ((X**2).sum(axis=1) + 1).max()  # no loss here bends by more than 2 (1 + 2 · 0.77) per unit of z²
    history = train(X, y, w, b, alpha, 3, activation, cost)
    slopes = [np.append(*gradient(X, y, *state, activation, cost)) for state in zip(history.w, history.b, strict=True)]
    promised = [alpha * slope @ slope for slope in slopes[:-1]]
    assert (np.diff(history.C) <= -np.divide(promised, 2) + 1e-13 * (1 + history.C[:-1])).all()


def test_converged_means_that_no_entry_exceeds_the_tolerance_and_one_did_before():
    history = train(X, X @ [1.0, 2.0] - 1, w, b, 0.2, 10_000, IDENTITY, tolerance=1e-6)
    at = [max(map(abs, np.append(*gradient(X, X @ [1.0, 2.0] - 1, history.w[k], history.b[k], IDENTITY))))
          for k in (-2, -1)]  # fmt: skip
    assert at[1] <= 1e-6 < at[0]
    assert (history.stopped, history.epochs < 10_000) == ("converged", True)
    assert history.why == "no entry of the gradient exceeds the tolerance 1e-06."
    assert history.w[-1] == pytest.approx([1, 2], abs=1e-5)


@pytest.mark.parametrize("alpha", [0.9, 30, 1e10, 1e300])
@pytest.mark.parametrize(
    "gradient_fn", [gradient, numpy_gradient(derive("identity")), lambda *a: gradient(*a, IDENTITY)]
)
@pytest.mark.parametrize("batch_size", [None, 2])
def test_a_run_that_diverges_says_so_and_holds_no_infinity(alpha, gradient_fn, batch_size):
    history = train(X, y, w, b, alpha, 5_000, IDENTITY, gradient_fn=gradient_fn, batch_size=batch_size, rng=1)
    assert history.stopped == "diverged"
    assert f"learning rate below alpha = {alpha:g}" in history.why
    assert_finite(history)


@pytest.mark.parametrize("returned", [([np.nan, 0], 0.0), ([0, 0], np.nan), ([np.inf, 0], 0.0), ([0, 0], -np.inf)])
@pytest.mark.parametrize("activation", [SIGMOID, STEP])
def test_a_gradient_that_is_not_finite_is_no_convergence(returned, activation):
    history = train(X, y, w, b, 0.1, 5, activation, gradient_fn=lambda *_: returned, tolerance=1.0)
    assert (history.stopped, history.epochs) == ("diverged", 0)
    assert_finite(history)


def along(*path):
    """A gradient function that leads the bias along this path, with alpha = 1; where X and y are 0, C is its square."""
    after = dict(itertools.pairwise(path))
    return lambda X, y, w, b: ([0.0], b - after.get(b, b))


def walk(*path, **more):
    return train([[0.0]], [0.0], [0.0], path[0], 1, len(path) - 1, IDENTITY, gradient_fn=along(*path), **more)


@pytest.mark.parametrize(("start", "far", "beyond"), [(0.0, 1e6, 1.001e6), (10.0, 1e7, 1.001e7)])
def test_a_million_million_times_the_start_is_as_far_as_a_walk_may_go(start, far, beyond):
    history = walk(start, far, beyond)
    assert (history.stopped, history.b.tolist()) == ("diverged", [start, far])
    assert history.why == f"the next step would have taken C to {beyond**2:.3g}. Try a learning rate below alpha = 1."


def test_a_walk_from_a_huge_cost_ends_where_floats_end():
    history = train(X, y, w * 1e150, b, 0.9, 5_000, IDENTITY)
    assert history.stopped == "diverged"
    assert_finite(history)


@pytest.mark.parametrize(("activation", "C"), [(STEP, "inf"), (TANH, "nan")])
def test_a_step_to_where_a_cost_has_no_number_is_divergence(activation, C):
    history = train([[1.0]], [1.0], [1.0], 0.0, 1, 5, activation, CROSS_ENTROPY, gradient_fn=lambda *_: ([2.0], 0.0))
    assert (history.stopped, history.epochs) == ("diverged", 0)
    assert history.why == f"the next step would have taken C to {C}. Try a learning rate below alpha = 1."


@pytest.mark.parametrize("returned", [([0.5], 0.25), ([0.25], 0.5), ([-0.5], -0.5)])
def test_the_tolerance_is_for_weights_and_bias_and_may_be_reached(returned):
    for tolerance, stopped in ((0.5, "converged"), (0.49, "epochs")):
        history = train([[0.0]], [0.0], [0.0], 0.0, 1, 3, gradient_fn=lambda *_: returned, tolerance=tolerance)
        assert history.stopped == stopped


def test_without_a_tolerance_even_a_flat_walk_goes_on():
    history = train(X, y, w, b, 0.1, 3, STEP)
    assert (history.epochs, history.why) == (3, "all epochs are used up.")


@pytest.mark.parametrize("path", [(3.0, 1.0, 2.0), (2.0, 3.0, 1.0), (1.0, 3.0, 2.0)])
def test_up_means_that_the_end_is_above_the_start(path):
    assert walk(*path).why == (
        "all epochs are used up, and C went UP. Check the sign of the gradient, or lower alpha."
        if path[0] < path[-1]
        else "all epochs are used up."
    )


def test_a_start_without_a_finite_cost_is_refused():
    with pytest.raises(
        ValueError, match=r"^C is inf at the start, expected a finite number; start from other weights\.$"
    ):
        train(X, y, w, b, 0.1, 5, STEP, CROSS_ENTROPY, gradient_fn=lambda *_: (np.zeros(2), 0.0))


def test_a_history_cannot_be_changed():
    history = train(X, y, w, b, 0.1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        history.stopped = "converged"
    for values in (history.w, history.b, history.C):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0


@given(seed=seeds)
def test_one_batch_of_everything_is_the_full_batch(seed):
    X, y, w, b = random_problem(seed)
    full = train(X, y, w, b, 0.1, 5)
    batch = train(X, y, w, b, 0.1, 5, batch_size=len(y), rng=seed)
    for name in ("w", "b", "C"):
        assert getattr(batch, name) == pytest.approx(getattr(full, name), rel=1e-12, abs=1e-13)


@given(seed=seeds)
def test_with_momentum_each_step_repeats_a_share_of_the_last(seed):
    X, y, w, b = random_problem(seed)
    history, slope = train(X, y, w, b, 0.3, 5, momentum=0.8), numpy_gradient(derive("sigmoid", "mse"))
    at, step_by = np.append(w, b), np.zeros(len(w) + 1)
    for k in range(5):
        dC_dw, dC_db = slope(X, y, at[:-1], at[-1])
        step_by = 0.8 * step_by - 0.3 * np.append(dC_dw, dC_db)
        at = at + step_by
        np.testing.assert_allclose(np.append(history.w[k + 1], history.b[k + 1]), at, rtol=1e-9, atol=1e-12)
    in_one_batch = train(X, y, w, b, 0.3, 5, momentum=0.8, batch_size=len(y))
    np.testing.assert_allclose(in_one_batch.w, history.w, rtol=1e-9, atol=1e-12)
    assert (train(X, y, w, b, 0.3, 1, momentum=0.8).w == train(X, y, w, b, 0.3, 1).w).all()  # nothing to repeat yet


@pytest.mark.parametrize("momentum", [-0.1, 1, 1.5])
def test_momentum_is_a_share(momentum):
    with pytest.raises(ValueError, match="expected 0 to below 1: it is the share of the last step"):
        train(X, y, w, b, 0.3, 5, momentum=momentum)


def test_a_seed_repeats_a_run_and_another_takes_another_way():
    def run(rng):
        return train(X, y, w, b, 0.1, 5, batch_size=2, rng=rng).w

    assert np.array_equal(run(7), run(7))
    assert np.array_equal(run(7), run(np.random.default_rng(7)))
    assert not np.array_equal(run(7), run(8))


def test_every_epoch_sees_every_example_once_the_last_batch_being_smaller():
    seen = []

    def spy(X, y, w, b):
        if len(y) < 5:
            seen.append([tuple(x) for x in X])
        return gradient(X, y, w, b)

    train(X, y, w, b, 0.1, 3, gradient_fn=spy, batch_size=2, rng=0)
    assert [len(batch) for batch in seen] == [2, 2, 1] * 3
    epochs = [[x for batch in seen[k : k + 3] for x in batch] for k in (0, 3, 6)]
    assert all(sorted(epoch) == sorted(map(tuple, X)) for epoch in epochs)
    assert epochs[0] != epochs[1]  # shuffled anew


def test_a_lost_sign_climbs_and_the_history_says_where_to_look():
    def sign_lost(X, y, w, b):
        dC_dw, dC_db = gradient(X, y, w, b)
        return (-dC_dw).tolist(), -dC_db  # lists will do

    history = train(X, y, w, b, 0.5, 20, gradient_fn=sign_lost)
    assert (np.diff(history.C) > 0).all()
    assert "C went UP. Check the sign" in history.why


@pytest.mark.parametrize("cost", COSTS)
def test_a_function_with_parameters_for_them_is_told_activation_and_cost(cost):
    told = []

    def mine(X, y, w, b, activation, cost):
        told.append((activation, cost))
        return gradient(X, y, w, b, activation, cost)

    train(X, y, w * 0, 0.5, 0.1, 1, "tanh", cost, gradient_fn=mine)
    assert set(told) == {(TANH, COSTS[cost])}


def test_a_function_with_one_of_these_parameters_keeps_its_own():
    def mine(X, y, w, b, cost="mine"):
        assert cost == "mine"
        return gradient(X, y, w, b)

    assert train(X, y, w, b, 0.1, 1, gradient_fn=mine).epochs == 1


# Dalal, Fowlkes and Hoadley (1989), JASA 84: logit of the chance in °F, maximum likelihood.
@pytest.mark.parametrize(
    ("target", "intercept", "slope", "at_31"), [("fraction", 5.085, -0.1156, 0.818), ("any", 15.043, -0.2322, None)]
)
def test_descent_reaches_the_published_fit_of_the_o_rings(target, intercept, slope, at_31):
    flights = o_rings(target)
    scale = Standardisation.of(flights.X)
    history = train(scale.apply(flights.X), flights.y, [0.0], 0.0, 4.0, 5_000, cost=CROSS_ENTROPY, tolerance=1e-9)
    assert history.stopped == "converged"
    w, b = scale.undo(history.w[-1], history.b[-1])
    assert (round(b, 3), round(w[0], 4)) == (intercept, slope)
    if at_31 is not None:  # the temperature of Challenger's last morning
        assert round(predict([[31]], w, b)[0], 3) == at_31
