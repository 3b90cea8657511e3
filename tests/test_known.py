"""Activations and losses by the field's names: their values, three slopes, kinks, and how they may be called."""

import warnings

import mpmath
import numpy as np
import pytest
import sympy as sp

from perceptron import known, symbolic
from perceptron.cases import borders, cases, slope
from perceptron.generated import loss_of_z, numpy_borders, numpy_gradient, numpy_slopes
from perceptron.neuron import SIGMOID, Activation
from perceptron.symbolic import derive, y, y_hat, z

# None of them is a kink, and the last lie where exponentials overflow.
POINTS = [-7.3, -2.6, -1.2, -0.7, -0.04, 0.2, 0.55, 0.9, 1.7, 2.4, 3.7, 6.8]
FAR = [-1e3, -709.5, -50.0, 50.0, 709.5, 1e3]
GROWS = {"exp", "square"}  # whose values are too large for a float far out


def exactly(derivation, at, target, order):
    """A derivative of the loss in z by 60 digits."""
    loss = sp.lambdify((z, y), cases(derivation.loss).subs(y_hat, cases(derivation.activation)), modules="mpmath")
    with mpmath.workdps(60):
        value = mpmath.diff(lambda v: loss(v, mpmath.mpf(target)), mpmath.mpf(at), order, h=mpmath.mpf(10) ** -15)
        return float(mpmath.re(value))


@pytest.mark.parametrize("name", known.ACTIVATIONS)
def test_an_activation_has_three_right_slopes_and_is_finite_far_out(name):
    derivation = derive(name)
    at = np.array(POINTS + FAR)
    found = np.array(numpy_slopes(derivation)(at, np.full(len(at), 0.25)))
    for order in (1, 2, 3):
        exact = [exactly(derivation, p, 0.25, order) for p in POINTS]
        assert found[order - 1][: len(POINTS)] == pytest.approx(exact, rel=1e-8, abs=1e-9)
    if name not in GROWS:
        assert np.isfinite(found).all()
        for far in FAR:
            assert np.isfinite(np.append(*numpy_gradient(derivation)([[1.0]], [0.25], [0.0], far))).all()


LOSSES = {  # cost: targets and the z at which it has a value through the identity
    **dict.fromkeys(("absolute", "huber", "log_cosh", "quantile", "half_mse", "cauchy"), ((0.0, 0.25, 1.0),
        POINTS + FAR)),
    **dict.fromkeys(("hinge", "squared_hinge", "exponential", "logistic"), ((-1.0, 1.0), POINTS)),
    **dict.fromkeys(("poisson", "msle"), ((0.0, 1.0, 3.0), [0.2, 0.55, 1.7, 6.8])),
    **dict.fromkeys(("kl", "focal"), ((0.0, 0.3, 1.0), [0.04, 0.2, 0.55, 0.9])),
}  # fmt: skip


def test_every_loss_is_tried():
    assert set(LOSSES) == set(known.COSTS)


