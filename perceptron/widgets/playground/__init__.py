"""A network that is built, trained and looked into by hand."""

from perceptron.widgets.playground.playground import Playground

__all__ = ["Playground"]
