"""Of lesson 06."""

from perceptron.answers import numeric, varied


def _smaller_h(rest, times):
    first, second = rest * times**2, 0.1 / times
    return numeric(
        f"With $h = 0.1$ a central difference is {first:g} millionths off. How many with $h = {second:g}$?",
        rest,
        {
            "that is in proportion to h": (first / times, "What power of h is the rest of a central difference like?"),
            "that is as if the rest did not change": first,
            "that is the third power of h": first / times**3,
            "a smaller nudge is not worse, as long as round-off is far": first * times**2,
        },
        ("How many times as small is the nudge?", "And what does the rest of a right gradient do then?"),
    )


SMALLER_H = varied(_smaller_h, ([2, 40, 1], (2, 4, 5, 10)), (9, 2))
