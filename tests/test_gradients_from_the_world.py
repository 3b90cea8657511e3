"""Wrong gradients as they are written on forums and in courses, each by its name, and right ones in unusual forms."""

import math

import numpy as np
import pytest

from perceptron.certificate import certify
from perceptron.generated import numpy_gradient
from perceptron.gradient import gradient as right_gradient
from perceptron.network import Network, gradient
from perceptron.network_certificate import certify_network
from perceptron.symbolic import derive

RNG = np.random.default_rng(0)
X, REAL = RNG.normal(size=(60, 3)), RNG.normal(size=60)
KIND, W, B = (REAL > 0) * 1.0, np.array([0.4, -0.7, 0.9]), 0.25
N, CE, LINEAR = len(X), {"cost": "cross_entropy"}, {"activation": "identity"}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def identity(z):
    return z


def relu(z):
    return np.maximum(z, 0)


def of(delta, f=sigmoid):
    """A gradient function from δ(ŷ, y, z) of each example."""

    def gradient_fn(X, y, w, b):
        z = X @ w + b
        d = delta(f(z), y, z) + 0 * z
        return X.T @ d / len(y), d.mean()

    return gradient_fn


def scaled_first(scale):
    def gradient_fn(X, y, w, b):
        Z = scale(X)
        e = sigmoid(Z @ w + b) - y
        return Z.T @ e / N, e.mean()

    return gradient_fn


def flat_with_the_bias_first(X, y, w, b):
    e = sigmoid(X @ w + b) - y
    return np.append(e.mean(), X.T @ e / N)


def clipped_to(length):
    def gradient_fn(X, y, w, b):
        e = X @ w + b - y
        g = np.append(2 * X.T @ e / N, 2 * e.mean())
        return g * length / np.linalg.norm(g)

    return gradient_fn


def error_sums(X, y, w, b):
    e = sigmoid(X @ w + b) - y
    return X.T @ e, e.sum()


def with_more(of_weights, of_bias=lambda b: 0):
    def gradient_fn(X, y, w, b):
        dw, db = right_gradient(X, y, w, b)
        return dw + of_weights(w), db + of_bias(b)

    return gradient_fn


def divided_in_the_loop(X, y, w, b):
    dw, db = np.zeros(3), 0.0
    for x, target in zip(X, y, strict=True):
        e = sigmoid(x @ w + b) - target
        dw, db = (dw + e * x) / N, (db + e) / N
    return dw, db


def z_goes_on(X, y, w, b):
    z, dw, db = 0.0, np.zeros(3), 0.0
    for x, target in zip(X, y, strict=True):
        z += x @ w + b
        e = sigmoid(z) - target
        dw, db = dw + e * x, db + e
    return dw / N, db / N


