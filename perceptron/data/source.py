"""From what people bring, a file, pasted text, a DataFrame or arrays, to columns of cells by name."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from perceptron.data.column import is_amount

LARGEST = 100_000_000  # bytes of text that are read
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks"}
SAVED_AS = {b"PK\3\4": "an archive or a workbook", b"PAR1": "a Parquet file", b"%PDF": "a PDF"}

TWICE = "two columns are called {!r} and are left out; give each a name of its own"


class TableError(ValueError):
    """A table, or what was asked of it, can't be used as it is; the message says where, and how to mend it."""


@dataclass(frozen=True)
class Source:
    """columns : name -> cells, all of one length. lines : where each row was. delimiter : "" where none was text.

    left : what is said of columns that have no name of their own, and are left out, by name ("" for none).
    """

    name: str
    columns: dict[str, Any]
    lines: np.ndarray
    notes: tuple[str, ...] = ()
    delimiter: str = ""
    left: Mapping[str, str] = field(default_factory=dict)


def read(source: Any, delimiter: str | None = None, header: bool | None = None) -> Source:
    """The columns of a CSV file (its path, open file, text or bytes), a DataFrame, a dict of columns, or an array.

    Raises TableError for what is no table, FileNotFoundError for a file that is not there.
    """
    if hasattr(source, "read"):
        source = source.read()
    if isinstance(source, bytes | bytearray):
        text, notes = _decoded(bytes(source))
        return _text("a file", text, notes, delimiter, header)
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        return _text("pasted text", source, (), delimiter, header)
    if isinstance(source, str | Path):
        return _file(source, delimiter, header)
    if hasattr(source, "collect"):  # a LazyFrame
        source = source.collect()
    if hasattr(source, "to_pydict"):  # a table of Arrow
        source = source.to_pydict()
    if hasattr(source, "columns") and hasattr(source, "__getitem__"):
        pairs = source.items() if hasattr(source, "items") else [(name, source[name]) for name in source.columns]
        return _columns("a DataFrame", pairs)
    if isinstance(source, Mapping):
        return _columns("columns", source.items())
    if isinstance(source, Sequence) and source and all(isinstance(row, Mapping) for row in source):
        names = dict.fromkeys(name for row in source for name in row)
        return _columns("rows", [(name, [row.get(name) for row in source]) for name in names])
    return _array(source)


def _file(given, delimiter, header):
    if isinstance(given, str) and "://" in given[:12]:
        raise TableError(f"{given:.60} is an address, and none is read here: save the file, and give its path.")
    path = Path(given)
    try:
        there = path.is_file()
    except OSError:  # no name of a file is that long
        there = False
    if not there:
        raise FileNotFoundError(
            f"there is no file {given!s:.240}; give its path, or the text of a table with a line for each row."
        )
    if path.suffix.lower() in (".xlsx", ".xls", ".ods", ".parquet", ".json"):
        raise TableError(f"{path.name} is no text; save it as CSV, or read it with pandas and give the DataFrame.")
    if path.stat().st_size > LARGEST:
        raise TableError(
            f"{path.name} has {path.stat().st_size / 1e6:.0f} MB, up to {LARGEST / 1e6:.0f} are read; a neuron learns "
            "as much from a sample: save every tenth line, say."
        )
    text, notes = _decoded(path.read_bytes())
    return _text(path.name, text, notes, delimiter, header)


def _decoded(content):
    """(text, notes) of bytes: UTF-8, UTF-16 by its mark, else Windows-1252, which is said."""
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(content)) as unpacked:
                content = unpacked.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error):
            raise TableError("this is a packed file that is not whole; unpack it, and give what is in it.") from None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16"), ("read as UTF-16",)
    if kind := next((kind for start, kind in SAVED_AS.items() if content.startswith(start)), ""):
        raise TableError(f"this is {kind}, and no text: unpack it or open it, and save the table as CSV.")
    if b"\0" in content[:1000]:
        raise TableError("this is no text, or in UTF-16 without its mark; save the table as CSV in UTF-8.")
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
    if text.lstrip()[:1] in ("<", "{"):
        raise TableError(f"{name} is no CSV: it begins with {text.lstrip()[:12]!r}. Save the table as CSV.")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n'):
        raise TableError(f"delimiter = {delimiter!r}, expected one sign, such as ';'.")
    if header not in (None, True, False):
        raise TableError(f"header = {header!r}, expected True or False: whether the first line has names.")
    told = text[4] if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n") else None  # as Excel writes it
    delimiter = delimiter or told or _delimiter(text)
    numbered = _rows(name, text, delimiter)[1 if told else 0 :]
    if len(numbered) < 2:
        raise TableError(
            f"{name} has {len(numbered)} line(s); expected the names of the columns, and a line for each row."
        )
    names, rows = _header(name, numbered, header)
    _of_one_width(name, names, rows, numbered[0][0], DELIMITERS.get(delimiter, repr(delimiter)))
    columns = zip(names, zip(*(row[: len(names)] for _, row in rows), strict=True), strict=True)
    said = (*notes, f"columns parted by {DELIMITERS.get(delimiter, repr(delimiter))}")
    return _by_name(name, columns, np.array([line for line, _ in rows]), said, delimiter)


