"""An exercise: the judge of its answers, and the hints that come one by one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from perceptron.answers.verdict import Verdict


@dataclass
class Exercise:
    """What judges the answers to one question and counts them: each wrong one shows the next hint; the last one stays.

    judge : answer -> Verdict: one of the judges of this package, with all else filled in.
    solution : the code of a right answer, as it is written into the cell.
    wrong : pairs (code of a wrong answer, words that its verdict must hold).
    """

    judge: Callable
    hints: tuple = ()
    solution: str = ""
    wrong: tuple = ()
    attempts: int = field(default=0, init=False)

    def __call__(self, answer):
        """The Verdict on an answer; whatever that is, nothing raises."""
        try:
            verdict = self.judge(answer)
        except Exception as error:  # of an object that can't even be looked at
            return Verdict("unreadable", f"not readable: it can't be judged ({type(error).__name__}).")
        if verdict.kind not in ("wrong", "almost"):
            return verdict
        self.attempts += 1
        return replace(verdict, hint=self.hints[min(self.attempts, len(self.hints)) - 1]) if self.hints else verdict
