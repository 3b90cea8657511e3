"""The network of lesson 10: by hand, in symbols, by nudges and by PyTorch's stored numbers the same; XOR is learnt."""

import re

import numpy as np
import pytest

from perceptron import data, network
from perceptron.course import frameworks
from perceptron.course import l10_connect as connect
from perceptron.diagnosis.network import Layers, suspects
from perceptron.network import Network, cost, gradient, predict, train_network
from perceptron.network_certificate import certify_network

XOR = data.xor()
FEW = [1, 2, 3]
# A mean of 80 terms below 1 is rounded by less than 1e-14, however much of it cancels.
ROUNDED = {"rtol": 1e-12, "atol": 1e-14}


def drawn(seed):
    """(X, y, network) of any shape, from small inputs to large ones."""
    rng = np.random.default_rng(seed)
    m, h, n = (int(rng.integers(1, most)) for most in (4, 5, 40))
    X = rng.normal(size=(n, m)) * 10 ** rng.uniform(-2, 2)
    start = Network(rng.normal(size=(m, h)), rng.normal(size=h), rng.normal(size=h) * 10 ** rng.uniform(-1, 1), 0.3)
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
    g = Layers(X, y, start.W, start.b, start.v, start.c)
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
    g = Layers(X, y, start.W, start.b, start.v, start.c)
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
    flat = np.concatenate([np.ravel(by * p) for by, p in zip(parts, (right.W, right.b, right.v, right.c), strict=True)])
    assert set(certify_network(X, y, start, lambda *_: flat).faults) == names


def test_what_is_no_gradient_of_a_network_is_refused():
    with pytest.raises(ValueError, match="expected a Network, or 9 numbers as in its flat"):
        certify_network(XOR.X, XOR.y, Network.random(2, 2, 1), lambda *_: np.zeros(4))


def test_any_shape_is_differentiated_rightly():
    rng = np.random.default_rng(3)
    X, y, at = rng.normal(size=(7, 3)), rng.random(7), Network.random(3, 4, 5)
    h, numeric = 1e-6, []
    for nudge in h * np.eye(len(at.flat)):
        numeric.append((cost(X, y, at.unflat(at.flat + nudge)) - cost(X, y, at.unflat(at.flat - nudge))) / (2 * h))
    np.testing.assert_allclose(gradient(X, y, at).flat, numeric, atol=1e-9)


def test_flat_and_back():
    at = Network.random(3, 2, 0)
    assert all(np.array_equal(getattr(at, p), getattr(at.unflat(at.flat), p)) for p in "Wbvc")


def test_xor_is_learnt_and_one_start_gets_stuck():
    for name, seed in frameworks.STARTS.items():
        learnt, C = train_network(XOR.X, XOR.y, Network.random(2, 2, seed), 8.0, 300)
        right = ((predict(XOR.X, learnt) > 0.5) == XOR.y).mean()
        assert (C[-1] < 0.01 and right == 1.0) == ("stuck" not in name)


def test_the_picture_takes_the_same_steps():
    """Each from where the picture is, for small differences may grow from step to step."""
    scene, start = connect.xor_network().scene, Network.random(2, 2, frameworks.STARTS["start B"])
    values = {**scene.start, "pick": 1.0, "alpha": 3.0, "epoch": 20}
    states = np.transpose(list(scene.programs.evolve(values, scene.data).values()))
    np.testing.assert_allclose(states[0], start.flat, rtol=1e-14)  # printed with 15 digits
    ((_, costs),) = scene.frame(values).layers[2]
    for before, after, C in zip(states[:20], states[1:], costs, strict=False):
        (_, by_hand), found = train_network(XOR.X, XOR.y, start.unflat(before), 3.0, 1), start.unflat(after)
        assert by_hand[0] == pytest.approx(C, rel=1e-12)
        assert by_hand[1] == pytest.approx(cost(XOR.X, XOR.y, found), rel=1e-12)
        step = before - 3.0 * gradient(XOR.X, XOR.y, start.unflat(before)).flat
        np.testing.assert_allclose(after, step, **ROUNDED)


