"""The command that README gives opens the course, installs nothing a second time and leaves nothing behind."""

import subprocess

import psutil
from lab import PATIENCE, ROOT, free_port, running, wait_for


def test_make_lab_serves_the_course(tmp_path):
    planned = subprocess.run(["make", "--dry-run", "lab"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install" not in planned.stdout, "make lab would install something: run these tests by `make test`"

    port = free_port()
    options = f"--no-browser --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="
    with running(["make", "lab", f"LAB_ARGS={options}"], tmp_path, ROOT, port) as (process, log):
        wait_for(f"http://127.0.0.1:{port}/lab/tree/notebooks/00_start_here.ipynb", process, log)
        family = psutil.Process(process.pid).children(recursive=True)
        assert family, "make started no server"
    psutil.wait_procs(family, timeout=PATIENCE)
    assert [child for child in family if child.is_running()] == []
