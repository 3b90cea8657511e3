"""Stages in a real JupyterLab: what the kernel hears and says, and what goes on without it.

One notebook, opened once, serves all the tests. What needs no kernel, test_stage_on_page.py tries.
"""

import json

import pytest
from lab import ROOT
from stages import CORNER, Staged
from widgets import NOTEBOOK_STATE, ask, sound, until, use_theme

NAME, TESTS = "stage.ipynb", str(ROOT / "tests")
SETUP = (
    f"import sys; sys.path.insert(0, {TESTS!r})"
    + """
import json
import ipywidgets
from test_stage import SCENES

stages = {name: make() for name, make in SCENES.items()}
slider = ipywidgets.FloatSlider(min=-4, max=4, step=0.5)
stages["linked"] = SCENES["activation"]()
ipywidgets.link((slider, "value"), (stages["linked"], "threshold"))

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
CELLS = {name: f"stages[{name!r}]" for name in ("forward", "loss", "activation", "descent", "linked")}
CELLS |= {"again": "stages['loss']", "slider": "slider"}


class InLab(Staged):
    def kernel(self):
        """The values of the parameters, and the tables, in the kernel."""
        told = json.loads(ask(self.lab, f"told({self.name!r})"))
        return {**told["values"], "tables": told["tables"]}

    def start(self, values):
        assert ask(self.lab, f"start({self.name!r}, **{values!r})") == ""


def at_start(lab, name, **values):
    """A scene at its start, or with these values, scrolled into view."""
    shown = InLab(lab, name)
    shown.reset(**values)
    return shown


@pytest.fixture(autouse=True)
def nothing_fails(lab):
    yield
    sound(lab)


@pytest.fixture(params=["forward", "loss"])
def shown(request, lab):
    """A scene of whose parameters and one of whose data the kernel hears."""
    return at_start(lab, request.param)


def test_appears_in_the_lab_dark_and_light(lab):
    shown = at_start(lab, "forward")
    assert min(shown.canvas.evaluate(CORNER)) > 240
    with use_theme(lab, "Dark"):
        until("it is dark", lambda: max(shown.canvas.evaluate(CORNER)) < 60)
        assert shown.violations() == []
    until("it is light", lambda: min(shown.canvas.evaluate(CORNER)) > 240)
    assert shown.violations() == []


def test_the_kernel_hears_of_each_drag(shown):
    for grip in shown.grips():
        before = shown.reset()  # for one drag may take the knob of the next out of the picture
        pixels = shown.pixels()
        shown.drag(grip, *shown.inward(grip))
        shown.changed(pixels)
        values = shown.settle()
        assert values != before, grip.get_attribute("aria-label")


def test_the_kernel_moves_the_picture(shown):
    pixels = shown.pixels()
    inside = dict.fromkeys(shown.scene.start, 1.0)
    inside |= {p.name: p.low + (p.high - p.low) * 0.6 for p in shown.numbers if p.name != "epoch"}
    shown.reset(**inside)
    shown.changed(pixels)
    assert {**shown.kernel(), "tables": 0} == {**inside, "tables": 0}
    until("the sentence follows", lambda: shown.sentence() == shown.scene.frame(inside).sentence)


def test_jupyterlab_takes_no_key_from_the_stage(lab):
    """a, b, x and dd would insert and delete cells; arrows would move to another one."""
    shown = at_start(lab, "activation")
    before = lab.evaluate(NOTEBOOK_STATE)
    focusable = shown.root.locator(".grip, input:visible, select, button").all()
    assert len(focusable) == 3 + 3 * 2 + 1 + 2
    for element in focusable:
        element.focus()
        for key in ("a", "b", "x", "d", "d", "ArrowUp", "ArrowDown", "PageDown", "m", "0"):
            shown.page.keyboard.press(key)
        assert element.evaluate("e => e === document.activeElement")
    assert lab.evaluate(NOTEBOOK_STATE) == before


def test_two_views_stay_in_step(lab):
    first, second = at_start(lab, "loss"), InLab(lab, "loss", "again")
    before = second.pixels()
    assert before == first.pixels()
    lab.show("loss")
    first.drag(first.grips()[2], 0, -50)
    second.changed(before)
    until("both show the same", lambda: second.pixels() == first.pixels())
    second.root.locator("input[type=range]").first.focus()
    lab.page.keyboard.press("ArrowRight")
    until("both show the same", lambda: second.pixels() == first.pixels() and second.shown() == first.shown())


def test_a_linked_slider_moves_the_picture(lab):
    shown = at_start(lab, "linked")
    pixels = shown.pixels()
    lab.show("slider")
    handle = lab.page.locator('[data-test="slider"] .noUi-handle')
    handle.focus()
    lab.page.keyboard.press("End")
    until("the kernel knows", lambda: shown.kernel()["threshold"] == 4)
    shown.changed(pixels)
    lab.show("linked")
    shown.typed(shown.root.locator(".number").nth(1), "-2")
    lab.show("slider")
    until("the slider follows", lambda: float(handle.get_attribute("aria-valuetext")) == -2)


def test_the_call_of_a_moved_stage_is_given_away(lab):
    forward = at_start(lab, "forward")
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
    assert heard == pytest.approx([14.2] * len(heard), abs=46 * 0.005 + 0.05)  # w1 and b snap to their steps


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
