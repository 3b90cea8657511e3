"""The colours that stills share: the field's, from blue through white to orange."""

from matplotlib.colors import LinearSegmentedColormap

from perceptron import notation

COLD, WARM = notation.SYMBOLS["w"].light, notation.SYMBOLS["y_hat"].light
FIELD = LinearSegmentedColormap.from_list("field", [COLD, "#f7f7f7", WARM])
