"""Is an answer right, and if not, which known mistake is it? Any equivalent form is right, and no answer raises.

A `Verdict` is one of five kinds:

- missing : nothing was written yet.
- unreadable : what was written is no formula, no number, none of the options.
- wrong : with the known mistake where it is recognised, else with numbers at which the answer differs.
- almost : right up to a slip of the pen. For a formula a factor of 2 or ½, or an index left out; for a number such a
  factor, digits rounded away, or a unit left out. A sign, a link, a mean or a wrong index is more than a slip.
- right : equal wherever the right answer has a value. How that was decided is said.
"""

import difflib
import math
import numbers
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import sympy as sp

from perceptron import inputs
from perceptron.answers.solution import Mistake, Solution
from perceptron.answers.trial import judge_function as judge_function
from perceptron.answers.verdict import MISSING, Unreadable, Verdict, is_missing
from perceptron.equality import decide, plain
from perceptron.expression import ExpressionError, read
from perceptron.symbolic import i, j, k, m, n, x_, y, y_, y_hat, y_hat_, z, z_

MOST_NODES = 3000  # of a formula; the longest right answer of the course has about 100
TOLERANCE = 0.01  # relative: three digits are enough, two may not be


@dataclass
class Exercise:
    """What judges the answers to one question and counts them: each wrong one shows the next hint; the last one stays.

    judge : (answer, hints=..., attempt=...) -> Verdict: one of the functions below, with all else filled in.
    solution : the code of a right answer.  wrong : pairs (code of a wrong answer, words that its verdict must hold).
    """

    judge: Callable
    hints: tuple = ()
    solution: str = ""
    wrong: tuple = ()
    attempts: int = field(default=0, init=False)

    def __call__(self, answer):
        """The Verdict on an answer; whatever that is, nothing raises."""
        try:
            verdict = self.judge(answer, hints=self.hints, attempt=self.attempts + 1)
        except Exception as error:  # of an object that can't even be looked at
            return Verdict("unreadable", f"not readable: it can't be judged ({type(error).__name__}).")
        self.attempts += verdict.kind in ("wrong", "almost")
        return verdict


# --- formulas ---------------------------------------------------------------------------------------------------------


def judge(answer, truth, mistakes=(), names=None, ranges=None, hints=(), attempt=1):
    """The Verdict on a formula.

    answer : text as a reader types it, a SymPy expression, or a number; nothing that is given here raises.
    truth : a SymPy expression, or a `Solution`, which brings its mistakes and what its symbols stand for.
    mistakes : name -> formula (or several), or `Mistake`s; looked for before those of the Solution.
    names : what may be typed and what it stands for, as in `perceptron.expression.read`.
    ranges : symbol -> (low, high), as in `perceptron.equality.decide`.
    hints, attempt : hint number `attempt` goes with an answer that is wrong or almost right.
    Raises TypeError where truth or mistakes are not of these kinds.
    """
    solution = _solution(truth, mistakes, ranges)
    if is_missing(answer):
        return MISSING
    try:
        given = _in_the_symbols_of(solution, _formula(answer, names))
        verdict = _compared(given, solution)
    except (ExpressionError, Unreadable) as error:
        return Verdict("unreadable", f"not readable: {error}")
    except Exception as error:  # SymPy has many, and a reader's formula must not stop a notebook
        return Verdict("unreadable", f"not comparable ({type(error).__name__}); write it in a simpler form.")
    return verdict.hinted(hints, attempt)


def _solution(truth, mistakes, ranges):
    if isinstance(mistakes, Mapping):
        several = {name: e if isinstance(e, tuple | list) else (e,) for name, e in mistakes.items()}
        mistakes = (Mistake(name, "", tuple(map(sp.sympify, formulas))) for name, formulas in several.items())
    mistakes = tuple(mistakes)
    if not all(isinstance(mistake, Mistake) for mistake in mistakes):
        raise TypeError("mistakes must be Mistakes, or a dict of names and formulas.")
    if isinstance(truth, Solution):
        if not mistakes and not ranges:
            return truth
        return replace(truth, mistakes=mistakes + truth.mistakes, ranges=truth.ranges | (ranges or {}))
    if isinstance(truth, str) or not isinstance(truth := sp.sympify(truth), sp.Expr):
        raise TypeError(f"truth = {truth!r}, expected a SymPy expression or a Solution.")
    return Solution(truth, mistakes, ranges=ranges or {})


def _formula(answer, names):
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


# --- numbers and choices ----------------------------------------------------------------------------------------------


_NUMBER = re.compile(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?)\s*(%|[^\W\d_].*|)", re.DOTALL)
_FACTORS = {
    "the sign is lost": -1, "the decimal point is one place too far to the right": 10,
    "the decimal point is one place too far to the left": 0.1, "a percentage was given for a fraction": 100,
    "it was divided by 100": 0.01,
}  # fmt: skip
_SLIPS = {"there is a factor 2 too many": 2, "a factor 2 is lost": 0.5}


