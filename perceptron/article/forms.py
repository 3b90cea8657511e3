"""Printed letters and forms as SymPy objects, so that every letter stays where it is printed."""

import sympy as sp

from perceptron.symbolic import alpha

C, MSE, TOTAL = sp.symbols(r"C \text{MSE} \Sigma")
LOSS_, MSE_ = sp.IndexedBase(r"\text{loss}"), sp.IndexedBase(r"\text{MSE}")
x_row, w_row, y_hat_row = sp.symbols(r"x w \hat{y}")  # whole rows of numbers, printed without an index
x_I, w_T = sp.symbols(r"x_{i} w^{\mathsf{T}}")  # example i as a row, the weights as a column
row = sp.Symbol("l", integer=True, positive=True)  # the index of a sum over examples, where i is taken


class Times(sp.Function):
    """A product whose factors stay as and where they are printed."""

    sign, operation = r"\times", sp.Mul

    def doit(self, **hints):
        return self.operation(*self.args)

    def _latex(self, printer):
        return rf" {self.sign} ".join(
            f"({printer._print(a)})" if isinstance(a, Plus) else printer.factor(a) for a in self.args
        )


class Product(Times):
    """The same without a sign."""

    sign = r"\,"


class Dot(Times):
    """x.w, of two numbers or of two rows of them."""

    sign = "."


class Plus(Times):
    """A sum whose terms stay where they are printed."""

    sign, operation = "+", sp.Add


class Slope(sp.Function):
    """∂of/∂by."""

    def _latex(self, printer):
        of, by = map(printer._print, self.args)
        if self.args[0].is_Symbol or isinstance(self.args[0], sp.Indexed):
            return rf"\frac{{\partial {of}}}{{\partial {by}}}"
        return rf"\frac{{\partial}}{{\partial {by}}} {printer.factor(self.args[0])}"


class New(sp.Function):
    """The left side of an update: where the step goes that lowers C + (length of the step)²/2α the most."""

    def doit(self, **hints):
        old, step, slope = self.args[0], sp.Dummy(), sp.Dummy()
        lowest = sp.solve(sp.diff(slope * step + step**2 / (2 * alpha), step), step)[0]
        return old + lowest.xreplace({slope: Slope(C, old)})

    def _latex(self, printer):
        return printer._print(self.args[0])


class Dots(sp.Sum):
    """A sum written out: first term + second term + ... + last term."""

    def _latex(self, printer):
        term, (index, low, high) = self.function, self.limits[0]
        first, second, last = (printer._print(term.subs(index, at)) for at in (low, low + 1, high))
        return rf"({first}) + ({second}) + \cdots + ({last})"


class SumOf(sp.Sum):
    """sum(...) of a row of numbers."""

    def _latex(self, printer):
        rows = self.function.replace(lambda e: isinstance(e, sp.Indexed), lambda e: e.base.label)
        return rf"\text{{sum}}({printer._print(rows)})"
