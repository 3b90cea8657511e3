"""A JupyterLab server on a copy of the notebooks, and Debian's Chromium, driven by Playwright.

A test asks for `open_notebook`: `lesson = open_notebook("00_start_here.ipynb")` gives a lab.NotebookPage with a live
kernel. One server and one browser serve all the tests of a worker; each notebook opens in a page of its own.
"""

import shutil

import pytest
from lab import ROOT, NotebookPage, jupyterlab
from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
]


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("The browser tests need Chromium. On Debian and Ubuntu: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """The address of a running JupyterLab."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with jupyterlab(folder) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def shared_context(chromium):
    """JupyterLab's own files are fetched once, not anew for every notebook."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def open_notebook(lab_server, chromium, shared_context):
    """Open a notebook by its file name; its page and its kernel end with the test.

    Options of Playwright's new_context (color_scheme, device_scale_factor, viewport ...) give it a context of its own.
    """
    lessons, contexts = [], []

    def opened(name, **options):
        if options:
            contexts.append(chromium.new_context(**options))
        lessons.append(NotebookPage(contexts[-1] if options else shared_context))
        lessons[-1].open(f"{lab_server}/doc/tree/{name}")
        return lessons[-1]

    yield opened
    for ended in (*lessons, *contexts):
        ended.close()
