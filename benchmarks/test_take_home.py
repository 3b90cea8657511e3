"""What take_home writes for PyTorch, Keras and scikit-learn answers as perceptron does; others judge and fit alike."""

import os
from importlib.util import find_spec

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LinearRegression, LogisticRegression

from perceptron import data, judgement, newton
from perceptron.network import Network
from perceptron.take_home import as_keras, as_pytorch, as_scikit_learn
from perceptron.trained import Trained

# On TensorFlow alone Keras multiplies in float64, `pip install tensorflow-cpu`; PyTorch is there already.
BACKEND, KERAS_DIGITS = ("tensorflow", 1e-10) if find_spec("tensorflow") else ("torch", 1e-5)
os.environ["KERAS_BACKEND"] = BACKEND
PENGUINS = data.penguins()
SCALE = data.Standardisation.of(PENGUINS.X)


def network(hidden, activation, output="sigmoid"):
    return Trained.of(PENGUINS, Network.random(2, hidden, 3, activation, output), SCALE)


EVERY = [
    Trained.neuron(PENGUINS, [0.5, -0.4], 1.0),
    Trained.neuron(PENGUINS, [0.5, -0.4], 1.0, "identity", "mse"),
    *(network((4, 3), name) for name in ("sigmoid", "tanh", "relu", "identity")),
    network((5,), "tanh", "identity"),
]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of Keras, by PyTorch
@pytest.mark.parametrize("trained", EVERY, ids=repr)
@pytest.mark.parametrize("write", [as_pytorch, as_keras, as_scikit_learn])
def test_it_answers_the_same(trained, write):
    space = {}
    exec(write(trained), space)
    answers = space["predict"](PENGUINS.X)
    answers = answers.detach().numpy() if hasattr(answers, "detach") else answers
    np.testing.assert_allclose(
        answers, trained.predict(PENGUINS.X), rtol=0, atol=KERAS_DIGITS if write is as_keras else 1e-10
    )


def test_the_minimum_is_scikit_learns():
    told = load_breast_cancer()
    X, y = told.data[:, :10], told.target.astype(float)
    w, b = newton.fit(X, y)
    Z = data.Standardisation.of(X)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(Z.apply(X), y)
    w_other, b_other = Z.undo(model.coef_[0], model.intercept_[0])
    np.testing.assert_allclose([*w, b], [*w_other, b_other], rtol=1e-6)
    told = load_diabetes()
    w, b = newton.fit(told.data, told.target, "identity", "mse")
    model = LinearRegression().fit(told.data, told.target)
    np.testing.assert_allclose([*w, b], [*model.coef_, model.intercept_], rtol=1e-9)


def test_judgements_are_scikit_learns():
    rng = np.random.default_rng(0)
    y = (rng.random(500) < 0.4).astype(float)
    chances = np.clip(rng.normal(0.4 + 0.2 * y, 0.2), 0, 1).round(2)
    np.testing.assert_allclose(judgement.auc(y, chances), metrics.roc_auc_score(y, chances), rtol=1e-12)
    false, true, _ = metrics.roc_curve(y, chances, drop_intermediate=False)
    np.testing.assert_allclose(judgement.roc(y, chances)[:2], (false, true))
    precision, recall, _ = metrics.precision_recall_curve(y, chances)
    np.testing.assert_allclose(judgement.precision_recall(y, chances)[:2], (precision[-2::-1], recall[-2::-1]))
    counts = judgement.confusion(y, chances, 0.5)
    assert [counts.tn, counts.fp, counts.fn, counts.tp] == metrics.confusion_matrix(y, chances >= 0.5).ravel().tolist()
