"""Any equivalent answer is right, a wrong one gets the name of its mistake, and nothing a reader gives raises."""

import itertools
import linecache
import math
import os
import random
import re
import sys
import time
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from work import work

from perceptron.answers import Exercise, Verdict, judge, judge_choice, judge_function, judge_number, trial
from perceptron.answers.exercise import NO_MORE
from perceptron.answers.misconceptions import gradient
from perceptron.answers.solution import Mistake, Solution
from perceptron.answers.verdict import is_speech
from perceptron.equality import decide
from perceptron.expression import NAMES, read
from perceptron.symbolic import Z_I, alpha, b, i, n, sigma, w, w_, x, x_, y, y_hat, z

r_ = sp.Symbol("r", real=True)
SLOPE = sigma(z) * (1 - sigma(z))
QUESTIONS = {
    "σ′": Solution(SLOPE, where={y_hat: sigma(z)}),
    "tanh′": Solution(1 - sp.tanh(z) ** 2, where={y_hat: sp.tanh(z)}),
    "softplus′": sigma(z),
    "z": w * x + b,
    "z, m features": Z_I,
    "∂C/∂ŷ": gradient("y_hat"),
    "∂C/∂ŷ, mean": gradient("y_hat", mean=True),
    "∂C/∂w": gradient("w"),
    "∂C/∂b": gradient("b"),
    "∂C/∂w, tanh": gradient("w", "tanh"),
    "∂C/∂w, mean": gradient("w", mean=True),
    "∂C/∂b, mean": gradient("b", mean=True),
    "∂C/∂z, cross-entropy": gradient("z", cost="cross_entropy"),
    "∂C/∂w, cross-entropy": gradient("w", cost="cross_entropy"),
}

RIGHT = {
    "σ′": [
        "σ(z)(1-σ(z))", "σ(z) - σ(z)^2", "ŷ(1-ŷ)", "ŷ - ŷ²", "e^(-z)/(1+e^(-z))^2", "exp(z)/(1+exp(z))**2",
        "1/(1+e^(-z)) * (1 - 1/(1+e^(-z)))", "1/(2 + e^z + e^(-z))", "1/(4cosh(z/2)^2)", "(1 - tanh(z/2)^2)/4",
        "σ(z)σ(-z)", "1/4 - (σ(z) - 1/2)^2",
    ],
    "tanh′": ["1 - tanh(z)^2", "1-ŷ²", "(1-ŷ)(1+ŷ)", "1/cosh(z)^2", "4/(e^z + e^(-z))^2", "4σ(2z)(1-σ(2z))"],
    "softplus′": ["σ(z)", "1/(1+e^(-z))", "e^z/(1+e^z)", "1 - 1/(1+e^z)", "1 - σ(-z)", "(1+tanh(z/2))/2"],
    "z": ["w x + b", "b + x w", "wx+b", "x*w + b", "(2w x + 2b)/2"],
    "z, m features": ["Σ_k(w_k x_ik) + b", "b + Σ_j(x_ij w_j)", "Σ_j(w_j x_ij) + 2b - b"],
    "∂C/∂ŷ": ["2(ŷ-y)", "-2(y-ŷ)", "2ŷ - 2y", "2(σ(z)-y)", "(ŷ-y) + (ŷ-y)", "2(1/(1+e^(-w x-b)) - y)"],
    "∂C/∂ŷ, mean": ["2(ŷ_i - y_i)/n", "(2/n)(ŷ_i - y_i)", "-2/n*(y_i - ŷ_i)", "2/n*(σ(z_i) - y_i)"],
    "∂C/∂w": [
        "2(ŷ-y)ŷ(1-ŷ)x", "2(σ(z)-y)σ'(z)x", "-2(y-ŷ)σ(z)(1-σ(z))x", "2x(ŷ-y)(ŷ-ŷ²)", "2(ŷ-y)σ'(z)x",
        "2(σ(w x+b)-y)σ(w x+b)(1-σ(w x+b))x", "2x(1/(1+e^(-w x-b))-y) e^(-w x-b)/(1+e^(-w x-b))^2",
        "2x(ŷ² - ŷ³ - yŷ + yŷ²)", "(ŷ-y)ŷ(1-ŷ)x/0.5", "2(ŷ-y)x(1/4 - (ŷ-1/2)^2)",
    ],
    "∂C/∂b": ["2(ŷ-y)ŷ(1-ŷ)", "2(σ(z)-y)σ'(z)", "-2(y-σ(z))σ(z)(1-σ(z))", "2(ŷ-y)(ŷ-ŷ²)"],
    "∂C/∂w, tanh": ["2(ŷ-y)(1-ŷ²)x", "2(tanh(z)-y)(1-tanh(z)^2)x", "2x(tanh(w x+b)-y)/cosh(w x+b)^2"],
    "∂C/∂w, mean": [
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)", "mean(2(ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)", "-(2/n)*Σ((y_i-ŷ_i)σ(z_i)(1-σ(z_i))x_ij)",
        "Σ(2/n*(ŷ_i-y_i)(ŷ_i-ŷ_i²)x_ij)", "2/n*Σ(ŷ_i²(1-ŷ_i)x_ij) - 2/n*Σ(y_i ŷ_i(1-ŷ_i)x_ij)",
        "mean((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij) * 2",
    ],
    "∂C/∂b, mean": ["2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i))", "mean(2(σ(z_i)-y_i)(ŷ_i-ŷ_i²))"],
    "∂C/∂z, cross-entropy": ["ŷ-y", "σ(z)-y", "-(y-ŷ)", "ŷ(1-y) - y(1-ŷ)", "(-y/ŷ + (1-y)/(1-ŷ))ŷ(1-ŷ)"],
    "∂C/∂w, cross-entropy": ["(ŷ-y)x", "x(σ(z)-y)", "xŷ - xy", "x(1/(1+e^(-z)) - y)"],
}  # fmt: skip

