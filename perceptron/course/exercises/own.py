"""Of lesson 09, whose activations and costs are typed."""

from functools import partial

import numpy as np
import sympy as sp

from perceptron import codegen
from perceptron.answers import Exercise, Verdict, judge, numeric, varied
from perceptron.answers.formula import as_meant
from perceptron.answers.verdict import MISSING, is_missing, is_plea, no_harm
from perceptron.expression import NAMES
from perceptron.own_neuron import build
from perceptron.symbolic import y, y_hat, z


def _softsign_slope(k):
    right = k / (k + z) ** 2
    mistakes = {
        "the square below the line is lost": (k / (k + z), f"{k}/({k}+z)"),
        "that is the activation itself": (z / (k + z), f"z/({k}+z)"),
        "the sign is lost": (-right, f"-{k}/({k}+z)^2"),
        f"the {k} above the line is lost": (1 / (k + z) ** 2, f"1/({k}+z)^2"),
        "that is the slope of softsign": (1 / (1 + z) ** 2, "1/(1+z)^2"),
        "above and below were differentiated by themselves": (sp.Integer(1), "1"),
    }
    return Exercise(
        partial(
            judge, truth=right, names=NAMES | {"u": k + z}, ranges={z: (0, 10)},
            mistakes={name: formula for name, (formula, _) in mistakes.items()},
        ),
        hints=(
            "Softsign was written as a whole number less a fraction, further up. Do so here.",
            "A whole number does not move. What does the slope of 1/u, from lesson 05, make of the rest?",
        ),
        advice={
            "the sign is lost": "The activation rises with z: which sign must its slope have?",
            f"the {k} above the line is lost": "How large is the fraction that is taken from the 1, at z = 0?",
        },
        solution=f'answer = "{k} / ({k} + z)^2"',
        wrong=tuple((f"answer = {typed!r}", f"because {name}") for name, (_, typed) in mistakes.items()),
        question=f"A relative of softsign is $z/({k} + z)$ for $z > 0$. What is its slope there? A formula in `z`.",
    )  # fmt: skip


SOFTSIGN_SLOPE = varied(_softsign_slope, (tuple(range(3, 10)),), (2,))


def _slope_of_pair(y_hat, y):
    error, slope = y_hat - y, y_hat * (1 - y_hat)
    return numeric(
        f"A sigmoid's neuron says $\\hat y = {y_hat:g}$ where {y:g} is true. How many times as large is the slope of "
        "the loss in $z$ with the cross-entropy as with the squared error?",
        1 / (2 * slope),
        {
            "the factor 2 of the square is left out": (1 / slope, "What comes down when a square is differentiated?"),
            "the slope of the sigmoid is left out": (1 / 2, "Which of the two still has a link for σ in it?"),
            "it is the other way round": (2 * slope, "Which of the two moves a neuron more that is sure and wrong?"),
            "that is the slope of the squared error": 2 * error * slope,
            "that is the slope of the cross-entropy": error,
        },
        ("What is left of the cross-entropy's slope once σ has cancelled?", "And which three factors has the other?"),
    )  # fmt: skip


SLOPE_OF_PAIR = varied(_slope_of_pair, ((0.95, 0.9, 0.85, 0.8, 0.7, 0.98, 0.2, 0.1, 0.05, 0.02), (0, 1)), (0.9, 0))


def _verdict(troubles, right):
    """The first of the troubles (whether there is one, what it is), or that it is right."""
    if because := next((because for trouble, because in troubles if trouble), ""):
        return Verdict("wrong", f"wrong, because {because}.", because)
    return Verdict("right", f"right: {right}.")


def _built(typed, what, **formulas):
    """(an OwnNeuron, None), or (None, the Verdict on what is no formula)."""
    if is_missing(typed):
        return None, MISSING
    if is_plea(typed):
        return None, Verdict("unreadable", f"{no_harm(typed)}{what} is asked for, as text.")
    try:
        meant = as_meant(typed) if issubclass(type(typed), str) else typed
        return build(**{name: formula or meant for name, formula in formulas.items()}), None
    except (ValueError, TypeError) as error:
        return None, Verdict("unreadable", f"wrong: {error}")


