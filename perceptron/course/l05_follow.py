"""Lesson 05: the chain rule."""

from dataclasses import replace
from functools import partial

import sympy as sp

from perceptron.answers import Exercise, judge
from perceptron.answers.misconceptions import gradient
from perceptron.course.chain_rule import PROOFS
from perceptron.course.exercises import follow
from perceptron.course.lesson import Lesson, shareable, typed
from perceptron.expression import NAMES
from perceptron.symbolic import i, y, y_, y_hat, y_hat_
from perceptron.widgets.scene import Bars, Curve, Panel, Parameter, Points, Pulse, Readout, Scene, Stage, Table, symbols
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.graph import Edge, Unit, graph, places, share

ACROSS, UP = ("u", 0, 5), ("v", 0, 1)
STEP = symbols("step")
PARKED = sp.Rational(9, 20)  # how far along its wire a dot is at whole steps
W = Parameter("w", -3, 3, 0.5, 0.05, "w", "w")
B = Parameter("b", -3, 3, -0.5, 0.05, "b", "b")


def _leg(start, end, first, size, digits=3):
    """A dot on its way: when the step `first` begins it is on its wire already, and covers no node's number."""
    entered = first - PARKED if first else 0
    share = (STEP - entered) / (first + 1 - PARKED - entered)
    away = sp.Piecewise((share, (entered <= STEP) & (first + 1 - PARKED > STEP)), (2, True))
    return Pulse(*start, *end, away, size, digits, full=3.0)


def _chain_layers(x, w, b, values, rates, slopes):
    """Values above, from left to right; slopes below, from right to left; a dot that travels on either."""
    z, y_hat, C = values
    d, s = rates[2], rates[1]
    after = {k: sp.Piecewise((1, k - PARKED <= STEP), (0, True)) for k in range(1, 7)}
    looks = {"low": -1, "high": 1, "digits": 3, "code": "C"}
    columns = (
        (
            Unit("x", x, look={"low": -3, "high": 3}),
            Unit("1", 1, look={"digits": 0}),
            Unit("∂C/∂w", slopes[2], look={"shown": after[6], **looks}),
            Unit("∂C/∂b", slopes[1], look={"shown": after[6], **looks}),
        ),
        (),
        (),  # room for the weights
        (
            Unit("z", z, look={"low": -4, "high": 4, "shown": after[1], "code": "z"}),
            Unit("∂C/∂z", slopes[1], look={"shown": after[5], **looks}),
        ),
        (),
        (
            Unit("ŷ", y_hat, look={"digits": 3, "shown": after[2], "code": "y_hat"}),
            Unit("∂C/∂ŷ", d, look={"shown": after[4], **looks}),
        ),
        (),
        (
            Unit("C", C, look={"digits": 3, "shown": after[3], "code": "C"}),
            Unit("∂C/∂C", 1, look={"shown": after[3], **looks, "digits": 0}),
        ),
    )
    edges = (
        Edge("x", "z", w, "w = ", W, {"full": 3.0}),
        Edge("1", "z", b, "b = ", B, {"full": 3.0, "code": "b"}),
        Edge("z", "ŷ", 0),
        Edge("ŷ", "C", 0),
        Edge("∂C/∂C", "∂C/∂ŷ", d, "× ", look={"full": 2.0, "shown": after[3], "digits": 3, "code": "X"}),
        Edge("∂C/∂ŷ", "∂C/∂z", s, "× ", look={"full": 1.0, "shown": after[4], "digits": 4, "code": "X"}),
        Edge("∂C/∂z", "∂C/∂w", x, "× ", look={"full": 3.0, "shown": after[5], "code": "X"}),
        Edge("∂C/∂z", "∂C/∂b", 1, "× ", look={"full": 3.0, "shown": after[5], "digits": 0, "code": "X"}),
    )
    at = places(columns, ACROSS, UP)
    knob = tuple(a + share(edges[0]) * (c - a) for a, c in zip(at["x"], at["z"], strict=True))
    below = at["C"][0], at["C"][1] + sp.Rational(27, 100) * (at["∂C/∂C"][1] - at["C"][1])  # where the nudge has arrived
    forward = [(knob, at["z"], 1), (at["z"], at["ŷ"], x), (at["ŷ"], at["C"], x * s), (below, below, x * s * d)]
    back = [(at["∂C/∂C"], at["∂C/∂ŷ"], 1), (at["∂C/∂ŷ"], at["∂C/∂z"], d)]
    back += [(at["∂C/∂z"], at[end], slopes[1]) for end in ("∂C/∂w", "∂C/∂b")]
    dots = [_leg(start, end, k, size) for k, (start, end, size) in enumerate(forward)]
    # What goes back is in the node that it comes from, and beside the dot would cover the rate of the link.
    dots += [_leg(start, end, k, size, None) for k, (start, end, size) in zip((3, 4, 5, 5), back, strict=True)]
    return (*graph(columns, edges, ACROSS, UP), *dots)


