"""The playground where nothing moves: the network, the plane and the costs after some epochs, by matplotlib."""

import numpy as np

from perceptron.network import cost, predict
from perceptron.widgets.scene.looks import COLD, FIELD, WARM
from perceptron.widgets.scene.still import Still

EPOCHS, GRID = 200, 60


def draw(playground):
    """What the page would show after EPOCHS epochs, as a Still."""
    X, y, X_held, y_held = playground.examples()
    steps = range(0, EPOCHS + 1, 20)
    networks = playground.trained(steps)
    network = networks[-1]
    learnt = [cost(X, y, one) for one in networks]
    held = [cost(X_held, y_held, one) for one in networks] if len(y_held) else []
    right = int(np.sum((predict(X, network) >= 0.5) == (y >= 0.5)))
    words = (
        f"A network to play with: {len(playground.features)} inputs, hidden layers of {playground.hidden or 'no'} "
        f"neurons, one output. After {EPOCHS} epochs: C = {learnt[-1]:.4f}, {right} of {len(y)} right."
    )
    figure = Still(words, width=9.5, height=3.8)
    wires, plane, costs = figure.subplots(1, 3, width_ratios=(1.1, 1, 1))
    _wires(wires, network)
    _plane(plane, playground, network)
    costs.set(xlabel="epoch", ylabel="cost C", ylim=(0, None))
    Still.plain(costs)
    costs.plot(steps, learnt, color="#00735A", label="learnt from")
    if held:
        costs.plot(steps, held, color=WARM, linestyle="--", label="held out")
    costs.legend(frameon=False)
    figure.supxlabel(words.split(". ", 1)[1], x=0.02, ha="left", fontsize=11)
    return figure


def _wires(axis, network):
    columns = [len(network.layers[0].W), *(layer.b.size for layer in network.layers)]
    at = [[(k, -(q + 0.5) / h) for q in range(h)] for k, h in enumerate(columns)]
    most = max(1.0, np.abs(network.flat).max())
    for k, layer in enumerate(network.layers):
        for (j, q), weight in np.ndenumerate(layer.W.reshape(columns[k], -1)):
            (x1, y1), (x2, y2) = at[k][j], at[k + 1][q]
            axis.plot([x1, x2], [y1, y2], color=COLD if weight < 0 else WARM, linewidth=0.5 + 5 * abs(weight) / most)
    axis.plot(*np.concatenate(at).T, "o", color="white", markeredgecolor="black", markersize=13)
    axis.set(xlim=(-0.4, len(columns) - 0.6), ylim=(-1, 0))
    axis.axis("off")


def _plane(axis, playground, network):
    reach, rows = playground.reach, playground.rows()
    way = np.linspace(-reach, reach, GRID)
    at = np.zeros((GRID * GRID, len(playground.columns)))
    at[:, 0], at[:, 1] = (side.ravel() for side in np.meshgrid(way, way))
    field = predict(playground.featured(at), network).reshape(GRID, GRID)
    extent = (-reach, reach, -reach, reach)
    axis.imshow(field, extent=extent, origin="lower", cmap=FIELD, vmin=0, vmax=1, alpha=0.6, aspect="auto")
    axis.contour(way, way, field, [0.5], colors="black", linewidths=1)
    for kind, marker, colour in ((0, "s", COLD), (1, "o", WARM)):
        some = rows[rows[:, -1] == kind]
        axis.plot(
            some[:, 0], some[:, 1], marker, color=colour, markersize=4, markeredgecolor="white", markeredgewidth=0.5
        )
    axis.set(xlabel=playground.columns[0], ylabel=playground.columns[1])