WRONG = {
    "1/(2n)": (of(lambda p, y, z: (p - y) / 2, identity), REAL, LINEAR, "the factor 2 is lost, with a ½ in its place"),
    "predicted labels": (of(lambda p, y, z: (p >= 0.5) - y), KIND, CE, "the prediction is rounded to 0 or 1 first"),
    "z for ŷ": (of(lambda p, y, z: z - y), KIND, CE, "the error is taken from z"),
    "no ŷ": (of(lambda p, y, z: -y), KIND, CE, "the prediction is missing in the error"),
    "no y": (of(lambda p, y, z: p), KIND, CE, "the target is missing in the error"),
    "sign": (of(lambda p, y, z: np.sign(p - y)), KIND, CE, "only the sign of the error is used"),
    "square": (of(lambda p, y, z: (p - y) ** 2), KIND, CE, "the error is squared"),
    "sign in cross-entropy": (
        of(lambda p, y, z: (-y / p - (1 - y) / (1 - p)) * p * (1 - p)), KIND, CE, "a sign inside ∂C/∂ŷ is wrong"
    ),
    "e of |e|": (
        of(lambda p, y, z: p - y, identity), REAL, {**LINEAR, "cost": "|y - ŷ|"},
        "that is the slope of the squared error",
    ),
    "hinge without its mask": (
        of(lambda p, y, z: -y, identity), 2 * KIND - 1, {**LINEAR, "cost": "max(0, 1 - y ŷ)"},
        "a case of ∂C/∂ŷ is left out",
    ),
    "hinge's mask turned round": (
        of(lambda p, y, z: np.where(y * p < 1, 0, -y), identity), 2 * KIND - 1, {**LINEAR, "cost": "hinge"},
        "the cases of ∂C/∂ŷ are swapped",
    ),
    "relu's mask turned round": (
        of(lambda p, y, z: 2 * (p - y) * (z < 0), relu), REAL, {"activation": "relu"}, "the cases of ∂ŷ/∂z are swapped"
    ),
    "relu's slope for leaky": (
        of(lambda p, y, z: 2 * (p - y) * (z > 0), lambda z: np.where(z > 0, z, 0.01 * z)), REAL,
        {"activation": "max(0.01 z, z)"}, "that is the slope of relu",
    ),
    "a*1-a": (of(lambda p, y, z: 2 * (p - y) * p * 1 - p), KIND, {}, "brackets around 1 − ŷ are missing"),
    "1/1+e": (
        of(lambda p, y, z: p - y, lambda z: 1 / 1 + np.exp(-z)), KIND, CE, "brackets in 1/(1 + e^−z) are missing"
    ),
    "e^-z lost": (
        of(lambda p, y, z: 2 * (p - y) / (1 + np.exp(-z)) ** 2), KIND, {}, "e^−z is lost above the line of the slope"
    ),
    "sech": (
        of(lambda p, y, z: 2 * (p - y) / np.cosh(z), np.tanh), REAL, {"activation": "tanh"},
        "the square of 1/cosh² is lost",
    ),
    "softmax": (
        of(lambda p, y, z: p - y, lambda z: np.exp(z) / np.exp(z).sum()), KIND, CE, "softmax is taken over the examples"
    ),
    "pandas' deviation": (
        scaled_first(lambda X: (X - X.mean(0)) / X.std(0, ddof=1)), KIND, CE,
        "the features are standardised in the gradient alone",
    ),
    "0 to 1": (
        scaled_first(lambda X: (X - X.min(0)) / np.ptp(X, 0)), KIND, CE,
        "the features are scaled to 0 to 1 in the gradient alone",
    ),
    "reshape": (
        lambda X, y, w, b: (X.reshape(3, -1) @ (e := sigmoid(X @ w + b) - y) / N, e.mean()), KIND, CE,
        "a reshape stands where a transpose belongs",
    ),
    "new weights": (
        lambda X, y, w, b: (w - 0.1 * X.T @ (e := sigmoid(X @ w + b) - y) / N, b - 0.1 * e.mean()), KIND, CE,
        "these are the new weights, after a step with α = 0.1",
    ),
    "one weight short": (
        lambda X, y, w, b: (np.append((X.T @ (e := sigmoid(X @ w + b) - y) / N)[:2], 0), e.mean()), KIND, CE,
        "∂C/∂w₃ stays 0",
    ),
    "bias first": (flat_with_the_bias_first, KIND, CE, "the bias comes first"),
    "norm 0.5": (clipped_to(0.5), REAL, LINEAR, "it is scaled to length 0.5"),
    "norm 5": (clipped_to(5), REAL, LINEAR, "it is scaled to length 5"),
    "penalty and sum": (
        lambda X, y, w, b: (error_sums(X, y, w, b)[0] + 0.5 * w, error_sums(X, y, w, b)[1]), KIND, CE,
        "a penalty of 0.5 w is added",
    ),
    "a batch": (
        lambda X, y, w, b: right_gradient(X[:32], y[:32], w, b), KIND, {}, "only a part of the examples counts"
    ),
    "another batch": (
        lambda X, y, w, b: right_gradient(X[:20], y[:20], w, b), KIND, {}, "only a part of the examples counts"
    ),
    "X[:, :-1]": (
        lambda X, y, w, b: (X.T @ (e := sigmoid(X[:, :-1] @ w[:-1] + b) - y) / N, e.mean()), KIND, CE,
        "a feature is left out of z",
    ),
    "penalty of b": (with_more(lambda w: 0, lambda b: 0.1 * b), KIND, {}, "a penalty of 0.1 b is added"),
    "λ w²": (with_more(lambda w: 0.1 * w**2), KIND, {}, "a penalty is added before it is differentiated"),
    "λ |w|": (with_more(lambda w: 0.1 * abs(w)), KIND, {}, "a penalty is added before it is differentiated"),
    "a constant": (with_more(lambda w: 0.1), KIND, {}, "0.1 is added to the slope of each weight"),
    "elastic net": (
        with_more(lambda w: 0.1 * w + 0.05 * np.sign(w)), KIND, {},
        "a penalty of 0.1 w and one of 0.05 times its sign are added",
    ),
    "dw alone of length 1": (
        lambda X, y, w, b: ((g := right_gradient(X, y, w, b))[0] / np.linalg.norm(g[0]), g[1]), KIND, {},
        "it is scaled to length 1 in ∂C/∂w",
    ),
    "α in dw alone": (
        lambda X, y, w, b: (0.1 * (g := right_gradient(X, y, w, b))[0], g[1]), KIND, {},
        "every entry is 0.1 times what it should be in ∂C/∂w",
    ),
    "Adam's first step": (
        lambda X, y, w, b: tuple(g / (np.abs(g) + 1e-8) for g in right_gradient(X, y, w, b)), KIND, {},
        "only the signs of the gradient are left",
    ),
    "floor": (
        lambda X, y, w, b: tuple(part // N for part in error_sums(X, y, w, b)), KIND, CE,
        "whole numbers overflow, or are cut",
    ),
    "/= n": (divided_in_the_loop, KIND, CE, "it is divided by n inside the loop"),
    "z +=": (z_goes_on, KIND, CE, "z goes on growing from example to example"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_it_gets_its_name(case):
    gradient_fn, y, neuron, name = WRONG[case]
    found = certify(gradient_fn, X, y, W, B, **neuron)
    assert (found.verdict, found.faults[:1]) == ("failed", (name,)), found


@pytest.mark.parametrize("shape", [(5, 3), (4, 3), (8, 3), (60, 2), (60, 4)])
def test_a_half_in_front_is_not_taken_for_a_count(shape):
    rng = np.random.default_rng(sum(shape))
    point = rng.normal(size=shape), rng.normal(size=shape[0]), rng.normal(size=shape[1]), 0.3
    half = of(lambda p, y, z: (p - y) / 2, identity)
    assert certify(half, *point, "identity").faults == ("the factor 2 is lost, with a ½ in its place",)


def test_with_little_data_no_name_is_met_by_chance():
    corners, both = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 0, 0, 1.0])

    def cut(X, y, w, b):
        y_hat = np.zeros(len(y), dtype=int)
        y_hat[:] = sigmoid(X @ w + b)
        return X.T @ (y_hat - y) / len(y), (y_hat - y).mean()

    def by_features(X, y, w, b):
        e = sigmoid(X @ w + b) - y
        return X.T @ e / len(y), e.sum() / len(w)

    assert certify(cut, corners, both, [0.4, -0.7], 0.25, **CE).faults == ("the prediction is missing in the error",)
    assert "divided by m, the number of features in ∂C/∂b" in str(
        certify(by_features, corners, both, [0.4, -0.7], 0.25, **CE)
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("n", [2000, 20000])
def test_room_for_differences_hides_no_mistake(seed, n):
    rng = np.random.default_rng(seed)
    point = rng.normal(size=(n, 1)), (rng.random(n) < 0.4) * 1.0, rng.normal(size=1), rng.normal()

    def short(X, y, w, b):
        e = (sigmoid(X @ w + b) - y)[:-1]
        return X[:-1].T @ e / len(y), e.sum() / len(y)

    assert certify(short, *point, **CE).faults == ("the last example is left out",)


@pytest.mark.parametrize("seed", range(8))
def test_rounded_numbers_are_no_differences(seed):
    rng = np.random.default_rng(seed)
    rounded = of(lambda p, y, z: 2 * (p - y), identity)
    found = certify(
        lambda *at: tuple(np.round(part, 3) for part in rounded(*at)),
        rng.normal(size=(23, 1)), rng.normal(size=23), rng.normal(size=1), rng.normal(), "identity",
    )  # fmt: skip
    assert found.faults == ("the numbers are rounded to 3 decimals",)


def test_each_part_is_judged_in_its_own_precision():
    def penalised(X, y, w, b):
        e = sigmoid(X @ w + b) - y
        return X.T @ e / len(y) + 0.003 * w, np.float16(e.mean())

    assert certify(penalised, X, KIND, W, B, **CE).faults == ("a penalty of 0.003 w is added",)


@pytest.mark.parametrize("left_out", [0, 1])
def test_float32_hides_no_count(left_out):
    rng = np.random.default_rng(1)
    many, y = rng.normal(size=(10_000, 3)), (rng.random(10_000) < 0.4) * 1.0

    def single(X, y, w, b):
        e = sigmoid(X @ w + b) - y
        return (X.T @ e / (len(y) - left_out)).astype("f4"), np.float32(e.sum() / (len(y) - left_out))

    assert certify(single, many, y, W, B, **CE).faults == (("it is divided by n − 1",) if left_out else ())


def in_a_loop(z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        out[i] = z[i] if z[i] > 0 else 0
    return out


def by_mask(z):
    out = z.copy()
    out[z < 0] *= 0.01
    return out


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("bend", "steep"), [(in_a_loop, lambda z: z > 0), (by_mask, lambda z: np.where(z < 0, 0.01, 1))]
)
def test_a_function_with_a_kink_and_no_formula_is_judged_beside_the_kink(bend, steep, seed):
    rng = np.random.default_rng(seed)
    found = certify(
        of(lambda p, y, z: 2 * (p - y) * steep(z), bend), rng.normal(size=(100, 3)), rng.normal(size=100), W, B, bend
    )
    assert found.passed, found
    assert found.notes == ("No formula of this neuron is known, so there is no symbolic route.",)
    assert found.summary.startswith("passed: by hand and numeric agree with yours.")


def test_on_the_kink_of_a_function_there_is_no_gradient():
    found = certify(of(lambda p, y, z: 2 * (p - y) * (z > 0), relu), [[1, 2], [2, 1]], [1, 0], [0, 0], 0.0, in_a_loop)
    assert found.verdict == "kink"


def one_by_one(loss):
    return lambda y, y_hat: [loss(float(t), float(p)) for t, p in zip(y, y_hat, strict=True)]


SHARP = [  # (loss, its slope in ŷ, whether the targets are -1 and 1)
    (lambda y, p: max(0, 1 - y * p), lambda p, y, z: -y * (y * p < 1), True),
    (lambda y, p: max(0.9 * (y - p), 0.1 * (p - y)), lambda p, y, z: np.where(y > p, -0.9, 0.1), False),
    (lambda y, p: abs(y - p), lambda p, y, z: np.sign(p - y), False),
    (lambda y, p: max(0, abs(y - p) - 0.3), lambda p, y, z: np.sign(p - y) * (abs(p - y) > 0.3), False),
]


@pytest.mark.parametrize("seed", [2, 5, 8, 10, 18])
@pytest.mark.parametrize(("loss", "slope", "signs"), SHARP)
def test_a_loss_with_kinks_may_be_a_function(loss, slope, signs, seed):
    rng = np.random.default_rng(seed)
    X, y, w = rng.normal(size=(50, 3)).round(2), rng.normal(size=50).round(2), rng.normal(size=3).round(2)
    y = np.sign(y) if signs else y
    assert certify(of(slope, identity), X, y, w, 0.1, "identity", one_by_one(loss)).passed
    at_target = certify(of(slope, identity), [[1, 2]], [1.0], [0, 0], 1.0, "identity", one_by_one(loss))
    assert at_target.verdict == ("passed" if loss is SHARP[3][0] else "kink")


@pytest.mark.parametrize("b", [0.0, 1.0])
@pytest.mark.parametrize(
    ("cost", "slope"),
    [
        ("huber", lambda p, y, z: np.clip(p - y, -1, 1)),
        ("squared_hinge", lambda p, y, z: -2 * y * np.maximum(0, 1 - y * p)),
    ],
)
def test_where_two_pieces_of_a_loss_meet_smoothly_there_is_a_gradient(cost, slope, b):
    assert certify(of(slope, identity), [[1, 2], [0, 1]], [1.0, 1.0], [0, 0], b, "identity", cost).passed


def test_functions_of_one_number_are_taken_and_a_mean_is_refused():
    mean = of(lambda p, y, z: 2 * (p - y) * p * (1 - p))
    assert certify(mean, X, KIND, W, B, lambda z: 1 / (1 + math.exp(-z))).passed
    assert certify(of(lambda p, y, z: 2 * (p - y) * (z > 0), relu), X, REAL, W, B, lambda z: max(0, z)).passed
    with pytest.raises(ValueError, match="gave one number for 60 examples, expected 60: return the value of each"):
        certify(mean, X, KIND, W, B, cost=lambda y, p: np.mean((y - p) ** 2))


def test_where_a_parameter_is_0_the_neighbourhood_is_looked_at():
    turned = of(lambda p, y, z: sigmoid(-z) - y)
    found = certify(turned, X, KIND, np.zeros(3), 0.0, **CE)
    assert found.faults == ("the sign of z is lost",)
    assert "Where a parameter is 0" in found.summary
    constant = right_gradient(X, KIND, np.zeros(3), 0.0)
    assert certify(lambda *_: constant, X, KIND, np.zeros(3), 0.0).passed, "nothing but the point's own gradient"


def test_a_function_that_looks_at_other_weights_is_told_so():
    def own(X, y, w, b):
        e = sigmoid(X @ W + B) - y
        return X.T @ e / N, e.mean()

    assert certify(own, X, KIND, W, B, **CE, points=3).faults == ("it does not use the w and b that it is given",)


def test_whole_numbers_of_the_weights_are_tried_as_they_are():
    def in_an_array_of_whole_numbers(X, y, w, b):
        dw = np.zeros_like(w)
        e = sigmoid(X @ w + b) - y
        for i in range(len(y)):
            for j in range(len(w)):
                dw[j] += e[i] * X[i, j]
        return dw / len(y), e.mean()

    found = certify(in_an_array_of_whole_numbers, X, KIND, np.array([1, -1, 2]), 1, **CE)
    assert found.faults == ("whole numbers overflow, or are cut",)
    assert not found.agrees[:-1].any()
    assert found.agrees[-1]


def test_whole_numbers_are_no_trouble_to_a_function_that_takes_activation_and_cost():
    found = certify(right_gradient, [[1, 2], [3, 4], [0, 1]], [1, 0, 1], [1, -1], 1)
    assert (found.verdict, found.notes) == ("passed", ())


def test_a_function_that_gives_another_gradient_at_each_call_fails():
    found = certify(lambda X, y, w, b: (np.random.default_rng().random(3), 0.5), X, KIND, W, B)
    assert (found.verdict, found.faults) == ("failed", ("a second call gives another gradient",))


def test_what_is_changed_in_place_is_said():
    def moved(X, y, w, b):
        right = right_gradient(X, y, w, b)
        w -= 0.1 * right[0]
        return right

    assert "It changes w in place" in certify(moved, X, KIND, W, B).summary


def test_what_is_changed_in_place_and_then_computed_with_is_the_fault():
    def moved(X, y, w, b):
        X **= 3
        w += 1
        return X.T @ (sigmoid(X @ w + b) - y) / len(y), 0.1

    assert certify(moved, X, KIND, W, B, **CE).faults == ("it changes X and w in place",)


@pytest.mark.parametrize("points", [2.5, None, "3", -1, True])
def test_a_number_of_points_that_is_none_is_refused(points):
    with pytest.raises((TypeError, ValueError), match=r"^points"):
        certify(right_gradient, X, KIND, W, B, points=points)


@pytest.mark.parametrize("keys", [("dW", "db"), ("grad_w", "grad_b"), ("W", "b"), ("dC_dw", "dC_db")])
def test_a_dict_in_the_usual_names_is_taken(keys):
    assert certify(lambda *at: dict(zip(keys, right_gradient(*at), strict=True)), X, KIND, W, B).passed


# --- what a second attack found


AND, BOTH = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 0, 0, 1.0])


