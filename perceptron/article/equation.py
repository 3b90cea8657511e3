r"""A printed equation: transcribed with every letter as it is, read in stated ways, and judged.

The verdict follows from the readings alone: "correct" as printed, "convention" where a reading has to be stated for it
to be true, "erratum" where it is true in no reading.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from perceptron.article.forms import Dots, New, SumOf, row
from perceptron.article.reading import AS_PRINTED, SPELLED_OUT
from perceptron.latex import latex
from perceptron.symbolic import i, j, k, w_, x_


@dataclass(frozen=True)
class Equation:
    """One printed equation. sides : as printed, two or more, claimed equal. should : the same in the course's letters.

    readings : the literal one first, the kindest last.
    """

    id: str
    topic: str
    sides: tuple
    should: tuple
    readings: tuple = (AS_PRINTED,)

    @property
    def latex(self):
        """As it is printed."""
        return " = ".join(map(latex, self.sides))

    @property
    def should_latex(self):
        """What it should say."""
        return (r" \leftarrow " if isinstance(self.should[0], New) else " = ").join(map(latex, self.should))

    @property
    def mended(self):
        """The equation that says what this one should."""
        return Equation(self.id, self.topic, self.should, self.should, (SPELLED_OUT,))

    @property
    def letters(self):
        """What each index and each upper end of a sum counts here: letter -> {"examples"}, {"features"} or both."""
        counts = defaultdict(set)
        for side in self.sides:
            totals = side.atoms(sp.Sum)
            ends = {total.variables[0]: total.limits[0][2] for total in totals}
            unseen = {total.variables[0] for total in totals if isinstance(total, Dots | SumOf)}
            for entry in side.atoms(sp.Indexed):
                counted = "features" if entry.base in (x_, w_) else "examples"
                for index in entry.free_symbols & {i, j, k, row}:
                    if index not in unseen:
                        counts[index].add(counted)
                    if index in ends:
                        counts[ends[index]].add(counted)
        return dict(counts)

    def judge(self, before=None):
        """The Judgement. before : what letters counted in the equations before this one."""
        before = before or {}
        changed = {s: (before[s], now) for s, now in self.letters.items() if now != before.get(s, now)}
        return Judgement(self, changed, tuple(reading.decide(self.sides) for reading in self.readings))


@dataclass(frozen=True, repr=False)
class Judgement:
    """What was found. changed : letter -> (what it counted before, what it counts here). decisions : by reading."""

    equation: Equation
    changed: dict
    decisions: tuple

    @property
    def verdict(self):
        """One of "correct", "convention", "erratum", and "undecided" where a reading could not be evaluated."""
        if not any(self.decisions):
            return "undecided" if any(d.equal is None for d in self.decisions) else "erratum"
        return "correct" if self.decisions[0] and not self.changed else "convention"

    @cached_property
    def result_holds(self):
        """Whether the first side equals the last in the kindest reading, whatever is between them."""
        first, *_, last = self.equation.sides
        return bool(self.equation.readings[-1].decide((first, last)))

    @property
    def reason(self):
        """By what it was decided, with the numbers of a counterexample, in one or more phrases."""
        readings, decisions = self.equation.readings, self.decisions
        said = [f"{s} counts {_set(now)} here, {_set(old)} before" for s, (old, now) in self.changed.items()]
        if self.verdict == "correct":
            return str(decisions[0])
        if self.verdict == "convention":
            holds = next(p for p in range(len(readings)) if decisions[p])
            other = zip(readings[:holds], decisions, strict=False)
            said += [f"not {r.words}: {d}" for r, d in other if d.point]  # what has no value, nobody means
            return "; ".join([*said, f"true {readings[holds].words}, {decisions[holds]}"])
        said = [f"not even {readings[-1].words}: {decisions[-1]}" if len(readings) > 1 else str(decisions[-1])]
        return "; ".join(said + ["the last side is right all the same"] * self.result_holds)

    def __repr__(self):
        return f"<{self.equation.id} {self.verdict}: {self.reason}>"


def _set(counted):
    return " and ".join(sorted(counted))
