"""Your own table: which columns a neuron can learn from, and in words whatever was decided on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Self

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.data.features import (
    Columns,
    Feature,
    all_usable,
    asked_for,
    decimal_mark,
    kind_of,
    one_of_two,
    read_as,
    read_as_empty,
    some,
    unusable,
)
from perceptron.data.notice import last_row, noticed
from perceptron.data.source import TableError, read

__all__ = ["Table", "TableError", "table"]


@dataclass(frozen=True, repr=False)
class Table(Dataset):
    """A Dataset of your own; `notes` tells all that was decided, `lines` where each of its rows was.

    kinds : (what y = 0 means, what y = 1 means) where there are two, () where y is an amount.
    """

    notes: tuple[str, ...] = ()
    lines: np.ndarray = field(default_factory=lambda: np.arange(0))
    kinds: tuple[str, ...] = ()

    def rows(self, which: np.ndarray) -> Self:
        """The same with these rows alone, by number or by mask."""
        return replace(super().rows(which), lines=self.lines[which])

    def __repr__(self):
        named = [f if u == "no unit" else f"{f} ({u})" for f, u in zip(self.features, self.units, strict=True)]
        shown = ", ".join(named[:6]) + f" and {len(named) - 6} more" * (len(named) > 6)
        return f"<{self.name}: {len(self.y)} examples of {shown}; y is {self.target}; {self.left_out}>"

    def _repr_html_(self):
        notes = "".join(f"<li>{escape(note)}</li>" for note in (self.left_out, *self.notes))
        return f"<p>{escape(repr(self))}</p><ul>{notes}</ul>"


def table(
    source: Any, target: str, features: Sequence[str] | None = None, *, positive: str | float | None = None,
    missing: Iterable[str | float] = (), decimal: str | None = None, delimiter: str | None = None,
    header: bool | None = None, licence: str = "not told",
) -> Table:  # fmt: skip
    r"""A Table for a neuron, from a CSV file, pasted text, a DataFrame (pandas, polars), columns, rows or an array.

    target : the column to be predicted. Two kinds become 0 and 1, numbers are amounts; of more kinds `positive` picks
    the one that is 1.  features : the columns to predict from, all that can be where none are named; "port=S" is 1
    where the column port says S, else 0.  missing : words and numbers for an empty cell, besides NA, n/a, ?, ….
    decimal : "." or ",", where numbers can be read in both ways.  delimiter, header : where they are not found rightly.
    Rows with an empty cell are left out and counted. Nothing is guessed in silence: see `notes` of the result.

    Raises TableError for what can't be used, with the line or column and how to mend it; FileNotFoundError.
    """
    found = read(source, delimiter, header)
    columns = Columns(found, missing)
    if not isinstance(target, str | int):
        raise TableError(
            f"target = {target!r}, expected the name of one column, such as {next(iter(found.columns))!r}."
        )
    goal = columns.named(target, "target")
    if reason := unusable(goal, found) if goal.kind in ("mixed", "date", "empty") else "":
        raise TableError(f"target {target}: {reason}.")
    chosen, left = all_usable(goal, columns) if features is None else asked_for(features, goal, columns)
    asked = [one.column for one in chosen if one.kind is None] + [goal]
    used = {id(made): made for made in (*(one.column for one in chosen), goal)}.values()
    mark = decimal_mark(decimal, asked, found)
    y, kinds = _target(goal, positive, mark)
    X = np.column_stack([one.values(mark) for one in chosen])
    _finite(np.column_stack([X, y]), [*map(str, chosen), target], found.lines)
    kept = ~np.isnan(X).any(axis=1) & ~np.isnan(y)
    X, y, names = X[kept], y[kept], tuple(map(str, chosen))
    _refuse(X, y, chosen, kinds, len(kept))
    told = f"1 for {kinds[1]}, 0 for {kinds[0]}" if kinds else f"{goal.name} ({goal.unit or 'no unit'})"
    coded = [f"{one.column.name} is 1 for {one.kind}, 0 for the rest" for one in chosen if one.kind is not None]
    read_so = filter(None, (read_as(made, mark) for made in asked))
    return Table(
        name=found.name, X=X, y=y, features=names, units=tuple(one.column.unit or "no unit" for one in chosen),
        target=told, source=found.name, licence=licence, left_out=_left_out(kept, [*chosen, Feature(goal)]),
        notes=(
            *found.notes, *(note for made in used for note in made.notes), *read_so,
            *read_as_empty(used, columns.extra), f"y is {told}", *coded, *left,
            *noticed(X, y, names, bool(kinds)), *last_row(found),
        ),
        lines=found.lines[kept], kinds=kinds,
    )  # fmt: skip


def _target(goal, positive, mark):
    """(y, kinds): 0 and 1 where there are two kinds, or one that was picked; else the amounts."""
    kinds = goal.kinds
    if len(kinds) == 1:
        raise TableError(f"target {goal.name} is {kinds[0]} in every row; there is nothing to tell apart.")
    if positive is None and goal.kind == "number" and kinds != ["0", "1"]:
        if len(kinds) == 2:
            raise TableError(f"target {goal.name} is {kinds[0]} or {kinds[1]}; which is 1? Say positive={kinds[1]!r}.")
        return Feature(goal).values(mark), ()
    if positive is None and len(kinds) > 2:
        told = f"target {goal.name} has {len(kinds)} kinds, {some(kinds)}"
        raise TableError(f"{told}; pick one as 1, such as positive={kinds[0]!r}.")
    one = one_of_two(kinds) if positive is None else kind_of(goal, positive)
    if one is None:
        raise TableError(f"positive = {positive!r} is no kind of {goal.name}; there are {some(kinds)}.")
    zero = next(kind for kind in kinds if kind != one) if len(kinds) == 2 else f"not {one}"
    return Feature(goal, one).values(mark), (f"{goal.name} {zero}", f"{goal.name} {one}")


def _finite(values, names, lines):
    if (wild := np.isinf(values)).any():
        i, j = np.argwhere(wild)[0]
        raise TableError(
            f"{names[j]} is infinite in line {lines[i]}; mend it, or missing=['{values[i, j]}'] leaves out such rows."
        )


def _refuse(X, y, chosen, kinds, rows):
    """What no neuron can learn from, once rows with empty cells are gone."""
    n, m = X.shape
    if n <= m + 1:
        most = max(chosen, key=lambda one: one.column.missing.sum())
        count = int(most.column.missing.sum())
        empty = f"; {most.column.name} is empty in {count} of {rows}" if count else ""
        raise TableError(
            f"{n} whole rows for {m + 1} weights: any answer could be had{empty}. Take fewer features or more rows."
        )
    if len(np.unique(y)) == 1:
        raise TableError(f"in the {n} whole rows it is always {kinds[int(y[0])] if kinds else f'{y[0]:g}'}.")
    for one, values in zip(chosen, X.T, strict=True):
        if values.min() == values.max():
            raise TableError(f"feature {one} is {values[0]:g} in all {n} whole rows; leave it out.")


def _left_out(kept, features):
    """How many rows, and which columns were empty."""
    if kept.all():
        return "nothing left out"
    counts = {one.column.name: int(one.column.missing.sum()) for one in features}
    told = ", ".join(f"{name} is empty in {count}" for name, count in counts.items() if count)
    return f"{(~kept).sum()} of {len(kept)} rows left out: {told}"
