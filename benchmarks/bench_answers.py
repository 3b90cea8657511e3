"""How fast an answer is judged and how often falsely, against what SymPy offers for it; and proofs per second.

Every answer is judged in a process of its own, so none finds what another left in SymPy's cache, and one that takes too
long is stopped. SymPy is given both sides with everything spelled out, in which it has the better chance.
"""

import ast
import multiprocessing
import time

import numpy as np
import sympy as sp
from rounds import compare, heading

from perceptron.answers import judge
from perceptron.answers.solution import Solution
from perceptron.course.contents import lessons
from perceptron.expression import ExpressionError, read

LIMIT = 10  # seconds
FORMS = (
    sp.expand, sp.factor, lambda e: e.rewrite(sp.exp), lambda e: sp.together(e.rewrite(sp.exp)),
    lambda e: e.rewrite(sp.cosh),
)  # fmt: skip
FORK = multiprocessing.get_context("fork")


def answers():
    """(solution, answer, whether it is right) of the course's own exercises with formulas.

    Right are the exercise's solution and its truth in several forms, wrong are the wrong answers that the exercise is
    tested with, and every ninth of the mistakes that are known for it.
    """
    for exercise in (e for lesson in lessons().values() for e in lesson.exercises.values()):
        asked = getattr(exercise.judge, "keywords", {})
        if getattr(exercise.judge, "func", None) is not judge:
            continue
        truth = asked["truth"]
        solution = truth if isinstance(truth, Solution) else Solution(truth, ranges=asked.get("ranges") or {})
        spelled = solution.spelled_out(solution.truth).replace(lambda e: e.func.__name__ == "sigma", lambda e: e.doit())
        right = {form(spelled) for form in FORMS} | {solution.truth, _typed(exercise.solution, asked)}
        yield from ((solution, answer, True) for answer in sorted(right, key=sp.default_sort_key))
        wrong = [_typed(code, asked) for code, _ in exercise.wrong]
        wrong += [mistake.expressions[0] for mistake in solution.mistakes[::9]]
        yield from ((solution, answer, False) for answer in wrong if answer is not None and answer not in right)


def _typed(code, asked):
    """The formula in `answer = "..."`, None where it is none."""
    try:
        return read(ast.literal_eval(code.partition("=")[2].strip()), asked.get("names"))
    except ExpressionError:
        return None


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
    proofs = [proof for lesson in lessons().values() for proof in lesson.proofs.values()]
    start = time.perf_counter()
    for proof in proofs:
        proof.verify()
    print(f"proofs: {len(proofs) / (time.perf_counter() - start):.1f} per second, of {len(proofs)}")


if __name__ == "__main__":
    heading()
    bench_judge()
    bench_proofs()
