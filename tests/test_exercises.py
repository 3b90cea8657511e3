"""Every exercise: the stub as shipped, the solution, and wrong answers with the diagnosis that each must get.

An exercise is a cell tagged so; the code cell after it is its check. Solutions stand in solutions/ by notebook and
cell id, each under a line `# %% cell-id`.
"""

import contextlib
import io
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

WRONG = {
    "exercise-weighted-sum": [
        ("def my_weighted_sum(x, w, b): return sum(p * q for p, q in zip(x, w))", "because the bias is missing"),
        (
            "def my_weighted_sum(x, w, b): return sum(p * q + b for p, q in zip(x, w))",
            "because the bias is added once per input",
        ),
        ("def my_weighted_sum(x, w, b): return sum(x) + sum(w) + b", "because inputs and weights are added"),
        ("def my_weighted_sum(x, w, b): return x[0] * w[0] + x[1] * w[1] + b", "stopped with IndexError"),
        ("def my_weighted_sum(x, w, b): return 'z'", "it gave 'z', expected -1.75"),
    ],
    "exercise-slope": [
        ("def slope_of_tanh(y_hat): return y_hat * (1 - y_hat)", "because that is the sigmoid's slope"),
        ("def slope_of_tanh(y_hat): return y_hat**2 - 1", "because the sign is lost"),
        ("def slope_of_tanh(y_hat): return 1 - y_hat", "because the square is missing"),
        ("def slope_of_tanh(y_hat): return 1", "wrong: for (0.4621) it gave 1, expected 0.7864"),
    ],
    "exercise-gradient": [
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = predict(X, w, b, TANH)\n"
            "    delta = 2 * (y - y_hat) * (1 - y_hat**2) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, sign lost",
        ),
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = predict(X, w, b, TANH)\n"
            "    delta = (y_hat - y) * (1 - y_hat**2) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, factor 2 lost",
        ),
        (
            "def tanh_gradient(X, y, w, b):\n    y_hat = predict(X, w, b, TANH)\n"
            "    delta = 2 * (y_hat - y) / len(y)\n    return X.T @ delta, delta.sum()",
            "failed, link ∂ŷ/∂z missing",
        ),
        ("def tanh_gradient(X, y, w, b): return X", "expected the pair (dC_dw, dC_db)"),
    ],
    "exercise-step": [
        ("def my_step(w, dC_dw, alpha): return w + alpha * dC_dw", "because the sign is lost, so it climbs"),
        ("def my_step(w, dC_dw, alpha): return w - dC_dw", "because the learning rate is missing"),
        ("def my_step(w, dC_dw, alpha): return alpha * dC_dw", "because that is the step alone"),
    ],
}


class Exercise:
    """The cells of one exercise, and the names that the cells before it have made."""

    def __init__(self, notebook, cell_id):
        code = [c for c in json.loads(notebook.read_text())["cells"] if c["cell_type"] == "code"]
        ids = [c["id"] for c in code]
        sources = ["".join(c["source"]) for c in code]
        at = ids.index(cell_id)
        self.stub, self.check = sources[at], sources[at + 1]
        self.names = {}
        with contextlib.redirect_stdout(io.StringIO()):
            for source in sources[:at]:
                exec(source, self.names)

    def verdict(self, answer):
        """What the check prints for an answer."""
        printed, names = io.StringIO(), dict(self.names)
        with contextlib.redirect_stdout(printed):
            exec(self.stub, names)
            exec(answer, names)
            exec(self.check, names)
        return printed.getvalue()


def exercises():
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text())["cells"]:
            if "exercise" in cell["metadata"].get("tags", ()):
                yield notebook, cell["id"]


EXERCISES = list(exercises())


def solution(notebook, cell_id):
    text = (ROOT / "solutions" / f"{notebook.stem}.py").read_text()
    by_id = dict(part.split("\n", 1) for part in text.split("# %% ")[1:])
    return by_id[cell_id]


@pytest.fixture(scope="module", params=EXERCISES, ids=lambda e: e[1])
def exercise(request):
    notebook, cell_id = request.param
    return Exercise(notebook, cell_id), notebook, cell_id


def test_there_are_exercises():
    assert {cell_id for _, cell_id in EXERCISES} == set(WRONG)


def test_the_stub_is_not_written_yet(exercise):
    cells, _, _ = exercise
    assert cells.verdict("") == "not written yet\n"


def test_the_solution_is_right(exercise):
    cells, notebook, cell_id = exercise
    verdict = cells.verdict(solution(notebook, cell_id))
    assert "right:" in verdict or "passed:" in verdict


def test_wrong_answers_get_their_diagnosis(exercise):
    cells, _, cell_id = exercise
    for answer, diagnosis in WRONG[cell_id]:
        assert diagnosis in cells.verdict(answer), answer
