"""Of lesson 07."""

from perceptron.answers import numeric, varied
from perceptron.answers.varied import said


def _settles(alpha, ratio):
    distances = ", ".join(said(2 * (-ratio) ** k) for k in range(4))
    curvature = (1 + ratio) / alpha
    return numeric(
        f"A descent with α = {alpha:g} fails: its distances from the lowest point are {distances}. Below which α does "
        "it settle?",
        2 / curvature,
        {
            "that is the α that arrives in one step; it settles with larger ones, too": (
                1 / curvature, "Which factors 1 − αλ shrink a distance? There are some below 0.",
            ),
            "that is λ, the curvature": (curvature, "And what is the largest α for this λ?"),
            "the factor is not in proportion to α": (alpha / ratio, "The factor is 1 − αλ: find λ first."),
            "the factor of each step is below 0": (2 * alpha / (ratio - 1), "Look at the signs of the distances."),
        },
        ("By which factor is each distance the one before it?", "That factor is 1 − αλ. What is λ, and its limit?"),
    )  # fmt: skip


SETTLES = varied(_settles, ((0.5, 1, 2, 3, 5, 6, 8), (1.2, 1.5, 2, 3)), (3, 1.5))
