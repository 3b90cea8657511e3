"""The scenes of the course, one function each: pictures to drag, on real data, from the neuron in symbols."""

import numpy as np
import sympy as sp

from perceptron import codegen, data, inputs
from perceptron.stage import formulas as f
from perceptron.stage.parts import (
    Arrow,
    Contours,
    Curve,
    Evolution,
    Field,
    Handle,
    Line,
    Panel,
    Parameter,
    Path,
    Points,
    Table,
    Text,
    symbols,
)  # fmt: skip
from perceptron.stage.scene import EPOCH, Readout, Scene
from perceptron.stage.stage import Stage
from perceptron.symbolic import ACTIVATIONS


def forward(w=(0.2, -1.0), b=5.0):
    """01: predictions over the plane of two bill measurements, the line where they are 0.5, one penguin in numbers."""
    penguins = data.penguins()
    w1, w2, bias, x1, x2, y, p1, p2 = symbols("w1 w2 b x1 x2 y p1 p2")
    table = Table("penguins", {"x1": penguins.X[:, 0], "x2": penguins.X[:, 1], "y": penguins.y})

    def z(u, v):
        return w1 * u + w2 * v + bias

    middle = -(46 * w1 + bias) / w2  # where the line crosses x1 = 46
    right = table.mean(sp.Piecewise((y, z(x1, x2) >= 0), (1 - y, True))) * len(penguins.y)
    turned = -w2 * (x2 - middle) / (x1 - 46)
    layers = (
        Field(f.activation("sigmoid", z(x1, x2))),
        Points("penguins", x1, x2, one=y),
        Line(w1, w2, bias),
        Handle("the line, to shift it", 46, middle, {"b": -z(x1, x2) + bias}, code="b"),
        Handle("the line, to turn it", 54, middle - 8 * w1 / w2, {"w1": turned, "b": -turned * 46 - w2 * middle}),
        Handle("one penguin", p1, p2, {"p1": x1, "p2": x2}, code="X"),
    )
    numbers = {
        "w1": w1,
        "w2": w2,
        "b": bias,
        "p1": p1,
        "p2": p2,
        "z": z(p1, p2),
        "y": f.activation("sigmoid", z(p1, p2)),
    }
    formula = "z = {p1:.1f} × {w1:.2f} + {p2:.1f} × {w2:.2f} + {b:.2f} = {z:.2f}"
    return Stage(Scene(
        "Forward propagation",
        "274 penguins in the plane of bill length and bill depth, which is coloured by the neuron's prediction: blue "
        "for Adelie, orange for Gentoo. A line marks where the prediction is 0.5.",
        (
            Parameter("w1", -1, 1, w[0], 0.01, "w₁", "w"),
            Parameter("w2", -2, 2, w[1], 0.01, "w₂", "w"),
            Parameter("b", -40, 40, b, 0.1, "b", "b"),
            Parameter("p1", 32, 60, 39.1, 0.1, "x₁", "X"),
            Parameter("p2", 13, 22, 18.7, 0.1, "x₂", "X"),
        ),
        (Panel(("x1", 32, 60), ("x2", 13, 22), layers, "bill length x₁ (mm)", "bill depth x₂ (mm)"),),
        (table,),
        (
            Readout(formula, {k: numbers[k] for k in ("w1", "w2", "b", "p1", "p2", "z")}),
            Readout("ŷ = σ({z:.2f}) = {y:.3f}", {"z": numbers["z"], "y": numbers["y"]}),
            Readout("{right:.0f} of 274 penguins are on the right side of the line.", {"right": right}),
        ),
        Readout("{right:.0f} of 274 penguins are on the right side of the line.", {"right": right}),
    ))  # fmt: skip


