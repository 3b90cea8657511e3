"""Each scene under the pointer, by the keyboard, by its model, light and dark, wide and narrow: on a page of its own.

Nothing but the widgets' code and a model in the place of ipywidgets': what a kernel adds, test_stage_in_lab.py tries.
"""

import pytest
from lab import PATIENCE, ROOT
from stages import COLOURS, CORNER, SCENES, Staged, stage
from widgets import FRAMES, until

from perceptron.widgets.scene import Stage

# In training the batches change nothing before a step is played, and momentum nothing at the first step;
# the chain is empty at first.
SHOWING = {"training": {"epoch": 5.0}, "narrow": {"epoch": 5.0}, "chain": {"step": 3.0}}
PLAYED = ["chain", "landscape", "descent", "narrow", "training"]
START = """async ([model, widget, states]) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const [{ Model }, { default: { render } }] = [await load(model), await load(widget)];
  window.models = {};
  for (const [name, state] of Object.entries(states)) {
    const el = document.body.appendChild(document.createElement("div"));
    el.dataset.test = name;
    render({ model: models[name] = new Model(state), el });
  }
}"""
THEME = """theme => {
  document.body.dataset.jpThemeLight = String(theme === "light");
  document.documentElement.style.colorScheme = theme;
  document.body.style.cssText = theme === "dark" ? "background: #111; color: #ddd" : "";
}"""
SET = "([name, values]) => { for (const [key, value] of Object.entries(values)) models[name].set(key, value); }"
HAS = "([name, keys]) => Object.fromEntries(keys.map((key) => [key, models[name].get(key)]))"


