"""The still painter: any scene by matplotlib, in the live painter's colours, with words for those who do not see it."""

from io import BytesIO

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from perceptron import notation
from perceptron.widgets.scene import wires_still
from perceptron.widgets.scene.layers import axis_values
from perceptron.widgets.scene.looks import COLD, FIELD, WARM
from perceptron.widgets.scene.relief import lowest
from perceptron.widgets.scene.surface import farthest_first
from perceptron.widgets.scene.template import number

DPI = 100


class Still(Figure):
    """A figure that carries its own description, `alt`, into the notebook: no pyplot, no global state."""

    def __init__(self, alt, width=7.0, height=3.8):
        super().__init__(figsize=(width, height), layout="constrained")
        self.alt = alt

    def axis(self, xlabel, ylabel, **scales):
        """The one pair of axes, labelled; `scales` as for `Axes.set` (xscale="log", ylim=(0, 1), ...)."""
        axis = self.add_subplot()
        axis.set(xlabel=xlabel, ylabel=ylabel, **scales)
        self.plain(axis)
        return axis

    @staticmethod
    def plain(axis):
        """The course's plain axes: two spines and a faint grid."""
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(alpha=0.25)

    def _repr_mimebundle_(self, include=None, exclude=None):
        drawn, small = BytesIO(), BytesIO()
        self.savefig(drawn, format="png", dpi=DPI)
        # 128 colours are enough for every scene, and notebooks stay small.
        Image.open(drawn).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(small, "png", optimize=True)
        return {"image/png": small.getvalue(), "text/plain": repr(self)}, {"image/png": {"alt": self.alt}}

    def __repr__(self):
        return f"<Still: {self.alt}>"


def draw(scene, values=None, data=None):
    """The scene at these parameter values and data (those left out are at their start) as a Still.

    Its alt text is the scene's description, its sentence at these values and, where there is one, its alarm.
    """
    frame, count = scene.frame(values, data), len(scene.panels)
    words = " ".join(filter(None, [scene.describe, frame.sentence, frame.alarm]))
    tall = max(panel.tall for panel in scene.panels) if count > 1 else 0
    figure = Still(words, width=7.0 if count == 1 else 9.5, height=1.2 + 9.5 / count * tall if tall else 4.4)
    axes = np.atleast_1d(figure.subplots(1, count))
    if under := "\n".join(filter(None, [*frame.readouts, frame.alarm])):
        figure.supxlabel(under, x=0.02, ha="left", fontsize=11)
    for panel, axis in zip(scene.panels, axes, strict=True):
        _frame(axis, panel)
    figure.draw_without_rendering()  # from here on it is known how large an axis is on the page
    for panel, arrays, axis in zip(scene.panels, frame.layers, axes, strict=True):
        for order, (layer, values) in enumerate(zip(panel.layers, arrays, strict=True)):
            colour = notation.SYMBOLS[getattr(layer, "code", "X")].light
            _PAINTERS[layer.kind](axis, panel, layer, values, {"color": colour, "zorder": 2 + order / 100})
    return figure


def _frame(axis, panel):
    axis.set(xlim=panel.x[1:], ylim=panel.y[1:], xlabel=panel.xlabel, ylabel=panel.ylabel)
    if panel.equal:
        axis.set_aspect("equal")
    if panel.axes:
        Still.plain(axis)
    else:
        axis.axis("off")
    for log, side in ((panel.xlog, axis.xaxis), (panel.ylog, axis.yaxis)):
        if log:
            side.set_major_locator(MaxNLocator(integer=True))
            side.set_major_formatter(lambda value, _: f"$10^{{{value:g}}}$")


def _field(axis, panel, layer, values, look):
    (_, u0, u1), (_, v0, v1) = panel.x, panel.y
    du, dv = (u1 - u0) / (layer.size - 1) / 2, (v1 - v0) / (layer.size - 1) / 2  # a cell is centred on its value
    axis.imshow(
        values[0], cmap=FIELD, vmin=layer.low, vmax=layer.high, origin="lower", aspect="auto",
        extent=(u0 - du, u1 + du, v0 - dv, v1 + dv), interpolation="nearest", zorder=0,
        alpha=0.65,  # so that points and handles stand out
    )  # fmt: skip
    axis.set(xlim=(u0, u1), ylim=(v0, v1))


