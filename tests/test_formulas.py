"""Formulas keep to the letters of the course, and docs/equations.md says where the article's equations are taught."""

import re

import nbformat
import pytest
from pages import cells_of, every_page, formulas

from perceptron.article import EQUATIONS
from perceptron.notation import SYMBOLS
from tools.notebooks import NOTEBOOKS, ROOT

# What formulas hold besides the symbols of `perceptron.notation`.
EVERYWHERE = {
    "n": "number of examples",
    "m": "number of features",
    "i": "which example",
    "j": "which feature",
    "e": "2.718...",
    "h": "a nudge",
    "u": "a part of a formula, given a name for a moment",
    "d": "a change, where a single letter can move",
    r"\sigma": "the sigmoid",
    r"\log": "the natural logarithm",
    r"\exp": "the exponential function",
    r"\tanh": "an activation",
    r"\max": "the larger of two numbers",
    r"\sum": "a sum",
    r"\partial": "a change as small as you like",
}
# The letters that one lesson needs beside them, and what it says that they are.
IN_A_SUM = {"k": "which feature, inside of a sum, where j is taken"}
EXCEPTIONS = {
    "02_bend_with_an_activation": {"k": "steepness", "t": "threshold", "v": "a second weight", "c": "a second bias"},
    "03_measure_the_error": {"p": "a chance"},
    "04_estimate_a_slope": {"f": "any function"},
    "05_follow_the_chain_rule": IN_A_SUM
    | {r"\delta": "links 1 and 2 of one example", r"\Delta": "a change", "r": "a residual"},
    "06_check_the_gradient": {"a": "how curved the cost is", r"\varepsilon": "round-off of the cost"},
    "07_descend": {"t": "temperature", "s": "its spread", r"\lambda": "how curved the cost is", r"\beta": "momentum"},
    "09_build_your_own_neuron": {"f": "the activation that was typed"},
    "10_connect_neurons": {
        "k": "which hidden neuron",
        "a": "what a hidden neuron answers",
        "v": "weights of the output neuron",
        "c": "bias of the output neuron",
        r"\delta": "error signal of the output neuron",
        r"\Delta": "error signal of a hidden neuron",
    },
}
# Commands that say how something is set or related, and stand for nothing.
LAYOUT = {
    *(r"\frac", r"\left", r"\right", r"\cdot", r"\times", r"\quad", r"\qquad", r"\displaystyle", r"\dots", r"\cdots"),
    *(r"\leftarrow", r"\longrightarrow", r"\approx", r"\ge", r"\geq", r"\le", r"\leq", r"\ne", r"\to", r"\scriptstyle"),
    *(r"\Bigl", r"\Bigr", r"\bigl", r"\bigr"),
}


def letters(formula):
    r"""The letters and signs of a formula. What is in \text is a word, and a hat belongs to its letter."""
    formula = re.sub(r"\\(text|begin|end|color)\s*\{[^}]*\}|\\\\(\[\w+\])?", " ", formula)
    formula = re.sub(r"[{}]", " ", formula)
    found = re.findall(r"\\hat *[a-zA-Z]|\\[a-zA-Z]+|[^\W\d_]", formula)
    return {re.sub(r"hat *", "hat ", letter) for letter in found} - LAYOUT


DECLARED = {letter for symbol in SYMBOLS.values() for letter in letters(symbol.latex)} | {"X"} | set(EVERYWHERE)


@every_page
def test_its_letters_are_those_of_the_course(path):
    used = set().union(*map(letters, formulas(cells_of(path)))) - DECLARED
    allowed = set(EXCEPTIONS.get(path.stem, {}))
    assert used - allowed == set(), "in no table: use another letter, or say in EXCEPTIONS what it stands for"
    assert allowed - used == set(), "not used any more"


def test_letters_are_read():
    assert letters(r"\hat{y}_i = \hat y_i\,x_{ij}^2 \left(\text{for all}\right) \\[6pt] \alpha") == {
        *(r"\hat y", "i", "x", "j", r"\alpha")
    }
    assert {"w", "b", "z", "C", "y", r"\hat y", r"\alpha"} < DECLARED
    assert "q" not in DECLARED


# --- the article's equations ------------------------------------------------------------------------------------------

ROW = re.compile(
    r"\| (?P<id>A\d+) \| (?P<topic>[^|]+) \| \$(?P<mended>[^|]+)\$ \| \$(?P<shown>[^|]+)\$ \| (?P<where>[^|]+) \|"
)
LINK = re.compile(r"\]\(\.\./notebooks/(\d\d_\w+\.ipynb)\)")
TAUGHT = {row["id"]: row for row in ROW.finditer((ROOT / "docs" / "equations.md").read_text(encoding="utf-8"))}


def bare(formula):
    r"""A formula without what only sets it: `\frac{1}{n}` and `\frac1n` are the same."""
    return re.sub(r"\\(left|right|displaystyle|color\{[^}]*\}|[,;: ])|[{}&\s]", "", formula)


def is_shown(formula, cells):
    """Whether a notebook shows a formula, alone or in a longer one."""
    return any(bare(formula) in bare(longer) for longer in formulas(cells))


def test_the_table_has_every_equation_as_it_should_be():
    assert {id: row["topic"] for id, row in TAUGHT.items()} == {id: e.topic for id, e in EQUATIONS.items()}
    assert {id: row["mended"] for id, row in TAUGHT.items()} == {id: e.should_latex for id, e in EQUATIONS.items()}


@pytest.mark.parametrize("id", EQUATIONS)
def test_an_equation_is_taught_where_the_table_says(id):
    row = TAUGHT[id]
    lessons = LINK.findall(row["where"])
    assert lessons, "in no lesson"
    assert [lesson for lesson in lessons if not is_shown(row["shown"], cells_of(NOTEBOOKS / lesson))] == []


def test_a_formula_is_found_however_it_is_set():
    wanted = r"\frac{2}{n} \, \left(\hat{y}_{i} - y_{i}\right)"
    for page, shown in {r"$$C = \frac2n (\hat y_i - y_i)$$": True, r"$\frac2n (y_i - \hat y_i)$": False}.items():
        assert is_shown(wanted, [nbformat.v4.new_markdown_cell(page)]) is shown
