r"""What an interactive picture is made of, declared in SymPy: parameters, data, panels and a few kinds of layer.

A scene computes nothing by itself. `program` turns each of its expressions into NumPy, for the still painter and the
tests, and into JavaScript, for the live one; both see the same expression. Mistakes are found here, when a scene is
declared: an unknown symbol, a reversed range, a table with a gap.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import inputs, notation
from perceptron.widgets.scene.parts import Evolution, Handle, Parameter, SceneError, Text, symbols
from perceptron.widgets.scene.program import Mean, Program
from perceptron.widgets.scene.template import Template

EPOCH = sp.Symbol("epoch", real=True)


@dataclass(frozen=True)
class Readout:
    """A line of text under the picture: {name:.2f} in `text` stands for the expressions in `values`."""

    text: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """Everything a painter needs at one setting: per panel and layer its arrays, and the texts filled in.

    trouble : the epoch at which an evolution ran away, or None.
    """

    layers: list
    readouts: list
    sentence: str
    trouble: int | None


@dataclass(frozen=True)
class Scene:
    """A picture: its title, what it shows (the text for those who do not see it), and what it is made of.

    sentence : a template, said aloud after each change.  Raises SceneError where the parts do not fit.
    """

    title: str
    describe: str
    parameters: tuple
    panels: tuple
    tables: tuple = ()
    readouts: tuple = ()
    sentence: Readout = Readout("")
    evolution: Evolution | None = None

    def __post_init__(self):
        names = [p.name for p in self.controls] + [t.name for t in self.tables] + list(self.states)
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise SceneError(f"{self.title}: {', '.join(sorted(twice))} is declared twice.")
        for panel in self.panels:
            for axis, low, high in (panel.x, panel.y):
                if not low < high:
                    raise SceneError(f"{self.title}: the axis {axis} goes from {low} to {high}; it must grow.")
            for layer in panel.layers:
                self._check_layer(panel, layer)
        for readout in (*self.readouts, self.sentence):
            self._check_template(readout.text, readout.values)
        for name, (start, update) in (self.evolution.state if self.evolution else {}).items():
            self._check(f"the start of {name}", start, self._parameter_names)
            self._check(f"the update of {name}", update, self._parameter_names | set(self.states))

    @property
    def controls(self):
        """The declared parameters, and `epoch` where something evolves."""
        if self.evolution is None:
            return self.parameters
        return (
            *self.parameters,
            Parameter("epoch", 0, self.evolution.steps, 0, 1, label="epoch", code="alpha", play=True),
        )

    @property
    def states(self):
        return dict(self.evolution.state) if self.evolution else {}

    @property
    def start(self):
        """The parameters' first values by name."""
        return {p.name: p.start for p in self.controls}

    @property
    def data(self):
        """The tables' columns: table -> column -> array."""
        return {t.name: dict(t.columns) for t in self.tables}

    @property
    def _parameter_names(self):
        return {p.name for p in self.controls}

    @property
    def _columns(self):
        return {t.name: symbols(tuple(t.columns)) for t in self.tables}

    def _check_layer(self, panel, layer):
        known = self._parameter_names | set(self.states)
        what = f"the {layer.kind} of {self.title!r}"
        if hasattr(layer, "code"):
            inputs.choice(f"code of {what}", layer.code, tuple(notation.SYMBOLS))
        if layer.domain in ("grid", "line"):
            known |= {panel.x[0]} | ({panel.y[0]} if layer.domain == "grid" else set())
        if layer.domain == "rows":
            if layer.table not in self.data:
                raise SceneError(f"{what} shows the table {layer.table!r}; there are {sorted(self.data) or 'none'}.")
            known |= set(self.data[layer.table])
            for column in filter(None, layer.drag):
                inputs.choice(f"a dragged column of {what}", column, tuple(self.data[layer.table]))
        if layer.domain == "states" and self.evolution is None:
            raise SceneError(f"{what} needs an evolution to follow, and the scene has none.")
        for role, expression in layer.named.items():
            self._check(f"{role} of {what}", expression, known)
        if isinstance(layer, Text):
            self._check_template(layer.text, layer.values)
        if isinstance(layer, Handle):
            for name, expression in layer.sets.items():
                inputs.choice(f"what {what} sets", name, tuple(self._parameter_names))
                self._check(f"{name} of {what}", expression, known | {panel.x[0], panel.y[0]})

    def _check(self, what, expression, known):
        expression = sp.sympify(expression)
        free = set()
        for mean in expression.atoms(Mean):
            table = mean.args[1].name
            if table not in self.data:
                raise SceneError(
                    f"{what} takes a mean over the table {table!r}; there are {sorted(self.data) or 'none'}."
                )
            free |= {s.name for s in mean.args[0].free_symbols} - set(self.data[table])
        outside = expression.xreplace(dict.fromkeys(expression.atoms(Mean), sp.S.Zero))
        free |= {s.name for s in outside.free_symbols}
        if free - known:
            strange, usable = (", ".join(sorted(names)) for names in (free - known, known))
            raise SceneError(f"{what} has the unknown {strange}; it may use {usable}.")

    def _check_template(self, text, values):
        names = Template(text).names
        if set(names) != set(values):
            raise SceneError(
                f"the text {text!r} names {sorted(set(names))}, and values are given for {sorted(values)}."
            )
        for name, expression in values.items():
            self._check(f"{name} in {text!r}", expression, self._parameter_names | set(self.states))

    # --- what the painters use -------------------------------------------------------------------------------------

    @cached_property
    def programs(self):
        """Per panel and layer its Program, then those of the readouts and the sentence, then the evolution's two."""
        layers = [[self._program(panel, layer) for layer in panel.layers] for panel in self.panels]
        texts = [self._template_program(r.text, r.values) for r in (*self.readouts, self.sentence)]
        starts, updates = zip(*self.states.values(), strict=True) if self.states else ((), ())
        return layers, texts, (Program(starts, [], self._columns), Program(updates, [], self._columns))

    def _program(self, panel, layer):
        u, v = symbols(panel.x[0]), symbols(panel.y[0])
        loops = {
            "grid": [("", (v,)), ("", (u,))],
            "line": [("", (u,))],
            "rows": [(getattr(layer, "table", ""), tuple(self._columns.get(getattr(layer, "table", ""), ())))],
            "states": [("", (EPOCH, *symbols(tuple(self.states))))] if self.states else [],
            "scalar": [],
        }[layer.domain]
        expressions = list(layer.named.values())
        if isinstance(layer, Text):
            expressions += [layer.values[name] for name in Template(layer.text).names]
        return Program(expressions, loops, self._columns)

    def _template_program(self, text, values):
        return Program([values[name] for name in Template(text).names], [], self._columns)

    def handle_program(self, panel, layer):
        """What a handle sets, as a Program over no loop: the dragged point comes as two more numbers."""
        return Program(list(layer.sets.values()), [], self._columns)

    def evolve(self, values, data):
        """The states 0, 1, ... as name -> array; it ends before the first that is not finite."""
        start, update = self.programs[2]
        state = [float(v) for v in start.numpy(values, data, [])]
        states = [state]
        for _ in range(self.evolution.steps):
            state = [float(v) for v in update.numpy({**values, **dict(zip(self.states, state, strict=True))}, data, [])]
            if not np.isfinite(state).all():
                break
            states.append(state)
        return {name: np.array(column) for name, column in zip(self.states, zip(*states, strict=True), strict=True)}

    def frame(self, values=None, data=None):
        """The Frame at these parameter values (those left out are at their start) and data."""
        values = {**self.start, **(values or {})}
        data = {**self.data, **(data or {})}
        trouble, states = None, {}
        if self.evolution:
            states = self.evolve(values, data)
            last = len(next(iter(states.values()))) - 1
            trouble = last if last < self.evolution.steps and values["epoch"] > last else None
            now = min(int(values["epoch"]), last)
            values = {**values, "epoch": now, **{name: float(column[now]) for name, column in states.items()}}
            states = {"epoch": np.arange(now + 1.0), **{name: column[: now + 1] for name, column in states.items()}}
        layers, texts, _ = self.programs
        drawn = [
            [
                program.numpy(values, data, self._arrays(panel, layer, data, states))
                for layer, program in zip(panel.layers, programs, strict=True)
            ]
            for panel, programs in zip(self.panels, layers, strict=True)
        ]
        said = [
            Template(r.text).fill([float(v) for v in program.numpy(values, data, [])])
            for r, program in zip((*self.readouts, self.sentence), texts, strict=True)
        ]
        return Frame(drawn, said[:-1], said[-1], trouble)

    def _arrays(self, panel, layer, data, states):
        if layer.domain == "grid":
            return [{panel.y[0]: axis_values(panel.y, layer.size)}, {panel.x[0]: axis_values(panel.x, layer.size)}]
        if layer.domain == "line":
            return [{panel.x[0]: axis_values(panel.x, SAMPLES)}]
        if layer.domain == "rows":
            return [data[layer.table]]
        return [states] if layer.domain == "states" else []


SAMPLES = 201  # points of a curve


def axis_values(axis, size):
    """`size` values from one end of an axis to the other, in float64 steps that JavaScript repeats to the last bit."""
    _, low, high = axis
    return low + (high - low) * (np.arange(size) / (size - 1))
