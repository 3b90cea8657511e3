r"""A network that the reader builds, trains and looks into: every setting is a trait, the mathematics is network.py's.

The page trains by itself (network.js, training.js), also without a kernel; what it has found comes back as `weights`.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import sympy as sp
import traitlets

from perceptron import data, notation, symbolic
from perceptron.data import Dataset, Standardisation
from perceptron.network import Network, gradient
from perceptron.widgets.playground.draws import Draws
from perceptron.widgets.scene import formulas
from perceptron.widgets.scene.program import Program
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent
ROWS, LAYERS, NEURONS, REACH = 200, 4, 8, 2.0  # of the data that are made up; of a network; of the plane
HELD, NOISE = 0.8, 0.5  # at most
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
COSTS = ("mse", "cross_entropy")
BATCHES = (0, 1, 10, 30)
DESCRIBE = (
    "First the network: a square for each neuron shows what it answers over the plane, a line is as wide as its weight "
    "is large. Then the plane in the colours of the prediction, with the data, and the cost."
)
c0, c1 = sp.symbols("c0 c1", real=True)
FEATURES = {
    "x1": ("x₁", c0), "x2": ("x₂", c1), "x1^2": ("x₁²", c0**2), "x2^2": ("x₂²", c1**2), "x1*x2": ("x₁x₂", c0 * c1),
    "sin(x1)": ("sin πx₁", sp.sin(sp.pi * c0)), "sin(x2)": ("sin πx₂", sp.sin(sp.pi * c1)),
}  # fmt: skip


def _setting(label, step=0):
    """The metadata of a trait that the page shows as a row of its own, in the order of the class."""
    return {"sync": True, "label": label, "step": step}


class Playground(Widget):
    """A network of up to 4 layers of 8 neurons on data in a plane, trained step by step in the page.

    own : a Dataset of two kinds (y is 0 or 1) in place of those made up here; its features are standardised.
    Every setting below is a trait: `Playground(hidden=[4, 2], alpha=0.3)`. `network` is what it has come to.
    Raises TraitError for a setting that is none, TypeError for what is no Dataset, ValueError for one of other kinds.
    """

    _esm = joined(HERE / "playground.js")
    _css = HERE / "playground.css"
    _spec = traitlets.Dict().tag(sync=True)
    call = traitlets.Unicode().tag(sync=True)
    data = traitlets.Unicode("xor").tag(**_setting("data"))
    noise = traitlets.Float(0.1, min=0, max=NOISE).tag(**_setting("noise", step=0.05))
    held = traitlets.Float(0.3, min=0, max=HELD).tag(**_setting("held out", step=0.1))
    features = traitlets.List(traitlets.Unicode(), ["x1", "x2"], minlen=1).tag(**_setting("inputs"))
    hidden = traitlets.List(traitlets.Int(min=1, max=NEURONS), [3], maxlen=LAYERS).tag(**_setting("hidden neurons"))
    activation = traitlets.Enum(ACTIVATIONS, "tanh").tag(**_setting("they bend by"))
    cost = traitlets.Enum(COSTS, "cross_entropy").tag(**_setting("cost"))
    alpha = traitlets.Float(1.0, min=0.001, max=10).tag(**_setting("learning rate α"))
    momentum = traitlets.Float(0.0, min=0, max=0.99).tag(**_setting("momentum β", step=0.1))
    batch = traitlets.Enum(BATCHES, 0).tag(**_setting("examples a step"))
    penalty = traitlets.Float(0.0, min=0, max=1).tag(**_setting("L2 penalty λ"))
    seed = traitlets.Int(1, min=1, max=99).tag(**_setting("first weights"))
    points = traitlets.List(help="[[x1, x2, kind], ...] of data that were drawn by hand.").tag(sync=True)
    weights = traitlets.List(help="what was trained in the page, as in Network.flat; empty before.").tag(sync=True)

    def __init__(self, own: Dataset | None = None, **settings):
        self.own, self.kinds, self.columns, self.described = None, _made_up(), ("x₁", "x₂"), FEATURES
        if own is not None:
            self._take(own)
            settings = {"data": "table", "features": list(self.columns), **settings}
        super().__init__(**settings)
        self._spec = self._told()
        self.observe(self._restart, list(self.values))

    def _take(self, own):
        if not isinstance(own, Dataset):
            raise TypeError(f"own = {own!r}, expected a Dataset, such as perceptron.data.penguins().")
        if not set(np.unique(own.y)) == {0.0, 1.0}:
            raise ValueError(f"y of {own.name} has {len(np.unique(own.y))} values, expected the two kinds 0 and 1.")
        self.own, self.scale = own, Standardisation.of(own.X)
        order = np.random.default_rng(0).permutation(len(own.y))
        self.kinds = {"table": np.column_stack([self.scale.apply(own.X), own.y])[order].round(6)}
        self.columns = own.features
        self.described = {name: (name, sp.Symbol(f"c{k}", real=True)) for k, name in enumerate(own.features)}

    @property
    def values(self):
        """The settings by name."""
        return {name: getattr(self, name) for name in (*self._settings(), "points")}

    @classmethod
    def _settings(cls):
        """The traits with a label, in the order of this class."""
        return {name: one for name, one in vars(Playground).items() if getattr(one, "metadata", {}).get("label")}

    @traitlets.validate("data", "features")
    def _known(self, proposal):
        name = proposal["trait"].name
        known = (*self.kinds, "own") if name == "data" else tuple(self.described)
        for one in np.atleast_1d(proposal["value"]):
            if one not in known:
                raise traitlets.TraitError(f"{name}: {str(one)!r}, expected one of {', '.join(known)}.")
        return proposal["value"]

    def _restart(self, change):
        if change["name"] not in ("alpha", "momentum", "batch", "penalty"):
            self.weights = []

    @property
    def start(self) -> Network:
        """The network before the first step: what the seed draws, W ~ N(0, 1 / inputs), and biases of 0."""
        return self._network(Draws(self.seed))

    def _network(self, draws):
        sizes, layers = [len(self.features), *self.hidden, 1], []
        for m, h in pairwise(sizes):
            W = np.array([draws.normal() for _ in range(m * h)]).reshape(m, h) / np.sqrt(m)
            last = len(layers) == len(self.hidden)
            layers.append((W[:, 0], 0.0) if last else (W, np.zeros(h), self.activation))
        return Network(*layers, cost=self.cost)

    @property
    def network(self) -> Network:
        """The network as it is in the page, or as it starts where nothing was trained yet."""
        return self.start.unflat(np.array(self.weights)) if self.weights else self.start

    @property
    def reach(self) -> float:
        """How far the plane goes from the middle, each way."""
        return float(np.abs(self.kinds["table"][:, :-1]).max()) * 1.05 if self.own else REACH

    def rows(self) -> np.ndarray:
        """All examples before their features are made: a column for each coordinate, and y at the end."""
        if self.data == "own":
            return np.array(self.points, dtype=float).reshape(-1, 1 + len(self.columns))
        noise = 0.0 if self.own else self.noise * np.column_stack([_noise(), np.zeros(ROWS)])
        return self.kinds[self.data] + noise

    def examples(self) -> tuple[np.ndarray, ...]:
        """(X, y) to learn from and (X, y) held out: X is n x m, its columns the chosen features."""
        rows = self.rows()
        count, X, y = int(self.held * len(rows) + 0.5), self.featured(rows[:, :-1]), rows[:, -1]
        return X[count:], y[count:], X[:count], y[:count]

    def featured(self, at: np.ndarray) -> np.ndarray:
        """The chosen features of rows of coordinates."""
        names = [f"c{k}" for k in range(len(self.columns))]
        loop = [dict(zip(names, at.T, strict=True))]
        return np.column_stack(
            [_program(self.described[one][1], *names).numpy({}, {}, loop)[0] for one in self.features]
        )

    def trained(self, steps: Sequence[int]) -> list[Network]:
        """The network after each of these numbers of epochs, by network.py: what the page comes to, to rounding."""
        draws, (X, y, *_), start = Draws(self.seed), self.examples(), self.start
        p, V, found = self._network(draws).flat, 0.0, []
        decayed = np.concatenate([np.repeat([1.0, 0.0], (np.size(k.W), np.size(k.b))) for k in start.layers])
        size = self.batch or len(y)
        for epoch in range(max(steps) + 1):
            found += [start.unflat(p)] if epoch in steps else []
            order = np.array(draws.order(len(y))) if size < len(y) else np.arange(len(y))
            for rows in np.split(order, range(size, len(y), size)):
                V = self.momentum * V + gradient(X[rows], y[rows], start.unflat(p)).flat + self.penalty * decayed * p
                p = p - self.alpha * V
        return found

    def _told(self):
        """What the page has to know: the data, the formulas as JavaScript, and the limits of each setting."""
        names = [f"c{k}" for k in range(len(self.columns))]
        choices = {"data": [*self.kinds, "own"], "activation": ACTIVATIONS, "cost": COSTS, "batch": BATCHES}
        return {
            "title": "A network to play with",
            "describe": DESCRIBE,
            "columns": list(self.columns),
            "scale": np.column_stack([self.scale.mean, self.scale.deviation]).tolist() if self.own else [],
            "reach": self.reach,
            "kinds": {name: rows.tolist() for name, rows in self.kinds.items()},
            "noise": not self.own,
            "features": {
                name: {"label": label, "source": _program(e, *names).javascript}
                for name, (label, e) in self.described.items()
            },
            **_sources(),
            "settings": {
                name: {
                    "label": trait.metadata["label"], "step": trait.metadata["step"], "start": getattr(self, name),
                    "choices": list(choices.get(name, ())),
                    "low": getattr(trait, "min", None), "high": getattr(trait, "max", None),
                }
                for name, trait in self._settings().items()
            },
            "limits": {"layers": LAYERS, "neurons": NEURONS},
            "symbols": {k: {"light": v.light, "dark": v.dark, "marker": v.marker} for k, v in notation.SYMBOLS.items()},
        }  # fmt: skip

    def _elsewhere(self):
        from perceptron.widgets.playground.still import draw  # matplotlib takes long, and a page needs none

        still, words = draw(self)._repr_mimebundle_()
        return {"image/png": still["image/png"]}, words

    def __repr__(self):
        return f"<Playground: {' → '.join(map(str, [len(self.features), *self.hidden, 1]))} on {self.data}>"


def _program(expressions, *names):
    """A program over one loop of these names."""
    return Program(np.atleast_1d(expressions), [tuple(sp.Symbol(name, real=True) for name in names)], {})


def _value_and_slope(name, z):
    """f(z) and f'(z), which is taken from f(z) where the field writes it so: one exponential in place of two."""
    value, in_y_hat = formulas.activation(name, z), symbolic.IN_Y_HAT.get(symbolic.ACTIVATIONS[name])
    return [value, formulas.slope(name, z) if in_y_hat is None else in_y_hat.subs(symbolic.y_hat, value)]


@cache
def _sources():
    z, y = sp.symbols("z y", real=True)
    bends = {name: _value_and_slope(name, z) for name in ACTIVATIONS}
    losses = {name: [formulas.loss(name, z, y), formulas.delta(name, z, y)] for name in COSTS}
    return {
        "activations": {name: {"source": _program(both, "z").javascript} for name, both in bends.items()},
        "losses": {name: {"source": _program(both, "z", "y").javascript} for name, both in losses.items()},
    }


@cache
def _made_up():
    rows = {shape: data.made_up(shape, ROWS) for shape in data.SHAPES}
    return {shape: np.column_stack([one.X.round(2), one.y]) for shape, one in rows.items()}


@cache
def _noise():
    draws = Draws(31)  # the page draws the same
    return np.array([draws.normal() for _ in range(2 * ROWS)]).reshape(ROWS, 2)
