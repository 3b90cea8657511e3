"""Any equivalent answer is right, a wrong one gets the name of its mistake, and nothing a reader gives raises."""

import math
import random
import re
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from work import work

from perceptron.answers import Exercise, Verdict, judge, judge_choice, judge_function, judge_number
from perceptron.answers.misconceptions import gradient
from perceptron.answers.solution import Mistake, Solution
from perceptron.equality import decide
from perceptron.symbolic import Z_I, alpha, b, i, n, sigma, w, w_, x, x_, y, y_hat, z

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
    assert str(verdict) in ("right (by rewriting)", "right (to 40 digits at 24 random points)")


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
    for mistake in solution.mistakes[:20] + solution.mistakes[20::9]:  # those of one, and some of those of two
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
        ("3(ŷ-y)ŷ(1-ŷ)x", r"wrong: at ŷ = [\d.]+, x = \S+, y = [\d.]+ yours is \S+, expected \S+\."),
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
    verdict = judge("x + 0.001", x)
    at, yours, expected = (
        float(s.rstrip(".,")) for s in str(verdict).replace("= ", "is ").split() if s[0].isdigit() or s[0] == "-"
    )
    assert yours == pytest.approx(at + 0.001)
    assert expected == at


def test_a_symbol_without_assumptions_is_the_one_of_the_course():
    assert judge(sp.Symbol("w") * sp.Symbol("x") + sp.Symbol("b"), w * x + b)
    p = sp.Symbol("y_hat")
    assert judge(2 * (p - sp.Symbol("y")), gradient("y_hat"))


def test_mistakes_of_ones_own():
    own = {"the two is a three": (3 * x, x * 3.0), "right after all": 2 * x}
    assert judge("3x", 2 * x, own).because == "the two is a three"
    assert str(judge("3x", 2 * x, own)) == "wrong, because the two is a three."
    assert judge("x + x", 2 * x, own)
    assert judge("x", Solution(2 * x, (Mistake("half", "double it.", (x,), slip=True),))).kind == "almost"
    both = judge("2(ŷ-y)ŷ(1-ŷ)x + 1", gradient(), {"there is a 1 in it": gradient().truth + 1})
    assert both.because == "there is a 1 in it"
    for truth, mistakes in (("x", ()), (2 * x, ["x"]), (sp.true, ())):
        with pytest.raises(TypeError):
            judge("x", truth, mistakes)


def test_hints_lead_on_one_by_one():
    ask = Exercise(partial(judge, truth=SLOPE), hints=("look at its graph", "differentiate 1/u"))
    assert [ask(a).hint for a in ("", "2(", "z", "2z", "3z")] == [
        "",
        "",
        "look at its graph",
        *["differentiate 1/u"] * 2,
    ]
    assert ask.attempts == 3
    right = ask("σ(z) - σ(z)^2")
    assert right
    assert (right.hint, ask.attempts) == ("", 3)
    assert str(ask("z")).endswith("\nHint: differentiate 1/u")
    assert Exercise(ask.judge)("z").hint == ""


def test_an_error_inside_a_judge_is_no_wrong_answer():
    ask = Exercise(lambda answer: 1 / answer, hints=("divide by something else",))
    assert str(ask(0)) == "not readable: it can't be judged (ZeroDivisionError)."
    assert (ask(0).kind, ask.attempts) == ("unreadable", 0)


def test_only_right_is_true():
    assert [bool(Verdict(kind, "")) for kind in ("missing", "unreadable", "wrong", "almost", "right")] == [
        False
    ] * 4 + [True]


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
    ("25 g", 25, "", "unreadable", ""),
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


def test_more_about_numbers():
    assert str(judge_number("0,0532", 0.0532)) == "right (to within 1 %). The comma was read as a decimal point."
    assert str(judge_number("7", 5)) == "wrong: 7 is too large."
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
    ([line], "not readable: a function was expected, and this is of type list."),
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
    assert str(drawn) == str(judge_function(lucky, line, given, draw=lambda rng: rng.normal(size=3)))
    assert str(judge_function(line, line, given, draw=lambda rng: rng.normal(size=3))) == "right: all 22 cases agree."
    assert judge_function(sorting, lambda values: values[0], [([3, 1],)])
    assert not judge_function(lambda v: v[0], min, [([3, 1],)], mistakes={"never": lambda v: 1 / 0}).because
    pair = (np.ones(2), 0.5)
    assert judge_function(lambda: (np.ones(2), 0.5), lambda: pair, [()])
    assert not judge_function(lambda: (np.ones(2), 0.4), lambda: pair, [()])
    assert not judge_function(lambda: np.ones(2), lambda: pair, [()])


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
        (3, "not readable: the name of an option was expected, and this is of type int."),
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
