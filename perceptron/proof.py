r"""A proof is a chain of expressions, $e_0 = e_1 = \dots = e_s$, each with its reason, and every '=' in it is decided.

Nothing false is shown: a Proof verifies itself before it prints, and a false step is refused with numbers in which its
two sides differ. Readers may put lines of their own between those that are there.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import sympy as sp
from sympy.core.symbol import Str
from sympy.printing.precedence import PRECEDENCE, precedence

from perceptron import expression
from perceptron.counterexample import shorter
from perceptron.equality import DIGITS, POINTS, Decision, decide
from perceptron.latex import aligned, latex
from perceptron.text import text


class Written(sp.UnevaluatedExpr):
    """An expression in a form of its own: Written(e, form) means e and prints as the form, LaTeX or an expression."""

    is_commutative = True
    precedence = PRECEDENCE["Mul"]

    def __new__(cls, meaning, form):
        return sp.Expr.__new__(cls, sp.sympify(meaning), Str(form) if isinstance(form, str) else form)

    meaning = property(lambda self: self.args[0])
    form = property(lambda self: self.args[1])

    def doit(self, **hints: Any) -> sp.Expr:
        """What is meant. What is inside it is left unevaluated: that can take seconds, and `decide` sees to it."""
        return self.meaning

    def _latex(self, printer):
        return self.form.name if isinstance(self.form, Str) else printer._print(self.form)

    def _sympystr(self, printer):
        return printer._print(self.meaning if isinstance(self.form, Str) else self.form)


class Named(Written):
    """An expression by its letter: Named(sigma(z), y_hat) prints as ŷ, and the proof says what ŷ stands for."""

    precedence = PRECEDENCE["Atom"]


class Total(Written):
    """A sum whose terms are written in the order given."""

    precedence = PRECEDENCE["Add"]


def product(*factors: Any) -> Written:
    """The product of the factors, written in this order and undone."""
    written = [rf"\left({latex(f)}\right)" if precedence(f) < PRECEDENCE["Mul"] else latex(f) for f in factors]
    return Written(sp.Mul(*factors), r" \, ".join(written))


def total(*terms: Any) -> Written:
    """The sum of the terms, written in this order and undone."""
    first, *others = map(latex, terms)
    return Total(sp.Add(*terms), first + "".join(f" {t}" if t.startswith("-") else f" + {t}" for t in others))


def rate(of: Any, by: Any) -> Written:
    r"""The derivative of one quantity by another, written as the fraction $\partial\,of/\partial\,by$."""
    return Written(sp.Derivative(of, by), rf"\frac{{\partial {latex(of)}}}{{\partial {latex(by)}}}")


class ProofError(ValueError):
    """A step that does not hold. step : its number, from 1. decision : with the numbers in which its sides differ."""

    def __init__(self, step, left, right, decision):
        super().__init__(
            f"step {step} does not hold: {text(left)} was to equal {text(right)}; {decision}. Change one of the two."
        )
        self.step, self.decision = step, decision


@dataclass(frozen=True)
class Step:
    """The next expression of a chain, and in plain words why it equals the one before."""

    expression: sp.Expr
    reason: str


@dataclass(frozen=True)
class Proof:
    """A chain of equal expressions. Line 0 is the start, and line s is the expression of step s.

    start : a SymPy expression, in which derivatives, sums to n or m and σ(z) may be left unevaluated.
    steps : Steps, or pairs (expression, reason).
    ranges : symbol -> (low, high), where the chain is claimed for those numbers only; see `perceptron.equality`.
    letters : further letters that the page has introduced, symbol -> what it stands for in a reader's line.
    Raises TypeError for what is no SymPy expression. That the steps hold is seen by `verify`, or when it is shown.
    """

    title: str
    start: sp.Expr
    steps: tuple[Any, ...]
    ranges: dict[Any, tuple[float, float]] | None = field(default=None, hash=False)
    letters: dict[Any, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self):
        given = (step if isinstance(step, Step) else Step(*step) for step in self.steps)
        steps = tuple(Step(_line(f"line {s}", step.expression), step.reason) for s, step in enumerate(given, start=1))
        for name, value in (
            ("start", _line("start", self.start)),
            ("steps", steps),
            ("ranges", dict(self.ranges or {})),
        ):
            object.__setattr__(self, name, value)

    @property
    def lines(self) -> tuple[sp.Expr, ...]:
        """The expressions, from the start on."""
        return (self.start, *(step.expression for step in self.steps))

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """The letters that stand for something, each as a Named; what is made of others comes before them."""
        names = set().union(*(line.atoms(Named) for line in self.lines))
        return tuple(sorted(names, key=lambda name: (-len(name.atoms(Named)), str(name.form))))

    def verify(self) -> list[tuple[Step, Decision]]:
        """Each step with the Decision that it holds. Raises ProofError at the first that does not."""
        return list(self._verified)

    @cached_property
    def _verified(self):
        lines = self.lines
        return [(step, self._hold(s, lines[s - 1], lines[s])) for s, step in enumerate(self.steps, start=1)]

    def _hold(self, number, left, right):
        decision = decide(left, right, self.ranges)
        if not decision:
            raise ProofError(number, left, right, decision)
        return decision

    def decide_line(self, line: Any) -> Decision:
        """The Decision whether a line, as a SymPy expression or as text, equals the start of this chain.

        A text may begin with an =, and hold the letters of the proof and of its page. Text that can't be read raises
        what `perceptron.expression.read` raises.
        """
        line = self._read(line)
        return shorter(decide(self.start, line, self.ranges), self.start, line, self.ranges)

    def insert(self, line: Any, after: int, reason: str = "a line of the reader's own") -> "Proof":
        """This proof with one more line after line number `after`; the line is a SymPy expression or text.

        Raises ProofError where the line does not equal the one before it, or the one after it.
        """
        line, lines = self._read(line), self.lines
        if after not in range(len(lines)):
            raise ValueError(f"after = {after!r}, expected the number of a line: 0 for the start, to {len(lines) - 1}.")
        self._hold(after + 1, lines[after], line)
        if after < len(self.steps):
            self._hold(after + 2, line, lines[after + 1])
        return replace(self, steps=(*self.steps[:after], Step(line, reason), *self.steps[after:]))

    def _read(self, line):
        if isinstance(line, str):
            line = re.sub(r"^\s*(=\s*)+", lambda found: " " * len(found[0]), line)  # as the lines above it have
            own = self._typed | _by_name(self.letters)
            usual = {name: letter for name, letter in expression.NAMES.items() if name in own or f"{name}_" in own}
            line = expression.read(line, self._typed | usual | _by_name(self.letters))
        named = {name.form: name for name in self.names}
        return _line("the line", line).xreplace(named).xreplace(self._meant)

    @property
    def _meant(self):
        """What each letter of the page stands for; of an index, in whatever place it is."""
        return {letter: Named(meaning, letter) for letter, meaning in self.letters.items()}

    @property
    def _typed(self):
        """The letters of this proof, by the name they are typed with."""
        return _by_name(set().union(*(line.atoms(sp.Symbol, sp.IndexedBase) for line in self.lines)))

    def _repr_latex_(self):
        rows = [f"& {latex(self.start)}"]
        for step, decision in self.verify():
            reason = rf"\text{{{_escaped(step.reason)}}} && \scriptstyle \text{{{how(decision)}}}"
            rows.append(f"&= {latex(step.expression)} && {reason}")
        words = ("where", *["and"] * len(self.names))
        rows += [rf"& \text{{{word} }} {row}" for word, row in zip(words, self.definitions, strict=False)]
        return aligned(rows)

    @property
    def definitions(self) -> list[str]:
        """What each letter stands for, as LaTeX."""
        return [f"{latex(name.form)} = {latex(name.meaning)}" for name in self.names]

    def __repr__(self):
        return f"<Proof: {self.title}>"


def _by_name(atoms):
    """{name as it is typed: letter}; what has indices is typed without, and known by a name that ends with _."""
    bases = {atom for atom in atoms if isinstance(atom, sp.IndexedBase)}
    letters = {f"{base}_": base for base in bases} | {str(s): s for s in set(atoms) - bases - {b.label for b in bases}}
    names = {name.replace(r"\hat{y}", "y_hat"): letter for name, letter in letters.items()}
    return {name: letter for name, letter in names.items() if name.isidentifier()}


def _line(name, given):
    try:
        line = sp.sympify(given, strict=True)
    except sp.SympifyError:
        line = None
    if not isinstance(line, sp.Expr):
        raise TypeError(f"{name} is {given!r}, expected a SymPy expression in symbols of perceptron.symbolic.")
    return line


def how(decision: Decision) -> str:
    """In a few words how an equality was found."""
    return "by rewriting" if decision.how == "rewriting" else f"{DIGITS} digits at {POINTS} points"


def _escaped(words):
    return "".join(rf"\{c}" if c in "{}$&#%_" else {"\\": "/", "^": "", "~": " "}.get(c, c) for c in words)
