"""Draw every scene as the browser does, light and dark, narrow and wide: `python -m tools.screenshots [FOLDER]`.

No kernel and no JupyterLab: stage.js gets a model that only holds the values. The pictures are for the eye; what the
scenes do is tested in tests/browser.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from perceptron.course.contents import scenes
from perceptron.widgets.scene.stage import HERE, Stage

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (400, 800, 1600)
# JupyterLab's own page colours and font size in its two themes.
PAGE = """<!doctype html><meta charset="utf-8">
<style>
  body {{ margin: 0; width: {width}px; color-scheme: {theme}; background: {paper}; }}
  body {{ --jp-ui-font-color1: {ink}; --jp-layout-color1: {paper}; }}
  {css}
</style>
<body data-jp-theme-light="{light}"><div id="here"></div></body>"""
THEMES = {
    "light": {"theme": "light", "light": "true", "paper": "#ffffff", "ink": "#000000de"},
    "dark": {"theme": "dark", "light": "false", "paper": "#111111", "ink": "#ffffff"},
}
SHOW = """async ({ source, values }) => {
  const stage = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const model = { get: (name) => values[name], set() {}, on() {}, off() {}, save_changes() {} };
  stage.default.render({ model, el: document.querySelector('#here') });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def shots(folder):
    """Write SCENE-WIDTH-THEME.png for all into the folder, and yield each file."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("Screenshots need Chromium. On Debian and Ubuntu: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    css = (HERE / "stage.css").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": max(WIDTHS), "height": 1000})
        page.on("pageerror", lambda error: print(error.stack, file=sys.stderr))
        for name, make in scenes().items():
            stage = make()
            values = {"_spec": stage._spec, "tables": stage.tables, **stage.values}
            for width in WIDTHS:
                for theme, colours in THEMES.items():
                    page.set_content(PAGE.format(css=css, width=width, **colours))
                    page.evaluate(SHOW, {"source": Stage._esm, "values": values})
                    file = folder / f"{name}-{width}-{theme}.png"
                    page.locator(".perceptron-stage").screenshot(path=file)
                    yield file
        browser.close()


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screenshots"
    for file in shots(folder):
        print(file)


if __name__ == "__main__":
    main()
