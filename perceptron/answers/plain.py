"""What a reader's function returned, as plain data, which another process can be given and which has no surprises."""

import inspect
import numbers
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

MOST_NUMBERS = 1_000_000  # of an array; no answer of the course has a thousand
MOST_NESTED = 8  # lists in one another
_AS_THEY_ARE = (bool, int, float, complex, Fraction, Decimal, type(None))
_UNFINISHED = {
    "generator": "a generator, which has computed nothing yet (is there a `yield` in place of `return`?)",
    "coroutine": "a coroutine, which has computed nothing yet (write `def`, not `async def`)",
}


@dataclass(frozen=True)
class Odd:
    """In place of a value that is no number, no text and no list of these."""

    what: str

    def __repr__(self):
        return self.what


def plain(value, depth=0):
    """A value as numbers, text, tuples, lists and NumPy arrays of numbers; an `Odd` in place of anything else.

    Arrays of other libraries become NumPy's, and other libraries' numbers floats.
    """
    kind = type(value)  # isinstance would ask the object itself, which may answer anything
    try:
        if kind in _AS_THEY_ARE:
            return value
        if issubclass(kind, str):
            return str.__str__(value)[:200]
        if issubclass(kind, tuple | list):
            if depth == MOST_NESTED:
                return Odd(f"lists in one another, more than {MOST_NESTED}")
            return (tuple if issubclass(kind, tuple) else list)(plain(v, depth + 1) for v in kind.__iter__(value))
        if hasattr(value, "__array__"):
            return _array(value)
        if issubclass(kind, numbers.Real | Decimal) or hasattr(value, "__float__"):
            return float(value)
    except Exception:  # of an object that says no in its own way
        return Odd(f"something of type {short(kind.__name__)}")
    if inspect.iscoroutine(value):
        value.close()
    if callable(value) and not isinstance(value, type):
        return Odd("a function")
    return Odd(_UNFINISHED.get(kind.__name__, f"something of type {short(kind.__name__)}"))


def _array(value):
    for step in ("detach", "cpu"):  # of PyTorch's: off the tape, and off the graphics card
        value = getattr(value, step)() if hasattr(value, step) else value
    try:
        array = np.asarray(value)
    except TypeError:  # a number type that NumPy has not, such as bfloat16
        return float(value)
    if array.size > MOST_NUMBERS:
        return Odd(f"{array.size} numbers")
    if array.dtype.kind == "O":
        return plain(array.tolist())
    if array.dtype.kind not in "biufc":
        return Odd(f"an array of {array.dtype.name}")
    return array if array.ndim else array[()]


def short(text, most=40):
    """The beginning of a text, in one line."""
    text = " ".join(text[: 4 * most].split())
    return text if len(text) <= most else f"{text[:most]} ..."
