"""The same picture five times, and a cost surface: the cells of drag.py's notebooks call these functions.

The picture: 200 points of two kinds, the plane coloured by a sigmoid neuron (80 x 80), and its decision line, 640 x 400
pixels, with a slider each for w1, w2 and b. Each rival is written the way that is fastest in it: artists and marks are
made once and given new data, except in `new_figure`, where a new figure for each move is the point.
"""

from pathlib import Path

import anywidget
import bqplot
import ipywidgets
import matplotlib
import numpy as np
import sympy as sp
import traitlets
from matplotlib import pyplot

from perceptron import data, notation
from perceptron.widgets.scene import (
    Contours,
    Field,
    Line,
    Panel,
    Parameter,
    Points,
    Readout,
    Scene,
    Stage,
    Table,
    formulas,
    symbols,
)

LOW, HIGH, STEP = -3.0, 3.0, 0.01
START = {"w1": -2.0, "w2": 1.5, "b": 0.5}
SIZE, WIDTH, HEIGHT = 80, 640, 400
SPAN = np.linspace(LOW, HIGH, SIZE)
COLD, WARM = notation.SYMBOLS["w"].light, notation.SYMBOLS["y_hat"].light


def stage():
    """Ours."""
    w1, w2, b, x1, x2, y, u, v = symbols("w1 w2 b x1 x2 y u v")
    prediction = formulas.activation("sigmoid", w1 * u + w2 * v + b)
    layers = (Field(prediction, size=SIZE), Points("points", x1, x2, one=y), Line(w1, w2, b))
    points = Table("points", dict(zip(("x1", "x2", "y"), _examples(), strict=True)))
    return _stage("A neuron", layers, START, "x1", "x2", points)


class BareCanvas(anywidget.AnyWidget):
    _esm = Path(__file__).with_name("bare_canvas.js")
    given = traitlets.Dict().tag(sync=True)


def bare_canvas():
    """What a browser can do at best: a canvas and native sliders, written for this picture alone, without a kernel."""
    x1, x2, y = (values.tolist() for values in _examples())
    given = {"width": WIDTH, "height": HEIGHT, "size": SIZE, "low": LOW, "high": HIGH, "colours": [COLD, WARM]}
    return BareCanvas(given=given | {"x1": x1, "x2": x2, "y": [int(kind) for kind in y], "start": START})


def cost_surface():
    """Ours: the cost of a neuron on all complete penguins over w1 and b, 100 x 100, with a slider for w2."""
    gentoo, chinstrap = (data.penguins(("Adelie", other)) for other in ("Gentoo", "Chinstrap"))
    X = np.concatenate([gentoo.X, chinstrap.X[chinstrap.y == 1]])
    X = data.Standardisation.of(X).apply(X)
    assert len(X) == 342
    w2, x1, x2, y, u, v = symbols("w2 x1 x2 y u v")
    penguins = Table("penguins", {"x1": X[:, 0], "x2": X[:, 1], "y": np.append(gentoo.y, np.zeros(68))})
    C = penguins.mean((y - 1 / (1 + sp.exp(-(u * x1 + w2 * x2 + v)))) ** 2)
    layers = (Field(C, high=0.6, size=100), Contours(C, (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5), size=100))
    return _stage("A cost surface", layers, {"w2": START["w1"]}, "w1", "b", penguins)


def new_figure():
    """`interact`, with a function that makes a matplotlib figure."""

    def draw(w1, w2, b):
        _figure(w1, w2, b)
        pyplot.show()

    return ipywidgets.interact(draw, **_sliders())


def ipympl_figure():
    """A matplotlib figure that stays, in the page by ipympl: its field and its line get new data."""
    matplotlib.use("module://ipympl.backend_nbagg")
    with pyplot.ioff():
        figure, field, line = _figure(**START)

    def move(**values):
        field.set_data(_field(**values))
        line.set_data(*_line(**values))
        figure.canvas.draw_idle()

    return _with_sliders(move, figure.canvas)


def bqplot_figure():
    """Marks that bqplot draws in the page: its heat map and its line are sent new numbers, as binary arrays."""
    scales = {axis: bqplot.LinearScale(min=LOW, max=HIGH) for axis in ("x", "y")}
    colours = bqplot.ColorScale(colors=[COLD, "#f7f7f7", WARM], min=0, max=1)
    field = bqplot.HeatMap(x=SPAN, y=SPAN, color=_field(**START), scales={**scales, "color": colours})
    x1, x2, y = _examples()
    points = [
        bqplot.Scatter(x=x1[y == kind], y=x2[y == kind], scales=scales, colors=[colour], marker=marker)
        for kind, colour, marker in ((0, COLD, "circle"), (1, WARM, "triangle-up"))
    ]
    ends, heights = _line(**START)
    line = bqplot.Lines(x=ends, y=heights, scales=scales)
    axes = [bqplot.Axis(scale=scales["x"]), bqplot.Axis(scale=scales["y"], orientation="vertical")]
    layout = ipywidgets.Layout(width=f"{WIDTH}px", height=f"{HEIGHT}px")
    figure = bqplot.Figure(marks=[field, *points, line], axes=axes, layout=layout, animation_duration=0)

    def move(**values):
        field.color = _field(**values)
        line.y = _line(**values)[1]

    return _with_sliders(move, figure)


def _examples():
    rng = np.random.default_rng(0)
    y = np.repeat([0.0, 1.0], 100)
    return *(rng.normal(size=(2, 200)) + 2 * y - 1), y


def _field(w1, w2, b):
    return 1 / (1 + np.exp(-(w1 * SPAN + w2 * SPAN[:, None] + b)))


def _line(w1, w2, b):
    """The decision line's ends, for w2 other than 0."""
    ends = np.array([LOW, HIGH])
    return ends, -(w1 * ends + b) / w2


def _stage(title, layers, start, xlabel, ylabel, table):
    controls = tuple(Parameter(name, LOW, HIGH, value, STEP) for name, value in start.items())
    panel = Panel(("u", LOW, HIGH), ("v", LOW, HIGH), layers, xlabel, ylabel)
    told = Readout("w = {w:.2f}", {"w": symbols(next(iter(start)))})
    picture = Stage(Scene(title, f"{title}, to be dragged.", controls, (panel,), (table,), (told,), told))
    picture.layout.width = f"{WIDTH}px"
    return picture


def _figure(w1, w2, b):
    figure, axes = pyplot.subplots(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    x1, x2, y = _examples()
    extent = (LOW, HIGH, LOW, HIGH)
    field = axes.imshow(_field(w1, w2, b), "coolwarm", extent=extent, origin="lower", aspect="auto", vmin=0, vmax=1)
    axes.scatter(x1[y == 0], x2[y == 0], c=COLD, marker="o", edgecolors="white")
    axes.scatter(x1[y == 1], x2[y == 1], c=WARM, marker="^", edgecolors="white")
    (line,) = axes.plot(*_line(w1, w2, b), linewidth=2.5)
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xlabel="x1", ylabel="x2")
    return figure, field, line


def _sliders():
    layout = ipywidgets.Layout(width=f"{WIDTH}px")
    return {
        name: ipywidgets.FloatSlider(value, min=LOW, max=HIGH, step=STEP, description=name, layout=layout)
        for name, value in START.items()
    }


def _with_sliders(move, picture):
    sliders = _sliders()
    for slider in sliders.values():
        slider.observe(lambda _: move(**{name: s.value for name, s in sliders.items()}), "value")
    return ipywidgets.VBox([*sliders.values(), picture])
