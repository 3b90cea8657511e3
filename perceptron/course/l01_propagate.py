"""Lesson 01: forward propagation."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron import data
from perceptron.answers import Exercise, judge_choice, judge_function
from perceptron.course.exercises import propagate
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.neuron import SIGMOID, weighted_sum
from perceptron.widgets.scene import (
    Field,
    Handle,
    Line,
    Panel,
    Parameter,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    Text,
    symbols,
)
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.graph import Edge, Unit, graph

W1 = Parameter("w1", -1, 1, 0.2, 0.01, "w₁", "w")
W2 = Parameter("w2", -2, 2, -1.0, 0.01, "w₂", "w")
BIAS = Parameter("b", -40, 40, 5.0, 0.1, "b", "b")


def _neuron(w1, w2, bias, p1, p2, z):
    """The neuron itself as a graph, each of its wires with a knob."""
    across, up = ("column", 0, 4), ("row", 0, 1)
    columns = (
        (
            Unit("x₁", p1, look={"low": 32, "high": 60, "digits": 1}),
            Unit("x₂", p2, look={"low": 13, "high": 22, "digits": 1}),
            Unit("1", 1, look={"digits": 0}),
        ),
        (),  # room for the weights
        (Unit("z", z, look={"low": -8, "high": 8, "digits": 2, "code": "z"}),),
        (Unit("ŷ", f.activation("sigmoid", z), look={"digits": 3, "code": "y_hat"}),),
    )
    edges = (
        Edge("x₁", "z", w1, "w₁ = ", W1),
        Edge("x₂", "z", w2, "w₂ = ", W2, {"full": 2.0}),
        Edge("1", "z", bias, "b = ", BIAS, {"full": 40.0, "digits": 1, "code": "b"}),
        Edge("z", "ŷ", 0),
    )
    bend = Text(3, 0.57, "σ", code="z")
    return Panel(across, up, (*graph(columns, edges, across, up), bend), axes=False)


@shareable
def forward():
    """01: a neuron as a graph, and the plane of two bill measurements with its predictions; one penguin in numbers."""
    penguins = data.penguins()
    w1, w2, bias, x1, x2, y, p1, p2 = symbols("w1 w2 b x1 x2 y p1 p2")
    table = Table("penguins", {"x1": penguins.X[:, 0], "x2": penguins.X[:, 1], "y": penguins.y})

    def z(u, v):
        return w1 * u + w2 * v + bias

    middle = -(46 * w1 + bias) / w2  # where the line crosses x1 = 46
    right = table.mean(sp.Piecewise((y, z(x1, x2) >= 0), (1 - y, True))) * len(penguins.y)
    turned = -w2 * (x2 - middle) / (x1 - 46)
    layers = (
        Field(f.activation("sigmoid", z(x1, x2))),
        Points("penguins", x1, x2, one=y, picks={"p1": "x1", "p2": "x2"}),
        Line(w1, w2, bias),
        Handle("the line, to shift it", 46, middle, {"b": -z(x1, x2) + bias}, code="b"),
        Handle("the line, to turn it", 54, middle - 8 * w1 / w2, {"w1": turned, "b": -turned * 46 - w2 * middle}),
        Handle("one penguin", p1, p2, {"p1": x1, "p2": x2}, code="X"),
    )
    numbers = {"w1": w1, "w2": w2, "b": bias, "p1": p1, "p2": p2, "z": z(p1, p2), "one": p1 * w1, "two": p2 * w2}
    y_hat = f.activation("sigmoid", numbers["z"])
    weigh = "weigh: {p1:.1f} × {w1:(.2f)} = {one:.3f}, and {p2:.1f} × {w2:(.2f)} = {two:.3f}"
    add = "add: z = {one:.3f} + {two:(.3f)} + {b:(.1f)} = {z:.3f}"
    bend = "bend: ŷ = σ({z:.3f}) = {y:.3f}"
    return Stage(Scene(
        "Forward propagation",
        "First, a neuron: two inputs and a constant 1, a wire with a weight from each to their sum z, and from it to "
        "the answer ŷ. Second, 274 penguins in the plane of bill length and bill depth, which is coloured by the "
        "neuron's prediction: blue for Adelie, orange for Gentoo. A line marks where the prediction is 0.5.",
        (
            W1, W2, BIAS,
            Parameter("p1", 32, 60, 39.1, 0.1, "x₁", "X"),
            Parameter("p2", 13, 22, 18.7, 0.1, "x₂", "X"),
        ),
        (
            _neuron(w1, w2, bias, p1, p2, numbers["z"]),
            Panel(("x1", 32, 60), ("x2", 13, 22), layers, "bill length x₁ (mm)", "bill depth x₂ (mm)"),
        ),
        (table,),
        (
            Readout(weigh, {name: numbers[name] for name in ("p1", "w1", "one", "p2", "w2", "two")}),
            Readout(add, {name: numbers[name] for name in ("one", "two", "b", "z")}),
            Readout(bend, {"z": numbers["z"], "y": y_hat}),
            Readout("{right:.0f} of 274 penguins are on the right side of the line.", {"right": right}),
        ),
        Readout(
            "ŷ = {y:.3f}. {right:.0f} of 274 penguins are on the right side of the line.", {"y": y_hat, "right": right}
        ),
    ))  # fmt: skip


# --- the lesson ---

_WEIGHTED_SUM = """\
def my_weighted_sum(x, w, b):
    total = b
    for x_j, w_j in zip(x, w, strict=True):
        total += x_j * w_j
    return total"""


def _drawn(rng):
    """An example of 1 to 250 inputs with weights and a bias, in short numbers, as plain Python has them."""
    inputs, weights = rng.normal(size=(2, int(2 ** rng.uniform(0, 8)))).round(1).tolist()
    return inputs, weights, round(rng.normal(), 1)


PREDICTIONS = {
    "sign of z": {
        "question": "39.1 · 0.2 + 18.7 · (−1) + 8: above or below zero?",
        "options": ("above", "below"),
        "answer": "below",
        "why": "7.82 − 18.7 + 8 is −2.88. The deep bill counts against the long one.",
    },
    "bias up or down": {
        "question": "Which way must the bias go to make this neuron better?",
        "options": ("up", "down"),
        "answer": "up",
        "why": "Too many penguins are called Adelie, which is the answer 0. A larger bias lifts every $z$.",
    },
}


EXERCISES = {
    "z-by-hand": propagate.Z,
    "answer-by-hand": propagate.ANSWER,
    "weight-moves": propagate.WEIGHT_MOVES,
    "what-turns": Exercise(
        partial(judge_choice, truth="a weight", options={
            "a weight": "it changes how much one input counts against the other, and the line turns.",
            "the bias": "it adds the same to every z, so the line is shifted and stays parallel to itself.",
            "neither": "drag the blue knob of the picture: the line does turn, and one slider moves with it.",
        }, also={"a weight": ("w", "w1", "w2", "w₁", "w₂"), "the bias": ("b", "offset"), "neither": ("none",)}),
        hints=("Move b in the picture, then w₁, and watch the line.", "Which of the two changes its direction?"),
        solution='answer = "a weight"',
        wrong=typed(
            ("the bias", "it adds the same to every z"),
            ("biased", "Did you mean 'the bias'?"),
            ("neither", "the line does turn"),
        ),
    ),
    "weighted-sum": Exercise(
        partial(
            judge_function, truth=lambda x, w, b: float(weighted_sum([x], w, b)[0]),
            inputs=[([2.0, 3.0], [0.5, -1.0], 0.25), ([1.0], [4.0], -3.0), ([0.5, 0.0, -2.0], [1.0, 7.0, 0.25], 1.0)],
            draw=_drawn,
            mistakes={
                "the bias is missing": lambda x, w, b: float(np.dot(x, w)),
                "the bias is added once per input": lambda x, w, b: float(np.dot(x, w)) + len(x) * b,
                "inputs and weights are added, not multiplied": lambda x, w, b: sum(x) + sum(w) + b,
                "the sum was bent by σ; only the sum is asked for": lambda x, w, b: float(SIGMOID(np.dot(x, w) + b)),
            },
        ),
        hints=(
            "A sum grows in a loop: give it a first value before the loop, and add to it in each round.",
            "What does one input add? And what is added once only, however many inputs there are?",
        ),
        solution=_WEIGHTED_SUM,
        wrong=returning(
            "my_weighted_sum(x, w, b)",
            ("sum(p * q for p, q in zip(x, w))", "because the bias is missing"),
            ("sum(p * q + b for p, q in zip(x, w))", "because the bias is added once per input"),
            ("sum(x) + sum(w) + b", "because inputs and weights are added"),
            ("x[0] * w[0] + x[1] * w[1] + b", "stopped with IndexError"),
            ("float(SIGMOID(np.dot(x, w) + b))", "only the sum is asked for"),
            ("'z'", "it gave 'z', expected -1.75"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Compute $z$ and $\hat y$ by hand, and say what weights and bias do.
- **Expect.** *"A bigger weight is a more important input."* Only if the inputs share a scale: the step with
  centimetres shows it. *"A negative weight counts less."* −1 pulls as hard as +1. *"The bias is a mistake of the
  neuron."* It shifts the line. *"z is the chance."* z can be −2.88.
- **Ask.** Which weights make the neuron ignore the depth? What happens to the line if all weights *and* the bias are
  doubled? (It stays, and the neuron gets surer.)
- **Set.** 1, 2 and 4 in class, 3 and 5 at home.
- **Skip.** Nothing.
"""

LESSON = Lesson(
    "01_propagate_forward",
    "What does a neuron compute?",
    scenes=(forward,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "compute the answer of a neuron by hand": "answer-by-hand",
        "by code": "weighted-sum",
        "say what weights and bias do": "weight-moves",
    },
    in_class=35,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
