# %% exercise-slope
import numpy as np


def slope_for_tanh(x, w, b, y):
    y_hat = np.tanh(x * w + b)
    return 2 * (y_hat - y) * (1 - y_hat**2) * x
