"""The checks of the exercises: not written yet, right, or wrong and why. None of them ever raises."""

import numpy as np

from perceptron import data
from perceptron.answers.trial import called, judge_function
from perceptron.certificate import certify
from perceptron.descent import train
from perceptron.gradient import check_pair, gradient
from perceptron.neuron import SIGMOID, TANH, predict, weighted_sum


def check_weighted_sum(fn):
    """Exercise of 01: fn(x, w, b) for one example, x and w lists of the same length."""
    cases = [([2.0, 3.0], [0.5, -1.0], 0.25), ([1.0], [4.0], -3.0), ([0.5, 0.0, -2.0], [1.0, 7.0, 0.25], 1.0)]
    print(judge_function(fn, lambda x, w, b: float(weighted_sum([x], w, b)[0]), cases, {
        "the bias is missing": lambda x, w, b: float(np.dot(x, w)),
        "the bias is added once per input": lambda x, w, b: float(np.dot(x, w)) + len(x) * b,
        "inputs and weights are added, not multiplied": lambda x, w, b: sum(x) + sum(w) + b,
        "the sum was bent by σ; only the sum is asked for": lambda x, w, b: float(SIGMOID(np.dot(x, w) + b)),
    }))  # fmt: skip


def check_leaky(fn):
    """Exercise of 02: fn(z), the slope of z for z > 0 and 0.1 z otherwise."""
    print(judge_function(fn, lambda z: 1.0 if z > 0 else 0.1, [(2.0,), (-3.0,), (0.5,), (-0.1,)], {
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

    print(judge_function(fn, lambda y, y_hat: float(np.mean(residuals(y, y_hat) ** 2)), cases, {
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
    print(judge_function(fn, lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h), cases, {
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

    print(judge_function(fn, lambda *case: float(np.prod(links(*case)[:3])), cases, {
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
        print(f"wrong: {error}")
        return
    y_hat = predict(X, w, b, TANH)
    sigmoid_slope = X.T @ (2 * (y_hat - y) * y_hat * (1 - y_hat)) / len(y)
    print(certificate)
    if np.allclose(certificate.yours[:-1], sigmoid_slope):
        print("That is the sigmoid's slope, ŷ(1 − ŷ); tanh has another.")


def check_descent(fn):
    """Exercise of 07: fn(X, y, alpha, epochs) -> (w, b), gradient descent from zero, on the standardised penguins."""
    penguins = data.penguins()
    X, y, alpha, epochs = data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y, 1.0, 300
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
        "the bias stays where it was": train(X, y, zero, 0.0, alpha, epochs, gradient_fn=_weights_only),
    }
    same = [name for name, run in steps.items() if np.allclose(w, run.w[-1]) and np.isclose(b, run.b[-1])]
    right = int(((predict(X, w, b) >= 0.5) == y).sum())
    if same == ["right"]:
        print(f"right: {right} of {len(y)} penguins are on the right side.")
    else:
        because = f", because {same[0]}" if same else ""
        print(f"wrong{because}: w = {w.round(3)}, b = {b:.3f}; {right} of {len(y)} penguins are on the right side.")


def _uphill(X, y, w, b):
    dC_dw, dC_db = gradient(X, y, w, b)
    return -dC_dw, -dC_db


def _weights_only(X, y, w, b):
    return gradient(X, y, w, b)[0], 0.0
