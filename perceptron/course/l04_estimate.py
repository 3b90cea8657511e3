"""Lesson 04: a slope by a nudge."""

import math
from functools import partial

import sympy as sp

from perceptron import codegen
from perceptron.answers import Exercise, judge_choice, judge_function
from perceptron.course.exercises import estimate
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.widgets.scene import Arrow, Curve, Handle, Line, Panel, Parameter, Readout, Scene, Stage, Text, symbols
from perceptron.widgets.scene import formulas as f


def cost(w):
    """The cost of the lesson's one example, x = 2 with the target 1, for the bias −0.5."""
    return (1 - f.activation("sigmoid", 2 * w - sp.Rational(1, 2))) ** 2


def slope(w):
    """Its slope."""
    return 2 * f.delta("mse", 2 * w - sp.Rational(1, 2), 1)


def rounded(w):
    """The cost with the 7 digits that graphics cards keep."""
    return codegen.fround(cost(w))


WEIGHT = Parameter("w", -4, 2.5, 0.5, 0.01, "w", "w")
POWER = Parameter("power", -7, 0, 0, 0.05, "log₁₀ h", "y_hat")


@shareable
def nudge():
    """04: the cost over the weight, and what a magnifier shows of it that makes a nudge h as long as the picture."""
    w, v, power, u = symbols("w v power u")
    h, low = 10**power, sp.Rational(-7, 5)
    quotient = (rounded(w + h) - rounded(w)) / h
    far, ticks = sp.Rational(5, 2), (("10⁻⁶", -6), ("10⁻³", -3), ("h = 1", 0))  # of the ruler, which begins at 0
    road = (
        Curve(cost(v), "C", "cost C"),
        Line(-slope(w), 1, slope(w) * w - cost(w), "w"),
        Line(-quotient, 1, quotient * w - cost(w), "y_hat", dash=True),
        Arrow(w, cost(w), h, 0, "y_hat"),
        Handle("the weight", w, cost(w), {"w": v}),
    )
    magnified = (
        Curve((rounded(w + h * u) - rounded(w)) / h, "C"),
        Line(-slope(w), 1, 0, "w"),
        Line(-quotient, 1, 0, "y_hat", dash=True),
        Arrow(0, 0, 1, 0, "y_hat", "h"),
        Line(0, 1, -low, "X"),
        *(Text(far * (k + 7) / 7, low - sp.Rational(1, 4), said) for said, k in ticks),
        Handle("the nudge", far * (power + 7) / 7, low, {"power": 7 * u / far - 7}, "y_hat"),
    )
    numbers = {"w": w, "C": cost(w), "h": h, "quotient": quotient}
    return Stage(Scene(
        "A slope by a nudge",
        "First, the cost over the weight, with the line that touches it and, dashed, the line through two of its "
        "points, a nudge h apart. Then the same around the weight under a magnifier, which makes the nudge as long as "
        "1 on the page; with 7 digits the curve ends as stairs. Below it is a ruler of h, in powers of ten.",
        (WEIGHT, POWER),
        (
            Panel(("v", -4.5, 4), ("c", -0.1, 1.1), road, "weight w", "cost C"),
            Panel(("u", -0.5, 2.8), ("c", -1.85, 0.7), magnified, "change of w, in nudges h", "change of C, over h"),
        ),
        readouts=(Readout("w = {w:.2f}: C = {C:.4f}. Nudge h = {h:.7f}: quotient {quotient:.5f}.", numbers),),
        sentence=Readout("With the nudge {h:.7f} the quotient is {quotient:.5f}.", {"h": h, "quotient": quotient}),
    ))  # fmt: skip


@shareable
def trust():
    """04: the error of the quotient over the size of the nudge, nudged up only and both ways, down to round-off."""
    w, power, q = symbols("w power q")

    def up(h):
        return (rounded(w + h) - rounded(w)) / h

    def both(h):
        return (rounded(w + h) - rounded(w - h)) / (2 * h)

    def logged(quotient):  # a billionth more, so that a lucky zero has a logarithm
        return sp.log(sp.Abs(quotient - slope(w)) + sp.Float(1e-9)) / sp.log(10)

    h = 10**power
    layers = (
        Curve(logged(up(10**q)), "y_hat", "nudged up"),
        Curve(logged(both(10**q)), "C", "nudged both ways", dash=True),
        Line(1, 0, -power, "X"),
        Handle("the nudge", power, sp.Rational(-1, 2), {"power": q}, "X"),
    )
    errors = {"h": h, "up": sp.Abs(up(h) - slope(w)), "both": sp.Abs(both(h) - slope(w))}
    return Stage(Scene(
        "How far a nudge can be trusted",
        "The error of the quotient over the nudge h, both in powers of ten, where costs have 7 digits: for a nudge up, "
        "and, dashed, for nudges both ways. Each falls with h, and rises again where round-off wins.",
        (WEIGHT, POWER),
        (Panel(("q", -7.2, 0.2), ("error", -8, 0), layers, "nudge h", "error of the quotient", xlog=True, ylog=True),),
        readouts=(Readout("Nudge h = {h:.7f}: error {up:.7f} for up, {both:.7f} for both ways.", errors),),
        sentence=Readout("With the nudge {h:.7f} the quotient is off by {up:.7f}, both ways by {both:.7f}.", errors),
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
    }
}


EXERCISES = {
    "quotient": estimate.QUOTIENT,
    "both-ways": estimate.BOTH_WAYS,
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
- **Set.** 1 in class; 2, 3 and 4 at home.
- **Skip.** Nothing before "A slope is not a value"; that step is worth the lesson.
"""

LESSON = Lesson(
    "04_estimate_a_slope",
    "How fast does the error change when a weight changes?",
    scenes=(nudge, trust),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "find out by nudging how fast a cost changes with a weight": "both-ways",
        "say how far such a nudge can be trusted": "halve-the-nudge",
    },
    in_class=20,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