def judge_number(answer, truth, tolerance=TOLERANCE, unit="", mistakes=None, hints=(), attempt=1):
    """The Verdict on a number.

    answer : a number of any type, or text: "0.053", "0,053" (the comma is taken for a decimal point), "5.3 %", "1/4",
        with the unit behind it where one is asked for. A number that is no text has no unit to write and needs none.
    truth : the number.  tolerance : how far off, relative to it, is right (absolute where the truth is 0).
    unit : the unit asked for.  mistakes : name -> the number that this mistake leads to.
    Almost right is what was rounded to fewer digits than the tolerance needs, a factor 2, and a unit left out.
    """
    truth = float(truth)
    if is_missing(answer):
        return MISSING
    try:
        value, last_digit, found_unit = _number(answer, unit)
    except Exception as error:  # as in `judge`
        told = str(error) if isinstance(error, Unreadable | ExpressionError) else f"{type(error).__name__}."
        return Verdict("unreadable", f"not readable: {told}")

    def within(wanted):
        return abs(value - wanted) <= tolerance * (abs(wanted) or 1)

    named = {name: float(wrong) for name, wrong in (mistakes or {}).items()}
    if within(truth):
        verdict = _unit_verdict(found_unit, unit, tolerance)
    elif name := next((name for name in named if within(named[name])), ""):
        verdict = Verdict("wrong", f"wrong, because {name}.", name)
    elif value and abs(value - truth) <= min(last_digit / 2 * (1 + 1e-9), 0.07 * abs(truth)):
        name = "it is rounded too far"
        verdict = Verdict("almost", f"almost: {name}; give more digits.", name)
    elif name := next((name for name, factor in _SLIPS.items() if truth and within(factor * truth)), ""):
        verdict = Verdict("almost", f"almost: {name}.", name)
    elif name := next((name for name, factor in _FACTORS.items() if truth and within(factor * truth)), ""):
        verdict = Verdict("wrong", f"wrong, because {name}.", name)
    else:
        verdict = Verdict("wrong", f"wrong: {value:.6g} is too {'large' if value > truth else 'small'}.")
    if issubclass(type(answer), str) and "," in answer:
        message = f"{verdict.message.rstrip('.')}. The comma was read as a decimal point."
        verdict = replace(verdict, message=message)
    return verdict.hinted(hints, attempt)


def _number(answer, unit):
    """(value, what 1 in the last digit is worth, the unit written or None where none was to be)."""
    if not issubclass(type(answer), str):
        given = _formula(answer, None)
        if not given.is_real:
            raise Unreadable("a number was expected.")
        return float(given), 0.0, None
    text = answer.strip().replace("−", "-")
    match = _NUMBER.fullmatch(text)
    if match and (match[2] in ("", "%") or unit):
        share = 100 if match[2] == "%" != unit else 1
        value = Decimal(match[1].replace(",", "."))
        return float(value) / share, 10.0 ** value.as_tuple().exponent / share, match[2] if share == 1 else ""
    body = text.removesuffix(unit)
    value, found_unit = read(body, names={}), unit if body != text else ""
    if not value.is_real:
        raise Unreadable("a number was expected.")
    return float(value), 0.0, found_unit


def _unit_verdict(found, unit, tolerance):
    if found == "" and unit:
        name = "the unit is missing"
        return Verdict("almost", f"almost: the number is right, and {name}; it is in {unit}.", name)
    if found not in (None, unit):
        name = "the unit is another"
        return Verdict("wrong", f"wrong, because {name}: the number is right in {unit}, and {found} was written.", name)
    return Verdict("right", f"right (to within {100 * tolerance:g} %)")


def _plain_name(name):
    return " ".join(name.casefold().split())


def _bare(name):
    """A plain name without its article."""
    return re.sub(r"^(a|an|the) ", "", name)


def judge_choice(answer, truth, options, hints=(), attempt=1):
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
    typed = _plain_name(answer)
    meant = [name for name in options if _plain_name(name) == typed]
    meant = meant or [name for name in options if _bare(_plain_name(name)) == _bare(typed)]
    if len(meant) != 1:
        bare_names = {_bare(_plain_name(name)): name for name in options}
        near = difflib.get_close_matches(_bare(typed), bare_names, n=1)
        mend = (
            f"Did you mean {bare_names[near[0]]!r}?" if near and not meant else f"Choose one of {', '.join(options)}."
        )
        return Verdict("unreadable", f"not readable: {answer:.40} is none of the options. {mend}")
    (chosen,) = meant
    kind = "right" if chosen == truth else "wrong"
    return Verdict(kind, f"{kind}: {options[chosen]}", "" if chosen == truth else chosen).hinted(hints, attempt)
