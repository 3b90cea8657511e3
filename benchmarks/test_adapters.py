"""Gradients from PyTorch, JAX and autograd, as their users write them: right ones pass, wrong ones get their name."""

import autograd.numpy as anp
import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from perceptron.adapters import autograd_gradient, flat_gradient, jax_gradient, torch_gradient
from perceptron.certificate import certify

PROBLEMS = 40


def problem(seed):
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(3, 80)), int(rng.integers(1, 6))
    return rng.normal(size=(n, m)), rng.random(n), rng.normal(size=m), float(rng.normal())


def torch_loss(w, b, X, y):
    return ((y - torch.sigmoid(X @ w + b)) ** 2).mean()


def jax_loss(w, b, X, y):
    return ((y - jax.nn.sigmoid(X @ w + b)) ** 2).mean()


def autograd_loss(w, b, X, y):
    return anp.mean((y - 1 / (1 + anp.exp(-(anp.dot(X, w) + b)))) ** 2)


def by_hand_in_torch(X, y, w, b):
    """As people train: parameters with requires_grad, backward, .grad; what is returned is still tensors."""
    w, b = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    torch_loss(w, b, torch.tensor(X), torch.tensor(y)).backward()
    return w.grad, b.grad


def of_a_dict_in_jax(X, y, w, b):
    return jax.grad(lambda p: jax_loss(p["w"], p["b"], X, y))({"w": jnp.asarray(w), "b": b})


def of_a_row_in_jax(p, X, y):
    return jax.grad(lambda p: jax_loss(p[:-1], p[-1], X, y))(jnp.asarray(p))


RIGHT = {
    "torch, float64": torch_gradient(torch_loss),
    "torch, float32": torch_gradient(torch_loss, "float32"),
    "torch by hand": by_hand_in_torch,
    "jax": jax_gradient(jax_loss),
    "jax, a dict": of_a_dict_in_jax,
    "jax, one row of numbers": flat_gradient(of_a_row_in_jax),
    "jax, one row, the bias first": flat_gradient(
        lambda p, X, y: jax.grad(lambda p: jax_loss(p[1:], p[0], X, y))(jnp.asarray(p)), order="bw"
    ),
    "jax, jitted": jax_gradient(jax.jit(jax_loss)),
    "autograd": autograd_gradient(autograd_loss),
}


@pytest.mark.parametrize("library", RIGHT)
def test_a_right_gradient_passes(library):
    for seed in range(PROBLEMS):
        X, y, w, b = problem(seed)
        found = certify(RIGHT[library], X, y, w, b)
        assert found.passed, (seed, found)


def test_a_gradient_that_is_added_up_is_seen():
    w_kept = torch.zeros(2, requires_grad=True, dtype=torch.float64)
    b_kept = torch.zeros((), requires_grad=True, dtype=torch.float64)

    def never_zeroed(X, y, w, b):
        with torch.no_grad():
            w_kept.copy_(torch.tensor(w))
            b_kept.copy_(torch.tensor(b))
        torch_loss(w_kept, b_kept, torch.tensor(X), torch.tensor(y)).backward()
        return w_kept.grad.clone(), b_kept.grad.clone()

    X, y, w, b = np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5]]), np.array([1.0, 0.0, 1.0]), np.array([0.7, -0.4]), 0.1
    assert certify(never_zeroed, X, y, w, b).faults == ("a second call gives another gradient",)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_wrong_one_is_named_in_any_precision(dtype):
    wrong = torch_gradient(lambda w, b, X, y: -((y - torch.sigmoid(X @ w + b)) ** 2).sum(), dtype)
    X, y, w, b = problem(3)
    assert set(certify(wrong, X, y, w, b).faults) == {"the sign is lost", "the mean is forgotten"}


def test_another_order_is_refused():
    with pytest.raises(ValueError, match="order = 'b', expected 'wb'"):
        flat_gradient(of_a_row_in_jax, "b")
