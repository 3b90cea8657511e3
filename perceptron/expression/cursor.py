"""A place in the tokens of a text, and what is said of what is found there."""

from contextlib import contextmanager

from perceptron.expression import words
from perceptron.expression.arrays import Array, ArrayBuilder
from perceptron.expression.bounded import Refused
from perceptron.expression.spelling import kind_of_letters, spelled
from perceptron.expression.tokens import Cutter
from perceptron.expression.typed import cleaned
from perceptron.expression.words import ExpressionError

DEEPEST = 24  # brackets, exponents and arguments in one another
CLOSES = {"(": ")", "[": "]", "{": "}", "|": "|", "opening": "closing", "root": "]", "norm": "norm", "⟨": "⟩"}
SHOWN = {"closing": r"\right|", "norm": "‖"}
_WHY = {
    ",": "; commas separate the arguments of max and min; a decimal point is typed as in 0.5, a base as in log_2(x)",
    "=": "; left of the only = a name may be written, such as C, or a derivative such as dC/dw",
    ":": "; division is typed with /, and a formula's name with =, as in C = ...",
    "'": "; a derivative is written σ'(z), with the mark right after a function, and a transpose wᵀ or w^T",
    "index": "; an index comes right after a letter that has one, as in x_i",
    "example": "; an example is named right after a letter that has one, as in y^{(i)}",
    "method": "; it may be .sum(), .mean() or .dot(...) of something",
    **dict.fromkeys(")]}⟩", "; no bracket is open that it could close"),
}


class Cursor:
    """Goes through the tokens of a text one by one, and counts how deep in one another things are."""

    def __init__(self, text, names):
        if len(text) > words.LONGEST:
            problem = f"the text has {len(text)} characters, and {words.LONGEST} can be read"
            raise ExpressionError(problem, text, words.LONGEST)
        self.typed, self.names = cleaned(text), names
        cutter = Cutter(self.typed, names)
        self.tokens, self.at = spelled(cutter.cut(), names), 0
        self.letters = kind_of_letters(self.tokens, names, cutter.bold)
        self.builder, self.depth = ArrayBuilder(), 0
        self.closes = None  # what closes the innermost bracket

    @property
    def token(self):
        return self.tokens[self.at]

    def advance(self):
        self.at += 1
        return self.tokens[self.at - 1]

    @contextmanager
    def deeper(self):
        if self.depth == DEEPEST:
            raise self.error(f"brackets, exponents and arguments are more than {DEEPEST} deep in one another")
        self.depth += 1
        yield
        self.depth -= 1

    def error(self, problem, token=None):
        return ExpressionError(problem, self.typed.given, self.typed.columns[(token or self.token).column])

    def unexpected(self, wanted):
        """The error that this token is not what is `wanted` here."""
        kind, text = self.token.kind, words.shortened(self.token.text)
        found = text if kind == "end" else f'"{text}"'
        if [t.text for t in self.tokens[self.at : self.at + 2]] == [",", "axis"]:
            return self.error("axis can't be read; type X.T @ (ŷ - y), or the sum with indices")
        why = _WHY.get(kind, "") if kind not in CLOSES.values() or not self.closes else ""
        return self.error(f"found {found}, expected {wanted}{why}")

    def made(self, token, method, *args, **options):
        """What a method of the builder makes; where it refuses, an error that points at the token."""
        try:
            result = method(*args, **options)
        except Refused as refused:
            raise self.error(str(refused), token) from None
        if isinstance(result, Array):
            return result.pointing(lambda refused: self.error(str(refused), token))
        return result
