"""The letters of the neuron as SymPy symbols: n examples, index i; m features, indices j and k; x_[i, j] and so on."""

from typing import Any

import sympy as sp

n, m = sp.symbols("n m", integer=True, positive=True)
i, j, k = sp.symbols("i j k", integer=True, positive=True)
x, w, b, z, y, y_hat, alpha = sp.symbols(r"x w b z y \hat{y} alpha", real=True)
x_, w_, y_, z_, y_hat_ = (sp.IndexedBase(s, real=True) for s in ("x", "w", "y", "z", r"\hat{y}"))


class sigma(sp.Function):
    """The sigmoid by its name: shown as σ(z), differentiated as σ(z)(1 - σ(z)); `doit` spells it out."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self * (1 - self)

    def doit(self, **hints: Any) -> sp.Expr:
        return 1 / (1 + sp.exp(-self.args[0].doit(**hints)))
