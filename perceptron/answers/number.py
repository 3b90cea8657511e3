"""The judge of a number, with its unit where one is asked for."""

import re
from dataclasses import replace
from decimal import Decimal

from perceptron.answers.formula import sympified
from perceptron.answers.verdict import MISSING, Unreadable, Verdict, is_missing
from perceptron.expression import ExpressionError, read

TOLERANCE = 0.01  # relative: three digits are enough, two may not be
_NUMBER = re.compile(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?)\s*(%|[^\W\d_].*|)", re.DOTALL)
_FACTORS = {
    "the sign is lost": -1, "the decimal point is one place too far to the right": 10,
    "the decimal point is one place too far to the left": 0.1, "a percentage was given for a fraction": 100,
    "it was divided by 100": 0.01,
}  # fmt: skip
_SLIPS = {"there is a factor 2 too many": 2, "a factor 2 is lost": 0.5}


def judge_number(answer, truth, tolerance=TOLERANCE, unit="", mistakes=None):
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
    if _within(tolerance, value, truth):
        verdict = _unit_verdict(found_unit, unit, tolerance)
    else:
        verdict = _off(value, last_digit, truth, tolerance, mistakes or {})
    if issubclass(type(answer), str) and "," in answer:
        message = f"{verdict.message.rstrip('.')}. The comma was read as a decimal point."
        verdict = replace(verdict, message=message)
    return verdict


def _within(tolerance, value, wanted):
    return abs(value - wanted) <= tolerance * (abs(wanted) or 1)


def _off(value, last_digit, truth, tolerance, mistakes):
    """The Verdict on a number that is not the right one."""

    def first(wrong):
        return next((name for name, number in wrong.items() if _within(tolerance, value, float(number))), "")

    slips, factors = ({name: factor * truth for name, factor in f.items() if truth} for f in (_SLIPS, _FACTORS))
    if name := first(mistakes):
        return Verdict("wrong", f"wrong, because {name}.", name)
    if value and abs(value - truth) <= min(last_digit / 2 * (1 + 1e-9), 0.07 * abs(truth)):
        name = "it is rounded too far"
        return Verdict("almost", f"almost: {name}; give more digits.", name)
    if name := first(slips):
        return Verdict("almost", f"almost: {name}.", name)
    if name := first(factors):
        return Verdict("wrong", f"wrong, because {name}.", name)
    return Verdict("wrong", f"wrong: {value:.6g} is too {'large' if value > truth else 'small'}.")


def _number(answer, unit):
    """(value, what 1 in the last digit is worth, the unit written or None where none was to be)."""
    if not issubclass(type(answer), str):
        return _real(sympified(answer, None)), 0.0, None
    text = answer.strip().replace("−", "-")
    match = _NUMBER.fullmatch(text)
    if match and (match[2] in ("", "%") or unit):
        share = 100 if match[2] == "%" != unit else 1
        value = Decimal(match[1].replace(",", "."))
        return float(value) / share, 10.0 ** value.as_tuple().exponent / share, match[2] if share == 1 else ""
    body = text.removesuffix(unit)
    return _real(read(body, names={})), 0.0, unit if body != text else ""


def _real(expression):
    if not expression.is_real:
        raise Unreadable("a number was expected.")
    return float(expression)


def _unit_verdict(found, unit, tolerance):
    if found == "" and unit:
        name = "the unit is missing"
        return Verdict("almost", f"almost: the number is right, and {name}; it is in {unit}.", name)
    if found not in (None, unit):
        name = "the unit is another"
        return Verdict("wrong", f"wrong, because {name}: the number is right in {unit}, and {found} was written.", name)
    return Verdict("right", f"right (to within {100 * tolerance:g} %)")
