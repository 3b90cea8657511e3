"""Whose notebooks are in what a learning platform exports: a folder, or a zip archive, also one in another.

Moodle: a folder "Ada Example_4711_assignsubmission_file_" for each student, or files that begin so. Canvas: files
such as "exampleada_LATE_4711_815_05_follow.ipynb". nbgrader: submitted/ada/lesson/05.ipynb. Else: a folder for each
student, or a file whose name holds the student's beside the lesson's; one folder around all of them says nothing.
Nothing is unpacked: archives are read in memory, up to a size.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePosixPath

from perceptron.course.contents import lessons
from perceptron.grade.attempts import LARGEST

MOST_FILES = 20_000
MOST_BYTES = 2 << 30  # of all notebooks together
DEEPEST = 3  # archives in one another
_MOODLE = re.compile(r"(.+)_(\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?")
_CANVAS = re.compile(r"([^_]+)(?:_LATE)?_(\d+)_\d+_.+")
_AGAIN = re.compile(r"[ _-]*(\(\d+\)|-\d+|copy\d*)$", re.I)  # a second upload or download of a file
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX|\.ipynb_checkpoints)")
_GENERAL = {"submitted", "submissions", "notebooks", "autograded", "release", "source"}


@dataclass(frozen=True)
class Submission:
    """One file: whose it is, what it is called, and its bytes; or why it was not read.

    number : the platform's for the student, or "": two may have the same name.
    """

    student: str
    file: str
    raw: bytes = b""
    trouble: str = ""
    number: str = ""


def submissions(source: Path) -> list[Submission]:
    """All notebooks of a folder, an archive or a file, in the order of their names. Raises ValueError where none is."""
    found = list(_files(source))
    if not found:
        raise ValueError(
            f"{source} holds no notebooks (.ipynb), and no zip archive with some; name the export's folder."
        )
    around = _around([path for path, _, _ in found])
    whole = source.stem if source.is_file() and source.suffix == ".zip" else "(no name)"
    return [
        Submission(*map(_clean, (_student(path, around) or whole, str(path))), raw, _clean(trouble), _number(path))
        for path, raw, trouble in found
    ]


def _clean(text):
    """Text without halves of letters, as names of files and archives in other encodings have."""
    return text.encode("utf-8", "replace").decode()


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
    except Exception as error:  # whatever a file that is none makes of Python's readers
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
        except Exception as error:  # as above; RuntimeError where it has a password
            return b"", f"it can't be read: {error}"
        self.bytes += len(raw)
        return raw, ""


def _around(paths):
    """How many of the first folders hold all of the notebooks, and say no student's name."""
    folders = zip(*(path.parts[:-1] for path in paths), strict=False)
    shared = takewhile(lambda parts: len(set(parts)) == 1 and not _MOODLE.fullmatch(parts[0]), folders)
    for depth, _ in enumerate(shared, 1):
        names = {_student(path, depth) for path in paths}
        if len(names) > 1 and "" not in names:
            return depth
    return 0


def _student(path, around=0):
    """The name by which a file says whose it is, or ""; its first folders, as many as `around`, do not."""
    lesson = "|".join(lessons())
    folders = [part for part in path.parts[around:-1] if part.casefold() not in _GENERAL]
    folders = [part for part in folders if not re.fullmatch(lesson, part)]
    stem = _AGAIN.sub("", path.stem)
    for part in (*folders, stem):
        if match := _MOODLE.fullmatch(part):
            return match[1].strip()
    if match := _CANVAS.fullmatch(stem):
        return match[1]
    if folders:
        return folders[0]
    return re.sub(rf"{lesson}|^\d\d$", "", stem).strip(" _-.")


def _number(path):
    """The platform's number for the student, or ""."""
    for part in (*path.parts[:-1], path.stem):
        if match := _MOODLE.fullmatch(part):
            return match[2]
    match = _CANVAS.fullmatch(path.stem)
    return match[2] if match else ""
