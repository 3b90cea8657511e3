"""Of lesson 01."""

from perceptron.answers import numeric, varied
from perceptron.neuron import SIGMOID


def _z(length, depth, w1, w2, b):
    z = length * w1 + depth * w2 + b
    return numeric(
        f"A third penguin has a bill {length:g} mm long and {depth:g} mm deep. With $w = ({w1:g}, {w2:g})$ and "
        f"$b = {b:g}$, what is $z$?",
        z,
        {
            "the bias is missing": (z - b, "What is added at the end, when both inputs are weighed?"),
            "the minus of the second weight is lost": (
                z - 2 * depth * w2, "A deep bill counts against a long one: what is its product?",
            ),
            "the bias was taken away, not added": z - 2 * b,
            "that is ŷ; asked is z, before the bend": (
                float(SIGMOID(z)), "Stop one step earlier: weigh and add, and leave σ out.",
            ),
        },
        (
            "Weigh first: multiply each of the two inputs by its own weight.",
            "Two products and the bias make three numbers to add; one of them is negative.",
        ),
    )  # fmt: skip


Z = varied(_z, ([33, 59, 1], [14, 21, 1], [0.1, 0.6, 0.1], [-1.5, -0.5, 0.1], [3, 12, 1]), (46, 14, 0.2, -1, 8))
