# %% exercise-bias-slope
answer = "2 (ŷ - y) (1 - ŷ^2)"


# %% exercise-slope
import numpy as np


def slope_for_tanh(x, w, b, y):
    y_hat = np.tanh(x * w + b)
    return 2 * (y_hat - y) * (1 - y_hat**2) * x


# %% exercise-weights-slope
answer = "2/n sum((ŷ_i - y_i) (1 - ŷ_i^2) x_ij)"
