"""Sentences with live numbers: "z = {z:.2f}", filled in alike by Python and by the browser."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

FIELD = re.compile(r"\{(?P<name>[a-z_][a-z_0-9]*)(?::(?P<open>\()?\.(?P<digits>\d)f(?(open)\)))?\}", re.IGNORECASE)


@dataclass(frozen=True)
class Template:
    """Text with fields {name} or {name:.2f}; without digits a field shows two; {name:(.2f)} has brackets below 0.

    Raises ValueError for other braces.
    """

    text: str

    def __post_init__(self):
        if re.search(r"[{}]", FIELD.sub("", self.text)):
            raise ValueError(
                f"the template {self.text!r} has braces that are no field; write {{name}} or {{name:.2f}}."
            )

    @property
    def names(self):
        """The names in the fields, each once, in the order of the text."""
        return list(dict.fromkeys(found["name"] for found in FIELD.finditer(self.text)))

    @property
    def parts(self):
        """Plain texts and (index into `names`, digits, brackets) in turn: all that the browser needs."""
        parts, end, names = [], 0, self.names
        for found in FIELD.finditer(self.text):
            form = int(found["digits"] or 2), bool(found["open"])
            parts += [self.text[end : found.start()], (names.index(found["name"]), *form)]
            end = found.end()
        return [*parts, self.text[end:]]

    def fill(self, values):
        """The text with a number in each field, by `names`; words for what is no number."""
        return "".join(part if isinstance(part, str) else self._said(values, *part) for part in self.parts)

    @staticmethod
    def _said(values, index, digits, brackets):
        text = number(values[index], digits)
        return f"({text})" if brackets and text.startswith("−") else text


def number(value, digits):
    """A number as numbers.js writes it: with `digits` decimals, and from a million on as 1.2e6."""
    if value != value:
        return "not a number"
    if abs(value) == float("inf"):
        return "infinite" if value > 0 else "−infinite"
    with localcontext(rounding=ROUND_HALF_UP):  # as JavaScript does; Python would round 0.125 to the even digit
        text = format(Decimal(value), ".1e" if abs(value) >= 1e6 else f".{digits}f").replace("e+", "e")
    return (text[1:] if float(text) == 0 and text[0] == "-" else text).replace("-", "−")
