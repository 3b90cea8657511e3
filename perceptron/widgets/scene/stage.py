"""The live painter in the kernel: a widget whose traits are the scene's parameters. stage.js does the drawing."""

from pathlib import Path

import numpy as np
import traitlets

from perceptron import notation
from perceptron.widgets.scene import frame
from perceptron.widgets.scene.scope import SceneError
from perceptron.widgets.widget import Widget, joined

HERE = Path(__file__).parent


class Stage(Widget):
    """A scene that can be dragged, with or without a kernel.

    Each parameter is a trait of its own name: set it, `observe` it, link it to any widget. `tables` holds the data.
    `call` is how the call begins that makes this stage, "lesson.forward(", and "" where no lesson has it.
    Raises TraitError for a value outside the parameter's range or one that is no number.
    """

    _esm = joined(HERE / "stage.js")
    _css = HERE / "stage.css"
    _spec = traitlets.Dict().tag(sync=True)
    tables = traitlets.Dict().tag(sync=True)
    call = traitlets.Unicode().tag(sync=True)
    scene = None

    def __new__(cls, scene):
        # One class per scene: ipywidgets reads the names of synced traits off the class.
        for parameter in scene.controls:
            if hasattr(cls, parameter.name):
                raise SceneError(f"a parameter can't be called {parameter.name!r}: every widget has that already.")
        kinds = {p.name: _trait(p) for p in scene.controls}
        return super().__new__(type("Stage", (cls,), {**kinds, "__module__": __name__}))

    def __init__(self, scene):
        self.scene = scene
        super().__init__(_spec=spec(scene), tables=_lists(scene.data))

    @property
    def values(self):
        """Parameter values by name."""
        return {p.name: getattr(self, p.name) for p in self.scene.controls}

    def still(self):
        """The picture as it is now, by the still painter; what nobody has played yet is shown at its end."""
        from perceptron.widgets.scene.still import draw  # matplotlib takes long, and a page that moves needs none

        values = self.values
        if self.scene.evolution and values["epoch"] == 0:
            values["epoch"] = self.scene.evolution.steps
        data = {t: {c: np.asarray(v, dtype=float) for c, v in columns.items()} for t, columns in self.tables.items()}
        return draw(self.scene, values, data)

    def _elsewhere(self):
        still, words = self.still()._repr_mimebundle_()
        return {"image/png": still["image/png"]}, words

    def __repr__(self):
        return f"<Stage: {self.scene.title}>"


def _trait(parameter):
    if parameter.choices:
        return traitlets.Int(int(parameter.start), min=0, max=len(parameter.choices) - 1).tag(sync=True)
    return traitlets.Float(parameter.start, min=parameter.low, max=parameter.high).tag(sync=True)


def spec(scene):
    """The scene as the browser takes it: plain values, and the JavaScript of each expression."""
    programs = scene.programs
    *readouts, sentence = (
        {"parts": text.template.parts, "source": program.javascript}
        for text, program in zip(scene.texts, programs.texts, strict=True)
    )
    return {
        "title": scene.title,
        "describe": scene.describe,
        "parameters": [_parameter(p) for p in scene.controls],
        "panels": [_panel(panel, made, programs) for panel, made in zip(scene.panels, programs.layers, strict=True)],
        "readouts": readouts,
        "sentence": sentence,
        "evolution": scene.evolution and _evolution(scene, programs),
        "alarms": {"runaway": frame.RUNAWAY.parts, "left": frame.LEFT.parts},
        "tables": _lists(scene.data),
        "symbols": {k: {"light": v.light, "dark": v.dark, "marker": v.marker} for k, v in notation.SYMBOLS.items()},
    }


def _lists(data):
    return {table: {column: values.tolist() for column, values in columns.items()} for table, columns in data.items()}


def _parameter(p):
    return {**vars(p), "label": p.label or p.name, "choices": list(p.choices)}


def _evolution(scene, programs):
    start, update = programs.start, programs.update
    return {
        "names": list(scene.states),
        "steps": scene.evolution.steps,
        "start": start.javascript,
        "update": update.javascript,
        "needs": sorted({*start.scalars, *update.scalars} - set(scene.states)),
    }


def _panel(panel, made, programs):
    layers = [
        {**layer.spec(programs.of), "source": program.javascript, "needs": program.scalars}
        for layer, program in zip(panel.layers, made, strict=True)
    ]
    return {**vars(panel), "x": list(panel.x), "y": list(panel.y), "layers": layers}
