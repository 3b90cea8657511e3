"""What each mistake of the catalogue makes of the gradient at given data."""

import math
from collections.abc import Callable, Container
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Any

import numpy as np

from perceptron import mistakes
from perceptron.cost import Cost
from perceptron.diagnosis.numbers import Numbers
from perceptron.inputs import Floats
from perceptron.neuron import Activation

_INSIDE = [mistake for mistake in mistakes.ASKED["all"] if not mistake.in_front]
ROOT = "that is the slope of √C"  # its number may be anything: beside others it would explain too much
DELTA, THIRD = ("forward", "first", "second"), ("third", "third_b")


@dataclass(frozen=True)
class Suspects:
    """made : per row, the mistakes in it.  keys : the same by name, and which way they are made.
    vectors, sizes : the gradient each gives, and the sum without signs of what it adds up. Row 0 is the right gradient.
    """

    made: list[tuple[mistakes.Mistake, ...]]
    keys: list[tuple[Any, ...]]
    vectors: Floats
    sizes: Floats


def _alone(g, inside):
    """(mistakes, key, change) of every mistake that is more than a number in front."""
    for mistake in inside:
        yield from (((mistake,), (mistake.name, k), change) for k, change in enumerate(mistake.changes(g)))


def _in_pairs(g, inside):
    """The same of every two that are looked for together."""
    common = [(mistake, mistake.changes(g)) for mistake in inside if mistake.common]
    for (p, us), (q, vs) in combinations(common, 2):
        for (k, u), (at, v) in product(enumerate(us), enumerate(vs)):
            if not u.keys() & v.keys():
                yield (p, q), (p.name, k, q.name, at), u | v


def suspects(g: Numbers, pairs: bool = True, among: Container[str] | None = None) -> Suspects:
    """What every mistake makes of the gradient at these data, alone and (unless pairs is False) with others.

    among : the names of those that are looked for, None for all.
    """
    inside = [mistake for mistake in _INSIDE if among is None or mistake.called(g) in among]
    table = _Table(g)
    made: list[Any] = [()]
    keys: list[Any] = [("right",)]
    places, numbers = [0], [1.0]
    for who, key, change in chain(_alone(g, inside), _in_pairs(g, inside) if pairs else ()):
        times = [change[part](g) for part in mistakes.IN_FRONT if part in change]
        place = table.place(change)
        if place is not None and None not in times:
            made.append(who)
            keys.append(key)
            places.append(place)
            numbers.append(math.prod(times))
    vectors, sizes = table.filled()
    by = np.array(numbers)[:, None]
    return Suspects(made, keys, vectors[places] * by, sizes[places] * np.abs(by))


class _Table:
    """One row for each different gradient. What differs in δ and in link 3 alone comes from a few matrix products."""

    def __init__(self, g):
        self.g, self.deltas = g, {}
        self.places: dict[tuple[Any, ...], int | None] = {(): 0}
        self.known = {0: (g.right, g.plain)}  # row -> (vector, size), where they are not products
        self.links: list[dict[Any, Any]] = [{}, {}]  # of the weights, of the bias: link 3 -> (its value, [(row, δ)])
        self.count = 1

    def place(self, change):
        """The row of this change, numbers in front left out; None where there is no such gradient."""
        key = tuple((part, change[part]) for part in (*DELTA, *THIRD, "total") if part in change)
        if key not in self.places:
            made = self._known(change) if "total" in change else self._product(change)
            self.places[key] = self.count if made else None
            self.count += made
        return self.places[key]

    def _known(self, change):
        if (vector := vector_of(self.g, change)) is not None:
            self.known[self.count] = vector, np.maximum(self.g.plain, np.abs(vector))
        return vector is not None

    def _product(self, change):
        key = tuple(change.get(part) for part in DELTA)
        if key not in self.deltas:
            self.deltas[key] = delta_of(self.g, change)
        if (delta := self.deltas[key]) is None:
            return False
        keys = [(change.get(part), delta[1] if delta[1].x is not self.g.x else self.g) for part in THIRD]
        for links, key, part in zip(self.links, keys, THIRD, strict=True):
            if key not in links:
                links[key] = change.get(part, mistakes.RIGHT[part])(delta[1]), []
        values = [links[key][0] for links, key in zip(self.links, keys, strict=True)]
        if values[0] is None or values[1] is None or np.size(values[1]) not in (1, self.g.n):
            return False
        for links, key in zip(self.links, keys, strict=True):
            links[key][1].append((self.count, delta[0]))
        return True

    def filled(self):
        """(vectors, sizes)"""
        vectors, sizes = np.empty((2, self.count, self.g.m + 1))
        for row, (vector, size) in self.known.items():
            vectors[row], sizes[row] = vector, size
        for columns, links in zip((slice(None, -1), slice(-1, None)), self.links, strict=True):
            for value, rows in links.values():
                if rows:
                    which, D = [row for row, _ in rows], np.array([delta for _, delta in rows])
                    D *= self.g.factor / self.g.n
                    vectors[which, columns], sizes[which, columns] = (
                        _summed(D, value),
                        _summed(np.abs(D), np.abs(value)),
                    )
        return vectors, sizes


