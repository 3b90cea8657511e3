"""Lesson 09: a neuron from the activation and the cost that the reader types."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import codegen, data
from perceptron.answers.verdict import MISSING, Verdict, is_missing
from perceptron.certificate import certify
from perceptron.cost import Cost
from perceptron.descent import train
from perceptron.error_bounds import REACH
from perceptron.expression import read
from perceptron.generated import loss_of_z, numpy_gradient, slope_of_z
from perceptron.latex import latex
from perceptron.neuron import Activation, predict, weighted_sum
from perceptron.symbolic import derive, y, y_hat, z
from perceptron.widgets.scene.parts import Curve, Handle, Line, Panel, Parameter, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage

_LETTERS = (z, y)  # as arguments: z, then y
FAR = 20.0  # as far from zero as the activation is looked at
FLAT = 0.01  # of its largest slope: what is flatter than this is called saturated


def build(activation, cost="(y - ŷ)^2"):
    """A neuron with an activation in z and a loss in y and ŷ, both as typed text: `build("z / (1 + |z|)")`.

    Raises ExpressionError for text that is no formula in these letters, ValueError for one without z, or without ŷ.
    """
    f, loss = read(activation, {"z": z}).doit(), read(cost, {"y": y, "y_hat": y_hat}).doit()
    for role, text, formula, letter, name in (("activation", activation, f, z, "z"), ("cost", cost, loss, y_hat, "ŷ")):
        if not formula.has(letter):
            raise ValueError(f"{role} = {text!r} has no {name} in it, so nothing would change when {name} does.")
    f, loss = (sp.piecewise_fold(e.rewrite(sp.Piecewise)) for e in (f, loss))
    return OwnNeuron(activation, cost, f, loss)


@dataclass(frozen=True)
class OwnNeuron:
    """`activation_text` and `cost_text` as typed; `f` and `loss` in SymPy, with case distinctions for |z| and max."""

    activation_text: str
    cost_text: str
    f: sp.Expr
    loss: sp.Expr

    @cached_property
    def derivation(self):
        """Its gradient, derived link by link."""
        return derive(self.f, self.loss)

    @cached_property
    def slope(self):
        """f'(z) in SymPy."""
        return sp.diff(self.f, z)

    @cached_property
    def activation(self):
        """f and f' for NumPy, with its kinks."""
        both = codegen.numpy_function((z,), codegen.safe(self.f, z), codegen.safe(self.slope, z))
        kinks = (*self.kinks, *self.jumps)
        return Activation(self.activation_text, both, lambda at: both(at)[0], kinks=kinks)

    @cached_property
    def cost(self):
        """The loss and its derivative in ŷ for NumPy; `unit` where it has no value outside 0 to 1."""
        both = codegen.numpy_function((y, y_hat), self.loss, sp.diff(self.loss, y_hat))
        fused = codegen.numpy_function((y, z), loss_of_z(self.derivation), slope_of_z(self.derivation))
        with np.errstate(all="ignore"):
            outside = both(np.array([0.0, 1.0]), np.array([1.5, -0.5]))[0]
        return Cost(self.cost_text, both, {self.activation_text: fused}, unit=not np.isfinite(outside).all())

    def certificate(self, w=(0.5, -0.5), b=0.25):
        """The derived gradient, certified on the standardised penguins, without those next to a kink of the loss."""
        X, targets = self._rows()
        smooth = self._far_from_kinks_of_loss(weighted_sum(X, w, b), targets)
        by_links = replace(self.cost, fused={})  # so that the route by hand is another one than the symbolic
        neuron = (self.activation, by_links, self.derivation)
        return certify(numpy_gradient(self.derivation), X[smooth], targets[smooth], np.array(w), b, *neuron)

    def _far_from_kinks_of_loss(self, at, targets):
        """For each example whether no nudge of the certificate takes its loss from one case into another."""
        borders = _borders(self.loss)
        if not borders:
            return np.full(len(at), True)
        sides = codegen.numpy_source((y, y_hat), borders)
        low, high = (np.sign(sides(targets, self.activation(at + nudge))) for nudge in (-REACH, REACH))
        return (low * high > 0).all(axis=0)

    def train(self, alpha=1.0, epochs=100, w=(0.0, 0.0), b=0.0):
        """Its training on the standardised penguins, from (w, b): a History."""
        X, targets = self._rows()
        neuron = {"activation": self.activation, "cost": self.cost}
        return train(X, targets, np.array(w), b, alpha, epochs, gradient_fn=numpy_gradient(self.derivation), **neuron)

    def slope_of_loss(self, z, y):
        r"""$\partial\,\text{loss}/\partial z$ of one example: what its step is multiplied by."""
        return float(
            codegen.numpy_function(_LETTERS, slope_of_z(self.derivation))(np.array([float(z)]), np.array([y]))[0]
        )

    def right(self, history):
        """How many of the penguins a trained neuron has on the right side of ŷ = 1/2."""
        X, targets = self._rows()
        return int(((predict(X, history.w[-1], history.b[-1], self.activation) >= 0.5) == targets).sum())

    # --- what kind of activation it is --------------------------------------------------------------------------------

    @cached_property
    def look(self):
        """z, f(z) and f'(z) on a grid that no kink of small numbers falls on."""
        at = np.linspace(-FAR, FAR, 4001) + 0.00137
        f, slope = codegen.numpy_function((z,), codegen.safe(self.f, z), codegen.safe(self.slope, z))(at)
        return at, f, slope

    @cached_property
    def jumps(self):
        """The z at which f itself jumps."""
        return tuple(at for at, gap, _ in self._corners if gap > 1e-6)

    @cached_property
    def kinks(self):
        """The z at which f has two different slopes, from the left and from the right."""
        return tuple(at for at, gap, turn in self._corners if gap <= 1e-6 and turn > 1e-6)

    @cached_property
    def _corners(self):
        """(z, how far f jumps, how far its slope jumps) at each border between two cases."""
        found = sorted({round(float(root), 9) for border in _borders(self.f) for root in _roots(border)})
        nearby = np.array([(at - 1e-9, at + 1e-9) for at in found]).reshape(-1, 2)
        f, slope = (sp.lambdify(z, e, "mpmath") for e in (self.f, self.slope))
        return [
            (at, abs(float(f(high) - f(low))), abs(float(slope(high) - slope(low))))
            for at, (low, high) in zip(found, nearby, strict=True)
        ]

    @property
    def character(self):
        """Sentences: where it is flat, where it has kinks, where nothing would ever move it again."""
        corners = [f"It jumps at z = {_short(at)}." for at in self.jumps]
        corners += [f"It has a kink at z = {_short(at)}: two slopes, one on each side." for at in self.kinks]
        said = [*self._flat_ends(), *corners, *self._beyond_chances()]
        return said or ["It neither saturates nor has a kink."]

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
            edge = f"{name} z = {_short(at[inward][count])}"
            if steepness[inward][:count].any():
                yield f"It saturates {edge}: less than 1 % of its steepest slope is left."
            else:
                yield f"It dies {edge}: its slope is 0 there, and nothing moves it any more."

    def _beyond_chances(self):
        at, f, _ = self.look
        beyond = np.maximum(-f, f - 1)
        if self.cost.unit and beyond.max() > 0:
            k = np.argmax(np.where(np.abs(at) < 4, beyond, 0)) if beyond[np.abs(at) < 4].max() > 0 else beyond.argmax()
            yield f"At z = {_short(at[k])} it predicts {f[k]:.2g}, and this cost has no value outside 0 to 1."

    def _rows(self):
        for trouble in self._beyond_chances():
            raise ValueError(f"{trouble} Take an activation between 0 and 1, such as σ(z), or the squared error.")
        penguins = data.penguins()
        return data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y

    def stage(self):
        """A picture to drag: the activation with its slope, and what the loss of a target of 1 makes of them."""
        u, at = symbols("u at")
        loss = codegen.compose(self.loss, self.f, y_hat, z).subs(y, 1)
        delta = slope_of_z(self.derivation).subs(y, 1)
        value, slope = codegen.safe(self.f, z), codegen.safe(self.slope, z)
        numbers = {"at": at} | {
            name: e.subs(z, at) for name, e in (("f", value), ("slope", slope), ("loss", loss), ("delta", delta))
        }
        left = (
            Curve(value.subs(z, u), "y_hat", "activation"),
            Curve(slope.subs(z, u), "w", "its slope", dash=True),
            Line(-numbers["slope"], 1, numbers["slope"] * at - numbers["f"], "z"),
            Handle("the point", at, numbers["f"], {"at": u}, code="z"),
        )
        right = (
            Curve(loss.subs(z, u), "C", "loss where y = 1"),
            Curve(delta.subs(z, u), "b", "its slope in z", dash=True),
            Handle("the same point", at, numbers["delta"], {"at": u}, code="z"),
        )
        return Stage(Scene(
            "Your own neuron",
            "Left, the activation over z, its slope dashed, and the line that touches it at one point. Right, the loss "
            "of a target of 1 over z, and, dashed, its slope, by which a step of descent is multiplied.",
            (Parameter("at", -8, 8, -4, 0.05, "z", "z"),),
            (
                Panel(("u", -8, 8), ("v", *_span(value, slope)), left, "weighted sum z", "activation"),
                Panel(("u", -8, 8), ("l", *_span(loss, delta)), right, "weighted sum z", "loss and its slope"),
            ),
            readouts=(Readout(
                "At z = {at:.2f}: ŷ = {f:.4f}, slope {slope:.4f}, loss {loss:.4f}, its slope {delta:.4f}.", numbers
            ),),
            sentence=Readout("The slope of the loss is {delta:.4f}.", {"delta": numbers["delta"]}),
        ))  # fmt: skip

    def __repr__(self):
        return f"<OwnNeuron: f(z) = {self.activation_text}, loss = {self.cost_text}>"

    def _repr_latex_(self):
        return rf"$\displaystyle f(z) = {latex(self.f)}, \qquad \text{{loss}} = {latex(self.loss)}$"


