"""The command `perceptron`: open the lessons in JupyterLab, list them, check what is installed, certify a gradient."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module, metadata
from pathlib import Path

from packaging.requirements import Requirement

NAME = "one-neuron"  # what pip installs
PACKAGE = Path(__file__).resolve().parent
OPENING = re.compile(r"# (?P<title>.+)\n\n\*(?P<minutes>\d+) minutes\.\* (?P<promise>.+)")
WIDGETS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")  # what JupyterLab shows our pictures with


class Refused(ValueError):
    """A command that can't be carried out; the message says why, and what to do."""


def lessons() -> list[Path]:
    """The lessons' notebooks in reading order: those in the wheel, or in the copy of the repository we are part of."""
    inside, beside = PACKAGE / "notebooks", PACKAGE.parent / "notebooks"
    folder = inside if inside.is_dir() else beside
    if found := sorted(folder.glob("*.ipynb")):
        return found
    raise Refused(f"{folder} holds no lessons: install {NAME} anew, from a wheel that has them.")


def opening(path: Path) -> tuple[str, int, str]:
    """(title, minutes, promise) of a lesson, from its first cell. Raises Refused where that has another form."""
    cell = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    match = OPENING.match("".join(cell["source"])) if cell["cell_type"] == "markdown" else None
    if match is None:
        raise Refused(f"{path.name}: the first cell must be '# Title', an empty line, '*NN minutes.* You will be ...'.")
    return match["title"].strip(), int(match["minutes"]), match["promise"].strip()


def copy(folder: Path) -> tuple[list[str], list[str]]:
    """(names of the lessons copied into `folder`, names of those that were there already and are left as they are)"""
    ours, copied, kept = lessons(), [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for lesson in ours:
            try:
                with open(folder / lesson.name, "xb") as file:
                    file.write(lesson.read_bytes())
                copied.append(lesson.name)
            except FileExistsError:
                kept.append(lesson.name)
    except OSError as error:
        why = "it is a file" if isinstance(error, FileExistsError) else error.strerror
        raise Refused(f"{folder} can't take the lessons: {why}. Name a folder: perceptron lab FOLDER") from error
    return copied, kept


def lab(folder: Path, options: Sequence[str]) -> None:
    """Copy the lessons that are not there yet, and open the first in JupyterLab, which gets these options."""
    try:
        from jupyterlab.labapp import LabApp
    except ImportError as error:
        raise Refused(f"JupyterLab is not installed here. Install it with: pip install '{NAME}[lab]'") from error
    copied, kept = copy(folder)
    print(f"{len(copied)} lessons copied into {folder.resolve()}.")
    if kept:
        print(
            f"{len(kept)} were there already and are left as they are; to have one anew, delete it and call this again."
        )
    # Switches off JupyterLab's question about news, which would cover the first page.
    paths = [str(PACKAGE / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    LabApp.launch_instance([str(folder / lessons()[0].name), *options])


def found() -> Iterator[tuple[bool, str, str, str]]:
    """(whether it is right, what it is, what is here, what is wanted) of Python, each dependency and the widgets."""
    try:
        python, lines = metadata.metadata(NAME)["Requires-Python"], metadata.requires(NAME)
    except metadata.PackageNotFoundError as error:
        raise Refused(f"{NAME} is not installed here. In a copy of the repository: pip install -e '.[lab]'") from error
    wanted = [Requirement(f"Python{python}"), *map(Requirement, lines or [])]
    versions = {"Python": ".".join(map(str, sys.version_info[:3]))}  # without the "+" or "rc1" of some builds
    for one in wanted:
        if one.marker is None or one.marker.evaluate({"extra": "lab"}):
            version = versions.get(one.name) or _version(one.name)
            right = version is not None and one.specifier.contains(version, prereleases=True)
            yield right, one.name, version or "missing", str(one.specifier)
    if _version("jupyterlab"):
        from jupyterlab.commands import AppOptions, get_app_info
        from jupyterlab.labapp import LabApp

        options = AppOptions(labextensions_path=LabApp().labextensions_path)
        extensions = get_app_info(options)["federated_extensions"]
        for name in WIDGETS:
            version = extensions.get(name, {}).get("version")
            yield version is not None, f"{name} in JupyterLab", version or "missing", "any"


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def check() -> int:
    """Print what is here and what is wanted; 0 where all is right, 1 where something is not."""
    rows = list(found())
    for right, name, here, wanted in rows:
        print(f"{'right' if right else 'WRONG'}  {name}: {here}, wanted {wanted}")
    if all(row[0] for row in rows):
        print("All is right.")
        return 0
    print(f"To mend it: pip install '{NAME}[lab]', with a Python in the range above.", file=sys.stderr)
    return 1


# Commands of their own, each with its module: NumPy and SymPy are loaded for them alone.
LARGE = {
    "certify": ("perceptron.certify_command", "certify a gradient function of yours on your data"),
    "grade": ("perceptron.grade.grade_command", "mark handed-in notebooks, each in a sandbox"),
    "board": ("perceptron.board.board_command", "show a class what it thinks: its predictions, live"),
}


def _large(name):
    return import_module(LARGE[name][0])


def _run(command, options):
    try:
        return command.run(options)
    except (ValueError, TypeError) as error:
        raise Refused(str(error)) from error


def _parser(arguments):
    parser = argparse.ArgumentParser(
        prog="perceptron", description="The mathematics of one neuron, a course for JupyterLab."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    opens = commands.add_parser(
        "lab",
        help="copy the lessons into a folder and open them in JupyterLab",
        epilog="What comes after -- goes to JupyterLab: perceptron lab -- --no-browser --port=9999",
    )
    opens.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("perceptron-lessons"),
        metavar="FOLDER",
        help="default: perceptron-lessons. A lesson that is there already is never written over",
    )
    commands.add_parser("list", help="list the lessons with their minutes")
    commands.add_parser("check", help="tell whether all that the course needs is here")
    for name, (_, told) in LARGE.items():
        parser_of = commands.add_parser(name, help=told)
        if name in arguments:
            _large(name).add_arguments(parser_of)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for k in [k for k, one in enumerate(arguments[:-1]) if one in ("--weights", "--bias")][::-1]:
        arguments[k : k + 2] = [f"{arguments[k]}={arguments[k + 1]}"]  # or -1,2 would be taken for an option
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = _parser(arguments)
    options, passed = parser.parse_args(arguments[:cut]), arguments[cut + 1 :]
    if passed and options.command != "lab":
        parser.error(f"{' '.join(passed)}: only `perceptron lab` starts JupyterLab, which takes what comes after --")
    try:
        if options.command == "lab":
            lab(options.folder, passed)
            return 0
        if options.command == "check":
            return check()
        if options.command in LARGE:
            return _run(_large(options.command), options)
        for path in lessons():
            title, minutes, _ = opening(path)
            print(f"{path.name:<34} {minutes:>2} minutes  {title}")
    except Refused as error:
        print(f"perceptron: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
