"""`perceptron grade FOLDER_OR_ZIP`: the marks of handed-in notebooks, as a table and as pages."""

import argparse
import sys
from pathlib import Path

from perceptron.grade.exports import gradebook
from perceptron.grade.marks import students
from perceptron.grade.pages import write
from perceptron.grade.sandbox import protected
from perceptron.grade.submissions import submissions
from perceptron.grade.worker import graded

UNPROTECTED = """\
here is no sandbox: what students wrote would run with your rights, could read your files and use the network.
On Linux, install Bubblewrap (apt-get install bubblewrap, dnf install bubblewrap) and call this again.
In a container or a virtual machine that holds nothing else and is thrown away, say --without-sandbox."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("source", type=Path, metavar="FOLDER_OR_ZIP", help="what Moodle, Canvas or nbgrader exported")
    parser.add_argument("--out", type=Path, default=Path("marks"), metavar="FOLDER", help="default: marks")
    parser.add_argument("--nbgrader", type=Path, metavar="GRADEBOOK.db", help="add the marks to nbgrader's database")
    parser.add_argument("--without-sandbox", action="store_true", help="run what was handed in with your own rights")


def run(given: argparse.Namespace) -> int:
    """Write the marks and say where; 0 also where some files could not be read. Raises ValueError for bad input."""
    walls = not given.without_sandbox
    if walls and not protected():
        raise ValueError(UNPROTECTED)
    if (
        given.out.exists()
        and (not given.out.is_dir() or any(given.out.iterdir()))
        and not (given.out / "class.html").is_file()
    ):
        raise ValueError(f"{given.out} is there already and holds something else; name another folder: --out FOLDER")
    done = []
    handed_in = submissions(given.source)
    for submission, marks in graded(handed_in, walls):
        done.append((submission, marks))
        if sys.stderr.isatty():
            print(f"\r{len(done)} of {len(handed_in)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    found = students(done)
    page, table, *_ = write(found, given.out)
    if given.nbgrader:
        gradebook(found, given.nbgrader)
    unread = sum(bool(submission.trouble) for submission, _ in done)
    told = f", {unread} of them could not be read (see the page)" if unread else ""
    print(f"{len(done)} notebooks of {len(found)} students{told}.\nMarks: {table}\nThe class: {page}")
    return 0
