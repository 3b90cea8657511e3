"""How fast the neuron is, against its own arithmetic and against others: one table, explained in README.md."""

import sys
import tracemalloc
from functools import partial

import numpy as np
from rounds import clock, compare, fresh, heading, quickest, race, size, within

from perceptron import symbolic
from perceptron.cost import COSTS, CROSS_ENTROPY
from perceptron.descent import train
from perceptron.generated import numpy_gradient
from perceptron.gradient import gradient
from perceptron.neuron import ACTIVATIONS
from perceptron.symbolic import Derivation, derive

try:
    import rivals
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is not installed: run `make bench`, or pip install -e '.[bench]'.")

EPOCHS = 10_000
PAIRS = (("sigmoid", "mse"), ("sigmoid", "cross_entropy"), ("tanh", "mse"))


def examples(n, m):
    """n examples of m features and noisy classes 0 and 1, with small weights to start from: (X, y, w, b)."""
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(n, m)), rng.normal(size=m)
    return X, (X @ w + rng.normal(size=n) > 0).astype(float), 0.2 * w, 0.1


def bench_gradient():
    X, y, w, b = examples(1_000_000, 20)

    def bare():
        return X.T @ (1 / (1 + np.exp(-(X @ w))))

    ours, theirs = race(15, clock(partial(gradient, X, y, w, b)), clock(bare))
    compare("gradient, n = 10⁶, m = 20", ours, "X @ w, 1 / (1 + exp(-z)), X.T @ d", theirs, goal=1.25)
    tracemalloc.start()
    gradient(X, y, w, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size("memory of gradient besides its arguments", peak, "X, n x m", X.nbytes, goal=1)


def bench_train():
    start = (*examples(200, 2), 0.5, EPOCHS)
    by_hand = (
        ("by hand, inlined, textbook sigmoid", rivals.hand_inlined, 1.3),
        ("by hand, inlined, as exact as ours", rivals.hand_inlined_exact, 1.3),
        ("by hand, inlined, all in place", rivals.hand_in_place, None),
        ("by hand, naive", rivals.hand_naive, None),
    )
    h = train(*start)
    for _, rival, _ in by_hand:
        for ours, theirs in zip((h.w, h.b, h.C), rival(*start), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
    ours, *others = race(9, clock(partial(train, *start)), *(clock(partial(rival, *start)) for _, rival, _ in by_hand))
    for (name, _, goal), theirs in zip(by_hand, others, strict=True):
        compare("train, 10,000 epochs of 200 x 2, MSE", ours, name, theirs, goal)


def bench_libraries():
    start = (*examples(200, 2), 0.5, EPOCHS)
    two_threads, cross_entropy = partial(rivals.torch_descent, threads=2), partial(train, cost=CROSS_ENTROPY)
    for ours, rival in ((train, rivals.torch_descent), (train, two_threads), (cross_entropy, rivals.sklearn_descent)):
        h, (w, b) = ours(*start), rival(*start)
        np.testing.assert_allclose([*h.w[-1], h.b[-1]], [*w, b], rtol=1e-9)
    runs = (train, rivals.torch_descent, two_threads, cross_entropy, rivals.sklearn_descent)
    mse, one, two, entropy, network = race(7, *(clock(partial(run, *start)) for run in runs))
    compare("train, 10,000 epochs of 200 x 2, MSE", mse, "PyTorch autograd, 1 thread", one, goal=0.2)
    compare("train, 10,000 epochs of 200 x 2, MSE", mse, "PyTorch autograd, 2 threads", two, goal=0.2)
    compare("the same with cross-entropy", entropy, "scikit-learn MLPClassifier", network)


def bench_import():
    modules = "perceptron", "perceptron.descent", "perceptron.data"
    *ours, theirs = race(9, *(quickest(fresh(f"import {name}")) for name in (*modules, "numpy")))
    for name, times in zip(modules, ours, strict=True):
        compare(f"import {name}", times, "import numpy", theirs, goal=1.05)


def bench_derive():
    setup = "from perceptron.generated import numpy_gradient\nfrom perceptron.symbolic import derive"
    for pair in PAIRS:
        code = f"d = derive{pair}\nd.dC_dw, d.dC_db, d.latex"
        new, numpy, warm = race(
            7, fresh(code, setup), fresh("numpy_gradient(d)", f"{setup}\n{code}"), clock(partial(again, *pair))
        )
        within(f"derive, {', '.join(pair)}", new, goal=0.5)
        within("  its NumPy code, after that", numpy, goal=0.5)
        within("  derived once more in one process", warm, goal=0.5)


def again(activation, cost):
    """What `derive` has to do when it has not done it yet."""
    d = Derivation(symbolic.ACTIVATIONS[activation], symbolic.COSTS[cost])
    return d.dC_dw, d.dC_db, d.latex


def bench_generated():
    for n, m in ((1_000_000, 20), (10_000, 5), (200, 2)):
        X, y, w, b = examples(n, m)
        for activation, cost in PAIRS:
            generated = partial(numpy_gradient(derive(activation, cost)), X, y, w, b)
            by_hand = partial(gradient, X, y, w, b, ACTIVATIONS[activation], COSTS[cost])
            for ours, theirs in zip(generated(), by_hand(), strict=True):
                np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
            ours, theirs = race(15, *(clock(f, calls=max(1, 100_000 // n)) for f in (generated, by_hand)))
            compare(f"generated code, {n:,} x {m}, {activation}, {cost}", ours, "gradient", theirs, goal=1.2)


if __name__ == "__main__":
    heading()
    for bench in (bench_gradient, bench_train, bench_libraries, bench_import, bench_derive, bench_generated):
        bench()
