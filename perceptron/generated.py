"""The NumPy code that SymPy prints from a Derivation, in forms that neither overflow nor lose their digits."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from perceptron import codegen, inputs
from perceptron.inputs import Floats
from perceptron.symbolic import Derivation, y, y_hat, z

BLOCK = 16_384  # examples taken at a time, so that z stays in the processor's cache


@lru_cache
def loss_of_z(derivation: Derivation) -> sp.Expr:
    """The loss of one example as a SymPy expression in z and y, in a form that does not overflow."""
    return codegen.compose(derivation.loss, derivation.activation, y_hat, z)


@lru_cache
def slope_of_z(derivation: Derivation) -> sp.Expr:
    r"""$\delta = \partial\,\text{loss}/\partial z$ of one example: the first two links, safe against overflow."""
    slope = sp.diff(derivation.activation, z)
    return codegen.compose(sp.diff(derivation.loss, y_hat), derivation.activation, y_hat, z, links=(slope,))


@lru_cache
def numpy_slopes(derivation: Derivation) -> Callable[..., Any]:
    """A NumPy function (z, y) -> the first three derivatives of each loss in z: what an error bound is made of."""
    whole = derivation.loss.subs(y_hat, derivation.activation)
    higher = [codegen.safe(sp.diff(whole, z, order), z) for order in (2, 3)]
    return codegen.numpy_function((z, y), slope_of_z(derivation), *higher)


@lru_cache
def numpy_gradient(derivation: Derivation) -> Callable[..., tuple[Floats, float]]:
    r"""The gradient as a NumPy function (X, y, w, b) -> (dC_dw, dC_db): (1/n) Xᵀδ and the mean of δ.

    X is n x m, y is n, w is m, b is one number. The function raises ValueError for shapes that do not fit, empty data,
    NaN, infinities and results that are not finite, TypeError for what is not a number.
    """
    delta = codegen.numpy_function((z, y), slope_of_z(derivation))

    def gradient(X, y, w, b):
        X = inputs.examples(X)
        w, b = inputs.parameters(w, b, X.shape[1])
        y = inputs.targets(y, len(X))
        dC_dw, dC_db = 0.0, 0.0
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            for start in range(0, len(y), BLOCK):
                part = X[start : start + BLOCK]
                z = part @ w + b
                slope = delta(z, y[start : start + BLOCK]) if np.isfinite(z).all() else np.full_like(z, np.nan)
                dC_dw, dC_db = dC_dw + slope @ part, dC_db + slope.sum()
        if not (np.isfinite(dC_dw).all() and np.isfinite(dC_db)):
            inputs.finite("X", X)
            raise ValueError("the gradient is not finite; standardise the features or start from smaller weights.")
        return dC_dw / len(y), float(dC_db / len(y))

    return gradient