def parts(dw=lambda X, e: X.T @ e / len(e), db=lambda e: e.mean()):
    def gradient_fn(X, y, w, b):
        e = sigmoid(X @ w + b) - y
        return dw(X, e), db(e)

    return gradient_fn


FEW = np.random.default_rng(5).normal(size=(4, 3)), [0, 0, 1, 1], [-0.2, 0.4, -1], 0.2
TWO, ONE = (X[:, :2], KIND, W[:2], B), (X[:, :1], KIND, W[:1], B)
MANY = np.random.default_rng(6).normal(size=(100, 3)), KIND.repeat(2)[:100], W, B


@pytest.mark.parametrize(
    ("gradient_fn", "point", "name"),
    [
        (parts(db=lambda e: e.sum()), ONE, "the mean is forgotten in ∂C/∂b"),
        (parts(db=lambda e: -e.mean()), ONE, "the sign is lost in ∂C/∂b"),
        (parts(db=lambda e: e.sum()), FEW, "the mean is forgotten in ∂C/∂b"),
        (parts(db=lambda e: e.mean() / len(e)), FEW, "the mean is taken twice in ∂C/∂b"),
        (parts(db=lambda e: 2 * e.mean()), TWO, "there is a factor 2 too many in ∂C/∂b"),
        (parts(dw=lambda X, e: 2 * X.T @ e / len(e)), TWO, "there is a factor 2 too many in ∂C/∂w"),
        (parts(dw=lambda X, e: X.T @ e / X.size), (X, KIND, W, B), "it is divided by n·m in ∂C/∂w"),
        (parts(lambda X, e: X.T @ e / len(e) / 100, lambda e: e.mean() / 100), MANY,
         "every entry is 0.01 times what it should be"),
        (parts(dw=lambda X, e: np.array([0, X[:, 1] @ e / 4])), (AND, BOTH, [0.5, -0.3], 0.1), "∂C/∂w₁ stays 0"),
    ],
)  # fmt: skip
def test_a_count_or_one_part_is_not_taken_for_another(gradient_fn, point, name):
    assert certify(gradient_fn, *point, **CE).faults == (name,)


