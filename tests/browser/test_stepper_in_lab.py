"""The stepper in a real JupyterLab: forward, back, the reason, a reader's own line; light, dark, and without a kernel.

One notebook, opened once, serves all the tests.
"""

import re

import pytest
from widgets import NOTEBOOK_STATE, Shown, ask, sound, until, use_theme

from perceptron.course.l05_follow import PROOFS
from perceptron.text import text

NAME = "stepper.ipynb"
SETUP = """
from perceptron.course.l05_follow import PROOFS
from perceptron.widgets.stepper.stepper import Stepper

steppers = {name: Stepper(PROOFS[name]) for name in ("sigmoid_slope", "dC_dw", "bias_as_weight")}
"""
CELLS = {name: f"steppers[{name!r}]" for name in ("sigmoid_slope", "dC_dw", "bias_as_weight")}
# A formula that the browser set itself has a size.
SET = """math => {
  const { width, height } = math.getBoundingClientRect();
  return math.namespaceURI.endsWith('MathML') && width > 5 && height > 5;
}"""
# Nothing is cut off below, and no reason lies on its formula.
CLEAR = """lines => lines.scrollHeight <= lines.clientHeight && [...lines.querySelectorAll('li')].every((line) => {
  const [formula, reason] = [...line.children].map((e) => e.getBoundingClientRect());
  return !reason.width || formula.right <= reason.left || formula.bottom <= reason.top + 1;
})"""


@pytest.fixture(autouse=True)
def nothing_fails(lab):
    yield
    sound(lab)


class InLab(Shown):
    """One stepper on the page."""

    def __init__(self, lab, name):
        super().__init__(lab, name, "stepper")
        self.box, self.answer, self.live = (self.root.locator(s) for s in ("input", ".answer", ".live"))

    def press(self, words, times=1):
        for _ in range(times):
            self.button(words).click()

    def lines(self):
        return self.root.locator("li").count()

    def reasons(self):
        return self.root.locator(".reason").all_text_contents()

    def to_the_start(self):
        while self.lines() > 1:
            self.press("back")

    def ask(self, line):
        """What is answered to a line that is typed and sent by Enter."""
        self.box.fill(line)
        self.box.press("Enter")
        waiting = re.compile("|Python (is asked|has not answered yet).*")
        until("it is answered", lambda: not waiting.fullmatch(self.answer.text_content()))
        return self.answer.text_content()


@pytest.mark.parametrize("name", CELLS)
def test_it_is_read_to_its_end_and_back(lab, name):
    shown, proof = InLab(lab, name), PROOFS[name]
    shown.to_the_start()
    assert shown.root.get_attribute("aria-label") == proof.title
    for number, step in enumerate(proof.steps, start=1):
        shown.press("next")
        assert shown.lines() == number + 1
        assert f"Line {number + 1} of {len(proof.lines)}: = {text(step.expression)}" in shown.live.text_content()
    assert shown.root.locator("math").evaluate_all(f"all => all.every({SET})")
    assert shown.root.locator("math").count() == len(proof.lines) + len(proof.names)
    assert shown.root.locator(".lines").evaluate(CLEAR)
    shown.button("next").press("Enter")  # it still can be pressed, and says why nothing happens
    assert shown.live.text_content() == "This is the last line."
    assert shown.violations() == []
    shown.press("back", len(proof.steps))
    assert shown.lines() == 1
    shown.button("back").press("Enter")
    assert shown.live.text_content() == "This is the first line."


def test_the_newest_reason_is_hidden_until_it_is_asked_for(lab):
    shown, steps = InLab(lab, "dC_dw"), PROOFS["dC_dw"].steps
    ask(lab, "steppers['dC_dw'].shown = steppers['dC_dw'].explained = 0")
    until("it is at the start", lambda: shown.lines() == 1)
    shown.press("next")
    assert shown.reasons() == ["", ""]
    assert shown.live.text_content().endswith("Its reason is hidden.")
    shown.press("show reason")
    first = f"{steps[0].reason} (by rewriting)"
    assert shown.reasons() == ["", first]
    assert shown.live.text_content().endswith(f"Reason: {first}.")
    shown.press("next")
    assert shown.reasons() == ["", first, ""]
    shown.press("next")
    assert shown.reasons() == ["", first, f"{steps[1].reason} (by rewriting)", ""]


def test_it_is_moved_by_the_keyboard_and_jupyterlab_takes_no_key(lab):
    shown = InLab(lab, "dC_dw")
    shown.to_the_start()
    before = lab.evaluate(NOTEBOOK_STATE)
    shown.button("back").focus()
    for key in ("Enter", "Tab", "Enter", "Space", "Tab", "Space", "Tab", "a", "b", "d", "d", "x"):
        lab.page.keyboard.press(key)
    assert (shown.lines(), shown.box.input_value()) == (3, "abddx")
    assert shown.reasons()[-1]
    assert lab.evaluate(NOTEBOOK_STATE) == before
    shown.box.fill("")


def test_a_line_of_ones_own_is_decided(lab):
    shown = InLab(lab, "sigmoid_slope")
    assert shown.ask("σ(z)(1+σ(z))").startswith("Your line does not hold: at z = ")
    assert shown.button("insert").count() == 0
    assert shown.ask("1/(").startswith("Your line can't be read, from column 4 on: found the end")
    assert shown.button("insert").count() == 0
    assert shown.ask(" ").startswith("Type a line first")
    assert shown.ask("1/(2 + 2cosh z)").startswith("Your line holds, by rewriting")
    assert shown.button("insert").is_visible()
    assert shown.violations() == []
    shown.box.press("x")  # what is typed now has not been checked
    assert shown.button("insert").count() == 0


def test_a_line_that_holds_is_inserted(lab):
    shown = InLab(lab, "sigmoid_slope")
    shown.to_the_start()
    shown.press("next", 2)
    shown.ask("1/(2 + 2cosh z)")
    shown.press("insert")
    until("it is inserted", lambda: shown.lines() == 4)
    assert shown.reasons()[-1] == "a line of the reader's own (by rewriting)"
    assert shown.answer.text_content() == "Your line is now part of the proof."
    shown.press("next", 3)
    assert shown.lines() == 7
    assert shown.violations() == []


def test_light_and_dark(lab):
    shown = InLab(lab, "sigmoid_slope")
    with use_theme(lab, "Dark"):
        until("axe is content in the dark", lambda: shown.violations() == [])
    until("axe is content in the light", lambda: shown.violations() == [])


def test_without_a_kernel_it_is_read_on(lab):
    """Last in this file: it ends the kernel of all the others."""
    shown = InLab(lab, "bias_as_weight")
    shown.to_the_start()
    lab.evaluate("async () => { await perceptronPanel.sessionContext.shutdown(); }")
    shown.press("next", 2)
    shown.press("show reason")
    assert shown.lines() == 3
    assert shown.reasons()[-1].startswith(PROOFS["bias_as_weight"].steps[1].reason)
    assert shown.ask("z_i").startswith("Checking a line needs Python")
    lab.page.wait_for_timeout(500)  # as long as a complaint from ipywidgets may take
