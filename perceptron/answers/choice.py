"""The judge of a choice among options."""

import difflib
import re

from perceptron import inputs
from perceptron.answers.verdict import MISSING, Verdict, is_missing


def judge_choice(answer, truth, options):
    """The Verdict on a choice among options.

    options : name -> why it is right or wrong.  truth : the name of the right one.
    Upper and lower case and spaces do not matter, nor an article unless it tells two options apart; for an unknown
    name the nearest is suggested.
    Raises ValueError where truth is not among the options.
    """
    inputs.choice("truth", truth, tuple(options))
    if is_missing(answer):
        return MISSING
    if not issubclass(type(answer), str):
        kind = type(answer).__name__
        return Verdict("unreadable", f"not readable: the name of an option was expected, and this is of type {kind}.")
    typed = _plain(answer)
    meant = [name for name in options if _plain(name) == typed]
    meant = meant or [name for name in options if _bare(name) == _bare(answer)]
    if len(meant) != 1:
        bare_names = {_bare(name): name for name in options}
        near = [] if meant else difflib.get_close_matches(_bare(answer), bare_names, n=1)
        mend = f"Did you mean {bare_names[near[0]]!r}?" if near else f"Choose one of {', '.join(options)}."
        return Verdict("unreadable", f"not readable: {answer:.40} is none of the options. {mend}")
    (chosen,) = meant
    kind = "right" if chosen == truth else "wrong"
    return Verdict(kind, f"{kind}: {options[chosen]}", "" if chosen == truth else chosen)


def _plain(name):
    return " ".join(name.casefold().split())


def _bare(name):
    """A plain name without its article."""
    return re.sub(r"^(a|an|the) ", "", _plain(name))
