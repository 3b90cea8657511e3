"""What an interactive picture is made of, declared in SymPy: parameters, data, panels and a few kinds of layer.

A scene computes nothing by itself. `program` turns each of its expressions into NumPy, for the still painter and the
tests, and into JavaScript, for the live one; both see the same expression. Mistakes are found here, when a scene is
declared: an unknown symbol, a reversed range, a table with a gap.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from perceptron.widgets.scene.frame import Programs
from perceptron.widgets.scene.parts import EPOCH, Evolution, Parameter, Readout
from perceptron.widgets.scene.scope import SceneError, Scope

_SILENT = Readout("")


@dataclass(frozen=True)
class Scene:
    """A picture: its title, what it shows (the text for those who do not see it), and what it is made of.

    sentence : words that are said aloud after each change.  Raises SceneError where the parts do not fit.
    """

    title: str
    describe: str
    parameters: tuple
    panels: tuple
    tables: tuple = ()
    readouts: tuple = ()
    sentence: Readout = _SILENT
    evolution: Evolution | None = None

    def __post_init__(self):
        names = [p.name for p in self.controls] + [t.name for t in self.tables] + list(self.states)
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise SceneError(f"{self.title}: {', '.join(sorted(twice))} is declared twice.")
        self._check(Scope(self.title, tuple(self.start), tuple(self.states), self.data))

    def _check(self, scope):
        for panel in self.panels:
            for layer in panel.layers:
                layer.check(f"the {layer.kind} of {self.title!r}", panel, scope)
        for text in self.texts:
            for what, expression in text.named.items():
                scope.check(what, expression)
        for name, (start, update) in self.states.items():
            replace(scope, states=()).check(f"the start of {name}", start)
            scope.check(f"the update of {name}", update)

    @property
    def controls(self):
        """The declared parameters, and `epoch` where something evolves."""
        if self.evolution is None:
            return self.parameters
        return (*self.parameters, Parameter(EPOCH.name, 0, self.evolution.steps, 0, 1, "epoch", "alpha", play=True))

    @property
    def states(self):
        """What evolves: name -> (start, update)."""
        return dict(self.evolution.state) if self.evolution else {}

    @property
    def texts(self):
        """The readouts, then the sentence."""
        return (*self.readouts, self.sentence)

    @property
    def start(self):
        """The parameters' first values by name."""
        return {p.name: p.start for p in self.controls}

    @property
    def data(self):
        """The tables' columns: table -> column -> array."""
        return {t.name: dict(t.columns) for t in self.tables}

    @cached_property
    def programs(self):
        """Its expressions as Programs, made when they are first needed."""
        return Programs(self)

    def frame(self, values=None, data=None):
        """The Frame at these parameter values (those left out are at their start) and data."""
        return self.programs.frame({**self.start, **(values or {})}, {**self.data, **(data or {})})
