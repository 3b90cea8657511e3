"""A 64-bit Arm, emulated: Debian's qemu and Python for Arm, with the wheels for Arm from the package index.

Nothing is installed on this machine: what comes is unpacked below .venv/arm, 900 MB.
"""

import os
import shutil
import subprocess
import sys
import tomllib

from playwright._impl._driver import compute_driver_executable

from tools.notebooks import ROOT

HOME = ROOT / ".venv" / "arm"
EMULATOR, SYSTEM, PYTHON = HOME / "usr/bin/qemu-aarch64-static", HOME / "system", HOME / "bin/python"
# The browser's numbers come from this machine's own Node: that one need not be emulated.
ENVIRONMENT = {"PLAYWRIGHT_NODEJS_PATH": compute_driver_executable()[0]}
APT = """
Dir::State "{home}/apt"; Dir::State::status "/dev/null"; Dir::Cache "{home}/apt";
APT::Architecture "arm64"; APT::Architectures {{ "arm64"; "{here}"; }};
APT::Install-Recommends "false"; APT::Sandbox::User "root";
"""


def python():
    """The interpreter to call; what it needs is fetched once, when pyproject.toml has changed since."""
    if not shutil.which("apt-get"):
        sys.exit("The emulated Arm is put together from Debian's packages: it needs Debian or Ubuntu.")
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.stat().st_mtime < (ROOT / "pyproject.toml").stat().st_mtime:
        print(f"Fetching an Arm into {HOME.relative_to(ROOT)} (some minutes, once) ...", flush=True)
        shutil.rmtree(HOME, ignore_errors=True)
        _system()
        _interpreter()
        _wheels()
        stamp.touch()
    return PYTHON


def _system():
    """The emulator, for this machine, and Python with all that it needs, for the other."""
    for folder in ("apt/lists/partial", "apt/archives/partial", "system"):
        (HOME / folder).mkdir(parents=True)
    here = _run("dpkg", "--print-architecture").strip()
    (HOME / "apt.conf").write_text(APT.format(home=HOME, here=here))
    apart = {"env": {**os.environ, "APT_CONFIG": str(HOME / "apt.conf")}, "cwd": HOME}
    _run("apt-get", "update", "-qq", **apart)
    _run("apt-get", "download", "-qq", f"qemu-user-static:{here}", **apart)
    _run("apt-get", "install", "-qq", "-y", "--download-only", "python3", "libstdc++6", **apart)
    for package in HOME.glob("qemu-user-static*.deb"):
        _run("dpkg-deb", "-x", package, HOME)
    for package in (HOME / "apt/archives").glob("*.deb"):
        _run("dpkg-deb", "-x", package, SYSTEM)


def _interpreter():
    """A virtual environment whose Python is a script, so that what starts `sys.executable` finds an Arm there too."""
    PYTHON.parent.mkdir()
    PYTHON.write_text(f'#!/bin/sh\nexec "{EMULATOR}" -L "{SYSTEM}" -0 "{PYTHON}" "{SYSTEM}/usr/bin/python3" "$@"\n')
    PYTHON.chmod(0o755)
    (HOME / "pyvenv.cfg").write_text(f"home = {SYSTEM}/usr/bin\ninclude-system-site-packages = false\n")


def _wheels():
    ask = "import platform, site, sys; print(*sys.version_info[:2], platform.libc_ver()[1], site.getsitepackages()[0])"
    major, minor, libc, packages = _run(PYTHON, "-c", ask).split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tags = [f"--platform=manylinux_2_{k}_aarch64" for k in range(17, int(libc.split(".")[1]) + 1)]
    only = ["--only-binary=:all:", "--implementation=cp", f"--python-version={major}.{minor}"]
    _run(
        *(sys.executable, "-m", "pip", "install", "-q", f"--target={packages}", *only, *tags),
        *(*project["dependencies"], *project["optional-dependencies"]["test"]),
    )


def _run(*command, **options):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command[:4]))} ... failed:\n{done.stderr[-2000:]}")
    return done.stdout
