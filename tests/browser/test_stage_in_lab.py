"""Each scene in a real JupyterLab: under the pointer, by the keyboard, from the kernel, without it, light and dark.

One notebook with a cell per scene, opened once, serves all the tests.
"""

import json
from functools import cache

import pytest
from lab import ROOT
from test_stage import runaway
from widgets import FRAMES, NOTEBOOK_STATE, SHOW, Shown, ask, sound, until, use_theme

from perceptron.course.contents import scenes

SCENES = scenes()
# On XOR the learning rate changes too little before some epochs are played.
SHOWING = {"xor": {"epoch": 5.0}, "xor_network": {"epoch": 20.0}}
PLAYED = ["chain", "descent", "training", "xor_network", "xor"]
NAME, TESTS = "stage.ipynb", str(ROOT / "tests")
SETUP = (
    f"import sys; sys.path.insert(0, {TESTS!r})"
    + """
import json
import ipywidgets
from test_stage import SCENES

stages = {name: make() for name, make in SCENES.items()}
slider = ipywidgets.FloatSlider(min=-4, max=4, step=0.5)
stages["linked"] = SCENES["loss"]()
ipywidgets.link((slider, "value"), (stages["linked"], "w"))

def start(name, **values):
    stage = stages[name]
    stage.tables = stage._spec["tables"]
    for parameter, value in {**stage.scene.start, **values}.items():
        setattr(stage, parameter, value)

def told(name):
    stage = stages[name]
    print(json.dumps({"values": stage.values, "tables": stage.tables}))
"""
)
CELLS = {name: f"stages[{name!r}]" for name in [*SCENES, "runaway", "linked"]}
CELLS |= {"again": "stages['loss']", "slider": "slider"}

PIXELS = """canvas => {
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  let sum = canvas.width * 31 + canvas.height;
  for (const pixel of pixels) sum = (Math.imul(sum, 31) + pixel) | 0;
  return sum;
}"""
COLOURS = """c => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size"""
CORNER = "c => [...c.getContext('2d').getImageData(0, 0, 1, 1).data].slice(0, 3)"


@cache
def scene(name):
    return {**SCENES, "runaway": runaway, "linked": SCENES["loss"]}[name]().scene


class InLab(Shown):
    """One scene on the page."""

    def __init__(self, lab, name, cell=None):
        super().__init__(lab, cell or name, "stage")
        self.name, self.scene, self.canvas = name, scene(name), self.root.locator("canvas")
        self.numbers = [p for p in self.scene.controls if not p.choices]
        self.canvas.wait_for()

    def settle(self):
        """Wait until the page shows what the kernel has, for each side may still be sending; what that is."""
        self.lab.evaluate(FRAMES)

        def agreed():
            values = self.kernel()
            return values if self.shown() == self.boxes(values) else None

        return until(f"{self.name} shows what the kernel has", agreed)

    def reset(self, **values):
        assert ask(self.lab, f"start({self.name!r}, **{values!r})") == ""
        return self.settle()

    def pressed(self, key):
        """The values in the kernel after a key."""
        self.page.keyboard.press(key)
        return self.settle()

    def typed(self, box, text):
        box.fill("")
        box.press_sequentially(text)
        box.press("Enter")
        self.settle()

    def pixels(self):
        return self.canvas.evaluate(PIXELS)

    def changed(self, before):
        return until(f"the picture of {self.name} changes", lambda: self.pixels() != before)

    def kernel(self):
        """The values of the parameters, and the tables, in the kernel."""
        told = json.loads(ask(self.lab, f"told({self.name!r})"))
        return {**told["values"], "tables": told["tables"]}

    def shown(self):
        """What the number boxes and lists say."""
        return self.root.locator("input[type=number], select").evaluate_all("all => all.map(e => Number(e.value))")

    @staticmethod
    def boxes(values):
        return [float(f"{value:.6g}") for name, value in values.items() if name != "tables"]

    def sentence(self):
        return self.root.locator(".live").text_content()

    def grips(self):
        return self.root.locator(".grip").all()

    def drag(self, element, dx, dy, start=None):
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        x, y = start or (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx / 2, y + dy / 2)
        self.page.mouse.move(x + dx, y + dy)
        self.page.mouse.up()

    def inward(self, grip):
        """A way to drag a grip that does not lead out of the picture."""
        at, frame = grip.bounding_box(), self.canvas.bounding_box()
        return [60 if at[a] + 16 < frame[a] + frame[size] / 2 else -60 for a, size in (("x", "width"), ("y", "height"))]


