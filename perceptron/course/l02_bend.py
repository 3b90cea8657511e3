"""Lesson 02: activations."""

from functools import partial
from itertools import permutations

import sympy as sp

from perceptron.answers import Exercise, judge, judge_function
from perceptron.course.exercises import bend
from perceptron.course.lesson import Lesson, returning, shareable, typed
from perceptron.expression import NAMES
from perceptron.proof import Proof, product, total
from perceptron.symbolic import ACTIVATIONS, b, k, m, sigma, x_, y_hat, z
from perceptron.symbolic import x as X
from perceptron.widgets.scene import Curve, Handle, Line, Panel, Parameter, Readout, Scene, Stage, Text, symbols
from perceptron.widgets.scene import formulas as f


@shareable
def activation(name="sigmoid"):
    """02: an activation over its input, its slope, and a point to move; shift it, make it steeper, pick another."""
    x, at, pick, steep, threshold = symbols("x at pick steep threshold")
    names = tuple(ACTIVATIONS)

    def z(u):
        return steep * (u - threshold)

    def value(u):
        return f.one_of(pick, [f.activation(n, z(u)) for n in names])

    def slope(u):
        return steep * f.one_of(pick, [f.slope(n, z(u)) for n in names])

    numbers = {"at": at, "z": z(at), "value": value(at), "slope": slope(at)}
    layers = (
        Curve(value(x), "y_hat", "activation"),
        Curve(slope(x), "w", "its slope", dash=True),
        Line(-slope(at), 1, slope(at) * at - value(at), "z"),
        Text(threshold - 0.5, -0.85, "threshold", code="b", align="right"),
        Handle("the threshold", threshold, -0.85, {"threshold": x}, code="b"),
        Text(steep / 2 - 0.5, -1.05, "steepness", code="w", align="right"),
        Handle("the steepness", steep / 2, -1.05, {"steep": 2 * x}, code="w"),
        Handle("the point", at, value(at), {"at": x}, code="z"),
    )
    return Stage(Scene(
        "An activation and its slope",
        "The activation over the input x, its slope as a dashed curve, and a line that touches it at one point.",
        (
            Parameter("pick", start=names.index(name), label="activation", code="y_hat", choices=names),
            Parameter("at", -6, 6, 1, 0.05, "x", "z"),
            Parameter("threshold", -4, 4, 0, 0.05, "threshold", "b"),
            Parameter("steep", -5, 10, 1, 0.05, "steepness", "w"),
        ),
        (Panel(("x", -6, 6), ("value", -1.2, 1.6), layers, "input x", "activation"),),
        readouts=(Readout("At x = {at:.2f}: z = {z:.2f}, activation {value:.3f}, slope {slope:.4f}.", numbers),),
        sentence=Readout("At {at:.2f} z is {z:.2f}, the activation {value:.3f}, its slope {slope:.4f}.", numbers),
    ))  # fmt: skip


BENDS = {"none": "identity", "ReLU": "relu", "sigmoid": "sigmoid", "tanh": "tanh"}


@shareable
def in_a_row():
    """02: a neuron behind another: without a bend between them the two are one straight line."""
    x, v, c, w, b, between = symbols("x v c w b between")

    def both(u):
        return v * f.one_of(between, [f.activation(name, w * u + b) for name in BENDS.values()]) + c

    ends = {name: both(at) for name, at in (("far", -3), ("left", -1), ("right", 1), ("near", 3))}
    steep = {"low": (ends["left"] - ends["far"]) / 2, "high": (ends["near"] - ends["right"]) / 2}
    said = Readout(
        "Steepness of both in a row, from −3 to −1: {low:.3f}, from 1 to 3: {high:.3f}. "
        "One neuron with the weight v·w = {weight:.3f} and the bias v·b + c = {bias:.3f} is the grey line.",
        steep | {"weight": v * w, "bias": v * b + c},
    )
    layers = (
        Curve(w * x + b, "w", "the first neuron's sum", dash=True),
        Curve(both(x), "y_hat", "both in a row"),
        Curve(v * (w * x + b) + c, "X", "one neuron, not bent", dash=True),
        Handle("the first neuron's bias", 0, b, {"b": symbols("value")}, code="b"),
        Handle("the first neuron's weight", 1, w + b, {"w": symbols("value") - b}, code="w"),
        Handle("both in a row", -2, both(-2), {"c": symbols("value") - both(-2) + c}, code="y_hat"),
    )
    return Stage(Scene(
        "Two neurons in a row",
        "What the first of two neurons adds up over x, as a dashed line; what the second makes of it; and the line of "
        "one neuron that would do the same if nothing were bent between the two.",
        (
            Parameter("between", start=0, label="bend between", code="y_hat", choices=tuple(BENDS)),
            Parameter("w", -2, 2, 1, 0.05, "w", "w"),
            Parameter("b", -2, 2, 0.5, 0.05, "b", "b"),
            Parameter("v", -2, 2, -1.5, 0.05, "v", "w"),
            Parameter("c", -2, 2, 1, 0.05, "c", "b"),
        ),
        (Panel(("x", -3, 3), ("value", -4, 4), layers, "input x", "value"),),
        readouts=(said,),
        sentence=said,
    ))  # fmt: skip


