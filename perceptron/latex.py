"""SymPy expressions as LaTeX in the course's form, and a derivation's formulas with the links in the chain's order."""

from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

# What a Derivation finds, by the name it has in code; predictions and links are those of example i.
LEFT_SIDES = {
    "z": "z_{i}",
    "y_hat": r"\hat{y}_{i}",
    "C": "C",
    "dC_dy_hat": r"\frac{\partial C}{\partial \hat{y}_{i}}",
    "dy_hat_dz": r"\frac{\partial \hat{y}_{i}}{\partial z_{i}}",
    "dz_dw": r"\frac{\partial z_{i}}{\partial w_{j}}",
    "dz_db": r"\frac{\partial z_{i}}{\partial b}",
    "dC_dw": r"\frac{\partial C}{\partial w_{j}}",
    "dC_db": r"\frac{\partial C}{\partial b}",
}


def latex(expression: sp.Basic) -> str:
    """LaTeX of a SymPy expression, as the course writes it."""
    return _page.doprint(expression)


def formulas(derivation: Any) -> dict[str, str]:
    """Each formula of a Derivation as LaTeX, by the name it has in code."""
    totals = {"dC_dw": derivation.chain(derivation.dz_dw), "dC_db": derivation.chain(derivation.dz_db)}
    return {
        name: f"{left} = {_total(*totals[name]) if name in totals else latex(getattr(derivation, name))}"
        for name, left in LEFT_SIDES.items()
    }


def aligned(rows: Iterable[str]) -> str:
    """Rows of LaTeX below one another for a page, aligned where each has its &."""
    return r"$\displaystyle \begin{aligned} " + r" \\[6pt] ".join(rows) + r" \end{aligned}$"


def _total(outside, links):
    """The sum of products over the examples, with the links in this order, which a SymPy product does not keep."""
    links = [link for link in links if link != 1]
    if 0 in links:
        return "0"
    return rf"{latex(outside)} \sum_{{i=1}}^{{n}} " + r" \, ".join(map(_page.factor, links))


class _Page(LatexPrinter):
    """LaTeX as the course writes it: x_{ij} without a comma, what is added before what is taken away, letters first."""

    def _print_Indexed(self, expr):
        comma = "" if all(index.is_Symbol or index.is_Integer for index in expr.indices) else ","
        return f"{self._print(expr.base)}_{{{comma.join(map(self._print, expr.indices))}}}"

    def _print_IndexedBase(self, expr):
        return self._print(expr.label)

    def _as_ordered_terms(self, expr, order=None):
        return sorted(expr.args, key=lambda a: (a.could_extract_minus_sign(), not a.has(sp.Sum), a.sort_key()))

    def _print_Mul(self, expr):
        outside, total = expr.as_independent(sp.Sum)
        if isinstance(total, sp.Sum) and outside != 1:
            return f"{self._print(outside)} {self._print(total)}"
        if sp.fraction(expr)[1] != 1:
            return super()._print_Mul(expr)
        if expr.could_extract_minus_sign():
            return f"- {self.factor(-expr)}"
        return " ".join(map(self.factor, sorted(expr.args, key=lambda a: (a.is_Add, a.is_Function, a.sort_key()))))

    def factor(self, expr):
        """`expr` in brackets where it is a sum or a case distinction."""
        text = self._print(expr)
        return rf"\left({text}\right)" if expr.is_Add or expr.is_Piecewise else text


_page = _Page()
