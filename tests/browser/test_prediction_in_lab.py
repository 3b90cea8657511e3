"""Predictions in a real JupyterLab: by pointer and keyboard, in two views, in the dark, with no kernel, exported.

One notebook, opened once, serves all the tests but the last.
"""

import pytest
from ipywidgets.embed import embed_snippet
from test_stage_offline import LIBRARIES, START
from widgets import NOTEBOOK_STATE, Shown, alone, sound, until, use_theme

from perceptron.widgets.prediction.prediction import Prediction

NAME = "prediction.ipynb"
WHY = "Many expect that it stays: $w_1$ shrinks by $\\frac{1}{2}$ of it."
SETUP = f"""
from perceptron.widgets.prediction.prediction import Prediction

why = {WHY!r}
asked = {{
    "choice": lambda: Prediction("Where does $w_1$ go?", ("up", "it stays at $w_1$", "down"), "down", why),
    "other": lambda: Prediction("And the bias?", ("up", "down"), "up", why),
    "number": lambda: Prediction("How long is it?", number=0.25, unit="mm", tolerance=0.1, why=why),
}}
shared = asked["other"]()
"""
# Each test has its own: what is kept is the browser's alone.
CELLS = dict.fromkeys(("waits", "wrong", "keys", "one", "dark"), "asked['choice']()")
CELLS |= dict.fromkeys(("two", "skipped", "last"), "asked['other']()")
CELLS |= dict.fromkeys(("typed", "kept"), "asked['number']()")
CELLS |= dict.fromkeys(("view", "again"), "shared")
# A formula that the browser set itself has a size.
SET = """all => all.length > 0 && all.every(math => {
  const { width, height } = math.getBoundingClientRect();
  return math.namespaceURI.endsWith('MathML') && width > 3 && height > 3;
})"""


@pytest.fixture(autouse=True)
def nothing_fails(lab):
    yield
    sound(lab)


class Box:
    """What the reader sees of one prediction."""

    def __init__(self, root):
        self.root = root
        self.box, self.said = root.locator("input[type=text]"), root.get_by_role("status")

    def button(self, words):
        return self.root.get_by_role("button", name=words)

    def option(self, words):
        return self.root.get_by_role("radio", name=words, exact=True)

    def buttons(self):
        """The words on those that can be seen."""
        return self.root.locator("button:visible").all_inner_texts()

    def focused(self):
        return self.root.page.evaluate("document.activeElement.value || document.activeElement.textContent")

    def says(self):
        """What is said of the prediction; below it is why, from its first word to its last."""
        verdict, *why = self.said.locator("p").all_inner_texts() or [self.said.inner_text()]
        assert all(words.startswith("Many expect that it stays:") and words.endswith("of it.") for words in why)
        assert len(why) == self.said.locator("p").count() // 2
        return verdict


class InLab(Shown, Box):
    """One prediction in JupyterLab."""

    def __init__(self, lab, cell):
        Shown.__init__(self, lab, cell, "prediction")
        Box.__init__(self, self.root)


def test_the_answer_waits_for_a_prediction(lab):
    shown = InLab(lab, "waits")
    assert shown.root.get_by_role("group").get_attribute("disabled") is None
    assert shown.root.inner_text().startswith("Predict: Where does")
    assert shown.says() == ""
    assert "Many expect" not in lab.page.locator('[data-test="waits"]').inner_text()  # the HTML for elsewhere neither
    assert shown.buttons() == ["keep my prediction", "show it without predicting"]
    assert shown.root.locator("math").evaluate_all(SET)
    shown.button("keep").click()
    assert shown.says() == "Choose one of them first; any guess will do."
    assert shown.violations() == []


def test_a_wrong_choice_by_pointer_and_a_right_one_after_it(lab):
    shown = InLab(lab, "wrong")
    shown.root.get_by_text("up", exact=True).click()
    shown.button("keep").click()
    assert shown.says() == "You said “up”. The answer is “down”."
    assert shown.said.locator("math").evaluate_all(SET)
    assert shown.buttons() == ["predict again"]
    assert shown.option("up").is_disabled()
    assert shown.violations() == []
    shown.button("predict again").click()
    assert shown.says() == ""
    assert (shown.option("up").is_checked(), shown.focused()) == (True, "up")
    shown.option("down").click()
    shown.button("keep").click()
    assert shown.says() == "You said “down”, and that is right."


def test_a_choice_by_the_keyboard_and_jupyterlab_takes_no_key(lab):
    shown = InLab(lab, "keys")
    before = lab.evaluate(NOTEBOOK_STATE)
    shown.option("up").focus()
    for key in ("Space", "ArrowDown", "a", "d", "d", "ArrowUp", "ArrowUp", "Tab", "Space"):
        lab.page.keyboard.press(key)
    assert shown.says() == "You said “down”, and that is right."
    assert shown.focused() == "predict again"
    lab.page.keyboard.press("Enter")
    assert shown.focused() == "down"
    lab.page.keyboard.press("Enter")
    assert lab.evaluate(NOTEBOOK_STATE) == before


