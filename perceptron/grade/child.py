"""In the sandbox: run a student's cells, say what was handed to `lesson.check`, and call the functions that were.

Nothing here decides about a mark. The lessons themselves are not there: a `lesson` that takes down its answers is.
"""

import contextlib
import ctypes
import json
import linecache
import os
import platform
import struct
import sys
import types

_PROCESSES = 8  # of a student's own
_MEMORY = 2 << 30  # bytes
_FILES = 1 << 24  # bytes that a file may have
_SECONDS = 600  # of a processor: should whoever started it be gone, and no sandbox have ended it


class _Lesson(types.ModuleType):
    """In place of a lesson's module: its check is taken down, and all else does nothing."""

    def __init__(self, name, given):
        super().__init__(name)
        self.given, self.seeds = given, {}

    def check(self, name, answer, seed=None):
        self.given[str(name)] = (answer, self.seeds.get(name) if seed is None else seed)

    def another(self, name, seed=None):
        self.seeds[name] = (self.seeds.get(name) or 1) + 1 if seed is None else seed

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def _nothing(*_, **__):
    """What any other question to the lesson comes to."""


def main():
    """Talk over what were stdin and stdout; a student's code gets others, from and to nowhere."""
    hear, say = os.fdopen(os.dup(0), "r", encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for usual in (0, 1, 2):
        os.dup2(nowhere, usual)
    _limit()
    from perceptron.answers.plain import plain
    from perceptron.grade.wire import packed, unpacked

    def send(message):
        say.write(json.dumps(message) + "\n")
        say.flush()

    def value(answer):
        if type(answer) is dict:
            return packed({k: plain(v) for k, v in answer.items() if type(k) in (str, int)})
        return packed(plain(answer))

    def elsewhere(number, name):
        """A function of the grader's own, which a student's function is given."""

        def called(*arguments):
            send({"call": number, "arguments": [value(a) for a in arguments]})
            reply = json.loads(hear.readline())
            if "raised" in reply:
                raise ArithmeticError(reply["raised"])
            return unpacked(reply["returned"])

        called.__name__ = called.__qualname__ = name
        return called

    asked = json.loads(hear.readline())
    given, troubles = _run(asked["cells"], asked["lessons"])
    send({
        "answers": {
            name: {"function": True, "seed": value(seed)} if callable(answer) else
                  {"value": value(answer), "seed": value(seed)}
            for name, (answer, seed) in given.items()
        },
        "troubles": troubles,
    })  # fmt: skip
    from perceptron.answers.trial import each

    for line in hear:
        trial = json.loads(line)
        cases = [unpacked(case, elsewhere) for case in trial["cases"]]
        for outcome in each(given[trial["name"]][0], cases):
            bad = outcome.trouble  # a Verdict, which is false unless it is right
            told = None if bad is None else {"kind": bad.kind, "message": bad.message}
            send({"value": packed(outcome.value), "trouble": told})


def _run(cells, lessons):
    """({exercise: (answer, seed)}, what went wrong) of cells of Python, run one after the other as a notebook would."""
    given, troubles = {}, []
    course = _Lesson("perceptron.course", given)
    space = {"__name__": "__main__", "get_ipython": lambda: course, "display": _nothing}
    course.__path__ = []
    sys.modules["perceptron.course"] = course
    for name in lessons:
        lesson = _Lesson(f"perceptron.course.{name}", given)
        sys.modules[lesson.__name__] = lesson
        setattr(course, name, lesson)
    for number, source in enumerate(cells):
        file = f"<cell {number}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            with contextlib.suppress(SystemExit):
                exec(compile(source, file, "exec"), space)
        except BaseException as error:
            troubles.append(f"{type(error).__name__}: {error}"[:300])
    return given, troubles


def _limit():
    """No more than this for all that follows; a process can't lift it again."""
    import resource

    limits = {"AS": _MEMORY, "CPU": _SECONDS, "FSIZE": _FILES, "CORE": 0, "NOFILE": 64}
    if os.environ.get("PERCEPTRON_SANDBOX") == "bwrap":  # elsewhere those of the whole machine would count
        limits["NPROC"] = _PROCESSES
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    _refuse_calls()


# Of each architecture its number in a filter, and those of its calls: clone, and what is refused, below.
_CALLS = {
    "x86_64": (0xC000003E, 56, (57, 58, 29, 64, 68, 165, 248, 250, 272, 298, 308, 319, 321, 323)),
    "aarch64": (0xC00000B7, 220, (194, 190, 186, 40, 217, 219, 97, 241, 268, 279, 280, 282)),
}


def _refuse_calls():
    """Forbid new processes, and memory that no limit counts; allow threads. Left out where it can't be had.

    A filter of seccomp (linux/filter.h): clone without CLONE_THREAD fails, and fork, vfork, shmget, semget, msgget,
    mount, add_key, keyctl, unshare, perf_event_open, setns, memfd_create, bpf and userfaultfd; clone3 and io_uring
    are said to be unknown. RLIMIT_NPROC would not bind root.
    """
    if platform.machine() not in _CALLS or struct.calcsize("P") != 8:
        return
    architecture, clone, others = _CALLS[platform.machine()]
    load, equal, some, end = 0x20, 0x15, 0x45, 0x06
    allow, refuse, unknown = 0x7FFF0000, 0x00050001, 0x00050026  # the last two with EPERM and ENOSYS
    lines = [(load, 0, 0, 4), (equal, 1, 0, architecture), (end, 0, 0, refuse), (load, 0, 0, 0)]
    lines += [(0x35, 0, 1, 0x40000000), (end, 0, 0, refuse)]  # x32's calls have other numbers
    for number, answer in [*((call, refuse) for call in others), (435, unknown), (425, unknown)]:
        lines += [(equal, 0, 1, number), (end, 0, 0, answer)]
    lines += [(equal, 1, 0, clone), (end, 0, 0, allow)]
    lines += [(load, 0, 0, 16), (some, 1, 0, 0x10000), (end, 0, 0, refuse)]  # a thread has CLONE_THREAD
    code = b"".join(struct.pack("HBBI", *line) for line in [*lines, (end, 0, 0, allow)])
    held = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    libc.prctl(22, 2, program)  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
