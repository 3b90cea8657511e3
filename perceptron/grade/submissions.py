"""Whose notebooks are in what a learning platform exports: a folder, or a zip archive, also one in another.

Moodle: a folder "Ada Example_4711_assignsubmission_file_" for each student. Canvas: files such as
"exampleada_LATE_4711_815_05_follow.ipynb". nbgrader: submitted/ada/lesson/05.ipynb. Else: a folder for each student,
or a file whose name begins with the student's. Nothing is unpacked: archives are read in memory, up to a size.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from perceptron.grade.attempts import LARGEST

MOST_FILES = 20_000
MOST_BYTES = 2 << 30  # of all notebooks together
DEEPEST = 3  # archives in one another
_MOODLE = re.compile(r"(.+)_\d+_assignsubmission_(?:file|onlinetext)_?")
_CANVAS = re.compile(r"([^_]+)(?:_LATE)?_\d+_\d+_(.+)")
_AGAIN = re.compile(r"[ _-]*(\(\d+\)|-\d+|copy\d*)$", re.I)  # a second upload or download of a file
_LESSON = re.compile(r"(?:\d\d|A)_[a-z_]+", re.I)
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX|\.ipynb_checkpoints)")
_GENERAL = {"submitted", "submissions", "notebooks", "autograded", "release", "source"}


@dataclass(frozen=True)
class Submission:
    """One file: whose it is, what it is called, and its bytes; or why it was not read."""

    student: str
    file: str
    raw: bytes = b""
    trouble: str = ""


def submissions(source: Path) -> Iterator[Submission]:
    """All notebooks of a folder, an archive or a file, in the order of their names. Raises ValueError where none is."""
    found = 0
    for path, raw, trouble in _files(source):
        found += 1
        yield Submission(_student(path, source), str(path), raw, trouble)
    if not found:
        raise ValueError(
            f"{source} holds no notebooks (.ipynb), and no zip archive with some; name the export's folder."
        )


def _files(source):
    """(path in the export, bytes, trouble) of each notebook."""
    if not source.exists():
        raise ValueError(f"there is no {source}; give the folder or the zip archive that your platform exported.")
    if source.is_file():
        if source.suffix.lower() not in (".ipynb", ".zip"):
            raise ValueError(f"{source} is neither a notebook (.ipynb) nor a zip archive.")
        paths = [source]
        root = source.parent
    else:
        paths, root = sorted(p for p in source.rglob("*") if p.suffix.lower() in (".ipynb", ".zip")), source
    budget = _Budget()
    for path in paths:
        inside = PurePosixPath(path.relative_to(root).as_posix())
        if _HIDDEN.search(str(inside)):
            continue
        if not path.resolve().is_relative_to(root.resolve()):
            yield inside, b"", "this is a link to a file outside of the folder"
        elif path.suffix.lower() == ".zip":
            under = PurePosixPath() if path == source else inside.with_suffix("")
            yield from _archive(path, under, 1, budget)
        elif path.is_file():
            yield (inside, *budget.read(path.stat().st_size, path.read_bytes))


def _archive(file, under, depth, budget):
    try:
        with zipfile.ZipFile(file) as archive:
            for member in sorted(archive.infolist(), key=lambda m: m.filename):
                path = under / member.filename.replace("\\", "/").lstrip("/").replace("../", "")
                kind = path.suffix.lower()
                if member.is_dir() or _HIDDEN.search(str(path)) or kind not in (".ipynb", ".zip"):
                    continue
                raw, trouble = budget.read(
                    member.file_size, lambda member=member: archive.open(member).read(LARGEST + 1)
                )
                if kind == ".ipynb" or trouble:
                    yield path, raw, trouble
                elif depth < DEEPEST:
                    yield from _archive(io.BytesIO(raw), path.with_suffix(""), depth + 1, budget)
                else:
                    yield path, b"", f"archives in one another, more than {DEEPEST}"
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        yield under, b"", f"the archive can't be read: {error}"


class _Budget:
    """How much is read in all: an archive of kilobytes may hold gigabytes."""

    def __init__(self):
        self.files, self.bytes = 0, 0

    def read(self, size, get):
        """(bytes, trouble)"""
        self.files += 1
        if size > LARGEST:
            return b"", f"the file has {size >> 20} MB, more than the {LARGEST >> 20} that are read"
        if self.files > MOST_FILES or self.bytes + size > MOST_BYTES:
            return b"", "the export is too large; grade it in parts"
        try:
            raw = get()
        except (OSError, EOFError, RuntimeError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
            return b"", f"it can't be read: {error}"  # RuntimeError: it has a password
        self.bytes += len(raw)
        return raw, ""


def _student(path, source):
    """The name by which a file says whose it is."""
    folders = [part for part in path.parts[:-1] if part.casefold() not in _GENERAL]
    for folder in folders:
        if match := _MOODLE.fullmatch(folder):
            return match[1].strip()
    stem = _AGAIN.sub("", path.stem)
    if match := _CANVAS.fullmatch(stem):
        return match[1]
    if folders:
        return folders[0]
    lesson = _LESSON.search(stem)
    name = (stem[: lesson.start()] + stem[lesson.end() :] if lesson else stem).strip(" _-.")
    return name or (source.stem if source.is_file() and source.suffix == ".zip" else "(no name)")
