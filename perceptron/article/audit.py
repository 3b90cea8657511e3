"""The audit: every equation judged in the order in which they are printed."""

import html
from dataclasses import dataclass
from functools import lru_cache

from perceptron import inputs
from perceptron.article.equations import EQUATIONS


@dataclass(frozen=True, repr=False)
class Audit:
    """The Judgement of each equation, in order: `audit()["A18"]`, and as a table on the page."""

    judgements: tuple

    def __getitem__(self, id):
        return {f.equation.id: f for f in self.judgements}[inputs.choice("id", id, tuple(EQUATIONS))]

    def __iter__(self):
        return iter(self.judgements)

    @property
    def verdicts(self):
        """verdict -> ids."""
        found = {}
        for f in self.judgements:
            found.setdefault(f.verdict, []).append(f.equation.id)
        return found

    def __repr__(self):
        return "\n".join(f"{verdict}: {', '.join(ids)}" for verdict, ids in self.verdicts.items())

    def _repr_html_(self):
        head = "".join(f"<th style='text-align:left'>{h}</th>" for h in ("", "printed", "verdict"))
        rows = "".join(f"<tr><td>{f.equation.id}</td>{_cells(f)}</tr>" for f in self.judgements)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(judgement):
    """The formula and its verdict; where that is not "correct", with the reason and with what it should say."""
    printed, should = (
        f"$\\displaystyle {latex}$" for latex in (judgement.equation.latex, judgement.equation.should_latex)
    )
    verdict = f"<b>{judgement.verdict}</b>"
    if judgement.verdict != "correct":
        leads_to = "should be" if judgement.verdict == "erratum" else "in this course"
        printed = f"{printed}<br><br>{leads_to}<br><br>{should}"
        verdict = f"{verdict}: {html.escape(judgement.reason)}"
    return "".join(f"<td style='text-align:left'>{text}</td>" for text in (printed, verdict))


@lru_cache
def audit():
    """The Audit of the article's 21 equations, read in their order."""
    before, found = {}, []
    for equation in EQUATIONS.values():
        found.append(equation.judge(before))
        before |= equation.letters
    return Audit(tuple(found))
