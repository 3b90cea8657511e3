"""What was learnt, with all that its use needs: the network, the scale of its inputs, names, units, and the data."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import network as networks
from perceptron.cost import Cost
from perceptron.data import Dataset, Standardisation
from perceptron.inputs import Floats
from perceptron.network import Layer, Network
from perceptron.neuron import SIGMOID, Activation

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
        if self.scale is not None and len(self.scale.mean) != m:
            raise ValueError(f"a standardisation of {len(self.scale.mean)} features for a network of {m} inputs.")

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
        """Write a readable file of JSON; every number comes back as it is."""
        scale = self.scale and {"mean": self.scale.mean.tolist(), "deviation": self.scale.deviation.tolist()}
        layers = [
            {"activation": one.activation.name, "W": one.W.tolist(), "b": one.b.tolist()} for one in self.network.layers
        ]
        told = {
            "perceptron": FORM, "target": self.target, "features": self.features, "units": self.units,
            "cost": self.network.cost.name, "standardisation": scale, "layers": layers, "fingerprint": self.fingerprint,
        }  # fmt: skip
        Path(path).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: str | Path) -> Trained:
    """What `Trained.save` wrote. Raises ValueError for another file, FileNotFoundError where there is none."""
    path = Path(path)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} is no JSON: {error}; expected what Trained.save wrote.") from None
    if not isinstance(told, dict) or "perceptron" not in told:
        raise ValueError(f"{path.name} has no trained network; expected what Trained.save wrote.")
    if told["perceptron"] != FORM:
        raise ValueError(f"{path.name} is of form {told['perceptron']}, and this version reads form {FORM}; update it.")
    try:
        return _read(told)
    except (KeyError, TypeError, ValueError) as error:
        missing = f"it has no {error}" if isinstance(error, KeyError) else error
        raise ValueError(f"{path.name} can't be read: {missing}.") from None


def _read(told: dict[str, Any]) -> Trained:
    layers = [Layer(np.array(one["W"]), np.array(one["b"]), one["activation"]) for one in told["layers"]]
    scale = told["standardisation"]
    return Trained(
        Network(*layers, cost=told["cost"]),
        scale and Standardisation(np.array(scale["mean"], dtype=float), np.array(scale["deviation"], dtype=float)),
        tuple(told["features"]), tuple(told["units"]), told["target"], told["fingerprint"],
    )  # fmt: skip