def at_start(lab, name, **values):
    """A scene at its start, or with these values, scrolled into view."""
    shown = InLab(lab, name)
    shown.reset(**values)
    return shown


@pytest.fixture(autouse=True)
def nothing_fails(lab):
    yield
    sound(lab)


@pytest.fixture(params=SCENES)
def shown(request, lab):
    return at_start(lab, request.param)


@pytest.fixture(scope="class")
def dark(lab):
    with use_theme(lab, "Dark"):
        yield lab


@pytest.fixture(scope="class")
def narrow(lab):
    lab.page.set_viewport_size({"width": 400, "height": 900})
    yield lab
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    # JupyterLab's own toolbar fails to put its buttons back when the window is wide again.
    lab.evaluate(FRAMES)
    lab.console_errors[:] = [e for e in lab.console_errors if not ("removeChild" in e and "jlab_core" in e)]


# --- every scene ------------------------------------------------------------------------------------------------------


def test_appears_and_says_what_it_shows(shown):
    assert shown.root.get_attribute("aria-label") == shown.scene.title
    assert shown.scene.describe in shown.canvas.get_attribute("aria-label")
    assert shown.canvas.evaluate(COLOURS) > 10
    assert min(shown.canvas.evaluate(CORNER)) > 240
    assert shown.violations() == []
    until("the sentence is said", lambda: shown.sentence() == shown.scene.frame().sentence)


def test_dragging_each_grip_changes_picture_and_kernel(shown):
    values = shown.kernel()
    for grip in shown.grips():
        grip.hover()  # fails where something lies over it
        pixels, before = shown.pixels(), values
        shown.drag(grip, *shown.inward(grip))
        shown.changed(pixels)
        values = shown.settle()
        assert values != before, grip.get_attribute("aria-label")


def test_each_grip_moves_by_the_keyboard(lab, shown):
    """By an arrow, further by Shift and the arrow, and Home takes it back to its start."""
    start, before = shown.scene.start, lab.evaluate(NOTEBOOK_STATE)
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
        assert _distance(step, stride) > 3 * _distance(home, step)
        back = shown.pressed("Home")
        assert all(back[p] == start[p] for p in start if stride[p] != home[p])
        assert back["tables"] == home["tables"]
    assert lab.evaluate(NOTEBOOK_STATE) == before


def _distance(a, b):
    columns = [(a["tables"][t][c], b["tables"][t][c]) for t in a["tables"] for c in a["tables"][t]]
    values = [([a[p]], [b[p]]) for p in a if p != "tables"]
    return sum(abs(u - v) for first, second in [*columns, *values] for u, v in zip(first, second, strict=True))


def test_each_range_moves_by_the_keyboard_and_by_the_pointer(lab, shown):
    before = lab.evaluate(NOTEBOOK_STATE)
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
    assert lab.evaluate(NOTEBOOK_STATE) == before


def test_number_boxes_take_numbers(shown):
    typed = {}
    for p, box in zip(shown.numbers, shown.root.locator("input[type=number]").all(), strict=True):
        typed[p.name] = round(p.low + (p.high - p.low) * 0.371, 0 if p.name == "epoch" else 3)
        shown.typed(box, str(typed[p.name]))
    assert typed.items() <= shown.kernel().items()


