"""A lesson before its first run, not trusted by JupyterLab, and on the day after, without what its kernel knew."""

import pytest
from widgets import FRAMES, until

from tools.stored import home

NAME = "03_measure_the_error.ipynb"
SAVE = "async () => { await perceptronPanel.context.save(); }"


@pytest.fixture(scope="module")
def stored(lesson):
    lesson.turn_to(NAME)
    return lesson


def shown(lab, cell_id):
    lab.show(cell_id)
    return lab.page.locator(f"[data-test='{cell_id}'] .jp-OutputArea")


@pytest.mark.parametrize("cell_id", ["predict-twice-as-far", "constants-code"])
def test_before_the_first_run_answers_and_results_are_folded(stored, cell_id):
    assert not stored.evaluate("() => perceptronPanel.context.model.cells.get(3).trusted")
    output = shown(stored, cell_id)
    told = output.locator("details > :not(summary)")
    assert told.count()
    assert not told.first.is_visible()
    output.locator("summary").click()
    assert told.first.is_visible()


def test_before_the_first_run_a_stage_stands_still_and_says_where_it_moves(stored):
    output = shown(stored, "drag")
    assert output.locator("img").is_visible()
    link = output.get_by_role("link", name="the live page")
    assert link.get_attribute("href") == f"{home()['site']}lessons/{NAME.removesuffix('.ipynb')}.html#cell-drag"


def test_saved_and_opened_again_its_widgets_live(stored):
    stored.run_all()
    assert stored.cell_errors() == []
    stored.evaluate(SAVE)
    stored.turn_to(NAME)
    stage = shown(stored, "drag").locator(".perceptron-stage")
    until("the stage is there", lambda: stage.count() == 1)
    before = stage.locator("canvas").evaluate("canvas => canvas.toDataURL()")
    stage.locator("input[type=range]").first.focus()
    stored.page.keyboard.press("ArrowRight")
    stored.evaluate(FRAMES)
    assert stage.locator("canvas").evaluate("canvas => canvas.toDataURL()") != before
    asked = shown(stored, "predict-twice-as-far").locator(".perceptron-prediction")
    assert asked.count() == 1
    asked.get_by_role("button", name="show it").click()
    assert "It is 4." in asked.inner_text()
    assert "Error displaying widget" not in stored.page.locator("body").inner_text()
    assert stored.console_errors == []
