"""What a Stage is to Python."""

import json
from types import SimpleNamespace

import ipywidgets
import pytest
import sympy as sp
import traitlets

from perceptron.course.contents import scenes
from perceptron.widgets.scene import (
    Arrow,
    Contours,
    Evolution,
    Panel,
    Parameter,
    Path,
    Readout,
    Scene,
    Stage,
    Text,
    symbols,
)


def runaway():
    """Descent on w² with a learning rate that may be far too large. No scene of the course runs away."""
    w, alpha, u, v = symbols("w alpha u v")
    layers = (
        Contours(u**2 + v**2, (0.5, 1, 2), 9),
        Path(w, w**2),
        Arrow(w, 0, -alpha * w, 0),
        Text(0, 0, "{w}", {"w": w}),
    )
    return Stage(
        Scene(
            "Runaway",
            "A weight that goes downhill, or away.",
            (Parameter("alpha", 0, 1e9, 0.1, 0.1),),
            (Panel(("u", -2, 2), ("v", -1, 3), layers),),
            sentence=Readout("w = {w:.3f}", {"w": w}),
            evolution=Evolution({"w": (1, w - 2 * alpha * w)}, 60),
        )
    )


SCENES = {**scenes(), "runaway": runaway}


@pytest.fixture(params=SCENES)
def stage(request):
    return SCENES[request.param]()


def test_parameters_are_traits(stage):
    for p in stage.scene.controls:
        assert p.name in stage.keys, f"{p.name} is not synced"
        assert getattr(stage, p.name) == p.start
        for outside in (p.low - 1, p.high + 1, "far", None, *([0.5] if p.choices else [])):
            with pytest.raises(traitlets.TraitError):
                setattr(stage, p.name, outside)
        assert getattr(stage, p.name) == p.start


def test_traits_of_one_scene_are_not_those_of_another():
    assert "w1" in SCENES["forward"]().keys
    assert "w1" not in SCENES["loss"]().keys
    assert not hasattr(SCENES["loss"](), "w1")


def test_observe_and_link():
    stage, heard = SCENES["activation"](), []
    stage.observe(lambda change: heard.append((change.name, change.new)), names=["threshold", "at"])
    slider = ipywidgets.FloatSlider(min=-4, max=4)
    ipywidgets.link((slider, "value"), (stage, "threshold"))
    assert stage.threshold == slider.value == 0
    heard.clear()
    slider.value = 2.5
    stage.at = -1
    assert (stage.threshold, heard) == (2.5, [("threshold", 2.5), ("at", -1.0)])
    stage.threshold = -3
    assert slider.value == -3


def test_values_and_tables_are_what_the_still_shows():
    stage = SCENES["loss"]()
    before = stage.still()._repr_mimebundle_()[0]["image/png"]
    stage.w = 0.5
    moved = stage.still()._repr_mimebundle_()[0]["image/png"]
    stage.tables = {**stage.tables, "penguins": {**stage.tables["penguins"], "y": [0.5] * 8}}
    assert len({before, moved, stage.still()._repr_mimebundle_()[0]["image/png"]}) == 3
    assert stage.values == {**stage.scene.start, "w": 0.5}


@pytest.mark.parametrize("name", scenes())
def test_a_lessons_stage_knows_the_call_that_makes_it(name):
    make = scenes()[name]
    first = next(p for p in make().scene.controls if not p.choices)
    stage = make(**{first.name: first.high})
    assert stage.values == {**stage.scene.start, first.name: first.high}
    assert stage.call == f"lesson.{name}("
    lesson = SimpleNamespace(**scenes())
    assert eval(f"{stage.call}{first.name}={first.high})", {"lesson": lesson}).values == stage.values


def test_the_call_holds_what_was_given_to_its_function():
    assert scenes()["descent"]("mse", alpha=2).call == "lesson.descent(cost='mse', "


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"q": 1}, TypeError, r"forward\(\) has no parameter 'q'; it has w1, w2, b, p1, p2\."),
        ({"w1": 9}, traitlets.TraitError, "'w1' .* greater than 1.0"),
    ],
)
def test_a_wrong_call_of_a_stage_is_refused(values, error, said):
    with pytest.raises(error, match=said):
        scenes()["forward"](**values)


def test_mime_bundle(stage):
    bundle, metadata = stage._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == stage.model_id
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert len(bundle["image/png"]) < 100_000
    assert metadata["image/png"]["alt"].startswith(stage.scene.describe)
    assert bundle["text/plain"] == repr(stage) == f"<Stage: {stage.scene.title}>"


def test_spec_is_plain_json(stage):
    """NaN in it would be no JSON, and a widget that cannot be sent shows nothing."""
    assert len(json.dumps(stage._spec, allow_nan=False)) < 200_000


def test_expressions_may_be_plain_numbers():
    u = sp.Symbol("u", real=True)
    panel = Panel(("u", 0, 1), ("v", 0, 1), (Arrow(0, 0, 1, 0.5), Contours(u, (0.5,))))
    stage = Stage(Scene("Plain", "", (), (panel,)))
    assert stage.scene.frame().layers[0][0] == [0, 0, 1, 0.5]
