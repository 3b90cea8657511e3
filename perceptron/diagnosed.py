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


def diagnosed(fn: Callable[..., Any], yours: Floats, g: Numbers, close: float) -> list[list[tuple[str, str]]]:
    """The alternatives, each as pairs (name, advice). Where there are several, fewer examples or features may tell.

    fn : (X, y, w, b) -> what `perceptron.returned.pair` takes; yours : what it gave for the letters g.  close : as
        `diagnose` has it.
    """
    with np.errstate(all="ignore"):
        # With many examples it is asked first what the function does wrong with a few, and then whether that is all.
        among = set(chain(*_with(fn, g.fewer_examples(FEW), close))) if g.n > 2 * FEW else ()
        found = (diagnose(yours, g, close, among) if among else []) or diagnose(yours, g, close)
        for fewer in (g.fewer_examples, g.fewer_features):
            also = {frozenset(names) for names in _with(fn, fewer(), close)} if len(found) > 1 else ()
            found = [names for names in found if frozenset(names) in also] or found
        front = {mistake.called(g) for mistake in mistakes.ASKED["all"] if mistake.in_front}
        if g.n <= FEW // 2 or any(len(names) > 1 and not front.issuperset(names) for names in found):
            found = _confirmed(fn, yours, g, close, found)
    return [[(name, mistakes.advice(name, g)) for name in names] for names in found]


def _confirmed(fn, yours, g, close, found):
    """Those of the alternatives that explain as well what the function does with other data of this kind.

    Few numbers, or zeros and ones, may fit a mistake that was not made. A function that gives the same gradient for
    other data, or a right one, or can't take them, tells nothing.
    """
    try:
        other = g.other_data(np.random.default_rng(0))
        given = np.append(*pair(fn(other.x.copy(), other.y[:, 0].copy(), other.w[0].copy(), other.b), g.m, g.n))
        same = np.array_equal(given, yours) or (np.abs(given - other.right) <= close * other.plain).all()
    except Exception:
        return found
    if same:
        return found
    known = {mistake.called(g) for mistake in mistakes.ASKED["all"]}

    def in_general(names):  # what is seen in the numbers alone, such as rounding, need not show with others
        return names[0].partition(" in ∂C/∂")[0] in known

    fewer = [names for names in _with(fn, g.fewer_examples(), close) if in_general(names)]
    if fewer and not {*map(frozenset, fewer)} & {*map(frozenset, found)}:
        return fewer  # with all of them a number such as n was met by chance
    also = {frozenset(names) for names in diagnose(given, other, close)}
    return [names for names in found if not in_general(names) or frozenset(names) in also]


def _with(fn, g, close):
    """The alternatives for these data, none where there are none or the function takes no others than its own."""
    if g is None:
        return []
    try:
        return diagnose(np.append(*pair(fn(g.x, g.y[:, 0], g.w[0], g.b), g.m, g.n)), g, close)
    except Exception:
        return []
