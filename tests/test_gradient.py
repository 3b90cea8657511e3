"""The gradient by hand against a double loop, whatever the size of the blocks, the order or the type of the input."""

import math
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import gradient as module
from perceptron.cost import COSTS, CROSS_ENTROPY
from perceptron.gradient import cost_at, gradient
from perceptron.neuron import ACTIVATIONS, IDENTITY, SIGMOID

seeds = st.integers(0, 2**32 - 1)

# f(z), f'(z) and dloss/dŷ of one example, as a textbook has them.
F = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "step": lambda z: float(z >= 0),
    "identity": lambda z: z,
}
F_PRIME = {
    "sigmoid": lambda z: F["sigmoid"](z) * (1 - F["sigmoid"](z)),
    "tanh": lambda z: 1 - math.tanh(z) ** 2,
    "relu": lambda z: float(z > 0),
    "step": lambda z: 0.0,
    "identity": lambda z: 1.0,
}
LOSS_PRIME = {"mse": lambda y, p: 2 * (p - y), "cross_entropy": lambda y, p: (p - y) / (p * (1 - p))}
PAIRS = [(a, c) for a in ACTIVATIONS for c in COSTS if (a, c) != ("step", "cross_entropy")]  # that one has no gradient


def problem(seed, activation=SIGMOID, cost=CROSS_ENTROPY):
    """A random small problem; where cross-entropy meets an activation that is no chance, ŷ stays between 0 and 1."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 12, size=2)
    X, w, b, y = rng.normal(size=(n, m)), rng.normal(size=m), rng.normal(), rng.random(n)
    if cost is CROSS_ENTROPY and activation is not SIGMOID:
        w, b = 0.4 * w / np.abs(X @ w).max(), 0.5
    return X, y, w, b


def by_double_loop(X, y, w, b, activation, cost):
    n, m = X.shape
    dC_dw, dC_db = [0.0] * m, 0.0
    for x_i, y_i in zip(X, y, strict=True):
        z = math.fsum(x_i * w) + b
        delta = LOSS_PRIME[cost](y_i, F[activation](z)) * F_PRIME[activation](z)
        for j in range(m):
            dC_dw[j] += delta * x_i[j] / n
        dC_db += delta / n
    return dC_dw, dC_db


def assert_same(one, other, rel=1e-12, abs=1e-13):
    assert one[0] == pytest.approx(other[0], rel=rel, abs=abs)
    assert one[1] == pytest.approx(other[1], rel=rel, abs=abs)


@pytest.mark.parametrize(("activation", "cost"), PAIRS)
@given(seed=seeds)
def test_equals_a_loop_over_examples_and_features(activation, cost, seed):
    X, y, w, b = problem(seed, ACTIVATIONS[activation], COSTS[cost])
    by_hand = gradient(X, y, w, b, ACTIVATIONS[activation], COSTS[cost])
    assert_same(by_hand, by_double_loop(X, y, w, b, activation, cost), abs=1e-12)
    assert_same(by_hand, gradient(X, y, w, b, activation, cost), rel=0, abs=0)  # by name: the same


@given(seed=seeds, block=st.integers(1, 13))
def test_does_not_depend_on_the_size_of_the_blocks(seed, block):
    X, y, w, b = problem(seed)
    whole = gradient(X, y, w, b)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        assert_same(gradient(X, y, w, b), whole)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_no_example_is_lost_where_a_block_ends(more):
    n = module.BLOCK + more
    X = np.zeros((n, 1))
    X[-1] = 8.0
    y = np.zeros(n)
    dC_dw, dC_db = gradient(X, y, [0.0], 0.5, IDENTITY)
    assert dC_dw == pytest.approx([8 / n], rel=1e-14)  # 2 (½ - 0) · 8, from the last example alone
    assert dC_db == pytest.approx(1, rel=1e-14)


def test_needs_no_second_copy_of_the_inputs():
    X = np.ones((200_000, 20))
    y, w = np.zeros(len(X)), np.zeros(20)
    for function, share in ((gradient, 0.1), (cost_at, 0.5)):
        tracemalloc.start()
        function(X, y, w, 0.0)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < share * X.nbytes, function


@given(seed=seeds)
def test_the_order_of_the_examples_and_seeing_each_twice_change_nothing(seed):
    X, y, w, b = problem(seed)
    once = gradient(X, y, w, b)
    order = np.random.default_rng(seed).permutation(len(y))
    assert_same(gradient(X[order], y[order], w, b), once)
    assert_same(gradient(np.tile(X, (2, 1)), np.tile(y, 2), w, b), once)
    assert cost_at(np.tile(X, (2, 1)), np.tile(y, 2), w, b) == pytest.approx(cost_at(X, y, w, b), rel=1e-12)


@given(seed=seeds, power=st.integers(-20, 20))
def test_other_units_scale_the_gradient_and_nothing_else(seed, power):
    X, y, w, b = problem(seed)
    s = 2.0**power  # exact, so that what follows is equality
    right = gradient(X, y, w, b)
    assert_same(gradient(X * s, y, w / s, b), (right[0] * s, right[1]), rel=0, abs=0)
    line = gradient(X, y, w, b, IDENTITY)
    assert_same(gradient(X, y * s, w * s, b * s, IDENTITY), (line[0] * s, line[1] * s), rel=0, abs=0)


WHOLE = (np.arange(12).reshape(6, 2) - 5) % 7  # integers, so that every kind below holds the same numbers
KINDS = {
    "int": WHOLE,
    "int8": WHOLE.astype(np.int8),
    "list": WHOLE.tolist(),
    "tuple of lists": tuple(WHOLE.tolist()),
    "float32": WHOLE.astype(np.float32),
    "Fortran": np.asfortranarray(WHOLE.astype(float)),
    "fractions": [[Fraction(int(v)) for v in row] for row in WHOLE],
    "every second row and column": np.repeat(np.repeat(WHOLE.astype(float), 2, axis=0), 2, axis=1)[::2, ::2],
    "backwards": WHOLE[::-1, ::-1].astype(float)[::-1, ::-1],
    "big-endian": WHOLE.astype(">f8"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_takes_whatever_holds_the_same_numbers(kind):
    y, w = [0, 1, 1, 0, 1, 0], [1, -2]
    right = gradient(WHOLE.astype(float), np.array(y, float), np.array(w, float), 0.5)
    assert_same(gradient(KINDS[kind], y, w, Fraction(1, 2)), right)
    dC_dw, dC_db = gradient(KINDS[kind], np.array(y, bool), np.array(w, np.int8), np.float32(0.5))
    assert_same((dC_dw, dC_db), right)
    assert isinstance(dC_db, float)
    assert (dC_dw.dtype, dC_dw.shape) == (float, (2,))


@given(seed=seeds)
def test_cost_at_is_the_mean_loss_of_the_predictions(seed):
    X, y, w, b = problem(seed)
    for cost in COSTS.values():
        assert cost_at(X, y, w, b, cost=cost) == pytest.approx(cost(y, SIGMOID(X @ w + b)), rel=1e-10)


# What overflows, the arguments, and which prediction is told as the worst.
NOT_FINITE = {
    "∂C/∂w": (([[1e200]], [1e150], [0.0], 0.0, IDENTITY), "1 predictions is 0 for the target 1e+150 (example 0)"),
    "∂C/∂b alone": (
        ([[0.5], [0.5]], [-5e307] * 2, [0.0], 0.0, IDENTITY),
        "2 predictions is 0 for the target -5e+307 (example 0)",
    ),
    "∂C/∂w, by the better of two predictions": (
        ([[1e210], [0.0]], [9e99, 5e99], [1e-110], 0.0, IDENTITY),
        "2 predictions is 0 for the target 5e+99 (example 1)",
    ),
    "ŷ - y": (
        ([[0.0]], [-1.7e308], [0.0], 1.7e308, IDENTITY),
        "1 predictions is 1.7e+308 for the target -1.7e+308 (example 0)",
    ),
    "y / ŷ": (([[1.0]], [1.0], [0.0], 0.0, IDENTITY, CROSS_ENTROPY), "1 predictions is 0 for the target 1 (example 0)"),
}


@pytest.mark.parametrize("what", NOT_FINITE)
def test_a_gradient_that_is_not_finite_is_refused_with_the_worst_prediction(what):
    problem, worst = NOT_FINITE[what]
    with pytest.raises(ValueError, match="not finite") as caught:
        gradient(*problem)
    assert str(caught.value) == (
        f"the gradient is not finite: the worst of {worst}; standardise the features or start from smaller weights."
    )


def test_a_cost_may_be_infinite_and_a_huge_z_may_be_right():
    assert cost_at([[1.0]], [1e200], [0.0], 0.0, IDENTITY) == math.inf
    assert cost_at([[1.0]], [1.0], [0.0], 0.0, IDENTITY, CROSS_ENTROPY) == math.inf
    hit = [[1.0]], [1e200], [1e200], 0.0, IDENTITY  # the square of z overflows, z does not
    assert (gradient(*hit), cost_at(*hit)) == (([0.0], 0.0), 0.0)