WRONG = {
    "∂C/∂ŷ": {
        "2(y-ŷ)": "the sign is lost",
        "ŷ-y": "the factor 2 is lost",
        "4(ŷ-y)": "there is a factor 2 too many",
        "2(y-ŷ)^2": "the square is kept",
        "(y-ŷ)^2": "the square is kept",
        "2(ŷ+y)": "a sign inside ∂C/∂ŷ is wrong",
        "y-ŷ": "the sign is lost and the factor 2 is lost",
        "2(ŷ-y)σ'(z)": "link ∂ŷ/∂z does not belong",
    },
    "∂C/∂ŷ, mean": {
        "2(ŷ_i-y_i)": "the mean is forgotten",
        "2/n*Σ(ŷ_i-y_i)": "the sum does not belong",
        "2/n*Σ(y-ŷ)": "the sign is lost and the sum does not belong",
        "2/n*(y_i-ŷ_i)": "the sign is lost",
        "2/n*(ŷ-y)": "the indices are left out",
    },
    "∂C/∂w": {
        "2(y-ŷ)ŷ(1-ŷ)x": "the sign is lost",
        "(ŷ-y)ŷ(1-ŷ)x": "the factor 2 is lost",
        "4(ŷ-y)σ'(z)x": "there is a factor 2 too many",
        "2(ŷ-y)ŷ(1-ŷ)": "the input x is missing",
        "2(ŷ-y)x": "link ∂ŷ/∂z is missing",
        "ŷ(1-ŷ)x": "link ∂C/∂ŷ is missing",
        "2(ŷ-y)^2ŷ(1-ŷ)x": "the square is kept",
        "2(ŷ-y)ŷx": "the activation is used where its slope belongs",
        "2(σ(z)-y)σ(z)x": "the activation is used where its slope belongs",
        "2(ŷ-y)(1-ŷ)x": "a factor of the slope ∂ŷ/∂z is lost",
        "2(ŷ-y)ŷ(1+ŷ)x": "a sign inside ∂ŷ/∂z is wrong",
        "2(ŷ-y)(1-ŷ²)x": "that is the slope of tanh",
        "2(ŷ-y)ŷ(1-ŷ)w": "w is used where x belongs",
        "2(ŷ-y)ŷ(1-ŷ)z": "z is used where x belongs",
        "2(ŷ-y) + ŷ(1-ŷ) + x": "the links are added",
        "(y-ŷ)^2": "that is the cost, not its slope",
        "(y-ŷ)ŷ(1-ŷ)x": "the sign is lost and the factor 2 is lost",
        "2(y-ŷ)x": "the sign is lost and link ∂ŷ/∂z is missing",
        "2(ŷ-y)": "link ∂ŷ/∂z is missing and the input x is missing",
        "-2(1/(1+e^(-w x-b))-y)e^(-w x-b)/(1+e^(-w x-b))^2": "the sign is lost and the input x is missing",
    },
    "∂C/∂b": {
        "2(ŷ-y)ŷ(1-ŷ)x": "the input x does not belong in ∂C/∂b",
        "2(ŷ-y)ŷ(1-ŷ)w": "w does not belong in ∂C/∂b",
        "2(ŷ-y)": "link ∂ŷ/∂z is missing",
        "2(y-ŷ)σ'(z)": "the sign is lost",
    },
    "∂C/∂w, tanh": {
        "2(ŷ-y)ŷ(1-ŷ)x": "that is the slope of sigmoid",
        "2(ŷ-y)(1-ŷ)x": "a square inside ∂ŷ/∂z is lost",
        "2(y-ŷ)(1-ŷ²)x": "the sign is lost",
    },
    "∂C/∂w, mean": {
        "2Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)": "the mean is forgotten",
        "2/n*Σ((y_i-ŷ_i)ŷ_i(1-ŷ_i)x_ij)": "the sign is lost",
        "1/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)": "the factor 2 is lost",
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i))": "the input x is missing",
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ji)": "an index is wrong",
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_i)": "an index of x is left out",
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)w_j)": "w is used where x belongs",
        "2/n*Σ_j((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)": "the sum runs over the features",
        "2/n*(ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij": "the sum over the examples is missing",
        "2/n*sum(ŷ_i-y_i) sum(ŷ_i(1-ŷ_i)x_ij)": "the sum is taken before the product",
        "2/n*sum(y-ŷ)*σ(z)(1-σ(z))x_i": "the sign is lost and the sum is taken before the product",
        "2/n*Σ((ŷ-y)x)": "link ∂ŷ/∂z is missing and an index of x is left out",
        "Σ((y_i-ŷ_i)ŷ_i(1-ŷ_i)x_ij)*2": "the sign is lost and the mean is forgotten",
        "2/n*Σ((ŷ-y)ŷ(1-ŷ)x)": "an index of x is left out",
    },
    "∂C/∂b, mean": {
        "2/n*sum(y-ŷ)*σ(z)(1-σ(z))": "the sign is lost and the sum is taken before the product",
        "2/n*Σ((ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij)": "the input x does not belong in ∂C/∂b",
        "mean(2(ŷ-y)ŷ(1-ŷ)x)": "the input x does not belong in ∂C/∂b",
        "2(ŷ_i-y_i)ŷ_i(1-ŷ_i)": "that is for one example alone",
        "2(ŷ_i-y_i)": "link ∂ŷ/∂z is missing and that is for one example alone",
        "2/n*Σ(ŷ_i-y_i)": "link ∂ŷ/∂z is missing",
    },
    "∂C/∂z, cross-entropy": {
        "y-ŷ": "the sign is lost",
        "2(ŷ-y)": "there is a factor 2 too many",
        "-y/ŷ + (1-y)/(1-ŷ)": "link ∂ŷ/∂z is missing",
        "(-y/ŷ - (1-y)/(1-ŷ))ŷ(1-ŷ)": "a sign inside ∂C/∂ŷ is wrong",
        "(ŷ-y)x": "the input x does not belong in ∂C/∂z",
    },
}
SLIPS = {
    "the factor 2 is lost",
    "there is a factor 2 too many",
    "the indices are left out",
    "an index of x is left out",
}


def rows(table):
    return [(question, answer) for question, answers in table.items() for answer in answers]


def test_the_tables_are_long_enough():
    assert len(rows(RIGHT)) >= 60
    assert len(rows(WRONG)) >= 60


@pytest.mark.parametrize(("question", "answer"), rows(RIGHT))
def test_every_form_of_a_right_answer_is_right(question, answer):
    verdict = judge(answer, QUESTIONS[question])
    assert verdict.kind == "right", verdict
    assert verdict.message in ("right (by rewriting)", "right (to 40 digits at 24 random points)")
    assert decide(read(verdict.read), read(answer))  # it could be typed as it is shown
    assert verdict.latex


@pytest.mark.parametrize(("question", "answer"), rows(WRONG))
def test_a_wrong_answer_gets_the_name_of_its_mistake(question, answer):
    verdict = judge(answer, QUESTIONS[question])
    name = WRONG[question][answer]
    assert verdict.because == name, verdict
    assert not verdict
    assert verdict.kind == ("almost" if name in SLIPS else "wrong")
    assert str(verdict).startswith(f"almost: {name}" if verdict.kind == "almost" else f"wrong, because {name}: ")


# --- the mistakes that are made from the structure --------------------------------------------------------------------


@pytest.mark.parametrize("question", ["∂C/∂w", "∂C/∂b, mean"])
def test_every_known_mistake_is_found_and_by_its_simplest_name(question):
    solution = QUESTIONS[question]
    names = [mistake.name for mistake in solution.mistakes]
    for mistake in solution.mistakes[:20] + solution.mistakes[20::18]:  # those of one, and some of those of two
        formula = mistake.expressions[-1]
        found = judge(formula, solution)
        assert found.kind in ("wrong", "almost")
        assert names.index(found.because) <= names.index(mistake.name), (formula, found)


def test_what_is_right_after_all_is_no_mistake():
    solution = gradient("b", "identity", mean=True)
    known = {mistake.name: mistake.expressions for mistake in solution.mistakes}
    assert "link ∂ŷ/∂z is missing" not in known
    right = [formula for formula in known["the sum is taken before the product"] if decide(formula, solution.truth)]
    assert right
    assert all(judge(formula, solution) and solution.recognise(formula) is None for formula in right)


def test_simple_mistakes_come_before_those_made_of_two():
    names = [mistake.name for mistake in gradient(mean=True).mistakes]
    double = [" and " in name for name in names]
    assert double == sorted(double)
    assert 0 < double.index(True) < len(names) - 20


