"""Lesson 06: a slope on trial, by what is left of the cost's change when the slope's promise is taken away."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron.answers import Exercise, Verdict, judge_choice
from perceptron.answers.function import tried
from perceptron.certificate import certify
from perceptron.course.exercises.check import SMALLER_H
from perceptron.course.lesson import Lesson, changed, shareable, typed
from perceptron.neuron import IDENTITY, SIGMOID, TANH
from perceptron.widgets.scene import Arrow, Curve, Handle, Line, Panel, Parameter, Readout, Scene, Stage, symbols
from perceptron.widgets.scene import formulas as f


@shareable
def taylor(slope=0.352):
    """06: a slope and a step to drag, and the rest that they leave, |C(w + h) − C(w) − h · slope|, also over all h."""
    v, t, q, g, h = symbols("v t q g h")
    w = (sp.Rational(1, 2) + sp.log(sp.Rational(3, 2))) / 2  # there ŷ is 0.6, and the slope −0.384 to the last digit

    def cost(u):
        return (1 - f.activation("sigmoid", 2 * u - sp.Rational(1, 2))) ** 2

    def rest(size):
        return cost(w + size) - cost(w) - size * g

    def log_rest(power):  # a trillionth more, so that a lucky zero has a logarithm
        return sp.log(sp.Abs(rest(10**power)) + sp.Float(1e-12)) / sp.log(10)

    power, arm, below = sp.log(h) / sp.log(10), sp.Rational(3, 2), sp.Rational(-3, 5)
    steepness = log_rest(sp.Integer(-2)) - log_rest(sp.Integer(-3))
    promise = (
        Curve(cost(v), "C", "cost"),
        Line(-g, 1, g * w - cost(w), "w"),
        Arrow(w, below, h, 0, "X", "h"),
        Arrow(w + h, cost(w) + h * g, 0, rest(h), "b", "rest"),
        Handle("your slope", w + arm, cost(w) + arm * g, {"g": (t - cost(w)) / arm}),
        Handle("the step", w + h, below, {"h": v - w}, "X"),
    )
    left_over = (
        Curve(log_rest(q), "b", "rest"), Curve(2 * q - 1, "C", "steepness 2", dash=True),
        Handle("the size of the step", power, log_rest(power), {"h": 10**q}, "b"),
    )  # fmt: skip
    return Stage(Scene(
        "A slope on trial",
        "The promise: the cost over the weight, a line with your slope, a step h, and the rest, from the line to the "
        "cost. What is left: the rest over the size of the step, both in powers of ten; a dashed line has the "
        "steepness 2.",
        (
            Parameter("g", -0.6, 0.6, slope, 0.008, "your slope", "w"),
            Parameter("h", 0.001, 1, 0.8, 0.001, "step h", "X"),
        ),
        (
            Panel(("v", -1, 2.5), ("t", -0.8, 1.1), promise, "weight w", "cost C"),
            Panel(("q", -3, 0), ("rest", -8, 0.5), left_over, "step h", "rest", xlog=True, ylog=True),
        ),
        readouts=(
            Readout("Your slope {g:.3f}: at h = {h:.3f} the rest is {rest:.7f}.",
                    {"g": g, "h": h, "rest": sp.Abs(rest(h))}),
            Readout("From h = 0.01 to 0.001 it has the steepness {s:.2f}.", {"s": steepness}),
        ),
        sentence=Readout("Your slope {g:.3f}, steepness of the rest {s:.2f}.", {"g": g, "s": steepness}),
    ))  # fmt: skip


# --- the lesson ---

# Five examples of three features, at weights where different mistakes give different numbers.
_POINT = (
    np.array([[1.0, 2.0, -0.4], [0.5, -1.0, 0.9], [-1.5, 0.3, 0.6], [0.2, 1.1, -1.2], [-0.7, -0.4, 0.8]]),
    np.array([0.8, -0.6, 0.1, 0.4, -0.3]), np.array([0.4, -0.3, 0.2]), 0.1,
)  # fmt: skip


def judge_gradient(fn, activation):
    """The Verdict on fn(X, y, w, b) -> (dC_dw, dC_db) for an activation and the squared error, by its certificate."""
    returned, verdict = tried(fn, *_POINT)
    if verdict is not None:
        shapes = " (X is 5 × 3, w has 3 numbers, y has 5)" if "stopped" in verdict.message else ""
        return Verdict(verdict.kind, verdict.message + shapes)
    try:
        certificate = certify(lambda *_: returned, *_POINT, activation)
    except (ValueError, TypeError) as error:
        message = f"wrong: {str(error).replace('gradient_fn', 'your function')}"
        return Verdict("wrong", message)
    *table, said = str(certificate).split("\n")
    told = "\n".join([said, *table])
    return Verdict("right", told) if certificate.passed else Verdict("wrong", told, " and ".join(certificate.faults))


_LINEAR_GRADIENT = """\
def linear_gradient(X, y, w, b):
    y_hat = X @ w + b
    delta = 2 * (y_hat - y) / len(y)
    return X.T @ delta, delta.sum()"""

_SIGMOID_GRADIENT = """\
from perceptron.neuron import predict


