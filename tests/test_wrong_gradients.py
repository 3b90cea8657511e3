"""Wrong gradients that people really returned, and right ones that were called wrong: each gets the right words."""

import numpy as np
import pytest

from perceptron.certificate import certify
from perceptron.cost import MSE
from perceptron.generated import numpy_gradient
from perceptron.gradient import gradient, mean_loss
from perceptron.neuron import SIGMOID
from perceptron.symbolic import derive

RNG = np.random.default_rng(3)
MET = "each prediction meets each target: shapes broadcast, or a mean is taken first"
X, Y, W, B = RNG.normal(size=(40, 3)), RNG.random(40), RNG.normal(size=3), 0.3
N, M = X.shape


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


Z = X @ W + B
Y_HAT = sigmoid(Z)
E, S = Y_HAT - Y, Y_HAT * (1 - Y_HAT)


def total(delta):
    """What is returned with these links 1 and 2: the mean over the examples."""
    return X.T @ delta / N, delta.mean()


def updated_inside_the_loop(X, y, w, b):
    dw, db = np.zeros(M), 0.0
    for i in range(N):
        for j in range(M):
            dw[j] += 2 * E[i] * S[i] * X[i, j]
            db += 2 * E[i] * S[i]
    return dw / N, db / N


def of_a_column(X, y, w, b):
    y_hat = sigmoid(X @ w.reshape(-1, 1) + b)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat)  # n x n
    return X.T @ delta.sum(axis=1) / N, delta.sum() / N


TANH, RELU = np.tanh(Z), np.maximum(Z, 0)
WRONG = {
    "G1": (total(2 * E * sigmoid(Y_HAT) * sigmoid(-Y_HAT)), {}, "the slope is taken at ŷ, not at z"),
    "G2": (total(2 * E * Z * (1 - Z)), {}, "the short form of the slope is used on z"),
    "G3": (((2 * E * S).mean() * W, (2 * E * S).mean()), {}, "w is used where x belongs"),
    "G4": (updated_inside_the_loop(X, Y, W, B), {}, "the bias is counted once for each weight"),
    "G5": (of_a_column(X, Y, W, B), {}, MET),
    "G6": (gradient(X, Y, W, 0.0), {}, "the bias is left out of z"),
    "G7": (tuple(part / N for part in gradient(X, Y, W, B)), {}, "the mean is taken twice"),
    "G8": ((2 * E[-1] * S[-1] * X[-1] / N, 2 * E[-1] * S[-1] / N), {}, "only the last example counts"),
    "G9": (total(2 * E**2 * S), {}, "the square is kept"),
    "G10": (total(E * S), {"cost": "cross_entropy"}, "link ∂ŷ/∂z is counted twice"),
    "G11": (total(2 * E * S), {"cost": "cross_entropy"}, "that is the slope of the squared error"),
    "G12": (total(2 * (TANH - Y) * TANH * (1 - TANH)), {"activation": "tanh"}, "that is the slope of sigmoid"),
    "G17": (total(2 * (RELU - Y)), {"activation": "relu"}, "link ∂ŷ/∂z is missing"),
}


@pytest.mark.parametrize("case", WRONG)
def test_it_is_named(case):
    returned, neuron, name = WRONG[case]
    found = certify(lambda *_: returned, X, Y, W, B, **neuron)
    assert found.verdict == "failed"
    assert name in found.faults
    assert name in found.summary


