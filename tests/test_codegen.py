"""Forms that neither overflow nor lose digits where exp does, and the code printed from them."""

import inspect
from pathlib import Path

import mpmath
import numpy as np
import pytest
import sympy as sp
from node import ask
from sympy.codegen.cfunctions import expm1, log1p

from perceptron import codegen
from perceptron.symbolic import y, y_hat, z
from perceptron.widgets import scene
from perceptron.widgets.widget import joined

RATIONAL_IN_EXP = {
    "sigmoid": 1 / (1 + sp.exp(-z)),
    "its slope": sp.exp(-z) / (1 + sp.exp(-z)) ** 2,
    "slope of tanh": 1 - sp.tanh(z) ** 2,
    "softplus": sp.log(1 + sp.exp(z)),
    "softplus backwards": sp.log(1 + sp.exp(-z)),
    "steep": 1 / (1 + sp.exp(-3 * z)),
    "swish": z / (1 + sp.exp(-z)),
    "1/cosh": 1 / sp.cosh(z),
    "sinh": 1 / (2 + sp.sinh(z) ** 2),
}
GRID = [-800.0, -350.0, -40.0, -2.0, -1e-9, 0.0, 1e-9, 0.5, 20.0, 40.0, 350.0, 800.0]


@pytest.mark.parametrize("name", RATIONAL_IN_EXP)
def test_a_safe_form_is_the_same_function_without_a_warning(name):
    expression = RATIONAL_IN_EXP[name]
    function = codegen.numpy_function((z,), codegen.safe(expression, z))
    with np.errstate(all="raise", under="ignore"):
        got = function(np.array(GRID))
    exact = sp.lambdify(z, expression, modules="mpmath")
    with mpmath.workdps(1000):  # enough to see 1 - tanh(800)²
        assert got == pytest.approx([float(exact(mpmath.mpf(v))) for v in GRID], rel=1e-14, abs=5e-324)


@pytest.mark.parametrize("expression", [z**2 - 3 * z, sp.tanh(z), sp.exp(-(z**2)), sp.exp(z / 2), sp.Abs(z)])
def test_what_is_not_rational_in_exp_stays_as_it_is(expression):
    assert codegen.safe(expression, z) == expression


@pytest.mark.parametrize("expression", [1 / (1 - sp.exp(z)), sp.log(2 - sp.exp(z)), 1 / (2 * sp.exp(z) - 1)])
def test_a_pole_is_not_hidden(expression):  # no form is safe there
    form = codegen.safe(expression, z).replace(expm1, lambda u: sp.exp(u) - 1)
    assert sp.simplify(form - expression) == 0
    assert not form.has(sp.Piecewise)


# expression: points where it would lose its digits or overflow, if it were computed as it is written.
DELICATE = {
    sp.exp(z / 3) - 1: (1e-12, -1e-9), 1 - sp.exp(-sp.exp(z)): (-40, -600, 3, 1e3),
    sp.diff(1 - sp.exp(-sp.exp(z)), z, 3): (-1e3, -20, 2, 5, 1e3), z * (1 + sp.erf(z / sp.sqrt(2))) / 2: (-30, -9, 5),
    (1 - sp.erf(z)) / 2: (2, 5, 20), sp.sech(z): (-900, 900), sp.coth(z / 2 + 1): (-900, 900), sp.csch(z): (-900, 3),
}  # fmt: skip


@pytest.mark.parametrize("expression", DELICATE, ids=str)
def test_no_digit_is_lost_in_a_difference(expression):
    points = DELICATE[expression]
    exact = sp.lambdify(z, expression, modules="mpmath")
    with np.errstate(over="ignore"):
        got = codegen.numpy_function((z,), codegen.safe(expression, z))(np.array(points, dtype=float))
    with mpmath.workdps(900):
        assert got == pytest.approx([float(exact(mpmath.mpf(p))) for p in points], rel=1e-12, abs=1e-300)


SPECIAL = (sp.erf(z), sp.erfc(z), sp.sinh(z), sp.cosh(z), sp.sech(z), sp.csch(z), sp.coth(z), sp.asinh(z), sp.atan(z),
           expm1(z), log1p(z**2), sp.log(1 + z**2) / sp.log(2), sp.erf(z / sp.sqrt(2)), sp.sign(z), sp.Max(0, z),
           sp.diff(sp.erf(z), z), sp.diff(sp.asinh(z), z), sp.diff(sp.sech(z), z))  # fmt: skip
