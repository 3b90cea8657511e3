"""Write what README.md says and shows of the notebooks from the notebooks: `python -m tools.readme`.

The repository's name and branch are those of pyproject.toml, [tool.perceptron].
"""

import base64
import json
import re
import sys
import tomllib

from tools.notebooks import NOTEBOOKS, ROOT, files

PICTURE = ("07_descend.ipynb", "surface")  # notebook and cell whose picture README shows
SHOWN = ROOT / "docs" / "picture.png"
OPENING = re.compile(r"# (?P<title>.+)\n\n\*(?P<minutes>\d+) minutes\.\* (?P<promise>.+)")


def binder(name):
    """The address that opens one notebook of this repository on Binder."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        home = tomllib.load(file)["tool"]["perceptron"]
    return f"https://mybinder.org/v2/gh/{home['repository']}/{home['branch']}?urlpath=lab/tree/notebooks/{name}"


def opening(path):
    """(title, minutes, promise) from the first cell: the title, then one line of minutes and promise."""
    cell = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    match = OPENING.match("".join(cell["source"])) if cell["cell_type"] == "markdown" else None
    if match is None:
        raise ValueError(
            f"{path.name}: the first cell must be '# Title', an empty line, '*NN minutes.* You will be ...'."
        )
    return match["title"].strip(), int(match["minutes"]), match["promise"].strip()


def badge():
    first = binder("00_start_here.ipynb")
    return f"[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]({first})"


def table():
    rows = ["| lesson | minutes | afterwards | in the browser |", "| --- | ---: | --- | --- |"]
    for path in files():
        title, minutes, promise = (str(part).replace("|", r"\|") for part in opening(path))
        rows.append(f"| [{title}](notebooks/{path.name}) | {minutes} | {promise} | [Binder]({binder(path.name)}) |")
    return "\n".join(rows)


def picture():
    """The PNG that README shows, as bytes: the stored output of one cell."""
    name, cell_id = PICTURE
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    (output,) = next(cell["outputs"] for cell in cells if cell["id"] == cell_id)
    return base64.b64decode(output["data"]["image/png"])


def written(text):
    """README's text with the parts between its markers made anew."""
    for name, content in {"binder": badge(), "notebooks": table()}.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
            raise ValueError(f"README.md must hold {begin} once, and {end} once after it.")
        head, rest = text.split(begin)
        text = f"{head}{begin}\n{content}\n{end}{rest.split(end)[1]}"
    return text


def main():
    readme = ROOT / "README.md"
    contents = {readme: written(readme.read_text(encoding="utf-8")).encode(), SHOWN: picture()}
    for path, new in contents.items():
        changed = not path.exists() or path.read_bytes() != new
        if changed:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(new)
        print(f"{path.relative_to(ROOT)}: {'written' if changed else 'unchanged'}")


if __name__ == "__main__":
    sys.exit(main())
