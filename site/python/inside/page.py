"""The cells of one page, which is a notebook: they share their names, and what each of them shows is told as data.

The worker calls `call` with the name of a function here and its arguments as JSON, and passes the answer on.
"""

import ast
import base64
import contextlib
import importlib
import io
import json
import linecache
import sys
import traceback
from pathlib import Path
from pkgutil import iter_modules
from symtable import symtable

from anywidget import AnyWidget
from mathml import with_mathml

from perceptron import course
from perceptron.course import comma, progress
from perceptron.widgets import shown as verdicts
from perceptron.widgets.question import Question

MOST_PRINTED, MOST_SAID = 50_000, 2_000  # characters of one cell, and of an error
MOST_SAVED, MOST_FILES = 5_000_000, 5  # bytes of a file, and how many of them, that a cell gives to the reader
names = {"__name__": "__main__"}
widgets = []
_shown = []
_moved = {}


def call(function, arguments):
    """{"answer", "moved"}, as JSON: what a function of this module answers to arguments in JSON, and what it changed
    of the widgets that are shown, as {number: {trait: value}}.
    """
    _moved.clear()
    answer = globals()[function](*json.loads(arguments))
    moved = {n: {name: getattr(widgets[n], name) for name in changed} for n, changed in _moved.items()}
    return json.dumps({"answer": answer, "moved": moved}, default=_jsonable)


def run(cell, source):
    """What a cell shows: a list of {"stream"}, {"text"}, {"html", "text"}, {"png", "alt", "text"},
    {"file", "data"} of what it has written to this folder, {"widget", "state", "number"}, {"error", "at"}, or
    {"forgotten"} where a cell has deleted the progress.
    """
    name, printed = f"<cell {cell}>", _Printed()
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    _shown.clear()
    before, files = progress.all_solved(), _files()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            value = _run(source, name)
            if value is not None:
                show(value)
            _show_open_figures()
        except BaseException as error:  # SystemExit and KeyboardInterrupt as well: the worker goes on
            _shown.append(_told(error))
    for path, _ in sorted(_files().items() - files.items())[:MOST_FILES]:
        _shown.append({"file": path.name, "data": base64.b64encode(path.read_bytes()).decode()})
    if before and not progress.all_solved():
        _shown.append({"forgotten": True})  # the page keeps it, too
    return list(_shown)


def _files():
    """{path: when it was written} of the files in this folder: Python's own disk is not the reader's."""
    try:
        found = [path for path in Path().iterdir() if path.is_file() and not path.name.startswith(".")]
        return {path: path.stat().st_mtime_ns for path in found if path.stat().st_size < MOST_SAVED}
    except OSError:  # a cell may go anywhere, and take its folder away
        return {}


def needed(cells):
    """Which of the cells before the last one make what it needs, as their places in order. cells : [source, ...]."""
    *before, last = cells
    wanted, found = _names(last)[1], []
    for k in range(len(before) - 1, -1, -1):
        made, used = _names(before[k])
        if made & wanted:
            found.append(k)
            wanted = (wanted - made) | used
    return found[::-1]


def show(value, raw=False):
    """Show a value in the cell that runs, as IPython's `display` does; raw : it is {mime type: what is shown}."""
    if isinstance(value, AnyWidget):
        shown = {"widget": type(value).__name__, "state": value.get_state(), "number": _watched(value)}
    else:
        shown = _best(*(value, {}) if raw else _bundle(value))
    _shown.append(shown)


verdicts.page = show


def begin(notebook, exercises):
    """What a page needs before its first cell: its lesson, imported, and which exercises earlier visits solved."""
    _lesson(notebook)
    for name in exercises:
        progress.solved(name)


def stepper(notebook, title, inserted):
    """The number of a new Stepper of the proof with this title, for one that the page shows and no cell has made.

    inserted : [(a reader's own line, which line it comes after), ...] of a Python before this one.
    """
    lesson = _lesson(notebook)
    made = lesson.proof(next(name for name, proof in lesson.proofs.items() if proof.title == title))
    for number, (line, after) in enumerate(inserted):
        made.shown = after
        made.asked = {"number": -number, "line": line, "insert": True}
    return _watched(made)


def another(notebook, exercise, seed, stub):
    """An exercise with the numbers of this seed: its question in HTML, hints, solution, and its cell's stub anew."""
    fresh = _lesson(notebook).exercises[exercise].another(seed)
    question = _best(*_bundle(Question(fresh.question)))["html"]
    head, _, check = stub.rpartition("\n")
    stub = f"{head}\n{check.removesuffix(')')}, seed={seed})"
    return {"seed": seed, "question": question, "stub": stub, "hints": fresh.hints, "solution": fresh.solution}


def change(number, changes):
    """Set traits of a widget."""
    widget = widgets[number]
    for name, value in changes.items():
        widget.set_trait(name, value)
    for name in changes.keys() & _moved.get(number, set()):
        if getattr(widget, name) == changes[name]:
            _moved[number].discard(name)  # the page knows: by now it may be further


