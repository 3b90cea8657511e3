"""Lesson 04: a slope by a nudge."""

import math
from functools import partial

import sympy as sp

from perceptron import codegen
from perceptron.answers import Exercise, judge_choice, judge_function
from perceptron.course.exercises import estimate
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.widgets.scene import Curve, Handle, Line, Panel, Parameter, Readout, Scene, Stage, symbols
from perceptron.widgets.scene import formulas as f


@shareable
def nudge():
    """04: the slope by a nudge of size h against the true slope, and the nudge's error over h, down to round-off."""
    w, v, power, q = symbols("w v power q")

    def cost(u):
        return (1 - f.activation("sigmoid", 2 * u - sp.Rational(1, 2))) ** 2

    def quotient(h):
        return (codegen.fround(cost(w + h)) - codegen.fround(cost(w))) / h

    def log_error(u):  # a billionth more, so that a lucky zero has a logarithm
        return sp.log(sp.Abs(quotient(10**u) - exact) + sp.Float(1e-9)) / sp.log(10)

    exact = 2 * f.delta("mse", 2 * w - sp.Rational(1, 2), 1)
    h = 10**power
    smallest = sp.Float(1e-7)
    left = (
        Curve(cost(v), "C", "cost"),
        Line(-exact, 1, exact * w - cost(w), "w"),
        Line(-quotient(h), 1, quotient(h) * w - cost(w), "y_hat", dash=True),
        Handle(
            "the nudged weight", w + h, cost(w + h), {"power": sp.log(sp.Max(v - w, smallest)) / sp.log(10)}, "y_hat"
        ),
        Handle("the weight", w, cost(w), {"w": v}),
    )
    right = (Curve(log_error(q), "C"), Handle("the size of the nudge", power, log_error(power), {"power": q}, "y_hat"))
    numbers = {"h": h, "quotient": quotient(h), "exact": exact, "error": sp.Abs(quotient(h) - exact)}
    return Stage(Scene(
        "A slope by nudging",
        "Left, the cost over the weight with the line that touches it and, dashed, the line through two points. Right, "
        "the error of the nudge over its size h, with 7 digits: it falls, and rises again where round-off wins.",
        (
            Parameter("w", -1.5, 2.5, 0.5, 0.01, "w", "w"),
            Parameter("power", -7, 0.3, 0, 0.05, "log₁₀ h", "y_hat"),
        ),
        (
            Panel(("v", -2, 4), ("c", -0.1, 1.1), left, "weight w", "cost C"),
            Panel(("q", -7, 0.3), ("error", -8, 0), right, "nudge h", "error of the slope", xlog=True, ylog=True),
        ),
        readouts=(Readout("h = {h:.7f}: nudge {quotient:.5f}, slope {exact:.5f}, error {error:.6f}.", numbers),),
        sentence=Readout("The nudge is off by {error:.6f}.", {"error": numbers["error"]}),
    ))  # fmt: skip


# --- the lesson ---

_DIFFERENCE = """\
def my_slope(f, w, h):
    return (f(w + h) - f(w - h)) / (2 * h)"""


class _Named:
    """A function that is shown by its formula."""

    def __init__(self, name, function):
        self.name, self.function = name, function

    def __call__(self, w):
        return self.function(w)

    def __repr__(self):
        return f"f(w) = {self.name}"


def _drawn(rng):
    """A cubic or a wave with random numbers, a place and a nudge."""
    p, q, r = (float(v) for v in rng.integers(-9, 10, size=3) / 2)
    cubic = _Named(f"{p} w³ + {q} w² + {r} w", lambda w: p * w**3 + q * w**2 + r * w)
    wave = _Named(f"sin({p} w) + {q} w", lambda w: math.sin(p * w) + q * w)
    return (cubic, wave)[rng.integers(2)], round(rng.uniform(-3, 3), 1), round(rng.uniform(0.1, 2), 1)


