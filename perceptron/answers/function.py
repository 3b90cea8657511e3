"""The judge of a function, tried on examples: the first that fails is shown, a known wrong function is named."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from perceptron.answers.agreement import agreement
from perceptron.answers.trial import run, shown
from perceptron.answers.verdict import MISSING, Verdict, is_missing, no_harm

_ASKED = "a function is asked for, by its name and without brackets behind it"


def judge_function(
    fn: Any,
    truth: Callable[..., Any],
    inputs: Sequence[tuple[Any, ...]],
    mistakes: Mapping[str, Any] | None = None,
    draw: Callable[[np.random.Generator], tuple[Any, ...]] | None = None,
    trials: int = 20,
    seed: int | None = None,
) -> Verdict:
    """The Verdict on a function; whatever it does, this does not raise, and it ends after a few seconds.

    fn : the reader's function, None or ... where it is not written yet.
    truth : the right function. It returns a number, an array, or a tuple of them.
    inputs : tuples of arguments.  draw : rng -> one more such tuple; `trials` of them are tried, others every time.
    mistakes : name -> a known wrong function, or a list of them; the cause where one agrees with fn on everything.
    seed : of the drawn cases, where those of an earlier verdict are to be drawn again.
    Right is also what has the digits of float32 or float16 where it comes in such a type, in any array or fraction.
    """
    drawn_from = secrets.randbelow(10**6) if seed is None else seed
    rng = np.random.default_rng(drawn_from)
    drawn = _drawn(draw, rng, trials) if draw else []
    cases = [*map(tuple, inputs), *drawn]
    if (verdict := _no_function(fn)) is not None:
        return verdict
    expected = [truth(*case) for case in cases]
    found = run(fn, cases)
    how = [
        agreement(o.value, e, c) if o.trouble is None else "" for o, e, c in zip(found, expected, cases, strict=False)
    ]
    failed = next((at for at, word in enumerate(how) if word not in ("float64", "float32", "float16")), None)
    if failed is None:
        digits = next((f", to the digits of {kind}" for kind in ("float16", "float32") if kind in how), "")
        return Verdict("right", f"right{digits}: all {len(cases)} cases agree.")
    again = f" (Drawn at random; with seed={drawn_from} in the check it comes again.)" if failed >= len(inputs) else ""
    if (trouble := found[failed].trouble) is not None:
        return replace(trouble, message=trouble.message + again)
    verdict = _differs(how[failed], found[failed].value, expected[failed], cases[failed])
    if verdict.kind == "wrong" and (name := _recognised(found, mistakes or {}, cases)):
        verdict = Verdict("wrong", verdict.message.replace("wrong", f"wrong, because {name}", 1), name)
    return replace(verdict, message=verdict.message + again)


def tried(fn, *case):
    """(what fn returns, None), or (None, the Verdict) where there is no function or it returns nothing.

    What it returns is plain: numbers, text, arrays of NumPy, and tuples and lists of these.
    """
    if (verdict := _no_function(fn)) is not None:
        return None, verdict
    ((value, trouble, _),) = run(fn, [case])
    return value, trouble


def _no_function(fn):
    if is_missing(fn):
        return MISSING
    if callable(fn):
        return None
    kind = type(fn).__name__
    if issubclass(type(fn), str):
        return Verdict("unreadable", f"{no_harm(fn)}{_ASKED}.")
    return Verdict("unreadable", f"not readable: a function was expected, and this is of type {kind}; {_ASKED}.")


def _differs(how, value, expected, case):
    if how == "digits":
        name = "only seven digits agree"
        return Verdict("almost", f"almost: {name}; was something rounded, or computed in float32?", name)
    texts = ((shown(value, digits), shown(expected, digits)) for digits in (4, 8, 17))
    yours, right = next((pair for pair in texts if pair[0] != pair[1]), (shown(value), shown(expected)))
    case = ", ".join(shown(part, digits=8) for part in case)
    given = f"for ({case}) it gave {yours}, expected {right}"
    if how == "shape":
        name = "the shape is another"
        shapes = f"the numbers are right, in the shape {np.shape(value)}; expected {np.shape(expected)}"
        return Verdict("wrong", f"wrong, because {name}: {shapes}.", name)
    if isinstance(value, str):
        return Verdict("wrong", f"wrong: {given}. A text is no number: leave its quotes out.")
    return Verdict("wrong", f"wrong: {given}.")


def _recognised(found, mistakes, cases):
    """The name of the first known mistake that leads to all that was returned, or nothing."""
    if any(outcome.trouble is not None for outcome in found):
        return ""

    def leads_there(wrong):
        try:
            with np.errstate(all="ignore"):
                return all(agreement(o.value, wrong(*c), c) for o, c in zip(found, cases, strict=True))
        except (ArithmeticError, TypeError, ValueError, IndexError):  # a mistake that has no value there
            return False

    ways = {name: wrong if isinstance(wrong, list) else [wrong] for name, wrong in mistakes.items()}
    return next((name for name, wrong in ways.items() if any(map(leads_there, wrong))), "")


def _drawn(draw, rng, trials):
    """So many cases, from short to long: of ten times as many, so that long ones are there each time."""
    return sorted((tuple(draw(rng)) for _ in range(10 * trials)), key=_length)[9::10]


def _length(case):
    return sum(np.size(part) for part in case if not callable(part))
