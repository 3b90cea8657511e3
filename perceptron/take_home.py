"""A trained neuron or network as a few lines of NumPy, PyTorch, Keras, scikit-learn, or as formulas of a spreadsheet.

Each text defines predict(X), which takes inputs in their own units, a row per example. Numbers are written in full.
Weights take the standardisation in, so a feature costs digits whose mean is far more than its deviation: 10⁴ times
leaves twelve digits of a prediction, 10⁶ times ten.
"""

from string import ascii_uppercase

import numpy as np

from perceptron.neuron import ACTIVATIONS
from perceptron.trained import Trained

NUMPY = {
    "sigmoid": "(1 + np.tanh({} / 2)) / 2", "tanh": "np.tanh({})", "relu": "np.maximum({}, 0)",
    "step": "({} >= 0).astype(float)", "identity": "{}",
}  # fmt: skip
PYTORCH = {"sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()", "relu": "nn.ReLU()", "identity": ""}
KERAS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu", "identity": "linear"}
SCIKIT_LEARN = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}
# EXP, MIN and MAX alone, which have these names in spreadsheets of most languages; no exponent is above 0.
SPREADSHEET = {
    "sigmoid": "EXP(MIN({0}{comma}0))/(1+EXP(MIN({0}{comma}-({0}))))",
    "tanh": "2*EXP(MIN(2*({0}){comma}0))/(1+EXP(MIN(2*({0}){comma}-2*({0}))))-1",
    "relu": "MAX(0{comma}{0})", "step": "({0}>=0)*1", "identity": "{0}",
}  # fmt: skip


def as_numpy(trained: Trained) -> str:
    """NumPy alone: a line per layer. Raises ValueError for an activation of your own."""
    sums = (f"(A @ {_literal(one.W)} + {_literal(one.b)})" for one in trained.layers)
    lines = [f"    A = {bend.format(z)}" for bend, z in zip(_known(trained, NUMPY, "NumPy"), sums, strict=True)]
    head = [*_told(trained), "import numpy as np", "", "", "def predict(X):", "    A = np.asarray(X, dtype=float)"]
    return "\n".join([*head, *lines, "    return A", ""])


def as_pytorch(trained: Trained) -> str:
    """A torch.nn.Sequential, ready to be trained further. Raises ValueError for an activation that PyTorch has not."""
    parts, weights = list[str](), list[str]()
    for one, bend in zip(trained.layers, _known(trained, PYTORCH, "PyTorch"), strict=True):
        W, b = _matrix(one)
        for name, values in (("weight", W.T.tolist()), ("bias", b.tolist())):
            weights.append(f"    model[{len(parts)}].{name}.copy_(torch.tensor({values}, dtype=torch.float64))")
        parts += [f"nn.Linear({W.shape[0]}, {W.shape[1]}, dtype=torch.float64)"] + [bend] * (bend != "")
    return "\n".join([
        *_told(trained), "import torch", "from torch import nn", "", f"model = nn.Sequential({', '.join(parts)})",
        "with torch.no_grad():", *weights, "", "", "def predict(X):",
        "    return model(torch.as_tensor(X, dtype=torch.float64)).squeeze(1)", "",
    ])  # fmt: skip


def as_keras(trained: Trained) -> str:
    """A keras.Sequential, ready to be trained further. Raises ValueError for an activation that Keras has not.

    Its numbers are float64, but Keras multiplies in float32 on other backends than TensorFlow (its dtypes.py, 3.15).
    """
    bends = _known(trained, KERAS, "Keras")
    layers = [
        f'keras.layers.Dense({_matrix(one)[1].size}, "{bend}")' for one, bend in zip(trained.layers, bends, strict=True)
    ]
    weights = [f"    np.array({part.tolist()})," for one in trained.layers for part in _matrix(one)]
    return "\n".join([
        *_told(trained), "import keras", "import numpy as np", "", 'keras.backend.set_floatx("float64")',
        f"model = keras.Sequential([keras.Input(({len(trained.features)},)), {', '.join(layers)}])",
        "model.set_weights([", *weights, "])", "", "", "def predict(X):",
        "    return model.predict(np.asarray(X), verbose=0)[:, 0]", "",
    ])  # fmt: skip


