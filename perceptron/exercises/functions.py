"""The exercises that are answered with a function of a few numbers: the right one, known wrong ones, hints."""

from functools import partial

import numpy as np

from perceptron.answers import Exercise, judge_function
from perceptron.neuron import SIGMOID, weighted_sum


class _Named:
    """A function that is shown by its formula."""

    def __init__(self, name, function):
        self.name, self.function = name, function

    def __call__(self, w):
        return self.function(w)

    def __repr__(self):
        return f"f(w) = {self.name}"


def _residuals(y, y_hat):
    return np.subtract(y, y_hat)


def _slope_for_tanh(combine):
    """(x, w, b, y) -> combine(link 1, link 2, link 3, ŷ) of (y - tanh(x w + b))² in w."""

    def slope(x, w, b, y):
        y_hat = float(np.tanh(x * w + b))
        return float(combine(2 * (y_hat - y), 1 - y_hat**2, x, y_hat))

    return slope


FUNCTIONS = {
    "weighted-sum": Exercise(
        partial(
            judge_function, truth=lambda x, w, b: float(weighted_sum([x], w, b)[0]),
            inputs=[([2.0, 3.0], [0.5, -1.0], 0.25), ([1.0], [4.0], -3.0), ([0.5, 0.0, -2.0], [1.0, 7.0, 0.25], 1.0)],
            mistakes={
                "the bias is missing": lambda x, w, b: float(np.dot(x, w)),
                "the bias is added once per input": lambda x, w, b: float(np.dot(x, w)) + len(x) * b,
                "inputs and weights are added, not multiplied": lambda x, w, b: sum(x) + sum(w) + b,
                "the sum was bent by σ; only the sum is asked for": lambda x, w, b: float(SIGMOID(np.dot(x, w) + b)),
            },
        ),
        (
            "Start with total = b, and add one product after the other.",
            "`for j in range(len(x))` goes through the inputs.",
        ),
    ),
    "leaky": Exercise(
        partial(
            judge_function, truth=lambda z: 1.0 if z > 0 else 0.1, inputs=[(2.0,), (-3.0,), (0.5,), (-0.1,)],
            mistakes={
                "that is the value, and the slope is asked for": lambda z: z if z > 0 else 0.1 * z,
                "that is the slope of ReLU, which is 0 on the left": lambda z: 1.0 if z > 0 else 0.0,
                "left and right are swapped": lambda z: 0.1 if z > 0 else 1.0,
                "on the left that is the value": lambda z: 1.0 if z > 0 else 0.1 * z,
                "on the right that is the value": lambda z: z if z > 0 else 0.1,
                "it is the same on both sides": lambda z: 0.1,
            },
        ),
        ("How fast does z grow when z grows? And 0.1 z?", "Two cases, and in each of them the slope is one number."),
    ),
    "cost": Exercise(
        partial(
            judge_function, truth=lambda y, y_hat: float(np.mean(_residuals(y, y_hat) ** 2)),
            inputs=[([1.0, 0.0, 1.0], [0.9, 0.2, 0.4]), ([0.5], [0.1]), ([0.0, 1.0], [1.0, 0.0])],
            mistakes={
                "the sum is not divided by n": lambda y, y_hat: float(np.sum(_residuals(y, y_hat) ** 2)),
                "the residuals are not squared": lambda y, y_hat: float(np.mean(_residuals(y, y_hat))),
                "that is the mean of the distances; the squares are missing": lambda y, y_hat: float(
                    np.mean(np.abs(_residuals(y, y_hat)))
                ),
                "there is a ½ in it": lambda y, y_hat: float(np.mean(_residuals(y, y_hat) ** 2) / 2),
                "the mean was squared, not each residual": lambda y, y_hat: float(np.mean(_residuals(y, y_hat)) ** 2),
            },
        ),
        ("Add up the squared residuals, one after the other.", "Then divide by len(y)."),
    ),
    "difference": Exercise(
        partial(
            judge_function, truth=lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
            inputs=[
                (_Named("w²", lambda w: w * w), 3.0, 0.5), (_Named("w³", lambda w: w**3), 1.0, 0.1),
                (_Named("1/w", lambda w: 1 / w), 2.0, 0.25),
            ],
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
        ("Call f twice: a nudge above w, and a nudge below.", "Up minus down, divided by the way between the two."),
    ),
    "slope": Exercise(
        partial(
            judge_function, truth=_slope_for_tanh(lambda first, second, x, _: first * second * x),
            inputs=[(2.0, 0.5, -0.5, 1.0), (-1.5, 0.4, 0.2, -0.3), (0.5, -2.0, 1.0, 0.0)],
            mistakes={name: _slope_for_tanh(combine) for name, combine in {
                "the sign is lost: prediction minus target": lambda first, second, x, _: -first * second * x,
                "the 2 of the square is lost": lambda first, second, x, _: first * second * x / 2,
                "link 3, the input, is missing": lambda first, second, x, _: first * second,
                "link 2, the slope of tanh, is missing": lambda first, second, x, _: first * x,
                "that is the sigmoid's slope, ŷ(1 − ŷ)": lambda first, _, x, y_hat: first * y_hat * (1 - y_hat) * x,
                "the square in 1 − ŷ² is lost": lambda first, _, x, y_hat: first * (1 - y_hat) * x,
                "links 2 and 3 are missing": lambda first, second, x, _: first,
                "the links are added, not multiplied": lambda first, second, x, _: first + second + x,
            }.items()},
        ),
        ("Three links, and they multiply.", "Link 1 is 2(ŷ − y), and link 3 is the input."),
    ),
}  # fmt: skip