def test_a_sum_where_one_example_is_asked_about_is_told():
    verdict = judge("2/n Σ_i (ŷ_i - y_i) ŷ_i (1 - ŷ_i) x_ij", gradient("w"))
    assert (verdict.kind, verdict.message[:36]) == ("wrong", "wrong: one example is asked about he")


@pytest.mark.parametrize(("of", "activation", "error"), [("x", "sigmoid", "of = 'x'"), ("w", "sigmod", "Did you mean")])
def test_an_unknown_gradient_is_refused(of, activation, error):
    with pytest.raises(ValueError, match=error):
        gradient(of, activation)


def test_the_truth_is_the_derivation_and_the_derivative():
    e = w * x + b
    cost = (y - sigma(e)) ** 2
    for of, symbol in (("w", w), ("b", b)):
        solution = gradient(of)
        assert decide(sp.diff(cost, symbol), solution.spelled_out(solution.truth))


# --- what is no row of a table ----------------------------------------------------------------------------------------

TERMS = (y, x, sp.Integer(3), sp.exp(z), y_hat**2)
REWRITINGS = {
    "expand": sp.expand,
    "factor": sp.factor,
    "together": sp.together,
    "in exponentials": lambda e: e.rewrite(sp.exp),
    "σ for ŷ": lambda e: e.xreplace({y_hat: sigma(z)}),
    "spelled out": lambda e: e.xreplace({sigma(z): 1 / (1 + sp.exp(-z))}),
    "z spelled out": lambda e: e.xreplace({z: w * x + b}),
    "times 2/2": lambda e: sp.Mul(sp.Rational(1, 2), 2 * e, evaluate=False),
    "a term in and out": lambda e: sp.Add(e, y, -y, evaluate=False),
    "over the same": lambda e: sp.Mul(e * (2 + sp.exp(z)), 1 / (2 + sp.exp(z)), evaluate=False),
    "the order turned": lambda e: e.func(*reversed(e.args), evaluate=False) if e.is_Add or e.is_Mul else e,
    "twice minus once": lambda e: sp.Add(2 * e, -e, evaluate=False),
}
REWRITTEN = ["∂C/∂ŷ", "∂C/∂w", "∂C/∂b", "∂C/∂z, cross-entropy"]
CHAIN = st.lists(st.sampled_from(sorted(REWRITINGS)), min_size=1, max_size=4)


@settings(max_examples=20)
@given(st.sampled_from(REWRITTEN), CHAIN)
def test_no_chain_of_rewritings_makes_a_right_answer_wrong(question, chain):
    answer = QUESTIONS[question].truth
    for name in chain:
        answer = REWRITINGS[name](answer)
    verdict = judge(answer, QUESTIONS[question])
    assert verdict.kind == "right", (chain, answer, verdict)


def faults(e, root=True):
    """Every formula with one fault: a sign, a factor 2, an exponent, a factor or a term less."""
    yield from (2 * e, -e) if not root or e != 0 else ()
    if e.is_Pow:
        yield e.base ** (e.exp + 1)
    if e.is_Add or e.is_Mul:
        yield from (e.func(*e.args[:at], *e.args[at + 1 :]) for at in range(len(e.args)))
    for at, part in enumerate(e.args):
        if not part.is_Number:
            yield from (e.func(*e.args[:at], wrong, *e.args[at + 1 :]) for wrong in faults(part, root=False))


@settings(max_examples=20)
@given(st.data(), st.sampled_from(REWRITTEN), CHAIN)
def test_no_planted_fault_is_ever_right(data, question, chain):
    solution = QUESTIONS[question]
    answer = data.draw(st.sampled_from(sorted(set(faults(solution.truth)), key=str)))
    for name in chain:
        answer = REWRITINGS[name](answer)
    assert judge(answer, solution).kind in ("wrong", "almost"), answer


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("3(ŷ-y)ŷ(1-ŷ)x", r"wrong: at ŷ = 0\.\d, x = -?\d(\.5)?, y = 0\.\d yours is \S+, expected \S+\."),
        ("5", r"wrong: at .* yours is 5, expected \S+\."),
        ("ln(-e^z)", r"wrong: at .* yours has no value, expected \S+\."),
        (7.5, r"wrong: at .* yours is 7.5, expected \S+\."),
        ("2(", "not readable: "),
        ([1], r"not readable: a formula was expected, as text such as .* of type list\."),
        (math.nan, "not readable: nan is not a number"),
        ("  ", "not written yet"), ("...", "not written yet"), (None, "not written yet"), (..., "not written yet"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_recognised_is_met_with_numbers_or_a_reason(answer, message):
    verdict = judge(answer, gradient())
    assert re.match(message, str(verdict)), verdict
    assert not verdict
    assert verdict.because == ""


def test_what_is_no_formula_of_numbers_is_not_read():
    for answer in (sp.O(x), sp.Symbol("q", commutative=False), sp.Eq(x, 1), sp.MatrixSymbol("A", 1, 1), True, 1j, b"x"):
        assert judge(answer, gradient()).kind == "unreadable"
    assert str(judge(sp.nan, gradient())) == "wrong: it has no value anywhere."
    assert judge(sp.Product(sp.Function("g")(i), (i, 1, n)), gradient()).kind == "unreadable"


def test_a_counterexample_can_be_followed():
    verdict = judge("x + 1", x)
    at, yours, expected = (
        float(s.rstrip(".,")) for s in verdict.message.replace("= ", "is ").split() if s[0].isdigit() or s[0] == "-"
    )
    assert yours == pytest.approx(at + 1)
    assert expected == at
    assert abs(at) <= 3


@pytest.mark.parametrize(
    ("answer", "truth", "ranges"),
    [
        ("3(ŷ-y)(1-ŷ²)x", gradient("w", "tanh").truth, {y_hat: (-1, 1), y: (0, 1)}),
        ("ŷ(1-ŷ)", 1 - y_hat**2, {y_hat: (-1, 1)}),
        ("ŷ+1", y_hat, {y_hat: (0, 1)}),
        ("sqrt(ŷ)", y_hat, {y_hat: (0, 1)}),
    ],
)
def test_a_counterexample_can_occur(answer, truth, ranges):
    verdict = judge(answer, truth, ranges=ranges)
    found = dict(re.findall(r"(\S+) = (-?[\d.]+\d)", verdict.message))
    for letter, (low, high) in ranges.items():
        assert low < float(found["ŷ" if letter == y_hat else str(letter)]) < high
    assert all(len(number.strip("-").replace(".", "")) <= 2 for number in found.values())


def test_every_verdict_on_a_typed_formula_shows_how_it_was_read():
    assert str(judge("2x+1", 2 * x)).endswith("\nRead as 1 + 2 x")
    assert judge("-(y - ŷ) x", gradient()).read == "-x (y - ŷ)"
    assert judge("2(ŷ-y)/n", x).read == "2 (ŷ - y)/n"
    assert judge("2x", 2 * x).latex == "2 x"
    assert judge(2 * x, 2 * x).read == ""  # nobody typed it


PAGE = {"names": NAMES | {"r": r_, "p": y_hat}, "given": {y: 1, r_: y - y_hat, sp.E: y_hat - y}}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ("-y ln(ŷ)", "almost", "almost: now put y = 1."),
        ("-y_i ln(ŷ_i)", "almost", "almost: now put y = 1."),
        ("-ln(ŷ)", "right", "right"),
        ("-y ln(ŷ) - (1-y) ln(1-ŷ)", "almost", "now put y = 1"),
        ("y ln(ŷ)", "wrong", "And put y = 1."),
        ("-ln(p)", "right", "right"),
        ("-ln(y - r)", "right", "right"),
        ("-ln(e + y)", "right", "right"),
        ("-ln(ŷ) x", "wrong", "it is made of ŷ alone, without x."),
        ("w ln(ŷ) x", "wrong", "without w and x."),
    ],
)
def test_the_letters_of_the_page_are_known(answer, kind, words):
    verdict = judge(answer, -sp.log(y_hat), ranges={y_hat: (0, 1)}, **PAGE)
    assert verdict.kind == kind
    assert words in verdict.message


