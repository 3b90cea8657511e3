"""What is seen in the numbers of a gradient alone, and what to do about a mistake of any name."""

import re
from typing import Any

from perceptron.mistakes.grammar import Mistake
from perceptron.mistakes.hidden import HIDDEN
from perceptron.mistakes.sums import ASKED

NOT_FINITE = "a number is not finite"
ZERO = "every entry is 0"
PENALTY, PENALTY_OF_SIGNS = "a penalty of {} w is added", "a penalty of {} times the sign of w is added"
PENALTY_OF_BOTH = "a penalty of {} w and one of {} times its sign are added"
PENALTY_OF_BIAS, PENALTY_ITSELF = "a penalty of {} b is added", "a penalty is added before it is differentiated"
ADDED = "{} is added to the slope of each weight"
ROUNDED = "the numbers are rounded to {} decimals"
LENGTH = "it is scaled to length {}"
STAYS_0 = "{} stays 0"
NEW_WEIGHTS = "these are the new weights, after a step with α = {}"
SIGNS = "only the signs of the gradient are left"
BIAS_FIRST = "the bias comes first"
CHANGES = "it changes {} in place"
LAST_FIRST, WEIGHTS_FIRST = "the last layer comes first", "all weights come before all biases"
UPDATED = "the weights behind have already made their step, with α = {}"
BY_COLUMNS, BIASES_FIRST = "each W is written column by column", "the biases come before the weights"
FIXED = "it does not use the w and b that it is given"
CLIPPED = "the numbers are clipped at {}"
UNSTEADY = "a second call gives another gradient"
OVERFLOW = "whole numbers overflow, or are cut"
COARSE = "it is by differences, with an h that leaves few digits"
MULTIPLE = "every entry is {} times what it should be"
BY_NAME = {
    NOT_FINITE: "look for exp, or a division by a saturated ŷ.",
    ZERO: "look whether it is returned before it is added up, or rounded to whole numbers.",
    **dict.fromkeys(
        (PENALTY, PENALTY_OF_SIGNS, PENALTY_OF_BOTH, PENALTY_OF_BIAS),
        "C here has no penalty; certify the gradient without it.",
    ),
    ADDED: "nothing in C brings it.",
    PENALTY_ITSELF: "C here has none; and where one is wanted, the slope of λ w² is 2 λ w.",
    ROUNDED: "hand on all digits.",
    LENGTH: "the gradient's length says how steep it is; certify it before it is scaled.",
    STAYS_0: "the loop over the features ends too early, or what it finds is not kept.",
    NEW_WEIGHTS: "return the gradient, and take the step outside.",
    SIGNS: "its size says how steep C is; certify it before np.sign.",
    BIAS_FIRST: "return the weights before the bias; perceptron.adapters.flat_gradient takes a vector in either order.",
    CHANGES: "what is computed after that is computed with other numbers; work on a copy, as by X = X.copy().",
    BY_COLUMNS: "Network.flat has each W row by row: W.ravel(), without another order.",
    LAST_FIRST: "Network.flat has the layers from the input on.",
    WEIGHTS_FIRST: "Network.flat has, layer by layer, W and then b.",
    UPDATED: "hand δ back through the weights that made the prediction; change all of them at the end.",
    BIASES_FIRST: "Network.flat has, layer by layer, W and then b.",
    FIXED: "a w or b from outside of the function is used, or a prediction that was made before.",
    CLIPPED: "certify the gradient before it is clipped.",
    UNSTEADY: "something is kept from call to call: a sum that is never set back to 0, or random numbers.",
    OVERFLOW: "in floats it is right: convert X and y first, as by X.astype(float).",
    MULTIPLE: "no known mistake leads to that number; is a learning rate in it? Follow what is in front of the sum.",
}


def named(name: str) -> Mistake:
    """The mistake of a gradient with that name. Raises KeyError where there is none."""
    return {mistake.name: mistake for mistake in ASKED["all"]}[name]


def advice(name: str, g: Any) -> str:
    """What to do about a mistake of this name, as a diagnosis gives it."""
    name, _, _ = name.partition(" in ∂C/∂")
    for start, text in BY_NAME.items():
        if re.fullmatch(re.escape(start).replace(r"\{\}", ".*"), name):
            return text
    return next(mistake.advice for mistake in (*ASKED["all"], *HIDDEN) if mistake.called(g) == name)
