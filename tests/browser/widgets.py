"""What the tests of stages, steppers and predictions share: a notebook of widgets on the server, a cell shown, axe."""

import contextlib
import json
import re
import time
import urllib.request
from pathlib import Path

import axe_playwright_python
import nbformat
from lab import PATIENCE, NotebookPage

from tools.notebooks import METADATA

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
ASK = """async code => {
  const asked = perceptronPanel.sessionContext.session.kernel.requestExecute({ code, store_history: false });
  let said = '';
  asked.onIOPub = ({ header, content }) => {
    if (header.msg_type === 'stream') said += content.text;
    if (header.msg_type === 'error') said += content.traceback.join('\\n');
  };
  await asked.done;
  return said;
}"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
NOTEBOOK_STATE = """() => {
  const { model, activeCellIndex, mode } = perceptronPanel.content;
  return [[...model.cells].map(cell => [cell.id, cell.type, cell.sharedModel.source]), activeCellIndex, mode];
}"""


def until(what, reached):
    """Wait for it, and return what `reached` said."""
    end = time.monotonic() + PATIENCE
    while not (answer := reached()):
        assert time.monotonic() < end, f"after {PATIENCE} s still waiting until {what}"
        time.sleep(0.02)
    return answer


def put_notebook(server, name, setup, cells):
    """Its address, once the server has a notebook of the setup and a cell for each id -> code."""
    notebook = nbformat.v4.new_notebook(metadata=METADATA, cells=[nbformat.v4.new_code_cell(setup, id="setup")])
    notebook.cells += [nbformat.v4.new_code_cell(code, id=cell_id) for cell_id, code in cells.items()]
    body = json.dumps({"type": "notebook", "format": "json", "content": notebook}).encode()
    request = urllib.request.Request(f"{server}/api/contents/{name}", body, method="PUT")
    urllib.request.urlopen(request, timeout=PATIENCE).close()
    return f"{server}/doc/tree/{name}"


@contextlib.contextmanager
def run_notebook(lab_pages, address):
    """Its page in JupyterLab, once all cells have run without an error."""
    lab = NotebookPage(lab_pages)
    lab.open(address)
    lab.run_all()
    assert lab.cell_errors() == []
    yield lab
    lab.close()


def ask(lab, code):
    """What the kernel prints when it runs the code."""
    return lab.evaluate(ASK, code).strip()


@contextlib.contextmanager
def use_theme(lab, theme):
    """JupyterLab's Dark or Light; in the end it is light again."""
    for each in (theme, "Light"):
        lab.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", f"JupyterLab {each}")
        light = json.dumps(json.dumps(each == "Light"))
        lab.page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        # JupyterLab fails where its splash of one change still fades when the next one comes.
        lab.page.locator("#jupyterlab-splash").wait_for(state="detached")
        if each == theme:
            yield lab


class Shown:
    """The widget that a cell shows, scrolled into view."""

    def __init__(self, lab, cell, kind):
        self.lab, self.page = lab, lab.page
        lab.show(cell)
        self.root = lab.page.locator(f'[data-test="{cell}"] .perceptron-{kind}')
        self.root.wait_for()

    def button(self, words):
        return self.root.get_by_role("button", name=words)

    def violations(self):
        """What axe has to say against it, one line for each part."""
        if not self.lab.evaluate("() => 'axe' in window"):
            self.page.add_script_tag(path=AXE)
        told = self.root.evaluate("async root => (await axe.run(root)).violations")
        return [f"{rule['id']}: {n['html'][:200]}: {n['failureSummary']}" for rule in told for n in rule["nodes"]]


def sound(lab):
    """Nothing was logged as an error, nobody outside was asked."""
    lab.evaluate(FRAMES)
    assert lab.console_errors == [], lab.console_errors
    assert lab.outside_requests == [], lab.outside_requests


@contextlib.contextmanager
def alone(chromium, address):
    """A page at the address of a file, with no server and no kernel; in the end nothing failed and nobody was asked."""
    context = chromium.new_context(offline=True)
    page, requests, errors = context.new_page(), [], []
    page.set_default_timeout(PATIENCE * 1000)
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(error.stack))
    page.goto(address)
    yield page
    asked = [url for url in requests if not re.match("file:|data:|blob:", url)]
    assert (errors, asked) == ([], []), (errors, asked)
    context.close()
