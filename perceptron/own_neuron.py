r"""A neuron with an activation and a cost that somebody typed: its gradient derived, certified and put to work."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import codegen, data
from perceptron.cases import cases
from perceptron.certificate import Certificate, certify
from perceptron.cost import Cost
from perceptron.descent import History, train
from perceptron.expression import read
from perceptron.from_formula import activation_from, cost_from
from perceptron.generated import loss_of_z, numpy_gradient, slope_of_z
from perceptron.latex import latex
from perceptron.neuron import Activation, predict
from perceptron.shape import Shape, short
from perceptron.symbolic import Derivation, derive, y, y_hat, z

_LETTERS = (z, y)  # as arguments: z, then y


def build(activation: str, cost: str = "(y - ŷ)^2") -> "OwnNeuron":
    """A neuron with an activation in z and a loss in y and ŷ, both as typed text: `build("z / (1 + |z|)")`.

    Raises ExpressionError for text that is no formula in these letters, ValueError for one without z, or without ŷ.
    """
    f, loss = read(activation, {"z": z}).doit(), read(cost, {"y": y, "y_hat": y_hat}).doit()
    for role, text, formula, letter, name in (("activation", activation, f, z, "z"), ("cost", cost, loss, y_hat, "ŷ")):
        if not formula.has(letter):
            raise ValueError(f"{role} = {text!r} has no {name} in it, so nothing would change when {name} does.")
    return OwnNeuron(activation, cost, cases(f), cases(loss))


@dataclass(frozen=True)
class OwnNeuron:
    """`activation_text` and `cost_text` as typed; `f` and `loss` in SymPy, with case distinctions for |z| and max."""

    activation_text: str
    cost_text: str
    f: sp.Expr
    loss: sp.Expr

    @cached_property
    def derivation(self) -> Derivation:
        """Its gradient, derived link by link."""
        return derive(self.f, self.loss)

    @cached_property
    def shape(self) -> Shape:
        """Where the activation is flat, jumps or has a kink."""
        return Shape(self.f)

    @cached_property
    def activation(self) -> Activation:
        """f and f' for NumPy, with its kinks."""
        return activation_from(self.f, self.activation_text)

    @cached_property
    def cost(self) -> Cost:
        """The loss and its derivative in ŷ for NumPy; `unit` where it has no value outside 0 to 1."""
        fused = codegen.numpy_function((y, z), loss_of_z(self.derivation), slope_of_z(self.derivation))
        return replace(cost_from(self.loss, self.cost_text), fused={self.activation: fused})

    def certificate(self, w: tuple[float, float] = (0.5, -0.5), b: float = 0.25) -> Certificate:
        """The derived gradient, certified on the standardised penguins."""
        by_links = replace(self.cost, fused={})  # so that the route by hand is another one than the symbolic
        X, targets = self._rows()
        slopes = numpy_gradient(self.derivation)
        return certify(slopes, X, targets, w, b, self.activation, by_links, self.derivation)

    def train(
        self, alpha: float = 1.0, epochs: int = 100, w: tuple[float, float] = (0.0, 0.0), b: float = 0.0
    ) -> History:
        """Its training on the standardised penguins, from (w, b): a History."""
        X, targets = self._rows()
        gradient = numpy_gradient(self.derivation)
        return train(X, targets, w, b, alpha, epochs, self.activation, self.cost, gradient_fn=gradient)

    def slope_of_loss(self, z: float, y: float) -> float:
        r"""$\partial\,\text{loss}/\partial z$ of one example: what its step is multiplied by."""
        return float(
            codegen.numpy_function(_LETTERS, slope_of_z(self.derivation))(np.array([float(z)]), np.array([y]))[0]
        )

    def right(self, history: History) -> int:
        """How many of the penguins a trained neuron has on the right side of ŷ = 1/2."""
        X, targets = self._rows()
        return int(((predict(X, history.w[-1], history.b[-1], self.activation) >= 0.5) == targets).sum())

    @property
    def character(self) -> list[str]:
        """Sentences on its activation, where that leaves what the cost can compare, and which targets teach nothing."""
        said = [*self.shape.character, *self._beyond_chances(), *self._without_wish()]
        return said or ["It neither saturates nor has a kink."]

    def _beyond_chances(self):
        at, f, _ = self.shape.look
        beyond = np.maximum(-f, f - 1)
        if self.cost.unit and beyond.max() > 0:
            k = np.argmax(np.where(np.abs(at) < 4, beyond, 0)) if beyond[np.abs(at) < 4].max() > 0 else beyond.argmax()
            yield f"At z = {short(at[k])} it predicts {f[k]:.2g}, and this cost has no value outside 0 to 1."

    def _without_wish(self):
        for target in (0, 1):
            if not self.loss.subs(y, target).has(y_hat):
                yield (
                    f"Where y = {target} its loss is the same for every ŷ, so those examples teach nothing. A loss for "
                    "targets −1 and 1 takes 2 y − 1 in place of y here."
                )

    def _rows(self):
        for trouble in self._beyond_chances():
            raise ValueError(f"{trouble} Take an activation between 0 and 1, such as σ(z), or the squared error.")
        penguins = data.penguins()
        return data.Standardisation.of(penguins.X).apply(penguins.X), penguins.y

    def __repr__(self):
        return f"<OwnNeuron: f(z) = {self.activation_text}, loss = {self.cost_text}>"

    def _repr_latex_(self):
        return rf"$\displaystyle f(z) = {latex(self.f)}, \qquad \text{{loss}} = {latex(self.loss)}$"
