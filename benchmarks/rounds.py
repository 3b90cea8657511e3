"""Timing in turns: each round runs all contestants, so whatever else the machine does slows all of them alike."""

import os
import subprocess
import sys
import tempfile
import time

import numpy as np

BYTECODE = tempfile.TemporaryDirectory()  # new processes find compiled modules even where none may be written elsewhere

COLUMNS = {"what": 54, "time": 8, "against": 46, "time ": 8, "ratio (middle half)": 26, "goal": 7, "met?": 4}


def clock(function, calls=1):
    """A contestant: seconds that one call of `function` takes, the mean of `calls` in a row."""

    def seconds():
        start = time.perf_counter()
        for _ in range(calls):
            function()
        return (time.perf_counter() - start) / calls

    return seconds


def fresh(code, setup="pass"):
    """A contestant: seconds that `code` takes in a new Python process, after `setup` and without Python's own start."""
    program = f"import time\n{setup}\nstart = time.perf_counter()\n{code}\nprint(time.perf_counter() - start)"
    environment = os.environ | {"PYTHONPYCACHEPREFIX": BYTECODE.name, "PYTHONDONTWRITEBYTECODE": ""}

    def seconds():
        command = [sys.executable, "-c", program]
        return float(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)

    return seconds


def quickest(seconds, tries=3):
    """A contestant that tries several times and counts its best, where noise only ever adds."""
    return lambda: min(seconds() for _ in range(tries))


def race(rounds, *contestants):
    """Seconds, one array of `rounds` entries per contestant. One round before them warms up; the order turns."""
    for seconds in contestants:
        seconds()
    times = np.empty((len(contestants), rounds))
    for k in range(rounds):
        for j in np.roll(np.arange(len(contestants)), k):
            times[j, k] = contestants[j]()
    return times


def heading():
    _line(*COLUMNS)
    _line(*("-" * width for width in COLUMNS.values()))


def compare(what, ours, against, theirs, goal=None):
    """One row: median times, and the median of the ratios round by round with the range of their middle half."""
    low, ratio, high = np.percentile(ours / theirs, (25, 50, 75))
    _line(
        what, _time(ours), against, _time(theirs), f"{ratio:.3g} ({low:.3g} to {high:.3g})",
        f"≤ {goal:g}" if goal else "", _met(ratio, goal),
    )  # fmt: skip


def within(what, times, goal):
    """One row for what has a goal in seconds and no opponent."""
    _line(what, _time(times), "", "", "", f"≤ {goal:g} s", _met(np.median(times), goal))


def size(what, ours, against, theirs, goal):
    """One row for bytes instead of seconds."""
    ratio = ours / theirs
    mega = [f"{count / 1e6:.3g} MB" for count in (ours, theirs)]
    _line(what, mega[0], against, mega[1], f"{ratio:.3g}", f"≤ {goal:g}", _met(ratio, goal))


def _met(value, goal):
    return "" if goal is None else "yes" if value <= goal else "NO"


def _time(times):
    middle = np.median(times)
    scale, unit = (1, "s") if middle >= 1 else (1e3, "ms") if middle >= 1e-3 else (1e6, "µs")
    return f"{middle * scale:.3g} {unit}"


def _line(*cells):
    print("|", " | ".join(c.ljust(w) for c, w in zip(cells, COLUMNS.values(), strict=True)), "|", flush=True)
