# %% exercise-mended-bias
answer = "2/n sum((ŷ_i - y_i) ŷ_i (1 - ŷ_i))"

# %% exercise-entropy-book
answer = "a link too many"

# %% exercise-other-book
answer = "correct"
