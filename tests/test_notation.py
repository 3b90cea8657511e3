"""One symbol, one colour, one marker: distinct, and legible on the light and on the dark page of JupyterLab."""

import re
from itertools import combinations

import pytest
from matplotlib.lines import Line2D

from perceptron.notation import STYLE, SYMBOLS, tag

PAGES = {"light": "#FFFFFF", "dark": "#111111"}  # --jp-layout-color0 of the two themes


def luminance(colour):
    """Relative luminance of #RRGGBB (WCAG 2)."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("code", SYMBOLS)
@pytest.mark.parametrize("theme", PAGES)
def test_every_symbol_is_legible(code, theme):
    assert contrast(getattr(SYMBOLS[code], theme), PAGES[theme]) >= 4.5


@pytest.mark.parametrize("attribute", ["light", "dark", "marker", "latex", "meaning"])
def test_no_two_symbols_share(attribute):
    assert [
        (one.code, other.code)
        for one, other in combinations(SYMBOLS.values(), 2)
        if getattr(one, attribute) == getattr(other, attribute)
    ] == []


def test_symbols_are_those_of_the_code_and_can_be_drawn():
    assert list(SYMBOLS) == ["X", "w", "b", "z", "y_hat", "y", "C", "alpha"]
    for code, symbol in SYMBOLS.items():
        assert symbol.code == code
        assert all(vars(symbol).values())
        assert symbol.latex.count("{") == symbol.latex.count("}")
        assert re.fullmatch("#[0-9A-F]{6}", symbol.light)
        assert re.fullmatch("#[0-9A-F]{6}", symbol.dark)
        Line2D([], [], marker=symbol.marker, linestyle=symbol.line, color=symbol.light)  # refuses what it can't draw


def test_colours_in_text():
    assert tag("C", "cost") == '<span class="perceptron-C">cost</span>'
    for symbol in SYMBOLS.values():
        assert f".perceptron-{symbol.code}{{color:{symbol.light}" in STYLE
        assert f'[data-jp-theme-light="false"] .perceptron-{symbol.code}{{color:{symbol.dark}' in STYLE
