"""`assert_gradient` in somebody's own tests: silent where the gradient is right, and else the certificate."""

import numpy as np
import pytest

from perceptron.gradient import gradient
from perceptron.testing import assert_gradient

X, Y, W, B = np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5]]), np.array([1.0, 0.0, 1.0]), np.array([0.75, -0.4]), 0.1


def test_a_right_gradient_passes():
    assert assert_gradient(gradient, X, Y, W, B, "tanh", points=2).passed


def test_a_wrong_one_raises_the_certificate():
    def wrong(X, y, w, b):
        dC_dw, dC_db = gradient(X, y, w, b)
        return -dC_dw, -dC_db

    with pytest.raises(AssertionError, match="failed: the sign is lost") as raised:
        assert_gradient(wrong, X, Y, W, B)
    assert "by hand" in str(raised.value)
    with pytest.raises(AssertionError, match="kink"):
        assert_gradient(gradient, [[1.0]], [1.0], [1.0], -1.0, "relu")
