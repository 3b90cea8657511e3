# %% exercise-first-link
answer = "2/n (ŷ_i - y_i)"
