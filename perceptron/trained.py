"""What was learnt, with all that its use needs: the network, the scale of its inputs, names, units, and the data."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron import network as networks
from perceptron.cost import COSTS, Cost
from perceptron.data import Dataset, Standardisation
from perceptron.inputs import Floats
from perceptron.network import Layer, Network
from perceptron.neuron import ACTIVATIONS, SIGMOID, Activation

FORM = 1  # of the file; a later one says what has changed


@dataclass(frozen=True, eq=False)
class Trained:
    """A network that takes inputs in their own units. scale : None where it takes them as they are.

    fingerprint : of the data that it has learnt from, `Dataset.fingerprint`.
    """

    network: Network
    scale: Standardisation | None
    features: tuple[str, ...]
    units: tuple[str, ...]
    target: str
    fingerprint: str

    def __post_init__(self):
        m = len(self.network.layers[0].W)
        for name, count in (("features", len(self.features)), ("units", len(self.units))):
            if count != m:
                raise ValueError(f"{count} {name} for a network of {m} inputs; each input has one.")
        for text in (*self.features, *self.units, self.target, self.fingerprint):
            if not isinstance(text, str):
                raise TypeError(f"{text!r} is no text; features, units, target and fingerprint are.")
        if self.scale is not None:
            _fits(self.scale, m)

    @classmethod
    def of(cls, dataset: Dataset, network: Network, scale: Standardisation | None = None) -> "Trained":
        """The network that has learnt from this Dataset, its inputs scaled so."""
        return cls(network, scale, dataset.features, dataset.units, dataset.target, dataset.fingerprint)

    @classmethod
    def neuron(
        cls, dataset: Dataset, w: ArrayLike, b: ArrayLike, activation: Activation | str = SIGMOID,
        cost: Cost | str = "cross_entropy",
    ) -> "Trained":  # fmt: skip
        """One neuron with these weights in the units of the Dataset, as `newton.fit` gives them."""
        return cls.of(dataset, Network((w, b, activation), cost=cost))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers for inputs in their own units: the first one has taken in the standardisation."""
        first, *rest = self.network.layers
        if self.scale is None:
            return self.network.layers
        W = first.W / (self.scale.deviation if first.W.ndim == 1 else self.scale.deviation[:, None])
        return (Layer(W, first.b - self.scale.mean @ W, first.activation), *rest)

    @property
    def coefficients(self) -> tuple[Floats, float]:
        """w and b of a single neuron, in the units of its features. Raises ValueError for a network with more."""
        if len(self.network.layers) > 1:
            raise ValueError(f"{self.network!r} is more than one neuron; its weights are in `layers`.")
        return self.layers[0].W, float(self.layers[0].b)

    def predict(self, X: ArrayLike) -> Floats:
        """The answer for each row of X (n x m), in the units of the features."""
        return networks.predict(X if self.scale is None else self.scale.apply(X), self.network)

    def learnt_from(self, dataset: Dataset) -> bool:
        """Whether this is the very data it has learnt from, row by row."""
        return dataset.fingerprint == self.fingerprint

    def save(self, path: str | Path) -> None:
        """Write a readable file of JSON; every number comes back as it is.

        Raises ValueError for an activation or a cost of your own, which is code that no such file can hold.
        """
        cost = self.network.cost
        own = [one.activation.name for one in self.layers if one.activation not in ACTIVATIONS.values()]
        own += [cost.name] * (cost not in COSTS.values())
        if own:
            raise ValueError(f"{own[0]} is your own, and a file holds no code; keep the weights by numpy.save.")
        scale = self.scale and {"mean": self.scale.mean.tolist(), "deviation": self.scale.deviation.tolist()}
        layers = [
            {"activation": one.activation.name, "W": one.W.tolist(), "b": one.b.tolist()} for one in self.network.layers
        ]
        told = {
            "perceptron": FORM, "target": self.target, "features": self.features, "units": self.units,
            "cost": cost.name, "standardisation": scale, "layers": layers, "fingerprint": self.fingerprint,
        }  # fmt: skip
        Path(path).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: str | Path) -> Trained:
    """What `Trained.save` wrote. Raises ValueError for another file, FileNotFoundError where there is none."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}; expected one that Trained.save wrote.")
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is no JSON: {error}; expected what Trained.save wrote.") from None
    if not isinstance(told, dict) or "perceptron" not in told:
        raise ValueError(f"{path.name} has no trained network; expected what Trained.save wrote.")
    if told["perceptron"] != FORM:
        raise ValueError(f"{path.name} is of form {told['perceptron']}, and this version reads form {FORM}; update it.")
    try:
        return _read(told)
    except (KeyError, TypeError, ValueError) as error:
        missing = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{path.name} can't be read: {missing.removesuffix('.')}.") from None


def _read(told: dict[str, Any]) -> Trained:
    layers = [Layer(np.array(one["W"]), np.array(one["b"]), one["activation"]) for one in told["layers"]]
    scale = told["standardisation"] and [np.array(told["standardisation"][one]) for one in ("mean", "deviation")]
    return Trained(
        Network(*layers, cost=told["cost"]),
        None if scale is None else Standardisation(*scale),
        tuple(told["features"]), tuple(told["units"]), told["target"], told["fingerprint"],
    )  # fmt: skip


def _fits(scale: Standardisation, m: int) -> None:
    """Refuse a standardisation that is not of m features; a file's may hold anything."""
    for name, values in (("mean", scale.mean), ("deviation", scale.deviation)):
        inputs.finite(name, inputs.reals(name, values, (m,), f"This network takes {m} inputs, standardised each."))
    if not np.all(scale.deviation > 0):
        raise ValueError(f"deviation = {scale.deviation.tolist()}, expected numbers above 0.")
