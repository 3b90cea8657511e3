"""Every proof of the course holds; one corrupted step is refused there and nowhere else, with numbers that show it."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import sympy as sp

from perceptron import data
from perceptron.cost import CROSS_ENTROPY
from perceptron.course.contents import lessons
from perceptron.course.l07_descend import stable_rate
from perceptron.descent import train
from perceptron.equality import decide
from perceptron.expression import ExpressionError
from perceptron.gradient import gradient
from perceptron.latex import latex
from perceptron.neuron import SIGMOID, weighted_sum
from perceptron.proof import Named, Proof, ProofError, Step, Written, product, rate, total
from perceptron.symbolic import IN_Y_HAT, Z_I, b, derive, i, j, m, n, sigma, w_, x_, y_hat, z
from perceptron.text import text
from perceptron.widgets.stepper.stepper import Stepper

PROOFS = {name: proof for lesson in lessons().values() for name, proof in lesson.proofs.items()}
ALL = list(PROOFS.values())
STEPS = [(proof, s) for proof in ALL for s in range(1, len(proof.lines))]
SIGMOID_SLOPE = PROOFS["sigmoid_slope"]


def name(value):
    return value.title.replace(" ", "_") if isinstance(value, Proof) else str(value)


# --- the proofs of the course -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("proof", ALL, ids=name)
def test_every_proof_holds(proof):
    found = proof.verify()
    assert [step for step, _ in found] == list(proof.steps)
    assert all(decision for _, decision in found)
    assert all(step.reason for step in proof.steps)


def test_what_each_proof_proves():
    derivation = derive("sigmoid", "mse")

    def claim(name):
        return PROOFS[name].start, PROOFS[name].lines[-1]

    for name, start, end in [
        ("sigmoid_slope", sp.diff(sigma(z), z), IN_Y_HAT[sigma(z).doit()].subs(y_hat, sigma(z))),
        ("dz_dw", derivation.dz_dw, x_[i, j]),
        ("dz_db", derivation.dz_db, 1),
        ("dC_dy_hat", derivation.dC_dy_hat, derivation.dC_dy_hat),
        ("dC_dw", sp.diff(derivation.explicit(derivation.C), w_[j]), derivation.explicit(derivation.dC_dw)),
        ("dC_db", sp.diff(derivation.explicit(derivation.C), b), derivation.explicit(derivation.dC_db)),
        ("vector_form", derivation.explicit(derivation.dC_dw), sp.diff(derivation.explicit(derivation.C), w_[j])),
        ("tanh_slope", sp.diff(sp.tanh(z), z), 1 - sp.tanh(z) ** 2),
        ("softplus_slope", sp.diff(sp.log(1 + sp.exp(z)), z), sigma(z)),
        ("bias_as_weight", Z_I, Z_I),
    ]:
        assert decide(claim(name)[0], start), name
        assert decide(claim(name)[1], end), name
    assert text(PROOFS["cross_entropy"].lines[-1]) == "ŷ - y"
    assert text(PROOFS["stable_rate"].lines[-1]) == "(w - w_min) (1 - α λ)"
    assert latex(PROOFS["descent"].lines[-1]).count(r"- \left(\frac{\partial C}{\partial") == 3


def test_the_vector_form_is_what_numpy_computes():
    """At every size up to 3 x 3, each entry of the formula by its columns is the sum that the proof ends with."""
    rng = np.random.default_rng(0)
    for examples in (1, 2, 3):
        for features in (1, 2, 3):
            X, w, bias = rng.normal(size=(examples, features)), rng.normal(size=features), 0.5
            y = rng.normal(size=examples)
            y_hat, slope = SIGMOID.both(weighted_sum(X, w, bias))
            by_matrix = 2 / examples * X.T @ ((y_hat - y) * slope)
            np.testing.assert_allclose(by_matrix, gradient(X, y, w, bias)[0], rtol=1e-12)


# --- one corrupted step -----------------------------------------------------------------------------------------------


def _without_a_term(e):
    return sp.Add(*e.args[1:]) if e.is_Add else e


CORRUPTIONS = {
    "the sign": lambda e: -e,
    "σ for its slope": lambda e: _spelled(e).xreplace({1 - sigma(z): sp.Integer(1), 1 - sigma(Z_I): sp.Integer(1)}),
    "a factor 2": lambda e: 2 * e,
    "a term more": lambda e: e + 1,
    "a term less": lambda e: _without_a_term(e.meaning if isinstance(e, Written) else e),
    "an exponent": lambda e: e**2,
}
ONE = PROOFS["dz_db"]  # whose square is 1 too
LONG = {"dC_dw": 2, "dC_db": 2, "vector_form": 2, "descent": 1}  # so many corruptions of each step of a long formula


def _spelled(e):
    """What it means, with nothing written in a form of its own."""
    while e.has(Written):
        e = e.replace(lambda part: isinstance(part, Written), lambda part: part.meaning)
    return e


def _corruptions(proof, s):
    line, most = proof.lines[s], {id(PROOFS[name]): most for name, most in LONG.items()}.get(id(proof), 9)
    changed = [c for c, corrupt in CORRUPTIONS.items() if _spelled(corrupt(line)) != _spelled(line)]
    return [c for c in changed if not (proof is ONE and c == "an exponent")][:most]


CORRUPTED = [(proof, s, corruption) for proof, s in STEPS for corruption in _corruptions(proof, s)]


def test_each_corruption_meets_several_steps():
    met = [corruption for _, _, corruption in CORRUPTED]
    assert all(met.count(corruption) >= 4 for corruption in CORRUPTIONS)
    assert {(proof.title, s) for proof, s, _ in CORRUPTED} == {(proof.title, s) for proof, s in STEPS}


@pytest.mark.parametrize(("proof", "s", "corruption"), CORRUPTED, ids=name)
def test_a_corrupted_step_is_refused(proof, s, corruption):
    wrong = Step(CORRUPTIONS[corruption](proof.lines[s]), "wrong")
    part = Proof("from there on", proof.lines[s - 1], (wrong, *proof.steps[s : s + 1]))
    with pytest.raises(ProofError, match=r"step 1 does not hold: .* was to equal ") as refused:
        part.verify()
    decision = refused.value.decision
    assert decision.equal is False
    if corruption == "the sign" and proof is not PROOFS["descent"]:
        for side, value in zip(part.lines, (decision.left, decision.right), strict=False):
            assert _at(side, decision.point) == pytest.approx(value, rel=1e-9)
    assert decision.left != pytest.approx(decision.right, rel=1e-12)


def _at(line, point):
    """Its number, by SymPy's own `doit`, `subs` and `evalf` and none of what decides equality."""
    sizes = {symbol: value for symbol, value in point.items() if symbol in (n, m, i, j)}
    full = _spelled(line).subs(sizes).doit().subs(sizes).doit()
    return float(full.subs({s: v for s, v in point.items() if s not in sizes}).doit().evalf(40))


