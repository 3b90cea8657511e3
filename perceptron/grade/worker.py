"""A process for each notebook's judging: whatever one makes of it, the others get their marks.

Reading what was handed in and judging a text can take without end, too, and both happen outside of the sandbox.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from perceptron.grade.attempts import NoNotebook, attempts, exercises, modules
from perceptron.grade.marks import Mark, judged
from perceptron.grade.submissions import Submission

SECONDS = 300  # for a notebook; an honest one takes a few
_MEMORY = 6 << 30  # bytes of addresses, SymPy's and NumPy's among them
_NOT_REACHED = "judging this notebook took too long, or more memory than there is, before this answer's turn"
# A fork of a server that has loaded SymPy: each is fresh, and there at once.
_PROCESSES = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")


def graded(handed_in: Iterable[Submission], walls: bool = True, workers: int = 0) -> Iterator[tuple[Submission, list]]:
    """(submission, its Marks), one after the other as they are done; many are judged at a time.

    walls : whether each runs in the sandbox.  workers : processes, as many as there are processors where it is 0.
    """
    if sys.platform == "linux":
        _PROCESSES.set_forkserver_preload([__name__, *(f"perceptron.course.{name}" for name in modules())])
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        yield from pool.map(partial(_alone, walls=walls), handed_in)


def _alone(submission, walls):
    """(the submission, with its trouble if there was any; its Marks)"""
    if submission.trouble:
        return submission, []
    marks = {}
    hear, say = _PROCESSES.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="perceptron-grade-", ignore_cleanup_errors=True) as folder:
        worker = _PROCESSES.Process(target=_work, args=(say, submission.raw, walls, folder), daemon=True)
        worker.start()
        say.close()
        try:
            trouble = _heard(hear, marks)
        finally:
            worker.kill()
            worker.join()
            hear.close()
    return replace(submission, trouble=trouble), list(marks.values())


def _heard(pipe, marks):
    """Put each Mark that comes in its place; returns the trouble there was, or ""."""
    try:
        pipe.recv()  # it is there, and has loaded SymPy
        end = time.monotonic() + SECONDS
        while pipe.poll(max(0.0, end - time.monotonic())):
            said = pipe.recv()
            if isinstance(said, str):
                return said
            marks |= {mark.exercise: mark for mark in said}
    except (EOFError, OSError):
        return "its judging ended all of Python; what had come until then counts"
    return f"its judging had not ended after {SECONDS} seconds; what had come until then counts"


def _work(pipe, raw, walls, folder):
    """In the notebook's process: send lists of Marks, and at the end a text, the trouble there was or ""."""
    tempfile.tempdir = folder  # so that its files are deleted whatever becomes of this process
    pipe.send([])
    try:
        _limit()
        found = attempts(raw, exercises())
        pipe.send([Mark(a.exercise, "not judged", _NOT_REACHED, answer=a.source) for a in found.values()])
        for mark in judged(found, walls):
            pipe.send([mark])
        pipe.send("")
    except NoNotebook as error:
        pipe.send(str(error))
    except Exception as error:
        pipe.send(f"it could not be judged: {type(error).__name__}: {str(error)[:200]}")


def _limit():
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard),) * 2)
