"""Does what a function returned agree with the right numbers, and to the digits of which type?"""

import math

import numpy as np

from perceptron.answers.plain import Odd, plain

RELATIVE, ABSOLUTE = 1e-9, 1e-12  # how far off a right function may be that computes with 16 digits
_LOST = 8  # so many times the last digit of a short type, relative to the size of all that is computed with


def agreement(value, expected, case):
    """How a plain value agrees with the expected number, array or tuple of them.

    "" : it does not.  "float64" : it does.  "float32", "float16" : to the digits of that type, in which it came.
    "digits" : to seven digits, and it came with sixteen.  "shape" : the numbers do, and their shape is another.
    case : what was computed from; a short type loses digits relative to its size.
    """
    if isinstance(expected, tuple):
        if not isinstance(value, tuple | list) or len(value) != len(expected):
            return ""
        found = {agreement(v, e, case) for v, e in zip(value, expected, strict=True)}
        return next(word for word in ("", "shape", "digits", "float16", "float32", "float64") if word in found)
    value, expected = _numbers(value), np.asarray(expected, dtype=float)
    if value is None or value.size != expected.size:
        return ""
    values = value.ravel().astype(float)
    size = math.sqrt(sum(float(np.sum(np.square(a))) for a in (*_arrays(case), expected)))
    found = _to_the_digits(value, values, expected.ravel(), size)
    return "shape" if found and value.shape != expected.shape and value.size > 1 else found


def _to_the_digits(value, values, expected, size):
    if np.isclose(values, expected, RELATIVE, ABSOLUTE, equal_nan=True).all():
        return "float64"

    def near(kind):
        lost = _LOST * float(np.finfo(kind).eps)
        return bool(np.isclose(values, expected, lost, lost * size, equal_nan=True).all())

    if value.dtype == np.float16:
        return "float16" if near(np.float16) else ""
    if not near(np.float32):
        return ""
    with np.errstate(over="ignore"):
        return "float32" if (values.astype(np.float32) == values).all() else "digits"


def _numbers(value):
    """An array of the numbers that a plain value is made of, None where there are others."""
    if isinstance(value, Odd | str | bytes):
        return None
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":  # fractions, decimals and large integers
            array = np.array([_float(v) for v in array.ravel()]).reshape(array.shape)
    except (TypeError, ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "biuf" else None


def _float(value):
    if isinstance(value, str | bytes | tuple | list | None.__class__):
        raise TypeError
    return float(value.item() if isinstance(value, np.ndarray) else value)


def _arrays(case):
    """The numbers that were given, without functions."""
    found = (_numbers(plain(part)) for part in case if not callable(part))
    return [array.astype(float) for array in found if array is not None]