@pytest.mark.parametrize("name", known.COSTS)
def test_a_loss_has_three_right_slopes(name):
    derivation = derive("identity", name)
    targets, points = LOSSES[name]
    at, target = (grid.ravel() for grid in np.meshgrid(points, targets))
    found = np.array(numpy_slopes(derivation)(at, target))
    assert np.isfinite(found).all()
    near = np.abs(at) < 10
    inside = near & (target > 0) & (target < 1) if name == "kl" else near  # 0 log 0 has no digits
    for order in (1, 2, 3):
        exact = [exactly(derivation, *pair, order) for pair in zip(at[inside], target[inside], strict=True)]
        assert found[order - 1][inside] == pytest.approx(exact, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(("activation", "cost"), [("sigmoid", "kl"), ("sigmoid", "focal"), ("cloglog", "huber"),
                                                  ("gelu", "log_cosh"), ("elu", "hinge"), ("relu",
                                                      "absolute")])  # fmt: skip
def test_pairs_are_finite_in_saturation(activation, cost):
    at, target = (grid.ravel() for grid in np.meshgrid([-1e3, -40.0, -0.3, 0.4, 40.0, 1e3], [0.0, 1.0]))
    found = np.array(numpy_slopes(derive(activation, cost))(at, target))
    assert np.isfinite(found).all()


def test_kullback_leibler_at_targets_of_0_and_1_is_cross_entropy():
    from perceptron.codegen import numpy_function

    losses = [numpy_function((z, y), loss_of_z(derive("sigmoid", cost))) for cost in ("kl", "cross_entropy")]
    at, target = np.array([-3.0, 0.5, 2.0, 7.0]), np.array([0.0, 1.0, 0.0, 1.0])
    assert losses[0](at, target) == pytest.approx(losses[1](at, target), rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ln(1+e^z)", "softplus"), ("np.log(1 + np.exp(z))", "softplus"), (r"\ln(1+e^z)", "softplus"), ("|z|",
            "absolute"),
        ("max(0, z)", "relu"), ("z/(1+|z|)", "softsign"), ("z tanh(ln(1+e^z))", "mish"), ("z σ(z)", "silu"),
        ("1 - exp(-exp(z))", "cloglog"), ("z/2 (1 + erf(z/√2))", "gelu"), ("e^-z²", "gaussian"), ("arctan(z)",
            "arctan"),
        ("max(0, min(1, z/6 + ½))", "hard_sigmoid"), ("max(0,z) + min(0, e^z - 1)", "elu"), ("f(z) = min(max(0,z),6)",
            "relu6"),
        ("max(0.01z, z)", "leaky_relu"),
    ],
)  # fmt: skip
def test_typed_text_is_derived_as_the_name_is(typed, same):
    at, target = np.array([-5.5, -1.3, -0.2, 0.3, 0.8, 2.9, 6.4]), np.full(7, 0.3)
    found, expected = (np.array(numpy_slopes(derive(one))(at, target)) for one in (typed, same))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("typed", "same"),
    [("|y-ŷ|", "absolute"), ("(y - ŷ)²", "mse"), ("ln(cosh(y-ŷ))", "log_cosh"), ("max(0, 1 - y ŷ)", "hinge"),
     ("max(0, 1-yŷ)^2", "squared_hinge"), ("ŷ - y ln ŷ", "poisson"), ("max(0.9(y-ŷ), -0.1(y-ŷ))", "quantile"),
     ("min(|y-ŷ|, 1) |y-ŷ| - min(|y-ŷ|, 1)²/2", "huber"), ("\\frac12(y-\\hat y)^2", "half_mse"),
     ("-y ln(ŷ) - (1-y) ln(1-ŷ)", "cross_entropy"), ("loss = e^{-yŷ}", "exponential")],
)  # fmt: skip
def test_typed_losses_are_derived_as_the_name_is(typed, same):
    at, target = np.array([0.11, 0.35, 0.62, 0.93]), np.array([1.0, 0.0, 1.0, 0.0])
    found, expected = (np.array(numpy_slopes(derive("identity", one))(at, target)) for one in (typed, same))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("other", "name"),
    [("Swish", "silu"), ("Leaky ReLU", "leaky_relu"), ("leaky-relu", "leaky_relu"), ("logistic", "sigmoid"), ("ReLU",
        "relu"),
     ("linear", "identity"), ("hard sigmoid", "hard_sigmoid"), ("GELU", "gelu"), ("σ", "sigmoid"), (" Softplus ",
         "softplus")],
)  # fmt: skip
def test_other_names_of_the_same(other, name):
    assert derive(other) is derive(name)


@pytest.mark.parametrize(("other", "name"), [("MAE", "absolute"), ("l1", "absolute"), ("BCE", "cross_entropy"),
                                             ("smooth L1", "huber"), ("pinball", "quantile"), ("logcosh",
                                                 "log_cosh")])  # fmt: skip
def test_other_names_of_the_same_loss(other, name):
    assert derive("identity", other) is derive("identity", name)


