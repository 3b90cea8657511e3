r"""Maths as a reader types it -> SymPy: `read("2(ŷ-y) σ'(z) x")`. The text is never run as Python.

`eval`, and SymPy's `sympify` and `parse_expr` which call it, would run whatever is typed. Here a tokenizer (`words`)
and a parser (`grammar`) know a list of names and signs and nothing else, and `bounded` builds no more than a formula
needs: length, nesting, exponents and numbers all have a largest size.

What may be typed:

    numbers     2  0.5  .5  0,5  1e-3  ½  3½  1 000  all of them exact; 1,000 is refused, for it is read in two ways
    signs       + - * / ^ **  also × · • ÷ − and every dash; none is needed in 2x, 2(y-ŷ), w x and wx
    order       -z^2 is -(z^2), 2^3^2 is 2^(3^2), and products go from left to right: 1/2x is (1/2) x
    powers      z²  e^-z  (1+e^{-z})⁻²  tanh²(z), which is (tanh(z))²
    brackets    ( )  [ ]  { }  and |z|
    functions   σ(z)  exp(z)  max(0, z)  and σ'(z), the derivative; log is ln; a letter may follow bare: ln x; the base
                of a logarithm is below it, log_2(x), or in its name: log10(x), lg x, ld x
    indices     x_i  x_ij  x_{i,j}  xᵢⱼ  w_1  w1  where x_12 is feature 2 of example 1, and w_12 the twelfth weight;
                in code x[i, j] and x[i][j], without numbers, which code counts from 0
    examples    y^{(i)}  y^(i)  x_j^{(i)}  where what is above in brackets is the example and no power
    sums        sum(...) and mean(...) over the examples i = 1..n, sum_j(...) over the features j = 1..m; Σ, \sum and
                sum_i reach to the end of their term; without an index, a sum counts with the one that all in it have,
                and letters without an index get its own: sum(y - ŷ) adds up y_i - ŷ_i, and sum(w x) adds up w_k x_ik
    vectors     Xᵀ(ŷ - y)/n  X.T @ (y_hat - y)  wᵀx + b  w·x + b  ⟨w, x⟩  (ŷ - y)∘ŷ  ‖ŷ - y‖²  np.dot(w, x)  each a sum
                over indices; a vector stands for its entry i or j. X is the matrix of inputs. Where no sign says
                that letters are vectors, they are numbers: w x + b is one product.
    LaTeX       \frac{1}{1+e^{-z}}  \frac12  \hat{y}  \sigma(z)  \cdot  \sqrt{z}  \left( \right)  \sum_{i=1}^{n} y_i
    Python      np.exp(-z)  math.tanh(z)  np.mean((y - y_hat)**2)  (y - y_hat).sum()
    elsewhere   x.*y  z.^2 (MATLAB)  Tanh[z]  E^-z (Mathematica)  tf.nn.sigmoid(z)  sigmoid_prime(z)  y_pred  1/N  minus
                x squared; letters of another font or width, Word's ▒〖〗, and invisible signs are what they look like
    left sides  C = ...  dC/dw = ...  dC/dw: ...  = ... ; what is right of the sign is read
    around it   quotes and a final full stop mean nothing; a backslash that Python took, as in "\frac", comes back
"""

from perceptron.expression.reading import read
from perceptron.expression.words import NAMES, ExpressionError

__all__ = ["NAMES", "ExpressionError", "read"]
