"""The exercises that are answered with a gradient or a descent: how each is judged, known mistakes, hints."""

from functools import partial

import numpy as np

from perceptron import data
from perceptron.answers import Exercise, Verdict, judge_function
from perceptron.answers.function import tried
from perceptron.certificate import certify
from perceptron.descent import train
from perceptron.gradient import gradient, pair
from perceptron.neuron import IDENTITY, SIGMOID, TANH, predict

# --- gradients, judged by the certificate -----------------------------------------------------------------------------

_POINT = (np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.3]]), np.array([0.8, -0.6, 0.1]), np.array([0.4, -0.2]), 0.1)


def judge_gradient(fn, activation):
    """The Verdict on fn(X, y, w, b) -> (dC_dw, dC_db) for an activation and the squared error, by its certificate."""
    returned, verdict = tried(fn, *_POINT)
    if verdict is not None:
        shapes = " (X is 3 × 2, w has 2 numbers, y has 3)" if "stopped" in verdict.message else ""
        return Verdict(verdict.kind, verdict.message + shapes)
    try:
        certificate = certify(lambda *_: returned, *_POINT, activation)
    except (ValueError, TypeError) as error:
        message = f"wrong: {str(error).replace('gradient_fn', 'your function')}"
        return Verdict("wrong", message)
    if certificate.passed:
        return Verdict("right", str(certificate))
    name, told = " and ".join(certificate.faults), str(certificate)
    if not name and (name := _recognised(certificate.yours, certificate.by_hand, activation)):
        told = f"{told.removesuffix(certificate.summary)}failed. {name}"
    return Verdict("wrong", told, name)


def _recognised(yours, right, activation):
    """A sentence on a mistake that the certificate has no name for, or nothing."""
    X, y, w, b = _POINT
    if (np.isclose(yours, right) | np.isclose(yours, right / len(y))).all():
        return "The mean was taken twice: one 1/n is enough."
    y_hat = predict(X, w, b, activation)
    slopes = {"the sigmoid's slope, ŷ(1 − ŷ)": y_hat * (1 - y_hat), "the slope of tanh, 1 − ŷ²": 1 - y_hat**2}
    for name, slope in slopes.items():
        with_it = X.T @ (2 * (y_hat - y) * slope) / len(y)
        if np.allclose(yours[:-1], with_it) and not np.allclose(with_it, right[:-1]):
            return f"That is {name}; here it is another."
    return ""


_CERTIFIED = {
    "linear-gradient": Exercise(
        partial(judge_gradient, activation=IDENTITY),
        (
            "For each feature, multiply its column by delta and add up; for the bias, the column is all ones.",
            "`X.T @ delta` does that for all features at once.",
        ),
    ),
    "sigmoid-gradient": Exercise(
        partial(judge_gradient, activation=SIGMOID),
        ("delta is link 1 times link 2, divided by n.", "Link 2 is ŷ(1 − ŷ); the rest is as in the exercise before."),
    ),
    "gradient": Exercise(
        partial(judge_gradient, activation=TANH),
        ("First the prediction: np.tanh of X @ w + b.", "Then delta as before, with 1 − ŷ² for link 2."),
    ),
}

# --- descent ----------------------------------------------------------------------------------------------------------

_ALPHA, _EPOCHS = 0.5, 300


def _changed(change):
    """gradient, but (∂C/∂w, ∂C/∂b) is handed on as change(∂C/∂w, ∂C/∂b)."""
    return lambda X, y, w, b: change(*gradient(X, y, w, b))


def judge_descent(fn):
    """The Verdict on fn(X, y, alpha, epochs) -> (w, b): gradient descent from zero on the standardised penguins."""
    penguins = data.penguins()
    X, y = data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y
    returned, verdict = tried(fn, X, y, _ALPHA, _EPOCHS)
    if verdict is not None:
        return verdict
    try:
        w, b = pair(returned, 2)
        right = f"{((predict(X, w, b) >= 0.5) == y).sum()} of {len(y)} penguins are on the right side."
    except (ValueError, TypeError) as error:
        message = f"wrong: {str(error).replace('gradient_fn', 'your function').replace('dC_d', '')}"
        return Verdict("wrong", message)

    def ends_as(gradient_fn=gradient, alpha=_ALPHA, epochs=_EPOCHS):
        run = train(X, y, np.zeros(2), 0.0, alpha, epochs, gradient_fn=gradient_fn)
        return np.allclose(w, run.w[-1]) and np.isclose(b, run.b[-1])

    if ends_as():
        return Verdict("right", f"right: {right}")
    wrong = {
        "the sign is lost, so it climbs": {"gradient_fn": _changed(lambda dw, db: (-dw, -db))},
        "only one step was taken": {"epochs": 1},
        "the learning rate is not used": {"alpha": 1.0},
        "the bias stays where it was": {"gradient_fn": _changed(lambda dw, db: (dw, 0.0))},
        "the bias climbs": {"gradient_fn": _changed(lambda dw, db: (dw, -db))},
        "the bias moves without the learning rate": {"gradient_fn": _changed(lambda dw, db: (dw, db / _ALPHA))},
        "the bias moves by the slopes of the weights": {"gradient_fn": _changed(lambda dw, db: (dw, dw.sum()))},
    }
    name = next((name for name, how in wrong.items() if ends_as(**how)), "")
    because = f", because {name}" if name else ""
    return Verdict("wrong", f"wrong{because}: w = {w.round(3)}, b = {b:.3f}; {right}", name)


