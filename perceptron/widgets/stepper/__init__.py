"""A proof that is read line by line."""

from perceptron.widgets.stepper.stepper import Stepper

__all__ = ["Stepper"]
