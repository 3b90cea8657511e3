"""How fast an answer is judged and how often falsely, against what SymPy offers for it; and proofs per second.

Every answer is judged in a process of its own, so none finds what another left in SymPy's cache, and one that takes too
long is stopped. SymPy is given both sides with everything spelled out, in which it has the better chance.
"""

import multiprocessing
import time

import numpy as np
import sympy as sp
from rounds import compare, heading

from perceptron.answers import judge
from perceptron.answers.misconceptions import gradient
from perceptron.symbolic import z

LIMIT = 10  # seconds
SOFTPLUS = sp.log(1 + sp.exp(z))
QUESTIONS = (
    gradient("y_hat"), gradient("w"), gradient("b"), gradient("z", "tanh"), gradient("w", "tanh"),
    gradient("b", SOFTPLUS), gradient("w", SOFTPLUS), gradient("z", cost="cross_entropy"),
    gradient("w", cost="cross_entropy"), gradient("y_hat", mean=True), gradient("w", mean=True),
    gradient("b", "tanh", mean=True),
)  # fmt: skip
FORMS = (
    sp.expand, sp.factor, lambda e: e.rewrite(sp.exp), lambda e: sp.together(e.rewrite(sp.exp)),
    lambda e: e.rewrite(sp.cosh),
)  # fmt: skip
FORK = multiprocessing.get_context("fork")


def answers():
    """(solution, answer, whether it is right): each right answer in several forms, and some of its known mistakes."""
    for solution in QUESTIONS:
        spelled = solution.spelled_out(solution.truth)
        forms = {form(spelled.replace(lambda e: e.func.__name__ == "sigma", lambda e: e.doit())) for form in FORMS}
        yield from ((solution, answer, True) for answer in sorted(forms | {solution.truth}, key=sp.default_sort_key))
        yield from ((solution, mistake.expressions[0], False) for mistake in solution.mistakes[:12:4])


def ours(solution, answer):
    verdict = judge(answer, solution)
    return None if verdict.kind == "unreadable" else bool(verdict)


def difference(solution, answer):
    left, right = both(solution, answer)
    return sp.simplify(left - right) == 0


def equals(solution, answer):
    left, right = both(solution, answer)
    return left.equals(right)


def both(solution, answer):
    return (solution.spelled_out(side).doit() for side in (solution.truth, answer))


def limited(method, solution, answer):
    """(seconds, verdict); the verdict is None where there is none within LIMIT."""
    receiver, sender = FORK.Pipe(duplex=False)

    def run():
        start = time.perf_counter()
        try:
            verdict = method(solution, answer)
        except Exception:  # .equals raises StopIteration for some sums
            verdict = None
        sender.send((time.perf_counter() - start, verdict))

    process = FORK.Process(target=run)
    process.start()
    result = receiver.recv() if receiver.poll(LIMIT) else (LIMIT, None)
    process.kill()
    process.join()
    return result


def bench_judge():
    every = list(answers())
    methods = {"judge": ours, "sympy.simplify(a - b) == 0": difference, "a.equals(b)": equals}
    found = {name: [limited(method, s, a) for s, a, _ in every] for name, method in methods.items()}
    seconds = {name: np.array([took for took, _ in results]) for name, results in found.items()}
    for name in list(methods)[1:]:
        compare(f"judge, {len(every)} answers, new to it", seconds["judge"], name, seconds[name])
    for name, results in found.items():
        truth = [right for *_, right in every]
        false = sum(verdict is (not right) for (_, verdict), right in zip(results, truth, strict=True))
        none = sum(verdict is None for _, verdict in results)
        worst, total = seconds[name].max(), seconds[name].sum()
        print(
            f"{name}: {false} false, {none} not known or over {LIMIT} s; {total:.1f} s in all, {worst:.2f} s at worst"
        )


def bench_proofs():
    from perceptron.course.contents import lessons

    proofs = [proof for lesson in lessons().values() for proof in lesson.proofs.values()]
    start = time.perf_counter()
    for proof in proofs:
        proof.verify()
    print(f"proofs: {len(proofs) / (time.perf_counter() - start):.1f} per second, of {len(proofs)}")


if __name__ == "__main__":
    heading()
    bench_judge()
    bench_proofs()