@pytest.mark.parametrize(
    "text", ["I do not know", "no idea", "help", "?", "weiß nicht", "keine Ahnung", "what is asked"]
)
def test_a_sentence_gets_a_kind_reply_about_what_is_asked(text):
    asked = {
        "a formula in ŷ is asked for": judge(text, -sp.log(y_hat)),
        "a number is asked for": judge_number(text, 3),
        "choose one of tanh, sigmoid": judge_choice(text, "tanh", OPTIONS),
        "a function is asked for": judge_function(text, line, **LINES),
    }
    for words, verdict in asked.items():
        assert verdict.kind == "unreadable"
        assert words in verdict.message.replace("Choose", "choose").replace("none of the options. ", "")
        assert verdict.message.startswith("that is all right: ") == (text != "what is asked")


def test_a_call_for_help_gets_a_hint():
    ask = Exercise(partial(judge_number, truth=3), hints=("count",))
    assert str(ask("no idea")).endswith("\nHint: count")
    assert ask("no idea").hint == NO_MORE
    assert ask("twelve").hint == ""


@pytest.mark.parametrize(
    ("typed", "truth"),
    [
        ("\frac{x}{2}", x / 2), ("\tanh(z)", sp.tanh(z)), ("\alpha x", alpha * x), ("2 \times x", 2 * x),
("\\left( x \right)", x),
    ],
)  # fmt: skip
def test_latex_without_an_r_before_its_quotes_is_read_as_meant(typed, truth):
    assert judge(typed, truth), typed


def test_a_symbol_without_assumptions_is_the_one_of_the_course():
    assert judge(sp.Symbol("w") * sp.Symbol("x") + sp.Symbol("b"), w * x + b)
    p = sp.Symbol("y_hat")
    assert judge(2 * (p - sp.Symbol("y")), gradient("y_hat"))


def test_mistakes_of_ones_own():
    own = {"the two is a three": (3 * x, x * 3.0), "right after all": 2 * x}
    assert judge("3x", 2 * x, own).because == "the two is a three"
    assert judge("3x", 2 * x, own).message == "wrong, because the two is a three."
    assert judge("x + x", 2 * x, own)
    assert judge("x", Solution(2 * x, (Mistake("half", "double it.", (x,), slip=True),))).kind == "almost"
    both = judge("2(ŷ-y)ŷ(1-ŷ)x + 1", gradient(), {"there is a 1 in it": gradient().truth + 1})
    assert both.because == "there is a 1 in it"
    for truth, mistakes in (("x", ()), (2 * x, ["x"]), (sp.true, ())):
        with pytest.raises(TypeError):
            judge("x", truth, mistakes)


def test_hints_lead_on_one_by_one():
    ask = Exercise(partial(judge, truth=SLOPE), hints=("look at its graph", "differentiate 1/u"))
    hints = [ask(a).hint for a in ("", "2(", "z", "2z", "3z", "4z")]
    assert hints == ["", "", "look at its graph", "differentiate 1/u", NO_MORE, NO_MORE]
    assert "solution" in NO_MORE
    right = ask("σ(z) - σ(z)^2")
    assert right
    assert right.hint == ""
    assert Exercise(ask.judge)("z").hint == ""


def test_a_hint_follows_the_mistake():
    mistakes = {"the sign is lost": -3, "it was doubled": 6}
    ask = Exercise(
        partial(judge_number, truth=3, mistakes=mistakes), hints=("one", "two"), advice={"it was doubled": "halve it"}
    )
    assert [ask(a).hint for a in ("-3", "6", "6", "7")] == ["one", "halve it", "two", NO_MORE]


def test_a_function_that_breaks_uses_up_no_hint():
    ask = Exercise(partial(judge_function, truth=line, **LINES), hints=("one",))
    assert [ask(f).hint for f in (broken, lambda *_: None, lambda *_: 0)] == ["", "", "one"]


def test_an_error_inside_a_judge_is_ours():
    ask = Exercise(lambda answer: 1 / answer, hints=("divide by something else",))
    told = ask(0)
    assert (told.kind, told.hint, bool(told)) == ("ours", "", False)
    for words in (
        "our mistake, not yours",
        "ZeroDivisionError: division by zero, test_answers.py line",
        "Please report",
    ):
        assert words in told.message
    with pytest.raises(TypeError, match="draws nothing at random; leave the seed out"):
        ask(1, seed=3)


def test_an_error_of_ours_in_a_formula_or_a_number_is_ours(monkeypatch):
    def broken(*_):
        raise KeyError("gone")

    monkeypatch.setattr("perceptron.answers.formula.decide", broken)
    assert "KeyError: 'gone'" in judge("x", x).message
    monkeypatch.setattr("perceptron.answers.number.read", broken)
    assert judge_number("1 + 1", 2).kind == "ours"


@pytest.mark.parametrize(("kind", "mark"), [("right", "✓"), ("almost", "≈"), ("wrong", "✗"), ("unreadable", "?")])
def test_a_verdict_has_a_mark_a_name_and_no_html_of_others(kind, mark):
    page = Verdict(kind, "<b>a & b</b>", hint="<i>", read="x<y", latex="x<y")._repr_html_()
    assert f'aria-label="{kind}">{mark}</span> &lt;b&gt;a &amp; b&lt;/b&gt;' in page
    assert "Read as $x&lt;y$" in page
    assert "<em>Hint:</em> &lt;i&gt;" in page


def test_only_right_is_true():
    assert [bool(Verdict(kind, "")) for kind in ("missing", "unreadable", "wrong", "almost", "ours", "right")] == [
        False
    ] * 5 + [True]


# --- numbers ----------------------------------------------------------------------------------------------------------

