"""One page on a trained neuron or network, for screen and paper: its data, weights, judgement and certificate."""

import base64
from html import escape
from importlib.metadata import version
from pathlib import Path

import numpy as np

from perceptron.certificate import certify
from perceptron.data import Dataset
from perceptron.gradient import gradient
from perceptron.judgement import auc, calibration, confusion, roc
from perceptron.network import gradient as network_gradient
from perceptron.network_certificate import certify_network
from perceptron.take_home import as_numpy
from perceptron.trained import Trained
from perceptron.widgets.scene.looks import COLD, WARM
from perceptron.widgets.scene.still import Still

CERTIFIED = 40  # rows on which the gradient is checked: each is a column of the certificate's sums
LOOKS = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
body { color: #222; background: #fff; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; border-bottom: 1px solid #888; margin-top: 1.6em; }
table { border-collapse: collapse; margin: 0.6em 0; } td, th { padding: 0.15em 0.8em 0.15em 0; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } img { max-width: 100%; height: auto; }
pre { background: #f4f4f4; padding: 0.8em; overflow-x: auto; font-size: 0.85em; white-space: pre-wrap; }
.scroll { overflow-x: auto; } small { color: #555; word-break: break-all; }
@media print { body { max-width: none; margin: 0; font-size: 11px; } section { break-inside: avoid; } }
@page { size: A4; margin: 16mm; }
"""


def report(trained: Trained, learnt: Dataset, held_out: Dataset, path: str | Path, title: str = "") -> Path:
    """Write the page, which needs nothing else, to `path`; returns it.

    learnt, held_out : the rows that it has learnt from, and those that it is judged on; y is 0 or 1, or amounts.
    Raises ValueError where their features are not those of `trained`.
    """
    for name, rows in (("learnt", learnt), ("held_out", held_out)):
        if rows.features != trained.features:
            told = f"{name} has {', '.join(rows.features)}, and what was trained takes {', '.join(trained.features)}"
            raise ValueError(f"{told}; give the rows of the same table.")
    kinds = set(np.unique(held_out.y)) | set(np.unique(learnt.y)) <= {0.0, 1.0}
    name = escape(title or f"{learnt.name}: {trained.target}")
    parts = {
        "The data": _data(trained, learnt, held_out),
        "What was learnt": _weights(trained),
        "On rows that it has not learnt from": (_kinds if kinds else _amounts)(trained, learnt, held_out),
        "Is its gradient right?": _certificate(trained, learnt),
        "Take it home": f"<pre>{escape(as_numpy(trained))}</pre>",
    }  # fmt: skip
    body = "".join(f"<section><h2>{heading}</h2>{part}</section>" for heading, part in parts.items())
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{LOOKS}</style><h1>{name}</h1>{body}"
        f"<p><small>Fingerprint of the rows: {trained.fingerprint}. Made with one-neuron {version('one-neuron')}, "
        f"NumPy {np.__version__}.</small></p></html>\n"
    )
    path = Path(path)
    path.write_text(page, encoding="utf-8")
    return path


def _data(trained, learnt, held_out):
    rows = [
        (name, unit, f"{values.min():.4g}", f"{values.mean():.4g}", f"{values.max():.4g}")
        for name, unit, values in zip(learnt.features, learnt.units, learnt.X.T, strict=True)
    ]
    same = "These are the rows it says it has learnt from." if trained.learnt_from(learnt) else (
        "<strong>These are not the rows it says it has learnt from.</strong>")  # fmt: skip
    notes = "".join(f"<li>{escape(note)}</li>" for note in (learnt.left_out, *getattr(learnt, "notes", ())))
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
    figure = Still("What was observed over what was predicted.", 4.5, 3.6)
    axis = figure.axis("predicted", "observed")
    axis.plot(answers, held_out.y, "o", color=COLD, markersize=4)
    axis.axline((held_out.y.mean(),) * 2, slope=1, color="gray", linestyle=":")
    return (
        f"<p>Off by {np.sqrt(rest):.4g} in the root of the mean square; who always says the mean of the learnt rows is "
        f"off by {np.sqrt(guess):.4g}. That is {1 - rest / guess:.1%} of the squared error explained.</p>"
        + _image(figure, (axis,))
    )


def _certificate(trained, learnt):
    X, y = learnt.X[:CERTIFIED], learnt.y[:CERTIFIED]
    Z = X if trained.scale is None else trained.scale.apply(X)
    if len(trained.network.layers) == 1:
        (layer,) = trained.network.layers
        made = certify(gradient, Z, y, layer.W, float(layer.b), layer.activation, trained.network.cost)
    else:
        made = certify_network(Z, y, trained.network, network_gradient)
    words = f"By hand, symbolic and numeric, at the weights above, on {len(y)} of the rows:"
    return f'<p>{words}</p><div class="scroll">{made._repr_html_()}</div>'


def _image(figure, axes):
    for axis in axes:
        Still.plain(axis)
    still, words = figure._repr_mimebundle_()
    data = base64.b64encode(still["image/png"]).decode()
    return f'<p><img src="data:image/png;base64,{data}" alt="{escape(words["image/png"]["alt"])}"></p>'


def _table(head, rows):
    cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(one)}</th>' for one in head)}</tr>{cells}</table>"
