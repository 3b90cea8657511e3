"""Which known mistake is this, in a network? The mistakes of the output neuron, and those of the hidden ones before
it.
"""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from perceptron import mistakes
from perceptron.cost import MSE, Cost
from perceptron.diagnosis.numbers import SHORT, Numbers
from perceptron.diagnosis.suspects import Suspects, delta_of
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, SIGMOID, Activation


class Layers:
    """The letters of `mistakes.HIDDEN` as NumPy arrays; `output` has those of the neuron behind the hidden ones."""

    of, one = "all", 1.0

    def __init__(
        self, X: Floats, y: Floats, W: Floats, b: Floats, v: Floats, c: float,
        hidden: Activation = SIGMOID, output: Activation = SIGMOID, cost: Cost = MSE,
    ):  # fmt: skip
        self.x, self.y, self.W, self.b, self.v, self.c = X, y, W, b, v, c
        self.hidden = hidden
        self.z = X @ W + b
        self.a, self.slope = hidden.both(self.z)
        self.output = Numbers(self.a, y, v, float(c), output, cost)
        self.n, self.factor = len(y), self.output.factor

    def short(self, at: Floats) -> Floats | None:
        return SHORT[self.hidden](at) if self.hidden in SHORT else None

    def short_of(self, name: str) -> Floats | None:
        other = ACTIVATIONS[name]
        return None if other is self.hidden else SHORT[other](self.a)

    def bent_with(self, name: str, through: bool) -> "Layers | None":
        """With another hidden activation; its slope is that one's too, or (through = False) still the right one's."""
        other = ACTIVATIONS[name.removeprefix("the ")]
        if other is self.hidden:
            return None
        letters = self._with(self.b, other)
        if not through:
            if self.hidden not in SHORT:
                return None
            letters.slope = SHORT[self.hidden](letters.a)
        return letters

    def without_biases(self) -> "Layers":
        return self._with(0 * self.b, self.hidden)

    def _with(self, b, hidden):
        return Layers(self.x, self.y, self.W, b, self.v, self.c, hidden, self.output.activation, self.output.cost)

    def turned(self, by: Any) -> Floats | None:
        if len(self.v) == 1:
            return None
        return self.v[::-1] if by == "reversed" else np.roll(self.v, by)

    @staticmethod
    def unsummed(Delta: Floats) -> Floats:
        return Delta

    @staticmethod
    def summed_biases(Delta: Floats) -> Floats:
        return Delta.sum()

    @staticmethod
    def shared_biases(Delta: Floats) -> Floats:
        return Delta.mean(axis=0)

    @staticmethod
    def no_biases(Delta: Floats) -> Floats:
        return np.zeros(Delta.shape[1])

    def gradient(self, change: mistakes.Change) -> list[Floats] | None:
        """(∂C/∂W, ∂C/∂b, ∂C/∂v, ∂C/∂c) with this change in it; None where there is none."""
        g = change["forward"](self) if "forward" in change else self
        if g is None:
            return None
        made = delta_of(g.output, {part: change[part] for part in ("first", "second") if part in change})
        parts = {
            part: change[part](g) for part in ("outer", "v", "inner", "input", "weights", "biases") if part in change
        }
        if made is None or any(part is None for part in parts.values()):
            return None
        delta = made[0] * g.factor / g.n
        outer = np.broadcast_to(parts.get("outer", made[0][:, None]), (g.n, 1)) * (g.factor / g.n)
        Delta = outer * parts.get("v", g.v) * parts.get("inner", g.slope)
        inputs = np.broadcast_to(parts.get("input", g.x), g.x.shape)
        biases = parts.get("biases", lambda Delta: Delta.sum(axis=0))
        weights = parts.get("weights", lambda Delta: inputs.T @ Delta)
        return [weights(Delta), biases(Delta), g.a.T @ delta, np.array([delta.sum()])]


def changes(g: Layers) -> list[tuple[mistakes.Mistake, int, mistakes.Change]]:
    """(mistake, which way, change) of every mistake in a network that is more than a number in front."""
    outer = [m for m in mistakes.ASKED["all"] if m.parts and m.parts <= {"first", "second"}]
    return [(m, k, change) for m in (*outer, *mistakes.HIDDEN) for k, change in enumerate(m.changes(g.output))]


def suspects(g: Layers, pairs: bool = False) -> Suspects:
    """What every mistake makes of the gradient of this network, or what every two mistakes in different parts do."""
    right = np.concatenate([part.ravel() for part in g.gradient({}) or ()])
    made: list[tuple[mistakes.Mistake, ...]] = [()]
    keys: list[tuple[Any, ...]] = [("right",)]
    vectors = [right]
    alone: list[tuple[Any, ...]] = [((m,), (m.name, k), change) for m, k, change in changes(g)]
    two = [(p + q, a + c, u | v) for (p, a, u), (q, c, v) in combinations(alone, 2) if not u.keys() & v.keys()]
    for who, key, change in two if pairs else alone:
        if (parts := g.gradient(change)) is not None and parts[0].shape == g.W.shape:
            made.append(who)
            keys.append(key)
            parts[1] = np.broadcast_to(parts[1], g.b.shape)
            vectors.append(np.concatenate([part.ravel() for part in parts]))
    sizes = np.abs(vectors) + np.abs(right).max()
    return Suspects(made, keys, np.array(vectors), sizes)


def wrong_functions(hidden: Activation) -> dict[str, list[Callable[..., Any]]]:
    """name -> functions (X, y, W, b, v, c) -> (∂C/∂W, ∂C/∂b) with that mistake, for hidden neurons of this kind."""

    def with_change(change, by=lambda g: 1.0):
        def slopes(X, y, W, b, v, c):
            g = Layers(X, y, W, b, v, c, hidden)
            weights, biases, *_ = g.gradient(change) or (np.nan, np.nan)
            return by(g.output) * weights, by(g.output) * biases

        return slopes

    rng = np.random.default_rng(0)
    X, y, W, b, v = (rng.normal(size=shape) for shape in ((4, 2), 4, (2, 3), 3, 3))
    g = Layers(X, y, W, b, v, 0.5, hidden)
    front = [(m, change) for m in mistakes.ASKED["all"] if m.in_front for change in m.changes(g.output)]
    wrong: dict[str, list[Callable[..., Any]]] = {}
    for mistake, change in front:
        (by,) = change.values()
        if by(g.output) is not None:
            wrong.setdefault(mistake.called(g), []).append(with_change({}, by))
    for mistake, _, change in changes(g):
        if g.gradient(change) is not None:
            wrong.setdefault(mistake.called(g), []).append(with_change(change))
    return wrong
