"""The site: `python site/build.py [--to FOLDER] [--lessons NAME ...] [--without-python] [--base ADDRESS]`.

The notebooks are its only source. Each is run once, and what it shows goes to its page. All links are relative.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

import lesson as lessons  # noqa: E402
from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: E402
from text import _short  # noqa: E402

from perceptron.widgets.prediction import Prediction  # noqa: E402
from perceptron.widgets.scene import Stage  # noqa: E402
from perceptron.widgets.stepper import Stepper  # noqa: E402
from tools.notebooks import files  # noqa: E402

WIDGETS = (Stage, Stepper, Prediction)


def environment():
    """Jinja's templates."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["json"] = lambda value: json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
    made.filters["short"] = _short
    return made


def static(to):
    """Our own files, and the widgets' code and looks as they are."""
    shutil.copytree(HERE / "static", to / "static", dirs_exist_ok=True)
    css = [(HERE / "static" / "site.css").read_text("utf-8")]
    for widget in WIDGETS:
        (to / "static" / f"{widget.__name__.lower()}.js").write_text(str(widget._esm), encoding="utf-8")
        css.append(str(widget._css))
    (to / "static" / "site.css").write_text("\n".join(css), encoding="utf-8")


def build(to, names, python):
    """Write the site into the folder `to`."""
    templates = environment()
    static(to)
    (to / "lessons" / "pictures").mkdir(parents=True, exist_ok=True)
    pages = lessons.read(lessons.named(names) or files(), templates)
    for k, page in enumerate(pages):
        around = {"before": pages[k - 1] if k else None, "after": pages[k + 1] if k + 1 < len(pages) else None}
        html = templates.get_template("lesson.html.j2").render(
            lesson=page, title=page.title, description=page.promise, root="../", base="", python=python,
            preload=["keep.js", "model.js"], **around,
        )
        (to / "lessons" / f"{page.name}.html").write_text(html, encoding="utf-8")
        for name, png in page.pictures.items():
            (to / "lessons" / "pictures" / name).write_bytes(png)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the site.")
    parser.add_argument("--to", type=Path, default=HERE / "build", metavar="FOLDER", help="default: site/build")
    parser.add_argument("--lessons", nargs="+", default=(), metavar="NAME", help="only these, such as 03_measure_the_error")
    parser.add_argument("--without-python", action="store_true", help="pages that judge no exercise and run no cell")
    options = parser.parse_args(arguments)
    build(options.to, options.lessons, None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
