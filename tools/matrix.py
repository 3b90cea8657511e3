"""The tests and notebooks, without the browser, under other processors: `python -m tools.matrix [arm]`.

One line for each setting: what passed and what failed. NumPy chooses its loops and OpenBLAS its kernels by what the
processor can do; both can be told to do with less. `arm` runs what computes with NumPy on an emulated 64-bit Arm.
"""

import os
import re
import subprocess
import sys

from tools.notebooks import ROOT

AVX512 = "X86_V4 AVX512_ICL AVX512_SPR"
SETTINGS = {
    "this processor": {},
    "no AVX-512": {"NPY_DISABLE_CPU_FEATURES": AVX512},
    "no AVX-512, no AVX2": {"NPY_DISABLE_CPU_FEATURES": f"{AVX512} X86_V3", "OPENBLAS_CORETYPE": "Nehalem"},
    "Haswell's BLAS": {"OPENBLAS_CORETYPE": "Haswell"},
    "Skylake's BLAS": {"OPENBLAS_CORETYPE": "SkylakeX"},
}
# NumPy refuses to do without what it was not built for, and OpenBLAS's kernels crash where the processor has no such
# instructions: a setting is tried on one product first.
TRIAL = "import numpy; a = numpy.ones((64, 64)); assert (a @ a == 64).all() and numpy.exp(a[0] * 0).sum() == 64"


def tests(python, environment, where):
    """(the last line of pytest, the names of what failed) for the files and folders in `where`."""
    command = [*python, "-m", "pytest", "-q", "-n2", "--dist=loadfile", "--no-loadscope-reorder", "--color=no", "-rfE"]
    command += ["-p", "no:cacheprovider", "--ignore=tests/browser", *where]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines() or [done.stderr]
    return lines[-1].strip("= "), [line for line in lines if re.match("FAILED|ERROR", line)]


def main(settings, python, where=("tests", "notebooks")):
    failed = False
    for name, changes in settings.items():
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
        trial = [*python, "-W", "error", "-c", TRIAL]
        if subprocess.run(trial, env=environment, capture_output=True, check=False).returncode:
            print(f"{name}: not possible on this processor", flush=True)
            continue
        last, broken = tests(python, environment, where)
        print(f"{name}: {last}", *broken, sep="\n    ", flush=True)
        failed |= bool(broken) or "passed" not in last
    return int(failed)


if __name__ == "__main__":
    if sys.argv[1:] == ["arm"]:
        from tools import arm

        numeric = [path for path in sorted(ROOT.glob("tests/test_*.py")) if "import numpy" in path.read_text("utf-8")]
        sys.exit(main({"64-bit Arm": arm.ENVIRONMENT}, [str(arm.python())], [*map(str, numeric), "notebooks"]))
    sys.exit(main(SETTINGS, [sys.executable]))
