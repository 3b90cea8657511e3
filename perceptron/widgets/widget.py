"""What the widgets have in common: one text of JavaScript from several files, and a form for where it is not run.

anywidget hands the browser a single ES module, in which no import of a file works. The files here are plain ES modules,
which a web page may load as they are; for anywidget they are joined.
"""

import re
from pathlib import Path

import anywidget

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w/]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def modules(file):
    """{path: text} of an ES module and of all that it imports, each after what it needs.

    Raises ValueError for an import that is not of names from a file: `import { a, b } from "./file.js";`.
    """
    texts = {}

    def add(file):
        text = file.read_text("utf-8")
        for path in IMPORT.findall(text):
            if (needed := (file.parent / path).resolve()) not in texts:
                add(needed)
        texts[file] = text
        if other := re.search(r"^import\b.*", IMPORT.sub("", text), re.MULTILINE):
            raise ValueError(f'{file.name}: {other[0]!r} can\'t be joined; write import {{ name }} from "./file.js";')

    add(file.resolve())
    return texts


def joined(file):
    """An ES module and all that it imports as one module.

    Every name of a joined module is seen by all of them, so none may be there twice: the browser refuses it.
    """
    return "\n\n".join(EXPORT.sub("", IMPORT.sub("", text)).strip() for text in modules(file).values()) + "\n"


class Widget(anywidget.AnyWidget):
    """A widget that is stored with what is shown of it where no JavaScript runs, and with a text of one line.

    Its class has _elsewhere(), which returns ({mime type: what is shown there}, its metadata).
    """

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = super()._repr_mimebundle_(include=include, exclude=exclude)
        live, metadata = live if isinstance(live, tuple) else (live, {})
        shown, words = self._elsewhere()
        return {**live, **shown, "text/plain": repr(self)}, {**metadata, **words}
