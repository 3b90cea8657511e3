"""Lesson 02: activations."""

from perceptron.symbolic import ACTIVATIONS
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Curve, Handle, Line, Panel, Parameter, Text, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage


def activation(name="sigmoid"):
    """02: an activation over its input, its slope, and a point to move; shift it, make it steeper, pick another."""
    x, at, pick, steep, threshold = symbols("x at pick steep threshold")
    names = tuple(ACTIVATIONS)

    def z(u):
        return steep * (u - threshold)

    def value(u):
        return f.one_of(pick, [f.activation(n, z(u)) for n in names])

    def slope(u):
        return steep * f.one_of(pick, [f.slope(n, z(u)) for n in names])

    numbers = {"at": at, "z": z(at), "value": value(at), "slope": slope(at)}
    layers = (
        Curve(value(x), "y_hat", "activation"),
        Curve(slope(x), "w", "its slope", dash=True),
        Line(-slope(at), 1, slope(at) * at - value(at), "z"),
        Text(threshold - 0.5, -0.85, "threshold", code="b", align="right"),
        Handle("the threshold", threshold, -0.85, {"threshold": x}, code="b"),
        Text(threshold + 1 / steep + 0.5, -1.05, "steepness", code="w", align="left"),
        Handle("the steepness", threshold + 1 / steep, -1.05, {"steep": 1 / (x - threshold)}, code="w"),
        Handle("the point", at, value(at), {"at": x}, code="z"),
    )
    return Stage(Scene(
        "An activation and its slope",
        "The activation over the input x, its slope as a dashed curve, and a line that touches it at one point.",
        (
            Parameter("pick", start=names.index(name), label="activation", code="y_hat", choices=names),
            Parameter("at", -6, 6, 1, 0.05, "x", "z"),
            Parameter("threshold", -4, 4, 0, 0.05, "threshold", "b"),
            Parameter("steep", 0.2, 5, 1, 0.05, "steepness", "w"),
        ),
        (Panel(("x", -6, 6), ("value", -1.2, 1.6), layers, "input x", "activation"),),
        readouts=(Readout("At x = {at:.2f}: z = {z:.2f}, activation {value:.3f}, slope {slope:.4f}.", numbers),),
        sentence=Readout("At {at:.2f} z is {z:.2f}, the activation {value:.3f}, its slope {slope:.4f}.", numbers),
    ))  # fmt: skip
