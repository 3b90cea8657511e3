"""The exercises: `check` for answers that are typed, and a function of its own for each one that is programmed.

Not written yet, right, almost, or wrong and why: none of them ever raises.
"""

from functools import partial

import numpy as np
import sympy as sp

from perceptron import data, inputs, progress
from perceptron.answers import Exercise, judge, judge_choice, judge_function, judge_number
from perceptron.answers.misconceptions import gradient as known_gradient
from perceptron.answers.trial import called
from perceptron.certificate import certify
from perceptron.descent import train
from perceptron.gradient import check_pair, gradient
from perceptron.neuron import SIGMOID, TANH, predict, weighted_sum
from perceptron.symbolic import y_hat, z

_k, _t, _d, _v, _a = sp.symbols("k t d v a", positive=True)

TYPED = {
    "z-by-hand": Exercise(
        partial(judge_number, truth=3.2, mistakes={
            "the bias is missing": -4.8, "the minus of the second weight is lost": 31.2,
            "the bias was taken away, not added": -12.8, "that is ŷ; asked is z, before the bend": 0.961,
        }),
        ("Weigh first: 46 · 0.2 and 14 · (−1).", "Then add: 9.2 − 14, and the bias."),
    ),
    "what-turns": Exercise(
        partial(judge_choice, truth="a weight", options={
            "a weight": "it changes how much one input counts against the other, and the line turns.",
            "the bias": "it adds the same to every z, so the line is shifted and stays parallel to itself.",
            "neither": "drag the blue knob of the picture: the line does turn, and one slider moves with it.",
        }),
        ("Move b in the picture, then w₁, and watch the direction of the line.",),
    ),
    "bias-of-threshold": Exercise(
        partial(judge, truth=-_k * _t, names={"k": _k, "t": _t, "kt": _k * _t}, mistakes={
            "the sign is lost": _k * _t, "that is where the middle lies, not the bias": (_t, -_t),
            "that is the weight": _k,
        }),
        ("Multiply the bracket out.", "k(x − t) = kx − …; what stands beside kx is the bias."),
    ),
    "entropy-at-one": Exercise(
        partial(judge, truth=-sp.log(y_hat), names={"y_hat": y_hat}, ranges={y_hat: (0, 1)}, mistakes={
            "the sign is lost": sp.log(y_hat), "that is the loss where y = 0": -sp.log(1 - y_hat),
            "that is the squared error": (1 - y_hat) ** 2,
        }),
        ("Put y = 1 into the formula; one of its two terms goes.", "(1 − y) is 0, so only −y log ŷ is left."),
    ),
    "mean-of-three": Exercise(
        partial(judge_number, truth=0.07, mistakes={
            "the sum is not divided by 3": 0.21, "the residuals are not squared": 0.1,
            "that is the mean distance": 0.7 / 3, "there is a ½ in it": 0.035,
        }),
        ("Square each residual first.", "0.01, 0.04 and 0.16; now their mean."),
    ),
    "quotient": Exercise(
        partial(judge_number, truth=6.5, mistakes={
            "that is the slope itself; a nudge that is not small misses it": 6.0,
            "the difference is not divided by h": 3.25, "it is divided by 2h, but only one side was nudged": 3.25,
        }),
        ("f(3.5) − f(3), divided by the nudge.", "12.25 − 9 is 3.25."),
    ),
    "halve-the-nudge": Exercise(
        partial(judge_choice, truth="it is a quarter", options={
            "it is a half": "so it would be with a nudge to one side, whose error goes with h.",
            "it is a quarter": "with a nudge both ways the error goes with h².",
            "it is the same": "the nearer the two points are, the nearer is their line to the curve's.",
        }),
        ("Its error goes with h².",),
    ),
    "bias-slope": Exercise(
        partial(judge, truth=known_gradient("b", "tanh")),
        ("Multiply the three links; the square brings its 2.", "∂z/∂b = 1, so nothing stands for the last link."),
    ),
    "weights-slope": Exercise(
        partial(judge, truth=known_gradient("w", "tanh", mean=True)),
        (
            "For each example the product of three links; then their mean.",
            "Links 1 and 2 are those of exercise 1, with an index i; the third is the input. And 1/n stands in front.",
        ),
    ),
    "ratio": Exercise(
        partial(judge_choice, truth="the mean", options={
            "the sign": "then every entry would be −1 times what it should be.",
            "the mean": "C is a mean, so 1/n belongs in front of the sum.",
            "a factor 2": "then every entry would be half of what it should be.",
            "a link": "then the entries would not all be off by one and the same number.",
        }),
        ("Divide your entry by the right one, and look at the number.",),
    ),
    "one-step": Exercise(
        partial(judge_number, truth=1.3, mistakes={
            "the step climbs": 1.7, "the learning rate is missing": 1.1, "that is the step alone": 0.2,
        }),
        ("α times the slope is the length of the step.", "Go against the slope: subtract 0.5 · 0.4."),
    ),
    "overfitting": Exercise(
        partial(judge_choice, truth="the six rows", options={
            "the rule": "a rule would hold for new rows, too.",
            "the six rows": "it overfits: what it learnt by heart does not hold elsewhere.",
            "nothing": "it is right on the rows it was shown, so it has learnt something: those rows.",
        }),
        ("On which rows is it right?",),
    ),
    "hidden-delta": Exercise(
        partial(judge, truth=_d * _v * _a * (1 - _a), names={"d": _d, "v": _v, "a": _a}, mistakes={
            "the slope of the hidden neuron is missing": _d * _v, "its weight is missing": _d * _a * (1 - _a),
            "the answer a stands where its slope belongs": _d * _v * _a,
            "the output's error signal is missing": _v * _a * (1 - _a),
        }),
        ("Two new links: how a moves the output's sum, and how its own sum moves a.", "The slope of σ is a(1 − a)."),
    ),
    "twins": Exercise(
        partial(judge_choice, truth="equal", options={
            "equal": "equal weights get equal gradients, in every epoch.",
            "opposite": "both are told to move in the same direction.",
            "different": "nothing ever tells one of them to do what the other does not.",
        }),
        ("Write down the gradient of each, and compare.",),
    ),
    "first-link": Exercise(
        partial(judge, truth=known_gradient("y_hat", mean=True)),
        ("The square brings its 2 to the front and goes.", "The slope of y − ŷ in ŷ is −1. And 1/n stays."),
    ),
    "softsign-slope": Exercise(
        partial(judge, truth=1 / (1 + z) ** 2, names={"z": z}, ranges={z: (0, 10)}, mistakes={
            "the square below the line is lost": 1 / (1 + z), "that is softsign itself": z / (1 + z),
            "the sign is lost": -1 / (1 + z) ** 2,
        }),
        ("z / (1 + z) is 1 − 1/(1 + z).", "The slope of 1/u is −1/u²."),
    ),
}  # fmt: skip


