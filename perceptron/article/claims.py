"""What the article claims in words, each with a check that runs and finds "true", "true if ..." or "not so"."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron.equality import decide
from perceptron.generated import numpy_gradient
from perceptron.symbolic import ACTIVATIONS, derive, sigma, z

x1, x2, w1, w2, y, c = sp.symbols("x_1 x_2 w_1 w_2 y c", real=True)
BIAS = sp.Symbol("b", real=True)


@dataclass(frozen=True)
class Finding:
    """verdict : "true", "true if ..." or "not so". because : why, with the numbers. numbers : the same by name."""

    verdict: str
    because: str
    numbers: dict

    def __str__(self):
        return f"{self.verdict}: {self.because}"


@dataclass(frozen=True)
class Claim:
    """A claim in our words. check : () -> Finding."""

    id: str
    words: str
    check: Callable

    @cached_property
    def finding(self):
        """What the check finds; it runs once."""
        return self.check()


class Claims(tuple):
    """All claims, as a table on the page."""

    def __repr__(self):
        return "\n".join(f"{c.id} {c.words} {c.finding}" for c in self)

    def _repr_html_(self):
        rows = "".join(
            f"<tr><td>{c.id}</td>"
            + "".join(
                f"<td style='text-align:left'>{html.escape(t)}</td>"
                for t in (c.words, c.finding.verdict, c.finding.because)
            )
            + "</tr>"
            for c in self
        )
        head = "".join(f"<th>{h}</th>" for h in ("", "claim", "verdict", "because"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _verdict(always, sometimes=False, condition=""):
    return "true" if always else f"true if {condition}" if sometimes else "not so"


def larger_weight():
    r"""$\partial\hat y/\partial x_j = \hat y (1 - \hat y) w_j$: per unit of x_j, influence goes with w_j."""
    y_hat = sigma(w1 * x1 + w2 * x2 + BIAS)
    influence = [sp.diff(y_hat, x) for x in (x1, x2)]
    in_proportion = decide(influence[0] * w2, influence[1] * w1)
    here = {w1: 2, w2: -3, x1: 0, x2: 0, BIAS: 0}
    first, second = (float(slope.subs(here).doit()) for slope in influence)
    in_tenths = decide(y_hat, y_hat.subs({w1: w1 / 10, x1: 10 * x1}, simultaneous=True))
    by_sign = abs(first) > abs(second)  # as 2 > -3 would have it
    return Finding(
        _verdict(
            by_sign and not in_tenths,
            in_proportion,
            "the sizes are compared, whatever the signs, and the inputs vary alike",
        ),
        f"2 is larger than −3, but at z = 0 the slope of ŷ in the first input is {first:g}, in the second {second:g}; "
        "and with an input given in tenths of its unit a tenth of its weight makes the same neuron",
        {"first": first, "second": second, "in_proportion": in_proportion, "in_tenths": in_tenths},
    )


def no_activation():
    """Two layers without a bend are one layer; with tanh between them they are not."""
    W = sp.Matrix(2, 3, sp.symbols("w_1(1:4) w_2(1:4)", real=True))
    b, v, x = (sp.Matrix(sp.symbols(f"{s}_1:{size + 1}", real=True)) for s, size in (("b", 2), ("v", 2), ("x", 3)))
    layers = {f: (v.T * (W * x + b).applyfunc(f))[0] + c for f in (lambda t: t, sp.tanh)}
    one_layer = ((v.T * W) * x)[0] + (v.T * b)[0] + c
    straight, bent = (decide(two, one_layer) for two in layers.values())
    return Finding(
        _verdict(straight and not bent),
        f"3 inputs, 2 neurons, 1 neuron equal one neuron with the weights v₁w₁ + v₂w₂ and the bias v·b + c "
        f"({straight}); with tanh between the layers they don't",
        {"straight": straight, "bent": bent},
    )


def step_activation():
    """The step's slope, and the gradient that it leaves."""
    slope = sp.diff(ACTIVATIONS["step"], z)
    X, targets = np.array([[-2.0], [0.5], [3.0]]), np.array([1.0, 0.0, 0.0])
    dC_dw, dC_db = numpy_gradient(derive("step", "mse"))(X, targets, [1.0], 0.0)
    flat = decide(slope, 0)
    return Finding(
        _verdict(flat and dC_dw[0] == dC_db == 0),
        f"its slope is {slope} on either side of the jump and does not exist at it; with three of three examples wrong "
        f"the gradient is ({dC_dw[0]:g}, {dC_db:g}), and descent stands still",
        {"flat": flat, "dC_dw": float(dC_dw[0]), "dC_db": dC_db},
    )


