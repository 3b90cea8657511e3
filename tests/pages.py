"""What a page of the course gives to read: its prose, and its formulas."""

import re
from html import unescape

import mistune
import nbformat
import pytest

from tools.notebooks import files

MARKDOWN = mistune.create_markdown(renderer="ast", plugins=["math", "table"])
SAID = {"inline_math": "x", "codespan": "x", "softbreak": " ", "linebreak": " ", "inline_html": ""}

every_page = pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)


def cells_of(path):
    return nbformat.read(path, as_version=4).cells


def shows(cell, *names):
    """Whether the output of a cell is a widget of one of these names."""
    texts = (output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ()))
    return any(text.startswith(tuple(f"<{name}: " for name in names)) for text in texts)


def nodes(tree):
    """Every node of a markdown text, parents before their children."""
    for node in tree:
        yield node
        yield from nodes(node.get("children", ()))


def said(node):
    """What is read aloud of a part of a paragraph; a formula or a piece of code is one short word."""
    return SAID.get(node["type"], node.get("raw", "")) or "".join(map(said, node.get("children", ())))


def texts(cell):
    """What a cell gives to read as markdown: its source, and the words of a question that is asked by a widget."""
    if cell.cell_type == "markdown":
        yield cell.source
    elif shows(cell, "Prediction"):
        yield from (unescape(re.sub(r"<[^>]+>", "\n\n", output.data["text/html"])) for output in cell.outputs)


def paragraphs(cells):
    """The prose of a notebook: no headings, tables, displayed formulas and blocks of code."""
    for node in nodes(MARKDOWN("\n\n".join(text for cell in cells for text in texts(cell)))):
        if node["type"] in ("paragraph", "block_text"):
            text = re.sub(r"(?<=\d)\.(?=\d)", "", said(node))  # the point of 0.5 ends no sentence
            yield text.rstrip(" :;,.·") + "."


def formulas(cells):
    """The LaTeX of a notebook: what its text says and what its cells have printed."""
    for cell in cells:
        for text in texts(cell):
            yield from (node["raw"] for node in nodes(MARKDOWN(text)) if node["type"] in ("inline_math", "block_math"))
        for output in cell.get("outputs", ()):
            yield from filter(None, [output.get("data", {}).get("text/latex")])
