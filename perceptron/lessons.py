"""The pictures, tables and exercise checks that the notebooks call, one function each."""

import html
import importlib

import numpy as np
from IPython.display import HTML, Math

from perceptron import data, notation
from perceptron.certificate import certify
from perceptron.neuron import SIGMOID, TANH, predict, weighted_sum
from perceptron.stage.sliders import Sliders
from perceptron.stage.still import Still

# --- 00 start here -------------------------------------------------------------------------------------------------

PACKAGES = {
    "numpy": "computes with whole columns of numbers",
    "sympy": "derives formulas",
    "matplotlib": "draws",
    "ipywidgets": "gives you sliders",
    "nbval": "runs these pages as tests",
    "perceptron": "holds the neuron, its derivation and its check",
}


def environment():
    """Import each package the course needs; a table of what it is for. Raises ImportError with the way to mend it."""
    for name in PACKAGES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise ImportError(f"{name} is missing from this environment; run `make lab`, or see README.md.") from error
    rows = [(f"<code>{name}</code>", use, "found") for name, use in PACKAGES.items()]
    return _table(("package", "what it does", ""), rows)


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
    return _table(("symbol", "in code", "meaning", "shape", "drawn as"), rows)


_MARKERS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "v": "▼", "x": "✕", "P": "✚", ".": "•"}
_LINES = {"-": "━━", "--": "╍╍", "-.": "━•", ":": "••"}


# --- 01 propagate forward ------------------------------------------------------------------------------------------


def forward(x=(39.1, 18.7), w=(0.2, -1.0), b=0.0):
    """Sliders for w and b above one penguin's forward propagation with the numbers filled in.

    Below it, how many of the 274 penguins the same weights and bias put on the right side.
    """
    penguins = data.penguins()
    x = np.asarray(x, dtype=float)

    def readout(w1, w2, b):
        z = float(weighted_sum(x[None, :], [w1, w2], b)[0])
        y_hat = float(SIGMOID(z))
        right = int(((predict(penguins.X, [w1, w2], b) >= 0.5) == penguins.y).sum())
        pairs = zip(x, (w1, w2), strict=True)
        terms = " + ".join(f"{_in('X', value, places=1)} × {_in('w', weight, bracket=True)}" for value, weight in pairs)
        return (
            f"{notation.STYLE}<div style='font-size:120%;line-height:1.7'>"
            f"{notation.tag('z', 'z')} = {terms} + {_in('b', b, bracket=True)} = {_in('z', z)}<br>"
            f"{notation.tag('y_hat', 'ŷ')} = σ({_in('z', z)}) = 1 / (1 + e<sup>{_in('z', -z)}</sup>)"
            f" = {_in('y_hat', y_hat, places=3)}<br>"
            f"With these w and b, {right} of {len(penguins.y)} penguins are on the right side of 0.5.</div>"
        )

    ranges = {"w1": (-1.0, 1.0, 0.05, w[0]), "w2": (-2.0, 2.0, 0.05, w[1]), "b": (-20.0, 20.0, 0.5, b)}
    return Sliders(readout, labels={"w1": "w₁", "w2": "w₂"}, **ranges)


def _in(code, value, places=2, bracket=False):
    """A number in the colour of its symbol, with a real minus sign, in brackets where it follows an operator."""
    text = f"{value:.{places}f}".replace("-", "−")
    return notation.tag(code, f"({text})" if bracket and value < 0 else text)


# --- 05, 06, 07: formulas and pictures -----------------------------------------------------------------------------


def lines(*latex):
    """LaTeX formulas under each other, lined up at their first equals sign."""
    rows = r" \\[6pt] ".join(formula.replace("=", "&=", 1) for formula in latex)
    return Math(rf"\begin{{aligned}} {rows} \end{{aligned}}")


def error_curve(h, error):
    """The error of a difference quotient over its step, both axes logarithmic. h and error are arrays of one length."""
    symbol, best = notation.SYMBOLS["C"], int(np.argmin(error))
    figure = Still(
        f"A V: the error falls with h down to about {h[best]:.0e}, where it is smallest, then rises again as h shrinks."
    )
    axis = figure.axis("step h", "error of the slope", xscale="log", yscale="log")
    axis.plot(h, error, color=symbol.light, marker=symbol.marker, linestyle=symbol.line)
    axis.plot(h[best], error[best], "o", markersize=16, markerfacecolor="none", markeredgecolor="black")
    said = "← round-off: grows as h shrinks      bend: grows with h →"
    axis.annotate(said, (0.5, 0.95), xycoords="axes fraction", ha="center", va="top", fontsize=11)
    return figure


def learning_curves(histories):
    """C over the epochs for each training run. histories : label -> History."""
    ends = "; ".join(f"{label} goes from {h.C[0]:.3g} to {h.C[-1]:.3g}" for label, h in histories.items())
    figure = Still(f"The cost C over the epochs: {ends}.")
    axis = figure.axis("epoch", "cost C")
    looks = [("-", "C"), ("--", "y_hat"), (":", "w"), ("-.", "b")]
    for (label, history), (style, code) in zip(histories.items(), looks, strict=False):
        axis.plot(history.C, style, color=notation.SYMBOLS[code].light, label=label, linewidth=2)
    axis.legend(frameon=False)
    return figure


