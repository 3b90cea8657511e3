r"""Activations and losses by the names that the field has for them, or as typed maths.

Parameters are the usual defaults. (D. Dubey, S. Singh, B. Chaudhuri 2022, "Activation functions in deep learning";
Q. Wang et al. 2022, "A comprehensive survey of loss functions in machine learning".)
"""

import re
from collections.abc import Mapping
from typing import Any

import sympy as sp

from perceptron import inputs
from perceptron.expression import ExpressionError, read
from perceptron.letters import y, y_hat, z

_LAMBDA, _ALPHA = sp.Rational("1.0507009873554805"), sp.Rational("1.6732632423543772")  # of SELU
_r, _margin = y - y_hat, 1 - y * y_hat
_p, _q = 1 - y, 1 - y_hat


def _cases(*pairs):
    return sp.Piecewise(*pairs)


ACTIVATIONS = {
    "softplus": sp.log(1 + sp.exp(z)),
    "log_sigmoid": -sp.log(1 + sp.exp(-z)),
    "softsign": z / (1 + sp.Abs(z)),
    "absolute": sp.Abs(z),
    "leaky_relu": _cases((z / 100, z <= 0), (z, True)),
    "elu": _cases((sp.exp(z) - 1, z <= 0), (z, True)),
    "selu": _LAMBDA * _cases((_ALPHA * (sp.exp(z) - 1), z <= 0), (z, True)),
    "gelu": z * (1 + sp.erf(z / sp.sqrt(2))) / 2,
    "gelu_tanh": z * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (z + sp.Rational("0.044715") * z**3))) / 2,
    "silu": z / (1 + sp.exp(-z)),
    "mish": z * sp.tanh(sp.log(1 + sp.exp(z))),
    "hard_sigmoid": _cases((0, z <= -3), (1, z >= 3), (z / 6 + sp.S.Half, True)),
    "hard_tanh": _cases((-1, z <= -1), (1, z >= 1), (z, True)),
    "hard_swish": _cases((0, z <= -3), (z, z >= 3), (z * (z + 3) / 6, True)),
    "relu6": _cases((0, z <= 0), (6, z >= 6), (z, True)),
    "squared_relu": _cases((0, z <= 0), (z**2, True)),
    "cloglog": 1 - sp.exp(-sp.exp(z)),
    "loglog": sp.exp(-sp.exp(-z)),
    "probit": (1 + sp.erf(z / sp.sqrt(2))) / 2,
    "erf": sp.erf(z),
    "arctan": sp.atan(z),
    "arsinh": sp.asinh(z),
    "sin": sp.sin(z),
    "cos": sp.cos(z),
    "exp": sp.exp(z),
    "square": z**2,
    "gaussian": sp.exp(-(z**2)),
    "bent_identity": (sp.sqrt(z**2 + 1) - 1) / 2 + z,
    "isru": z / sp.sqrt(1 + z**2),
    "tanhshrink": z - sp.tanh(z),
    "sech": sp.sech(z),
}
COSTS = {
    "half_mse": _r**2 / 2,
    "absolute": sp.Abs(_r),
    "huber": _cases((_r**2 / 2, sp.Abs(_r) <= 1), (sp.Abs(_r) - sp.S.Half, True)),
    "log_cosh": sp.log(sp.cosh(_r)),
    "hinge": _cases((0, _margin <= 0), (_margin, True)),
    "squared_hinge": _cases((0, _margin <= 0), (_margin**2, True)),
    "quantile": _cases((_r / -10, _r <= 0), (9 * _r / 10, True)),
    "logistic": sp.log(1 + sp.exp(-y * y_hat)),
    "exponential": sp.exp(-y * y_hat),
    "poisson": y_hat - y * sp.log(y_hat),
    "kl": y * sp.log(y / y_hat) + _p * sp.log(_p / _q),
    "focal": -y * _q**2 * sp.log(y_hat) - _p * y_hat**2 * sp.log(_q),
    "msle": (sp.log(1 + y) - sp.log(1 + y_hat)) ** 2,
    "cauchy": sp.log(1 + _r**2),
}
# Other names of the same, in the one spelling that `_spelled` makes.
SAME = {
    "logistic": "sigmoid", "expit": "sigmoid", "celu": "elu", "σ": "sigmoid", "linear": "identity", "heaviside": "step",
    "threshold": "step", "rectifier": "relu", "swish": "silu", "lrelu": "leaky_relu", "hardswish": "hard_swish",
    "hardsigmoid": "hard_sigmoid", "hardtanh": "hard_tanh", "atan": "arctan", "sine": "sin", "sinusoid": "sin",
    "cosine": "cos", "rbf": "gaussian", "asinh": "arsinh", "abs": "absolute", "leakyrelu": "leaky_relu",
    "logsigmoid": "log_sigmoid", "complementary_log_log": "cloglog", "exponential": "exp", "hyperbolic_tangent": "tanh",
    "gelu_approx": "gelu_tanh", "gelu_new": "gelu_tanh",
}  # fmt: skip
SAME_COSTS = {
    "squared": "mse", "squared_error": "mse", "mean_squared_error": "mse", "l2": "mse", "quadratic": "mse",
    "half_squared_error": "half_mse", "mae": "absolute", "l1": "absolute", "absolute_error": "absolute",
    "mean_absolute_error": "absolute", "smooth_l1": "huber", "logcosh": "log_cosh", "pinball": "quantile",
    "bce": "cross_entropy", "binary_cross_entropy": "cross_entropy",
    "log_loss": "cross_entropy", "logloss": "cross_entropy", "kl_divergence": "kl", "kullback_leibler": "kl",
    "poisson_nll": "poisson", "focal_loss": "focal",
}  # fmt: skip


