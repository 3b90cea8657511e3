"""The words of typed maths: what every letter and name means, numbers, indices, and what is said of an unknown name."""

import difflib
import re
import unicodedata
from fractions import Fraction

import sympy as sp

from perceptron.expression.bounded import FUNCTIONS
from perceptron.letters import alpha, b, i, j, k, m, n, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_

LONGEST = 10_000  # characters of text
MOST_TOKENS = 1_000  # numbers, names and signs in it
MOST_DIGITS = 30  # of a typed number

C, h = sp.symbols("C h", real=True)
NAMES = {"w": w, "b": b, "z": z, "x": x, "y": y, "y_hat": y_hat, "alpha": alpha, "C": C, "h": h, "n": n, "m": m,
         "i": i, "j": j, "x_": x_, "w_": w_, "y_": y_, "z_": z_, "y_hat_": y_hat_}  # fmt: skip
CONSTANTS = {"e": sp.E, "pi": sp.pi}
INDICES = {"i": i, "j": j, "k": k, "n": n, "m": m}
UPPER = {"i": n, "j": m, "k": m}  # how far each index runs
CARRIES = {"i": ("x", "y", "z", "y_hat"), "j": ("x", "w"), "k": ("x", "w")}  # what has one value per example, feature
ONE_INDEX = {w_, y_, z_, y_hat_}

SUMS = ("sum", "mean", "Σ")
PRODUCTS = ("dot", "inner", "matmul")  # of two vectors or matrices
VECTOR_FUNCTIONS = (*PRODUCTS, "norm", "square", "power", "pow", "transpose")  # as NumPy calls them
BASES = {"lg": 10, "ld": 2, "lb": 2}  # logarithms whose name says their base
ALIASES = {"ŷ": "y_hat", "y\u0302": "y_hat", "yhat": "y_hat", "α": "alpha", "π": "pi", "σ": "sigma", "√": "sqrt",
           "sigmoid": "sigma", "logistic": "sigma", "expit": "sigma", "log": "ln", "ReLU": "relu", "maximum": "max",
           "minimum": "min", "Abs": "abs", "absolute": "abs", "fabs": "abs", "Max": "max", "Min": "min",
           "arctan": "atan", "arsinh": "asinh", "arcsinh": "asinh", "sgn": "sign", "heaviside": "step",
           "∑": "Σ", "\\sum": "Σ", "\\cdot": "·", "\\bullet": "·", "\\times": "×", "\\ast": "*", "\\div": "/",
           "\\odot": "∘", "\\circ": "∘", "**": "^", "\\{": "{", "\\}": "}", "\\lbrace": "{", "\\rbrace": "}",
           "\\langle": "⟨", "\\rangle": "⟩",
           "Φ": "Phi", "cdf": "Phi", "LogisticSigmoid": "sigma", "HeavisideTheta": "step", ".*": "∘", "./": "/",
           ".^": "^"}  # fmt: skip
SPOKEN = {"minus": "-", "negative": "-", "plus": "+", "times": "*", "of": "*", "squared": "2", "cubed": "3",
          "avg": "mean", "average": "mean"}  # fmt: skip
ALIASES |= SPOKEN
COUNTED = {"half": "½", "third": "⅓", "quarter": "¼", "one": "1", "two": "2", "twice": "2", "three": "3", "four": "4",
           "ten": "10"}  # fmt: skip
_SOME = ("sigma", "exp", "ln", "sqrt", "abs", "max", "tanh")  # of the functions, for those who know none


class ExpressionError(ValueError):
    """Typed maths that can't be read. text: what was typed; column: where the trouble starts, counted from 0."""

    def __init__(self, problem, text, column):
        super().__init__(problem, text, column)
        self.problem, self.text, self.column = problem, text, column

    def __str__(self):
        low, high = max(0, self.column - 50), self.column + 30
        spaced = re.sub(r"[\t\r\n]", " ", self.text[low:high])
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in spaced)
        before = sum(not unicodedata.combining(c) for c in shown[: self.column - low])
        return f"{self.problem} (column {self.column + 1})\n  {shown}\n  {' ' * before}^"


