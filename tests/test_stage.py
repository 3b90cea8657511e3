"""What a Stage is to Python, and that the browser computes what NumPy computes, for every scene.

The pure functions of the stage's JavaScript, in the very text that the browser loads, run in Node: no browser.
"""

import base64
import itertools
import json

import ipywidgets
import numpy as np
import pytest
import sympy as sp
import traitlets
from node import ask

from perceptron.course.contents import scenes
from perceptron.widgets.scene.parts import Arrow, Contours, Evolution, Panel, Parameter, Path, Text, symbols
from perceptron.widgets.scene.scene import Readout, Scene
from perceptron.widgets.scene.stage import Stage
from perceptron.widgets.scene.template import Template, number


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
NUMBERS = [0.0, -0.0, 0.125, -0.125, 0.5, 2.5, 1 / 3, -1e-9, 0.995, 999999.4, 1e6, -1.25e6, 1e21, 1e300]
NUMBERS += [np.nan, np.inf, -np.inf, *np.random.default_rng(1).normal(0, 100, 40)]
DIGITS = (0, 1, 2, 4)
AXES = [(-1.0, 1.0), (0.0, 60.0), (0.005, 1.0), (13.0, 22.0), (-7.0, 0.3), (-1e-3, 2e-3), (0.0, 1e6)]
SIZE, RADIUS = 41, 0.7

# Arrays travel as the bytes of their float64s: JSON has no NaN and no infinity, and no digit is lost on the way.
PROGRAM = """
const told = JSON.parse(readFileSync(0, "utf8"));
const floats = (text) => new Float64Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
const bytes = (one) => Buffer.from(Float64Array.from(one.length === undefined ? [one] : one).buffer).toString("base64");
const frames = told.scenes.map(({ spec, tables, settings }) => {
  const scene = compile(spec), T = typed(tables);
  return settings.map((P) => {
    const frame = evaluate(scene, P, T);
    return { ...frame, layers: frame.layers.map((panel) => panel.map((arrays) => arrays.map(bytes))) };
  });
});
const said = [...floats(told.numbers)].map((value) => told.digits.map((digits) => number(value, digits)));
const round = floats(told.bowl);
console.log(JSON.stringify({
  frames, said, filled: fill(told.parts, [1.25, NaN]),
  ticks: told.axes.map(([low, high]) => ticks(low, high)),
  contour: contour(round, told.size, told.level), none: contour(round, told.size, 99),
  typed: Object.values(typed(told.scenes[0].tables)).map((table) => table.n),
}));
"""


def settings(scene):
    """The start, every corner (for what one picks, every choice) and 20 random points between them."""
    rng = np.random.default_rng(0)
    ends = [tuple(range(len(p.choices))) if p.choices else (p.low, p.high) for p in scene.controls]
    inside = [
        [rng.choice(e) if p.choices else rng.uniform(*e) for p, e in zip(scene.controls, ends, strict=True)]
        for _ in range(20)
    ]
    every = [scene.start.values(), *itertools.product(*ends), *inside]
    return [{name: float(v) for name, v in zip(scene.start, values, strict=True)} for values in every]


def packed(values):
    return base64.b64encode(np.asarray(values, dtype=float).tobytes()).decode()


def bowl():
    u = np.linspace(-1, 1, SIZE)
    return u[:, None] ** 2 + u[None, :] ** 2


@pytest.fixture(scope="module")
def stages():
    return {name: make() for name, make in SCENES.items()}


@pytest.fixture(scope="module")
def browser(stages):
    """What stage.js says to everything that is asked below; one start of Node for all."""
    scenes = [{"spec": s._spec, "tables": s.tables, "settings": settings(s.scene)} for s in stages.values()]
    told = {
        "scenes": scenes, "numbers": packed(NUMBERS), "digits": DIGITS, "parts": Template("a {x:.1f}, {y}!").parts,
        "axes": AXES, "bowl": packed(bowl()), "size": SIZE, "level": RADIUS**2,
    }  # fmt: skip
    said = ask(Stage._esm + PROGRAM, told)
    return {**said, "frames": dict(zip(stages, said["frames"], strict=True))}


# --- the browser computes what NumPy computes -------------------------------------------------------------------------


def neighbours(scene, values):
    """Frames at parameters and data that differ from these by a few units in the last place.

    A descent that jumps about, a sum that nearly cancels, the difference of two nearly equal numbers: each blows up the
    last digit of what is put in. There two right programs differ by as much as one program on two such neighbours.
    """
    rng = np.random.default_rng(0)

    def moved(value, scale):
        return value + scale * rng.choice([-1e-15, 1e-15], np.shape(value))

    for _ in range(4):
        parameters = {p.name: moved(values[p.name], p.high - p.low) for p in scene.controls if p.name != "epoch"}
        data = {t: {c: moved(v, np.abs(v).max()) for c, v in columns.items()} for t, columns in scene.data.items()}
        yield scene.frame({**values, **parameters}, data)


@pytest.mark.parametrize("name", SCENES)
def test_browser_equals_numpy(name, stages, browser):
    """To 1e-12 relative, element by element; where that fails, within ten times what neighbours make of it."""
    scene = stages[name].scene
    for values, said in zip(settings(scene), browser["frames"][name], strict=True):
        frame, near = scene.frame(values), []
        assert said["trouble"] == frame.trouble, values
        for panel, layer, e in _places(frame):
            expected, text = frame.layers[panel][layer][e], said["layers"][panel][layer][e]
            found = np.frombuffer(base64.b64decode(text)).reshape(np.shape(expected))
            differs = ~np.isclose(found, expected, rtol=1e-12, atol=0, equal_nan=True)
            if not differs.any():
                continue
            near = near or list(neighbours(scene, values))
            spread = np.max([np.abs(f.layers[panel][layer][e] - expected) for f in near], axis=0)
            where = f"{name}, panel {panel}, layer {layer}, number {e}, at {values}"
            assert (np.abs(found - expected) <= 10 * spread)[differs].all(), where
        texts, expected = [*said["readouts"], said["sentence"]], [*frame.readouts, frame.sentence]
        if texts != expected:  # its last digit may turn where the number does
            near = near or list(neighbours(scene, values))
            assert texts in [[*f.readouts, f.sentence] for f in near], values