def activation(given: Any, course: Mapping[str, sp.Expr]) -> sp.Expr:
    """f(z) of a name in `course` or of the field, of typed text, of an object with such a name, or f(z) itself.

    Raises ValueError for what can't be read or is no formula in z, TypeError for anything else.
    """
    return _expression("activation", given, course, ACTIVATIONS, SAME, {"z": z}, "ln(1 + e^z)")


def cost(given: Any, course: Mapping[str, sp.Expr]) -> sp.Expr:
    """loss(y, ŷ), as `activation` has f(z)."""
    return _expression("cost", given, course, COSTS, SAME_COSTS, {"y": y, "y_hat": y_hat}, "|y - ŷ|")


def _expression(role, given, course, field, same, letters, example):
    if not isinstance(given, sp.Basic):
        given = getattr(given, "name", given)
    if isinstance(given, str):
        table = {**field, **course}
        name = _spelled(given)
        if name in table or same.get(name) in table:
            return table.get(name, table.get(same.get(name)))
        given = _typed(role, given, table, same, letters, example)
    if not isinstance(given, sp.Expr):
        raise TypeError(
            f"{role} = {given!r}, expected a name of {', '.join(course)} or a SymPy expression, or text as {example!r}."
        )
    symbols = set(letters.values())
    if not given.free_symbols or given.free_symbols - symbols:
        found, wanted = (", ".join(sorted(map(str, s))) or "no symbol" for s in (given.free_symbols, symbols))
        raise ValueError(f"{role} = {given} is made of {found}; expected a formula in {wanted} of perceptron.symbolic.")
    return given


def _spelled(name):
    """Leaky ReLU, leaky-relu and LeakyReLU as leaky_relu."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def _typed(role, text, table, same, letters, example):
    """Typed text as an expression; a word alone is taken for a name that was misspelled."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ -]+", text.strip()):
        try:
            inputs.choice(role, text, (*table, *same))
        except ValueError as error:
            raise ValueError(f"{error} Or type a formula in {', '.join(letters)}, such as {example!r}.") from None
    try:
        return read(text, letters).doit()
    except ExpressionError as error:
        raise ValueError(
            f"{role} = {text!r} is not known and can't be read: {error.problem}, at column {error.column + 1}. "
            f"Type a name such as {next(iter(table))}, or a formula in {', '.join(letters)} such as {example!r}."
        ) from None
