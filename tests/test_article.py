"""Each printed equation gets its verdict from what it says: change a sign, a power, an index, and the verdict goes."""

import dataclasses
import math
import re

import numpy as np
import pytest
import sympy as sp

from perceptron import article
from perceptron.article import EQUATIONS, audit, check, gradient_as_printed
from perceptron.article.claims import CLAIMS, Claim, Claims
from perceptron.article.equation import Equation
from perceptron.article.equations import GRADIENT, LINKS
from perceptron.article.forms import C, Dot, Dots, Plus, Slope, SumOf, Times, row, w_row, x_row, y_hat_row
from perceptron.article.reading import SPELLED_OUT, row_times_column, row_times_row, slope
from perceptron.certificate import certify
from perceptron.equality import Decision, decide
from perceptron.gradient import gradient
from perceptron.symbolic import alpha, b, derive, i, j, k, m, n, sigma, w_, x_, y_, y_hat_, z, z_

VERDICTS = {
    "correct": ["A1", "A3", "A4", "A5", "A11", "A12", "A13", "A14", "A15", "A16", "A20", "A21"],
    "convention": ["A2", "A6", "A7", "A8"],
    "erratum": ["A9", "A10", "A17", "A18", "A19"],
}
HOLDING = VERDICTS["correct"] + VERDICTS["convention"]
E, F = sp.exp(-z), 1 / (1 + sp.exp(-z))

# The formulas as the article prints them, but for brackets that change nothing.
PRINTED = {
    "A1": r"\Sigma = (x_1 \times w_1) + (x_2 \times w_2) + \cdots + (x_n \times w_n)",
    "A2": r"x.w = (x_1 \times w_1) + (x_2 \times w_2) + \cdots + (x_n \times w_n)",
    "A3": r"\Sigma = x.w",
    "A4": r"z = x.w + b",
    "A5": r"\hat{y} = \sigma(z) = \frac{1}{1 + e^{-z}}",
    "A6": r"MSE_i = (y_i - \hat{y}_i)^2",
    "A7": r"C = MSE = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
    "A8": r"\frac{\partial C}{\partial w_i} = \frac{\partial C}{\partial \hat{y}} \times "
    r"\frac{\partial \hat{y}}{\partial z} \times \frac{\partial z}{\partial w_i}",
    "A9": r"\frac{\partial C}{\partial \hat{y}} = \frac{\partial}{\partial \hat{y}} \frac{1}{n} "
    r"\sum_{i=1}^n (y_i - \hat{y}_i)^2 = 2 \times \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
    "A10": r"\frac{\partial C}{\partial \hat{y}} = \frac{2}{n} \times sum(y - \hat{y})",
    "A11": r"\frac{\partial \hat{y}}{\partial z} = \frac{\partial}{\partial z} \sigma(z)",
    "A12": r"\frac{\partial}{\partial z} \sigma(z) = \frac{\partial}{\partial z} \frac{1}{1 + e^{-z}}",
    "A13": r"\frac{\partial}{\partial z} \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{(1 + e^{-z})^2}",
    "A14": r"\frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \times \frac{e^{-z}}{1 + e^{-z}}",
    "A15": r"\frac{1}{1 + e^{-z}} \times \frac{e^{-z}}{1 + e^{-z}} = "
    r"\frac{1}{1 + e^{-z}} \times (1 - \frac{1}{1 + e^{-z}})",
    "A16": r"\frac{1}{1 + e^{-z}} \times (1 - \frac{1}{1 + e^{-z}}) = \sigma(z) \times (1 - \sigma(z))",
    "A17": r"\frac{\partial z}{\partial w_i} = \frac{\partial}{\partial w_i} \sum_{i=1}^n (x_i.w_i + b) = x_i",
    "A18": r"\frac{\partial C}{\partial w_i} = \frac{2}{n} \times sum(y - \hat{y}) \times "
    r"\sigma(z) \times (1 - \sigma(z)) \times x_i",
    "A19": r"\frac{\partial C}{\partial b} = \frac{2}{n} \times sum(y - \hat{y}) \times "
    r"\sigma(z) \times (1 - \sigma(z))",
    "A20": r"w_i = w_i - \alpha \times \frac{\partial C}{\partial w_i}",
    "A21": r"b = b - \alpha \times \frac{\partial C}{\partial b}",
}


def bare(formula):
    """LaTeX without what only spaces or groups."""
    return re.sub(r"\\left|\\right|\\text|[{}\s]", "", formula)


