"""A lesson exported as HTML can be dragged from a file: no server, no kernel, no request to anybody.

Exported pages load require.js, jQuery, the widget manager and anywidget from the web. Here they get copies that come
with Python packages: shinywidgets brings @jupyter-widgets/html-manager, and shiny, which it needs, the other two.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from lab import PATIENCE, ROOT, settings_under
from widgets import alone

LESSON = "03_measure_the_error"


def package(name):
    """Its folder; what is wanted are its files, so it is not imported."""
    return Path(find_spec(name).origin).parent


SHARED = package("shiny") / "www" / "shared"
LIBRARIES = {
    "require.js": SHARED / "requirejs" / "require.min.js",
    "jquery.js": SHARED / "jquery" / "jquery-3.6.0.min.js",
    "embed.js": package("shinywidgets") / "static" / "libembed-amd.js",
    "anywidget.js": package("anywidget") / "nbextension" / "index.js",
}
# What the web's embed-amd.js adds to libembed-amd.js.
START = "\nrequire(['@jupyter-widgets/html-manager/dist/libembed-amd'], (embed) => embed.renderWidgets());\n"
# No Python package has MathJax as nbconvert wants it: here formulas stay as they were typed.
WITHOUT_MATHJAX = "mathjax.js"
DRAWN = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size > 10;
}"""
PICTURE = "canvas => canvas.toDataURL()"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The address of the file."""
    folder = tmp_path_factory.mktemp("exported")
    for name, source in LIBRARIES.items():
        shutil.copy(source, folder / name)
    with open(folder / "embed.js", "a") as file:
        file.write(START)
    (folder / WITHOUT_MATHJAX).write_text("")
    command = [
        *(sys.executable, "-m", "nbconvert", "--to", "html", "--execute", ROOT / "notebooks" / f"{LESSON}.ipynb"),
        *("--output-dir", folder, "--HTMLExporter.require_js_url=require.js", "--HTMLExporter.jquery_url=jquery.js"),
        *(f"--HTMLExporter.mathjax_url={WITHOUT_MATHJAX}", "--HTMLExporter.widget_renderer_url=embed.js"),
    ]
    done = subprocess.run(
        command, env=settings_under(folder), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return (folder / f"{LESSON}.html").as_uri()


def test_exported_page_can_be_dragged_with_nobody_there(exported, chromium):
    with alone(chromium, exported) as page:
        stage = page.locator(".perceptron-stage").first
        canvas, live, box = stage.locator("canvas"), stage.locator(".live"), stage.locator(".number").first
        canvas.wait_for()
        assert canvas.evaluate(DRAWN)

        before, said = canvas.evaluate(PICTURE), live.text_content()
        grip = stage.locator(".grip").nth(2)
        grip.scroll_into_view_if_needed()
        at = grip.bounding_box()
        page.mouse.move(at["x"] + 16, at["y"] + 16)
        page.mouse.down()
        page.mouse.move(at["x"] + 16, at["y"] - 30, steps=4)
        page.mouse.up()
        page.wait_for_function("([element, words]) => element.textContent !== words", arg=[live.element_handle(), said])
        dragged = canvas.evaluate(PICTURE)
        assert dragged != before

        old = box.input_value()
        stage.locator("input[type=range]").first.press("ArrowRight")
        page.wait_for_function("([element, value]) => element.value !== value", arg=[box.element_handle(), old])
        assert canvas.evaluate(PICTURE) != dragged
