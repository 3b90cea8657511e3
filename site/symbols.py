"""What a symbol of a formula means: the course's own, and the other letters that its pages share."""

import json
from pathlib import Path

from text import short

from perceptron.notation import SYMBOLS
from tools.mathml import mathml

# By the letter as it is in MathML, a hat after it: [TeX, what it means, more of it].
OTHERS = json.loads(Path(__file__).with_name("symbols.json").read_text(encoding="utf-8"))
WRITTEN = {"y_hat": "y^", "alpha": "α", "X": "x"}


def symbols():
    """{letter in MathML: its formula, its meaning and more of it}, as symbols.js takes it."""
    ours = {
        WRITTEN.get(code, code): (s.latex, s.meaning, f"{code} in code, {_shape(s)}") for code, s in SYMBOLS.items()
    }
    return {
        letter: {"formula": short(mathml(latex)), "meaning": meaning, "more": more}
        for letter, (latex, meaning, more) in (ours | OTHERS).items()
    }


def _shape(symbol):
    return symbol.shape if "number" in symbol.shape else f"shape {symbol.shape}"
