"""The playground by mouse, touch-sized and by keyboard, on a page of its own: what the page keeps is what it shows."""

import json

import numpy as np
import pytest
from lab import PATIENCE, ROOT
from test_stage_on_page import THEME
from widgets import AXE, FRAMES, until

from perceptron import data
from perceptron.network import cost, gradient, predict
from perceptron.widgets.playground import Playground

START = """async ([code, widget, state]) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const [{ Model }, { default: { render, asked } }] = [await load(code), await load(widget)];
  window.asked = asked;
  window.end?.();
  const el = document.body.appendChild(document.createElement("div"));
  window.end = render({ model: window.model = new Model(state), el });
}"""
HAS = "() => Object.fromEntries(Object.entries(model.state).filter(([name]) => !name.startsWith('_')))"


class Shown:
    """One playground on a page; `made` is the Python that it came from."""

    def __init__(self, page, made):
        self.page, self.made = page, made
        state = {name: value for name, value in made.get_state().items() if name == "_spec" or not name.startswith("_")}
        page.set_content(f'<!doctype html><body data-jp-theme-light="true"><style>{Playground._css}</style>')
        model = (ROOT / "site/static/model.js").read_text("utf-8")
        page.evaluate(START, [model, str(Playground._esm), {k: v for k, v in state.items() if k != "layout"}])
        page.evaluate(FRAMES)

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.evaluate(FRAMES)

    def state(self):
        return self.page.evaluate(HAS)

    def said(self):
        return self.page.locator(".said").inner_text()

    def now(self):
        """The Playground of Python with what the page has now."""
        state = self.state()
        made = Playground(self.made.own, **{name: state[name] for name in self.made.values})
        made.weights = state["weights"]
        return made

    def holds(self):
        """That the cost the page tells of is the cost of the network that comes back to Python."""
        now = self.now()
        X, y, *_ = now.examples()
        assert f"C = {cost(X, y, now.network):.4f}," in self.said()

    def plane(self, u, v):
        """Where in the page a point of the plane is: the margins are picture.js's."""
        box = self.page.locator(".the-plane canvas").bounding_box()
        wide, high = box["width"] - 56, box["height"] - 44
        return box["x"] + 46 + (u / 2 + 1) / 2 * wide, box["y"] + 8 + (1 - (v / 2 + 1) / 2) * high


@pytest.fixture(scope="module")
def context(chromium):
    context = chromium.new_context(offline=True, viewport={"width": 1100, "height": 1000})
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture
def shown(context, request):
    own, settings = getattr(request, "param", (None, {"hidden": [3, 2]}))
    page, failures = context.new_page(), []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(error.stack))
    yield Shown(page, Playground(own and own(), **settings))
    page.close()
    assert failures == []


def test_it_trains_until_it_is_paused_and_goes_back(shown):
    shown.press("▶ train")
    until("some epochs have passed", lambda: "Epoch 0." not in shown.said())
    shown.press("❚❚ pause")
    shown.holds()
    at, weights = shown.said(), shown.state()["weights"]
    slider = shown.page.get_by_label("back to an earlier epoch")
    slider.fill("0")
    until("it is at the start", lambda: shown.said().startswith("Epoch 0."))
    assert np.allclose(shown.state()["weights"], shown.made.start.flat)
    slider.fill(slider.get_attribute("max"))
    until("it is back", lambda: shown.said() == at)
    assert shown.state()["weights"] == weights
    shown.press("|◀ start again")
    assert shown.said().startswith("Epoch 0.")


def test_a_step_is_as_many_epochs_as_are_chosen(shown):
    shown.press("+ step")
    assert shown.said().startswith("Epoch 1.")
    shown.page.get_by_label("epochs between two pictures").select_option("10")
    shown.press("+ step")
    assert shown.said().startswith("Epoch 11.")
    assert np.allclose(shown.state()["weights"], shown.made.trained([11])[0].flat, atol=1e-10)


def test_every_setting_changes_the_network_that_is_there(shown):
    shown.page.get_by_label("x₁x₂").check()
    shown.page.get_by_label("neurons in layer 1").select_option("8")
    shown.press("one layer more")
    shown.page.get_by_label("they bend by").select_option(label="relu")
    shown.page.get_by_label("cost", exact=True).select_option(label="mean squared error")
    shown.page.get_by_label("data", exact=True).select_option(label="circle")
    shown.page.get_by_label("examples a step").select_option(label="30")
    box = shown.page.get_by_label("momentum β, as a number")
    box.fill("0,5")
    box.press("Tab")
    state = shown.state()
    assert (state["features"], state["hidden"]) == (["x1", "x2", "x1*x2"], [8, 2, 2])
    assert [state[name] for name in ("activation", "cost", "data", "batch", "momentum")] == [
        "relu",
        "mse",
        "circle",
        30,
        0.5,
    ]
    shown.press("+ step")
    shown.holds()
    shown.press("one layer fewer")
    assert shown.said().startswith("Epoch 0.")


def test_one_input_stays(shown):
    for name in ("x₁", "x₂"):
        shown.page.get_by_label(name, exact=True).click()
    assert shown.state()["features"] == ["x2"]


