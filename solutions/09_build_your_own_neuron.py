# %% exercise-activation
activation = "1/2 + z / (2 (1 + |z|))"
