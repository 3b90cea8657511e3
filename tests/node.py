"""JavaScript without a browser: Playwright brings a Node of its own."""

import json
import subprocess

from playwright._impl._driver import compute_driver_executable


def ask(program, told):
    """What the ES module `program` prints as JSON when it reads `told` as JSON; Node's words where it fails."""
    node, _ = compute_driver_executable()
    command = [node, "--input-type=module", "-e", f"import {{ readFileSync }} from 'node:fs';\n{program}"]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
