r"""The same neuron in symbols, for any number of examples n and features m, and its gradient link by link.

$$C = \frac1n \sum_{i=1}^{n} \text{loss}\Bigl(y_i,\ f\Bigl(\sum_{k=1}^{m} w_k x_{ik} + b\Bigr)\Bigr)$$

Nothing here imports neuron, cost or gradient: that two independent definitions agree is what a certificate is worth.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import sympy as sp

from perceptron import known
from perceptron.latex import aligned, formulas
from perceptron.letters import alpha, b, i, j, k, m, n, sigma, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_

__all__ = [
    "ACTIVATIONS", "COSTS", "IN_Y_HAT", "Z_I", "Derivation", "alpha", "b", "derive", "i", "j", "k", "m", "n",
    "one_term", "sigma", "w", "w_", "x", "x_", "y", "y_", "y_hat", "y_hat_", "z", "z_",
]  # fmt: skip

ACTIVATIONS = {
    "sigmoid": 1 / (1 + sp.exp(-z)),
    "tanh": sp.tanh(z),
    "relu": sp.Piecewise((0, z <= 0), (z, True)),
    "step": sp.Piecewise((0, z < 0), (1, True)),
    "identity": z,
}
# The derivatives as the field writes them, in the prediction itself; `verify` holds each against f'(z).
IN_Y_HAT = {ACTIVATIONS["sigmoid"]: y_hat * (1 - y_hat), ACTIVATIONS["tanh"]: 1 - y_hat**2}
COSTS = {"mse": (y - y_hat) ** 2, "cross_entropy": -y * sp.log(y_hat) - (1 - y) * sp.log(1 - y_hat)}


Z_I = sp.Sum(w_[k] * x_[i, k], (k, 1, m)) + b  # z of example i, spelled out


@dataclass(frozen=True)
class Derivation:
    r"""The derivative of the cost, link by link. `activation` is f(z), `loss` is loss(y, ŷ), both SymPy expressions.

    Indexed symbols (y_[i], y_hat_[i], z_[i], x_[i, j]) stand for example i and feature j; `explicit` spells them out.
    """

    activation: sp.Expr
    loss: sp.Expr

    @property
    def z(self) -> sp.Expr:
        r"""The weighted sum plus bias of example i, $\sum_k w_k x_{ik} + b$."""
        return Z_I

    @property
    def y_hat(self) -> sp.Expr:
        r"""The prediction $\hat y_i = f(z_i)$."""
        return self._indexed(self.activation)

    @cached_property
    def C(self) -> sp.Expr:
        """The cost as a mean over n examples."""
        return sp.Sum(self._indexed(self.loss), (i, 1, n)) / n

    @cached_property
    def dC_dy_hat(self) -> sp.Expr:
        r"""First link, $\partial C/\partial \hat y_i$: example i alone depends on its prediction, hence no sum."""
        factor, first = self._first_link
        return factor / n * first

    @cached_property
    def dy_hat_dz(self) -> sp.Expr:
        r"""Second link, $\partial \hat y_i/\partial z_i = f'(z_i)$, in the prediction itself where that is shorter."""
        return self._indexed(IN_Y_HAT.get(self.activation, sp.diff(self.activation, z)))

    @cached_property
    def dz_dw(self) -> sp.Expr:
        r"""Third link, $\partial z_i/\partial w_j$, for a j from 1 to m: one term of the sum survives."""
        return one_term(sp.diff(Z_I, w_[j]))

    @cached_property
    def dz_db(self) -> sp.Expr:
        r"""Third link of the bias, $\partial z_i/\partial b$."""
        return sp.diff(Z_I, b)

    @cached_property
    def dC_dw(self) -> sp.Expr:
        r"""$\partial C/\partial w_j$: the three links multiplied inside the sum over examples."""
        return self._total(self.dz_dw)

    @cached_property
    def dC_db(self) -> sp.Expr:
        r"""$\partial C/\partial b$."""
        return self._total(self.dz_db)

    def chain(self, third: sp.Expr) -> sp.Expr:
        """(what is in front of the sum over the examples, the three links inside it), for a third link."""
        factor, first = self._first_link
        return factor / n, (first, self.dy_hat_dz, third)

    def explicit(self, expression: sp.Expr) -> sp.Expr:
        """`expression` with every prediction and every weighted sum spelled out in x, w and b."""
        return expression.xreplace({y_hat_[i]: self.y_hat}).xreplace({z_[i]: Z_I})

    def verify(self) -> bool:
        """Differentiate the spelled-out cost in one go, without the chain of links, and compare.

        Returns True; raises AssertionError where the links and the direct derivative differ.
        """
        C = self.explicit(self.C)
        for direct, chained in ((sp.diff(C, w_[j]), self.dC_dw), (sp.diff(C, b), self.dC_db)):
            difference = _summand(direct) - _summand(self.explicit(chained))
            assert sp.simplify(difference.rewrite(sp.exp)) == 0, f"{direct} is not {chained}"
        return True

    def bias_as_weight(self) -> tuple[tuple[str, sp.Expr, sp.Expr], ...]:
        r"""The bias is the weight of a constant input 1: pairs (name, with the constant input, with a bias).

        The neuron is given an input m + 1 that is 1 in every example and has the weight b. Raises AssertionError
        unless its weighted sum is z and its $\partial C/\partial w_{m+1}$ is $\partial C/\partial b$.
        """
        term = w_[k] * x_[i, k]
        constant = {w_[m + 1]: b, x_[i, m + 1]: sp.Integer(1)}
        z_with_constant = sp.Sum(term, (k, 1, m)) + term.xreplace({k: m + 1}).xreplace(constant)
        slope = self.dC_dw.xreplace({j: m + 1}).xreplace(constant)
        pairs = (("z_i", z_with_constant, Z_I), ("dC_db", slope, self.dC_db))
        for name, left, right in pairs:
            assert left == right, f"{name}: {left} is not {right}"
        return pairs

    @cached_property
    def latex(self) -> dict[str, str]:
        """Each formula as LaTeX, by the name it has in code; predictions and links are those of example i."""
        return formulas(self)

    def _repr_latex_(self):
        return aligned(formula.replace(" = ", " &= ", 1) for formula in self.latex.values())

    def __repr__(self):
        return f"Derivation(activation={self.activation}, loss={self.loss})"

    def _indexed(self, expression):
        return expression.xreplace({y: y_[i], y_hat: y_hat_[i], z: z_[i]})

    @property
    def _first_link(self):
        """The number in front of dloss/dŷ, and the rest: 2 and ŷ - y for the squared error."""
        return self._indexed(sp.diff(self.loss, y_hat)).primitive()

    def _total(self, third):
        outside, links = self.chain(third)
        return outside * sp.Sum(sp.Mul(*links), (i, 1, n))


