"""TeX as MathML, which browsers set by themselves: pages made from it need no MathJax and no network."""

import re

from latex2mathml.converter import convert

# latex2mathml has no {aligned}, no extra space between lines, and no thin space around log.
REWRITTEN = (
    (re.compile(r"\{aligned\}"), r"{align*}"),
    (re.compile(r"(\\\\)\s*\[\w+\]"), r"\1"),
    (re.compile(r"(?<=[\w})])\s*\\log\b"), r"\\,\\log"),
    (re.compile(r"\\log\b(?!\s*\{?(\(|\\left\())"), r"\\log\\,"),
)
IN_HTML = re.compile(r"\$\$(?P<block>[^$]+)\$\$|\$(?P<inline>[^$]+)\$")


def mathml(latex, display="inline"):
    r"""One formula, without its dollar signs, as a `<math>` element; display is "inline" or "block".

    Raises ValueError for a command that has no MathML, such as \frobnicate.
    """
    given = latex.strip()
    for pattern, replacement in REWRITTEN:
        given = pattern.sub(replacement, given)
    element = convert(given, display=display)
    if left := re.search(r">(\\[a-zA-Z]+)<", element):
        raise ValueError(f"{left[1]} in {latex!r} has no MathML; say it in other TeX, or teach tools/mathml.py.")
    return element


def with_mathml(page):
    r"""HTML with every $...$ and $$...$$ in it set; a formula that begins with \displaystyle gets a line of its own."""

    def set_formula(match):
        latex = match["block"] or match["inline"]
        alone = match["block"] or latex.lstrip().startswith(r"\displaystyle")
        return mathml(latex, "block" if alone else "inline")

    return IN_HTML.sub(set_formula, page)
