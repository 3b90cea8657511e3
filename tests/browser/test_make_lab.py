"""The command that README gives opens the course, installs nothing a second time and leaves nothing behind."""

import subprocess

import psutil
from lab import ROOT, free_port, settings_under, stop, wait_for


def test_make_lab_serves_the_course(tmp_path):
    planned = subprocess.run(["make", "--dry-run", "lab"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install" not in planned.stdout, "make lab would install something: run these tests by `make test`"

    port, log = free_port(), tmp_path / "log.txt"
    options = f"--no-browser --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="
    with open(log, "w") as output:
        process = subprocess.Popen(
            ["make", "lab", f"LAB_ARGS={options}"],
            cwd=ROOT,
            env=settings_under(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status", process, log)
        wait_for(f"http://127.0.0.1:{port}/lab/tree/notebooks/00_start_here.ipynb", process, log)
        family = psutil.Process(process.pid).children(recursive=True)
        assert family, "make started no server"
    finally:
        stop(process)
    psutil.wait_procs(family, timeout=15)
    assert [child for child in family if child.is_running()] == []