# --- proofs ---

c, u, v, w, x = sp.symbols("c u v w x", real=True)


def _tanh_slope():
    up, down = sp.exp(z) - sp.exp(-z), sp.exp(z) + sp.exp(-z)
    return Proof("The slope of tanh", sp.Derivative(sp.tanh(z), z), (
        (sp.Derivative(up / down, z), "tanh spelled out"),
        ((down**2 - up**2) / down**2, "quotient rule; each of the two is the derivative of the other"),
        (1 - sp.UnevaluatedExpr(up / down) ** 2, "divided term by term"),
        (1 - sp.tanh(z) ** 2, "the fraction is tanh"),
    ), letters={y_hat: sp.tanh(z)})  # fmt: skip


def _softplus_slope():
    e = sp.exp(z)
    return Proof("The slope of softplus", sp.Derivative(sp.log(1 + e), z), (
        (e / (1 + e), "the derivative of the logarithm of u is u′/u"),
        (sigma(z).doit(), "above and below the line divided by e to the z"),
        (sigma(z), "that is σ"),
    ), letters={u: 1 + e})  # fmt: skip


def _linear_layers():
    """One hidden neuron and one input; then two hidden neurons and m inputs."""
    B, V, W = (sp.IndexedBase(letter, real=True) for letter in ("b", "v", "w"))
    pair = (1, 2)
    hidden = [V[u] * (sp.Sum(W[u, k] * x_[k], (k, 1, m)) + B[u]) for u in pair]
    weight = sp.Add(*(V[u] * W[u, k] for u in pair))
    bias = sp.Add(*(V[u] * B[u] for u in pair)) + c
    return (
        Proof("Two linear neurons in a row are one", total(product(v, total(w * x, b)), c), (
            (total(product(v, w, x), v * b, c), "multiplied out"),
            (total(product(v * w, x), total(v * b, c)), "again a weight times x plus a bias"),
        ), letters={u: w * x + b}),
        Proof("A layer of two linear neurons and one behind it are one neuron", sp.Add(*hidden) + c, (
            (sp.Add(*(sp.Sum(V[u] * W[u, k] * x_[k], (k, 1, m)) for u in pair)) + bias, "multiplied out"),
            (sp.Sum(product(weight, x_[k]), (k, 1, m)) + bias, "collected by input: one weight each, and one bias"),
        )),
    )  # fmt: skip


PROOFS = {
    "tanh_slope": _tanh_slope(),
    "softplus_slope": _softplus_slope(),
    "two_linear_neurons": _linear_layers()[0],
    "linear_layer": _linear_layers()[1],
}

# --- the lesson ---

_LEAKY = """\
def slope_of_leaky_relu(z):
    return 1.0 if z > 0 else 0.1"""
_k, _t = sp.symbols("k t", positive=True)
_LETTERS = NAMES | {"k": _k, "t": _t}  # of the page, and two or three of them without a space
_LETTERS |= {
    "".join(word): sp.Mul(*map(_LETTERS.get, word))
    for size in (2, 3)
    for word in permutations("ktx", size)
    if "k" in word
}

PREDICTIONS = {
    "steepest": {
        "question": "How large is the sigmoid's slope where it is steepest?",
        "number": 0.25,
        "why": "A quarter, in the middle. Many expect 1, for the curve goes from 0 to 1; but it takes its time.",
    },
    "two in a row": {
        "question": "Two neurons in a row without a bend: what can they do that one can't?",
        "options": ("curves", "corners", "nothing"),
        "answer": "nothing",
        "why": "A straight line of a straight line is a straight line.",
    },
}


