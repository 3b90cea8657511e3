"""What may go into a neuron, and what is said when it can't.

Imports NumPy alone and computes nothing, so both the neuron written by hand and the one derived in symbols may use it.
"""

import numbers
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Seed: TypeAlias = "np.random.Generator | int | None"  # as text: NumPy loads np.random when it is first used
T = TypeVar("T")


def reals(name: str, value: Any, shape: tuple[int | None, ...], mend: str = "") -> Floats:
    r"""`value` as a float64 array of the given shape; a `None` in `shape` lets that axis have any length but zero.

    Raises TypeError where `value` is not made of real numbers, ValueError where its shape does not fit.
    """
    array = floats(name, value)
    fits = array.ndim == len(shape) and all(s in (None, a) for s, a in zip(shape, array.shape, strict=True))
    if not fits:
        wanted = "(" + ", ".join("any" if s is None else str(s) for s in shape) + ")" if shape else "one number"
        raise ValueError(f"{name} has shape {array.shape}, expected {wanted}. {mend}".rstrip())
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); at least one number is needed.")
    return array


def floats(name: str, value: Any) -> Floats:
    """`value` as a float64 array of any shape, or a TypeError where it is not made of real numbers."""
    try:
        raw = np.asarray(value)
        if raw.dtype.kind not in "biuf":
            raw = _numbers(raw)
        with np.errstate(over="ignore"):  # a longer float may hold what becomes infinite here
            return np.asarray(raw, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        ragged = "inhomogeneous" in str(error)
        mend = "give every row the same length" if ragged else "leave text, None and complex numbers out"
        raise TypeError(f"{name} must be made of real numbers, got {_short(value)}; {mend}.") from None


def finite(name: str, array: Floats) -> Floats:
    """`array`, or a ValueError that names the first entry that is NaN or infinite."""
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        place = f"{name}[{', '.join(map(str, where))}]" if where else name
        raise ValueError(
            f"{place} is {array[where]}, expected a finite number; leave that example out or mend it "
            f"({int(bad.sum())} of {bad.size} entries are not finite)."
        )
    return array


def examples(X: ArrayLike) -> Floats:
    """X as n x m floats, n examples of m features. Whether they are finite is seen in what is computed from them."""
    return reals(
        "X", X, (None, None), "Each row is one example: a single feature is X[:, None], one example X[None, :]."
    )


def parameters(w: ArrayLike, b: ArrayLike, m: int) -> tuple[Floats, float]:
    """w as m finite floats and b as one, for m features."""
    w = reals("w", w, (m,), f"X has {m} feature(s), so w needs {m} weight(s), one for each.")
    b = reals("b", b, (), "One neuron has one bias; give a plain number.")
    return finite("w", w), float(finite("b", b))


def targets(y: ArrayLike, n: int) -> Floats:
    """y as n finite floats, for n examples."""
    return finite("y", reals("y", y, (n,), f"There are {n} example(s), so y needs {n} target(s), one for each."))


def number(name: str, value: Any, low: float | None = None, mend: str = "") -> float:
    """`value` as a finite float, above `low` where that is given."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a real number, got {_short(value)}. {mend}".rstrip())
    try:
        real = float(value)
    except OverflowError:
        real = np.inf
    if not np.isfinite(real) or (low is not None and real <= low):
        wanted = "a finite number" + ("" if low is None else f" above {low}")
        raise ValueError(f"{name} = {_short(value)}, expected {wanted}. {mend}".rstrip())
    return real


def count(name: str, value: Any, high: int | None = None) -> int:
    """`value` as an int from 1 to `high`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number, got {_short(value)}.")
    whole = int(value)
    if whole < 1 or (high is not None and whole > high):
        wanted = "1 or more" if high is None else f"1 to {high}"
        raise ValueError(f"{name} = {whole}, expected {wanted}.")
    return whole


def generator(rng: Seed) -> "np.random.Generator":
    """A NumPy Generator from one, from a seed, or from None (a new one each time)."""
    try:
        if isinstance(rng, bool):
            raise TypeError
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise TypeError(f"rng = {rng!r}, expected a NumPy Generator, a whole number as seed, or None.") from None


def choice(name: str, value: Any, known: Sequence[str]) -> str:
    """`value`, or a ValueError that lists the known names and suggests the nearest."""
    if isinstance(value, str) and value in known:
        return value
    import difflib  # here, as it is not needed while all goes well and takes its time

    near = difflib.get_close_matches(str(value), known, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"{name} = {_short(value)} is not known, expected one of {', '.join(known)}.{hint}")


def chosen(name: str, value: Any, kind: type[T], known: Mapping[str, T]) -> T:
    """`value` if it is a `kind`, or the one of `known` that it names; a ValueError or TypeError that lists them."""
    if isinstance(value, kind):
        return value
    if isinstance(value, str):
        return known[choice(name, value, tuple(known))]
    raise TypeError(f"{name} = {_short(value)}, expected one of {', '.join(known)}.")


def _numbers(raw):
    """An object array is allowed where it holds nothing but real numbers (fractions, say); anything else is refused."""
    if raw.dtype.kind == "O" and all(isinstance(v, numbers.Real) for v in raw.flat):
        return raw
    raise TypeError


def _short(value):
    text = repr(value)
    return f"{text[:57]}..." if len(text) > 60 else text
