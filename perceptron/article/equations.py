"""The article's 21 printed equations, the ways in which their letters can be taken, and what each should say."""

import sympy as sp

from perceptron.article.equation import Equation
from perceptron.article.forms import (
    LOSS_,
    MSE,
    MSE_,
    TOTAL,
    C,
    Dot,
    Dots,
    New,
    Plus,
    Product,
    Slope,
    SumOf,
    Times,
    row,
    w_row,
    w_T,
    x_I,
    x_row,
    y_hat_row,
)
from perceptron.article.reading import Reading, row_times_column, row_times_row
from perceptron.symbolic import Z_I, alpha, b, derive, i, j, k, m, n, sigma, w_, x_, y_, y_hat_, z, z_

# --- how the letters can be taken -------------------------------------------------------------------------------------


def _with_own_index(side, index):
    """The side with another index in place of a summed i, so that an i outside of the sum is not the i inside."""
    return side.replace(lambda e: isinstance(e, sp.Sum) and e.variables == [i], lambda e: e.xreplace({i: index}))


def _each(change):
    return lambda *sides: tuple(map(change, sides))


def _all_predictions(side):
    return _with_own_index(side, row).replace(
        lambda e: isinstance(e, Slope) and e.args[1] == y_hat_row,
        lambda e: sp.Sum(Slope(e.args[0], y_hat_[i]), (i, 1, n)),
    )


def _averaged(side):
    """What has a z or an x in it as a mean over the examples, the rest as it is."""
    fixed, varying = side.replace(lambda e: isinstance(e, Times), lambda e: e.doit()).as_independent(
        z, x_, as_Add=False
    )
    return fixed.xreplace(OF_EXAMPLE_I) * sp.Sum(varying.xreplace(OF_EXAMPLE_I), (i, 1, n)) / n


OF_EXAMPLE_I = {z: z_[i], x_[i]: x_[i, j], w_[i]: w_[j]}
FEATURES = {i: j, n: m, z: sp.Sum(x_[k] * w_[k], (k, 1, m)) + b}
LINKS = {
    Slope(C, y_hat_row): Slope(C, y_hat_[i]),
    Slope(y_hat_row, z): Slope(y_hat_[i], z_[i]),
    Slope(z, w_[i]): Slope(z_[i], w_[j]),
}
Z_OF_ONE = (Reading.where("z is that of one example", {z: sp.Sum(x_[k] * w_[k], (k, 1, n)) + b}),)
SIGMOID = (Reading.where("ŷ is σ(z)", {y_hat_row: sigma(z)}),)
ROWS = (
    Reading.where("x.w is the matrix product of two rows, 1 × n by 1 × n", {Dot(x_row, w_row): row_times_row(n)}),
    Reading.where("x.w is a row times a column", {Dot(x_row, w_row): row_times_column(n)}),
)
MEAN = (
    Reading.where("MSE is the mean of all n squares, as in A7", {MSE_[i]: MSE}),
    Reading.where("it is the mean of one square", {MSE_[i]: sp.Sum((y_[k] - y_hat_[k]) ** 2, (k, i, i)).doit()}),
)
CHAIN = (
    Reading.where(
        "each link is one number, its total over the examples",
        {w_[i]: w_[j]} | {link: sp.Sum(of_i, (i, 1, n)) for link, of_i in LINKS.items()}, spell=True,
    ),
    Reading(
        "where each product is that of one example, and all are added up",
        lambda left, *right: (left.xreplace({w_[i]: w_[j]}), *(sp.Sum(s.xreplace(LINKS), (i, 1, n)) for s in right)),
        spell=True,
    ),
)  # fmt: skip
FIRST_LINK = (
    Reading(
        "where ŷ is the prediction of example i",
        _each(lambda s: _with_own_index(s, row).xreplace({y_hat_row: y_hat_[i]})),
    ),
    Reading("where all predictions move together", _each(_all_predictions)),
)
THIRD_LINK = (
    Reading.where("the i of the sum is the i of the weight", FEATURES),
    Reading("where the sum has an index of its own", _each(lambda s: _with_own_index(s, k).xreplace(FEATURES))),
)
GRADIENT = (
    Reading.where("z and x are those of one example i", OF_EXAMPLE_I, spell=True),
    Reading(
        "where what follows the sum is averaged over the examples",
        lambda left, *right: (left.xreplace(OF_EXAMPLE_I), *map(_averaged, right)), spell=True,
    ),
)  # fmt: skip
UPDATE = (Reading.where("= is an assignment", {w_[i]: w_[j]}, spell=True),)


