"""The pictures of lesson 10: a network of two hidden neurons and one behind them, and XOR."""

import sympy as sp

from perceptron import data
from perceptron.course.lesson import shareable
from perceptron.widgets.scene import (
    Field,
    Handle,
    Line,
    Panel,
    Parameter,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    symbols,
)  # fmt: skip
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.graph import Edge, Unit, graph

EPOCHS = 150
NAMES = ("w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c")  # of two hidden neurons, in the order of Network.flat


def _forward(p, x1, x2):
    """(hidden z of both neurons, the output's z) in symbols, for the parameters p of NAMES."""
    w11, w12, w21, w22, b1, b2, v1, v2, c = p
    hidden = (w11 * x1 + w21 * x2 + b1, w12 * x1 + w22 * x2 + b2)
    a1, a2 = (f.activation("sigmoid", z) for z in hidden)
    return hidden, v1 * a1 + v2 * a2 + c


PLANE = ("u", -2, 2), ("v", -2, 2)
OUT = (Parameter("v1", -12, 12, 8, 0.1, "v₁", "w"), Parameter("v2", -12, 12, 8, 0.1, "v₂", "w"))


def _graph(p, knobs=(None, None)):
    """The network as a graph in which every neuron shows its own small field; knobs : what drags v1 and v2, if any."""
    u, v = symbols("u v")
    w11, w12, w21, w22, _, _, v1, v2, _ = p
    (h1, h2), output = _forward(p, u, v)
    across, up = ("column", 0, 3), ("row", 0, 1)
    seen, signed = {"over": PLANE}, {"low": -2, "high": 2}
    columns = (
        (Unit("x₁", image=u, look=signed, **seen), Unit("x₂", image=v, look=signed, **seen)),
        (),  # room for the weights
        (Unit("a₁", image=f.activation("sigmoid", h1), **seen), Unit("a₂", image=f.activation("sigmoid", h2), **seen)),
        (),
        (),
        (Unit("ŷ", image=f.activation("sigmoid", output), look={"code": "y_hat"}, **seen),),
    )
    wide = {"full": 12.0}
    edges = (
        *(Edge(x, a, weight, look=wide) for x, a, weight in (
            ("x₁", "a₁", w11), ("x₁", "a₂", w12), ("x₂", "a₁", w21), ("x₂", "a₂", w22),
        )),
        Edge("a₁", "ŷ", v1, "v₁ = ", knobs[0], {**wide, "digits": 1}),
        Edge("a₂", "ŷ", v2, "v₂ = ", knobs[1], {**wide, "digits": 1}),
    )  # fmt: skip
    return Panel(across, up, graph(columns, edges, across, up), axes=False)


def _plane(p, *more):
    """The plane in the colours of the prediction, with the examples and the lines of the two hidden neurons."""
    u, v, x1, x2, y = symbols("u v x1 x2 y")
    (h1, h2), output = _forward(p, u, v)
    lines = [
        Line(*(sp.diff(h, axis) for axis in (u, v)), h.subs({u: 0, v: 0}), dash=k == 1) for k, h in ((0, h1), (1, h2))
    ]
    field = Field(f.activation("sigmoid", output), size=60)
    return Panel(*PLANE, (field, Points("examples", x1, x2, one=y), *lines, *more), "x₁", "x₂")


@shareable
def two_lines():
    """10: XOR by hand: the line of each hidden neuron is dragged, and the weights behind them."""
    xor = data.xor()
    x1, x2, y, p1, q1, p2, q2, v1, v2, u, v = symbols("x1 x2 y p1 q1 p2 q2 v1 v2 u v")
    table = Table("examples", {"x1": xor.X[:, 0], "x2": xor.X[:, 1], "y": xor.y})
    # Each line stands across the way from the middle to its knob at (p, q), and its neuron fires beyond it.
    p = (8 * p1, 8 * p2, 8 * q1, 8 * q2, -8 * (p1**2 + q1**2), -8 * (p2**2 + q2**2), v1, v2, sp.Integer(-4))
    _, z = _forward(p, x1, x2)
    right = table.mean(sp.Piecewise((y, z >= 0), (1 - y, True))) * len(xor.y)
    said = Readout(f"{{right:.0f}} of {len(xor.y)} points are right.", {"right": right})
    knobs = (
        Handle("the first line", p1, q1, {"p1": u, "q1": v}),
        Handle("the second line", p2, q2, {"p2": u, "q2": v}, code="b"),
    )
    return Stage(Scene(
        "Two lines for XOR",
        "First, a network: two inputs, two hidden neurons and an output, each with a small picture of what it answers "
        "over the plane. Second, the plane with four groups of two kinds and the lines of the two hidden neurons.",
        (
            Parameter("p1", -1.5, 1.5, 0, 0.05, "line 1 →", "w"),
            Parameter("q1", -1.5, 1.5, 0.5, 0.05, "line 1 ↑", "w"),
            Parameter("p2", -1.5, 1.5, 0, 0.05, "line 2 →", "b"),
            Parameter("q2", -1.5, 1.5, -0.5, 0.05, "line 2 ↑", "b"),
            *OUT,
        ),
        (_graph(p, OUT), _plane(p, *knobs)),
        (table,),
        (said,),
        said,
    ))  # fmt: skip
