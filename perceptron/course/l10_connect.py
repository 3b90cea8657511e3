"""Lesson 10: from a neuron to a network. XOR, and the same chain rule one layer further."""

from functools import partial

import numpy as np

from perceptron.answers import Exercise, judge_choice, judge_function
from perceptron.course.exercises import connect
from perceptron.course.frameworks import frameworks
from perceptron.course.lesson import Lesson, changed, shareable, typed
from perceptron.course.xor import two_lines
from perceptron.diagnosis.network import Layers, wrong_functions
from perceptron.neuron import SIGMOID, TANH
from perceptron.widgets.playground import Playground

__all__ = ["LESSON", "another", "check", "frameworks", "playground", "predict", "two_lines"]

# --- the lesson ---


@shareable
def playground():
    """A network of two hidden neurons that learns XOR, with everything about it to be changed."""
    return Playground(hidden=[2], activation="sigmoid", cost="mse", alpha=8.0, held=0.0)


def _hidden(activation):
    """(X, y, W, b, v, c) -> (∂C/∂W, ∂C/∂b) of a network whose hidden neurons have this activation."""
    return lambda *case: tuple(Layers(*case, activation).gradient({})[:2])


def _drawn(rng):
    """A random case, in short numbers: 4 examples of 2 features, 3 hidden neurons."""
    return *(rng.normal(size=shape).round(1) for shape in ((4, 2), 4, (2, 3), 3, 3)), 0.5


CASES = [_drawn(np.random.default_rng(seed)) for seed in (1, 2)]


_HIDDEN_GRADIENT = """\
import numpy as np

from perceptron.neuron import SIGMOID


def hidden_gradient(X, y, W, b, v, c):
    A = SIGMOID(X @ W + b)
    y_hat = SIGMOID(A @ v + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    Delta = np.outer(delta, v) * A * (1 - A)
    return X.T @ Delta, Delta.sum(axis=0)"""

_HIDDEN_TANH = """\
import numpy as np

from perceptron.neuron import SIGMOID


def hidden_gradient_tanh(X, y, W, b, v, c):
    A = np.tanh(X @ W + b)
    y_hat = SIGMOID(A @ v + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    Delta = np.outer(delta, v) * (1 - A**2)
    return X.T @ Delta, Delta.sum(axis=0)"""

PREDICTIONS = {
    "who fires": {
        "question": "The point is (1, −1). Which of the two hidden neurons fires?",
        "options": ("the first", "the second", "both", "none"),
        "answer": "the first",
        "why": "It looks for an $x_1$ that is much larger than $x_2$.",
    },
    "longer chain": {
        "question": "What are the two new links of a hidden neuron?",
        "options": ("times v, then times a(1 − a)", "plus v, then plus a", "times x, then times y"),
        "answer": "times v, then times a(1 − a)",
        "why": "The output's sum moves v times as fast as a, and a moves with the slope of its own sigmoid.",
    },
}


EXERCISES = {
    "hidden-delta": connect.HIDDEN_DELTA,
    "twins": Exercise(
        partial(judge_choice, truth="different", options={
            "equal": "so it would be with equal v; but each Δ has its own v as a factor.",
            "opposite": "both v are positive, so both are told to move in the same direction, but not as far.",
            "different": "Δ has v as a factor, so the two get different gradients from the first step on.",
        }),
        hints=("Write down the Δ of each, and compare.", "Δ is δ times v times a slope; which of these are alike?"),
        solution='answer = "different"',
        wrong=typed(
            ("equal", "each Δ has its own v as a factor"),
            ("opposite", "both are told to move in the same direction"),
            ("differnt", "Did you mean 'different'?"),
        ),
    ),
    "hidden-gradient": Exercise(
        partial(
            judge_function, truth=_hidden(SIGMOID), inputs=CASES, draw=_drawn, mistakes=wrong_functions(SIGMOID),
        ),
        hints=(
            "Exercise 1, for all examples and hidden neurons at once: Delta has a row and a column for them.",
            "Which product of two lists is a table? And which table has Delta's shape and knows the hidden slopes?",
            "With Delta found, the sums are those of lesson 06, one column for each hidden neuron.",
        ),
        solution=_HIDDEN_GRADIENT,
        wrong=changed(
            _HIDDEN_GRADIENT,
            (" * A * (1 - A)", "", "because the slope of the hidden neurons is missing"),
            ("np.outer(delta, v)", "delta[:, None]", "because the weight v is missing"),
            (" * A * (1 - A)", " * A", "because the answer a is used where its slope belongs"),
            ("Delta = ", "Delta = -", "because the sign is lost"),
            (".sum(axis=0)", ".sum()", "because the slopes of all hidden biases were added up"),
            ("X.T @ Delta", "Delta", "because the input X is left out"),
            (" / len(y)", "", "because the mean is forgotten"),
        ),
    ),
    "hidden-tanh": Exercise(
        partial(
            judge_function, truth=_hidden(TANH), inputs=CASES, draw=_drawn, mistakes=wrong_functions(TANH),
        ),
        hints=(
            "Which lines of exercise 3 know how the hidden neurons bend?",
            "How fast does tanh rise where its answer is A? Exercise 1 of lesson 05 says it with ŷ.",
        ),
        solution=_HIDDEN_TANH,
        wrong=(*changed(
            _HIDDEN_TANH,
            ("A = np.tanh(", "A = SIGMOID(", "because the hidden neurons bend with the sigmoid"),
            ("(1 - A**2)", "A * (1 - A)", "because that is the slope of the sigmoid"),
            (" * (1 - A**2)", "", "because the slope of the hidden neurons is missing"),
            ("np.outer(delta, v)", "delta[:, None]", "because the weight v is missing"),
        ), (_HIDDEN_GRADIENT.replace("gradient(", "gradient_tanh("), "the hidden neurons bend with the sigmoid")),
    ),
}  # fmt: skip

TEACHING = r"""
- **Goal.** Two layers solve XOR, and the chain rule is the same one, a layer longer.
- **Expect.** *"Both hidden neurons fire."* Each looks for its own corner. *"The new links are added."* They multiply,
  as ever. *"Start all weights at 0, that is fair."* Then the two stay twins. *"The big libraries do something
  cleverer."* The same digits.
- **Ask.** What has the hidden layer made easy? How many links has the first weight of a network with five layers?
  (Eleven: three, and two for each layer more.)
- **Set.** 2 in class, 1 and 3 at home; 4 for those who want to know whether they can do it alone.
- **Skip.** The certificate, and the code of the gradient by hand.
"""

LESSON = Lesson(
    "10_connect_neurons",
    "What can several neurons do that one can't?",
    scenes=(two_lines,),
    predictions=PREDICTIONS,
    exercises=EXERCISES,
    promised={
        "put neurons in layers": "hidden-tanh",
        "take the chain rule one layer further": "hidden-delta",
        "solve what one neuron could not": "twins",
    },
    in_class=15,
    teaching=TEACHING,
)
predict, check, another = LESSON.predict, LESSON.check, LESSON.another
