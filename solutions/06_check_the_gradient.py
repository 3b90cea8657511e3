# %% exercise-ratio
answer = "the mean"


# %% exercise-linear-gradient
def linear_gradient(X, y, w, b):
    y_hat = X @ w + b
    delta = 2 * (y_hat - y) / len(y)
    return X.T @ delta, delta.sum()


# %% exercise-sigmoid-gradient
from perceptron.neuron import predict


def sigmoid_gradient(X, y, w, b):
    y_hat = predict(X, w, b)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    return X.T @ delta, delta.sum()


# %% exercise-gradient
import numpy as np


def tanh_gradient(X, y, w, b):
    y_hat = np.tanh(X @ w + b)
    delta = 2 * (y_hat - y) * (1 - y_hat**2) / len(y)
    return X.T @ delta, delta.sum()
