"""What was typed without what surrounds a formula: quotes, a left side, a full stop. Lost backslashes come back."""

import keyword
import re
import unicodedata
from typing import NamedTuple


class Typed(NamedTuple):
    """clean: the text to read, from `start` to its end.  columns: where each of its characters was typed, then the end.

    given : the text as it was typed, for errors to point into.
    """

    clean: str
    start: int
    columns: list
    given: str


# In "\tanh" without an r before it, Python reads \t as a tab. No formula has "anh" after a tab but such a one.
_LOST = {
    "\a": ("a", r"lpha|rctan|rcsin|st(?![a-z])"),
    "\b": ("b", r"igg?[lr]?\s*[(\[{|)\]}\\]|oldsymbol|m(?![a-z])"),
    "\f": ("f", "rac"),
    "\n": ("n", "abla|ormalsize"),
    "\r": ("r", "ight|angle|brace|[vV]ert"),
    "\t": ("t", "anh?(?![a-z])|imes|ext|frac|op(?![a-z])"),
    "\v": ("v", "ec(?![a-z])|[vV]?ert"),
}
_LOST = {character: (letter, re.compile(rest)) for character, (letter, rest) in _LOST.items()}

_DOUBLED = re.compile(r"\\\\(?=[A-Za-z(\[{|,;])")  # a backslash that was doubled for Python, but in an r"..."

_SAME = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("✕✖⨯⨉", "×"),
    **dict.fromkeys("⋅∙•", "·"),
    **dict.fromkeys("∗＊⁎", "*"),
    **dict.fromkeys("÷⁄∕／", "/"),
    **dict.fromkeys("′’ʹ‵", "'"),
    **dict.fromkeys("⊙⊚○⨀", "∘"),
    **dict(zip("（）［］｛｝｜＝＋，．＾〈〉", "()[]{}|=+,.^⟨⟩", strict=True)),
    **dict(zip("∥ǁ∣ˆ▒〖〗├┤\u2062。；？", "‖‖|^ ()() .;?", strict=True)),  # Word's equations, and others' full stops
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff", ""),
}
_ANGLES = re.compile("<([^<>,]{1,40},[^<>,]{1,40})>")
MOST_QUOTES = 4  # around one another
_QUOTES = ("''", '""', "``", "“”", "‘’", "„“", "«»", "‘'", "**")
_SPACE = " \t\r\n\u00a0\u2009\u202f"

_INDEX = r"(?:_?[0-9ijknm]+|_\{[0-9ijknm,]+\}|[₀-₉ᵢⱼₖ]+|\^\{?\([ijk0-9]+\)\}?)"
_D = r"(?:d|∂|\\partial|\\(?:mathrm|text)\{d\})"
_LETTER = rf"(?:\\?[A-Za-z]+(?:_[A-Za-z]+)*|\\(?:wide)?hat\{{?y\}}?|[yŷασ]\u0302?){_INDEX}*"
_LINK = rf"(?:{_D}{_LETTER}[/_]{_D}{_LETTER}|\\[dt]?frac\{{{_D}{_LETTER}\}}\{{{_D}{_LETTER}\}})"
_LEFT_SIDE = re.compile(
    rf"{_LETTER}[']*(?:\([a-zŷ](?:[,;][a-zŷ])*\))?|(?:\\nabla|∇)(?:_\{{?{_LETTER}\}}?)?{_LETTER}?"
    rf"|{_LINK}(?:(?:[·*×]|\\cdot|\\times)?{_LINK})*"
)
_SLOPE = re.compile(rf"{_D}|\\[dt]?frac|∇|\\nabla")  # whose steps may follow: ∂C/∂b = ∂C/∂ŷ ∂ŷ/∂z = ...
_LEAD = re.compile(r"\s*(?:=>|->|[→⇒⟹∴≈]|return\b|(?:[A-Za-z'/∂ŷ_]{1,12} ){1,6}(?:is|equals) )")


def cleaned(text: str) -> Typed:
    """The Typed of a text."""
    characters, columns = [], []
    for column, character in enumerate(text):
        if character == "\\" and _DOUBLED.match(text, column):
            continue
        letter, rest = _LOST.get(character, ("", None))
        meant = f"\\{letter}" if rest and rest.match(text, column + 1) else _plain(character)
        characters += meant
        columns += [column] * len(meant)
    clean = _ANGLES.sub(r"⟨\1⟩", "".join(characters))
    low, high = _within(clean)
    return Typed(clean[:high], _after_left_side(clean, low, high), [*columns, len(text)], text)


def _plain(character):
    """The usual character for one that looks the same, or is the same in another font or width."""
    if character in _SAME:
        return _SAME[character]
    plain = unicodedata.normalize("NFKC", character) if ord(character) > 0xFF00 else character
    return plain if len(plain) == 1 and plain.isalnum() else character


def _within(text):
    """(low, high) of what is between quotes, and before one final full stop or semicolon."""
    low, high, stopped, quotes = 0, len(text), False, 0
    while quotes < MOST_QUOTES and (inner := text[low:high].strip(_SPACE)):
        first = text.index(inner, low)
        last = first + len(inner) - 1
        quoted = first + (inner[0] == "r" and inner[1:2] in ("'", '"'))
        if last > quoted and text[quoted] + text[last] in _QUOTES:
            low, high, quotes = quoted + 1, last, quotes + 1
        elif text[last] in ".;,?" and last > first and not stopped and not text.endswith("\\right", low, last):
            high, stopped = last, True
        else:
            break
    return low, high


def _after_left_side(text, low, high):
    """Where the formula starts: after `=`, `C =`, `dC/dw =`, `dC/dw:` or "the answer is", where there is one."""
    if lead := _LEAD.match(text, low, high):
        return low if any(map(keyword.iskeyword, lead[0].split()[:-1])) else lead.end()
    bounded = re.sub(r"_\s*(?:\{[^{}]*\}|\([^()]*\))", lambda m: m[0].replace("=", "_"), text[low:high])
    left, sign, _ = bounded.partition("=")
    if not sign:
        left, sign, _ = bounded.partition(": ")
    name = re.sub(r"[$\s&]|\\[\[(]|\\begin\{[a-z]{1,12}\*?\}", "", left.removesuffix(":") if sign == "=" else left)
    if not sign or len(left) > 80 or any(map(keyword.iskeyword, left.split())):
        return low
    if re.match(r"\\?(?:sum|mean|avg)|[Σ∑]", name):  # a sum's bound, and no left side
        return low
    lone = (not name and sign == "=") or (_LEFT_SIDE.fullmatch(name) and left[-1:] not in (" " if sign != "=" else ""))
    if not lone:
        return low
    after = len(left) + len(sign)
    return low + (_last_of_chain(bounded, after) if _SLOPE.match(name) else after)


def _last_of_chain(text, start):
    """Where the last side of a = b = c starts: signs in brackets, as of axis=0, are none of them."""
    depth, last = 0, start
    if re.search(r"\b(?:where|with|for|if|when|and|or|since|so)\b|,", text):
        return start
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if text[at] == "=" and not depth and text[at - 1] not in "<>!=:" and text[at + 1 : at + 2] not in ("=", ""):
            last = at + 1
    return last