def judge_activation(text):
    """The Verdict on an activation that is to rise from 0 to 1 and keep more of its slope far out than the sigmoid."""
    if is_missing(text):
        return MISSING
    try:
        neuron = build(text)
    except (ValueError, TypeError) as error:
        return Verdict("unreadable", f"wrong: {error}")
    at, f, slope = neuron.look
    here, sigmoid = (n.activation.both(np.array([8.0]))[1][0] for n in (neuron, build("sigma(z)")))
    troubles = (
        (not np.isfinite(f).all(), "it has no value at some z"),
        (f.min() < 0, f"it goes below 0, to {f.min():.3g}"),
        (f.max() > 1, f"it goes above 1, to {f.max():.3g}"),
        (slope.min() < 0, f"it falls, at z = {_short(at[slope.argmin()])}"),
        (f[0] > 0.1 or f[-1] < 0.9, f"far out it should be near 0 and near 1, and is {f[0]:.2f} and {f[-1]:.2f}"),
        (here <= 1.001 * sigmoid, f"at z = 8 its slope is {here:.2g}, no more than the sigmoid's {sigmoid:.2g}"),
    )
    for trouble, because in troubles:
        if trouble:
            return Verdict("wrong", f"wrong, because {because}.", because)
    return Verdict("right", f"right: at z = 8 its slope is {here:.2g}, the sigmoid's {sigmoid:.2g}.")


def _borders(expression):
    """Expressions that are 0 where one case of `expression` ends and another begins."""
    conditions = {condition for cases in expression.atoms(sp.Piecewise) for _, condition in cases.args}
    return sorted({r.lhs - r.rhs for c in conditions for r in c.atoms(sp.core.relational.Relational)}, key=str)


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


def _span(*expressions):
    """Room for these expressions in z from -8 to 8, with a little air; what is far out is left out of the picture."""
    at = np.linspace(-8, 8, 161) + 0.00137
    with np.errstate(all="ignore"):
        values = np.concatenate([np.atleast_1d(codegen.numpy_function((z,), e)(at)) for e in expressions])
    values = values[np.isfinite(values)]
    low, high = max(values.min(), -8.0), min(values.max(), 8.0)
    air = 0.1 * max(high - low, 0.2)
    return low - air, high + air


def _short(number):
    return f"{round(float(number), 1) + 0.0:g}".replace("-", "−")
