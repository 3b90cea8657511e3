"""Of lesson 05."""

from functools import partial

from perceptron.answers import Exercise, judge
from perceptron.answers.misconceptions import gradient
from perceptron.course.lesson import typed
from perceptron.expression import NAMES
from perceptron.symbolic import y, y_hat

_R = y.func("r", real=True)  # the residual, which readers may type

FRESH_PAIR = Exercise(
    partial(judge, truth=gradient("w", "softplus", "absolute"), names=NAMES | {"r": _R}, given={_R: y - y_hat}),
    hints=(
        "One link at a time: first the loss alone, as if ŷ were the only letter.",
        "Then the bend, from its outside to its inside; then z. Is each of the three in your product?",
    ),
    solution='answer = "sign(ŷ - y) e^z/(1 + e^z) x"',
    wrong=typed(
        ("sign(y - ŷ) e^z/(1 + e^z) x", "because the sign is lost"),
        ("sign(ŷ - y) σ(z)", "the input x is missing"),
        ("sign(ŷ - y) x", "link ∂ŷ/∂z is missing"),
        ("2 (ŷ - y) σ(z) x", "that is the slope of the squared error"),
        ("|y - ŷ| σ(z) x", "because the loss is not differentiated"),
        ("sign(ŷ - y) x/(1 + e^z)", "a factor of the slope ∂ŷ/∂z is lost"),
    ),
)
