"""The mathematics of one neuron. Import its modules by name: `from perceptron import neuron, gradient`."""

__version__ = "0.1.0"
