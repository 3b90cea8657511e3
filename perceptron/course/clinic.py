"""The clinic of lesson 08: twelve neurons, one planted mistake each, and the evidence that tells them apart."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from perceptron import data, inputs
from perceptron.answers.verdict import MISSING, Verdict, is_missing
from perceptron.certificate import certify
from perceptron.cost import MSE
from perceptron.descent import train
from perceptron.diagnosis import with_mistake
from perceptron.gradient import gradient
from perceptron.mistakes import named
from perceptron.neuron import SIGMOID, predict
from perceptron.widgets import pictures

EPOCHS, SEED = 60, 0
PATIENTS = tuple("ABCDEFGHIJKL")
ROWS = (("Adelie", "Chinstrap"), ("flipper_length_mm", "body_mass_g"))  # two species that overlap

# What is wrong with the training, while the gradient is right.
IN_TRAINING = {
    "the learning rate is too large": "the gradient is right, and the cost jumps up and down: each step goes too far.",
    "the features are not scaled": "the gradient is right, and yet the cost does not move: with inputs in the "
    "thousands z is far out, where the sigmoid is flat. Their mean and spread give it away.",
    "the labels are swapped": "the gradient is right and the cost falls, but on new rows nearly every "
    "answer is the opposite of what was observed.",
}
# Mistakes of the gradient, by their names in the catalogue, from which nine are drawn, and how they look.
IN_GRADIENT = {
    "the sign is lost": "each number of the certificate is the right one with the other sign, and the cost climbs.",
    "the mean is forgotten": "each number is n times too large, the same number for all.",
    "the mean is taken twice": "each number is n times too small, and the cost hardly moves.",
    "link ∂ŷ/∂z is missing": "without the sigmoid's slope most numbers are four times too large, or more.",
    "link ∂ŷ/∂z is counted twice": "with the slope squared most numbers are four times too small, or more.",
    "link ∂C/∂ŷ is missing": "without the error the numbers do not depend on the targets; that of b can't be below 0.",
    "the activation is used where its slope belongs": "each number is a few times too large, and not by one factor.",
    "the input x is missing": "both weights have the number of the bias.",
    "w is used where x belongs": "the numbers of the weights are in the same proportion as the weights.",
    "∂C/∂b is 0": "the bias stays where it was; all else is right.",
    "the sum is taken before the product": "the numbers are of the right size, and no factor leads to the right ones.",
    "only the last example counts": "the numbers go with the features of one row.",
    "the bias is left out of z": "the numbers are those of another neuron, whose bias is 0.",
    "the columns of X are in another order": "the numbers of the two weights have changed places.",
}


@dataclass(frozen=True)
class Patient:
    """A neuron in training with one planted mistake. `history` is its training, `X`, `y` the rows it was trained on."""

    name: str
    fault: str
    X: np.ndarray
    y: np.ndarray
    held_out: tuple
    options: dict

    @cached_property
    def history(self):
        start = {"w": np.array([-0.5, -0.8]), "b": 1.0}
        return train(self.X, self.y, **start, epochs=EPOCHS, **{"alpha": 2.0, **self.options})

    @cached_property
    def certificate(self):
        """Its gradient function, certified at its start on the rows it was trained on."""
        fn = self.options.get("gradient_fn", gradient)
        return certify(fn, self.X, self.y, self.history.w[0], self.history.b[0], SIGMOID, MSE)

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


class Clinic:
    """Twelve patients, A to L, whose mistakes are drawn by a seed: another seed is another clinic."""

    def __init__(self, seed=SEED):
        rng = inputs.generator(seed)
        drawn = rng.choice(list(IN_GRADIENT), size=len(PATIENTS) - len(IN_TRAINING), replace=False)
        self.looks = {fault: (IN_GRADIENT | IN_TRAINING)[fault] for fault in sorted({*drawn, *IN_TRAINING})}
        self.faults = dict(zip(PATIENTS, map(str, rng.permutation(list(self.looks))), strict=True))

    @cache  # noqa: B019  a clinic is kept as long as its patients
    def patient(self, name):
        """One of the patients A to L. Raises ValueError for another name."""
        fault = self.faults[inputs.choice("name", name, PATIENTS)]
        options = {"gradient_fn": with_mistake(named(fault), SIGMOID, MSE)} if fault in IN_GRADIENT else {}
        if fault == "the learning rate is too large":
            options["alpha"] = 60.0
        return self._patient(name, fault, options)

    def _patient(self, name, fault, options):
        learn, held_out = data.hold_out(data.penguins(*ROWS), share=0.25, rng=4)
        X, y, new_X, new_y = learn.X, learn.y, held_out.X, held_out.y
        if fault != "the features are not scaled":
            scale = data.Standardisation.of(X)
            X, new_X = scale.apply(X), scale.apply(new_X)
        return Patient(name, fault, X, 1 - y if fault == "the labels are swapped" else y, (new_X, new_y), options)

    def everybody(self):
        """The patients, and a healthy neuron on the same rows."""
        return *map(self.patient, PATIENTS), self._patient("healthy", "", {})

    def ward(self):
        """The learning curves of all patients, and of a healthy neuron on the same rows."""
        return pictures.small_learning_curves({p.name: p.history for p in self.everybody()})

    def chart(self, *names):
        """A table of the evidence on these patients, or on all and a healthy neuron."""
        patients = [*map(self.patient, names)] or self.everybody()
        rows = [(p.name, *p.evidence.values()) for p in patients]
        return pictures.table(("", *patients[0].evidence), rows)

    def mistakes(self):
        """The mistakes that there are, with the numbers that may be written for them."""
        return pictures.table(("", "mistake"), list(enumerate(self.looks, start=1)))

    def judge(self, diagnosis):
        """The Verdict on patient -> mistake, by its name or its number (None for not yet), with a line for each."""
        if is_missing(diagnosis):
            return MISSING
        if not isinstance(diagnosis, dict):
            kind = type(diagnosis).__name__
            return Verdict("unreadable", f"wrong: expected a dictionary such as {{'A': 3}}, this is of type {kind}.")
        given = {name: self._meant(diagnosis.get(name)) for name in PATIENTS}
        if all(map(is_missing, given.values())):
            return MISSING
        lines = [f"{name}: {self._line(name, fault)}" for name, fault in given.items()]
        right = sum(fault == self.faults[name] for name, fault in given.items() if isinstance(fault, str))
        if right == len(PATIENTS):
            return Verdict("right", "\n".join([*lines, f"right: all {right} are diagnosed."]))
        return Verdict("wrong", "\n".join([*lines, f"{right} of {len(PATIENTS)} so far."]))

    def _meant(self, given):
        names = list(self.looks)
        if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= len(names):
            return names[given - 1]
        if isinstance(given, str) and given.strip().isdigit():
            return self._meant(int(given))
        if isinstance(given, str):
            return {name.casefold(): name for name in names}.get(given.casefold().strip().rstrip("."), given)
        return given

    def _line(self, name, fault):
        if is_missing(fault):
            return MISSING.message
        if not isinstance(fault, str) or fault not in self.looks:
            return f"{fault!r:.40} is none of the {len(self.looks)} mistakes of the list."
        kind = "right" if fault == self.faults[name] else f"wrong, for with number {list(self.looks).index(fault) + 1}"
        return f"{kind}, {self.looks[fault]}"


def _share_right(X, y, w, b):
    return f"{100 * ((predict(X, w, b) >= 0.5) == (y >= 0.5)).mean():.0f} %"
