r"""Every known mistake, once: its name, what to do about it, and what it puts in the place of which part.

A gradient is a product of parts, added up over the examples:
$$\frac{\partial C}{\partial w_j} = \pm\, c\, \frac1n \sum_{i=1}^{n} \text{link}_1 \cdot \text{link}_2 \cdot
\text{link}_3.$$
A mistake puts something else in the place of a part: in the forward pass (z, ŷ), in a link, in the total, or in front
of it (a number by which all is multiplied). What it puts there is a function of the letters `g`. These are SymPy's
where a
formula is judged (`perceptron.answers.gradients`) and NumPy's where numbers are (`perceptron.diagnosis`), so this
module imports neither. None says that there is no such mistake for that activation, cost or data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

Change = dict[str, Callable[..., Any]]

IN_FRONT = ("sign", "factor", "share", "scale")  # by what the rest is multiplied, compared with what is right


@dataclass(frozen=True)
class Mistake:
    """A mistake by its name, which goes after "because", and what to do about it.

    ways : what it puts in the place of which parts; several, where it can be made in several ways; or a function of the
        letters that gives them.
    slip : True for a slip of the pen; an answer with no other mistake is almost right.
    common : True where it is looked for together with others that are.
    """

    name: str
    advice: str
    ways: Any
    slip: bool = False
    common: bool = False

    def changes(self, g: Any) -> list[Change]:
        """Its ways for these letters."""
        return list(self.ways(g) if callable(self.ways) else self.ways)

    def called(self, g: Any) -> str:
        """Its name for these letters."""
        return self.name.format(factor=f"{float(g.factor):g}", of="ŷ" if g.of == "y_hat" else g.of)

    @cached_property
    def in_front(self) -> bool:
        """Whether all that it does is to multiply the gradient by a number."""
        return bool(self.parts) and self.parts <= set(IN_FRONT)

    @cached_property
    def parts(self) -> set[str]:
        """What it changes, as far as that does not depend on the letters."""
        return set() if callable(self.ways) else set().union(*self.ways)


RIGHT: Change = {
    "first": lambda g: g.right_first,
    "second": lambda g: g.slope(g.z),
    "third": lambda g: g.x,
    "third_b": lambda g: g.one,
    "total": lambda g, first, second, third: g.over(first * second * third),
}


def product(g: Any, change: Change, third: Callable[..., Any]) -> Any:
    """The gradient with this change in it, whose link 3 is what `third` says; None where there is none."""
    parts = RIGHT | change
    if "forward" in change and (g := change["forward"](g)) is None:
        return None
    factors = [parts["first"](g), parts["second"](g), third(g)]
    times = [change[part](g) for part in IN_FRONT if part in change]
    if any(factor is None for factor in (*factors, *times)):
        return None
    result = parts["total"](g, *factors)
    if result is not None:
        for number in times:
            result = number * result
        result = result * (g.factor / g.n)
    return result


def in_part(part, name, advice, *values, **flags):
    return Mistake(name, advice, tuple({part: value} for value in values), **flags)


def also_fused(name, advice, value, fused, **flags):
    """A mistake in link 1, which is made as well where links 1 and 2 are one: ŷ − y, of cross-entropy and sigmoid."""
    whole = {"first": lambda g: fused(g) if g.fused else None, "second": lambda g: g.one}
    return Mistake(name, advice, ({"first": value}, whole), **flags)


def inside(part, name, advice, kind):
    return Mistake(name, advice, lambda g: [{part: lambda _, value=value: value} for value in g.inside(part)[kind]])


def together(mistakes: Any) -> Iterator[Mistake]:
    """Every two of them that are looked for together: a slip or a number in front beside anything, or two common
    ones.
    """
    for p, q in combinations(mistakes, 2):
        light = any(one.slip or one.in_front for one in (p, q))
        if (light or (p.common and q.common)) and _disjoint(p, q):
            yield Mistake(
                f"{p.name} and {q.name}",
                f"{p.advice} And {q.advice}",
                lambda g, p=p, q=q: [u | v for u in p.changes(g) for v in q.changes(g) if not u.keys() & v.keys()],
            )


def _disjoint(p, q):
    """Whether they can be made together: where the ways depend on the letters, that is asked later."""
    ways = [one.ways for one in (p, q)]
    return any(map(callable, ways)) or any(not u.keys() & v.keys() for u in ways[0] for v in ways[1])
