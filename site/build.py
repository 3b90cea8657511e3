"""The site: `python site/build.py [--to FOLDER] [--lessons NAME ...] [--without-python] [--base ADDRESS]`.

The notebooks are its only source. Each is run once, and what it shows goes to its page. All links are relative.
"""

import argparse
import gzip
import hashlib
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "python")]

import drawn  # noqa: E402
import lesson as lessons  # noqa: E402
import pages  # noqa: E402
import scripts  # noqa: E402
from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: E402
from symbols import symbols  # noqa: E402
from text import short  # noqa: E402

from perceptron import notation  # noqa: E402
from perceptron.widgets.own_table import OwnTable  # noqa: E402
from perceptron.widgets.playground import Playground  # noqa: E402
from perceptron.widgets.playground import playground as playgrounds  # noqa: E402
from perceptron.widgets.prediction import Prediction  # noqa: E402
from perceptron.widgets.scene import Stage  # noqa: E402
from perceptron.widgets.scene import stage as scene  # noqa: E402
from perceptron.widgets.stepper import Stepper  # noqa: E402
from tools.notebooks import NotebookError, files  # noqa: E402
from tools.stored import home  # noqa: E402

WIDGETS = (Stage, Playground, Stepper, Prediction, OwnTable)
HAT = "\u0302"  # combines with the letter before it
BUDGET = 60_000  # bytes that a lesson may send before Python, compressed
# What every page loads.
FIRST = ("site.css", "page.js", "model.js", "keep.js", "tools.js", "symbols.js", "symbols.json")


def _json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _environment():
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    made.trim_blocks = True
    made.filters |= {"json": lambda value: _json(value).replace("<", "\\u003c"), "short": short}
    return made


