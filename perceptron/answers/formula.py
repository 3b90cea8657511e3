"""The judge of a formula: any equivalent form is right, and a wrong one is compared with the known mistakes."""

import math
import numbers
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from perceptron.answers.plain import plain as plain_data
from perceptron.answers.solution import Mistake, Solution
from perceptron.answers.verdict import MISSING, Unreadable, Verdict, is_missing, is_speech, no_harm, ours
from perceptron.counterexample import at, shorter, told_apart
from perceptron.equality import decide, plain
from perceptron.expression import NAMES, ExpressionError, read
from perceptron.latex import latex
from perceptron.symbolic import i, j, k, m, n, w_, x_, y, y_, y_hat, y_hat_, z, z_
from perceptron.text import text

_SIZES = {n, m, i, j, k}
MOST_NODES = 3000  # of a formula; the longest right answer of the course has about 100


def judge(
    answer: Any,
    truth: sp.Expr | Solution,
    mistakes: Mapping[str, Any] | None = None,
    names: dict[str, sp.Expr] | None = None,
    ranges: dict[Any, tuple[float, float]] | None = None,
    given: Mapping[sp.Symbol, Any] | None = None,
) -> Verdict:
    """The Verdict on a formula; it says how the formula was read.

    answer : text as a reader types it, a SymPy expression, or a number; nothing that is given here raises.
    truth : a SymPy expression, or a `Solution`, which brings its mistakes and what its symbols stand for.
    mistakes : name -> formula (or several); looked for before those of the Solution.
    names : what may be typed and what it stands for, as in `perceptron.expression.read`.
    ranges : symbol -> (low, high), as in `perceptron.equality.decide`.
    given : symbol of the page -> the formula or the number to put in for it. Put in where it is a formula; whoever
        leaves a letter that has a number is almost right, and told to put it in. Euler's e stands for a letter e.
    Raises TypeError where truth or mistakes are not of these kinds.
    """
    solution = _solution(truth, mistakes, ranges)
    if is_missing(answer):
        return MISSING
    try:
        typed = _in_the_symbols_of(solution, sympified(answer, names), given or {})
    except (ExpressionError, Unreadable) as error:
        return Verdict("unreadable", _unreadable(answer, error, solution, names or NAMES))
    except Exception as error:
        return _failed(answer, error)
    try:
        verdict = _put_in(typed, solution, given or {})
    except Unreadable as error:
        verdict = Verdict("unreadable", f"not readable: {error}")
    except Exception as error:
        return _failed(answer, error)
    return replace(verdict, read=text(typed), latex=latex(typed)) if issubclass(type(answer), str) else verdict


def _failed(answer, error):
    """What is said after an exception: our fault where the answer is a text, for SymPy knows all that can be typed."""
    if issubclass(type(answer), str):
        return ours(error)
    return Verdict("unreadable", f"not comparable ({type(error).__name__}); write it in a simpler form.")


def _unreadable(answer, error, solution, names):
    """What is said of an answer that is no formula."""
    if issubclass(type(answer), str) and is_speech(answer) and not set(answer.split()) & names.keys():
        return f"{no_harm(answer)}a formula in {_letters(solution.truth)} is asked for, as text."
    return f"not readable: {error}"


def _put_in(typed, solution, given):
    """The Verdict, after what is given on the page was put in."""
    left = {s: number for s, number in given.items() if typed.has(s) and sp.sympify(number).is_number}
    if not left:
        return _compared(typed, solution)
    verdict = _compared(typed.subs(left), solution)
    put = " and ".join(f"{plain(s)} = {number}" for s, number in left.items())
    if verdict:
        return Verdict("almost", f"almost: now put {put}.", f"{put} is not put in")
    return replace(verdict, message=f"{verdict.message} And put {put}.")


