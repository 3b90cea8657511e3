"""Every exercise: the stub as shipped, the solution, and wrong answers with the diagnosis that each must get.

An exercise is a cell tagged so, whose last line checks what stands above it. Solutions stand in solutions/ by notebook
and cell id.
"""

import contextlib
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from perceptron import exercises as course
from perceptron import network, progress
from perceptron.exercises.functions import FUNCTIONS
from perceptron.exercises.gradients import _CASES, GRADIENTS
from perceptron.gradient import gradient
from perceptron.neuron import SIGMOID
from tools.solutions import parts

ROOT = Path(__file__).resolve().parent.parent

_DESCENT = """def my_descent(X, y, alpha, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range({times}):
        dC_dw, dC_db = gradient(X, y, w, b)
        w, b = w {sign} alpha * dC_dw, b {bias}
    return w, b"""
_BIAS_STEP = """def bias_step(X, y, alpha, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        dC_dw, dC_db = gradient(X, y, w, b)
        w = w - alpha * dC_dw
        b = {}
    return w, b"""
_LINEAR = """def linear_gradient(X, y, w, b):
    delta = 2 * (X @ w + b - y) / len(y)
    return {}"""
_SIGMOID = """def sigmoid_gradient(X, y, w, b):
    y_hat = predict(X, w, b)
    delta = {}
    return X.T @ delta, delta.sum()"""
_HIDDEN = """def hidden_gradient{}(X, y, W, b, v, c):
    A = SIGMOID(X @ W + b)
    y_hat = SIGMOID(A @ v + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    Delta = {}
    return X.T @ Delta, Delta.sum(axis=0)"""
_TANH = _HIDDEN.replace("gradient{}", "gradient_tanh").replace("SIGMOID(X", "np.tanh(X")


def _typed(*pairs):
    return [(f"answer = {answer!r}", diagnosis) for answer, diagnosis in pairs]


