"""`perceptron certify module:function --data file.csv`: a gradient function of yours, certified on your data."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from perceptron.certificate import certify
from perceptron.data.source import read
from perceptron.inputs import Floats

POINTS = 4  # besides the first
MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "?"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "function", metavar="MODULE:FUNCTION", help="or FILE.py:FUNCTION; (X, y, w, b) -> (dC_dw, dC_db)"
    )
    parser.add_argument("--data", required=True, type=Path, metavar="FILE.csv", help="columns of numbers, names on top")
    parser.add_argument("--target", metavar="COLUMN", help="the column to predict (default: the last)")
    parser.add_argument("--features", metavar="COLUMN,...", help="the columns of X (default: all but the target)")
    parser.add_argument("--activation", default="sigmoid", help='a name, or a formula such as "ln(1 + e^z)"')
    parser.add_argument("--cost", default="mse", help='a name, or a formula such as "|y - ŷ|"')
    parser.add_argument("--weights", metavar="W1,W2,...", help="where to certify it (default: small random ones)")
    parser.add_argument("--bias", type=float, help="(default: so that z is around 0)")


def run(given: argparse.Namespace) -> int:
    """Print the certificate; 0 where it passed, 1 where not. Raises ValueError for what can't be read or found."""
    gradient_fn = found(given.function)
    X, y, left_out = read_csv(given.data, given.target, given.features.split(",") if given.features else None)
    if left_out:
        print(f"{left_out} rows with a missing number are left out, {len(y)} are used.")
    w, b = _start(X, given.weights, given.bias)
    points = POINTS if given.weights is None else ()
    certificate = certify(gradient_fn, X, y, w, b, given.activation, given.cost, points=points)
    print(certificate)
    return 0 if certificate.passed else 1


def found(name: str) -> Callable[..., Any]:
    """The function that "module:function" or "file.py:function" names, looked for in this folder as well."""
    where, _, function = name.rpartition(":")
    if not where or not function:
        raise ValueError(f"{name!r} names no function, expected MODULE:FUNCTION or FILE.py:FUNCTION.")
    sys.path.insert(0, str(Path.cwd()))
    if where.endswith(".py"):
        if not Path(where).is_file():
            raise ValueError(f"there is no file {where}.")
        spec = importlib.util.spec_from_file_location(Path(where).stem, where)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    else:
        try:
            module = importlib.import_module(where)
        except ModuleNotFoundError as error:
            if error.name != where.partition(".")[0] and error.name != where:
                raise  # something that the module itself imports
            raise ValueError(
                f"there is no module {where!r} here; name a file: path/to/{where}.py:{function}"
            ) from error
    if not callable(getattr(module, function, None)):
        names = ", ".join(n for n, v in vars(module).items() if callable(v) and not n.startswith("_"))
        raise ValueError(f"{where} has no function {function!r}; it has {names or 'none'}.")
    return getattr(module, function)


def read_csv(path: Path, target: str | None, features: list[str] | None = None) -> tuple[Floats, Floats, int]:
    """(X, y, how many rows with a missing number were left out) of a file with names on top and rows of numbers.

    It is read as `perceptron.data.table` reads one; behind semicolons a comma is a decimal point. target : default the
    last column.  features : default all the others.
    Raises ValueError that names the line and the column where something is no number.
    """
    try:
        table = read(path)
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error}") from error
    names = list(table.columns)
    target = target or names[-1]
    wanted = [*(features or (name for name in names if name != target)), target]
    if unknown := [name for name in wanted if name not in names]:
        raise ValueError(f"{path} has no column {unknown[0]!r}; it has {', '.join(names)}.")
    if len(wanted) < 2:
        raise ValueError(f"{path} has one column, expected one for each feature and one for the target.")
    if target in wanted[:-1]:
        raise ValueError(f"{target} is the target, so it can't be a feature as well; leave it out of --features.")
    cells = zip(*(table.columns[name] for name in wanted), strict=True)
    numbers = np.array(
        [
            [_number(cell.strip(), name, line, table.delimiter) for cell, name in zip(row, wanted, strict=True)]
            for row, line in zip(cells, table.lines, strict=True)
        ]
    )
    whole = ~np.isnan(numbers).any(axis=1)
    if not whole.any():
        raise ValueError(f"{path} has no row without a missing number in {', '.join(wanted)}.")
    return numbers[whole, :-1], numbers[whole, -1], int((~whole).sum())


def _number(cell, name, line, part):
    if cell.casefold() in MISSING:
        return np.nan
    try:
        number = float((cell.replace(",", ".") if part == ";" else cell).replace("_", "no digit"))
    except ValueError:
        raise ValueError(f"line {line}, column {name}: {cell!r} is no number; choose other --features.") from None
    if np.isinf(number):
        raise ValueError(f"line {line}, column {name}: {cell} is infinite; leave that line out, or mend it.")
    return number


def _start(X, weights, bias):
    """The weights and the bias, given or drawn: z then has a spread of about 1 around 0."""
    if weights is None:
        with np.errstate(over="ignore"):
            spread = X.std(axis=0)
        spread = np.where(np.isfinite(spread) & (spread > 0), spread, np.maximum(1, np.abs(X).max(axis=0)))
        w = np.random.default_rng(0).normal(size=X.shape[1]) / spread / np.sqrt(X.shape[1])
    else:
        try:
            w = np.array([float(one) for one in weights.split(",")])
        except ValueError:
            raise ValueError(
                f"--weights {weights}: expected numbers with commas between them, such as 0.5,-0.2."
            ) from None
    return w, float(-(X @ w).mean()) if bias is None and weights is None else bias or 0.0
