"""Graphs of neurons: where their units are, what their knobs set, and what their layers refuse."""

import json

import numpy as np
import pytest
from node import ask

from perceptron.widgets.scene import (
    Bars,
    Node,
    Panel,
    Parameter,
    Points,
    Pulse,
    Scene,
    SceneError,
    Stage,
    Table,
    Tile,
    Wire,
    symbols,
)
from perceptron.widgets.scene.graph import FAR, NEAR, Edge, Unit, graph, places
from perceptron.widgets.scene.still import draw
from perceptron.widgets.scene.template import Template

ACROSS, UP = ("u", 0, 10), ("v", 0, 4)
W = Parameter("w", -2, 2, 0.5, 0.1)
w, x, q = symbols("w x q")
TABLE = Table("rows", {"x": [1.0, -3.0, 0.5]})


def scene(*layers, parameters=(W,), across=ACROSS, up=UP):
    return Scene("T", "", parameters, (Panel(across, up, layers),), (TABLE,))


def neuron(start="x", drag=W):
    columns = (Unit("x", 2), Unit("1", 1)), (Unit("z", 2 * w),)
    return graph(columns, (Edge(start, "z", w, "w = ", drag),), ACROSS, UP)


def test_units_stand_in_columns_and_rows():
    at = places(((Unit("a"), Unit("b")), (), (Unit("c"),)), ("u", 0, 6), UP)
    assert {name: tuple(map(float, place)) for name, place in at.items()} == {"a": (1, 3), "b": (1, 1), "c": (5, 2)}


def test_a_graph_is_wires_under_nodes_under_knobs():
    assert [layer.kind for layer in neuron()] == ["wire", "node", "node", "node", "handle"]
    assert [layer.kind for layer in neuron(drag=None)] == ["wire", "node", "node", "node"]


@pytest.mark.parametrize("weight", [-2.0, 0.0, 0.3, 2.0])
def test_a_knob_is_where_its_weight_is_and_sets_the_weight_of_where_it_is(weight):
    knob = neuron()[-1]
    u, v = (float(e.subs(w, weight)) for e in (knob.x, knob.y))
    assert float(knob.sets["w"].subs(dict(zip(symbols("u v"), (u, v), strict=True)))) == pytest.approx(weight)
    share = (u - 2.5) / 5
    assert share == pytest.approx(NEAR + (FAR - NEAR) * (weight + 2) / 4)
    assert v == pytest.approx(3 - share)


WRONG = {
    "a wire to nowhere": (lambda: neuron("y"), "a wire goes to 'y'; the graph has x, 1, z"),
    "two units of a name": (lambda: places(((Unit("a"),), (Unit("a"),)), ACROSS, UP), "the unit 'a' twice"),
    "a wire's unknown": (lambda: scene(Wire(0, 0, 1, 1, q)), "value of the wire of 'T' has the unknown q"),
    "a node's unknown": (lambda: scene(Node(0, 0, q)), "value of the node of 'T' has the unknown q"),
    "a dot's unknown": (lambda: scene(Pulse(0, 0, 1, 1, q, 1)), "at of the pulse of 'T' has the unknown q"),
    "a tile's unknown": (
        lambda: scene(Tile(symbols("u"), 0.0, 0.0, ("r", 0, 1), ("s", 0, 1))), "value of the tile .* unknown u; .*r, s",
    ),
    "a bar's unknown": (lambda: scene(Bars((w, q))), r"values\[1\] of the bars of 'T' has the unknown q"),
    "bars of no table": (lambda: scene(Bars((x,), table="raws")), "the bars of 'T' shows the table 'raws'"),
    "a click on no parameter": (lambda: scene(Points("rows", x, x, picks={"p": "x"})), "a click on .* sets = 'p'"),
    "a click on no column": (lambda: scene(Points("rows", x, x, picks={"w": "y"})), "a picked column of .* = 'y'"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_refused_in_words(wrong):
    make, words = WRONG[wrong]
    with pytest.raises(ValueError, match=words):
        make()


def test_a_graphs_mistakes_are_a_scenes():
    with pytest.raises(SceneError):
        neuron("y")


def test_a_tile_is_computed_over_axes_of_its_own():
    r, s = symbols("r s")
    ((found,),) = scene(Tile(w * r + s, 1.0, 1.0, ("r", 0, 3), ("s", 0, 2), size=3)).frame({"w": 2.0}).layers[0]
    np.testing.assert_allclose(found, [[0, 3, 6], [1, 4, 7], [2, 5, 8]])


def test_bars_are_of_a_list_or_of_the_rows_of_a_table():
    listed, rows = scene(Bars((w, -w)), Bars((w * x,), table="rows")).frame({"w": 2.0}).layers[0]
    assert [float(value) for value in listed] == [2, -2]
    np.testing.assert_allclose(rows, [[2, -6, 1]])


def _areas(figure):
    return [patch.get_height() for patch in figure.axes[0].patches]


def test_the_stills_bars_end_at_the_sum():
    figure = draw(scene(Bars((w * x,), table="rows", total="sum")), {"w": 2.0})
    assert _areas(figure) == pytest.approx([2, -6, 1, -3])
    assert [patch.get_y() for patch in figure.axes[0].patches] == pytest.approx([0, 2, -4, 0])


def test_the_stills_dot_has_the_area_of_its_size_and_is_only_on_its_way():
    def across(size, at):
        lines = draw(scene(Pulse(0, 0, 1, 1, at, size))).axes[0].lines
        return [line.get_markersize() for line in lines]

    (one,), (four,) = across(1, 0.5), across(-4, 0.5)
    assert four == pytest.approx(2 * one)
    assert across(1, -0.1) == across(1, 1.1) == []


def test_what_is_not_shown_yet_has_no_number():
    def words(shown):
        drawn = draw(scene(Node(5, 2, 7, shown, "n"), Wire(0, 0, 1, 1, 3, shown=shown, name="w = "))).axes[0]
        return [text.get_text() for text in drawn.texts]

    assert words(1) == ["n", "7.00", "w = 3.00"]
    assert words(0) == ["n"]


NODE = """
const told = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({
  bars: told.bars.map((values) => [cascade(values, ""), cascade(values, "sum")]),
  snapped: told.values.map((value) => snapped(value, told.limits)), filled: fill(told.parts, [-1.5, 2]),
}));
"""


def test_the_browsers_bars_snapping_and_brackets():
    template = Template("{a:(.1f)} and {b:(.1f)}")
    told = {
        "bars": [[1, -3, 0.5]], "values": [0.1449, -9, 9, 0.15000001], "limits": {"low": -1, "high": 1, "step": 0.1},
        "parts": template.parts,
    }  # fmt: skip
    said = ask(Stage._esm + NODE, json.loads(json.dumps(told)))
    steps = [[0, 1], [1, -2], [-2, -1.5]]
    assert said["bars"] == [[steps, [*steps, [0, -1.5]]]]
    assert said["snapped"] == [0.1, -1, 1, 0.2]
    assert said["filled"] == template.fill([-1.5, 2]) == "(−1.5) and 2.0"
