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


def _answer(w, x, z):
    return numeric(
        f"A neuron with one input has $w = {w:g}$ and $b = {z - w * x:g}$. With $e^{{-1}} = 0.368$ and "
        f"$e^{{-2}} = 0.135$, what is its answer $\\hat y$ for $x = {x:g}$?",
        float(SIGMOID(z)),
        {
            "that is z, before the bend": (float(z), "One step is left: σ of it."),
            "that is σ of −z": (float(SIGMOID(-z)), "On which side of 0.5 must it be, with this z?"),
            "the bias is missing": float(SIGMOID(w * x)),
        },
        ("First z: multiply, then add the bias.", "σ(z) is 1/(1 + e⁻ᶻ); if z is below 0, it is 1 − σ(−z)."),
    )


ANSWER = varied(_answer, ((0.5, 1.5, 2.5), (2, 4, 6), (1, 2, -1, -2)), (0.5, 4, 1))


def _weight_moves(x1, x2, step):
    return numeric(
        f"A penguin's bill is {x1:g} mm long and {x2:g} mm deep. By how much does its $z$ change when $w_1$, the "
        f"weight of the length, is made larger by {step:g}?",
        step * x1,
        {
            "that is how much it would change with w₂": step * x2,
            "that is how much it would change with the bias": step,
            "w₁ does not count the depth": step * (x1 + x2),
        },
        ("Which part of z has w₁ in it?", "How large is that part before, and how large afterwards?"),
    )


WEIGHT_MOVES = varied(_weight_moves, ([33, 59, 1], [14, 21, 1], (0.1, 0.2, 0.01, 0.05)), (40, 18, 0.1))
