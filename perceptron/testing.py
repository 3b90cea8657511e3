"""For your own tests: `assert_gradient` passes where `perceptron.certificate.certify` does, and says why where not."""

from typing import Any

from numpy.typing import ArrayLike

from perceptron.certificate import Certificate, certify


def assert_gradient(
    gradient_fn: Any, X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, *neuron: Any, **options: Any
) -> Certificate:
    """Raise an AssertionError with the whole certificate unless the gradient is right; return the certificate.

    All arguments are those of `certify`: the data X (n x m) and y (n), the weights w (m) and the bias b, then
    activation, cost, `points` and so on. At a kink there is no gradient to be right: that is an AssertionError, too.
    """
    __tracebackhide__ = True  # pytest shows the line of the test, not this one
    certificate = certify(gradient_fn, X, y, w, b, *neuron, **options)
    if not certificate.passed:
        raise AssertionError(f"the gradient is not certified:\n{certificate}")
    return certificate
