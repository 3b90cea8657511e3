"""What a judge says about an answer."""

import html
import re
import traceback
from dataclasses import dataclass
from pathlib import Path

# kind: (mark, colour); JupyterLab brings colours of its own for each theme.
_LOOKS = {
    "right": ("✓", "var(--jp-success-color1, #2e7d32)"),
    "almost": ("≈", "var(--jp-warn-color1, #b35900)"),
    "wrong": ("✗", "var(--jp-error-color1, #c62828)"),
}
_OTHER = ("?", "var(--jp-ui-font-color2, #616161)")
_PLEA = re.compile(
    r"\W*|.*\b(help|hint|hilfe|idk|dunno|(don'?t|do ?n[o']t|can'?t|cannot|not) (know|sure|understand)|no (idea|clue)"
    r"|wei(ss|ß) (es )?nicht|keine ahnung|je ne sais pas|no (lo )?s[eé]|non (lo )?so|show me|give up)\b.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, repr=False)
class Verdict:
    """What a judge says. True only where the answer is right.

    kind : one of six.
        missing : nothing was written yet.
        unreadable : what was written is no formula, no number, none of the options.
        wrong : with the known mistake where it is recognised, else with numbers at which the answer differs.
        almost : right up to a slip of the pen. For a formula a factor of 2 or ½, or an index left out; for a number
            such a factor, digits rounded away, or a unit left out. A sign, a link, a mean or a wrong index is more.
        right : equal wherever the right answer has a value. How that was decided is said.
        ours : the judge itself failed; it says nothing about the answer.
    message : that in a sentence, as it is printed.  because : the name of the mistake, or "".  hint : the next, or "".
    read : how the answer was read, as text, and as latex where it is a formula; "" where that goes without saying.
    """

    kind: str
    message: str
    because: str = ""
    hint: str = ""
    read: str = ""
    latex: str = ""

    def __bool__(self):
        return self.kind == "right"

    def __str__(self):
        read = f"Read as {self.read}" if self.read else ""
        hint = f"Hint: {self.hint}" if self.hint else ""
        return "\n".join(filter(None, (self.message, read, hint)))

    __repr__ = __str__

    def _repr_html_(self):
        mark, colour = _LOOKS.get(self.kind, _OTHER)
        said, _, table = self.message.partition("\n")
        aligned = "  " in table  # columns; other lines may be broken where the page ends
        rows = f'<pre style="overflow-x:auto;margin:.5em 0 0">{html.escape(table)}</pre>' if aligned else ""
        told = html.escape(said if aligned else self.message).replace("\n", "<br>")
        read = f"Read as ${html.escape(self.latex)}$" if self.latex else f"Read as {html.escape(self.read)}"
        lines = [
            f'<span style="color:{colour};font-weight:600" role="img" aria-label="{self.kind}">{mark}</span> {told}',
            read if self.read else "",
            f"<em>Hint:</em> {html.escape(self.hint)}" if self.hint else "",
        ]
        because = f' data-because="{html.escape(self.because)}"' if self.because else ""
        look = f"border-left:3px solid {colour};padding-left:.6em"
        return f'<div{because} style="{look}">{"<br>".join(filter(None, lines))}{rows}</div>'


BROKEN = "it did not come to an end"  # why a function is wrong that was stopped, or ended without an answer
MISSING = Verdict("missing", "not written yet")


class Unreadable(ValueError):
    """What was given is of no kind that can be judged."""


def is_missing(answer):
    """None, ..., or text without a letter, a digit or a question mark, such as '...', in place of an answer."""
    return answer is None or answer is ... or (issubclass(type(answer), str) and not str.strip(answer, " \t\r\n.…_"))


def is_plea(answer):
    """Whether a text asks for help, or says that the answer is not known."""
    return issubclass(type(answer), str) and len(answer) < 200 and bool(_PLEA.fullmatch(str(answer)))


def is_speech(text):
    """Whether a text is made of words: two or more, without a sign of mathematics."""
    return is_plea(text) or bool(
        re.fullmatch(r"\W*[^\W\d_]{2,}(\W+[^\W\d_]+)+\W*", text) and not set(text) & set("+*/^=()\\")
    )


def no_harm(text):
    """The beginning of the reply to a text that can't be read: a kind one to a plea."""
    return "that is all right: " if is_plea(text) else "not readable: "


def ours(error):
    """The Verdict where a judge failed: what is wrong is not the answer."""
    where = traceback.extract_tb(error.__traceback__)[-1:]
    at = "".join(f", {Path(frame.filename).name} line {frame.lineno}" for frame in where)
    told = " ".join(str(error).split())[:200]
    return Verdict(
        "ours", f"this is our mistake, not yours: the judge stopped with {type(error).__name__}: {told}{at}. "
        "Your answer was not judged. Please report this line and your answer, by the form \"A wrong verdict\" of the "
        "project's issues.",
    )  # fmt: skip