def _summed(D, link):
    """Σ δ · link over the examples for every row of D; a link that is the same for all of them may be given once."""
    return D @ link if np.ndim(link) == 2 and len(link) == D.shape[1] else D.sum(axis=1, keepdims=True) * link


def delta_of(g, change):
    """(links 1 and 2 of each example, the letters that they are made of); None where there are none."""
    parts = mistakes.RIGHT | change
    if "forward" in change and (g := change["forward"](g)) is None:
        return None
    first, second = parts["first"](g), parts["second"](g)
    if first is None or second is None:
        return None
    delta = first * second
    return delta[:, 0] if np.shape(delta) == (g.n, 1) else np.broadcast_to(delta, (g.n, 1))[:, 0], g


def _link_3(g, change):
    """What δ is multiplied by for each weight and for the bias, n x (m + 1); None where there is none."""
    if not change.keys() & set(THIRD):
        return g.inputs
    weights, bias = ((mistakes.RIGHT | change)[part](g) for part in THIRD)
    if weights is None or bias is None or np.size(bias) not in (1, g.n):
        return None
    inputs = np.empty((g.n, g.m + 1))
    inputs[:, :-1], inputs[:, -1:] = weights, bias
    return inputs


def factors(g: Numbers) -> list[tuple[tuple[str, ...], float]]:
    """(names, number): by what mistakes in front multiply the gradient, none first, then up to three of them
    together.
    """
    kinds: dict[str, list[Any]] = {part: [] for part in mistakes.IN_FRONT}
    for mistake in mistakes.ASKED["all"]:
        if mistake.in_front:
            (part,) = mistake.parts
            numbers = [change[part](g) for change in mistake.changes(g)]
            kinds[part] += [((mistake.called(g),), float(number)) for number in numbers if number is not None]
    found: list[tuple[tuple[str, ...], float]] = [((), 1.0)]
    for numbers in kinds.values():
        found += [(a + c, p * q) for a, p in found for c, q in numbers if len(a) < (1 if ROOT in c else 3)]
    return found


def vector_of(g, change):
    """The whole gradient with this change in it; None where there is none."""
    made = mistakes.product(g, change, lambda g: _link_3(g, change))
    return made[0] if made is not None and made.size == g.m + 1 else None


def with_mistake(mistake: mistakes.Mistake, activation: Activation, cost: Cost, way: int = 0) -> Callable[..., Any]:
    """The gradient as a function (X, y, w, b) -> (dC_dw, dC_db) with this mistake; NaN where it can't be made."""

    def slopes(X, y, w, b):
        g = Numbers(np.asarray(X), np.asarray(y), np.asarray(w), b, activation, cost)
        changes = mistake.changes(g)
        with np.errstate(all="ignore"):
            vector = vector_of(g, changes[way]) if way < len(changes) else None
        return (np.full_like(w, np.nan), np.nan) if vector is None else (vector[:-1], float(vector[-1]))

    return slopes


def wrong_functions(activation: Activation, cost: Cost) -> dict[str, list[Callable[..., Any]]]:
    """name -> functions (X, y, w, b) -> (dC_dw, dC_db) with that mistake, for one example as for many."""
    one = Numbers(np.array([[1.5]]), np.array([0.25]), np.array([0.5]), 0.25, activation, cost)
    return {
        mistake.called(one): [with_mistake(mistake, activation, cost, k) for k in range(len(mistake.changes(one)))]
        for mistake in mistakes.ASKED["all"]
    }
