"""The still painters of a graph: wires, nodes, small fields, dots that travel, and bars that add up."""

import matplotlib.patheffects as effects
import numpy as np

from perceptron.widgets.scene.looks import COLD, FIELD, WARM
from perceptron.widgets.scene.template import number

EM = 11  # points, the size of the type
INK, GREY = "#222222", "#bbbbbb"


def _signed(value):
    return COLD if value < 0 else WARM


def _words(axis, text, at, points, color, **style):
    """Words by so many points (right, up) from a place in the panel's numbers, readable on what lies below them."""
    halo = [effects.withStroke(linewidth=3, foreground="white")]
    style = {"ha": "center", "va": "center", "fontsize": EM, **style}
    axis.annotate(text, at, points, textcoords="offset points", color=color, path_effects=halo, **style)


def _of(layer, values):
    return {role: float(v) for role, v in zip(layer.named, values, strict=True)}


def _labelled(name, value, digits):
    """A name and a number; below 0 the number of a factor is in brackets."""
    text = number(value, digits)
    return f"{name}({text})" if name.endswith("× ") and text.startswith("−") else name + text


def wire(axis, panel, layer, values, look):
    """A line as wide as its value, and its number."""
    at = _of(layer, values)
    there = at["shown"] >= 0.5
    share = min(1.0, abs(at["value"]) / layer.full) if there else 0.0
    color = _signed(at["value"]) if share else GREY
    ends = [at["x1"], at["x2"]], [at["y1"], at["y2"]]
    axis.plot(*ends, color=color, linewidth=1.1 + 4.5 * share, alpha=0.8, zorder=look["zorder"])
    if there and layer.name:
        place = tuple(one + at["place"] * (two - one) for one, two in ends)
        _words(axis, _labelled(layer.name, at["value"], layer.digits), place, (0, 14), look["color"], zorder=3)


def node(axis, panel, layer, values, look):
    """A disc with its name above and its number in it."""
    at = _of(layer, values)
    there = at["shown"] >= 0.5
    share = np.clip((at["value"] - layer.low) / (layer.high - layer.low), 0, 1)
    for color, alpha in (("white", 1), (FIELD(share) if there else "white", 0.5)):
        axis.plot(at["x"], at["y"], "o", markersize=36, color=color, alpha=alpha, zorder=look["zorder"])
    ring = {"markerfacecolor": "none", "markeredgecolor": look["color"], "markeredgewidth": 1.5}
    axis.plot(at["x"], at["y"], "o", markersize=36, zorder=look["zorder"], **ring)
    _words(axis, layer.name, (at["x"], at["y"]), (0, 25), look["color"], zorder=3)
    if there:
        _words(axis, number(at["value"], layer.digits), (at["x"], at["y"]), (0, 0), INK, zorder=3, fontsize=EM - 1)


def tile(axis, panel, layer, values, look):
    """A small field in a frame."""
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    image = OffsetImage(values[0], zoom=44 / layer.size, cmap=FIELD, origin="lower", alpha=0.65)
    image.image.set_clim(layer.low, layer.high)
    frame = {"edgecolor": look["color"], "linewidth": 1.5}
    box = AnnotationBbox(image, (layer.x, layer.y), pad=0, bboxprops=frame, zorder=look["zorder"])
    axis.add_artist(box)
    _words(axis, layer.name, (layer.x, layer.y), (0, 30), look["color"], zorder=3)


def pulse(axis, panel, layer, values, look):
    """A dot with the area of its size, if it is on its way."""
    at = _of(layer, values)
    if not 0 <= at["at"] <= 1:
        return
    place = tuple(at[f"{a}1"] + at["at"] * (at[f"{a}2"] - at[f"{a}1"]) for a in "xy")
    across = 36 * np.sqrt(abs(at["size"]) / layer.full)
    axis.plot(*place, "o", markersize=across, color=_signed(at["size"]), markeredgecolor="white", zorder=look["zorder"])
    if layer.digits is None:
        return
    text = number(at["size"], layer.digits)
    beside = at["y1"] != at["y2"] and at["at"] < 0.5  # on a wire that slopes, the name of the next one stands below
    shift = (across / 2 + 3 + 2.7 * len(text), 0) if beside else (0, -max(across / 2, 18) - 9)
    _words(axis, text, place, shift, INK, zorder=3)


def bars(axis, panel, layer, values, look):
    """Bars, each beginning where the one before it ends, and the sum."""
    each = np.ravel(values[0] if layer.table else values).astype(float)
    ends = np.cumsum(each)
    count = len(each) + bool(layer.total)
    _, u0, u1 = panel.x
    places = u0 + (u1 - u0) * (np.arange(count) + 0.5) / count
    froms = np.append([0.0, *ends[:-1]], [0.0] if layer.total else [])
    tos = np.append(ends, [ends[-1]] if layer.total else [])
    labels = [*(layer.labels or map(str, range(1, len(each) + 1))), layer.total]
    axis.axhline(0, color=INK, linewidth=1)
    for k, (place, start, end) in enumerate(zip(places, froms, tos, strict=True)):
        edge = INK if k == len(each) else "none"
        wide = 0.6 * (u1 - u0) / count
        axis.bar(place, end - start, wide, start, color=_signed(end - start), alpha=0.8, edgecolor=edge, linewidth=1.5)
        _words(axis, number(end - start, layer.digits), (place, end), (0, 9 if end >= start else -9), INK, zorder=3)
        _words(axis, labels[k], (place, panel.y[1]), (0, 6), INK, zorder=3)


PAINTERS = {"wire": wire, "node": node, "tile": tile, "pulse": pulse, "bars": bars}
