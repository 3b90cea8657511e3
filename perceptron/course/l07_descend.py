"""Lesson 07: gradient descent."""

import numpy as np
import sympy as sp

from perceptron import data
from perceptron.answers import Exercise, Verdict
from perceptron.answers.function import tried
from perceptron.cost import MSE
from perceptron.course.chain_rule import Y_HAT, C
from perceptron.course.exercises import descend
from perceptron.course.lesson import Lesson, changed
from perceptron.course.valley import descent, landscape, narrow
from perceptron.descent import train
from perceptron.generated import numpy_slopes
from perceptron.gradient import gradient_of
from perceptron.latex import latex
from perceptron.mistakes.descent import DESCENTS, PAIRS
from perceptron.neuron import SIGMOID, weighted_sum
from perceptron.neuron import predict as predicted
from perceptron.proof import Named, Proof, Written, product, rate, total
from perceptron.returned import pair
from perceptron.symbolic import b, derive, i, m, n, sigma, w_, x_


def stable_rate(X, y, w, b, activation="sigmoid", cost="cross_entropy"):
    """(2/λ, the most strongly curved direction), λ the largest eigenvalue of the second derivatives of C at (w, b).

    Near a minimum each step multiplies the error along that direction by 1 - αλ (`proof("stable_rate")`), so descent
    settles there for α below 2/λ and for no larger one. X is n x m, y is n, w is m, b is one number.
    """
    columns = np.column_stack([X, np.ones(len(X))])
    curvature = numpy_slopes(derive(activation, cost))(weighted_sum(X, w, b), y)[1]
    values, directions = np.linalg.eigh(columns.T * curvature @ columns / len(X))
    return 2 / values[-1], directions[:, -1]


# --- proofs ---

alpha, lambda_, w, w_min, C_min = sp.symbols("alpha lambda w w_min C_min", real=True)


def _descent():
    """For two examples and two features: with every weight written out, 40 digits decide at once."""
    two = {n: sp.Integer(2), m: sp.Integer(2)}
    cost = C.xreplace(two)
    parameters = (w_[1], w_[2], b)
    slopes = [rate(cost, parameter) for parameter in parameters]
    steps = [parameter - alpha * slope for parameter, slope in zip(parameters, slopes, strict=True)]
    moved = cost.meaning.xreplace({Y_HAT.xreplace(two): sigma(steps[0] * x_[i, 1] + steps[1] * x_[i, 2] + steps[2])})
    start = r"\left. \frac{d}{d \alpha} C\left(" + r", \, ".join(map(latex, steps)) + r"\right) \right|_{\alpha = 0}"
    return Proof("The first bit of a step downhill", Written(sp.Subs(sp.Derivative(moved, alpha), alpha, 0), start), (
        (total(*(product(slope, -slope) for slope in slopes)), "chain rule: slope times speed, one by one"),
        (total(*(-(slope**2) for slope in slopes)), "never above 0: to first order C can't rise"),
    ))  # fmt: skip


def _stable_rate():
    cost = Named(C_min + lambda_ / 2 * (w - w_min) ** 2, sp.Symbol("C"))
    return Proof("One step on a parabola multiplies the error", total(w, -product(alpha, rate(cost, w)), -w_min), (
        (total(w, -product(alpha, lambda_, w - w_min), -w_min), "the derivative of the parabola"),
        (product(1 - alpha * lambda_, w - w_min), "the error before the step, taken out"),
    ))  # fmt: skip


PROOFS = {"descent": _descent(), "stable_rate": _stable_rate()}

# --- the lesson ---

_ALPHA, _EPOCHS = 0.5, 300


def judge_descent(fn):
    """The Verdict on fn(X, y, alpha, epochs) -> (w, b): gradient descent from zero on the standardised penguins."""
    penguins = data.penguins()
    X, y = data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y
    returned, verdict = tried(fn, X, y, _ALPHA, _EPOCHS)
    if verdict is not None:
        return verdict
    try:
        w, b = pair(returned, 2, len(y))
    except (ValueError, TypeError) as error:
        message = f"wrong: {str(error).replace('gradient_fn', 'your function').replace('dC_d', '')}"
        return Verdict("wrong", message)
    run = train(X, y, np.zeros(2), 0.0, _ALPHA, _EPOCHS)
    if _alike((w, b), (run.w[-1], run.b[-1])):
        hits = int(((predicted(X, w, b) >= 0.5) == y).sum())
        return Verdict("right", f"right: {hits} of {len(y)} penguins are on the right side.")

    def slopes(w, b):
        return gradient_of(X, y, w, b, SIGMOID, MSE)

    def leads_here(mistake):
        return _alike((w, b), mistake.run(slopes, np.zeros(2), 0.0, _ALPHA, _EPOCHS, len(y)))

    with np.errstate(all="ignore"):
        names = [m.name for m in DESCENTS if leads_here(m)] or [m.name for m in PAIRS if leads_here(m)]
    name = " or ".join(names)
    because = f", because {name}" if name else ""
    told = f"it ends at w = {w.round(3)}, b = {b:.3f}, expected {run.w[-1].round(3)} and {run.b[-1]:.3f}."
    return Verdict("wrong", f"wrong{because}: {told}", name)


