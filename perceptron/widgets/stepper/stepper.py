"""A proof that is read line by line, with or without a kernel; with one, a reader's own line is decided at once."""

from html import escape
from pathlib import Path

import traitlets
from latex2mathml.converter import convert

from perceptron.counterexample import at, told_apart
from perceptron.expression import ExpressionError
from perceptron.latex import latex
from perceptron.proof import Proof, how
from perceptron.text import text
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent


class Stepper(Widget):
    """A Proof, one line at a time, each reason hidden until it is asked for.

    shown : the number of the newest line in view. explained : up to which line the reasons have been asked for.
    asked, answer : a reader's own line, and what is said about it. `proof` has the lines that were inserted.
    Raises ProofError for a proof that does not hold, TypeError for what is no Proof.
    """

    _esm = joined(HERE / "stepper.js")
    _css = HERE / "stepper.css"
    title = traitlets.Unicode().tag(sync=True)
    lines = traitlets.List().tag(sync=True)
    definitions = traitlets.List().tag(sync=True)
    shown = traitlets.Int(0, min=0).tag(sync=True)
    explained = traitlets.Int(0, min=0).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, proof):
        if not isinstance(proof, Proof):
            raise TypeError(
                f"proof = {proof!r}, expected a Proof of perceptron.proof; the proofs of a lesson have names."
            )
        self.proof = proof
        super().__init__(title=proof.title, lines=_lines(proof), definitions=list(map(_mathml, proof.definitions)))
        self.observe(self._reply, "asked")

    def _reply(self, change):
        """Answer a question {number, line, insert} from the page with {number, holds, words}."""
        line, number = change.new["line"], change.new["number"]
        with self.hold_sync():
            try:
                holds, words = self._judge(line)
                if holds and change.new["insert"]:
                    self.proof = self.proof.insert(line, after=self.shown)
                    self.lines, self.shown, self.explained = _lines(self.proof), self.shown + 1, self.shown + 1
                    words = "Your line is now part of the proof."
            except ExpressionError as error:
                holds, words = False, f"Your line can't be read, from column {error.column + 1} on: {error.problem}."
            self.answer = {"number": number, "holds": holds, "words": words}

    def _judge(self, line):
        decision = self.proof.decide_line(line)
        if decision:
            return True, f"Your line holds, {decision}: it equals every line of this proof."
        if not decision.point:
            return False, f"Your line does not hold: {decision}."
        left, right = ("no real number" if v is None else v for v in told_apart(decision.left, decision.right, least=6))
        return False, f"Your line does not hold: {at(decision)}it is {right}, and the lines of the proof are {left}."

    def _elsewhere(self):
        """The first line, with the whole proof folded below it; as LaTeX, for print, all of it."""
        first, whole = (
            escape(formula, quote=False) for formula in (latex(self.proof.start), self.proof._repr_latex_())
        )
        lines = f"The proof, in {len(self.lines)} lines"
        folded = f"<p>$${first}$$</p><details><summary>{lines}</summary>{whole}</details>"
        return {"text/html": folded, "text/latex": self.proof._repr_latex_()}, {}

    def __repr__(self):
        return f"<Stepper: {self.title}>"


def _lines(proof):
    first = {"math": _mathml(latex(proof.start)), "text": text(proof.start), "reason": "", "how": ""}
    return [first] + [
        {
            "math": _mathml(f"= {latex(step.expression)}"),
            "text": f"= {text(step.expression)}",
            "reason": step.reason,
            "how": how(decision),
        }
        for step, decision in proof.verify()
    ]


def _mathml(formula):
    """MathML, which browsers set by themselves: MathJax is not at hand inside of a widget."""
    return convert(formula, display="block")
