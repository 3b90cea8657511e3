# %% exercise-step
def my_step(w, dC_dw, alpha):
    return w - alpha * dC_dw
