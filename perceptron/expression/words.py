"""The words of typed maths: what every letter, sign and name means, and a text cut into them.

Each character must be on a list. One that is not is refused by its name and column before anything else happens.
"""

import difflib
import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from perceptron.expression.bounded import FUNCTIONS
from perceptron.symbolic import alpha, b, i, j, k, m, n, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_

LONGEST = 10_000  # characters of text
MOST_TOKENS = 1_200  # numbers, names and signs in it
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
ALIASES = {"ŷ": "y_hat", "y\u0302": "y_hat", "yhat": "y_hat", "α": "alpha", "π": "pi", "σ": "sigma", "√": "sqrt",
           "sigmoid": "sigma", "logistic": "sigma", "log": "ln", "ReLU": "relu", "maximum": "max", "minimum": "min",
           "Abs": "abs", "Max": "max", "Min": "min", "arctan": "atan",
           "∑": "Σ", "\\sum": "Σ", "\\cdot": "*", "\\times": "*", "\\div": "/", "**": "^", "\\{": "{", "\\}": "}",
           **dict.fromkeys("·×⋅∗", "*"), **dict.fromkeys("÷⁄∕", "/"), **dict.fromkeys("−–", "-"),
           **dict.fromkeys("′’", "'")}  # fmt: skip


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


class Token(NamedTuple):
    kind: str  # of an operator or a bracket, the sign itself
    text: str
    column: int
    end: int


_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣⁿ₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘ", "0123456789-+zxn0123456789ijknm")
_TOKEN = re.compile(r"""
    (?P<space>[ \t\r\n\u00a0\u2009\u202f$]+|\\[,;:!\ ]|\\(?:quad|displaystyle|limits)(?![A-Za-z])
        |\\(?:left|right)(?=\s*(?:[()\[\]]|\\[{}])))
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
  | (?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])
  | (?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣⁿ]+)
  | (?P<bounds>_\s*\{\s*[ijk]\s*=\s*1\s*\}\s*(?:\^\s*(?:\{\s*[nm]\s*\}|[nm])|ⁿ))
  | (?P<index>_\s*(?:\{[^{}]*\}|[0-9]+[ijk]?|[ijknm]{1,2}(?![A-Za-z])[0-9]?|[ijknm])|[₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘ]+)
  | (?P<hat>y\u0302|ŷ|\\hat\s*(?:\{\s*y\s*\}|y(?![A-Za-z]))|y_?hat(?![A-Za-z]))
  | (?P<root>\\sqrt\s*\[)
  | (?P<frac>\\[dt]?frac(?![A-Za-z]))
  | (?P<opening>\\left\s*\||\\lvert(?![A-Za-z])) | (?P<closing>\\right\s*\||\\rvert(?![A-Za-z]))
  | (?P<wrapped>\\(?:operatorname|mathrm|text)\s*\{[A-Za-z]+\})
  | (?P<name>(?:(?:np|numpy|math)\.)?[A-Za-z]+|\\[A-Za-z]+|[σαπ√Σ∑])
  | (?P<sign>\*\*|\\[{}]|[-+*/^(){}\[\]|,='·×⋅∗÷⁄∕−–′’])
""", re.VERBOSE)  # fmt: skip
_NAMED = re.compile("[A-Za-z][A-Za-z0-9_]*[A-Za-z0-9]")  # what a table of names may hold, such as w_old
_LETTER = r"(?:\\?[A-Za-z]+|\\hat\{?y\}?|y_hat|[yŷασ]\u0302?)(?:_?[0-9ijknm]+|_\{[0-9ijknm,]+\}|[₀-₉ᵢⱼₖ]+)?"
_LEFT_SIDE = re.compile(rf"{_LETTER}['′’]*(?:\([a-z]\))?|[d∂]{_LETTER}[/_][d∂]{_LETTER}"
                        rf"|\\[dt]?frac\{{(?:\\partial|d){_LETTER}\}}\{{(?:\\partial|d){_LETTER}\}}")  # fmt: skip
_LOOKS_LIKE = dict(zip("аеохурсіАЕОХСВοινΑΒΕΖ", "aeoxypciAEOXCBoivABEZ", strict=True))


