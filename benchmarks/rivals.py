"""Full-batch gradient descent of one neuron as others would do it: by hand in NumPy, with PyTorch, with scikit-learn.

All take (X, y, w, b, alpha, epochs) and return the weights and bias they end with; by hand, of every epoch, and C.
"""

import warnings

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from torch.nn import functional as F

TORCH_ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda z: z}
TORCH_COSTS = {"mse": F.mse_loss, "cross_entropy": F.binary_cross_entropy}


def hand_naive(X, y, w, b, alpha, epochs):
    """Sigmoid and squared error, line by line as the formulas are written."""
    n = len(y)
    ws, bs, Cs = [w], [b], []
    for _ in range(epochs):
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        Cs.append(np.mean((y_hat - y) ** 2))
        delta = 2 * (y_hat - y) * y_hat * (1 - y_hat)
        w = w - alpha * (X.T @ delta) / n
        b = b - alpha * np.mean(delta)
        ws.append(w)
        bs.append(b)
    Cs.append(np.mean((1 / (1 + np.exp(-(X @ w + b))) - y) ** 2))
    return np.array(ws), np.array(bs), np.array(Cs)


def hand_inlined(X, y, w, b, alpha, epochs):
    """The same by somebody who knows what NumPy's calls cost: no call twice, `dot` for @, constants in front."""
    n, exp, total = len(y), np.exp, np.add.reduce
    per_example = 2 * alpha / n
    ws, bs, Cs = [w], [b], []
    for epoch in range(epochs + 1):
        y_hat = 1 / (1 + exp(-(X.dot(w) + b)))
        r = y_hat - y
        Cs.append(r.dot(r) / n)
        if epoch == epochs:
            break
        half_delta = r * y_hat * (1 - y_hat)
        w = w - per_example * half_delta.dot(X)
        b = b - per_example * total(half_delta)
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs), np.array(Cs)


def hand_inlined_exact(X, y, w, b, alpha, epochs):
    """`hand_inlined` with a sigmoid and a derivative that keep their digits for every z, as ours do."""
    n, exp, absolute, where, total = len(y), np.exp, np.abs, np.where, np.add.reduce
    per_example = 2 * alpha / n
    ws, bs, Cs = [w], [b], []
    for epoch in range(epochs + 1):
        z = X.dot(w) + b
        e = exp(-absolute(z))
        larger = 1 / (1 + e)
        smaller = e * larger
        r = where(z >= 0, larger, smaller) - y
        Cs.append(r.dot(r) / n)
        if epoch == epochs:
            break
        half_delta = r * larger * smaller
        w = w - per_example * half_delta.dot(X)
        b = b - per_example * total(half_delta)
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs), np.array(Cs)


def hand_in_place(X, y, w, b, alpha, epochs):
    """`hand_inlined` without a single new array after the first epoch: about the least that NumPy can do."""
    n = len(y)
    dot, exp, add, subtract, multiply, reciprocal = np.dot, np.exp, np.add, np.subtract, np.multiply, np.reciprocal
    ws, bs, Cs = np.empty((epochs + 1, len(w))), np.empty(epochs + 1), np.empty(epochs + 1)
    minus_X, X_T, w = -X, np.ascontiguousarray(X.T), w.copy()
    y_hat, r, dw = np.empty(n), np.empty(n), np.empty(len(w))
    per_example = 2 * alpha / n
    for epoch in range(epochs + 1):
        ws[epoch], bs[epoch] = w, b
        dot(minus_X, w, out=y_hat)
        subtract(y_hat, b, out=y_hat)
        exp(y_hat, out=y_hat)
        add(y_hat, 1.0, out=y_hat)
        reciprocal(y_hat, out=y_hat)
        subtract(y_hat, y, out=r)
        Cs[epoch] = dot(r, r) / n
        if epoch == epochs:
            break
        multiply(r, y_hat, out=r)
        subtract(1.0, y_hat, out=y_hat)
        multiply(r, y_hat, out=r)
        dot(X_T, r, out=dw)
        multiply(dw, per_example, out=dw)
        subtract(w, dw, out=w)
        b -= per_example * add.reduce(r)
    return ws, bs, Cs


def torch_of_z(X, y, w, b, cost_of_z):
    """(C, dC_dw, dC_db) by PyTorch's automatic differentiation, in 64 bits; C is `cost_of_z(z, y)`."""
    w, b = _leaf(w), _leaf(b)
    C = cost_of_z(torch.from_numpy(X) @ w + b, torch.from_numpy(y))
    C.backward()
    return float(C.detach()), w.grad.numpy(), float(b.grad)


def torch_cost_of_z(activation, cost):
    """C as a function of the tensors z and y."""
    f, loss = TORCH_ACTIVATIONS[activation], TORCH_COSTS[cost]
    return lambda z, y: loss(f(z), y)


def torch_descent(X, y, w, b, alpha, epochs, activation="sigmoid", cost="mse", threads=1):
    """PyTorch's steps, in 64 bits. It keeps no history, which is in its favour."""
    torch.set_num_threads(threads)
    X, y, w, b = torch.from_numpy(X), torch.from_numpy(y), _leaf(w), _leaf(b)
    cost_of_z = torch_cost_of_z(activation, cost)
    for _ in range(epochs):
        cost_of_z(X @ w + b, y).backward()
        with torch.no_grad():
            w.sub_(w.grad, alpha=alpha)
            b.sub_(b.grad, alpha=alpha)
        w.grad = b.grad = None
    return w.detach().numpy(), float(b.detach())


def torch_network(X, y, network, alpha, epochs, momentum=0.0):
    """(the first gradient, the last parameters) of a Network, each as one row of numbers, by PyTorch's own means."""
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    parameters = [_leaf(part) for layer in network.layers for part in (layer.W, layer.b)]
    optimiser, first = torch.optim.SGD(parameters, lr=alpha, momentum=momentum), None
    for _ in range(epochs):
        A = X
        for k, layer in enumerate(network.layers):
            A = TORCH_ACTIVATIONS[layer.activation.name](A @ parameters[2 * k] + parameters[2 * k + 1])
        optimiser.zero_grad()
        TORCH_COSTS[network.cost.name](A, y).backward()
        first = first if first is not None else _row(p.grad for p in parameters)
        optimiser.step()
    return first, _row(p.detach() for p in parameters)


def _row(parts):
    return np.concatenate([part.numpy().ravel() for part in parts])


def sklearn_descent(X, y, w, b, alpha, epochs):
    """scikit-learn's steps with sigmoid and cross-entropy: a network without hidden layers, one batch of all examples.

    A first fit of one epoch builds the estimator; the second, from (w, b), is what counts.
    """
    network = MLPClassifier(
        hidden_layer_sizes=(), solver="sgd", batch_size=len(y), momentum=0, nesterovs_momentum=False, alpha=0,
        learning_rate="constant", learning_rate_init=alpha, shuffle=False, tol=0, n_iter_no_change=epochs + 1,
        max_iter=1, warm_start=True, random_state=0,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(X, y)
        network.coefs_, network.intercepts_, network.max_iter = [w[:, None].copy()], [np.array([b])], epochs
        network.fit(X, y)
    return network.coefs_[0][:, 0], float(network.intercepts_[0][0])


def _leaf(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)
