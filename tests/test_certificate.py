"""The certificate: a right gradient passes wherever it is asked, a wrong one fails, each known fault by its name."""

import collections
import dataclasses
import functools
import html
import re

import numpy as np
import pytest
import sympy as sp

from perceptron import mistakes, symbolic
from perceptron.certificate import Certificate, certify
from perceptron.cost import COSTS, CROSS_ENTROPY, MSE
from perceptron.data import o_rings
from perceptron.gradient import gradient, mean_loss
from perceptron.neuron import ACTIVATIONS, IDENTITY, RELU, SIGMOID, STEP, TANH, Activation

PROBLEMS = 300
SPOILT = 100  # of them, on each of which every fault is planted
PAIRS = [(a, c) for a in ACTIVATIONS.values() for c in COSTS.values() if (a, c) != (STEP, CROSS_ENTROPY)]


def problem(seed):
    """(X, y, w, b, activation, cost): 1 to 200 examples, 1 to 20 features in any units, from flat to saturated."""
    rng = np.random.default_rng(seed)
    activation, cost = PAIRS[seed % len(PAIRS)]
    n, m = (round(most ** rng.random()) for most in (200, 20))
    units = 10 ** rng.uniform(-6, 6, size=m if rng.random() < 0.5 else 1)
    X = (rng.normal(size=(n, m)) + rng.choice([0, 0, 5])) * units
    w = rng.normal(size=m) / units / np.sqrt(m) * 10 ** rng.uniform(-2, 2)
    b = rng.normal() * 10 ** rng.uniform(-2, 1)
    y = rng.random(n) if rng.random() < 0.5 else rng.integers(0, 2, n).astype(float)
    if cost is MSE and rng.random() < 0.3:
        y = (rng.normal(size=n) + rng.normal()) * 10 ** rng.uniform(-6, 6)
    if cost is CROSS_ENTROPY and activation is not SIGMOID:  # ŷ must be a chance
        w, b = w * 0.45 * rng.random() / np.abs(X @ w).max(), 0.5
    return X, y, w, b, activation, cost


@pytest.fixture(scope="module")
def certified():
    """The problems, each with the certificate of its right gradient."""
    return [(p, certify(gradient, *p)) for p in map(problem, range(PROBLEMS))]


def split(flat):
    return flat[:-1], flat[-1]


def test_every_right_gradient_passes(certified):
    for (X, *_), found in certified:
        assert found.passed, (X.shape, found)
        assert found.faults == ()
        assert found.agrees.all()
    slopes = [found.taylor for _, found in certified if found.taylor is not None]
    assert len(slopes) > 0.7 * PROBLEMS
    assert np.abs(np.array(slopes) - 2).max() < 0.15


def test_the_tolerance_bounds_the_error_of_central_differences_and_is_of_use(certified):
    relative = []
    for _, found in certified:
        assert (np.abs(found.numeric - found.by_hand) <= found.numeric_tolerance).all()
        moving = found.by_hand != 0
        relative += (found.numeric_tolerance[moving] / np.abs(found.by_hand[moving])).tolist()
    assert np.median(relative) < 1e-7
    assert np.quantile(relative, 0.8) < 1e-5  # the rest is saturated: a flat C tells little


def mutants(p, right, seed):
    """Each fault by its name, written out from its description: the gradient as one array, the bias last."""
    X, y, w, b, activation, cost = p
    n, m = X.shape
    z = X @ w + b
    error, slope = cost.derivative(y, activation(z)), activation.derivative(z)
    inputs = np.column_stack([X, np.ones(n)])
    with np.errstate(invalid="ignore", over="ignore"):
        summed_first = error.mean() * (slope[:, None] * inputs).sum(axis=0)
        return {
            "the sign is lost": -right,
            "the factor 2 is lost": right / 2,
            "the mean is forgotten": right * n,
            "link ∂ŷ/∂z is missing": (error[:, None] * inputs).mean(axis=0),
            "the input x is missing": np.full(m + 1, right[-1]),
            "the sum is taken before the product": summed_first / n if seed % 2 else summed_first,
            "∂C/∂b is 0": np.append(right[:-1], 0.0),
        }