def activation(name="sigmoid"):
    """02: an activation over its input, its slope, and a point to move; shift it, make it steeper, pick another."""
    x, at, pick, steep, threshold = symbols("x at pick steep threshold")
    names = tuple(ACTIVATIONS)

    def z(u):
        return steep * (u - threshold)

    def value(u):
        return f.one_of(pick, [f.activation(n, z(u)) for n in names])

    def slope(u):
        return steep * f.one_of(pick, [f.slope(n, z(u)) for n in names])

    numbers = {"at": at, "z": z(at), "value": value(at), "slope": slope(at)}
    layers = (
        Curve(value(x), "y_hat", "activation"),
        Curve(slope(x), "w", "its slope", dash=True),
        Line(-slope(at), 1, slope(at) * at - value(at), "z"),
        Text(threshold - 0.5, -0.85, "threshold", code="b", align="right"),
        Handle("the threshold", threshold, -0.85, {"threshold": x}, code="b"),
        Text(threshold + 1 / steep + 0.5, -1.05, "steepness", code="w", align="left"),
        Handle("the steepness", threshold + 1 / steep, -1.05, {"steep": 1 / (x - threshold)}, code="w"),
        Handle("the point", at, value(at), {"at": x}, code="z"),
    )
    return Stage(Scene(
        "An activation and its slope",
        "The activation over the input x, its slope as a dashed curve, and a line that touches it at one point.",
        (
            Parameter("pick", start=names.index(name), label="activation", code="y_hat", choices=names),
            Parameter("at", -6, 6, 1, 0.05, "x", "z"),
            Parameter("threshold", -4, 4, 0, 0.05, "threshold", "b"),
            Parameter("steep", 0.2, 5, 1, 0.05, "steepness", "w"),
        ),
        (Panel(("x", -6, 6), ("value", -1.2, 1.6), layers, "input x", "activation"),),
        readouts=(Readout("At x = {at:.2f}: z = {z:.2f}, activation {value:.3f}, slope {slope:.4f}.", numbers),),
        sentence=Readout("At {at:.2f} z is {z:.2f}, the activation {value:.3f}, its slope {slope:.4f}.", numbers),
    ))  # fmt: skip


def loss():
    """03: residuals of eight examples as squares; drag a target, and see what each cost says of it."""
    w, b, x, y, p, e = symbols("w b x y p e")
    xs = np.array([-2.6, -1.9, -1.2, -0.5, 0.3, 1.0, 1.8, 2.5])
    table = Table("examples", {"x": xs, "y": np.array([0.05, 0.1, 0.35, 0.2, 0.7, 0.6, 0.95, 0.9])})
    costs = {"mse": table.mean(f.loss("mse", w * x + b, y)), "ce": table.mean(f.loss("cross_entropy", w * x + b, y))}
    left = (
        Points("examples", x, y, to=f.activation("sigmoid", w * x + b), square=True, drag=("", "y")),
        Curve(f.activation("sigmoid", w * e + b), "y_hat", "prediction ŷ"),
    )
    right = (Curve((1 - p) ** 2, "C", "squared error"), Curve(-sp.log(p), "w", "cross-entropy", dash=True))
    return Stage(Scene(
        "Loss and cost",
        "Left, eight targets and the neuron's curve; each residual is a square. Right, what a target of 1 costs "
        "over the prediction, by squared error and by cross-entropy.",
        (Parameter("w", -4, 4, 0.4, 0.05, "w", "w"), Parameter("b", -4, 4, 1, 0.05, "b", "b")),
        (
            Panel(("e", -3, 3.8), ("v", 0, 1), left, "input x", "target and prediction"),
            Panel(("p", 0, 1), ("l", 0, 5.5), right, "prediction ŷ where y = 1", "loss"),
        ),
        (table,),
        (Readout("Mean squared error {mse:.4f}. (Cross-entropy, explained further down, {ce:.4f}.)", costs),),
        Readout("Squared error {mse:.4f}, cross-entropy {ce:.4f}.", costs),
    ))  # fmt: skip


def nudge():
    """04: the slope by a nudge of size h against the true slope, and the nudge's error over h, down to round-off."""
    w, v, power, q = symbols("w v power q")

    def cost(u):
        return (1 - f.activation("sigmoid", 2 * u - sp.Rational(1, 2))) ** 2

    def quotient(h):
        return (codegen.fround(cost(w + h)) - codegen.fround(cost(w))) / h

    def log_error(u):  # a billionth more, so that a lucky zero has a logarithm
        return sp.log(sp.Abs(quotient(10**u) - exact) + sp.Float(1e-9)) / sp.log(10)

    exact = 2 * f.delta("mse", 2 * w - sp.Rational(1, 2), 1)
    h = 10**power
    smallest = sp.Float(1e-7)
    left = (
        Curve(cost(v), "C", "cost"),
        Line(-exact, 1, exact * w - cost(w), "w"),
        Line(-quotient(h), 1, quotient(h) * w - cost(w), "y_hat", dash=True),
        Handle(
            "the nudged weight", w + h, cost(w + h), {"power": sp.log(sp.Max(v - w, smallest)) / sp.log(10)}, "y_hat"
        ),
        Handle("the weight", w, cost(w), {"w": v}),
    )
    right = (Curve(log_error(q), "C"), Handle("the size of the nudge", power, log_error(power), {"power": q}, "y_hat"))
    numbers = {"h": h, "quotient": quotient(h), "exact": exact, "error": sp.Abs(quotient(h) - exact)}
    return Stage(Scene(
        "A slope by nudging",
        "Left, the cost over the weight with the line that touches it and, dashed, the line through two points. Right, "
        "the error of the nudge over its size h, with 7 digits: it falls, and rises again where round-off wins.",
        (
            Parameter("w", -1.5, 2.5, 0.5, 0.01, "w", "w"),
            Parameter("power", -7, 0.3, 0, 0.05, "log₁₀ h", "y_hat"),
        ),
        (
            Panel(("v", -2, 4), ("c", -0.1, 1.1), left, "weight w", "cost C"),
            Panel(("q", -7, 0.3), ("error", -8, 0), right, "nudge h", "error of the slope", xlog=True, ylog=True),
        ),
        readouts=(Readout("h = {h:.7f}: nudge {quotient:.5f}, slope {exact:.5f}, error {error:.6f}.", numbers),),
        sentence=Readout("The nudge is off by {error:.6f}.", {"error": numbers["error"]}),
    ))  # fmt: skip