def _places(frame):
    for p, panel in enumerate(frame.layers):
        for k, arrays in enumerate(panel):
            yield from ((p, k, e) for e in range(len(arrays)))


def test_runaway_is_seen_alike(stages, browser):
    """The scenes of the course have no trouble; this one must, or the comparison above says nothing about it."""
    assert any(said["trouble"] is not None for said in browser["frames"]["runaway"])
    assert stages["runaway"].scene.frame({"alpha": 1e9, "epoch": 60}).trouble == 33


def test_numbers_are_written_alike(browser):
    assert browser["said"] == [[number(value, digits) for digits in DIGITS] for value in NUMBERS]


def test_templates_are_filled_alike(browser):
    assert browser["filled"] == Template("a {x:.1f}, {y}!").fill([1.25, np.nan]) == "a 1.3, not a number!"


@pytest.mark.parametrize("axis", AXES, ids=str)
def test_ticks_are_round_inside_the_axis_and_a_handful(axis, browser):
    low, high = axis
    found = np.array(browser["ticks"][AXES.index(axis)])
    step = np.diff(found)
    assert 3 <= len(found) <= 8
    assert (found >= low - 1e-9 * (high - low)).all()
    assert (found <= high + 1e-9 * (high - low)).all()
    np.testing.assert_allclose(step, step[0], rtol=1e-9)
    assert f"{step[0]:.0e}"[0] in "125"
    np.testing.assert_allclose(found / step[0], np.round(found / step[0]), atol=1e-9)


def test_contour_of_a_bowl_is_a_circle(browser):
    """Straight pieces between cells: off by at most the square of a cell, joined end to end, all the way round."""
    pieces = np.array(browser["contour"]).reshape(-1, 2, 2) * 2 / (SIZE - 1) - 1
    np.testing.assert_allclose(np.hypot(*pieces.reshape(-1, 2).T), RADIUS, atol=(2 / SIZE) ** 2)
    assert np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum() == pytest.approx(2 * np.pi * RADIUS, rel=0.01)
    ends = np.round(pieces.reshape(-1, 2), 9)
    _, counts = np.unique(ends, axis=0, return_counts=True)
    assert (counts == 2).all(), "the line has loose ends"
    assert browser["none"] == []


def test_tables_know_their_rows(browser):
    assert browser["typed"] == [274]


# --- what a Stage is to Python ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENES)
def test_parameters_are_traits(name, stages):
    stage = stages[name]
    for p in stage.scene.controls:
        assert p.name in stage.keys, f"{p.name} is not synced"
        assert getattr(stage, p.name) == p.start
        for outside in (p.low - 1, p.high + 1, "far", None, *([0.5] if p.choices else [])):
            with pytest.raises(traitlets.TraitError):
                setattr(stage, p.name, outside)
        assert getattr(stage, p.name) == p.start


def test_traits_of_one_scene_are_not_those_of_another(stages):
    assert "w1" in stages["forward"].keys
    assert "w1" not in stages["loss"].keys
    assert not hasattr(stages["loss"], "w1")


def test_observe_and_link():
    stage, heard = SCENES["loss"](), []
    stage.observe(lambda change: heard.append((change.name, change.new)), names=["w", "b"])
    slider = ipywidgets.FloatSlider(min=-4, max=4)
    ipywidgets.link((slider, "value"), (stage, "w"))
    assert stage.w == slider.value == 0
    heard.clear()
    slider.value = 2.5
    stage.b = -1
    assert (stage.w, heard) == (2.5, [("w", 2.5), ("b", -1.0)])
    stage.w = -3
    assert slider.value == -3


def test_values_and_tables_are_what_the_still_shows():
    stage = SCENES["loss"]()
    before = stage.still()._repr_mimebundle_()[0]["image/png"]
    stage.w = 3
    moved = stage.still()._repr_mimebundle_()[0]["image/png"]
    stage.tables = {"examples": {**stage.tables["examples"], "y": [0.5] * 8}}
    assert len({before, moved, stage.still()._repr_mimebundle_()[0]["image/png"]}) == 3
    assert stage.values == {**stage.scene.start, "w": 3.0}


@pytest.mark.parametrize("name", SCENES)
def test_mime_bundle(name, stages):
    bundle, metadata = stages[name]._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == stages[name].model_id
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert len(bundle["image/png"]) < 100_000
    assert metadata["image/png"]["alt"].startswith(stages[name].scene.describe)
    assert bundle["text/plain"] == repr(stages[name]) == f"<Stage: {stages[name].scene.title}>"


@pytest.mark.parametrize("name", SCENES)
def test_spec_is_plain_json(name, stages):
    """NaN in it would be no JSON, and a widget that cannot be sent shows nothing."""
    assert len(json.dumps(stages[name]._spec, allow_nan=False)) < 200_000


def test_expressions_may_be_plain_numbers():
    u = sp.Symbol("u", real=True)
    panel = Panel(("u", 0, 1), ("v", 0, 1), (Arrow(0, 0, 1, 0.5), Contours(u, (0.5,))))
    stage = Stage(Scene("Plain", "", (), (panel,)))
    assert stage.scene.frame().layers[0][0] == [0, 0, 1, 0.5]
