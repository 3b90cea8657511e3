"""Each kind of link that leads nowhere is named, and those that lead somewhere are not."""

import runpy

import pytest

from tools.notebooks import ROOT

LINKS = runpy.run_path(str(ROOT / "site" / "links.py"))  # site/ is no package: Python has a module of that name

GOOD = (
    *("lessons/a.html", "lessons/a.html#cell-x", "#top", "lessons", "lite/lab/index.html?path=a.ipynb"),
    *("https://example.org/x", "mailto:someone@example.org", "lessons/a.html#forward?w=1", "data:,x"),
)
BAD = {
    "lessons/b.html": "there is no such file",
    "lessons/a.html#cell-y": "there is no such place on that page",
    "/lessons/a.html": "it is not relative",
    "../outside.html": "it leads out of the site",
    "http://example.org": "it is no address of the form https",
    "https:///x": "it is no address of the form https",
    "lite/lab/index.html?path=b.ipynb": "JupyterLite has no such notebook",
}


@pytest.fixture
def site(tmp_path):
    for name in ("lessons/a.html", "lessons/index.html", "lite/lab/index.html", "lite/files/a.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('<h1 id="cell-x">A</h1>', "utf-8")
    return tmp_path


def told(site, links):
    anchors = "".join(f'<a href="{link}">there</a>' for link in links)
    (site / "index.html").write_text(f'<body id="top">{anchors}<img src="lessons/a.html"></body>', "utf-8")
    return LINKS["faults"](site)


def test_links_that_lead_somewhere(site):
    assert told(site, GOOD) == []


@pytest.mark.parametrize("link", BAD)
def test_a_link_that_leads_nowhere_is_named(site, link):
    (fault,) = told(site, [link])
    assert fault.startswith(f"index.html: {link}: {BAD[link]}")


def test_where_no_site_is_it_says_so(tmp_path):
    assert "run `make site lite` first" in LINKS["main"]([str(tmp_path)])