def chain():
    """05: a nudge of w travels from z to ŷ to C; each link multiplies it by its own rate."""
    x, w, b, y, travel = symbols("x w b y travel")
    z = w * x + b
    y_hat = f.activation("sigmoid", z)
    rates = (x, f.slope("sigmoid", z), 2 * (y_hat - y))
    sizes = [sp.Mul(*rates[:k]) for k in range(4)]
    places = [0.5, 3.5, 6.5, 9.5]
    names = (("w", "w", w), ("z", "z", z), ("ŷ", "y_hat", y_hat), ("C", "C", (y - y_hat) ** 2))
    layers = [
        Text(u, 1.35, name + " = {v:.3f}", {"v": value}, code)
        for u, (name, code, value) in zip(places, names, strict=True)
    ]
    layers += [Arrow(u + 0.5, 1, 2, 0, "X") for u in places[:3]]
    words = ("× x = {r:.3f}", "× ŷ(1 − ŷ) = {r:.3f}", "× 2(ŷ − y) = {r:.3f}")
    heights = (0.7, 0.42, 0.7)  # side by side they would overlap on a narrow page
    layers += [
        Text(u + 1.5, v, text, {"r": rate}) for u, v, text, rate in zip(places[:3], heights, words, rates, strict=True)
    ]
    here = 3 * travel + sp.Rational(1, 2)
    now = f.one_of(sp.floor(travel), sizes)
    layers += [
        Handle("the nudge", here, 1, {"travel": (symbols("u") - sp.Rational(1, 2)) / 3}, "y_hat"),
        Text(here, 0.12, "{v:.3f} × nudge", {"v": now}, "y_hat"),
    ]
    total = {"x": rates[0], "s": rates[1], "d": rates[2], "t": sizes[3]}
    return Stage(Scene(
        "The chain",
        "Four quantities in a row, w, z, ŷ and C, with an arrow from each to the next. Under each arrow is its rate. "
        "A nudge of the weight travels along, and each link multiplies it by its rate.",
        (
            Parameter("x", -3, 3, 2, 0.05, "x", "X"),
            Parameter("w", -3, 3, 0.5, 0.05, "w", "w"),
            Parameter("b", -3, 3, -0.5, 0.05, "b", "b"),
            Parameter("y", 0, 1, 1, 0.05, "y", "y"),
            Parameter("travel", 0, 3, 0, 0.05, "travel", "y_hat", play=True),
        ),
        (Panel(("u", -0.5, 10.5), ("v", 0, 2), tuple(layers), axes=False),),
        readouts=(Readout("∂C/∂w = {d:.3f} × {s:.3f} × {x:.3f} = {t:.4f}", total),),
        sentence=Readout("The slope of C in w is {t:.4f}.", {"t": sizes[3]}),
    ))  # fmt: skip


