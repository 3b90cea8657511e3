"""What is in a column: amounts, two kinds, words, dates or a mixture; how its numbers are written, and their unit."""

import numbers as number_types
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

Cell = str | float | None

MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "nat", "<na>", "nil", "?", "."}
AMONG_NUMBERS = {"-", "--", "none"}  # elsewhere they are kinds: a test is + or -, a pain mild or none
NOTHING = {"NAType", "NaTType", "MaskedConstant"}  # what pandas and NumPy have in the place of a missing cell
MANTISSA = r"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:[{groups} '’\u00a0\u2009\u202f]\d{{3}})+)(?:[{mark}]\d*)?|[+-]?[{mark}]\d+"
NUMBERS = {
    mark: re.compile(rf"(?:{MANTISSA.format(groups=other, mark=mark)})(?:[eE][+-]?\d+)?")
    for mark, other in ((".", ","), (",", "."))
}
MINUS = re.compile(r"^[−–](?=[\d.,$€£¥₹₽])")  # a dash between numbers is none, as in 18–25
GROUPS = re.compile(r"[ '’\u00a0\u2009\u202f]")
# A currency in front, and behind it what is no digit: "C1" and "P007" are names, "<5" and "(12)" are no amounts.
UNIT = re.compile(
    r"^([+-]?)(|[$€£¥₹₽]|[A-Z]{3}(?=\s))\s*([+-]?[.,]?\d.*?)\s*((?:[^\W\d_]|[%‰°\"″'′µμΩ$€£¥₹₽])[^\d<>()=]{0,9})?$"
)
DATE = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}([T ].*)?|\d{1,2}([./-])\d{1,2}\3\d{2,4}|\d{1,2}:\d{2}(:\d{2})?")
IN_NAME = re.compile(r"^(.*\S)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]$")  # "mass (kg)"


@dataclass(frozen=True, eq=False)
class Column:
    """kind : "number", "words", "date", "mixed" or "empty". cells : text or a number per row, None where it is missing.

    values : a number per row where all are written as Python would, nan where it is missing.
    marks : the decimal marks with which all its numbers can be read. odd : of a mixture, the rows that are no numbers.
    empty : words that are read as an empty cell, and how often.  notes : what else was decided about it.
    """

    name: str
    unit: str
    kind: str
    cells: Sequence[Cell]
    values: np.ndarray | None = None
    marks: tuple[str, ...] = ()
    odd: tuple[int, ...] = ()
    empty: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def missing(self) -> np.ndarray:
        """Which rows have nothing here."""
        return np.array([cell is None for cell in self.cells]) if self.values is None else np.isnan(self.values)

    @cached_property
    def texts(self) -> list[str | None]:
        """What each row says, None where it is missing."""
        cells = self.cells if self.values is None else [None if np.isnan(v) else v for v in self.values.tolist()]
        return [cell if cell is None or isinstance(cell, str) else _text(cell) for cell in cells]

    @cached_property
    def kinds(self) -> list[str]:
        """The different cells, as text, sorted."""
        if self.values is not None:
            return [_text(value) for value in np.unique(self.values[~np.isnan(self.values)])]
        return sorted({text for text in self.texts if text is not None})


def column(name: str, cells: Sequence[Any], extra: Iterable[str | float] = ()) -> Column:
    """A Column of these cells; `extra` are further words and numbers for what is missing."""
    name, unit = _named(name)
    if not extra and all(type(cell) is str for cell in cells) and (made := _plain(name, unit, cells)):
        return made
    kept, empty = _without_empty([_cell(cell) for cell in cells], extra)
    there = [cell for cell in kept if cell is not None]
    made = Column(name, unit, "empty", kept, empty=empty)
    texts = [cell for cell in there if isinstance(cell, str)]
    if not there:
        return made
    if not texts:
        values = np.array([np.nan if cell is None else cell for cell in kept])
        return replace(made, kind="number", values=values, marks=(".", ","))
    if all(map(DATE.fullmatch, texts)) and texts == there:
        return replace(made, kind="date")
    bare, found = _without_unit(texts)
    if marks := tuple(mark for mark, number in NUMBERS.items() if all(map(number.fullmatch, bare))):
        rest = iter(bare)
        cells = [next(rest) if isinstance(cell, str) else cell for cell in kept]
        both = f"its cells say {found} and its name {unit}, which is taken for a remark" if unit and found else ""
        notes = (f"{name}: {both}",) if both and found != unit else ()
        return replace(made, kind="number", unit=found or unit, marks=marks, cells=cells, notes=notes)
    for number in (is_amount, _is_number):
        odd = tuple(i for i, cell in enumerate(kept) if isinstance(cell, str) and not number(cell))
        if 0 < len(odd) < len(there) / 2:
            return replace(made, kind="mixed", odd=odd)
    return _in_one_spelling(replace(made, kind="words"))


