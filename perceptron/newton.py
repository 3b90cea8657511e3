r"""The minimum of the cost of one neuron, by Newton's method: each step goes to where the curvature says that it is.

$$\theta \leftarrow \theta - H^{-1} \nabla C, \qquad \nabla C = \frac1n \tilde X^T \delta, \qquad
  H = \frac1n \tilde X^T \operatorname{diag}(\kappa)\, \tilde X$$

θ holds w and b, the last column of X̃ is all ones, δ is the slope of each loss in z, and κ its slope once more. Of the
costs here it needs five to ten steps where gradient descent needs thousands, but a solved system of equations for each.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from perceptron import inputs
from perceptron.cost import COSTS, CROSS_ENTROPY, MSE, Cost
from perceptron.data import Standardisation
from perceptron.gradient import loss_and_slope
from perceptron.inputs import Floats
from perceptron.neuron import ACTIVATIONS, IDENTITY, SIGMOID, Activation

STEPS, FLAT, EPS = 100, 1e-14, 1e-15  # at most; the largest entry of the gradient, and of a step, at the end
SINGULAR = 1e-9  # of the largest singular value, below which columns are collinear
ON_THE_LINE = 1e-6  # of the farthest row, how far a row may be on the wrong side of a direction that parts the kinds

# The second slope of the loss in z, of the costs that have one minimum.
CURVATURES: dict[tuple[Activation, Cost], Callable[[Floats], Any]] = {
    (SIGMOID, CROSS_ENTROPY): lambda z: SIGMOID.both(z)[1],
    (IDENTITY, MSE): lambda z: np.full(len(z), 2.0),
}


class NoMinimum(ValueError):
    """The cost has no single lowest point."""


class Separated(NoMinimum):
    """A line parts the two kinds, so that the cost falls for ever while the weights grow."""


class Collinear(NoMinimum):
    """Some columns make up another, so that infinitely many weights do equally well."""


def fit(
    X: ArrayLike, y: ArrayLike, activation: Activation | str = SIGMOID, cost: Cost | str = CROSS_ENTROPY,
    penalty: float = 0.0, names: Sequence[str] | None = None,
) -> tuple[Floats, float]:  # fmt: skip
    r"""(w, b) at the minimum of $C + \frac\lambda2 \sum_j w_j'^2$, where w' are the weights of standardised features.

    X is n x m, y is n; for a sigmoid with cross-entropy (logistic regression) y is in 0 to 1, for the identity with
    MSE (linear regression) any number.  penalty : λ.  names : of the features, for what is said of them.
    Raises Separated, Collinear, or ValueError for other pairs, for fewer rows than weights and for a single kind.
    """
    bend, cost = (
        inputs.chosen("activation", activation, Activation, ACTIVATIONS), inputs.chosen("cost", cost, Cost, COSTS)
    )  # fmt: skip
    if (bend, cost) not in CURVATURES:
        raise ValueError(f"{bend!r} with {cost!r} may have many minima; expected {' or '.join(map(repr, CURVATURES))}.")
    X = inputs.finite("X", inputs.examples(X))
    y, penalty = cost.allowed("y", inputs.targets(y, len(X))), inputs.number("penalty", penalty)
    names = [f"x{j}" for j in range(1, X.shape[1] + 1)] if names is None else list(map(str, names))
    if len(names) != X.shape[1] or penalty < 0:
        wrong = f"penalty = {penalty:g}, expected 0 or more: below it the cost has no minimum." if penalty < 0 else (
            f"names has {len(names)}, expected one for each of {X.shape[1]} features."
        )  # fmt: skip
        raise ValueError(wrong)
    _enough(X, y, penalty, bend)
    scale = Standardisation.of(X)
    Z = np.column_stack([scale.apply(X), np.ones(len(X))])
    if not penalty:
        _independent(Z[:, :-1], scale, names)
    beyond = "the weights are beyond the largest number; give X and y in other units, nearer to 1."
    if np.abs(y).max() > 1e150:
        raise ValueError(beyond)
    with np.errstate(all="ignore"):
        theta = _minimum(Z, y, bend, cost, np.append(np.full(X.shape[1], penalty), 0.0), names)
        w, b = scale.undo(theta[:-1], theta[-1])
    if not np.isfinite([*w, b]).all():
        raise ValueError(beyond)
    return w, b


def _enough(X, y, penalty, bend):
    n, m = X.shape
    if n <= m and not penalty:
        raise ValueError(f"{n} rows for {m + 1} weights: many do equally well. Take fewer features, or a penalty.")
    if bend is SIGMOID and y.min() == y.max() and y[0] in (0, 1):
        raise ValueError(f"y is {y[0]:g} in all {n} rows; there is nothing to tell apart.")


def _independent(Z, scale, names):
    """Raise Collinear where a column is made up of others, and say how."""
    _, sizes, directions = np.linalg.svd(Z, full_matrices=False)
    if sizes[-1] > SINGULAR * sizes[0]:
        return
    shares = directions[-1] / scale.deviation
    k = int(np.argmax(np.abs(directions[-1])))
    parts = [(-shares[j] / shares[k], names[j]) for j in range(len(names)) if j != k and abs(directions[-1][j]) > 1e-6]
    sum_of = " ".join(f"{'−' if share < 0 else '+'} {abs(share):.4g}·{name}" for share, name in parts)
    raise Collinear(
        f"{names[k]} = {sum_of.removeprefix('+ ')} but for a constant, so their weights have no values of their own; "
        "leave one of them out, or take a penalty, as by penalty=0.01."
    )


def _minimum(Z, y, bend, cost, penalty, names):
    """θ where the gradient is flat. Raises Separated where there is no such point."""
    theta, curvature = np.zeros(Z.shape[1]), CURVATURES[bend, cost]
    for _ in range(STEPS):
        z = Z @ theta
        slopes = Z.T @ loss_and_slope(y, z, bend, cost)[1] / len(y) + penalty * theta
        if np.abs(slopes).max() <= FLAT * max(1.0, np.abs(y).max()):
            return theta
        H = (Z.T * curvature(z)) @ Z / len(y) + np.diag(penalty)
        step = np.linalg.lstsq(H, slopes, rcond=None)[0]
        if bend is SIGMOID and not penalty.any() and _parts(Z @ -step, y):
            raise Separated(_told(-step, names))
        shrunk = _shrunk(lambda t: _height(Z, y, bend, cost, penalty, t), theta, step, slopes @ step)
        theta = theta - shrunk
        if np.abs(shrunk).max() <= EPS * np.abs(theta).max():
            return theta
    return theta


def _shrunk(height, theta, step, drop):
    """The step, halved until the cost is lower; as it is where the drop it promises is lost in the cost's round-off."""
    now = height(theta)
    if drop > 1e-12 * max(1.0, abs(now)):
        for _ in range(40):
            if height(theta - step) < now:
                break
            step = step / 2
    return step


def _height(Z, y, bend, cost, penalty, theta):
    return loss_and_slope(y, Z @ theta, bend, cost)[0].mean() + (penalty * theta**2).sum() / 2


def _parts(along, y):
    """Whether a direction has every row of kind 1 on one side and of kind 0 on the other, or on the line itself."""
    far = np.abs(along).max()
    right = np.where(y == 1, along, np.where(y == 0, -along, -np.abs(along)))
    return far > 0 and bool(np.all(right >= -ON_THE_LINE * far))


def _told(direction, names):
    parts = sorted(zip(np.abs(direction[:-1]), direction[:-1], names, strict=True), reverse=True)[:3]
    more = ", ".join(f"{'more' if d > 0 else 'less'} {name}" for _, d, name in parts)
    return (
        f"a line parts the two kinds (towards {more}), so the weights grow for ever and no step is the last; "
        "take a penalty, as by penalty=0.01, fewer features or more rows."
    )