def test_the_tables_name_something_and_hide_nothing():
    for table, same, course in ((known.ACTIVATIONS, known.SAME, symbolic.ACTIVATIONS),
                                (known.COSTS, known.SAME_COSTS, symbolic.COSTS)):  # fmt: skip
        assert set(same.values()) <= set(table) | set(course)
        assert not set(table) & set(course)
        assert not set(same) & (set(table) | set(course))


def test_objects_stand_for_their_names():
    own = Activation("z/(1+|z|)", SIGMOID.both, SIGMOID.only)
    assert derive(SIGMOID) is derive("sigmoid")
    assert derive(own).activation == z / (1 + sp.Abs(z))


@pytest.mark.parametrize(
    ("activation", "cost", "said"),
    [
        ("sofplus", "mse", "Did you mean 'softplus'.*ln\\(1 \\+ e\\^z\\)"), ("softplus", "absolut",
            "Did you mean 'absolute'"),
        ("ln(1 + e^q)", "mse", "q is not known here.*column 10.*such as 'ln"), ("z +", "mse",
            "can't be read: found the end"),
        ("tanh", "|y - z|", "z is not known"), ("2", "mse", "no symbol"), ("", "mse", "no formula"),
        ("__import__('os')", "mse", "can't be read"), ("1/0", "mse", "divides by zero"),
    ],
)  # fmt: skip
def test_what_is_neither_a_name_nor_a_formula_is_told_in_one_line(activation, cost, said):
    with pytest.raises(ValueError, match=said) as caught:
        derive(activation, cost)
    assert "\n" not in str(caught.value)


# --- case distinctions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "edges"),
    [(sp.Abs(y - y_hat), {"0.5": 0.5}), (sp.Max(0, 1 - y * y_hat), {"0.5": 2.0}), (known.COSTS["huber"], {"0.5": 1.5,
        "0.25": -0.75}),
     (known.COSTS["quantile"], {"0.5": 0.5}), ((y - y_hat) ** 2, {})],
)  # fmt: skip
def test_kinks_of_a_loss_are_where_a_border_is_0(loss, edges):
    sides = numpy_borders(derive("identity", loss))
    assert bool(borders(loss)) == bool(edges)
    for target, edge in edges.items():
        assert np.min(np.abs(sides(np.array([float(target)]), np.array([edge])))) == pytest.approx(0, abs=1e-12)
        assert np.min(np.abs(sides(np.array([float(target)]), np.array([edge + 0.2])))) > 0.05


@pytest.mark.parametrize("expression", [sp.Abs(z), sp.Max(0, z), sp.Min(1, z, 2 - z), sp.sign(z), sp.Heaviside(z, 0),
    z * sp.Abs(z - 1),
                                        sp.Abs(sp.Max(z, -1) - 2), sp.Max(0, sp.Min(1, z / 4)), sp.sqrt(sp.Abs(z)),
                                        sp.Abs(sp.Abs(sp.Abs(z) - 1) - 1)], ids=str)  # fmt: skip
def test_cases_are_the_same_function_and_have_slopes(expression):
    original, found = (
        sp.lambdify(z, e, modules=[{"Heaviside": lambda u, v: float(u > 0)}, "math"])
        for e in (expression, cases(expression))
    )
    slopes = [sp.lambdify(z, slope(expression, z, order), modules="math") for order in (1, 2)]
    assert not slope(expression, z, 2).has(sp.DiracDelta, sp.Heaviside, sp.sign)
    for at in (-3.7, -1.3, -0.6, 0.3, 0.8, 1.4, 2.2, 5.1):
        assert found(at) == pytest.approx(original(at))
        assert slopes[0](at) == pytest.approx((original(at + 1e-6) - original(at - 1e-6)) / 2e-6, abs=1e-6)
        slopes[1](at)


def test_a_relu_in_cases_has_the_slope_0_at_0():
    assert slope(sp.Max(0, z), z).subs(z, 0) == 0
    assert slope(sp.Abs(z), z).subs(z, 0) == 0


def test_no_warning_is_given_for_the_case_that_is_not_taken():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(numpy_slopes(derive("elu", "huber"))(np.array([1e3, -1e3]), np.array([0.0, 1.0]))).all()
