"""The network of lesson 10: by hand, in symbols, by nudges and by PyTorch's stored numbers the same; XOR is learnt."""

import re

import numpy as np
import pytest

from perceptron import data
from perceptron.cost import CROSS_ENTROPY
from perceptron.course import frameworks
from perceptron.course import l10_connect as connect
from perceptron.diagnosis.network import Layers, suspects
from perceptron.network import Network, cost, gradient, predict, train_network
from perceptron.network_certificate import certify_network, names

XOR = data.xor()


def letters(X, y, at):
    """The letters of the mistakes, for a network with one hidden layer."""
    hidden, last = at.layers
    return Layers(X, y, hidden.W, hidden.b, last.W, last.b, hidden.activation, last.activation, at.cost)


# A mean of 80 terms below 1 is rounded by less than 1e-14, however much of it cancels.
ROUNDED = {"rtol": 1e-12, "atol": 1e-14}


def drawn(seed):
    """(X, y, network) of any shape, from small inputs to large ones."""
    rng = np.random.default_rng(seed)
    m, h, n = (int(rng.integers(1, most)) for most in (4, 5, 40))
    X = rng.normal(size=(n, m)) * 10 ** rng.uniform(-2, 2)
    start = Network((rng.normal(size=(m, h)), rng.normal(size=h)), (rng.normal(size=h) * 10 ** rng.uniform(-1, 1), 0.3))
    return X, rng.random(n), start


@pytest.mark.parametrize("seed", range(12))
def test_a_right_gradient_is_certified_in_any_shape(seed):
    X, y, start = drawn(seed)
    found = certify_network(X, y, start)
    assert found.passed, found
    assert (np.abs(found.numeric - found.by_hand) <= found.numeric_tolerance).all()
    assert found.names[0] == "∂C/∂W₁₁"
    assert found.names[-1] == "∂C/∂c"
    assert certify_network(X, y, start, lambda *given: gradient(*given).flat).passed


KINDS = [("sigmoid", "sigmoid", "mse"), ("tanh", "sigmoid", "cross_entropy"), ("relu", "identity", "mse")]


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("hidden", [[], [4], [3, 2], [4, 3, 2]])
def test_any_depth_activation_and_cost_is_certified_and_a_wrong_entry_is_not(hidden, kinds):
    rng = np.random.default_rng(len(hidden))
    start = Network.random(3, hidden, 1, *kinds)
    start = start.unflat(start.flat + 0.3 * rng.normal(size=len(start.flat)))  # no bias is 0: nothing is on a kink
    X, y = rng.normal(size=(11, 3)), rng.integers(0, 2, 11)
    found = certify_network(X, y, start)
    assert found.passed, found
    assert found.symbolic is not None
    assert len(set(found.names)) == len(start.flat)
    worst = int(np.argmax(np.abs(found.by_hand)))
    wrong = found.by_hand * np.where(np.arange(len(start.flat)) == worst, 1.001, 1)
    failed = certify_network(X, y, start, lambda *_: wrong)
    assert (failed.verdict, np.flatnonzero(~failed.agrees).tolist()) == ("failed", [worst])
    assert certify_network(X, y, start, lambda *_: -found.by_hand).faults == ("the sign is lost",)


def test_layers_are_named_by_their_place():
    assert names(Network.random(2, [1, 2])) == tuple(
        f"∂C/∂{p}" for p in ("W¹₁₁", "W¹₂₁", "b¹₁", "W²₁₁", "W²₁₂", "b²₁", "b²₂", "v₁", "v₂", "c")
    )
    assert names(Network.random(2, [])) == ("∂C/∂w₁", "∂C/∂w₂", "∂C/∂b")


def test_a_formula_of_hundreds_of_paths_is_left_out_and_that_is_said():
    rng = np.random.default_rng(0)
    found = certify_network(rng.normal(size=(6, 2)), rng.random(6), Network.random(2, [5, 5, 5], 0, "tanh"))
    assert found.passed
    assert found.symbolic is None
    assert "a formula with 125 paths from each input would fill pages" in str(found)


def test_on_a_kink_it_says_so():
    """All biases are 0 and the first ReLU neuron is asleep: the one behind it sits on its kink."""
    start = Network(([[-1.0]], [0.0], "relu"), ([[1.0]], [0.0], "relu"), ([1.0], 0.0))
    assert certify_network([[1.0], [2.0]], [0.0, 1.0], start).verdict == "kink"