@pytest.mark.parametrize("wrong", ["4.01", "-5", "1e", "--", "", "1e999"])
def test_number_boxes_answer_what_they_do_not_take(lab, wrong):
    """In words, and nothing is lost: neither the value before, nor the words as long as nothing else happens."""
    shown = at_start(lab, "loss", w=1.25)
    box, pixels = shown.root.locator("input[type=number]").first, shown.pixels()
    shown.typed(box, wrong)
    assert shown.sentence() == "w must be a number from −4.00 to 4.00."
    box.blur()
    lab.page.wait_for_timeout(400)  # longer than the sentence waits for a move to end
    shown.settle()
    assert shown.sentence() == "w must be a number from −4.00 to 4.00."
    assert shown.kernel()["w"] == 1.25
    assert shown.pixels() == pixels
    shown.typed(box, "1.5")
    until("the sentence is back", lambda: shown.sentence() == shown.scene.frame({"w": 1.5}).sentence)


@pytest.mark.parametrize("name", ["activation", "descent"])
def test_lists_are_picked_from(lab, name):
    shown = at_start(lab, name)
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
def slow(lab):
    """Less motion plays slowly: so a busy machine sees it on its way, not only at its end."""
    lab.page.emulate_media(reduced_motion="reduce")
    yield lab
    lab.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("name", PLAYED)
def test_play_step_and_rewind(slow, name):
    lab, shown = slow, at_start(slow, name)
    first, button = shown.pixels(), shown.button
    (p,) = [p for p in shown.scene.controls if p.play]
    button("+ step").click()
    shown.changed(first)
    shown.settle()
    assert shown.kernel()[p.name] == p.step
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
    ask(lab, f"start({name!r}, {p.name}={p.high - p.step})")
    shown.settle()
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


def test_jupyterlab_takes_no_key_from_the_stage(lab):
    """a, b, x and dd would insert and delete cells; arrows would move to another one."""
    shown = at_start(lab, "activation")
    before = lab.evaluate(NOTEBOOK_STATE)
    focusable = shown.root.locator(".grip, input, select, button").all()
    assert len(focusable) == 3 + 3 * 2 + 1
    for element in focusable:
        element.focus()
        for key in ("a", "b", "x", "d", "d", "ArrowUp", "ArrowDown", "PageDown", "m", "0"):
            shown.page.keyboard.press(key)
        assert element.evaluate("e => e === document.activeElement")
    assert lab.evaluate(NOTEBOOK_STATE) == before


def test_tab_leads_through_everything(lab):
    shown = at_start(lab, "training")
    count = shown.root.locator(".grip, input:not([hidden]), select, button").count()
    shown.grips()[0].focus()
    for _ in range(count - 1):
        shown.page.keyboard.press("Tab")
        assert shown.root.evaluate("e => e.contains(document.activeElement)")
        outline = shown.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "what has the focus can't be seen"
    shown.page.keyboard.press("Tab")
    assert not shown.root.evaluate("e => e.contains(document.activeElement)")


def test_less_motion_plays_slowly(lab):
    shown = at_start(lab, "training")
    lab.page.emulate_media(reduced_motion="reduce")
    waits = """() => {
      const plain = window.setInterval;
      window.waits = [];
      window.setInterval = (act, wait) => { waits.push(wait); return plain(act, wait); };
      window.unwrap = () => { window.setInterval = plain; };
    }"""
    lab.evaluate(waits)
    try:
        shown.button("play").click()
        shown.button("pause").click()
        lab.page.emulate_media(reduced_motion="no-preference")
        shown.button("play").click()
        shown.button("rewind").click()
    finally:
        lab.page.emulate_media(reduced_motion="no-preference")
        lab.evaluate("() => unwrap()")
    slow, fast = [wait for wait in lab.evaluate("() => waits") if wait in (600, 60)]
    assert (slow, fast) == (600, 60)


def test_two_views_stay_in_step(lab):
    first, second = at_start(lab, "loss"), InLab(lab, "loss", "again")
    before = second.pixels()
    assert before == first.pixels()
    lab.evaluate(SHOW, "loss")
    first.drag(first.grips()[2], 0, -50)
    second.changed(before)
    until("both show the same", lambda: second.pixels() == first.pixels())
    second.root.locator("input[type=range]").first.focus()
    lab.page.keyboard.press("ArrowRight")
    until("both show the same", lambda: second.pixels() == first.pixels() and second.shown() == first.shown())


