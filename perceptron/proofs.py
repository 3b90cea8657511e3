r"""The proofs of the course, by name: each link of the chain rule, the gradient, and what is claimed about one neuron.

They hold for any number of examples n and of features m. i counts examples and j features; k is a second such index.
A letter that stands for something is a Named, so that what is decided is what the letter stands for.
"""

import sympy as sp

from perceptron.latex import latex
from perceptron.proof import Named, Proof, Written, product, rate, total
from perceptron.symbolic import Z_I, b, i, j, k, m, n, sigma, w_, x_, y, y_, y_hat, y_hat_, z, z_

alpha, lambda_, w, w_min, C_min, c, v, x = sp.symbols(r"alpha lambda w w_min C_min c v x", real=True)
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
    ))  # fmt: skip


def _dz_dw():
    return Proof("How z changes with one weight", rate(Z, w_[j]), (
        (sp.Derivative(Z_I, w_[j]), "z spelled out"),
        (sp.Sum(product(rate(w_[k], w_[j]), x_[i, k]), (k, 1, m)), "term by term; inputs and bias are held"),
        (sp.Sum(product(sp.KroneckerDelta(j, k), x_[i, k]), (k, 1, m)), "δ is 1 for k = j and else 0"),
        (x_[i, j], "for a j from 1 to m one term is left"),
    ))  # fmt: skip


def _dz_db():
    return Proof("How z changes with the bias", rate(Z, b), (
        (sp.Derivative(Z_I, b), "z spelled out: b stands beside the sum, not in it"),
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
    ))  # fmt: skip


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


def _cross_entropy():
    p = Named(sigma(z), y_hat)
    loss = total(-product(y, sp.log(p)), -product(1 - y, sp.log(1 - p)))
    return Proof("Cross-entropy: the slope of σ cancels", sp.Derivative(loss, z), (
        (product((1 - y) / (1 - p) - y / p, rate(p, z)), "chain rule; the derivative of log u is 1/u"),
        (product((1 - y) / (1 - p) - y / p, p, 1 - p), "the slope of σ"),
        (total(product(1 - y, p), -product(y, 1 - p)), "each fraction cancels one factor"),
        (p - y, "multiplied out, ŷy cancels too"),
    ))  # fmt: skip


def _tanh_slope():
    up, down = sp.exp(z) - sp.exp(-z), sp.exp(z) + sp.exp(-z)
    return Proof("The slope of tanh", sp.Derivative(sp.tanh(z), z), (
        (sp.Derivative(up / down, z), "tanh spelled out"),
        ((down**2 - up**2) / down**2, "quotient rule; each of the two is the derivative of the other"),
        (1 - sp.UnevaluatedExpr(up / down) ** 2, "divided term by term"),
        (1 - sp.tanh(z) ** 2, "the fraction is tanh"),
    ))  # fmt: skip


def _softplus_slope():
    e = sp.exp(z)
    return Proof("The slope of softplus", sp.Derivative(sp.log(1 + e), z), (
        (e / (1 + e), "the derivative of the logarithm of u is u′/u"),
        (sigma(z).doit(), "above and below the line divided by e to the z"),
        (sigma(z), "that is σ"),
    ))  # fmt: skip


def _linear_layers():
    """One hidden neuron and one input; then two hidden neurons and m inputs."""
    B, V, W = (sp.IndexedBase(letter, real=True) for letter in ("b", "v", "w"))
    pair = (1, 2)
    hidden = [V[u] * (sp.Sum(W[u, k] * x_[k], (k, 1, m)) + B[u]) for u in pair]
    weight = sp.Add(*(V[u] * W[u, k] for u in pair))
    bias = sp.Add(*(V[u] * B[u] for u in pair)) + c
    return (
        Proof("Two linear neurons in a row are one", total(product(v, total(w * x, b)), c), (
            (total(product(v, w, x), v * b, c), "multiplied out"),
            (total(product(v * w, x), total(v * b, c)), "again a weight times x plus a bias"),
        )),
        Proof("A layer of two linear neurons and one behind it are one neuron", sp.Add(*hidden) + c, (
            (sp.Add(*(sp.Sum(V[u] * W[u, k] * x_[k], (k, 1, m)) for u in pair)) + bias, "multiplied out"),
            (sp.Sum(product(weight, x_[k]), (k, 1, m)) + bias, "collected by input: one weight each, and one bias"),
        )),
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


def _descent():
    """For two examples and two features: with every weight written out, 40 digits decide at once."""
    two = {n: sp.Integer(2), m: sp.Integer(2)}
    cost = C.xreplace(two)
    parameters = (w_[1], w_[2], b)
    slopes = [rate(cost, parameter) for parameter in parameters]
    steps = [parameter - alpha * slope for parameter, slope in zip(parameters, slopes, strict=True)]
    moved = cost.meaning.xreplace({Y_HAT.xreplace(two): sigma(steps[0] * x_[i, 1] + steps[1] * x_[i, 2] + steps[2])})
    start = r"\left. \frac{d}{d \alpha} C\left(" + r", \, ".join(map(latex, steps)) + r"\right) \right|_{\alpha = 0}"
    return Proof("The first bit of a step downhill", Written(sp.Subs(sp.Derivative(moved, alpha), alpha, 0), start), (
        (total(*(product(slope, -slope) for slope in slopes)), "chain rule: slope times speed, one by one"),
        (total(*(-(slope**2) for slope in slopes)), "never above 0: to first order C can't rise"),
    ))  # fmt: skip


def _stable_rate():
    cost = Named(C_min + lambda_ / 2 * (w - w_min) ** 2, sp.Symbol("C"))
    return Proof("One step on a parabola multiplies the error", total(w, -product(alpha, rate(cost, w)), -w_min), (
        (total(w, -product(alpha, lambda_, w - w_min), -w_min), "the derivative of the parabola"),
        (product(1 - alpha * lambda_, w - w_min), "the error before the step, taken out"),
    ))  # fmt: skip


PROOFS = {
    "sigmoid_slope": _sigmoid_slope(),
    "dz_dw": _dz_dw(),
    "dz_db": _dz_db(),
    "dC_dy_hat": _dC_dy_hat(),
    "dC_dw": _gradient(
        "How the cost changes with one weight", w_[j], (x_[i, j],), "third link: the input of that weight"
    ),
    "dC_db": _gradient("How the cost changes with the bias", b, (), "third link: 1"),
    "vector_form": _vector_form(),
    "cross_entropy": _cross_entropy(),
    "tanh_slope": _tanh_slope(),
    "softplus_slope": _softplus_slope(),
    "linear_layers": _linear_layers(),
    "bias_as_weight": _bias_as_weight(),
    "descent": _descent(),
    "stable_rate": _stable_rate(),
}
