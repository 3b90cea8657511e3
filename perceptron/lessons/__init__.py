"""What the notebooks call, one function each: pictures to drag, on real data, from the neuron in symbols.

A module is named by the verb of its notebook.
"""

from perceptron.lessons import clinic
from perceptron.lessons.bend import activation
from perceptron.lessons.build import build
from perceptron.lessons.check import taylor
from perceptron.lessons.connect import certify_network, frameworks, network
from perceptron.lessons.descend import descent, stable_rate
from perceptron.lessons.diagnose import train
from perceptron.lessons.estimate import nudge
from perceptron.lessons.follow import chain, proof
from perceptron.lessons.measure import loss
from perceptron.lessons.predictions import predict
from perceptron.lessons.propagate import forward

__all__ = [
    "SCENES", "activation", "build", "certify_network", "chain", "clinic", "descent",
    "forward", "frameworks", "loss", "network", "nudge", "predict", "proof", "stable_rate", "taylor", "train",
]  # fmt: skip

SCENES = {s.__name__: s for s in (forward, activation, loss, nudge, chain, taylor, descent, train, network)}
SCENES["xor"] = lambda: train("xor")
