# %% exercise-one-step
answer = "1.3"


# %% exercise-bias-step
import numpy as np

from perceptron.gradient import gradient


def bias_step(X, y, alpha, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        dC_dw, dC_db = gradient(X, y, w, b)
        w = w - alpha * dC_dw
        b = b - alpha * dC_db
    return w, b


# %% exercise-descent
import numpy as np

from perceptron.gradient import gradient


def my_descent(X, y, alpha, epochs):
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        dC_dw, dC_db = gradient(X, y, w, b)
        w, b = w - alpha * dC_dw, b - alpha * dC_db
    return w, b