@pytest.mark.parametrize("s", [1, 3, 5])
def test_a_proof_stops_at_the_first_false_step(s):
    lines = list(SIGMOID_SLOPE.steps)
    lines[s - 1] = Step(2 * lines[s - 1].expression, "doubled")
    with pytest.raises(ProofError) as refused:
        Proof("doubled", SIGMOID_SLOPE.start, tuple(lines)).verify()
    assert refused.value.step == s


def test_a_false_proof_is_not_shown():
    wrong = Proof("wrong", sp.Derivative(sigma(z), z), ((sigma(z) * (1 + sigma(z)), "a lost sign"),))
    said = r"step 1 does not hold: d/dz σ\(z\) was to equal σ\(z\) \(1 \+ σ\(z\)\); at z = \S+ the left side is"
    with pytest.raises(ProofError, match=said):
        wrong._repr_latex_()
    assert repr(wrong) == "<Proof: wrong>"  # this much is no claim


def test_what_can_not_be_decided_is_not_shown():
    f = sp.Function("f")
    with pytest.raises(ProofError, match="not decided"):
        Proof("unknown", f(z), ((f(-z), "who knows"),)).verify()


def test_a_range_is_part_of_the_claim():
    claim = (sp.Abs(z), ((z, "z is above 0"),))
    assert Proof("above 0", *claim, ranges={z: (0, 9)}).verify()
    with pytest.raises(ProofError):
        Proof("everywhere", *claim).verify()


