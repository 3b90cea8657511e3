"""The letters of `perceptron.mistakes` as NumPy arrays."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from perceptron.cost import CROSS_ENTROPY, MSE, Cost
from perceptron.gradient import gradient_of, loss_and_slope
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, SIGMOID, TANH, Activation

SHORT: dict[Activation, Callable[..., Any]] = {SIGMOID: lambda p: p * (1 - p), TANH: lambda p: 1 - p**2}
LARGEST_TABLE = 1 << 16  # numbers in a table of each prediction against each target; beyond, nobody waits for it


@dataclass(frozen=True)
class Slips:
    """What slips of the pen make of the formulas of links 1 and 2, and the number in front of link 1, such as the 2 of
    a square.

    links : (y, y_hat, z) -> for either link, its values with a wrong sign, with a lost square, and with a part left
        out.
    """

    links: Callable[..., Any]
    factor: float


class Numbers:
    """The letters of `perceptron.mistakes` as NumPy arrays: one row per example, one column per feature."""

    of, one = "all", 1.0
    sign, log, round_ = staticmethod(np.sign), staticmethod(np.log), staticmethod(np.rint)

    def __init__(
        self, X: Floats, y: Floats, w: Floats, b: float, activation: Activation, cost: Cost, slips: Slips | None = None
    ):
        self.x, self.y, self.w, self.b = X, y[:, None], w[None, :], b
        self.n, self.m = X.shape
        self.many = self.n > 1
        self.activation, self.cost, self.slips = activation, cost, slips
        self.factor = slips.factor if slips else 2.0 if cost is MSE else 1.0
        self.squared, self.has_log = cost is MSE, cost is CROSS_ENTROPY
        self.fused, self.other_y_hat = activation in cost.fused, False
        self.smooth = not activation.kinks  # else its slope is 1 at most targets, as if link 2 were missing
        self.z = X @ self.w.T + b
        self.y_hat, self._slope = activation.both(self.z)

    # --- the neuron

    def f(self, z: Floats) -> Floats:
        return self.activation.both(z)[0]

    def slope(self, z: Floats) -> Floats:
        return self._slope if z is self.z else self.activation.both(z)[1]

    slope_only = slope

    def loss(self, y: Floats, y_hat: Floats) -> Floats:
        return self.cost.both(y, y_hat)[0]

    def first(self, y: Floats, y_hat: Floats) -> Floats:
        return self.cost.both(y, y_hat)[1] / self.factor

    def short(self, y_hat: Floats) -> Floats | None:
        return SHORT[self.activation](y_hat) if self.activation in SHORT else None

    def short_of(self, name: str) -> Floats | None:
        other = ACTIVATIONS[name]
        return SHORT[other](self.y_hat) if other in SHORT and other != self.activation else None

    def slope_of(self, name: str) -> Floats | None:
        other = ACTIVATIONS[name]
        return None if other == self.activation else other.both(self.z)[1]

    def inside(self, part: str) -> list[list[Floats]]:
        return self._slipped[("first", "second").index(part)]

    @cached_property
    def _slipped(self):
        return self.slips.links(self.y, self.y_hat, self.z) if self.slips else [[[]] * 5] * 2

    @cached_property
    def of_root(self) -> float | None:
        C = self.loss(self.y, self.y_hat).mean()
        return 0.5 / np.sqrt(C) if C > 0 else None

    @cached_property
    def inputs(self) -> Floats:
        """The inputs with a column of ones, the bias's."""
        return np.hstack([self.x, np.ones((self.n, 1))])

    @cached_property
    def plain(self) -> Floats:
        """What the right gradient adds up, without signs: the scale of its entries."""
        delta = loss_and_slope(self.y[:, 0], self.z[:, 0], self.activation, self.cost)[1]
        return np.abs(delta) @ np.abs(self.inputs) / self.n

    @cached_property
    def right_first(self) -> Floats:
        if self.fused:  # δ is known where link 1 by itself would overflow
            delta = self.y_hat - self.y if self.other_y_hat else self.cost.fused[self.activation](self.y, self.z)[1]
            return delta / self._slope / self.factor
        return self.first(self.y, self.y_hat)

    @cached_property
    def right(self) -> Floats:
        return np.append(*gradient_of(self.x, self.y[:, 0], self.w[0], self.b, self.activation, self.cost))

    # --- sums

    def over(self, e: Any) -> Floats:
        return self._each(e).sum(axis=0, keepdims=True)

    def _each(self, e):
        """One row per example, also of what is the same for all of them."""
        if np.ndim(e) == 2 and len(e) == self.n:
            return e
        return np.broadcast_to(e, (self.n, np.shape(e)[-1] if np.ndim(e) else 1))

    def mean(self, e: Floats) -> Floats:
        return e.mean(axis=0, keepdims=True)

    def across(self, x: Floats) -> Floats | None:
        return x.sum(axis=1, keepdims=True) if self.m > 1 else None

    def row(self, e: Floats, which: int) -> Floats:
        return self._each(e)[[which]]

    def without(self, e: Floats, which: int) -> Floats | None:
        return self.over(e) - self._each(e)[[which]] if self.many else None

    def head(self, e: Floats, many: int) -> Floats | None:
        many = many or self.n // 2
        return self._each(e)[:many].sum(axis=0, keepdims=True) if 0 < many < self.n else None

    def divided_in_loop(self, e: Floats) -> Floats | None:
        by = float(self.n) ** -np.arange(self.n - 1.0, -1, -1)[:, None]
        return self.over(self._each(e) * by) if self.many else None

    def cut(self, e: Floats) -> Floats:
        return self.over(np.trunc(self.factor * self._each(e)) / self.factor)

    def balanced(self, e: Floats) -> Floats | None:
        kind, other = self.y == self.y.max(), self.y == self.y.min()
        if not self.many or not (kind ^ other).all():
            return None
        return self.over(self._each(e) * np.where(kind, self.n / kind.sum(), self.n / other.sum()) / 2)

    def bends_as(self, name: str) -> bool:
        return self.activation == ACTIVATIONS[name]

    def inverse(self, e: Floats) -> Floats:
        return 1 / e

    def bare(self, e: Floats) -> None:
        return None

    over_features = surplus = up_to_m = bare

    def x_left_bare(self, x: Floats) -> Floats:
        return x

    # --- other data

    def at(self, **changes: Any) -> "Numbers":
        """These letters with another x, z, y_hat or slope, and what follows from that."""
        other = copy.copy(self)
        for name in ("right", "right_first", "inputs", "plain", "of_root"):  # known from before
            vars(other).pop(name, None)
        vars(other).update({name: value for name, value in changes.items() if name != "slope"})
        other.other_y_hat = "y_hat" in changes
        if "z" in changes:
            other.y_hat, other._slope = self.activation.both(other.z)
        if "slope" in changes:
            other._slope = np.broadcast_to(changes["slope"], other.z.shape)
        return other

    def fewer_examples(self, n: int | None = None) -> "Numbers | None":
        """The same neuron with the first n examples, or with a third of them left out."""
        rows = slice(0, n or self.n - max(1, self.n // 3))
        return self._same_neuron(self.x[rows], self.y[rows, 0], self.w[0]) if self.n > 2 else None

    def other_data(self, rng: np.random.Generator, more: int = 0) -> "Numbers":
        """As many examples, or some more, with other inputs, the same targets in another order, another w and b."""
        if more:
            rows = np.append(np.arange(self.n), rng.integers(self.n, size=more))
            longer = self._same_neuron(self.x[rows], self.y[rows, 0], self.w[0])
            return longer.other_data(rng)
        spread = self.x.std(axis=0) + np.abs(self.x).mean(axis=0) / 4 + 0.01
        X = rng.permutation(self.x) + spread * rng.normal(size=self.x.shape)
        w = self.w[0] + (0.1 + np.abs(self.w[0]) / 4) * rng.normal(size=self.m)
        b = self.b + (0.1 + abs(self.b) / 4) * float(rng.normal())
        return Numbers(X, rng.permutation(self.y[:, 0]), w, b, self.activation, self.cost, self.slips)

    def fewer_features(self) -> "Numbers | None":
        """The same neuron without the last feature."""
        return self._same_neuron(self.x[:, :-1], self.y[:, 0], self.w[0, :-1]) if self.m > 1 else None

    def _same_neuron(self, X, y, w):
        return Numbers(X.copy(), y.copy(), w.copy(), self.b, self.activation, self.cost, self.slips)

    def x_at(self, at: str) -> Floats | None:
        return self.x.T if at == "ji" and self.n == self.m > 1 else None

    def reordered(self, use: Callable[..., Any], rows: Floats, by: Any) -> Floats | None:
        return use(_reordered(rows, by)) if self.many else None

    def columns(self, by: Any) -> Floats | None:
        if self.m == 1:
            return None
        return self.x[:, :1] if by == "first" else _reordered(self.x.T, by).T

    def reweighted(self, by: Any) -> "Numbers | None":
        if self.m == 1 or (by == "but the last" and self.m == 2):  # then it is the first alone
            return None
        w = self.w[0]
        at = np.arange(self.m)
        kept = {"first": at == 0, "but the first": at > 0, "but the last": at < self.m - 1}
        w = np.full_like(w, w.mean()) if by == "mean" else w * kept[by] if by in kept else _reordered(w, by)
        return self.at(z=self.x @ w[:, None] + self.b)

    def centred(self, alone: bool) -> Floats | None:
        centred = self.x - self.mean(self.x)
        return centred if alone else centred / centred.std(axis=0)

    def scaled(self, by: str, ddof: int = 0) -> "Numbers | None":
        if by == "std" and self.n <= ddof:
            return None
        x = self.centred(True) / self.x.std(axis=0, ddof=ddof) if by == "std" else self.x - self.x.min(axis=0)
        x = x if by == "std" else x / np.ptp(self.x, axis=0)
        return self.at(x=x, z=x @ self.w.T + self.b)

    def reshaped(self) -> Floats | None:
        return self.x.reshape(self.m, self.n).T if self.m > 1 and self.many else None

    def unbracketed(self) -> "Numbers | None":
        if not self.bends_as("sigmoid"):
            return None
        y_hat = 1 + np.exp(-self.z)
        return self.at(y_hat=y_hat, slope=1 if self.fused else SHORT[SIGMOID](y_hat))

    def softmax(self) -> "Numbers | None":
        if not self.bends_as("sigmoid") or not self.many:
            return None
        e = np.exp(self.z - self.z.max())
        return self.at(y_hat=e / e.sum())

    def accumulated(self, each: float) -> "Numbers | None":
        """z summed over the examples so far: with `each` in every summand, or the bias added at the end."""
        z = np.cumsum(self.z - self.b + each, axis=0) + (0 if each else self.b)
        return self.at(z=z) if self.many else None

    def with_activation(self, name: str) -> "Numbers | None":
        other = ACTIVATIONS[name]
        if other == self.activation:
            return None
        y_hat, slope = other.both(self.z)
        return self.at(y_hat=y_hat, slope=slope)

    def met(self, which: str) -> Floats | None:
        """Link 1 where each prediction meets each target: the mean over the targets, or over the predictions."""
        if not self.many:
            return None
        if self.squared:  # its slope is a difference, and the mean of differences is the difference of the means
            means = (self.mean(self.y), self.y_hat) if which == "targets" else (self.y, self.mean(self.y_hat))
            return np.broadcast_to(self.first(*means), self.y.shape)
        if self.n**2 > LARGEST_TABLE:
            return None
        table = self.first(*np.broadcast_arrays(self.y.T, self.y_hat))
        return table.mean(axis=1, keepdims=True) if which == "targets" else table.mean(axis=0)[:, None]


def _reordered(rows, by):
    return rows[::-1] if by == "reversed" else np.roll(rows, by, axis=0)
