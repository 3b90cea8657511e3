"""The neuron in symbols: its derivation holds, equals the neuron by hand, and is refused where it is wrong."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from perceptron import generated, symbolic
from perceptron.cost import COSTS, MSE
from perceptron.generated import numpy_gradient, numpy_slopes
from perceptron.gradient import cost_at, gradient, loss_and_slope
from perceptron.neuron import ACTIVATIONS, SIGMOID
from perceptron.symbolic import Derivation, derive, i, j, y, y_hat, z

EVERY = [(a, c) for a in symbolic.ACTIVATIONS for c in symbolic.COSTS]
WITH_GRADIENT = [pair for pair in EVERY if pair != ("step", "cross_entropy")]
ROUNDED = 1e-15  # a few roundings of terms of size 1, which may cancel
SATURATED = [-1e308, -800.0, -745.2, -710.0, -40.0, -1e-300, 0.0, 1e-9, 19.0, 37.0, 710.0, 800.0, 1e308]


def test_the_two_neurons_have_the_same_activations_and_costs():
    assert list(symbolic.ACTIVATIONS) == list(ACTIVATIONS)
    assert list(symbolic.COSTS) == list(COSTS)


@pytest.mark.parametrize(("activation", "cost"), EVERY)
def test_the_chain_of_links_is_the_direct_derivative_and_the_bias_a_weight(activation, cost):
    derivation = derive(activation, cost)
    assert derivation.verify() is True
    assert [name for name, _, _ in derivation.bias_as_weight()] == ["z_i", "dC_db"]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_verify_refuses_a_wrong_link(activation, monkeypatch):
    f = symbolic.ACTIVATIONS[activation]
    monkeypatch.setitem(symbolic.IN_Y_HAT, f, symbolic.IN_Y_HAT[f] + sp.Rational(1, 10**9))
    with pytest.raises(AssertionError, match="is not"):
        Derivation(f, symbolic.COSTS["mse"]).verify()


@pytest.mark.parametrize("part", ["dC_db", "dC_dw"])
def test_bias_as_weight_refuses_a_wrong_gradient(part):
    derivation = Derivation(symbolic.ACTIVATIONS["sigmoid"], symbolic.COSTS["mse"])
    derivation.__dict__[part] = 2 * getattr(derivation, part)  # where cached_property keeps what it found
    with pytest.raises(AssertionError, match="dC_db"):
        derivation.bias_as_weight()


@pytest.mark.parametrize(("activation", "cost"), WITH_GRADIENT)
@given(seed=st.integers(0, 2**32 - 1))
def test_generated_numpy_equals_the_gradient_by_hand(activation, cost, seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 12, size=2)
    X, w, b, y = rng.normal(size=(n, m)), rng.normal(size=m), rng.normal(), rng.integers(0, 5, n) / 4
    w *= 10 ** rng.uniform(-2, 3)  # up to deep saturation
    if cost == "cross_entropy" and activation != "sigmoid":  # ŷ must be a chance
        w, b = 0.4 * w / np.abs(X @ w).max(), 0.5
    pair = ACTIVATIONS[activation], COSTS[cost]
    by_hand, generated = gradient(X, y, w, b, *pair), numpy_gradient(derive(*pair))(X, y, w, b)
    size = np.abs(loss_and_slope(y, X @ w + b, *pair)[1]) @ np.abs(np.column_stack([X, np.ones(n)])) / n
    assert (np.abs(np.append(*by_hand) - np.append(*generated)) <= 1e-13 * size + 1e-300).all()


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_generated_numpy_is_as_safe_in_saturation_as_the_gradient_by_hand(activation, cost, target):
    finite = 0
    for at in SATURATED:
        point = [[1.0]], [target], [0.0], at
        try:
            by_hand = gradient(*point, activation, cost)
        except ValueError:  # tanh is no chance there
            continue
        generated = numpy_gradient(derive(activation, cost))(*point)
        assert generated[1] == pytest.approx(by_hand[1], rel=1e-13, abs=5e-324), at
        assert generated[0][0] == generated[1]
        finite += 1
    assert finite == len(SATURATED) or (activation, cost) == ("tanh", "cross_entropy")


def test_generated_numpy_sees_every_example_whatever_the_blocks(monkeypatch):
    X = np.arange(14.0).reshape(7, 2) / 7
    y, w, b = np.arange(7) / 7, [0.5, -0.25], 0.1
    for block in (1, 3, 6, 7, 8):
        monkeypatch.setattr(generated, "BLOCK", block)
        assert np.append(*numpy_gradient(derive())(X, y, w, b)) == pytest.approx(
            np.append(*gradient(X, y, w, b)), rel=1e-13
        )


@pytest.mark.parametrize("examples", [1, 2])
@pytest.mark.parametrize("features", [1, 2, 3])
@pytest.mark.parametrize(("activation", "cost"), [("sigmoid", "mse"), ("tanh", "mse"), ("sigmoid", "cross_entropy")])
def test_at_a_size_every_formula_gives_the_number(examples, features, activation, cost):
    X = (np.arange(examples * features).reshape(examples, features) - 2) / 4
    w, b, targets = np.arange(1, features + 1) / 8, -0.25, np.arange(examples) / 2
    numbers = {symbolic.x_[p + 1, q + 1]: X[p, q] for p in range(examples) for q in range(features)}
    numbers |= {symbolic.w_[q + 1]: w[q] for q in range(features)} | {symbolic.b: b}
    numbers |= {symbolic.y_[p + 1]: targets[p] for p in range(examples)}
    derivation = derive(activation, cost)

    def value(expression):
        sizes = {symbolic.n: examples, symbolic.m: features}
        return float(derivation.explicit(expression).subs(sizes).doit().subs(numbers))

    dC_dw, dC_db = gradient(X, targets, w, b, activation, cost)
    assert value(derivation.C) == pytest.approx(cost_at(X, targets, w, b, activation, cost), rel=1e-13)
    assert value(derivation.dC_db) == pytest.approx(dC_db, rel=1e-13)
    for feature in range(features):
        assert value(derivation.dC_dw.subs(j, feature + 1)) == pytest.approx(dC_dw[feature], rel=1e-13, abs=ROUNDED)


SOFTPLUS = sp.log(1 + sp.exp(z))
BUMP = z * sp.exp(-(z**2))
HUBER = sp.Piecewise(((y - y_hat) ** 2 / 2, sp.Abs(y - y_hat) <= 1), (sp.Abs(y - y_hat) - sp.Rational(1, 2), True))


@pytest.mark.parametrize("activation", [SOFTPLUS, BUMP, "sigmoid"], ids=["softplus", "bump", "sigmoid"])
@pytest.mark.parametrize("cost", ["mse", HUBER], ids=["mse", "Huber"])
def test_a_formula_of_the_readers_own_has_the_slope_of_its_loss(activation, cost):
    derivation = derive(activation, cost)
    assert derivation.verify()
    loss = sp.lambdify((z, y), derivation.loss.subs(y_hat, derivation.activation), modules="mpmath")
    for at in (-3.0, -0.5, 0.0, 0.25, 2.0, 6.0):
        with mpmath.workdps(40):
            h, target = mpmath.mpf(10) ** -12, mpmath.mpf(0.375)
            numeric = float((loss(at + h, target) - loss(at - h, target)) / (2 * h))
        found = np.append(*numpy_gradient(derivation)([[2.0]], [0.375], [0.0], at))
        assert found == pytest.approx([2 * numeric, numeric], rel=1e-13, abs=ROUNDED), at


@pytest.mark.parametrize("at", [-800.0, -710.0, 40.0, 800.0, 1e150])
def test_softplus_is_safe_where_its_exponential_overflows(at):
    # d/dz softplus(z)² = 2 softplus(z) σ(z): 2 e^{2z} far below 0, 2z far above.
    right = 2 * np.exp(2 * min(at, 0.0)) if at < 0 else 2 * at
    assert numpy_gradient(derive(SOFTPLUS, "mse"))([[1.0]], [0.0], [0.0], at)[1] == pytest.approx(
        right, rel=1e-12, abs=5e-324
    )


def test_what_is_derived_once_is_found_again_by_name_and_by_object():
    assert derive() is derive("sigmoid", "mse") is derive(SIGMOID, MSE)
    assert derive(symbolic.ACTIVATIONS["tanh"]) is derive("tanh")
    assert derive("tanh") is not derive()


def test_the_page_says_what_the_course_says():
    formulas = derive().latex
    assert formulas["z"] == r"z_{i} = \sum_{k=1}^{m} w_{k} x_{ik} + b"
    assert formulas["dC_dw"] == (
        r"\frac{\partial C}{\partial w_{j}} = \frac{2}{n} \sum_{i=1}^{n} \left(\hat{y}_{i} - y_{i}\right) \, "
        r"\hat{y}_{i} \left(1 - \hat{y}_{i}\right) \, x_{ij}"
    )
    page = derive()._repr_latex_()
    assert page.count("&=") == len(formulas)
    assert all(formula.split(" = ")[0] in page for formula in formulas.values())


@pytest.mark.parametrize(("activation", "cost"), EVERY)
def test_every_formula_can_be_shown(activation, cost):
    for name, formula in derive(activation, cost).latex.items():
        left, right = formula.split(" = ", 1)
        assert left, name
        assert right, name
        assert formula.count("{") == formula.count("}"), name
        assert formula.count(r"\left") == formula.count(r"\right"), name


@pytest.mark.parametrize(("activation", "cost"), WITH_GRADIENT)
def test_slopes_are_the_first_three_derivatives_of_each_loss(activation, cost):
    derivation = derive(activation, cost)
    at = np.array([0.1, 0.4, 0.9])
    target = np.array([0.0, 0.5, 1.0])
    loss = sp.lambdify((z, y), derivation.loss.subs(y_hat, derivation.activation), modules="mpmath")
    for order, found in enumerate(numpy_slopes(derivation)(at, target), start=1):
        exact = [float(mpmath.diff(lambda v, t=t: loss(v, t), p, order)) for p, t in zip(at, target, strict=True)]
        assert found == pytest.approx(exact, rel=1e-6, abs=1e-6)


def test_links_of_example_i_do_not_hold_a_sum():
    derivation = derive()
    for link in (derivation.dC_dy_hat, derivation.dy_hat_dz, derivation.dz_dw, derivation.dz_db):
        assert not link.has(sp.Sum)
    assert derivation.dz_dw == symbolic.x_[i, j]