def _watched(widget):
    """The number of a widget, of whose moves the page is told."""
    number = len(widgets)
    widgets.append(widget)
    widget.observe(lambda change: _moved.setdefault(number, set()).add(change.name), list(widget.traits(sync=True)))
    return number


def later(modules, fetch):
    """Call fetch() when one of these modules is first imported: what draws is large, and few cells draw."""
    sys.meta_path.insert(0, _Later(list(modules), fetch))


def _lesson(notebook):
    """The Lesson of a notebook; all the others stay where they are, which saves a second."""
    start = f"l{notebook.partition('_')[0]}_"
    name = next(module.name for module in iter_modules(course.__path__) if module.name.startswith(start))
    return importlib.import_module(f"{course.__name__}.{name}").LESSON


def _run(source, name):
    """The value of the last expression of a cell, None where it ends in something else."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec", dont_inherit=True), names)
    return eval(compile(ast.Expression(last.value), name, "eval", dont_inherit=True), names) if last else None


def _names(source):
    """(names that a cell makes, names that it takes from others); none where it can't be read."""
    try:
        top = symtable(source, "<cell>", "exec")
    except SyntaxError:
        return set(), set()
    made = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    return made, {s.get_name() for s in _used(top, lambda symbol: True)} - made


def _used(table, counts):
    yield from (symbol for symbol in table.get_symbols() if symbol.is_referenced() and counts(symbol))
    for inner in table.get_children():
        yield from _used(inner, lambda symbol: symbol.is_global())


def _bundle(value):
    """({mime type: what is shown}, {mime type: its metadata}) of a value, as IPython finds it."""
    if whole := getattr(value, "_repr_mimebundle_", None):
        found = whole()
        return found if isinstance(found, tuple) else (found, {})
    methods = {"text/html": "_repr_html_", "text/latex": "_repr_latex_", "image/png": "_repr_png_"}
    made = {mime: getattr(value, method)() for mime, method in methods.items() if getattr(value, method, None)}
    if hasattr(value, "savefig"):  # a figure of matplotlib's, of which pyplot knows nothing
        made["image/png"] = _png(value)
    return {mime: data for mime, data in made.items() if data is not None} | {"text/plain": repr(value)}, {}


def _best(data, metadata):
    """The one form of a bundle that a page shows, with its text, which tests and screen readers take."""
    text = data.get("text/plain", "")
    if picture := data.get("image/png"):
        encoded = base64.b64encode(picture).decode() if isinstance(picture, bytes) else picture
        return {"png": encoded, "alt": metadata.get("image/png", {}).get("alt", text), "text": text}
    rich = data.get("text/html") or data.get("text/latex")
    if not rich:
        return {"text": text}
    with contextlib.suppress(Exception):  # of latex2mathml, which has no common one: then it stays as it was written
        rich = with_mathml(rich)
    return {"html": rich, "text": text}


def _show_open_figures():
    plt = sys.modules.get("matplotlib.pyplot")
    for number in plt.get_fignums() if plt else ():
        _shown.append({"png": base64.b64encode(_png(plt.figure(number))).decode(), "alt": "a figure", "text": ""})
        plt.close(number)


def _png(figure):
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def _told(error):
    """An error as a reader can use it: what is wrong, then where, in the cells' own lines alone, innermost first."""
    if isinstance(error, SyntaxError):
        comma.explain(error)
    *_, words = traceback.TracebackException.from_exception(error).format_exception_only()
    if isinstance(error, SystemExit):
        words = "SystemExit: this ended Python, so nothing below it ran. Take the `exit` away."
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((error.filename, error.lineno))
    at = [
        {"cell": name[len("<cell ") : -1], "line": line, "code": linecache.getline(name, line).strip()}
        for name, line in reversed(frames)
        if name and name.startswith("<cell ")
    ]
    return {"error": words.strip()[:MOST_SAID], "at": at[:6]}


def _jsonable(value):
    return value.tolist() if hasattr(value, "tolist") else repr(value)


class _Printed(io.TextIOBase):
    """What is printed goes to what is shown, in its order, up to a limit."""

    length = 0

    def writable(self):
        return True

    def write(self, text):
        room, self.length = MOST_PRINTED - self.length, self.length + len(text)
        if room > 0:
            kept = text if len(text) <= room else f"{text[:room]} ... (and more)"
            if _shown and _shown[-1].keys() == {"stream"}:
                _shown[-1]["stream"] += kept
            else:
                _shown.append({"stream": kept})
        return len(text)


class _Later:
    def __init__(self, modules, fetch):
        self.modules, self.fetch = modules, fetch

    def find_spec(self, name, path=None, target=None):
        """None: the archive is fetched, and then others find the module."""
        if name.partition(".")[0] in self.modules:
            sys.meta_path.remove(self)
            self.fetch()
            importlib.invalidate_caches()
