"""What is in a column: amounts, two kinds, words, dates or a mixture; how its numbers are written, and their unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "none", "nat", "<na>", "nil", "-", "--", "?", "."}
MANTISSA = r"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:[{groups} '’\u00a0\u202f]\d{{3}})+)(?:[{mark}]\d*)?|[+-]?[{mark}]\d+"
NUMBERS = {
    mark: re.compile(rf"(?:{MANTISSA.format(groups=other, mark=mark)})(?:[eE][+-]?\d+)?")
    for mark, other in ((".", ","), (",", "."))
}
GROUPS = re.compile(r"[ '’\u00a0\u202f]")
UNIT = re.compile(r"^([^\d+\-.,]{0,4})(.*?\d[.,]?)\s*([^\d\s][^\d]{0,9})?$")
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?|\d{1,2}([./])\d{1,2}\2\d{2,4}")
IN_NAME = re.compile(r"^(.*\S)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]$")  # "mass (kg)"


@dataclass(frozen=True, eq=False)
class Column:
    """kind : "number", "words", "date", "mixed" or "empty". values : a number per row, nan where it is missing.

    marks : the decimal marks with which all its numbers can be read. odd : of a mixture, a row that is no number.
    """

    name: str
    unit: str
    kind: str
    cells: list[str | None]
    values: np.ndarray | None = None
    marks: tuple[str, ...] = ()
    odd: int = -1

    @cached_property
    def missing(self) -> np.ndarray:
        """Which rows have nothing here."""
        return np.array([cell is None for cell in self.cells]) if self.values is None else np.isnan(self.values)

    @cached_property
    def kinds(self) -> list[str]:
        """The different cells, as text, sorted."""
        if self.values is None:
            return sorted({cell for cell in self.cells if cell is not None})
        return [f"{value:g}" for value in np.unique(self.values[~np.isnan(self.values)])]


def column(name: str, cells: Sequence[Any], extra: Iterable[str] = ()) -> Column:
    """A Column of these cells; `extra` are further words for what is missing."""
    missing, (name, unit) = MISSING | {word.lower() for word in extra}, _named(name)
    if (values := _numeric(cells)) is not None:
        return Column(name, unit, "number" if not np.isnan(values).all() else "empty", [], values, (".", ","))
    if (
        not extra
        and all(type(c) is str for c in cells)
        and (values := _plain(cells)) is not None
        and np.isfinite(values).any()
    ):
        return Column(name, unit, "number", list(cells), values, _marks(cells))
    texts = [str(cell).strip().replace("−", "-") if cell is not None else "" for cell in cells]
    kept = [None if text.lower() in missing else text for text in texts]
    there = [text for text in kept if text is not None]
    made = Column(name, unit, "empty", kept)
    if not there:
        return made
    if (values := _plain(kept)) is not None:
        return replace(made, kind="number", values=values, marks=_marks(there))
    if all(map(DATE.fullmatch, there)):
        return replace(made, kind="date")
    there, unit = _without_unit(there, unit)
    if marks := tuple(mark for mark, number in NUMBERS.items() if all(map(number.fullmatch, there))):
        rest = iter(there)
        cells = [None if cell is None else next(rest) for cell in kept]
        return replace(made, kind="number", unit=unit, marks=marks, cells=cells)
    odd = [
        i for i, text in enumerate(kept) if text is not None and not any(n.fullmatch(text) for n in NUMBERS.values())
    ]
    mixed = 0 < len(odd) < len(there) / 2
    return replace(made, kind="mixed" if mixed else "words", odd=odd[0] if mixed else -1)


def bare(name: str) -> str:
    """The name of a column without the unit behind it."""
    return _named(name)[0]


def numbers(made: Column, mark: str) -> np.ndarray:
    """The values of a column of numbers, read with this decimal mark."""
    if made.values is not None and (mark == "." or not made.cells):
        return made.values
    other = "," if mark == "." else "."
    plain = (GROUPS.sub("", (cell or "nan").strip()).replace(other, "").replace(mark, ".") for cell in made.cells)
    return np.array([float(cell) for cell in plain])


def differs(made: Column) -> bool:
    """Whether its numbers are others with a decimal comma than with a decimal point."""
    both = len(made.marks) == 2 and made.cells
    return bool(both) and not np.array_equal(numbers(made, "."), numbers(made, ","), equal_nan=True)


def _plain(cells):
    """Texts as Python writes numbers, as floats; None where one is not."""
    try:
        values = np.array([cell or "nan" for cell in cells], dtype=float)
    except ValueError:
        return None
    return None if any("_" in cell for cell in cells if cell) else values


def _marks(there):
    """What the mark of plain numbers may be: 1.234 is a thousand, too, where all have three digits behind the point."""
    return (".", ",") if all(cell and NUMBERS[","].fullmatch(cell.strip()) for cell in there) else (".",)


def _numeric(cells):
    """Cells that are numbers already, as floats; None where one is not."""
    if not all(isinstance(cell, int | float | np.number | type(None)) and not isinstance(cell, bool) for cell in cells):
        return None
    try:
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    except OverflowError:  # a whole number may be larger than every float; it is refused later, with its line
        return np.array([float("nan" if cell is None else str(cell)) for cell in cells])


def _named(name):
    """A name and the unit that stands behind it in brackets."""
    found = IN_NAME.match(name)
    return (found[1], found[2]) if found else (name, "")


def _without_unit(texts, unit):
    """The texts without a unit that all of them have, such as kg or %, and that unit."""
    found = [UNIT.match(text) for text in texts]
    signs = {(f[1].strip(), (f[3] or "").strip()) if f else None for f in found}
    if len(signs) != 1 or (only := signs.pop()) is None or not any(only) or only[1].lower() == "e":
        return texts, unit
    return [f[2].strip() for f in found if f], unit or " ".join(filter(None, only))