# --- a reader's own lines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("line", ["1/(2+2cosh z)", "σ(z) - σ(z)²", sigma(z) * sigma(-z)])
def test_a_right_line_goes_anywhere(line, after):
    longer = SIGMOID_SLOPE.insert(line, after)
    assert [s for s in longer.lines if s not in SIGMOID_SLOPE.lines] == [longer.lines[after + 1]]
    assert len(longer.verify()) == 6
    assert longer.steps[after].reason == "a line of the reader's own"
    assert len(SIGMOID_SLOPE.lines) == 6


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("line", ["σ(z)", "σ(z)(1+σ(z))", "tanh z"])
def test_a_wrong_line_goes_nowhere(line, after):
    with pytest.raises(ProofError) as refused:
        SIGMOID_SLOPE.insert(line, after)
    assert refused.value.step == after + 1
    decision = refused.value.decision
    at = float(decision.point[z])
    assert decision.left == pytest.approx(float(SIGMOID.both(at)[1]))
    assert decision.right != pytest.approx(decision.left)


@pytest.mark.parametrize(("shipped", "right", "wrong"), [
    ("dz_dw", "x_ij", "x_i"),
    ("dC_dy_hat", "-2(y_i - ŷ_i)/n", "2(y_i - ŷ_i)/n"),
    ("dC_dw", "mean(2(ŷ_i - y_i) σ'(z_i) x_ij)", "mean(2(ŷ_i - y_i) x_ij)"),
    ("dC_db", "2/n Σ (ŷ_i - y_i)(ŷ_i - ŷ_i²)", "2/n Σ (y_i - ŷ_i) ŷ_i (1 - ŷ_i)"),
    ("cross_entropy", "ŷ - y", "(ŷ - y) ŷ (1 - ŷ)"),
    ("bias_as_weight", "sum_k(w_k x_ik) + b", "sum_k(w_k x_ik + b)"),
    ("stable_rate", "(1 - alpha lambda)(w - w_min)", "(1 + alpha lambda)(w - w_min)"),
])  # fmt: skip
def test_letters_are_read_as_the_proof_means_them(shipped, right, wrong):
    """ŷ_i is σ(z_i) there and no variable of its own; λ is known where a proof has it."""
    proof = PROOFS[shipped]
    assert proof.decide_line(right)
    decision = proof.decide_line(wrong)
    assert decision.equal is False
    assert decision.point
    longer = proof.insert(right, len(proof.steps))
    assert longer.names == proof.names


@pytest.mark.parametrize(("shipped", "right", "wrong"), [
    ("sigmoid_slope", ("ŷ(1-ŷ)", " = ŷ - ŷ²", "(u-1)/u^2", "y_hat (1 - y_hat)"), ("u", "ŷ", "1-ŷ²")),
    ("tanh_slope", ("1-ŷ²", "=(1-ŷ)(1+ŷ)"), ("ŷ(1-ŷ)", "1-ŷ")),
    ("softplus_slope", ("(u-1)/u", "1 - 1/u"), ("u", "1/u")),
    ("two_linear_neurons", ("v u + c", "v(w x + b) + c", "= c + u v"), ("u", "v u", "w u + c")),
    ("cross_entropy", ("ŷ-y", "= ŷ - y"), ("y-ŷ",)),
])  # fmt: skip
def test_the_letters_of_the_page_are_known(shipped, right, wrong):
    proof = PROOFS[shipped]
    for line in right:
        assert proof.decide_line(line), line
    for line in wrong:
        decision = proof.decide_line(line)
        assert decision.equal is False, line
        assert not any(str(letter) in (r"\hat{y}", "u") for letter in decision.point)  # they stand for something
        assert all(abs(number) <= 3 for number in decision.point.values())


def test_a_line_in_letters_of_the_page_is_inserted_and_defined():
    longer = SIGMOID_SLOPE.insert("ŷ(1-ŷ)", 5)
    assert longer.verify()
    assert r"\hat{y} = \sigma{\left(z \right)}" in longer.definitions
    assert text(longer.lines[-1]) == "ŷ (1 - ŷ)"


def test_a_line_must_equal_both_its_neighbours():
    broken = Proof("broken", z, ((2 * z, "wrong"),))
    with pytest.raises(ProofError) as refused:
        broken.insert("z", 0)
    assert refused.value.step == 2


def test_what_is_no_line():
    with pytest.raises(ExpressionError, match="Known are z, y_hat, u, e, pi and functions such as"):
        SIGMOID_SLOPE.decide_line("s(1 - s)")
    with pytest.raises(ExpressionError, match="column 4"):
        SIGMOID_SLOPE.decide_line("1/(")
    with pytest.raises(TypeError, match=r"the line is \[1\], expected a SymPy expression"):
        SIGMOID_SLOPE.decide_line([1])
    with pytest.raises(TypeError, match="line 1 is None, expected a SymPy expression"):
        Proof("none", z, ((None, "nothing"),))
    for after in (-1, 6, "end"):
        with pytest.raises(ValueError, match="expected the number of a line: 0 for the start, to 5"):
            SIGMOID_SLOPE.insert("σ(z) - σ(z)²", after)


