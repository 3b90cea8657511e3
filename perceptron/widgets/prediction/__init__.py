"""A question that is answered before the answer is seen."""

from perceptron.widgets.prediction.prediction import Prediction

__all__ = ["Prediction"]
