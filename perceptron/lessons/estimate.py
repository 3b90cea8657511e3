"""Lesson 04: a slope by a nudge."""

import sympy as sp

from perceptron import codegen
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Curve, Handle, Line, Panel, Parameter, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage


def nudge():
    """04: the slope by a nudge of size h against the true slope, and the nudge's error over h, down to round-off."""
    w, v, power, q = symbols("w v power q")

    def cost(u):
        return (1 - f.activation("sigmoid", 2 * u - sp.Rational(1, 2))) ** 2

    def quotient(h):
        return (codegen.fround(cost(w + h)) - codegen.fround(cost(w))) / h

    def log_error(u):  # a billionth more, so that a lucky zero has a logarithm
        return sp.log(sp.Abs(quotient(10**u) - exact) + sp.Float(1e-9)) / sp.log(10)

    exact = 2 * f.delta("mse", 2 * w - sp.Rational(1, 2), 1)
    h = 10**power
    smallest = sp.Float(1e-7)
    left = (
        Curve(cost(v), "C", "cost"),
        Line(-exact, 1, exact * w - cost(w), "w"),
        Line(-quotient(h), 1, quotient(h) * w - cost(w), "y_hat", dash=True),
        Handle(
            "the nudged weight", w + h, cost(w + h), {"power": sp.log(sp.Max(v - w, smallest)) / sp.log(10)}, "y_hat"
        ),
        Handle("the weight", w, cost(w), {"w": v}),
    )
    right = (Curve(log_error(q), "C"), Handle("the size of the nudge", power, log_error(power), {"power": q}, "y_hat"))
    numbers = {"h": h, "quotient": quotient(h), "exact": exact, "error": sp.Abs(quotient(h) - exact)}
    return Stage(Scene(
        "A slope by nudging",
        "Left, the cost over the weight with the line that touches it and, dashed, the line through two points. Right, "
        "the error of the nudge over its size h, with 7 digits: it falls, and rises again where round-off wins.",
        (
            Parameter("w", -1.5, 2.5, 0.5, 0.01, "w", "w"),
            Parameter("power", -7, 0.3, 0, 0.05, "log₁₀ h", "y_hat"),
        ),
        (
            Panel(("v", -2, 4), ("c", -0.1, 1.1), left, "weight w", "cost C"),
            Panel(("q", -7, 0.3), ("error", -8, 0), right, "nudge h", "error of the slope", xlog=True, ylog=True),
        ),
        readouts=(Readout("h = {h:.7f}: nudge {quotient:.5f}, slope {exact:.5f}, error {error:.6f}.", numbers),),
        sentence=Readout("The nudge is off by {error:.6f}.", {"error": numbers["error"]}),
    ))  # fmt: skip