PROGRAM = """
const told = JSON.parse(readFileSync(0, "utf8"));
const run = compiled(`return [${told.sources.map((one) => `D.map((z) => ${one})`)}]`);
console.log(JSON.stringify(run({}, {}, told.points).map((values) => values.map(String))));
"""


def test_the_browser_has_every_function_that_the_reader_knows():
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(0, 1, 60), rng.uniform(-6, 6, 60), [2, -2, 1e-12, -1e-300, 1.999, 2.001, 25]])
    told = {"sources": [codegen.javascript(e) for e in SPECIAL], "points": points.tolist()}
    answers = ask(joined(Path(scene.__file__).parent / "evaluate.js") + PROGRAM, told)
    for expression, said in zip(SPECIAL, answers, strict=True):
        expected = codegen.numpy_function((z,), expression)(points)
        np.testing.assert_allclose(np.array(said, dtype=float), expected, rtol=1e-12, atol=0, err_msg=str(expression))


def test_factors_that_overflow_are_multiplied_out():
    # Cross-entropy through a sigmoid: dloss/dŷ is infinite where σ' is 0, their product is σ - y.
    sigmoid = 1 / (1 + sp.exp(-z))
    outer = sp.diff(-y * sp.log(y_hat) - (1 - y) * sp.log(1 - y_hat), y_hat)
    slope = codegen.numpy_function((z, y), codegen.compose(outer, sigmoid, y_hat, z, links=(sp.diff(sigmoid, z),)))
    with np.errstate(all="raise", under="ignore"):
        got = slope(np.array([-1e308, -40.0, 0.0, 40.0, 1e308]), np.array([1.0, 0.0, 0.5, 1.0, 0.0]))
    assert got == pytest.approx([-1, np.exp(-40), 0, -np.exp(-40), 1], rel=1e-14)


@pytest.mark.parametrize("outer", [-sp.log(y_hat), -(y**2) * sp.log(y_hat), (y - y_hat) ** 2], ids=str)
def test_a_loss_that_is_no_line_in_the_target_is_composed_as_it_is(outer):
    loss = codegen.compose(outer, 1 / (1 + sp.exp(-z)), y_hat, z)
    exact = outer.subs(y_hat, 1 / (1 + sp.exp(-z)))
    for point in ({z: -3, y: sp.Rational(1, 2)}, {z: 2, y: 3}):
        assert float(loss.subs(point)) == pytest.approx(float(exact.subs(point)), rel=1e-14)


def test_a_target_of_0_or_1_drops_the_term_it_multiplies():
    loss = codegen.compose(-y * sp.log(y_hat) - (1 - y) * sp.log(1 - y_hat), z, y_hat, z)
    with np.errstate(divide="ignore", invalid="ignore"):
        got = codegen.numpy_function((z, y), loss)(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0]))
    assert got.tolist() == [0, 0, np.inf, np.inf]


def test_numpy_functions_keep_the_shape_of_their_arguments():
    grid = np.arange(6.0).reshape(2, 3)
    one = codegen.numpy_function((z, y), sp.Integer(7))
    assert one(grid, grid).tolist() == [[7] * 3] * 2
    total, constant = codegen.numpy_function((z, y), z + y, sp.Integer(0))(grid, grid)
    assert np.array_equal(total, 2 * grid)
    assert (constant.shape, constant.dtype) == (grid.shape, float)
    cases = sp.Piecewise((1, z < 1), (2, z < 3), (3, True))
    assert codegen.numpy_function((z,), cases)(np.array([0.0, 1.0, 2.0, 3.0])).tolist() == [1, 2, 2, 3]


def test_what_expressions_have_in_common_is_computed_once():
    source = inspect.getsource(codegen.numpy_source((z,), [sp.exp(-z), 1 / (1 + sp.exp(-z))]))
    assert source.count("exp(") == 1


def test_numbers_may_be_kept_to_float32():
    (got,) = codegen.numpy_source((z,), [codegen.fround(z)])(np.array([0.1, 0.5]))
    assert (got.tolist(), got.dtype) == ([0.10000000149011612, 0.5], float)


def test_javascript_is_one_line():
    assert codegen.javascript(sp.exp(-sp.Abs(z))) == "Math.exp(-Math.abs(z))"
    assert codegen.javascript(log1p(codegen.fround(z))) == "Math.log1p(Math.fround(z))"
    cases = sp.Piecewise((sp.zoo, z <= 0), (sp.log(z), True))
    assert codegen.javascript(cases) == "((z <= 0) ? ( NaN ) : ( Math.log(z) ))"
