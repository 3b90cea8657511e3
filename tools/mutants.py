"""Would the tests see a changed sign? Mutate the maths, count what they kill: `python -m tools.mutants [module ...]`.

mutmut's operators make the mutants, of whole modules (mutmut itself leaves out module level and decorated functions).
Each one is tried in a fork that has NumPy, SymPy and pytest loaded; no file is changed. A failed test kills it, and so
does no end within the time. Tests that were fast on the right module run first. tools/mutants.toml says which tests
belong to which module, and which mutants are judged to be as good as the original.
"""

import argparse
import difflib
import importlib.util
import itertools
import os
import pickle
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "PERCEPTRON_PROGRESS": "off", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

import hypothesis
import libcst as cst
import mpmath  # noqa: F401  this and the next two are loaded once, for all forks
import numpy as np  # noqa: F401
import pytest
import sympy  # noqa: F401
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_CALLS
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parents[1]
RULES = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text(encoding="utf-8"))
WANTED = 0.95
LONGEST = 60  # seconds of processor time that loading, or the first run of a test, may take
MEMORY = 4 << 30  # bytes that a mutant may ask for
PYTEST = ["-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--noconftest"]

# As in tests/conftest.py, but nobody wants to read the smallest example that kills a mutant.
PHASES = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
hypothesis.settings.register_profile("mutants", derandomize=True, deadline=None, phases=PHASES)
hypothesis.settings.load_profile("mutants")


class Finder(cst.CSTVisitor):
    """Collects (node, what it may become); annotations, decorators, imports and docstrings stay, as in mutmut."""

    def __init__(self):
        self.found = []

    def on_visit(self, node):
        untouched = isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom)
        if untouched or (isinstance(node, cst.Call) and getattr(node.func, "value", "") in NEVER_MUTATE_FUNCTION_CALLS):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.found += [(node, new) for new in operator(node)]
        return True


class Times:
    """A pytest plugin: takes each test's processor time, runs the fastest first, stops endless ones."""

    def __init__(self, before):
        self.before, self.taken = before, {}

    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: self.before.get(item.nodeid, 0))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        start = time.process_time()
        limit_seconds(start + 5 + 5 * self.before.get(item.nodeid, LONGEST))
        result = yield
        self.taken[item.nodeid] = time.process_time() - start
        return result


def limit_seconds(seconds):
    """Let the system stop this process after so many seconds of processor time."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), resource.RLIM_INFINITY))


def path_of(name):
    return ROOT / "perceptron" / f"{name}.py"


def mutants_of(source, size, draw):
    """How many there are, and {mutated source: (lines that go, lines that come)} of `size` drawn; 0 takes all."""
    module, finder = cst.parse_module(source), Finder()
    module.visit(finder)
    drawn = draw.sample(finder.found, min(size, len(finder.found))) if size else finder.found
    mutants = {}
    for node, new in drawn:
        code = module.deep_replace(node, new).code
        changed = difflib.unified_diff(source.splitlines(), code.splitlines(), lineterm="", n=0)
        lines = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
        mutants[code] = tuple(" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return len(finder.found), mutants


def derive_all():
    """Every gradient as generated code, once for all forks: what certificates cost most of their time."""
    from perceptron.generated import numpy_gradient, numpy_slopes
    from perceptron.symbolic import ACTIVATIONS, COSTS, derive

    for activation, cost in itertools.product(ACTIVATIONS, COSTS):
        derivation = derive(activation, cost)
        _ = numpy_gradient(derivation), numpy_slopes(derivation)


def run_tests(name, source, before, log):
    """In a fork: pytest's exit code with `source` as the module `name`. The times of the tests go to the file `log`."""
    spec = importlib.util.spec_from_file_location(f"perceptron.{name}", path_of(name))
    if spec.name in sys.modules:  # then what was loaded with it, was made with the right one
        for loaded in [loaded for loaded in sys.modules if loaded.split(".")[0] == "perceptron"]:
            del sys.modules[loaded]
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    exec(compile(source, spec.origin, "exec"), module.__dict__)
    setattr(importlib.import_module("perceptron"), name, module)
    times = Times(before)
    code = pytest.main([*PYTEST, *(f"tests/test_{test}.py" for test in RULES["tests"][name])], plugins=[times])
    pickle.dump(times.taken, log)
    return int(code)


def fork(job, log):
    """Process id of a fork that ends with `run_tests`' code, or is stopped where it has no end."""
    if pid := os.fork():
        return pid
    code = 1  # where the module can't even be loaded
    try:
        limit_seconds(LONGEST)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        code = run_tests(*job, log)
        log.flush()
    finally:
        os._exit(code)


def outcomes(jobs, processes):
    """(job, exit code, what it wrote) as they end; negative is the signal that stopped it."""
    waiting, running = list(jobs)[::-1], {}
    while waiting or running:
        while waiting and len(running) < processes:
            job = waiting.pop()
            log = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the fork runs
            running[fork(job, log)] = job, log
        pid, status = os.wait()
        job, log = running.pop(pid)
        log.seek(0)
        yield job, os.waitstatus_to_exitcode(status), log.read()


def judged_equivalent(name, source):
    """The changes (old, new) to a module that are judged to be no mistakes; what they judge must still be there."""
    judged = {(e["old"], e["new"]) for e in RULES.get("equivalent", []) if e["module"] == name}
    for old, _ in judged:
        if old not in " ".join(source.split()):
            raise SystemExit(f"tools/mutants.toml judges a change to a line that {name} no longer has: {old}")
    return judged


def planned(sources, size, seed, processes):
    """{name: its drawn mutants, as from mutants_of} and the jobs for them. Without a mutant, all tests must pass."""
    drawn, jobs = {}, []
    for (name, source, _), code, log in outcomes([(name, source, {}) for name, source in sources.items()], processes):
        if code != 0:
            raise SystemExit(f"{name}: even without a mutant its tests end with exit code {code}. Run them first.")
        times = pickle.loads(log)
        total, drawn[name] = mutants_of(source, size, random.Random(f"{seed} {name}"))
        print(f"{name}: {len(drawn[name])} of {total} mutants, up to {sum(times.values()):.0f} s each", flush=True)
        judged = judged_equivalent(name, source)
        jobs += [(name, mutant, times) for mutant, change in drawn[name].items() if change not in judged]
    return drawn, jobs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="all of those in tools/mutants.toml, where none is named")
    parser.add_argument("--seed", type=int, default=0, help="which mutants are drawn")
    parser.add_argument("--size", type=int, default=50, help="how many of each module; 0 takes all")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    given = parser.parse_args()
    os.chdir(ROOT)
    sources = {name: path_of(name).read_text(encoding="utf-8") for name in given.modules or RULES["tests"]}
    if any("certificate" in RULES["tests"][name] for name in sources):
        derive_all()
    drawn, jobs = planned(sources, given.size, given.seed, given.processes)
    survived = Counter()
    for (name, mutant, _), code, _ in outcomes(jobs, given.processes):
        if code == 0:
            survived[name] += 1
            print("\n{} survived:\n  - {}\n  + {}".format(name, *drawn[name][mutant]), flush=True)
    tried = Counter(name for name, _, _ in jobs)
    print()
    for name in sources:
        alike = len(drawn[name]) - tried[name]
        print(f"{name:12}{tried[name] - survived[name]:5} of {tried[name]:4} killed; {alike} more judged equivalent")
    score = 1 - survived.total() / tried.total()
    print(f"{score:.1%} of {tried.total()} killed, and {WANTED:.0%} are wanted")
    return score < WANTED


if __name__ == "__main__":
    sys.exit(main())
