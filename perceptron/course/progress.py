"""Which exercises are solved so far, in a small file of the reader's own that nothing depends on.

The file holds names of exercises and dates as JSON. It may be read, changed and deleted by anybody. Whatever is wrong
with it, nothing here raises or prints; `view` says in words when progress can't be kept. The environment variable
PERCEPTRON_PROGRESS names another file, and `off` keeps none.
"""

import contextlib
import html
import json
import os
import stat
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import platformdirs

from perceptron.course.contents import lessons

VARIABLE = "PERCEPTRON_PROGRESS"
DRIVE = Path("/drive")  # where JupyterLite shows a kernel the notebooks
LARGEST = 100_000  # bytes: a larger file is not one of ours
_WRONG = (OSError, ValueError)  # what can come of a file: it refuses, or holds something else


def where():
    """The path of the file, whether it exists or not; None where progress is switched off."""
    given = os.environ.get(VARIABLE, "")
    if given.lower() == "off":
        return None
    return Path(os.path.expanduser(given)) if given else _own()


def all_solved():
    """{name of an exercise: date on which it was first solved}; empty where there is no file of ours to read."""
    with contextlib.suppress(*_WRONG):
        if path := where():
            return _read(path)
    return {}


def solved(exercise):
    """Keep that an exercise is solved, with today's date. One that was solved before keeps its date."""
    with contextlib.suppress(*_WRONG):
        if path := where():
            _write(path, {exercise: date.today()} | _read(path))


def forget():
    """Delete the file. One that holds something else is left alone, unless it lies in the course's own folder."""
    with contextlib.suppress(*_WRONG):
        if path := where():
            if path != _own():
                _read(path)
            path.unlink()


def view():
    """The View of how many exercises of each lesson are solved."""
    done = all_solved()
    rows = (
        (_title(name), f"{name}.ipynb", sum(e in done for e in lesson.exercises), len(lesson.exercises))
        for name, lesson in lessons().items()
        if lesson.exercises
    )
    return View(tuple(rows), _note(where()))


@dataclass(frozen=True)
class View:
    """Progress as a table. rows : (title, file, solved, exercises) of each lesson; note : where it is kept, if so."""

    rows: tuple
    note: str

    @property
    def summary(self):
        return f"{sum(row[2] for row in self.rows)} of {sum(row[3] for row in self.rows)} exercises are solved."

    def __repr__(self):
        width = max((len(row[0]) for row in self.rows), default=0)
        lines = (f"{title:{width}}  {_count(*counts)}" for title, _, *counts in self.rows)
        return "\n".join([*lines, self.summary, self.note])

    def _repr_html_(self):
        rows = "".join(
            f'<tr><td style="text-align:left"><a href="{file}">{title}</a></td><td>{_count(*counts)}</td></tr>'
            for title, file, *counts in self.rows
        )
        head = '<tr><th style="text-align:left">lesson</th><th>solved</th></tr>'
        notes = f"<p>{self.summary}</p><p>{html.escape(self.note)}</p>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>{notes}"


def _count(done, total):
    return f"{done} of {total}" + (" ✓" if done == total else "")


def _title(lesson):
    number, *words = lesson.split("_")
    return f"{number} {' '.join(words).capitalize()}"


def _note(path):
    if path is None:
        return "Progress is switched off in this copy, so nothing counts as solved; run the cell to see your own."
    try:
        _read(path)
        _write(path, {})
    except _WRONG as error:
        reason = getattr(error, "strerror", None) or error
        return (
            f"Progress can't be kept in {path}: {reason}. Everything else works without it. "
            f"The environment variable {VARIABLE} can name another file."
        )
    if sys.platform == "emscripten" and not DRIVE.is_dir():  # the page hears of it, and keeps it
        path = "this browser"
    return f"Kept in {path}: names of exercises and dates, nothing else. progress.forget() deletes them."


def _own():
    # In JupyterLite only what lies beside the notebooks is there again after a reload.
    if sys.platform == "emscripten" and DRIVE.is_dir():
        return DRIVE / "progress.json"
    return platformdirs.user_data_path("perceptron", appauthor=False) / "progress.json"


def _read(path):
    """{name: date} of the file; empty where there is none. Raises ValueError where it holds something else."""
    if not path.exists():
        return {}
    # A pipe would be read for ever, and a device be replaced by a file.
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError("what lies there is not a file of this course")
    try:
        # With a mark at its start that some editors leave; an empty file is one that nothing was solved in.
        entries = json.loads(path.read_text(encoding="utf-8-sig").strip() or "{}")
        return {name: date.fromisoformat(day) for name, day in entries.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):  # the last by brackets in brackets in ...
        raise ValueError("the file there does not hold names and dates; delete it or give it another name") from None


def _write(path, entries):
    """Replace the file in one step, so that nobody reads half of it; without entries only try whether that can be done.

    Of two kernels that write at once the later one wins.
    """
    if str(path).startswith("~"):
        raise ValueError("there is no home folder")
    path = Path(os.path.realpath(path))  # a link stays a link
    # Where the folder may be written to, the file would be replaced even so.
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise ValueError("the file is read-only")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps({name: day.isoformat() for name, day in entries.items()}, indent=1) + "\n", "utf-8")
        if entries:
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