@pytest.mark.parametrize("part", range(9))
def test_the_certificate_refuses_a_wrong_entry_and_says_where(part):
    def wrong(X, y, at):
        flat = gradient(X, y, at).flat
        flat[part] *= 1 + 5e-7
        return at.unflat(flat)

    found = certify_network(XOR.X, XOR.y, Network.random(2, 2, 1), wrong)
    assert found.verdict == "failed"
    assert np.flatnonzero(~found.agrees).tolist() == [part]
    assert found.summary.endswith(f"the largest difference is in {found.names[part]}.")


def test_each_mistake_in_a_network_is_named_or_among_few():
    X, y, start = (part for part in drawn(40))
    g = letters(X, y, start)
    known, told = suspects(g), 0
    for made, vector in zip(known.made[1:], known.vectors[1:], strict=True):
        found = certify_network(X, y, start, lambda *_, vector=vector: vector)
        name = made[0].called(g)
        if found.verdict == "failed" and vector.any():
            assert any(name == fault for names in found.alternatives for fault, _ in names), (name, found)
            told += found.faults == (name,)
    assert told > 0.7 * len(known.made)


def test_two_mistakes_in_a_network_are_named_where_no_one_is():
    X, y, start = (part for part in drawn(40))
    g = letters(X, y, start)
    pairs, named = suspects(g, pairs=True), 0
    tried = range(1, len(pairs.made), 60)
    for k in tried:
        both = {mistake.called(g) for mistake in pairs.made[k]}
        found = certify_network(X, y, start, lambda *_, vector=pairs.vectors[k]: vector)
        named += both == set(found.faults)
        assert found.verdict == "failed" or np.allclose(pairs.vectors[k], pairs.vectors[0])
    assert named > 0.5 * len(tried)


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ((-1, -1, -1, -1), {"the sign is lost"}),
        ((1, 1, -1, 1), {"the sign is lost in ∂C/∂v"}),
        ((0.5, 1, 1, -1), {"the factor 2 is lost in ∂C/∂W", "the sign is lost in ∂C/∂c"}),
        ((0, 0, 0, 0), {"every entry is 0"}),
        ((np.nan, 1, 1, 1), {"a number is not finite"}),
    ],
)
def test_each_layer_has_its_own_mistakes(parts, names):
    X, y, start = XOR.X[:7], XOR.y[:7], Network.random(2, 3, 2)
    right = gradient(X, y, start)
    flat = np.concatenate(
        [np.ravel(by * p) for by, p in zip(parts, (p for k in right.layers for p in (k.W, k.b)), strict=True)]
    )
    assert set(certify_network(X, y, start, lambda *_: flat).faults) == names


def test_a_random_network_is_trained_for_the_cost_that_is_named():
    assert Network.random(2, 3, 0, cost="cross_entropy").cost is CROSS_ENTROPY


def test_what_is_no_network_is_told_with_its_mend():
    with pytest.raises(ValueError, match=r"W has shape \(1, 1, 1\), .* One row per input, one column per neuron\."):
        Network(([[[1.0]]], 0.0))
    with pytest.raises(TypeError, match=r"^momentum must be a real number"):
        train_network(XOR.X, XOR.y, Network.random(2, 2), 1.0, 1, momentum="x")


def test_what_is_no_gradient_of_a_network_is_refused():
    with pytest.raises(ValueError, match="expected a Network, 9 numbers as in its flat, or arrays"):
        certify_network(XOR.X, XOR.y, Network.random(2, 2, 1), lambda *_: np.zeros(4))


def test_any_shape_is_differentiated_rightly():
    rng = np.random.default_rng(3)
    X, y, at = rng.normal(size=(7, 3)), rng.random(7), Network.random(3, 4, 5)
    h, numeric = 1e-6, []
    for nudge in h * np.eye(len(at.flat)):
        numeric.append((cost(X, y, at.unflat(at.flat + nudge)) - cost(X, y, at.unflat(at.flat - nudge))) / (2 * h))
    np.testing.assert_allclose(gradient(X, y, at).flat, numeric, atol=1e-9)


