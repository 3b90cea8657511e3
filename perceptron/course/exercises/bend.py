"""Of lesson 02."""

from functools import partial

from perceptron.answers import Exercise, judge_choice, numeric, varied
from perceptron.answers.varied import said


def _collapse(w, b, v, c):
    return numeric(
        f"Two neurons in a row without a bend: the first gives ${said(w)}x + {said(b)}$ and the second multiplies that "
        f"by {said(v)} and adds {said(c)}. Together they are one neuron. What is its bias?",
        v * b + c,
        {
            "the second weight reaches the first bias, too": b + c,
            "that is its weight": v * w,
            "the second bias is missing": v * b,
            "the first bias is missing": c,
        },
        ("Put the first formula in the place of x in the second.", "Multiply out: which part has no x in it?"),
    )


COLLAPSE = varied(_collapse, ((2, 3, 4, 5), (1, 2, 3, 6), (2, 3, -2, 5), (1, 4, 5, 7)), (5, 1, 2, 4))


def _saturated(answer):
    return numeric(
        f"A sigmoid answers {answer:g}. How large is its slope there?",
        answer * (1 - answer),
        {
            "that is how far it is from 1": 1 - answer,
            "that is the answer itself": answer,
            "that would be the slope of tanh": 1 - answer**2,
        },
        ("Its slope can be said by the answer alone: look at lesson 02's formula.", "ŷ times what?"),
    )


SATURATED = varied(_saturated, ([0.55, 0.99, 0.01],), (0.99,))


def _tanh_slope(answer):
    return numeric(
        f"A neuron that bends by tanh answers {answer:g}. How large is its slope there, $1 - \\hat y^2$?",
        1 - answer**2,
        {
            "that would be the slope of the sigmoid": answer * (1 - answer),
            "the answer is not squared": 1 - answer,
            "that is the square alone": answer**2,
        },
        ("Square the answer first.", "And how far is that from 1?"),
    )


TANH_SLOPE = varied(_tanh_slope, ([0.1, 0.95, 0.05],), (0.9,))

WHICH_BEND = Exercise(
    partial(judge_choice, truth="none", options={
        "sigmoid": "its answers lie between 0 and 1.",
        "ReLU": "it has no answer below 0.",
        "none": "a temperature may be any number, and so may z.",
    }),
    hints=("Which answers can each of them give?", "Can a temperature be −5? And 30?"),
    solution='answer = "none"',
    wrong=(
        ('answer = "sigmoid"', "its answers lie between 0 and 1"), ('answer = "ReLU"', "it has no answer below 0"),
        ('answer = "tanh"', "Choose one of sigmoid, ReLU"),
    ),
)  # fmt: skip