WRONG = {
    "exercise-z-by-hand": _typed(
        ("-4.8", "because the bias is missing"),
        ("31.2", "because the minus of the second weight is lost"),
        ("-12.8", "because the bias was taken away"),
        ("0.961", "asked is z, before the bend"),
        ("4", "too large"),
        ("many", "not readable"),
    ),
    "exercise-what-turns": _typed(
        ("the bias", "it adds the same to every z"),
        ("biased", "Did you mean 'the bias'?"),
        ("neither", "the line does turn"),
    ),
    "exercise-bias-of-threshold": _typed(
        ("kt", "because the sign is lost"),
        ("t", "where the middle lies"),
        ("k", "because that is the weight"),
        ("k - t", "wrong: at k ="),
        ("k(", "not readable"),
    ),
    "exercise-entropy-at-one": _typed(
        ("ln(ŷ)", "because the sign is lost"),
        ("-ln(1-ŷ)", "because that is the loss where y = 0"),
        ("(1-ŷ)^2", "because that is the squared error"),
        ("1 - ŷ", "wrong: at ŷ ="),
    ),
    "exercise-mean-of-three": _typed(
        ("0.21", "because the sum is not divided by 3"),
        ("0.1", "because the residuals are not squared"),
        ("0.233", "because that is the mean distance"),
        ("0.035", "because there is a ½ in it"),
    ),
    "exercise-quotient": _typed(
        ("6", "because that is the slope itself"),
        ("3.25", "because the difference is not divided by h"),
        ("-6.5", "because the sign is lost"),
        ("7", "too large"),
    ),
    "exercise-halve-the-nudge": _typed(
        ("it is a half", "so it would be with a nudge to one side"),
        ("it is the same", "the nearer the two points are"),
        ("a quarter", "Did you mean 'it is a quarter'?"),
    ),
    "exercise-bias-slope": _typed(
        ("2(y-ŷ)(1-ŷ²)", "because the sign is lost"),
        ("2(ŷ-y)", "link ∂ŷ/∂z"),
        ("2(ŷ-y)(1-ŷ^2)x", "wrong, because"),
        ("(ŷ-y)(1-ŷ^2)", "almost: the factor 2 is lost"),
    ),
    "exercise-weights-slope": _typed(
        ("2/n sum((y_i-ŷ_i) (1-ŷ_i^2) x_ij)", "because the sign is lost"),
        ("2 sum((ŷ_i-y_i) (1-ŷ_i^2) x_ij)", "because the mean is forgotten"),
        ("2/n sum(ŷ_i-y_i) (1-ŷ_i^2) x_ij", "the sum is taken before the product"),
        ("2/n sum((ŷ_i-y_i) x_ij)", "link ∂ŷ/∂z"),
        ("2/n sum((ŷ_i-y_i) (1-ŷ_i^2))", "the input x is missing"),
    ),
    "exercise-ratio": _typed(
        ("the sign", "then every entry would be −1 times"),
        ("a factor 2", "then every entry would be half"),
        ("a link", "not all be off by one and the same"),
    ),
    "exercise-one-step": _typed(
        ("1.7", "because the step climbs"),
        ("1.1", "because the learning rate is missing"),
        ("0.2", "because that is the step alone"),
    ),
    "exercise-overfitting": _typed(
        ("the rule", "a rule would hold for new rows"),
        ("nothing", "it has learnt something"),
        ("rules", "Did you mean 'the rule'?"),
    ),
    "exercise-softsign-slope": _typed(
        ("2/(2+z)", "because the square below the line is lost"),
        ("z/(2+z)", "because that is the activation itself"),
        ("-2/(2+z)^2", "because the sign is lost"),
        ("1/(2+z)^2", "because the 2 above the line is lost"),
    ),
    "exercise-hidden-delta": _typed(
        ("-0.6", "because the slope of the hidden neuron is missing"),
        ("0.05", "because its weight v is missing"),
        ("-0.3", "because the answer a stands where its slope belongs"),
        ("-0.75", "because δ is missing"),
        ("0.15", "because the sign is lost"),
    ),
    "exercise-twins": _typed(
        ("equal", "each Δ has its own v as a factor"),
        ("opposite", "both are told to move in the same direction"),
        ("differnt", "Did you mean 'different'?"),
    ),
    "exercise-mended-bias": _typed(
        ("2/n sum((y_i-ŷ_i) ŷ_i (1-ŷ_i))", "because the sign is lost"),
        ("2 sum((ŷ_i-y_i) ŷ_i (1-ŷ_i))", "because the mean is forgotten"),
        ("2/n sum(ŷ_i-y_i) ŷ_i (1-ŷ_i)", "the sum is taken before the product"),
        ("2/n sum(ŷ_i-y_i)", "link ∂ŷ/∂z"),
    ),
    "exercise-entropy-book": _typed(
        ("nothing", "into ŷ − y (lesson 09)"),
        ("the sign", "the sign is right"),
        ("factor", "no 2 comes down"),
        ("two links", "Choose one of nothing, the sign"),
    ),
    "exercise-other-book": _typed(
        ("convention", "if the book had not said what its C is"),
        ("an erratum", "differentiate its own C"),
        ("corect", "Did you mean 'correct'?"),
    ),
    "exercise-leaky": [
        ("def slope_of_leaky_relu(z): return max(z, 0.1 * z)", "because that is the value"),
        ("def slope_of_leaky_relu(z): return float(z > 0)", "because that is the slope of ReLU"),
        ("def slope_of_leaky_relu(z): return 0.1 if z > 0 else 1.0", "because left and right are swapped"),
        ("def slope_of_leaky_relu(z): return z if z > 0 else 0.1", "because on the right that is the value"),
        ("def slope_of_leaky_relu(z): return 0.1", "because it is the same on both sides"),
    ],
    "exercise-cost": [
        ("def my_cost(y, y_hat): return sum((a - b) ** 2 for a, b in zip(y, y_hat))", "because the sum is not divided"),
        (
            "def my_cost(y, y_hat): return sum(a - b for a, b in zip(y, y_hat)) / len(y)",
            "the residuals are not squared",
        ),
        ("def my_cost(y, y_hat): return sum(abs(a - b) for a, b in zip(y, y_hat)) / len(y)", "mean of the distances"),
        ("def my_cost(y, y_hat): return sum((a - b) ** 2 for a, b in zip(y, y_hat)) / 2 / len(y)", "there is a ½"),
    ],
    "exercise-difference": [
        ("def my_slope(f, w, h): return (f(w + h) - f(w)) / h", "because only one side is nudged"),
        ("def my_slope(f, w, h): return (f(w + h) - f(w - h)) / h", "because the whole way is 2h"),
        ("def my_slope(f, w, h): return f(w + h) - f(w - h)", "because the difference is not divided"),
        ("def my_slope(f, w, h): return (f(w - h) - f(w + h)) / (2 * h)", "because the order must be up minus down"),
        ("def my_slope(f, w, h): return (f(w + h) - f(w - h)) / 2 * h", "because the divisor needs brackets"),
    ],
    "exercise-weighted-sum": [
        ("def my_weighted_sum(x, w, b): return sum(p * q for p, q in zip(x, w))", "because the bias is missing"),
        (
            "def my_weighted_sum(x, w, b): return sum(p * q + b for p, q in zip(x, w))",
            "because the bias is added once per input",
        ),
        ("def my_weighted_sum(x, w, b): return sum(x) + sum(w) + b", "because inputs and weights are added"),
        ("def my_weighted_sum(x, w, b): return x[0] * w[0] + x[1] * w[1] + b", "stopped with IndexError"),
        ("def my_weighted_sum(x, w, b): return float(SIGMOID(np.dot(x, w) + b))", "only the sum is asked for"),
        ("def my_weighted_sum(x, w, b): return 'z'", "it gave 'z', expected -1.75"),
    ],
    "exercise-slope": [
        (
            "def slope_for_tanh(x, w, b, y):\n    p = np.tanh(x * w + b)\n    return 2 * (y - p) * (1 - p**2) * x",
            "sign",
        ),
        ("def slope_for_tanh(x, w, b, y):\n    p = np.tanh(x * w + b)\n    return (p - y) * (1 - p**2) * x", "the 2"),
        ("def slope_for_tanh(x, w, b, y):\n    p = np.tanh(x * w + b)\n    return 2 * (p - y) * (1 - p**2)", "link 3"),
        ("def slope_for_tanh(x, w, b, y):\n    return 2 * (np.tanh(x * w + b) - y) * x", "link 2"),
        (
            "def slope_for_tanh(x, w, b, y):\n    p = np.tanh(x * w + b)\n    return 2 * (p - y) * p * (1 - p) * x",
            "the sigmoid's slope",
        ),
        ("def slope_for_tanh(x, w, b, y): return 2 * (np.tanh(x * w + b) - y)", "links 2 and 3 are missing"),
        ("def slope_for_tanh(x, w, b, y): print(x)", "is the `return` missing?"),
        ("def slope_for_tanh(x, w, b, y): return 1", "wrong: for (2, 0.5, -0.5, 1) it gave 1, expected -1.692."),
    ],
    "exercise-gradient": [
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = np.tanh(X @ w + b)\n"
            "    delta = 2 * (y - y_hat) * (1 - y_hat**2) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, sign lost",
        ),
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = np.tanh(X @ w + b)\n"
            "    delta = (y_hat - y) * (1 - y_hat**2) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, factor 2 lost",
        ),
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = np.tanh(X @ w + b)\n"
            "    delta = 2 * (y_hat - y) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, link ∂ŷ/∂z missing",
        ),
        (
            "def tanh_gradient(X, y, w, b):\n    p = np.tanh(X @ w + b)\n"
            "    delta = 2 * (p - y) * p * (1 - p) / len(y)\n    return X.T @ delta, delta.sum()",
            "That is the sigmoid's slope",
        ),
        ("def tanh_gradient(X, y, w, b): return X @ y", "X is 3 × 2, w has 2 numbers, y has 3"),
        ("def tanh_gradient(X, y, w, b): return X", "expected the pair (dC_dw, dC_db)"),
    ],
    "exercise-diagnosis": [
        ("diagnosis = {'A': 'sign lost'}", "A: wrong, because sign lost would look otherwise"),
        ("diagnosis = {'A': 'alpha too large', 'B': 'bias frozen'}", "B: wrong, because bias frozen would look"),
        ("diagnosis = {'E': 'the flu'}", "E: 'the flu' is no fault of the list"),
        ("diagnosis = 'sign lost'", "expected a dictionary"),
    ],
    "exercise-activation": [
        ("activation = 'z / (1 + |z|)'", "because it goes below 0"),
        ("activation = 'sigma(z)'", "no more than the sigmoid's"),
        ("activation = 'max(0, z)'", "because it goes above 1"),
        ("activation = '1/2 - z / (2 (1 + |z|))'", "because it falls"),
        ("activation = 'x / 2'", "wrong: "),
    ],
    "exercise-linear-gradient": [
        (_LINEAR.format("X.T @ delta, 0.0"), "failed, bias gradient missing"),
        (_LINEAR.format("X.T @ delta / len(y), delta.sum() / len(y)"), "The mean was taken twice"),
        (_LINEAR.format("X @ delta, delta.sum()"), "X is 3 × 2, w has 2 numbers, y has 3"),
        (_LINEAR.format("X.T @ delta"), "expected the pair (dC_dw, dC_db)"),
        (_LINEAR.format("-X.T @ delta, -delta.sum()"), "failed, sign lost"),
        (_LINEAR.format("(X.T * delta).T, delta.sum()"), "It needs one entry per weight: sum over the examples"),
        (_LINEAR.format("X.T @ delta, delta.mean()"), "The mean was taken twice"),
    ],
    "exercise-sigmoid-gradient": [
        (_SIGMOID.format("2 * (y_hat - y) / len(y)"), "failed, link ∂ŷ/∂z missing"),
        (_SIGMOID.format("2 * (y - y_hat) * y_hat * (1 - y_hat) / len(y)"), "failed, sign lost"),
        (_SIGMOID.format("2 * (y_hat - y) * y_hat * (1 - y_hat)"), "failed, mean forgotten"),
        (_SIGMOID.format("(y_hat - y) * y_hat * (1 - y_hat) / len(y)"), "failed, factor 2 lost"),
        (_SIGMOID.format("2 * (y_hat - y) * (1 - y_hat**2) / len(y)"), "That is the slope of tanh"),
    ],
    "exercise-bias-step": [
        (_BIAS_STEP.format("b + alpha * dC_db"), "because the bias climbs"),
        (_BIAS_STEP.format("b - dC_db"), "because the bias moves without the learning rate"),
        (_BIAS_STEP.format("b - alpha * dC_dw.sum()"), "because the bias moves by the slopes of the weights"),
        (_BIAS_STEP.format("b"), "because the bias stays where it was"),
        (_BIAS_STEP.format("b - alpha * dC_dw"), "One neuron has one bias"),
    ],
    "exercise-hidden-gradient": [
        (_HIDDEN.format("", "np.outer(delta, v)"), "because the slope of the hidden neurons is missing"),
        (_HIDDEN.format("", "delta[:, None] * A * (1 - A)"), "because the weight v is missing"),
        (_HIDDEN.format("", "np.outer(delta, v) * A"), "because the answer a stands where its slope belongs"),
        (_HIDDEN.format("", "-np.outer(delta, v) * A * (1 - A)"), "because the sign is lost"),
        (
            _HIDDEN.format("", "np.outer(delta, v) * A * (1 - A)").replace(".sum(axis=0)", ".sum()"),
            "because the slopes of all hidden biases were added up",
        ),
        (
            _HIDDEN.format("", "np.outer(delta, v) * A * (1 - A)").replace("X.T @ Delta", "Delta"),
            "because the input X is missing",
        ),
        (
            _HIDDEN.format("", "np.outer(delta, v) * A * (1 - A)").replace(" / len(y)", ""),
            "because the mean is forgotten",
        ),
    ],
    "exercise-hidden-tanh": [
        (_HIDDEN.format("_tanh", "np.outer(delta, v) * (1 - A**2)"), "bend with the sigmoid, not with tanh"),
        (_HIDDEN.format("_tanh", "np.outer(delta, v) * A * (1 - A)"), "because that is the network of exercise 3"),
        (_TANH.format("np.outer(delta, v) * A * (1 - A)"), "because that is the slope of the sigmoid"),
        (_TANH.format("np.outer(delta, v)"), "because the slope of the hidden neurons is missing"),
        (_TANH.format("delta[:, None] * (1 - A**2)"), "because the weight v is missing"),
    ],
    "exercise-descent": [
        (_DESCENT.format(times="epochs", sign="+", bias="+ alpha * dC_db"), "the sign is lost, so it climbs"),
        (_DESCENT.format(times="1", sign="-", bias="- alpha * dC_db"), "only one step was taken"),
        (_DESCENT.format(times="epochs", sign="-", bias=""), "the bias stays where it was"),
        (
            _DESCENT.format(times="epochs", sign="-", bias="- dC_db").replace("alpha * dC_dw", "dC_dw"),
            "the learning rate is not used",
        ),
        (_DESCENT.format(times="epochs // 2", sign="-", bias="- alpha * dC_db"), "wrong: w = "),
        ("def my_descent(X, y, alpha, epochs): return 1", "expected the pair"),
    ],
}


