"""Lesson 01: forward propagation."""

import sympy as sp

from perceptron import data
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Field, Handle, Line, Panel, Parameter, Points, Table, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage


def forward(w=(0.2, -1.0), b=5.0):
    """01: predictions over the plane of two bill measurements, the line where they are 0.5, one penguin in numbers."""
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
        Points("penguins", x1, x2, one=y),
        Line(w1, w2, bias),
        Handle("the line, to shift it", 46, middle, {"b": -z(x1, x2) + bias}, code="b"),
        Handle("the line, to turn it", 54, middle - 8 * w1 / w2, {"w1": turned, "b": -turned * 46 - w2 * middle}),
        Handle("one penguin", p1, p2, {"p1": x1, "p2": x2}, code="X"),
    )
    numbers = {
        "w1": w1,
        "w2": w2,
        "b": bias,
        "p1": p1,
        "p2": p2,
        "z": z(p1, p2),
        "y": f.activation("sigmoid", z(p1, p2)),
    }
    formula = "z = {p1:.1f} × {w1:.2f} + {p2:.1f} × {w2:.2f} + {b:.2f} = {z:.2f}"
    return Stage(Scene(
        "Forward propagation",
        "274 penguins in the plane of bill length and bill depth, which is coloured by the neuron's prediction: blue "
        "for Adelie, orange for Gentoo. A line marks where the prediction is 0.5.",
        (
            Parameter("w1", -1, 1, w[0], 0.01, "w₁", "w"),
            Parameter("w2", -2, 2, w[1], 0.01, "w₂", "w"),
            Parameter("b", -40, 40, b, 0.1, "b", "b"),
            Parameter("p1", 32, 60, 39.1, 0.1, "x₁", "X"),
            Parameter("p2", 13, 22, 18.7, 0.1, "x₂", "X"),
        ),
        (Panel(("x1", 32, 60), ("x2", 13, 22), layers, "bill length x₁ (mm)", "bill depth x₂ (mm)"),),
        (table,),
        (
            Readout(formula, {k: numbers[k] for k in ("w1", "w2", "b", "p1", "p2", "z")}),
            Readout("ŷ = σ({z:.2f}) = {y:.3f}", {"z": numbers["z"], "y": numbers["y"]}),
            Readout("{right:.0f} of 274 penguins are on the right side of the line.", {"right": right}),
        ),
        Readout("{right:.0f} of 274 penguins are on the right side of the line.", {"right": right}),
    ))  # fmt: skip