NUMBERS = [
    ("0.0532", 0.0532, "", "right", ""),
    ("0,0532", 0.0532, "", "right", ""),
    ("5.32 %", 0.0532, "", "right", ""),
    ("-1/4", -0.25, "", "right", ""),
    ("−0.25", -0.25, "", "right", ""),
    ("2.5e-1", 0.25, "", "right", ""),
    ("sqrt(2)/2", 0.70711, "", "right", ""),
    ("1/(1+e^-2)", 0.8808, "", "right", ""),
    ("π/4", 0.7854, "", "right", ""),
    (Fraction(1, 4), 0.25, "", "right", ""),
    (np.float64(0.25), 0.25, "", "right", ""),
    (sp.sqrt(2) / 2, 0.70711, "", "right", ""),
    (25, 25, "mm", "right", ""),
    ("25 mm", 25, "mm", "right", ""),
    ("25mm", 25, "mm", "right", ""),
    ("50/2 mm", 25, "mm", "right", ""),
    ("12 %", 12, "%", "right", ""),
    ("0.05", 0.0532, "", "almost", "it is rounded too far"),
    (0.05, 0.0532, "", "wrong", ""),
    ("25", 25, "mm", "almost", "the unit is missing"),
    ("0.1064", 0.0532, "", "almost", "there is a factor 2 too many"),
    ("0.0266", 0.0532, "", "almost", "a factor 2 is lost"),
    ("25 g", 25, "mm", "wrong", "the unit is another"),
    ("25 g", 25, "", "almost", "no unit is asked for"),
    ("24 g", 20, "", "wrong", ""),
    ("z = 25", 25, "", "right", ""),
    ("= 25.", 25, "", "right", ""),
    ("about 25", 25, "", "right", ""),
    ("'25'", 25, "", "right", ""),
    ("12 000", 12000, "", "right", ""),
    ("\u201325", -25, "", "right", ""),
    ("\\frac{1}{4}", 0.25, "", "right", ""),
    ("\frac{1}{4}", 0.25, "", "right", ""),
    ("1,000.5", 1000.5, "", "unreadable", ""),
    ("6½", 6.5, "", "right", ""),
    ("-6 ½", -6.5, "", "right", ""),
    ("6.5 km/h", 6.5, "", "almost", "no unit is asked for"),
    ("2e", 2 * math.e, "", "right", ""),
    ("2π", 2 * math.pi, "", "right", ""),
    ("2w+h", 2, "", "unreadable", ""),
    ("1e400", 2, "", "unreadable", ""),
    ("9" * 400, 2, "", "unreadable", ""),
    (math.nan, 2, "", "unreadable", ""),
    (Decimal("0.25"), 0.25, "", "right", ""),
    (np.array([0.25]), 0.25, "", "right", ""),
    (np.array(0.25), 0.25, "", "right", ""),
    ([0.25], 0.25, "", "unreadable", ""),
    ("-0.0532", 0.0532, "", "wrong", "the sign is lost"),
    ("5.32", 0.0532, "", "wrong", "a percentage was given for a fraction"),
    ("0.532", 0.0532, "", "wrong", "the decimal point is one place too far to the right"),
    ("0.00532", 0.0532, "", "wrong", "the decimal point is one place too far to the left"),
    ("0.05", 5, "", "wrong", "it was divided by 100"),
    ("7", 0.0532, "", "wrong", ""),
    ("0", 0.0532, "", "wrong", ""),
    ("0.001", 0, "", "right", ""),
    ("0.1", 0, "", "wrong", ""),
    ("x", 1, "", "unreadable", ""),
    (True, 1, "", "unreadable", ""),
    (1j, 1, "", "unreadable", ""),
    (math.inf, 1, "", "unreadable", ""),
    ("", 1, "", "missing", ""),
]


@pytest.mark.parametrize(("answer", "truth", "unit", "kind", "because"), NUMBERS)
def test_numbers(answer, truth, unit, kind, because):
    verdict = judge_number(answer, truth, unit=unit)
    assert (verdict.kind, verdict.because) == (kind, because), verdict
    assert because in str(verdict)


@pytest.mark.parametrize("typed", ["(0.1**2 + -0.2**2) / 2", "(0.1^2 + -0.2^2) / 2", "(0.1² + - .2²) / 2"])
def test_a_negative_number_that_is_squared_without_brackets_is_named(typed):
    verdict = judge_number(typed, 0.025)
    assert verdict.kind == "wrong"
    assert re.search(r"-0?\.2 squared without brackets is −\(0?\.2²\); type \(-0?\.2\)\*\*2", verdict.message)
    assert judge_number(typed, 0.5).because == ""  # which brackets would not make right


def test_more_about_numbers():
    assert str(judge_number("0,0532", 0.0532)) == "right, exactly. The comma was read as a decimal point."
    assert str(judge_number("0.0533", 0.0532)) == "right (to within 1 %)"
    assert "percentage" not in str(judge_number("21/3", 0.07))
    assert all(judge_number(typed, 2) for typed in ("two times", "2 times"))
    assert all(judge_number(typed, n) for typed, n in (("1'000", 1000), ("half", 0.5), ("half of 3", 1.5)))
    assert "± gives two answers" in str(judge_number("±2", 2))
    assert "leave comments out" in str(judge_number("2 // a guess", 2))
    assert 'type 3.2, or "3,2" in quotes' in str(judge_number((3, 2), 3.2))
    assert "functions" not in str(judge_number("3 apples + 4 pears", 7))
    assert "leave mm out" in str(judge_number("3.2 mm", 3.2))
    assert "this is a function: type the number" in str(judge_number(len, 3.2))
    assert str(judge_number("7", 5)) == "wrong: 7 is too large."
    assert "too large or too small" in str(judge_number("1" * 10**6, 5))  # an hour, if its square were what it takes
    assert judge_number("1.04", 1, tolerance=0.05)
    assert not judge_number("1.04", 1, tolerance=0.03)
    assert judge_number("0.3", 0.7, mistakes={"that is 1 - ŷ": 0.3}).because == "that is 1 - ŷ"


# --- functions --------------------------------------------------------------------------------------------------------


def line(x, w, b):
    return x * w + b


def broken(x, w, b):
    return x[0]


def unwritten(x, w, b):
    raise NotImplementedError


def sorting(values):
    first = values[0]
    values.sort()
    return first


class Hostile:
    """Whatever is asked of it, it raises."""

    def _raise(self, *_):
        raise RuntimeError("hostile")

    __repr__ = __str__ = __eq__ = __bool__ = __len__ = __iter__ = __array__ = __float__ = __call__ = _raise
    __hash__ = None
    __class__ = property(_raise)


LINES = {"inputs": [(2.0, 0.5, 0.25), (1.0, 4.0, -3.0)], "mistakes": {"the bias is missing": lambda x, w, b: x * w}}
FUNCTIONS = [
    (line, "right: all 2 cases agree."),
    (lambda x, w, b: x * w, "wrong, because the bias is missing: for (2, 0.5, 0.25) it gave 1, expected 1.25."),
    (lambda x, w, b: "z", "wrong: for (2, 0.5, 0.25) it gave 'z', expected 1.25."),
    (lambda x, w, b: x, "wrong: for (2, 0.5, 0.25) it gave 2, expected 1.25."),
    (lambda x, w, b: np.ones(2), "wrong: for (2, 0.5, 0.25) it gave [1. 1.], expected 1.25."),
    (lambda x, w, b: np.array([x * w + b]), "right: all 2 cases agree."),
    (lambda x, w, b: None, "it gave None: is the `return` missing?"),
    (unwritten, "not written yet"),
    (None, "not written yet"),
    (broken, "it stopped with TypeError: 'float' object is not subscriptable; given was 2., 0.5, 0.25"),
    (lambda x: x, "it stopped with TypeError: "),
    (lambda *_: exit(), "it stopped with SystemExit: "),
    ([line], "not readable: a function was expected, and this is of type list; a function is asked for, by its name"),
    (lambda *_: Hostile(), "wrong: for (2, 0.5, 0.25) it gave something of type Hostile, expected 1.25."),
    (Hostile(), "it stopped with RuntimeError: hostile; given was 2., 0.5, 0.25"),
]


