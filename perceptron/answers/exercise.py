"""An exercise: the judge of its answers, and the hints that come one by one."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from perceptron.answers.verdict import BROKEN, Verdict, is_plea, ours

NO_MORE = "there are no more. The last step is yours; whoever wants to see it done looks at the solution."


@dataclass
class Exercise:
    """What judges the answers to one question, and the hints to it.

    judge : answer -> Verdict: one of the judges of this package, with all else filled in.
    hints : one after the other, one for each wrong answer and for each call for help; none of them is the last step.
    advice : name of a mistake -> the hint to whoever makes it, in place of the next one, once.
    solution : the code of a right answer, as it is written into the cell.
    wrong : pairs (code of a wrong answer, words that its verdict must hold).
    question : in Markdown, where the page can ask for another one.  another : seed -> the Exercise with other numbers.
    """

    judge: Callable[..., Verdict]
    hints: tuple[str, ...] = ()
    solution: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    advice: dict[str, str] = field(default_factory=dict)
    question: str = ""
    another: Callable[[int], "Exercise"] | None = None
    told: list[str] = field(default_factory=list, init=False)

    def __call__(self, answer: Any, seed: int | None = None) -> Verdict:
        """The Verdict on an answer; whatever that is, nothing raises.

        seed : of the random cases that a function is tried on. Raises TypeError where the exercise draws none.
        """
        if seed is not None and "seed" not in inspect.signature(self.judge).parameters:
            raise TypeError(f"seed = {seed!r}, and this exercise draws nothing at random; leave the seed out.")
        try:
            verdict = self.judge(answer) if seed is None else self.judge(answer, seed=seed)
        except Exception as error:
            return ours(error)
        helped = verdict.kind == "unreadable" and is_plea(answer)
        judged = verdict.kind in ("wrong", "almost") and verdict.because != BROKEN  # which says itself what to mend
        return replace(verdict, hint=self._hint(verdict)) if helped or judged else verdict

    def _hint(self, verdict):
        """What helps with this mistake, or the next that was not told yet; in the end, that there is no more."""
        for hint in (self.advice.get(verdict.because), *self.hints):
            if hint and hint not in self.told:
                self.told.append(hint)
                return hint
        return NO_MORE if self.hints else ""
