"""The known ways to get the gradient of one neuron wrong, each computed, so that a wrong gradient can be recognised."""

import numpy as np

from perceptron.cost import Cost
from perceptron.gradient import loss_and_slope
from perceptron.inputs import Floats
from perceptron.neuron import Activation

SIGN_LOST = "sign lost"
FACTOR_LOST = "factor 2 lost"
MEAN_FORGOTTEN = "mean forgotten"
LINK_Y_HAT_Z = "link ∂ŷ/∂z missing"
LINK_Z_W = "link ∂z/∂w missing"
SUM_FIRST = "sum before product"
BIAS_MISSING = "bias gradient missing"
NOT_FINITE = "not finite"

NAMES = (SIGN_LOST, FACTOR_LOST, MEAN_FORGOTTEN, LINK_Y_HAT_Z, LINK_Z_W, SUM_FIRST, BIAS_MISSING)

ADVICE = {
    SIGN_LOST: "the sign is opposite, so a step with it climbs; the slope of y − ŷ in ŷ is −1.",
    FACTOR_LOST: "half of what it should be; the derivative of a square brings a 2.",
    MEAN_FORGOTTEN: "n times too large; C is a mean, so 1/n belongs in front of the sum.",
    LINK_Y_HAT_Z: "the slope of the activation is not in the product.",
    LINK_Z_W: "the input is not in the product, so every weight gets the bias's gradient.",
    SUM_FIRST: "the errors were summed before they were multiplied (as in the article's A18); each example's error "
    "belongs with its own slope and its own input, and the sum comes last.",
    BIAS_MISSING: "∂C/∂b is 0; the bias is the weight of a constant input 1 and has a gradient of its own.",
    NOT_FINITE: "NaN or infinity came out; look for exp or a division by a saturated ŷ.",
}


def structures(
    X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost
) -> list[tuple[tuple[str, ...], tuple[Floats, float]]]:
    """Pairs (fault names, (dC_dw, dC_db)): the right gradient first, then each one whose structure is wrong."""
    n, m = X.shape
    z = X @ w + b
    delta = loss_and_slope(y, z, activation, cost)[1]
    y_hat, slope = activation.both(z)
    error = cost.both(y, y_hat)[1]

    def gradient_of(per_example):
        return per_example @ X / n, per_example.mean()

    right = gradient_of(delta)
    slope_w, slope_b = gradient_of(slope)
    total = error.sum()
    return [
        ((), right),
        ((LINK_Y_HAT_Z,), gradient_of(error)),
        ((LINK_Z_W,), (np.full(m, right[1]), right[1])),
        ((SUM_FIRST,), (total * slope_w, total * slope_b)),
        ((SUM_FIRST,), (total * slope_w / n, total * slope_b / n)),
    ]


def scalings(n: int) -> list[tuple[tuple[str, ...], float]]:
    """Pairs (fault names, factor): what each lost factor multiplies the gradient by, alone and two together."""
    single = [((SIGN_LOST,), -1.0), ((FACTOR_LOST,), 0.5), ((MEAN_FORGOTTEN,), float(n))]
    double = [(a + c, p * q) for k, (a, p) in enumerate(single) for c, q in single[k + 1 :]]
    return [((), 1.0), *single, *double, ((SIGN_LOST, FACTOR_LOST, MEAN_FORGOTTEN), -0.5 * n)]


def diagnose(
    dC_dw: Floats, dC_db: float, X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost
) -> tuple[str, ...]:
    """The names of the faults that turn the right gradient into this one, fewest first; () where none is recognised.

    dC_dw is m, dC_db one number; the rest as in `perceptron.gradient.gradient`.
    """
    if not (np.isfinite(dC_dw).all() and np.isfinite(dC_db)):
        return (NOT_FINITE,)
    with np.errstate(all="ignore"):
        wrong = structures(X, y, w, b, activation, cost)
        suspects = [
            (structure + scaling, factor * v_w, factor * v_b)
            for structure, (v_w, v_b) in wrong
            for scaling, factor in scalings(len(y))
        ]
        suspects += [((*names, BIAS_MISSING), v_w, 0.0) for names, v_w, _ in suspects]
        suspects.sort(key=lambda s: len(s[0]))
        for names, v_w, v_b in suspects:
            if names and _same(dC_dw, v_w) and _same(dC_db, v_b):
                return names
        return _apart(dC_dw, dC_db, suspects)


def _apart(dC_dw, dC_db, suspects):
    """Weights and bias with different faults, each named with the part it is in."""
    found = []
    for part, given, k in (("∂C/∂w", dC_dw, 1), ("∂C/∂b", dC_db, 2)):
        names = next((s[0] for s in suspects if BIAS_MISSING not in s[0] and _same(given, s[k])), None)
        if names is None:
            return ()
        found += [f"{name} in {part}" for name in names]
    return tuple(found)


def _same(given, suspect):
    scale = np.abs(suspect).max()
    return bool(np.isfinite(scale) and np.abs(given - suspect).max() <= 1e-7 * scale)
