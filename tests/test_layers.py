"""Who may import whom. The neuron by hand and the neuron in symbols never meet: their agreement is what is tested."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "perceptron"
LONGEST = 320
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}

BY_HAND = {
    "inputs",
    "neuron",
    "cost",
    "gradient",
    "returned",
    "descent",
    "network",
    "data",
    "newton",
    "judgement",
    "trained",
    "take_home",
}
# Others' packages that a storey may import; the maths has NumPy and SymPy, and what is written by hand NumPy alone.
OTHERS = {
    "widgets": {"ipywidgets", "anywidget", "traitlets", "matplotlib", "PIL", "latex2mathml", "IPython"},
    "course": {"platformdirs", "torch"},
    "adapters": {"torch", "jax", "autograd"},
    "grade": {"IPython", "nbgrader"},
    "board": {"tornado", "jupyterhub"},
}


def arrows(text):
    """{module: all of ours that it may import} by the lines `a, b -> c, d`: c and d, and what those may import."""
    direct = {}
    for heads, targets in re.findall(r"^    (\w[\w, ]*?) +-> (\w[\w, ]*)$", text, re.M):
        for head in heads.split(", "):
            direct.setdefault(head, set()).update(targets.split(", "))
    every = set(direct).union(*direct.values())
    return {name: closure(name, direct) for name in every}


def closure(name, direct):
    """All that can be reached from a name along the arrows."""
    found, rest = set(), set(direct.get(name, ()))
    while rest:
        found |= rest
        rest = set().union(*(direct.get(one, ()) for one in rest)) - found
    return found


def allowed(text):
    """{module: (ours, others') that it may import}"""
    others = {name: {"numpy"} if name in BY_HAND else {"numpy", "sympy", "mpmath"} for name in arrows(text)}
    alone = {"__init__": (set(), set()), "command": ({"certify_command"}, {"packaging", "jupyterlab"})}
    return {name: (ours, others[name] | OTHERS.get(name, set())) for name, ours in arrows(text).items()} | alone


CONTRIBUTING = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
ALLOWED = allowed(CONTRIBUTING)


def modules(package):
    """(name of the module or of the package it is in, file) of everything in a package."""
    for file in sorted(package.rglob("*.py")):
        yield file.relative_to(package).with_suffix("").parts[0], file


def imported(file, package):
    """What a file imports, wherever in it: full names, with the names after `from` where they may be modules."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            folder = (package.name, *file.relative_to(package).parts[:-1])
            above = folder[: len(folder) - node.level + 1] if node.level else ()
            origin = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Name) and node.id == "__import__":
            yield "__import__"


def split(file, package):
    """(ours, others') that a file imports, by their first names; the standard library is everybody's."""
    parts = [name.split(".") for name in imported(file, package)]
    ours = {part[1] for part in parts if part[0] == package.name and len(part) > 1}
    return ours, {part[0] for part in parts} - {package.name} - set(sys.stdlib_module_names)


def violations(package=PACKAGE, allowed=ALLOWED):
    """One line for each import, length and name that the rules do not allow."""
    for name, file in modules(package):
        where = file.relative_to(package)
        if {name, file.stem} & VAGUE:
            yield f"{where} says nothing about what is in it"
        if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST:
            yield f"{where} is longer than {LONGEST} lines"
        if name not in allowed:
            yield f"{where} is in no layer"
            continue
        ours, others = split(file, package)
        yield from (
            f"{where} imports {m}" for m in sorted((ours - allowed[name][0] - {name}) | (others - allowed[name][1]))
        )


def reach(package=PACKAGE):
    """For each module all of ours that it imports, over however many others."""
    direct = {}
    for name, file in modules(package):
        direct.setdefault(name, set()).update(split(file, package)[0])
    return {name: closure(name, direct) for name in direct}


def test_every_import_follows_an_arrow():
    assert list(violations()) == []


def test_the_two_neurons_never_meet():
    reached = reach()
    for module in ("symbolic", "generated"):
        assert not reached[module] & {"neuron", "cost", "gradient"}
    for module in ("neuron", "cost", "gradient", "descent", "data", "error_bounds"):
        assert not reached[module] & {"symbolic", "codegen", "generated"}
    assert {"gradient", "symbolic"} <= reached["certificate"]  # the one place where they do
    assert not any("course" in ours for name, ours in reached.items() if name not in ("course", "grade", "board"))


def test_contributing_has_an_arrow_for_each_module_and_none_that_is_gone():
    assert set(ALLOWED) == {name for name, _ in modules(PACKAGE)}


PLANTED = {
    "from package import neuron": "symbolic.py imports neuron",
    "from package.cost import MSE": "symbolic.py imports cost",
    "import package.gradient as g": "symbolic.py imports gradient",
    "from .neuron import SIGMOID": "symbolic.py imports neuron",
    "from . import course": "symbolic.py imports course",
    "def later():\n    from package import neuron": "symbolic.py imports neuron",
    "import matplotlib.pyplot as plt": "symbolic.py imports matplotlib",
    "from ipywidgets import HTML": "symbolic.py imports ipywidgets",
    "module = __import__('package.neuron')": "symbolic.py imports __import__",
    "\n" * (LONGEST + 1): f"symbolic.py is longer than {LONGEST} lines",
}


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_violation_is_found(line, tmp_path):
    package = tmp_path / "package"
    (package / "widgets").mkdir(parents=True)
    (package / "widgets" / "still.py").write_text("import matplotlib\nfrom package.widgets import x\nfrom . import y\n")
    (package / "symbolic.py").write_text("import math\nimport sympy\nfrom package import inputs\n")
    assert list(violations(package)) == []
    with open(package / "symbolic.py", "a") as file:
        file.write(line)
    assert list(violations(package)) == [PLANTED[line]]


def test_a_module_that_nobody_placed_is_found(tmp_path):
    (tmp_path / "misc.py").write_text("")
    assert list(violations(tmp_path)) == ["misc.py says nothing about what is in it", "misc.py is in no layer"]


def test_a_detour_is_found(tmp_path):
    for name, line in (("symbolic", "data"), ("data", "inputs"), ("inputs", "neuron"), ("neuron", "inputs")):
        (tmp_path / f"{name}.py").write_text(f"from {tmp_path.name} import {line}")
    assert reach(tmp_path)["symbolic"] == {"data", "inputs", "neuron"}


@pytest.mark.parametrize(
    ("imports", "absent"),
    [
        ("perceptron", {"numpy", "sympy", "matplotlib"}),
        ("perceptron.descent, perceptron.data", {"sympy", "matplotlib", "perceptron.symbolic"}),
        ("perceptron.symbolic", {"matplotlib", "perceptron.neuron", "perceptron.cost", "perceptron.gradient"}),
        ("perceptron.certificate", {"matplotlib", "ipywidgets", "IPython"}),
    ],
)
def test_an_import_loads_no_more_than_it_needs(imports, absent):
    code = f"import sys, {imports}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert not absent & set(loaded.stdout.split())