def _solution(truth, mistakes, ranges):
    if not isinstance(truth, Solution):
        if isinstance(truth, str) or not isinstance(truth := sp.sympify(truth), sp.Expr):
            raise TypeError(f"truth = {truth!r}, expected a SymPy expression or a Solution.")
        truth = Solution(truth)
    if not isinstance(mistakes or {}, Mapping):
        raise TypeError(f"mistakes = {mistakes!r}, expected a dict of names and formulas.")
    several = {name: e if isinstance(e, tuple | list) else (e,) for name, e in (mistakes or {}).items()}
    own = tuple(Mistake(name, "", tuple(map(sp.sympify, formulas))) for name, formulas in several.items())
    if not own and not ranges:
        return truth  # with the numbers of its mistakes, which are computed once
    return replace(truth, mistakes=own + truth.mistakes, ranges=truth.ranges | (ranges or {}))


def sympified(answer, names):
    """An answer of any kind as a SymPy expression; Unreadable or an ExpressionError where it is none."""
    kind = type(answer)  # isinstance would ask the object itself, which may answer anything
    if issubclass(kind, str):
        return read(as_meant(answer), names)
    if not issubclass(kind, sp.Basic | bool | tuple | list):
        answer = plain_number(answer)
        kind = type(answer)
    if issubclass(kind, numbers.Real | Decimal) and not issubclass(kind, bool):
        return _rational(answer)
    if not issubclass(kind, sp.Expr) or issubclass(kind, sp.MatrixExpr):
        raise Unreadable(f'a formula was expected, as text such as "w x + b", and this is of type {kind.__name__}.')
    if not answer.is_commutative:
        raise Unreadable("the formula is about something other than numbers.")
    if sum(1 for _ in zip(sp.preorder_traversal(answer), range(MOST_NODES + 1), strict=False)) > MOST_NODES:
        raise Unreadable(f"the formula has more than {MOST_NODES} parts; write it more simply.")
    return answer


def plain_number(answer):
    """The one number that an array or another library's object holds; any other answer as it is."""
    value = plain_data(answer)
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.ravel()[0]
    return value if isinstance(value, numbers.Real | Decimal) else answer


# Without r in front of its quotes, Python takes a backslash and the next letter of LaTeX for one of these.
_TAKEN = {"\a": "a", "\b": "b", "\f": "f", "\v": "v", "\t": "t", "\r": "r", "\n": "n"}
_SPACED = r"\t(?=anh|an\b|imes|ext|heta|frac)|\r(?=ight|ho\b|vert)|\n(?=u\b|abla)"


def as_meant(text):
    """The text with its LaTeX restored: "\\frac" typed without r"" is a form feed and "rac"."""
    return re.sub(rf"[\a\b\f\v]|{_SPACED}", lambda found: "\\" + _TAKEN[found[0]], text)


def _rational(number):
    if not math.isfinite(value := float(number)):
        raise Unreadable(f"{value} is not a number to calculate with.")
    return sp.Rational(Fraction(number) if isinstance(number, numbers.Rational | Decimal) else Fraction(repr(value)))


def _in_the_symbols_of(solution, typed, given):
    """`typed` in the symbols of the solution, where only the assumptions of a symbol differ, as in Symbol("z")."""
    known = {s.name: s for s in _symbols(solution.truth, *solution.where, *solution.where.values())}
    known |= {"ŷ": y_hat, "y_hat": y_hat} if y_hat.name in known else {}
    typed = typed.xreplace({s: known[s.name] for s in _symbols(typed) if s.name in known})
    if not solution.truth.has(sp.Indexed):  # of the one example that is asked about, with its one feature
        typed = typed.replace(_over_features, lambda e: e.function.xreplace({e.limits[0][0]: j}))
        if not typed.has(sp.Sum):
            one = {y_[i]: y, y_hat_[i]: y_hat, z_[i]: z, x_[i]: x_.label, x_[i, j]: x_.label, w_[j]: w_.label}
            typed = typed.xreplace(one)
    meant = {s: formula for s, formula in given.items() if not sp.sympify(formula).is_number}
    if sp.E in meant:
        typed = typed.replace(
            lambda e: isinstance(e, sp.exp) and e.args[0].is_number, lambda e: meant[sp.E] ** e.args[0]
        )
    return typed.xreplace(meant)


