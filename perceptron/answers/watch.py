"""A limit of time for Python code that runs in this process, and everything as it was when it has ended.

It also serves in a browser, where there are no threads, no signals and no other process. `sys.monitoring` calls back at
every jump and call, half a millionth of a second each; Python 3.11 has `sys.settrace` alone, which calls back at every
step. What is inside of C can't be stopped from Python.
"""

import builtins
import contextlib
import math
import random
import sys
import threading
import time

import numpy as np


class Overdue(BaseException):
    """The time is over."""


def in_time(seconds, task):
    """Whether task() ended within so many seconds; else it was stopped, also where it catches every exception."""
    end, here = time.monotonic() + seconds, threading.get_ident()

    def look(*_):
        if time.monotonic() > end and threading.get_ident() == here:
            raise Overdue

    try:
        (_monitored if hasattr(sys, "monitoring") else _traced)(look, task)
    except Overdue:
        return False
    return True


def _monitored(look, task):
    monitoring = sys.monitoring
    tool = next(number for number in range(5, -1, -1) if monitoring.get_tool(number) is None)
    events = (monitoring.events.PY_START, monitoring.events.PY_RESUME, monitoring.events.JUMP)
    monitoring.use_tool_id(tool, "perceptron")
    for event in events:
        monitoring.register_callback(tool, event, look)
    monitoring.set_events(tool, sum(events))
    try:
        task()
    finally:  # first of all and by a call into C: a call of Python would be looked at, and stopped as well
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)


def _traced(look, task):
    def trace(frame, *_):
        frame.f_trace_opcodes = True  # a loop of one line has no other event
        look()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def as_it_was():
    """What a function may have changed is put back: names of NumPy, what it does on errors, random states."""
    spaces = [(vars(module), dict(vars(module))) for module in (builtins, math, random, np)]
    states, depth = (random.getstate(), np.random.get_state()), sys.getrecursionlimit()  # noqa: NPY002
    try:
        with np.errstate(), contextlib.redirect_stdout(sys.stdout), contextlib.redirect_stderr(sys.stderr):
            yield
    finally:
        for space, before in spaces:
            space.update(before)
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        sys.setrecursionlimit(depth)
