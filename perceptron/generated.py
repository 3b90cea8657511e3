"""The NumPy code that SymPy prints from a Derivation, in forms that neither overflow nor lose their digits."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from perceptron import codegen, inputs
from perceptron.cases import borders, cases, slope
from perceptron.inputs import Floats
from perceptron.symbolic import Derivation, y, y_hat, z

BLOCK = 16_384  # examples taken at a time, so that z stays in the processor's cache


@lru_cache
def loss_of_z(derivation: Derivation) -> sp.Expr:
    """The loss of one example as a SymPy expression in z and y, in a form that does not overflow."""
    return _composed(derivation.loss, derivation)


@lru_cache
def slope_of_z(derivation: Derivation) -> sp.Expr:
    r"""$\delta = \partial\,\text{loss}/\partial z$ of one example: the first two links, safe against overflow."""
    f = codegen.reduced(cases(derivation.activation), z)
    return _composed(slope(derivation.loss, y_hat), derivation, slope(f, z))


@lru_cache
def numpy_slopes(derivation: Derivation) -> Callable[..., Any]:
    """A NumPy function (z, y) -> the first three derivatives of each loss in z: what an error bound is made of."""
    first, second, third = (_slope(derivation, order) for order in (1, 2, 3))
    return codegen.numpy_function((z, y), first, second, third)


@lru_cache
def numpy_borders(derivation: Derivation) -> Callable[..., Any]:
    """A NumPy function (y, ŷ) -> a list of arrays, each 0 where the loss has a kink: y - ŷ for the loss |y - ŷ|.

    The list is empty for a loss without case distinctions.
    """
    return codegen.numpy_source((y, y_hat), borders(derivation.loss))


def _composed(outer, derivation, *links):
    return codegen.compose(cases(outer), cases(derivation.activation), y_hat, z, links)


def _slope(derivation, order):
    """The derivative of the loss in z: multiplied out where ŷ is divided by or in a logarithm, else link by link."""
    f, loss = codegen.reduced(cases(derivation.activation), z), cases(derivation.loss)
    if order == 1:
        return slope_of_z(derivation)
    if not (f.has(sp.Piecewise) or loss.has(sp.Piecewise) or loss.is_polynomial(y_hat)):
        form = _multiplied_out(loss.subs(y_hat, f), order)
        if form:
            return form
    f1 = codegen.reduced(slope(f, z), z)
    f2 = codegen.reduced(slope(f1, z), z)
    f3 = slope(f2, z)
    loss1, loss2, loss3 = (slope(loss, y_hat, k) for k in (1, 2, 3))
    if order == 2:
        return _composed(loss2, derivation, f1, f1) + _composed(loss1, derivation, f2)
    terms = _composed(loss3, derivation, f1, f1, f1), _composed(loss2, derivation, f1, f2)
    return terms[0] + 3 * terms[1] + _composed(loss1, derivation, f3)


def _multiplied_out(whole, order):
    """The derivative of a loss in z and y in exp(-|z|), None where there is no such form."""
    if not codegen.rational_in_exp(whole, z):
        return None
    if sp.diff(whole, y, 2) != 0:
        return codegen.in_small_exponential(sp.diff(whole, z, order), z)
    at_0, at_1 = (codegen.in_small_exponential(sp.diff(whole.subs(y, end), z, order), z) for end in (0, 1))
    return at_0 and at_1 and (1 - y) * at_0 + y * at_1


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
                links = delta(z, y[start : start + BLOCK]) if np.isfinite(z).all() else np.full_like(z, np.nan)
                dC_dw, dC_db = dC_dw + links @ part, dC_db + links.sum()
        if not (np.isfinite(dC_dw).all() and np.isfinite(dC_db)):
            inputs.finite("X", X)
            raise ValueError("the gradient is not finite; standardise the features or start from smaller weights.")
        return dC_dw / len(y), float(dC_db / len(y))

    return gradient
