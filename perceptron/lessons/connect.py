"""Lesson 10: from a neuron to a network. XOR, and the same chain rule one layer further."""

import importlib.util
import json
from importlib import resources

import numpy as np
import sympy as sp

from perceptron import data
from perceptron.network import Network, cost, gradient
from perceptron.network import train as train_network
from perceptron.widgets import pictures
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Evolution, Field, Line, Panel, Parameter, Path, Points, Table, symbols
from perceptron.widgets.scene.scene import EPOCH, Readout, Scene
from perceptron.widgets.scene.stage import Stage

NAMES = ("w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c")  # in the order of Network.flat
STARTS = {"start A": 1, "start B": 0, "one that gets stuck": 5}  # seeds of Network.random
EPOCHS = 150


def _forward(p, x1, x2):
    """(hidden z of both neurons, the output's z) in symbols, for the parameters p of NAMES."""
    w11, w12, w21, w22, b1, b2, v1, v2, c = p
    hidden = (w11 * x1 + w21 * x2 + b1, w12 * x1 + w22 * x2 + b2)
    a1, a2 = (f.activation("sigmoid", z) for z in hidden)
    return hidden, v1 * a1 + v2 * a2 + c


def network():
    """10: two hidden neurons and one behind them learn XOR, step by step; the lines of the hidden ones are drawn."""
    xor = data.xor()
    x1, x2, y, u, v, alpha, pick = symbols("x1 x2 y u v alpha pick")
    p = symbols(" ".join(NAMES))
    table = Table("examples", {"x1": xor.X[:, 0], "x2": xor.X[:, 1], "y": xor.y})
    hidden, z = _forward(p, x1, x2)
    delta = f.delta("mse", z, y)
    back = [delta * weight * f.slope("sigmoid", h) for weight, h in zip(p[6:8], hidden, strict=True)]
    a1, a2 = (f.activation("sigmoid", h) for h in hidden)
    slopes = (back[0] * x1, back[1] * x1, back[0] * x2, back[1] * x2, *back, delta * a1, delta * a2, delta)
    starts = np.array([Network.random(2, 2, seed).flat for seed in STARTS.values()])
    state = {
        name: (f.one_of(pick, [sp.Float(value) for value in column]), weight - alpha * table.mean(slope))
        for name, column, weight, slope in zip(NAMES, starts.T, p, slopes, strict=True)
    }
    (h1, h2), output = _forward(p, u, v)
    C = table.mean(f.loss("mse", z, y))
    right = table.mean(sp.Piecewise((y, z >= 0), (1 - y, True))) * len(xor.y)
    numbers = {"epoch": EPOCH, "C": C, "right": right}
    lines = [
        Line(*(sp.diff(h, axis) for axis in (u, v)), h.subs({u: 0, v: 0}), dash=k == 1) for k, h in ((0, h1), (1, h2))
    ]
    return Stage(Scene(
        "A network learns XOR",
        "Left, four groups of two kinds in a plane coloured by the network's prediction, and the lines at which its "
        "two hidden neurons are undecided. Right, the cost over the epochs.",
        (
            Parameter("alpha", 0.5, 12, 8, 0.5, "α", "alpha"),
            Parameter("pick", label="first weights", code="w", choices=tuple(STARTS)),
        ),
        (
            Panel(("u", -2, 2), ("v", -2, 2), (
                Field(f.activation("sigmoid", output), size=60), Points("examples", x1, x2, one=y), *lines,
            ), "x₁", "x₂"),
            Panel(("epochs", -4, EPOCHS), ("cost", 0, 0.5), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout(f"Epoch {{epoch:.0f}}: C = {{C:.4f}}, {{right:.0f}} of {len(xor.y)} right.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution(state, EPOCHS),
    ))  # fmt: skip


def symbolic_gradient(X, y, network):
    """The gradient of a network of two hidden neurons by SymPy: C of one example differentiated in all its parameters.

    X is n x 2, y is n; the result is a Network. No link of the chain rule is written down here.
    """
    p, (x1, x2, target) = symbols(" ".join(NAMES)), symbols("x1 x2 y")
    _, z = _forward(p, x1, x2)
    loss = (target - 1 / (1 + sp.exp(-z))) ** 2
    slopes = sp.lambdify((*p, x1, x2, target), [sp.diff(loss, parameter) for parameter in p], cse=True)
    each = slopes(*network.flat, *np.transpose(X), np.asarray(y))
    return network.unflat(np.array([np.mean(slope) for slope in each]))


def certify_network(X, y, network, gradient_fn=gradient):
    """A table of ∂C/∂(each parameter): yours, by hand, symbolic and numeric, and whether yours agrees.

    X is n x 2, y is n, gradient_fn(X, y, network) gives a Network. Returns (table, True where all agree).
    """
    flat, h = network.flat, 1e-5
    ways = [gradient_fn(X, y, network).flat, gradient(X, y, network).flat, symbolic_gradient(X, y, network).flat]
    nudges = h * np.eye(len(flat))
    up, down = ([cost(X, y, network.unflat(flat + sign * n)) for n in nudges] for sign in (1, -1))
    ways.append(np.subtract(up, down) / (2 * h))
    agrees = np.all([np.isclose(ways[0], way, rtol=1e-6, atol=1e-9) for way in ways[1:]], axis=0)
    rows = [
        (f"∂C/∂{name}", *(f"{way[k]:.6f}" for way in ways), "yes" if agrees[k] else "NO")
        for k, name in enumerate(NAMES)
    ]
    return pictures.table(("", "yours", "by hand", "symbolic", "numeric", "agree"), rows), bool(agrees.all())


def frameworks(epochs=(1, 10, 100)):
    """C of the network on XOR after so many epochs, here and by PyTorch: run now where it is installed, else as stored.

    Raises AssertionError where the two differ in a printed digit.
    """
    here, torch = ours(max(epochs)), by_torch(max(epochs)) if importlib.util.find_spec("torch") else _stored()
    rows = [(str(epoch), f"{here[epoch]:.8f}", f"{torch[epoch]:.8f}") for epoch in epochs]
    assert all(mine == theirs for _, mine, theirs in rows), rows
    return pictures.table(("epochs", "C here", "C by PyTorch"), rows)


def ours(epochs):
    """C of each epoch from start A at α = 8."""
    xor = data.xor()
    return train_network(xor.X, xor.y, Network.random(2, 2, STARTS["start A"]), 8.0, epochs)[1]


def by_torch(epochs):
    """The same by PyTorch, in the few lines in which it is usually written; the derivatives are its own."""
    import torch

    xor, start = data.xor(), Network.random(2, 2, STARTS["start A"])
    X, y = torch.tensor(xor.X), torch.tensor(xor.y)
    W, b, v, c = (torch.tensor(p, requires_grad=True) for p in (start.W, start.b, start.v, np.array(start.c)))
    optimiser, history = torch.optim.SGD([W, b, v, c], lr=8.0), []
    for _ in range(epochs + 1):
        y_hat = torch.sigmoid(torch.sigmoid(X @ W + b) @ v + c)
        C = ((y - y_hat) ** 2).mean()
        history.append(float(C))
        optimiser.zero_grad()
        C.backward()
        optimiser.step()
    return history


def _stored():
    return json.loads(resources.files("perceptron").joinpath("datasets", "pytorch_xor.json").read_text())["C"]
