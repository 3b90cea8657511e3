"""Was this gradient computed by differences? It is right to the digits that its step h allows, and no further."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from perceptron.inputs import Floats

EPS = np.finfo(float).eps
STEPS = (*(10.0**-k for k in range(1, 13)), EPS ** (1 / 3), EPS**0.5, EPS**0.25, EPS**0.2, 2e-6, 5e-5, 5e-4)
KINDS = {"central": (1, -1), "forward": (1, 0), "backward": (0, -1)}  # by how many h it goes up, and down
SHORT = 1e-9  # an h below leaves so much round-off that a mistake may hide in it
FEWEST = 3  # right digits, for a gradient by differences to be called right
UNKNOWN = 1e-5  # relative error of one whose h is not found, where nothing but round-off is to be seen
FEW_DIGITS = "as by differences, in float32, or with a small number added below the line."
LARGEST = 0.5  # error of one, relative to its largest entry, that is looked at


@dataclass(frozen=True)
class Quotients:
    """A gradient by differences of one kind, its step h (None where it is not found), and how many digits are right."""

    kind: str
    h: float | None
    digits: int

    def __str__(self):
        if self.h is None:
            return f"Right to {self.digits} digits and no further, {FEW_DIGITS}"
        told = f"{self.kind.capitalize()} differences with h = {self.h:.2g} are right to {self.digits} digits"
        if self.kind != "central":
            return f"{told}; central ones give more."
        return f"{told}, as many as there are to be had." if 1e-7 < self.h < 1e-4 else f"{told}; h = 1e-5 gives more."


def recognised(
    yours: Floats, right: Floats, exact: Floats, parameters: Floats, C: Callable[[Floats], float], C_error: float
) -> Quotients | None:
    """The differences that give `yours`, None where none do.

    right : the gradient.  exact : what is right to that is no difference quotient.  C : the cost, and C_error its
        round-off; parameters : the weights and the bias.
    """
    off, scale, here = np.abs(yours - right), np.abs(right).max(), C(parameters)
    if not np.isfinite(yours).all() or not 0 < off.max() <= LARGEST * scale:
        return None
    # Truncation and round-off are everywhere, a mistake is somewhere: with h up to 0.01, two values of C that are one
    # float apart move a quotient by 50 times that, so that hardly an entry comes as near as a right formula does.
    if (off <= np.maximum(np.spacing(here), 8 * np.spacing(np.abs(right))))[right != 0].mean() > 0.5:
        return None
    if abs((yours - right) @ right) > (1 - 1e-8) * np.linalg.norm(yours - right) * np.linalg.norm(right):
        return None  # a multiple of the gradient
    best, nearest = None, np.inf
    worst_first = np.argsort(-off)  # most steps are ruled out by one entry
    for kind, h, steps in _tries(yours, right, parameters, C):
        up, down = KINDS[kind]
        room, far = 8 * C_error / steps + 4 * exact, np.zeros_like(off)
        for j in worst_first:
            far[j] = abs(yours[j] - _quotient(C, parameters, j, steps[j], up, down))
            if not far[j] <= room[j]:
                break
        explained = (far <= 0.5 * off).all() or _in_steps_of(here, yours * (up - down) * steps)
        if (far <= room).all() and explained and far.max() < nearest:
            best, nearest = Quotients(kind, float(h), _digits(off.max() / scale)), far.max()
    if best is None and off.max() <= UNKNOWN * scale:
        return Quotients("central", None, _digits(off.max() / scale))
    return best


def _quotient(C, parameters, j, step, up, down):
    """The difference quotient in parameter j, `up` steps up and `down` steps down."""
    move = np.zeros_like(parameters)
    move[j] = step
    return (C(parameters + up * move) - C(parameters + down * move)) / ((up - down) * step)


def _digits(error):
    return max(0, int(np.floor(-np.log10(error))))


def _in_steps_of(C, differences):
    """Whether these may be differences of two values of C: floats are so far apart, and no closer."""
    count = differences / (np.spacing(C) / 2)
    whole = np.round(count)
    near = np.abs(count - whole) <= np.maximum(1e-4, 4 * EPS * np.abs(count))
    return bool(whole.any() and (near & ((whole != 0) | (differences == 0))).all())


def _quantum(values: Floats) -> float:
    """The largest number that all of these are whole multiples of, by Euclid's algorithm; 0 where there is none."""
    quantum, largest = 0.0, float(np.abs(values).max())
    for value in map(float, np.abs(values[values != 0])):
        a, rest = value, quantum
        while rest > 1e-9 * largest:
            a, rest = rest, abs(math.remainder(a, rest))
        if min(a, value) < 1e-9 * largest:
            return 0.0
        quantum = value / round(value / a)  # or the round-off would grow with each of them
    return quantum


def _tries(yours: Floats, right: Floats, parameters: Floats, C: Any) -> Iterator[tuple[str, float, Floats]]:
    """(kind, h, the step of each parameter): steps that people take, and those that the errors tell."""
    ones, relative = np.ones_like(parameters), np.maximum(1, np.abs(parameters))
    j = int(np.argmax(np.abs(yours - right)))
    for kind, (up, down) in KINDS.items():

        def error(h, up=up, down=down):
            return _quotient(C, parameters, j, h, up, down) - right[j]

        fitted = _fitted(yours[j] - right[j], error, 2 if up and down else 1)
        for h in (*STEPS, *fitted, *_counted(yours, C(parameters), up - down)):
            yield kind, h, h * ones
            if (relative != 1).any():
                yield kind, h, h * relative


def _fitted(off, error, order):
    """The h at which the truncation of one entry, error(h), would be what it is off by."""
    h, mended = 1e-2, 0.0
    for _ in range(20):  # each time the truncation at h is measured, and h is mended; beyond a kink it says nothing
        if abs(mended - 1) < 1e-12 or h > 1 or not (found := error(h)):
            break
        mended = (off / found) ** (1 / order) if off / found > 0 else 0.25
        h *= mended
    if mended and h <= 1:
        yield float(h)


def _counted(yours, here, width):
    """The h at which a step from one value of C to the next is the number that all entries are multiples of."""
    if quantum := _quantum(yours):
        yield from (h for c in (0.5, 1) if 1e-10 < (h := c * float(np.spacing(here)) / (width * quantum)) < 1e-2)


def central(C: Callable[[Floats], float], parameters: Floats, steps: Floats) -> Floats:
    """(C(p + h) - C(p - h)) / 2h for each parameter with its own h."""
    numeric = np.empty_like(parameters)
    for j, h in enumerate(steps):
        up, down = parameters.copy(), parameters.copy()
        up[j] += h
        down[j] -= h
        numeric[j] = (C(up) - C(down)) / (up[j] - down[j])  # the step that was really taken, after rounding
    return numeric