def judged(sides, of):
    """The verdict on other sides in the place of an equation's own, read as that one is."""
    return dataclasses.replace(EQUATIONS[of], sides=tuple(sides)).judge().verdict


@pytest.mark.parametrize("id", PRINTED)
def test_the_transcription_prints_what_the_article_prints(id):
    assert bare(EQUATIONS[id].latex) == bare(PRINTED[id])


def test_the_table():
    found = audit()
    assert list(PRINTED) == list(EQUATIONS) == [f.equation.id for f in found]
    assert found.verdicts == VERDICTS
    assert repr(found).splitlines() == [f"{verdict}: {', '.join(ids)}" for verdict, ids in VERDICTS.items()]
    assert audit() is found
    page = found._repr_html_()
    assert page.count("<tr>") == 22
    assert all(f.equation.latex in page for f in found)
    mended = [f.equation.should_latex for f in found if f.verdict != "correct"]
    assert len(mended) == 9
    assert all(should in page for should in mended)


@pytest.mark.parametrize("id", EQUATIONS)
def test_what_it_should_say_is_proved(id):
    assert EQUATIONS[id].mended.judge().verdict == "correct"
    assert EQUATIONS[id].mended.judge().reason == "by rewriting"


@pytest.mark.parametrize("id", EQUATIONS)
def test_what_it_should_say_with_another_sign_is_not(id):
    left, *between, right = EQUATIONS[id].should
    sides = (left, *between, -right)
    assert Equation(id, "", sides, sides, (SPELLED_OUT,)).judge().verdict == "erratum"


CHANGES = {"-": lambda s: -s, "2": lambda s: 2 * s, "²": lambda s: s**2, "+": lambda s: s + 1}


@pytest.mark.parametrize("id", HOLDING)
def test_no_side_can_change_its_sign_factor_power_or_terms(id):
    *before, last = EQUATIONS[id].sides
    for name in "-2" if any(side.has(C) for side in before) else CHANGES:
        assert judged((*before, CHANGES[name](last)), id) == "erratum", name
    for at in range(1, len(before)):
        assert judged((*before[:at], -before[at], *before[at + 1 :], last), id) == "erratum", at


TERM = Times(x_[k], w_[k])
SQUARES = sp.Sum((y_[i] - y_hat_[i]) ** 2, (i, 1, n))
MUTATIONS = [  # id, part, what is put in its place
    ("A1", Dots(TERM, (k, 1, n)), Dots(TERM, (k, 2, n))),
    ("A1", Dots(TERM, (k, 1, n)), Dots(Times(x_[k], w_[1]), (k, 1, n))),
    ("A2", Dots(TERM, (k, 1, n)), Dots(TERM, (k, 1, n - 1))),
    ("A2", TERM, x_[k] + w_[k]),
    ("A3", Dot(x_row, w_row), Dot(x_row, x_row)),
    ("A4", Plus(Dot(x_row, w_row), b), Dot(x_row, w_row)),
    ("A4", Plus(Dot(x_row, w_row), b), Plus(Dot(x_row, w_row), n * b)),
    ("A5", F, 1 / (1 + 1 / E)),
    ("A5", F, 1 / (1 - E)),
    ("A6", y_hat_[i], y_hat_[1]),
    ("A6", (y_[i] - y_hat_[i]) ** 2, (y_[i] + y_hat_[i]) ** 2),
    ("A6", (y_[i] - y_hat_[i]) ** 2, (y_[i] - y_hat_[i]) ** 2 / 2),
    ("A7", SQUARES / n, SQUARES),
    ("A7", SQUARES / n, SQUARES / (2 * n)),
    ("A7", SQUARES / n, SQUARES.xreplace({y_hat_[i]: y_hat_[1]}) / n),
    ("A8", Slope(y_hat_row, z), Slope(y_hat_row, z) ** 2),
    *(("A8", link, sp.Integer(1)) for link in LINKS),
    ("A11", sigma(z), sigma(-z)),
    ("A12", F, 1 / (1 + 1 / E)),
    ("A13", E / (1 + E) ** 2, E / (1 + E)),
    ("A13", E / (1 + E) ** 2, -E / (1 + E) ** 2),
    ("A14", Times(F, E / (1 + E)), Times(E / (1 + E))),
    ("A15", Times(F, 1 - F), Times(F, 1 + F)),
    ("A16", Times(sigma(z), 1 - sigma(z)), Times(sigma(z), 1 - sigma(z) ** 2)),
    ("A20", alpha, sp.Integer(1)),
    ("A20", -Times(alpha, Slope(C, w_[i])), Times(alpha, Slope(C, w_[i]))),
    ("A20", Slope(C, w_[i]), Slope(C, b)),
    ("A20", Slope(C, w_[i]), Slope(C, w_[i + 1])),
    ("A21", -Times(alpha, Slope(C, b)), Times(alpha, Slope(C, b))),
    ("A21", Slope(C, b), Slope(C, w_[j])),
]