def by_a_loop(X, y, at, alpha, epochs, momentum, penalty):
    """Momentum and penalty entry by entry, with slopes by differences: nothing of `train_network` in it."""
    p, V, h = at.flat.tolist(), [0.0] * len(at.flat), 1e-5
    is_weight = np.concatenate([[size] * n for k in at.layers for size, n in ((1, k.W.size), (0, k.b.size))])
    for _ in range(epochs):
        here = np.array(p)
        slopes = [
            (cost(X, y, at.unflat(here + d)) - cost(X, y, at.unflat(here - d))) / (2 * h) for d in h * np.eye(len(p))
        ]
        for j, slope in enumerate(slopes):
            V[j] = momentum * V[j] + slope + penalty * here[j] * is_weight[j]
            p[j] -= alpha * V[j]
    return p


def test_momentum_and_penalty_are_what_they_are_called():
    start = Network.random(2, [3, 2], 0, "tanh")
    learnt, C = train_network(XOR.X, XOR.y, start, 0.5, 4, momentum=0.9, penalty=0.01)
    np.testing.assert_allclose(learnt.flat, by_a_loop(XOR.X, XOR.y, start, 0.5, 4, 0.9, 0.01), atol=1e-7)
    assert C[-1] == pytest.approx(cost(XOR.X, XOR.y, learnt))


def test_batches_see_every_example_once_an_epoch():
    start, X, y = Network.random(2, 2, 1), XOR.X[:7], XOR.y[:7]
    order = np.random.default_rng(4).permutation(7)
    by_hand = start
    for rows in (order[:3], order[3:6], order[6:]):
        by_hand = by_hand.unflat(by_hand.flat - 0.5 * gradient(X[rows], y[rows], by_hand).flat)
    learnt, _ = train_network(X, y, start, 0.5, 1, batch_size=3, rng=4)
    np.testing.assert_allclose(learnt.flat, by_hand.flat, **ROUNDED)


def test_flat_and_back():
    at = Network.random(3, 2, 0)
    assert np.array_equal(at.unflat(at.flat).flat, at.flat)


def test_xor_is_learnt_and_one_start_gets_stuck():
    for name, seed in frameworks.STARTS.items():
        learnt, C = train_network(XOR.X, XOR.y, Network.random(2, 2, seed), 8.0, 300)
        right = ((predict(XOR.X, learnt) > 0.5) == XOR.y).mean()
        assert (C[-1] < 0.01 and right == 1.0) == ("stuck" not in name)


def right_of_lesson_10(epochs, **settings):
    """How many of its 200 points the network of lesson 10's picture has right after so many epochs."""
    shown = connect.playground(**settings)
    (X, y, *_), (network,) = shown.examples(), shown.trained([epochs])
    return ((predict(X, network) >= 0.5) == y).sum()


def test_the_picture_of_lesson_10_does_what_the_lesson_says():
    assert right_of_lesson_10(300, seed=2) == 188
    assert [right_of_lesson_10(epochs, seed=3) for epochs in (300, 1000)] == [135, 137]
    assert min(right_of_lesson_10(300, seed=seed, hidden=[8]) for seed in range(1, 11)) >= 190


def test_pytorch_says_the_same():
    stored = frameworks._stored()
    np.testing.assert_allclose(frameworks.ours(len(stored) - 1), stored, rtol=1e-9)
    assert frameworks.frameworks().data.count("0.00939025") == 2


def test_identical_neurons_stay_identical():
    same = Network((np.full((2, 2), 0.3), np.zeros(2)), (np.full(2, 0.5), 0.0))
    learnt, _ = train_network(XOR.X, XOR.y, same, 8.0, 50)
    np.testing.assert_allclose(*learnt.layers[0].W.T, rtol=1e-9)  # but for a library that sums them apart


def test_a_start_is_random_weights_and_no_bias_and_may_be_repeated():
    start = Network.random(3, 4)
    assert np.array_equal(start.flat, Network.random(3, 4, 0).flat)
    assert not np.array_equal(start.flat, Network.random(3, 4, 1).flat)
    hidden, last = start.layers
    assert (hidden.W.shape, hidden.b.tolist(), last.W.shape, last.b) == ((3, 4), [0] * 4, (4,), 0)


