"""py/<version>/ of the site: Pyodide's core, archives of bytecode, the editor, and what judges answers on a page.

`version` is a hash of all that is in it, so that a browser may keep it for ever. What is slow to make (compiling SymPy
takes half a minute) is kept in the cache.
"""

import fnmatch
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pyodide

from perceptron.course.contents import lessons

HERE = Path(__file__).parent
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
PAGE = ("worker.js", "kernel.js", "cells.js", "cell.js", "exercise.js", "outputs.js", "progress.js", "cells.css")
LIBRARIES = ("numpy", "sympy", "mpmath", "platformdirs")
PICTURES = (*(name for name in pyodide.PICTURES if name not in ("fonttools", "pytz")), "packaging")
# What no cell of the course imports. `from numpy import *`, which lambdify says, needs numpy/f2py, and `import sympy`
# needs sympy/plotting: those stay.
LEFT_OUT = (
    *("*/tests/*", "*/conftest.py", "*.pyi", "*.pxd", "*.h", "*.a", "*.lib", "*.c", "*.f", "*.f90", "*.typed"),
    *("*.dist-info/[!Me]*", "*.data/*", "*/benchmarks/*", "sympy/stats/*", "sympy/holonomic/*", "sympy/diffgeom/*"),
    *("sympy/physics/[!_mu]*", "sympy/physics/mechanics/*", "sympy/parsing/autolev/*", "sympy/parsing/latex/*"),
    *("matplotlib/mpl-data/sample_data/*", "matplotlib/mpl-data/images/*", "*/pdfcorefonts/*", "*/fonts/afm/*"),
    # Of Python's own library, what speaks to other computers.
    *("_pyrepl/*", "sqlite3/*", "xmlrpc/*", "wsgiref/*", "http/server.py", "pydoc_data/*"),
    *("mailbox.py", "imaplib.py", "ftplib.py", "smtplib.py", "poplib.py"),
)
TRACED = (".py", ".js", ".css", ".csv", ".json")


def build(to, source="index"):
    """Write all of it into the folder `to`/py/<version>; returns "py/<version>/". source : as pyodide.wheels has it.

    Raises pyodide.Unavailable where Pyodide can't be had.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in CORE:
            shutil.copy(pyodide.core() / name, folder)
        for name in PAGE:
            shutil.copy(HERE / name, folder)
        wheels, pure = pyodide.wheels((*LIBRARIES, *PICTURES), source), pyodide.pure()
        bytecode(folder / "python_stdlib.zip", [pyodide.core() / "python_stdlib.zip"])
        bytecode(folder / "libraries.zip", [*(wheels[name] for name in LIBRARIES), *pure.values()])
        bytecode(folder / "pictures.zip", [wheels[name] for name in PICTURES])
        bytecode(folder / "course.zip", [], {**course(), **_inside()})
        _bundle(folder)
        (folder / "pyodide-lock.json").write_text(json.dumps({"info": info(), "packages": {}}))
        (folder / "exercises.json").write_text(json.dumps(_exercises(), ensure_ascii=False), encoding="utf-8")
        sizes = {file.name: [file.stat().st_size, _gzipped(file)] for file in sorted(folder.iterdir())}
        (folder / "sizes.json").write_text(json.dumps(sizes))
        version = f"py/{_hash(*sorted(folder.iterdir()))}/"
        shutil.rmtree(Path(to) / "py", ignore_errors=True)
        shutil.copytree(folder, Path(to) / version)
    return version


def info():
    """What Pyodide's own lock says of its version."""
    return json.loads((pyodide.core() / "pyodide-lock.json").read_text("utf-8"))["info"]


def course():
    """{path in the archive: file} of the package."""
    package = pyodide.ROOT / "perceptron"
    files = sorted(f for f in package.rglob("*") if f.suffix in TRACED and "__pycache__" not in f.parts)
    return {str(f.relative_to(pyodide.ROOT)): f for f in files if "jupyter" not in f.parts}


def _inside():
    """The same of what the worker adds: its own side in Python, and stand-ins for parts of Jupyter."""
    inside = HERE / "inside"
    files = {str(f.relative_to(inside)): f for f in sorted(inside.rglob("*.py"))}
    return {**files, "mathml.py": pyodide.ROOT / "tools" / "mathml.py"}


def _exercises():
    """{notebook: {exercise: {hints, solution}}}, which a page shows before any Python is there."""
    return {
        notebook: {name: {"hints": e.hints, "solution": e.solution} for name, e in lesson.exercises.items()}
        for notebook, lesson in lessons().items()
        if lesson.exercises
    }


def bytecode(to, wheels, files=None):
    """Write an archive of these wheels and of these files {path: file}, every module as bytecode."""
    files = files or {}
    made_of = (HERE / "compile.mjs", HERE / "compile_all.py", *wheels, *files.values())
    kept = pyodide.cache() / f"{to.stem}-{_hash(*made_of, also=(*LEFT_OUT, *files))}.zip"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=pyodide.cache()) as made:
            folder = Path(made) / "in"
            folder.mkdir()
            for wheel in wheels:
                _unpack(wheel, folder)
            for path, file in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, folder / path)
            _node(HERE / "compile.mjs", pyodide.core() / "pyodide.mjs", folder)
            _pack(folder, Path(made) / "out.zip")
            (Path(made) / "out.zip").rename(kept)
    shutil.copy(kept, to)


def _unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        wanted = (n for n in archive.namelist() if not any(fnmatch.fnmatch(n, out) for out in LEFT_OUT))
        archive.extractall(folder, wanted)


def _pack(folder, to):
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            name = zipfile.ZipInfo(str(file.relative_to(folder)), (1980, 1, 1, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, file.read_bytes(), compresslevel=9)


def _bundle(folder):
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", f"--outfile={folder / 'editor.js'}")
    _node(pyodide.modules() / "esbuild" / "bin" / "esbuild", HERE / "editor.js", "--log-level=warning", *options)


def _node(script, *arguments):
    """Run a script with node. Raises RuntimeError with what it said where it fails."""
    elsewhere = {**os.environ, "NODE_PATH": str(pyodide.modules())}  # the modules lie outside of the repository
    command = [pyodide.node(), script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=elsewhere, check=False)
    if done.returncode:
        raise RuntimeError(f"node {script.name} failed: {done.stderr or done.stdout}")


def _gzipped(file):
    data = file.read_bytes()
    return min(len(data), len(gzip.compress(data, 9, mtime=0)))


def _hash(*files, also=()):
    parts = [*(hashlib.sha256(file.read_bytes()).digest() for file in files), *(text.encode() for text in also)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
