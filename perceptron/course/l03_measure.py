"""Lesson 03: loss and cost."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron.answers import Exercise, judge, judge_function
from perceptron.course.exercises import measure
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.expression import NAMES
from perceptron.symbolic import y, y_hat
from perceptron.widgets.scene import Curve, Panel, Parameter, Points, Readout, Scene, Stage, Table, symbols
from perceptron.widgets.scene import formulas as f


@shareable
def loss():
    """03: residuals of eight examples as squares; drag a target, and see what each cost says of it."""
    w, b, x, y, p, e = symbols("w b x y p e")
    xs = np.array([-2.6, -1.9, -1.2, -0.5, 0.3, 1.0, 1.8, 2.5])
    table = Table("examples", {"x": xs, "y": np.array([0.05, 0.1, 0.35, 0.2, 0.7, 0.6, 0.95, 0.9])})
    costs = {"mse": table.mean(f.loss("mse", w * x + b, y)), "ce": table.mean(f.loss("cross_entropy", w * x + b, y))}
    left = (
        Points("examples", x, y, to=f.activation("sigmoid", w * x + b), square=True, drag=("", "y")),
        Curve(f.activation("sigmoid", w * e + b), "y_hat", "prediction ŷ"),
    )
    right = (Curve((1 - p) ** 2, "C", "squared error"), Curve(-sp.log(p), "w", "cross-entropy", dash=True))
    return Stage(Scene(
        "Loss and cost",
        "Left, eight targets and the neuron's curve; each residual is a square. Right, what a target of 1 costs "
        "over the prediction, by squared error and by cross-entropy.",
        (Parameter("w", -4, 4, 0.4, 0.05, "w", "w"), Parameter("b", -4, 4, 1, 0.05, "b", "b")),
        (
            Panel(("e", -3, 3.8), ("v", 0, 1), left, "input x", "target and prediction"),
            Panel(("p", 0, 1), ("l", 0, 5.5), right, "prediction ŷ where y = 1", "loss"),
        ),
        (table,),
        (Readout("Mean squared error {mse:.4f}. (Cross-entropy, explained further down, {ce:.4f}.)", costs),),
        Readout("Squared error {mse:.4f}, cross-entropy {ce:.4f}.", costs),
    ))  # fmt: skip


# --- the lesson ---

_COST = """\
def my_cost(y, y_hat):
    total = 0.0
    for target, prediction in zip(y, y_hat, strict=True):
        total += (target - prediction) ** 2
    return total / len(y)"""


def _residuals(y, y_hat):
    return np.subtract(y, y_hat)


_LETTERS = NAMES | {"p": y_hat}

PREDICTIONS = {
    "twice as far": {
        "question": "B is twice as far off as A. How many times larger is its squared error?",
        "number": 4,
        "why": "Twice as far, squared: $2^2 = 4$.",
    },
    "half the cost": {
        "question": "The cost is halved everywhere. What happens to the best $w$?",
        "options": ("it is halved", "it stays", "it is doubled"),
        "answer": "it stays",
        "why": "The lowest point of a valley is where it was when the whole valley is half as deep.",
    },
}


EXERCISES = {
    "mean-of-three": measure.MEAN_OF_THREE,
    "entropy-at-one": Exercise(
        partial(judge, truth=-sp.log(y_hat), names=_LETTERS, given={y: 1}, ranges={y_hat: (0, 1)}, mistakes={
            "the sign is lost": sp.log(y_hat), "that is the loss where y = 0": -sp.log(1 - y_hat),
            "that is the squared error": (1 - y_hat) ** 2, "log has the base e here, and another was taken": (
                -sp.log(y_hat, 2), -sp.log(y_hat, 10),
            ),
        }),
        hints=(
            "Put y = 1 into the formula with both terms; one of the two goes.",
            "Which of the two factors, y and 1 − y, is 0 then? And what is the other one?",
        ),
        advice={
            "the sign is lost": "A loss is never below 0. Which sign has the logarithm of a number between 0 and 1?",
            "that is the loss where y = 0": "A sure and right answer, ŷ near 1, must cost nearly nothing.",
        },
        solution='answer = "-ln(ŷ)"',
        wrong=typed(
            ("ln(ŷ)", "because the sign is lost"),
            ("-ln(1-ŷ)", "because that is the loss where y = 0"),
            ("(1-ŷ)^2", "because that is the squared error"),
            ("1 - ŷ", "wrong: at ŷ ="),
            ("-y ln(ŷ)", "now put y = 1"),
        ),
    ),
    "cost": Exercise(
        partial(
            judge_function, truth=lambda y, y_hat: float(np.mean(_residuals(y, y_hat) ** 2)),
            inputs=[([1.0, 0.0, 1.0], [0.9, 0.2, 0.4]), ([0.5], [0.1]), ([0.0, 1.0], [1.0, 0.0])],
            draw=lambda rng: tuple(rng.uniform(size=(2, int(2 ** rng.uniform(0, 8)))).round(2).tolist()),
            mistakes={
                "the sum is not divided by n": lambda y, y_hat: float(np.sum(_residuals(y, y_hat) ** 2)),
                "the residuals are not squared": lambda y, y_hat: float(np.mean(_residuals(y, y_hat))),
                "that is the mean of the distances; the squares are missing": lambda y, y_hat: float(
                    np.mean(np.abs(_residuals(y, y_hat)))
                ),
                "there is a ½ in it": lambda y, y_hat: float(np.mean(_residuals(y, y_hat) ** 2) / 2),
                "the mean was squared, not each residual": lambda y, y_hat: float(np.mean(_residuals(y, y_hat)) ** 2),
            },
        ),
        hints=(
            "One loop goes through both lists, target and prediction side by side. What does one pair add?",
            "A sum of losses is no cost yet: what is a mean?",
        ),
        solution=_COST,
        wrong=returning(
            "my_cost(y, y_hat)",
            ("sum((a - b) ** 2 for a, b in zip(y, y_hat))", "because the sum is not divided"),
            ("sum(a - b for a, b in zip(y, y_hat)) / len(y)", "the residuals are not squared"),
            ("sum(abs(a - b) for a, b in zip(y, y_hat)) / len(y)", "mean of the distances"),
            ("sum((a - b) ** 2 for a, b in zip(y, y_hat)) / 2 / len(y)", "there is a ½"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Loss of one, cost of all; squared error and cross-entropy, and what each of them punishes.
- **Expect.** *"Twice as far off costs twice as much."* Four times. *"Half the cost, half the w."* The lowest point
  stays. *"A loss of zero is a good model."* One example can always be hit; 08 comes back to it. *"The lowest cost is
  0."* With three ones and seven zeros at the same input it is not.
- **Ask.** A weather forecast says 1 % rain, and it rains. Which loss would you pay it by? Whom does the mean hide?
- **Set.** 1 in class; 2 and 3 at home.
- **Skip.** "Does a factor matter?", unless your book writes ½.
"""

LESSON = Lesson(
    "03_measure_the_error",
    "How wrong is the neuron?",
    scenes=(loss,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    in_class=25,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
