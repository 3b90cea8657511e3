"""The judge of a formula: any equivalent form is right, and a wrong one is compared with the known mistakes."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from perceptron.answers.solution import Mistake, Solution
from perceptron.answers.verdict import MISSING, Unreadable, Verdict, is_missing
from perceptron.equality import decide, plain
from perceptron.expression import ExpressionError, read
from perceptron.symbolic import i, j, k, m, n, x_, y, y_, y_hat, y_hat_, z, z_

MOST_NODES = 3000  # of a formula; the longest right answer of the course has about 100


def judge(answer, truth, mistakes=None, names=None, ranges=None):
    """The Verdict on a formula.

    answer : text as a reader types it, a SymPy expression, or a number; nothing that is given here raises.
    truth : a SymPy expression, or a `Solution`, which brings its mistakes and what its symbols stand for.
    mistakes : name -> formula (or several); looked for before those of the Solution.
    names : what may be typed and what it stands for, as in `perceptron.expression.read`.
    ranges : symbol -> (low, high), as in `perceptron.equality.decide`.
    Raises TypeError where truth or mistakes are not of these kinds.
    """
    solution = _solution(truth, mistakes, ranges)
    if is_missing(answer):
        return MISSING
    try:
        return _compared(_in_the_symbols_of(solution, sympified(answer, names)), solution)
    except (ExpressionError, Unreadable) as error:
        return Verdict("unreadable", f"not readable: {error}")
    except Exception as error:  # SymPy has many, and a reader's formula must not stop a notebook
        return Verdict("unreadable", f"not comparable ({type(error).__name__}); write it in a simpler form.")


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
        return read(answer, names)
    if issubclass(kind, numbers.Real) and not issubclass(kind, bool):
        return _rational(answer)
    if not issubclass(kind, sp.Expr) or issubclass(kind, sp.MatrixExpr):
        raise Unreadable(f'a formula was expected, as text such as "w x + b", and this is of type {kind.__name__}.')
    if not answer.is_commutative:
        raise Unreadable("the formula is about something other than numbers.")
    if sum(1 for _ in zip(sp.preorder_traversal(answer), range(MOST_NODES + 1), strict=False)) > MOST_NODES:
        raise Unreadable(f"the formula has more than {MOST_NODES} parts; write it more simply.")
    return answer


def _rational(number):
    if not math.isfinite(value := float(number)):
        raise Unreadable(f"{value} is not a number to calculate with.")
    return sp.Rational(Fraction(number) if isinstance(number, numbers.Rational) else Fraction(repr(value)))


def _in_the_symbols_of(solution, given):
    """`given` in the symbols of the solution, where only the assumptions of a symbol differ, as in Symbol("z")."""
    known = {s.name: s for s in _symbols(solution.truth, *solution.where, *solution.where.values())}
    known |= {"ŷ": y_hat, "y_hat": y_hat} if y_hat.name in known else {}
    return given.xreplace({s: known[s.name] for s in _symbols(given) if s.name in known})


def _symbols(*expressions):
    return set().union(*(e.atoms(sp.Symbol) for e in expressions))


def _compared(given, solution):
    sizes = {n, m, i, j, k}
    for power in given.atoms(sp.Pow):  # decided with whole numbers for the sizes, which must stay of some length
        exponent = solution.numbers(power.exp) if power.free_symbols <= sizes else (0,)
        if exponent is None or max(map(abs, exponent)) > MOST_NODES:
            raise Unreadable("a power in it is too large.")
    indexed = _with_indices(given, solution.truth)
    typed = spelled_out = decide(solution.truth, indexed, solution.ranges)
    mistake = None if typed else solution.recognise(indexed)
    if mistake:
        told = f"{mistake.name}: {mistake.advice}" if mistake.advice else f"{mistake.name}."
        kind, because = ("almost", "almost: ") if mistake.slip else ("wrong", "wrong, because ")
        return Verdict(kind, because + told, mistake.name)
    if not typed and solution.where:
        spelled_out = decide(*map(solution.spelled_out, (solution.truth, indexed)), solution.ranges)
    if spelled_out.equal is None:
        return Verdict("unreadable", "not decided: at none of the numbers tried does it have a value to compare.")
    if not spelled_out:
        simplest = typed if _symbols(indexed) <= _symbols(solution.truth) and typed.point else spelled_out
        return Verdict("wrong", f"wrong: {_counterexample(simplest)}")
    if indexed != given:
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


def _counterexample(decision):
    if decision.left is decision.right is None:
        return "it has no value anywhere."
    where = ", ".join(f"{plain(symbol)} = {float(value):g}" for symbol, value in decision.point.items())
    expected, yours = _told_apart(decision.left, decision.right)
    found = "has no value" if yours is None else f"is {yours}"
    return f"{f'at {where} ' if where else ''}yours {found}, expected {expected}."


def _told_apart(*values):
    """Numbers as text, with as few digits (but four) as tell them apart."""
    for digits in (4, 8, 17):
        texts = [None if v is None else f"{v:.{digits}g}" for v in values]
        if len(set(texts)) > 1:
            break
    return texts
