"""JupyterLab as a process, and one notebook in it as a page in the browser."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds, for what may wait on a machine that has other things to do; nothing here measures time

# The notebook is found and its kernel awaited through JupyterLab itself: what its page shows reads "idle" too early.
READY = """async () => {
  await jupyterapp.restored;
  const panel = [...jupyterapp.shell.widgets('main')].find(widget => widget.context && widget.content?.model);
  if (!panel) return false;
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session?.kernel;
  if (kernel?.connectionStatus !== 'connected' || kernel.status !== 'idle') return false;
  await kernel.info;
  window.perceptronPanel = panel;
  return true;
}"""
# The kernel stays for the next notebook, but nothing of what the last one made: neither names nor widgets.
PUT_AWAY = """async () => {
  const { kernel } = perceptronPanel.sessionContext.session;
  const code = "from ipywidgets import Widget; Widget.close_all(); get_ipython().reset()";
  await kernel.requestExecute({ code, silent: true }).done;
  window.perceptronKernel = { id: kernel.id, name: kernel.name };
  perceptronPanel.dispose();
}"""
OPEN = """async path => {
  await jupyterapp.commands.execute('docmanager:open', { path, kernel: window.perceptronKernel });
}"""
RUN_ALL = "async () => { await jupyterapp.commands.execute('notebook:run-all-cells'); }"
CODE_CELLS = """() => [...perceptronPanel.content.model.cells].filter(cell => cell.type === 'code').map(cell => {
  const { id, execution_count, outputs } = cell.toJSON();
  return { id, execution_count, outputs };
})"""
SHOWN_OUTPUTS = """async id => {
  const notebook = perceptronPanel.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  await notebook.scrollToItem(index);
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const seen = element => element.getBoundingClientRect().height > 0 && element.checkVisibility();
  const outputs = notebook.widgets[index].node.querySelectorAll('.jp-OutputArea-output');
  return [...outputs].filter(output => seen(output) && [...output.querySelectorAll('*')].some(seen)).length;
}"""
SHOW = """async id => {
  const notebook = perceptronPanel.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  await notebook.scrollToItem(index);
  notebook.widgets[index].node.dataset.test = id;
  notebook.activeCellIndex = index;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
# What MathJax marks as an error or prints in red, and TeX that is left as it was typed.
UNSET_FORMULAS = r"""async () => {
  const notebook = perceptronPanel.content, found = [];
  for (const [index, cell] of notebook.widgets.entries()) {
    await notebook.scrollToItem(index);
    await cell.ready;
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const bad of cell.node.querySelectorAll('[data-mjx-error], mjx-mtext[style*="red"]'))
      found.push(`cell ${cell.model.id}: ${bad.dataset.mjxError ?? bad.parentElement.innerHTML}`);
    if (cell.model.type !== 'markdown') continue;
    const rendered = cell.node.querySelector('.jp-RenderedMarkdown').cloneNode(true);
    rendered.querySelectorAll('pre, code, mjx-container').forEach(element => element.remove());
    if (/[$\\]/.test(rendered.textContent)) found.push(`cell ${cell.model.id}: ${rendered.textContent}`);
  }
  return found;
}"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings_under(folder):
    """Environment of a server that neither reads the user's settings nor writes into the repository."""
    names = {
        "HOME": "",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    folders = {name: str(folder / place) for name, place in names.items()}
    return {**os.environ, **folders, "JUPYTER_CONFIG_PATH": str(ROOT / "perceptron" / "jupyter")}


def wait_for(address, process, log):
    """Return once the server answers with 200 there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"No answer from {address}. The server's last words:\n{log.read_text()[-2000:]}", pytrace=False)


def stop(process):
    """End a server that was started in a session of its own, and with it all that it started."""
    for order in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, order)
            process.wait(timeout=60)


@contextlib.contextmanager
def running(command, folder, cwd, port):
    """(process, log) of a Jupyter server from its first answer on; it ends with all that it started.

    What it writes for itself goes under `folder`.
    """
    log = folder / "log.txt"
    with open(log, "w") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=settings_under(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status", process, log)
        yield process, log
    finally:
        stop(process)


@contextlib.contextmanager
def jupyterlab(folder, *options):
    """The port of a JupyterLab that serves the notebooks in `folder`/notebooks."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
        *("--LabApp.expose_app_in_browser=True", *options),
    ]
    with running(command, folder, folder / "notebooks", port):
        yield port


class NotebookPage:
    """One notebook in JupyterLab's single-document view. `page` is Playwright's own; all it says is kept."""

    def __init__(self, context):
        self.outside_requests, self.console_errors = [], []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        # anywidget gives a widget two seconds to begin with; on a busy machine that says nothing about the widget.
        self.page.add_init_script("AbortSignal.timeout = () => new AbortController().signal;")
        self.page.on("request", self._saw_request)
        self.page.on("console", self._heard_console)
        self.page.on("pageerror", lambda error: self.console_errors.append(error.stack or str(error)))

    def open(self, address):
        self.page.goto(address)
        self.page.wait_for_function("window.jupyterapp !== undefined")
        self._poll(READY, "its kernel is ready")

    def turn_to(self, path):
        """Another notebook in place of this one. JupyterLab and its kernel stay: to start them takes too long."""
        self.evaluate(PUT_AWAY)
        self.outside_requests.clear()
        self.console_errors.clear()
        self.evaluate(OPEN, path)
        self._poll(READY, f"the kernel of {path} is ready")

    def close(self):
        # A page that never came so far has no kernel; one that did would keep it, and its memory, to the end.
        try:
            self.evaluate("async () => { await window.perceptronPanel?.sessionContext.shutdown(); }")
        finally:
            self.page.close()

    def _saw_request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.outside_requests.append(request.url)

    def _heard_console(self, message):
        # A notebook that is put away no longer hears of the debugger, which JupyterLab asks for by itself.
        if message.type == "error" and "Could not restore the debugger state" not in message.text:
            self.console_errors.append(message.text)

    def _poll(self, script, until):
        end = time.monotonic() + PATIENCE
        while not self.evaluate(script):
            assert time.monotonic() < end, f"{self.page.url}: after {PATIENCE} s still waiting until {until}"
            self.page.wait_for_timeout(50)

    def evaluate(self, script, argument=None):
        """Playwright's evaluate, which by itself would wait for a promise for ever."""
        limited = f"""argument => Promise.race([
            Promise.resolve(({script})(argument)),
            new Promise((_, fail) => setTimeout(() => fail(Error('no answer in {PATIENCE} s')), {PATIENCE * 1000})),
        ])"""
        return self.page.evaluate(limited, argument)

    def run_all(self):
        self.evaluate(RUN_ALL)

    def code_cells(self):
        """id, execution_count and outputs of each code cell, as they are now."""
        return self.evaluate(CODE_CELLS)

    def cell_errors(self):
        errors = []
        for cell in self.code_cells():
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    errors.append(f"cell {cell['id']}: {output['ename']}: {output['evalue']}")
        return errors

    def shown_outputs(self, cell_id):
        """How many outputs of a cell can be seen, after it has been scrolled into view."""
        return self.evaluate(SHOWN_OUTPUTS, cell_id)

    def show(self, cell_id):
        """Scroll a cell into view, and mark it with its id."""
        self.evaluate(SHOW, cell_id)

    def formula_errors(self):
        """The formulas that MathJax could not set."""
        return self.evaluate(UNSET_FORMULAS)
