# %% exercise-overfitting
answer = "the six rows"


# %% exercise-diagnosis
diagnosis = {
    "A": "bias frozen",
    "B": "alpha too large",
    "C": "sum before product",
    "D": "labels swapped",
    "E": "sign lost",
    "F": "features not scaled",
    "G": "link missing",
}