@pytest.mark.parametrize("error", [lambda p, y, z: p - (y + 1), lambda p, y, z: (p - y) * p, lambda p, y, z: p**2 - y])
def test_on_a_table_of_and_nothing_is_guessed(error):
    assert certify(of(error), AND, BOTH, [0.5, -0.3], 0.1, **CE).alternatives == ()


def test_rows_in_another_order_at_each_call_are_the_same_gradient():
    rng = np.random.default_rng()

    def shuffled(X, y, w, b):
        rows = rng.permutation(len(y))
        e = sigmoid(X[rows] @ w + b) - y[rows]
        return X[rows].T @ e / len(y), e.mean()

    assert certify(shuffled, X, KIND, W, B, **CE).passed


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@pytest.mark.parametrize("n", [1, 2, 10])
def test_round_off_of_few_digits_is_no_penalty_and_no_multiple(kind, n):
    def few_digits(X, y, w, b):
        X, y, w, b = (np.asarray(a, kind) for a in (X, y, w, b))
        e = 1 / (1 + np.exp(-(X @ w + b))) - y
        return X.T @ e / kind(len(y)), e.mean()

    for seed in range(12):
        rng = np.random.default_rng(seed)
        point = rng.normal(size=(n, 2)).round(1), (rng.random(n) < 0.5) * 1.0, rng.normal(size=2).round(1), 0.3
        assert certify(few_digits, *point, **CE).passed


