"""The symbols of the course: one letter, one meaning, one colour, one marker. Notebook 00 shows this table.

The colours are Okabe and Ito's, which colour-blind readers can tell apart, darkened to a contrast of 4.5 on white;
`dark` is the same hue for a dark page. (M. Okabe, K. Ito 2008, "Color Universal Design".)
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Symbol:
    """code: the name in Python. latex: the letter on the page. shape: its array shape in n examples, m features."""

    code: str
    latex: str
    meaning: str
    shape: str
    light: str
    dark: str
    marker: str
    line: str


SYMBOLS = {
    s.code: s
    for s in (
        Symbol("X", "x_{ij}", "inputs: example i, feature j", "n × m", "#555555", "#BBBBBB", "o", "-"),
        Symbol("w", "w_j", "weights, one per feature", "m", "#0067A5", "#56B4E9", "s", "-"),
        Symbol("b", "b", "bias, added at the end", "one number", "#A3487D", "#E09CC4", "D", "--"),
        Symbol("z", "z_i", "weighted sum plus bias", "n", "#7A5C00", "#F0E442", "^", "-."),
        Symbol("y_hat", r"\hat y_i", "prediction, the activation of z", "n", "#B24A00", "#F28E4B", "v", "-"),
        Symbol("y", "y_i", "target: what was observed", "n", "#000000", "#FFFFFF", "x", ":"),
        Symbol("C", "C", "cost: the mean loss", "one number", "#00735A", "#2FC9A0", "P", "-"),
        Symbol("alpha", r"\alpha", "learning rate: how far a step goes", "one number", "#666666", "#AAAAAA", ".", "--"),
    )
}


def tag(code: str, text: str) -> str:
    """`text` as HTML in the symbol's colour, light or dark with JupyterLab's theme. Needs `STYLE` on the page."""
    return f'<span class="perceptron-{code}">{text}</span>'


STYLE = (
    "<style>"
    + "".join(
        f".perceptron-{s.code}{{color:{s.light};font-weight:600}}"
        f'[data-jp-theme-light="false"] .perceptron-{s.code}{{color:{s.dark}}}'
        for s in SYMBOLS.values()
    )
    + "</style>"
)