@cache
def lesson(notebook):
    """{cell id: (its code, the names that the cells before it have made)} of a notebook, which runs once."""
    names, cells = {}, {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.loads(notebook.read_text())["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                cells[cell["id"]] = source, dict(names)
                exec(source, names)
    return cells


class Exercise:
    """The cell of one exercise, and the names that the cells before it have made."""

    def __init__(self, notebook, cell_id):
        source, self.names = lesson(notebook)[cell_id]
        self.stub, _, self.check = source.rpartition("\n")

    def verdict(self, answer):
        """What the check prints for an answer, in one line."""
        printed, names = io.StringIO(), dict(self.names)
        with contextlib.redirect_stdout(printed):
            exec(self.stub, names)
            exec(answer, names)
            exec(self.check, names)
        return " ".join(printed.getvalue().split())


def exercises():
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text())["cells"]:
            if "exercise" in cell["metadata"].get("tags", ()):
                yield notebook, cell["id"]


EXERCISES = list(exercises())


def solution(notebook, cell_id):
    return parts((ROOT / "solutions" / f"{notebook.stem}.py").read_text())[cell_id]


@pytest.fixture(scope="module", params=EXERCISES, ids=lambda e: e[1])
def exercise(request):
    notebook, cell_id = request.param
    return Exercise(notebook, cell_id), notebook, cell_id


def test_there_are_exercises():
    assert {cell_id for _, cell_id in EXERCISES} == set(WRONG)


def test_the_stub_is_not_written_yet(exercise):
    cells, _, _ = exercise
    assert cells.verdict("") == "not written yet"


def test_the_solution_is_right(exercise):
    cells, notebook, cell_id = exercise
    verdict = cells.verdict(solution(notebook, cell_id))
    assert verdict.startswith("right") or "right:" in verdict or "passed:" in verdict


def test_wrong_answers_get_their_diagnosis(exercise):
    cells, _, cell_id = exercise
    verdicts = {answer: cells.verdict(answer) for answer, _ in WRONG[cell_id]}
    for answer, diagnosis in WRONG[cell_id]:
        assert diagnosis in verdicts[answer], answer
    own = [said for _, said in WRONG[cell_id] if sum(said in verdict for verdict in verdicts.values()) == 1]
    assert len(own) >= 3, f"expected three diagnoses or more that one answer alone gets, found {own}"


def test_a_right_slope_is_not_called_another(capsys):
    """Only the bias is wrong."""
    course.check("sigmoid-gradient", lambda X, y, w, b: (gradient(X, y, w, b)[0], 7.0))
    assert "here it is another" not in capsys.readouterr().out


def test_every_exercise_of_the_package_is_in_a_lesson():
    assert {cell_id.removeprefix("exercise-") for _, cell_id in EXERCISES} == set(course.EXERCISES)


def wrong_answer(name):
    if name in FUNCTIONS | GRADIENTS:
        return lambda *_: 1.5
    return {"diagnosis": {"A": "flu"}, "activation": "z"}.get(name) or WRONG[f"exercise-{name}"][0][0].split("'")[1]


@pytest.mark.parametrize("name", course.EXERCISES)
def test_hints_come_in_steps(name):
    exercise = replace(course.EXERCISES[name])  # with no attempts yet
    assert len(exercise.hints) >= 2
    said = [str(exercise(wrong_answer(name))) for _ in range(3)]
    assert [text.split("Hint: ")[1] for text in said] == [exercise.hints[0], exercise.hints[1], exercise.hints[-1]]


class Unfriendly:
    def __eq__(self, other):
        raise RuntimeError

    def __len__(self):
        raise RuntimeError

    def __repr__(self):
        raise RuntimeError

    @property
    def __class__(self):
        raise RuntimeError

    __hash__ = None


class Text(str):
    def strip(self, *_):
        raise RuntimeError


def _changes_its_arguments(*arguments):
    for argument in arguments:
        if isinstance(argument, list):
            argument.clear()
    return arguments


HOSTILE = [
    None, ..., "", "?", 0, -1.5, float("nan"), float("inf"), 10**400, True, b"x", [], {}, set(), object, Unfriendly(),
    "x" * 100_000, "__import__('os')", np.zeros((2, 2)), np.array(["a"]), {"A": [1]}, {1: 2}, range(3), Text("z"),
    {"A": np.zeros(3)}, {"A": Unfriendly()}, lambda *_: (Unfriendly(), Unfriendly()), lambda *_: Unfriendly(),
    lambda: 1, lambda *_: None, lambda *_: "z", lambda *_: [[1], [2, 3]], lambda *_: (1, 2, 3), lambda *_: 1 / 0,
    lambda *_: (float("nan"), float("inf")), lambda *a: a, _changes_its_arguments, lambda *_: exit(1),
    lambda *_: (np.zeros(2), "b"), lambda *_: ([1e308, 1e308], 1e308), lambda *_: (_ for _ in ()),
]  # fmt: skip


@pytest.mark.parametrize("name", course.EXERCISES)
def test_nothing_that_is_given_raises_or_is_right(name, capsys):
    for answer in HOSTILE:
        course.check(name, answer)
        said = capsys.readouterr().out
        assert said.strip()
        assert not said.startswith("right")
        assert max(map(len, said.splitlines())) <= course.WIDTH


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="Did you mean"):
        course.check("mean-of-tree", 1)


