"""What a gradient function returns is read in every form that people give it, and else it is said what is wrong with
it.
"""

import functools
import re

import numpy as np
import pytest

from perceptron.returned import bind, pair, precision

W, B = np.array([1.0, -2.0, 0.5]), 0.25
FLAT = np.append(W, B)


class Tensor:
    """As PyTorch's: NumPy may look at it only when it has left its graph."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        return self.values


@pytest.mark.parametrize(
    "returned",
    [
        (W, B), [W, B], (list(W), B), (W, np.array(B)), (W.astype(np.float32), np.float32(B)), {"dC_dw": W, "dC_db": B},
        {"db": B, "dw": W}, {"w": W, "b": B, "loss": 1.0}, {"weight": W, "bias": B},
        {"weights": W, "bias": B}, FLAT, list(FLAT), tuple(FLAT),
        (Tensor(W), Tensor(B)), (Tensor(W), B), Tensor(FLAT),
    ],
)  # fmt: skip
def test_the_two_are_found(returned):
    w, b = pair(returned, 3)
    assert w.tolist() == W.tolist()
    assert b == B


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ((W[:, None], B), "dC_dw has shape (3, 1), expected (3,): it is a column; return dC_dw.ravel()."),
        ((W[None], B), "dC_dw has shape (1, 3), expected (3,): it is a row; return dC_dw.ravel()."),
        (
            (W, [B]),
            "dC_db has shape (1,), expected one number: it is an array with one number in it; return dC_db.item().",
        ),
        ((W, [[B]]), "it is an array with one number in it"),
        ((B, W), "in the other order, expected (dC_dw, dC_db): the weights first."),
        ((np.ones((7, 3)), B), "it has one entry per example; add up over the examples."),
        ((W, np.ones(7)), "it has one entry per example; add up over the examples."),
        ((W, np.ones((7, 1))), "it has one entry per example"),
        ((W, np.ones((1, 7))), "it has one entry per example"),
        ((W, np.ones(5)), "dC_db has shape (5,), expected one number: one neuron has one bias."),
        ((np.ones(7), B), "it has one entry per example"),
        ((W, np.ones((7, 7))), "each of n examples has met each: a column n × 1 less a row of n is an n × n table."),
        (
            (W, W),
            "dC_db has shape (3,), expected one number: it has one entry per weight, and one neuron has one bias.",
        ),
        ((W[:2], B), "dC_dw has shape (2,), expected (3,): each weight has one entry."),
        (W, "expected the pair (dC_dw, dC_db), a dict of the two, or one vector of 4 numbers"),
        (None, "gradient_fn returned None, expected the pair"),
        (3.0, "gradient_fn returned 3.0, expected the pair"),
        ((W, B, 1.0), "expected the pair"),
        ({"a": W, "c": B}, "returned a dict of a, c, expected dC_dw and dC_db."),
    ],
)
def test_another_shape_is_told_by_its_name(returned, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        pair(returned, 3, 7)


def test_one_weight_and_one_number():
    with pytest.raises(ValueError, match=r"it is one number; return np.array\(\[dC_dw\]\)"):
        pair((0.5, B), 1, 7)


@pytest.mark.parametrize("returned", [(W, "b"), (["a", "b", "c"], B), (W, None), (W * 1j, B), ([[1], [1, 2]], B)])
def test_what_is_no_number_is_refused(returned):
    with pytest.raises((TypeError, ValueError), match="dC_d"):
        pair(returned, 3, 7)


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        ((W, B), np.float64), ((W.astype("f4"), B), np.float32), ((W, np.float16(B)), np.float16),
        ((np.float32([0.1, 0.2, 0.3]).astype(float), float(np.float32(0.7))), np.float32),
        ((np.array([0.1, 0.2, 0.3]), 0.7), np.float64), (([1, 2, 3], 4), np.float64), (np.zeros(4), np.float64),
    ],
)  # fmt: skip
def test_the_precision_is_read_off_the_type_and_the_digits(returned, kind):
    assert min(precision(returned, 3), key=lambda one: np.finfo(one).bits) is kind


def test_activation_and_cost_are_passed_on_where_they_are_wanted():
    def wants(X, y, w, b, activation, cost):
        return activation, cost

    assert bind(wants, "a", "c")(1, 2, 3, 4) == ("a", "c")
    assert bind(functools.partial(wants, activation="mine"), "a", "c")(1, 2, 3, 4) == ("a", "c")
    assert bind(max, "a", "c") is max
    with pytest.raises(TypeError, match="expected a function"):
        bind(3, "a", "c")


def test_the_weights_and_the_bias_have_a_precision_each():
    assert precision((np.array([1.0, -2.0, 0.1]), np.float16(0.25)), 3) == (np.float64, np.float16)
