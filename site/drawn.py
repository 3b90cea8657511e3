"""Pictures of the site itself: its icons, and the card that is shown where somebody shares a link."""

from io import BytesIO

from matplotlib.figure import Figure
from PIL import Image

BLUE, PAPER, INK = "#0067a5", "#fcfbf8", "#1d1d20"


def icon(size):
    """The icon as a PNG of size x size pixels, with room around the sigmoid for masks of any form."""
    figure = Figure(figsize=(1, 1), dpi=size, facecolor=BLUE)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    u = [k / 50 for k in range(51)]
    axes.plot([0.22 + 0.56 * t for t in u], [0.28 + 0.44 * t * t * (3 - 2 * t) for t in u], color=PAPER, linewidth=5.5)
    return _png(figure)


def card(still):
    """1200 x 630 pixels: the course's name, and a stage's still, given as a PNG."""
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor=PAPER)
    style = {"color": INK, "va": "center", "linespacing": 1.3}
    figure.text(0.05, 0.62, "The mathematics\nof one neuron", fontsize=40, weight="bold", **style)
    figure.text(0.05, 0.4, "Predict, drag, say why.\nEvery formula is checked.", fontsize=17, **style)
    axes = figure.add_axes((0.44, 0.08, 0.54, 0.84))
    axes.imshow(Image.open(BytesIO(still)).convert("RGB"), aspect="equal", interpolation="lanczos")
    axes.axis("off")
    return _png(figure)


def _png(figure):
    drawn = BytesIO()
    figure.savefig(drawn, format="png", facecolor=figure.get_facecolor())
    return drawn.getvalue()