def test_two_predictions_on_a_page_do_not_disturb_each_other(lab):
    one, two = InLab(lab, "one"), InLab(lab, "two")
    one.option("up").click()
    two.option("down").click()
    assert one.option("up").is_checked()
    two.button("keep").click()
    assert (one.says(), two.says()) == ("", "You said “down”. The answer is “up”.")


def test_nobody_has_to_predict(lab):
    shown = InLab(lab, "skipped")
    shown.button("show it without predicting").click()
    assert shown.says() == "The answer is “up”."
    assert shown.focused() == "hide it and predict"
    assert shown.violations() == []
    lab.page.keyboard.press("Enter")
    assert shown.says() == ""


def test_a_number_is_typed(lab):
    shown = InLab(lab, "typed")
    for typed, said in (
        ("a lot <b>", "“a lot <b>” can't be read as a number. Write it like 0.5, −3 or 1/4."),
        (" ", "Type a number first, such as 0.5, −3 or 1/4; any guess will do."),
    ):
        shown.box.fill(typed)
        shown.box.press("Enter")
        assert shown.says() == said
        assert shown.box.get_attribute("aria-invalid") == "true"
        assert shown.violations() == []
    shown.box.fill("1/2")
    assert (shown.says(), shown.box.get_attribute("aria-invalid")) == ("", None)
    shown.box.press("Enter")
    assert shown.says() == "You said 0.5 mm; it is 0.25 mm, which is less."
    assert (shown.box.input_value(), shown.focused()) == ("1/2", "predict again")
    assert shown.violations() == []
    lab.page.keyboard.press("Enter")
    shown.box.fill("0,26 mm")
    shown.button("keep").click()
    assert shown.says() == "You said 0.26 mm. It is 0.25 mm: near enough."


def test_views_share_what_is_kept_and_a_new_one_shows_it(lab):
    view, again = InLab(lab, "view"), InLab(lab, "again")
    view.option("down").click()
    view.button("keep").click()
    until("the other view shows it", lambda: again.says() == "You said “down”. The answer is “up”.")
    assert again.option("down").is_checked()
    lab.show("view")
    view.root.evaluate("root => root.classList.remove('perceptron-prediction')")  # the next to be found is a new one
    lab.evaluate("() => jupyterapp.commands.execute('notebook:run-cell')")
    view = InLab(lab, "view")
    assert view.says() == "You said “down”. The answer is “up”."
    view.button("predict again").click()
    until("it is hidden in the other view", lambda: again.says() == "")


def test_light_and_dark(lab):
    waiting, kept = InLab(lab, "dark"), InLab(lab, "kept")
    kept.box.fill("0.5")
    kept.box.press("Enter")
    with use_theme(lab, "Dark"):
        until("axe is content in the dark", lambda: waiting.violations() + kept.violations() == [])
    until("axe is content in the light", lambda: waiting.violations() + kept.violations() == [])


def test_without_a_kernel_it_is_asked_all_the_same(lab):
    """The last with this kernel, which it ends."""
    shown = InLab(lab, "last")
    lab.evaluate("async () => { await perceptronPanel.sessionContext.shutdown(); }")
    shown.option("down").click()
    shown.button("keep").click()
    assert shown.says() == "You said “down”. The answer is “up”."
    shown.button("predict again").click()
    assert shown.says() == ""
    lab.page.wait_for_timeout(500)  # as long as a complaint from ipywidgets may take


def test_in_an_exported_page_it_is_asked_with_nobody_there(chromium, tmp_path):
    predictions = [
        Prediction("Where does $w_1$ go?", ("up", "down"), "down", WHY),
        Prediction("How long is it?", number=0.25, why=WHY),
    ]
    for name, source in LIBRARIES.items():
        (tmp_path / name).write_text(source.read_text() + (START if name == "embed.js" else ""))
    libraries = "".join(f'<script src="{name}"></script>' for name in ("require.js", "jquery.js"))
    snippet = embed_snippet(predictions, embed_url="embed.js", requirejs=False, cors=False, drop_defaults=False)
    page_file = tmp_path / "page.html"
    page_file.write_text(f'<!doctype html><meta charset="utf-8"><title>exported</title>{libraries}<body>{snippet}')
    with alone(chromium, page_file.as_uri()) as page:
        choice, number = (Box(page.locator(".perceptron-prediction").nth(k)) for k in range(2))
        choice.option("up").click()
        choice.button("keep").click()
        assert choice.says() == "You said “up”. The answer is “down”."
        number.box.fill("0.25")
        number.box.press("Enter")
        assert number.says() == "You said 0.25, and that is right."