# --- the equations ----------------------------------------------------------------------------------------------------

_E, _F, _ONE = sp.exp(-z), 1 / (1 + sp.exp(-z)), {y_hat_row: y_hat_[i], z: z_[i]}
_COST = sp.Sum((y_[i] - y_hat_[i]) ** 2, (i, 1, n)) / n
_DOTS = Dots(Times(x_[k], w_[k]), (k, 1, n))
_ERRORS = SumOf(y_[row] - y_hat_[row], (row, 1, n))
_SECOND_LINK = (
    Slope(y_hat_row, z), Slope(sigma(z), z), Slope(_F, z), _E / (1 + _E) ** 2, Times(_F, _E / (1 + _E)),
    Times(_F, 1 - _F), Times(sigma(z), 1 - sigma(z)),
)  # fmt: skip
_X_W, _DELTA = Z_I - b, (y_hat_[i] - y_[i], y_hat_[i], 1 - y_hat_[i])
_FIRST = (Slope(C, y_hat_[i]), Product(2 / n, y_hat_[i] - y_[i]))


def _second_link(line):
    """Line 1 to 6 of the second link; each continues the one before."""
    sides = _SECOND_LINK[line - 1 : line + 1]
    return Equation(
        f"A{10 + line}", f"second link, line {line}", sides, tuple(s.xreplace(_ONE) for s in sides), SIGMOID
    )


EQUATIONS = {
    equation.id: equation
    for equation in (
        Equation("A1", "weighted sum", (TOTAL, _DOTS), (z_[i] - b, _X_W)),
        Equation("A2", "dot product", (Dot(x_row, w_row), _DOTS), (Dot(x_I, w_T), _X_W), ROWS),
        Equation("A3", "weighted sum as a dot product", (TOTAL, Dot(x_row, w_row)), (z_[i] - b, Dot(x_I, w_T))),
        Equation("A4", "bias", (z, Plus(Dot(x_row, w_row), b)), (z_[i], Z_I), Z_OF_ONE),
        Equation("A5", "sigmoid", (y_hat_row, sigma(z), _F), (y_hat_[i], sigma(z_[i]), _F.xreplace(_ONE)), SIGMOID),
        Equation("A6", "loss of one example", (MSE_[i], (y_[i] - y_hat_[i]) ** 2),
                 (LOSS_[i], (y_[i] - y_hat_[i]) ** 2), MEAN),
        Equation("A7", "cost", (C, MSE, _COST), (C, derive().C)),
        Equation("A8", "chain rule", (Slope(C, w_[i]), Times(*LINKS)),
                 (Slope(C, w_[j]), sp.Sum(Times(*LINKS.values()), (i, 1, n))), CHAIN),
        Equation("A9", "first link", (Slope(C, y_hat_row), Slope(_COST, y_hat_row), Times(2, _COST)),
                 _FIRST, FIRST_LINK),
        Equation("A10", "first link, all examples", (Slope(C, y_hat_row), Times(2 / n, _ERRORS)), _FIRST, FIRST_LINK),
        *map(_second_link, range(1, 7)),
        Equation("A17", "third link",
                 (Slope(z, w_[i]), Slope(sp.Sum(Times(Plus(Dot(x_[i], w_[i]), b)), (i, 1, n)), w_[i]), x_[i]),
                 (Slope(z_[i], w_[j]), Slope(Z_I, w_[j]), x_[i, j]), THIRD_LINK),
        Equation("A18", "gradient, weight",
                 (Slope(C, w_[i]), Times(2 / n, _ERRORS, sigma(z), 1 - sigma(z), x_[i])),
                 (Slope(C, w_[j]), 2 / n * sp.Sum(Product(*_DELTA, x_[i, j]), (i, 1, n))), GRADIENT),
        Equation("A19", "gradient, bias", (Slope(C, b), Times(2 / n, _ERRORS, sigma(z), 1 - sigma(z))),
                 (Slope(C, b), 2 / n * sp.Sum(Product(*_DELTA), (i, 1, n))), GRADIENT),
        Equation("A20", "update, weight", (New(w_[i]), w_[i] - Times(alpha, Slope(C, w_[i]))),
                 (New(w_[j]), w_[j] - alpha * Slope(C, w_[j])), UPDATE),
        Equation("A21", "update, bias", (New(b), b - Times(alpha, Slope(C, b))),
                 (New(b), b - alpha * Slope(C, b)), UPDATE),
    )
}  # fmt: skip