def tokens(text, names):
    """The tokens of a text, the last one of kind "end"; `names` holds names that would else be cut in pieces."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the text has {len(text)} characters, and {LONGEST} can be read", text, LONGEST)
    found, at = [], _start(text)
    while at < len(text):
        if (match := _NAMED.match(text, at)) and match[0] in names:
            kind = "name"
        elif match := _TOKEN.match(text, at):
            kind = match.lastgroup
        else:
            raise ExpressionError(_stranger(text[at]), text, at)
        column, at, shown = at, match.end(), match[0]
        if kind == "space":
            continue
        follows = found and found[-1].kind == "name" and found[-1].end == column and text[column - 1] != "√"
        if kind == "number" and follows:
            kind = "index"  # w1 is w_1
        elif kind == "hat":
            kind, shown = "name", "y_hat"
        elif kind == "wrapped":
            kind, shown = "name", shown.partition("{")[2].rstrip("}")
        elif kind in ("power", "index", "bounds"):
            shown = re.sub(r"[_{}\s^]", "", shown.translate(_SMALL))
        shown = ALIASES.get(shown, shown)
        if kind == "sign" or shown in ("*", "/"):
            kind = shown
        elif kind == "name" and (prefix := re.match(r"\\|(np|numpy|math)\.", shown)):
            known = [*FUNCTIONS, *(SUMS if prefix[1] else ("alpha", "pi"))]
            shown = ALIASES.get(shown[prefix.end() :], shown[prefix.end() :])
            if shown not in known:
                near = _meant(shown, known)
                hint = f"; did you mean {near}?" if near else ""
                raise ExpressionError(f"{shortened(match[0])} is not known here{hint}", text, column)
        found.append(Token(kind, shown, column, at))
        if len(found) > MOST_TOKENS:
            raise ExpressionError(f"the formula has more than {MOST_TOKENS} numbers, names and signs", text, column)
    return [*found, Token("end", "the end", len(text), len(text))]


def _start(text):
    """Where the formula starts: after `C =` or `dC/dw =`, where there is one."""
    left, equals, right = re.sub(r"_\s*\{[^{}]*\}", lambda m: m[0].replace("=", "_"), text).partition("=")
    lone = equals and "=" not in right and len(left) <= 80 and _LEFT_SIDE.fullmatch(re.sub(r"[$\s]", "", left))
    return len(left) + 1 if lone else 0


def _stranger(character):
    if character == "!":
        return "! is a factorial, and no formula here has one"
    if character == "_":
        return "after _ comes an index: i, j, k, n, m or a number"
    if character == ".":
        return "a point is for numbers only, as in 0.5"
    if character.isascii() and character.isprintable():
        return f"{character} has no meaning in a formula here"
    name = unicodedata.name(character, "a character without a name")
    like = f"; type the letter {_LOOKS_LIKE[character]} instead" if character in _LOOKS_LIKE else ""
    return f"U+{ord(character):04X} ({name}) can't be read{like}"


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
    product = 1 < len(word) <= 6 and all(c in names or c in CONSTANTS for c in word) and not set(word) & set("ijk")
    return word if product and not _meant(word, [name for name in _words(names) if len(name) > 2]) else ""


def unknown(name, names):
    """What is said of a name that means nothing."""
    letters = [*(name for name in names if not name.endswith("_")), *CONSTANTS]
    index = re.fullmatch("(.+?)([ijk]{1,2})", name)
    near = f"{index[1]}_{index[2]}" if index and f"{index[1]}_" in names else _meant(name, _words(names))
    hint = f"; did you mean {near}?" if near else "."
    return (
        f"{shortened(name)} is not known here{hint} Known are {', '.join(letters)} and the functions "
        f"{', '.join([*FUNCTIONS, *SUMS])}"
    )


def shortened(text):
    return text if len(text) <= 20 else f"{text[:20]}..."


def _words(names):
    return [*names, *CONSTANTS, *FUNCTIONS, *SUMS, *(alias for alias in ALIASES if alias.isalpha())]


def _meant(word, known):
    """The known name that is nearest to a word, "" where none is near."""
    same = [name for name in known if name.lower() == word.lower()]
    return next(iter(same or difflib.get_close_matches(word, known, n=1)), "")
