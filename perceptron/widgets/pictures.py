"""The pictures and tables that the notebooks call, one function each.

matplotlib and IPython are imported where a picture or table is made: a lesson that shows neither loads neither.
"""

import html
import importlib

import numpy as np

from perceptron import notation
from perceptron.certificate import certify
from perceptron.gradient import gradient
from perceptron.symbolic import derive

PACKAGES = {
    "numpy": "computes with whole columns of numbers",
    "sympy": "derives formulas",
    "matplotlib": "draws",
    "ipywidgets": "gives you sliders",
    "anywidget": "shows pictures that you can drag",
    "perceptron": "derives a gradient and certifies it",
}


def environment():
    """Import each package, derive a gradient and certify it: a table of what works here.

    Raises ImportError with the way to mend it where a package is missing.
    """
    for name in PACKAGES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            mend = "`pip install one-neuron` brings it, and so does `make lab` in a copy of the repository"
            raise ImportError(f"{name} is missing from this environment: {mend}.") from error
    assert derive("sigmoid", "mse").verify()
    assert certify(gradient, [[1.0, 2.0], [-1.0, 0.5]], [1.0, 0.0], [0.3, -0.2], 0.1).passed
    rows = [(f"<code>{name}</code>", use, "works") for name, use in PACKAGES.items()]
    return table(("package", "what it does", ""), rows)


def symbols():
    """The notation of the course as a table: each symbol with its name in code, meaning, shape, colour and marker."""
    rows = [
        (
            notation.tag(s.code, f"${s.latex}$"),
            f"<code>{s.code}</code>",
            s.meaning,
            s.shape,
            notation.tag(s.code, f"{_MARKERS[s.marker]} {_LINES[s.line]}"),
        )
        for s in notation.SYMBOLS.values()
    ]
    return table(("symbol", "in code", "meaning", "shape", "drawn as"), rows)


_MARKERS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "v": "▼", "x": "✕", "P": "✚", ".": "•"}
_LINES = {"-": "━━", "--": "╍╍", "-.": "━•", ":": "••"}


def lines(*latex):
    """LaTeX formulas under each other, lined up at their first " = "."""
    from IPython.display import Math

    rows = r" \\[6pt] ".join(formula.replace(" = ", " &= ", 1) for formula in latex)
    return Math(rf"\begin{{aligned}} {rows} \end{{aligned}}")


def _still(alt, **size):
    from perceptron.widgets.scene.still import Still

    return Still(alt, **size)


def graph(xlabel, ylabel, curves, points=None, alt=""):
    """Curves and marked points over one pair of axes. curves, points : label -> (x, y), arrays or numbers."""
    figure = _still(alt)
    axis = figure.axis(xlabel, ylabel)
    for (label, (x, y)), (style, code) in zip(curves.items(), _LOOKS, strict=False):
        axis.plot(x, y, style, color=notation.SYMBOLS[code].light, label=label, linewidth=2)
    if len(curves) > 1:
        axis.lines[0].set(linewidth=6, alpha=0.45)  # seen under a curve that runs along it
    for (label, (x, y)), symbol in zip((points or {}).items(), "oDs^", strict=False):
        axis.plot(x, y, symbol, color="black", markersize=7, label=label)
    axis.legend(frameon=False)
    return figure


_LOOKS = [("-", "C"), ("--", "y_hat"), ("-", "w"), (":", "b")]


def error_curve(h, error, best):
    """The error of a difference quotient over its step, both axes in powers of ten; `best` is the step to mark.

    h and error are arrays of one length.
    """
    symbol = notation.SYMBOLS["C"]
    figure = _still(f"A V: the error falls as h shrinks to about {best:.0e}, and rises again as h shrinks further.")
    axis = figure.axis("step h", "error of the slope", xscale="log", yscale="log")
    axis.plot(h, error, color=symbol.light, marker=symbol.marker, linestyle=symbol.line)
    axis.axvline(best, color="black", linewidth=1, linestyle="--")
    for words, side in (("← round-off: grows as h shrinks ", "right"), (" bend: grows with h →", "left")):
        axis.annotate(words, (best, 1.03), xycoords=("data", "axes fraction"), ha=side, fontsize=11)
    return figure


def learning_curves(histories):
    """C over the epochs for each training run. histories : label -> History."""
    ends = "; ".join(f"{label} goes from {h.C[0]:.3g} to {h.C[-1]:.3g}" for label, h in histories.items())
    curves = {label: (np.arange(len(h.C)), h.C) for label, h in histories.items()}
    return graph("epoch", "cost C", curves, alt=f"The cost C over the epochs: {ends}.")


def small_learning_curves(histories):
    """C over the epochs, each training run in a panel of its own, all on one scale. histories : label -> History."""
    ends = "; ".join(f"{label} from {h.C[0]:.2f} to {h.C[-1]:.2f}" for label, h in histories.items())
    rows = -(-len(histories) // 5)
    figure = _still(f"The cost over the epochs in a panel for each neuron: {ends}.", width=9.5, height=2.1 * rows)
    axes = figure.subplots(rows, 5, sharex=True, sharey=True)
    symbol = notation.SYMBOLS["C"]
    for axis, (label, history) in zip(axes.flat, histories.items(), strict=False):
        axis.plot(history.C, color=symbol.light)
        axis.set(title=label, ylim=(0, 1.05 * max(h.C.max() for h in histories.values())))
        figure.plain(axis)
    for axis in axes.flat[len(histories) :]:
        axis.axis("off")
    figure.supxlabel("epoch")
    figure.supylabel("cost C")
    return figure


def table(head, rows):
    """A table to show; `head` is text, `rows` hold HTML."""
    from IPython.display import HTML

    cells = "".join("<tr>" + "".join(f"<td style='text-align:left'>{c}</td>" for c in row) + "</tr>" for row in rows)
    head = "".join(f"<th style='text-align:left'>{html.escape(h)}</th>" for h in head)
    return HTML(f"{notation.STYLE}<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>")


def pairs(dataset):
    """Each feature of a Dataset of two kinds over each other one, and how often its values occur on the diagonal."""
    X, kinds, names = (
        dataset.X,
        ((0, notation.SYMBOLS["w"], "s"), (1, notation.SYMBOLS["y_hat"], "o")),
        dataset.features,
    )
    m = len(names)
    figure = _still(
        f"Each of {', '.join(names)} over each other one; y is {dataset.target}.", width=2.4 * m, height=2.2 * m
    )
    axes = np.atleast_2d(figure.subplots(m, m))
    for (row, column), axis in np.ndenumerate(axes):
        for kind, symbol, marker in kinds:
            values = X[dataset.y == kind]
            if row == column:
                axis.hist(values[:, row], bins=20, color=symbol.light, alpha=0.6, label=f"y = {kind}")
            else:
                axis.plot(values[:, column], values[:, row], marker, color=symbol.light, markersize=3, alpha=0.6)
        beside = "" if column else names[row] if row else "rows"
        axis.set(xlabel=names[column] if row == m - 1 else "", ylabel=beside)
        figure.plain(axis)
    axes[0, 0].legend(frameon=False, fontsize=8)
    return figure