# --- how it is written ------------------------------------------------------------------------------------------------


def test_latex_of_a_proof():
    said = PROOFS["dz_dw"]._repr_latex_()
    assert said == (
        r"$\displaystyle \begin{aligned} & \frac{\partial z_{i}}{\partial w_{j}} \\[6pt] "
        r"&= \frac{\partial}{\partial w_{j}} \left(\sum_{k=1}^{m} w_{k} x_{ik} + b\right) && "
        r"\text{z spelled out} && \scriptstyle \text{by rewriting} \\[6pt] "
        r"&= \sum_{k=1}^{m} \frac{\partial w_{k}}{\partial w_{j}} \, x_{ik} && "
        r"\text{term by term; inputs and bias are held} && \scriptstyle \text{by rewriting} \\[6pt] "
        r"&= \sum_{k=1}^{m} \delta_{j k} \, x_{ik} && "
        r"\text{δ is 1 for k = j and else 0} && \scriptstyle \text{by rewriting} \\[6pt] "
        r"&= x_{ij} && \text{for a j from 1 to m one term is left} && \scriptstyle \text{by rewriting} \\[6pt] "
        r"& \text{where } z_{i} = \sum_{k=1}^{m} w_{k} x_{ik} + b \end{aligned}$"
    )
    assert PROOFS["bias_as_weight"]._repr_latex_().count("40 digits at 24 points") == 1


def test_the_lines_of_the_sigmoid_look_as_the_course_names_them():
    assert [latex(line) for line in SIGMOID_SLOPE.lines] == [
        r"\frac{d}{d z} \sigma{\left(z \right)}",
        r"\frac{d}{d z} \frac{1}{1 + e^{- z}}",
        r"\frac{e^{- z}}{\left(1 + e^{- z}\right)^{2}}",
        r"\frac{1}{1 + e^{- z}} \, \frac{e^{- z}}{1 + e^{- z}}",
        r"\frac{1}{1 + e^{- z}} \, \left(1 - \frac{1}{1 + e^{- z}}\right)",
        r"\sigma{\left(z \right)} \, \left(1 - \sigma{\left(z \right)}\right)",
    ]


ALL_LATEX = (
    "import sys; sys.stdout.reconfigure(encoding='utf-8')\n"
    "from perceptron.course.contents import lessons\n"
    "from perceptron.latex import latex\nfrom perceptron.text import text\n"
    "for lesson in lessons().values():\n"
    "  for p in lesson.proofs.values():\n"
    "    print(*map(latex, p.lines), *map(text, p.lines), *p.definitions, sep='\\n')"
)


def test_it_is_written_the_same_in_every_session():
    """Whatever order Python gives its sets."""
    here = [s for p in ALL for s in (*map(latex, p.lines), *map(text, p.lines), *p.definitions)]
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run(
        [sys.executable, "-c", ALL_LATEX], capture_output=True, encoding="utf-8", env=environment, check=True
    ).stdout.splitlines()
    assert told == here


def test_products_and_sums_keep_their_order_and_their_brackets():
    p = Named(sigma(z), y_hat)
    assert latex(product(2, z - b, p)) == r"2 \, \left(z - b\right) \, \hat{y}"
    assert latex(product(b, total(z, -b))) == r"b \, \left(z - b\right)"
    assert latex(total(-z, b, -product(p, b))) == r"- z + b - \hat{y} \, b"
    assert latex(p**2) == r"\hat{y}^{2}"
    assert latex(rate(p, z) ** 2) == r"\left(\frac{\partial \hat{y}}{\partial z}\right)^{2}"
    assert decide(product(z, b), z * b)
    assert decide(rate(p, z), sigma(z) * (1 - sigma(z)))
    assert text(1 / p) == "1/ŷ"


def test_a_reason_may_hold_any_character():
    said = Proof("odd", z, ((z + 0, "50 % of {a_b} \\ $1 & #2"),))._repr_latex_()
    assert r"\text{50 \% of \{a\_b\} / \$1 \& \#2}" in said


# --- the largest stable learning rate ---------------------------------------------------------------------------------