@pytest.mark.parametrize(
    "cost",
    [
        lambda y, p: -math.log(p) if y == 1 else -math.log(1 - p),
        lambda y, p: np.where(y == 1, -np.log(p), -np.log(1 - p)),
    ],
)
@pytest.mark.parametrize("times", [1, 6])
def test_a_loss_of_chances_alone_may_be_a_function(cost, times):
    right = of(lambda p, y, z: p - y)
    found = certify(right, X, KIND, times * W, B, cost=cost)
    assert found.passed
    assert not any("Central" in note for note in found.notes)


def test_what_stops_with_whole_numbers_is_said():
    def in_place(X, y, w, b):
        e = X @ w + b - y
        e /= len(y)
        return 2 * X.T @ e, 2 * e.sum()

    found = certify(in_place, [[1, 2], [3, 4], [0, 1]], [1, 0, 2], [1, -1], 1, "identity")
    assert found.passed
    assert "With the whole numbers as they were given it stops" in found.summary


@pytest.mark.parametrize("activation", ["elu", "celu", "softsign", "sigmoid"])
def test_where_only_the_curvature_jumps_there_is_a_gradient(activation):
    right = numpy_gradient(derive(activation, "mse"))
    assert certify(right, X, X[:, 0], np.zeros(3), 0.0, activation).passed


