"""Naming one of several hundred mistakes, against certifying a right gradient; and judging a formula, warm."""

import time
from functools import partial

import numpy as np

from perceptron import mistakes
from perceptron.answers import judge
from perceptron.answers.misconceptions import gradient as asked
from perceptron.certificate import certify
from perceptron.cost import MSE
from perceptron.diagnosis import Numbers, factors, suspects, with_mistake
from perceptron.gradient import gradient
from perceptron.neuron import SIGMOID

REPEATS = 30


def median(call):
    """The median processor time of a call in seconds."""
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return float(np.median(taken))


def main():
    for n, m in ((40, 3), (1000, 10), (20_000, 10)):
        rng = np.random.default_rng(0)
        point = rng.normal(size=(n, m)), rng.random(n), rng.normal(size=m), 0.3
        g = Numbers(*point, SIGMOID, MSE)
        count = len(suspects(g).made) * len(factors(g))
        names = ("the slope is taken at ŷ, not at z", "only the last example counts", "w is used where x belongs")
        wrong = [with_mistake(mistakes.named(name), SIGMOID, MSE) for name in names]
        certify(gradient, *point), [certify(fn, *point) for fn in wrong]  # derived and compiled once
        right = median(partial(certify, gradient, *point))
        named = np.mean([median(partial(certify, fn, *point)) for fn in wrong])
        told = f"{n} x {m}: right {1e3 * right:.1f} ms, named among {count} combinations {1e3 * named:.1f} ms"
        print(f"{told}, ratio {named / right:.1f} (goal: 3)")
    for mean in (False, True):
        solution = asked("w", mean=mean)
        answers = ["2/n sum((ŷ_i-y_i) x_ij)", "2/n sum((ŷ_i-y_i) x_ij^3)"] if mean else ["2(ŷ-y)x", "2(ŷ-y)x^3", "x"]
        [judge(answer, solution) for answer in answers]
        times = [median(partial(judge, answer, solution)) for answer in answers]
        print(f"judging a formula, {len(solution.mistakes)} mistakes known: {max(times):.3f} s (goal: 0.2 s)")


if __name__ == "__main__":
    main()
