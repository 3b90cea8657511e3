"""The network of lesson 10 trained by PyTorch as well, in the few lines in which that is usually written."""

import importlib.util
import json
from importlib import resources

from perceptron import data
from perceptron.network import Network, train_network
from perceptron.widgets import pictures

STARTS = {"start A": 1, "start B": 0, "one that gets stuck": 5}  # seeds of Network.random


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
    parts = (part for layer in start.layers for part in (layer.W, layer.b))
    W, b, v, c = (torch.tensor(part, requires_grad=True) for part in parts)
    optimiser, history = torch.optim.SGD([W, b, v, c], lr=8.0), []
    for _ in range(epochs + 1):
        y_hat = torch.sigmoid(torch.sigmoid(X @ W + b) @ v + c)
        C = ((y - y_hat) ** 2).mean()
        history.append(C.item())
        optimiser.zero_grad()
        C.backward()
        optimiser.step()
    return history


def _stored():
    return json.loads(resources.files("perceptron").joinpath("datasets", "pytorch_xor.json").read_text())["C"]