# --- networks


@pytest.fixture
def network():
    rng = np.random.default_rng(2)
    net = Network((rng.normal(size=(2, 3)), rng.normal(size=3)), (rng.normal(size=3), 0.3))
    return rng.normal(size=(40, 2)), (rng.random(40) < 0.5) * 1.0, net


def last_alone(X, y, net):
    return gradient(X[-1:], y[-1:], net)


def by_hand(X, y, net, hidden_biases=1, alpha=0):
    first, last = net.layers
    a = sigmoid(X @ first.W + hidden_biases * first.b)
    p = sigmoid(a @ last.W + last.b)
    delta = 2 * (p - y) * p * (1 - p) / len(y)
    dv = a.T @ delta
    Delta = np.outer(delta, last.W - alpha * dv) * a * (1 - a)
    return {"W1": X.T @ Delta, "b1": Delta.sum(0), "W2": dv[:, None], "b2": [delta.sum()]}


def v_steps_first(*at):
    return by_hand(*at, alpha=0.5)


def hidden_biases_left_out(*at):
    return by_hand(*at, hidden_biases=0)


def in_order(order, parts):
    def gradient_fn(*at):
        every = [getattr(layer, part) for layer in gradient(*at).layers for part in parts]
        return np.concatenate([np.ravel(one, order=order) for one in every])

    return gradient_fn


