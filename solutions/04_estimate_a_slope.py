# %% exercise-quotient
answer = "6.5"


# %% exercise-halve-the-nudge
answer = "it is a quarter"


# %% exercise-difference
def my_slope(f, w, h):
    return (f(w + h) - f(w - h)) / (2 * h)
