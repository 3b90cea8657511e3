# %% exercise-ratio
answer = "the mean"


# %% exercise-gradient
from perceptron.neuron import TANH, predict


def tanh_gradient(X, y, w, b):
    y_hat = predict(X, w, b, TANH)
    delta = 2 * (y_hat - y) * (1 - y_hat**2) / len(y)
    return X.T @ delta, delta.sum()
