"""The neuron's formulas for use in scenes, at any z and in forms that do not overflow."""

import sympy as sp

from perceptron import codegen, generated
from perceptron import symbolic as neuron


def activation(name, z):
    """The prediction: the named activation of z."""
    return codegen.safe(neuron.ACTIVATIONS[name], neuron.z).subs(neuron.z, z)


def slope(name, z):
    """The derivative of the named activation at z."""
    return codegen.safe(sp.diff(neuron.ACTIVATIONS[name], neuron.z), neuron.z).subs(neuron.z, z)


def loss(cost, z, y):
    """The named loss of a sigmoid neuron for the target y."""
    return generated.loss_of_z(neuron.derive("sigmoid", cost)).subs({neuron.z: z, neuron.y: y}, simultaneous=True)


def delta(cost, z, y):
    """The derivative of that loss in z."""
    return generated.slope_of_z(neuron.derive("sigmoid", cost)).subs({neuron.z: z, neuron.y: y}, simultaneous=True)


def one_of(pick, expressions):
    """The expression whose number `pick` is, counted from 0."""
    *first, last = expressions
    return sp.Piecewise(*((e, sp.Eq(pick, k)) for k, e in enumerate(first)), (last, True))
