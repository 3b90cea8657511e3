"""Lesson 11: from a table of one's own to a judged neuron, and home with it."""

from functools import cache, partial

import numpy as np
import sympy as sp

from perceptron import data, judgement, newton
from perceptron.answers import Exercise, judge_choice, judge_function
from perceptron.course.exercises import bring
from perceptron.course.lesson import Lesson, changed, shareable, typed
from perceptron.neuron import predict as answers_of
from perceptron.widgets.playground import Playground
from perceptron.widgets.scene import (
    Curve,
    Handle,
    Line,
    Panel,
    Parameter,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    symbols,
)

__all__ = ["LESSON", "another", "check", "network", "predict", "threshold"]


@cache
def _held_out():
    """(y, the chances that a neuron of radius and texture gives) of the rows that the lesson holds out."""
    learn, new = data.hold_out(data.cell_nuclei(["radius", "texture"]), share=0.25, rng=0)
    return new.y, answers_of(new.X, *newton.fit(learn.X, learn.y))


@shareable
def threshold():
    """11: a threshold is dragged: who is found, who is missed, and what the errors cost."""
    y, chance = _held_out()
    n, ones, (cut, miss, u, c) = len(y), int(y.sum()), symbols("cut miss u c")
    s, kind, lane, fp, tp = symbols("s kind lane fp tp")
    false, true, thresholds = judgement.roc(y, chance)
    at = np.searchsorted(-thresholds, -chance)  # of each row, the threshold that is its own chance
    jitter = np.random.default_rng(1).uniform(0.06, 0.42, n) + 0.5 * y
    columns = {"s": chance, "kind": y, "lane": jitter, "fp": false[at], "tp": true[at]}
    rows = Table("rows", {name: values.round(4) for name, values in columns.items()})

    def count(of, above):
        """How many rows of a kind are said to be malignant above a threshold."""
        is_kind = kind if of else 1 - kind
        return rows.mean(sp.Piecewise((is_kind, s >= above), (0, True))) * n

    def right(above):
        return count(1, above) / sp.Max(count(1, above) + count(0, above), 1)

    def cost(above):
        return (count(0, above) + miss * (ones - count(1, above))) / n

    found, alarms = count(1, cut), count(0, cut)
    told = {"cut": cut, "found": found, "missed": ones - found}
    return Stage(Scene(
        "A threshold",
        "First the held-out tumours by the chance of malignant that they were given, malignant ones above and benign "
        "ones below, with the threshold as a line. Then what each threshold finds over its false alarms. Last, over "
        "the threshold, precision, recall and what the errors cost per tumour.",
        (
            Parameter("cut", 0.005, 0.995, 0.5, 0.005, "threshold", "z"),
            Parameter("miss", 1, 50, 1, 1, "a miss costs", "C"),
        ),
        (
            Panel(("u", 0, 1), ("v", 0, 1), (
                Points("rows", s, lane, one=kind, picks={"cut": "s"}), Line(1, 0, -cut),
                Handle("the threshold", cut, 0.5, {"cut": u}, "z"),
            ), "chance of malignant", "benign, malignant"),
            Panel(("f", 0, 1), ("t", 0, 1), (
                Points("rows", fp, tp, picks={"cut": "s"}, code="X"),
                Line(1, 0, -alarms / (n - ones)), Line(0, 1, -found / ones),
            ), "false alarms, of all benign", "found, of all malignant"),
            Panel(("c", 0, 1), ("d", 0, 1.2), (
                Curve(right(c), "w", "precision", dash=True), Curve(count(1, c) / ones, "y_hat", "recall"),
                Curve(cost(c), "C", "cost of the errors"),
                Handle("the threshold, on the cost", cut, cost(cut), {"cut": c}, "z"),
            ), "threshold", "precision, recall, cost"),
        ),
        (rows,),
        (
            Readout(f"Threshold {{cut:.3f}}: {{found:.0f}} of {ones} malignant found, {{missed:.0f}} missed.", told),
            Readout(f"{{alarms:.0f}} false alarms among {n - ones} benign tumours.", {"alarms": alarms}),
            Readout(
                "Precision {right:.3f}, recall {recall:.3f}; the errors cost {price:.3f} per tumour.",
                {"right": right(cut), "recall": found / ones, "price": cost(cut)},
            ),
        ),
        Readout(
            "{missed:.0f} missed, {alarms:.0f} false alarms, cost {price:.3f}.",
            {"missed": ones - found, "alarms": alarms, "price": cost(cut)},
        ),
    ))  # fmt: skip


