"""Which columns of a table can be features, why others can't, and how their numbers are read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from perceptron.data.column import Column, bare, column, differs, numbers
from perceptron.data.source import Source, TableError

COUNTS = "it numbers the rows, so a neuron would learn the order of the table"
# Which of two kinds is 1, where nobody says so.
YES = {"yes", "y", "true", "ja", "j", "oui", "sí", "si", "sim", "tak", "да", "positive", "pos", "1", "+"}


class Columns(dict[str, Column]):
    """name -> Column, each made when it is first asked for."""

    def __init__(self, found: Source, missing: Iterable[str | float]):
        super().__init__()
        if isinstance(missing, str) or not isinstance(missing, Iterable):
            raise TableError(
                f"missing = {missing!r}, expected a list of what an empty cell has, such as ['unknown', -9]."
            )
        self.found, self.extra = found, tuple(missing)

    def __missing__(self, name):
        made = column(name, self.found.columns[name], self.extra)
        alone = sum(bare(other) == made.name for other in self.found.columns) == 1  # not so of Temp (C) and Temp (F)
        self[name] = made if alone else replace(made, name=name)
        return self[name]

    def called(self, name: str) -> list[str]:
        """The columns of this name, with its unit or without."""
        return [name] if name in self.found.columns else [full for full in self.found.columns if bare(full) == name]

    def named(self, name: Any, what: str) -> Column:
        """The Column of this name. Raises TableError where there is none, or several."""
        full = self.called(str(name))
        if str(name) in self.found.left:
            raise TableError(f"{what} = {name!r}: {self.found.left[str(name)]}.")
        if len(full) > 1:
            raise TableError(f"{what} = {name!r} may be {' or '.join(full)}; say which.")
        if not full:
            raise TableError(f"{what} = {name!r} is no column; there are {', '.join(self.found.columns)}.")
        return self[full[0]]


def _listed(names):
    """The names as a list; None where they are none."""
    if isinstance(names, str | bytes | Mapping) or not isinstance(names, Iterable):
        return None
    return [str(name) for name in names] or None


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
        return np.where(made.missing, np.nan, [text == self.kind for text in made.texts])


def asked_for(names: Iterable[Any], goal: Column, columns: Columns) -> tuple[list[Feature], list[str]]:
    """(the Features of these names, what is to be said of them). Raises TableError for one that can't be, and why."""
    listed = _listed(names)
    if not listed:
        raise TableError(f"features = {names!r}, expected a list with the name of a column at least.")
    features = [_named(name, columns) for name in listed]
    for one in features:
        if one.column is goal:
            raise TableError(f"{goal.name} is the target; it can't be a feature as well.")
        if one.kind is None and (reason := unusable(one.column, columns.found)) and reason != COUNTS:
            raise TableError(f"feature {one}: {reason}.")
    odd = [one for one in features if one.kind is None and one.column.kind == "number" and _counts(one.column)]
    said = [f"{one} would be left out if it were not asked for: {COUNTS}" for one in odd]
    return [_coded(one.column) if one.kind is None else one for one in features], said


def all_usable(goal: Column, columns: Columns) -> tuple[list[Feature], list[str]]:
    """(all Features that can be, why the other columns can't). Raises TableError where none can."""
    others = [made for made in map(columns.__getitem__, columns.found.columns) if made is not goal]
    reasons = [(made, unusable(made, columns.found)) for made in others]
    left = [f"{made.name} is no feature: {reason}" for made, reason in reasons if reason]
    if len(left) == len(others):
        told = "; ".join([*left, *columns.found.left.values()])
        raise TableError(f"no column can be a feature: {told or 'there is only the target'}.")
    return [_coded(made) for made, reason in reasons if not reason], left


def _named(name, columns):
    if columns.called(name) or "=" not in name:
        return Feature(columns.named(name, "feature"))
    of, kind = name.split("=", 1)
    made = columns.named(of, "feature")
    if (said := kind_of(made, kind)) is None:
        raise TableError(f"feature {name!r}: {of} never says {kind!r}; it says {some(made.kinds)}.")
    return Feature(made, said)