@pytest.mark.parametrize("row", range(len(FUNCTIONS)))  # pytest would ask a Hostile one for its name
def test_functions(row):
    fn, message = FUNCTIONS[row]
    verdict = judge_function(fn, line, **LINES)
    assert str(verdict).startswith(message)
    assert bool(verdict) == message.startswith("right")


def test_more_about_functions():
    def lucky(x, w, b):
        return 1.25 if x == 2 else 1.0

    given = LINES["inputs"]
    assert judge_function(lucky, line, given)
    drawn = judge_function(lucky, line, given, draw=lambda rng: rng.normal(size=3))
    assert not drawn
    seed = int(re.search(r"with seed=(\d+) in the check it comes again", str(drawn))[1])
    assert str(judge_function(lucky, line, given, draw=lambda rng: rng.normal(size=3), seed=seed)) == str(drawn)
    assert str(judge_function(line, line, given, draw=lambda rng: rng.normal(size=3))) == "right: all 22 cases agree."
    assert judge_function(sorting, lambda values: values[0], [([3, 1],)])
    assert not judge_function(lambda v: v[0], min, [([3, 1],)], mistakes={"never": lambda v: 1 / 0}).because
    pair = (np.ones(2), 0.5)
    assert judge_function(lambda: (np.ones(2), 0.5), lambda: pair, [()])
    assert not judge_function(lambda: (np.ones(2), 0.4), lambda: pair, [()])
    assert not judge_function(lambda: np.ones(2), lambda: pair, [()])


def dot(x, w, b):
    return float(np.dot(x, w) + b)


def some(rng):
    return (*rng.normal(size=(2, int(2 ** rng.uniform(0, 8)))).round(1).tolist(), 0.5)


class Tensor:
    """As another library's: NumPy may have its numbers when it is off the tape."""

    def __init__(self, value, tape=True):
        self.value, self.tape = value, tape

    def detach(self):
        return Tensor(self.value, tape=False)

    def __array__(self, dtype=None, copy=None):
        if self.tape:
            raise RuntimeError("call detach first")
        return np.asarray(self.value, dtype=dtype)


def exactly(number):
    return lambda x, w, b: sum((number(p) * number(q) for p, q in zip(x, w, strict=True)), number(b))


ALIKE = {
    "float32": lambda x, w, b: np.float32(np.float32(x) @ np.float32(w) + np.float32(b)),
    "float32 as a float": lambda x, w, b: float(np.float32(x) @ np.float32(w) + np.float32(b)),
    "float16": lambda x, w, b: np.float16(x) @ np.float16(w) + np.float16(b),
    "Fraction": exactly(Fraction), "Decimal": exactly(Decimal), "longdouble": exactly(np.longdouble),
    "one in a list": lambda *case: [dot(*case)], "one in a tuple": lambda *case: (dot(*case),),
    "(1,)": lambda *case: np.array([dot(*case)]), "(1, 1)": lambda *case: np.array([[dot(*case)]]),
    "0-d": lambda *case: np.array(dot(*case)), "of another library": lambda *case: Tensor(dot(*case)),
    "SymPy": lambda *case: sp.Float(dot(*case)), "object": lambda *case: np.array([Fraction(dot(*case))]),
}  # fmt: skip


@pytest.mark.parametrize("kind", ALIKE)
def test_the_right_number_is_right_in_any_type(kind):
    for seed in range(3):
        verdict = judge_function(ALIKE[kind], dot, [([2.0, 3.0], [0.5, -1.0], 0.25)], draw=some, seed=seed)
        assert verdict, verdict
        assert ("to the digits of float" in verdict.message) == kind.startswith("float")


class Speechless(Exception):
    def __str__(self):
        raise SystemExit


def speechless():
    raise Speechless


def without_end():
    found = []
    found.append(found)
    return found


@pytest.mark.parametrize(
    ("fn", "words"),
    [
        (lambda x, w, b: dot(x[:3], w[:3], b), "Drawn at random"),
        (lambda x, w, b: {2: -1.75}[len(x)], "it stopped with KeyError"),
        (lambda x, w, b: dot(x, w, b) * (1 + 1e-6), "almost: only seven digits agree"),
        (lambda x, w, b: dot(x, w, b) + 0.001, "it gave -1.749, expected -1.75."),
        (lambda x, w, b: np.float32(dot(x, w, b) + 0.001), "it gave -1.749, expected -1.75."),
        (lambda x, w, b: str(dot(x, w, b)), "leave its quotes out"),
        (lambda x, w, b: (v for v in x), "is there a `yield` in place of `return`?"),
        (lambda x, w, b: complex(dot(x, w, b), 1), "expected -1.75"),
        (lambda x, w, b: lambda: 1, "it gave a function"),
        (lambda x, w, b: {"z": 1}, "something of type dict"),
        (lambda x, w, b: without_end(), "lists in one another"),
        (lambda x, w, b: speechless(), "it stopped with Speechless: no message"),
    ],
)
def test_a_function_that_is_not_right(fn, words):
    verdict = judge_function(fn, dot, [([2.0, 3.0], [0.5, -1.0], 0.25)], draw=some)
    assert not verdict
    assert words in verdict.message


def test_the_right_numbers_in_another_shape():
    verdict = judge_function(lambda X: X.T, lambda X: X[0], [(np.ones((1, 3)),)])
    assert "the numbers are right, in the shape (3, 1); expected (3,)" in str(verdict)


# --- what a function may do ---


def endless(x, w, b):
    while True:
        pass