EXERCISES = {
    "collapse": bend.COLLAPSE,
    "saturated": bend.SATURATED,
    "tanh-slope": bend.TANH_SLOPE,
    "which-bend": bend.WHICH_BEND,
    "bias-of-threshold": Exercise(
        partial(judge, truth=-_k * _t, names=_LETTERS, mistakes={
            "the sign is lost": _k * _t, "that is where the middle lies, not the bias": _t,
            "the steepness is missing: it multiplies all that is in the bracket": -_t, "that is the weight": _k,
            "that is the whole of z, and the bias is one part of it": (_k * X - _k * _t, _k * X + _k * _t),
            "that is the part with the input, whose factor is the weight": _k * X,
            "the bracket alone is no bias; the steepness is still in front of it": (X - _t, X + _t),
        }),
        hints=(
            "Multiply the bracket out: what becomes of its second part?",
            "Put it beside z = w x + b. Which part has an x in it, and what is left?",
        ),
        advice={
            "the sign is lost": "A neuron with a threshold above 0 must be held back: which sign has its bias?",
            "that is where the middle lies, not the bias": "The bias is added to w x; t is taken from x, inside.",
        },
        solution='answer = "-k t"',
        wrong=typed(
            ("kt", "because the sign is lost"),
            ("t", "where the middle lies"),
            ("-t", "the steepness is missing"),
            ("kx - kt", "the whole of z"),
            ("k", "because that is the weight"),
            ("k - t", "wrong: at k ="),
            ("k(", "not readable"),
        ),
    ),
    "leaky": Exercise(
        partial(
            judge_function, truth=lambda z: 1.0 if z > 0 else 0.1, inputs=[(2.0,), (-3.0,), (0.5,), (-0.1,)],
            draw=lambda rng: (float(rng.choice((-1, 1)) * 10 ** rng.uniform(-3, 3)),),
            mistakes={
                "that is the value, and the slope is asked for": lambda z: z if z > 0 else 0.1 * z,
                "that is the slope of ReLU, which is 0 on the left": lambda z: 1.0 if z > 0 else 0.0,
                "left and right are swapped": lambda z: 0.1 if z > 0 else 1.0,
                "on the left that is the value": lambda z: 1.0 if z > 0 else 0.1 * z,
                "on the right that is the value": lambda z: z if z > 0 else 0.1,
                "it is the same on both sides": lambda z: 0.1,
            },
        ),
        hints=("How fast does z grow when z grows? And 0.1 z?", "Two cases; in each of them the slope is one number."),
        solution=_LEAKY,
        wrong=returning(
            "slope_of_leaky_relu(z)",
            ("max(z, 0.1 * z)", "because that is the value"),
            ("float(z > 0)", "because that is the slope of ReLU"),
            ("0.1 if z > 0 else 1.0", "because left and right are swapped"),
            ("z if z > 0 else 0.1", "because on the right that is the value"),
            ("0.1", "because it is the same on both sides"),
        ),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** What an activation does, why it is needed, and what "saturated" means.
- **Expect.** *"The steepest slope is 1, it goes from 0 to 1."* It is 0.25. *"The slope is large where the curve is
  high."* Value and slope are confused here for the first time; it comes back in 04. *"Two neurons in a row can do
  curves."* Without a bend they collapse into one. *"A saturated neuron is a good neuron, it is sure."* It can be sure
  and wrong, and hardly moves.
- **Ask.** Why did people give up the switch, which is so much simpler? Where on the curve would you like a neuron to
  start?
- **Set.** 1 and 4 in class; 2, 3, 5 and 6 at home.
- **Skip.** The table of the family and its check.
"""

LESSON = Lesson(
    "02_bend_with_an_activation",
    "Why is the sum bent, and how?",
    scenes=(activation, in_a_row),
    predictions=PREDICTIONS,
    proofs=PROOFS,
    exercises=EXERCISES,
    promised={
        "what an activation does": "which-bend",
        "why neurons in a row need one": "collapse",
        "what it means that a neuron saturates": "saturated",
    },
    in_class=25,
    teaching=TEACHING,
)
predict, proof, check, another = LESSON.predict, LESSON.proof, LESSON.check, LESSON.another
