"""The commands that README gives open the course, install nothing a second time and leave nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
from lab import PATIENCE, ROOT, free_port, running, wait_for

OPTIONS = "--no-browser --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="


def test_make_lab_serves_the_course(tmp_path):
    planned = subprocess.run(["make", "--dry-run", "lab"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install" not in planned.stdout, "make lab would install something: run these tests by `make test`"
    port = free_port()
    command = ["make", "lab", f"LAB_ARGS={OPTIONS.format(port=port)}"]
    serves(command, ROOT, port, tmp_path)


def test_perceptron_lab_serves_a_copy_of_the_course(tmp_path):
    port, empty = free_port(), tmp_path / "empty"
    empty.mkdir()
    as_root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    command = [str(Path(sys.executable).with_name("perceptron")), "lab", "course", "--"]
    serves([*command, *as_root, *OPTIONS.format(port=port).split()], empty, port, tmp_path)
    copied = sorted(path.name for path in (empty / "course").glob("*.ipynb"))
    assert copied == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def serves(command, cwd, port, folder):
    """The command serves lesson 00, and once it is stopped nothing of it is left."""
    lesson = "00_start_here.ipynb"
    with running(command, folder, cwd, port) as (process, log):
        wait_for(f"http://127.0.0.1:{port}/lab/tree/{lesson}", process, log)  # answers for any name: see the next line
        wait_for(f"http://127.0.0.1:{port}/api/contents/{lesson}", process, log)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    psutil.wait_procs(family, timeout=PATIENCE)
    assert [one for one in family if one.is_running()] == []
