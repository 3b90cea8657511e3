"""Lesson A: a published text, held against the mathematics."""

from functools import partial

from perceptron.answers import Exercise, judge, judge_choice
from perceptron.answers.misconceptions import gradient
from perceptron.course.exercises import article
from perceptron.course.lesson import Lesson, typed

PREDICTIONS = {
    "errata": {
        "question": "How many of the 21 printed formulas are wrong in every reading?",
        "number": 5,
        "tolerance": 0,
        "why": "All five are in the derivatives of the cost and of $z$; the forward pass is right.",
    }
}


EXERCISES = {
    "mended-bias": Exercise(
        partial(judge, truth=gradient("b", "sigmoid", mean=True)),
        hints=(
            "Three links for each example; then their mean.",
            "The last link is 1. The sum comes last, and 2/n comes in front.",
        ),
        solution='answer = "2/n sum((ŷ_i - y_i) ŷ_i (1 - ŷ_i))"',
        wrong=typed(
            ("2/n sum((y_i-ŷ_i) ŷ_i (1-ŷ_i))", "because the sign is lost"),
            ("2 sum((ŷ_i-y_i) ŷ_i (1-ŷ_i))", "because the mean is forgotten"),
            ("2/n (sum(ŷ_i-y_i)) ŷ_i (1-ŷ_i)", "the sum is taken before the product"),
            ("2/n sum(ŷ_i-y_i)", "link ∂ŷ/∂z"),
        ),
    ),
    "entropy-book": Exercise(
        partial(judge_choice, truth="a link too many", options={
            "nothing": "put a prediction of 0.0003 and a target of 1 into it, and into ŷ − y (lesson 09).",
            "the sign": "the sign is right: prediction minus target.",
            "a link too many": "with the cross-entropy ŷ(1 − ŷ) cancels; ŷ − y is left, times the input.",
            "the factor": "the cross-entropy has no square, so no 2 comes down.",
        }),
        hints=(
            "What is left of links 1 and 2, when the cost is the cross-entropy? See lesson 09.",
            "Link 1 has ŷ(1 − ŷ) below the line.",
        ),
        solution='answer = "a link too many"',
        wrong=typed(
            ("nothing", "into ŷ − y (lesson 09)"),
            ("the sign", "the sign is right"),
            ("factor", "no 2 comes down"),
            ("two links", "Choose one of nothing, the sign"),
        ),
    ),
    "verdict": article.VERDICT,
}  # fmt: skip

TEACHING = r"""
- **Goal.** Hold a printed formula against the mathematics, kindly and exactly.
- **Expect.** *"All 21 are right"*, or *"most are wrong"*: five are. *"A sign is a detail."* It turns a descent into a
  climb. *"The sign is mended and the cost falls, so now it is right."* The neuron still ignores the temperature.
- **Ask.** Which of the three questions to a formula would have caught each of the five?
- **Set.** 1, 2 and 3.
- **Skip.** Nothing; it is homework. [Where each equation is taught](docs/equations.md) lists all 21.
"""

LESSON = Lesson(
    "A_read_the_article",
    "Which of the 21 printed formulas are right?",
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "hold a published text against the mathematics line by line": "verdict",
        "find what is wrong in it": "mended-bias",
    },
    in_class=0,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
