"""A place in the tokens of a text, and what is said of what is found there."""

from contextlib import contextmanager

from perceptron.expression import words
from perceptron.expression.bounded import Builder, Refused
from perceptron.expression.words import ExpressionError

DEEPEST = 24  # brackets, exponents and arguments in one another
CLOSES = {"(": ")", "[": "]", "{": "}", "|": "|", "opening": "closing", "root": "]"}
_WHY = {
    ",": "; commas separate the arguments of max and min, and a decimal point is typed as in 0.5",
    "=": "; left of the only = a name may be written, such as C, or a derivative such as dC/dw",
    "'": "; a derivative is written σ'(z), with the mark right after the name of a function",
    "index": "; an index comes right after a letter that has one, as in x_i",
    **dict.fromkeys(")]}", "; no bracket is open that it could close"),
}


class Cursor:
    """Goes through the tokens of a text one by one, and counts how deep in one another things are."""

    def __init__(self, text, names):
        self.text, self.names = text, names
        self.tokens, self.at = words.tokens(text, names), 0
        self.builder, self.depth = Builder(), 0
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
        return ExpressionError(problem, self.text, (token or self.token).column)

    def unexpected(self, wanted):
        """The error that this token is not what is `wanted` here."""
        kind, text = self.token.kind, words.shortened(self.token.text)
        found = text if kind == "end" else f'"{text}"'
        why = _WHY.get(kind, "") if kind not in CLOSES.values() or not self.closes else ""
        return self.error(f"found {found}, expected {wanted}{why}")

    def made(self, token, method, *args, **options):
        """What a method of the builder makes; where it refuses, an error that points at the token."""
        try:
            return method(*args, **options)
        except Refused as refused:
            raise self.error(str(refused), token) from None
