r"""The article's 21 printed equations, held against the mathematics one by one; no verdict is stored, each is computed.

The course follows "A Gentle Introduction To Math Behind Neural Networks", and its path from the weighted sum to the
update is a good one. In the printed formulas n counts features and examples, and i is an index of both.
"""

from perceptron.article.audit import Audit, audit
from perceptron.article.claims import CLAIMS
from perceptron.article.equations import EQUATIONS
from perceptron.article.own_formula import check
from perceptron.article.printed_gradient import gradient_as_printed

__all__ = ["CLAIMS", "EQUATIONS", "Audit", "audit", "check", "gradient_as_printed"]
