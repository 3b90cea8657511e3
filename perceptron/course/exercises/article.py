"""Of lesson A."""

from functools import partial

from perceptron.answers import Exercise, judge_choice, varied

_ERRATUM, _CORRECT, _CONVENTION = "erratum", "correct", "convention"
_FIRST = r"\frac{\partial C}{\partial \hat y_i} = \frac2n (y_i - \hat y_i)"
_LINES = {  # as a book prints it: (its verdict, why)
    _FIRST: (_ERRATUM, "the inner slope of y − ŷ is −1."),
    r"C = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)^2": (_CORRECT, "a square does not mind which one comes first."),
    r"\sigma'(z) = \sigma(z)\,(1 + \sigma(z))": (_ERRATUM, "at z = 0 it says 0.75, and σ rises by a quarter there."),
    r"\frac{\partial z}{\partial b} = b": (_ERRATUM, "z moves exactly as fast as b, whatever b is."),
    r"\tanh'(z) = 1 - \tanh^2(z)": (_CORRECT, "at z = 0 it says 1, and a nudge says so, too."),
    r"w_j \leftarrow w_j + \alpha\, \frac{\partial C}{\partial w_j}": (_ERRATUM, "that step climbs."),
    r"\frac{\partial z}{\partial w_j} = x_j": (_CORRECT, "the other terms of the sum are held."),
    r"\frac{\partial C}{\partial w_j} = \frac{\partial C}{\partial \hat y} \times \frac{\partial \hat y}{\partial z} "
    r"\times \frac{\partial z}{\partial w_j}, \quad n = 10": (
        _CONVENTION, "it holds as soon as it is said that products are added up over the examples.",
    ),
    r"z = w_1 x_1 + w_2 x_2 + 2b": (_ERRATUM, "the bias is added once, not once for each input."),
    r"C = \frac1n \sum (y - \hat y)^2": (_CONVENTION, "y and ŷ are those of example i, which the line leaves out."),
    r"\frac{\partial}{\partial \hat y} \frac{(y - \hat y)^2}{2} = \hat y - y": (_CORRECT, "the ½ cancels the 2."),
    r"\frac{\partial}{\partial \hat y} (y - \hat y)^2 = 2\,(\hat y - y)^2": (
        _ERRATUM, "when the 2 comes down, the power goes from 2 to 1.",
    ),
}  # fmt: skip
_MEANS = {_ERRATUM: "no reading makes it true", _CORRECT: "it is true as printed", _CONVENTION: "a letter needs a word"}


def _verdict(line):
    truth, why = _LINES[line]
    others = {v: f"that would say: {means}. Put easy numbers in." for v, means in _MEANS.items() if v != truth}
    return Exercise(
        partial(judge_choice, truth=truth, options={v: others.get(v, why) for v in _MEANS}),
        hints=(
            "Ask for the letters first: is it said which example each of them belongs to?",
            "Then one example with easy numbers, and a nudge where there is a slope.",
        ),
        solution=f'answer = "{truth}"',
        wrong=(
            *((f'answer = "{v}"', f"that would say: {means}") for v, means in _MEANS.items() if v in others),
            ('answer = "so so"', "Choose one of erratum, correct"),
        ),
        question=f"Another book prints ${line}$, with the letters and the cost of this course. Which verdict does it "
        "get: `correct`, `convention` or `erratum`?",
    )


VERDICT = varied(_verdict, (tuple(_LINES),), (_FIRST,))
