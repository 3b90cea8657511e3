"""The Taylor test: C(p + hd) - C(p) - h g·d shrinks like h² for a right gradient g, and like h for a wrong one."""

from collections.abc import Callable

import numpy as np

from perceptron.error_bounds import Bounds
from perceptron.gradient import Point
from perceptron.inputs import Floats


def taylor_slope_of_neuron(
    yours: Floats, point: Point, bounds: Bounds, round_off: Floats, C: Callable[[Floats], float]
) -> float | None:
    """The slope of the Taylor remainder over h in a log-log plot, None where round-off hides it."""
    X, y, w, b, _, _ = point
    direction = np.random.default_rng(0).normal(size=len(yours))
    direction /= np.linalg.norm(direction)
    shift = X @ direction[:-1] + direction[-1]  # how fast each z moves along it
    second = abs(float(bounds.curvature @ shift**2)) / len(y)
    third = float(bounds.third @ np.abs(shift) ** 3) / len(y)
    reach = float((bounds.reach / np.abs(shift)).min())
    allowed = float(round_off @ np.abs(direction))  # a right formula may be off by so much
    return taylor_slope(yours, np.append(w, b), direction, (second, third, reach, allowed, bounds.cost), C)


def taylor_slope(
    yours: Floats, parameters: Floats, direction: Floats, sizes: tuple[float, ...], C: Callable[[Floats], float]
) -> float | None:
    """The slope of |C(p + hd) - C(p) - h g·d| over h in a log-log plot; None where round-off hides it.

    sizes : C'' and the largest C''' along d, how far one may go, how far g·d may be off, and the round-off of C.
    """
    second, third, reach, allowed, C_error = sizes
    if second == 0 or not np.isfinite(yours).all():
        return None
    smallest = max(np.sqrt(200 * C_error / second), 200 * allowed / second)
    largest = min(reach, second / third if third else np.inf, 30 * smallest)
    if not largest >= 4 * smallest > 0:
        return None
    h = np.geomspace(smallest, largest, 5)
    here = C(parameters)

    def remainder(t):
        return abs(C(parameters + t * direction) - here - t * float(yours @ direction))

    # Both ways, since h g and h^2 may cancel one way; what is left is never 0 then.
    left = [max(remainder(t), remainder(-t)) for t in h]
    return float(np.polyfit(np.log(h), np.log(left), 1)[0]) if min(left) > 0 else None
