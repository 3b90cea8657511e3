"""Lesson 05: the chain rule."""

from dataclasses import replace
from functools import partial

import numpy as np
import sympy as sp

from perceptron.answers import Exercise, judge, judge_function
from perceptron.answers.misconceptions import gradient
from perceptron.cost import MSE
from perceptron.course.chain_rule import PROOFS
from perceptron.course.lesson import Lesson, changed, shareable, typed
from perceptron.diagnosis import wrong_functions
from perceptron.expression import NAMES
from perceptron.gradient import gradient as gradient_by_hand
from perceptron.neuron import TANH
from perceptron.symbolic import i, y, y_, y_hat, y_hat_
from perceptron.widgets.scene import Arrow, Handle, Panel, Parameter, Readout, Scene, Stage, Text, symbols
from perceptron.widgets.scene import formulas as f


@shareable
def chain():
    """05: a nudge of w travels from z to ŷ to C; each link multiplies it by its own rate."""
    x, w, b, y, travel = symbols("x w b y travel")
    z = w * x + b
    y_hat = f.activation("sigmoid", z)
    rates = (x, f.slope("sigmoid", z), 2 * (y_hat - y))
    sizes = [sp.Mul(*rates[:k]) for k in range(4)]
    places = [0.5, 3.5, 6.5, 9.5]
    names = (("w", "w", w), ("z", "z", z), ("ŷ", "y_hat", y_hat), ("C", "C", (y - y_hat) ** 2))
    layers = [
        Text(u, 1.35, name + " = {v:.3f}", {"v": value}, code)
        for u, (name, code, value) in zip(places, names, strict=True)
    ]
    layers += [Arrow(u + 0.5, 1, 2, 0, "X") for u in places[:3]]
    words = ("× x = {r:.3f}", "× ŷ(1 − ŷ) = {r:.3f}", "× 2(ŷ − y) = {r:.3f}")
    heights = (0.7, 0.42, 0.7)  # side by side they would overlap on a narrow page
    layers += [
        Text(u + 1.5, v, text, {"r": rate}) for u, v, text, rate in zip(places[:3], heights, words, rates, strict=True)
    ]
    here = 3 * travel + sp.Rational(1, 2)
    now = f.one_of(sp.floor(travel), sizes)
    layers += [
        Handle("the nudge", here, 1, {"travel": (symbols("u") - sp.Rational(1, 2)) / 3}, "y_hat"),
        Text(here, 0.12, "{v:.3f} × nudge", {"v": now}, "y_hat"),
    ]
    total = {"x": rates[0], "s": rates[1], "d": rates[2], "t": sizes[3]}
    return Stage(Scene(
        "The chain",
        "Four quantities in a row, w, z, ŷ and C, with an arrow from each to the next. Under each arrow is its rate. "
        "A nudge of the weight travels along, and each link multiplies it by its rate.",
        (
            Parameter("x", -3, 3, 2, 0.05, "x", "X"),
            Parameter("w", -3, 3, 0.5, 0.05, "w", "w"),
            Parameter("b", -3, 3, -0.5, 0.05, "b", "b"),
            Parameter("y", 0, 1, 1, 0.05, "y", "y"),
            Parameter("travel", 0, 3, 0, 0.05, "travel", "y_hat", play=True),
        ),
        (Panel(("u", -0.5, 10.5), ("v", 0, 2), tuple(layers), axes=False),),
        readouts=(Readout("∂C/∂w = {d:.3f} × {s:.3f} × {x:.3f} = {t:.4f}", total),),
        sentence=Readout("The slope of C in w is {t:.4f}.", {"t": sizes[3]}),
    ))  # fmt: skip


# --- the lesson ---


def _judge_tanh(of, mean=False):
    """The judge of a gradient for tanh; r is the residual, s the slope, and e the error."""
    r, s = (sp.IndexedBase(letter, real=True) for letter in "rs")
    given = {r.label: y - y_hat, s.label: 1 - y_hat**2, sp.E: y_hat - y}
    given |= {r[i]: y_[i] - y_hat_[i], s[i]: 1 - y_hat_[i] ** 2}
    names = NAMES | {"r": r.label, "s": s.label, "r_": r, "s_": s}
    truth = replace(
        gradient(of, "tanh", mean=mean), ranges=dict.fromkeys((y_hat, y_hat_), (-1, 1)) | {y: (0, 1), y_: (0, 1)}
    )
    return partial(judge, truth=truth, names=names, given=given)


def _slope_for_tanh(of_many):
    """(x, w, b, y) -> ∂C/∂w of one example with one input, from a gradient function of many."""
    return lambda x, w, b, y: float(of_many(np.array([[x]]), np.array([y]), np.array([w]), b)[0][0])


_SLOPE = """\
import numpy as np


def slope_for_tanh(x, w, b, y):
    y_hat = np.tanh(x * w + b)
    return 2 * (y_hat - y) * (1 - y_hat**2) * x"""

