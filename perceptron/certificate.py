r"""Is this gradient right? Independent routes, tolerances from error bounds, and a name for what is wrong.

1. by hand (the chain rule in NumPy); 2. SymPy's derivative turned into code; 3. central differences
$$\frac{C(w_j + h) - C(w_j - h)}{2h} = \frac{\partial C}{\partial w_j} + \frac{h^2}{6} C''' \pm \frac{\varepsilon}{h},$$
with the h at which truncation and round-off add up to least, and that sum as the tolerance; 4. the Taylor test: what
$C(p + hd) - C(p) - h\,g \cdot d$ leaves shrinks like $h^2$ for a right gradient g and like h for a wrong one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import certificate_table, differences, error_bounds, inputs, mistakes
from perceptron.cost import MSE
from perceptron.diagnosed import diagnosed
from perceptron.diagnosis import CLOSE, Numbers, Slips
from perceptron.error_bounds import EPS, Bounds
from perceptron.from_formula import neuron, slopes_by_differences
from perceptron.generated import numpy_gradient, numpy_slopes
from perceptron.gradient import cost_of, gradient_of, mean_loss, validated
from perceptron.inputs import Floats
from perceptron.neuron import SIGMOID
from perceptron.returned import bind, pair, precision, steady
from perceptron.slips import numpy_slips
from perceptron.symbolic import Derivation
from perceptron.taylor import taylor_slope_of_neuron

INFINITE = "C is infinite here, so there are no differences to take; certify nearer to the targets."
WHOLE = "With the whole numbers as they were given it stops ({}): make them floats first, as by X.astype(float)."
IN_PLACE = "It changes {} in place: here these were copies, elsewhere they are the caller's."
BY_DIFFERENCES = 1e-10  # how exact the slope of a function is that has no formula


@dataclass(frozen=True, repr=False)
class Certificate:
    """What `certify` found. Arrays have one entry per parameter: of a neuron the m weights, then the bias.

    verdict : "passed" where every route agrees, "failed", or "kink" where no gradient exists.
    alternatives : the mistakes that give this gradient, each alternative as pairs (name, what to do about it): one
        where it is known, several where they can't be told apart here, none where none is recognised.
    names : of the parameters.  yours, by_hand, symbolic, numeric : the gradient by each route; symbolic is None where
        no formula of the neuron is known.  agrees : for each parameter, whether yours agrees with all of them.
    steps : the h of each central difference.  tolerance, numeric_tolerance : how far right formulas, and a right
        formula and a central difference, may lie apart.
    taylor : the slope, None where C is too flat for one.  kinks : the examples that sit on a kink.
    notes : sentences on how exact the gradient is, on which routes there are, and on other points.
    """

    verdict: str
    alternatives: tuple[tuple[tuple[str, str], ...], ...]
    names: tuple[str, ...]
    yours: Floats
    by_hand: Floats
    symbolic: Floats | None
    numeric: Floats
    agrees: np.ndarray
    steps: Floats
    tolerance: Floats
    numeric_tolerance: Floats
    taylor: float | None
    kinks: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.verdict == "passed"

    @property
    def faults(self) -> tuple[str, ...]:
        """The names of the mistakes, where they are known; () where it passed, or none is, or several would do."""
        return tuple(name for name, _ in self.alternatives[0]) if len(self.alternatives) == 1 else ()

    summary = property(certificate_table.summary)
    numbers = certificate_table.numbers
    __str__ = certificate_table.as_text
    _repr_html_ = certificate_table.as_html

    def __repr__(self) -> str:
        return f"<Certificate: {self.summary}>"


def certify(
    gradient_fn: Callable[..., Any],
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    activation: Any = SIGMOID,
    cost: Any = MSE,
    derivation: Derivation | None = None,
    points: int | Sequence[tuple[ArrayLike, ArrayLike]] = (),
) -> Certificate:
    """Certify a gradient function at one point (w, b) of one data set, or at several.

    gradient_fn : (X, y, w, b) -> (dC_dw, dC_db), with X n x m, y n, w m, b one number, dC_dw m, dC_db one number; a
        dict of the two, or one vector of m + 1 numbers, is taken too, from NumPy, PyTorch or JAX. Where it has
        parameters `activation` and `cost`, as `gradient` has, they are passed on.
    activation, cost : as `perceptron.from_formula.neuron` takes them: an object, a name, typed text, a SymPy formula in
        z or in y and y_hat, or a NumPy function.  derivation : the symbolic route, where it is another.
    points : more points (w, b) to certify it at, or how many to draw nearby: a mistake that changes nothing at one
        point shows itself at another. What fails first is returned, with the mistakes that are possible at all of them.
    Raises ValueError and TypeError for bad data, for a function that does not return such a pair, and where C is so
    large that it is infinite.
    """
    activation, cost, derivation = neuron(activation, cost, derivation)
    neuron_given = (activation, cost, derivation)
    found = [_certify(gradient_fn, X, y, w, b, *neuron_given)]
    found[0] = _in_whole_numbers(gradient_fn, X, y, w, b, activation, cost, found[0])
    more = _points(points, w, b)
    found += [_certify(gradient_fn, X, y, at_w, at_b, *neuron_given) for at_w, at_b in more]
    if more:
        return _together(found)
    return _beside_zero(gradient_fn, X, y, w, b, neuron_given, found[0]) or found[0]


def _points(points, w, b):
    if isinstance(points, Sequence) and not isinstance(points, str):
        return list(points)
    return _drawn(inputs.count("points", points), w, b) if points != 0 else []


def _drawn(count, w, b):
    rng = np.random.default_rng(0)
    w, b = inputs.reals("w", w, (None,)), inputs.number("b", b)
    return [
        (w + rng.normal(size=w.shape) * (0.3 + np.abs(w) / 2), b + rng.normal() * (0.3 + abs(b) / 2))
        for _ in range(count)
    ]


def _beside_zero(gradient_fn, X, y, w, b, neuron_given, here):
    """Where a weight or the bias is 0, much that is wrong changes nothing: the certificate nearby, if it failed."""
    if not here.passed or (np.all(w) and np.any(b)):
        return None
    (near,) = _drawn(1, w, b)
    try:
        found = _certify(gradient_fn, X, y, *near, *neuron_given)
    except Exception:  # a function that takes no other parameters, or a point where C is infinite
        return None
    at = ", ".join(f"{number:.3g}" for number in near[0])
    note = f"Where a parameter is 0, it can't be told from a right one; this is at w = [{at}], b = {near[1]:.3g}."
    fixed = np.array_equal(found.yours, here.yours)  # numbers that were made elsewhere, for this point alone
    return None if fixed or found.verdict != "failed" else replace(found, notes=(*found.notes, note))


def _together(found):
    """One certificate for several points."""
    failed = [certificate for certificate in found if certificate.verdict == "failed"]
    if not failed:
        return replace(found[0], notes=(*found[0].notes, f"It was certified at {len(found)} points."))
    if all(np.array_equal(found[0].yours, other.yours) for other in found):
        fault = ((mistakes.FIXED, mistakes.advice(mistakes.FIXED, None)),)
        return replace(failed[0], alternatives=(fault,))
    common = [a for a in failed[0].alternatives if all(a in other.alternatives for other in failed)]
    note = f"It failed at {len(failed)} of {len(found)} points; here is the first of them."
    return replace(failed[0], alternatives=tuple(common), notes=(*failed[0].notes, note))


def _in_whole_numbers(gradient_fn, X, y, w, b, activation, cost, found):
    """The certificate of what passed in floats, but is wrong with the whole numbers that were given, as they are."""
    X, y, w, b = map(np.asarray, (X, y, w, b))
    if not found.passed or not {X.dtype.kind, y.dtype.kind, w.dtype.kind, b.dtype.kind} & {"i", "u", "b"}:
        return found
    try:
        with np.errstate(all="ignore"):
            returned = bind(gradient_fn, activation, cost)(X.copy(), y.copy(), w.copy(), b.item())
        yours = np.append(*pair(returned, len(w), len(y)))
    except Exception as error:
        return replace(found, notes=(*found.notes, WHOLE.format(type(error).__name__)))
    agrees = np.isclose(yours, found.yours, rtol=1e-6, atol=1e-9 * np.abs(found.yours).max())
    fault = ((mistakes.OVERFLOW, mistakes.advice(mistakes.OVERFLOW, None)),)
    return (
        found if agrees.all() else replace(found, verdict="failed", alternatives=(fault,), yours=yours, agrees=agrees)
    )


def _certify(gradient_fn, X, y, w, b, activation, cost, derivation):
    X, y, w, b, activation, cost = point = validated(X, y, w, b, activation, cost)
    by_hand = np.append(*gradient_of(*point))
    if not np.isfinite(cost_of(*point)):
        raise ValueError(INFINITE)
    fn, m = bind(gradient_fn, activation, cost), len(w)
    given = X.copy(), y.copy(), w.copy()
    returned = fn(*given, b)
    changed = [n for n, a, kept in zip("Xyw", given, (X, y, w), strict=True) if not np.array_equal(a, kept)]
    yours = np.append(*pair(returned, m, len(y)))
    again = np.append(*pair(fn(X.copy(), y.copy(), w.copy(), b), m, len(y)))
    is_steady = steady(yours, again)
    slopes = numpy_slopes(derivation) if derivation else slopes_by_differences(activation, cost)
    kinds = precision(returned, m)

    def C(p):
        return mean_loss(X, y, p[:-1], p[-1], activation, cost)

    with np.errstate(all="ignore"):  # x/0 is wanted: where nothing limits a step, it may be as long as you like
        bounds_for = partial(error_bounds.bounds, *point, slopes)
        bounds = bounds_for()
        coarse, eps = _coarse(bounds_for, bounds, kinds, EPS if derivation else BY_DIFFERENCES)
        numeric = differences.central(C, np.append(w, b), bounds.steps)
    routes = [by_hand, np.append(*numpy_gradient(derivation)(X, y, w, b))] if derivation else [by_hand]
    with np.errstate(all="ignore"):  # a step may leave what a cost can compare
        kind = min(kinds, key=lambda kind: np.finfo(kind).bits).__name__
        judged = judge(yours, routes, numeric, bounds, coarse, kind, np.append(w, b), C)
        taylor = taylor_slope_of_neuron(yours, point, bounds, judged.round_off, C)
    verdict: str = "failed"
    alternatives: list[list[tuple[str, str]]] = []
    if not is_steady:
        alternatives = [[(mistakes.UNSTEADY, mistakes.advice(mistakes.UNSTEADY, None))]]
    elif bounds.kinks and (np.abs(yours - by_hand) <= judged.round_off + bounds.jump).all():
        verdict = "kink"
    else:
        passed = judged.agrees.all() and not judged.coarse and (taylor is None or taylor > 1.5)
        if not (passed and judged.sure):
            g = Numbers(*point, Slips(*numpy_slips(derivation)) if derivation else None)
            close = max(CLOSE, 64 * eps if eps > EPS else 0)
            if judged.agrees.all():  # a mistake must come nearer than what is right
                off = np.abs(yours - by_hand)[g.plain > 0] / g.plain[g.plain > 0]
                close = min(close, max(CLOSE, float(off.max(initial=0)) / 100))
            few_digits = judged.agrees.all() and kind != "float64"  # whose round-off looks like anything
            alternatives = diagnosed(fn, yours, g, close, any_kind=not few_digits)
        if judged.coarse and not alternatives:
            alternatives = [[(mistakes.COARSE, judged.note)]]
        if changed and not passed and not alternatives:
            fault = mistakes.CHANGES.format(" and ".join(changed))
            alternatives = [[(fault, mistakes.advice(fault, None))]]
        verdict = "passed" if passed and not alternatives else "failed"
    told = judged.note and not judged.coarse and not (verdict == "failed" and judged.agrees.all())
    notes = [judged.note] if told else []
    notes += [IN_PLACE.format(" and ".join(changed))] if changed else []
    notes += [] if derivation else ["No formula of this neuron is known, so there is no symbolic route."]
    return Certificate(
        verdict, tuple(map(tuple, alternatives)), parameter_names(m), yours, by_hand, routes[1] if derivation else None,
        numeric, judged.agrees, bounds.steps, judged.round_off, bounds.numeric + judged.round_off, taylor, bounds.kinks,
        tuple(notes),
    )  # fmt: skip


def _coarse(bounds_for, bounds, kinds, least):
    """(the bounds in the precision of the weights' numbers and in that of the bias's, the coarser of the two)"""
    each = [max(float(np.finfo(kind).eps), least) for kind in kinds]
    found = [bounds_for(eps) if eps > EPS else bounds for eps in each]
    mixed = np.append(found[0].round_off[:-1], found[1].round_off[-1])
    return bounds if max(each) == EPS else replace(found[int(np.argmax(each))], round_off=mixed), max(each)


@dataclass(frozen=True)
class Judged:
    """Which entries agree, how far right formulas may lie apart, and what is to be said of it.

    coarse : True for a gradient by differences with too few digits to be called right.  sure : False where a
        mistake may hide in what is allowed: in few digits, in a very small h, in one that is not found.
    """

    agrees: np.ndarray
    round_off: Floats
    note: str = ""
    coarse: bool = False
    sure: bool = True


def judge(
    yours: Floats,
    routes: Sequence[Floats],
    numeric: Floats,
    bounds: Bounds,
    coarse: Bounds,
    kind: str,
    parameters: Floats,
    C: Callable[[Floats], float],
) -> Judged:
    """Whether a gradient agrees with all routes, to the digits that it can have.

    coarse, kind : the bounds for the precision that it was computed in, and its name.  A gradient by differences is
        known by its own errors.
    """

    def agree(round_off):
        differs = [np.abs(yours - route) <= round_off for route in routes]
        return np.all([*differs, np.abs(yours - numeric) <= bounds.numeric + round_off], axis=0)

    exact = agree(bounds.round_off)
    if exact.all():
        return Judged(exact, bounds.round_off)
    if coarse is not bounds and (rough := agree(coarse.round_off)).all():
        note = "" if kind == "float64" else f"Right to the digits of {kind}; compute in float64 for more."
        return Judged(rough, coarse.round_off, note, sure=not note)
    quotients = differences.recognised(yours, routes[0], bounds.round_off, parameters, C, bounds.cost)
    if quotients is None:
        return Judged(exact, bounds.round_off)
    room = np.abs(yours - routes[0]) + bounds.round_off
    sure = quotients.h is not None and quotients.h > differences.SHORT
    return Judged(agree(room), room, str(quotients), quotients.digits < differences.FEWEST, sure)


def parameter_names(m: int) -> tuple[str, ...]:
    """∂C/∂w₁ and so on, and ∂C/∂b."""
    return (*(f"∂C/∂w{certificate_table.subscript(j + 1)}" for j in range(m)), "∂C/∂b")