def test_a_linked_slider_moves_the_picture(lab):
    shown = at_start(lab, "linked")
    pixels = shown.pixels()
    lab.evaluate(SHOW, "slider")
    handle = lab.page.locator('[data-test="slider"] .noUi-handle')
    handle.focus()
    lab.page.keyboard.press("End")
    until("the kernel knows", lambda: shown.kernel()["w"] == 4)
    shown.changed(pixels)
    lab.evaluate(SHOW, "linked")
    shown.typed(shown.root.locator("input[type=number]").first, "-2")
    lab.evaluate(SHOW, "slider")
    until("the slider follows", lambda: float(handle.get_attribute("aria-valuetext")) == -2)


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("runaway", "alpha=1e9", "After epoch 33 the numbers run away and are not drawn. Try a smaller learning rate."),
        ("descent", "sign=1", "The path has left the picture."),
    ],
)
def test_what_goes_wrong_is_said_and_taken_back(lab, name, wrong, words):
    alert = at_start(lab, name).root.locator("[role=alert]")
    assert alert.text_content() == ""
    ask(lab, f"start({name!r}, {wrong}, epoch=60)")
    until("it says so", lambda: alert.text_content() == words)
    ask(lab, f"start({name!r}, epoch=60)")
    until("all is well again", lambda: alert.text_content() == "")


def test_the_call_of_a_moved_stage_is_given_away(lab):
    forward = InLab(lab, "forward")
    box = forward.root.get_by_label("The call of this picture")
    assert not box.is_visible()
    forward.root.get_by_label("w₁, as a number").fill("0.4")
    forward.root.get_by_label("w₁, as a number").press("Enter")
    forward.button("copy call").click()
    assert box.input_value() == "lesson.forward(w1=0.4)"
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [0, len("lesson.forward(w1=0.4)")]
    forward.root.get_by_label("b, as a number").fill("0")
    forward.root.get_by_label("b, as a number").press("Enter")
    box.wait_for(state="hidden")  # it would not say what is shown
    forward.button("copy call").click()
    assert box.input_value() == "lesson.forward(w1=0.4, b=0)"
    sound(lab)


def test_a_handle_that_sets_two_parameters_sets_them_together(lab):
    """Turned about the point at x1 = 46, the line stays there in each state that the kernel hears of."""
    shown = at_start(lab, "forward")
    ask(
        lab,
        """
turned = []
def hear(change):
    turned.append((46 * change.owner.w1 + change.owner.b) / -change.owner.w2)
stages["forward"].observe(hear, ["w1", "b"])""",
    )
    (turn,) = [grip for grip in shown.grips() if "turn" in grip.get_attribute("aria-label")]
    shown.drag(turn, -60, -40)
    shown.settle()
    heard = json.loads(ask(lab, "print(json.dumps(turned)); stages['forward'].unobserve(hear, ['w1', 'b'])"))
    assert len(heard) > 1
    assert heard == pytest.approx([14.2] * len(heard))


def test_a_reloaded_page_shows_the_picture(lab, lab_server):
    at_start(lab, "descent", epoch=7.0)
    lab.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    lab.open(f"{lab_server}/doc/tree/{NAME}")
    shown = InLab(lab, "descent")
    assert shown.settle()["epoch"] == 7
    # ipywidgets asks for the models of what it shows before it has fetched them, says so, and shows them later.
    early = "widget model not found"
    lab.console_errors[:] = [error for error in lab.console_errors if early not in error]


def test_without_a_kernel_it_still_moves(lab):
    """Last in this file: it ends the kernel of all the others."""
    shown = at_start(lab, "loss")
    pixels = shown.pixels()
    lab.evaluate("async () => { await perceptronPanel.sessionContext.shutdown(); }")
    shown.drag(shown.grips()[2], 0, -50)
    shown.changed(pixels)
    pixels = shown.pixels()
    shown.root.locator("input[type=range]").first.focus()
    lab.page.keyboard.press("ArrowRight")
    shown.changed(pixels)
    lab.page.wait_for_timeout(500)  # as long as a complaint from ipywidgets may take
