"""One spelling for what can be spelled in several ways: u.mean() is mean(u), wx is w x, and || || is a norm.

It also says whether letters without an index are numbers, or the vectors and the matrix of the whole data.
"""

from perceptron.expression import words
from perceptron.expression.bounded import FUNCTIONS
from perceptron.expression.tokens import Token

MOST_WORDS = 40  # different products without a sign
MOST_METHODS = 20  # such as .mean()
_OPENS, _CLOSES = ("(", "[", "{"), (")", "]", "}")
_AFTER = ("index", "example", "transpose", "'")
_VECTORS = (*words.PRODUCTS, "norm", "transpose", "X")  # whose presence says that letters are vectors


def spelled(tokens, names):
    """The tokens in one spelling."""
    return _methods(_norms(_letters(tokens, names)))


def kind_of_letters(tokens, names, bold):
    """What letters without an index are: "" numbers; "one" those of example i, with w and x as its vectors; "all" of
    every example, with X as the matrix.
    """
    if "x_" not in names:
        return ""
    bare = [t for t in tokens if t.kind == "name"]
    texts = {t.text for t in bare}
    dotted = _dotted(tokens) or _dotted_with_a_row(tokens)
    if not (bold or dotted or texts & set(_VECTORS) or any(
        t.kind in ("transpose", "norm", "⟨") or (t.kind == "*" and t.text in ("∘", "@", ".")) for t in tokens
    )):  # fmt: skip
        return ""
    return "one" if {"w", "x"} <= texts and "X" not in texts else "all"


def _dotted(tokens):
    """Whether w·x is in it, and neither w nor x stands alone."""
    pairs, alone = 0, 0
    for at, token in enumerate(tokens):
        if not _bare(tokens, at):
            continue
        sides = [(at + step, at + 2 * step) for step in (-1, 1) if 0 <= at + 2 * step < len(tokens)]
        joined = any(
            tokens[sign].text == "·" and _bare(tokens, other) and tokens[other].text != token.text
            for sign, other in sides
        )
        pairs, alone = pairs + joined, alone + (not joined)
    return pairs and not alone


def _dotted_with_a_row(tokens):
    """Whether w·x_i is in it, where w has no index."""
    rows = zip(range(len(tokens)), tokens[1:], tokens[2:], tokens[3:], strict=False)
    return any(
        _bare(tokens, at) and tokens[at].text == "w" and (dot.text, x.text, i.kind, i.text) == ("·", "x", "index", "i")
        for at, dot, x, i in rows
    )


def _bare(tokens, at):
    """Whether a w or an x without an index is there."""
    return tokens[at].kind == "name" and tokens[at].text in ("w", "x") and tokens[at + 1].kind not in ("index", "[")


def _letters(tokens, names):
    """Words that are products as their letters: wx is w x."""
    known = {*names, *words.CONSTANTS, *FUNCTIONS, *words.SUMS, *words.VECTOR_FUNCTIONS, *words.BASES}
    others = {token.text: "" for token in tokens if token.kind == "name" and token.text not in known}
    split = {word: words.factors(word, names) for word in list(others)[:MOST_WORDS]}
    result = []
    for token in tokens:
        letters = split.get(token.text, "") if token.kind == "name" else ""
        result += [Token("name", c, at, at + 1) for at, c in enumerate(letters, token.column)] or [token]
    return result


def _norms(tokens):
    """Bars that are doubled everywhere are those of norms."""
    bars = [at for at, token in enumerate(tokens) if token.kind == "|"]
    doubled = [(a, b) for a, b in zip(bars[::2], bars[1::2], strict=False) if b == a + 1]
    if not bars or 2 * len(doubled) != len(bars) or len(doubled) % 2:
        return tokens
    first, second = {a for a, _ in doubled}, {b for _, b in doubled}
    return [t._replace(kind="norm") if at in first else t for at, t in enumerate(tokens) if at not in second]


def _methods(tokens):
    """u.mean() and u.sum() as mean(u) and sum(u), u.dot(v) as (u @ (v))."""
    at = 0
    if sum(token.kind == "method" for token in tokens) > MOST_METHODS:
        return tokens
    while at < len(tokens):
        token = tokens[at]
        if token.kind != "method":
            at += 1
            continue
        start, end = _operand(tokens, at), at + 1
        while tokens[end].kind not in ("end", ")"):
            end += 1
        opened, closed = (Token(sign, sign, token.column, token.column) for sign in "()")
        if token.text == ".dot":
            tokens = [*tokens[:start], opened, *tokens[start:at], token._replace(kind="*", text="@"),
                      *_closed(tokens, at + 1, closed)]  # fmt: skip
            at += 2
        else:
            name = token._replace(kind="name", text=token.text[1:])
            tokens = [*tokens[:start], name, opened, *tokens[start:at], closed, *tokens[end + 1 :]]
            if end != at + 2:  # something is between its brackets, such as an axis
                return [*tokens[: at + 2], token]
            at += 2
    return tokens


def _closed(tokens, at, closed):
    """The tokens from a bracket at `at` on, with one more after the bracket that closes it."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += (tokens[end].kind in _OPENS) - (tokens[end].kind in _CLOSES)
        if not depth:
            return [*tokens[at : end + 1], closed, *tokens[end + 1 :]]
    return tokens[at:]


def _operand(tokens, end):
    """Where that starts which ends at `end`: a letter with its marks, or brackets with the function before them."""
    at = end - 1
    while at > 0 and tokens[at].kind in _AFTER:
        at -= 1
    depth = 0
    while at > 0 and (depth or tokens[at].kind in _CLOSES):
        depth += (tokens[at].kind in _CLOSES) - (tokens[at].kind in _OPENS)
        if not depth:
            break
        at -= 1
    called = at > 0 and tokens[at].kind in _OPENS and tokens[at - 1].kind == "name"
    return max(0, at - 1 if called and tokens[at - 1].end == tokens[at].column else at)
