"""Run inside of Pyodide: every module in `folder` (a global of its caller) is put in its place as bytecode.

Docstrings go, which are a third of all; as "" and not None, since some libraries add to them. NumPy and matplotlib read
their own, and the course's are for readers.
"""

import ast
import importlib.util
import marshal
from pathlib import Path

SPOKEN = ("numpy", "matplotlib", "mpl_toolkits", "perceptron", "pyodide", "_pyodide")
NAMED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def bytecode(text, name):
    tree = ast.parse(text)
    for node in () if name.startswith(SPOKEN) else ast.walk(tree):
        if isinstance(node, NAMED) and ast.get_docstring(node, clean=False) is not None:
            node.body[0].value.value = ""
    code = compile(tree, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


for file in sorted(Path(folder).rglob("*.py")):  # noqa: F821
    file.with_suffix(".pyc").write_bytes(bytecode(file.read_bytes(), str(file.relative_to(folder))))  # noqa: F821
    file.unlink()
