"""What a check says about an answer, and the hint that goes with it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, repr=False)
class Verdict:
    """What a check says. True only where the answer is right.

    kind : "missing" (nothing is written yet), "unreadable", "wrong", "almost" (right up to a slip of the pen) or
        "right".
    message : that in a sentence, as it is printed.  because : the name of the mistake, or "".  hint : the next, or "".
    """

    kind: str
    message: str
    because: str = ""
    hint: str = ""

    def __bool__(self):
        return self.kind == "right"

    def __str__(self):
        return f"{self.message}\nHint: {self.hint}" if self.hint else self.message

    __repr__ = __str__

    def hinted(self, hints, attempt):
        """The same with hint number `attempt` where the answer is wrong or almost right; the last hint stays."""
        if not hints or self.kind not in ("wrong", "almost"):
            return self
        return replace(self, hint=hints[min(max(attempt, 1), len(hints)) - 1])


MISSING = Verdict("missing", "not written yet")


class Unreadable(ValueError):
    """What was given is of no kind that can be judged."""


def is_missing(answer):
    """None, ..., or text without a letter or a digit that only keeps the place of an answer."""
    return answer is None or answer is ... or (issubclass(type(answer), str) and not answer.strip(" \t\r\n.…?_"))
