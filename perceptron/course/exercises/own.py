"""Of lesson 09."""

from functools import partial

import sympy as sp

from perceptron.answers import Exercise, judge, varied
from perceptron.expression import NAMES
from perceptron.symbolic import z


def _softsign_slope(k):
    right = k / (k + z) ** 2
    mistakes = {
        "the square below the line is lost": (k / (k + z), f"{k}/({k}+z)"),
        "that is the activation itself": (z / (k + z), f"z/({k}+z)"),
        "the sign is lost": (-right, f"-{k}/({k}+z)^2"),
        f"the {k} above the line is lost": (1 / (k + z) ** 2, f"1/({k}+z)^2"),
        "that is the slope of softsign": (1 / (1 + z) ** 2, "1/(1+z)^2"),
        "above and below were differentiated by themselves": (sp.Integer(1), "1"),
    }
    return Exercise(
        partial(
            judge, truth=right, names=NAMES | {"u": k + z}, ranges={z: (0, 10)},
            mistakes={name: formula for name, (formula, _) in mistakes.items()},
        ),
        hints=(
            "Softsign was written as a whole number less a fraction, further up. Do so here.",
            "A whole number does not move. What does the slope of 1/u, from lesson 05, make of the rest?",
        ),
        advice={
            "the sign is lost": "The activation rises with z: which sign must its slope have?",
            f"the {k} above the line is lost": "How large is the fraction that is taken from the 1, at z = 0?",
        },
        solution=f'answer = "{k} / ({k} + z)^2"',
        wrong=tuple((f"answer = {typed!r}", f"because {name}") for name, (_, typed) in mistakes.items()),
        question=f"A relative of softsign is $z/({k} + z)$ for $z > 0$. What is its slope there? A formula in `z`.",
    )  # fmt: skip


SOFTSIGN_SLOPE = varied(_softsign_slope, (tuple(range(3, 10)),), (2,))
