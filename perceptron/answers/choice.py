"""The judge of a choice among options."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from perceptron import inputs
from perceptron.answers.verdict import MISSING, Verdict, is_missing, is_plea, no_harm

_FILLING = (
    "a an the it its is are was be becomes gets will would to of by that this they them these and one i we"
    " think guess my answer option choice only just so then stay stays remain remains"
)
_SHARES = {
    "half": "1/2", "halve": "1/2", "halved": "1/2", "halves": "1/2", "½": "1/2", "third": "1/3", "quarter": "1/4",
    "quartered": "1/4", "quarters": "1/4", "fourth": "1/4", "¼": "1/4", "tenth": "1/10", "double": "2", "doubled": "2",
    "doubles": "2", "twice": "2",
}  # fmt: skip


def judge_choice(
    answer: Any, truth: str, options: Mapping[str, str], also: Mapping[str, Sequence[str]] | None = None
) -> Verdict:
    """The Verdict on a choice among options.

    options : name -> why it is right or wrong.  truth : the name of the right one.
    also : name of an option -> other words for it.
    An option is meant by all words that are its own: case, articles, a plural, words such as "I think it is" and the
    full stop do not matter, some of its words are enough, and a share may be a word or a number: a quarter, 1/4, 25 %.
    Where that fits none or several, the nearest is suggested.
    Raises ValueError where truth is not among the options.
    """
    inputs.choice("truth", truth, tuple(options))
    if is_missing(answer):
        return MISSING
    if not issubclass(type(answer), str):
        kind = type(answer).__name__
        asked = f"the name of an option was expected, in quotes, such as {next(iter(options))!r}"
        return Verdict("unreadable", f"not readable: {asked}, and this is of type {kind}.")
    meant = [] if is_plea(answer) else _meant(answer, options, also or {})
    if len(meant) != 1:
        return Verdict("unreadable", _mend(answer, meant, options))
    (chosen,) = meant
    kind = "right" if chosen == truth else "wrong"
    verdict = Verdict(kind, f"{kind}: {options[chosen]}", "" if chosen == truth else chosen)
    return verdict if _bare(answer) == _bare(chosen) else replace(verdict, read=chosen)


def _meant(answer, options, also):
    """The options that an answer may mean."""
    for alike in (_plain, _bare, _words, _share):
        typed = alike(answer)
        if found := [name for name in options if typed and typed in map(alike, (name, *also.get(name, ())))]:
            return found
    typed = _words(answer)
    return [name for name in options if typed and typed <= frozenset().union(*map(_words, (name, *also.get(name, ()))))]


def _mend(answer, meant, options):
    if is_plea(answer):
        return f"{no_harm(answer)}choose one of {', '.join(options)}."
    cores = {_core(name): name for name in options}
    doubtful = meant or {"not", "or"} & set(_core(answer).split())
    near = [] if doubtful else difflib.get_close_matches(_core(answer), cores, n=1)
    mend = f"Did you mean {cores[near[0]]!r}?" if near else f"Choose one of {', '.join(options)}."
    return f"not readable: {answer:.40} is none of the options. {mend}"


def _plain(name):
    return " ".join(name.casefold().strip(" \t\r\n.!'\"`").split())


def _bare(name):
    """A plain name without its article."""
    return re.sub(r"^(a|an|the) ", "", _plain(name))


def _core(name):
    """A plain name without the words that carry no meaning."""
    return " ".join(word for word in _plain(name).split() if word not in _FILLING.split())


def _words(name):
    """The words that carry meaning, each without the ending of its plural, a share as its number."""
    words = re.findall(r"[^\W_]+(?:[/.][0-9]+)?", re.sub(r"(?<=[0-9]),(?=[0-9])", ".", _plain(name)))
    return frozenset(
        _SHARES.get(w) or w.removesuffix("es").removesuffix("s") for w in words if w not in _FILLING.split()
    )


def _share(name):
    """The number that a name comes to: 1/4 for "a quarter", "0.25" and "25 %"; None for others."""
    words = _words(name)
    text = next(iter(words)) if len(words) == 1 else ""
    if not (found := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?:/([0-9]+))?", text)) or int(found[2] or 1) == 0:
        return None
    return Fraction(found[1]) / int(found[2] or 1) / (100 if "%" in name else 1)
