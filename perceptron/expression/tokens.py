"""A text cut into numbers, names and signs. A character that is on no list is refused by its name and column."""

import re
import unicodedata
from typing import NamedTuple

from perceptron.expression.bounded import FUNCTIONS
from perceptron.expression.typed import Typed
from perceptron.expression.words import (
    ALIASES,
    BASES,
    CASES,
    COUNTED,
    MOST_TOKENS,
    STRANGE,
    SUMS,
    VECTOR_FUNCTIONS,
    ExpressionError,
    meant,
    shortened,
)


class Token(NamedTuple):
    kind: str  # of an operator or a bracket, the sign itself
    text: str
    column: int  # in the clean text; `Cursor.error` tells where that was typed
    end: int


_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣⁿᵐ⁽⁾ⁱʲᵏ₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘ₌", "0123456789-+zxnm()ijk0123456789ijknm=")
_FONT = (
    r"\\(?:operatorname\*?|math(?:rm|bf|it|sf|normal)|text(?:bf|it|rm)?|boldsymbol|bm|boxed|vec"
    r"|overrightarrow)(?![A-Za-z])"
)
_LIBRARY = r"(?:(?:np|numpy|[mM]ath|jnp|jax|torch|tf|cmath|scipy|special|stats|norm|nn|functional|F|K|linalg)\.){1,3}"
_ENVIRONMENT = r"\{\s*(?:equation|align(?:ed)?|gather(?:ed)?|split|math|displaymath)\*?\s*\}"
_CURVE = "(?:sigmoid|sigma|logistic|tanh|relu|softplus|σ|\\\\sigma)"
_TURNED = rf"(?:\\(?:top|intercal)(?![A-Za-z])|(?:{_FONT}\s*)?(?:\{{\s*T\s*\}}|T)|⊤|⊺)"
_WORD = "(?:log1p(?![A-Za-z0-9])|expm1(?![A-Za-z0-9])|[A-Za-z]+)"
_TOKEN = re.compile(rf"""
    (?P<space>[ \t\r\n\u00a0\u2000-\u200a\u202f$]+|\\[,;:!\ ()\[\]]
        |\\(?:quad|qquad|displaystyle|textstyle|limits|nolimits|[bB]igg?[lrm]?)(?![A-Za-z])
        |\\(?:left|right|middle)(?=\s*(?:[()\[\]⟨⟩]|\\[{{}}]|\\[lr]angle))|\\(?:left|right)\s*\.
        |\\(?:begin\s*{_ENVIRONMENT}\s*&?|end\s*{_ENVIRONMENT})|\^(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣⁿ⁽]))
  | (?P<prime>\^\s*\{{?\s*(?:\\prime(?![A-Za-z])|')\s*\}}?)
  | (?P<slope>(?:d_?{_CURVE}|{_CURVE}_?(?:prime|derivative|deriv|grad))(?=\s*\())
  | (?P<transpose>\^\s*(?:\{{\s*{_TURNED}\s*\}}|{_TURNED})|[ᵀ⊤⊺]|\.(?:T|mT)(?![A-Za-z(])|\.(?:transpose|t)\s*\(\s*\))
  | (?P<size>len\s*\(\s*(?:X|x|y|w|ŷ|y_?hat|z)\s*\)|(?:X|x|y|y_?hat|z|w)\.(?:size|shape\s*\[\s*[01]\s*\]))
  | (?P<method>\.(?:sum|mean|dot)(?=\s*\())
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
  | (?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])
  | (?P<example>\^\s*\{{\s*\(\s*(?:[ijk]|[1-9][0-9]{{0,3}})\s*\)\s*\}}|\^\s*\(\s*[ijk]\s*\)
        |⁽(?:[ⁱʲᵏ]|[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}})⁾)
  | (?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣⁿ]+)
  | (?P<bounds>_\s*[{{(]?\s*[ijk]\s*=\s*1\s*[)}}]?\s*(?:\^\s*(?:\{{\s*[nmN]\s*\}}|[nmN](?![A-Za-z]))|[ⁿᵐ])
        |\^\s*\{{?\s*[nm]\s*\}}?\s*_\s*[{{(]?\s*[ijk]\s*=\s*1\s*[)}}]?|[ᵢⱼₖ]₌₁[ⁿᵐ]?|_\s*\{{\s*[ijk]\s*=\s*1\s*\}})
  | (?P<index>_\s*(?:\{{[^{{}}]*\}}|[0-9]+[ijk]?|[ijknm]{{1,2}}(?![A-Za-z])[0-9]?|[ijknm]|e(?![A-Za-z0-9]))
        |[₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘ]+)
  | (?P<hat>y\u0302|ŷ|\\(?:wide)?hat\s*(?:\{{\s*)?(?:{_FONT}\s*(?:\{{\s*)?)?y(?![A-Za-z])|y[_ ]?hat(?![A-Za-z])
        |y\s\u0302|y_?pred(?:icted|ictions?|s)?(?![A-Za-z])|predict(?:ed|ions?)(?![A-Za-z]))
  | (?P<target>y_(?:true|target|actual|observed|real)(?![A-Za-z])|targets?(?![A-Za-z]))
  | (?P<font>{_FONT}\s*\{{|{_FONT}(?=\s+[A-Za-z]))
  | (?P<root>\\sqrt\s*\[)
  | (?P<frac>\\[cdt]?frac(?![A-Za-z]))
  | (?P<norm>(?:\\(?:left|right)\s*)?(?:‖|\\\||\\[lr]?Vert(?![A-Za-z])))
  | (?P<opening>\\left\s*(?:\||\\l?vert(?![A-Za-z]))|\\lvert(?![A-Za-z]))
  | (?P<closing>\\right\s*(?:\||\\r?vert(?![A-Za-z]))|\\rvert(?![A-Za-z]))
  | (?P<name>{_LIBRARY}{_WORD}|{_WORD}|\\{{1,2}}[A-Za-z]+|[σαπ√Σ∑βγδεζηθλμρτφψωΔΘΛΦΨΩ∂∇])
  | (?P<sign>\*\*|\.[*/^]|\\[{{}}]|[-+*/^(){{}}\[\]|,=:'×·∘@⟨⟩]|(?<=[wx])\.(?=\s*[wx](?![A-Za-z])))
""", re.VERBOSE)  # fmt: skip
_NAME_OF_CURVE = re.compile(_CURVE)
_NAMED = re.compile("[A-Za-z][A-Za-z0-9_]*[A-Za-z0-9]")  # what a table of names may hold, such as w_old
_THOUSANDS = re.compile("[1-9][0-9]{0,2}(?:[ '\u00a0\u2007\u2009\u202f][0-9]{3})+(?![0-9])(?:\\.[0-9]+)?")
_DIGITS = re.compile("[0-9]+")
_PLAIN = "()[]{}+-/,=:|"  # signs that nothing else starts with
_BOLD = ("bf", "boldsymbol", "bm", "vec", "arrow")
_TIMES = ("*", "×", "·", "∘", "@", ".")
_SIGNS = {*_TIMES, "+", "-", "^", "/", "{", "}", "⟨", "⟩"}
_CALLED = {*FUNCTIONS, *BASES, *SUMS}
_LOOKS_LIKE = dict(zip("аеохурсіАЕОХСВοινΑΒΕΖ", "aeoxypciAEOXCBoivABEZ", strict=True))