def number(text):
    """A typed number or fraction, exactly; None where it has too many digits."""
    digits, _, exponent = text.lower().partition("e")
    if len(digits) > MOST_DIGITS + 1 or len(exponent) > 4 or abs(int(exponent or 0)) > MOST_DIGITS:
        return None
    value = Fraction(unicodedata.normalize("NFKC", text).replace("\N{FRACTION SLASH}", "/"))
    return sp.Rational(value.numerator, value.denominator)


def indices(base, text):
    """The typed indices of an IndexedBase, () where they can't be read. x_12 is x[1, 2], as the course prints it."""
    if base == x_ and re.fullmatch("[0-9]{2}", text):
        text = ",".join(text)
    pieces = text.split(",") if "," in text else re.findall("[0-9]+|.", text)
    unclear = base == x_ and len(pieces) == 1 and len(text) > 2
    if unclear or len(pieces) > (1 if base in ONE_INDEX else 2):
        return ()
    if not all(re.fullmatch("[1-9][0-9]{0,3}|[ijknm]", piece) for piece in pieces):
        return ()
    return tuple(INDICES.get(piece) or sp.Integer(piece) for piece in pieces)


def factors(word, names):
    """The letters that a word is a product of: wx is w x. "" for one that looks like a longer name or x_i without _."""
    known = {*names, *CONSTANTS, *("X" for name in names if name == "x_")}
    product = 1 < len(word) <= 6 and set(word) <= known and not set(word) & set("ijk")
    return word if product and not meant(word, [name for name in _words(names) if len(name) > 2]) else ""


def unknown(name, names):
    """What is said of a name that means nothing."""
    if (bare := re.sub(rf"^(?:{_PREFIXES})", "", name)) in STRANGE:
        return STRANGE[bare]
    letters = [*(name for name, meant in names.items() if meant.is_Symbol and name[-1] != "_"), *CONSTANTS]
    index = re.fullmatch("(.+?)([ijk]{1,2})", name)
    near = f"{index[1]}_{index[2]}" if index and f"{index[1]}_" in names else meant(name, _words(names))
    hint = f"; did you mean {near}?" if near else "."
    return (
        f"{shortened(name)} is not known here{hint} Known are {', '.join(letters)} and functions "
        f"such as {', '.join(_SOME)}"
    )


def shortened(text):
    return text if len(text) <= 20 else f"{text[:20]}..."


# Why some words can't be read, and what to type instead.
CASES = "cases and comparisons can't be read; type step(z), relu(z), max(0, z), sign(z) or |z|"
_SLOPES = "what is to be differentiated can't be read; differentiate by hand, or type σ'(z)"
_PREFIXES = r"\\*|(?:[A-Za-z]+\.)*"
STRANGE = {
    "where": "leave out what follows the formula; for cases type step(z), relu(z), max(0, z), sign(z) or |z|",
    **dict.fromkeys(("cases", "if", "otherwise", "begin", "Piecewise", "select", "theta", "θ", "H"), CASES),
    **dict.fromkeys(("partial", "nabla", "∂", "∇", "d", "diff", "D", "gradient"), _SLOPES),
    "softmax": "softmax is of several neurons; for one, type σ(z)",
    **dict.fromkeys(("for", "range", "zip"), "a loop can't be read; sum(...) goes through all the examples"),
    "einsum": "einsum can't be read; type X.T @ (ŷ - y), or a sum with indices",
    "logaddexp": "logaddexp can't be read; type ln(1 + e^z)",
    "E": "type e for Euler's number, and mean(...) for an expectation",
    "mathbb": "type mean(...) for an expectation, and 1, n, x for other letters in that font",
    **dict.fromkeys(("a", "p", "h", "o"), "the prediction is ŷ here, typed y_hat"),
    **dict.fromkeys(("J", "L"), "the cost is C here"),
    **dict.fromkeys(("eta", "η", "lr"), "the learning rate is α here, typed alpha"),
    "to": "type a power with ^, as in x^2", "over": "type / for a fraction, as in 1/(x + 1)",
}  # fmt: skip


def _words(names):
    return [
        *names,
        *CONSTANTS,
        *FUNCTIONS,
        *SUMS,
        *VECTOR_FUNCTIONS,
        *BASES,
        *(a for a in ALIASES if a.isalpha() and a not in SPOKEN),
    ]


def meant(word, known):
    """The known name that is nearest to a word, "" where none is near."""
    same = [name for name in known if name.lower() == word.lower()]
    return next(iter(same or difflib.get_close_matches(word, known, n=1)), "")
