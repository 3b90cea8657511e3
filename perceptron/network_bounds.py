r"""How far apart right values of a network's cost and gradient may be, to first order, layer by layer.

Along a direction D of all parameters each layer moves by its own derivatives in the step s, up to the third:
$$Z' = A'W + A\,D, \quad Z'' = A''W + 2A'D, \quad Z''' = A'''W + 3A''D,$$
$$A' = f'Z', \quad A'' = f''Z'^2 + f'Z'', \quad A''' = f'''Z'^3 + 3f''Z'Z'' + f'Z'''.$$
"""

import numpy as np

from perceptron.error_bounds import EPS, REACH, TINY, Bounds, best_steps
from perceptron.from_formula import neuron
from perceptron.generated import numpy_slopes
from perceptron.gradient import loss_and_slope
from perceptron.inputs import Floats
from perceptron.network import Network
from perceptron.symbolic import Derivation, y_hat


def derivations(network: Network) -> list[Derivation]:
    """The Derivation of each layer: of its activation through ŷ itself, and of the last one through the cost."""
    *hidden, last = (layer.activation for layer in network.layers)
    made = [*(neuron(f, y_hat)[2] for f in hidden), neuron(last, network.cost)[2]]
    known = [derivation for derivation in made if derivation is not None]
    if len(known) < len(made):
        raise ValueError("a network is certified with activations and a cost that have a formula; give it as SymPy.")
    return known


class Passed:
    """A network at its data: per layer what comes in, z, how far both may be rounded, and how far z may be moved."""

    def __init__(self, X: Floats, y: Floats, network: Network):
        self.y, self.network, self.slopes = y, network, [numpy_slopes(d) for d in derivations(network)]
        self.A, self.A_error, self.z, self.z_error, self.room, self.kinks = [X], [np.zeros_like(X)], [], [], [], set()
        for layer in network.layers:
            A, W = self.A[-1], np.abs(layer.W)
            z = A @ layer.W + layer.b
            error = self.A_error[-1] @ W + (len(W) + 2) * EPS * (np.abs(A) @ W + np.abs(layer.b))
            a, slope = layer.activation.both(z)
            distance = np.min([np.full_like(z, np.inf), *(np.abs(z - kink) for kink in layer.activation.kinks)], axis=0)
            on_kink = distance <= 4 * error + np.sqrt(TINY)
            self.kinks |= set(np.argwhere(on_kink)[:, 0].tolist())
            self.z.append(z)
            self.z_error.append(error)
            self.room.append(np.where(on_kink, REACH, np.minimum(distance / 2, REACH)))
            self.A.append(a)
            self.A_error.append(np.abs(slope) * error + 2 * EPS * np.abs(a))

    def bent(self, k: int, move: float = 0.0) -> list[Floats]:
        """The first three derivatives of layer k in z, with z moved: of its activation, in the last one of the loss."""
        z = self.z[k] + move
        y = self.y if z.ndim == 1 else self.y[:, None]
        return [np.nan_to_num(np.broadcast_to(d, z.shape)) for d in self.slopes[k](z, y)]

    def along(self, direction: Floats) -> tuple[float, float, float]:
        """(|C″| here, the largest |C‴| nearby, how far one may go), along a direction of all parameters."""
        layers = list(zip(self.network.layers, self.network.unflat(direction).layers, strict=True))
        second, third, farthest = [], [], float(TINY)
        for move in (0.0, -REACH, REACH):
            a = [np.zeros_like(self.A[0])] * 3
            for k, (layer, d) in enumerate(layers):
                z1 = a[0] @ layer.W + self.A[k] @ d.W + d.b
                z2, z3 = a[1] @ layer.W + 2 * a[0] @ d.W, a[2] @ layer.W + 3 * a[1] @ d.W
                f1, f2, f3 = self.bent(k, move)
                terms = f3 * z1**3, 3 * f2 * z1 * z2, f1 * z3
                a = [f1 * z1, f2 * z1**2 + f1 * z2, sum(terms)]
                farthest = max(farthest, float((np.abs(z1) / self.room[k]).max()))
            second.append(abs(a[1].mean()))
            third.append(float(np.abs(terms).sum(axis=0).mean()))
        return float(second[0]), max(third), 1 / farthest


def network_bounds(X: Floats, y: Floats, network: Network) -> Bounds:
    """The Bounds of `perceptron.error_bounds` for a network: what right values of C and its gradient may differ by."""
    with np.errstate(all="ignore"):
        passed = Passed(X, y, network)
        return _bounds(passed, y, network)


def _bounds(passed, y, network):
    n, p, last = len(y), network.flat, network.layers[-1]
    z, z_error, y_hat = passed.z[-1], passed.z_error[-1], passed.A[-1]
    loss = np.abs(loss_and_slope(y, z, last.activation, network.cost)[0])
    error = np.abs(np.nan_to_num(network.cost.both(y, y_hat)[1]))
    d1, d2, d3 = (np.abs(d) for d in passed.bent(-1))
    plain = 0 if last.activation in network.cost.fused else 4 * EPS * error * (1 + np.abs(y_hat))
    C_error = float(
        (4 * EPS * loss + d1 * z_error + d2 * z_error**2 + plain).mean() + np.log2(2 * n) * EPS * loss.mean() + TINY
    )
    # δ is rounded and moved by the error of z; every slope behind it is moved by that of its own z.
    Delta, Delta_error = d1, (n + 16) * EPS * d1 + d2 * z_error + 4 * EPS * (error + np.abs(y_hat) + np.abs(y))
    round_off, terms = list[Floats](), list[Floats]()
    for k in reversed(range(len(network.layers))):
        A, A_error = np.abs(passed.A[k]), passed.A_error[k]
        round_off[:0] = (A.T @ Delta_error + A_error.T @ Delta).ravel(), np.ravel(Delta_error.sum(axis=0))
        terms[:0] = (A.T @ Delta).ravel(), np.ravel(Delta.sum(axis=0))
        if k:
            W = np.abs(network.layers[k].W).reshape(A.shape[1], -1)
            back, back_error = (d.reshape(n, -1) @ W.T for d in (Delta, Delta_error))
            f1, f2, _ = (np.abs(f) for f in passed.bent(k - 1))
            Delta, Delta_error = (
                back * f1,
                (back_error * f1 + back * (f2 * passed.z_error[k - 1] + (len(W) + 8) * EPS * (f1 + A))),
            )
    sizes = np.array([passed.along(direction) for direction in np.eye(len(p))])
    second, third, farthest = sizes.T
    first = np.concatenate(terms) / n + d1.mean() * np.sqrt(second / d2.mean())
    count = sum(len(layer.W) for layer in network.layers)
    steps, numeric = best_steps(first, second, third, farthest, np.abs(p), C_error, n, count)
    return Bounds(
        np.concatenate(round_off) / n + TINY, C_error, steps, numeric,
        tuple(sorted(passed.kinks)), np.zeros(len(p)), d2, d3, np.full(n, REACH),
    )  # fmt: skip