def speed():
    r"""$\tanh z = 2\sigma(2z) - 1$: a tanh neuron on targets $2y - 1$ walks as a sigmoid with 16 times the rate."""
    steepest = {name: sp.diff(ACTIVATIONS[name], z).subs(z, 0) for name in ("sigmoid", "tanh")}
    tanh_loss = (2 * y - 1 - sp.tanh(w1 * x1 + BIAS)) ** 2
    twin = (y - sigma(w1 * x1 + BIAS)) ** 2
    doubled = sp.diff(twin, w1).subs({w1: 2 * w1, BIAS: 2 * BIAS}, simultaneous=True)
    sixteen = decide(2 * sp.diff(tanh_loss, w1), 16 * doubled)  # the twin's weights are 2w, and so are their steps
    epochs = {
        "sigmoid": _epochs("sigmoid", 0.02),
        "tanh": _epochs("tanh", 0.02),
        "sigmoid, 16 α": _epochs("sigmoid", 0.32),
    }
    slower = epochs["sigmoid"] > epochs["tanh"]
    return Finding(
        _verdict(
            slower and epochs["sigmoid, 16 α"] > epochs["tanh"],
            slower and sixteen,
            "the learning rate is kept the same",
        ),
        f"the slope at 0 is {steepest['sigmoid']} for the sigmoid and {steepest['tanh']} for tanh; on five examples "
        f"the same precision took {epochs['sigmoid']} and {epochs['tanh']} epochs; with 16 times the learning rate "
        f"the sigmoid took {epochs['sigmoid, 16 α']}, since tanh z = 2σ(2z) − 1",
        {"steepest": steepest, "epochs": epochs, "sixteen": sixteen},
    )


def _epochs(activation, alpha, goal=0.005):
    """Epochs of descent from 0 until the cost, measured in ŷ from 0 to 1, is at the goal."""
    X, target = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]]), np.array([0.05, 0.2, 0.4, 0.7, 0.9])
    low, high = (-1, 1) if activation == "tanh" else (0, 1)
    y, gradient = low + (high - low) * target, numpy_gradient(derive(activation, "mse"))
    f = sp.lambdify(z, ACTIVATIONS[activation])
    w, b, epochs = np.zeros(1), 0.0, 0
    while np.mean((y - f(X @ w + b)) ** 2) > goal * (high - low) ** 2:
        dC_dw, dC_db = gradient(X, y, w, b)
        w, b, epochs = w - alpha * dC_dw, b - alpha * dC_db, epochs + 1
    return epochs


def bias_shifts():
    r"""$\sigma(wx + b) = \sigma(w (x + b/w))$."""
    shifted = decide(sigma(w1 * x1 + BIAS), sigma(w1 * (x1 + BIAS / w1)))
    without_input = [float(sigma(BIAS).subs(BIAS, at).doit()) for at in (-1, 1)]
    flat = decide(sigma(w1 * x1 + BIAS).subs(w1, 0), sigma(BIAS))
    return Finding(
        _verdict(not flat, shifted, "w is not 0"),
        f"the curve over x moves by −b/w ({shifted}), so the same bias moves it far for a small w, and the other way "
        f"for a negative one; for w = 0 it is a level line, which b = −1 and b = 1 put at {without_input[0]:.3f} and "
        f"{without_input[1]:.3f}",
        {"shifted": shifted, "flat": flat, "without_input": without_input},
    )


def bias_as_weight():
    """z and ∂C/∂b, with a bias and with a constant input 1."""
    same = {name: decide(left, right) for name, left, right in derive().bias_as_weight()}
    return Finding(
        _verdict(all(same.values())), f"z and ∂C/∂b come out the same for every n and m ({same['dC_db']})", same
    )


def carries_over():
    """A hidden layer of two: the links of the chain along the way from a weight of it to the cost."""
    x, b, v = (sp.symbols(f"{name}_1:3", real=True) for name in "xbv")
    W = sp.Matrix(2, 2, sp.symbols("w_1(1:3) w_2(1:3)", real=True))
    a = [sigma(W[p, 0] * x[0] + W[p, 1] * x[1] + b[p]) for p in range(2)]
    y_hat = sigma(v[0] * a[0] + v[1] * a[1] + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat)
    links = {c: delta}
    for p in range(2):
        hidden = delta * v[p] * a[p] * (1 - a[p])
        links |= {W[p, q]: hidden * x[q] for q in range(2)} | {b[p]: hidden, v[p]: delta * a[p]}
    same = [decide(sp.diff((y - y_hat) ** 2, parameter), product) for parameter, product in links.items()]
    return Finding(
        _verdict(False, all(same), "it is made of layers; shown here for one hidden layer"),
        f"with a hidden layer of two neurons all {len(same)} slopes are links 1 and 2, and for a hidden weight two "
        f"more, v and a(1 − a) ({same[0]}); where ways part and meet again, their products are added",
        {"same": same},
    )


CLAIMS = Claims(
    Claim(f"W{number}", words, check)
    for number, (words, check) in enumerate(
        (
            ("A larger weight gives its input a larger influence.", larger_weight),
            ("Without a bend, a network is one linear function.", no_activation),
            ("For descent, the step activation makes way for another.", step_activation),
            ("The activation sets the speed of learning.", speed),
            ("The bias moves the activation to the left or right.", bias_shifts),
            ("The bias is the weight of a constant input 1.", bias_as_weight),
            ("The basics carry over to every network.", carries_over),
        ),
        start=1,
    )
)
