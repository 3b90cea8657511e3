"""Does every link of the built site lead somewhere? `python site/links.py [FOLDER]`

A link into the site is looked up: its file, and its anchor or, for JupyterLite, the lesson that it opens. Another
machine is not asked: of a link out of the site only the form is checked.
"""

import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BUILD = Path(__file__).resolve().parent / "build"


class _Page(HTMLParser):
    """The links of a page, and the ids that a link may name."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links += [found[name] for name in ("href", "src") if found.get(name)]
        self.ids.add(found.get("id"))


@cache
def _page(file):
    return _Page(file.read_text("utf-8"))


def fault(site, page, link):
    """Why a link on a page of the site, a folder, leads nowhere; None where it leads somewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        good = parts.scheme in ("data", "mailto") or (parts.scheme == "https" and parts.netloc)
        return None if good else "it is no address of the form https://..."
    if parts.path.startswith("/"):
        return "it is not relative, so it leads out of a site that lies under a path"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_relative_to(site.resolve()):
        return "it leads out of the site"
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return "there is no such file"
    if parts.fragment and "?" not in parts.fragment and target.suffix == ".html" and not _named(target, parts.fragment):
        return "there is no such place on that page"
    opened = parse_qs(parts.query).get("path")
    if opened and not (target.parent.parent / "files" / opened[0]).is_file():
        return "JupyterLite has no such notebook"
    return None


def _named(file, fragment):
    return unquote(fragment) in _page(file).ids


def faults(site):
    """["page: link: what is wrong with it"] of the site in a folder. What JupyterLite brings is its own business."""
    pages = [file for file in sorted(site.rglob("*.html")) if file.relative_to(site).parts[0] != "lite"]
    found = ((page, link, fault(site, page.resolve(), link)) for page in pages for link in _page(page.resolve()).links)
    return [f"{page.relative_to(site)}: {link}: {why}" for page, link, why in found if why]


def main(arguments):
    site = Path(arguments[0]) if arguments else BUILD
    if not (site / "index.html").is_file():
        return f"{site} holds no site: run `make site lite` first."
    return "\n".join(faults(site)) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