def judge_lively(typed):
    """The Verdict on an activation that is to bend, and to keep over 1 % of its steepest slope from z = −20 to 20."""
    neuron, verdict = _built(typed, "a formula in z, such as 'z / (1 + |z|)',", activation=None)
    if neuron is None:
        return verdict
    _, f, slope = neuron.shape.look
    steepness = np.abs(slope)
    ends = [trait for trait in neuron.shape.character if not trait.startswith("It has a kink")]
    least = steepness.min() / steepness.max() if np.isfinite(f).all() and steepness.any() else 0.0
    return _verdict((
        (not np.isfinite(f).all(), "it has no value at some z"),
        (neuron.shape.jumps, "it jumps, and a jump can't be followed"),
        (ends, f"somewhere it is flat. {''.join(ends[:1]).rstrip('.')}"),
        (least > 0.999, "it is straight, and straight neurons in a row collapse into one (lesson 02)"),
        (slope.min() < 0 < slope.max(), "it rises and falls, so on its way it is flat"),
        (least <= 0.01, f"in one place only {100 * least:.2g} % of its steepest slope is left"),
    ), f"nowhere less than {100 * least:.0f} % of its steepest slope is left, and it bends")  # fmt: skip


LIVELY = Exercise(
    judge_lively,
    hints=(
        "ReLU is lively on one side. What would keep its other side from being quite flat?",
        "Two formulas can be added: one that bends, and one whose slope never fades.",
    ),
    solution='activation = "z + tanh(z)"',
    wrong=(
        ("activation = 'sigma(z)'", "It saturates below z = −6"),
        ("activation = 'max(0, z)'", "It dies below z = 0"),
        ("activation = '3 z'", "because it is straight"),
        ("activation = 'z^2'", "because it rises and falls"),
        ("activation = 'step(z) + z'", "because it jumps"),
        ("activation = 'x / 2'", "wrong: "),
    ),
)


def judge_hinge(typed):
    """The Verdict on max(0, 1 − y ŷ), which is for targets −1 and 1, rewritten for targets 0 and 1."""
    neuron, verdict = _built(typed, "a formula in y and ŷ, such as 'max(0, 1 - y ŷ)',", activation="z", cost=None)
    if neuron is None:
        return verdict
    at = np.array([-2.3, -1.0, -0.4, 0.0, 0.3, 1.0, 1.7])
    with np.errstate(all="ignore"):
        loss = {
            target: codegen.numpy_function((y, y_hat), neuron.loss)(np.full(7, target), at) for target in (0.0, 1.0)
        }

    def near(target, wanted):
        return np.allclose(loss[target], wanted, equal_nan=True)

    for_one, for_zero = np.maximum(0, 1 - at), np.maximum(0, 1 + at)
    return _verdict((
        (near(0, 1) and near(1, for_one), "where y = 0 it costs 1 whatever ŷ is, so those examples teach nothing"),
        (near(0, for_one) and near(1, for_zero), "0 and 1 have changed places"),
        (not near(1, for_one), "where y = 1 it must cost max(0, 1 − ŷ), as before"),
        (not near(0, for_zero), "where y = 0 it must cost what the old one costs where y = −1"),
    ), "each target now pulls to its own side")  # fmt: skip


HINGE = Exercise(
    judge_hinge,
    hints=(
        "Which straight formula in y is −1 where y is 0, and 1 where y is 1?",
        "Take what that gives for a target in the place of y.",
    ),
    solution='cost = "max(0, 1 - (2 y - 1) ŷ)"',
    wrong=(
        ("cost = 'max(0, 1 - y ŷ)'", "those examples teach nothing"),
        ("cost = 'max(0, 1 - (1 - 2 y) ŷ)'", "because 0 and 1 have changed places"),
        ("cost = '1 - (2 y - 1) ŷ'", "where y = 1 it must cost"),
        ("cost = 'max(0, 1 - y ŷ) - (1 - y)'", "what the old one costs where y = −1"),
        ("cost = 'max(0, 1 - z)'", "wrong: "),
    ),
)
