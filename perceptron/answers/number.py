"""The judge of a number, with its unit where one is asked for."""

import numbers
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perceptron.answers.formula import as_meant, sympified
from perceptron.answers.verdict import MISSING, Unreadable, Verdict, is_missing, is_speech, no_harm, ours
from perceptron.expression import ExpressionError, read

MOST_DIGITS = 300  # a float ends at about 10^308
TOLERANCE = 0.01  # relative: three digits are enough, two may not be
_DIGITS = r"\d{1,3}(?:[ '’\u00a0\u2009\u202f]\d{3})+|\d+"  # 12000, 12 000 and 12'000
_NUMBER = re.compile(
    rf"([+-]?\s*(?:(?:{_DIGITS})(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{{1,3}})?)\s*(%|[^\W\d_].*|)", re.DOTALL
)
_BEFORE = re.compile(
    r"""['"$\s]*(?:(?:[^\W\d]\w*\s*(?:\([^()]*\)\s*)?)?[=≈~]|about|approximately|roughly)?['"\s]*""", re.IGNORECASE
)
_UNIT = re.compile(r"%|(?!e\b|pi\b|π)[a-zA-Zµμ°]*[²³]?(?:/[a-zA-Z]+[²³]?)?")  # what is no formula
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015−\ufe63\uff0d", "-")
_ASKED = "a number is asked for, such as 2.5, 1/4 or 25 %"
_FACTORS = {
    "the sign is lost": -1, "the decimal point is one place too far to the right": 10,
    "the decimal point is one place too far to the left": 0.1,
}  # fmt: skip
_PERCENT = {"a percentage was given for a fraction": 100, "it was divided by 100": 0.01}  # of what is no quotient
_SQUARED = re.compile(r"(^\s*|[-+*/(=]\s*)-\s*(\d+\.?\d*|\.\d+)\s*(?=\*\*|\^|²)")  # -0.2**2
_SLIPS = {"there is a factor 2 too many": 2, "a factor 2 is lost": 0.5}


def judge_number(
    answer: Any, truth: float, tolerance: float = TOLERANCE, unit: str = "", mistakes: dict[str, float] | None = None
) -> Verdict:
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
    except (ExpressionError, Unreadable) as error:
        return Verdict("unreadable", _unreadable(answer, error))
    except Exception as error:
        return ours(error) if issubclass(type(answer), str) else Verdict("unreadable", _unreadable(answer, error))
    if _within(tolerance, value, truth):
        verdict = _unit_verdict(found_unit, unit, "exactly" if _within(1e-12, value, truth) else tolerance)
    else:
        known = (mistakes or {}) | dict.fromkeys(_bare_minus(answer, truth, tolerance, unit), value)
        verdict = _off(value, last_digit, truth, tolerance, known)
    if issubclass(type(answer), str) and "," in answer:
        message = f"{verdict.message.rstrip('.')}. The comma was read as a decimal point."
        verdict = replace(verdict, message=message)
    return verdict


def _unreadable(answer, error):
    kind = type(answer)
    if issubclass(kind, tuple) and len(answer) == 2 and all(type(part) is int for part in answer):
        point, comma = (f"{answer[0]}{sign}{answer[1]}" for sign in ".,")
        return f'not readable: {comma} without quotes is two numbers in Python; type {point}, or "{comma}" in quotes.'
    if issubclass(kind, str):
        if is_speech(answer) or not re.search(r"\d", answer):
            return f"{no_harm(answer)}{_ASKED}."
        problem = (
            error.problem.partition(" Known are")[0].rstrip(".") if isinstance(error, ExpressionError) else str(error)
        )
        return f"not readable: {problem.rstrip('.')}; {_ASKED}."
    if callable(answer):
        return f"not readable: {_ASKED}, and this is a function: type the number that comes of it."
    if issubclass(kind, numbers.Real) and kind is not bool:
        return f"not readable: {error}"
    return f"not readable: {_ASKED}, and this is of type {kind.__name__}."


def _within(tolerance, value, wanted):
    return abs(value - wanted) <= tolerance * (abs(wanted) or 1)


def _bare_minus(answer, truth, tolerance, unit):
    """What is wrong where brackets round a negative number that is squared make the answer right, in a list."""
    if not issubclass(type(answer), str) or not (found := _SQUARED.search(answer)):
        return []
    if not _within(tolerance, _number(_SQUARED.sub(r"\1(-\2)", answer), unit)[0], truth):
        return []
    return [f"-{found[2]} squared without brackets is −({found[2]}²); type (-{found[2]})**2"]


def _off(value, last_digit, truth, tolerance, mistakes):
    """The Verdict on a number that is not the right one."""

    def first(wrong):
        return next((name for name, number in wrong.items() if _within(tolerance, value, float(number))), "")

    shifted = _FACTORS | (_PERCENT if last_digit else {})
    slips, factors = ({name: factor * truth for name, factor in f.items() if truth} for f in (_SLIPS, shifted))
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
    typed = as_meant(str(answer)).translate(str.maketrans(_DASHES)).strip()
    text = typed[_BEFORE.match(typed).end() :].rstrip("'\"$ \t\r\n").removesuffix(".").removesuffix(" times")
    text = re.sub(r"(?<!\d)(\d+)\s*([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])", r"(\1 + \2)", text)
    match = _NUMBER.fullmatch(text)
    if match and (unit or _UNIT.fullmatch(match[2])):
        share = 100 if match[2] == "%" != unit else 1
        digits = re.sub(r"[\s'’]", "", match[1])
        if "," in digits and "." in digits:
            raise Unreadable("there are a comma and a point in it; type one of them, as in 1234.5.")
        value = Decimal(digits.replace(",", "."))
        if abs(value.adjusted()) > MOST_DIGITS:
            raise Unreadable("the number is too large or too small to calculate with.")
        return float(value) / share, 10.0 ** value.as_tuple().exponent / share, match[2] if share == 1 else ""
    body = text.removesuffix(unit)
    return _real(read(body, names={})), 0.0, unit if body != text else ""


def _real(expression):
    if not expression.is_real:
        raise Unreadable("a number was expected.")
    return float(expression)


def _unit_verdict(found, unit, how):
    if found == "" and unit:
        name = "the unit is missing"
        return Verdict("almost", f"almost: the number is right, and {name}; it is in {unit}.", name)
    if found and not unit:
        name = "no unit is asked for"
        return Verdict("almost", f"almost: the number is right, and {name}; leave {found:.20} out.", name)
    if found not in (None, unit):
        name = "the unit is another"
        return Verdict("wrong", f"wrong, because {name}: the number is right in {unit}, and {found} was written.", name)
    return Verdict("right", "right, exactly" if how == "exactly" else f"right (to within {100 * how:g} %)")
