"""Activations and costs that somebody brings: by name, as typed text, as a SymPy formula, or as a plain NumPy
function.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from perceptron import codegen, symbolic
from perceptron.cases import borders, cases, slope
from perceptron.cost import COSTS, Cost
from perceptron.generated import loss_of_z, numpy_borders, slope_of_z
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, Activation
from perceptron.shape import FAR, Shape
from perceptron.symbolic import Derivation, derive, y, y_hat, z
from perceptron.traced import traced


def neuron(
    activation: Any, cost: Any, derivation: Derivation | None = None
) -> tuple[Activation, Cost, Derivation | None]:
    """What computes f and f', what computes the loss and its slope, and the derivation: None where no formula is known.

    activation, cost : an Activation and a Cost, names, texts such as "ln(1+e^z)", SymPy formulas in `z`, or in `y` and
        `y_hat`, of perceptron.symbolic; or NumPy functions of z, or of (y, y_hat). One of our own is known by what it
        is, not by what it is called.
    Raises ValueError and TypeError for what is none of these, and says how to say it.
    """
    _check("activation", activation, Activation, ACTIVATIONS)
    _check("cost", cost, Cost, COSTS)
    f, loss = _formula(activation, ACTIVATIONS, (z,)), _formula(cost, COSTS, (y, y_hat))
    if derivation is None and f is not None and loss is not None:
        derivation = derive(f, loss)
    return _activation(activation, derivation), _cost(cost, derivation), derivation


def _check(role, given, kind, ours):
    if isinstance(given, kind | str | sp.Expr) or (callable(given) and not isinstance(given, Activation | Cost | type)):
        return
    others = "the text or SymPy expression of one, or a NumPy function"
    raise TypeError(f"{role} = {given!r:.60}, expected one of {', '.join(ours)}, {others}.")


def _formula(given, ours, letters):
    """The name or formula to derive it by, None where it can't be found."""
    if isinstance(given, Activation):
        return next((n for n, own in ours.items() if own.only is given.only), None) or traced(given.only, *letters)
    if isinstance(given, Cost):
        name = next((n for n, own in ours.items() if own.both is given.both), None)
        return name or traced(lambda *at: given.both(*at)[0], *letters)
    if callable(given) and not isinstance(given, sp.Basic):
        return traced(given, *letters)
    return given


def _activation(given, derivation):
    if isinstance(given, Activation):
        return given
    if isinstance(given, str) and given in ACTIVATIONS:
        return ACTIVATIONS[given]
    if derivation is not None:
        return activation_from(derivation.activation, _name(given))
    f = _of_arrays(_name(given), given)
    with np.errstate(all="ignore"):
        kinks = _kinks(f)
    return Activation(_name(given), lambda at: (f(at), _slope(f, at)), f, kinks=kinks)


def _cost(given, derivation):
    if isinstance(given, Cost):
        return given
    if isinstance(given, str) and given in COSTS:
        return COSTS[given]
    if derivation is not None:
        return cost_from(derivation.loss, _name(given))
    loss = _of_arrays(_name(given), given)
    with np.errstate(all="ignore"):
        unit, edges = _is_of_chances(loss), _edges(loss)
    return Cost(_name(given), lambda y, p: (loss(y, p), _slope(lambda at: loss(y, at), p)), unit=unit, edges=edges)


def _is_of_chances(loss):
    """Whether a loss has no value outside of 0 to 1."""
    try:
        return not np.isfinite(loss(np.array([0.0, 1.0, 0.5, 0.5]), np.array([1.5, -0.5, 1.5, -0.5]))).all()
    except ValueError:  # what is wrong with it is told where it is used
        return False


def _edges(loss):
    """Where a loss has kinks: at the same y - ŷ, y ŷ or ŷ for each of three targets. None where none is found."""
    targets = (1.0, -1.0, 0.37)
    try:
        kinks = [_kinks(lambda at, y=y: loss(np.full_like(at, y), at)) for y in targets]
    except ValueError:  # as above
        return None
    for form in (np.subtract, np.multiply, lambda y, y_hat: y_hat):
        first, *others = (np.sort([form(y, at) for at in found]) for y, found in zip(targets, kinks, strict=True))
        if first.size and all(np.shape(o) == first.shape and np.allclose(o, first, atol=1e-6) for o in others):
            return lambda y, y_hat, form=form, first=first: form(y, y_hat) - first[:, None]
    return None


def _of_arrays(name, given):
    """A function of one or two arrays of numbers of any shape, from one that takes vectors, or one number at a time."""

    def entry_by_entry(*at):
        return np.array([one(*map(float, each)) for each in zip(*at, strict=True)])

    def one(*at):
        try:
            return given(*at)
        except (ValueError, ZeroDivisionError, OverflowError):  # of `math`, where NumPy would give nan
            return math.nan

    def of_arrays(*at):
        at = np.broadcast_arrays(*at)
        flat = [a.ravel() for a in at]
        try:
            made = np.asarray(given(*flat), dtype=float)
        except (TypeError, ValueError):  # an `if` on it, or a function of `math`
            made = np.asarray(entry_by_entry(*flat), dtype=float)
        made = made.reshape(1) if made.ndim == 0 and flat[0].size == 1 else made
        if made.shape != flat[0].shape:
            one = "one number" if made.ndim == 0 else f"an array of shape {made.shape}"
            raise ValueError(
                f"{name} gave {one} for {flat[0].size} examples, expected {flat[0].size}: "
                "return the value of each, without a sum or a mean."
            )
        return made.reshape(at[0].shape)

    return of_arrays


