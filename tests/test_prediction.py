"""What a Prediction is to Python, and what it says to a reader.

The pure functions of prediction.js, in the text that the browser loads, run in Node: no browser.
"""

import re

import pytest
from node import ask

from perceptron.widgets.prediction.prediction import Prediction, _digits

WHY = "Many expect that the sign stays."


def choice(**other):
    told = {"question": "Where does $w_1$ go?", "options": ("up", "to $\\frac{1}{2} < w$", "down"), "answer": "down"}
    return Prediction(**{**told, "why": WHY} | other)


def number(truth=0.25, **other):
    return Prediction(**{"question": "How steep?", "number": truth, "why": WHY, "tolerance": 0.1} | other)


# --- in Python ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "error", "said"),
    [
        ({"answer": "dwon"}, ValueError, "answer = 'dwon' is not known, expected one of up, .* Did you mean 'down'?"),
        ({"answer": None}, ValueError, "answer = None is not known"),
        ({"options": ("down",)}, ValueError, "expected 2 to 5"),
        ({"options": tuple("abcdef")}, ValueError, "expected 2 to 5"),
        ({"options": ("up", "down", " up ")}, ValueError, "no two of them the same"),
        ({"options": ("up", "")}, ValueError, r"options\[1\] is empty"),
        ({"options": "up or down"}, TypeError, "expected a tuple of texts"),
        ({"options": 0.25}, TypeError, "a number to type is number="),
        ({"options": (1, 2), "answer": 1}, TypeError, r"options\[0\] = 1, expected text"),
        ({"question": "  "}, ValueError, "question is empty; write a sentence"),
        ({"question": None}, TypeError, "question = None, expected text"),
        ({"why": ""}, ValueError, "why is empty"),
        ({"why": "it is $5 more"}, ValueError, "dollar sign without a partner"),
        ({"why": r"it is $w_$"}, ValueError, "is no LaTeX formula: latex2mathml says missing super script"),
        ({"why": r"it is $\frak w$ or $\nosuch$"}, ValueError, r"\\nosuch\$ has a command that latex2mathml does not"),
        ({"number": 1}, ValueError, "not both"),
    ],
)
def test_a_choice_that_can_not_be_asked(other, error, said):
    with pytest.raises(error, match=said):
        choice(**other)


@pytest.mark.parametrize(
    ("other", "error", "said"),
    [
        ({"number": None}, ValueError, "needs either options and their answer, or a number"),
        ({"number": "0.25"}, TypeError, "number must be a real number, got '0.25'"),
        ({"number": float("inf")}, ValueError, "number = inf, expected a finite number"),
        ({"tolerance": -0.1}, ValueError, "tolerance = -0.1, expected 0 or more"),
        ({"tolerance": "10 %"}, TypeError, "tolerance must be a real number"),
        ({"unit": 5}, TypeError, "unit = 5, expected text"),
        ({"answer": 0.25}, ValueError, "not both"),
    ],
)
def test_a_number_that_can_not_be_asked_for(other, error, said):
    with pytest.raises(error, match=said):
        number(**other)


def still(prediction):
    bundle, _ = prediction._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    return bundle["text/html"]


def test_where_nothing_moves_the_answer_is_folded():
    assert still(choice()) == (
        r"<p><strong>Predict:</strong> Where does $w_1$ go?</p>"
        r"<ul><li>up</li><li>to $\frac{1}{2} &lt; w$</li><li>down</li></ul>"
        rf"<details><summary>Answer</summary><p>down</p><p>{WHY}</p></details>"
    )
    assert still(number(-0.25, unit="mm")) == (
        "<p><strong>Predict:</strong> How steep?</p>"
        f"<details><summary>Answer</summary><p>−0.25 mm</p><p>{WHY}</p></details>"
    )
    assert repr(choice()) == choice()._repr_mimebundle_()[0]["text/plain"] == "<Prediction: Where does $w_1$ go?>"


def test_text_is_text_and_never_markup():
    evil = "<img src=x onerror=alert(1)> & 'so'"
    asked = choice(question=evil, why=evil, options=(evil, "no"), answer="no")
    for html in (still(asked), asked._asked["question"], asked._asked["options"][0][1], asked._asked["why"]):
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt; &amp;" in html


def test_a_formula_is_mathml_in_the_live_view():
    _, math = choice()._asked["options"][1]
    assert re.fullmatch(r"to <math .*<mfrac>.*</math>", math)
    assert "&#x0003C;" in math


# --- in the browser ---------------------------------------------------------------------------------------------------

PROGRAM = """
const { typed, compared, shown } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({
  read: typed.map(([text, unit]) => read(text, unit)),
  compared: compared.map(([asked, kept]) => compare(asked, kept)),
  digits: shown.map(digits),
}));
"""
NONSENSE = ("", "abc", "1/0", "1/2/3", "1e999", "0x10", "Infinity", "1 2", "1,000.5", "3 mm", "/", "--1")
READ = {
    ("0.5", ""): 0.5, (" 0,5 ", ""): 0.5, ("-3", ""): -3, ("−3", ""): -3, ("+.5", ""): 0.5, ("5.", ""): 5,
    ("2e-3", ""): 0.002, ("1/4", ""): 0.25, ("−1 / −4", ""): 0.25, ("25 %", ""): 0.25, ("25 %", "%"): 25,
    ("25", "%"): 25, ("3 mm", "mm"): 3, ("3mm", "mm"): 3, **{(text, ""): None for text in NONSENSE},
}  # fmt: skip
COMPARED = [
    (choice(), "down", "You said “down”, and that is right."),
    (choice(), "up", "You said “up”. The answer is “down”."),
    (choice(), None, "The answer is “down”."),
    (number(), 0.25, "You said 0.25, and that is right."),
    (number(), 0.26, "You said 0.26. It is 0.25: near enough."),
    (number(), 0.5, "You said 0.5; it is 0.25, which is less."),
    (number(unit="<mm>"), -0.5, "You said −0.5 &lt;mm&gt;; it is 0.25 &lt;mm&gt;, which is more."),
    (number(), None, "It is 0.25."),
    (number(1 / 3, tolerance=0), 0.333333, "You said 0.333333, and that is right."),
    (number(-4), -4.3, "You said −4.3. It is −4: near enough."),
    (number(0), 0.09, "You said 0.09. It is 0: near enough."),
    (number(0), 0.11, "You said 0.11; it is 0, which is less."),
]
SHOWN = [0, 0.1 + 0.2, 1 / 3, -2 / 3, 2.0, -1e-3, 123456.789, 1234567, 0.995, 100.0, 25e-4]


@pytest.fixture(scope="module")
def browser_says():
    told = {"typed": list(READ), "compared": [(asked._asked, kept) for asked, kept, _ in COMPARED], "shown": SHOWN}
    return ask(Prediction._esm + PROGRAM, told)


def test_a_typed_number_is_read(browser_says):
    assert dict(zip(READ, browser_says["read"], strict=True)) == READ


def test_a_prediction_is_compared_in_words(browser_says):
    assert browser_says["compared"] == [words for _, _, words in COMPARED]


def test_the_browser_shows_numbers_as_python_does(browser_says):
    assert browser_says["digits"] == [_digits(float(value)) for value in SHOWN]