def bare(name: str) -> str:
    """The name of a column without the unit behind it."""
    return _named(name)[0]


def numbers(made: Column, mark: str) -> np.ndarray:
    """The values of a column of numbers, read with this decimal mark."""
    if made.values is not None and mark == ".":
        return made.values
    return np.array([_number(cell, mark) if isinstance(cell, str) else cell for cell in made.cells], dtype=float)


def differs(made: Column) -> bool:
    """Whether its numbers are others with a decimal comma than with a decimal point."""
    written = len(made.marks) == 2 and any(isinstance(cell, str) for cell in made.cells)
    return written and not np.array_equal(numbers(made, "."), numbers(made, ","), equal_nan=True)


def is_amount(cell: str) -> bool:
    """Whether a text is a number in either notation."""
    return any(number.fullmatch(cell.strip()) for number in NUMBERS.values())


def _cell(cell):
    """A cell as a number, as text without blanks around it, or as None."""
    if cell is None or type(cell).__name__ in NOTHING:
        return None
    if isinstance(cell, number_types.Real | Decimal) and not isinstance(cell, bool | np.bool_):
        try:
            return None if cell != cell else float(cell)
        except OverflowError:  # it is refused later, with its line
            return np.inf
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", errors="replace")
    return MINUS.sub("-", str(cell).strip())


def _without_empty(cells, extra):
    """(the cells with None for what is missing, how often each word for that was met)"""
    words, holes = MISSING | {str(word).strip().lower() for word in extra}, {_float(word) for word in extra} - {None}

    def is_empty(cell):
        return cell is None or (isinstance(cell, str) and cell.lower() in words) or (holes and _float(cell) in holes)

    kept = [None if is_empty(cell) else cell for cell in cells]
    perhaps = {cell for cell in kept if isinstance(cell, str) and cell.lower() in AMONG_NUMBERS}
    rest = [cell for cell in kept if cell is not None and cell not in perhaps] if perhaps else []
    if sum(not isinstance(cell, str) or _is_number(cell) for cell in rest) > len(rest) / 2:
        kept = [None if cell in perhaps else cell for cell in kept]
    met = [cell for cell, now in zip(cells, kept, strict=True) if now is None and cell not in (None, "")]
    return kept, dict(Counter(cell if isinstance(cell, str) else _text(cell) for cell in met))


def _float(cell):
    try:
        return float(cell)
    except (TypeError, ValueError):
        return None


def _is_number(cell):
    """Whether a text is a number in either notation, with or without a unit, or a date."""
    found = UNIT.match(cell)
    return bool(found and is_amount(found[1] + found[3])) or bool(DATE.fullmatch(cell))


def _number(cell, mark):
    other = "," if mark == "." else "."
    return float(GROUPS.sub("", cell.strip() or "nan").replace(other, "").replace(mark, "."))


def _text(value):
    return f"{value:.15g}"


def _plain(name, unit, cells):
    """A Column of texts as Python writes numbers; None where one is not."""
    try:
        values = np.array([cell or "nan" for cell in cells], dtype=float)
    except ValueError:
        return None
    if not np.isfinite(values).any() or any("_" in cell for cell in cells):
        return None
    both = all(cell and NUMBERS[","].fullmatch(cell.strip()) for cell in cells)  # 1.234 is a thousand, too
    empty = Counter(cell.strip() for cell in cells if cell.strip().lower() == "nan")
    return Column(name, unit, "number", cells, values, (".", ",") if both else (".",), empty=dict(empty))


def _in_one_spelling(made):
    """The words of a column, where they differ by capitals alone, as the most frequent of them; not A and a alone."""
    counts = Counter(text for text in made.texts if text is not None)
    first: dict[str, str] = {}
    for word, _ in counts.most_common():
        first.setdefault(word.casefold(), word)
    if len(first) == len(counts) or len(first) == 1:
        return replace(made, cells=made.texts)
    others = [word for word in sorted(counts) if first[word.casefold()] != word]
    note = f"{made.name}: {', '.join(f'{word} is read as {first[word.casefold()]}' for word in others[:3])}"
    cells = [None if text is None else first[text.casefold()] for text in made.texts]
    return replace(made, cells=cells, notes=(*made.notes, note))


def _named(name):
    """A name and the unit that stands behind it in brackets."""
    found = IN_NAME.match(name)
    return (found[1], found[2]) if found else (name, "")


def _without_unit(texts):
    """(the texts without a unit that all of them have, such as kg or %, that unit); "" where there is none."""
    found = [UNIT.match(text) for text in texts]
    signs = {(f[2].strip(), (f[4] or "").strip()) if f else None for f in found}
    if len(signs) != 1 or (only := signs.pop()) is None or not any(only) or only[1].lower() == "e":
        return texts, ""
    return [f[1] + f[3].strip() for f in found if f], " ".join(filter(None, only))