def _rows(name, text, delimiter):
    """[(line, cells)] of the lines that are not empty; a cell may go over several lines."""
    lines = io.StringIO(text, newline=None)  # of Windows, Unix and the first Macintosh
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter == " ")
    found, line = [], 1
    try:
        for row in reader:
            row = row if delimiter != " " or row[-1:] != [""] else row[:-1]
            if any(row):
                found.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        raise TableError(_open_quote(name, line)) from None
    return found


def _open_quote(name, line):
    return f"a quote is opened in line {line} of {name} and not closed; close it, or leave it out."


def _header(name, numbered, header):
    """(names, rows): the first line has the names, unless `header` is False; asked for where it looks like a row."""
    (line, first), *rows = numbered
    if header is None and sum(map(is_amount, first)) > len(first) / 2:
        raise TableError(
            f"line {line} of {name} is {', '.join(first[:4])}, which look like numbers and no names; say header=False, "
            "and the columns are x1, x2, …; or header=True, if these are their names."
        )
    if header is False:
        return [f"x{k}" for k in range(1, len(first) + 1)], numbered
    return [cell.strip() for cell in first], rows


def _of_one_width(name, names, rows, first_line, delimiter):
    """Raises TableError where a row has more or fewer cells than there are names; empty ones at its end may go."""
    if sum(map(bool, names)) == 1 < max(len(names), len(rows[0][1])):
        title = next(filter(None, names))[:40]
        raise TableError(
            f"line {first_line} of {name} has one cell, {title!r}, and line {rows[0][0]} has {len(rows[0][1])}: is it "
            "a title? Leave out what is above the names of the columns."
        )
    widest = max(len(row) for _, row in rows)
    while len(names) > widest and not names[-1]:
        names.pop()
    for line, row in rows:
        if len(row) < len(names) or any(map(str.strip, row[len(names) :])):
            if any("\n" in cell for cell in row):
                raise TableError(_open_quote(name, line))
            raise TableError(
                f"line {line} of {name} has {len(row)} cells and line {first_line} has {len(names)}, parted by "
                f"{delimiter}; put text that has it into quotes, or give delimiter=."
            )


def _delimiter(text):
    """The sign that parts the first lines into the same number of cells, more than one; blanks where no other does."""
    lines = [line for line in io.StringIO(text[:100_000], newline=None) if line.strip()][:30] or [""]

    def evenness(sign):
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        except csv.Error:
            return 0, 0
        cells, times = counts.most_common(1)[0]
        return (cells > 1) * times, cells

    best = max(",;\t|", key=evenness)
    parted = {len(line.split()) for line in lines}
    return " " if not evenness(best)[0] and len(parted) == 1 and min(parted) > 1 else best


def _columns(name, pairs):
    cells = [(str(column), _listed(values)) for column, values in pairs]
    if single := [column for column, values in cells if values is None]:
        raise TableError(f"{name}: {single[0]} is no list; expected columns of one length, with a row at least.")
    lengths = {len(values) for _, values in cells}
    if len(lengths) != 1 or not min(lengths):
        told = ", ".join(f"{column}: {len(values)}" for column, values in cells[:6])
        raise TableError(f"{name} of lengths {told or 'none'}; expected columns of one length, with a row at least.")
    return _by_name(name, cells, np.arange(1, min(lengths) + 1))


def _listed(values):
    """The cells of a column; None where it is no list. What NumPy has masked is None."""
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind not in "mM":
        return values.tolist()
    return list(values) if isinstance(values, Iterable) and not isinstance(values, str | bytes) else None


def _array(source):
    try:
        array = source if isinstance(source, np.ma.MaskedArray) else np.asarray(source)
    except ValueError:
        raise TableError("the rows have different lengths; expected n x m.") from None
    if array.dtype.names:
        return _columns("an array", [(name, array[name]) for name in array.dtype.names])
    if array.ndim != 2:
        raise TableError(
            f"{type(source).__name__} of shape {array.shape}; expected a path, text, a DataFrame, columns or n x m."
        )
    return _columns("an array", [(f"x{k}", column) for k, column in enumerate(array.T, 1)])


def _by_name(name, pairs, lines, notes=(), delimiter=""):
    """The Source of (name, cells). Columns without a name of their own are left out, which is said."""
    pairs = [pair for pair in pairs if pair[0] or any(str(cell).strip() for cell in pair[1])]
    counts = Counter(column for column, _ in pairs)
    left = {column: TWICE.format(column) for column in counts if counts[column] > 1}
    if counts[""]:
        place = [column for column, _ in pairs].index("") + 1
        left[""] = f"column {place} has no name and is left out"
    columns = {column: cells for column, cells in pairs if column not in left}
    if not columns:
        raise TableError(f"in {name} no column has a name of its own: {'; '.join(left.values())}.")
    return Source(name, columns, lines, (*notes, *left.values()), delimiter, left)
