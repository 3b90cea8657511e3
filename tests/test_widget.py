"""The widgets' JavaScript: plain ES modules that a page may load as they are, and the one text that anywidget gets."""

import base64

import pytest
from node import ask

from perceptron.widgets import widget
from perceptron.widgets.prediction.prediction import Prediction
from perceptron.widgets.scene.stage import Stage
from perceptron.widgets.stepper.stepper import Stepper

FILES = sorted(widget.HERE.rglob("*.js"))
IMPORT = """
const told = JSON.parse(readFileSync(0, "utf8")), names = [];
for (const address of told) names.push(Object.keys(await import(address)));
console.log(JSON.stringify(names));
"""


def test_each_file_is_a_module_by_itself():
    """Node refuses an import of a name that the other file does not export."""
    assert len(FILES) > 3
    assert all(ask(IMPORT, [file.as_uri() for file in FILES]))


def test_what_anywidget_gets_is_one_module():
    """Node refuses a name that two of the joined files have."""
    texts = [w._esm for w in (Stage, Prediction, Stepper)]
    packed = [f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}" for text in texts]
    assert ask(IMPORT, packed) == [["default"]] * 3


def test_each_file_is_joined_once_and_after_what_it_needs(tmp_path):
    files = {
        "top.js": 'import { b } from "./b.js";\nimport {\n  c,\n} from "./deep/c.js";\nexport default { b, c };\n',
        "b.js": 'import { c } from "./deep/c.js";\nexport const b = c + 1;\n',
        "deep/c.js": "// the first\nexport function c() {}\n",
    }
    (tmp_path / "deep").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    expected = "// the first\nfunction c() {}\n\nconst b = c + 1;\n\nexport default { b, c };\n"
    assert widget.joined(tmp_path / "top.js") == expected


@pytest.mark.parametrize("line", ['import all from "./x.js";', 'import * as x from "./x.js";', 'import "library";'])
def test_what_can_not_be_joined_is_refused(line, tmp_path):
    (tmp_path / "top.js").write_text(f"{line}\n")
    with pytest.raises(ValueError, match=r"^top.js: 'import .*' can't be joined; write import \{ name \} from"):
        widget.joined(tmp_path / "top.js")
