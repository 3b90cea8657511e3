"""SymPy expressions as one line of plain text, as the course writes it: 2 (ŷ - y) x, and what is added comes first."""

from typing import Any

import sympy as sp
from sympy.printing.precedence import PRECEDENCE, precedence
from sympy.printing.str import StrPrinter

from perceptron.equality import plain
from perceptron.symbolic import i, j, k, m, n


def text(line: Any) -> str:
    """An expression as one line of plain text."""
    return _Plain().doprint(line).replace("lambda", "λ")


class _Plain(StrPrinter):
    def _print(self, expr, **settings):
        if isinstance(expr, sp.Indexed) and not all(index.is_Atom for index in expr.indices):
            return f"{expr.base}_({', '.join(map(self._print, expr.indices))})"
        return plain(expr) if isinstance(expr, sp.Symbol | sp.Indexed) else super()._print(expr, **settings)

    def _print_Add(self, expr, order=None):
        first, *rest = sorted(expr.args, key=lambda a: (a.could_extract_minus_sign(), not a.has(sp.Sum), a.sort_key()))
        written = [self.parenthesize(first, PRECEDENCE["Add"], strict=True)]
        for term in rest:
            minus = term.could_extract_minus_sign()
            written += [
                "-" if minus else "+",
                self.parenthesize(-term if minus else term, PRECEDENCE["Add"], strict=not minus),
            ]
        return " ".join(written)

    def _print_Mul(self, expr):
        if expr.could_extract_minus_sign():
            return f"-{self.parenthesize(-expr, PRECEDENCE['Mul'], strict=True)}"
        outside, total = expr.as_independent(sp.Sum)
        if isinstance(total, sp.Sum) and outside != 1:
            return f"{self.parenthesize(outside, PRECEDENCE['Mul'])} {self._print(total)}"
        top, bottom = sp.fraction(expr, exact=True)
        if bottom != 1:
            below = self.parenthesize(bottom, PRECEDENCE["Mul"])
            return f"{self.parenthesize(top, PRECEDENCE['Mul'], strict=True)}/{below}"
        factors = sorted(sp.Mul.make_args(expr), key=lambda a: (not a.is_Number, a.is_Add, a.is_Function, a.sort_key()))
        return " ".join(self.parenthesize(factor, PRECEDENCE["Mul"]) for factor in factors)

    def _print_Pow(self, expr, rational=False):
        if expr.exp.is_Number and expr.exp.is_negative:
            return self._print_Mul(expr)
        if expr.exp == sp.Rational(1, 2):
            return f"√({self._print(expr.base)})"
        base, exponent = (self.parenthesize(part, PRECEDENCE["Pow"]) for part in (expr.base, expr.exp))
        return f"{base}^{exponent}"

    def _print_ExpBase(self, expr):
        return f"e^{self.parenthesize(expr.args[0], PRECEDENCE['Pow'])}"

    def _print_Exp1(self, expr):
        return "e"

    def _print_Abs(self, expr):
        return f"|{self._print(expr.args[0])}|"

    def _print_log(self, expr):
        return f"ln({self._print(expr.args[0])})"

    def _print_sigma(self, expr):
        return f"σ({self._print(expr.args[0])})"

    def _print_Sum(self, expr):
        def over(index, low, high):
            usual = low == 1 and {i: n, j: m, k: m}.get(index) == high
            return f"Σ_{index}" if usual else f"Σ_({index}={self._print(low)}..{self._print(high)})"

        signs = " ".join(over(*limits) for limits in reversed(expr.limits))  # the outer sum comes last there
        return f"{signs} {self.parenthesize(expr.function, PRECEDENCE['Mul'], strict=True)}"

    def _print_Derivative(self, expr):
        sign = "d" if len(expr.expr.free_symbols) == 1 else "∂"
        by = "".join(f"{sign}{self._print(symbol)}" for symbol in expr.variables)
        return f"{sign}/{by} {self.parenthesize(expr.expr, PRECEDENCE['Pow'])}"

    def _print_UnevaluatedExpr(self, expr):
        return self._print(expr.args[0])

    def _print_KroneckerDelta(self, expr):
        return f"δ_{''.join(map(self._print, expr.args))}"

    def _print_Subs(self, expr):
        where = ", ".join(f"{plain(s)} = {v}" for s, v in zip(expr.variables, expr.point, strict=True))
        return f"({self._print(expr.expr)} at {where})"

    def parenthesize(self, item, level, strict=False):
        # A sum sign reaches to the end of its term.
        low = PRECEDENCE["Add"] if isinstance(item, sp.Sum | sp.Derivative) else precedence(item)
        inside = self._print(item)
        return f"({inside})" if low < level or (not strict and low <= level) else inside