def test_descent_on_the_o_rings_is_stable_up_to_two_over_lambda():
    rings = data.o_rings()
    X = (rings.X - rings.X.mean(axis=0)) / rings.X.std(axis=0)
    ended = train(X, rings.y, [0.0], 0.0, 1.0, 5000, SIGMOID, CROSS_ENTROPY, tolerance=1e-13)
    w, bias = ended.w[-1], ended.b[-1]
    alpha, direction = stable_rate(X, rings.y, w, bias)
    start = np.append(w, bias) + 1e-4 * direction
    for share, converges in ((0.95, True), (1.05, False)):
        path = train(X, rings.y, start[:-1], start[-1], share * alpha, 200, SIGMOID, CROSS_ENTROPY)
        errors = np.linalg.norm(np.column_stack([path.w - w, path.b - bias]), axis=1)
        assert (errors[-1] < 1e-6) == converges
        if not converges:
            assert errors[-1] > 1e-2
        assert errors[1] / errors[0] == pytest.approx(abs(1 - share * 2), rel=1e-3)  # |1 - αλ|


# --- the stepper in the kernel ----------------------------------------------------------------------------------------


def ask(stepper, line, insert=False):
    stepper.asked = {"number": stepper.asked.get("number", 0) + 1, "line": line, "insert": insert}
    assert stepper.answer["number"] == stepper.asked["number"]
    return stepper.answer["holds"], stepper.answer["words"]


@pytest.mark.parametrize("proof", ALL, ids=name)
def test_a_stepper_has_every_line_as_mathml(proof):
    stepper = Stepper(proof)
    assert len(stepper.lines) == len(proof.lines)
    for formula in (*(line["math"] for line in stepper.lines), *stepper.definitions):
        assert ElementTree.fromstring(formula).tag.endswith("math")
        assert not re.search(r"\\", formula)
    assert [line["reason"] for line in stepper.lines[1:]] == [step.reason for step in proof.steps]
    assert all(line["how"] for line in stepper.lines[1:])


def test_a_stepper_answers():
    stepper = Stepper(SIGMOID_SLOPE)
    assert ask(stepper, "σ(z) - σ(z)²") == (
        True, "Your line holds, by rewriting: it equals every line of this proof.",
    )  # fmt: skip
    holds, words = ask(stepper, "σ(z)(1+σ(z))")
    assert not holds
    said = r"Your line does not hold: at z = (\S+) it is (\S+), and the lines of the proof are (\S+)\."
    told = re.fullmatch(said, words)
    at, yours, theirs = map(float, told.groups())
    s = 1 / (1 + np.exp(-at))
    assert (yours, theirs) == (pytest.approx(s * (1 + s), rel=1e-5), pytest.approx(s * (1 - s), rel=1e-5))
    assert ask(stepper, "1/(") == (
        False, "Your line can't be read, from column 4 on: found the end, expected a number, a letter or a bracket.",
    )  # fmt: skip
    holds, words = ask(stepper, "√(-1-z²)")
    assert not holds
    assert "it is no real number, and the lines" in words
    assert len(stepper.lines) == 6


def test_a_stepper_inserts_after_what_is_shown():
    stepper = Stepper(SIGMOID_SLOPE)
    stepper.shown = 2
    assert ask(stepper, "σ(z) - σ(z)²", insert=True) == (True, "Your line is now part of the proof.")
    assert (stepper.shown, stepper.explained, len(stepper.lines)) == (3, 3, 7)
    assert stepper.proof.lines[3] == sigma(z) - sigma(z) ** 2
    assert stepper.lines[3]["text"] == f"= {text(stepper.proof.lines[3])}"
    assert not ask(stepper, "σ(z)", insert=True)[0]
    assert len(stepper.proof.verify()) == 6
    assert len(SIGMOID_SLOPE.lines) == 6


def test_a_stepper_shows_all_where_nothing_moves():
    stepper = Stepper(SIGMOID_SLOPE)
    shown, _ = stepper._repr_mimebundle_()
    assert shown["text/latex"] == SIGMOID_SLOPE._repr_latex_()
    assert shown["text/plain"] == "<Stepper: The slope of the sigmoid>"
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_a_stepper_shows_nothing_false():
    with pytest.raises(ProofError):
        Stepper(Proof("wrong", z, ((-z, "why not"),)))
    with pytest.raises(TypeError, match="expected a Proof"):
        Stepper("sigmoid_slope")