def _over_features(e):
    """Whether it is the sum of w x over the features, which is w·x."""
    if not isinstance(e, sp.Sum) or len(e.limits) > 1 or e.limits[0][2] != m:
        return False
    return e.function.atoms(sp.Indexed) in ({w_[a := e.limits[0][0]], x_[i, a]}, {w_[a], x_[a]})


def _symbols(*expressions):
    return set().union(*(e.atoms(sp.Symbol) for e in expressions))


def _letters(formula):
    return " and ".join(sorted(map(plain, _symbols(formula) - _SIZES))) or "numbers"


def _compared(typed, solution):
    for power in typed.atoms(sp.Pow):  # decided with whole numbers for the sizes, which must stay of some length
        exponent = solution.numbers(power.exp) if power.free_symbols <= _SIZES else (0,)
        if exponent is None or max(map(abs, exponent)) > MOST_NODES:
            raise Unreadable("a power in it is too large.")
    indexed = _with_indices(typed, solution.truth)
    as_it_is = spelled_out = decide(solution.truth, indexed, solution.ranges)
    mistake = None if as_it_is else solution.recognise(indexed)
    if mistake:
        told = f"{mistake.name}: {mistake.advice}" if mistake.advice else f"{mistake.name}."
        kind, because = ("almost", "almost: ") if mistake.slip else ("wrong", "wrong, because ")
        return Verdict(kind, because + told, mistake.name)
    if not as_it_is and solution.where:
        spelled_out = decide(*map(solution.spelled_out, (solution.truth, indexed)), solution.ranges)
    if spelled_out.equal is None:
        return Verdict("unreadable", "not decided: at none of the numbers tried does it have a value to compare.")
    if not spelled_out:
        return Verdict("wrong", f"wrong: {_counterexample(indexed, solution, as_it_is, spelled_out)}")
    if indexed != typed:
        which = "the indices are left out"
        return Verdict("almost", f"almost: {which}; say which example is meant: ŷ_i, y_i, x_ij.", which)
    return Verdict("right", f"right ({spelled_out})")


def _with_indices(given, truth):
    """ŷ, y, z and x as those of example i where the truth has those, for articles like to leave the indices out."""
    if not truth.has(sp.Indexed):
        return given
    hidden = {a: sp.Dummy() for a in given.atoms(sp.Indexed)}  # their bases have the same names
    spelled = {y: y_[i], y_hat: y_hat_[i], z: z_[i], x_.label: x_[i, j]}
    return given.xreplace(hidden).xreplace(spelled).xreplace({dummy: a for a, dummy in hidden.items()})


def _counterexample(typed, solution, as_it_is, spelled_out):
    """Where it differs, in the letters of the right answer if it has no others; else all is spelled out."""
    sides, decision = (solution.truth, typed), as_it_is
    if typed.has(sp.Indexed) and not solution.truth.has(sp.Indexed):
        if typed.has(sp.Sum):
            return (
                "one example is asked about here, and this goes through all of them; leave out the sum and the indices."
            )
        return "one example is asked about here; leave out the indices. (ŷ2 is read as ŷ_2; a square is typed ŷ^2.)"
    strange = _symbols(typed) - _symbols(solution.truth, *solution.where, *solution.where.values()) - _SIZES
    if strange:
        return f"it is made of {_letters(solution.truth)} alone, without {' and '.join(sorted(map(plain, strange)))}."
    if not _symbols(typed) <= _symbols(solution.truth):
        sides, decision = tuple(map(solution.spelled_out, sides)), spelled_out
    decision = shorter(decision, *sides, solution.ranges)
    if decision.left is decision.right is None:
        return "it has no value anywhere."
    expected, yours = told_apart(decision.left, decision.right)
    found = "has no value" if yours is None else f"is {yours}"
    return f"{at(decision)}yours {found}, expected {expected}."
