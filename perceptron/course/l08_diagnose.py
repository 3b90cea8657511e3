"""Lesson 08: training on data, and what one neuron can't learn."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron import data
from perceptron.answers import Exercise, judge_choice
from perceptron.course.clinic import ROWS, Clinic
from perceptron.course.exercises import diagnose
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
    Text,
    symbols,
)
from perceptron.widgets.scene import formulas as f

CLINIC = Clinic()
chart, mistakes, patient, ward = CLINIC.chart, CLINIC.mistakes, CLINIC.patient, CLINIC.ward

__all__ = ["CLINIC", "LESSON", "another", "chart", "check", "mistakes", "patient", "predict", "training", "ward"]


w1, w2, b, alpha, first1, first2, u, v, x1, x2, y = symbols("w1 w2 b alpha first1 first2 u v x1 x2 y")
Z = w1 * x1 + w2 * x2 + b
LOSS, DELTA = f.loss("cross_entropy", Z, y), f.delta("cross_entropy", Z, y)
HIT = sp.Piecewise((y, Z >= 0), (1 - y, True))


@shareable
def training():
    """08: a neuron learns from some rows, all at once or in batches; its cost on them, and on rows held out."""
    learn, new = data.hold_out(data.penguins(*ROWS), share=0.25, rng=4)
    scale, n = data.Standardisation.of(learn.X), len(learn.y)
    turn, batch = symbols("turn batch")
    place = np.random.default_rng(0).permutation(n)
    learnt, held_out = (
        Table(name, dict(zip(("x1", "x2", "y"), (*scale.apply(rows.X).T, rows.y), strict=True)) | more)
        for name, rows, more in (("learnt", learn, {"place": place}), ("held_out", new, {}))
    )

    def drawn(size):
        """What a row counts for: batches of so many are taken in turn, and a batch has its own mean."""
        behind = symbols("place") - turn * size
        return sp.Piecewise((sp.Rational(n, size), behind - n * sp.floor(behind / n) < size), (0, True))

    counts = f.one_of(batch, (1, drawn(20), drawn(4)))
    steps = [-alpha * learnt.mean(counts * DELTA * x) for x in (x1, x2, 1)]
    costs = {"learnt": learnt.mean(LOSS), "new": held_out.mean(LOSS)}
    shares = {"hit": 100 * learnt.mean(HIT), "new_hit": 100 * held_out.mean(HIT)}
    numbers = {"epoch": EPOCH} | costs | shares
    points = (Points("learnt", x1, x2, one=y), Points("held_out", x1, x2, one=y, hollow=True))
    plane = (
        Field(f.activation("sigmoid", w1 * u + w2 * v + b)),
        *points,
        Line(w1, w2, b),
        Arrow(0, 0, w1, w2, "w", "w"),
        Arrow(w1, w2, *steps[:2], "alpha"),
        Handle("the first weights", first1, first2, {"first1": u, "first2": v}),
    )
    curves = (
        Path(EPOCH, costs["learnt"], "C"),
        Path(EPOCH, costs["new"], "y_hat"),
        Text(40, 1.5, "on the rows it learns from", code="C", align="left"),
        Text(40, 1.37, "on the rows held out", code="y_hat", align="left"),
    )
    return Stage(Scene(
        "Training",
        f"First, {n} penguins to learn from and, as outlines, {len(new.y)} held out, in a plane coloured by the "
        "prediction, the line where it is 0.5, and the weights as an arrow. Second, the cost on either over the steps.",
        (
            Parameter("alpha", 0.05, 10, 0.5, 0.05, "α", "alpha"),
            Parameter("first1", -3, 3, -1, 0.05, "first w₁", "w"),
            Parameter("first2", -3, 3, -1, 0.05, "first w₂", "w"),
            Parameter("batch", label="each step sees", code="C", choices=("all rows", "20 rows", "4 rows")),
        ),
        (
            Panel(("u", -3.5, 3.5), ("v", -3, 3), plane, *(f"{feature} (in spreads)" for feature in learn.features)),
            Panel(("epochs", -3, 100), ("cost", 0.4, 1.6), curves, "step", "cost C"),
        ),
        (learnt, held_out),
        (
            Readout("Step {epoch:.0f}, learnt: C = {learnt:.3f}, {hit:.0f} % right.", {
                name: numbers[name] for name in ("epoch", "learnt", "hit")}),
            Readout("Held out: C = {new:.3f}, {new_hit:.0f} % right.", {
                name: numbers[name] for name in ("new", "new_hit")}),
        ),
        Readout("Step {epoch:.0f}, cost {learnt:.3f}, held out {new:.3f}.", {"epoch": EPOCH} | costs),
        Evolution({
            "w1": (first1, w1 + steps[0]), "w2": (first2, w2 + steps[1]), "b": (0, b + steps[2]), "turn": (0, turn + 1),
        }, 100),
    ))  # fmt: skip


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
    "parrot": diagnose.PARROT,
    "learning-curves": diagnose.LEARNING_CURVES,
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
- **Set.** 1, 2 and 3 in class. 4, the clinic, in groups of three: each group defends one diagnosis.
- **Skip.** The penguins by their bills.
"""

LESSON = Lesson(
    "08_train_and_diagnose",
    "Has it learnt, and if not, what is wrong?",
    scenes=(training,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "judge a neuron on rows it has never seen": "parrot",
        "read learning curves": "learning-curves",
        "name what is wrong with twelve neurons": "diagnosis",
    },
    in_class=25,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