def test_what_is_right_is_noted_and_what_is_wrong_is_not(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    course.check("mean-of-three", 0.21)
    course.check("cost", lambda y, y_hat: 0.0)
    assert progress.all_solved() == {}
    course.check("mean-of-three", 0.07)
    course.check("cost", lambda y, y_hat: sum((a - b) ** 2 for a, b in zip(y, y_hat, strict=True)) / len(y))
    assert set(progress.all_solved()) == {"mean-of-three", "cost"}


@pytest.mark.parametrize(("name", "f"), [("hidden-gradient", SIGMOID), ("hidden-tanh", np.tanh)])
def test_the_right_slopes_of_two_layers_are_those_of_nudges(name, f):
    """Nudged, not derived, and for the sigmoid the same as the package's network."""
    X, y, W, b, v, c = _CASES[0]

    def C(W, b):
        return np.mean((y - SIGMOID(f(X @ W + b) @ v + c)) ** 2)

    h = 1e-5
    dC_dW = [[(C(W + d, b) - C(W - d, b)) / (2 * h) for d in row] for row in h * np.eye(6).reshape(2, 3, 2, 3)]
    dC_db = [(C(W, b + d) - C(W, b - d)) / (2 * h) for d in h * np.eye(3)]
    right = course.EXERCISES[name].judge.keywords["truth"](X, y, W, b, v, c)
    np.testing.assert_allclose(right[0], dC_dW, atol=1e-9)
    np.testing.assert_allclose(right[1], dC_db, atol=1e-9)
    if f is not np.tanh:
        package = network.gradient(X, y, network.Network(W, b, v, c))
        np.testing.assert_allclose(right[0], package.W)
        np.testing.assert_allclose(right[1], package.b)
