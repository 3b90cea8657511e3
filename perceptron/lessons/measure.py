"""Lesson 03: loss and cost."""

import numpy as np
import sympy as sp

from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Curve, Panel, Parameter, Points, Table, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage


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
