# %% exercise-difference
def my_slope(f, w, h):
    return (f(w + h) - f(w - h)) / (2 * h)
