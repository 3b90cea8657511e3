"""What a notebook answers: which cells hand something to `lesson.check`, and what they need of the other cells."""

import ast
import json
import re
from dataclasses import dataclass, field
from pkgutil import iter_modules
from symtable import symtable

from perceptron import course
from perceptron.course.contents import NAME, lessons

LARGEST = 20 << 20  # bytes of a notebook; one with pictures has half a million
MOST_CELLS = 2000
_MAGIC = re.compile(r"^\s*[%!?].*$|^.*\?\s*$", re.M)
_CHECK = re.compile(r"""\.check\(\s*["']([\w-]+)["']""")
_MISSING = object()


class NoNotebook(ValueError):
    """What was handed in can't be read as a notebook; the message says why."""


@dataclass(frozen=True)
class Attempt:
    """One answer to an exercise: plain data where the cell says nothing else, or the cells that compute it.

    source : the student's cell.  literal : that data, or `Attempt.NONE`.  seed : of the variant, or None.
    cells : what has to be run, in order, the cell itself among them.  error : why it can't be run at all, or "".
    """

    NONE = _MISSING
    exercise: str
    source: str
    literal: object = _MISSING
    seed: int | None = None
    cells: tuple = ()
    error: str = ""


@dataclass
class Cell:
    source: str
    tree: ast.Module | None = None
    error: str = ""
    makes: set = field(default_factory=set)
    needs: set = field(default_factory=set)


def exercises():
    """{name of an exercise: (its Lesson, the Exercise)} of the whole course."""
    return {name: (lesson, e) for lesson in lessons().values() for name, e in lesson.exercises.items()}


def modules():
    """The names under which cells import the lessons, such as l05_follow."""
    return [module.name for module in iter_modules(course.__path__) if NAME.fullmatch(module.name)]


def attempts(raw, known):
    """{exercise: its last Attempt that is more than the stub, or the stub} of a notebook's bytes.

    known : the names of exercises. Raises NoNotebook.
    """
    cells = [_read(source) for source in sources(raw)]
    found = {}
    for at, cell in enumerate(cells):
        if cell.tree is None:
            for name in set(_CHECK.findall(cell.source)) & set(known):
                found.setdefault(name, Attempt(name, cell.source, error=cell.error))
        for name, answer, seed in _checks(cell, known):
            attempt = _attempt(name, answer, seed, at, cells)
            if name not in found or not _is_stub(attempt):
                found[name] = attempt
    return found


def sources(raw):
    """The code of each code cell of a notebook of format 4 (or 3). Raises NoNotebook."""
    if len(raw) > LARGEST:
        raise NoNotebook(f"the file has {len(raw) >> 20} MB, more than the {LARGEST >> 20} that are read")
    try:
        notebook = json.loads(raw)
        worksheets = notebook.get("worksheets")
        cells = [c for sheet in worksheets for c in sheet["cells"]] if worksheets else notebook["cells"]
        code = [c.get("source", c.get("input", "")) for c in cells[:MOST_CELLS] if c["cell_type"] == "code"]
        return ["".join(c) for c in code]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise NoNotebook("this is no notebook (.ipynb): its text is no JSON with cells") from error


def _read(source):
    """A Cell without the lines that only IPython knows; what it makes and needs are names of the whole notebook."""
    cell = Cell(_MAGIC.sub("", source))
    try:
        cell.tree = ast.parse(cell.source)
        inner = set(_of_functions(symtable(cell.source, "cell", "exec")))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        cell.tree, cell.error = None, f"{type(error).__name__}: {error}"[:200]
        return cell
    for line in cell.tree.body:
        names = [node for node in ast.walk(line) if isinstance(node, ast.Name)]
        if isinstance(line, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            cell.makes.add(line.name)
            continue
        added_to = {id(line.target)} if isinstance(line, ast.AugAssign) else set()
        loads = {n.id for n in names if isinstance(n.ctx, ast.Load) or id(n) in added_to}
        cell.needs |= loads - cell.makes
        cell.makes |= {n.id for n in names if isinstance(n.ctx, ast.Store)}
        if isinstance(line, ast.Import | ast.ImportFrom):
            cell.makes |= {(a.asname or a.name).partition(".")[0] for a in line.names}
    cell.needs |= inner - cell.makes
    return cell


def _of_functions(table):
    """The names of the whole notebook that the functions of a cell use."""
    for inside in table.get_children():
        yield from (s.get_name() for s in inside.get_symbols() if s.is_global() and s.is_referenced())
        yield from _of_functions(inside)


def _checks(cell, known):
    """(exercise, expression of its answer, seed) of each call of a `check` in a cell that names an exercise."""
    for node in ast.walk(cell.tree) if cell.tree else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            given = {k.arg: k.value for k in node.keywords}
            name, answer = (
                node.args[at] if len(node.args) > at else given.get(word) for at, word in enumerate(("name", "answer"))
            )
            if called == "check" and isinstance(name, ast.Constant) and name.value in known and answer is not None:
                seed = node.args[2] if len(node.args) > 2 else given.get("seed")
                yield name.value, answer, seed


def _attempt(name, answer, seed, at, cells):
    cell = cells[at]
    plain, number = _literal(cell, answer), None if seed is None else _literal(cell, seed)
    if plain is not _MISSING and number is not _MISSING and not _varies(cells[: at + 1], name):
        return Attempt(name, cell.source, plain, number)
    return Attempt(name, cell.source, cells=tuple(c.source for c in _needed(at, cells)))


def _varies(cells, name):
    """Whether a cell asks for another exercise like this one."""
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "another" and node.args
        and getattr(node.args[0], "value", None) == name
        for cell in cells if cell.tree for node in ast.walk(cell.tree)
    )  # fmt: skip


def _literal(cell, expression):
    """The value of an expression in a cell of imports, constants and checks, without running it; else _MISSING."""
    values = {}
    for line in cell.tree.body:
        if isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
            values[line.targets[0].id] = line.value
        elif not isinstance(line, ast.Import | ast.ImportFrom) and not (
            isinstance(line, ast.Expr) and isinstance(line.value, ast.Call | ast.Constant)
        ):
            return _MISSING
    if isinstance(expression, ast.Name):
        expression = values.get(expression.id, expression)
    try:
        return ast.literal_eval(expression)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _MISSING


def _needed(at, cells):
    """The cell at this place and those that it needs: for each name the last cell before that makes it, or the next."""
    chosen, ahead = {at}, [at]
    while ahead:
        here = ahead.pop()
        for name in cells[here].needs:
            making = [k for k, cell in enumerate(cells) if name in cell.makes and k != here]
            k = max((k for k in making if k < here), default=min(making, default=here))
            if k not in chosen:
                chosen.add(k)
                ahead.append(k)
    return [cells[k] for k in sorted(chosen)]


def _is_stub(attempt):
    if attempt.literal is not _MISSING:
        return attempt.literal in ("...", "", None, ...)
    return "raise NotImplementedError" in attempt.source
