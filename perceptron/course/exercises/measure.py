"""Of lesson 03."""

import math

from perceptron.answers import numeric, varied
from perceptron.answers.varied import said


def _mean_of_three(p, q, r):
    squares = p**2 + q**2 + r**2
    return numeric(
        f"Three residuals are {said(p)}, {said(q)} and {said(r)}. What is the mean squared error?",
        squares / 3,
        {
            "the sum is not divided by 3": squares,
            f"{q:g}**2 is −({-q:g}²), in Python as on paper": (
                (p**2 - q**2 + r**2) / 3, "What is squared goes into brackets, with its minus.",
            ),
            "the residuals are not squared": (
                (p + q + r) / 3, "A residual below 0 is as far off as one above it: what makes both count alike?",
            ),
            "that is the mean distance": (
                (abs(p) + abs(q) + abs(r)) / 3,
                "Far off counts more than in proportion: what is done to each residual first?",
            ),
            "there is a ½ in it": (squares / 6, "This course writes no ½ in a cost."),
        },
        ("Square each residual first; no square is below 0.", "How many are there? That makes a mean of a sum."),
    )  # fmt: skip


MEAN_OF_THREE = varied(_mean_of_three, ([0.1, 0.9, 0.1], [-0.9, -0.2, 0.1], [0.1, 0.9, 0.1]), (0.1, -0.2, 0.4))


def _entropy_at_zero(y_hat):
    return numeric(
        f"A neuron says {y_hat:g}, and $y = 0$ is true. What is its cross-entropy?",
        -math.log(1 - y_hat),
        {
            "that is the loss where y = 1": -math.log(y_hat),
            "the sign is lost": math.log(1 - y_hat),
            "that is the squared error": y_hat**2,
            "log has the base e here, and 10 was taken": -math.log10(1 - y_hat),
        },
        ("Of its two terms, which is left where y = 0?", "What chance did the neuron give to what is true?"),
    )


ENTROPY_AT_ZERO = varied(_entropy_at_zero, ([0.05, 0.95, 0.05],), (0.2,))


def _sure_and_wrong(sure):
    return numeric(
        f"Where $y = 0$ is true, one neuron says {sure:g} and another 0.5. How many times as large is the "
        "cross-entropy of the first?",
        math.log(1 - sure) / math.log(0.5),
        {
            "that is the ratio of the squared errors": sure**2 / 0.25,
            "it is the other way round": math.log(0.5) / math.log(1 - sure),
            "that is the loss of the first alone": -math.log(1 - sure),
            "that is how much larger it is, not how many times": math.log(0.5) - math.log(1 - sure),
        },
        ("Compute both losses; the second is log 2.", "How many times as large: divide the first by the second."),
    )


SURE_AND_WRONG = varied(_sure_and_wrong, ([0.6, 0.98, 0.02],), (0.95,))
