"""How soon a curious person has something of lesson 03: our page, nbconvert's with the widget manager, JupyterLite.

Needs `make site lite` and Chromium. Each is opened by a newcomer over a line of 10 Mbit/s with 50 ms, which the server
itself stands for: Chromium's own emulation leaves out workers, which load nearly all of what runs Python. Told are the
seconds from the click on a link to the first paint, to a stage that follows a key, and to the first answer of Python,
with what was sent until then. `--export FOLDER` adds a page of another program, such as marimo's, of which only the
first paint is told: its Python comes from other machines.
"""

import argparse
import functools
import http.server
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from judge_on_page import BUILT, LESSON, Line, verdict
from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from lab import NotebookPage, settings_under  # noqa: E402
from test_stage_offline import LIBRARIES, START  # noqa: E402

RATE, Line.latency = 10 * 125_000, 0.05
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
SLIDER = ".perceptron-stage input[type=range]"
RAN = "() => [...perceptronPanel.content.model.cells].some(c => c.id === 'residual-code' && c.outputs.length)"
FIRST = "for (let k = 0; k < 2; k++) await jupyterapp.commands.execute('notebook:run-cell-and-select-next');"
CHOOSE = (
    "perceptronPanel.content.activeCellIndex = perceptronPanel.content.widgets.findIndex(c => c.model.type === 'code');"
)
WHAT = ("first paint", "draggable", "first answer of Python", "MB until draggable", "requests", "MB in all")


def export(folder):
    """Write the lesson with nbconvert, and local copies of the widget manager, which elsewhere come from a CDN."""
    for name, source in LIBRARIES.items():
        shutil.copy(source, folder / name)
    with open(folder / "embed.js", "a") as file:
        file.write(START)
    (folder / "mathjax.js").touch()
    urls = {"require_js": "require.js", "jquery": "jquery.js", "mathjax": "mathjax.js", "widget_renderer": "embed.js"}
    options = [f"--HTMLExporter.{name}_url={url}" for name, url in urls.items()]
    notebook = ROOT / "notebooks" / f"{LESSON}.ipynb"
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--execute",
        notebook,
        "--output-dir",
        folder,
        *options,
    ]
    subprocess.run(command, env=settings_under(folder), check=True, capture_output=True)


def dragged(page):
    """Return once the first stage of the page follows a key."""
    slider = page.locator(SLIDER).first
    slider.wait_for(timeout=180_000)
    before = slider.input_value()
    while slider.input_value() == before:
        slider.press("ArrowRight")


def on_our_page(page, address):
    """A page of the site; yields as each thing has come."""
    page.goto(f"{address}/lessons/{LESSON}.html", wait_until="commit")
    page.locator(".widget[data-widget=Stage]").first.scroll_into_view_if_needed()
    dragged(page)
    yield "draggable"
    page.locator(".exercise button").first.wait_for()
    verdict(page, "0.07")
    yield "first answer of Python"


def on_an_exported_page(page, address):
    page.goto(f"{address}/{LESSON}.html", wait_until="commit")
    dragged(page)
    yield "draggable"


def in_jupyterlite(page, address):
    """Its stages are those of a kernel that has run the lesson."""
    lab = NotebookPage.__new__(NotebookPage)
    lab.page = page
    lab.open(f"{address}/lite/lab/index.html?path={LESSON}.ipynb")
    lab.evaluate(f"async () => {{ {CHOOSE} {FIRST} }}")
    page.wait_for_function(RAN)
    yield "first answer of Python"
    lab.run_all()
    dragged(page)
    yield "draggable"


def elsewhere(page, address):
    page.goto(f"{address}/index.html", wait_until="commit")
    page.wait_for_function(PAINTED)
    yield "first paint"


def measure(browser, visit, folder):
    """{what: seconds or bytes or requests} of one newcomer."""
    serve = functools.partial(Line, directory=folder, rate=RATE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Line.sent = Line.asked = 0
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page, start, found = context.new_page(), time.monotonic(), {}
        for what in visit(page, f"http://127.0.0.1:{server.server_port}"):
            found[what] = time.monotonic() - start
            if what == "draggable":
                found |= {"MB until draggable": Line.sent / 1e6, "requests": Line.asked}
        found |= {"first paint": page.evaluate(PAINTED) / 1000, "MB in all": Line.sent / 1e6}
        context.close()
        server.shutdown()
    return found


def main():
    """Print the table, and how many times as much the others take as our page."""
    parser = argparse.ArgumentParser(description="How soon a lesson is there.")
    parser.add_argument("--built", type=Path, default=BUILT, help="the folder of the site")
    parser.add_argument("--export", type=Path, help="the folder of a page that another program has made")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    first = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        export(Path(folder))
        visits = {"our page": (on_our_page, options.built), "nbconvert": (on_an_exported_page, folder)}
        visits["JupyterLite"] = in_jupyterlite, options.built
        if options.export:
            visits["export"] = elsewhere, options.export
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(f"{'':12}" + "".join(f"{what:>26}" for what in WHAT))
        for name, (visit, built) in visits.items():
            try:
                rounds = [measure(browser, visit, built) for _ in range(options.rounds)]
            except Error as error:
                print(f"{name:12} {error.message.splitlines()[0]}")
                continue
            found = {what: statistics.median(one[what] for one in rounds) for what in WHAT if what in rounds[0]}
            first = found if name == "our page" else first
            told = (f"{found[w]:.2f} ({found[w] / first[w]:.1f}×)" if w in found else "never" for w in WHAT)
            print(f"{name:12}" + "".join(f"{one:>26}" for one in told))
        browser.close()


if __name__ == "__main__":
    main()
