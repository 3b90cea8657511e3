"""CONTRIBUTING's example of a new scene is under 20 lines, and it works as printed."""

import re
from pathlib import Path

from perceptron.widgets.scene.stage import Stage

TEXT = (Path(__file__).resolve().parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_example_of_a_scene_works():
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    *before, last = example.strip().splitlines()
    assert len(before) + 1 < 20
    names = {}
    exec("\n".join(before), names)
    stage = eval(last, names)
    assert isinstance(stage, Stage)
    assert stage.scene.frame().readouts == ["C = 0.187"]
    assert "C = 0.187" in stage.still().alt
    stage.b = 1.0
    assert stage.scene.frame(stage.values).readouts == ["C = 0.387"]
