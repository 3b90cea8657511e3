"""Vectors and matrices: what w^T x, X w, ⟨w, x⟩ and ‖y - ŷ‖² are as sums over indices, built within the same bounds.

An Array knows its axes, "n" for the examples and "m" for the features, and gives its entry at given indices. A text
that is a vector stands for its entry i or j.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import sympy as sp

from perceptron.expression.bounded import Builder, Refused
from perceptron.letters import i, j, k, m, n

DEEPEST_ARRAY = 40  # operations in one another
SIZE = {"n": n, "m": m}
# What a sum may count with; the last of each is for sums that stand inside others.
COUNTERS = {
    "n": (i, sp.symbols("i'", integer=True, positive=True)),
    "m": (k, j, sp.symbols("l", integer=True, positive=True)),
}
FREE = {"n": i, "m": j}  # what is left open in the entry of a vector
WORDS = {"n": "a number for each example", "m": "a number for each feature", "nm": "a row for each example",
         "mn": "a row for each feature", "nn": "a row and a column for each example",
         "mm": "a row and a column for each feature"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Array:
    """axes : "n", "m", "nm", ...; lying : a vector that is a row, as in wᵀ.  entry : indices -> SymPy expression."""

    axes: str
    entry: Callable[..., Any]
    lying: bool = False
    depth: int = 1

    def pointing(self, error):
        """The same, where what its entries are refused for becomes the error that `error` makes of it."""

        def entry(*at):
            try:
                return self.entry(*at)
            except Refused as refused:
                raise error(refused) from None

        return replace(self, entry=entry)

    @property
    def words(self):
        return WORDS[self.axes]


def at(value, *indices):
    """The entry of an Array; a number is the same everywhere."""
    return value.entry(*indices) if isinstance(value, Array) else value


class ArrayBuilder(Builder):
    """A Builder whose methods also take Arrays."""

    def __init__(self):
        super().__init__()
        self.taken = set()  # indices that are typed in the text, which no sum of ours may count with

    def add(self, *terms):
        return self._entrywise(super().add, *terms)

    def multiply(self, *factors):
        """The product entry by entry."""
        return self._entrywise(super().multiply, *factors)

    def apply(self, name, *arguments, order=0):
        return self._entrywise(lambda *v: super(ArrayBuilder, self).apply(name, *v, order=order), *arguments)

    def power(self, base, exponent):
        for side in (base, exponent):
            if isinstance(side, Array) and (len(side.axes) > 1 or side.lying):
                raise Refused(f"what has {side.words} has no power here; write its entries with indices")
        return self._entrywise(super().power, base, exponent)

    def total(self, summand, index, high, shares=1):
        def one(*indices):
            if index in indices:
                raise Refused(f"{index} counts the sum, and the vector in it has an entry {index} too; use another")
            return super(ArrayBuilder, self).total(at(summand, *indices), index, high, shares)

        return self._made(one, summand)

    def everything(self, summand, mean=False):
        """The sum of all entries of an Array, or their mean."""
        counters = self._counters(summand.axes)
        result = summand.entry(*counters)
        for index, axis in zip(counters, summand.axes, strict=True):
            result = super().total(result, index, SIZE[axis], SIZE[axis] if mean else 1)
        return result

    def transpose(self, value):
        if not isinstance(value, Array):
            if value.is_number:
                raise Refused("a number is no vector; what 1ᵀu means is typed sum(u)")
            return value
        if len(value.axes) == 1:
            return replace(value, lying=not value.lying)
        return self._made(lambda a, b: value.entry(b, a), value, axes=value.axes[::-1])

    def norm(self, value, power=2):
        """The sum of the squares of all entries, or of their sizes where `power` is 1."""
        squares = super().power if power == 2 else lambda u, _: super(ArrayBuilder, self).apply("abs", u)
        if not isinstance(value, Array):
            return squares(value, sp.Integer(2))
        return self.everything(self._made(lambda *a: squares(value.entry(*a), sp.Integer(2)), value))

    def dot(self, left, right):
        """⟨left, right⟩, the sum of the products of their entries."""
        if not (isinstance(left, Array) and isinstance(right, Array)):
            if isinstance(left, Array) or isinstance(right, Array):
                raise Refused("a dot product is of two vectors, and one of these is a number")
            return super().multiply(left, right)
        if left.axes != right.axes:
            raise Refused(f"these do not fit: one has {left.words}, the other {right.words}")
        return self.everything(self._made(lambda *a: super(ArrayBuilder, self).multiply(at(left, *a), at(right, *a)),
                                          left, right, lying=False))  # fmt: skip

    def product(self, first, *others):
        """first times others, each a pair (sign, factor): sign is "" for none, "*", "·", "∘", "@" or "/"."""
        if not any(isinstance(v, Array) for v in (first, *(v for _, v in others))):
            return super().multiply(first, *(v for _, v in others))
        factors = [("", first)]
        for sign, value in others:  # ∘ binds closest
            if sign == "∘":
                factors[-1] = (factors[-1][0], self.multiply(factors[-1][1], value))
            else:
                factors.append((sign, value))
        return reduce(lambda left, pair: self._times(left, *pair), factors[1:], factors[0][1])

    def _times(self, left, sign, right):
        if not (isinstance(left, Array) and isinstance(right, Array)):
            return self.multiply(left, right)
        shapes = len(left.axes), len(right.axes)
        if sign == "*":
            if shapes != (1, 1) or left.lying != right.lying:
                raise Refused("* between these is the product of matrices to some and goes entry by entry in NumPy; "
                              "type @ or ∘, which are clear")  # fmt: skip
            return self.multiply(left, right)
        if shapes == (1, 1):
            return self._of_vectors(left, sign, right)
        before, inner = left.axes[:-1], left.axes[-1]
        if inner != right.axes[0]:
            raise Refused(f"these do not fit: one has {left.words}, the other {right.words}; is a ᵀ missing?")
        return self._contracted(left, right, before, right.axes[1:], inner)

    def _of_vectors(self, left, sign, right):
        if left.axes == right.axes:
            if (left.lying and not right.lying) or sign == "@" or (sign in ("·", ".") and left.axes == "m"):
                return self.dot(left, right)
            if sign == "" and left.axes == "n" and left.lying == right.lying:
                return self.multiply(left, right)
        elif not (right.lying and not left.lying):
            raise Refused(f"these do not fit: one has {left.words}, the other {right.words}")
        if left.lying == right.lying:
            raise Refused("this can be the dot product or go entry by entry; type ⟨u, v⟩ or u ∘ v")
        raise Refused("a column times a row is a whole table, and a formula here is one number; write it with indices")

    def _contracted(self, left, right, before, after, inner):
        def entry(*indices):
            (count,) = self._counters(inner, indices)
            parts = left.entry(*indices[: len(before)], count), right.entry(count, *indices[len(before) :])
            return super(ArrayBuilder, self).total(super(ArrayBuilder, self).multiply(*parts), count, SIZE[inner])

        if not before + after:
            return entry()
        lying = bool(after) and len(before + after) == 1 and left.lying
        return self._made(entry, left, right, axes=before + after, lying=lying)

    def _counters(self, axes, used=()):
        """An index for each axis that is in use neither in the text nor in `used`."""
        found = []
        for axis in axes:
            free = [c for c in COUNTERS[axis] if c not in {*self.taken, *used, *found}]
            if not free:
                raise Refused("too many sums are in one another here; write some of them with indices")
            found.append(free[0])
        return found

    def _entrywise(self, make, *values):
        arrays = [v for v in values if isinstance(v, Array)]
        if not arrays:
            return make(*values)
        kinds = {(a.axes, a.lying) for a in arrays}
        if len({axes for axes, _ in kinds}) > 1:
            one, other = sorted({a.words for a in arrays})[:2]
            raise Refused(f"these do not fit: one has {one}, another {other}")
        if len(kinds) > 1:
            raise Refused("a row and a column do not fit here; is a ᵀ missing or one too many?")
        return self._made(lambda *indices: make(*(at(v, *indices) for v in values)), *arrays)

    def _made(self, entry, *sources, **changed):
        """An Array like the first source, one level deeper; where that is a number, so is this."""
        arrays = [s for s in sources if isinstance(s, Array)]
        if not arrays:
            return entry()
        self.count(2 * len(sources))
        depth = 1 + max(a.depth for a in arrays)
        if depth > DEEPEST_ARRAY:
            raise Refused("the formula has too many parts")
        return replace(arrays[0], entry=entry, depth=depth, **changed)