def o_ring_chances(fits):
    """Launches with the fraction of O-rings that failed, and what each fit predicts. fits : label -> (w, b) in °F."""
    rings = data.o_rings()
    x, y, y_hat = (notation.SYMBOLS[s] for s in ("X", "y", "y_hat"))
    at_31 = "; ".join(f"{label}: {_chance(31, fit):.2f}" for label, fit in fits.items())
    figure = Still(
        "O-ring failures of 23 launches over temperature. Fitted curves fall from left to right; "
        f"the chance at 31 °F, the morning of the last launch: {at_31}."
    )
    axis = figure.axis("temperature at launch (°F)", "fraction of O-rings that fail", xlim=(28, 84), ylim=(-0.03, 1.03))
    temperature = np.linspace(28, 84, 200)
    for (label, fit), style in zip(fits.items(), ("-", "--", "-.", ":"), strict=False):
        axis.plot(temperature, _chance(temperature, fit), style, color=y_hat.light, label=label, linewidth=2)
        axis.plot(31, _chance(31, fit), y_hat.marker, color=y_hat.light, markersize=8)
    axis.plot(rings.X[:, 0], rings.y, y.marker, color=y.light, label="observed, y", alpha=0.7)
    axis.axvline(31, color=x.light, linewidth=1, linestyle=":")
    axis.annotate("31 °F", (31, 0.02), xytext=(4, 0), textcoords="offset points", color=x.light)
    axis.legend(frameon=False, loc="upper right")
    return figure


def _chance(temperature, fit):
    (w,), b = fit
    return SIGMOID(np.asarray(temperature, dtype=float) * w + b)


# --- exercises -----------------------------------------------------------------------------------------------------


def check_weighted_sum(fn):
    """Exercise of 01: fn(x, w, b) for one example, x and w lists of the same length."""
    cases = [([2.0, 3.0], [0.5, -1.0], 0.25), ([1.0], [4.0], -3.0), ([0.5, 0.0, -2.0], [1.0, 7.0, 0.25], 1.0)]
    return _check(fn, lambda x, w, b: float(weighted_sum([x], w, b)[0]), cases, {
        "the bias is missing": lambda x, w, b: float(np.dot(x, w)),
        "the bias is added once per input": lambda x, w, b: float(np.dot(x, w)) + len(x) * b,
        "inputs and weights are added, not multiplied": lambda x, w, b: sum(x) + sum(w) + b,
    })  # fmt: skip


def check_slope(fn):
    """Exercise of 05: fn(y_hat), the slope of tanh in terms of its own value."""
    cases = [(float(TANH(z)),) for z in (0.0, 0.5, -1.5, 2.0)]
    return _check(fn, lambda t: 1 - t * t, cases, {
        "that is the sigmoid's slope, ŷ(1 − ŷ)": lambda t: t * (1 - t),
        "the sign is lost": lambda t: t * t - 1,
        "the square is missing": lambda t: 1 - t,
    })  # fmt: skip


def check_gradient(fn):
    """Exercise of 06: fn(X, y, w, b) -> (dC_dw, dC_db) for tanh and the squared error; the certificate judges."""
    X, y = np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.3]]), np.array([0.8, -0.6, 0.1])
    returned, trouble = _called(fn, X, y, np.array([0.4, -0.2]), 0.1)
    if trouble:
        print(trouble)
        return
    try:
        print(certify(lambda *_: returned, X, y, [0.4, -0.2], 0.1, TANH))
    except (ValueError, TypeError) as error:
        print(f"wrong: {error}")


def check_step(fn):
    """Exercise of 07: fn(w, dC_dw, alpha), the weight after one step of gradient descent."""
    cases = [(1.0, 0.5, 0.1), (-2.0, -0.25, 2.0), (0.0, 3.0, 0.01)]
    return _check(fn, lambda w, dC_dw, alpha: w - alpha * dC_dw, cases, {
        "the sign is lost, so it climbs": lambda w, dC_dw, alpha: w + alpha * dC_dw,
        "the learning rate is missing": lambda w, dC_dw, alpha: w - dC_dw,
        "that is the step alone; take it from w": lambda w, dC_dw, alpha: alpha * dC_dw,
    })  # fmt: skip


def _check(fn, truth, cases, mistakes):
    """Say whether fn is right on every case; if not, show the first it misses and the known mistake it makes."""
    for case in cases:
        answer, trouble = _called(fn, *case)
        if trouble:
            print(trouble)
            return
        if not _close(answer, truth(*case)):
            made = [
                name for name, wrong in mistakes.items() if all(_close(_called(fn, *c)[0], wrong(*c)) for c in cases)
            ]
            because = f", because {made[0]}" if made else ""
            given = ", ".join(f"{v:.4g}" if isinstance(v, float) else str(v) for v in case)
            print(f"wrong{because}: for ({given}) it gave {answer!r:.40}, expected {truth(*case):.4g}.")
            return
    print(f"right: all {len(cases)} cases agree.")


def _called(fn, *case):
    """(what fn returns, "") or (None, a sentence): a reader's broken function never stops the notebook."""
    try:
        answer = fn(*case)
    except NotImplementedError:
        answer = None
    except Exception as error:
        return None, f"it stopped with {type(error).__name__}: {error}"
    return (None, "not written yet") if answer is None or answer is ... else (answer, "")


def _close(answer, expected):
    try:
        return bool(np.isclose(float(answer), expected, rtol=1e-9, atol=1e-12))
    except (TypeError, ValueError):
        return False


def _table(head, rows):
    cells = "".join("<tr>" + "".join(f"<td style='text-align:left'>{c}</td>" for c in row) + "</tr>" for row in rows)
    head = "".join(f"<th style='text-align:left'>{html.escape(h)}</th>" for h in head)
    return HTML(f"{notation.STYLE}<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>")
