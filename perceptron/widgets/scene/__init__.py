"""A picture declared once, in SymPy: `scene` says what it is, `stage` paints it live, `still` with matplotlib."""

from perceptron.widgets.scene.layers import Arrow, Contours, Curve, Field, Handle, Line, Path, Points, Text
from perceptron.widgets.scene.parts import EPOCH, Evolution, Panel, Parameter, Readout, Table, symbols
from perceptron.widgets.scene.scene import Scene
from perceptron.widgets.scene.scope import SceneError
from perceptron.widgets.scene.stage import Stage
from perceptron.widgets.scene.surface import Surface, View
from perceptron.widgets.scene.wires import Bars, Node, Pulse, Tile, Wire

__all__ = [
    "EPOCH", "Arrow", "Bars", "Contours", "Curve", "Evolution", "Field", "Handle", "Line", "Node", "Panel",
    "Parameter", "Path", "Points", "Pulse", "Readout", "Scene", "SceneError", "Stage", "Surface", "Table", "Text",
    "Tile", "View", "Wire", "symbols",
]  # fmt: skip
