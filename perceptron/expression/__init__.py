r"""Maths as a reader types it -> SymPy: `read("2(ŷ-y) σ'(z) x")`. The text is never run as Python.

`eval`, and SymPy's `sympify` and `parse_expr` which call it, would run whatever is typed. Here a tokenizer (`words`)
and a parser (`grammar`) know a list of names and signs and nothing else, and `bounded` builds no more than a formula
needs: length, nesting, exponents and numbers all have a largest size.

What may be typed:

    numbers     2  0.5  .5  1e-3  ½  all of them exact
    signs       + - * / ^ **  also × · ÷ −; none is needed in 2x, 2(y-ŷ), w x and wx
    order       -z^2 is -(z^2), 2^3^2 is 2^(3^2), and products go from left to right: 1/2x is (1/2) x
    powers      z²  e^-z  (1+e^{-z})⁻²  tanh²(z), which is (tanh(z))²
    brackets    ( )  [ ]  { }  and |z|
    functions   σ(z)  exp(z)  max(0, z)  and σ'(z), the derivative; log is ln; a letter may follow bare: ln x
    indices     x_i  x_ij  x_{i,j}  xᵢⱼ  w_1  w1  where x_12 is feature 2 of example 1, and w_12 the twelfth weight
    sums        sum(...) and mean(...) over the examples i = 1..n, sum_j(...) over the features j = 1..m; Σ and \sum
                reach to the end of their term; a sum whose letters have no index gives them its own: sum(y - ŷ) is
                the sum of y_i - ŷ_i
    LaTeX       \frac{1}{1+e^{-z}}  \hat{y}  \sigma(z)  \cdot  \sqrt{z}  \left( \right)  \sum_{i=1}^{n} y_i
    left sides  C = ... and dC/dw = ...; what is right of the = is read
"""

from perceptron.expression.reading import read
from perceptron.expression.words import NAMES, ExpressionError

__all__ = ["NAMES", "ExpressionError", "read"]
