"""The question of an exercise as a page shows it."""

import html
import re
from dataclasses import dataclass

_CODE, _STRONG, _ASIDE = r"`([^`]+)`", r"\*\*([^*]+)\*\*", r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])"


@dataclass(frozen=True, repr=False)
class Question:
    """A question in Markdown: $formulas$, `code`, **bold** and *italics*. Its text form is the Markdown itself."""

    markdown: str

    def __repr__(self):
        return self.markdown

    def _repr_html_(self):
        parts = re.split(r"(\$[^$]+\$)", html.escape(self.markdown, quote=False))
        return f"<p>{''.join(part if k % 2 else _inline(part) for k, part in enumerate(parts))}</p>"


def _inline(text):
    for pattern, tag in ((_CODE, "code"), (_STRONG, "strong"), (_ASIDE, "em")):
        text = re.sub(pattern, rf"<{tag}>\1</{tag}>", text)
    return text