def test_every_fault_that_can_be_told_from_the_right_gradient_fails_by_its_name(certified):
    told = collections.Counter()
    for seed, (p, right) in enumerate(certified[:SPOILT]):
        for name, wrong in mutants(p, right.by_hand, seed).items():
            # One example, a flat step or no bend at all: there some faults change nothing.
            if not np.isfinite(wrong).all() or (np.abs(wrong - right.by_hand) <= right.tolerance).all():
                continue
            found = certify(lambda *_, wrong=wrong: split(wrong), *p)
            assert found.verdict == "failed", (seed, name)
            name = "there is a factor ½ too many" if name == "the factor 2 is lost" and p[5] is CROSS_ENTROPY else name
            assert any(name == fault for names in found.alternatives for fault, _ in names), (seed, name, found)
            gross = np.abs(wrong - right.by_hand).max() > 0.3 * np.abs(right.by_hand).max()
            if gross and found.taylor is not None:
                assert found.taylor < 1.5, (seed, name)
            told[name] += 1
    assert min(told.values()) >= 0.35 * SPOILT, told


def naive(X, y, w, b, activation, cost):
    """As a textbook has it, with ŷ (1 - ŷ) and 1 - ŷ²: right, but for the digits that saturation takes."""
    z = X @ w + b
    if activation is TANH:
        y_hat = np.tanh(z)
        slope = 1 - y_hat**2
    else:
        with np.errstate(over="ignore"):
            y_hat = 1 / (1 + np.exp(-z))
        slope = y_hat * (1 - y_hat)
    if (activation, cost) == (SIGMOID, CROSS_ENTROPY):
        delta = y_hat - y
    elif cost is MSE:
        delta = -2 * (y - y_hat) * slope
    else:
        delta = (-y / y_hat + (1 - y) / (1 - y_hat)) * slope
    return X.T @ delta / len(y), delta.sum() / len(y)


def test_a_right_gradient_written_naively_passes(certified):
    for seed, (p, _) in enumerate(certified):
        if p[4] in (SIGMOID, TANH):
            found = certify(naive, *p)
            assert found.passed, (seed, found)


X = np.array([[0.5, 1.0, -0.3], [-1.0, 2.0, 0.4], [1.5, -0.5, 0.1], [0.25, -1.0, 0.8], [-0.75, 0.5, -0.6]])
Y = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
W = np.array([0.75, -0.4, 0.3])
B = 0.125
REGIMES = {
    "targets of a million": (X, Y * 1e6 + 3e5, W, B, IDENTITY, MSE),
    "targets of a million, far from the line": (X, Y * 1e6, W * 1e6, B, IDENTITY, MSE),
    "one example": (X[:1], Y[:1], W, B, SIGMOID, CROSS_ENTROPY),
    "one example, one feature": (X[:1, :1], Y[:1], W[:1], B, TANH, MSE),
    "tiny inputs": (X * 1e-12, Y, W, B, SIGMOID, MSE),
    "tiny inputs, large weights": (X * 1e-12, Y, W * 1e12, B, SIGMOID, MSE),
    "tiny everything": (X * 1e-12, Y * 1e-12, W * 1e-12, B * 1e-12, IDENTITY, MSE),
    "huge inputs": (X * 1e9, Y, W * 1e-9, B, TANH, MSE),
    "an input that is always 0": (np.column_stack([X[:, :2], np.zeros(5)]), Y, np.append(W[:2], 5.0), B, SIGMOID, MSE),
    "saturated": (X, Y, W * 30, B, SIGMOID, MSE),
    "saturated, cross-entropy": (X, Y, W * 30, B, SIGMOID, CROSS_ENTROPY),
    "saturated on the wrong side": (X, 1 - Y, W * 300, B, SIGMOID, CROSS_ENTROPY),
    "saturated, targets of a million": (X, (1 - Y) * 1e6, W * 60, B, SIGMOID, MSE),
    "saturated beyond every float": (X, Y, W * 1e4, B, SIGMOID, MSE),
    "saturated beyond every float, cross-entropy": (X, Y, W * 1e4, B, SIGMOID, CROSS_ENTROPY),
    "all at the start": (X, Y, W * 0, 0.0, SIGMOID, MSE),
    "a ReLU that is dead": (X, Y, W * 0, -1.0, RELU, MSE),
    "a ReLU that is dead, and rightly so": (X, Y * 0, W * 0, -1.0, RELU, CROSS_ENTROPY),
    "a step that is right": (X, STEP(X @ -W + B / 2), -W, B / 2, STEP, CROSS_ENTROPY),
    "at the very minimum": (X, SIGMOID(X @ W + B), W, B, SIGMOID, MSE),
    "at the very minimum of a line": (X, X @ W + B, W, B, IDENTITY, MSE),
}