def _name(given):
    name = getattr(given, "__name__", None) or str(given)
    return "own function" if name == "<lambda>" else name


def activation_from(f: sp.Expr, name: str) -> Activation:
    """The Activation that computes f(z), with its kinks."""
    known = next((own for n, own in ACTIVATIONS.items() if symbolic.ACTIVATIONS[n] == f), None)
    if known:
        return known
    shape = Shape(cases(f))
    both = codegen.numpy_function((z,), codegen.safe(shape.f, z), codegen.safe(slope(shape.f, z), z))
    return Activation(name, both, lambda at: both(at)[0], kinks=(*shape.kinks, *shape.jumps))


def cost_from(loss: sp.Expr, name: str) -> Cost:
    """The Cost that computes loss(y, ŷ), with its kinks; `unit` where it has no value outside of 0 to 1."""
    known = next((own for n, own in COSTS.items() if symbolic.COSTS[n] == loss), None)
    if known:
        return known
    bare = derive(z, cases(loss))  # through the identity z is the prediction
    both = codegen.numpy_function((y, z), loss_of_z(bare), slope_of_z(bare))
    with np.errstate(all="ignore"):
        outside = both(np.array([0.0, 1.0]), np.array([1.5, 1.5]))[0]
    edges = numpy_borders(bare) if borders(bare.loss) else None
    return Cost(name, both, unit=not np.isfinite(outside).all(), edges=edges and _rows(edges))


def _rows(edges):
    return lambda y, y_hat: np.array([np.broadcast_to(edge, y_hat.shape) for edge in edges(y, y_hat)])


_BESIDE = (-49 / 20, 6, -15 / 2, 20 / 3, -15 / 4, 6 / 5, -1 / 6)  # a slope from values at 0 to 6 steps, to order 6


def _slope(f: Callable[..., Any], at: Floats) -> Floats:
    """f' by differences, to ten digits where f is smooth: around `at`, or on one side of it where a kink is near."""
    best, least = np.full(np.shape(at), np.nan), np.full(np.shape(at), np.inf)
    with np.errstate(all="ignore"):  # a step may lead to where f has no value
        for h in (1e-2, 1e-3, 1e-4, 1e-6, 1e-8):
            for side in (0, 1, -1):
                slope = _quotient(f, at, side, h)
                doubt = np.nan_to_num(np.abs(slope - _quotient(f, at, side, h / 2)), nan=np.inf)
                best, least = np.where(doubt < least, slope, best), np.minimum(doubt, least)
            if (least <= 1e-10 * np.maximum(1, np.abs(best))).all():
                break
    return best


def _quotient(f, at, side, h):
    """f' from within h of `at`, on both sides (0) or on one."""
    if side:
        return sum(c * f(at + side * k * h / 6) for k, c in enumerate(_BESIDE)) / (side * h / 6)
    one, two, four = ((f(at + h / k) - f(at - h / k)) / (2 * h / k) for k in (1, 2, 4))
    return (one - 20 * two + 64 * four) / 45


def _kinks(f: Callable[..., Any]) -> tuple[float, ...]:
    """Where f has two slopes, as far as a grid shows it."""
    at, found = np.linspace(-FAR, FAR, 4001) + 0.00137, set()
    turn = np.abs(np.diff(f(at), 2))
    around = np.maximum(np.roll(turn, 2), np.roll(turn, -2))
    for k in np.flatnonzero(turn > 8 * around + 1e-9):
        low, high = at[k], at[k + 2]
        for _ in range(50):
            points = np.linspace(low, high, 5)
            bends = np.abs(np.convolve(f(points), (1, -2, 1), "valid"))  # in the left, the middle, the right half
            start = int(bends.argmax())
            low, high = points[start], points[start + 2]
        place = np.array([round((low + high) / 2, 9)])
        if np.abs(_quotient(f, place, 1, 1e-3) - _quotient(f, place, -1, 1e-3)) > 1e-6:
            found.add(float(place[0]))
    return tuple(sorted(found))


def slopes_by_differences(activation: Activation, cost: Cost) -> Callable[..., Any]:
    """(z, y) -> the first three derivatives of each loss in z, where no formula is known; the last two are
    estimates.
    """

    def delta(at, y):
        y_hat, slope = activation.both(at)
        return cost.both(y, y_hat)[1] * slope

    def slopes(at, y):
        h = 1e-3
        low, here, high = (delta(at + move, y) for move in (-h, 0, h))
        return here, 2 * (high - low) / (2 * h), 2 * (high - 2 * here + low) / h**2

    return slopes
