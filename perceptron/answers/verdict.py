"""What a judge says about an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Verdict:
    """What a judge says. True only where the answer is right.

    kind : one of five.
        missing : nothing was written yet.
        unreadable : what was written is no formula, no number, none of the options.
        wrong : with the known mistake where it is recognised, else with numbers at which the answer differs.
        almost : right up to a slip of the pen. For a formula a factor of 2 or ½, or an index left out; for a number
            such a factor, digits rounded away, or a unit left out. A sign, a link, a mean or a wrong index is more.
        right : equal wherever the right answer has a value. How that was decided is said.
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


MISSING = Verdict("missing", "not written yet")


class Unreadable(ValueError):
    """What was given is of no kind that can be judged."""


def is_missing(answer):
    """None, ..., or text without a letter or a digit, such as '...', in place of an answer."""
    return answer is None or answer is ... or (issubclass(type(answer), str) and not answer.strip(" \t\r\n.…?_"))
