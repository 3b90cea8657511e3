"""Which mistake does a gradient function make? Its numbers tell, or what it does with others."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np

from perceptron import mistakes
from perceptron.diagnosis import Numbers, diagnose
from perceptron.inputs import Floats
from perceptron.returned import pair

FEW = 40  # examples that are enough to see most mistakes
FEWEST, MORE = 8, 3  # up to so many may look like another mistake twice; how many more tell a count
COUNTED = {"the bias is counted once for each weight", "∂C/∂b is divided by m"}


def diagnosed(
    fn: Callable[..., Any], yours: Floats, g: Numbers, close: float, any_kind: bool = True
) -> list[list[tuple[str, str]]]:
    """The alternatives, each as pairs (name, advice). Where there are several, fewer examples or features may tell.

    fn : (X, y, w, b) -> what `perceptron.returned.pair` takes; yours : what it gave for the letters g.  close : as
        `diagnose` has it.  any_kind : False where only mistakes of the catalogue are asked for.
    """
    with np.errstate(all="ignore"):
        # With many examples it is asked first what the function does wrong with a few, and then whether that is all.
        among = set(chain(*_with(fn, g.fewer_examples(FEW), close))) if g.n > 2 * FEW else ()
        found = (diagnose(yours, g, close, among) if among else []) or diagnose(yours, g, close)
        for fewer in (g.fewer_examples, g.fewer_features):
            also = {frozenset(names) for names in _with(fn, fewer(), close)} if len(found) > 1 else ()
            found = [names for names in found if frozenset(names) in also] or found
        catalogue = {mistake.called(g): mistake for mistake in mistakes.ASKED["all"]}
        front = {name for name, mistake in catalogue.items() if mistake.in_front}
        counts = {name for name, mistake in catalogue.items() if mistake.parts == {"share"}} | COUNTED
        used = {_base(name) for names in found for name in names}
        if g.n <= FEW // 2 or used & counts or any(len(names) > 1 and not front.issuperset(names) for names in found):
            found = _confirmed(fn, yours, g, close, found, set(catalogue))
        found = found if any_kind else [names for names in found if _base(names[0]) in catalogue]
    return [[(name, mistakes.advice(name, g)) for name in names] for names in found]


def _base(name):
    return name.partition(" in ∂C/∂")[0]


def _confirmed(fn, yours, g, close, found, catalogue):
    """Those of the alternatives that explain as well what the function does with other data of this kind.

    Few numbers, or zeros and ones, may fit a mistake that was not made, and a learning rate of 0.01 is 1/n for 100
    examples. A function that gives the same gradient for other data, or a right one, or can't take them, tells nothing.
    """

    def in_general(names):  # what is seen in the numbers alone, such as rounding, need not show with others
        return _base(names[0]) in catalogue

    rng = np.random.default_rng(3)
    for other in filter(_usable, (g.other_data(rng, MORE) if g.many else None, g.fewer_features())):
        also = _with(fn, other, close)
        if also and not {*map(frozenset, also)} & {*map(frozenset, found)}:
            if in_general(also[0]):
                return also  # a count was met by chance
            if (by := _multiple(yours, g)) and _multiple(_given(fn, other), other) == by:
                return [(mistakes.MULTIPLE.format(by),)]
    others = [_elsewhere(fn, yours, g, close, seed) for seed in range(3 if g.n <= FEWEST else 1)]
    return [a for a in found if not in_general(a) or all(also is None or frozenset(a) in also for also in others)]


def _usable(g):
    """Whether there is a gradient for these data: a cost may not take every prediction."""
    try:
        return g is not None and bool(np.isfinite(g.right).all())
    except ValueError:
        return False


def _multiple(given, g):
    """By what the right gradient is multiplied, in six digits; "" where it is no multiple of it."""
    if given is None:
        return ""
    by = (given @ g.right) / (g.right @ g.right)
    return f"{by:.6g}" if (np.abs(given - by * g.right) <= 1e-9 * np.abs(by) * g.plain).all() else ""


def _elsewhere(fn, yours, g, close, seed):
    """The alternatives with other data; None where that tells nothing."""
    try:
        other = g.other_data(np.random.default_rng(seed))
        given = _given(fn, other)
        if np.array_equal(given, yours) or (np.abs(given - other.right) <= close * other.plain).all():
            return None
        return {frozenset(names) for names in diagnose(given, other, close)}
    except Exception:
        return None


def _with(fn, g, close):
    """The alternatives for these data, none where there are none or the function takes no others than its own."""
    given = _given(fn, g)
    return [] if given is None else diagnose(given, g, close)


def _given(fn, g):
    """What the function returns for these data; None where it takes no others than its own."""
    if g is None:
        return None
    try:
        return np.append(*pair(fn(g.x.copy(), g.y[:, 0].copy(), g.w[0].copy(), g.b), g.m, g.n))
    except Exception:
        return None
