"""The catalogue of mistakes: what people do wrong in a gradient or a descent, by name, with what to do about it."""

from perceptron.mistakes.descent import DESCENTS
from perceptron.mistakes.grammar import IN_FRONT, RIGHT, Change, Mistake, product, together
from perceptron.mistakes.hidden import HIDDEN
from perceptron.mistakes.seen import (
    CLIPPED,
    COARSE,
    MULTIPLE,
    NOT_FINITE,
    OVERFLOW,
    PENALTY,
    PENALTY_OF_SIGNS,
    ROUNDED,
    UNSTEADY,
    ZERO,
    advice,
    named,
)
from perceptron.mistakes.sums import ASKED

__all__ = [
    "ASKED",
    "CLIPPED",
    "COARSE",
    "DESCENTS",
    "HIDDEN",
    "IN_FRONT",
    "MULTIPLE",
    "NOT_FINITE",
    "OVERFLOW",
    "PENALTY",
    "PENALTY_OF_SIGNS",
    "RIGHT",
    "ROUNDED",
    "UNSTEADY",
    "ZERO",
    "Change",
    "Mistake",
    "advice",
    "named",
    "product",
    "together",
]
