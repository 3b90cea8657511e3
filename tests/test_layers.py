"""Who may import whom. The neuron by hand and the neuron in symbols never meet: their agreement is what is tested."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "perceptron"
LONGEST = 320
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}

# module: (ours, others') that it may import. `widgets` is a package; what is inside it may import each other.
BY_HAND = {"inputs", "neuron", "cost", "gradient", "descent", "data"}
ALLOWED = {
    "inputs": (set(), {"numpy"}),
    "notation": (set(), set()),
    "neuron": ({"inputs"}, {"numpy"}),
    "cost": ({"inputs"}, {"numpy"}),
    "gradient": ({"inputs", "neuron", "cost"}, {"numpy"}),
    "descent": ({"inputs", "neuron", "cost", "gradient"}, {"numpy"}),
    "data": ({"inputs"}, {"numpy"}),
    "codegen": (set(), {"numpy", "sympy"}),
    "latex": (set(), {"sympy"}),
    "symbolic": ({"inputs", "latex"}, {"sympy"}),
    "generated": ({"inputs", "codegen", "symbolic"}, {"numpy", "sympy"}),
    "equality": ({"symbolic"}, {"sympy", "mpmath"}),
    "expression": ({"symbolic"}, {"sympy"}),
    "proof": ({"equality", "expression", "latex", "symbolic"}, {"sympy"}),
    "proofs": ({"latex", "proof", "symbolic"}, {"sympy"}),
    "article": ({"inputs", "equality", "expression", "generated", "latex", "symbolic"}, {"numpy", "sympy"}),
    "answers": ({"inputs", "equality", "expression", "symbolic"}, {"numpy", "sympy"}),
    "network": ({"inputs", "neuron", "cost", "descent"}, {"numpy"}),
    "faults": ({"gradient"}, {"numpy"}),
    "error_bounds": ({"gradient"}, {"numpy"}),
    "certificate_table": ({"faults"}, {"numpy"}),
    "certificate": (
        {"neuron", "cost", "gradient", "symbolic", "generated", "faults", "error_bounds", "certificate_table"},
        {"numpy"},
    ),
    "progress": (set(), {"platformdirs"}),
    "exercises": (BY_HAND | {"certificate", "answers", "lessons", "progress", "symbolic"}, {"numpy", "sympy"}),
    "widgets": (
        BY_HAND
        | {"notation", "symbolic", "codegen", "generated", "latex", "equality", "expression", "proof", "certificate"},
        {"numpy", "sympy", "ipywidgets", "anywidget", "traitlets", "matplotlib", "PIL", "latex2mathml", "IPython"},
    ),
    "lessons": (
        BY_HAND
        | {"notation", "codegen", "symbolic", "generated", "latex", "faults", "error_bounds", "certificate", "widgets"}
        | {"equality", "expression", "proof", "proofs", "article", "answers", "network"},
        {"numpy", "sympy", "IPython", "torch"},
    ),
    "__init__": (set(), set()),
}


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
    everything = {name: set(direct[name]) for name in direct}
    for _ in direct:
        for name, ours in everything.items():
            everything[name] = ours.union(*(everything.get(m, set()) for m in ours))
    return everything


def test_every_import_follows_an_arrow():
    assert list(violations()) == []


def test_the_two_neurons_never_meet():
    reached = reach()
    for module in ("symbolic", "generated"):
        assert not reached[module] & {"neuron", "cost", "gradient"}
    for module in ("neuron", "cost", "gradient", "descent", "data", "error_bounds"):
        assert not reached[module] & {"symbolic", "codegen", "generated"}
    assert {"gradient", "symbolic"} <= reached["certificate"]  # the one place where they do
    assert not any("lessons" in ours for name, ours in reached.items() if name not in ("lessons", "exercises"))


def test_the_table_has_no_module_that_is_gone():
    assert set(ALLOWED) == {name for name, _ in modules(PACKAGE)}


PLANTED = {
    "from package import neuron": "symbolic.py imports neuron",
    "from package.cost import MSE": "symbolic.py imports cost",
    "import package.gradient as g": "symbolic.py imports gradient",
    "from .neuron import SIGMOID": "symbolic.py imports neuron",
    "from . import lessons": "symbolic.py imports lessons",
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
    (package / "symbolic.py").write_text("import math\nimport sympy\nfrom package import latex\n")
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