_DESCENTS = {
    "bias-step": Exercise(
        judge_descent,
        ("It is the line above, with b for w.", "b, minus the learning rate times the slope of the cost in b."),
    ),
    "descent": Exercise(
        judge_descent,
        (
            "Start with w = np.zeros(2) and b = 0.0, and repeat one step.",
            "Both slopes first, from gradient(X, y, w, b); then both steps.",
        ),
    ),
}  # fmt: skip

# --- two layers -------------------------------------------------------------------------------------------------------


def _hidden(
    f,
    slope,
    share=np.outer,
    weights=lambda X, Delta: X.T @ Delta,
    biases=lambda Delta: Delta.sum(axis=0),
    by=lambda n: 1,
):
    r"""(X, y, W, b, v, c) -> (∂C/∂W, ∂C/∂b) of a network whose hidden neurons bend with f, or wrong in one part.

    $\Delta = \text{share}(\delta, v) \cdot \text{slope}(A)$ with $A = f(XW + b)$; δ is that of the squared error, times
    by(n).
    """

    def slopes(X, y, W, b, v, c):
        A = f(X @ W + b)
        y_hat = SIGMOID(A @ v + c)
        delta = by(len(y)) * 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
        Delta = share(delta, v) * slope(A)
        return weights(X, Delta), biases(Delta)

    return slopes


def _sigmoid_slope(A):
    return A * (1 - A)


def _tanh_slope(A):
    return 1 - A**2


def _hidden_mistakes(f, slope):
    return {
        "the slope of the hidden neurons is missing": _hidden(f, np.ones_like),
        "the weight v is missing": _hidden(f, slope, share=lambda delta, v: np.outer(delta, np.ones_like(v))),
        "the answer a stands where its slope belongs": _hidden(f, lambda A: A),
        "the sign is lost": _hidden(f, slope, by=lambda n: -1),
        "the mean was taken twice": _hidden(f, slope, by=lambda n: 1 / n),
        "the mean was taken twice for the biases": _hidden(f, slope, biases=lambda Delta: Delta.mean(axis=0)),
        "the mean is forgotten": _hidden(f, slope, by=lambda n: n),
        "the input X is missing in dC_dW": _hidden(f, slope, weights=lambda X, Delta: Delta),
        "the slopes of all hidden biases were added up; each has its own": _hidden(f, slope, biases=np.sum),
        "the examples were not added up for the biases": _hidden(f, slope, biases=lambda Delta: Delta),
    }


def _drawn(rng):
    """A random case, in short numbers: 4 examples of 2 features, 3 hidden neurons."""
    return *(rng.normal(size=shape).round(1) for shape in ((4, 2), 4, (2, 3), 3, 3)), 0.5


_CASES = [_drawn(np.random.default_rng(seed)) for seed in (1, 2)]
_LAYERS = {
    "hidden-gradient": Exercise(
        partial(
            judge_function, truth=_hidden(SIGMOID, _sigmoid_slope), inputs=_CASES,
            mistakes=_hidden_mistakes(SIGMOID, _sigmoid_slope),
        ),
        (
            "Delta is np.outer(delta, v), times the slope of each hidden neuron.",
            "Then X.T @ Delta, and for the biases the sum of each column.",
        ),
    ),
    "hidden-tanh": Exercise(
        partial(
            judge_function, truth=_hidden(np.tanh, _tanh_slope), inputs=_CASES,
            mistakes=_hidden_mistakes(np.tanh, _tanh_slope) | {
                "that is the slope of the sigmoid, a(1 − a)": _hidden(np.tanh, _sigmoid_slope),
                "the hidden neurons bend with the sigmoid, not with tanh": _hidden(SIGMOID, _tanh_slope),
                "that is the network of exercise 3, without tanh": _hidden(SIGMOID, _sigmoid_slope),
            },
        ),
        (
            "Two lines of exercise 3 change: how A is computed, and its slope.",
            "A is np.tanh(X @ W + b), its slope 1 − A².",
        ),
    ),
}  # fmt: skip

GRADIENTS = _CERTIFIED | _DESCENTS | _LAYERS
