"""Lesson 07: gradient descent."""

import numpy as np

from perceptron import data
from perceptron.generated import numpy_slopes
from perceptron.neuron import weighted_sum
from perceptron.symbolic import derive
from perceptron.widgets.scene import formulas as f
from perceptron.widgets.scene.parts import Arrow, Contours, Evolution, Handle, Panel, Parameter, Path, Table, symbols
from perceptron.widgets.scene.scene import EPOCH, Readout, Scene
from perceptron.widgets.scene.stage import Stage


def descent(cost="cross_entropy"):
    """07: the cost of the O-rings over w and b, and the path of gradient descent; switch to the article's sign."""
    rings = data.o_rings()
    scale = data.Standardisation.of(rings.X)
    table = Table("rings", {"x": scale.apply(rings.X)[:, 0], "y": rings.y})
    w, b, w0, b0, alpha, sign, u, v, x, y = symbols("w b w0 b0 alpha sign u v x y")
    delta = f.delta(cost, w * x + b, y)
    dC_dw, dC_db = table.mean(delta * x), table.mean(delta)
    C = table.mean(f.loss(cost, w * x + b, y))
    way = f.one_of(sign, (-1, 1))
    levels = (0.22, 0.23, 0.25, 0.3, 0.4, 0.6, 0.9, 1.3, 2, 3) if cost == "cross_entropy" else (
        0.0072, 0.008, 0.01, 0.015, 0.03, 0.06, 0.1, 0.2, 0.3, 0.45)  # fmt: skip
    highest = 2.0 if cost == "cross_entropy" else 0.6
    surface = table.mean(f.loss(cost, u * x + v, y))
    numbers = {"epoch": EPOCH, "C": C, "w": w, "b": b}
    return Stage(Scene(
        "Gradient descent on the O-rings",
        "Left, contours of the cost over weight and bias, and the path of gradient descent from its start. Right, the "
        "cost over the epochs.",
        (
            Parameter("alpha", 0.1, 30, 4, 0.1, "α", "alpha"),
            Parameter("sign", label="sign", code="C", choices=("right sign", "the article's sign")),
            Parameter("w0", -4, 4, 1.5, 0.05, "first w", "w"),
            Parameter("b0", -6, 2, 1, 0.05, "first b", "b"),
        ),
        (
            Panel(("u", -4, 4), ("v", -6, 2), (
                Contours(surface, levels, 60), Path(w, b),
                Arrow(w, b, way * alpha * dC_dw, way * alpha * dC_db, "alpha"),
                Handle("the start", w0, b0, {"w0": u, "b0": v}),
            ), "weight w", "bias b"),
            Panel(("epochs", -2, 60), ("cost", 0, highest), (Path(EPOCH, C, "C"),), "epoch", "cost C"),
        ),
        (table,),
        (Readout("Epoch {epoch:.0f}: w = {w:.3f}, b = {b:.3f}, C = {C:.4f}.", numbers),),
        Readout("Epoch {epoch:.0f}, cost {C:.4f}.", {"epoch": EPOCH, "C": C}),
        Evolution({"w": (w0, w + way * alpha * dC_dw), "b": (b0, b + way * alpha * dC_db)}, 60),
    ))  # fmt: skip


def stable_rate(X, y, w, b, activation="sigmoid", cost="cross_entropy"):
    """(2/λ, the direction of steepest curvature), λ the largest eigenvalue of the second derivatives of C at (w, b).

    Near a minimum each step multiplies the error along that direction by 1 - αλ (`PROOFS["stable_rate"]`), so descent
    settles there for α below 2/λ and for no larger one. X is n x m, y is n, w is m, b is one number.
    """
    columns = np.column_stack([X, np.ones(len(X))])
    curvature = numpy_slopes(derive(activation, cost))(weighted_sum(X, w, b), y)[1]
    values, directions = np.linalg.eigh(columns.T * curvature @ columns / len(X))
    return 2 / values[-1], directions[:, -1]
