"""The proofs of lesson 05, for any number of examples n and of features m; i counts examples, j features."""

import sympy as sp

from perceptron.latex import latex
from perceptron.proof import Named, Proof, Written, product, rate
from perceptron.symbolic import Z_I, b, i, j, k, m, n, sigma, w_, x_, y_, y_hat, y_hat_, z, z_

Z = Named(Z_I, z_[i])
Y_HAT = Named(sigma(Z), y_hat_[i])
ERROR, SLOPE = Y_HAT - y_[i], (Y_HAT, 1 - Y_HAT)


def _mean(summand):
    return sp.Sum(summand, (i, 1, n)) / n


C = Named(_mean((y_[i] - Y_HAT) ** 2), sp.Symbol("C"))


def _sigmoid_slope():
    e, fraction = sp.exp(-z), sigma(z).doit()
    return Proof("The slope of the sigmoid", sp.Derivative(sigma(z), z), (
        (sp.Derivative(fraction, z), "σ spelled out"),
        (e / (1 + e) ** 2, "the slope of 1/u is −1/u², times the slope of u, which is −e to the −z"),
        (product(fraction, e / (1 + e)), "one fraction is the product of two"),
        (product(fraction, 1 - sp.UnevaluatedExpr(fraction)), "e to the −z is (1 + e to the −z) less 1"),
        (product(sigma(z), 1 - sigma(z)), "each fraction is σ"),
    ), letters={y_hat: sigma(z), sp.Symbol("u", real=True): 1 + e})  # fmt: skip


def _dz_dw():
    return Proof("How z changes with one weight", rate(Z, w_[j]), (
        (sp.Derivative(Z_I, w_[j]), "z spelled out"),
        (sp.Sum(product(rate(w_[k], w_[j]), x_[i, k]), (k, 1, m)), "term by term; inputs and bias are held"),
        (sp.Sum(product(sp.KroneckerDelta(j, k), x_[i, k]), (k, 1, m)), "δ is 1 for k = j and else 0"),
        (x_[i, j], "for a j from 1 to m one term is left"),
    ))  # fmt: skip


def _dz_db():
    return Proof("How z changes with the bias", rate(Z, b), (
        (sp.Derivative(Z_I, b), "z spelled out: b is added to the sum, not in it"),
        (1, "weights and inputs are held, and b changes as fast as itself"),
    ))  # fmt: skip


def _dC_dy_hat():
    error = y_hat_[k] - y_[k]
    return Proof(
        "How the cost changes with one prediction",
        sp.Derivative(sp.Sum((y_[k] - y_hat_[k]) ** 2, (k, 1, n)) / n, y_hat_[i]), (
            (sp.Sum(sp.Derivative((y_[k] - y_hat_[k]) ** 2, y_hat_[i]), (k, 1, n)) / n, "term by term"),
            (sp.Sum(product(2, error, rate(y_hat_[k], y_hat_[i])), (k, 1, n)) / n, "chain rule; −1 swaps y and ŷ"),
            (sp.Sum(product(2, error, sp.KroneckerDelta(i, k)), (k, 1, n)) / n, "δ is 1 for k = i, else 0"),
            (2 / n * (y_hat_[i] - y_[i]), "for an i from 1 to n one term is left"),
        ),
        ranges=dict.fromkeys((y_, y_hat_), (0, 1)),
    )  # fmt: skip


def _gradient(title, parameter, third, reason):
    second = Written(sp.diff(sigma(z), z).xreplace({z: Z}), rf"\frac{{\partial {latex(Y_HAT)}}}{{\partial {latex(Z)}}}")
    first = (2, ERROR)
    return Proof(title, rate(C, parameter), (
        (_mean(sp.Derivative((y_[i] - Y_HAT) ** 2, parameter)), "the mean is differentiated term by term"),
        (_mean(product(*first, rate(Y_HAT, parameter))), "first link: the derivative of the square"),
        (_mean(product(*first, second, rate(Z, parameter))), "the prediction is moved through z alone"),
        (_mean(product(*first, *SLOPE, rate(Z, parameter))), "second link: the slope of σ"),
        (2 / n * sp.Sum(product(ERROR, *SLOPE, *third), (i, 1, n)), reason),
    ), ranges={y_: (0, 1)})  # fmt: skip


def _vector_form():
    def form(X, error, slope):
        return 2 / n * X.T * sp.HadamardProduct(error, slope)

    def column(entry):
        return sp.FunctionMatrix(n, 1, sp.Lambda((r, s), entry.xreplace({i: r + 1})))

    r, s = sp.symbols("r s", integer=True, nonnegative=True)
    X, ŷ, target, slope = (
        sp.MatrixSymbol(letter, n, columns)
        for letter, columns in (("X", m), (r"\hat{y}", 1), ("y", 1), (r"\sigma'(z)", 1))
    )
    data = sp.FunctionMatrix(n, m, sp.Lambda((r, s), x_[r + 1, s + 1]))
    entry = form(data, column(ERROR), column(sp.Mul(*SLOPE)))[j - 1, 0]  # SymPy counts rows and columns from 0
    factor, rows = entry.as_independent(sp.Sum)
    entry = factor * rows.change_index(rows.variables[0], rows.variables[0] + 1, i)
    inner = Written(ERROR * sp.Mul(*SLOPE), rf"\left[{latex(sp.HadamardProduct(ŷ - target, slope))}\right]_{{i}}")
    return Proof(
        "The gradient as a product with a matrix",
        Written(entry, rf"\left[{latex(form(X, ŷ - target, slope))}\right]_{{j}}"), (
            (2 / n * sp.Sum(product(x_[i, j], inner), (i, 1, n)), "row j of Xᵀ is feature j of all"),
            (2 / n * sp.Sum(product(x_[i, j], ERROR, *SLOPE), (i, 1, n)), "∘ multiplies entry by entry"),
            (rate(C, w_[j]), "the gradient, as proved for one weight"),
        ),
    )  # fmt: skip


def _bias_as_weight():
    last = Written(m + 1, "m + 1")

    def extended(letter, usual, then):
        """The usual one up to m, and `then` for k = m + 1; δ says so in a form that SymPy does not take apart."""
        cases = rf"\begin{{cases}} {latex(usual)} & k \leq m \\ {latex(then)} & k = m + 1 \end{{cases}}"
        return Named(Written(usual + sp.KroneckerDelta(k, m + 1) * (then - usual), cases), letter)

    u, a = sp.IndexedBase("u"), sp.IndexedBase("a")
    term = product(extended(u[k], w_[k], b), extended(a[i, k], x_[i, k], 1))
    at_last = product(Named(b, u[last]), Named(1, a[i, last]))
    return Proof("The bias is the weight of a constant input 1", sp.Sum(term, (k, 1, last)), (
        (sp.Sum(term, (k, 1, m)) + at_last, "the last term by itself"),
        (sp.Sum(w_[k] * x_[i, k], (k, 1, m)) + at_last, "up to m nothing is new"),
        (Z, "the weight b times the input 1 is b"),
    ))  # fmt: skip


PROOFS = {
    "sigmoid_slope": _sigmoid_slope(),
    "dz_dw": _dz_dw(),
    "dz_db": _dz_db(),
    "dC_dy_hat": _dC_dy_hat(),
    "dC_dw": _gradient("How the cost changes with one weight", w_[j], (x_[i, j],), "third link: the input"),
    "dC_db": _gradient("How the cost changes with the bias", b, (), "third link: 1"),
    "vector_form": _vector_form(),
    "bias_as_weight": _bias_as_weight(),
}
