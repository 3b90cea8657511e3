"""pyproject.toml declares what is imported; environment.yml says the same, fits what is installed; Binder builds it."""

import ast
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec, Version, VersionSpec

from perceptron.widgets import pictures

ROOT = Path(__file__).resolve().parent.parent
CONDA_NAME = {"matplotlib": "matplotlib-base"}
NOT_INSTALLED = {"sklearn": "scikit-learn"}  # whose distribution can't be asked for: `make bench` alone installs it
OPTIONAL = {
    "jupyterlab": "lab",
    "torch": "bench",
    "jax": "bench",
    "autograd": "bench",
    "tornado": "class",
    "jupyterhub": "class",
    "nbgrader": "nbgrader",
}  # the package does without, or says how to install it


def _parsed():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"], environment


def _declared(*extras):
    """The names of the base dependencies and of those of `extras`."""
    project = _parsed()[0]
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return {canonicalize_name(Requirement(line).name) for group in groups for line in group}


def _source(path):
    """The Python code of a module, or of all of a notebook's cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")


def imports(*patterns):
    """{distribution: a file of these that imports from it}, neither ours nor Python's own."""
    files = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    assert files
    ours = {"perceptron", "tools", *(path.stem for path in files), *(path.stem for path in ROOT.glob("site/*.py"))}
    of_module = metadata.packages_distributions()
    found = {}
    for path in files:
        for node in ast.walk(ast.parse(_source(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for module in {name.partition(".")[0] for name in names} - ours - sys.stdlib_module_names:
                (name,) = set(of_module.get(module, [NOT_INSTALLED.get(module, module)]))
                found[canonicalize_name(name)] = path.relative_to(ROOT)
    return found


def test_a_bare_install_brings_what_package_and_notebooks_import():
    found = imports("perceptron/**/*.py", "notebooks/*.ipynb").keys() - OPTIONAL.keys()
    named = {name for name in pictures.PACKAGES if name != "perceptron"}  # imported by name
    assert found | named == _declared(), "a dependency is missing, or nobody imports it"


def test_what_the_package_may_do_without_is_an_extra():
    for name, extra in OPTIONAL.items():
        assert name in imports("perceptron/**/*.py")
        assert name not in _declared()
        assert name in _declared(extra)


def test_what_tests_tools_and_benchmarks_import_is_an_extra():
    tests = imports("conftest.py", "tests/**/*.py", "tools/*.py").items()
    strange = {name: path for name, path in tests if name not in _declared("lab", "test")}
    assert strange.keys() <= _declared("mutants"), strange
    assert {str(path) for path in strange.values()} <= {"tools/mutants.py"}, strange
    benchmarks = imports("tests/**/*.py", "benchmarks/*.py")
    assert {name: path for name, path in benchmarks.items() if name not in _declared("lab", "test", "bench")} == {}


def test_lesson_00_names_a_missing_package_and_what_brings_it(monkeypatch):
    monkeypatch.setitem(pictures.PACKAGES, "no_such_package", "does not exist")
    with pytest.raises(ImportError, match=r"no_such_package is missing .* `pip install one-neuron` brings it"):
        pictures.environment()


def _specs(environment):
    parsed = [MatchSpec(line, strict=True) for line in environment["dependencies"] if isinstance(line, str)]
    return {spec.name.as_package_name().source: spec for spec in parsed}


def _clauses(version_range):
    return sorted(clause.strip() for clause in str(version_range or "").split(","))


def disagreements(project, environment):
    """Each way in which environment.yml departs from pyproject.toml, in words."""
    found = []
    specs = _specs(environment)
    python, pip = specs.pop("python", None), specs.pop("pip", None)
    if environment["channels"] != ["conda-forge"]:
        found.append(f"channels are {environment['channels']}, expected conda-forge alone")
    if {"pip": ["-e ."]} not in environment["dependencies"] or pip is None:
        found.append("pip, and `-e .` under it, must install the course itself")

    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["lab"], *(line for line in extras["test"] if line.startswith("nbval"))]
    wanted = {CONDA_NAME.get(r.name, r.name): str(r.specifier) for r in map(Requirement, lines)}
    for name in sorted(wanted.keys() | specs.keys()):
        if name not in specs:
            found.append(f"{name} is missing from environment.yml")
        elif name not in wanted:
            found.append(f"{name} is missing from pyproject.toml")
        elif _clauses(specs[name].version) != _clauses(wanted[name]):
            found.append(f"{name} is {specs[name].version} in environment.yml, {wanted[name]} in pyproject.toml")

    # A pin of one minor version: the highest patch release it allows must be allowed by requires-python too.
    pin = re.fullmatch(r"(\d+\.\d+)\.\*", str(python.version)) if python else None
    if pin is None:
        found.append("python must be pinned to one minor version, such as python=3.11")
    elif not VersionSpec(project["requires-python"]).matches(Version(f"{pin[1]}.99")):
        found.append(f"python={pin[1]} is outside requires-python {project['requires-python']}")
    return found


def misfits(environment):
    """Each spec that the version installed here doesn't satisfy. Any Python >= 3.11 may run the tests."""
    installed_name = {conda: pypi for pypi, conda in CONDA_NAME.items()}
    found = []
    for name, spec in _specs(environment).items():
        if name in ("python", "pip"):
            continue
        version = metadata.version(installed_name.get(name, name))
        if not VersionSpec(str(spec.version)).matches(Version(version)):
            found.append(f"{name} {spec.version} does not allow {version}, which the tests run with")
    return found


def test_environment_and_pyproject_say_the_same():
    assert disagreements(*_parsed()) == []


def test_every_spec_fits_what_is_installed():
    assert misfits(_parsed()[1]) == []


def _without(dependencies, name):
    return [d for d in dependencies if isinstance(d, dict) or not d.startswith(name)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: [*_without(d, "numpy"), "numpy>=2.3"], "numpy is >=2.3 in environment.yml"),
        (lambda d: _without(d, "sympy"), "sympy is missing from environment.yml"),
        (lambda d: [*d, "scipy>=1"], "scipy is missing from pyproject.toml"),
        (lambda d: [*_without(d, "matplotlib-base"), "matplotlib>=3.11,<3.12"], "matplotlib-base is missing"),
        (lambda d: [*_without(d, "python"), "python=3.10"], "python=3.10 is outside"),
        (lambda d: [*_without(d, "python"), "python>=3.11"], "pinned to one minor version"),
        (lambda d: [x for x in d if isinstance(x, str)], "`-e .`"),
    ],
)
def test_a_departure_is_named(change, said):
    project, environment = _parsed()
    broken = {**environment, "dependencies": change(environment["dependencies"])}
    assert said in "; ".join(disagreements(project, broken))


