"""A place for a table of the reader's own: a file is chosen, or its lines are pasted."""

from perceptron.widgets.own_table.own_table import OwnTable

__all__ = ["OwnTable"]
