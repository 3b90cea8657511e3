"""Of lesson 08."""

from functools import partial

from perceptron.answers import Exercise, judge_choice, numeric, varied


def _parrot(rows, others, errors):
    adelies, right = rows - others, rows - errors
    return numeric(
        f"Of {rows:g} held-out penguins {adelies:g} are Adelies. A neuron is right on {right:g} of the {rows:g}. How "
        "many more does it get right than a parrot that always says *Adelie*?",
        right - adelies,
        {
            "that is what the neuron gets right": (right, "And how many does the parrot get right?"),
            "that is what the parrot gets wrong": (others, "The neuron is not right on all of them."),
            "that is what the neuron gets wrong": (errors, "How many does the parrot get wrong?"),
            "the parrot is right on the Adelies, not on the others": right - others,
        },
        ("On which rows is the parrot right? Count them.", "Now the neuron's: how far are the two counts apart?"),
    )


PARROT = varied(_parrot, ((60, 80, 100), [14, 27, 1], [5, 12, 1]), (60, 18, 12))

_KINDS = {  # name: (learnt, held out, what is said where it is chosen)
    "it overfits": (
        (0.69, 0.42, 0.24, 0.11), (0.69, 0.55, 0.63, 0.81),
        "it gets better on the rows it learns from and worse on all others.",
    ),
    "more steps": (
        (0.69, 0.62, 0.55, 0.48), (0.69, 0.63, 0.57, 0.51), "both costs still fall, and by as much as before.",
    ),
    "it has settled": (
        (0.69, 0.51, 0.46, 0.46), (0.69, 0.53, 0.49, 0.49), "neither cost moves any more, and they are close together.",
    ),
    "α is too large": (
        (0.69, 1.24, 0.47, 1.31), (0.69, 1.29, 0.52, 1.35), "the cost jumps up and down: each step goes too far.",
    ),
}  # fmt: skip


def _learning_curves(truth, more):
    learnt, held_out = (", ".join(f"{cost + more:.2f}" for cost in costs) for costs in _KINDS[truth][:2])
    told = {name: f"{'' if name == truth else 'so it would be if '}{why}" for name, (*_, why) in _KINDS.items()}
    return Exercise(
        partial(judge_choice, truth=truth, options=told, also={"α is too large": ("alpha is too large", "too large")}),
        hints=(
            "Go along the first row alone: does it fall to its end, jump, or stay?",
            "Now hold the second row beside it: do the two keep together, up to the last pair?",
        ),
        solution=f'answer = "{truth}"',
        wrong=tuple((f"answer = {name!r}", why) for name, why in told.items() if name != truth),
        question=f"The cost after 0, 50, 100 and 150 steps is {learnt} on the rows that are learnt, and {held_out} on "
        f"the rows held out. Which is it: {', '.join(f'`{name}`' for name in [*_KINDS][:-1])} or `α is too large`?",
    )


LEARNING_CURVES = varied(_learning_curves, (tuple(_KINDS), [0.01, 0.09, 0.01]), ("it overfits", 0))
