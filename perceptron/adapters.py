"""Gradients that other libraries compute of a loss of yours, as functions that `certify` and `train` take.

A loss is written once, in the library's own functions: (w, b, X, y) -> C, one number. Nothing is imported but what is
asked for, and C is computed in the precision of the arrays: pass `dtype` for another than float64.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Loss = Callable[..., Any]
Gradient = Callable[..., tuple[Any, Any]]


def torch_gradient(loss: Loss, dtype: str = "float64") -> Gradient:
    """(X, y, w, b) -> (dC_dw, dC_db) by PyTorch's backward. loss : (w, b, X, y) of tensors -> a tensor with one
    number.
    """
    import torch

    def gradient(X, y, w, b):
        X, y, w, b = (torch.tensor(np.asarray(a), dtype=getattr(torch, dtype)) for a in (X, y, w, b))
        w.requires_grad_()
        b.requires_grad_()
        return torch.autograd.grad(loss(w, b, X, y), (w, b))

    return gradient


def jax_gradient(loss: Loss) -> Gradient:
    """(X, y, w, b) -> (dC_dw, dC_db) by `jax.grad`, in float32 unless jax_enable_x64 is set."""
    import jax

    by_both = jax.grad(loss, argnums=(0, 1))
    return lambda X, y, w, b: by_both(*map(jax.numpy.asarray, (w, float(b), X, y)))


def autograd_gradient(loss: Loss) -> Gradient:
    """(X, y, w, b) -> (dC_dw, dC_db) by HIPS autograd. The loss uses `autograd.numpy`."""
    from autograd import grad

    by_w, by_b = grad(loss, 0), grad(loss, 1)
    return lambda X, y, w, b: (by_w(w, b, X, y), by_b(w, b, X, y))


def flat_gradient(of_all: Callable[..., Any], order: str = "wb") -> Gradient:
    """For a function (p, X, y) -> ∂C/∂p of all parameters in one vector p, with the weights first ("wb") or the bias
    ("bw").

    Raises ValueError for another order.
    """
    if order not in ("wb", "bw"):
        raise ValueError(f"order = {order!r}, expected 'wb', the weights before the bias, or 'bw'.")
    bias_first = order == "bw"

    def gradient(X, y, w, b):
        flat = np.asarray(of_all(np.append(b, w) if bias_first else np.append(w, b), X, y))
        return (flat[1:], flat[0]) if bias_first else (flat[:-1], flat[-1])

    return gradient