def derive(activation: Any = "sigmoid", cost: Any = "mse") -> Derivation:
    """The Derivation for an activation and a cost.

    activation : a name, of ACTIVATIONS or well known as "softplus" is; typed text as "ln(1 + e^z)"; or f(z) in SymPy's
        symbol `z`.
    cost : a name, of COSTS or well known as "absolute" is; typed text as "|y - ŷ|"; or loss(y, ŷ) in `y` and `y_hat`.
    Objects with such a name, as those of `perceptron.neuron` and `perceptron.cost`, stand for it.
    Raises ValueError for an unknown name, text that can't be read or a symbol that does not belong, TypeError for
    anything else.
    """
    return _derivation(known.activation(activation, ACTIVATIONS), known.cost(cost, COSTS))


_derivation = lru_cache(Derivation)  # so that what was derived once is found again


def one_term(expression: sp.Expr) -> sp.Expr:
    """Each sum that holds a KroneckerDelta as the one term that survives, for an index from 1 to where the sum ends."""

    def survivor(total):
        e = total.doit()
        return e.subs({c: True for c in e.atoms(sp.Rel) if all(s.is_integer for s in c.free_symbols)})

    return expression.replace(lambda e: isinstance(e, sp.Sum) and e.function.has(sp.KroneckerDelta), survivor)


def _summand(total):
    """What a (1/n) Σ adds up, in z instead of the sum over features, so that it can be simplified fast."""
    factor, sum_ = one_term(total).as_independent(sp.Sum)
    return (factor * sum_.function).xreplace({Z_I - b: z - b})
