"""Lesson 09: a neuron from the activation and the cost that the reader types."""

import numpy as np
import sympy as sp

from perceptron import codegen
from perceptron.course.exercises import own
from perceptron.course.lesson import Lesson
from perceptron.generated import slope_of_z
from perceptron.own_neuron import build
from perceptron.proof import Named, Proof, product, rate, total
from perceptron.symbolic import sigma, y, y_hat, z
from perceptron.widgets.scene import Curve, Handle, Line, Panel, Parameter, Readout, Scene, Stage, symbols

__all__ = ["LESSON", "another", "build", "check", "own_neuron", "proof"]


def own_neuron(neuron):
    """09: the activation of an OwnNeuron with its slope, and what the loss of a target of 1 makes of them."""
    u, at = symbols("u at")
    loss = codegen.compose(neuron.loss, neuron.f, y_hat, z).subs(y, 1)
    delta = slope_of_z(neuron.derivation).subs(y, 1)
    value, slope = codegen.safe(neuron.f, z), codegen.safe(sp.diff(neuron.f, z), z)
    numbers = {"at": at} | {
        name: e.subs(z, at) for name, e in (("f", value), ("slope", slope), ("loss", loss), ("delta", delta))
    }
    left = (
        Curve(value.subs(z, u), "y_hat", "activation"),
        Curve(slope.subs(z, u), "w", "its slope", dash=True),
        Line(-numbers["slope"], 1, numbers["slope"] * at - numbers["f"], "z"),
        Handle("the point", at, numbers["f"], {"at": u}, code="z"),
    )
    right = (
        Curve(loss.subs(z, u), "C", "loss where y = 1"),
        Curve(delta.subs(z, u), "b", "its slope in z", dash=True),
        Handle("the same point", at, numbers["delta"], {"at": u}, code="z"),
    )
    return Stage(Scene(
        "Your own neuron",
        "First, the activation over z, its slope dashed, and the line that touches it at one point. Second, the loss "
        "of a target of 1 over z, and, dashed, its slope, by which a step of descent is multiplied.",
        (Parameter("at", -8, 8, -4, 0.05, "z", "z"),),
        (
            Panel(("u", -8, 8), ("v", *_span(value, slope)), left, "weighted sum z", "activation"),
            Panel(("u", -8, 8), ("l", *_span(loss, delta)), right, "weighted sum z", "loss and its slope"),
        ),
        readouts=(Readout(
            "At z = {at:.2f}: ŷ = {f:.4f}, slope {slope:.4f}, loss {loss:.4f}, its slope {delta:.4f}.", numbers
        ),),
        sentence=Readout("The slope of the loss is {delta:.4f}.", {"delta": numbers["delta"]}),
    ))  # fmt: skip


def _span(*expressions):
    """Room for these expressions in z from -8 to 8, with a little air; what is far out is left out of the picture."""
    at = np.linspace(-8, 8, 161) + 0.00137
    with np.errstate(all="ignore"):
        values = np.concatenate([np.atleast_1d(codegen.numpy_function((z,), e)(at)) for e in expressions])
    values = values[np.isfinite(values)]
    low, high = max(values.min(), -8.0), min(values.max(), 8.0)
    air = 0.1 * max(high - low, 0.2)
    return low - air, high + air


def _cross_entropy():
    p = Named(sigma(z), y_hat)
    loss = total(-product(y, sp.log(p)), -product(1 - y, sp.log(1 - p)))
    return Proof("Cross-entropy: the slope of σ cancels", sp.Derivative(loss, z), (
        (product((1 - y) / (1 - p) - y / p, rate(p, z)), "chain rule; the derivative of log u is 1/u"),
        (product((1 - y) / (1 - p) - y / p, p, 1 - p), "the slope of σ"),
        (total(product(1 - y, p), -product(y, 1 - p)), "each fraction cancels one factor"),
        (p - y, "multiplied out, ŷy cancels too"),
    ), ranges={y: (0, 1)})  # fmt: skip


EXERCISES = {
    "softsign-slope": own.SOFTSIGN_SLOPE,
    "slope-of-pair": own.SLOPE_OF_PAIR,
    "hinge": own.HINGE,
    "lively": own.LIVELY,
}

TEACHING = r"""
- **Goal.** Type an activation and a cost, have the gradient derived and certified, find out which pair learns.
- **Expect.** *"Where it is most wrong it learns fastest."* The squared error's neuron is slowest there. *"Any two
  go together."* A cost for chances needs an activation between 0 and 1.
- **Ask.** Who finds an activation that the sigmoid's neuron can't beat on the penguins?
- **Set.** 1, 2, 3 and 4.
- **Skip.** Nothing; it is homework.
"""

LESSON = Lesson(
    "09_build_your_own_neuron",
    "What happens with an activation and a cost of your own?",
    proofs={"cross_entropy": _cross_entropy()},
    exercises=EXERCISES,
    promised={
        "type an activation": "lively",
        "a cost of your own": "hinge",
        "get the gradient derived and certified": "softsign-slope",
        "find out which pair of them learns": "slope-of-pair",
    },
    in_class=0,
    teaching=TEACHING,
)
proof, check, another = LESSON.proof, LESSON.check, LESSON.another
