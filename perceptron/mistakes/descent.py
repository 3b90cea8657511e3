"""The known mistakes of a descent: what each puts in the place of which part of it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Slopes = Callable[[Any, Any], tuple[Any, Any]]  # (w, b) -> (dC_dw, dC_db)
# The step of each parameter, of (dC_dw, dC_db, alpha, n examples); which of the two moves before the slope of the other
# is taken; and how many steps there are where so many were asked for.
RIGHT: dict[str, Any] = {
    "w": lambda dw, db, a, n: a * dw, "b": lambda dw, db, a, n: a * db, "first": "", "epochs": lambda epochs: epochs,
}  # fmt: skip


@dataclass(frozen=True)
class Descent:
    """A mistake by its name, and its parts that are not right."""

    name: str
    change: dict[str, Any]

    def run(self, slopes: Slopes, w: Any, b: Any, alpha: float, epochs: int, n: int) -> tuple[Any, Any]:
        """(w, b) after so many steps from there; n is the number of examples."""
        parts = RIGHT | self.change
        for _ in range(parts["epochs"](epochs)):
            old = w, b
            slope = slopes(w, b)
            if parts["first"] != "b":
                w = w - parts["w"](*slope, alpha, n)
                slope = slopes(w, b) if parts["first"] else slope
            b = b - parts["b"](*slope, alpha, n)
            if parts["first"] == "b":
                w = w - parts["w"](*slopes(old[0], b), alpha, n)
        return w, b


def _both(name, by):
    return Descent(name, {"w": lambda dw, db, a, n: by(dw, a, n), "b": lambda dw, db, a, n: by(db, a, n)})


DESCENTS = (
    _both("the sign is lost, so it climbs", lambda slope, a, n: -a * slope),
    Descent("only one step was taken", {"epochs": lambda epochs: 1}),
    Descent("one step is missing", {"epochs": lambda epochs: epochs - 1}),
    Descent("there is one step too many", {"epochs": lambda epochs: epochs + 1}),
    Descent("the slope of b is taken after w has moved; take both slopes first", {"first": "w"}),
    Descent("the slope of w is taken after b has moved; take both slopes first", {"first": "b"}),
    _both("the learning rate is not used", lambda slope, a, n: slope),
    _both("the learning rate is used twice", lambda slope, a, n: a * a * slope),
    _both("the slopes are divided by the learning rate", lambda slope, a, n: slope / a),
    _both("the mean is taken once more", lambda slope, a, n: a * slope / n),
    _both("the mean is taken back", lambda slope, a, n: a * slope * n),
    Descent("the weights stay where they were", {"w": lambda dw, db, a, n: 0 * dw}),
    Descent("the weights climb", {"w": lambda dw, db, a, n: -a * dw}),
    Descent("the weights move without the learning rate", {"w": lambda dw, db, a, n: dw}),
    Descent("the weights move by the slope of the bias", {"w": lambda dw, db, a, n: a * db + 0 * dw}),
    Descent("the bias stays where it was", {"b": lambda dw, db, a, n: 0 * db}),
    Descent("the bias climbs", {"b": lambda dw, db, a, n: -a * db}),
    Descent("the bias moves without the learning rate", {"b": lambda dw, db, a, n: db}),
    Descent("the bias moves by the slopes of the weights", {"b": lambda dw, db, a, n: a * dw.sum()}),
    Descent("the bias moves once for each weight", {"b": lambda dw, db, a, n: a * db * len(dw)}),
)
PAIRS = tuple(
    Descent(f"{p.name}, and {q.name}", p.change | q.change)
    for p, q in combinations(DESCENTS, 2)
    if not p.change.keys() & q.change.keys()
)
