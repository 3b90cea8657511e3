"""In place of anywidget on the course's own pages: a widget has its traits, and the page has the other half."""

import contextlib

import traitlets


class AnyWidget(traitlets.HasTraits):
    """Nothing is sent from here: the page asks for the state, and for what has changed in it."""

    def get_state(self):
        """{name: value} of what the page knows of it."""
        return {name: getattr(self, name) for name in self.traits(sync=True)}

    @contextlib.contextmanager
    def hold_sync(self):
        """As ipywidgets has it; here nothing has to be held."""
        yield
