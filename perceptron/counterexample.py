"""Where two expressions differ: at a point that can occur, in numbers that can be followed with a pencil."""

import random
from typing import Any

import sympy as sp

from perceptron.equality import Decision, decide, plain

_Ranges = dict[Any, tuple[float, float]]
_TRIES = 3
_SHORT = [
    sp.Rational(p, q) for p, q in ((2, 1), (-2, 1), (3, 1), (-3, 1), (1, 2), (-1, 2), (3, 2), (-3, 2), (1, 1), (-1, 1))
]


def shorter(decision: Decision, left: Any, right: Any, ranges: _Ranges | None = None) -> Decision:
    """The Decision that left = right does not hold, with short numbers where the two differ at such.

    ranges : symbol (or base of an indexed one) -> (low, high), outside of which it can't be.
    """
    ranges = ranges or {}
    if decision.equal is not False or not decision.point:
        return decision
    atoms = sorted((atom for atom in decision.point if not atom.is_integer), key=sp.default_sort_key)
    rng = random.Random(0)
    for _ in range(_TRIES):
        numbers = rng.sample(_SHORT, k=len(_SHORT))
        point = {atom: _short(rng, atom, ranges, numbers[at % len(_SHORT)]) for at, atom in enumerate(atoms)}
        there = decide(left, right, ranges | {atom: (number, number) for atom, number in point.items()})
        if there.equal is False and _shows(there):
            return there
    return decision


def _short(rng, atom, ranges, number):
    for key in (atom, getattr(atom, "base", atom)):
        if key in ranges:
            low, high = map(sp.nsimplify, ranges[key])
            return low + (high - low) * sp.Rational(rng.choice((1, 2, 3, 4, 6, 7, 8, 9)), 10)
    return abs(number) if atom.is_positive else number


def _shows(decision):
    """Whether the two values are seen to differ in three digits."""
    left, right = decision.left, decision.right
    return left is not None and (right is None or abs(left - right) > 0.005 * max(abs(left), abs(right)))


def at(decision: Decision) -> str:
    """The point of a Decision in words, with a space behind it: "at x = 2, y = 0.3 ", or nothing."""
    where = ", ".join(f"{plain(symbol)} = {float(value):g}" for symbol, value in decision.point.items())
    return f"at {where} " if where else ""


def told_apart(*values: float | None, least: int = 4) -> list[str | None]:
    """Numbers as text, with as few digits (but `least`) as tell them apart."""
    texts: list[str | None] = []
    for digits in (least, 8, 17):
        texts = [None if v is None else f"{v:.{digits}g}" for v in values]
        if len(set(texts)) > 1:
            break
    return texts
