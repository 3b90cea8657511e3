"""Markdown and outputs as HTML: formulas in MathML, the displayed ones numbered, links between pages."""

import re
from html import escape, unescape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from perceptron import notation
from tools.mathml import IN_HTML, mathml

# What search leaves out: code, displayed formulas, what is folded, the page's own heading; others are read as letters.
UNSAID = re.compile(r'<(pre|details|h1|script|style)\b.*?</\1>|<math display="block">.*?</math>', re.S)
TERM = re.compile(r"<strong>(.*?)</strong>")
INLINE = re.compile(r"<math.*?</math>", re.S)
NOTEBOOK = re.compile(r"(?:\.\./)?(?:notebooks/)?(\w+)\.ipynb")
# A formula in a line and the sign after it stay together.
PUNCTUATED = re.compile(r"(?<!long\">)(<math>(?:(?!</math>).)*</math>[.,;:?!)]+)")
EMPTY_HEAD = re.compile(r"<th([^>]*)></th>")
LONG = 20  # signs: a formula in a line is no longer on a phone, or it scrolls
SIGN = re.compile(
    r"(<mo[^>]*>(?:=|&#x0003D;|&#x00028;|&#x0002C;|,|&#x000B7;|&#x0002B;|&#x022C5;|&#x02248;|&#x02190;)</mo>)<mo>(?:-|−|&#x02212;)</mo>"
)
# Where files of the repository are on the site; other files of it stay words.
FILES = {
    "TEACHING.md": "teaching.html",
    "docs/cheat_sheet.html": "cheat_sheet.html",
    "docs/equations.md": "article.html",
}
UNSEEN = re.compile(
    r'<span class="[nopw]">([^<]*)</span>'
)  # names, operators and blanks: site.css has no look for them


def slug(words):
    """The name of a heading in an address: "Link 2: the sigmoid" is "link-2-the-sigmoid"."""
    return re.sub(r"[^\w]+", "-", re.sub("<[^>]+>", "", words).lower()).strip("-")


def plain(html):
    """The words of HTML, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def scrolled(html, words="Table", kind="scroll"):
    """What may be wider than the page, in a box that scrolls, also by the keyboard."""
    return f'<div class="{kind}" tabindex="0" role="group" aria-label="{words}">{html}</div>'


def python(source):
    """Highlighted Python, the inside of a <code>."""
    return UNSEEN.sub(r"\1", highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))).rstrip("\n")


def found(html, title, about, defines=False):
    """What search finds in a page: (id of a part, its heading, its words, the terms that it defines), first what is
    above all headings. defines : what is bold is a term.
    """
    parts = re.split(r'<h[23] id="([^"]+)">(.*?)</h[23]>', UNSAID.sub(" ", html))
    heads = [("", title), *((name, plain(heading)) for name, heading in zip(parts[1::3], parts[2::3], strict=True))]
    for (name, heading), inside in zip(heads, [about + parts[0], *parts[3::3]], strict=True):
        bold = map(plain, TERM.findall(inside)) if defines else ()
        terms = " · ".join(word for word in bold if len(word) > 2 and "Predict" not in word)
        yield name, heading, plain(INLINE.sub(lambda math: re.sub("<[^>]+>", "", math[0]), inside)), terms


class Text(IPythonRenderer):
    """Renders one page; `number` is the lesson's, "" where formulas have none. `headings` gets (level, id, HTML)."""

    def __init__(self, number="", root="../"):
        super().__init__(escape=False)
        self.of, self.root, self.formulas, self.headings = number, root, 0, []

    def markdown(self, source):
        """A cell or a file of Markdown as HTML."""
        return PUNCTUATED.sub(r'<span class="close">\1</span>', MarkdownWithMath(self).render(source))

    def html(self, page):
        """The HTML of an output, its formulas set, the style of the course's symbols left to the site's own."""
        page = re.sub(r'(?<=href=")[^"]+\.ipynb(?=")', lambda link: self._there(link[0]), page)
        return EMPTY_HEAD.sub(r"<td\1></td>", IN_HTML.sub(self._set, page.replace(notation.STYLE, "")))

    def _there(self, url):
        return NOTEBOOK.sub(rf"{self.root}lessons/\1.html", url)

    def _set(self, match):
        latex = match["block"] or match["inline"]
        alone = match["block"] or latex.lstrip().startswith(r"\displaystyle")
        return self.block_math(latex) if alone else self.inline_math(latex)

    def inline_math(self, body):
        formula = short(mathml(body))
        wide = len(re.sub(r"<[^>]+>|&#?\w+;", "", formula)) + formula.count("&") > LONG
        return f'<span class="long">{formula}</span>' if wide else formula

    def block_math(self, body):
        formula = f'<span tabindex="0" role="group">{short(mathml(body, "block"))}</span>'
        if not self.of:
            return f'<span class="formula">{formula}</span>'
        self.formulas += 1
        name = f"{self.of}.{self.formulas}"
        link = f'<a class="number" href="#eq-{name}" aria-label="Formula {name}">({name})</a>'
        return f'<span class="formula" id="eq-{name}">{formula}{link}</span>'

    def heading(self, text, level, **attributes):
        name = slug(text)
        self.headings.append((level, name, text))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        url = self._there(url)
        for file, page in FILES.items():
            url = url.replace(f"../{file}", self.root + page).replace(file, self.root + page)
        local = not re.match(r"[a-z]+:|#", url) and ".html" not in url
        return text if local else f'<a href="{escape(url)}">{text}</a>'

    def paragraph(self, text):
        kind = ' class="predict"' if "<strong>Predict" in text else ""
        return f"<p{kind}>{text}</p>\n"

    def table(self, text):
        return scrolled(f"<table>{EMPTY_HEAD.sub(r'<td></td>', text)}</table>") + "\n"

    def block_code(self, code, info=None):
        return f'<pre class="source" tabindex="0"><code>{python(code)}</code></pre>\n'


def short(formula):
    """MathML without what HTML takes for granted; a minus after another sign is that of a number, close to it."""
    formula = SIGN.sub(r'\1<mo form="prefix">−</mo>', formula)
    return formula.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "").replace(' display="inline"', "")