def kind_of(made: Column, given: Any) -> str | None:
    """The kind of a column that is meant, such as "1" by 1.0 or by "01"; None where there is none."""
    said = str(given).strip()
    if said in made.kinds:
        return said
    alike = [kind for kind in made.kinds if kind.casefold() == said.casefold() or _equal(kind, said)]
    return alike[0] if len(alike) == 1 else None


def _equal(kind, said):
    try:
        return float(kind) == float(said)
    except ValueError:
        return False


def one_of_two(kinds: Sequence[str]) -> str:
    """Which of two words is 1, where nobody says so: yes in any language, else the second."""
    return next((kind for kind in kinds if kind.casefold() in YES), kinds[1])


def _coded(made):
    """A column of two words is 1 where it says yes, or the second of them."""
    return Feature(made, one_of_two(made.kinds) if made.kind == "words" else None)


def unusable(made: Column, found: Source) -> str:
    """Why a column can't be used as it is, and what to do instead; "" where it can."""
    if made.kind == "mixed":
        odd = list(dict.fromkeys(str(made.cells[row]) for row in made.odd))
        others = f", {', '.join(map(repr, odd[1:4]))} further down" if odd[1:] else ""
        mend = f"mend it, or missing={odd} takes such cells as empty" if len(odd) <= 5 else "is this column of numbers?"
        return f"it has {odd[0]!r} in line {found.lines[made.odd[0]]}{others} and numbers elsewhere; {mend}"
    if made.kind == "empty":
        return "every cell is empty"
    if made.kind == "date":
        return "a date or a time is no amount; make a column of years, or of days since the first"
    if made.kind == "number" and made.values is not None and np.nanmin(made.values) < np.nanmax(made.values):
        return COUNTS if _counts(made) else ""
    if len(made.kinds) == 1:
        return f"it is {made.kinds[0]} everywhere, so it tells nothing"
    if made.kind == "number":
        return ""
    if len(made.kinds) > 2 and sum(map(_digits, made.kinds)) > len(made.kinds) / 2:
        row = next(row for row, text in enumerate(made.texts) if text and _digits(text))
        return (
            f"it has {made.texts[row]!r} in line {found.lines[row]}, which is read as no number and no date; write "
            "numbers as 12.5 or -3, with their unit behind them or none. If these are names of kinds, ask for one of "
            f"them: {made.name}={made.texts[row]}"
        )
    if len(made.kinds) > len(found.lines) / 2 and len(made.kinds) > 2:
        return f"it has {len(made.kinds)} different words in {len(found.lines)} rows, as names have"
    if len(made.kinds) > 2:
        return f"it has the words {some(made.kinds)}; ask for one of them: {made.name}={made.kinds[0]}"
    return ""


def _digits(text):
    """Whether it was perhaps meant as a number: C1 and P007 were not."""
    return not text[0].isalpha() and any(sign.isdigit() for sign in text)


def _counts(made):
    """Whether its values are 0, 1, 2, … or 1, 2, 3, … in any order, as numbers of rows are."""
    values = numbers(made, ".")
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
            if isinstance(cell, str) and cell.strip() and not _same(cell, value):
                return f"{made.name}: {cell} is read as {value:.10g}"
    return ""


def read_as_empty(columns: Iterable[Column], extra: Iterable[str | float]) -> Iterator[str]:
    """What was taken for an empty cell, and how often; and words for it that are in no cell."""
    met = Counter[str]()
    for made in columns:
        met.update(made.empty)
    if met:
        yield f"read as empty: {', '.join(f'{word!r} ({count})' for word, count in met.most_common(6))}"
    for word in extra:
        if not any(str(word).strip().lower() == cell.lower() or _equal(cell, str(word)) for cell in met):
            yield f"missing: {word!r} is in no cell of these columns"


def _same(cell, value):
    try:
        return float(cell) == value
    except ValueError:
        return False


def some(kinds: Sequence[str]) -> str:
    """A few of them, and how many more there are."""
    return ", ".join(kinds[:5]) + ("" if len(kinds) <= 5 else f" and {len(kinds) - 5} more")
