"""Every exercise of the course: its stub as shipped, its solution, and the wrong answers that it must name.

An exercise is a cell tagged so, whose last line checks what is above it. What is asked, the solution and the wrong
answers are those of perceptron/course.
"""

import ast
import contextlib
import io
import json
import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from perceptron import network
from perceptron.answers.exercise import NO_MORE
from perceptron.course import progress
from perceptron.course.contents import lessons
from perceptron.course.l06_check import LESSON as CHECK
from perceptron.course.l10_connect import CASES
from perceptron.course.lesson import WIDTH, changed
from perceptron.gradient import gradient
from perceptron.neuron import SIGMOID
from tools.notebooks import NOTEBOOKS

EXERCISES = {name: (lesson, exercise) for lesson in lessons().values() for name, exercise in lesson.exercises.items()}
every_exercise = pytest.mark.parametrize("name", EXERCISES)


@cache
def cells(notebook):
    """{cell id: (its code, the names that the cells before it have made)} of a notebook, which runs once."""
    names, found = {}, {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                found[cell["id"]] = source, dict(names)
                exec(source, names)
    return found


def said(name, answer):
    """What the cell of an exercise prints, in one line, when this code is above its check."""
    source, names = cells(EXERCISES[name][0].notebook)[f"exercise-{name}"]
    stub, _, check = source.rpartition("\n")
    printed, names = io.StringIO(), dict(names)
    with contextlib.redirect_stdout(printed):
        for code in (stub, answer, check):
            exec(code, names)
    return " ".join(printed.getvalue().split())


@every_exercise
def test_the_stub_is_not_written_yet(name):
    assert said(name, "") == "not written yet"


@every_exercise
def test_the_solution_is_right(name):
    verdict = said(name, EXERCISES[name][1].solution)
    assert verdict.startswith("right") or "right:" in verdict or "passed:" in verdict


@every_exercise
def test_wrong_answers_get_their_diagnosis(name):
    wrong = EXERCISES[name][1].wrong
    verdicts = {answer: said(name, answer) for answer, _ in wrong}
    for answer, words in wrong:
        assert words in verdicts[answer], answer
    own = [words for _, words in wrong if sum(words in verdict for verdict in verdicts.values()) == 1]
    assert len(own) >= 3, f"expected three diagnoses or more that one answer alone gets, found {own}"


def test_a_change_that_changes_nothing_is_refused():
    assert changed("a + b", ("+", "-", "sign")) == (("a - b", "sign"),)
    with pytest.raises(ValueError, match="'c' is not in the code"):
        changed("a + b", ("+", "-", "sign"), ("c", "d", "nothing"))


def test_a_right_slope_is_not_called_another(capsys):
    """Only the bias is wrong."""
    CHECK.check("sigmoid-gradient", lambda X, y, w, b: (gradient(X, y, w, b)[0], 7.0))
    assert "here it is another" not in capsys.readouterr().out


@every_exercise
def test_hints_come_in_steps(name):
    exercise = replace(EXERCISES[name][1])  # with no attempts yet
    wrong = wrong_answer(name)
    assert len(exercise.hints) >= 2
    hints = [exercise(wrong).hint for _ in range(len(exercise.hints) + 2)]
    assert [hint for hint in hints if hint not in exercise.advice.values()][: len(exercise.hints)] == [*exercise.hints]
    assert hints[-1] == NO_MORE


@every_exercise
def test_no_hint_is_the_last_step(name):
    """Nothing that is told holds the answer, and advice is for mistakes that the exercise knows."""
    exercise = EXERCISES[name][1]
    told = " ".join([*exercise.hints, *exercise.advice.values()])
    answer = exercise.solution.partition("= ")[2].strip('"')
    assert "def " in exercise.solution or not re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.])", told)
    known = getattr(exercise.judge, "keywords", {}).get("mistakes", {})
    assert exercise.advice.keys() <= {*known}