@pytest.mark.parametrize(("id", "part", "other"), MUTATIONS, ids=str)
def test_no_part_can_be_another(id, part, other):
    sides = EQUATIONS[id].sides
    mutant = (*sides[:-1], sides[-1].xreplace({part: other}))
    assert mutant != sides
    assert judged(mutant, id) == "erratum"


def test_every_equation_that_holds_is_mutated():
    assert {id for id, _, _ in MUTATIONS} == set(HOLDING)


ERRORS = SumOf(y_[row] - y_hat_[row], (row, 1, n))
SLOPE = (sigma(z), 1 - sigma(z))
DELTA = sp.Sum((y_hat_[k] - y_[k]) * y_hat_[k] * (1 - y_hat_[k]) * x_[k, j], (k, 1, n))
INSIDE = sp.Sum(x_[k] * w_[k] + b, (k, 1, n))
HALF_MENDED = [  # id, its last sides, the verdict
    ("A9", [-2 / n * SQUARES], "erratum"),
    ("A9", [2 / n * sp.Sum(y_[i] - y_hat_[i], (i, 1, n))], "erratum"),
    ("A9", [2 / n * sp.Sum(y_hat_[i] - y_[i], (i, 1, n))], "convention"),  # where all predictions move together
    ("A10", [-Times(2 / n, ERRORS)], "convention"),
    ("A10", [-Times(1 / n, ERRORS)], "erratum"),
    ("A17", [Slope(INSIDE, w_[i]), x_[i]], "erratum"),  # an index of its own, the bias still inside
    ("A17", [Slope(sp.Sum(x_[i] * w_[i], (i, 1, n)) + b, w_[i]), x_[i]], "convention"),  # the bias outside, i twice
    ("A17", [Slope(INSIDE - (n - 1) * b, w_[i]), x_[i]], "correct"),
    ("A18", [-Times(2 / n, ERRORS, *SLOPE, x_[i])], "erratum"),  # the sum is still before the product
    ("A18", [-2 / n * DELTA], "erratum"),  # the sign is still lost
    ("A19", [-Times(2 / n, ERRORS, *SLOPE)], "erratum"),
]


@pytest.mark.parametrize(("id", "sides", "verdict"), HALF_MENDED, ids=str)
def test_an_erratum_that_is_mended_in_part(id, sides, verdict):
    kept = EQUATIONS[id].sides[: len(EQUATIONS[id].sides) - len(sides)]
    assert judged((*kept, *sides), id) == verdict


@pytest.mark.parametrize("index", [i, k, row], ids=str)
def test_both_mended_the_gradient_is_right_whatever_the_index_is_called(index):
    per_example = (y_hat_[index] - y_[index]) * y_hat_[index] * (1 - y_hat_[index])
    for parameter, third in ((w_[j], x_[index, j]), (b, 1)):
        mended = 2 / n * sp.Sum(per_example * third, (index, 1, n))
        assert check(Slope(C, parameter), mended).verdict == "correct"
        assert check(Slope(C, parameter), -mended).verdict == "erratum"


def test_a_slope_by_an_entry_whose_index_the_sum_has_used_up_says_nothing():
    total = sp.Sum(x_[i] * w_[i], (i, 1, n))
    assert slope(total, w_[i]) is sp.nan
    assert slope(total, w_[j]) != sp.nan


def test_only_the_result_of_a17_is_right():
    assert [f.equation.id for f in audit() if f.verdict == "erratum" and f.result_holds] == ["A17"]


# What the counterexamples say, computed anew --------------------------------------------------------------------------


def arrays(point):
    """X, y, w, b out of the numbers of a counterexample."""
    size = int(point[n]), int(point[m])

    def filled(base, *shape):
        return np.array([float(point.get(base[tuple(p + 1 for p in at)], 0)) for at in np.ndindex(*shape)]).reshape(
            shape
        )

    return filled(x_, *size), filled(y_, size[0]), filled(w_, size[1]), float(point[b])


