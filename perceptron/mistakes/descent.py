"""The known mistakes of a descent, each as the descent that it leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Slopes = Callable[[Any, Any], tuple[Any, Any]]  # (w, b) -> (dC_dw, dC_db)


@dataclass(frozen=True)
class Descent:
    """A mistake by its name, and one step with it: (slopes, w, b, alpha, n) -> (w, b).

    epochs : how many steps it takes where so many were asked for.
    """

    name: str
    step: Callable[..., Any]
    epochs: Callable[[int], int] = lambda epochs: epochs

    def run(self, slopes: Slopes, w: Any, b: Any, alpha: float, epochs: int, n: int) -> tuple[Any, Any]:
        """(w, b) after so many steps from there; n is the number of examples."""
        for _ in range(self.epochs(epochs)):
            w, b = self.step(slopes, w, b, alpha, n)
        return w, b


def _moved(name: str, w_by: Callable[..., Any], b_by: Callable[..., Any]) -> Descent:
    """Both slopes are right, and each parameter is moved by a wrong one; both are functions of (dw, db, alpha, n)."""

    def step(slopes, w, b, alpha, n):
        dw, db = slopes(w, b)
        return w - w_by(dw, db, alpha, n), b - b_by(dw, db, alpha, n)

    return Descent(name, step)


def _right_w(dw, db, alpha, n):
    return alpha * dw


def _right_b(dw, db, alpha, n):
    return alpha * db


def _right(slopes, w, b, alpha, n):
    dw, db = slopes(w, b)
    return w - alpha * dw, b - alpha * db


def _weights_first(slopes, w, b, alpha, n):
    w = w - alpha * slopes(w, b)[0]
    return w, b - alpha * slopes(w, b)[1]


def _bias_first(slopes, w, b, alpha, n):
    b = b - alpha * slopes(w, b)[1]
    return w - alpha * slopes(w, b)[0], b


DESCENTS = (
    _moved("the sign is lost, so it climbs", lambda dw, db, a, n: -a * dw, lambda dw, db, a, n: -a * db),
    Descent("only one step was taken", _right, lambda epochs: 1),
    Descent("one step is missing", _right, lambda epochs: epochs - 1),
    Descent("there is one step too many", _right, lambda epochs: epochs + 1),
    Descent("the slope of b is taken after w has moved; take both slopes first", _weights_first),
    Descent("the slope of w is taken after b has moved; take both slopes first", _bias_first),
    _moved("the learning rate is not used", lambda dw, db, a, n: dw, lambda dw, db, a, n: db),
    _moved("the learning rate is used twice", lambda dw, db, a, n: a * a * dw, lambda dw, db, a, n: a * a * db),
    _moved("the slopes are divided by the learning rate", lambda dw, db, a, n: dw / a, lambda dw, db, a, n: db / a),
    _moved("the mean is taken once more", lambda dw, db, a, n: a * dw / n, lambda dw, db, a, n: a * db / n),
    _moved("the mean is taken back", lambda dw, db, a, n: a * dw * n, lambda dw, db, a, n: a * db * n),
    _moved("the weights stay where they were", lambda dw, db, a, n: 0 * dw, _right_b),
    _moved("the weights climb", lambda dw, db, a, n: -a * dw, _right_b),
    _moved("the weights move without the learning rate", lambda dw, db, a, n: dw, _right_b),
    _moved("the weights move by the slope of the bias", lambda dw, db, a, n: a * db + 0 * dw, _right_b),
    _moved("the bias stays where it was", _right_w, lambda dw, db, a, n: 0 * db),
    _moved("the bias climbs", _right_w, lambda dw, db, a, n: -a * db),
    _moved("the bias moves without the learning rate", _right_w, lambda dw, db, a, n: db),
    _moved("the bias moves by the slopes of the weights", _right_w, lambda dw, db, a, n: a * dw.sum()),
    _moved("the bias moves once for each weight", _right_w, lambda dw, db, a, n: a * db * len(dw)),
)
