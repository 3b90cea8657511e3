"""JupyterLite with the course inside: `python site/lite/build.py [--to FOLDER] [--pyodide release]`.

`lab/?path=` opens a lesson in JupyterLab, `notebooks/?path=` in Notebook 7's view of one document. All of it is served
from its own folder: Pyodide, its kernel and the course come as archives of bytecode, which a pyodide-lock.json names.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = HERE.parent
ROOT = SITE.parent
sys.path[:0] = [str(ROOT), str(SITE), str(SITE / "python")]

import archive  # noqa: E402
import pyodide  # noqa: E402

from tools.notebooks import files  # noqa: E402

EXTENSION = "@jupyterlite/pyodide-kernel-extension"
KERNEL = "jupyterlite-pyodide-kernel"
WIDGETS = ("anywidget", "ipywidgets", "psygnal", "typing-extensions")
FRONT = ("anywidget", "jupyterlab-widgets", KERNEL)  # what JupyterLab itself is extended with
IPYTHON = (
    *("ipython", "ipython-pygments-lexers", "asttokens", "comm", "decorator", "executing", "matplotlib-inline"),
    *("prompt-toolkit", "pure-eval", "pygments", "stack-data", "wcwidth"),
)
# {package: (its archive, what it needs)} of Pyodide's lock. The kernel asks for the first seven before its first
# cell; they are in one archive, and IPython does without jedi.
ASKED = ("piplite", "ipykernel", "comm", "pyodide-kernel", "ipython", "jedi")
PACKAGES = {
    "micropip": ("kernel", []),
    **{name: ("nothing", ["micropip"]) for name in ASKED},
    "numpy": ("libraries", []),
    "matplotlib": ("pictures", ["numpy"]),
    "perceptron": ("lessons", ["micropip", "matplotlib"]),
}


def build(to, source="index"):
    """Write JupyterLite into the folder `to`. source : as pyodide.wheels has it.

    Raises pyodide.Unavailable where Pyodide can't be had, RuntimeError with what JupyterLite said where it fails.
    """
    shutil.rmtree(to, ignore_errors=True)
    with tempfile.TemporaryDirectory() as made:
        lite = Path(made) / "lite"
        shutil.copytree(HERE / "settings", lite)
        (lite / "lessons").mkdir()
        for path in files():
            shutil.copy(path, lite / "lessons")
        extensions = [str(wheel) for wheel in pyodide.pure(FRONT).values()]
        _jupyter_lite(lite, to, f"--LiteBuildConfig.federated_extensions={extensions}")
    packages = _pyodide(to / "static" / "pyodide", _kernel(to), source)
    _settings(to / "jupyter-lite.json", packages)


def _jupyter_lite(folder, to, *options):
    command = [
        *(sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", folder, "--output-dir", to, *options),
        *("--contents", folder / "lessons", "--apps", "lab", "--apps", "notebooks", "--ignore-sys-prefix"),
        *("--no-sourcemaps", "--no-unused-shared-packages", "--LiteBuildConfig.cache_dir", folder / "cache"),
    ]
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"JupyterLite was not built:\n{done.stdout}{done.stderr}")


def _kernel(to):
    """The wheels that JupyterLite's kernel brings."""
    return sorted((to / "extensions" / EXTENSION / "static" / "pypi").glob("*.whl"))


def _pyodide(folder, kernel, source):
    """Write Pyodide into a folder, with a lock for its packages; returns their names."""
    folder.mkdir(parents=True)
    for name in archive.CORE:
        shutil.copy(pyodide.core() / name, folder)
    wheels = pyodide.wheels((*archive.LIBRARIES, *pyodide.PICTURES, "micropip", "packaging"), source)
    pure = pyodide.pure((*pyodide.PURE, *WIDGETS, *IPYTHON))
    ours = {wheel.name.split("-")[0]: wheel for wheel in kernel}
    started = [ours[name] for name in ("piplite", "ipykernel", "pyodide_kernel")]
    made = {
        "python_stdlib": ([pyodide.core() / "python_stdlib.zip"], {}),
        "kernel": ([wheels["micropip"], *started, *(pure[name] for name in IPYTHON)], {}),
        "libraries": ([*(wheels[name] for name in archive.LIBRARIES), *(pure[name] for name in pyodide.PURE)], {}),
        "pictures": ([wheels[name] for name in archive.PICTURES], {}),
        "lessons": ([pure[name] for name in WIDGETS], archive.course()),
    }
    for name, (parts, more) in made.items():
        archive.bytecode(folder / f"{name}.zip", parts, more)
    with zipfile.ZipFile(folder / "nothing.zip", "w") as nothing:
        nothing.mkdir("nothing")
    lock = {name: _entry(folder / f"{file}.zip", name, depends) for name, (file, depends) in PACKAGES.items()}
    (folder / "pyodide-lock.json").write_text(json.dumps({"info": archive.info(), "packages": lock}, indent=1))
    return list(lock)


def _entry(file, name, depends):
    return {
        "name": name, "version": "1", "file_name": file.name, "install_dir": "site", "package_type": "package",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "imports": [name], "depends": depends,
        "unvendored_tests": False,
    }  # fmt: skip


def _settings(file, packages):
    """Tell JupyterLite where its kernel's Pyodide is, and to load all packages with it, at once."""
    settings = json.loads(file.read_text("utf-8"))
    settings["jupyter-config-data"].setdefault("litePluginSettings", {})[f"{EXTENSION}:kernel"] = {
        "pyodideUrl": "./static/pyodide/pyodide.mjs",
        "disablePyPIFallback": True,
        "pipliteUrls": [],
        "loadPyodideOptions": {"packages": packages},
    }
    file.write_text(json.dumps(settings, indent=1, sort_keys=True), encoding="utf-8")


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Build JupyterLite with the course inside.")
    parser.add_argument(
        "--to", type=Path, default=SITE / "build" / "lite", metavar="FOLDER", help="default: site/build/lite"
    )
    parser.add_argument("--pyodide", default="index", help="where Pyodide's wheels come from: index or release")
    options = parser.parse_args(arguments)
    try:
        build(options.to.resolve(), options.pyodide)
    except (pyodide.Unavailable, RuntimeError) as reason:
        sys.exit(str(reason))
    print(f"{sum(f.stat().st_size for f in options.to.rglob('*') if f.is_file()) / 1e6:.1f} MB in {options.to}")


if __name__ == "__main__":
    main()
