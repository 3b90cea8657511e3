"""The exercises: `check(name, answer)`, whether a number, a choice, a formula or a function is asked for.

Not written yet, right, almost, or wrong and why: no answer ever raises. Each wrong answer brings the next hint.
"""

import textwrap

from perceptron import inputs, progress
from perceptron.answers import Exercise
from perceptron.exercises.functions import FUNCTIONS
from perceptron.exercises.gradients import GRADIENTS
from perceptron.exercises.typed import TYPED
from perceptron.lessons.build import judge_activation
from perceptron.lessons.clinic import judge_diagnosis

WIDTH = 78  # of a printed line; a page of 800 pixels would break a longer one in the middle of a word
EXERCISES = TYPED | FUNCTIONS | GRADIENTS | {
    "diagnosis": Exercise(
        judge_diagnosis,
        ("Who jumps, who climbs, who stands still?", "For the rest, compare yours with by hand, entry by entry."),
    ),
    "activation": Exercise(
        judge_activation,
        ("Softsign, z / (1 + |z|), goes from −1 to 1.", "Add 1 to it, and halve what comes out."),
    ),
}  # fmt: skip


def check(name, answer):
    """Judge the answer to the exercise of this name, say so, and note it when it is right.

    Raises ValueError for an unknown name.
    """
    verdict = EXERCISES[inputs.choice("name", name, tuple(EXERCISES))](answer)
    if verdict:
        progress.solved(name)
    for line in str(verdict).splitlines():
        print(textwrap.fill(line, WIDTH))