def check(name, answer):
    """Judge the answer to the typed exercise of this name, and say so. Raises ValueError for an unknown name."""
    _tell(name, TYPED[inputs.choice("name", name, tuple(TYPED))](answer))


def _tell(name, verdict):
    if verdict:
        progress.solved(name)
    print(verdict)


def check_weighted_sum(fn):
    """Exercise of 01: fn(x, w, b) for one example, x and w lists of the same length."""
    cases = [([2.0, 3.0], [0.5, -1.0], 0.25), ([1.0], [4.0], -3.0), ([0.5, 0.0, -2.0], [1.0, 7.0, 0.25], 1.0)]
    _tell("weighted-sum", judge_function(fn, lambda x, w, b: float(weighted_sum([x], w, b)[0]), cases, {
        "the bias is missing": lambda x, w, b: float(np.dot(x, w)),
        "the bias is added once per input": lambda x, w, b: float(np.dot(x, w)) + len(x) * b,
        "inputs and weights are added, not multiplied": lambda x, w, b: sum(x) + sum(w) + b,
        "the sum was bent by σ; only the sum is asked for": lambda x, w, b: float(SIGMOID(np.dot(x, w) + b)),
    }))  # fmt: skip


def check_leaky(fn):
    """Exercise of 02: fn(z), the slope of z for z > 0 and 0.1 z otherwise."""
    _tell("leaky", judge_function(fn, lambda z: 1.0 if z > 0 else 0.1, [(2.0,), (-3.0,), (0.5,), (-0.1,)], {
        "that is the value, and the slope is asked for": lambda z: z if z > 0 else 0.1 * z,
        "that is the slope of ReLU, which is 0 on the left": lambda z: 1.0 if z > 0 else 0.0,
        "left and right are swapped": lambda z: 0.1 if z > 0 else 1.0,
        "on the left that is the value": lambda z: 1.0 if z > 0 else 0.1 * z,
    }))  # fmt: skip