def _alike(given, expected):
    """To the digits of float32, of which three hundred steps lose a few."""
    return all(np.allclose(g, e, rtol=2e-5, atol=1e-7) for g, e in zip(given, expected, strict=True))


_BIAS_STEP = """\
from perceptron.gradient import gradient


def bias_step(X, y, alpha, epochs):
    w, b = [0.0, 0.0], 0.0
    for _ in range(epochs):
        dC_dw, dC_db = gradient(X, y, w, b)
        w = w - alpha * dC_dw
        b = b - alpha * dC_db
    return w, b"""

_MY_DESCENT = """\
import numpy as np

from perceptron.gradient import gradient


def my_descent(X, y, alpha, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        dC_dw, dC_db = gradient(X, y, w, b)
        w, b = w - alpha * dC_dw, b - alpha * dC_db
    return w, b"""

PREDICTIONS = {
    "cold rubber": {
        "question": "Which sign will the weight of the temperature have?",
        "options": ("positive", "negative"),
        "answer": "negative",
        "why": "Cold rubber is stiff. The colder, the more damage; so the chance falls as the temperature rises.",
    },
    "faster alpha": {
        "question": "Is a larger learning rate always faster?",
        "options": ("yes", "no"),
        "answer": "no",
        "why": "Many expect that. Up to a point it is; then a step overshoots the valley and lands on the other side.",
    },
}


EXERCISES = {
    "bias-step": Exercise(
        judge_descent,
        hints=(
            "Read the line above aloud: what does it do to w, and with what?",
            "Which of the two things that gradient hands back belongs to b?",
        ),
        solution=_BIAS_STEP,
        wrong=changed(_BIAS_STEP, *(("b = b - alpha * dC_db", f"b = {other}", words) for other, words in (
            ("b + alpha * dC_db", "because the bias climbs"),
            ("b - dC_db", "because the bias moves without the learning rate"),
            ("b - alpha * dC_dw.sum()", "because the bias moves by the slopes of the weights"),
            ("b", "because the bias stays where it was"),
            ("b - alpha * dC_dw", "One neuron has one bias"),
        ))),
    ),
    "descent": Exercise(
        judge_descent,
        hints=(
            "Three parts: where it starts, one step, and how often. Exercise 1 had them all.",
            "In one step, at which w and which b are the two slopes taken?",
        ),
        solution=_MY_DESCENT,
        wrong=changed(
            _MY_DESCENT,
            (" - alpha", " + alpha", "the sign is lost, so it climbs"),
            ("range(epochs)", "range(1)", "only one step was taken"),
            ("b - alpha * dC_db", "b", "the bias stays where it was"),
            ("alpha * ", "", "the learning rate is not used"),
            ("range(epochs)", "range(epochs // 2)", "wrong: it ends at w = "),
            ("return w, b", "return 1", "expected the pair"),
        ),
    ),
    "settles": descend.SETTLES,
}  # fmt: skip

TEACHING = r"""
- **Goal.** Train a neuron on the shuttle data, choose α, and tell a descent that fails.
- **Expect.** *"More heat, more damage: a positive weight."* Cold makes rubber stiff. *"A bigger α is faster."* Up to
  a point; at 20 it jumps between two sides of the valley. *"It must reach a cost of 0."* With a target of 1/6 even
  the best prediction costs something. *"At 31 °F the chance is 82 %, we know that now."* No flight was near 31 °F.
- **Ask.** Play the valley with the article's sign before you name it: what is wrong with this neuron? What would you
  have told the engineers that evening? In the narrow valley: why does no single α do for both directions?
- **Set.** 1 and 2 in class, 3 at home.
- **Skip.** The narrow valley, and the computed limit of α.
- **Take care.** Seven people died. Tell it plainly.
"""

LESSON = Lesson(
    "07_descend",
    "How does a neuron learn from data?",
    scenes=(landscape, descent, narrow),
    predictions=PREDICTIONS,
    proofs=PROOFS,
    exercises=EXERCISES,
    promised={
        "train a neuron on real data": "descent",
        "choose a learning rate": "settles",
        "recognise a descent that fails": "settles",
    },
    in_class=40,
    teaching=TEACHING,
)
predict, proof, check, another = LESSON.predict, LESSON.proof, LESSON.check, LESSON.another
