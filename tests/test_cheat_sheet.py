"""The cheat sheet holds what the package holds now, needs nothing but itself, and prints on one page."""

import re

import pytest

from perceptron.notation import SYMBOLS
from perceptron.symbolic import derive
from tools import cheat_sheet
from tools.mathml import mathml, with_mathml

SHEET = cheat_sheet.SHEET.read_text(encoding="utf-8")


def math_in(element):
    """What is inside of a <math>: the same formula may be set in a line or on its own."""
    return re.sub(r"munderover|msubsup", "limits", re.sub("</?math[^>]*>", "", element))


def test_it_is_up_to_date():
    assert cheat_sheet.main(["--check"]) == 0


def test_a_stale_sheet_is_noticed_and_left_alone(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "docs" / "sheet.html"
    stale.parent.mkdir()
    stale.write_text(SHEET.replace("the mean is forgotten", "the mean"), encoding="utf-8")
    monkeypatch.setattr(cheat_sheet, "ROOT", tmp_path)
    monkeypatch.setattr(cheat_sheet, "SHEET", stale)
    before = stale.read_bytes()
    assert cheat_sheet.main(["--check"]) == 1
    assert "would change" in capsys.readouterr().err
    assert stale.read_bytes() == before


@pytest.mark.parametrize("cost", cheat_sheet.COSTS)
def test_every_formula_of_the_derivation_is_there(cost):
    formulas = derive("sigmoid", cost).latex
    missing = [name for name, latex in formulas.items() if math_in(mathml(latex)) not in math_in(SHEET)]
    assert len(formulas) == 9
    assert missing == []


def test_every_symbol_and_every_mistake_is_there():
    for symbol in SYMBOLS.values():
        assert mathml(symbol.latex) in SHEET
        assert f"color:{symbol.light}" in SHEET
    names = [mistake.name.format(factor=2) for mistake in cheat_sheet.usual_mistakes()]
    assert {"the sign is lost", "link ∂ŷ/∂z is missing", "the sum is taken before the product"} <= set(names)
    assert [name for name in names if f"<b>{name}</b>" not in SHEET] == []


def test_it_loads_nothing():
    assert re.findall(r"<(?:script|link|img)\b|url\(|@import", SHEET) == []


def test_mathml_of_what_latex2mathml_does_not_know():
    lines = mathml(r"\begin{aligned} a &= b \\[6pt] c &= d \end{aligned}", "block")
    assert lines.count("<mtr>") == 2
    assert "6pt" not in lines
    assert "mspace" in mathml(r"y \log y")
    with pytest.raises(ValueError, match=r"\\frobnicate in .* has no MathML"):
        mathml(r"\frobnicate x")


def test_dollars_in_html_become_formulas():
    page = with_mathml(r"<td>$x_1$</td> $\displaystyle x$ $$y$$")
    assert "$" not in page
    assert re.findall('display="(.*?)"', page) == ["inline", "block", "block"]
