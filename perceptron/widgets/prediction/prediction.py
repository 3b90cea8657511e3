"""A question that is answered before the answer is seen. prediction.js asks it, with or without a kernel."""

import re
from html import escape
from pathlib import Path

import traitlets
from latex2mathml.converter import convert

from perceptron import inputs
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent
FORMULA = re.compile(r"\$([^$]+)\$")


class Prediction(Widget):
    """A question whose answer is hidden until the reader has kept a prediction, or has asked to see it without one.

    Prediction(question, options, answer, why) : a choice; `answer` is the right one of 2 to 5 options.
    Prediction(question, number=truth, why=why, unit="mm", tolerance=0.1) : the reader types a number. `tolerance` is
    how far off is near enough, relative to the truth, or absolute where the truth is 0.
    name : by which a class is asked it, "lesson/name"; "" for a question that no class is asked.
    question, options and why are plain text, with formulas between dollar signs; the unit is plain text.

    What the reader predicts stays in the browser, and goes to the board of a class that the reader has joined.
    Raises TypeError or ValueError for what makes no question.
    """

    _esm = joined(HERE / "prediction.js")
    _css = HERE / "prediction.css"
    _asked = traitlets.Dict().tag(sync=True)

    def __init__(self, question, options=(), answer=None, why="", *, number=None, unit="", tolerance=0.01, name=""):
        if (number is None) == (options == () and answer is None):
            raise ValueError("a question needs either options and their answer, or a number, and not both.")
        self.question, self.why, self.unit = _text("question", question), _text("why", why), unit
        self.options = _options(options) if number is None else ()
        if self.options:
            self.answer, near = inputs.choice("answer", answer, self.options), 0
        else:
            self.answer = inputs.number("number", number)
            near = _tolerance(tolerance) * (abs(self.answer) or 1)
            if not isinstance(unit, str):
                raise TypeError(f"unit = {unit!r}, expected text such as 'mm', or '' for none.")
        options = [[option, _mathml(option)] for option in self.options]
        asked = {"question": _mathml(self.question), "options": options, "why": _mathml(self.why)}
        super().__init__(_asked={**asked, "answer": self.answer, "near": near, "unit": unit, "name": name})

    def _elsewhere(self):
        """HTML with formulas as they were typed: whoever shows a notebook sets those, but may take MathML away.

        The answer is folded: it must not be read before the question.
        """
        options = "".join(f"<li>{escape(option)}</li>" for option in self.options)
        answer = self.answer if self.options else f"{_digits(self.answer)} {self.unit}".strip()
        question = f"<p><strong>Predict:</strong> {escape(self.question)}</p>" + (options and f"<ul>{options}</ul>")
        told = f"<details><summary>Answer</summary><p>{escape(answer)}</p><p>{escape(self.why)}</p></details>"
        return {"text/html": question + told}, {}

    def __repr__(self):
        return f"<Prediction: {self.question}>"


def _text(name, value):
    """`value` without the blanks around it, if it is text that can be shown."""
    if not isinstance(value, str):
        raise TypeError(f"{name} = {value!r}, expected text.")
    if not value.strip():
        raise ValueError(f"{name} is empty; write a sentence for it.")
    _mathml(value)
    return value.strip()


def _options(options):
    if not isinstance(options, tuple | list):
        raise TypeError(
            f"options = {options!r}, expected a tuple of texts such as ('up', 'down'); a number to type is number=."
        )
    options = tuple(_text(f"options[{k}]", option) for k, option in enumerate(options))
    if not 2 <= len(set(options)) == len(options) <= 5:
        raise ValueError(f"options = {options!r}, expected 2 to 5, no two of them the same.")
    return options


def _tolerance(tolerance):
    tolerance = inputs.number("tolerance", tolerance)
    if tolerance < 0:
        raise ValueError(f"tolerance = {tolerance}, expected 0 or more: how far off is near enough.")
    return tolerance


def _digits(value):
    """A number as a reader writes it; prediction.js does the same."""
    return (f"{value:.15g}" if value.is_integer() else f"{value:.6g}").replace("-", "−")


def _mathml(text):
    """The text as HTML, its formulas as MathML, which browsers set by themselves."""
    plain = FORMULA.sub("", text)
    if "$" in plain:
        raise ValueError(f"{text!r} has a dollar sign without a partner; write $...$ around each formula.")
    parts = FORMULA.split(text)  # plain text and formulas in turn
    return "".join(_formula(part) if k % 2 else escape(part) for k, part in enumerate(parts))


def _formula(latex):
    try:
        mathml = convert(latex)
    except Exception as error:  # latex2mathml has many kinds, of no common family
        told = re.sub("(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
        raise ValueError(f"${latex}$ is no LaTeX formula: latex2mathml says {told}.") from None
    if "\\" in mathml:
        raise ValueError(f"${latex}$ has a command that latex2mathml does not know; say it with others.")
    return mathml
