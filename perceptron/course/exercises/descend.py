"""Of lesson 07."""

from perceptron.answers import numeric, varied


def _one_step(w, slope, alpha):
    return numeric(
        rf"$w = {w:g}$, the slope $\partial C/\partial w$ is {slope:g}, and α is {alpha:g}. "
        "What is $w$ after one step?",
        w - alpha * slope,
        {
            "the step climbs": (
                w + alpha * slope, "The slope is above 0 here: on which side of w is the cost lower?",
            ),
            "the learning rate is missing": (w - slope, "How much of the slope does one step take?"),
            "that is the step alone": (alpha * slope, "From where is that step taken?"),
        },
        ("How long is one step? Two numbers make it.", "To which side does the cost fall from here?"),
    )  # fmt: skip


ONE_STEP = varied(_one_step, ([-2.5, 2.5, 0.5], [0.2, 1.6, 0.2], (0.1, 0.2, 0.5, 2)), (1.5, 0.4, 0.5))