def _write(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def _static(to, still):
    """Our own files, the widgets' code and looks as they are, icons, and a card with a stage's still."""
    folder = to / "static"
    shutil.copytree(HERE / "static", folder, ignore=shutil.ignore_patterns("sw.js"))
    colours = "".join(
        f".perceptron-{s.code}{{color:light-dark({s.light},{s.dark});font-weight:600}}"
        for s in notation.SYMBOLS.values()
    )
    looks = [(folder / "site.css").read_text("utf-8"), colours, *(str(widget._css) for widget in WIDGETS)]
    _write(folder / "site.css", "\n".join(looks))
    for widget in WIDGETS:
        _write(folder / f"{widget.__name__.lower()}.js", str(widget._esm))
    for name in ("classroom.js", "standing.js"):
        shutil.copy(scene.HERE.parent / name, folder)
    stage, playground = scripts.pair(scene.HERE / "stage.js", playgrounds.HERE / "playground.js")
    _write(folder / "stage.js", stage)
    _write(folder / "playground.js", playground)
    for file in (*folder.glob("*.js"), folder / "site.css"):
        _write(file, scripts.small(file.name, file.read_text("utf-8")))
    _write(folder / "symbols.json", _json(symbols()))
    for size in (192, 512):
        _write(folder / f"icon-{size}.png", drawn.icon(size))
    if still:
        _write(folder / "card.png", drawn.card(still))


def _search(every):
    """The index that search.js reads: the pages, and of each part (its page, id, heading, words, terms)."""
    parts = [[k, *part] for k, page in enumerate(every) for part in page.found()]
    sheet = next(k for k, page in enumerate(every) if page.url == "cheat_sheet.html")
    for letter, symbol in symbols().items():  # "y^" is found as ŷ
        heading = f"{letter.replace('^', HAT)}: {symbol['meaning']}"
        parts.append([sheet, "symbols", heading, symbol["more"], ""])
    return _json({"pages": [[page.url, page.title] for page in every], "parts": parts})


def _worker(to, stills, python):
    """sw.js: the version is a hash of all that it keeps. The stills are for those without JavaScript, who have none."""
    left = {"sitemap.xml", "static/card.png", *(f"lessons/pictures/{name}" for name in stills)}
    named = {file.relative_to(to).as_posix(): file for file in sorted(to.rglob("*")) if file.is_file()}
    kept = {name: file for name, file in named.items() if not name.startswith(("py/", "lite/")) and name not in left}
    content = b"".join(name.encode() + file.read_bytes() for name, file in kept.items())
    version = hashlib.sha256(content).hexdigest()[:12]
    site = {"version": version, "files": list(kept), "path": python or ""}
    return f"self.SITE = {_json(site)};\n" + (HERE / "static" / "sw.js").read_text("utf-8")


def build(to, names=(), python=None, base=""):
    """Write the site into the folder `to`, which is emptied; returns {page of a lesson: bytes it sends, compressed}."""
    paths = lessons.named(names) or files()
    for old in ("static", "lessons"):
        shutil.rmtree(to / old, ignore_errors=True)
    templates = _environment()
    read, texts = lessons.read(paths, templates), pages.others()
    front = pages.front(read)
    _static(to, front["hero"] and next(iter(front["hero"]["lesson"].stills.values())))

    def put(template, url, **shown):
        always = {"base": base, "python": python, "lesson": None, "lessons": read}
        shown = {"root": "../" * url.count("/"), **always, **shown}
        _write(to / url, templates.get_template(template).render(url=url, **shown))

    put("index.html.j2", "index.html", title="The mathematics of one neuron",
        description="Predict, drag, say why: one neuron, understood completely, in your browser.", **front)  # fmt: skip
    for before, one, after in zip([None, *read], read, [*read[1:], None], strict=False):
        put("lesson.html.j2", one.url, title=one.title, description=one.promise, lesson=one, before=before, after=after)
        for name, png in (one.pictures | one.stills).items():
            _write(to / "lessons" / "pictures" / name, png)
    for page in texts:
        put("page.html.j2", page.url, title=page.title, description=page.description, page=page)
    every = [*read, *texts]
    _write(to / "search.json", _search(every))
    shutil.copy(HERE / "manifest.webmanifest", to)
    if base:
        _write(to / "sitemap.xml", templates.get_template("sitemap.xml.j2").render(base=base, every=every))
    _write(to / "sw.js", _worker(to, {name for one in read for name in one.stills}, python))
    return {one.url: _sent(to, one) for one in read}


def _sent(to, lesson):
    loaded = {*FIRST, *(f"{kind.lower()}.js" for kind in lesson.kinds.values())}
    loaded |= {"stage.js"} if "playground.js" in loaded else set()  # which has what both need
    sent = [to / lesson.url, *(to / "static" / name for name in loaded)]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in sent)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the site.")
    parser.add_argument("--to", type=Path, default=HERE / "build", metavar="FOLDER", help="default: site/build")
    parser.add_argument(
        "--lessons", nargs="+", default=(), metavar="NAME", help="only these, such as 03_measure_the_error"
    )
    parser.add_argument("--without-python", action="store_true", help="pages that judge no exercise and run no cell")
    parser.add_argument("--pyodide", choices=("index", "release"), default="index", help="where its wheels come from")
    parser.add_argument("--base", default=home()["site"], help="the address it will have, for the sitemap and the card")
    options = parser.parse_args(arguments)
    python = None
    if not options.without_python:
        import archive
        import pyodide

        try:
            python = archive.build(options.to, options.pyodide)
        except pyodide.Unavailable as reason:
            raise SystemExit(f"{reason}\n--without-python builds pages that judge nothing.") from None
    try:
        sent = build(options.to, options.lessons, python, options.base)
    except NotebookError as error:
        raise SystemExit(str(error)) from None
    for url, size in sent.items():
        print(f"{url}: {size / 1000:.1f} kB compressed, before Python")
    search = len(gzip.compress((options.to / "search.json").read_bytes(), 6))
    print(f"search.json: {search / 1000:.1f} kB, when search is first opened")
    if too_large := [url for url, size in sent.items() if size > BUDGET]:
        raise SystemExit(f"{', '.join(too_large)}: more than the {BUDGET // 1000} kB that a page may have.")


if __name__ == "__main__":
    main()