PREDICTIONS = {
    "smaller nudge": {
        "question": "The nudge $h$ gets smaller and smaller. Does the error get smaller all the way?",
        "options": ("yes, always", "no, it rises again", "it stays the same"),
        "answer": "no, it rises again",
        "why": "With a tiny nudge two nearly equal numbers are subtracted, and little but round-off is left.",
    },
    "high and flat": {
        "question": "Can the cost be large where its slope is nearly zero?",
        "options": ("yes", "no"),
        "answer": "yes",
        "why": "A plateau is high and flat. Slope and height are two different things.",
    },
}


EXERCISES = {
    "quotient": estimate.QUOTIENT,
    "halve-the-nudge": Exercise(
        partial(judge_choice, truth="it is a quarter", options={
            "it is a half": "so it would be with a nudge to one side, whose error goes with h.",
            "it is a quarter": "with a nudge both ways the error goes with h².",
            "it is the same": "the nearer the two points are, the nearer is their line to the curve's.",
        }, also={"it is the same": ("unchanged", "equal", "no change", "stays")}),
        hints=(
            "Look at the table above: a tenth of h made the error how many times smaller?",
            "The error goes with a power of h; the table says which. Then put a half in.",
        ),
        solution='answer = "it is a quarter"',
        wrong=typed(
            ("it is a half", "so it would be with a nudge to one side"),
            ("it is the same", "the nearer the two points are"),
            ("a quatrer", "Did you mean 'it is a quarter'?"),
        ),
    ),
    "difference": Exercise(
        partial(
            judge_function, truth=lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
            inputs=[
                (_Named("w²", lambda w: w * w), 3.0, 0.5), (_Named("w³", lambda w: w**3), 1.0, 0.1),
                (_Named("1/w", lambda w: 1 / w), 2.0, 0.25),
            ],
            draw=_drawn,
            mistakes={
                "only one side is nudged": lambda f, w, h: (f(w + h) - f(w)) / h,
                "the whole way is 2h, not h": lambda f, w, h: (f(w + h) - f(w - h)) / h,
                "the difference is not divided": lambda f, w, h: f(w + h) - f(w - h),
                "the divisor needs brackets: (2 * h)": lambda f, w, h: (f(w + h) - f(w - h)) / 2 * h,
                "the difference needs brackets": lambda f, w, h: f(w + h) - f(w - h) / (2 * h),
                "only the nudge down is taken": lambda f, w, h: (f(w) - f(w - h)) / h,
                "the order must be up minus down": lambda f, w, h: (f(w - h) - f(w + h)) / (2 * h),
            },
        ),
        hints=(
            "f is called twice, at two places around w. Which two?",
            "A slope is a change of f over a change of w: how far apart are your two places?",
        ),
        solution=_DIFFERENCE,
        wrong=returning(
            "my_slope(f, w, h)",
            ("(f(w + h) - f(w)) / h", "because only one side is nudged"),
            ("(f(w + h) - f(w - h)) / h", "because the whole way is 2h"),
            ("f(w + h) - f(w - h)", "because the difference is not divided"),
            ("(f(w - h) - f(w + h)) / (2 * h)", "because the order must be up minus down"),
            ("(f(w + h) - f(w - h)) / 2 * h", "because the divisor needs brackets"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** A slope is what the quotient of two changes comes to; a nudge finds it, within limits.
- **Expect.** *"The smaller the nudge, the better."* Below some h round-off takes over. *"The cost is large, so its
  slope is large."* Slope is not value: far out the cost is high and flat. *"A negative slope is a negative cost."* It
  only says downhill.
- **Ask.** You stand in fog on a hillside. What does the slope tell you, and what does it not?
- **Set.** 1 in class; 2 and 3 at home.
- **Skip.** Nothing before "A slope is not a value"; that step is worth the lesson.
"""

LESSON = Lesson(
    "04_estimate_a_slope",
    "How fast does the error change when a weight changes?",
    scenes=(nudge,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    in_class=20,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
