"""What a gradient function returns, whoever wrote it: two arrays, a dict or one flat vector, from NumPy or another
library.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from perceptron import inputs
from perceptron.cost import Cost
from perceptron.inputs import Floats
from perceptron.neuron import Activation

KEYS = (("dc_dw", "dc_db"), ("dw", "db"), ("w", "b"), ("weights", "bias"), ("weight", "bias"), ("grad_w", "grad_b"))


def bind(gradient_fn: Callable[..., Any], activation: Activation, cost: Cost) -> Callable[..., Any]:
    """A reader's gradient function as (X, y, w, b) -> (dC_dw, dC_db).

    Where it has parameters named `activation` and `cost`, as `gradient` has, they are passed on.
    """
    if not callable(gradient_fn):
        raise TypeError(f"gradient_fn = {gradient_fn!r}, expected a function (X, y, w, b) -> (dC_dw, dC_db).")
    try:
        takes = set(inspect.signature(gradient_fn).parameters)
    except ValueError:  # a built-in without a signature
        takes = set()
    if "activation" in takes and "cost" in takes:
        return partial(gradient_fn, activation=activation, cost=cost)
    return gradient_fn


def pair(returned: Any, m: int, n: int | None = None) -> tuple[Floats, float]:
    """What a gradient function returned as (m floats, one float), or a clear error. NaN is let through.

    returned : the pair (dC_dw, dC_db); a dict of the two; or one vector of m + 1 numbers, the weights before the bias.
    n : the number of examples, where it is known: then a shape that has it is told by its name.
    """
    parts = parted(returned, m)
    dC_dw, dC_db = map(array, parts)
    if dC_dw.shape == (m,) and dC_db.shape == ():
        dC_dw, dC_db = (_floats(*named) for named in zip(("dC_dw", "dC_db"), (dC_dw, dC_db), parts, strict=True))
        return dC_dw, float(dC_db)
    if dC_dw.shape == () and dC_db.shape == (m,):
        raise ValueError("gradient_fn returned the two in the other order, expected (dC_dw, dC_db): the weights first.")
    for name, given, wanted, raw in (("dC_dw", dC_dw, (m,), parts[0]), ("dC_db", dC_db, (), parts[1])):
        _floats(name, given, raw)
        if given.shape != wanted:
            shown = f"({m},)" if wanted else "one number"
            raise ValueError(f"{name} has shape {given.shape}, expected {shown}: {_trouble(name, given.shape, m, n)}")
    raise AssertionError


def _floats(name, numbers, given):
    """As floats; what can't be is shown as it was given."""
    return inputs.floats(name, numbers if numbers.dtype.kind in "biuf" else given)


def parted(returned: Any, m: int) -> tuple[Any, Any]:
    """The two parts of what was returned, as they are."""
    if isinstance(returned, Mapping):
        small = {str(key).lower(): value for key, value in returned.items()}
        for keys in KEYS:
            if set(keys) <= set(small):
                return small[keys[0]], small[keys[1]]
        raise ValueError(f"gradient_fn returned a dict of {', '.join(map(str, returned))}, expected dC_dw and dC_db.")
    if isinstance(returned, tuple | list) and len(returned) == 2:
        return returned[0], returned[1]
    flat = array(returned) if hasattr(returned, "__array__") or isinstance(returned, tuple | list) else np.empty(0)
    if flat.shape == (m + 1,) and flat.dtype.kind in "biuf":
        return flat[:-1], flat[-1]
    shape = f" of shape {flat.shape}" if hasattr(returned, "__array__") else ""
    raise ValueError(
        f"gradient_fn returned {returned!r:.60}{shape}, expected the pair (dC_dw, dC_db), a dict of the two, or one "
        f"vector of {m + 1} numbers, the weights before the bias."
    )


def array(given: Any) -> np.ndarray:
    """As a NumPy array, of whatever type it is; a tensor of PyTorch leaves its graph and its device first."""
    if hasattr(given, "detach"):
        given = given.detach().cpu().numpy()
    try:
        return np.asarray(given)
    except ValueError:  # rows of different lengths
        return np.asarray(given, dtype=object)


def steady(first: Floats, second: Floats) -> bool:
    """Whether two calls gave the same, but for the order in which they added up."""
    if np.array_equal(first, second, equal_nan=True):
        return True
    finite = np.isfinite(first).all() and np.isfinite(second).all()
    return bool(finite and np.allclose(first, second, rtol=1e-6, atol=1e-9 * np.abs(first).max()))


def precision(returned: Any, m: int) -> tuple[type[np.floating], type[np.floating]]:
    """The types whose digits the weights' numbers and the bias's have, or are written with: np.float64, np.float32 or
    np.float16.
    """
    numbers = [part if part.dtype.kind == "f" else np.zeros(1) for part in map(array, parted(returned, m))]
    exact = np.concatenate([part.ravel() for part in numbers])
    with np.errstate(over="ignore"):
        single = exact.any() and (exact.astype(np.float32) == exact).all() and (np.round(exact, 3) != exact).any()

    def kind(part):
        sizes = {2: np.float16, 4: np.float32}
        return sizes.get(part.dtype.itemsize, np.float32 if single else np.float64)

    return kind(numbers[0]), kind(numbers[1])


def _trouble(name, shape, m, n):
    """What is wrong with that shape, and how to mend it."""
    size = int(np.prod(shape))
    if name == "dC_dw" and size == m > 0:
        kind = {(m, 1): "a column", (1, m): "a row", (): "one number"}.get(shape, "a table")
        return f"it is {kind}; return " + ("np.array([dC_dw])." if shape == () else "dC_dw.ravel().")
    if name == "dC_db" and size == 1:
        return "it is an array with one number in it; return dC_db.item()."
    if n is not None and shape == (n, n):
        return "each of n examples has met each: a column n × 1 less a row of n is an n × n table."
    if n is not None and (shape in ((n,), (n, 1), (1, n)) or shape == (n, m)):
        return "it has one entry per example; add up over the examples."
    if name == "dC_db" and size == m:
        return "it has one entry per weight, and one neuron has one bias."
    return "each weight has one entry." if name == "dC_dw" else "one neuron has one bias."
