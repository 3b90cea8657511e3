"""What a notebook answers: which cells hand something to `lesson.check`, and what they need of the other cells."""

import ast
import json
import re
from dataclasses import dataclass, field
from pkgutil import iter_modules
from symtable import symtable

from IPython.core.inputtransformer2 import TransformerManager

from perceptron import course
from perceptron.course.contents import NAME, lessons

LARGEST = 20 << 20  # bytes of a notebook; one with pictures has half a million
MOST_CELLS = 2000
MOST_LETTERS = 100_000  # of a cell
_TIMED = re.compile(r"\A\s*%%(?:time|timeit|capture|prun)\b.*")  # what is under it is Python
_CHECK = re.compile(r"""\.check\(\s*["']([\w-]+)["']""")
_MISSING = object()


class NoNotebook(ValueError):
    """What was handed in can't be read as a notebook; the message says why."""


@dataclass(frozen=True)
class Attempt:
    """One answer to an exercise: plain data where the cell says nothing else, or the cells that compute it.

    source : the cell, as it was written.  literal : that data, or `Attempt.NONE`.  seed : of the variant, or None.
    cells : what has to be run, in order, the cell itself among them.  every : that cell and all before it.
    error : why it can't be run at all, or "".
    """

    NONE = _MISSING
    exercise: str
    source: str
    literal: object = _MISSING
    seed: int | None = None
    cells: tuple = ()
    every: tuple = ()
    error: str = ""


@dataclass
class Cell:
    """A cell, and which of the notebook's names it makes, needs, imports, and may change without making them anew."""

    source: str
    code: str = ""
    tree: ast.Module | None = None
    error: str = ""
    makes: set = field(default_factory=set)
    needs: set = field(default_factory=set)
    imports: set = field(default_factory=set)
    alters: set = field(default_factory=set)


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
    fixed = {"get_ipython"}.union(*(cell.imports for cell in cells))
    for cell in cells:
        cell.alters -= fixed
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
        return ["".join(c).encode("utf-8", "replace").decode() for c in code]  # half a letter is none
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise NoNotebook("this is no notebook (.ipynb): its text is no JSON with cells") from error


def _read(source):
    """A Cell of Python: what only IPython knows, such as %magics, is a call that does nothing where it is run."""
    cell = Cell(source)
    try:
        if len(source) > MOST_LETTERS:
            raise ValueError(f"it has {len(source)} letters, more than the {MOST_LETTERS} that are read")
        cell.code = TransformerManager().transform_cell(_TIMED.sub("", source))
        cell.tree = ast.parse(cell.code)
        inner = set(_of_functions(symtable(cell.code, "cell", "exec")))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        cell.tree, cell.error = None, f"{type(error).__name__}: {error}"[:200]
        return cell
    for line in cell.tree.body:
        here = list(_here(line))
        added_to = {id(line.target)} if isinstance(line, ast.AugAssign) else set()
        loads = {n.id for n in here if isinstance(n, ast.Name) and (isinstance(n.ctx, ast.Load) or id(n) in added_to)}
        cell.needs |= loads - cell.makes
        cell.imports |= {a.asname or a.name.partition(".")[0] for n in here if isinstance(n, _IMPORTS) for a in n.names}
        cell.makes |= {n.id for n in here if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        cell.makes |= cell.imports | {n.name for n in here if isinstance(n, _DEFINITIONS)}
        cell.alters |= _altered(line, here)
    cell.needs |= inner - cell.makes
    return cell


_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _here(node):
    """The node and all in it that runs where it stands: not the bodies of functions and classes."""
    ahead = [node]
    while ahead:
        yield (one := ahead.pop())
        for name, value in ast.iter_fields(one):
            if name != "body" or not isinstance(one, (*_DEFINITIONS, ast.Lambda)):
                ahead += [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST)]


def _altered(line, here):
    """Names whose values a line may change: by d[k] = v, d.k = v, or a call for its own sake, such as d.append(v)."""
    parts = [n for n in here if isinstance(n, ast.Subscript | ast.Attribute) and not isinstance(n.ctx, ast.Load)]
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call) and _called(line.value) not in _HARMLESS:
        parts.append(line.value)
    return {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}


_HARMLESS = ("check", "display", "print")


def _called(call):
    """The last name of what is called, or ""."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _of_functions(table):
    """The names of the whole notebook that the functions of a cell use."""
    for inside in table.get_children():
        yield from (s.get_name() for s in inside.get_symbols() if s.is_global() and s.is_referenced())
        yield from _of_functions(inside)


def _checks(cell, known):
    """(exercise, expression of its answer, seed) of each call of a `check` in a cell that names an exercise."""
    for node in ast.walk(cell.tree) if cell.tree else ():
        if isinstance(node, ast.Call) and _called(node) == "check":
            given = {k.arg: k.value for k in node.keywords}
            name, answer = (
                node.args[at] if len(node.args) > at else given.get(word) for at, word in enumerate(("name", "answer"))
            )
            if isinstance(name, ast.Constant) and name.value in known and answer is not None:
                seed = node.args[2] if len(node.args) > 2 else given.get("seed")
                yield name.value, answer, seed


def _attempt(name, answer, seed, at, cells):
    cell, varying = cells[at], _varying(cells[: at + 1], name)
    plain, number = _literal(cell, answer), None if seed is None else _literal(cell, seed)
    if plain is not _MISSING and number is not _MISSING and not varying:
        return Attempt(name, cell.source, plain, number)
    every = tuple(c.code for c in cells[: at + 1] if c.tree)
    return Attempt(name, cell.source, cells=tuple(c.code for c in _needed({at, *varying}, cells)), every=every)


def _varying(cells, name):
    """The places of the cells that ask for another exercise like this one."""
    return [
        k for k, cell in enumerate(cells)
        for node in (ast.walk(cell.tree) if cell.tree else ())
        if isinstance(node, ast.Call) and _called(node) == "another"
        and any(getattr(given, "value", None) == name for given in (*node.args, *(k.value for k in node.keywords)))
    ]  # fmt: skip


def _literal(cell, expression):
    """The value of an expression in a cell of imports, constants and checks, without running it; else _MISSING."""
    values = {}
    if cell.alters:
        return _MISSING
    for line in cell.tree.body:
        if (line.lineno, line.col_offset) > (expression.lineno, expression.col_offset):
            break
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


def _needed(chosen, cells):
    """The cells at these places and those that they need.

    For each name that is the last cell before that makes it, and those between that may change it; else the next.
    """
    ahead = list(chosen)
    while ahead:
        here = ahead.pop()
        for name in cells[here].needs:
            making = [k for k, cell in enumerate(cells) if name in cell.makes and k != here]
            k = max((k for k in making if k < here), default=min(making, default=here))
            more = {k, *(j for j in range(k + 1, here) if name in cells[j].alters)} - chosen
            chosen |= more
            ahead += more
    return [cells[k] for k in sorted(chosen)]


def _is_stub(attempt):
    if attempt.literal is not _MISSING:
        return attempt.literal in ("...", "", None, ...)
    return "raise NotImplementedError" in attempt.source
