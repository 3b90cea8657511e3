"""Run tests with the oldest and the newest dependencies, on each Python: `python -m tools.versions [3.12] [oldest]`.

All of tests/ but the browser's, and the notebooks. The Pythons are pyproject.toml's classifiers; one that uv does not
find on this machine is said to be not here. uv looks for both ends of the dependencies' ranges among wheels alone: the
oldest is the oldest that has one for that Python.
"""

import argparse
import subprocess
import sys
import tomllib

from tools.notebooks import ROOT

ENDS = {"oldest": "lowest-direct", "newest": "highest"}
FOLDER = ROOT / ".venv" / "versions"  # environments, and what pytest said in each
TESTS = "tests notebooks --ignore=tests/browser -q -n2 --dist=loadfile --no-loadscope-reorder --color=no"


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pythons():
    """The versions of Python that the project says it works with."""
    last_words = (line.rpartition(" :: ")[2] for line in project()["classifiers"])
    return [word for word in last_words if word.startswith("3.")]


def run(*command):
    """(whether it succeeded, all that it printed)"""
    command = list(map(str, command))
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return done.returncode == 0, done.stdout


def uv(*arguments):
    return run(sys.executable, "-m", "uv", "--no-python-downloads", *arguments)


def tested(python, end):
    """(True, False, or None where this Python is not here; a line that says so)"""
    if not uv("python", "find", "--system", python)[0]:
        return None, "not here"
    home = FOLDER / f"{python}-{end}"
    interpreter = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    made, said = uv("venv", "--quiet", "--clear", "--python", python, home)
    if made:
        extras = ("--only-binary", ":all:", "--editable", ".[lab,test]")
        made, said = uv("pip", "install", "--quiet", "--python", interpreter, "--resolution", ENDS[end], *extras)
    if made:  # the fonts' cache, so that no notebook speaks of it
        made, said = run(interpreter, "-c", "import matplotlib.font_manager")
    if not made:
        return False, f"could not be installed\n{said}"
    passed, said = run(interpreter, "-m", "pytest", *TESTS.split(), "-m", "not locked")
    log = home.with_name(f"{home.name}.log")
    log.write_text(said, encoding="utf-8")
    lines = said.strip().splitlines()
    failures = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return passed, "\n".join([lines[-1], *failures, *([] if passed else [f"The whole of it: {log}"])])


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Test with the oldest and the newest dependencies, on each Python.")
    parser.add_argument(
        "only", nargs="*", help=f"{', '.join(pythons())}, {' or '.join(ENDS)} (default: each with each)"
    )
    only = parser.parse_args(arguments).only
    if unknown := set(only) - {*pythons(), *ENDS}:
        parser.error(f"{', '.join(sorted(unknown))}: expected {', '.join(pythons())}, {' or '.join(ENDS)}.")
    results = []
    for python in [name for name in pythons() if name in only] or pythons():
        for end in [name for name in ENDS if name in only] or ENDS:
            result, said = tested(python, end)
            print(f"Python {python}, {end} dependencies: {said}", flush=True)
            results.append(result)
    if set(results) == {None}:
        print("None of these Pythons is on this machine: nothing was tested.", file=sys.stderr)
    return 0 if True in results and False not in results else 1


if __name__ == "__main__":
    sys.exit(main())