def as_scikit_learn(trained: Trained) -> str:
    """A LogisticRegression or LinearRegression for one neuron, an MLPClassifier or MLPRegressor for a network.

    Raises ValueError where scikit-learn has no such model: it bends all hidden layers alike, and the last one not, or
    as a sigmoid.
    """
    *hidden, last = _known(trained, SCIKIT_LEARN, "scikit-learn")
    if last not in ("logistic", "identity") or len(set(hidden)) > 1:
        raise ValueError(
            f"scikit-learn has no network that bends by {', '.join([*hidden, last])}: there all hidden layers bend "
            "alike, and the last one is a sigmoid or the identity."
        )
    chances = last == "logistic"
    one = "LogisticRegression" if chances else "LinearRegression"
    kind = f"MLP{'Classifier' if chances else 'Regressor'}" if hidden else one
    made = _perceptron(trained, hidden[0], last) if hidden else _coefficients(trained, chances)
    answer = "predict_proba(np.asarray(X))[:, 1]" if chances else "predict(np.asarray(X))"
    home = "sklearn.neural_network" if hidden else "sklearn.linear_model"
    return "\n".join([
        *_told(trained), "import numpy as np", f"from {home} import {kind}", "",
        f"model = {kind}({f'activation={hidden[0]!r}' if hidden else ''})", *made, "", "",
        "def predict(X):", f"    return model.{answer}", "",
    ])  # fmt: skip


def _coefficients(trained, chances):
    w, b = trained.coefficients
    if not chances:
        return [f"model.coef_, model.intercept_ = np.array({w.tolist()}), {b!r}"]
    return [
        "model.classes_ = np.array([0, 1])",
        f"model.coef_, model.intercept_ = np.array([{w.tolist()}]), np.array([{b!r}])",
    ]


def _perceptron(trained, bend, last):
    parts = [_matrix(one) for one in trained.layers]
    return [
        f"model.coefs_ = [{', '.join(f'np.array({W.tolist()})' for W, _ in parts)}]",
        f"model.intercepts_ = [{', '.join(f'np.array({b.tolist()})' for _, b in parts)}]",
        f"model.n_layers_, model.n_outputs_, model.out_activation_ = {len(parts) + 1}, 1, {last!r}",
        f"model.n_features_in_ = {len(trained.features)}",
    ]


def as_spreadsheet(trained: Trained, decimal: str = ".") -> str:
    """A line "cell: formula" for each neuron, for a row whose inputs are in A2, B2, …; the last of them answers.

    decimal : "." or ",", as the spreadsheet writes numbers; with a comma arguments are parted by semicolons. Its
        functions are EXP, MIN and MAX, which have these names in English, German, French, Spanish and Italian.
    Raises ValueError for another one, and for an activation of your own.
    """
    if decimal not in (".", ","):
        raise ValueError(f"decimal = {decimal!r}, expected '.' or ','.")
    inputs, taken, lines = [f"{_column(k)}2" for k in range(len(trained.features))], len(trained.features), []
    for one, bend in zip(trained.layers, _known(trained, SPREADSHEET, "a spreadsheet"), strict=True):
        W, b = _matrix(one)
        cells = [f"{_column(taken + q)}2" for q in range(len(b))]
        for cell, weights, bias in zip(cells, W.T, b, strict=True):
            z = (
                "".join(f"{value:+}*{name}" for value, name in zip(weights.tolist(), inputs, strict=True))
                + f"{float(bias):+}"
            )
            z = z.removeprefix("+").replace(".", decimal).replace("e", "E")
            formula = bend.format(z, comma=";" if decimal == "," else ",")
            lines.append(f"{cell}: ={formula}")
        inputs, taken = cells, taken + len(cells)
    named = ", ".join(f"{_column(k)} {name}" for k, name in enumerate(trained.features))
    head = f"Row 2 holds the inputs, {named}; {inputs[0]} answers: {trained.target}."
    return "\n".join([_one_line(head), *lines, ""])


def _column(k):
    """A, B, …, Z, AA, AB, …"""
    return (_column(k // 26 - 1) if k >= 26 else "") + ascii_uppercase[k % 26]


def _told(trained):
    """What goes in and what comes out, as comments."""
    named = ", ".join(f"{name} ({unit})" for name, unit in zip(trained.features, trained.units, strict=True))
    return [f"# {_one_line(line)}" for line in (f"Columns of X: {named}.", f"The answer: {trained.target}.")]


def _one_line(text):
    """Of names that come from data nothing may end the comment that they are in: "\\r" alone does, for Python."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _known(trained, table, where):
    for one in trained.layers:
        if one.activation not in ACTIVATIONS.values():
            raise ValueError(f"{one.activation.name} is your own, and nobody else's code for it is known; copy it.")
        if one.activation.name not in table:
            raise ValueError(f"{where} has no {one.activation.name} to train with; take as_numpy or as_spreadsheet.")
    return [table[one.activation.name] for one in trained.layers]


def _matrix(layer):
    """W and b of a layer as of one with a column for each neuron."""
    return layer.W.reshape(len(layer.W), -1), np.atleast_1d(layer.b)


def _literal(values):
    return repr(float(values)) if np.ndim(values) == 0 else f"np.array({values.tolist()})"
