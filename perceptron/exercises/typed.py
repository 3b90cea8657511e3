"""The exercises that are answered with a number, a choice or a formula: what is right, what is known, hints."""

from functools import partial

import sympy as sp

from perceptron.answers import Exercise, judge, judge_choice, judge_number
from perceptron.answers.misconceptions import gradient
from perceptron.symbolic import y_hat, z

_k, _t = sp.symbols("k t", positive=True)

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
        ("Move b in the picture, then w₁, and watch the line.", "Which of the two changes its direction?"),
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
            "the difference is not divided by h, or by 2h where only one side was nudged": 3.25,
        }),
        ("f(3.5) − f(3), divided by the nudge.", "12.25 − 9 is 3.25."),
    ),
    "halve-the-nudge": Exercise(
        partial(judge_choice, truth="it is a quarter", options={
            "it is a half": "so it would be with a nudge to one side, whose error goes with h.",
            "it is a quarter": "with a nudge both ways the error goes with h².",
            "it is the same": "the nearer the two points are, the nearer is their line to the curve's.",
        }),
        ("Its error goes with h².", "Half of h, squared: what is that of h²?"),
    ),
    "bias-slope": Exercise(
        partial(judge, truth=gradient("b", "tanh")),
        ("Multiply the three links; the square brings its 2.", "∂z/∂b = 1, so nothing stands for the last link."),
    ),
    "weights-slope": Exercise(
        partial(judge, truth=gradient("w", "tanh", mean=True)),
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
        ("Divide an entry by the right one: it is n.", "Where in C does n stand?"),
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
        ("On which rows is it right?", "And would a rule stop at these?"),
    ),
    "hidden-delta": Exercise(
        partial(judge_number, truth=-0.15, mistakes={
            "the slope of the hidden neuron is missing": -0.6, "its weight v is missing": 0.05,
            "the answer a stands where its slope belongs": -0.3, "δ is missing": -0.75,
        }),
        ("Three factors: δ, the weight v, and the slope of the hidden σ.", "The slope is a(1 − a), here 0.25."),
    ),
    "twins": Exercise(
        partial(judge_choice, truth="different", options={
            "equal": "so it would be with equal v; but each Δ has its own v as a factor.",
            "opposite": "both v are positive, so both are told to move in the same direction, but not as far.",
            "different": "Δ has v as a factor, so the two get different gradients from the first step on.",
        }),
        ("Write down the Δ of each, and compare.", "Δ is δ times v times a slope; which of these are alike?"),
    ),
    "mended-bias": Exercise(
        partial(judge, truth=gradient("b", "sigmoid", mean=True)),
        (
            "Three links for each example; then their mean.",
            "The last link is 1. The sum comes last, and 2/n stands in front.",
        ),
    ),
    "entropy-book": Exercise(
        partial(judge_choice, truth="a link too many", options={
            "nothing": "put a prediction of 0.0003 and a target of 1 into it, and into ŷ − y (lesson 09).",
            "the sign": "the sign is right: prediction minus target.",
            "a link too many": "with the cross-entropy ŷ(1 − ŷ) cancels; ŷ − y is left, times the input.",
            "the factor": "the cross-entropy has no square, so no 2 comes down.",
        }),
        (
            "What is left of links 1 and 2, when the cost is the cross-entropy? See lesson 09.",
            "Link 1 has ŷ(1 − ŷ) below the line.",
        ),
    ),
    "other-book": Exercise(
        partial(judge_choice, truth="correct", options={
            "correct": "its ½ cancels the 2 that comes down, so with its own C the line is true as printed.",
            "convention": "it would be one if the book had not said what its C is.",
            "erratum": "differentiate its own C: the ½ cancels the 2.",
        }),
        ("Judge the line by the C of its own book.", "The slope of ½(y − ŷ)² in ŷ is ŷ − y."),
    ),
    "softsign-slope": Exercise(
        partial(judge, truth=2 / (2 + z) ** 2, names={"z": z}, ranges={z: (0, 10)}, mistakes={
            "the square below the line is lost": 2 / (2 + z), "that is the activation itself": z / (2 + z),
            "the sign is lost": -2 / (2 + z) ** 2, "the 2 above the line is lost": 1 / (2 + z) ** 2,
        }),
        ("z / (2 + z) is 1 − 2/(2 + z).", "The slope of 1/u is −1/u², and −2 stands in front of it."),
    ),
}  # fmt: skip
