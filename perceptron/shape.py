r"""What kind of activation a formula f(z) is: where it jumps, where it has a kink, where it is flat."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import codegen
from perceptron.cases import borders, cases, slope
from perceptron.inputs import Floats
from perceptron.symbolic import z

FAR = 20.0  # as far from zero as an activation is looked at
FLAT = 0.01  # of its largest slope: what is flatter than this is called saturated


@dataclass(frozen=True)
class Shape:
    """f(z), a SymPy expression in z, looked at from -FAR to FAR."""

    f: sp.Expr

    @cached_property
    def look(self) -> tuple[Floats, Floats, Floats]:
        """z, f(z) and f'(z) on a grid that no kink of small numbers falls on."""
        at = np.linspace(-FAR, FAR, 4001) + 0.00137
        f, steepness = codegen.numpy_function((z,), *(codegen.safe(e, z) for e in (cases(self.f), slope(self.f, z))))(
            at
        )
        return at, f, steepness

    @cached_property
    def jumps(self) -> tuple[float, ...]:
        """The z at which f itself jumps."""
        return tuple(at for at, gap, _ in self._corners if gap > 1e-6)

    @cached_property
    def kinks(self) -> tuple[float, ...]:
        """The z at which f has two different slopes, from the left and from the right."""
        return tuple(at for at, gap, turn in self._corners if gap <= 1e-6 and turn > 1e-6)

    @cached_property
    def _corners(self):
        """(z, how far f jumps, how far its slope jumps) at each border between two cases."""
        found = sorted({round(float(root), 9) for border in borders(self.f) for root in _roots(border)})
        nearby = np.array([(at - 1e-9, at + 1e-9) for at in found]).reshape(-1, 2)
        f, steepness = (sp.lambdify(z, e, "mpmath") for e in (cases(self.f), slope(self.f, z)))
        return [
            (at, abs(float(f(high) - f(low))), abs(float(steepness(high) - steepness(low))))
            for at, (low, high) in zip(found, nearby, strict=True)
        ]

    @property
    def character(self) -> list[str]:
        """Sentences: where it is flat, where it jumps, where it has kinks, where nothing would ever move it again."""
        corners = [f"It jumps at z = {short(at)}." for at in self.jumps]
        corners += [f"It has a kink at z = {short(at)}: two slopes, one on each side." for at in self.kinks]
        return [*self._flat_ends(), *corners]

    def _flat_ends(self):
        at, _, slope = self.look
        steepness = np.abs(slope)
        if not steepness.any():
            yield "Its slope is 0 wherever it has one: descent never moves it."
            return
        for name, inward in (("below", slice(None)), ("above", slice(None, None, -1))):
            flat = steepness[inward] <= FLAT * np.nanmax(steepness)
            count = int(np.argmin(flat))  # how many from the far end are flat
            if not count:
                continue
            edge = f"{name} z = {short(at[inward][count])}"
            if steepness[inward][:count].any():
                yield f"It saturates {edge}: less than 1 % of its steepest slope is left."
            else:
                yield f"It dies {edge}: its slope is 0 there, and nothing moves it any more."


def _roots(border):
    """Where an expression in z changes its sign between -FAR and FAR, by bisection."""
    value = sp.lambdify(z, border, "numpy")
    at = np.linspace(-FAR, FAR, 401) + 0.00137
    with np.errstate(all="ignore"):
        signs = np.sign(np.broadcast_to(value(at), at.shape))
    for k in np.flatnonzero(signs[:-1] * signs[1:] < 0):
        low, high = at[k], at[k + 1]
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if np.sign(value(middle)) == signs[k] else (low, middle)
        yield low


def short(number: float) -> str:
    """A number as a reader writes it, with one decimal."""
    return f"{round(float(number), 1) + 0.0:g}".replace("-", "−")
