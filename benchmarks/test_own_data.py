"""Ten tables that people bring, each from its file to a report by the public functions alone.

Where there is a minimum, its weights are scikit-learn's without a penalty; where there is none, that is said.
"""

import numpy as np
import pytest
from sklearn import datasets
from sklearn.linear_model import LinearRegression, LogisticRegression

from perceptron import data, newton
from perceptron.report import report
from perceptron.trained import Trained

RNG = np.random.default_rng(0)


def of_sklearn(load, target, names=None):
    """One of scikit-learn's small data sets as the text of a CSV file."""
    told = load()
    y = [names[k] for k in told.target] if names else told.target
    rows = [",".join(map(str, [*row, kind])) for row, kind in zip(told.data, y, strict=True)]
    return "\n".join([",".join([*(n.replace(",", "") for n in told.feature_names), target]), *rows]) + "\n"


def titanic_like():
    lines = ["PassengerId,Survived,Pclass,Name,Sex,Age,Fare,Cabin,Embarked"]
    for k in range(1, 400):
        sex, age, fare = ("male", "female")[k % 2], "" if k % 5 == 0 else 1 + k * 7 % 70, round(RNG.gamma(2, 15), 2)
        lived = int(RNG.random() < (0.7 if sex == "female" else 0.2))
        cabin = f"C{k}" if k % 4 == 0 else ""
        lines.append(f'{k},{lived},{1 + k % 3},"Doe, {k}",{sex},{age},{fare},{cabin},{"SCQ"[k * k % 3]}')
    return "\n".join(lines) + "\n"


def german():
    height, weight = RNG.normal(1.75, 0.1, 200), RNG.normal(75, 10, 200)
    smokes = RNG.random(200) < 1 / (1 + np.exp(-(weight - 75) / 10))
    rows = [
        f"{h:.2f};{w:.1f} kg;{'ja' if s else 'nein'}".replace(".", ",")
        for h, w, s in zip(height, weight, smokes, strict=True)
    ]
    return "\n".join(["Größe (m);Gewicht;raucht", *rows]).encode("cp1252")


def large():
    X = RNG.normal(size=(200_000, 5)).round(3)
    y = (RNG.random(200_000) < 1 / (1 + np.exp(-(X @ [1, -1, 0.5, 0, 0.2])))).astype(int)
    rows = [",".join(map(str, [*row, kind])) for row, kind in zip(X.tolist(), y, strict=True)]
    return "\n".join(["a,b,c,d,e,y", *rows])


def leaking():
    x = RNG.normal(size=(120, 2)).round(3)
    y = (RNG.random(120) < 0.5).astype(int)
    rows = [f"{a},{b},{kind + 0.01 * a:.4f},{kind}" for (a, b), kind in zip(x, y, strict=True)]
    return "\n".join(["age,dose,chemotherapies,ill", *rows]) + "\n"


def linnerud():
    told = datasets.load_linnerud()
    rows = [",".join(map(str, [*row, weight])) for row, (weight, *_) in zip(told.data, told.target, strict=True)]
    return "\n".join(["chins,situps,jumps,weight", *rows])


FLOWERS, TUMOURS = ["setosa", "versicolor", "virginica"], ["malignant", "benign"]
TABLES = {
    "iris": (lambda: of_sklearn(datasets.load_iris, "kind", FLOWERS), "kind", {"positive": "virginica"}),
    "wine": (lambda: of_sklearn(datasets.load_wine, "cultivar"), "cultivar", {"positive": "1"}),
    "breast cancer": (
        lambda: of_sklearn(datasets.load_breast_cancer, "y", TUMOURS), "y", {"positive": "malignant"},
    ),
    "diabetes": (lambda: of_sklearn(datasets.load_diabetes, "progression"), "progression", {}),
    "digits": (lambda: of_sklearn(datasets.load_digits, "digit"), "digit", {"positive": "8"}),
    "exercise": (linnerud, "weight", {}),
    "titanic-like": (titanic_like, "Survived", {"features": ["Sex", "Age", "Fare", "Embarked=S"]}),
    "german": (german, "raucht", {"positive": "ja"}),
    "large": (large, "y", {}),
    "leaking": (leaking, "ill", {"features": ["age", "dose"]}),
}  # fmt: skip
NO_MINIMUM = {"iris", "wine", "breast cancer", "digits"}  # a line parts the kinds of the rows that are learnt
TOLD = {
    "iris": "y is 1 for kind virginica, 0 for kind not virginica",
    "digits": "is no feature: it is 0 everywhere",
    "titanic-like": "rows left out: Age is empty in 79",
    "german": "Gewicht: ",
}


@pytest.mark.parametrize("name", TABLES)
def test_from_file_to_report(name, tmp_path):
    make, target, settings = TABLES[name]
    content = make()
    file = tmp_path / "own.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = data.table(file, target, **settings)
    assert TOLD.get(name, "") in " | ".join([table.left_out, *table.notes])
    learn, new = data.hold_out(table, rng=1)
    kind = ("sigmoid", "cross_entropy") if table.kinds else ("identity", "mse")
    if name in NO_MINIMUM:
        with pytest.raises(newton.NoMinimum, match="take a penalty"):
            newton.fit(learn.X, learn.y, *kind, names=learn.features)
    w, b = newton.fit(learn.X, learn.y, *kind, penalty=0.01 * (name in NO_MINIMUM), names=learn.features)
    if name not in NO_MINIMUM:
        assert_alike(learn, w, b)
    page = report(Trained.neuron(learn, w, b, *kind), learn, new, tmp_path / "report.html").read_text("utf-8")
    assert "On rows that it has not learnt from" in page


def assert_alike(learn, w, b):
    """That others find the same minimum, on the standard scale, where they find it best."""
    scale = data.Standardisation.of(learn.X)
    Z = scale.apply(learn.X)
    if learn.kinds:
        model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=10_000).fit(Z, learn.y)
        found = scale.undo(model.coef_[0], model.intercept_[0])
    else:
        model = LinearRegression().fit(Z, learn.y)
        found = scale.undo(model.coef_, model.intercept_)
    np.testing.assert_allclose([*w, b], [*found[0], found[1]], rtol=1e-6, atol=1e-9)


def test_the_column_that_gives_the_answer_away_is_told():
    notes = " | ".join(data.table(leaking(), "ill").notes)
    assert "chemotherapies alone tells the kinds apart (AUC 1.0000): is it known before the answer is?" in notes
