"""One page on a trained neuron or network, for screen and paper: its data, weights, judgement and certificate."""

import base64
import re
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

import numpy as np

from perceptron import network as networks
from perceptron.certificate import certify
from perceptron.data import Dataset
from perceptron.gradient import gradient
from perceptron.judgement import auc, calibration, confusion, roc
from perceptron.network_certificate import certify_network
from perceptron.take_home import as_numpy
from perceptron.trained import Trained
from perceptron.widgets.scene.looks import COLD, FIELD, WARM
from perceptron.widgets.scene.still import Still

CERTIFIED = 40  # rows on which the gradient is checked: each is a column of the certificate's sums
LISTED = 30  # numbers of a gradient; with more a certificate would fill pages
NUMBER = re.compile(r"-?\d[\d.e+-]*")
GRID = 80  # points a side of the picture's field
LOOKS = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
body { color: #222; background: #fff; color-scheme: light; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; border-bottom: 1px solid #888; margin-top: 1.6em; }
h1, li, p { overflow-wrap: anywhere; } ul { padding-left: 1.3em; }
table { border-collapse: collapse; margin: 0.6em 0; } td, th { padding: 0.15em 0.8em 0.15em 0; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } img { max-width: 100%; height: auto; }
pre { background: #f4f4f4; padding: 0.8em; overflow-x: auto; font-size: 0.85em; white-space: pre-wrap; }
.scroll { overflow-x: auto; } .perceptron-certificate td { white-space: nowrap; }
small { color: #555; word-break: break-all; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 9.5px; line-height: 1.3; print-color-adjust: exact; }
  h1 { margin: 0 0 0.5em; } h2 { margin: 0 0 0.4em; } section { padding-bottom: 1em; }
  p, table, ul, pre { margin: 0.4em 0; }
  main { columns: 2; column-gap: 2em; } section { break-inside: avoid; } .scroll { overflow: visible; }
  pre { overflow-wrap: anywhere; }
}
@page { size: A4; margin: 14mm; }
"""


def report(trained: Trained, learnt: Dataset, held_out: Dataset, path: str | Path, title: str = "") -> Path:
    """Write the page, which needs nothing else, to `path`; returns it.

    learnt, held_out : the rows that it has learnt from, and those that it is judged on; y is 0 or 1, or amounts.
    Raises ValueError where their features are not those of `trained`, and where nothing is held out.
    """
    for name, rows in (("learnt", learnt), ("held_out", held_out)):
        if rows.features != trained.features:
            told = f"{name} has {', '.join(rows.features)}, and what was trained takes {', '.join(trained.features)}"
            raise ValueError(f"{told}; give the rows of the same table.")
        if not len(rows.y):
            raise ValueError(f"{name} has no rows; data.hold_out(table) gives rows to learn from and rows to judge on.")
    kinds = all(_are_kinds(trained, rows) for rows in (learnt, held_out))
    name = escape(title or f"{learnt.name}: {trained.target}")
    parts = {
        "The data": _data(trained, learnt, held_out),
        "What was learnt": _weights(trained) + _costs(trained, learnt, held_out),
        "A picture of it": _picture(trained, learnt, held_out, kinds),
        "On rows that it has not learnt from": (_kinds if kinds else _amounts)(trained, learnt, held_out),
        "Is its gradient right?": _certificate(trained, learnt),
        "Take it home": f"<pre>{escape(as_numpy(trained))}</pre>",
    }  # fmt: skip
    body = "".join(f"<section><h2>{heading}</h2>{part}</section>" for heading, part in parts.items())
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{LOOKS}</style><h1>{name}</h1><main>{body}</main>"
        f"<p><small>Fingerprint of the rows: {escape(trained.fingerprint)}. Made with one-neuron "
        f"{_own_version()}NumPy {np.__version__}, Python {python_version()}.</small></p></html>\n"
    )
    path = Path(path)
    path.write_text(page, encoding="utf-8")
    return path


def _own_version():
    try:
        return f"{version('one-neuron')}, "
    except PackageNotFoundError:  # a copy of the files, as on the site
        return ""


def _are_kinds(trained, rows):
    """Whether targets are kinds and answers chances: a neuron may be asked for 0 and 1, and answer -0.2."""
    answers = trained.predict(rows.X)
    return np.isin(rows.y, (0, 1)).all() and answers.min() >= 0 and answers.max() <= 1


def _data(trained, learnt, held_out):
    rows = [
        (name, unit, f"{values.min():.4g}", f"{values.mean():.4g}", f"{values.max():.4g}")
        for name, unit, values in zip(learnt.features, learnt.units, learnt.X.T, strict=True)
    ]
    same = "These are the rows it says it has learnt from." if trained.learnt_from(learnt) else (
        "<strong>These are not the rows it says it has learnt from.</strong>")  # fmt: skip
    notes = "".join(f"<li>{escape(note)}</li>" for note in (learnt.left_out, *getattr(learnt, "notes", ())) if note)
    return (
        f"<p>{escape(learnt.source)}; licence: {escape(learnt.licence)}. {len(learnt.y)} rows to learn from, "
        f"{len(held_out.y)} held out. {same}</p>"
        + _table(("feature", "unit", "least", "mean", "most"), rows)
        + f"<ul>{notes}</ul>"
    )


def _weights(trained):
    if len(trained.network.layers) > 1:
        return f"<p>{escape(repr(trained.network)[1:-1])}. Its weights are in the code below.</p>"
    w, b = trained.coefficients
    named = zip(trained.features, w, trained.units, strict=True)
    rows = [(name, f"{value:.6g}", "" if unit == "no unit" else f"per {unit}") for name, value, unit in named]
    activation = trained.layers[0].activation.name
    words = f"One neuron, the {activation} of the weighted sum of these and the bias:"
    return f"<p>{words}</p>" + _table(("", "weight", ""), [*rows, ("bias", f"{b:.6g}", "")])


def _cost(network, Z, y):
    with np.errstate(all="ignore"):  # a chance of 0 for what happened costs no finite number, and is told
        return networks.cost(Z, y, network)


def _scaled(trained, X):
    return X if trained.scale is None else trained.scale.apply(X)


def _costs(trained, learnt, held_out):
    costs = (_cost(trained.network, _scaled(trained, rows.X), rows.y) for rows in (learnt, held_out))
    here, there = (f"{C:.4g}" if np.isfinite(C) else "not a finite number" for C in costs)
    name = trained.network.cost.name.replace("_", "-")
    return f"<p>Its cost C ({escape(name)}): {here} on the rows it has learnt from, {there} on those held out.</p>"


def _picture(trained, learnt, held_out, kinds):
    if len(trained.features) == 1:
        return _curve(trained, learnt, held_out)
    return _field(trained, learnt, held_out, kinds)


def _label(trained, j):
    """As it is: matplotlib would read what is between two dollars as mathematics."""
    unit = trained.units[j]
    return (trained.features[j] + ("" if unit == "no unit" else f" ({unit})")).replace("$", r"\$")


def _along(values, count):
    """So many numbers from a little below the least of these to a little above the most."""
    room = 0.06 * (np.ptp(values) or 1)
    return np.linspace(values.min() - room, values.max() + room, count)


def _curve(trained, learnt, held_out):
    figure = Still("The answer as a curve over its one input, and the rows as points.", 4.8, 3.6)
    axis = figure.axis(_label(trained, 0), "answer, and what was observed")
    x = _along(np.concatenate([learnt.X[:, 0], held_out.X[:, 0]]), 400)
    axis.plot(x, trained.predict(x[:, None]), color=WARM)
    axis.plot(learnt.X[:, 0], learnt.y, "o", color=COLD, markersize=4, alpha=0.6, label="learnt from")
    axis.plot(held_out.X[:, 0], held_out.y, "o", mfc="none", color=COLD, markersize=6, label="held out")
    axis.legend(frameon=False, fontsize=8)
    return _image(figure, (axis,))


def _field(trained, learnt, held_out, kinds):
    """The answer over the two features that move it most, the others at their means."""
    X, y = np.vstack([learnt.X, held_out.X]), np.concatenate([learnt.y, held_out.y])
    W = trained.layers[0].W.reshape(len(trained.features), -1)
    j, k = np.sort(np.argsort(-np.linalg.norm(W, axis=1) * learnt.X.std(axis=0), kind="stable")[:2])
    across, up = (_along(X[:, one], GRID) for one in (j, k))
    at = np.tile(learnt.X.mean(axis=0), (GRID * GRID, 1))
    at[:, j], at[:, k] = (grid.ravel() for grid in np.meshgrid(across, up))
    answers = trained.predict(at).reshape(GRID, GRID)
    low, high = (0, 1) if kinds else (min(answers.min(), y.min()), max(answers.max(), y.max()))
    looks = {"cmap": FIELD, "vmin": low, "vmax": high}
    figure = Still(
        f"The answer over {trained.features[j]} and {trained.features[k]}, and the rows as points.", 4.8, 3.6
    )
    axis = figure.axis(_label(trained, j), _label(trained, k))
    box = (*across[[0, -1]], *up[[0, -1]])
    field = axis.imshow(
        answers, origin="lower", aspect="auto", interpolation="bilinear", extent=box, alpha=0.5, **looks
    )
    figure.colorbar(field, ax=axis, label="answer")
    if kinds and answers.min() < 0.5 < answers.max():
        axis.contour(across, up, answers, [0.5], colors="#222", linewidths=1)
    for rows, edge, words in ((learnt, "white", "learnt from"), (held_out, "black", "held out")):
        for among, name, marker in _groups(rows.y, kinds):
            at = rows.X[among][:, (j, k)].T
            own = {"c": rows.y[among], "marker": marker, "edgecolors": edge, "label": name + words}
            axis.scatter(*at, s=16, linewidths=0.6, **own, **looks)
    axis.legend(fontsize=8)
    rest = "; the other features at their means" if len(trained.features) > 2 else ""
    line = " The line is where it is ½." if kinds else ""
    return _image(figure, (axis,)) + f"<p>Points are rows in the colour of their own target{rest}.{line}</p>"


def _groups(y, kinds):
    """(rows, words, marker) of each kind, since printers may have no colours; of amounts all rows together."""
    return [(y == kind, f"{kind}, ", "so"[kind]) for kind in (0, 1)] if kinds else [(slice(None), "", "o")]


def _kinds(trained, learnt, held_out):
    answers = trained.predict(held_out.X)
    counts, most = confusion(held_out.y, answers), max(np.mean(held_out.y == kind) for kind in (0, 1))
    own = confusion(learnt.y, trained.predict(learnt.X))
    figure = _curves(held_out.y, answers) if 0 < held_out.y.mean() < 1 else ""
    return (
        f"<p>{escape(str(counts))}. On the rows it has learnt from: {own.accuracy:.1%} right. Who always says the more "
        f"frequent kind is right on {most:.1%}.</p>{counts._repr_html_()}{figure}"
    )


def _curves(y, answers):
    figure = Still("Left, the ROC curve; right, the share of kind 1 over the chance that was given.", 8.0, 3.6)
    left, right = figure.subplots(1, 2)
    false, true, _ = roc(y, answers)
    left.step(false, true, where="post", color=WARM)
    left.set(
        xlabel="false alarms, of all of kind 0", ylabel="found, of all of kind 1", title=f"area {auc(y, answers):.3f}"
    )
    mean, share, rows = calibration(y, answers)
    right.plot([0, 1], [0, 1], ":", color="gray")
    right.scatter(mean, share, s=10 + 200 * rows / rows.sum(), color=COLD)
    right.set(xlabel="chance that was given", ylabel="share that is of kind 1", title="calibration")
    return _image(figure, (left, right))


def _amounts(trained, learnt, held_out):
    answers = trained.predict(held_out.X)
    rest, guess = np.mean((held_out.y - answers) ** 2), np.mean((held_out.y - learnt.y.mean()) ** 2)
    explained = f"That is {1 - rest / guess:.1%} of the squared error explained."
    if rest > guess:
        explained = "<strong>The mean would have been the better answer.</strong>"
    figure = Still("What was observed over what was predicted.", 4.5, 3.6)
    axis = figure.axis("predicted", "observed")
    axis.plot(answers, held_out.y, "o", color=COLD, markersize=4)
    axis.axline((held_out.y.mean(),) * 2, slope=1, color="gray", linestyle=":")
    return (
        f"<p>Off by {np.sqrt(rest):.4g} in the root of the mean square; who always says the mean of the learnt rows is "
        f"off by {np.sqrt(guess):.4g}. {explained}</p>" + _image(figure, (axis,))
    )


def _certificate(trained, learnt):
    """At half the weights: at a minimum every number is 0, and a gradient that is 0 everywhere would pass."""
    Z, y = _scaled(trained, learnt.X[:CERTIFIED]), learnt.y[:CERTIFIED]
    half = trained.network.unflat(trained.network.flat / 2)
    if not np.isfinite(_cost(half, Z, y)):
        return "<p>No certificate: C is not a finite number at half these weights, and so has no gradient there.</p>"
    if len(half.layers) == 1:
        (layer,) = half.layers
        made = certify(gradient, Z, y, layer.W, float(layer.b), layer.activation, half.cost)
    else:
        made = certify_network(Z, y, half)
    units = "" if trained.scale is None else ", those of standardised inputs"
    words = (
        f"By hand, symbolic and numeric, on {len(y)} of the rows. The place is half the weights above{units}, for at a "
        "minimum itself there would be zeros to compare:"
    )
    if len(half.flat) > LISTED:
        return f"<p>{words.removesuffix(':')}. Of all {len(half.flat)} numbers: {escape(made.summary)}</p>"
    return f'<p>{words}</p><div class="scroll">{made._repr_html_()}</div>'


def _image(figure, axes):
    for axis in axes:
        Still.plain(axis)
    still, words = figure._repr_mimebundle_()
    data = base64.b64encode(still["image/png"]).decode()
    return f'<p><img src="data:image/png;base64,{data}" alt="{escape(words["image/png"]["alt"])}"></p>'


def _table(head, rows):
    names = "".join(f"<th>{escape(one)}</th>" for one in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{names}</tr>{body}</table></div>'


def _cell(text):
    return f"<td{' class=number' * (NUMBER.fullmatch(text) is not None)}>{escape(text)}</td>"
