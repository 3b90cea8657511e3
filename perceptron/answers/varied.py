"""Exercises whose numbers are drawn: as many like one of them as there are seeds, each from the same definition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import combinations
from typing import Any

import numpy as np

from perceptron.answers.exercise import Exercise
from perceptron.answers.number import TOLERANCE, judge_number

_TRIES = 1000


def varied(ask: Callable[..., Exercise], ranges: Sequence[Any], first: Sequence[Any]) -> Exercise:
    """The Exercise ask(*first), and by its `another(seed)` others like it, with numbers that the seed draws.

    ask : numbers -> Exercise, with its question.  first : those of seed 1, which the page asks with.
    ranges : of each number a list [low, high, step], out of which 0 is left, or a tuple of values to choose from.
    Numbers at which two mistakes lead to one answer, or a mistake to the right one, are drawn again.
    Raises ValueError where a thousand draws found no others.
    """

    @cache
    def another(seed):
        if seed == 1:
            return replace(ask(*first), another=another)
        rng = np.random.default_rng(seed)
        drawn = (ask(*(_drawn(rng, r) for r in ranges)) for _ in range(_TRIES))
        if (exercise := next(filter(_told_apart, drawn), None)) is None:
            raise ValueError(f"seed {seed}: in {_TRIES} draws some mistakes always had one and the same answer.")
        return replace(exercise, another=another)

    return another(1)


def _drawn(rng, choices):
    if isinstance(choices, tuple):
        return choices[rng.integers(len(choices))]
    low, high, step = choices
    values = [low + k * step for k in range(round((high - low) / step) + 1)]
    values = [float(f"{value:.6g}") for value in values if abs(value) > step / 2]
    return values[rng.integers(len(values))]


def numeric(
    question: str, truth: float, mistakes: Mapping[str, Any], hints: tuple[str, ...], unit: str = ""
) -> Exercise:
    """An Exercise that asks for a number.

    mistakes : what goes after "because" -> the number that it leads to, or (number, the hint to whoever makes it).
    """
    told = {name: m if isinstance(m, tuple) else (m, "") for name, m in mistakes.items()}
    unit_behind = f" {unit}" if unit else ""
    return Exercise(
        partial(judge_number, truth=truth, unit=unit, mistakes={name: m for name, (m, _) in told.items()}),
        hints=hints,
        advice={name: hint for name, (_, hint) in told.items() if hint},
        solution=f'answer = "{shown(truth)}{unit_behind}"',
        wrong=tuple((f"answer = '{shown(m)}{unit_behind}'", f"because {name}") for name, (m, _) in told.items()),
        question=question,
    )


def shown(value):
    """A number as it is typed, to four digits and without an exponent: 0.07, 1250."""
    return np.format_float_positional(value, 4, unique=False, fractional=False, trim="-")


def said(value):
    """The same as it is read: with a minus, not a hyphen."""
    return shown(value).replace("-", "−")


def _told_apart(exercise):
    """Whether right and wrong numbers are so far from each other, and the right one from 0, that none is taken for two.

    Formulas and choices are apart as they were declared.
    """
    known = exercise.judge.keywords
    answers = [known["truth"], *(known.get("mistakes") or {}).values()]
    if not all(isinstance(a, int | float) for a in answers):
        return True
    apart = all(abs(p - q) > 3 * TOLERANCE * max(abs(p), abs(q)) for p, q in combinations(answers, 2))
    return apart and min(map(abs, answers)) > TOLERANCE
