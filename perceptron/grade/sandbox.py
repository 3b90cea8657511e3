"""A student's process: without a network, with nothing but Python and the maths to read, and with a limit to all else.

On Linux Bubblewrap (`bwrap`) makes the sandbox. Where there is none, only the limits of time and memory hold, and
whoever grades has to say that this is enough: in a container or a virtual machine that is thrown away it may be.
"""

import contextlib
import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import perceptron
from perceptron.answers.trial import SECONDS, Elsewhere, Outcome, ended, overdue
from perceptron.answers.verdict import BROKEN, Verdict
from perceptron.grade.wire import Garbled, packed, unpacked

CELLS_SECONDS = 60  # for all the cells that the answers of a notebook need
MOST_SAID = 32 << 20  # bytes of a message: an array of a million numbers, and some
PACKAGE = Path(perceptron.__file__).parent
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")
_LIBRARIES = [place for place in sys.path if Path(place).name in ("site-packages", "dist-packages")]
_START = "import sys; sys.path[:0] = {}; from perceptron.grade.child import main; main()"
_TROUBLES = ("wrong", "missing")  # what a function's trouble may be; that it is right is never for it to say


class Lost(RuntimeError):
    """The process ended, took too long or said nonsense; the message says which."""


def protected():
    """Whether this machine can make the sandbox."""
    bwrap = shutil.which("bwrap")
    return bool(bwrap) and subprocess.run([*_walls(bwrap), "true"], capture_output=True, check=False).returncode == 0


def _walls(bwrap):
    """The command that shuts in what follows: it reads Python and the maths, and writes into memory that is dropped."""
    command = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--dev", "/dev", "--proc", "/proc", "--size", str(1 << 24), "--tmpfs", "/tmp"]
    for place in sorted({*_SYSTEM, sys.prefix, sys.base_prefix, *_LIBRARIES, str(PACKAGE)}):  # parents come first
        command += ["--ro-bind-try", place, place]
    command += ["--tmpfs", str(PACKAGE / "course"), "--chdir", "/tmp"]
    for made in (str(PACKAGE / "course"), "/dev", "/"):  # in memory, of which they could take all
        command += ["--remount-ro", made]
    return command


class Process:
    """One notebook's process; a context manager. Process(cells, lessons).answers holds what the cells handed in."""

    def __init__(self, cells, lessons, walls=True):
        self.folder = tempfile.TemporaryDirectory(prefix="perceptron-grade-")
        command = [sys.executable, "-I", "-c", _START.format([*_LIBRARIES, str(PACKAGE.parent)])]
        environment = {"PATH": os.defpath, "HOME": self.folder.name, "MPLBACKEND": "Agg", "PYTHONUTF8": "1"}
        environment |= {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
        environment |= {"PERCEPTRON_PROGRESS": "off", "PERCEPTRON_SANDBOX": "bwrap" if walls else ""}
        if walls:
            environment["HOME"] = "/tmp"
            command = [*_walls(shutil.which("bwrap")), *command]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            cwd=self.folder.name, start_new_session=True,
        )  # fmt: skip
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self.heard, self.lost, self.cells = b"", False, cells
        try:
            self.say({"cells": list(cells), "lessons": lessons})
            said = self.hear(time.monotonic() + CELLS_SECONDS)
            self.answers = {str(k): dict(v) for k, v in dict(said["answers"]).items()}
            self.troubles = [str(t)[:300] for t in said["troubles"]][:20]
        except (Lost, Garbled, KeyError, TypeError, ValueError) as error:
            self.close()
            raise error if isinstance(error, Lost) else Lost(_NONSENSE) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the process and all that it has started, and delete its files."""
        import signal

        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # of what it did not read
                pipe.close()
        self.folder.cleanup()

    def value(self, name):
        """The plain answer to an exercise, or the `Function` that the process has for it; and its seed."""
        answer = self.answers[name]
        try:
            seed = unpacked(answer.get("seed"))
            return (Function(self, name) if answer.get("function") else unpacked(answer["value"])), seed
        except (Garbled, KeyError) as error:
            raise Lost(_NONSENSE) from error

    def say(self, message):
        """Send a dictionary. Raises Lost where nobody takes it."""
        left, end = json.dumps(message).encode() + b"\n", time.monotonic() + SECONDS
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdin, selectors.EVENT_WRITE)
            while left:
                if not ready.select(max(0.0, end - time.monotonic())):
                    raise self._lose(_LATE)
                try:
                    left = left[os.write(self.process.stdin.fileno(), left[: 1 << 16]) :]
                except OSError as error:
                    raise self._lose(_ENDED) from error

    def _lose(self, why):
        self.lost = True
        return Lost(why)

    def hear(self, end):
        """The next message, a dictionary. Raises Lost where none has come by then, or something else."""
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.heard:
                left = end - time.monotonic()  # who talks without end is late as well
                if left < 0 or not ready.select(left):
                    raise self._lose(_LATE)
                more = self.process.stdout.read(1 << 16)
                if not more:
                    raise self._lose(_ENDED)
                self.heard += more
                if len(self.heard) > MOST_SAID:
                    raise self._lose(_NONSENSE)
        line, self.heard = self.heard.split(b"\n", 1)
        try:
            message = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._lose(_NONSENSE) from error
        if not isinstance(message, dict):
            raise self._lose(_NONSENSE)
        return message


_LATE = f"the notebook's cells had not ended after {CELLS_SECONDS} seconds"
_ENDED = "the notebook ended all of Python, or needed more memory than there is"
_NONSENSE = "what its process sent is no answer"


class Function(Elsewhere):
    """A student's function: tried where it is, by a grader who hears plain values and nothing else."""

    def __init__(self, process, name):
        self.process, self.name = process, name

    def outcomes(self, cases):
        """As `perceptron.answers.trial.run` has them."""
        own, found = [], []

        def sent(part):
            if callable(part):
                own.append(part)
                return {"function": len(own) - 1, "name": repr(part)}
            return packed(part)

        end = time.monotonic() + SECONDS
        try:
            self.process.say({"name": self.name, "cases": [{"tuple": [sent(p) for p in case]} for case in cases]})
            while len(found) < len(cases) and not (found and found[-1].trouble is not None):
                found.append(self._outcome(end, own))
        except Lost as lost:
            case = cases[len(found)]
            found.append(overdue(case) if str(lost) == _LATE else ended(case))
        except Garbled:
            self.process.lost = True
            found.append(Outcome(trouble=Verdict("wrong", f"it can't be judged: {_NONSENSE}", BROKEN)))
        return found

    def _outcome(self, end, own):
        message = self.process.hear(end)
        while "call" in message:
            message = self._called(message, own) or self.process.hear(end)
        trouble = message.get("trouble")
        if trouble is None:
            return Outcome(unpacked(message.get("value")))
        kind = trouble.get("kind") if isinstance(trouble, dict) else None
        if kind not in _TROUBLES:
            raise Garbled(_NONSENSE)
        return Outcome(trouble=Verdict(kind, str(trouble.get("message"))[:2000], BROKEN))

    def _called(self, message, own):
        """Call a function of ours, which a case holds, for the student's function."""
        try:
            arguments = [unpacked(a) for a in message["arguments"]]
            answer = {"returned": packed(own[message["call"]](*arguments))}
        except (ArithmeticError, TypeError, ValueError) as error:
            answer = {"raised": str(error)[:200]}
        except (IndexError, KeyError) as error:
            raise Garbled(_NONSENSE) from error
        self.process.say(answer)
