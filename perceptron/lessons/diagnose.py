"""Lesson 08: training on data, and what one neuron can't learn."""

import sympy as sp

from perceptron import data, inputs
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import (
    Arrow,
    Evolution,
    Field,
    Handle,
    Line,
    Panel,
    Parameter,
    Path,
    Points,
    Table,
    symbols,
)
from perceptron.widgets.scene.scene import EPOCH, Readout, Scene
from perceptron.widgets.scene.stage import Stage


def train(examples="penguins"):
    """08: a neuron learns two species of penguins, step by step; on "xor", four groups, it can't."""
    inputs.choice("examples", examples, ("penguins", "xor"))
    shown = data.penguins() if examples == "penguins" else data.xor()
    X, count = data.Standardisation.of(shown.X).apply(shown.X), len(shown.y)
    w1, w2, b, alpha, first1, first2, u, v, x1, x2, y = symbols("w1 w2 b alpha first1 first2 u v x1 x2 y")
    table = Table("examples", {"x1": X[:, 0], "x2": X[:, 1], "y": shown.y})
    z = w1 * x1 + w2 * x2 + b
    delta = f.delta("cross_entropy", z, y)
    C = table.mean(f.loss("cross_entropy", z, y))
    right = table.mean(sp.Piecewise((y, z >= 0), (1 - y, True))) * count
    step1, step2 = -alpha * table.mean(delta * x1), -alpha * table.mean(delta * x2)
    state = {"w1": (first1, w1 + step1), "w2": (first2, w2 + step2), "b": (0, b - alpha * table.mean(delta))}
    names = [f"{feature} (in spreads)" for feature in shown.features]
    numbers = {"epoch": EPOCH, "C": C, "right": right}
    return Stage(Scene(
        "Training" if examples == "penguins" else "What one neuron can't learn",
        f"Left, {count} examples of two kinds in a plane coloured by the prediction, the line where it is 0.5, and the "
        "weights as an arrow. Right, the cost over the epochs.",
        (
            Parameter("alpha", 0.05, 10, 0.5, 0.05, "α", "alpha"),
            Parameter("first1", -3, 3, -1, 0.05, "first w₁", "w"),
            Parameter("first2", -3, 3, -1, 0.05, "first w₂", "w"),
        ),
        (
            Panel(("u", -3.5, 3.5), ("v", -3, 3), (
                Field(f.activation("sigmoid", w1 * u + w2 * v + b)),
                Points("examples", x1, x2, one=y),
                Line(w1, w2, b),
                Arrow(0, 0, w1, w2, "w", "w"),
                Arrow(w1, w2, step1, step2, "alpha"),
                Handle("the first weights", first1, first2, {"first1": u, "first2": v}),
            ), names[0], names[1]),
            Panel(("epochs", -3, 100), ("cost", 0, 2), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout(f"Epoch {{epoch:.0f}}: C = {{C:.4f}}, {{right:.0f}} of {count} on the right side.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution(state, 100),
    ))  # fmt: skip