def stubborn(x, w, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def in_c(x, w, b):
    return sum(itertools.repeat(1))


def talkative(x, w, b):
    while True:
        print("x" * 10_000)


def asleep(x, w, b):
    time.sleep(10_000)


def recursive(x, w, b):
    return recursive(x, w, b)


def too_deep(x, w, b):
    sys.setrecursionlimit(10**9)
    return recursive(x, w, b)


def patching(x, w, b):
    np.isclose, np.dot, np.asarray = (lambda *_, **__: np.True_), None, None
    np.seterr(all="raise")
    np.random.seed(0)  # noqa: NPY002
    random.seed(0)
    sys.stdout.close()
    return 7.0


def unkind(x, w, b):
    raise BaseException("no")


def greedy(x, w, b):
    return len([0] * 10**11)


def interrupted(x, w, b):
    raise KeyboardInterrupt


HERE = {  # what is met in any process
    endless: "it had not ended after", talkative: "it had not ended after",
    recursive: "it stopped with RecursionError", patching: "it gave 7, expected 1.25", unkind: "with BaseException",
    greedy: "it stopped with MemoryError", interrupted: "it stopped with KeyboardInterrupt",
}  # fmt: skip
ALONE = HERE | {
    asleep: "it had not ended after", in_c: "it had not ended after", stubborn: "it had not ended after",
    too_deep: "", (lambda *_: os._exit(0)): "it ended all of Python", (lambda *_: os.kill(os.getpid(), 9)): "it ended",
    (lambda *_: os.closerange(3, 10_000)): "it ended all of Python",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fn", "words", "alone"),
    [(fn, words, alone) for alone, table in ((True, ALONE), (False, HERE)) for fn, words in table.items()],
)
def test_whatever_a_function_does_there_is_a_verdict_and_all_is_as_it_was(fn, words, alone, monkeypatch, capfd):
    if alone and not trial._FORKS:
        pytest.skip("a process of its own is for Linux")
    monkeypatch.setattr(trial, "_FORKS", alone)
    monkeypatch.setattr(trial, "SECONDS", 1)
    before = np.isclose, np.asarray, np.geterr(), random.getstate(), sys.stdout, sys.getrecursionlimit()
    verdict = judge_function(fn, line, **LINES)
    assert not verdict
    assert words in verdict.message
    assert before == (np.isclose, np.asarray, np.geterr(), random.getstate(), sys.stdout, sys.getrecursionlimit())
    assert len(capfd.readouterr().out) < 2 * trial.MOST_PRINTED


@pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="Python 3.11 can't")
def test_a_loop_that_catches_everything_ends_also_without_a_process_of_its_own(monkeypatch):
    monkeypatch.setattr(trial, "_FORKS", False)
    monkeypatch.setattr(trial, "SECONDS", 1)
    assert "it had not ended after" in str(judge_function(stubborn, line, **LINES))


def test_where_no_other_process_can_be_had_it_runs_in_this_one(monkeypatch):
    def refuse(self):
        raise OSError("no room")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    assert judge_function(line, line, **LINES)


def test_nothing_to_try_is_nothing_wrong():
    assert str(judge_function(line, line, [])) == "right: all 0 cases agree."


def test_what_a_function_prints_is_shown_in_short(capsys):
    def tells(x, w, b):
        print("x is", x)
        return line(x, w, b)

    assert judge_function(tells, line, **LINES)
    assert capsys.readouterr().out == "x is 2.0\n"


STUBS = {
    "    raise NotImplementedError": "not written yet",
    "    y_hat = x * w\n    raise NotImplementedError": "not written yet",
    '    "What it is."\n    raise NotImplementedError': "not written yet",
    "    raise NotImplementedError\n    return x * w + b": "still there",
    "    raise NotImplementedError()\n    total = b\n    total += x * w": "still there",
    "    total = b\n    for p in [x * w]:\n        total += p\n    raise NotImplementedError": "still there",
    "    if x:\n        raise NotImplementedError('todo')\n        y = x * w": "still there",
}


@pytest.mark.parametrize("body", STUBS)
@pytest.mark.parametrize("source", [True, False])
def test_a_line_that_was_forgotten(body, source, monkeypatch):
    code = f"def stub(x, w, b):\n{body}\n"
    names, file = {}, f"<stub {len(body)}>"
    if source:
        monkeypatch.setitem(linecache.cache, file, (len(code), None, code.splitlines(keepends=True), file))
    exec(compile(code, file, "exec"), names)
    message = judge_function(names["stub"], line, **LINES).message
    lost = not source and ("return x * w + b" in body or "for p" in body)  # the code object keeps no trace of these
    assert ("not written yet" if lost else STUBS[body]) in message


def test_an_unwritten_part_of_another_function_is_no_forgotten_line():
    def whole(x, w, b):
        part = unwritten(x, w, b)
        return part + b

    assert str(judge_function(whole, line, **LINES)) == "not written yet"


# --- choices ----------------------------------------------------------------------------------------------------------

OPTIONS = {"tanh": "its slope at 0 is 1.", "sigmoid": "its slope at 0 is only ¼.", "step": "its slope is 0 everywhere."}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("tanh", "right: its slope at 0 is 1."),
        (" TANH ", "right: its slope at 0 is 1."),
        ("sigmoid", "wrong: its slope at 0 is only ¼."),
        ("sigmod", "not readable: sigmod is none of the options. Did you mean 'sigmoid'?"),
        ("42", "not readable: 42 is none of the options. Choose one of tanh, sigmoid, step."),
        (3, "not readable: the name of an option was expected, in quotes, such as 'tanh', and this is of type int."),
        ("I think it is tanh.", "right: its slope at 0 is 1.\nRead as tanh"),
        ("", "not written yet"),
    ],
)
def test_choices(answer, message):
    verdict = judge_choice(answer, "tanh", OPTIONS)
    assert str(verdict) == message
    assert bool(verdict) == message.startswith("right")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("sum", "right: 1"),
        ("the  Sum", "right: 1"),
        ("an sum", "right: 1"),
        ("a mean", "wrong: 2"),
        ("The mean", "wrong: 3"),
        ("mean", "not readable: mean is none of the options. Choose one of a sum, a mean, the mean."),
        ("the", "not readable: the is none of the options. Choose one of a sum, a mean, the mean."),
    ],
)
def test_an_article_counts_only_where_it_tells_two_options_apart(answer, message):
    assert str(judge_choice(answer, "a sum", {"a sum": "1", "a mean": "2", "the mean": "3"})) == message


SHARES = {"it is a half": "h", "it is a quarter": "q", "it is the same": "s", "a weight": "w"}


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        *((text, "it is a quarter") for text in ("a quarter", "it is quartered", "1/4", "25 %", "0.25", "0,25", "¼")),
        *((text, "it is a half") for text in ("halved", "1/2", "50%", "half of it")),
        *((text, "it is the same") for text in ("the same", "it stays the same", "unchanged", "same!")),
        *((text, "a weight") for text in ("weights", "the weight", "`weight`", "one of the weights", "weight w1")),
        *((text, None) for text in ("not a weight", "half or quarter", "weight bias", "1/8", "w8", "wait", "1/0", "%")),
    ],
)  # fmt: skip
def test_the_option_that_is_meant(answer, meant):
    verdict = judge_choice(answer, "a weight", SHARES, also={"it is the same": ("unchanged",), "a weight": ("w1",)})
    if meant:
        assert verdict.message in (f"right: {SHARES[meant]}", f"wrong: {SHARES[meant]}")
    else:
        assert verdict.kind == "unreadable"


def test_the_right_option_must_be_one():
    with pytest.raises(ValueError, match="Did you mean 'tanh'"):
        judge_choice("tanh", "tan", OPTIONS)


# --- nothing raises, and nothing hangs --------------------------------------------------------------------------------