def test_a_click_adds_a_point_a_drag_moves_it_and_a_click_removes_it(shown):
    n = len(shown.made.rows())
    shown.page.mouse.click(*shown.plane(0.02, 0.1))
    until("there is a point more", lambda: len(shown.state()["points"]) == n + 1)
    assert shown.state()["data"] == "own"
    *at, kind = shown.state()["points"][-1]
    assert np.allclose(at, [0.02, 0.1], atol=0.02)
    assert kind == 1
    shown.page.mouse.move(*shown.plane(0.02, 0.1))
    shown.page.mouse.down()
    shown.page.mouse.move(*shown.plane(-1.9, 1.9), steps=4)
    shown.page.mouse.up()
    shown.page.evaluate(FRAMES)
    assert np.allclose(shown.state()["points"][-1][:2], [-1.9, 1.9], atol=0.02)
    assert len(shown.state()["points"]) == n + 1
    shown.page.get_by_label("what a click in the plane does").select_option(label="removes a point")
    shown.page.mouse.click(*shown.plane(-1.9, 1.9))
    until("it is gone", lambda: len(shown.state()["points"]) == n)
    shown.press("no points")
    assert shown.said() == "No examples to learn from: click in the plane to add some."
    shown.press("+ step")
    assert shown.said() == "No examples to learn from: click in the plane to add some."


def test_points_by_the_keyboard(shown):
    shown.press("no points")
    shown.page.locator(".the-plane canvas").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.state()["points"] == [[0.2, 0.1, 1]]
    shown.page.keyboard.press("Delete")
    assert shown.state()["points"] == []


def test_a_click_chooses_a_neuron_whose_weights_can_be_dragged(shown):
    canvas = shown.page.locator(".the-network canvas")
    box = canvas.bounding_box()
    title = shown.page.locator(".title").last
    assert "the output neuron" in title.inner_text()
    canvas.click(position={"x": box["width"] * 1.5 / 4, "y": 18 + (box["height"] - 24) * 0.5 / 3})
    until("its name is shown", lambda: "neuron 1 of layer 1" in title.inner_text())
    slider = shown.page.get_by_role("slider", name="from x₂", exact=True)
    slider.fill("3")
    until("the weight is there", lambda: shown.state()["weights"] and shown.state()["weights"][3] == 3)
    shown.holds()
    canvas.click(position={"x": box["width"] * 0.5 / 4, "y": 18 + (box["height"] - 24) * 0.25})
    until("inputs have none", lambda: "An input has no weights" in title.inner_text())


def test_slow_motion_tells_the_numbers_of_one_backward_pass(shown):
    shown.press("slow motion")
    lines = shown.page.locator(".slow li")
    X, y, *_ = shown.made.examples()
    tell = lambda value: f"{value:.3f}".replace("-", "−")  # noqa: E731
    assert lines.all_inner_texts() == [f"x₁ = {tell(X[0, 0])}", f"x₂ = {tell(X[0, 1])}"]
    for _ in range(5):
        shown.press("next ▶")
    start = shown.made.start
    slopes = gradient(X[:1], y[:1], start).layers[2]
    assert "Backward, the output neuron" in shown.page.locator(".slow .title").inner_text()
    assert lines.all_inner_texts()[0].endswith(
        f"slopes of its weights, δ · what came in: {', '.join(map(tell, slopes.W))}; of its bias: {tell(slopes.b)}"
    )
    shown.press("◀ back")
    assert f"∂loss/∂z = {tell(predict(X[:1], start)[0] - y[0])}" in lines.all_inner_texts()[1]
    for _ in range(3):
        shown.press("next ▶")
    assert shown.page.get_by_role("button", name="next ▶").get_attribute("aria-disabled") == "true"
    assert "f′(z), the slope of its own activation" in lines.all_inner_texts()[0]
    shown.press("close")
    assert shown.page.get_by_role("button", name="slow motion").is_visible()


@pytest.mark.parametrize("shown", [(data.penguins, {"hidden": [2]})], indirect=True)
def test_a_table_trains_and_its_axes_are_its_columns(shown):
    shown.press("+ step")
    shown.holds()
    assert shown.page.get_by_label("noise", exact=True).count() == 0
    assert shown.page.get_by_label("bill length").is_checked()


def test_an_address_gives_settings_and_says_what_it_cannot_give(shown):
    asked = lambda query: shown.page.evaluate("query => asked(query, model.get('_spec'))", query)  # noqa: E731
    given = asked('hidden=[4,2]&seed=3&data="circle"&points=[[0,1,1]]')
    assert given == {"values": {"hidden": [4, 2], "seed": 3, "data": "circle", "points": [[0, 1, 1]]}, "words": []}
    refused = asked("hidden=[99]&alpha=x&seed=1.5&who=1&points=[[1]]")
    assert refused["values"] == {}
    assert refused["words"][:3] == [
        "hidden neurons can't be [99].",
        "learning rate α can't be x.",
        "first weights can't be 1.5.",
    ]
    assert json.dumps(asked("hidden=<script>")["words"]) == json.dumps(["hidden neurons can't be <script>."])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1100])
def test_axe_finds_nothing_and_nothing_is_cut(shown, theme, width):
    shown.page.set_viewport_size({"width": width, "height": 900})
    shown.page.evaluate(THEME, theme)
    shown.press("slow motion")
    shown.page.evaluate(AXE.read_text("utf-8"))
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = shown.page.evaluate("rules => axe.run('.perceptron-playground', rules).then((r) => r.violations)", rules)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