PREDICTIONS = {
    "three rates": {
        "question": "Three rates, one per link. How do you get the slope from them?",
        "options": ("add them", "multiply them", "take their mean"),
        "answer": "multiply them",
        "why": "Like gears: twice as fast, then half as fast, is as fast as before.",
    },
    "zero input": {
        "question": "The input $x$ is 0. Which link stops the nudge of the weight?",
        "options": ("the first, from w to z", "the second, from z to ŷ", "the third, from ŷ to C"),
        "answer": "the first, from w to z",
        "why": "z moves x times as fast as w, and x is 0: this example says nothing about this weight.",
    },
}


EXERCISES = {
    "bias-slope": Exercise(
        _judge_tanh("b"),
        hints=("Two of the three links stand above. Which is the third?", "Nudge b by h: by how much does z move?"),
        solution='answer = "2 (ŷ - y) (1 - ŷ^2)"',
        wrong=typed(
            ("2(y-ŷ)(1-ŷ²)", "because the sign is lost"),
            ("2(ŷ-y)", "link ∂ŷ/∂z"),
            ("2(ŷ-y)(1-ŷ^2)x", "wrong, because"),
            ("(ŷ-y)(1-ŷ^2)", "almost: the factor 2 is lost"),
        ),
    ),
    "slope": Exercise(
        partial(
            judge_function, truth=_slope_for_tanh(partial(gradient_by_hand, activation=TANH)),
            inputs=[(2.0, 0.5, -0.5, 1.0), (-1.5, 0.4, 0.2, -0.3), (0.5, -2.0, 1.0, 0.0)],
            draw=lambda rng: tuple(rng.uniform(-2, 2, size=4).round(1).tolist()),
            mistakes={name: [_slope_for_tanh(fn) for fn in fns] for name, fns in wrong_functions(TANH, MSE).items()},
        ),
        hints=("Three links, and they multiply.", "Which link comes of the square, which of tanh, which of the sum?"),
        solution=_SLOPE,
        wrong=changed(
            _SLOPE,
            ("2 * (y_hat - y)", "2 * (y - y_hat)", "because the sign is lost"),
            ("2 * (y_hat - y)", "(y_hat - y)", "because the factor 2 is lost"),
            (" * x", "", "the input x is missing"),
            (" * (1 - y_hat**2)", "", "link ∂ŷ/∂z is missing"),
            ("1 - y_hat**2", "y_hat * (1 - y_hat)", "that is the slope of sigmoid"),
            (" * (1 - y_hat**2) * x", "", "wrong: for (2, 0.5, -0.5, 1)"),
            ("return", "slope =", "is the `return` missing?"),
            ("return", "return 1 #", "wrong: for (2, 0.5, -0.5, 1) it gave 1, expected -1.692."),
        ),
    ),
    "weights-slope": Exercise(
        _judge_tanh("w", mean=True),
        hints=(
            "For each example the product of three links; then their mean.",
            "Compare with the formula for σ: what of it belongs to the activation, and what to every neuron?",
        ),
        solution='answer = "2/n sum((ŷ_i - y_i) (1 - ŷ_i^2) x_ij)"',
        wrong=typed(
            ("2/n sum((y_i-ŷ_i) (1-ŷ_i^2) x_ij)", "because the sign is lost"),
            ("2 sum((ŷ_i-y_i) (1-ŷ_i^2) x_ij)", "because the mean is forgotten"),
            ("2/n sum(ŷ_i-y_i) (1-ŷ_i^2) x_ij", "the sum is taken before the product"),
            ("2/n sum((ŷ_i-y_i) x_ij)", "link ∂ŷ/∂z"),
            ("2/n sum((ŷ_i-y_i) (1-ŷ_i^2))", "the input x is missing"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Derive $\partial C/\partial w_j$ and $\partial C/\partial b$, link by link, for any number of examples.
- **Expect.** *"Add the three rates."* They multiply, as in gears. *"y − ŷ, as in the loss."* The inner derivative
  brings a minus: prediction minus target. *"The square stays when the 2 comes down."* *"An input of 0 still moves its
  weight."* The first link is 0. *"Sum the errors, then multiply."* Two examples on the board: errors 1 and −1, inputs
  3 and 4. Sum first, and you get 0; multiply first, and you get −1.
- **Ask.** Which link makes a sure and wrong neuron slow? Why is there no x in the gradient of the bias?
- **Set.** 1 in class, where only the last step is missing; 2 and 3 at home, where more is.
- **Skip.** "The bias is a weight, too". Link 2 line by line, if time is short: show its first and its last line.
"""

LESSON = Lesson(
    "05_follow_the_chain_rule",
    "What is the formula for that, for every weight?",
    scenes=(chain,),
    predictions=PREDICTIONS,
    proofs=PROOFS,
    exercises=EXERCISES,
    in_class=45,
    teaching=TEACHING,
)
predict, proof, check, another = LESSON.predict, LESSON.proof, LESSON.check, LESSON.another
