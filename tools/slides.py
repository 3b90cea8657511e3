"""The lessons as slides: `python -m tools.slides [--to FOLDER] [FILE ...]` writes slides/NN_name.html with reveal.js.

Each lesson runs once, so that its interactive pictures are in the page and move without a kernel. Everything a page
loads is beside it; nothing comes from the network. The browser itself breaks the lessons into pages, since only it
knows how high a cell is: see slides.html.j2.
"""

import argparse
import asyncio
import os
import re
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert.exporters import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from traitlets.config import Config

from tools.mathml import mathml, with_mathml
from tools.notebooks import CELL_TIMEOUT, ROOT, files, kernel_environment

HERE = Path(__file__).parent
SLIDES = ROOT / "slides"


def package(name):
    """Its folder; what is wanted are its files, so it is not imported."""
    return Path(find_spec(name).origin).parent


def libraries():
    """What the pages load, by its name beside them."""
    reveal = package("sphinx_revealjs") / "_static" / "revealjs" / "dist"
    return {
        "reveal/dist/reveal.js": reveal / "reveal.js",
        "reveal/dist/reveal.css": reveal / "reveal.css",
        "reveal/dist/theme/course.css": HERE / "slides.css",
        "require.js": package("shiny") / "www" / "shared" / "requirejs" / "require.min.js",
        "embed.js": package("shinywidgets") / "static" / "libembed-amd.js",
        "anywidget.js": package("anywidget") / "nbextension" / "index.js",
    }


class _Formulas(IPythonRenderer):
    """Markdown whose formulas are MathML."""

    def inline_math(self, body):
        return mathml(body)

    def block_math(self, body):
        return mathml(body, "block")


class _OnSlides(Preprocessor):
    """Set what a kernel gave as TeX, give what moves the whole page, and lead links to the other slides."""

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\]\((\w+)\.ipynb", r"](\1.html", cell.source)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            for kind in ("text/html", "text/latex"):
                if kind in data:
                    data[kind] = with_mathml(data[kind])
            if data.get("text/plain", "").startswith(("<Stage", "<Playground", "<Stepper", "<Prediction")):
                cell.metadata["transient"] = {"remove_source": True}  # what moves wants the whole page
        return cell, resources


def for_the_class(cell):
    """Whether a cell is shown: solutions are not, nor what readers write into."""
    return not {"solution", "exercise"} & set(cell.metadata.get("tags", ()))


def executed(path, folder):
    """What the class sees of the notebook at `path`, run in a fresh kernel, with the state of its widgets."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = list(filter(for_the_class, notebook.cells))
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        resources={"metadata": {"path": str(path.parent)}},
    )
    environment = {**os.environ, **kernel_environment(folder), "PERCEPTRON_PROGRESS": "off"}
    return asyncio.run(client.async_execute(env=environment))


def page(notebook, title):
    """A notebook with outputs as one HTML page of slides."""
    exporter = SlidesExporter(
        template_file=str(HERE / "slides.html.j2"),
        reveal_url_prefix="reveal",
        reveal_theme="course",
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        preprocessors=[_OnSlides],
    )
    exporter.register_filter("markdown2html", lambda source: MarkdownWithMath(_Formulas(escape=False)).render(source))
    exporter.register_filter("with_mathml", with_mathml)
    return exporter.from_notebook_node(notebook, {"metadata": {"name": title}})[0]


def write(paths, to=SLIDES):
    """Write the slides of these notebooks, and all that they load, into the folder `to`; yield each file."""
    for name, source in libraries().items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, to / name)
    with tempfile.TemporaryDirectory(prefix="perceptron-", ignore_cleanup_errors=True) as folder:
        for path in paths:
            file = to / f"{path.stem}.html"
            file.write_text(page(executed(path, Path(folder)), path.stem), encoding="utf-8")
            yield file


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the lessons as slides that need no network and no kernel.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="notebooks (default: all)")
    parser.add_argument("--to", type=Path, default=SLIDES, metavar="FOLDER", help="default: slides/")
    options = parser.parse_args(arguments)
    for file in write(options.files or files(), options.to):
        print(file.name)


if __name__ == "__main__":
    sys.exit(main())
