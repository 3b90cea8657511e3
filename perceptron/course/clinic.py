"""The mutant clinic of lesson 08: seven neurons, one planted fault each, and the evidence that tells them apart."""

from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from perceptron import data, inputs
from perceptron.answers.verdict import MISSING, Verdict, is_missing
from perceptron.certificate import certify
from perceptron.descent import train
from perceptron.gradient import gradient
from perceptron.neuron import SIGMOID, predict
from perceptron.widgets import pictures

EPOCHS = 60
ROWS = (("Adelie", "Chinstrap"), ("flipper_length_mm", "body_mass_g"))  # two species that overlap
FAULTS = {
    "sign lost": "the gradient points uphill, so the cost climbs from the first step; in the certificate each number "
    "is the right one with the other sign.",
    "link missing": "without the sigmoid's slope, a quarter at most, the numbers of the certificate are many times too "
    "large. The cost may fall all the same.",
    "bias frozen": "the gradient of the bias is 0, so b stays where it was; the certificate misses it.",
    "alpha too large": "the gradient is right, and the cost jumps up and down: each step goes too far.",
    "features not scaled": "the gradient is right, and yet the cost does not move: with inputs in the thousands, z is "
    "far out, where the sigmoid is flat. Their mean and spread give it away.",
    "sum before product": "errors that are summed first lose their own slope and input; in the certificate the numbers "
    "are of the right size, and no factor leads from them to the right ones.",
    "labels swapped": "the gradient is right and the cost falls, but on rows that the neuron has not seen nearly every "
    "answer is the opposite of what was observed.",
}


def sign_lost(X, y, w, b):
    dC_dw, dC_db = gradient(X, y, w, b)
    return -dC_dw, -dC_db


def link_missing(X, y, w, b):
    error = 2 * (predict(X, w, b) - y)
    return X.T @ error / len(y), error.mean()


def bias_frozen(X, y, w, b):
    return gradient(X, y, w, b)[0], 0.0


def sum_before_product(X, y, w, b):
    y_hat = predict(X, w, b)
    total, slope = 2 * (y_hat - y).sum(), y_hat * (1 - y_hat)
    return total * (X.T @ slope) / len(y) ** 2, total * slope.mean() / len(y)


_SETUPS = {  # patient: (fault, what is different from a healthy training)
    "A": ("bias frozen", {"gradient_fn": bias_frozen}),
    "B": ("alpha too large", {"alpha": 60.0}),
    "C": ("sum before product", {"gradient_fn": sum_before_product}),
    "D": ("labels swapped", {"swapped": True}),
    "E": ("sign lost", {"gradient_fn": sign_lost}),
    "F": ("features not scaled", {"scaled": False}),
    "G": ("link missing", {"gradient_fn": link_missing}),
}
PATIENTS = tuple(_SETUPS)


@dataclass(frozen=True)
class Patient:
    """A neuron in training with one planted fault. `history` is its training, `X`, `y` the rows it was trained on."""

    name: str
    fault: str
    X: np.ndarray
    y: np.ndarray
    held_out: tuple
    options: dict

    @cached_property
    def history(self):
        start = {"w": np.array([-0.5, -0.5]), "b": 1.0}
        return train(self.X, self.y, **start, epochs=EPOCHS, **{"alpha": 2.0, **self.options})

    @cached_property
    def certificate(self):
        """Its gradient function, certified at its start on the rows it was trained on."""
        fn = self.options.get("gradient_fn", gradient)
        return certify(fn, self.X, self.y, self.history.w[0], self.history.b[0], SIGMOID, "mse")

    @property
    def evidence(self):
        """What can be seen from outside, by name: what the reader has for a diagnosis."""
        w, b, C = self.history.w[-1], self.history.b[-1], self.history.C
        return {
            "certificate": "passed" if self.certificate.passed else "failed",
            "cost at the start": round(float(C[0]), 3),
            "cost at the end": round(float(C[-1]), 3),
            "epochs in which it rose": int((np.diff(C) > 1e-9).sum()),
            "right, of the rows it learnt": _share_right(self.X, self.y, w, b),
            "right, of new rows": _share_right(*self.held_out, w, b),
            "inputs": " and ".join(f"{abs(column.mean()):.1f} ± {column.std():.1f}" for column in self.X.T),
        }

    def __repr__(self):
        return f"<Patient {self.name}>"


@cache
def patient(name):
    """One of the patients A to G. Raises ValueError for another name."""
    fault, different = _SETUPS[inputs.choice("name", name, PATIENTS)]
    learn, held_out = data.hold_out(data.penguins(*ROWS), share=0.25, rng=4)
    options = {k: v for k, v in different.items() if k not in ("scaled", "swapped")}
    X, y, new_X, new_y = learn.X, learn.y, held_out.X, held_out.y
    if different.get("scaled", True):
        scale = data.Standardisation.of(X)
        X, new_X = scale.apply(X), scale.apply(new_X)
    if different.get("swapped"):
        y = 1 - y
    return Patient(name, fault, X, y, (new_X, new_y), options)


def ward():
    """The learning curves of all patients, and of a healthy neuron on the same rows."""
    return pictures.small_learning_curves({p.name: p.history for p in everybody()})


def everybody():
    """The patients, and a healthy neuron on the same rows."""
    swapped = patient("D")
    return *map(patient, PATIENTS), replace(swapped, name="healthy", fault="", y=1 - swapped.y)


def chart(*names):
    """A table of the evidence on these patients, or on all and a healthy neuron."""
    patients = [*map(patient, names)] or everybody()
    rows = [(kind, *(p.evidence[kind] for p in patients)) for kind in patients[0].evidence]
    return pictures.table(("", *(p.name for p in patients)), rows)


def judge_diagnosis(diagnosis):
    """The Verdict on patient -> fault (None for not yet), with a line for each patient."""
    if is_missing(diagnosis):
        return MISSING
    if not isinstance(diagnosis, dict):
        kind = type(diagnosis).__name__
        return Verdict(
            "unreadable", f"wrong: expected a dictionary such as {{'A': 'sign lost'}}, this is of type {kind}."
        )
    given = {name: _plain(diagnosis.get(name)) for name in PATIENTS}
    if all(map(is_missing, given.values())):
        return MISSING
    lines = [f"{name}: {_verdict(patient(name), fault)}" for name, fault in given.items()]
    right = sum(isinstance(fault, str) and fault == patient(name).fault for name, fault in given.items())
    if right == len(PATIENTS):
        return Verdict("right", "\n".join([*lines, f"right: all {right} are diagnosed."]))
    return Verdict("wrong", "\n".join([*lines, f"{right} of {len(PATIENTS)} so far."]))


def _plain(fault):
    return fault.casefold().strip() if isinstance(fault, str) else fault


def _verdict(patient, fault):
    if is_missing(fault):
        return MISSING.message
    if not isinstance(fault, str) or fault not in FAULTS:
        return f"{fault!r:.40} is no fault of the list: {', '.join(FAULTS)}."
    if fault == patient.fault:
        return f"right, {FAULTS[patient.fault]}"
    return f"wrong, because {fault} would look otherwise: {FAULTS[fault]}"


def _share_right(X, y, w, b):
    return f"{100 * ((predict(X, w, b) >= 0.5) == (y >= 0.5)).mean():.0f} %"
