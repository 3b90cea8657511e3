"""The live painter in the kernel: a widget whose traits are the scene's parameters. What it draws, stage.js draws."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

from perceptron import notation
from perceptron.widgets.scene import scene as s
from perceptron.widgets.scene.still import draw
from perceptron.widgets.scene.template import Template

HERE = Path(__file__).parent


class Stage(anywidget.AnyWidget):
    """A scene that moves under the finger, with or without a kernel.

    Each parameter is a trait of its own name: set it, `observe` it, link it to any widget. `tables` holds the data.
    Raises TraitError for a value outside the parameter's range or one that is no number.
    """

    _esm = HERE / "stage.js"
    _css = HERE / "stage.css"
    _spec = traitlets.Dict().tag(sync=True)
    tables = traitlets.Dict().tag(sync=True)
    scene = None

    def __new__(cls, scene):
        # One class per scene: ipywidgets reads the names of synced traits off the class.
        for parameter in scene.controls:
            if hasattr(cls, parameter.name):
                raise s.SceneError(f"a parameter can't be called {parameter.name!r}: every widget has that already.")
        kinds = {p.name: _trait(p) for p in scene.controls}
        return super().__new__(type("Stage", (cls,), {**kinds, "__module__": __name__}))

    def __init__(self, scene):
        self.scene = scene
        tables = {name: {c: v.tolist() for c, v in columns.items()} for name, columns in scene.data.items()}
        super().__init__(_spec=spec(scene), tables=tables)

    @property
    def values(self):
        """Parameter values by name."""
        return {p.name: getattr(self, p.name) for p in self.scene.controls}

    def still(self):
        """The picture as it stands, by the still painter; what nobody has played yet is shown at its end."""
        values = self.values
        if self.scene.evolution and values["epoch"] == 0:
            values["epoch"] = self.scene.evolution.steps
        return draw(self.scene, values, {name: _arrays(columns) for name, columns in self.tables.items()})

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = super()._repr_mimebundle_(include=include, exclude=exclude)
        live, metadata = live if isinstance(live, tuple) else (live, {})
        still, words = self.still()._repr_mimebundle_()
        return {**live, "image/png": still["image/png"], "text/plain": repr(self)}, {**metadata, **words}

    def __repr__(self):
        return f"<Stage: {self.scene.title}>"


def _arrays(columns):
    return {name: np.asarray(values, dtype=float) for name, values in columns.items()}


def _trait(parameter):
    if parameter.choices:
        return traitlets.Int(int(parameter.start), min=0, max=len(parameter.choices) - 1).tag(sync=True)
    return traitlets.Float(parameter.start, min=parameter.low, max=parameter.high).tag(sync=True)


def spec(scene):
    """The scene as the browser takes it: plain values, and the code of each expression."""
    layers, texts, (starts, updates) = scene.programs
    said = [
        {"parts": Template(r.text).parts, "code": program.javascript}
        for r, program in zip((*scene.readouts, scene.sentence), texts, strict=True)
    ]
    evolution = scene.evolution and {
        "names": list(scene.states),
        "steps": scene.evolution.steps,
        "start": starts.javascript,
        "update": updates.javascript,
        "needs": sorted((set(starts.scalars) | set(updates.scalars)) - set(scene.states)),
    }
    return {
        "title": scene.title,
        "describe": scene.describe,
        "parameters": [_parameter(p) for p in scene.controls],
        "panels": [_panel(scene, panel, programs) for panel, programs in zip(scene.panels, layers, strict=True)],
        "readouts": said[:-1],
        "sentence": said[-1],
        "evolution": evolution,
        "samples": s.SAMPLES,
        "tables": {name: {c: v.tolist() for c, v in columns.items()} for name, columns in scene.data.items()},
        "symbols": {k: {"light": v.light, "dark": v.dark, "marker": v.marker} for k, v in notation.SYMBOLS.items()},
    }


def _parameter(p):
    own = {name: getattr(p, name) for name in ("name", "low", "high", "start", "step", "code", "play")}
    return {**own, "label": p.label or p.name, "choices": list(p.choices)}


def _panel(scene, panel, programs):
    own = {name: getattr(panel, name) for name in ("xlabel", "ylabel", "xlog", "ylog", "axes")}
    layers = [_layer(scene, panel, layer, program) for layer, program in zip(panel.layers, programs, strict=True)]
    return {**own, "x": list(panel.x), "y": list(panel.y), "layers": layers}


def _layer(scene, panel, layer, program):
    plain = ("low", "high", "size", "levels", "label", "dash", "table", "square", "drag", "align", "name")
    own = {name: getattr(layer, name) for name in plain if hasattr(layer, name)}
    own |= {
        "kind": layer.kind,
        "domain": layer.domain,
        "roles": list(layer.named),
        "symbol": getattr(layer, "code", ""),
    }
    own |= {"code": program.javascript, "needs": program.scalars, "axis": panel.x[0]}
    if layer.kind == "points":
        own["rows"] = len(next(iter(scene.data[layer.table].values())))
    if layer.kind == "text":
        own["parts"] = Template(layer.text).parts
    if layer.kind == "handle":
        own["sets"] = {"names": list(layer.sets), "code": scene.handle_program(panel, layer).javascript}
    return own