@pytest.mark.parametrize("regime", REGIMES)
def test_harder_regimes(regime):
    p = REGIMES[regime]
    right = certify(gradient, *p)
    assert right.passed, right
    if p[4] in (SIGMOID, TANH):
        assert certify(naive, *p).passed
    if "saturated" not in regime:  # there a flat C tells little
        moving = right.by_hand != 0
        assert (right.numeric_tolerance <= 1e-6 * np.abs(right.by_hand))[moving].all()
    wrong = right.by_hand * (1 + 1e-3)
    if (np.abs(wrong - right.by_hand) > right.tolerance).any():
        assert certify(lambda *_: split(wrong), *p).verdict == "failed"
    else:
        assert "saturated" in regime or np.abs(right.by_hand).max() < 1e-12


@pytest.mark.parametrize("activation", [SIGMOID, TANH, IDENTITY], ids=repr)
def test_at_a_minimum_the_right_gradient_is_0_and_passes(activation):
    for seed in range(100):
        X, _, w, b, *_ = problem(seed)
        found = certify(gradient, X, activation(X @ w + b), w, b, activation)
        assert found.passed, (seed, found)
        assert (np.abs(found.by_hand) <= found.tolerance).all()


# --- Kinks: examples 0 and 3 have z = 0 ------------------------------------------------------------------------------

KINKED = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 0.5], [-1.0, -2.0]])
AT_KINK = KINKED, np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.5, -0.25]), 0.0


def other_convention(X, y, w, b):
    """ReLU with the slope 1 at z = 0, as good as 0."""
    z = X @ w + b
    delta = 2 * (np.maximum(z, 0) - y) * (z >= 0)
    return delta @ X / len(y), delta.mean()


@pytest.mark.parametrize("mine", [gradient, other_convention])
def test_a_kink_is_reported_as_a_kink_with_either_slope(mine):
    found = certify(mine, *AT_KINK, RELU)
    assert (found.verdict, found.passed, found.faults, found.kinks) == ("kink", False, (), (0, 3))
    assert re.match(r"kink: .*example(s|\(s\))? 0, 3\b", found.summary)


def test_a_step_at_its_jump_is_a_kink():
    assert certify(gradient, *AT_KINK, STEP).verdict == "kink"


@pytest.mark.parametrize(("activation", "shift"), [(RELU, 3.0), (STEP, 3.0), (STEP, 1e-3)], ids=str)
def test_a_wrong_gradient_at_a_kink_fails(activation, shift):
    dC_dw, dC_db = gradient(*AT_KINK, activation)
    assert certify(lambda *_: (dC_dw + np.array([0, shift]), dC_db), *AT_KINK, activation).verdict == "failed"


def test_a_lost_sign_at_a_kink_is_named():
    dC_dw, dC_db = gradient(*AT_KINK, RELU)
    found = certify(lambda *_: (-dC_dw, -dC_db), *AT_KINK, RELU)
    assert found.verdict == "failed"
    assert found.alternatives[0] == (("the sign is lost", mistakes.named("the sign is lost").advice),)


def test_a_kink_nearby_is_none():
    X, y, w, b = AT_KINK
    found = certify(gradient, X, y, w, b + 1e-5, RELU)
    assert (found.verdict, found.kinks) == ("passed", ())