def sigmoid_gradient(X, y, w, b):
    y_hat = predict(X, w, b)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    return X.T @ delta, delta.sum()"""

_GRADIENT = """\
import numpy as np


def tanh_gradient(X, y, w, b):
    y_hat = np.tanh(X @ w + b)
    delta = 2 * (y_hat - y) * (1 - y_hat**2) / len(y)
    return X.T @ delta, delta.sum()"""

PREDICTIONS = {
    "article on trial": {
        "question": "Will the article's gradient pass?",
        "options": ("yes", "no, one fault", "no, two faults"),
        "answer": "no, two faults",
        "why": "Its sign is lost, and its sum comes before the product.",
    }
}


EXERCISES = {
    "ratio": Exercise(
        partial(judge_choice, truth="the mean", options={
            "the sign": "then every entry would be −1 times what it should be.",
            "the mean": "C is a mean, so 1/n belongs in front of the sum.",
            "a factor 2": "then every entry would be half of what it should be.",
            "a link": "then the entries would not all be off by one and the same number.",
        }),
        hints=(
            "Divide each entry by the right one: what comes out, each time?",
            "Which count is that number? And where in C does that count stand?",
        ),
        solution='answer = "the mean"',
        wrong=typed(
            ("the sign", "then every entry would be −1 times"),
            ("a factor 2", "then every entry would be half"),
            ("a link", "not all be off by one and the same"),
        ),
    ),
    "smaller-h": SMALLER_H,
    "linear-gradient": Exercise(
        partial(judge_gradient, activation=IDENTITY),
        hints=(
            "What does one example add to ∂C/∂w₁? And what to ∂C/∂b?",
            "Which product of a table and a list adds that up for every feature at once? Look at the shapes.",
        ),
        solution=_LINEAR_GRADIENT,
        wrong=changed(
            _LINEAR_GRADIENT,
            ("delta.sum()", "0.0", "failed: ∂C/∂b is 0"),
            ("X.T @ delta, delta.sum()", "X.T @ delta / len(y), delta.sum() / len(y)", "the mean is taken twice"),
            ("X.T @", "X @", "X is 5 × 3, w has 3 numbers, y has 5"),
            (", delta.sum()", "", "expected the pair (dC_dw, dC_db)"),
            ("X.T @ delta, delta.sum()", "-X.T @ delta, -delta.sum()", "failed: the sign is lost"),
            ("X.T @ delta", "(X.T * delta).T", "it has one entry per example; add up over the examples"),
            ("delta.sum()", "delta.mean()", "the mean is taken twice"),
        ),
    ),
    "sigmoid-gradient": Exercise(
        partial(judge_gradient, activation=SIGMOID),
        hints=(
            "What stays as in exercise 3, and which link is new?",
            "How fast does ŷ move with z? Lesson 02 says it with ŷ alone.",
        ),
        solution=_SIGMOID_GRADIENT,
        wrong=changed(
            _SIGMOID_GRADIENT,
            (" * y_hat * (1 - y_hat)", "", "failed: link ∂ŷ/∂z is missing"),
            ("(y_hat - y)", "(y - y_hat)", "failed: the sign is lost"),
            (" / len(y)", "", "failed: the mean is forgotten"),
            ("2 * (", "(", "failed: the factor 2 is lost"),
            ("y_hat * (1 - y_hat)", "(1 - y_hat**2)", "that is the slope of tanh"),
        ),
    ),
    "gradient": Exercise(
        partial(judge_gradient, activation=TANH),
        hints=(
            "Prediction, delta, sums: which of the three change when σ becomes tanh?",
            "How fast does tanh rise? Exercise 1 of lesson 05 says it with ŷ alone.",
        ),
        solution=_GRADIENT,
        wrong=changed(
            _GRADIENT,
            ("(y_hat - y)", "(y - y_hat)", "failed: the sign is lost"),
            ("2 * (", "(", "failed: the factor 2 is lost"),
            (" * (1 - y_hat**2)", "", "failed: link ∂ŷ/∂z is missing"),
            ("(1 - y_hat**2)", "y_hat * (1 - y_hat)", "that is the slope of sigmoid"),
            ("return", "return X @ y #", "X is 5 × 3, w has 3 numbers, y has 5"),
            ("return", "return X #", "expected the pair (dC_dw, dC_db)"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Judge a gradient that somebody else wrote.
- **Expect.** *"It runs and the cost falls, so it is right."* *"It was published, so it is right."* The article fails
  twice. *"One example is enough to test it."* With one example the sum before the product can't be seen.
- **Ask.** Why are four routes better than one that is very exact? Who checks the checker?
- **Set.** 1, 2 and 3 in class, 4 and 5 at home, where more and more is missing.
- **Skip.** The formula of the best nudge.
"""

LESSON = Lesson(
    "06_check_the_gradient",
    "How do you know that a gradient is right?",
    scenes=(taylor,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "test any gradient against numbers": "gradient",
        "know how far such a test can be trusted": "smaller-h",
        "name the usual mistakes": "ratio",
    },
    in_class=20,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
