"""A JupyterLab server on a copy of the notebooks, and Chromium, driven by Playwright.

One server and one browser serve all the tests of a worker.
"""

import shutil

import pytest
from lab import ROOT, NotebookPage, jupyterlab
from playwright.sync_api import Error, sync_playwright
from widgets import put_notebook, run_notebook

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
    with sync_playwright() as playwright:
        try:  # macOS and Windows keep Chrome where no PATH leads
            browser = playwright.chromium.launch(
                executable_path=path, channel=None if path else "chrome", args=CHROMIUM_OPTIONS
            )
        except Error as error:
            install = "The browser tests need Chromium or Chrome. On Debian and Ubuntu: apt-get install chromium"
            pytest.fail(f"{install}\n{error.message}", pytrace=False)
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
def lab_pages(chromium):
    """Where all pages of JupyterLab are opened: what the first one has loaded, the next ones have."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="module")
def lab(request, lab_server, lab_pages):
    """The page of a test module's own notebook: its NAME, SETUP and CELLS say what is in it."""
    own = request.module
    with run_notebook(lab_pages, put_notebook(lab_server, own.NAME, own.SETUP, own.CELLS)) as page:
        yield page


@pytest.fixture(scope="module")
def lesson(lab_server, lab_pages):
    """A page of JupyterLab with lesson 00 in it; `lesson.turn_to("05_follow_the_chain_rule.ipynb")` brings another."""
    page = NotebookPage(lab_pages)
    page.open(f"{lab_server}/doc/tree/00_start_here.ipynb")
    assert (page.console_errors, page.outside_requests) == ([], [])
    yield page
    page.close()