@pytest.mark.parametrize(("id", "part"), [("A18", 0), ("A19", 1)])
def test_the_counterexamples_of_the_gradient_are_numbers_of_neurons_by_hand(id, part):
    decision = audit()[id].decisions[-1]
    point = arrays(decision.point)
    right, as_printed = gradient(*point)[part], gradient_as_printed(*point)[part]
    assert (decision.left, decision.right) == pytest.approx(
        (float(np.sum(right)), float(np.sum(as_printed))), rel=1e-12
    )
    assert decision.left != pytest.approx(decision.right)


@pytest.mark.parametrize(("id", "power"), [("A9", 2), ("A10", 1)])
def test_the_counterexamples_of_the_first_link_are_differences_of_costs(id, power):
    point = {s: float(v) for s, v in audit()[id].decisions[0].point.items()}
    error, h = point[y_[1]] - point[y_hat_[1]], 1e-4
    numeric = ((error - h) ** 2 - (error + h) ** 2) / (2 * h)  # n = 1, and a prediction that rises by h
    assert point[n] == 1
    assert audit()[id].decisions[0].left == pytest.approx(numeric, rel=1e-6)
    assert audit()[id].decisions[0].right == pytest.approx(2 * error**power)


def test_the_counterexample_of_a17_adds_the_bias_once_for_each_feature():
    decision = audit()["A17"].decisions[-1]
    point = {s: float(v) for s, v in decision.point.items()}
    features = range(1, int(point[m]) + 1)
    products = sum(point[x_[p]] * point[w_[p]] for p in features)
    assert len(features) > 1
    assert decision.left == pytest.approx(products + point[b])
    assert decision.right == pytest.approx(products + len(features) * point[b])


def test_a8_as_a_product_of_totals_holds_for_one_example_and_not_for_two():
    totals = EQUATIONS["A8"].readings[0]
    left, right = (totals._mathematics(side) for side in totals.of(*EQUATIONS["A8"].sides))
    assert decide(left.subs(n, 1), right.subs(n, 1))
    assert not decide(left.subs(n, 2), right.subs(n, 2))


def test_two_rows_have_no_matrix_product_and_a_row_and_a_column_have():
    assert row_times_row(n) is row_times_row(3) is sp.nan
    assert row_times_column(n) == sp.Sum(x_[k] * w_[k], (k, 1, n))


@pytest.mark.parametrize(("id", "part"), [("A18", 0), ("A19", 1)])
def test_the_averaged_reading_is_the_printed_gradient_in_numpy(id, part):
    reading = GRADIENT[-1]
    side = reading._mathematics(reading.of(*EQUATIONS[id].sides)[1]).subs({n: 3, m: 2, j: 2}).doit()
    numbers = {x_[p + 1, q + 1]: X[p, q] for p in range(3) for q in range(2)} | {b: B}
    numbers |= {w_[q + 1]: W[q] for q in range(2)} | {y_[p + 1]: TARGET[p] for p in range(3)}
    assert float(side.subs(numbers)) == pytest.approx(np.ravel(gradient_as_printed(X, TARGET, W, B)[part])[-1])


# Letters --------------------------------------------------------------------------------------------------------------


def test_a_letter_that_counts_something_else_than_before_is_found():
    assert audit()["A7"].changed == {n: ({"features"}, {"examples"})}
    assert audit()["A8"].changed == {i: ({"examples"}, {"features"})}
    assert audit()["A17"].changed == {s: ({"examples"}, {"features"}) for s in (i, n)}
    assert audit()["A20"].changed == {}
    assert EQUATIONS["A1"].letters == {n: {"features"}}  # its index is not printed
    assert EQUATIONS["A10"].letters == {n: {"examples"}}
    assert EQUATIONS["A7"].judge().verdict == "correct"  # alone it clashes with nothing


def test_a_reason_says_how_and_in_what_numbers():
    reasons = {f.equation.id: f.reason for f in audit()}
    assert reasons["A13"] == "by rewriting"
    assert reasons["A7"] == "n counts examples here, features before; true as printed, by rewriting"
    assert "not where each link is one number" in reasons["A8"]
    assert "at n = 2" in reasons["A8"]
    assert reasons["A10"].endswith("at n = 1, ŷ_1 = 0.4, y_1 = 0.3 the left side is 0.2 and the right side is -0.2")
    assert reasons["A2"] == "true where x.w is a row times a column, by rewriting"  # nobody means two rows as matrices
    assert reasons["A17"].endswith("; the last side is right all the same")