# What newcomers write, of X, y, w, b, the prediction p, the error e and the slope s; "" where no name is known.
NEWCOMERS = {
    "y − ŷ": (lambda X, y, w, b, p, e, s: (-2 * X.T @ (e * s) / len(y), -2 * (e * s).mean()), "the sign is lost"),
    "len(y) - 1": (lambda X, y, w, b, p, e, s: (2 * X[:-1].T @ (e * s)[:-1] / len(y), 2 * (e * s)[:-1].sum() / len(y)),
                   "the last example is left out"),
    "range(1, n)": (lambda X, y, w, b, p, e, s: (2 * X[1:].T @ (e * s)[1:] / len(y), 2 * (e * s)[1:].sum() / len(y)),
                    "the first example is left out"),
    "return in the loop": (lambda X, y, w, b, p, e, s: (2 * X[0] * (e * s)[0] / len(y), 2 * (e * s)[0] / len(y)),
                           "only the first example counts"),
    "db =": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s) / len(y), 2 * (e * s)[-1] / len(y)),
             "only the last example counts in ∂C/∂b"),
    "sum for b": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s) / len(y), 2 * (e * s).sum()),
                  "the mean is forgotten in ∂C/∂b"),
    "sum for w": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s), 2 * (e * s).mean()),
                  "the mean is forgotten in ∂C/∂w"),
    "in x": (lambda X, y, w, b, p, e, s: (2 * np.outer(e * s, w).mean(axis=0), 2 * (e * s).mean()),
             "w is used where x belongs"),
    "means first": (lambda X, y, w, b, p, e, s: (2 * e.mean() * s.mean() * X.mean(axis=0), 2 * e.mean() * s.mean()),
                    "the sum is taken before the product"),
    "ŷ(1 + ŷ)": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * p * (1 + p)) / len(y), 2 * (e * p * (1 + p)).mean()),
                 "a sign inside ∂ŷ/∂z is wrong"),
    "X.size": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s) / X.size, 2 * (e * s).sum() / X.size),
               "it is divided by n·m"),
    "|e|": (lambda X, y, w, b, p, e, s: (2 * X.T @ (abs(e) * s) / len(y), 2 * (abs(e) * s).mean()),
            "the error has lost its sign"),
    "weight decay": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s) / len(y) + 0.02 * w, 2 * (e * s).mean()),
                     "a penalty of 0.02 w is added"),
    "a batch": (lambda X, y, w, b, p, e, s: (2 * X[:8].T @ (e * s)[:8] / 8, 2 * (e * s)[:8].mean()), ""),
    "the cost": (lambda X, y, w, b, p, e, s: (2 * (e**2).mean() * X.T @ s / len(y), 2 * (e**2).mean() * s.mean()), ""),
    "times z": (lambda X, y, w, b, p, e, s: (2 * X.T @ (e * s * (X @ w + b)) / len(y), 2 * (e * s).mean()), ""),
}  # fmt: skip


@pytest.mark.parametrize("n", [37, 200])
@pytest.mark.parametrize("case", NEWCOMERS)
def test_newcomers_are_named_rightly_or_not_at_all(case, n):
    """With 200 examples the mistake is sought with a few of them first."""
    of_letters, name = NEWCOMERS[case]
    rng = np.random.default_rng(8)
    X, y, w, b = rng.normal(size=(n, M)) * [1, 2, 0.5], rng.integers(0, 2, n) * 1.0, rng.normal(size=M), 0.3

    def wrong(X, y, w, b):
        p = sigmoid(X @ w + b)
        return of_letters(X, y, w, b, p, p - y, p * (1 - p))

    found = certify(wrong, X, y, w, b, points=2)
    assert found.verdict == "failed"
    assert found.faults == ((name,) if name else ()), found


def test_what_is_not_finite_is_shown_as_it_is():
    told = str(certify(lambda *_: (np.array([np.nan, 1.0, np.inf]), 2.0), X, Y, W, B))
    assert "nan" in told.splitlines()[1]
    assert "inf" in told.splitlines()[3]
    assert "Taylor slope: none, for not every number is finite." in told


@pytest.mark.parametrize(("divisor", "name"), [(M, "it is divided by m, the number of features"), (N * M, "n·m")])
def test_g16_counts_are_told_apart_or_both_are_told(divisor, name):
    right = [part * N / divisor for part in gradient(X, Y, W, B)]
    assert name in str(certify(lambda *_: right, X, Y, W, B).faults)
    few = X[:3, :2], Y[:3], W[:2], B  # n = m + 1: much is alike
    right = [part * 3 / 2 for part in gradient(*few)]
    found = certify(lambda *_: right, *few)
    assert found.faults == ()
    assert "the factor 2 is lost and the mean is forgotten" in found.summary
    assert "it is divided by m" in found.summary