@pytest.mark.parametrize(("C", "said"), [(0.99e12, None), (1e12, "1e+12"), (4e12, "4e+12")])
def test_a_walk_has_run_away_where_the_cost_reaches_a_million_million(C, said):
    far = [[0.0]], [np.sqrt(C) + 0.5], Network(([[0.0]], [0.0]), ([0.0], 0.0)), 1e-300, 1  # this network predicts ½
    if said is None:
        assert train_network(*far)[1] == pytest.approx([C, C])
    else:
        with pytest.raises(ValueError, match="ran away") as caught:
            train_network(*far)
        assert str(caught.value) == f"C ran away to {said}; try a learning rate below alpha = 1e-300."


MEND = "expected a finite number; leave that example out or mend it"
HIDDEN = "W has 2 columns, one per neuron."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Network(([[1.0, 2.0]], [0.0]), ([1.0, 1.0], 0.0)), f"b has shape (1,), expected (2). {HIDDEN}"),
        (
            lambda: Network(([[1.0, 2.0]], [0.0, 0.0]), ([1.0], 0.0)),
            "layer 2 takes 1 inputs, but layer 1 has 2 neurons.",
        ),
        (lambda: Network(([1.0], 0.0), ([1.0], 0.0)), "layer 2 takes 1 inputs, but layer 1 has 1 neurons."),
        (lambda: Network(([[1.0]], [0.0]), ([1.0], [0.0])), "b has shape (1,), expected one number. W has the weights"),
        (lambda: Network(([[1.0]], [0.0])), "the last layer must be one neuron: a row of weights and one number for"),
        (lambda: Network(), "the last layer must be one neuron"),
        (lambda: Network(([[np.nan]], [0.0]), ([1.0], 0.0)), f"W[0, 0] is nan, {MEND}"),
        (lambda: Network(([[1.0, 1.0]], [0.0, np.inf]), ([1.0], 0.0)), f"b[1] is inf, {MEND}"),
        (lambda: Network(([1.0], 0.0, "sigmoyd")), "activation = 'sigmoyd' is not known, expected one of"),
        (lambda: Network(([1.0], 0.0), cost="msee"), "cost = 'msee' is not known, expected one of"),
        (lambda: predict([[1.0]], Network.random(2, 2)), "X has shape (1, 1), expected (any, 2). This network takes 2"),
        (lambda: gradient(XOR.X, XOR.y[:3], Network.random(2, 2)), "y has shape (3,), expected (80). There are 80"),
        (
            lambda: train_network(XOR.X, XOR.y, Network.random(2, 2), -1.0, 5),
            "alpha = -1.0, expected a finite number above 0. The minus sign is in the step itself.",
        ),
        (lambda: train_network(XOR.X, XOR.y, Network.random(2, 2), 1.0, 0), "epochs = 0, expected 1 or more."),
        (
            lambda: train_network(XOR.X, XOR.y, Network.random(2, 2), 1.0, 1, momentum=1),
            "momentum = 1, penalty = 0, expected 0 to below 1, and 0 or more.",
        ),
        (
            lambda: gradient([[1.0]], [2.0], Network(([1.0], 0.0), cost="cross_entropy")),
            "y[0] = 2, but cross-entropy compares chances, from 0 to 1",
        ),
        (lambda: Network.random(0, 2), "features = 0, expected 1 or more."),
        (lambda: Network.random(2, 0), "hidden = 0, expected 1 or more."),
        (lambda: Network.random(2, 2, "seven"), "rng = 'seven', expected a NumPy Generator"),
        (lambda: predict([[np.inf, 0.0]], Network.random(2, 2)), f"X[0, 0] is inf, {MEND}"),
    ],
)
def test_bad_input_is_refused(make, words):
    with pytest.raises((ValueError, TypeError), match=f"^{re.escape(words)}"):
        make()


def test_a_single_layer_is_the_neuron_of_the_course():
    """With the hidden layer's part taken as given inputs, the output neuron's gradient is that of one neuron."""
    from perceptron.gradient import gradient as of_one

    at = Network.random(2, 2, 1)
    hidden, last = at.layers
    A = hidden.activation(XOR.X @ hidden.W + hidden.b)
    dC_dv, dC_dc = of_one(A, XOR.y, last.W, float(last.b))
    found = gradient(XOR.X, XOR.y, at).layers[1]
    np.testing.assert_allclose(found.W, dC_dv, **ROUNDED)
    assert found.b == pytest.approx(dC_dc)
