"""The pages beside the lessons: front page, teacher's guide, audit of the article, cheat sheet, about."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from text import Text, found, plain, scrolled, short

from perceptron import notation
from perceptron.article import audit
from perceptron.course.contents import lessons as course
from tools import cheat_sheet
from tools.notebooks import ROOT

HERE = Path(__file__).parent
HERO = "01_propagate_forward"  # the lesson whose first stage is on the front page, where it is built
SAID = {"correct": "are correct", "convention": "hold by a convention that is not said", "erratum": "are wrong"}
SPOKEN = re.compile(r"<!--.*?-->\n?", re.S)


@dataclass
class Page:
    """A page of text: its file, its <title>, what it is about, its HTML, the headings for its outline."""

    url: str
    title: str
    description: str
    content: str
    headings: list = field(default_factory=list)
    kind: str = ""

    @property
    def outline(self):
        return [(name, words) for level, name, words in self.headings if level == 2]

    def found(self):
        """What search finds here: (id, heading, words, no terms)."""
        yield from found(self.content, self.title, self.description)


def front(lessons):
    """What index.html shows: the lessons, the stage to play with, and what README promises."""
    for lesson in lessons:
        lesson.question = course()[lesson.name].question
    with_stage = [lesson for lesson in lessons if lesson.stages]
    hero = next((lesson for lesson in with_stage if lesson.name == HERO), with_stage[0] if with_stage else None)
    cell, scene = hero.stages[0] if hero else (None, None)
    promised = re.search(r"\*\*Afterwards you can\*\* (.*?)\.\n", _file("README.md"), re.S)[1]
    return {
        "hero": hero and {"lesson": hero, "cell": cell, "scene": scene, "state": hero.states[cell]},
        "afterwards": Text(root="").markdown("\n".join(f"- {one}" for one in re.split(r";\s+(?:and )?", promised))),
        "equations": len(tuple(audit())),
    }


def others():
    """All the other Pages."""
    return [_teaching(), _article(), _cheat_sheet(), _about()]


def _file(name):
    return (ROOT / name).read_text(encoding="utf-8")


def _markdown(url, source, description, **more):
    text = Text(root="")
    content = text.markdown(SPOKEN.sub("", source))
    title = next(words for level, _, words in text.headings if level == 1)
    return Page(url, plain(title), description, content, text.headings, **more)


def _teaching():
    words = "Three sessions of 90 minutes: the plan, what students expect wrongly, and what to ask."
    return _markdown("teaching.html", _file("TEACHING.md"), words)


def _article():
    counts = ", ".join(f"{len(ids)} {SAID[verdict]}" for verdict, ids in audit().verdicts.items())
    head = (
        "# An article, audited\n\nA published introduction prints 21 formulas. Each is read by the course's parser and "
        f"held against the derivation: {counts}. Lesson [Read the article](A_read_the_article.ipynb) does it with you."
        "\n\n## The verdicts\n\n"
    )
    taught = _file("docs/equations.md").replace("# Where each", "## Where each")
    page = _markdown(
        "article.html", head + "VERDICTS\n\n" + taught, "21 printed formulas, each with a verdict.", kind="article"
    )
    page.content = page.content.replace(
        "<p>VERDICTS</p>", scrolled(Text(root="").html(audit()._repr_html_()), "The verdicts")
    )
    return page


def _cheat_sheet():
    """The sheet that is printed, in the site's own looks and with headings to go to."""
    body = re.search(r"<body>(.*)</body>", cheat_sheet.page(), re.S)[1]
    for code, symbol in notation.SYMBOLS.items():
        body = body.replace(f'style="color:{symbol.light}"', f'class="perceptron-{code}"')
    text, words = Text(root=""), "All symbols and formulas of the course on one page."
    body = re.sub(r"<h2>(.*?)</h2>", lambda match: text.heading(match[1], 2), body)
    body = re.sub(r"<table>.*?</table>", lambda match: scrolled(match[0]), body, flags=re.S)
    body = body.replace("<div><p><b>", '<div tabindex="0" role="group" aria-label="Formulas"><p><b>')
    body = re.sub(r"<h1>.*?</h1>", "<h1>Cheat sheet</h1>", body)
    return Page("cheat_sheet.html", "Cheat sheet", words, short(body), text.headings, "sheet")


def _about():
    return _markdown("about.html", (HERE / "about.md").read_text("utf-8"), "How it is checked, accessibility, licence.")
