"""Lesson 05: the chain rule."""

import sympy as sp

from perceptron import inputs
from perceptron.proofs import PROOFS
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Arrow, Handle, Panel, Parameter, Text, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage
from perceptron.widgets.stepper.stepper import Stepper


def chain():
    """05: a nudge of w travels from z to ŷ to C; each link multiplies it by its own rate."""
    x, w, b, y, travel = symbols("x w b y travel")
    z = w * x + b
    y_hat = f.activation("sigmoid", z)
    rates = (x, f.slope("sigmoid", z), 2 * (y_hat - y))
    sizes = [sp.Mul(*rates[:k]) for k in range(4)]
    places = [0.5, 3.5, 6.5, 9.5]
    names = (("w", "w", w), ("z", "z", z), ("ŷ", "y_hat", y_hat), ("C", "C", (y - y_hat) ** 2))
    layers = [
        Text(u, 1.35, name + " = {v:.3f}", {"v": value}, code)
        for u, (name, code, value) in zip(places, names, strict=True)
    ]
    layers += [Arrow(u + 0.5, 1, 2, 0, "X") for u in places[:3]]
    words = ("× x = {r:.3f}", "× ŷ(1 − ŷ) = {r:.3f}", "× 2(ŷ − y) = {r:.3f}")
    heights = (0.7, 0.42, 0.7)  # side by side they would overlap on a narrow page
    layers += [
        Text(u + 1.5, v, text, {"r": rate}) for u, v, text, rate in zip(places[:3], heights, words, rates, strict=True)
    ]
    here = 3 * travel + sp.Rational(1, 2)
    now = f.one_of(sp.floor(travel), sizes)
    layers += [
        Handle("the nudge", here, 1, {"travel": (symbols("u") - sp.Rational(1, 2)) / 3}, "y_hat"),
        Text(here, 0.12, "{v:.3f} × nudge", {"v": now}, "y_hat"),
    ]
    total = {"x": rates[0], "s": rates[1], "d": rates[2], "t": sizes[3]}
    return Stage(Scene(
        "The chain",
        "Four quantities in a row, w, z, ŷ and C, with an arrow from each to the next. Under each arrow is its rate. "
        "A nudge of the weight travels along, and each link multiplies it by its rate.",
        (
            Parameter("x", -3, 3, 2, 0.05, "x", "X"),
            Parameter("w", -3, 3, 0.5, 0.05, "w", "w"),
            Parameter("b", -3, 3, -0.5, 0.05, "b", "b"),
            Parameter("y", 0, 1, 1, 0.05, "y", "y"),
            Parameter("travel", 0, 3, 0, 0.05, "travel", "y_hat", play=True),
        ),
        (Panel(("u", -0.5, 10.5), ("v", 0, 2), tuple(layers), axes=False),),
        readouts=(Readout("∂C/∂w = {d:.3f} × {s:.3f} × {x:.3f} = {t:.4f}", total),),
        sentence=Readout("The slope of C in w is {t:.4f}.", {"t": sizes[3]}),
    ))  # fmt: skip


def proof(name, part=0):
    """One of the proofs that ship, line by line, each reason hidden until it is asked for: a Stepper.

    name : a key of `perceptron.proofs.PROOFS`.  part : which one, where a name stands for two.
    Raises ValueError for an unknown name.
    """
    found = PROOFS[inputs.choice("name", name, tuple(PROOFS))]
    return Stepper(found[part] if isinstance(found, tuple) else found)
