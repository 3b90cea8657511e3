r"""Is this gradient right? Four independent routes, tolerances from error bounds, and a name for what is wrong.

1. by hand (the chain rule in NumPy); 2. SymPy's derivative turned into code; 3. central differences
$$\frac{C(w_j + h) - C(w_j - h)}{2h} = \frac{\partial C}{\partial w_j} + \frac{h^2}{6} C''' \pm \frac{\varepsilon}{h},$$
with the h at which truncation and round-off add up to least, and that sum as the tolerance; 4. the Taylor test: what
$C(p + hd) - C(p) - h\,g \cdot d$ leaves shrinks like $h^2$ for a right gradient g and like h for a wrong one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import certificate_table, error_bounds
from perceptron.cost import MSE, Cost
from perceptron.faults import diagnose
from perceptron.generated import numpy_gradient, numpy_slopes
from perceptron.gradient import bind, cost_of, gradient_of, mean_loss, pair, validated
from perceptron.neuron import SIGMOID, Activation
from perceptron.symbolic import Derivation, derive


@dataclass(frozen=True, repr=False)
class Certificate:
    """What `certify` found. Arrays have one entry per parameter: the m weights, then the bias.

    verdict : "passed" where every route agrees, "failed", or "kink" where no gradient exists.
    faults : the named faults, () where it passed or none is recognised.
    yours, by_hand, symbolic, numeric : the gradient by each route.  agrees : for each parameter, whether yours agrees
    with all of them.  steps : the h of each central difference.  tolerance, numeric_tolerance : how far right formulas,
    and a right formula and a central difference, may lie apart.
    taylor : the slope, None where C is too flat for one.  kinks : the examples that sit on a kink.
    """

    verdict: str
    faults: tuple[str, ...]
    yours: np.ndarray
    by_hand: np.ndarray
    symbolic: np.ndarray
    numeric: np.ndarray
    agrees: np.ndarray
    steps: np.ndarray
    tolerance: np.ndarray
    numeric_tolerance: np.ndarray
    taylor: float | None
    kinks: tuple[int, ...]

    @property
    def passed(self) -> bool:
        return self.verdict == "passed"

    summary = property(certificate_table.summary)
    numbers = certificate_table.numbers
    __str__ = certificate_table.as_text
    _repr_html_ = certificate_table.as_html

    def __repr__(self):
        return f"<Certificate: {self.summary}>"


def certify(
    gradient_fn: Callable[..., Any],
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    activation: Activation | str = SIGMOID,
    cost: Cost | str = MSE,
    derivation: Derivation | None = None,
) -> Certificate:
    """Certify a gradient function at one point (w, b) of one data set.

    gradient_fn : (X, y, w, b) -> (dC_dw, dC_db), with X n x m, y n, w m, b one number, dC_dw m, dC_db one number. Where
    it has parameters `activation` and `cost`, as `gradient` has, they are passed on.
    derivation : the symbolic route, for an activation or a cost of your own that `derive` does not know by name.
    Raises ValueError and TypeError for bad data, for a function that does not return such a pair, and where C is so
    large that it is infinite.
    """
    X, y, w, b, activation, cost = point = validated(X, y, w, b, activation, cost)
    by_hand = np.append(*gradient_of(*point))
    if not np.isfinite(cost_of(*point)):
        raise ValueError("C is infinite here, so there are no differences to take; certify nearer to the targets.")
    returned = bind(gradient_fn, activation, cost)(X.copy(), y.copy(), w.copy(), b)
    yours = np.append(*pair(returned, len(w)))
    derivation = derivation or derive(activation.name, cost.name)
    symbolic = np.append(*numpy_gradient(derivation)(X, y, w, b))
    with np.errstate(all="ignore"):  # x/0 is wanted: where nothing limits a step, it may be as long as you like
        bounds = error_bounds.bounds(*point, numpy_slopes(derivation))
        numeric = _central_differences(*point, bounds.steps)
        taylor = _taylor_slope(yours, *point, bounds)
    exact, differences = bounds.round_off, bounds.numeric + bounds.round_off
    agrees = np.abs(yours - numeric) <= differences
    for route in (by_hand, symbolic):
        agrees &= np.abs(yours - route) <= exact
    verdict: str = "failed"
    faults: tuple[str, ...] = ()
    if bounds.kinks and (np.abs(yours - by_hand) <= exact + bounds.jump).all():
        verdict = "kink"
    elif agrees.all() and (taylor is None or taylor > 1.5):
        verdict = "passed"
    else:
        faults = diagnose(yours[:-1], yours[-1], *point)
    return Certificate(
        verdict, faults, yours, by_hand, symbolic, numeric, agrees,
        bounds.steps, exact, differences, taylor, bounds.kinks,
    )  # fmt: skip


def _central_differences(X, y, w, b, activation, cost, steps):
    parameters = np.append(w, b)

    def C(p):
        return mean_loss(X, y, p[:-1], p[-1], activation, cost)

    numeric = np.empty_like(parameters)
    for j, h in enumerate(steps):
        up, down = parameters.copy(), parameters.copy()
        up[j] += h
        down[j] -= h
        numeric[j] = (C(up) - C(down)) / (up[j] - down[j])  # the step that was really taken, after rounding
    return numeric


def _taylor_slope(yours, X, y, w, b, activation, cost, bounds):
    """The slope of the Taylor remainder over h in a log-log plot, None where round-off hides it."""
    direction = np.random.default_rng(0).normal(size=len(yours))
    direction /= np.linalg.norm(direction)
    shift = X @ direction[:-1] + direction[-1]  # how fast each z moves along it
    second = abs(float(bounds.curvature @ shift**2)) / len(y)
    third = float(bounds.third @ np.abs(shift) ** 3) / len(y)
    if second == 0 or not np.isfinite(yours).all():
        return None
    allowed = float(bounds.round_off @ np.abs(direction))  # a right formula may be off by so much
    smallest = max(np.sqrt(200 * bounds.cost / second), 200 * allowed / second)
    largest = min(float((bounds.reach / np.abs(shift)).min()), second / third if third else np.inf, 30 * smallest)
    if largest < 4 * smallest:
        return None
    h = np.geomspace(smallest, largest, 5)
    here = mean_loss(X, y, w, b, activation, cost)

    def remainder(t):
        there = mean_loss(X, y, w + t * direction[:-1], b + t * direction[-1], activation, cost)
        return abs(there - here - t * float(yours @ direction))

    # Both ways, since h g and h^2 may cancel one way; what is left is never 0 then.
    left = [max(remainder(t), remainder(-t)) for t in h]
    return float(np.polyfit(np.log(h), np.log(left), 1)[0]) if min(left) > 0 else None
