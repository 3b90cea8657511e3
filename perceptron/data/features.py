"""Which columns of a table can be features, why others can't, and how their numbers are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from perceptron.data.column import Column, bare, column, differs, numbers
from perceptron.data.source import Source, TableError


class Columns(dict):
    """name -> Column, each made when it is first asked for; a name may be with its unit or without."""

    def __init__(self, found: Source, missing: Iterable[str]):
        super().__init__()
        if not _are_texts(missing):
            raise TableError(f"missing = {missing!r}, expected a list of words for an empty cell, such as ['unknown'].")
        self.found, self.extra = found, tuple(missing)
        self.names = {bare(name): name for name in found.columns} | {name: name for name in found.columns}

    def __missing__(self, name):
        full = self.names[name]
        self[full] = self[name] = column(full, self.found.columns[full], self.extra)
        return self[name]

    def named(self, name: str, what: str) -> Column:
        """The Column of this name. Raises TableError where there is none."""
        if name not in self.names:
            raise TableError(f"{what} = {name!r} is no column; there are {', '.join(self.found.columns)}.")
        return self[name]


def _are_texts(given):
    return not isinstance(given, str) and isinstance(given, Iterable) and all(isinstance(one, str) for one in given)


@dataclass(frozen=True, eq=False)
class Feature:
    """A column of numbers, or with `kind` one that is 1 where its column says that, else 0."""

    column: Column
    kind: str | None = None

    def __str__(self):
        return self.column.name if self.kind is None else f"{self.column.name}={self.kind}"

    def values(self, mark: str) -> np.ndarray:
        """A number per row, nan where it is missing."""
        made = self.column
        if self.kind is None:
            return numbers(made, mark)
        said = [f"{value:g}" for value in made.values] if made.values is not None else made.cells
        return np.where(made.missing, np.nan, [cell == self.kind for cell in said])


def asked_for(names: Sequence[str], goal: Column, columns: Columns) -> list[Feature]:
    """The Features of these names. Raises TableError for one that can't be, and why."""
    if not _are_texts(names) or not names:
        raise TableError(f"features = {names!r}, expected a list with the name of a column at least.")
    features = [_named(name, columns) for name in names]
    for one in features:
        if one.column is goal:
            raise TableError(f"{goal.name} is the target; it can't be a feature as well.")
        if one.kind is None and (reason := unusable(one.column, columns.found)):
            raise TableError(f"feature {one}: {reason}.")
    return [_coded(one.column) if one.kind is None else one for one in features]


def all_usable(goal: Column, columns: Columns) -> tuple[list[Feature], list[str]]:
    """(all Features that can be, why the other columns can't). Raises TableError where none can."""
    others = [made for made in map(columns.__getitem__, columns.found.columns) if made is not goal]
    reasons = {made.name: unusable(made, columns.found) for made in others}
    left = [f"{name} is no feature: {reason}" for name, reason in reasons.items() if reason]
    if len(left) == len(others):
        raise TableError(f"no column can be a feature: {'; '.join(left) or 'there is only the target'}.")
    return [_coded(made) for made in others if not reasons[made.name]], left


def _named(name, columns):
    if name in columns.names or "=" not in name:
        return Feature(columns.named(name, "feature"))
    of, kind = name.split("=", 1)
    made = columns.named(of, "feature")
    if kind not in made.kinds:
        raise TableError(f"feature {name!r}: {of} never says {kind!r}; it says {some(made.kinds)}.")
    return Feature(made, kind)


def _coded(made):
    """A column of two words is 1 where it says the second."""
    return Feature(made, made.kinds[1] if made.kind == "words" else None)


def unusable(made: Column, found: Source) -> str:
    """Why a column can't be used as it is, and what to do instead; "" where it can."""
    if made.kind == "mixed":
        odd, line = made.cells[made.odd], found.lines[made.odd]
        return f"it has {odd!r} in line {line} and numbers elsewhere; mend it, or missing=[{odd!r}]"
    if made.kind == "empty":
        return "every cell is empty"
    if made.kind == "date":
        return "a date is no amount; make a column of years, or of days since the first"
    if made.kind == "number" and made.values is not None and np.nanmin(made.values) < np.nanmax(made.values):
        return "it numbers the rows, so a neuron would learn the order of the table" if _counts(made.values) else ""
    if len(made.kinds) == 1:
        return f"it is {made.kinds[0]} everywhere, so it tells nothing"
    if made.kind == "number":
        return ""
    if len(made.kinds) > len(found.lines) / 2 and len(made.kinds) > 2:
        return f"it has {len(made.kinds)} different words in {len(found.lines)} rows, as names have"
    if len(made.kinds) > 2:
        return f"it has the words {some(made.kinds)}; ask for one of them: {made.name}={made.kinds[0]}"
    return ""


def _counts(values):
    """Whether these are 0, 1, 2, … or 1, 2, 3, … in any order, as numbers of rows are."""
    there = np.sort(values[~np.isnan(values)])
    return len(there) > 4 and there[0] in (0, 1) and bool(np.all(np.diff(there) == 1))


def decimal_mark(asked: str | None, columns: Sequence[Column], found: Source) -> str:
    """How the numbers of these columns are read. Text parted by commas has points; else all columns have to agree.

    Raises TableError where they don't, or where all can be read in both ways.
    """
    if asked not in (None, ".", ","):
        raise TableError(f"decimal = {asked!r}, expected '.' or ','.")
    amounts = [made for made in columns if made.kind == "number"]
    only = {mark: [made.name for made in amounts if made.marks == (mark,)] for mark in (".", ",")}
    if asked is None and only["."] and only[","]:
        raise TableError(f"{only['.'][0]} has decimal points and {only[','][0]} decimal commas; write both alike.")
    if asked is None and not (only["."] or only[","] or found.delimiter == ","):
        for made in filter(differs, amounts):
            raise TableError(
                f"{made.name} can be read with decimal points or with decimal commas; say decimal='.' or decimal=','."
            )
    mark = asked or ("," if only[","] else ".")
    if wrong := only["," if mark == "." else "."]:
        raise TableError(f"{wrong[0]} can't be read with decimal = {mark!r}.")
    return mark


def read_as(made: Column, mark: str) -> str:
    """How a number of this column is read, where one is not written as Python would; else ""."""
    if made.kind == "number" and (made.values is None or mark == ","):
        for cell, value in zip(made.cells, numbers(made, mark), strict=True):
            if cell and not _same(cell, value):
                return f"{made.name}: {cell} is read as {value:.10g}"
    return ""


def _same(cell, value):
    try:
        return float(cell) == value
    except ValueError:
        return False


def some(kinds: Sequence[str]) -> str:
    """A few of them, and how many more there are."""
    return ", ".join(kinds[:5]) + ("" if len(kinds) <= 5 else f" and {len(kinds) - 5} more")
