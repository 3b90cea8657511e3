"""Plain values as lines of JSON, between the grader and a student's process: nothing that is read here can run."""

import base64
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from perceptron.answers.plain import MOST_NUMBERS, Odd

_KINDS = "biufc"  # of NumPy's numbers
_LARGE = 1 << 63


class Garbled(ValueError):
    """What came is none of what is sent."""


def packed(value):
    """What JSON can carry of a value that is plain (`perceptron.answers.plain`), or a dictionary of such by text."""
    if value is None or type(value) in (bool, str, float):
        return value
    if type(value) is int:
        return value if abs(value) < _LARGE else {"odd": "a very large number"}
    if type(value) is list:
        return [packed(v) for v in value]
    if type(value) is tuple:
        return {"tuple": [packed(v) for v in value]}
    if type(value) is dict:
        return {"dict": [[packed(k), packed(v)] for k, v in value.items()]}
    if isinstance(value, np.ndarray | np.generic):
        raw = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"array": raw, "type": value.dtype.str, "shape": list(value.shape)}
    if type(value) is complex:
        return {"complex": [value.real, value.imag]}
    if type(value) in (Fraction, Decimal):
        return {"text": str(value)[:400], "of": type(value).__name__}
    return {"odd": value.what if isinstance(value, Odd) else f"something of type {type(value).__name__[:40]}"}


def unpacked(sent, function=None):
    """The value that was packed. function : what to make of a function's number. Raises Garbled for anything else."""
    if sent is None or type(sent) in (bool, str, int, float):
        return sent
    try:
        return [unpacked(v, function) for v in sent] if type(sent) is list else _unpacked(sent, function)
    except Garbled:
        raise
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise Garbled(f"a {type(sent).__name__} is no value: {type(error).__name__}") from error


def _unpacked(sent, function):
    if "tuple" in sent:
        return tuple(unpacked(v, function) for v in sent["tuple"])
    if "dict" in sent:
        return {unpacked(k): unpacked(v, function) for k, v in sent["dict"]}
    if "array" in sent:
        kind, shape = np.dtype(sent["type"]), tuple(map(int, sent["shape"]))
        if kind.kind not in _KINDS or math.prod(shape) > MOST_NUMBERS:
            raise Garbled(f"an array of {kind} with the shape {shape}")
        array = np.frombuffer(base64.b64decode(sent["array"], validate=True), kind).reshape(shape)
        return array.copy() if shape else array[()]
    if "complex" in sent:
        return complex(*sent["complex"])
    if "text" in sent:
        return {"Fraction": _fraction, "Decimal": Decimal}[sent["of"]](str(sent["text"])[:400])
    if "function" in sent and function is not None:
        return function(sent["function"], str(sent.get("name", "f"))[:40])
    return Odd(str(sent["odd"])[:200])


def _fraction(text):
    """Fraction("1e99999999") would work for hours: none that was packed has an exponent."""
    above, _, below = text.partition("/")
    return Fraction(int(above), int(below or 1))
