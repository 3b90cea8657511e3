"""What the tests of stages, steppers and predictions share: a notebook of widgets on the server, a cell shown, axe."""

import json
import time
import urllib.request
from pathlib import Path

import axe_playwright_python
import nbformat
from lab import PATIENCE

from tools.notebooks import METADATA

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
SHOW = """async id => {
  const notebook = perceptronPanel.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  await notebook.scrollToItem(index);
  notebook.widgets[index].node.dataset.test = id;
  notebook.activeCellIndex = index;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
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


def violations(lab, root):
    """What axe has to say against an element, one line for each part of it."""
    if not lab.evaluate("() => 'axe' in window"):
        lab.page.add_script_tag(path=AXE)
    told = root.evaluate("async root => (await axe.run(root)).violations")
    return [f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}" for rule in told for node in rule["nodes"]]