def test_the_edge_of_the_chances_is_refused():
    with pytest.raises(ValueError, match=r"y_hat\[0\] = 0 is at the edge .* use SIGMOID"):
        certify(gradient, X, Y * 0, W * 0, 0.0, TANH, CROSS_ENTROPY)


# --- Faults together -------------------------------------------------------------------------------------------------


def test_the_published_gradient_fails_as_sum_before_product_and_sign_lost():
    flights = o_rings()

    def article(X, y, w, b):  # A18, A19 as printed, the last product averaged over the examples
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        error, slope = 2 / len(y) * np.sum(y - y_hat), y_hat * (1 - y_hat)
        return error * np.mean(slope[:, None] * X, axis=0), error * np.mean(slope)

    found = certify(article, flights.X, flights.y, [-0.05], 2.0)
    assert found.verdict == "failed"
    assert set(found.faults) == {"the sum is taken before the product", "the sign is lost"}
    assert found.taylor < 1.5


RIGHT_W, RIGHT_B = gradient(X, Y, W, B)
SEVERAL = {
    "sign and 2": ((-RIGHT_W / 2, -RIGHT_B / 2), {"the sign is lost", "the factor 2 is lost"}),
    "sign and mean": ((-5 * RIGHT_W, -5 * RIGHT_B), {"the sign is lost", "the mean is forgotten"}),
    "2 and bias": ((RIGHT_W / 2, 0.0), {"the factor 2 is lost", "∂C/∂b is 0"}),
    "weights alone": ((-RIGHT_W, RIGHT_B), {"the sign is lost in ∂C/∂w"}),
    "bias alone": ((RIGHT_W, RIGHT_B / 2), {"the factor 2 is lost in ∂C/∂b"}),
    "each its own": ((5 * RIGHT_W, -RIGHT_B), {"the mean is forgotten in ∂C/∂w", "the sign is lost in ∂C/∂b"}),
    "a number in the weights": ((RIGHT_W * 1.1, RIGHT_B), {"every entry is 1.1 times what it should be in ∂C/∂w"}),
    "none that is known": ((RIGHT_W * [1.1, 1.3, 1.0], RIGHT_B), set()),
    "one entry": ((RIGHT_W * [1, 1 + 1e-9, 1], RIGHT_B), set()),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_faults_together_and_apart(name):
    returned, names = SEVERAL[name]
    found = certify(lambda *_: returned, X, Y, W, B)
    assert found.verdict == "failed"
    assert set(found.faults) == names
    if not names:
        assert re.fullmatch("failed.* none .*∂C/∂w[₁₂].", found.summary)


@pytest.mark.parametrize(
    "returned", [([np.nan, 0, 0], 0.0), ([0, 0, 0], np.nan), ([np.inf, 0, 0], 1.0), ([0, 0, 0], float("-inf"))]
)
def test_a_gradient_that_is_not_finite_fails_as_such(returned):
    found = certify(lambda *_: returned, X, Y, W, B)
    assert (found.verdict, found.faults, found.taylor) == ("failed", ("a number is not finite",), None)
    assert "a number is not finite" in str(found)


def test_each_route_counts(monkeypatch):
    longer = 1 + sp.Rational(1, 10**9)  # less than central differences can see
    too_much = {
        "gradient_of": lambda *given: tuple(float(longer) * np.array(part) for part in gradient(*given)),
        "derive": lambda *_: symbolic.derive("sigmoid", longer * symbolic.COSTS["mse"]),
        "mean_loss": lambda *given: 1.001 * mean_loss(*given),
    }
    for route, wrong in too_much.items():
        with monkeypatch.context() as patch:
            patch.setattr(f"perceptron.{'from_formula' if route == 'derive' else 'certificate'}.{route}", wrong)
            found = certify(lambda *given: gradient(*given), X, Y, W, B)
        assert found.verdict == "failed", route
        assert not found.agrees.any(), route
    monkeypatch.setattr("perceptron.certificate.taylor_slope_of_neuron", lambda *_: 1.0)
    found = certify(gradient, X, Y, W, B)
    assert (found.verdict, found.agrees.all()) == ("failed", True)


def test_a_wrong_neuron_by_hand_is_caught_by_the_other_routes():
    wrong = Activation("sigmoid", lambda z: (SIGMOID(z), SIGMOID(z)), SIGMOID.only)
    found = certify(gradient, X, Y, W, B, wrong)
    assert found.verdict == "failed"
    assert np.array_equal(found.yours, found.by_hand)
    assert not found.agrees.any()
    assert found.taylor < 1.5
    assert np.abs(found.numeric - found.symbolic).max() < 1e-8


# --- What is called, and what is shown -------------------------------------------------------------------------------


def test_functions_may_take_the_data_alone_or_activation_and_cost_too():
    told = []

    def alone(X, y, w, b):
        return gradient(X, y, w, b, "tanh", "mse")

    def told_both(X, y, w, b, activation, cost):
        told.append((activation, cost))
        return gradient(X, y, w, b, activation, cost)

    class Mine:
        def __call__(self, X, y, w, b):
            return [list(v) if np.ndim(v) else v for v in alone(X, y, w, b)]

    for mine in (alone, told_both, gradient, Mine(), functools.partial(gradient, activation=TANH)):
        assert certify(mine, X, Y, W, B, "tanh", MSE).passed
    assert told == 2 * [(TANH, MSE)]  # a second call must give the same


def test_a_function_that_writes_into_its_inputs_changes_nothing():
    given = X.copy(), Y.copy(), W.copy(), B

    def careless(X, y, w, b):
        right = gradient(X, y, w, b)
        for array in (X, y, w):
            array *= 0
        return right

    assert certify(careless, *given).passed
    assert all(np.array_equal(a, b) for a, b in zip(given, (X, Y, W, B), strict=True))


def test_a_warning_or_an_error_in_the_readers_function_is_seen():
    with pytest.raises(ZeroDivisionError):
        certify(lambda *_: 1 / 0, X, Y, W, B)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        certify(lambda *_: (RIGHT_W, np.log(np.zeros(1))[0]), X, Y, W, B)


@pytest.mark.parametrize("shown_as", [str, Certificate._repr_html_])
def test_tables_hold_the_four_values_side_by_side(shown_as):
    found = certify(lambda *_: (-RIGHT_W, -RIGHT_B), X, Y, W, B)
    shown = html.unescape(re.sub(r"<[^>]*>", " ", shown_as(found)))
    columns = found.yours, found.by_hand, found.symbolic, found.numeric
    for row in zip(*columns, strict=True):
        assert re.search(r" +".join(re.escape(f"{v:.6g}") for v in row) + r".*NO", shown)
    assert "numeric" in shown
    assert "the sign is lost" in shown
    assert "Taylor slope: 1.0 (2 for a right gradient, 1 for " in shown


PASSED = """\
             yours     by hand    symbolic     numeric  agree
∂C/∂w₁  0.00271661  0.00271661  0.00271661  0.00271661    yes
∂C/∂w₂   -0.102972   -0.102972   -0.102972   -0.102972    yes
∂C/∂w₃    0.101296    0.101296    0.101296    0.101296    yes
 ∂C/∂b  -0.0476059  -0.0476059  -0.0476059  -0.0476059    yes
Taylor slope: 2.0 (2 for a right gradient, 1 for one that is clearly wrong).
passed: by hand, symbolic and numeric agree with yours."""


def test_a_certificate_prints_the_same_everywhere():
    passed, failed = certify(gradient, X, Y, W, B), certify(lambda *_: (RIGHT_W, 0.0), X, Y, W, B)
    assert str(passed) == PASSED
    assert repr(passed) == "<Certificate: passed: by hand, symbolic and numeric agree with yours.>"
    assert str(failed).splitlines()[4] == " ∂C/∂b           0  -0.0476059  -0.0476059  -0.0476059     NO"
    assert failed.summary == "failed: ∂C/∂b is 0: " + mistakes.named("∂C/∂b is 0").advice
    assert repr(failed) == f"<Certificate: {failed.summary}>"


def test_a_certificate_is_a_table_in_html():
    *rows, taylor, summary = str(certify(lambda *_: (RIGHT_W, 0.0), X, Y, W, B)).splitlines()
    head, *body = [re.split("  +", row.strip()) for row in rows]
    expected = "".join(f"<th>{name}</th>" for name in ["", *head])
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    expected = f"<thead><tr>{expected}</tr></thead><tbody>{lines}</tbody></table><p>{taylor}</p><p>{summary}</p>"
    style, table = (
        certify(lambda *_: (RIGHT_W, 0.0), X, Y, W, B)._repr_html_().split("<table class='perceptron-certificate'>")
    )
    assert table == expected
    assert re.fullmatch("<style>(\\.perceptron-certificate t[dh](, |(?= {)))+ {[^<]*}</style>", style), (
        "else it styles the page"
    )


def test_three_alternatives_are_listed_and_the_others_counted():
    few = dataclasses.replace(certify(gradient, X, Y, W, B), verdict="failed", taylor=None)
    pairs = [((name, "do so."), ("q", "do.")) for name in "abcde"]
    start, end = "failed. It is one of these, which are alike here: ", " Certify at more points, or with other data."
    assert dataclasses.replace(few, alternatives=tuple(pairs[:2])).summary == f"{start}a and q; or b and q.{end}"
    listed = "a and q; or b and q; or c and q; or one of 2 more."
    assert dataclasses.replace(few, alternatives=tuple(pairs)).summary == start + listed + end
    assert str(few).splitlines()[-2] == "Taylor slope: C is too flat here to measure one."


def test_ten_features_are_numbered_from_one():
    table = str(certify(gradient, np.linspace(-1, 1, 20).reshape(2, 10), [0.0, 1.0], np.full(10, 0.1), 0.1))
    digits = ["₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉", "₁₀"]
    assert [row.split()[0] for row in table.splitlines()[1:12]] == [f"∂C/∂w{digit}" for digit in digits] + ["∂C/∂b"]


@pytest.mark.parametrize(("n", "listed"), [(1, "0"), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4, ...")])
def test_at_most_five_examples_on_a_kink_are_listed(n, listed):
    found = certify(gradient, np.zeros((n, 1)), np.ones(n), [1.0], 0.0, RELU)
    where = "z is where the activation or the loss has no derivative"
    assert found.summary == f"kink: in example {listed} (counted from 0) {where}."


@pytest.mark.parametrize(("off", "where"), [([0.1, 0.2, 0, 0], "∂C/∂w₂"), ([0.2, -0.1, 0, 0.1], "∂C/∂w₁")])
def test_an_unknown_mistake_is_said_to_be_one_and_where_it_is_largest(off, where):
    found = certify(lambda *_: (RIGHT_W + off[:3], RIGHT_B + off[3]), X, Y, W, B)
    assert found.summary == f"failed, and the mistake is none of the known ones; the largest difference is in {where}."


@pytest.mark.parametrize(("b", "steps"), [(0.0, [0.025, 0.05]), (-0.999, [5e-4, 5e-4])])
def test_a_step_moves_no_z_further_than_it_may(b, steps):
    """Where C is a parabola the longest step is the best: 0.05 in z, or half way to a kink."""
    assert certify(gradient, [[1.0], [2.0]], [0.0, 1.0], [1.0], b, RELU).steps == pytest.approx(steps, rel=1e-9)


def test_right_formulas_may_differ_by_some_last_bits_and_central_differences_by_a_few_more():
    found = certify(gradient, X, Y, W, B)
    assert (found.tolerance < 200 * np.finfo(float).eps * np.abs(found.by_hand).max()).all()
    assert (found.numeric_tolerance < 1e-10).all()


def test_where_nothing_can_be_told_the_certificate_says_so():
    """Far out on both sides the gradient is smaller than what differences can see: zeros would pass as well."""
    flat = certify(gradient, [[40.0], [-40.0]], [1.0, 0.0], [1.0], 0.0)
    assert flat.passed
    assert "a gradient of 0 would pass as well" in flat.summary
    assert certify(lambda *_: ([0.0], 0.0), [[40.0], [-40.0]], [1.0, 0.0], [1.0], 0.0).passed
    assert "flat" not in certify(gradient, [[0.4], [-0.4]], [1.0, 0.0], [1.0], 0.0).summary
