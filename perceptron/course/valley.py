"""The pictures of lesson 07: the cost of the O-rings as a landscape and as a map, and a valley that is narrow."""

from dataclasses import dataclass

import sympy as sp

from perceptron import data
from perceptron.course.lesson import shareable
from perceptron.widgets.scene import (
    EPOCH,
    Arrow,
    Contours,
    Curve,
    Evolution,
    Handle,
    Line,
    Panel,
    Parameter,
    Path,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    Text,
    View,
    symbols,
)
from perceptron.widgets.scene import formulas as f

_LEVELS = {
    "cross_entropy": (0.23, 0.25, 0.3, 0.4, 0.6, 0.9, 1.3, 2, 3),
    "mse": (0.0072, 0.008, 0.01, 0.015, 0.03, 0.06, 0.1, 0.2, 0.3, 0.45),
}
_HIGHEST = {"cross_entropy": 4, "mse": 0.8}
_U, _V = ("u", -6, 6), ("v", -12, 2)  # wide enough for the jumps of α = 20


@dataclass(frozen=True)
class _ORings:
    """Gradient descent on the launches, their temperatures standardised; `way` is 1 where the sign is lost."""

    cost: str
    way: sp.Expr | int = -1

    w, b, w0, b0, alpha, x, y, u, v = symbols("w b w0 b0 alpha x y u v")
    parameters = (Parameter("w0", -4, 4, 1.5, 0.05, "first w", "w"), Parameter("b0", -6, 2, 1, 0.05, "first b", "b"))

    @property
    def table(self):
        rings = data.o_rings()
        x = data.Standardisation.of(rings.X).apply(rings.X)[:, 0]
        return Table("rings", {"x": x, "t": rings.X[:, 0], "y": rings.y})

    def C(self, w, b):
        return self.table.mean(f.loss(self.cost, w * self.x + b, self.y))

    @property
    def step(self):
        delta = f.delta(self.cost, self.w * self.x + self.b, self.y)
        return tuple(self.way * self.alpha * self.table.mean(slope) for slope in (delta * self.x, delta))

    @property
    def evolution(self):
        dw, db = self.step
        return Evolution({"w": (self.w0, self.w + dw), "b": (self.b0, self.b + db)}, 60)

    @property
    def map(self):
        """The contours, the path, the next step, and the start to drag."""
        w, b, u, v = self.w, self.b, self.u, self.v
        layers = (
            Contours(self.C(u, v), _LEVELS[self.cost], 60), Path(w, b), Arrow(w, b, *self.step, "alpha"),
            Handle("the start", self.w0, self.b0, {"w0": u, "b0": v}),
        )  # fmt: skip
        return Panel(_U, _V, layers, "weight w", "bias b", equal=True, tall=1.1)

    @property
    def said(self):
        numbers = {"epoch": EPOCH, "C": self.C(self.w, self.b), "w": self.w, "b": self.b}
        line = Readout("Epoch {epoch:.0f}: w = {w:.3f}, b = {b:.3f}, C = {C:.4f}.", numbers)
        return line, Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": numbers["C"]})


@shareable
def descent(cost="cross_entropy"):
    """07: the valley of the O-rings with the path of descent, and what each of its points says of the launches."""
    sign, q, at, t = symbols("sign q at t")
    rings = _ORings(cost, f.one_of(sign, (-1, 1)))
    line, sentence = rings.said
    scale = data.Standardisation.of(data.o_rings().X)

    def chance(temperature):
        z = rings.w * (temperature - float(scale.mean[0])) / float(scale.deviation[0]) + rings.b
        return f.activation("sigmoid", z)

    launches = (
        Line(1, 0, -31, "X", dash=True), Points("rings", t, rings.y),
        Curve(chance(q), "y_hat"), Text(32, 0.5, "31 °F", code="X", align="left"),
        Points("forecast", at, chance(at), code="y_hat"),
    )  # fmt: skip
    return Stage(Scene(
        "Gradient descent on the O-rings",
        "The valley: contours of the cost over weight and bias, both on one scale, and the path of gradient descent "
        "from its start. The launches: the damaged fraction over the temperature, and the curve of the neuron where "
        "the path ends.",
        (
            Parameter("alpha", 0.1, 30, 4, 0.1, "α", "alpha"),
            Parameter("sign", label="sign", code="C", choices=("right sign", "the article's sign")),
            *rings.parameters,
        ),
        (
            rings.map,
            Panel(("q", 28, 84), ("d", -0.05, 1.05), launches, "temperature (°F)", "damaged fraction"),
        ),
        (rings.table, Table("forecast", {"at": [31.0]})),
        (line, Readout("At 31 °F, the morning of Challenger, this neuron says {p:.2f}.", {"p": chance(31)})),
        sentence,
        rings.evolution,
    ))  # fmt: skip


