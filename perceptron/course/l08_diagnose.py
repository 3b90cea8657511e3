"""Lesson 08: training on data, and what one neuron can't learn."""

from functools import partial

import sympy as sp

from perceptron import data, inputs
from perceptron.answers import Exercise, judge_choice
from perceptron.course.clinic import Clinic
from perceptron.course.lesson import Lesson, shareable, typed
from perceptron.widgets.scene import (
    EPOCH,
    Arrow,
    Evolution,
    Field,
    Handle,
    Line,
    Panel,
    Parameter,
    Path,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    symbols,
)
from perceptron.widgets.scene import formulas as f

CLINIC = Clinic()
chart, mistakes, patient, ward = CLINIC.chart, CLINIC.mistakes, CLINIC.patient, CLINIC.ward

__all__ = ["CLINIC", "LESSON", "another", "chart", "check", "mistakes", "patient", "predict", "training", "ward", "xor"]


@shareable
def training(examples="penguins"):
    """08: a neuron learns two species of penguins, step by step; on "xor", four groups, it can't."""
    inputs.choice("examples", examples, ("penguins", "xor"))
    shown = data.penguins() if examples == "penguins" else data.xor()
    X, count = data.Standardisation.of(shown.X).apply(shown.X), len(shown.y)
    w1, w2, b, alpha, first1, first2, u, v, x1, x2, y = symbols("w1 w2 b alpha first1 first2 u v x1 x2 y")
    table = Table("examples", {"x1": X[:, 0], "x2": X[:, 1], "y": shown.y})
    z = w1 * x1 + w2 * x2 + b
    delta = f.delta("cross_entropy", z, y)
    C = table.mean(f.loss("cross_entropy", z, y))
    right = table.mean(sp.Piecewise((y, z >= 0), (1 - y, True))) * count
    step1, step2 = -alpha * table.mean(delta * x1), -alpha * table.mean(delta * x2)
    state = {"w1": (first1, w1 + step1), "w2": (first2, w2 + step2), "b": (0, b - alpha * table.mean(delta))}
    names = [f"{feature} (in spreads)" for feature in shown.features]
    numbers = {"epoch": EPOCH, "C": C, "right": right}
    return Stage(Scene(
        "Training" if examples == "penguins" else "What one neuron can't learn",
        f"Left, {count} examples of two kinds in a plane coloured by the prediction, the line where it is 0.5, and the "
        "weights as an arrow. Right, the cost over the epochs.",
        (
            Parameter("alpha", 0.05, 10, 0.5, 0.05, "α", "alpha"),
            Parameter("first1", -3, 3, -1, 0.05, "first w₁", "w"),
            Parameter("first2", -3, 3, -1, 0.05, "first w₂", "w"),
        ),
        (
            Panel(("u", -3.5, 3.5), ("v", -3, 3), (
                Field(f.activation("sigmoid", w1 * u + w2 * v + b)),
                Points("examples", x1, x2, one=y),
                Line(w1, w2, b),
                Arrow(0, 0, w1, w2, "w", "w"),
                Arrow(w1, w2, step1, step2, "alpha"),
                Handle("the first weights", first1, first2, {"first1": u, "first2": v}),
            ), names[0], names[1]),
            Panel(("epochs", -3, 100), ("cost", 0, 2), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout(f"Epoch {{epoch:.0f}}: C = {{C:.4f}}, {{right:.0f}} of {count} on the right side.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution(state, 100),
    ))  # fmt: skip


@shareable
def xor():
    """08: the same on four groups that no line parts."""
    return training("xor")


# --- the lesson ---

_NUMBERS = {name: list(CLINIC.looks).index(fault) + 1 for name, fault in CLINIC.faults.items()}
_DIAGNOSIS = "\n".join(["diagnosis = {", *(f'    "{name}": {number},' for name, number in _NUMBERS.items()), "}"])

PREDICTIONS = {
    "new rows": {
        "question": "Right on 75 % of the rows it has learnt. And on rows it has never seen?",
        "options": ("clearly better", "about the same", "clearly worse"),
        "answer": "about the same",
        "why": "Three numbers are learnt from 164 rows: there is little that could be learnt by heart.",
    },
    "six rows": {
        "question": "Six rows, a cost of almost 0. How does the middle one of these neurons do on the new rows?",
        "options": ("as well as with 164 rows", "better than the parrot", "worse than the parrot"),
        "answer": "worse than the parrot",
        "why": "The six were learnt, not the rule. A cost of 0 does not make a good neuron.",
    },
}


EXERCISES = {
    "overfitting": Exercise(
        partial(judge_choice, truth="the six rows", options={
            "the rule": "a rule would hold for new rows, too.",
            "the six rows": "it overfits: what it learnt by heart does not hold elsewhere.",
            "nothing": "it is right on the rows it was shown, so it has learnt something: those rows.",
        }),
        hints=("On which rows is it right?", "And would a rule stop at these?"),
        solution='answer = "the six rows"',
        wrong=typed(
            ("the rule", "a rule would hold for new rows"),
            ("nothing", "it has learnt something"),
            ("ruel", "Did you mean 'the rule'?"),
        ),
    ),
    "diagnosis": Exercise(
        CLINIC.judge,
        hints=("Who jumps, who climbs, who stands still?", "For the rest, compare yours with by hand, entry by entry."),
        solution=_DIAGNOSIS,
        wrong=(
            (f"diagnosis = {{'A': {_NUMBERS['B']}}}", f"A: wrong, for with number {_NUMBERS['B']}, "),
            (f"diagnosis = {{'A': {_NUMBERS['A']}, 'B': {_NUMBERS['A']}}}", "1 of 12 so far"),
            ("diagnosis = {'E': 'the flu'}", "E: 'the flu' is none of the 12 mistakes of the list"),
            ("diagnosis = 'the sign is lost'", "expected a dictionary"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Judge on rows that were held out; read learning curves; know what one neuron can't do.
- **Expect.** *"75 % is good."* A parrot that always says Adelie gets 71 %. *"On new rows it must be much worse."*
  With three numbers from 164 rows there is little to learn by heart. *"Cost 0, so it is perfect."* Six rows, and
  worse than a parrot. *"A falling curve means a right gradient."* One patient of the clinic shows that it does not.
  *"XOR only needs more epochs."*
- **Ask.** Which instrument finds which fault? Which fault would you never have found by looking at the curve?
- **Set.** 1 in class. 2, the clinic, in groups of three: each group defends one diagnosis.
- **Skip.** The penguins by their bills.
"""

LESSON = Lesson(
    "08_train_and_diagnose",
    "Has it learnt, and if not, what is wrong?",
    scenes=(training, xor),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    in_class=25,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
