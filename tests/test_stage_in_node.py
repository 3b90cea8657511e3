"""That the browser computes what NumPy computes, for every scene.

The pure functions of the stage's JavaScript, in the very text that the browser loads, run in Node: no browser.
"""

import base64
import itertools
import json

import numpy as np
import pytest
from intervals import interval
from node import ask
from test_stage import SCENES

from perceptron.widgets.scene.frame import Programs
from perceptron.widgets.scene.program import Program
from perceptron.widgets.scene.relief import lowest
from perceptron.widgets.scene.stage import Stage
from perceptron.widgets.scene.template import Template, number

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
  const scene = compile(spec), T = typed(tables), texts = [...scene.readouts, scene.sentence];
  for (const text of texts) { const { run } = text; text.run = (...at) => (text.numbers = run(...at)); }
  return settings.map((P) => {
    const frame = evaluate(scene, P, T), states = scene.evolution ? evolve(scene.evolution, P, T) : {};
    return {
      layers: frame.layers.map((panel) => panel.map((arrays) => arrays.map(bytes))),
      states: Object.fromEntries(Object.entries(states).map(([name, column]) => [name, bytes(column)])),
      texts: [...frame.readouts, frame.sentence], numbers: texts.map((text) => text.numbers.map(bytes)),
      trouble: frame.trouble,
    };
  });
});
const said = [...floats(told.numbers)].map((value) => told.digits.map((digits) => number(value, digits)));
const round = floats(told.bowl);
console.log(JSON.stringify({
  frames, said, filled: fill(told.parts, [1.25, NaN]),
  ticks: told.axes.map(([low, high]) => ticks(low, high)), powers: [ticks(-3, 0, 6, true), ticks(-8, 0, 3, true)],
  lowest: told.hollows.map((hollow) => lowest(floats(hollow), Math.sqrt(floats(hollow).length))),
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


def unpacked(text):
    return np.frombuffer(base64.b64decode(text))


def bowl():
    u = np.linspace(-1, 1, SIZE)
    return u[:, None] ** 2 + u[None, :] ** 2


def hollow(u, v):
    """A tilted valley, lowest at (u, v) in cells, where it is 2."""
    j, i = np.mgrid[:9, :9] - np.array([v, u])[:, None, None]
    return 2 + i**2 + 3 * j**2 + 2.5 * i * j


HOLLOWS = {
    "between": hollow(3.3, 4.8), "on a cell": hollow(4, 4), "outside": hollow(-3, 4), "at the edge": hollow(4, 8),
    "flat": np.zeros((9, 9)), "a trough": np.abs(np.mgrid[:9, :9][0] - 4.0) * [3, 2, 1, 0, 0, 0, 1, 2, 3],
    "no numbers": np.full((9, 9), np.nan),
}  # fmt: skip


@pytest.fixture(scope="module")
def stages():
    return {name: make() for name, make in SCENES.items()}


@pytest.fixture(scope="module")
def browser(stages):
    return said_of(stages)


def said_of(stages, change=lambda text: text):
    """What the JavaScript says to everything that is asked below, by one start of Node.

    change : what a test does beforehand to the stage's JavaScript and to that of the scenes.
    """
    scenes = [{"spec": s._spec, "tables": s.tables, "settings": settings(s.scene)} for s in stages.values()]
    told = {
        "scenes": scenes, "numbers": packed(NUMBERS), "digits": DIGITS, "parts": Template("a {x:.1f}, {y}!").parts,
        "axes": AXES, "bowl": packed(bowl()), "size": SIZE, "level": RADIUS**2,
        "hollows": [packed(hollow) for hollow in HOLLOWS.values()],
    }  # fmt: skip
    said = ask(change(Stage._esm) + PROGRAM, json.loads(change(json.dumps(told))))
    return {**said, "frames": dict(zip(stages, said["frames"], strict=True))}


def agree(program, expected, found, places, data, values):
    """To 1e-12 relative, element by element; where that fails, both within the error bound of such a program.

    places : the values of the program's symbols, arrays that broadcast to the shape of what was computed.
    values : the parameters, for the message.
    """
    for expression, one, other in zip(program.expressions, expected, found, strict=True):
        other = other.reshape(np.shape(one))
        differs = ~np.isclose(other, one, rtol=1e-12, atol=0, equal_nan=True)
        if differs.any():
            there = {name: np.broadcast_to(v, np.shape(one))[differs] for name, v in places.items()}
            low, high = interval(expression, there, data)
            for result in (one[differs], other[differs]):
                assert ((low <= result) & (result <= high)).all(), f"{expression} at {values}"


def steps_agree(scene, values, states):
    """NumPy's step from each state of the browser's is the browser's next state, and where none is left it runs away.

    The whole ways are not compared: a descent that jumps about blows up the last bit of its first step without bound.
    One step does not, whatever the processor and however the descent goes.
    """
    start, update = scene.programs.start, scene.programs.update
    rows = np.transpose(list(states.values()))
    agree(start, start.numpy(values, scene.data, []), rows[0], values, scene.data, values)
    after = [update.numpy({**values, **dict(zip(states, row, strict=True))}, scene.data, []) for row in rows]
    before = {name: column[:-1] for name, column in states.items()}
    expected, found = np.reshape(after[:-1], (-1, len(states))).T, rows[1:].T
    agree(update, expected, found, {**values, **before}, scene.data, values)
    assert len(rows) == scene.evolution.steps + 1 or not np.isfinite(after[-1]).all(), f"stopped early at {values}"


def computed(scene, values, states, monkeypatch):
    """The frame that follows from the browser's states, and (program, results, its symbols' values) for all in it."""
    calls, numpy = [], Program.numpy

    def listen(program, scalars, tables, arrays):
        results = numpy(program, scalars, tables, arrays)
        places = dict(scalars)
        for later, names, loop in zip(reversed(range(len(arrays))), program.loops, arrays, strict=True):
            places |= {s.name: np.reshape(loop[s.name], (-1, *[1] * later)) for s in names}
        calls.append((program, results, places))
        return results

    with monkeypatch.context() as patch:
        patch.setattr(Program, "numpy", listen)
        if states:
            patch.setattr(Programs, "evolve", lambda *_: states)
        return scene.frame(values), calls


def compare(scene, frames, monkeypatch):
    """First each step of what evolves, then all that is drawn and said of the states that the browser came to."""
    for values, said in zip(settings(scene), frames, strict=True):
        states = {state: unpacked(text) for state, text in said["states"].items()}
        if states:
            steps_agree(scene, values, states)
        frame, calls = computed(scene, values, states, monkeypatch)
        assert said["trouble"] == frame.trouble, values
        numbers = [[*map(unpacked, texts)] for texts in said["numbers"]]
        found = [[*map(unpacked, arrays)] for panel in said["layers"] for arrays in panel] + numbers
        for (program, expected, places), arrays in zip(calls, found, strict=True):
            agree(program, expected, arrays, places, scene.data, values)
        for readout, text, filled in zip((*scene.readouts, scene.sentence), said["texts"], numbers, strict=True):
            assert text == Template(readout.text).fill([float(number[0]) for number in filled]), values


@pytest.mark.parametrize("name", SCENES)
def test_browser_equals_numpy(name, stages, browser, monkeypatch):
    compare(stages[name].scene, browser["frames"][name], monkeypatch)


MISTAKES = {  # of the browser, in the scene whose descent jumps about: what is replaced, and by what
    "a billionth in a step": ("-alpha*mean_1 + w1", "-alpha*mean_1*(1 + 1e-9) + w1"),
    "a billionth in an arrow": ("w2, -alpha*mean_0", "w2, -alpha*mean_0*(1 + 1e-9)"),
    "a billionth in the words": ("100*mean_1", "100.0000001*mean_1"),
    "a mean over one row less": ("mean_2 /= T.learnt.n", "mean_2 /= T.learnt.n - 1"),
    "a step less": ("k < steps", "k < steps - 1"),
    "a step too far": ("Math.trunc(values.epoch)", "Math.ceil(values.epoch)"),
    "a slow start": ("-alpha*mean_1", "-alpha*mean_1*(w2 === P.first2 ? 0.5 : 1)"),
    "words of another number": ("fill(parts, run(P, T, []))", "fill(parts, run(P, T, []).map((v) => 1.01 * v))"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_small_mistake_of_the_browser_is_found(mistake, stages, monkeypatch):
    right, wrong = MISTAKES[mistake]
    replaced = []

    def change(text):
        replaced.append(text.count(right))
        return text.replace(right, wrong)

    frames = said_of({"training": stages["training"]}, change)["frames"]["training"]
    assert sum(replaced) > 0
    with pytest.raises((AssertionError, ValueError)):  # other numbers, or another number of them
        compare(stages["training"].scene, frames, monkeypatch)


def test_runaway_is_seen_alike(stages, browser):
    """The scenes of the course have no trouble; this one must, or the comparison above says nothing about it."""
    assert any(said["trouble"] is not None for said in browser["frames"]["runaway"])
    assert stages["runaway"].scene.frame({"alpha": 1e9, "epoch": 60}).trouble == 33


def test_numbers_are_written_alike(browser):
    assert browser["said"] == [[number(value, digits) for digits in DIGITS] for value in NUMBERS]


def test_templates_are_filled_alike(browser):
    assert browser["filled"] == Template("a {x:.1f}, {y}!").fill([1.25, np.nan]) == "a 1.3, not a number!"


def test_ticks_of_a_logarithmic_axis_are_whole_powers(browser):
    assert browser["powers"] == [[-3, -2, -1, 0], [-5, 0]]


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


@pytest.mark.parametrize("name", HOLLOWS)
def test_the_lowest_point_is_found_alike(name, browser):
    said, found = browser["lowest"][[*HOLLOWS].index(name)], lowest(HOLLOWS[name])
    assert (said is None) == (found is None)
    if found:
        np.testing.assert_allclose(said, found, rtol=1e-12)


def test_the_lowest_point_of_a_valley_is_found_between_the_cells():
    np.testing.assert_allclose(lowest(HOLLOWS["between"]), (3.3, 4.8, 2), rtol=1e-12)
    assert lowest(HOLLOWS["outside"]) is lowest(HOLLOWS["at the edge"]) is lowest(HOLLOWS["no numbers"]) is None


def test_tables_know_their_rows(browser):
    assert browser["typed"] == [274]
