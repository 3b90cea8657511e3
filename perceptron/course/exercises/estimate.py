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


def _both_ways(w, h):
    return numeric(
        f"Let $f(w) = w^3$. What is the central difference at $w = {w:g}$ for the nudge $h = {h:g}$?",
        3 * w**2 + h**2,
        {
            "that is the exact slope; the nudge leaves something": 3 * w**2,
            "that is a nudge upwards only": 3 * w**2 + 3 * w * h + h**2,
            "it is divided by h, and the two points are 2h apart": 2 * (3 * w**2 + h**2),
        },
        ("Compute f on both sides of w.", "How far apart are the two points? Divide their difference by that."),
    )


BOTH_WAYS = varied(_both_ways, ((1, 2, 3, 4, 5, 6), (0.5, 2, 0.25, 0.1, 3)), (1, 0.5))
