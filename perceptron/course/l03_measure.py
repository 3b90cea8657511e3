"""Lesson 03: loss and cost."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron.answers import Exercise, judge, judge_function
from perceptron.course.exercises import measure
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.expression import NAMES
from perceptron.symbolic import y, y_hat
from perceptron.widgets.scene import (
    Curve,
    Handle,
    Line,
    Panel,
    Parameter,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    symbols,
)
from perceptron.widgets.scene import formulas as f

# Eight of the 274 penguins by the length of their bills; the third is that of lesson 01. 1 is a Gentoo, 0 an Adelie.
LENGTHS = (34.6, 37.2, 39.1, 41.1, 44.1, 43.2, 46.1, 49.9)
KINDS = (0, 0, 0, 0, 0, 1, 1, 1)


@shareable
def loss():
    """03: the squared errors of eight penguins, and what one of them costs by squared error and by cross-entropy."""
    w, b, x, y, p, e, number, held, which = symbols("w b x y p e number held which")
    table = Table("penguins", {"x": np.array(LENGTHS), "y": np.array(KINDS, float), "number": np.arange(1.0, 9)})

    def of_held(column):
        return 8 * table.mean(column * sp.Max(0, 1 - sp.Abs(number - held)))

    def z(u):
        return w * u + b

    x_held, y_held = of_held(x), of_held(y)
    y_hat = f.activation("sigmoid", z(x_held))
    squared, entropy = (f.loss(cost, z(x_held), y_held) for cost in ("mse", "cross_entropy"))
    targets = {"to": f.activation("sigmoid", z(x)), "square": True, "drag": ("", "y"), "picks": {"held": "number"}}
    first = (
        Line(1, 0, -x_held, "X", dash=True),
        Points("penguins", x, y, one=y, **targets),
        Curve(f.activation("sigmoid", z(e)), "y_hat", "prediction ŷ"),
        Handle("the curve, to shift it", -b / w, 0.5, {"b": -w * e}, code="b"),
    )
    least = sp.Float(1e-9)  # where a logarithm would be infinite
    yes, no = sp.log(sp.Max(p, least)), sp.log(sp.Max(1 - p, least))
    second = (
        Line(1, 0, -y_hat, "y_hat", dash=True),
        Curve((y_held - p) ** 2, "C", "squared error"),
        Curve(-y_held * yes - (1 - y_held) * no, "w", "cross-entropy", dash=True),
        Points("losses", y_hat, squared + which * (entropy - squared), code="C"),
        Handle("the held penguin's prediction", y_hat, 2.5, {"b": yes - no - w * x_held}, code="y_hat"),
    )
    one = {"x": x_held, "y": y_held, "said": y_hat, "squared": squared, "entropy": entropy}
    costs = {name: table.mean(f.loss(cost, z(x), y)) for name, cost in (("mse", "mse"), ("ce", "cross_entropy"))}
    return Stage(Scene(
        "Loss and cost",
        "First, the targets of eight penguins, 0 or 1, over the length of their bills, and the neuron's curve; each "
        "residual is the side of a square. Then, what the held penguin costs over the prediction, by squared error and "
        "by cross-entropy, a mark on each of the two curves.",
        (
            Parameter("w", 0.05, 1, 0.2, 0.01, "w", "w"),
            Parameter("b", -45, 0, -10.7, 0.1, "b", "b"),
            Parameter("held", 1, 8, 3, 1, "held", "X"),
        ),
        (
            Panel(("e", 26, 54), ("v", 0, 1), first, "bill length (mm)", "target and prediction", tall=0.5),
            Panel(("p", 0, 1), ("l", 0, 5), second, "prediction ŷ for the held penguin", "its loss", tall=0.5),
        ),
        (table, Table("losses", {"which": np.array([0.0, 1.0])})),
        (
            Readout("Held: {x:.1f} mm, target {y:.2f}, ŷ = {said:.3f}. "
                    "Squared error {squared:.4f}, cross-entropy {entropy:.4f}.", one),
            Readout("Mean of all eight: squared error {mse:.4f}, cross-entropy {ce:.4f}.", costs),
        ),
        Readout("The held penguin's squared error is {squared:.4f}, its cross-entropy {entropy:.4f}. "
                "The mean squared error is {mse:.4f}.",
                {"squared": squared, "entropy": entropy, "mse": costs["mse"]}),
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
    "entropy-at-zero": measure.ENTROPY_AT_ZERO,
    "sure-and-wrong": measure.SURE_AND_WRONG,
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
- **Set.** 1, 2 and 3 in class; 4 and 5 at home.
- **Skip.** "Does a factor matter?", unless your book writes ½.
"""

LESSON = Lesson(
    "03_measure_the_error",
    "How wrong is the neuron?",
    scenes=(loss,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "compute in one number how wrong a neuron is, by squared error": "mean-of-three",
        "by cross-entropy": "entropy-at-zero",
        "say what each of them punishes": "sure-and-wrong",
    },
    in_class=25,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