def pieces(code):
    """The products, sums and calls that code is made of, each in one spelling."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.BinOp) or (isinstance(node, ast.Call) and node.args and "." in ast.unparse(node.func)):
            yield spelled(ast.unparse(node))


def spelled(text):
    """Formula and code in one spelling, without signs for times, so that ŷ(1 − ŷ) is y_hat * (1 - y_hat)."""
    for sign, plain in (("ŷ", "y_hat"), ("α", "alpha"), ("δ", "delta"), ("−", "-"), ("²", "**2"), ("^", "**")):
        text = text.replace(sign, plain)
    return re.sub(r"[\s*·×`]", "", text)


@every_exercise
def test_no_hint_holds_a_piece_of_the_solution(name):
    """Neither a product, sum or call of its code, nor a formula or number that is judged right."""
    exercise = replace(EXERCISES[name][1])
    for hint in (*exercise.hints, *exercise.advice.values()):
        assert not [piece for piece in pieces(exercise.solution) if len(piece) > 2 and piece in spelled(hint)], hint
        for formula in re.findall(r"(?:(?:(?![A-Za-z]{2})\S)+ ?)+", hint):
            assert exercise.judge(formula.strip()).kind != "right", (hint, formula)


VARIABLES = ("answer", "diagnosis", "activation", "cost")


def wrong_answer(name):
    """The value that the first wrong answer gives to its variable, or the function that it defines."""
    names = dict(cells(EXERCISES[name][0].notebook)[f"exercise-{name}"][1])
    before = set(names)
    names |= dict.fromkeys(VARIABLES)
    exec(EXERCISES[name][1].wrong[0][0], names)
    found = [names[key] for key in VARIABLES if names[key] is not None]
    return (found or [value for key, value in names.items() if key not in before and callable(value)])[-1]


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


@pytest.fixture
def here(monkeypatch):
    """Functions are called in this process: a fork for each is what test_answers.py tries, and takes long."""
    monkeypatch.setattr("perceptron.answers.trial._FORKS", False)


@every_exercise
def test_nothing_that_is_given_raises_or_is_right(name, here, capsys):
    for answer in HOSTILE:
        EXERCISES[name][0].check(name, answer)
        said = capsys.readouterr().out
        assert said.strip()
        assert not said.startswith("right")
        assert max(map(len, said.splitlines())) <= WIDTH


def test_a_verdict_is_shown_in_a_notebook_and_printed_elsewhere(monkeypatch, capsys):
    shown = []
    lesson = EXERCISES["bias-of-threshold"][0]
    lesson.check("bias-of-threshold", "-k t")
    printed = capsys.readouterr().out
    assert printed == "right (by rewriting)\nRead as -k t\n"
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel="a kernel"))
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    lesson.check("bias-of-threshold", "-k t")
    assert shown[0]["text/plain"] == printed.strip()
    assert "✓</span> right (by rewriting)<br>Read as $- k t$" in shown[0]["text/html"]
    lesson.check("bias-of-threshold", "...")  # as it ships, so that the stored page says it in text
    assert capsys.readouterr().out == "not written yet\n"


@pytest.mark.parametrize("name", ["weighted-sum", "leaky", "cost", "difference"])
def test_a_right_function_is_right_on_all_that_is_drawn(name, here):
    names = {}
    exec(EXERCISES[name][1].solution, names)
    right = [value for key, value in names.items() if callable(value)][-1]
    for seed in range(20):
        assert EXERCISES[name][1](right, seed=seed), seed


@pytest.mark.parametrize(
    ("name", "few"),
    [
        ("weighted-sum", lambda x, w, b: sum(p * q for p, q in zip(x[:100], w[:100], strict=True)) + b),
        ("weighted-sum", lambda x, w, b: {2: -1.75, 1: 1.0, 3: 1.0}[len(x)]),
        ("cost", lambda y, p: sum((a - b) ** 2 for a, b in zip(y[:3], p[:3], strict=True)) / len(y)),
        ("leaky", lambda z: {2.0: 1.0, -3.0: 0.1, 0.5: 1.0, -0.1: 0.1}[z]),
        ("difference", lambda f, w, h: (f(w + h) - f(w - h)) / 1.0 if h == 0.5 else f(w) / w),
    ],
)
def test_what_is_right_on_a_few_cases_alone_is_wrong(name, few):
    verdict = EXERCISES[name][1](few)
    assert verdict.kind == "wrong"


def test_an_unknown_name_is_refused():
    for asked in (lambda: CHECK.check("ratoi", 1), lambda: CHECK.predict("article on trail")):
        with pytest.raises(ValueError, match="Did you mean"):
            asked()


def test_what_is_right_is_noted_and_what_is_wrong_is_not(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    lesson = EXERCISES["mean-of-three"][0]
    lesson.check("mean-of-three", 0.21)
    lesson.check("cost", lambda y, y_hat: 0.0)
    assert progress.all_solved() == {}
    lesson.check("mean-of-three", 0.07)
    lesson.check("cost", lambda y, y_hat: sum((a - b) ** 2 for a, b in zip(y, y_hat, strict=True)) / len(y))
    assert set(progress.all_solved()) == {"mean-of-three", "cost"}


@pytest.mark.parametrize(("name", "f"), [("hidden-gradient", SIGMOID), ("hidden-tanh", np.tanh)])
def test_the_right_slopes_of_two_layers_are_those_of_nudges(name, f):
    """Nudged, not derived, and for the sigmoid the same as the package's network."""
    X, y, W, b, v, c = CASES[0]

    def C(W, b):
        return np.mean((y - SIGMOID(f(X @ W + b) @ v + c)) ** 2)

    h = 1e-5
    dC_dW = [[(C(W + d, b) - C(W - d, b)) / (2 * h) for d in row] for row in h * np.eye(6).reshape(2, 3, 2, 3)]
    dC_db = [(C(W, b + d) - C(W, b - d)) / (2 * h) for d in h * np.eye(3)]
    right = EXERCISES[name][1].judge.keywords["truth"](X, y, W, b, v, c)
    np.testing.assert_allclose(right[0], dC_dW, atol=1e-9)
    np.testing.assert_allclose(right[1], dC_db, atol=1e-9)
    if f is not np.tanh:
        package = network.gradient(X, y, network.Network((W, b), (v, c))).layers[0]
        np.testing.assert_allclose(right[0], package.W)
        np.testing.assert_allclose(right[1], package.b)
