"""What a scene refuses at its declaration, and what its programs compute, against plain loops."""

import math
import subprocess
import sys

import numpy as np
import pytest
import sympy as sp

from perceptron.widgets.scene import (
    EPOCH,
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
    Readout,
    Scene,
    SceneError,
    Stage,
    Table,
    Text,
    symbols,
)
from perceptron.widgets.scene.layers import axis_values
from perceptron.widgets.scene.program import Program
from perceptron.widgets.scene.template import Template

w, b, u, v, x, y, q = symbols("w b u v x y q")
TABLE = Table("rows", {"x": [1.0, 2.0, 4.0], "y": [0.0, 1.0, 1.0]})


def scene(*layers, **options):
    given = {
        "title": "T", "describe": "", "parameters": (Parameter("w", -1, 1, 0.5), Parameter("b")),
        "panels": (Panel(("u", 0, 1), ("v", 0, 2), layers),), "tables": (TABLE,),
    }  # fmt: skip
    return Scene(**{**given, **options})


# --- what is refused --------------------------------------------------------------------------------------------------

WRONG = {
    "an expression with an unknown": (lambda: scene(Curve(w * q)), "y of the curve of 'T' has the unknown q; .*u, w"),
    "an axis where there is none": (lambda: scene(Curve(v)), "the unknown v"),
    "a column outside its rows": (lambda: scene(Arrow(x, 0, 1, 1)), "the unknown x"),
    "a column of a mean outside it": (lambda: scene(Curve(TABLE.mean(x) + x)), "the unknown x"),
    "an unknown in a mean": (lambda: scene(Curve(TABLE.mean(x * q))), "the unknown q"),
    "a mean over no table": (lambda: scene(Curve(TABLE.mean(x)), tables=()), "over the table 'rows'; there are none"),
    "rows of no table": (lambda: scene(Points("raws", x, y)), "the table 'raws'; there are .*'rows'"),
    "a column that can't be dragged": (lambda: scene(Points("rows", x, y, drag=("", "z"))), "a dragged column .* 'z'"),
    "a handle on no parameter": (lambda: scene(Handle("h", 0, 0, {"ww": u})), "what the handle of 'T' sets = 'ww'"),
    "a handle's unknown": (lambda: scene(Handle("h", 0, 0, {"w": u + q})), "w of the handle of 'T' has the unknown q"),
    "a path with nothing to follow": (lambda: scene(Path(w, b)), "the path of 'T' needs an evolution"),
    "a text without its value": (lambda: scene(Text(0, 0, "{z}", {"w": w})), r"names \['z'\], .*for \['w'\]"),
    "a value without its place": (lambda: scene(sentence=Readout("{w}", {"w": w, "b": b})), r"given for \['b', 'w'\]"),
    "a text's unknown": (lambda: scene(readouts=(Readout("{q}", {"q": q}),)), "q in '{q}' has the unknown q"),
    "a template's braces": (lambda: scene(readouts=(Readout("{w:d}", {"w": w}),)), "braces that are no field"),
    "an axis that shrinks": (lambda: scene(panels=(Panel(("u", 1, 0), ("v", 0, 1), ()),)), "u goes from 1 to 0"),
    "an axis of no length": (lambda: scene(panels=(Panel(("u", 0, 1), ("v", 2, 2), ()),)), "v goes from 2 to 2"),
    "a name given twice": (lambda: scene(parameters=(Parameter("w"), Parameter("w"))), "w is declared twice"),
    "a table named as a parameter": (lambda: scene(parameters=(Parameter("rows"),)), "rows is declared twice"),
    "a state named as a parameter": (lambda: scene(evolution=Evolution({"w": (0, w)}, 3)), "w is declared twice"),
    "a start that needs a state": (lambda: scene(evolution=Evolution({"s": (symbols("s"), w)}, 3)), "the start of s"),
    "an update's unknown": (lambda: scene(evolution=Evolution({"s": (0, q)}, 3)), "the update of s has the unknown q"),
    "an evolution of no steps": (lambda: scene(evolution=Evolution({"s": (0, w)}, 0)), "epoch goes from 0 to 0"),
    "a parameter that shrinks": (lambda: Parameter("w", 1, -1), "w goes from 1 to -1"),
    "a parameter of no range": (lambda: Parameter("w", 1, 1, 1), "w goes from 1 to 1"),
    "a start outside": (lambda: Parameter("w", 0, 1, 2), "w starts at 2, outside its 0 to 1"),
    "a start that is no number": (lambda: Parameter("w", 0, 1, math.nan), "w.start = nan"),
    "a range that is no number": (lambda: Parameter("w", 0, math.inf), "w.high = inf"),
    "a step of 0": (lambda: Parameter("w", step=0), "the step 0; it must be above 0"),
    "a name that is none": (lambda: Parameter("learning rate"), "called 'learning rate'"),
    "an unknown symbol of the course": (lambda: Parameter("w", code="omega"), "w.code = 'omega' is not known"),
    "a layer's unknown symbol": (lambda: scene(Curve(w, "omega")), "code of the curve of 'T' = 'omega' is not known"),
    "a choice that is none": (lambda: Parameter("w", start=2, choices=("one", "two")), "starts at 2"),
    "columns of unequal length": (lambda: Table("t", {"x": [1, 2], "y": [1]}), "columns of t have the lengths"),
    "a gap in the data": (lambda: Table("t", {"x": [1.0, math.nan]}), r"t.x\[1\] is nan"),
    "a table of two dimensions": (lambda: Table("t", {"x": [[1.0], [2.0]]}), "shape"),
    "a table without rows": (lambda: Table("t", {"x": []}), "empty"),
    "a table without columns": (lambda: Table("t", {}), "no columns"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_refused_at_the_declaration_in_words(wrong):
    declare, words = WRONG[wrong]
    with pytest.raises(ValueError, match=words):
        declare()


@pytest.mark.parametrize("name", ["layout", "tables", "scene", "values", "keys", "comm", "still"])
def test_a_parameter_may_not_hide_what_every_widget_has(name):
    declared = scene(parameters=(Parameter("w"), Parameter("b"), Parameter(name)))
    with pytest.raises(SceneError, match=f"{name!r}: every widget has that already"):
        Stage(declared)


@pytest.mark.parametrize("value", ["1", None, True, 1j])
def test_a_limit_must_be_a_number(value):
    with pytest.raises(TypeError, match=r"w.high must be a real number"):
        Parameter("w", 0, value)


# --- what is computed -------------------------------------------------------------------------------------------------


def plain(expression, **numbers):
    return float(expression.subs({symbols(name): value for name, value in numbers.items()}))


def test_scalars_grids_lines_and_rows_equal_plain_loops():
    value = sp.exp(-w * u) * v + b
    drawn = scene(Field(value, size=4), Curve(value.subs(v, 1)), Points("rows", w * x, y + b), Line(w, b, 1))
    field, curve, points, line = drawn.frame({"w": 0.3, "b": 0.7}).layers[0]
    us, vs = axis_values(("u", 0, 1), 4), axis_values(("v", 0, 2), 4)
    np.testing.assert_allclose(field[0], [[plain(value, w=0.3, b=0.7, u=i, v=j) for i in us] for j in vs], rtol=1e-14)
    np.testing.assert_allclose(curve[0], np.exp(-0.3 * axis_values(("u", 0, 1), 201)) + 0.7, rtol=1e-14)
    np.testing.assert_allclose(points, [[0.3, 0.6, 1.2], [0.7, 1.7, 1.7]], rtol=1e-14)
    assert [float(n) for n in line] == [0.3, 0.7, 1]


def test_means_equal_plain_loops():
    """Of the rows alone, with parameters, over a grid, two in one expression, and one whose value never varies."""
    rows = list(zip(*TABLE.columns.values(), strict=True))

    def mean(of):
        return sum(of(*row) for row in rows) / len(rows)

    expressions = {
        TABLE.mean(x * y): lambda i, j: mean(lambda x, y: x * y),
        TABLE.mean(sp.exp(-(w * x + u))): lambda i, j: mean(lambda x, y: math.exp(-(0.3 * x + i))),
        TABLE.mean((x - u) ** 2) * v - TABLE.mean(y): lambda i, j: mean(lambda x, y: (x - i) ** 2 * j - y),
        TABLE.mean(w): lambda i, j: 0.3,
    }  # fmt: skip
    drawn = scene(*(Contours(e, (1,), 3) for e in expressions)).frame({"w": 0.3}).layers[0]
    us, vs = axis_values(("u", 0, 1), 3), axis_values(("v", 0, 2), 3)
    for (found,), expected in zip(drawn, expressions.values(), strict=True):
        np.testing.assert_allclose(found, [[expected(i, j) for i in us] for j in vs], rtol=1e-14)


def test_the_derivative_of_a_mean_is_the_mean_of_the_derivative():
    found = sp.diff(TABLE.mean((w * x - y) ** 2), w)
    (value,) = Program([found], [], {"rows": (x, y)}).numpy({"w": 0.3}, {"rows": TABLE.columns}, [])
    assert float(value) == pytest.approx(
        sum(2 * (0.3 * i - j) * i for i, j in zip([1, 2, 4], [0, 1, 1], strict=True)) / 3
    )


def test_states_are_those_of_a_plain_loop():
    """Two numbers at once: each update sees the state before it, not half of the new one."""
    s, t = symbols("s t")
    evolution = Evolution({"s": (1, s + w * t), "t": (b, t - s)}, 6)
    drawn = scene(Path(EPOCH, s - t), sentence=Readout("{s:.4f}", {"s": s}), evolution=evolution)
    states = [(1.0, 0.2)]
    for _ in range(6):
        one, two = states[-1]
        states.append((one + 0.5 * two, two - one))
    for epoch in (0, 3, 6):
        frame = drawn.frame({"b": 0.2, "epoch": epoch})
        np.testing.assert_array_equal(frame.layers[0][0][0], range(epoch + 1))
        np.testing.assert_allclose(frame.layers[0][0][1], [i - j for i, j in states[: epoch + 1]], rtol=1e-14)
        assert frame.sentence == Template("{s:.4f}").fill([states[epoch][0]])
        assert frame.trouble is None


RUNAWAYS = {
    "by overflow": (symbols("s") ** 4, 4),
    "by division": (1 / (symbols("s") - 2), 0),
    "by a logarithm of 0": (sp.log(2 - symbols("s")), 0),
    "by a logarithm of less": (sp.log(1 - symbols("s")), 0),
}


@pytest.mark.parametrize("how", RUNAWAYS)
def test_an_evolution_ends_before_what_is_not_finite(how):
    update, last = RUNAWAYS[how]
    drawn = scene(Path(EPOCH, symbols("s")), evolution=Evolution({"s": (2, update)}, 9))
    states = drawn.programs.evolve(drawn.start, drawn.data)["s"]
    assert np.isfinite(states).all()
    assert len(states) == last + 1
    assert drawn.frame({"epoch": last}).trouble is None
    late = drawn.frame({"epoch": 9})
    assert late.trouble == last
    np.testing.assert_array_equal(late.layers[0][0], [range(last + 1), states])


def test_other_data_may_be_given():
    drawn = scene(Points("rows", x, y), sentence=Readout("{m:.1f}", {"m": TABLE.mean(x)}))
    frame = drawn.frame(data={"rows": {"x": np.array([10.0, 20.0]), "y": np.zeros(2)}})
    assert frame.sentence == "15.0"
    assert len(frame.layers[0][0][0]) == 2


def test_a_choice_goes_over_its_names():
    p = Parameter("pick", choices=("one", "two", "three"), start=1)
    assert (p.low, p.high, p.step, p.start) == (0, 2, 1, 1)


# --- words with numbers in them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("w = {w:.1f}, b = {b}.", [1.25, -2], "w = 1.3, b = −2.00."),
        ("{n:.0f} of 3", [2], "2 of 3"),
        ("{n:.0f}{n:.1f}", [2], "22.0"),
        ("{x:.2f}", [-0.001], "0.00"),
        ("{x:.2f}", [math.nan], "not a number"),
        ("{x:.2f}", [-math.inf], "−infinite"),
        ("{x:.2f}", [1234567], "1.2e6"),
        ("{x:.2f}", [999999], "999999.00"),
        ("no field", [], "no field"),
        ("", [], ""),
    ],
)
def test_templates(text, values, said):
    assert Template(text).fill(values) == said


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{w!r}", "{w:d}", "{w:.12f}", "{{w}}", "{w.real}", "{w[0]}"])
def test_templates_with_other_braces_are_refused(text):
    with pytest.raises(ValueError, match="braces that are no field"):
        Template(text)


@pytest.mark.parametrize(
    ("imports", "absent"),
    [
        ("perceptron.widgets.scene", {"matplotlib", "PIL"}),
        ("perceptron.widgets.pictures", {"matplotlib", "PIL", "IPython"}),
    ],
)
def test_matplotlib_is_loaded_where_a_picture_is_drawn_and_no_sooner(imports, absent):
    code = f"import sys, {imports}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not absent & set(loaded)