def test_another_channel_is_named():
    project, environment = _parsed()
    assert "channels" in "; ".join(disagreements(project, {**environment, "channels": ["defaults"]}))


def test_a_range_that_was_not_tested_is_named():
    environment = copy.deepcopy(_parsed()[1])
    environment["dependencies"] = [*_without(environment["dependencies"], "numpy"), "numpy>=90,<91"]
    assert "numpy >=90,<91 does not allow" in "; ".join(misfits(environment))


def test_a_malformed_spec_is_refused():
    project, environment = _parsed()
    with pytest.raises(Exception, match="unable to parse"):
        disagreements(project, {**environment, "dependencies": ["numpy => 2"]})


def _binder_build(folder):
    """What repo2docker would build from `folder`: no container engine and no network are needed to ask."""
    return subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory):
    """What Binder gets: the tree without .git and without what .gitignore names."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    folder = tmp_path_factory.mktemp("binder") / "copy"
    return shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", *ignored))


def _is_built_from_environment_yml(build):
    return (
        build.returncode == 0
        and "${MAMBA_EXE} env update" in build.stdout
        and '--file "environment.yml"' in build.stdout
    )


def test_binder_builds_the_environment_with_its_python(clean_copy):
    build = _binder_build(clean_copy)
    assert _is_built_from_environment_yml(build), build.stdout + build.stderr
    pin = next(line for line in _parsed()[1]["dependencies"] if str(line).startswith("python="))
    assert f"Building conda environment for {pin}" in build.stderr


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_no_folder_hides_environment_yml_from_binder(clean_copy, tmp_path, folder):
    assert not (clean_copy / folder).exists()
    hidden = shutil.copytree(clean_copy, tmp_path / "hidden")
    (hidden / folder).mkdir()
    assert not _is_built_from_environment_yml(_binder_build(hidden))
