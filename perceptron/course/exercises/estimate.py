"""Of lesson 04."""

from perceptron.answers import numeric, varied


def _quotient(h, w):
    return numeric(
        f"Let $f(w) = w^2$. What is the quotient for a nudge of $h = {h:g}$ from $w = {w:g}$ upwards?",
        2 * w + h,
        {
            "that is the slope itself; a nudge that is not small misses it": (
                2 * w, "No limit is asked for: h stays as it is.",
            ),
            "the difference is not divided by h": ((2 * w + h) * h, "How far did w move?"),
            "the nudge went down": (2 * w - h, "Up is where w is larger."),
            "only the higher one of the two values was taken": (w + h) ** 2,
        },
        (
            "Two values of f: where w is, and where the nudge takes it.",
            "A slope is one change over another: of f above, of w below.",
        ),
    )  # fmt: skip


QUOTIENT = varied(_quotient, ((0.2, 0.4, 0.5, 2, 3), [1, 8, 1]), (0.5, 3))
