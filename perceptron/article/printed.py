r"""Printed equations as objects: transcribed letter by letter, read in stated ways, and decided.

A `Reading` says what the printed letters stand for in the course's own; `perceptron.equality` decides whether the sides
are equal then. The verdict follows from that alone: "correct" as printed, "convention" where a reading has to be stated
for it to be true, "erratum" where it is true in no reading.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import sympy as sp

from perceptron.equality import Decision, decide
from perceptron.latex import latex
from perceptron.symbolic import Z_I, b, derive, i, j, k, m, n, one_term, sigma, w_, x_, y_, y_hat_, z_

C, MSE, TOTAL, alpha = sp.symbols(r"C \text{MSE} \Sigma \alpha")
LOSS_, MSE_ = sp.IndexedBase(r"\text{loss}"), sp.IndexedBase(r"\text{MSE}")
x, w, y, y_hat = sp.symbols(r"x w y \hat{y}")  # whole rows of numbers, printed without an index
x_I, w_T = sp.symbols(r"x_{i} w^{\mathsf{T}}")  # example i as a row, the weights as a column
row = sp.Symbol("l", integer=True, positive=True)  # the index of a sum over examples, where i is taken


# --- how it is written ------------------------------------------------------------------------------------------------


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

    def doit(self, **hints):
        return _slope(*self.args)

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


# --- what it means ----------------------------------------------------------------------------------------------------


def matrix_product(left, right):
    """The one entry of a product of two matrices x, w as a Sum in x_k and w_k; NaN where the shapes do not fit."""
    if left.cols != right.rows:  # SymPy lets two rows pass, since n might be 1
        return sp.nan
    entry = (left * right)[0, 0].replace(
        lambda e: isinstance(e, sp.matrices.expressions.matexpr.MatrixElement),
        lambda e: sp.IndexedBase(e.parent.name, real=True)[e.j + 1],
    )
    return entry.change_index(entry.variables[0], entry.variables[0] + 1, k)


def _rows(length):
    return (sp.MatrixSymbol(name, 1, length) for name in "xw")


def row_times_row(length):
    """x.w of two rows, neither of them transposed."""
    left, right = _rows(length)
    return matrix_product(left, right)


def row_times_column(length):
    """x.w with w as a column."""
    left, right = _rows(length)
    return matrix_product(left, right.T)


def _in_z(expression):
    return expression.replace(lambda e: _is_of(y_hat_, e), lambda e: sigma(z_[e.indices[0]]))


def _in_w(expression):
    expression = expression.replace(_is_over_examples, lambda e: e.xreplace({k: row}))  # k is taken inside of z
    return _in_z(expression).replace(lambda e: _is_of(z_, e), lambda e: Z_I.xreplace({i: e.indices[0]}))


def _is_over_examples(e):
    return isinstance(e, sp.Sum) and e.variables == [k] and any(e.has(base[k]) for base in (y_, y_hat_, z_))


def _is_of(base, e):
    return isinstance(e, sp.Indexed) and e.base == base


_COST = derive().C.xreplace({i: row})
DEFINED = {
    C: _COST,
    MSE: _COST,
    LOSS_[i]: derive().C.atoms(sp.Sum).pop().function,
    TOTAL: sp.Sum(x_[k] * w_[k], (k, 1, n)),
    Dot(x, w): sp.Sum(x_[k] * w_[k], (k, 1, n)),
    Dot(x_I, w_T): row_times_column(m).replace(lambda e: _is_of(x_, e), lambda e: x_[i, *e.indices]),
}


def _slope(of, by):
    """The derivative; NaN where `by` has an index that a sum in `of` has used up, since that says nothing."""
    if any(set(total.variables) & by.free_symbols for total in of.atoms(sp.Sum)):
        return sp.nan
    of = _in_w(of) if by == b or _is_of(w_, by) else _in_z(of) if _is_of(z_, by) else of
    return one_term(sp.diff(of, by)).replace(
        lambda e: isinstance(e, sp.Sum) and e.variables == [row] and e.has(sp.KroneckerDelta),
        lambda e: e.doit().subs(i <= n, True),
    )


@dataclass(frozen=True)
class Reading:
    """One way to take the printed letters.

    words : the way. of : turns printed sides into sides in the course's letters. spell : in terms of x, w and b, every
    prediction and every z spelled out.
    """

    words: str
    of: Callable
    spell: bool = False

    @classmethod
    def where(cls, words, letters=None, spell=False):
        """The reading in which each of `letters` stands for something else."""
        return cls(f"where {words}", lambda *sides: tuple(side.xreplace(letters or {}) for side in sides), spell)

    def decide(self, sides):
        """The Decision on a chain of equal sides: on the first '=' that fails, else on the last.

        Where both sides are slopes by the same variable, what they are the slopes of is claimed to be equal, too.
        """
        found = Decision(None)
        for left, right in pairwise(self.of(*sides)):
            pairs = [(left, right)]
            if isinstance(left, Slope) and isinstance(right, Slope) and left.args[1] == right.args[1]:
                pairs.append((left.args[0], right.args[0]))
            for pair in pairs:
                found = decide(*map(self._mathematics, pair))
                if not found:
                    return found
        return found

    def _mathematics(self, side):
        side = side.replace(lambda e: isinstance(e, New), lambda e: e.doit()).xreplace(DEFINED)
        side = side.replace(lambda e: isinstance(e, Times | Slope), lambda e: e.doit())
        return _in_w(side) if self.spell else side


AS_PRINTED = Reading("as printed", lambda *sides: sides)
SPELLED_OUT = Reading("in the course's letters", lambda *sides: sides, spell=True)


# --- whether it holds -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Equation:
    """One printed equation. sides : as printed, two or more, claimed equal. should : the same in the course's letters.

    readings : the literal one first, the kindest last.
    """

    id: str
    topic: str
    sides: tuple
    should: tuple
    readings: tuple = (AS_PRINTED,)

    @property
    def latex(self):
        """As it is printed."""
        return " = ".join(map(latex, self.sides))

    @property
    def should_latex(self):
        """What it should say."""
        return (r" \leftarrow " if isinstance(self.should[0], New) else " = ").join(map(latex, self.should))

    @property
    def mended(self):
        """The equation that says what this one should."""
        return Equation(self.id, self.topic, self.should, self.should, (SPELLED_OUT,))

    @property
    def letters(self):
        """What each index and each upper end of a sum counts here: letter -> {"examples"}, {"features"} or both."""
        counts = defaultdict(set)
        for side in self.sides:
            totals = side.atoms(sp.Sum)
            ends = {total.variables[0]: total.limits[0][2] for total in totals}
            unseen = {total.variables[0] for total in totals if isinstance(total, Dots | SumOf)}
            for entry in side.atoms(sp.Indexed):
                counted = "features" if entry.base in (x_, w_) else "examples"
                for index in entry.free_symbols & {i, j, k, row}:
                    if index not in unseen:
                        counts[index].add(counted)
                    if index in ends:
                        counts[ends[index]].add(counted)
        return dict(counts)

    def judge(self, before=None):
        """The Judgement. before : what letters counted in the equations before this one."""
        before = before or {}
        changed = {s: (before[s], now) for s, now in self.letters.items() if now != before.get(s, now)}
        return Judgement(self, changed, tuple(reading.decide(self.sides) for reading in self.readings))


@dataclass(frozen=True, repr=False)
class Judgement:
    """What was found. changed : letter -> (what it counted before, what it counts here). decisions : by reading."""

    equation: Equation
    changed: dict
    decisions: tuple

    @property
    def verdict(self):
        """One of "correct", "convention", "erratum", and "undecided" where a reading could not be evaluated."""
        if not any(self.decisions):
            return "undecided" if any(d.equal is None for d in self.decisions) else "erratum"
        return "correct" if self.decisions[0] and not self.changed else "convention"

    @cached_property
    def result_holds(self):
        """Whether the first side equals the last in the kindest reading, whatever is between them."""
        first, *_, last = self.equation.sides
        return bool(self.equation.readings[-1].decide((first, last)))

    @property
    def reason(self):
        """By what it was decided, with the numbers of a counterexample, in one or more phrases."""
        readings, decisions = self.equation.readings, self.decisions
        said = [f"{s} counts {_set(now)} here, {_set(old)} before" for s, (old, now) in self.changed.items()]
        if self.verdict == "correct":
            return str(decisions[0])
        if self.verdict == "convention":
            holds = next(p for p in range(len(readings)) if decisions[p])
            said += [f"not {r.words}: {d}" for r, d in zip(readings[:holds], decisions, strict=False)]
            return "; ".join([*said, f"true {readings[holds].words}, {decisions[holds]}"])
        said = [f"not even {readings[-1].words}: {decisions[-1]}" if len(readings) > 1 else str(decisions[-1])]
        return "; ".join(said + ["the last side is right all the same"] * self.result_holds)

    def __repr__(self):
        return f"<{self.equation.id} {self.verdict}: {self.reason}>"


def _set(counted):
    return " and ".join(sorted(counted))