def check_cost(fn):
    """Exercise of 03: fn(y, y_hat), the mean squared error of two lists."""
    cases = [([1.0, 0.0, 1.0], [0.9, 0.2, 0.4]), ([0.5], [0.1]), ([0.0, 1.0], [1.0, 0.0])]

    def residuals(y, y_hat):
        return np.subtract(y, y_hat)

    _tell("cost", judge_function(fn, lambda y, y_hat: float(np.mean(residuals(y, y_hat) ** 2)), cases, {
        "the sum is not divided by n": lambda y, y_hat: float(np.sum(residuals(y, y_hat) ** 2)),
        "the residuals are not squared": lambda y, y_hat: float(np.mean(residuals(y, y_hat))),
        "that is the mean of the distances; the squares are missing": lambda y, y_hat: float(
            np.mean(np.abs(residuals(y, y_hat)))
        ),
        "there is a ½ in it": lambda y, y_hat: float(np.mean(residuals(y, y_hat) ** 2) / 2),
    }))  # fmt: skip


def check_difference(fn):
    """Exercise of 04: fn(f, w, h), the central difference of any function."""
    functions = {"w²": lambda w: w * w, "w³": lambda w: w**3, "1/w": lambda w: 1 / w}
    cases = [(_Named(name, f), w, h) for (name, f), (w, h) in zip(
        functions.items(), [(3.0, 0.5), (1.0, 0.1), (2.0, 0.25)], strict=True
    )]  # fmt: skip
    _tell("difference", judge_function(fn, lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h), cases, {
        "only one side is nudged": lambda f, w, h: (f(w + h) - f(w)) / h,
        "the whole way is 2h, not h": lambda f, w, h: (f(w + h) - f(w - h)) / h,
        "the difference is not divided": lambda f, w, h: f(w + h) - f(w - h),
        "the divisor needs brackets: (2 * h)": lambda f, w, h: (f(w + h) - f(w - h)) / 2 * h,
        "the difference needs brackets": lambda f, w, h: f(w + h) - f(w - h) / (2 * h),
        "only the nudge down is taken": lambda f, w, h: (f(w) - f(w - h)) / h,
        "the order must be up minus down": lambda f, w, h: (f(w - h) - f(w + h)) / (2 * h),
    }))  # fmt: skip


class _Named:
    """A function that is shown by its formula."""

    def __init__(self, name, function):
        self.name, self.function = name, function

    def __call__(self, w):
        return self.function(w)

    def __repr__(self):
        return f"f(w) = {self.name}"