@shareable
def chain():
    """05: a neuron fills forward, a nudge of w on its way; then slopes fill backward, link by link."""
    x, w, b, y = symbols("x w b y")
    z = w * x + b
    y_hat = f.activation("sigmoid", z)
    rates = (x, f.slope("sigmoid", z), 2 * (y_hat - y))
    sizes = [sp.Mul(*rates[:k]) for k in range(4)]
    slopes = [sp.Mul(*rates[3 - k :]) for k in range(1, 4)]
    layers = _chain_layers(x, w, b, (z, y_hat, (y - y_hat) ** 2), rates, slopes)
    forward = f.one_of(sp.Min(sp.floor(STEP), 3), sizes)
    backward = f.one_of(sp.Max(sp.floor(STEP), 3) - 3, [1, *slopes])
    said = {"step": sp.floor(STEP), "forward": forward, "backward": backward}
    return Stage(Scene(
        "The chain",
        "Above, a neuron with one input: x and a constant 1, wires with w and b to z, then ŷ, then C; a nudge of w "
        "travels to C. Below, from C back to the weight and the bias, the slopes of C, each the one before it times "
        "the rate of a link.",
        (
            Parameter("x", -3, 3, 2, 0.05, "x", "X"), W, B,
            Parameter("y", 0, 1, 1, 0.05, "y", "y"),
            Parameter("step", 0, 6, 0, 0.05, "step", "alpha", play=True, stride=1),
        ),
        (Panel(ACROSS, UP, layers, axes=False, tall=1.0),),
        readouts=(
            Readout("Forward: the nudge is {n:.4f} times as large as it was at w.", {"n": forward}),
            Readout("Backward: the product so far is {p:.4f}.", {"p": backward}),
        ),
        sentence=Readout("Step {step:.0f}. The nudge is {forward:.4f}, the product is {backward:.4f}.", said),
    ))  # fmt: skip


@shareable
def wishes():
    """05: what each of three examples wants of a weight, and what is left when their wishes are added."""
    x, y, w, b, u, of = symbols("x y w b u of")
    table = Table("examples", {"x": [-2.0, 0.5, 2.0], "y": [0.9, 0.1, 0.9]})
    delta = f.delta("mse", w * x + b, y) / 3
    wish = -delta * f.one_of(of, (x, sp.S.One))
    y_hat = f.activation("sigmoid", w * x + b)
    total = 3 * table.mean(wish)
    return Stage(Scene(
        "Three wishes",
        "First, three examples and the curve of the predictions, with the residuals. Second, how each example wants "
        "the weight or the bias to change, as a bar: orange for up, blue for down; each begins where the one before it "
        "ends. The last bar is their sum.",
        (
            Parameter("w", -3, 3, 0.5, 0.05, "w", "w"),
            Parameter("b", -3, 3, -0.5, 0.05, "b", "b"),
            Parameter("of", label="wishes for", code="C", choices=("the weight w", "the bias b")),
        ),
        (
            Panel(("u", -3, 3), ("v", 0, 1), (
                Curve(f.activation("sigmoid", w * u + b), "y_hat", "prediction ŷ"),
                Points("examples", x, y, to=y_hat, drag=("", "y")),
            ), "x", "y"),
            Panel(("bar", 0, 4), ("wish", -0.4, 0.4), (
                Bars((wish,), ("first", "second", "third"), "sum", "examples", 3),
            ), axes=False),
        ),
        (table,),
        (Readout("The sum of the wishes is {t:.4f}: minus the slope of C.", {"t": total}),),
        Readout("The sum of the wishes is {t:.4f}.", {"t": total}),
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
            ("2/n (sum(ŷ_i-y_i)) (1-ŷ_i^2) x_ij", "the sum is taken before the product"),
            ("2/n sum((ŷ_i-y_i) x_ij)", "link ∂ŷ/∂z"),
            ("2/n sum((ŷ_i-y_i) (1-ŷ_i^2))", "the input x is missing"),
        ),
    ),
    "fresh-pair": follow.FRESH_PAIR,
}  # fmt: skip

TEACHING = r"""
- **Goal.** Derive $\partial C/\partial w_j$ and $\partial C/\partial b$, link by link, for any number of examples.
- **Expect.** *"Add the three rates."* They multiply, as in gears. *"y − ŷ, as in the loss."* The inner derivative
  brings a minus: prediction minus target. *"The square stays when the 2 comes down."* *"An input of 0 still moves its
  weight."* The first link is 0. *"Sum the errors, then multiply."* Two examples on the board: errors 1 and −1, inputs
  3 and 4. Sum first, and you get 0; multiply first, and you get −1.
- **Ask.** Which link makes a sure and wrong neuron slow? Why is there no x in the gradient of the bias?
- **Set.** 1 in class, where only the last step is missing; 2 and 3 at home, where more is.
- **Skip.** The second picture for the bias. Link 2 line by line, if time is short: show its first and its last line.
"""

LESSON = Lesson(
    "05_follow_the_chain_rule",
    "What is the formula for that, for every weight?",
    scenes=(chain, wishes),
    predictions=PREDICTIONS,
    proofs=PROOFS,
    exercises=EXERCISES,
    promised={
        "derive how the cost changes with each weight": "fresh-pair",
        "with the bias, link by link": "bias-slope",
        "for any number of examples": "weights-slope",
    },
    in_class=45,
    teaching=TEACHING,
)
predict, proof, check, another = LESSON.predict, LESSON.proof, LESSON.check, LESSON.another
