"""From what people bring, a file, pasted text, a DataFrame or arrays, to columns of cells by name."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

LARGEST = 100_000_000  # bytes of text that are read
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


class TableError(ValueError):
    """A table, or what was asked of it, can't be used as it is; the message says where, and how to mend it."""


@dataclass(frozen=True)
class Source:
    """columns : name -> cells, all of one length. lines : where each row was. delimiter : "" where none was text."""

    name: str
    columns: dict[str, Any]
    lines: np.ndarray
    notes: tuple[str, ...] = ()
    delimiter: str = ""


def read(source: Any, delimiter: str | None = None, header: bool = True) -> Source:
    """The columns of a CSV file's path, its text or bytes, a DataFrame, a dict of columns, or an array.

    Raises TableError for what is no table, FileNotFoundError for a file that is not there.
    """
    if isinstance(source, bytes | bytearray):
        return _text("a file", *_decoded(bytes(source)), delimiter, header)
    if isinstance(source, str) and "\n" in source:
        return _text("pasted text", source, (), delimiter, header)
    if isinstance(source, str | Path):
        return _file(Path(source), delimiter, header)
    if hasattr(source, "columns") and hasattr(source, "__getitem__"):
        return _columns("a DataFrame", {str(name): list(source[name]) for name in source.columns})
    if isinstance(source, Mapping):
        listed = {str(name): values if np.ndim(values) == 0 else list(values) for name, values in source.items()}
        return _columns("columns", listed)
    return _array(source)


def _file(path, delimiter, header):
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no file {path}; give its path, or the text of a table with a line for each row."
        )
    if path.suffix.lower() in (".xlsx", ".xls", ".ods", ".parquet", ".json"):
        raise TableError(f"{path.name} is no text; save it as CSV, or read it with pandas and give the DataFrame.")
    if path.stat().st_size > LARGEST:
        raise TableError(
            f"{path.name} has {path.stat().st_size / 1e6:.0f} MB, up to {LARGEST / 1e6:.0f} are read; a neuron learns "
            "as much from a sample: save every tenth line, say."
        )
    return _text(path.name, *_decoded(path.read_bytes()), delimiter, header)


def _decoded(content):
    """(text, notes) of bytes: UTF-8, UTF-16 by its mark, else Windows-1252, which is said."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16"), ("read as UTF-16",)
    if b"\0" in content[:1000]:
        raise TableError("this is no text; save the table as CSV.")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), (
            "not in UTF-8, read as Windows-1252: look at letters with accents",
        )


def _text(name, text, notes, delimiter, header):
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        raise TableError(f"{name} has {len(text) / 1e6:.0f} MB, and up to {LARGEST / 1e6:.0f} are read; take a sample.")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1):
        raise TableError(f"delimiter = {delimiter!r}, expected one sign, such as ';'.")
    delimiter = delimiter or _delimiter(text)
    numbered = [
        (number, row) for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1) if any(row)
    ]
    if len(numbered) < 2:
        raise TableError(
            f"{name} has {len(numbered)} line(s); expected the names of the columns, and a line for each row."
        )
    names = [cell.strip() for cell in numbered[0][1]]
    if header and sum(map(_is_number, names)) > len(names) / 2:
        raise TableError(
            f"line 1 of {name} is {', '.join(names[:4])}, no names; with header=False columns are x1, x2, …."
        )
    rows = numbered[1:] if header else numbered
    names = names if header else [f"x{k}" for k in range(1, len(names) + 1)]
    for number, row in rows:
        if len(row) != len(names):
            raise TableError(
                f"line {number} of {name} has {len(row)} cells and line 1 has {len(names)}, parted by "
                f"{DELIMITERS.get(delimiter, repr(delimiter))}; put text that has it into quotes, or give delimiter=."
            )
    pairs = list(zip(names, zip(*(row for _, row in rows), strict=True), strict=True))
    pairs = [pair for pair in pairs if pair[0] or any(map(str.strip, pair[1]))]  # a sign at the end of each line
    names, columns = [name for name, _ in pairs], dict(pairs)
    said = (*notes, f"columns parted by {DELIMITERS.get(delimiter, repr(delimiter))}")
    return _checked(Source(name, columns, np.array([number for number, _ in rows]), said, delimiter), names)


def _delimiter(text):
    """The sign that parts the first lines into the same number of cells, more than one; a comma where none does."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]

    def evenness(sign):
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        cells, times = counts.most_common(1)[0]
        return (cells > 1) * times, cells

    return max(DELIMITERS, key=evenness) if lines else ","


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _columns(name, columns):
    if single := [column for column, cells in columns.items() if np.ndim(cells) != 1]:
        raise TableError(f"{name}: {single[0]} is no list; expected columns of one length, with a row at least.")
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) != 1 or not min(lengths):
        told = ", ".join(f"{column}: {len(cells)}" for column, cells in list(columns.items())[:6])
        raise TableError(f"{name} of lengths {told or 'none'}; expected columns of one length, with a row at least.")
    return _checked(Source(name, columns, np.arange(1, min(lengths) + 1)), list(columns))


def _array(source):
    array = np.asarray(source)
    if array.dtype.names:
        return _columns("an array", {name: array[name].tolist() for name in array.dtype.names})
    if array.ndim != 2:
        raise TableError(
            f"{type(source).__name__} of shape {array.shape}; expected a path, text, a DataFrame, columns or n x m."
        )
    return _columns("an array", {f"x{k}": column.tolist() for k, column in enumerate(array.T, 1)})


def _checked(source, names):
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice or "" in names:
        what = (
            f"two columns are called {twice[0]!r}"
            if twice and twice[0]
            else f"column {names.index('') + 1} has no name"
        )
        raise TableError(f"in {source.name} {what}; give each a name of its own.")
    return source