@shareable
def landscape(cost="cross_entropy"):
    """07: the same cost as a landscape that can be turned, beside its map."""
    rings = _ORings(cost)
    line, sentence = rings.said
    turn, tilt = symbols("turn tilt")
    view = View(turn, tilt, _U, _V, _HIGHEST[cost])
    path = view.at(rings.w, rings.b, rings.C(rings.w, rings.b))
    layers = (
        *view.layers(rings.C(rings.u, rings.v), names=("w", "b", "C"), codes=("w", "b", "C"), levels=_LEVELS[cost]),
        Path(*path[:2]), *view.knobs("turn", "tilt"),
    )  # fmt: skip
    return Stage(Scene(
        "The landscape of the cost",
        "The landscape: the cost as height over weight and bias, with the path of descent on it. The map: the same "
        "cost as contours, with the same path.",
        (
            Parameter("turn", -180, 180, 30, 1, "turn (°)", "X"), Parameter("tilt", 10, 90, 40, 1, "tilt (°)", "X"),
            Parameter("alpha", 0.1, 30, 4, 0.1, "α", "alpha"), *rings.parameters,
        ),
        (view.panel(layers), rings.map),
        (rings.table,), (line,), sentence, rings.evolution,
    ))  # fmt: skip


@shareable
def narrow():
    """07: a valley that is strongly curved across and hardly along it, and momentum as the cure."""
    p, q, p_step, q_step, p0, q0, alpha, beta, kappa, u, v = symbols("p q p_step q_step p0 q0 alpha beta kappa u v")
    along_step = beta * p_step - alpha * p / kappa  # of C = (p²/κ + q²)/2: curved by 1/κ along, by 1 across
    across_step = beta * q_step - alpha * q

    def left(distance):  # a trillionth more, so that a lucky zero has a logarithm; at the bottom of the panel it stays
        return sp.Max(sp.log(sp.Abs(distance) + sp.Float(1e-12)) / sp.log(10), -4)

    def factor(curved):
        """By what the distance is multiplied in the long run: the larger root of r² − (1 + β − αλ) r + β = 0."""
        t = 1 + beta - alpha * curved
        return sp.Max(sp.sqrt(beta), (sp.Abs(t) + sp.sqrt(sp.Max(t**2 - 4 * beta, 0))) / 2)

    numbers = {"along": factor(1 / kappa), "across": factor(sp.Integer(1))}
    valley = (
        Contours((u**2 / kappa + v**2) / 2, (0.02, 0.1, 0.3, 0.7, 1.3, 2, 3), 81), Path(p, q),
        Arrow(p, q, along_step, across_step, "alpha"),
        Handle("the start", p0, q0, {"p0": u, "q0": v}),
    )  # fmt: skip
    rest = (
        Path(EPOCH, left(p), "w"), Path(EPOCH, left(q), "b"),
        Text(EPOCH - 4, left(p) + 0.6, "along", code="w"), Text(EPOCH - 4, left(q) - 0.6, "across", code="b"),
    )  # fmt: skip
    return Stage(Scene(
        "A narrow valley",
        "The valley: contours of a cost that is strongly curved across and hardly along, both axes on one scale, and "
        "the path of descent. What is left: the distance from the lowest point in either direction, over the epochs.",
        (
            Parameter("alpha", 0.05, 2.2, 1.5, 0.05, "α", "alpha"),
            Parameter("beta", 0, 0.95, 0, 0.05, "momentum β", "X"),
            Parameter("kappa", 1, 50, 25, 1, "how narrow", "C"),
            Parameter("p0", -6, 6, -5, 0.1, "start along", "w"), Parameter("q0", -2, 2, 1.5, 0.1, "start across", "b"),
        ),
        (
            Panel(("u", -6.5, 6.5), ("v", -3, 3), valley, "along the valley", "across it", equal=True),
            Panel(("epochs", -2, 60), ("left", -5, 1.8), rest, "epoch", "distance left", ylog=True),
        ),
        readouts=(Readout("In the long run each step leaves {across:.2f} of the distance across the valley, and "
                          "{along:.2f} of the distance along it.", numbers),),
        sentence=Readout("Epoch {epoch:.0f}: {p:.2f} along and {q:.2f} across are left.",
                         {"epoch": EPOCH, "p": sp.Abs(p), "q": sp.Abs(q)}),
        evolution=Evolution({
            "p": (p0, p + along_step), "p_step": (0, along_step),
            "q": (q0, q + across_step), "q_step": (0, across_step),
        }, 60),
    ))  # fmt: skip