@shareable
def network():
    """11: a network on the tumours: drag a point, add hidden neurons."""
    return Playground(data.cell_nuclei(["radius", "texture"]), hidden=[], alpha=1.0, held=0.25)


# --- the lesson ---

PREDICTIONS = {
    "threshold": {
        "question": "To miss a malignant tumour is 20 times as bad as a false alarm. Where is the best threshold?",
        "options": ("above 0.5", "at 0.5", "below 0.5"),
        "answer": "below 0.5",
        "why": "Rather 20 false alarms than one miss: even a small chance is worth an alarm.",
    }
}

_COST = """\
import numpy as np


def cost_of_errors(y, y_hat, threshold, false_alarm, miss):
    said = y_hat >= threshold
    alarms = np.sum(said & (y == 0))
    missed = np.sum(~said & (y == 1))
    return (false_alarm * alarms + miss * missed) / len(y)"""


_COST_MISTAKES = {
    "it is not per row": lambda y, y_hat, *rest: judgement.expected_cost(y, y_hat, *rest) * len(y),
    "a miss has no price": lambda y, y_hat, cut, alarm, miss: judgement.expected_cost(y, y_hat, cut, alarm, 1.0),
    "the prices are exchanged": lambda y, y_hat, cut, alarm, miss: judgement.expected_cost(y, y_hat, cut, miss, alarm),
    "alarms and none are exchanged": lambda y, y_hat, cut, alarm, miss: judgement.expected_cost(
        1 - y, y_hat, cut, miss, alarm
    ),
}


def _drawn(rng):
    """Six rows of either kind, with chances, a threshold and two prices."""
    return rng.permutation([0, 0, 0, 1, 1, 1.0]), rng.uniform(size=6).round(2), 0.4, 1.0, float(rng.integers(2, 9))


EXERCISES = {
    "leak": Exercise(
        partial(judge_choice, truth="leave it out", options={
            "keep it": "it is known only after the answer is, so for a new patient it is not there.",
            "leave it out": "it is written down after the diagnosis: for a new patient there is none.",
            "divide by it": "that keeps it, in another form.",
        }),
        hints=("Who has chemotherapies, and since when?", "Is this number known before the diagnosis, or after it?"),
        solution='answer = "leave it out"',
        wrong=typed(
            ("keep it", "for a new patient it is not there"), ("divide by it", "that keeps it"),
            ("leaf it out", "Did you mean 'leave it out'?"),
        ),
    ),
    "recall": bring.RECALL,
    "best-threshold": bring.THRESHOLD,
    "cost-of-errors": Exercise(
        partial(
            judge_function, truth=judgement.expected_cost, inputs=[_drawn(np.random.default_rng(k)) for k in (1, 2)],
            draw=_drawn, mistakes=_COST_MISTAKES,
        ),
        hints=(
            "Which rows are said to be 1? A row is a false alarm where that is so and y is 0.",
            "Count both errors, multiply each with its price, and divide by the number of rows.",
        ),
        solution=_COST,
        wrong=changed(
            _COST,
            (" / len(y)", "", "because it is not per row"),
            ("miss * missed", "missed", "because a miss has no price"),
            ("false_alarm * alarms + miss", "miss * alarms + false_alarm", "because the prices are exchanged"),
            (">= threshold", "< threshold", "because alarms and none are exchanged"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Take a table of one's own from file to judged neuron, and say what its errors cost.
- **Expect.** *"92 % right is good."* Who says benign to everybody is right on 65 %. *"0.5 is the threshold."* Not where
  a miss costs more than an alarm. *"More columns, more truth."* Ten that say much the same make weights unsure.
- **Ask.** Which column of your own table is known only after the answer? Who pays for a miss, who for an alarm?
- **Set.** 1 and 2 in class, 3 and 4 at home, with a table of their own.
- **Skip.** The leave-one-out influence.
"""

LESSON = Lesson(
    "11_bring_your_own_data",
    "How good is a neuron on my own data?",
    scenes=(threshold,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "take a table from a file to a judged neuron": "recall",
        "choose a threshold by what errors cost": "best-threshold",
    },
    in_class=0,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