class Cutter:
    """Cuts one Typed into `found`, and sees on the way whether anything in it is `bold`."""

    def __init__(self, typed: Typed, names):
        self.typed, self.names = typed, names
        self.found, self.bold = [], False
        self.pairs = _pairs(typed.clean)
        self.skipped = set()  # braces that belong to a font or a hat

    def cut(self):
        """The tokens, the last one of kind "end"."""
        text, at = self.typed.clean, self.typed.start
        while at < len(text):
            if at in self.skipped:
                at += 1
                continue
            kind, shown = self._next(text, at)
            column, at = at, at + len(shown)
            if kind in ("font", "hat"):
                self._braces(shown, column)
            if kind == "font":
                self.bold |= any(word in shown for word in _BOLD)
            elif kind == "slope":  # sigmoid_prime(z) is σ'(z)
                name = _NAME_OF_CURVE.search(shown)[0]
                self.found += [self._token("name", name, column, at), Token("'", "'", column, at)]
            elif kind != "space":
                self.found.append(self._token(kind, shown, column, at))
            if len(self.found) > MOST_TOKENS:
                raise self.error(f"the formula has more than {MOST_TOKENS} numbers, names and signs", column)
        return [*self.found, Token("end", "the end", len(text), len(text))]

    def error(self, problem, at):
        return ExpressionError(problem, self.typed.given, self.typed.columns[at])

    def _next(self, text, at):
        if text.startswith("//", at):
            raise self.error("leave comments out, and write a division with one /", at)
        if text[at] in _PLAIN:
            return "sign", text[at]
        if (match := _NAMED.match(text, at)) and match[0] in self.names:
            return "name", match[0]
        if self._follows_a_name(at) and (match := _DIGITS.match(text, at)):
            return "index", match[0]  # w1 is w_1
        if match := _THOUSANDS.match(text, at):
            return "number", match[0]
        if match := _TOKEN.match(text, at):
            return match.lastgroup, match[0]
        raise self.error(_stranger(text[at]), at)

    def _follows_a_name(self, at):
        last = self.found[-1] if self.found else None
        return last and last.kind == "name" and last.end == at and last.text != "sqrt"

    def _braces(self, shown, column):
        """Have the braces skipped that close those in `shown`."""
        for at, character in enumerate(shown, start=column):
            if character == "{" and at not in self.pairs:
                raise self.error("{ is never closed", at)
            if character == "{":
                self.skipped.add(self.pairs[at])

    def _token(self, kind, shown, column, end):
        if shown in _PLAIN:
            return Token(shown, shown, column, end)
        if shown in ("squared", "cubed"):
            kind = "power"
        if kind == "prime":
            return Token("'", "'", column, end)
        if kind in ("hat", "target"):
            kind, shown = "name", "y_hat" if kind == "hat" else "y"
        elif kind == "size" and shown in ("X.size", "x.size"):
            raise self.error("X.size counts all numbers, n·m; for the examples type n, or len(y)", column)
        elif kind == "size":  # len(w) and X.shape[1] are the number of features
            kind, shown = "name", "m" if shown.endswith(("(w)", "[1]")) or shown[0] == "w" else "n"
        elif kind == "norm":
            shown = "‖"
        elif kind in ("power", "index", "bounds", "example"):
            shown = re.sub(r"[_{}()\s^]", "", shown.translate(_SMALL)).replace("N", "n")
        elif kind == "number":
            shown = re.sub(r"[\s']", "", shown)
        elif kind == "name" and shown not in self.names and shown.lower() in COUNTED:
            shown = COUNTED[shown.lower()]
            kind = "number" if shown.isdecimal() else "fraction"
        shown = self._name(shown) if kind == "name" else ALIASES.get(shown, shown)
        if kind == "sign" or shown in _SIGNS:
            kind = "*" if shown in _TIMES else shown
        elif kind == "name" and (prefix := re.match(rf"\\+|{_LIBRARY}", shown)):
            shown = self._of_library(shown, prefix[0], column)
        return Token(kind, shown, column, end)

    def _name(self, shown):
        """One name for each thing: Exp, EXP and exp are one, and so are N and n."""
        if shown in self.names:
            return shown
        small = shown.lower()
        if (len(shown) > 1 and small != "sigma" and ALIASES.get(small, small) in _CALLED) or shown == "N":
            shown = small
        return ALIASES.get(shown.replace("\\\\", "\\"), shown)

    def _of_library(self, name, prefix, column):
        """The function or sum that np.exp or \\exp is."""
        letters = ("alpha", "pi") if prefix[0] == "\\" else ("pi", "e")
        known = [*FUNCTIONS, *BASES, *SUMS, *letters, *VECTOR_FUNCTIONS]
        shown = ALIASES.get(name[len(prefix) :], name[len(prefix) :])
        if shown not in known:
            near = meant(shown, known)
            hint = f"; did you mean {near}?" if near else ""
            raise self.error(STRANGE.get(shown, f"{shortened(name)} is not known here{hint}"), column)
        return shown


def _pairs(text):
    """Where each { is closed, in one pass."""
    pairs, opened = {}, []
    for match in re.finditer(r"\\.|[{}]", text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


def _stranger(character):
    if character in "<>≤≥":
        return CASES
    if character in "±∓":
        return f"{character} gives two answers; type the one that is meant"
    if character == "#":
        return "leave comments out"
    if character == "!":
        return "! is a factorial, and no formula here has one"
    if character == "_":
        return "after _ comes an index: i, j, k, n, m or a number"
    if character == ".":
        return "a point is for numbers only, as in 0.5"
    if character.isascii() and character.isprintable():
        return f"{character} has no meaning in a formula here"
    if character == "Ŷ":
        return "type ŷ for the prediction"
    name = unicodedata.name(character, "a character without a name")
    like = f"; type the letter {_LOOKS_LIKE[character]} instead" if character in _LOOKS_LIKE else ""
    return f"U+{ord(character):04X} ({name}) can't be read{like}"
