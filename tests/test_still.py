"""The still painter: every scene, without a warning, and in words for those who do not see it.

That it gives the same bytes twice is seen where the lessons show it: nbval runs each cell twice (conftest.py).
"""

import io

import numpy as np
import pytest
from PIL import Image
from test_stage import runaway

from perceptron.course.contents import scenes
from perceptron.widgets.scene.still import draw

SCENES = scenes()


def png(still):
    return still._repr_mimebundle_()[0]["image/png"]


def pixels(still):
    return np.asarray(Image.open(io.BytesIO(png(still))).convert("RGB"), float)


@pytest.fixture(scope="module")
def stages():
    return {name: make() for name, make in SCENES.items()}


@pytest.fixture(scope="module", params=SCENES)
def ends(request, stages):
    """A scene, and for each parameter at its lowest, then at its highest: the values, the still and its pixels."""
    scene = stages[request.param].scene
    values = [{p.name: getattr(p, end) for p in scene.controls} for end in ("low", "high")]
    stills = [draw(scene, v) for v in values]
    return scene, [(v, still, pixels(still)) for v, still in zip(values, stills, strict=True)]


def test_its_words_are_the_description_and_the_sentence(ends):
    scene, drawn = ends
    for values, still, _ in drawn:
        sentence = scene.frame(values).sentence
        assert sentence
        assert still.alt.removesuffix(" The path has left the picture.") == f"{scene.describe} {sentence}"


def test_it_shows_something_in_every_panel_and_follows_the_parameters(ends):
    scene, ((_, _, low), (_, _, high)) = ends
    assert low.shape == high.shape
    assert np.sqrt(np.mean((low - high) ** 2)) > 1
    width = low.shape[1] // len(scene.panels)
    for panel in range(len(scene.panels)):
        part = low[:, panel * width : (panel + 1) * width].reshape(-1, 3)
        assert len(np.unique(part, axis=0)) > 10


def test_its_text_has_no_address(stages):
    assert repr(stages["loss"].still()) == f"<Still: {stages['loss'].still().alt}>"


def test_what_nobody_has_played_is_shown_at_its_end(stages):
    assert "Epoch 60" in stages["descent"].still().alt


def test_trouble_is_said_in_words():
    scene = runaway().scene
    wild, tame = draw(scene, {"alpha": 1e9, "epoch": 60}), draw(scene, {"epoch": 60})
    words = "After epoch 33 the numbers run away and are not drawn. Try a smaller learning rate."
    assert wild.get_supxlabel() == words
    assert words in wild.alt
    assert tame.get_supxlabel() == ""
    png(wild), png(tame)


def test_a_path_that_leaves_the_picture_is_said(stages):
    scene = stages["descent"].scene
    words = "The path has left the picture."
    climbing, going_down = (draw(scene, {"sign": sign, "epoch": 60}) for sign in (1, 0))
    assert words in climbing.get_supxlabel()
    assert climbing.alt.endswith(words)
    assert words not in going_down.get_supxlabel() + going_down.alt
