"""A neuron or a small network as a graph: units in columns, wires between them, and knobs on the wires that one drags.

x, z = Unit("x", x), Unit("z", w * x + b)
layers = graph(((x,), (z,)), (Edge("x", "z", w, "w = ", drag=w_parameter),), across, up)
"""

from dataclasses import dataclass, field

import sympy as sp

from perceptron.widgets.scene.layers import Handle
from perceptron.widgets.scene.parts import Parameter
from perceptron.widgets.scene.scope import SceneError
from perceptron.widgets.scene.wires import Node, Tile, Wire

NEAR, FAR = 0.27, 0.73  # the part of a wire along which a weight is dragged from its lowest to its highest


@dataclass(frozen=True)
class Unit:
    """One node. `image`, over the two axes `over`, makes a small field of it; `look` holds more fields of its layer."""

    name: str
    value: sp.Expr = 0
    image: sp.Expr | None = None
    over: tuple = ()
    look: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Edge:
    """A wire from one unit to another, by their names; `drag` is the Parameter that a knob on it moves, if any."""

    start: str
    end: str
    value: sp.Expr
    name: str = ""
    drag: Parameter | None = None
    look: dict = field(default_factory=dict)


def places(columns, across, up):
    """name -> (u, v) of each unit: columns from left to right, each spread over the panel's axis `up`.

    across, up : (name, low, high).  Raises SceneError for a name given twice.
    """
    names = [unit.name for column in columns for unit in column]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SceneError(f"a graph has the unit {min(twice)!r} twice; give each a name of its own.")
    (_, left, right), (_, low, high) = across, up
    return {
        unit.name: (
            left + (right - left) * sp.Rational(2 * k + 1, 2 * len(columns)),
            high - (high - low) * sp.Rational(2 * row + 1, 2 * len(column)),
        )
        for k, column in enumerate(columns)
        for row, unit in enumerate(column)
    }


def graph(columns, edges, across, up):
    """The layers of a graph: its wires, then the nodes on them, then the knobs.

    columns : the units of each column, top to bottom.  across, up : the panel's axes, as for `places`.
    Raises SceneError for an edge to a unit that is not there.
    """
    at = places(columns, across, up)
    for edge in edges:
        for name in (edge.start, edge.end):
            if name not in at:
                raise SceneError(f"a wire goes to {name!r}; the graph has {', '.join(at)}.")
    wires = [_wire(edge, *at[edge.start], *at[edge.end]) for edge in edges]
    nodes = [_node(unit, *at[unit.name]) for column in columns for unit in column]
    knobs = [_knob(edge, *at[edge.start], *at[edge.end], across, up) for edge in edges if edge.drag]
    return (*wires, *nodes, *knobs)


def share(edge):
    """Where on its wire a weight's number stands, from 0 to 1: with its knob, or in the middle."""
    if edge.drag is None:
        return sp.Rational(1, 2)
    low, high = edge.drag.low, edge.drag.high
    return NEAR + (FAR - NEAR) * (edge.value - low) / (high - low)


def _wire(edge, x1, y1, x2, y2):
    return Wire(x1, y1, x2, y2, edge.value, share(edge), name=edge.name, **edge.look)


def _node(unit, x, y):
    if unit.image is None:
        return Node(x, y, unit.value, name=unit.name, **unit.look)
    return Tile(unit.image, float(x), float(y), *unit.over, name=unit.name, **unit.look)


def _knob(edge, x1, y1, x2, y2, across, up):
    """A Handle on the wire: where the pointer's foot on the wire is, tells the weight."""
    u, v = sp.symbols((across[0], up[0]), real=True)
    wide, high = across[2] - across[1], up[2] - up[1]  # so that across and up count alike on the page
    dx, dy = (x2 - x1) / wide, (y2 - y1) / high
    along = ((u - x1) / wide * dx + (v - y1) / high * dy) / (dx**2 + dy**2)
    weight = edge.drag.low + (along - NEAR) / (FAR - NEAR) * (edge.drag.high - edge.drag.low)
    t = share(edge)
    says = f"{edge.drag.label or edge.drag.name}, along its wire"
    return Handle(says, x1 + t * (x2 - x1), y1 + t * (y2 - y1), {edge.drag.name: weight}, code=edge.drag.code)