def check_slope(fn):
    """Exercise of 05: fn(x, w, b, y), the slope of (y - tanh(x w + b))² in w, for one example with one input."""
    cases = [(2.0, 0.5, -0.5, 1.0), (-1.5, 0.4, 0.2, -0.3), (0.5, -2.0, 1.0, 0.0)]

    def links(x, w, b, y):
        y_hat = float(np.tanh(x * w + b))
        return 2 * (y_hat - y), 1 - y_hat**2, x, y_hat

    def wrong(change):
        return lambda *case: change(*links(*case))

    _tell("slope", judge_function(fn, lambda *case: float(np.prod(links(*case)[:3])), cases, {
        "the sign is lost: prediction minus target": wrong(lambda first, second, x, _: -first * second * x),
        "the 2 of the square is lost": wrong(lambda first, second, x, _: first * second * x / 2),
        "link 3, the input, is missing": wrong(lambda first, second, x, _: first * second),
        "link 2, the slope of tanh, is missing": wrong(lambda first, second, x, _: first * x),
        "that is the sigmoid's slope, ŷ(1 − ŷ)": wrong(lambda first, _, x, y_hat: first * y_hat * (1 - y_hat) * x),
    }))  # fmt: skip


def check_gradient(fn):
    """Exercise of 06: fn(X, y, w, b) -> (dC_dw, dC_db) for tanh and the squared error; the certificate judges."""
    X, y = np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.3]]), np.array([0.8, -0.6, 0.1])
    w, b = np.array([0.4, -0.2]), 0.1
    returned, trouble = called(fn, X, y, w, b)
    if trouble:
        print(trouble + (" (X is 3 × 2, w has 2 numbers, y has 3)" if "stopped" in trouble else ""))
        return
    try:
        certificate = certify(lambda *_: returned, X, y, w, b, TANH)
    except (ValueError, TypeError) as error:
        print(f"wrong: {str(error).replace('gradient_fn', 'your function')}")
        return
    y_hat = predict(X, w, b, TANH)
    sigmoid_slope = X.T @ (2 * (y_hat - y) * y_hat * (1 - y_hat)) / len(y)
    print(certificate)
    if certificate.passed:
        progress.solved("gradient")
    if np.allclose(certificate.yours[:-1], sigmoid_slope):
        print("That is the sigmoid's slope, ŷ(1 − ŷ); tanh has another.")


def check_descent(fn):
    """Exercise of 07: fn(X, y, alpha, epochs) -> (w, b), gradient descent from zero, on the standardised penguins."""
    penguins = data.penguins()
    X, y, alpha, epochs = data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y, 0.5, 300
    returned, trouble = called(fn, X, y, alpha, epochs)
    if trouble:
        print(trouble)
        return
    try:
        w, b = check_pair(returned, 2)
    except (ValueError, TypeError) as error:
        print(f"wrong: {str(error).replace('gradient_fn', 'your function').replace('dC_d', '')}")
        return
    zero = np.zeros(2)
    steps = {
        "right": train(X, y, zero, 0.0, alpha, epochs),
        "the sign is lost, so it climbs": train(X, y, zero, 0.0, alpha, epochs, gradient_fn=_uphill),
        "only one step was taken": train(X, y, zero, 0.0, alpha, 1),
        "the learning rate is not used": train(X, y, zero, 0.0, 1.0, epochs),
        "the bias stays where it was": train(X, y, zero, 0.0, alpha, epochs, gradient_fn=_weights_only),
    }
    same = [name for name, run in steps.items() if np.allclose(w, run.w[-1]) and np.isclose(b, run.b[-1])]
    right = int(((predict(X, w, b) >= 0.5) == y).sum())
    if same == ["right"]:
        progress.solved("descent")
        print(f"right: {right} of {len(y)} penguins are on the right side.")
    else:
        because = f", because {same[0]}" if same else ""
        print(f"wrong{because}: w = {w.round(3)}, b = {b:.3f}; {right} of {len(y)} penguins are on the right side.")


def _uphill(X, y, w, b):
    dC_dw, dC_db = gradient(X, y, w, b)
    return -dC_dw, -dC_db


def _weights_only(X, y, w, b):
    return gradient(X, y, w, b)[0], 0.0
