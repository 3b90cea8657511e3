"""What a neuron learns from: data sets of the course, and `table` for your own."""

from perceptron.data.dataset import Dataset, Standardisation, hold_out
from perceptron.data.known import FOLDER, MEASUREMENTS, SHAPES, SPECIES, cell_nuclei, made_up, o_rings, penguins, xor
from perceptron.data.table import Table, TableError, table

__all__ = [
    "FOLDER", "MEASUREMENTS", "SHAPES", "SPECIES", "Dataset", "Standardisation", "Table", "TableError", "cell_nuclei",
    "hold_out", "made_up", "o_rings", "penguins", "table", "xor",
]  # fmt: skip