def _contours(axis, panel, layer, values, look):
    u, v = (axis_values(side, layer.size) for side in (panel.x, panel.y))
    style = {"colors": look["color"], "linewidths": 1, "alpha": 0.7}
    axis.contour(u, v, values[0], levels=sorted(layer.levels), **style).clabel(fontsize=8, fmt="%g")
    if low := lowest(values[0]):
        i, j, value = low
        at = (u[0] + i * (u[1] - u[0]), v[0] + j * (v[1] - v[0]))
        axis.plot(*at, notation.SYMBOLS[layer.code].marker, markersize=9, **look)
        axis.annotate(f"lowest {number(value, 3)}", at, (8, -3), textcoords="offset points", fontsize=9, **look)


def _curve(axis, panel, layer, values, look):
    u, style = axis_values(panel.x, layer.size), "--" if layer.dash else "-"
    axis.plot(u, values[0], style, linewidth=2.5, label=layer.label or None, **look)
    if layer.label:
        axis.legend(frameon=False)


def _line(axis, panel, layer, values, look):
    a, b, c = (float(v) for v in values)
    if a or b:
        foot = (-a * c / (a * a + b * b), -b * c / (a * a + b * b))
        style = "--" if layer.dash else "-"
        axis.axline(foot, (foot[0] - b, foot[1] + a), linestyle=style, linewidth=2.5, **look)


def _points(axis, panel, layer, values, look):
    of = dict(zip(layer.named, values, strict=True))
    if "to" in of:
        for x, y, to in zip(of["x"], of["y"], of["to"], strict=True):
            axis.plot([x, x], [y, to], color=WARM, linewidth=1.5, zorder=look["zorder"])
            if layer.square:
                side = abs(to - y) * _shape(axis, panel)
                left = x - side if x + side > panel.x[2] else x  # where it is whole
                axis.fill_between([left, left + side], min(y, to), max(y, to), color=WARM, alpha=0.25, linewidth=0)
    look["clip_on"] = not layer.drag  # what is dragged stays in the panel: on its edge it is seen as a whole
    one = of.get("one")
    if one is None:
        marker = notation.SYMBOLS[layer.code].marker
        axis.plot(of["x"], of["y"], marker, markersize=7, linestyle="", **look)
        return
    for kind, marker, colour in ((one < 0.5, "o", COLD), (one >= 0.5, "^", WARM)):
        inside, edge = ("white", colour) if layer.hollow else (colour, "white")
        style = look | {"color": colour, "markerfacecolor": inside, "markeredgecolor": edge, "linestyle": ""}
        axis.plot(of["x"][kind], of["y"][kind], marker, **style)


def _shape(axis, panel):
    """How many horizontal units are as long on the page as one vertical unit."""
    (_, u0, u1), (_, v0, v1) = panel.x, panel.y
    box = axis.get_window_extent()
    return (u1 - u0) / (v1 - v0) * box.height / box.width


def _path(axis, panel, layer, values, look):
    marker = notation.SYMBOLS[layer.code].marker
    axis.plot(*values, "o-" if len(values[0]) <= 60 else "-", markersize=3, linewidth=2, **look)
    axis.plot(values[0][-1:], values[1][-1:], marker, markersize=9, **look)


def _arrow(axis, panel, layer, values, look):
    x, y, dx, dy = (float(v) for v in values)
    style = {"arrowstyle": "-|>", "linewidth": 2.5, "color": look["color"], "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", (x + dx, y + dy), (x, y), arrowprops=style, zorder=look["zorder"])
    if layer.label:
        axis.annotate(layer.label, (x + dx, y + dy), (10, 8), textcoords="offset points", color=look["color"])


def _handle(axis, panel, layer, values, look):
    axis.plot(*(float(v) for v in values), "o", markersize=13, markeredgecolor="white", markeredgewidth=2, **look)


def _text(axis, panel, layer, values, look):
    x, y, *numbers = (float(v) for v in values)
    axis.text(x, y, layer.readout.template.fill(numbers), ha=layer.align, va="center", **look)


def _surface(axis, panel, layer, values, look):
    x, y, _, value = (corners.ravel()[farthest_first(values[2])] for corners in values)
    mesh = PolyCollection(np.stack([x, y], -1), cmap=FIELD, edgecolors="white", linewidths=0.4, zorder=look["zorder"])
    mesh.set(array=value.mean(1), clim=(layer.low, layer.high))
    axis.add_collection(mesh)
    if layer.levels:
        across, up, _, height = values
        axis.contour(
            across, up, height, sorted(layer.levels), colors=look["color"], linewidths=1, zorder=look["zorder"]
        )


_PAINTERS = {
    "field": _field, "contours": _contours, "curve": _curve, "line": _line, "points": _points,
    "path": _path, "arrow": _arrow, "handle": _handle, "text": _text, "surface": _surface, **wires_still.PAINTERS,
}  # fmt: skip