def test_pytorch_says_the_same():
    stored = frameworks._stored()
    np.testing.assert_allclose(frameworks.ours(len(stored) - 1), stored, rtol=1e-9)
    assert frameworks.frameworks().data.count("0.00939025") == 2


def test_identical_neurons_stay_identical():
    same = Network(np.full((2, 2), 0.3), np.zeros(2), np.full(2, 0.5), 0.0)
    learnt, _ = train_network(XOR.X, XOR.y, same, 8.0, 50)
    np.testing.assert_allclose(learnt.W[:, 0], learnt.W[:, 1], rtol=1e-9)  # but for a library that sums them apart


def test_a_start_is_random_weights_and_no_bias_and_may_be_repeated():
    start = Network.random(3, 4)
    assert np.array_equal(start.flat, Network.random(3, 4, 0).flat)
    assert not np.array_equal(start.flat, Network.random(3, 4, 1).flat)
    assert (start.W.shape, start.b.tolist(), start.v.shape, start.c) == ((3, 4), [0] * 4, (4,), 0)


@pytest.mark.parametrize(("C", "said"), [(0.99e12, None), (1e12, "1e+12"), (4e12, "4e+12")])
def test_a_walk_has_run_away_where_the_cost_reaches_a_million_million(C, said):
    far = [[0.0]], [np.sqrt(C) + 0.5], Network([[0.0]], [0.0], [0.0], 0.0), 1e-300, 1  # this network predicts ½
    if said is None:
        assert train_network(*far)[1] == pytest.approx([C, C])
    else:
        with pytest.raises(ValueError, match="ran away") as caught:
            train_network(*far)
        assert str(caught.value) == f"C ran away to {said}; try a learning rate below alpha = 1e-300."


MEND = "expected a finite number; leave that example out or mend it"
HIDDEN = "W has 2 columns, one per hidden neuron."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: Network([1.0, 2.0], [0.0], [1.0], 0.0),
            "W has shape (2,), expected (any, any). One row per input, one column per neuron.",
        ),
        (lambda: Network([[1.0, 2.0]], [0.0], [1.0, 1.0], 0.0), f"b has shape (1,), expected (2). {HIDDEN}"),
        (lambda: Network([[1.0, 2.0]], [0.0, 0.0], [1.0], 0.0), f"v has shape (1,), expected (2). {HIDDEN}"),
        (lambda: Network([[1.0]], [0.0], [1.0], [0.0]), "c has shape (1,), expected one number. W has 1 columns"),
        (lambda: Network([[np.nan]], [0.0], [1.0], 0.0), f"W[0, 0] is nan, {MEND}"),
        (lambda: Network([[1.0, 1.0]], [0.0, np.inf], [1.0, 1.0], 0.0), f"b[1] is inf, {MEND}"),
        (lambda: predict([[1.0]], Network.random(2, 2)), "X has shape (1, 1), expected (any, 2). This network takes 2"),
        (lambda: gradient(XOR.X, XOR.y[:3], Network.random(2, 2)), "y has shape (3,), expected (80). There are 80"),
        (
            lambda: train_network(XOR.X, XOR.y, Network.random(2, 2), -1.0, 5),
            "alpha = -1.0, expected a finite number above 0. The minus sign is in the step itself.",
        ),
        (lambda: train_network(XOR.X, XOR.y, Network.random(2, 2), 1.0, 0), "epochs = 0, expected 1 or more."),
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
    A = network._hidden(XOR.X, at)
    dC_dv, dC_dc = of_one(A, XOR.y, at.v, at.c)
    np.testing.assert_allclose(gradient(XOR.X, XOR.y, at).v, dC_dv, **ROUNDED)
    assert gradient(XOR.X, XOR.y, at).c == pytest.approx(dC_dc)
