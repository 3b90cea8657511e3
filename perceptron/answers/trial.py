"""A reader's function on trial: whatever it does, there is an outcome after a few seconds, and the kernel lives on.

On Linux it runs in a forked process, which sees the notebook's names, needs no pickling of the function, and can be
killed: nothing else stops a loop inside of C, `os._exit`, or a crash. On macOS, Windows and in a browser a fork hangs
or does not exist; there the function runs in this process, every loop and call of which looks at the clock.
"""

import contextlib
import copy
import io
import os
import sys
import time
import warnings
from typing import Any, NamedTuple

import numpy as np

from perceptron.answers.plain import Odd, plain, short
from perceptron.answers.stub import is_left_over
from perceptron.answers.verdict import BROKEN, MISSING, Verdict
from perceptron.answers.watch import Overdue, as_it_was, in_time

SECONDS = 6  # for all cases together; a right answer needs thousandths of one
MOST_PRINTED = 400  # characters of what the function prints that are shown
MOST_MEMORY = 2 << 30  # bytes that a process of its own may take in addition
_FORKS = sys.platform == "linux"
_LEFT_OVER = Verdict(
    "missing",
    "not written yet: the line `raise NotImplementedError` is still there, so nothing else counts: delete it.",
)


class Outcome(NamedTuple):
    """What came of a call: a plain value, or the Verdict on the trouble there was; and what was printed, cut short."""

    value: Any = None
    trouble: Verdict | None = None
    printed: str = ""


class Elsewhere:
    """A function that another process has, and calls: `outcomes(cases)` is what `run` would say of it."""

    def __call__(self, *case):
        raise TypeError("this function is not here.")

    def outcomes(self, cases):
        """The Outcomes, up to the first with trouble."""
        raise NotImplementedError


def run(fn, cases):
    """The Outcomes of fn(*case), one for each case, up to the first with trouble; what it printed is shown, in short.

    A value comes as `perceptron.answers.plain` has it. The cases are copied, so a function may change what it is given.
    """
    if issubclass(type(fn), Elsewhere):  # isinstance would ask the object itself
        return fn.outcomes(cases)
    found = (_in_a_fork if _FORKS else _in_here)(fn, cases)
    told = [outcome.printed for outcome in found if outcome.trouble is not None] or [o.printed for o in found[:1]]
    if any(told):
        print(*told)
    return found


def each(fn, cases):
    """The Outcomes, one after the other, in this process and without a limit of time."""
    for case in cases:
        outcome = _outcome(fn, case)
        yield outcome
        if outcome.trouble is not None:
            return


def _outcome(fn, case):
    printed = _Short()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(_Short()):
            value = plain(fn(*copy.deepcopy(case)))
    except Overdue:
        raise
    except NotImplementedError as error:
        return Outcome(trouble=_LEFT_OVER if is_left_over(fn, error) else MISSING, printed=printed.text())
    except BaseException as error:  # SystemExit, KeyboardInterrupt and whatever else a reader may raise
        told = f"it stopped with {short(type(error).__name__)}: {_said(error)}; given was {listed(case)}"
        lists = " (what was given is made of plain Python lists)" if any(isinstance(v, list) for v in case) else ""
        return Outcome(trouble=Verdict("wrong", told + lists, BROKEN), printed=printed.text())
    if value is None:
        return Outcome(
            trouble=Verdict("wrong", "it gave None: is the `return` missing?", BROKEN), printed=printed.text()
        )
    return Outcome(value, printed=printed.text())


class _Short(io.TextIOBase):
    """A file that keeps the beginning of what is written into it."""

    kept, more = "", False

    def writable(self):
        return True

    def write(self, text):
        room = MOST_PRINTED - len(self.kept)
        self.kept, self.more = self.kept + text[:room], self.more or len(text) > room
        return len(text)

    def close(self):
        """It stays open, whoever closes it."""

    def text(self):
        return f"{self.kept} ... (and more)" if self.more else self.kept.rstrip()


# --- in a process of its own ------------------------------------------------------------------------------------------


