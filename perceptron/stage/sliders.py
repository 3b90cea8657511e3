"""Sliders above a line of HTML that is written anew at every move, and that stays as a still where nothing runs."""

import html

import ipywidgets


class Sliders(ipywidgets.VBox):
    """One slider per parameter; `readout(**values)` returns the HTML below them.

    parameters : name -> (low, high, step, start). Each is a FloatSlider in `controls`, by name, to link or to set.
    An exception in `readout` is shown in place of the line, and raised.
    """

    def __init__(self, readout, labels=None, **parameters):
        labels = labels or {}
        self.readout = readout
        self.controls = {
            name: ipywidgets.FloatSlider(
                value=start,
                min=low,
                max=high,
                step=step,
                description=labels.get(name, name),
                readout_format=".2f",
                layout={"width": "min(100%, 480px)"},
            )
            for name, (low, high, step, start) in parameters.items()
        }
        self.line = ipywidgets.HTML()
        super().__init__([*self.controls.values(), self.line])
        for control in self.controls.values():
            control.observe(self._refresh, names="value")
        self._refresh()

    @property
    def values(self):
        """Parameter values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def _refresh(self, change=None):
        try:
            self.line.value = self.readout(**self.values)
        except Exception as error:
            self.line.value = f"<strong>{type(error).__name__}:</strong> {html.escape(str(error))}"
            raise

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = super()._repr_mimebundle_(include=include, exclude=exclude)
        return {**live, "text/html": self.line.value, "text/plain": repr(self)}

    def __repr__(self):
        return f"Sliders({', '.join(f'{name}={value:g}' for name, value in self.values.items())})"
