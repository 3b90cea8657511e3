"""Lesson 06: a slope on trial, by what is left of the cost's change when the slope's promise is taken away."""

import sympy as sp

from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Curve, Handle, Line, Panel, Parameter, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage


def taylor(slope=0.35):
    """06: a slope to drag, and the rest |C(w + h) − C(w) − h · slope| over h: steepness 2 where it is right, else 1."""
    v, q, g = symbols("v q g")
    w = sp.Rational(1, 2)

    def cost(u):
        return (1 - f.activation("sigmoid", 2 * u - sp.Rational(1, 2))) ** 2

    def log_rest(power):  # a trillionth more, so that a lucky zero has a logarithm
        h = 10**power
        return sp.log(sp.Abs(cost(w + h) - cost(w) - h * g) + sp.Float(1e-12)) / sp.log(10)

    steepness = log_rest(sp.Integer(-1)) - log_rest(sp.Integer(-2))
    left = (
        Curve(cost(v), "C", "cost"),
        Line(-g, 1, g * w - cost(w), "y_hat"),
        Handle("your slope", w + 1, cost(w) + g, {"g": symbols("t") - cost(w)}, code="y_hat"),
    )
    right = (Curve(log_rest(q), "y_hat", "rest"), Curve(2 * q - 1, "C", "steepness 2", dash=True))
    numbers = {"g": g, "s": steepness}
    return Stage(Scene(
        "A slope on trial",
        "Left, the cost over the weight, and a line with your slope. Right, what is left of the change of the cost "
        "when your slope's promise is taken away, over the size of the step; a dashed line has the steepness 2.",
        (Parameter("g", -1, 1, slope, 0.005, "your slope", "y_hat"),),
        (
            Panel(("v", -2, 3), ("t", -1, 1.2), left, "weight w", "cost C"),
            Panel(("q", -3, 0), ("rest", -8, 0.5), right, "step h", "rest", xlog=True, ylog=True),
        ),
        readouts=(Readout("Your slope {g:.3f}: from h = 0.1 to 0.01 the rest has the steepness {s:.2f}.", numbers),),
        sentence=Readout("Your slope {g:.3f}, steepness of the rest {s:.2f}.", numbers),
    ))  # fmt: skip