# The printed gradient -------------------------------------------------------------------------------------------------

X, TARGET, W, B = (
    np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25]]),
    np.array([1.0, 0.0, 0.5]),
    np.array([0.3, -0.4]),
    0.2,
)


def test_the_printed_gradient_term_by_term():
    y_hats = [1 / (1 + math.exp(-(sum(p * q for p, q in zip(r, W, strict=True)) + B))) for r in X]
    total = 2 / 3 * sum(t - p for t, p in zip(TARGET, y_hats, strict=True))
    means = [sum(p * (1 - p) * r[c] for p, r in zip(y_hats, X, strict=True)) / 3 for c in (0, 1)]
    dC_dw, dC_db = gradient_as_printed(X, TARGET, W, B)
    assert dC_dw == pytest.approx([total * mean for mean in means])
    assert dC_db == pytest.approx(total * sum(p * (1 - p) for p in y_hats) / 3)


def test_the_certificate_names_both_faults_and_one_where_the_sign_is_mended():
    assert certify(gradient_as_printed, X, TARGET, W, B).faults == (
        "the sum is taken before the product",
        "the sign is lost",
    )
    turned = certify(lambda *point: tuple(-part for part in gradient_as_printed(*point)), X, TARGET, W, B)
    assert turned.faults == ("the sum is taken before the product",)
    one = certify(gradient_as_printed, X[:1], TARGET[:1], W, B)
    assert one.alternatives[0][0][0] == "the sign is lost"  # with one example that is as if the error had none


def test_the_printed_gradient_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"w has shape \(1,\), expected \(2\)"):
        gradient_as_printed(X, TARGET, [1.0], B)


# Formulas of the reader's own -----------------------------------------------------------------------------------------


def test_a_formula_of_ones_own_goes_through_the_same_audit():
    assert check(Slope(C, w_[j]), derive().dC_dw).verdict == "correct"
    assert check(y_hat_[i] * (1 - y_hat_[i]), sp.exp(-z_[i]) / (1 + sp.exp(-z_[i])) ** 2).reason == "by rewriting"
    half = check(Slope(C, b), derive().dC_db / 2)
    assert half.verdict == "erratum"
    assert half.decisions[0].left == pytest.approx(2 * half.decisions[0].right)
    assert "the right side is" in repr(half)
    assert check(2, 2.0).verdict == "correct"
    assert check(sp.log(-1 - sp.Symbol("t", real=True) ** 2), 1).verdict == "undecided"
    with pytest.raises(TypeError, match=r"\[1\] is no formula; give text"):
        check([1], 1)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("dC_dw", "2(ŷ-y) σ'(z) x", "correct"),  # one example
        ("dC_dw", "2(ŷ-y) ŷ (1-ŷ) x", "correct"),
        ("dC_dw", "2(σ(w x + b) - y) σ'(w x + b) x", "correct"),
        ("dC_dw", "2(y-ŷ) ŷ (1-ŷ) x", "erratum"),
        ("dC_db", "2(ŷ-y) ŷ (1-ŷ) x", "erratum"),
        ("C", "(ŷ-y)^2", "correct"),
        ("C", "mean((y-ŷ)^2)", "correct"),  # n examples
        ("C", "sum((y-ŷ)^2)", "erratum"),
        ("dC_dy_hat", "2/n (ŷ-y)", "correct"),
        ("dC_dy_hat", "2/n sum(ŷ-y)", "erratum"),
        ("dC_dw", "2/n sum((ŷ-y) ŷ (1-ŷ) x)", "correct"),
        ("dC_dw", "2/n sum((ŷ_i-y_i) ŷ_i (1-ŷ_i) x_ij)", "correct"),
        ("dC_dw", "2/n sum((y-ŷ) ŷ (1-ŷ) x)", "erratum"),
        ("dC_db", r"\frac{2}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i) \hat{y}_i (1 - \hat{y}_i)", "correct"),
        ("dy_hat_dz", "e^-z/(1+e^-z)^2", "correct"),
        ("dz_dw", "x", "correct"),
        ("dz_db", "1", "correct"),
    ],
)
def test_text_about_one_example_or_about_n(left, right, verdict):
    assert check(left, right).verdict == check(right, left).verdict == verdict


