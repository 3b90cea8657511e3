"""What a scene shows at one setting, computed in NumPy. evaluate.js computes the same in the browser."""

from dataclasses import dataclass

import numpy as np

from perceptron.widgets.scene.layers import Path
from perceptron.widgets.scene.parts import EPOCH, symbols
from perceptron.widgets.scene.program import Program
from perceptron.widgets.scene.template import Template

RUNAWAY = Template("After epoch {epoch:.0f} the numbers run away and are not drawn. Try a smaller learning rate.")
LEFT = Template("The path has left the picture.")


@dataclass(frozen=True)
class Frame:
    """Everything a painter needs at one setting: per panel and layer its arrays, and the texts filled in.

    trouble : the epoch at which an evolution ran away, or None.  alarm : what is wrong in words, or "".
    """

    layers: list
    readouts: list
    sentence: str
    trouble: int | None
    alarm: str


class Programs:
    """The expressions of a scene, made into Programs once.

    layers : per panel and layer.  texts : of the readouts, then of the sentence.  start, update : of the evolution.
    """

    def __init__(self, scene):
        self.scene = scene
        self.columns = {name: symbols(tuple(columns)) for name, columns in scene.data.items()}
        self.layers = [[self._of_layer(panel, layer) for layer in panel.layers] for panel in scene.panels]
        self.texts = [self.of(text.named.values()) for text in scene.texts]
        self.start, self.update = (self.of([pair[k] for pair in scene.states.values()]) for k in (0, 1))

    def of(self, expressions, loops=()):
        """A Program of expressions over loops, each loop given by its names."""
        return Program(expressions, [symbols(tuple(names)) for names in loops], self.columns)

    def _of_layer(self, panel, layer):
        states = [EPOCH.name, *self.scene.states]
        return self.of(layer.named.values(), layer.loops(panel, self.scene.data, states))

    def evolve(self, values, data):
        """The states 0, 1, ... as name -> array; it ends before the first that is not finite."""
        names = list(self.scene.states)
        states = [[float(v) for v in self.start.numpy(values, data, [])]]
        for _ in range(self.scene.evolution.steps):
            before = dict(zip(names, states[-1], strict=True))
            after = [float(v) for v in self.update.numpy({**values, **before}, data, [])]
            if not np.isfinite(after).all():
                break
            states.append(after)
        return dict(zip(names, np.transpose(states), strict=True))

    def frame(self, values, data):
        """The Frame at these values of all parameters and these columns of all tables."""
        values, states, trouble = self._present(values, data)
        layers = [
            [
                program.numpy(values, data, layer.loops(panel, data, states))
                for layer, program in zip(panel.layers, programs, strict=True)
            ]
            for panel, programs in zip(self.scene.panels, self.layers, strict=True)
        ]
        *readouts, sentence = (
            text.template.fill([float(v) for v in program.numpy(values, data, [])])
            for text, program in zip(self.scene.texts, self.texts, strict=True)
        )
        return Frame(layers, readouts, sentence, trouble, self._alarm(layers, trouble))

    def _present(self, values, data):
        """(the values with those of the states, the states up to now with their epochs, the trouble or None)."""
        if not self.scene.evolution:
            return values, {}, None
        states = self.evolve(values, data)
        last = len(next(iter(states.values()))) - 1
        now = min(int(values["epoch"]), last)
        trouble = last if last < self.scene.evolution.steps and values["epoch"] > last else None
        present = {"epoch": now, **{name: float(column[now]) for name, column in states.items()}}
        past = {"epoch": np.arange(now + 1.0), **{name: column[: now + 1] for name, column in states.items()}}
        return {**values, **present}, past, trouble

    def _alarm(self, layers, trouble):
        if trouble is not None:
            return RUNAWAY.fill([trouble])
        ends = [
            (panel, *(column[-1] for column in arrays))
            for panel, drawn in zip(self.scene.panels, layers, strict=True)
            for layer, arrays in zip(panel.layers, drawn, strict=True)
            if isinstance(layer, Path)
        ]
        inside = all(p.x[1] <= u <= p.x[2] and p.y[1] <= v <= p.y[2] for p, u, v in ends)
        return "" if inside else LEFT.text