def descent(cost="cross_entropy"):
    """07: the cost of the O-rings over w and b, and the path of gradient descent; switch to the article's sign."""
    rings = data.o_rings()
    scale = data.Standardisation.of(rings.X)
    table = Table("rings", {"x": scale.apply(rings.X)[:, 0], "y": rings.y})
    w, b, w0, b0, alpha, sign, u, v, x, y = symbols("w b w0 b0 alpha sign u v x y")
    delta = f.delta(cost, w * x + b, y)
    dC_dw, dC_db = table.mean(delta * x), table.mean(delta)
    C = table.mean(f.loss(cost, w * x + b, y))
    way = f.one_of(sign, (-1, 1))
    levels = (0.22, 0.23, 0.25, 0.3, 0.4, 0.6, 0.9, 1.3, 2, 3) if cost == "cross_entropy" else (
        0.0072, 0.008, 0.01, 0.015, 0.03, 0.06, 0.1, 0.2, 0.3, 0.45)  # fmt: skip
    highest = 2.0 if cost == "cross_entropy" else 0.6
    surface = table.mean(f.loss(cost, u * x + v, y))
    numbers = {"epoch": EPOCH, "C": C, "w": w, "b": b}
    return Stage(Scene(
        "Gradient descent on the O-rings",
        "Left, contours of the cost over weight and bias, and the path of gradient descent from its start. Right, the "
        "cost over the epochs.",
        (
            Parameter("alpha", 0.1, 30, 4, 0.1, "α", "alpha"),
            Parameter("sign", label="sign", code="C", choices=("right sign", "the article's sign")),
            Parameter("w0", -4, 4, 1.5, 0.05, "first w", "w"),
            Parameter("b0", -6, 2, 1, 0.05, "first b", "b"),
        ),
        (
            Panel(("u", -4, 4), ("v", -6, 2), (
                Contours(surface, levels, 60), Path(w, b),
                Arrow(w, b, way * alpha * dC_dw, way * alpha * dC_db, "alpha"),
                Handle("the start", w0, b0, {"w0": u, "b0": v}),
            ), "weight w", "bias b"),
            Panel(("epochs", -2, 60), ("cost", 0, highest), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout("After {epoch:.0f} epochs: w = {w:.3f}, b = {b:.3f}, C = {C:.4f}.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution({"w": (w0, w + way * alpha * dC_dw), "b": (b0, b + way * alpha * dC_db)}, 60),
    ))  # fmt: skip


def train(examples="penguins"):
    """08: a neuron learns two species of penguins, step by step; on "xor", four groups, it can't."""
    inputs.choice("examples", examples, ("penguins", "xor"))
    shown = data.penguins() if examples == "penguins" else data.xor()
    X, count = data.Standardisation.of(shown.X).apply(shown.X), len(shown.y)
    w1, w2, b, alpha, first1, first2, u, v, x1, x2, y = symbols("w1 w2 b alpha first1 first2 u v x1 x2 y")
    table = Table("examples", {"x1": X[:, 0], "x2": X[:, 1], "y": shown.y})
    z = w1 * x1 + w2 * x2 + b
    delta = f.delta("cross_entropy", z, y)
    C = table.mean(f.loss("cross_entropy", z, y))
    right = table.mean(sp.Piecewise((y, z >= 0), (1 - y, True))) * count
    step1, step2 = -alpha * table.mean(delta * x1), -alpha * table.mean(delta * x2)
    state = {"w1": (first1, w1 + step1), "w2": (first2, w2 + step2), "b": (0, b - alpha * table.mean(delta))}
    names = [f"{feature} (in spreads from the mean)" for feature in shown.features]
    numbers = {"epoch": EPOCH, "C": C, "right": right}
    return Stage(Scene(
        "Training" if examples == "penguins" else "What one neuron can't learn",
        f"Left, {count} examples of two kinds in a plane coloured by the prediction, the line where it is 0.5, and the "
        "weights as an arrow. Right, the cost over the epochs.",
        (
            Parameter("alpha", 0.05, 10, 0.5, 0.05, "α", "alpha"),
            Parameter("first1", -3, 3, -1, 0.05, "first w₁", "w"),
            Parameter("first2", -3, 3, -1, 0.05, "first w₂", "w"),
        ),
        (
            Panel(("u", -3, 3), ("v", -3, 3), (
                Field(f.activation("sigmoid", w1 * u + w2 * v + b)),
                Points("examples", x1, x2, one=y),
                Line(w1, w2, b),
                Arrow(0, 0, w1, w2, "w", "w"),
                Arrow(w1, w2, step1, step2, "alpha"),
                Handle("the first weights", first1, first2, {"first1": u, "first2": v}),
            ), names[0], names[1]),
            Panel(("epochs", -3, 100), ("cost", 0, 2), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout(f"After {{epoch:.0f}} epochs: C = {{C:.4f}}, {{right:.0f}} of {count} on the right side.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution(state, 100),
    ))  # fmt: skip


SCENES = {scene.__name__: scene for scene in (forward, activation, loss, nudge, chain, descent, train)}
SCENES["xor"] = lambda: train("xor")