def test_a_text_may_use_letters_that_are_given():
    assert check("dC_dw", "2 d x", given={"d": "(ŷ-y) σ'(z)"}).verdict == "correct"
    assert check("dC_dw", "2 d x", given={"d": sp.Integer(1)}).verdict == "erratum"
    with pytest.raises(ValueError, match="column"):
        check("dC_dw", "2 d x")


# Claims in words ------------------------------------------------------------------------------------------------------


def test_the_claims_and_their_verdicts():
    assert [c.id for c in article.CLAIMS] == [f"W{number}" for number in range(1, 8)]
    assert {c.id for c in CLAIMS if c.finding.verdict == "true"} == {"W2", "W3", "W6"}
    conditions = {c.id: c.finding.verdict for c in CLAIMS if c.finding.verdict != "true"}
    assert conditions == {
        "W1": "true if the sizes are compared, whatever the signs, and the inputs vary alike",
        "W4": "true if the learning rate is kept the same",
        "W5": "true if w is not 0",
        "W7": "true if it is made of layers; shown here for one hidden layer",
    }
    assert CLAIMS._repr_html_().count("<tr>") == 8
    assert repr(CLAIMS).count("\n") == 6


def test_the_numbers_of_the_claims():
    numbers = {c.id: c.finding.numbers for c in CLAIMS}
    assert (numbers["W1"]["first"], numbers["W1"]["second"]) == (2 / 4, -3 / 4)  # w σ'(0)
    assert not numbers["W2"]["bent"]
    assert numbers["W2"]["bent"].left != numbers["W2"]["bent"].right
    assert numbers["W3"]["dC_dw"] == numbers["W3"]["dC_db"] == 0
    assert numbers["W4"]["steepest"] == {"sigmoid": sp.Rational(1, 4), "tanh": 1}
    assert numbers["W4"]["sixteen"]
    assert len(numbers["W7"]["same"]) == 9


def test_the_epochs_are_those_of_a_descent_by_hand():
    from perceptron.descent import train

    X, y = [[-2.0], [-1.0], [0.0], [1.0], [2.0]], np.array([0.05, 0.2, 0.4, 0.7, 0.9])
    epochs = CLAIMS[3].finding.numbers["epochs"]
    for name, targets, rate, activation, goal in (
        ("sigmoid", y, 0.02, "sigmoid", 0.005),
        ("tanh", 2 * y - 1, 0.02, "tanh", 0.02),
        ("sigmoid, 16 α", y, 0.32, "sigmoid", 0.005),
    ):
        costs = train(X, targets, [0.0], 0.0, rate, 600, activation=activation).C
        assert epochs[name] == np.argmax(costs <= goal)
    assert epochs["sigmoid, 16 α"] == epochs["tanh"] < epochs["sigmoid"] / 15


def test_verdicts_follow_from_the_checks(monkeypatch):
    from perceptron.article import claims

    checks = {c.id: c.check for c in CLAIMS}
    monkeypatch.setattr(claims, "decide", lambda *_: Decision(True))
    assert checks["W2"]().verdict == "not so"  # as if tanh between the layers changed nothing
    with monkeypatch.context() as patch:
        patch.setattr(claims, "derive", lambda *_: derive("sigmoid", "mse"))
        assert checks["W3"]().verdict == "not so"  # as if the step left a gradient
    monkeypatch.setattr(claims, "decide", lambda *_: Decision(False))
    assert {id: check().verdict for id, check in checks.items()} == {
        id: "true" if id == "W5" else "not so" for id in checks
    }


def test_a_claim_that_fails_is_not_so():
    from perceptron.article.claims import Finding, _verdict

    assert [_verdict(True), _verdict(False, True, "x"), _verdict(False, False, "x")] == ["true", "true if x", "not so"]
    claims = Claims([Claim("W1", "1 < 0.", lambda: Finding("not so", "1 < 2 & 0 < 1", {}))])
    assert "<td style='text-align:left'>1 &lt; 2 &amp; 0 &lt; 1</td>" in claims._repr_html_()


def test_counterexamples_are_at_values_that_can_occur():
    """A target or a prediction is between 0 and 1, and no number in them has more than two digits."""
    for reason in [f.reason for f in audit()] + [check("dC_dw", "2(y-ŷ) x").reason]:
        given = re.findall(r"([a-zŷ]+)(?:_\d+)? = (-?[\d.]+)", reason)
        assert all(0 <= float(number) <= 1 for letter, number in given if letter in ("y", "ŷ"))
        assert all(len(number.strip("-").replace(".", "")) <= 2 for _, number in given)
