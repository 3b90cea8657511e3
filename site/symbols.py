"""What a symbol of a formula means: the course's own, and the other letters that its pages share."""

from text import short

from perceptron.notation import SYMBOLS
from tools.mathml import mathml

# By the letter as it is in MathML, a hat after it: (TeX, what it means, more of it).
OTHERS = {
    "σ": (r"\sigma", "sigmoid, the activation that bends z into 0 to 1", "lesson 01"),
    "n": ("n", "number of examples", "one number"),
    "m": ("m", "number of features", "one number"),
    "i": ("i", "which example", "from 1 to n"),
    "j": ("j", "which feature", "from 1 to m"),
    "k": ("k", "runs over all features in a sum", "so that j is free"),
    "r": ("r", "residual: target minus prediction", "lesson 03"),
    "h": ("h", "a small nudge", "lesson 04"),
    "δ": (r"\delta", "how fast the cost changes with z", "links 1 and 2, lesson 05"),
    "Δ": (r"\Delta", "a change of what follows", "lesson 05"),
    "∂": (r"\partial", "a slope in one letter, while the others stay", "lesson 04"),
    "∑": (r"\sum", "the sum of all terms that follow", "from the value below it to the one above"),
    "e": ("e", "Euler's number, 2.718…", "the base of exp"),
}


def symbols():
    """{letter in MathML: its formula, its meaning and more of it}, as symbols.js takes it."""
    ours = {
        s.latex.removeprefix("\\hat ")[0] + "^" if "hat" in s.latex else {"alpha": "α", "X": "x"}.get(s.code, s.code):
        (s.latex, s.meaning, f"{s.code} in code, {s.shape}")
        for s in SYMBOLS.values()
    }  # fmt: skip
    return {
        letter: {"formula": short(mathml(latex)), "meaning": meaning, "more": more}
        for letter, (latex, meaning, more) in (ours | OTHERS).items()
    }