@pytest.mark.parametrize(
    ("gradient_fn", "name"),
    [
        (lambda *at: gradient(*at).flat / 4, "the factor 2 is lost, with a ½ in its place"),
        (lambda X, y, net: gradient(X, y, net).flat + 0.01 * net.flat, "a penalty of 0.01 w is added"),
        (lambda *at: gradient(*at).flat * np.random.default_rng().random(), "a second call gives another gradient"),
        (last_alone, "only the last example counts"),
        (lambda *at: 0.1 * gradient(*at).flat, "every entry is 0.1 times what it should be"),
        (lambda X, y, net: net.flat - 0.1 * gradient(X, y, net).flat,
         "these are the new weights, after a step with α = 0.1"),
        (lambda X, y, net: (lambda g: [(k.W, k.b) for k in g.layers[::-1]])(gradient(X, y, net)),
         "the last layer comes first"),
        (lambda *at: (lambda g: [*(k.W for k in g.layers), *(k.b for k in g.layers)])(gradient(*at)),
         "all weights come before all biases"),
        (v_steps_first, "the weights behind have already made their step, with α = 0.5"),
        (hidden_biases_left_out, "the biases are left out of the hidden neurons"),
        (lambda *at: np.round(gradient(*at).flat, 3), "the numbers are rounded to 3 decimals"),
        (lambda *at: np.clip(gradient(*at).flat, -0.01, 0.01), "the numbers are clipped at 0.01"),
        (in_order("F", "Wb"), "each W is written column by column"),
        (in_order("C", "bW"), "the biases come before the weights"),
    ],
)  # fmt: skip
def test_a_network_s_mistakes_have_the_same_names(network, gradient_fn, name):
    assert certify_network(*network, gradient_fn).faults == (name,)


def test_a_network_s_gradient_may_be_the_arrays_of_each_layer(network):
    def layers(*at):
        return [(k.W.tolist(), k.b) for k in gradient(*at).layers]

    for right in (by_hand, layers, lambda *at: gradient(*at).layers, lambda *at: list(by_hand(*at).values())):
        assert certify_network(*network, right).passed


def test_a_network_is_not_damaged_and_a_change_is_said(network):
    def in_place(X, y, net):
        right = gradient(X, y, net)
        net.layers[0].W[:] = 0
        return right

    before = network[2].flat.copy()
    assert "It changes the network in place" in certify_network(*network, in_place).summary
    assert np.array_equal(network[2].flat, before)


@pytest.mark.parametrize("returned", [{"W1": 0}, [(np.ones((3, 2)), np.ones(3)), (np.ones(3), 1.0)], "W", None])
def test_what_is_no_network_is_refused_in_words(network, returned):
    with pytest.raises(ValueError, match="expected a Network, 13 numbers as in its flat, or arrays"):
        certify_network(*network, lambda *_: returned)