ODD = [
    Hostile(), object(), int, len, b"x", {1: 2}, {1}, (x,), np.ones(2), 1j, math.inf, -math.inf, 10**400, True,
    "\0", "\ud800", "e^(e^(e^(e^z)))", "n^n^n^n", "z^z^z^z", "(" * 5000, "x" * 20000,
    sp.true, sp.nan, sp.zoo, sp.oo, sp.I, sp.Eq(x, 1), sp.eye(2), sp.MatrixSymbol("A", 2, 2), w_, x_[i],
    sp.Symbol("q", commutative=False), sp.Derivative(x**2, x), sp.Integral(sp.exp(-(x**2)), x), sp.Lambda(x, x),
    sp.O(x), sp.Function("f")(z), sp.Sum(x**i, (i, 1, sp.oo)), Z_I, sp.exp(sp.exp(sp.exp(sp.exp(z)))), n**n**n**n,
    (n - 1) * (n - 2) * n**n**n, 2 ** (10**9 * n), z**99999999, sp.sin(10**50 * z),
    sp.Add(*(sp.sqrt(z + k) for k in range(9))), sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False),
]  # fmt: skip


@pytest.mark.parametrize("row", range(len(ODD)))
def test_an_odd_answer_neither_raises_nor_hangs_nor_is_right(row):
    verdicts, calls = work(every_verdict, ODD[row])
    for verdict in verdicts:
        assert verdict.kind in ("unreadable", "wrong")
        assert str(verdict)
    assert calls < 5_000_000


def every_verdict(answer):
    return (
        judge(answer, gradient()), judge(answer, gradient(mean=True)), judge_number(answer, 7.25, unit="mm"),
        judge_choice(answer, "tanh", OPTIONS), judge_function(answer, line, **LINES),
    )  # fmt: skip


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | st.fractions(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3) | st.tuples(inside),
    max_leaves=4,
)


@settings(max_examples=40)
@given(ANYTHING | st.text("σŷzwxbαyeij²_(){}[]+-*/^'=.,0123456789 Σ|", max_size=30))
def test_no_answer_raises(answer):
    for verdict in (judge(answer, gradient()), judge_number(answer, 7.25), judge_choice(answer, "tanh", OPTIONS)):
        assert verdict.kind in ("missing", "unreadable", "wrong", "almost", "right")
    assert judge(answer, alpha + 1234).kind in ("missing", "unreadable", "wrong")


def test_a_judgement_is_the_same_every_time():
    answers = [answer for _, answer in random.Random(0).sample(rows(WRONG), 10)]
    assert [str(judge(a, gradient())) for a in answers] == [str(judge(a, gradient())) for a in answers]


def test_a_text_of_many_quotes_is_no_riddle():
    """Whether it is made of words was tried in 2⁴⁰ ways."""
    assert not is_speech("aa" + "''a" * 40 + "1")
    assert is_speech("it's the students' turn'")


@pytest.mark.parametrize(
    "answer",
    [r"\[ \frac{dC}{db} = 2(\hat y - y)(1-\hat y^2) \]", r"\(\frac{dC}{db} = 2(\hat y - y)(1-\hat y^2)\)",
     r"\frac{\mathrm{d}C}{\mathrm{d}b}=2(\hat{y}-y)(1-\hat{y}^2)",
     r"\frac{∂C}{∂b}=\frac{∂C}{∂ŷ}\frac{∂ŷ}{∂z}=2(ŷ-y)(1-ŷ²)"],
)  # fmt: skip
def test_an_answer_in_display_brackets_or_with_its_steps_is_read(answer):
    assert judge(answer, gradient("b", "tanh")).kind == "right"


@pytest.mark.parametrize("answer", ["w·x+b", r"w \cdot x + b", "w^T x + b", "np.dot(w,x)+b", "⟨w, x⟩ + b"])
def test_with_one_feature_a_dot_product_is_a_product(answer):
    assert judge(answer, w * x + b).kind == "right"


@pytest.mark.parametrize(
    ("of", "activation", "answer", "name"),
    [
        ("b", "tanh", "0", "∂C/∂b is 0"),
        ("b", "tanh", "2(ŷ-y)(1-ŷ²)b", "the bias is used where its input belongs"),
        ("b", "tanh", "2(ŷ-y)/cosh(z)", "the square of 1/cosh² is lost"),
        ("b", "tanh", "2(ŷ-y)(1-ŷ)²", "the square of the slope is in another place"),
        ("b", "tanh", "2(ŷ-y)·1-ŷ²", "brackets around 1 − ŷ are missing"),
        ("b", "sigmoid", "2(ŷ-y)/(1+e^(-z))^2", "e^−z is lost above the line of the slope"),
        ("w", "softplus", "2(ŷ-y)σ(z)(1-σ(z))x", "that is the slope of sigmoid"),
        ("w", "sigmoid", "1/2(ŷ-y)ŷ(1-ŷ)x", "the factor 2 is lost, with a ½ in its place"),
    ],
)
def test_slips_of_other_spellings_have_names(of, activation, answer, name):
    assert judge(answer, gradient(of, activation)).because == name


@pytest.mark.parametrize(
    ("answer", "name"),
    [("1/m Σ_{i=1}^{m} 2(ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij", "the examples are counted by m"),
     ("1/(2n) Σ_i (ŷ_i-y_i)ŷ_i(1-ŷ_i)x_ij", "the factor 2 is lost, with a ½ in its place")],
)  # fmt: skip
def test_other_books_counts_have_names(answer, name):
    assert judge(answer, gradient("w", "sigmoid", mean=True)).because == name


def test_two_sums_are_both_shown():
    assert "Σ_i Σ_j" in judge("Σ_i Σ_j x_ij y_i", gradient("w", mean=True)).read


def test_the_bracket_of_sum_as_in_code_ends_it_and_that_of_a_sign_does_not():
    solution = gradient("b", "sigmoid", mean=True)
    early = judge("2/n sum(ŷ_i-y_i) ŷ_i (1-ŷ_i)", solution)
    assert early.because == "the sum is taken before the product"
    assert judge("2/n sum (ŷ_i-y_i) ŷ_i (1-ŷ_i)", solution).kind == "right"
    assert judge("2/n Σ(ŷ_i-y_i) ŷ_i (1-ŷ_i)", solution).kind == "right"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("X.T @ (y_hat-y) / X.size", "unreadable"), ("mean_i(ŷ_i-y_i) x_ij", "wrong"), ("mean_i((ŷ_i-y_i) x_ij)", "right"),
     ("sum_i=1^n (ŷ_i-y_i) x_ij / n", "right")],
)  # fmt: skip
def test_counts_and_bounds_in_code_s_words(answer, kind):
    assert judge(answer, gradient("w", "sigmoid", "cross_entropy", mean=True)).kind == kind


@pytest.mark.parametrize(
    ("answer", "solution"),
    [("1/n Σ (σ(w·x_i+b) - y_i)", gradient("b", "sigmoid", "cross_entropy", mean=True)),
     ("2/n Σ (w·x_i + b - y_i)", gradient("b", "identity", mean=True)),
     (r"\frac1n \sum_i (\sigma(w \cdot x_i + b) - y_i) x_{ij}", gradient("w", "sigmoid", "cross_entropy", mean=True)),
     ("(σ(w·x_i+b)-y_i)/n", gradient("z", "sigmoid", "cross_entropy", mean=True))],
)  # fmt: skip
def test_w_times_a_row_is_a_sum_over_its_features(answer, solution):
    assert judge(answer, solution).kind == "right"


def test_brackets_before_a_sum_are_shown():
    assert judge("1/n X w (ŷ - y)", gradient("w", mean=True)).read == "(ŷ_i - y_i) Σ_k w_k x_ik/n"