class Bare:
    """A page that holds all the scenes and nothing else."""

    def __init__(self, page):
        self.page, self.errors = page, []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(error.stack))
        page.set_content(f'<!doctype html><body data-jp-theme-light="true"><style>{Stage._css}</style>')
        stages = {name: stage(name) for name in [*SCENES, "runaway"]}
        states = {name: {"_spec": s._spec, "tables": s.tables, **s.values} for name, s in stages.items()}
        page.evaluate(START, [(ROOT / "site/static/model.js").read_text("utf-8"), Stage._esm, states])

    def evaluate(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def show(self, name):
        self.page.locator(f'[data-test="{name}"]').scroll_into_view_if_needed()


class OnPage(Staged):
    def kernel(self):
        """The values of the parameters, and the tables, in the model."""
        return self.page.evaluate(HAS, [self.name, [*self.scene.start, "tables"]])

    def start(self, values):
        data = {t: {c: v.tolist() for c, v in columns.items()} for t, columns in self.scene.data.items()}
        self.page.evaluate(SET, [self.name, {**self.scene.start, **values, "tables": data}])


@pytest.fixture(scope="module")
def bare(chromium):
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield Bare(context.new_page())
    context.close()


@pytest.fixture(autouse=True)
def nothing_fails(bare):
    yield
    bare.evaluate(FRAMES)
    assert bare.errors == []


def at_start(bare, name, **values):
    """A scene at its start, or with these values, scrolled into view."""
    shown = OnPage(bare, name)
    shown.reset(**values)
    return shown


@pytest.fixture(params=SCENES)
def shown(request, bare):
    return at_start(bare, request.param)


@pytest.fixture(scope="class")
def dark(bare):
    bare.evaluate(THEME, "dark")
    yield bare
    bare.evaluate(THEME, "light")


@pytest.fixture(scope="class")
def narrow(bare):
    bare.page.set_viewport_size({"width": 400, "height": 900})
    yield bare
    bare.page.set_viewport_size({"width": 1280, "height": 900})


# --- every scene ------------------------------------------------------------------------------------------------------


def test_appears_and_says_what_it_shows(shown):
    assert shown.root.get_attribute("aria-label") == shown.scene.title
    assert shown.scene.describe in shown.canvas.get_attribute("aria-label")
    assert shown.canvas.evaluate(COLOURS) > 10
    assert min(shown.canvas.evaluate(CORNER)) > 240
    assert shown.violations() == []
    until("the sentence is said", lambda: shown.sentence() == shown.scene.frame().sentence)


def test_dragging_each_grip_changes_picture_and_kernel(shown):
    for grip in shown.grips():
        before = shown.reset()  # for one drag may take the knob of the next out of the picture
        grip.hover()  # fails where something lies over it
        pixels = shown.pixels()
        shown.drag(grip, *shown.inward(grip))
        shown.changed(pixels)
        values = shown.settle()
        assert values != before, grip.get_attribute("aria-label")


def test_each_grip_moves_by_the_keyboard(shown):
    """By an arrow, further by Shift and the arrow, and Home takes it back to its start."""
    start = shown.scene.start
    for grip in shown.grips()[:3]:  # the rows of a table are alike
        label = grip.get_attribute("aria-label")
        home, pixels = shown.reset(), shown.pixels()
        grip.focus()
        # Inward, for outward it might be at its limit; and some handles move along one axis only.
        across, up = shown.inward(grip)
        for key in ("ArrowRight" if across > 0 else "ArrowLeft", "ArrowDown" if up > 0 else "ArrowUp"):
            step = shown.pressed(key)
            if step != home:
                break
        assert step != home, f"{label} does not move"
        assert shown.pixels() != pixels
        stride = shown.pressed(f"Shift+{key}")
        assert _distance(step, stride, shown.scene) > 3 * _distance(home, step, shown.scene)
        back = shown.pressed("Home")
        assert all(back[p] == start[p] for p in start if stride[p] != home[p])
        assert back["tables"] == home["tables"]


def _distance(a, b, scene):
    """How far all numbers went; a point that moves is picked at once, which is no distance."""
    layers = [layer for panel in scene.panels for layer in panel.layers if any(getattr(layer, "drag", ()))]
    picks = {name for layer in layers for name in layer.picks}
    columns = [(a["tables"][t][c], b["tables"][t][c]) for t in a["tables"] for c in a["tables"][t]]
    values = [([a[p]], [b[p]]) for p in a if p not in {"tables", *picks}]
    return sum(abs(u - v) for first, second in [*columns, *values] for u, v in zip(first, second, strict=True))


def test_each_range_moves_by_the_keyboard_and_by_the_pointer(shown):
    for p, slider in zip(shown.numbers, shown.root.locator("input[type=range]").all(), strict=True):
        values, pixels = shown.reset(**SHOWING.get(shown.name, {})), shown.pixels()
        slider.focus()
        moved = shown.pressed("ArrowRight" if values[p.name] < p.high else "ArrowLeft")
        assert [q for q in values if moved[q] != values[q]] == [p.name]
        shown.changed(pixels)
        pixels, box, share = shown.pixels(), slider.bounding_box(), (moved[p.name] - p.low) / (p.high - p.low)
        thumb = (box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2)
        shown.drag(slider, 40 if share < 0.5 else -40, 0, thumb)
        shown.changed(pixels)
        dragged = shown.settle()
        assert [q for q in moved if dragged[q] != moved[q]] == [p.name]


def test_number_boxes_take_numbers(shown):
    typed = {}
    for p, box in zip(shown.numbers, shown.root.locator(".number").all(), strict=True):
        typed[p.name] = round(p.low + (p.high - p.low) * 0.371, 0 if p.name == "epoch" else 3)
        shown.typed(box, str(typed[p.name]))
    assert typed.items() <= shown.kernel().items()


@pytest.mark.parametrize("wrong", ["0.01", "-50", "100", "1e", "--", "", "1e999"])
def test_number_boxes_answer_what_they_do_not_take(bare, wrong):
    """In words, and nothing is lost: neither the value before, nor the words as long as nothing else happens."""
    shown = at_start(bare, "loss", b=-1.5)
    box, pixels = shown.root.locator(".number").nth(1), shown.pixels()
    shown.typed(box, wrong)
    words = f'You typed "{wrong}"; b must be a number from −45.00 to 0.00.'
    assert shown.sentence() == words
    box.blur()
    bare.page.wait_for_timeout(400)  # longer than the sentence waits for a move to end
    shown.settle()
    assert shown.sentence() == words
    assert shown.kernel()["b"] == -1.5
    assert shown.pixels() == pixels
    shown.typed(box, "-10")
    until("the sentence is back", lambda: shown.sentence() == shown.scene.frame({"b": -10}).sentence)


@pytest.mark.parametrize(("typed", "taken"), [("-1,5", -1.5), ("−2", -2), (" -3 ", -3), ("-1e-1", -0.1)])
def test_number_boxes_take_a_decimal_comma_and_a_real_minus(bare, typed, taken):
    shown = at_start(bare, "loss")
    shown.typed(shown.root.locator(".number").nth(1), typed)
    assert shown.kernel()["b"] == taken


def test_reset_takes_everything_back(bare):
    shown = at_start(bare, "loss")
    start = shown.kernel()
    shown.drag(shown.grips()[0], *shown.inward(shown.grips()[0]))
    shown.typed(shown.root.locator(".number").nth(1), "-2")
    moved = shown.settle()
    assert moved["b"] == -2
    assert moved["tables"] != start["tables"]
    shown.button("reset").click()
    assert shown.settle() == start


@pytest.mark.parametrize("name", ["activation", "descent"])
def test_lists_are_picked_from(bare, name):
    shown = at_start(bare, name)
    pixels = shown.pixels()
    (p,) = [p for p in shown.scene.controls if p.choices]
    pick = shown.root.locator("select")
    assert pick.locator("option").all_text_contents() == list(p.choices)
    pick.focus()
    shown.page.keyboard.press("ArrowDown")
    shown.changed(pixels)
    until("the kernel knows", lambda: shown.kernel()[p.name] == 1)


def test_the_kernel_moves_the_picture(shown):
    pixels = shown.pixels()
    inside = dict.fromkeys(shown.scene.start, 1.0)
    inside |= {p.name: p.low + (p.high - p.low) * 0.6 for p in shown.numbers if p.name != "epoch"}
    shown.reset(**inside)
    shown.changed(pixels)
    assert {**shown.kernel(), "tables": 0} == {**inside, "tables": 0}
    until("the sentence follows", lambda: shown.sentence() == shown.scene.frame(inside).sentence)


@pytest.fixture
def slow(bare):
    """Less motion plays slowly: so a busy machine sees it on its way, not only at its end."""
    bare.page.emulate_media(reduced_motion="reduce")
    yield bare
    bare.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("name", PLAYED)
def test_play_step_and_rewind(slow, name):
    shown = at_start(slow, name)
    first, button = shown.pixels(), shown.button
    (p,) = [p for p in shown.scene.controls if p.play]
    button("+ step").click()
    shown.changed(first)
    shown.settle()
    assert shown.kernel()[p.name] == (p.stride or p.step)
    button("step back").click()
    until("a step back returns", lambda: shown.pixels() == first)
    button("play").click()
    until("it plays", lambda: shown.kernel()[p.name] > 0)
    button("pause").click()
    shown.settle()
    paused = shown.kernel()
    shown.page.wait_for_timeout(200)
    assert shown.kernel() == paused
    button("rewind").click()
    until("rewind returns to the same pixels", lambda: shown.pixels() == first)
    shown.reset(**{p.name: p.high - p.step})
    button("play").click()
    until("it plays to the end", lambda: shown.kernel()[p.name] == p.high)
    button("play").wait_for()
    button("play").click()
    until("it plays again, from the first", lambda: 0 < shown.kernel()[p.name] < p.high)
    button("rewind").click()


@pytest.mark.parametrize("name", SCENES)
class TestDark:
    def test_repaints_and_axe_finds_nothing(self, dark, name):
        shown = at_start(dark, name)
        assert max(shown.canvas.evaluate(CORNER)) < 60
        assert shown.canvas.evaluate(COLOURS) > 10
        assert shown.violations() == []


@pytest.mark.parametrize("name", SCENES)
class TestNarrow:
    def test_stacks_the_panels_and_clips_nothing(self, narrow, name):
        shown = at_start(narrow, name)
        canvas = until("it is narrow", lambda: (box := shown.canvas.bounding_box())["width"] < 400 and box)
        assert (canvas["height"] > canvas["width"]) == (len(shown.scene.panels) > 1)
        for element in (shown.root, *shown.root.locator("canvas, input, select, button, .readouts, .legend").all()):
            box = element.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 400, element.evaluate("e => e.outerHTML")
        assert shown.root.evaluate("e => e.scrollWidth <= e.clientWidth")


# --- one scene for all -----------------------------------------------------------------------------------------------


def test_tab_leads_through_everything(bare):
    shown = at_start(bare, "training")
    count = shown.root.locator(".grip, input:not([hidden]), select, button").count()
    shown.grips()[0].focus()
    for _ in range(count - 1):
        shown.page.keyboard.press("Tab")
        assert shown.root.evaluate("e => e.contains(document.activeElement)")
        outline = shown.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "what has the focus can't be seen"
    shown.page.keyboard.press("Tab")
    assert not shown.root.evaluate("e => e.contains(document.activeElement)")


def test_less_motion_plays_slowly(bare):
    shown = at_start(bare, "training")
    bare.page.emulate_media(reduced_motion="reduce")
    waits = """() => {
      const plain = window.setInterval;
      window.waits = [];
      window.setInterval = (act, wait) => { waits.push(wait); return plain(act, wait); };
      window.unwrap = () => { window.setInterval = plain; };
    }"""
    bare.evaluate(waits)
    try:
        shown.button("play").click()
        shown.button("pause").click()
        bare.page.emulate_media(reduced_motion="no-preference")
        shown.button("play").click()
        shown.button("rewind").click()
    finally:
        bare.page.emulate_media(reduced_motion="no-preference")
        bare.evaluate("() => unwrap()")
    slow, fast = [wait for wait in bare.evaluate("() => waits") if wait in (600, 60)]
    assert (slow, fast) == (600, 60)


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        (
            "runaway",
            {"alpha": 1e9},
            "After epoch 33 the numbers run away and are not drawn. Try a smaller learning rate.",
        ),
        ("descent", {"sign": 1}, "The path has left the picture."),
    ],
)
def test_what_goes_wrong_is_said_and_taken_back(bare, name, wrong, words):
    shown = at_start(bare, name)
    alert = shown.root.locator("[role=alert]")
    assert alert.text_content() == ""
    shown.start({**wrong, "epoch": 60})
    until("it says so", lambda: alert.text_content().startswith(words))
    shown.start({"epoch": 60})
    until("all is well again", lambda: alert.text_content() == "")
