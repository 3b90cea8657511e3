# %% exercise-hidden-delta
answer = "-0.15"

# %% exercise-twins
answer = "different"

# %% exercise-hidden-gradient
import numpy as np

from perceptron.neuron import SIGMOID


def hidden_gradient(X, y, W, b, v, c):
    A = SIGMOID(X @ W + b)
    y_hat = SIGMOID(A @ v + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    Delta = np.outer(delta, v) * A * (1 - A)
    return X.T @ Delta, Delta.sum(axis=0)


# %% exercise-hidden-tanh
import numpy as np

from perceptron.neuron import SIGMOID


def hidden_gradient_tanh(X, y, W, b, v, c):
    A = np.tanh(X @ W + b)
    y_hat = SIGMOID(A @ v + c)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    Delta = np.outer(delta, v) * (1 - A**2)
    return X.T @ Delta, Delta.sum(axis=0)