def _in_a_fork(fn, cases):
    import multiprocessing  # a browser has but a part of it

    fork, found = multiprocessing.get_context("fork"), []
    ours, theirs = fork.Pipe(duplex=False)
    worker = fork.Process(target=_work, args=(theirs, fn, cases), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # a kernel has threads; the fork touches none of their locks
        try:
            worker.start()
        except (OSError, AssertionError):  # no room for another process, or this one may have no children
            return _in_here(fn, cases)
    theirs.close()
    end = time.monotonic() + SECONDS
    try:
        while len(found) < len(cases) and not (found and found[-1].trouble is not None):
            if ours.poll(max(0.0, end - time.monotonic())):
                found.append(ours.recv())
            else:
                found.append(overdue(cases[len(found)]))
    except (EOFError, OSError):
        found.append(ended(cases[len(found)]))
    finally:
        worker.kill()
        worker.join()
        ours.close()
    if found and isinstance(found[-1].value, _Ours):
        raise RuntimeError(found[-1].value.told)
    return found


class _Ours(NamedTuple):
    """What went wrong in the code around the function, which is not the reader's fault."""

    told: str


def _work(pipe, fn, cases):
    """In the forked process: send each Outcome. It ends without a word to the kernel's threads and files."""
    try:
        _limit()
        for outcome in each(fn, cases):
            pipe.send(outcome)
    except BaseException as error:
        pipe.send(Outcome(_Ours(f"{type(error).__name__}: {error}"), MISSING))
    finally:
        os._exit(0)


def _limit():
    """Keep what it prints past Python to itself, and the machine's memory free."""
    import resource  # not on Windows

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nowhere, output)
    with open("/proc/self/statm", encoding="ascii") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, used + MOST_MEMORY), (resource.RLIMIT_CPU, 10 * SECONDS), (resource.RLIMIT_CORE, 0)
    ):  # fmt: skip
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


# --- in this process --------------------------------------------------------------------------------------------------


def _in_here(fn, cases):
    found = []
    with as_it_was():
        ended = in_time(SECONDS, lambda: found.extend(each(fn, cases)))
    return found if ended else [*found, overdue(cases[len(found)])]


# --- what is said -----------------------------------------------------------------------------------------------------


def overdue(case):
    """The Outcome where the time was over before this case."""
    why = "is there a loop that never ends, or does it wait for something?"
    return Outcome(
        trouble=Verdict("wrong", f"it had not ended after {SECONDS} seconds, given was {listed(case)}: {why}", BROKEN)
    )


def ended(case):
    """The Outcome where the process was gone after this case."""
    why = "an answer is returned, with `return`"
    return Outcome(trouble=Verdict("wrong", f"it ended all of Python, given was {listed(case)}; {why}", BROKEN))


def listed(case):
    """What was given, in short."""
    arrays = (v if callable(v) else np.asarray(v) for v in case)
    return ", ".join(short(repr(v)) if callable(v) else np.array2string(v, threshold=6, precision=4) for v in arrays)


def shown(value, digits=4):
    """A value as a message shows it: few digits, and long ones by their size."""
    if isinstance(value, Odd):
        return value.what
    if callable(value):
        return short(repr(value))
    if isinstance(value, str):
        return short(repr(value))
    if isinstance(value, bool | int):
        return short(str(value)) if abs(value) < 10**15 else "a very large number"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, tuple | list):
        many = f", ... ({len(value)} in all)" if len(value) > 8 else ""
        inside = ", ".join(shown(v, digits) for v in (value[:6] if many else value)) + many
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if hasattr(value, "size") and value.size > 8:
        return f"{' × '.join(map(str, value.shape))} numbers"
    if isinstance(value, np.ndarray):
        return " ".join(np.array2string(value, precision=digits).split())
    return short(f"{float(value):.{digits}g}" if isinstance(value, np.floating) else str(value))


def _said(error):
    try:
        return short(str(error), 200)
    except Overdue:
        raise
    except BaseException:
        return "no message"
