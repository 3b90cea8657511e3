"""What a Prediction is to Python, and what it says to a reader.

The pure functions of prediction.js, from the file that the browser loads, run in Playwright's own Node: no browser.
"""

import json
import re
import subprocess
from html.parser import HTMLParser

import pytest
import traitlets
from playwright._impl._driver import compute_driver_executable

from perceptron.stage.prediction import HERE, Prediction, _digits

WHY = "Many expect that the sign stays."


def choice(**other):
    told = {
        "question": "Where does $w_1$ go?",
        "options": ("up", "to $\\frac{1}{2} < w$", "down"),
        "answer": "down",
        "why": WHY,
    }
    return Prediction(**told | other)


def number(truth=0.25, **other):
    return Prediction(**{"question": "How steep?", "number": truth, "why": WHY, "tolerance": 0.1} | other)


# --- in Python ----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_seen_and_must_be_a_prediction():
    asked, seen = choice(), []
    asked.observe(lambda change: seen.append(change.new), "kept")
    asked.kept = "up"
    with pytest.raises(traitlets.TraitError, match=r"kept = 'sideways' is not known, expected one of up, to"):
        asked.kept = "sideways"
    asked.kept = None
    assert seen == ["up", None]
    typed = number()
    typed.kept = 2
    assert (typed.kept, type(typed.kept)) == (2.0, float)
    for bad in ("2", float("nan"), True):
        with pytest.raises(traitlets.TraitError, match="kept"):
            typed.kept = bad
    assert typed.kept == 2


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


class Outline(HTMLParser):
    """The tags of a piece of HTML, which must all be closed, and its text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += f"|{data}"


def still(prediction):
    bundle, _ = prediction._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    return bundle["text/html"]


def test_where_nothing_moves_all_of_it_is_shown():
    outline = Outline(still(choice()))
    assert outline.tags == ["p", "strong", "ul", "li", "li", "li", "p", "strong", "p"]
    told = (
        r"|Predict:| Where does $w_1$ go?|up|to $\frac{1}{2} < w$|down|Answer:| down|Many expect that the sign stays."
    )
    assert outline.text == told
    assert repr(choice()) == choice()._repr_mimebundle_()[0]["text/plain"] == "<Prediction: Where does $w_1$ go?>"
    outline = Outline(still(number(-0.25, unit="mm")))
    assert outline.tags == ["p", "strong", "p", "strong", "p"]
    assert "|Answer:| −0.25 mm|" in outline.text


def test_what_nothing_moves_in_is_the_same_each_time_whatever_was_kept():
    asked = choice()
    before = still(asked)
    asked.kept, asked.skipped = "up", True
    assert still(asked) == before == still(choice())


def test_text_is_text_and_never_markup():
    evil = "<img src=x onerror=alert(1)> & 'so'"
    asked = choice(question=evil, why=evil, options=(evil, "no"), answer="no")
    assert set(Outline(still(asked)).tags) == {"p", "strong", "ul", "li"}
    for html in (asked._asked["question"], asked._asked["options"][0][1], asked._asked["why"]):
        assert Outline(html).tags == []


def test_a_formula_is_mathml_in_the_live_view():
    _, math = choice()._asked["options"][1]
    assert re.fullmatch(r"to <math .*<mfrac>.*</math>", math)
    assert "&#x0003C;" in math


# --- in the browser ---------------------------------------------------------------------------------------------------

PROGRAM = """
import { readFileSync } from "node:fs";
const { typed, compared, shown } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({
  read: typed.map(([text, unit]) => read(text, unit)),
  compared: compared.map(([asked, kept]) => compare(asked, kept)),
  digits: shown.map(digits),
}));
"""
READ = {
    ("0.5", ""): 0.5,
    (" 0,5 ", ""): 0.5,
    ("-3", ""): -3,
    ("−3", ""): -3,
    ("+.5", ""): 0.5,
    ("5.", ""): 5,
    ("2e-3", ""): 0.002,
    ("1/4", ""): 0.25,
    ("−1 / −4", ""): 0.25,
    ("25 %", ""): 0.25,
    ("25 %", "%"): 25,
    ("25", "%"): 25,
    ("3 mm", "mm"): 3,
    ("3mm", "mm"): 3,
    **{
        (nonsense, ""): None
        for nonsense in ("", "abc", "1/0", "1/2/3", "1e999", "0x10", "Infinity", "1 2", "1,000.5", "3 mm", "/", "--1")
    },
}
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
    node, _ = compute_driver_executable()
    command = [node, "--input-type=module", "-e", (HERE / "prediction.js").read_text("utf-8") + PROGRAM]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_typed_number_is_read(browser_says):
    assert dict(zip(READ, browser_says["read"], strict=True)) == READ


def test_a_prediction_is_compared_in_words(browser_says):
    assert browser_says["compared"] == [words for _, _, words in COMPARED]


def test_the_browser_shows_numbers_as_python_does(browser_says):
    assert browser_says["digits"] == [_digits(float(value)) for value in SHOWN]
