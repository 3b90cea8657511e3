"""Still pictures by matplotlib, with a text for those who do not see them; the same bytes at every run."""

from io import BytesIO

from matplotlib.figure import Figure

DPI = 100


class Still(Figure):
    """A figure that carries its own description, `alt`, into the notebook: no pyplot, no global state."""

    def __init__(self, alt, width=7.0, height=3.8):
        super().__init__(figsize=(width, height), layout="constrained")
        self.alt = alt

    def axis(self, xlabel, ylabel, **scales):
        """The one pair of axes, labelled; `scales` as for `Axes.set` (xscale="log", ylim=(0, 1), ...)."""
        axis = self.add_subplot()
        axis.set(xlabel=xlabel, ylabel=ylabel, **scales)
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(alpha=0.25)
        return axis

    def _repr_mimebundle_(self, include=None, exclude=None):
        buffer = BytesIO()
        self.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return {"image/png": buffer.getvalue(), "text/plain": repr(self)}, {"image/png": {"alt": self.alt}}

    def __repr__(self):
        return f"<Still: {self.alt}>"
