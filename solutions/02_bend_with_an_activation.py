# %% exercise-bias-of-threshold
answer = "-k t"


# %% exercise-leaky
def slope_of_leaky_relu(z):
    return 1.0 if z > 0 else 0.1
