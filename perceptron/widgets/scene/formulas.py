"""The neuron's formulas for use in scenes, at any z and in forms that do not overflow."""

import sympy as sp

from perceptron import codegen, generated, symbolic


def activation(name, z):
    """The prediction: the named activation of z."""
    return codegen.safe(symbolic.ACTIVATIONS[name], symbolic.z).subs(symbolic.z, z)


def slope(name, z):
    """The derivative of the named activation at z."""
    return codegen.safe(sp.diff(symbolic.ACTIVATIONS[name], symbolic.z), symbolic.z).subs(symbolic.z, z)


def loss(cost, z, y):
    """The named loss of a sigmoid neuron for the target y."""
    return _at(generated.loss_of_z(symbolic.derive("sigmoid", cost)), z, y)


def delta(cost, z, y):
    """The derivative of that loss in z."""
    return _at(generated.slope_of_z(symbolic.derive("sigmoid", cost)), z, y)


def _at(expression, z, y):
    return expression.subs({symbolic.z: z, symbolic.y: y}, simultaneous=True)


def one_of(pick, expressions):
    """The expression whose number `pick` is, counted from 0."""
    *first, last = expressions
    return sp.Piecewise(*((e, sp.Eq(pick, k)) for k, e in enumerate(first)), (last, True))
