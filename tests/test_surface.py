"""A landscape in three dimensions: the view of it, the knobs that turn it, and which of its pieces hide others."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from node import ask

from perceptron.widgets.scene import Panel, Parameter, Scene, Stage, Surface, View, symbols
from perceptron.widgets.scene.still import draw
from perceptron.widgets.scene.surface import farthest_first

u, v, turn, tilt = symbols("u v turn tilt")
ACROSS, UP = ("u", -6, 6), ("v", -12, 2)
VIEW = View(turn, tilt, ACROSS, UP, 4)
shares = st.floats(-1, 1)
SIZE = 9


def seen(turned, tilted, *point):
    """(x, y, depth) of a point of the box, as numbers."""
    angles = {turn: turned, tilt: tilted}
    return np.array([float(sp.sympify(e).subs(angles)) for e in VIEW.at(*point)])


@given(turned=st.floats(-180, 180), tilted=st.floats(10, 90), a=shares, b=shares, c=shares)
def test_turning_changes_no_distance(turned, tilted, a, b, c):
    """The box is 2 wide, 2 deep and 1.5 high, and its floor's middle stays where it is."""
    found = seen(turned, tilted, 6 * a, 7 * b - 5, 4 * c)
    assert np.linalg.norm(found) == pytest.approx(np.linalg.norm([a, b, 1.5 * c]), abs=1e-12)


def test_from_above_it_is_the_map_and_from_the_side_height_goes_up():
    np.testing.assert_allclose(seen(0, 90, 3, -1.5, 4), (0.5, 0.5, -1.5), atol=1e-12)
    np.testing.assert_allclose(seen(0, 90, 3, -1.5, 0), (0.5, 0.5, 0), atol=1e-12)
    np.testing.assert_allclose(seen(0, 0, 3, -1.5, 2), (0.5, 0.75, 0.5), atol=1e-12)


@given(turned=st.floats(-179, 179), tilted=st.floats(11, 89))
def test_a_knob_sets_the_angle_of_where_it_is(turned, tilted):
    angles = {turn: turned, tilt: tilted}
    for knob, name in zip(VIEW.knobs("turn", "tilt"), angles, strict=True):
        x, y = (float(sp.sympify(e).subs(angles)) for e in (knob.x, knob.y))
        at = dict(zip(symbols("x_ y_"), (x, y), strict=True))
        assert float(knob.sets[name.name].subs({**angles, **at})) == pytest.approx(angles[name], abs=1e-6)


def scene(value):
    parameters = (Parameter("turn", -180, 180, 30), Parameter("tilt", 10, 90, 40))
    layer = Surface(*VIEW.at(u, v, value), value, ACROSS, UP, 0, 4, size=SIZE)
    return Scene("T", "", parameters, (Panel(("x_", -2, 2), ("y_", -2, 2), (layer,), axes=False, equal=True),))


@pytest.mark.parametrize("turned", [-120, 0, 30, 90])
def test_no_piece_is_painted_over_one_that_hides_it(turned):
    """Both painters have one order, in which depth never grows; pieces of equal depth may change places."""
    made = scene(u**2 / 9)
    depth = made.frame({"turn": turned}).layers[0][0][2]
    told = ask(
        Stage._esm + "const told = JSON.parse(readFileSync(0, 'utf8'));\n"
        "console.log(JSON.stringify(farthestFirst(told.depth, told.size)));",
        {"depth": depth.ravel().tolist(), "size": SIZE},
    )
    for pieces in (np.array(told), farthest_first(depth)):
        far = depth.ravel()[pieces].sum(axis=1)
        assert (np.diff(far) <= 1e-12).all()
        assert sorted(pieces.min(axis=1)) == [k for k in range(SIZE * (SIZE - 1)) if (k + 1) % SIZE]
        assert {tuple(sorted(p - p.min())) for p in pieces} == {(0, 1, SIZE, SIZE + 1)}


def test_what_is_no_number_is_left_out():
    still = draw(scene(sp.log(u)), {"tilt": 90, "turn": 0})  # half of it
    (mesh,) = still.axes[0].collections
    assert 0 < np.isfinite(mesh.get_array()).sum() < (SIZE - 1) ** 2


@pytest.mark.parametrize(
    ("heights", "ends"),
    [
        ([0, 1, 1, 0], [[0.25, 0], [0.25, 1]]),
        ([0, 0, 1, 1], [[1, 0.25], [0, 0.25]]),
        ([0, 0, 0, 1], [[0.75, 1], [0, 0.25]]),
        ([1, 1, 2, 1], []),
    ],
)
def test_a_level_crosses_a_piece_where_the_height_between_its_corners_is_that(heights, ends):
    program = "const told = JSON.parse(readFileSync(0, 'utf8'));\n"
    program += "console.log(JSON.stringify(crossings([0, 1, 2, 3], 0.25, told, [0, 1, 1, 0], [0, 0, 1, 1])));"
    assert ask(Stage._esm + program, heights) == ends
