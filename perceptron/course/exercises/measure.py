"""Of lesson 03."""

from perceptron.answers import numeric, varied
from perceptron.answers.varied import said


def _mean_of_three(p, q, r):
    squares = p**2 + q**2 + r**2
    return numeric(
        f"Three residuals are {said(p)}, {said(q)} and {said(r)}. What is the mean squared error?",
        squares / 3,
        {
            "the sum is not divided by 3": squares,
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
