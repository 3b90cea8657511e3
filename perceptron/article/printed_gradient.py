"""The article's gradient as a function, to be trained with and certified."""

import numpy as np

from perceptron import inputs


def gradient_as_printed(X, y, w, b):
    r"""(dC_dw, dC_db) with A18 and A19 as printed, to be trained with and certified. X is n x m, y is n, w is m.

    After `sum(y - ŷ)` it is not printed which example z and x_i are of: their mean over the examples is taken, so that
    $\frac{\partial C}{\partial w_j} = \frac2n \sum_i (y_i - \hat y_i) \cdot \frac1n \sum_i \hat y_i (1 - \hat y_i)
    x_{ij}$. Raises ValueError and TypeError for shapes that do not fit.
    """
    X = inputs.examples(X)
    w, b = inputs.parameters(w, b, X.shape[1])
    error = inputs.targets(y, len(X)) - (y_hat := (1 + np.tanh((X @ w + b) / 2)) / 2)  # σ, and no exp overflows
    total, slope = 2 / len(X) * np.sum(error), y_hat * (1 - y_hat)
    return total * (slope @ X) / len(X), float(total * slope.mean())
