# %% exercise-hidden-delta
answer = "d v a (1 - a)"

# %% exercise-twins
answer = "equal"
