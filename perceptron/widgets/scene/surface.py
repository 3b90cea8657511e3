"""A landscape in three dimensions, and the view of it. surface.js paints it live, still.py as a still."""

from dataclasses import dataclass

import numpy as np
import sympy as sp

from perceptron.widgets.scene.layers import Arrow, Handle, Layer
from perceptron.widgets.scene.parts import Panel

_RISE = 1.5  # the height of the box, which is 2 wide and 2 deep
_RADIUS, _MAST = 1.6, -1.95  # where the knob that turns goes round, and the one that tilts up and down


@dataclass(frozen=True)
class Surface(Layer):
    """`value` over axes of its own, `across` and `up`, each (name, low, high): a mesh with its corners at (x, y).

    Its pieces are painted from the largest `depth` to the smallest, blue at `low` and orange at `high`, and the
    lines along which `value` is one of `levels` with them.
    """

    domain = "tile"
    x: sp.Expr
    y: sp.Expr
    depth: sp.Expr
    value: sp.Expr
    across: tuple
    up: tuple
    low: float = 0.0
    high: float = 1.0
    levels: tuple = ()
    size: int = 31
    code: str = "C"


def farthest_first(depth):
    """The four corners of each piece of a mesh, counted along its rows, the farthest first. depth : rows x columns."""
    k = np.arange(depth.size).reshape(depth.shape)
    pieces = np.stack([k[:-1, :-1], k[:-1, 1:], k[1:, 1:], k[1:, :-1]], -1).reshape(-1, 4)
    return pieces[np.argsort(-depth.ravel()[pieces].sum(axis=1), kind="stable")]


@dataclass(frozen=True)
class View:
    """Of a box over the axes `across` and `up`, each (name, low, high), from 0 to `high`, without perspective.

    turn : round the upright axis; at 0 `across` points to the right.  tilt : at 90 it is seen from above, as a map,
    and at 0 from the side.  Both are expressions, in degrees.
    """

    turn: sp.Expr
    tilt: sp.Expr
    across: tuple
    up: tuple
    high: float

    def at(self, u, v, height):
        """(x, y, depth) of a point, depth being how far away it is."""
        (_, u0, u1), (_, v0, v1) = self.across, self.up
        a, b, c = 2 * (u - u0) / (u1 - u0) - 1, 2 * (v - v0) / (v1 - v0) - 1, _RISE * height / self.high
        turn, tilt = _radians(self.turn), _radians(self.tilt)
        away = a * sp.sin(turn) + b * sp.cos(turn)
        x = a * sp.cos(turn) - b * sp.sin(turn)
        return x, away * sp.sin(tilt) + c * sp.cos(tilt), away * sp.cos(tilt) - c * sp.sin(tilt)

    def layers(self, value, names, codes, levels):
        """The surface of a value in the axes' symbols, and the arrows of its three axes, named and coloured.

        Two lie on the floor, so the surface may hide them; the upright one is a mast beside it.
        """
        (across, u0, u1), (up, v0, v1) = self.across, self.up
        u, v = sp.symbols((across, up), real=True)
        corner = self.at(u0, v0, 0)
        tips = ((u1, v0, 0), (u0, v1, 0))
        arrows = [
            Arrow(*corner[:2], *(1.1 * (tip - foot) for tip, foot in zip(self.at(*end)[:2], corner, strict=False)),
                  code, name)
            for end, name, code in zip(tips, names, codes, strict=False)
        ]  # fmt: skip
        mast = Arrow(_MAST, 0, 0, _RISE * sp.cos(_radians(self.tilt)), codes[-1], names[-1])
        return (*arrows, Surface(*self.at(u, v, value), value, self.across, self.up, 0, self.high / 2, levels), mast)

    def knobs(self, turn, tilt):
        """Two handles, which set the parameters of these names: one goes round the box, one up and down the mast."""
        x, y = sp.symbols("x_ y_", real=True)
        round_, steep = _radians(self.turn), sp.sin(_radians(self.tilt))
        return (
            Handle("turn", _RADIUS * sp.sin(round_), -_RADIUS * sp.cos(round_) * steep,
                   {turn: sp.atan2(x, -y / steep) * 180 / sp.pi}, "X"),
            Handle("tilt", _MAST, _RISE * sp.cos(_radians(self.tilt)),
                   {tilt: sp.acos(sp.Min(sp.Max(y / _RISE, 0), 1)) * 180 / sp.pi}, "X"),
        )  # fmt: skip

    def panel(self, layers):
        """The Panel of it, to one scale in all directions."""
        return Panel(("x_", -2.15, 1.95), ("y_", -1.8, 2.15), layers, axes=False, equal=True, tall=1.1)


def _radians(degrees):
    return degrees * sp.pi / 180