@pytest.mark.parametrize("kind", [np.float32, np.float16])
def test_g14_right_in_fewer_digits(kind):
    def in_it(X, y, w, b):
        X, y, w, b = (np.asarray(a, dtype=kind) for a in (X, y, w, b))
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        delta = 2 * (y_hat - y) * y_hat * (1 - y_hat)
        return X.T @ delta / kind(len(y)), delta.mean()

    found = certify(in_it, X, Y, W, B)
    assert found.passed, found
    assert f"Right to the digits of {kind.__name__}" in found.summary
    wrong = certify(lambda *given: tuple(-part for part in in_it(*given)), X, Y, W, B)
    assert wrong.faults == ("the sign is lost",)


def differences(h, up=1, down=-1):
    """A gradient function by differences."""

    def C(p):
        return mean_loss(X, Y, p[:-1], p[-1], SIGMOID, MSE)

    def slopes(X, y, w, b):
        p = np.append(w, b)
        each = np.array([(C(p + up * step) - C(p + down * step)) / ((up - down) * h) for step in h * np.eye(M + 1)])
        return each[:-1], each[-1]

    return slopes


@pytest.mark.parametrize("h", [1e-2, 1e-3, 3.3e-4, 1e-4, 1e-5, 6e-6, 1e-6, 1e-7, 1e-8])
@pytest.mark.parametrize(("kind", "up", "down"), [("Central", 1, -1), ("Forward", 1, 0), ("Backward", 0, -1)])
def test_g15_right_as_far_as_differences_go(h, kind, up, down):
    found = certify(differences(h, up, down), X, Y, W, B)
    if kind != "Central" and h == 1e-2:
        assert found.faults == ("it is by differences, with an h that leaves few digits",)
    else:
        assert found.passed, found
        assert "digits" in found.summary


def test_g15_a_mistake_of_the_size_of_a_difference_is_no_difference():
    dC_dw, dC_db = gradient(X, Y, W, B)
    for size in (1e-4, 1e-6, 1e-9):
        assert certify(lambda *_, by=1 + size: (dC_dw * by, dC_db * by), X, Y, W, B).verdict == "failed"
        assert certify(lambda *_, at=size: (dC_dw + np.array([0, at, 0]), dC_db), X, Y, W, B).verdict == "failed"


@pytest.mark.parametrize("loss", ["absolute", "huber", "log_cosh"])
@pytest.mark.parametrize("activation", ["softplus", "softsign", "gelu", "mish", "silu", "leaky_relu"])
def test_g18_g20_the_field_s_activations_and_losses(activation, loss):
    slopes = numpy_gradient(derive(activation, loss))
    assert certify(slopes, X, Y, W, B, activation, loss).passed
    wrong = certify(lambda *given: tuple(-part for part in slopes(*given)), X, Y, W, B, activation, loss)
    assert wrong.alternatives[0][0][0] == "the sign is lost"


def test_whole_numbers_that_overflow_are_seen():
    pixels = np.array([[200, 100, 3], [90, 250, 7], [120, 30, 255], [10, 60, 128]], dtype=np.uint8)
    labels = np.array([0, 1, 1, 0])

    def adds_in_bytes(X, y, w, b):
        return gradient((X + X) / 2, y, w, b)

    point = [0.01, -0.02, 0.005], 0.1
    assert certify(gradient, pixels, labels, *point).passed
    assert certify(adds_in_bytes, pixels.astype(float), labels, *point).passed
    found = certify(adds_in_bytes, pixels, labels, *point)
    assert found.faults == ("whole numbers overflow, or are cut",)
    assert "X.astype(float)" in found.summary
