"""Which known mistake is this? A wrong gradient in numbers, compared with what each mistake gives."""

from perceptron.diagnosis.naming import CLOSE, apart, diagnose, explained, processed
from perceptron.diagnosis.numbers import Numbers, Slips
from perceptron.diagnosis.suspects import Suspects, factors, suspects, with_mistake, wrong_functions

__all__ = [
    "CLOSE",
    "Numbers",
    "Slips",
    "Suspects",
    "apart",
    "diagnose",
    "explained",
    "factors",
    "processed",
    "suspects",
    "with_mistake",
    "wrong_functions",
]
