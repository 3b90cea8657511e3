"""A lesson's slides, opened from their file with the network off: pages that fit, formulas, and a stage that moves."""

import re
import subprocess
import sys

import pytest
from lab import PATIENCE, ROOT, settings_under

LESSON = "03_measure_the_error"
READY = "() => window.Reveal?.isReady()"
TOO_FULL = """() => Reveal.getSlides().filter(page => {
  Reveal.slide(...Object.values(Reveal.getIndices(page)).slice(0, 2));
  const sticksOut = element => element.getBoundingClientRect().right > innerWidth + 1;
  return page.scrollHeight > page.clientHeight || [...page.querySelectorAll('.jp-Cell *')].some(sticksOut);
}).map(page => page.querySelector('.jp-Cell').id)"""
PICTURE = "canvas => canvas.toDataURL()"
SHOWN = (
    """cell => Reveal.getCurrentSlide().contains(cell) && (!cell.matches('.fragment') || cell.matches('.visible'))"""
)


def step_to(page, cell):
    """Press the space bar from the first page on until the cell is shown."""
    page.evaluate("Reveal.slide(0)")
    for _ in range(60):
        if cell.evaluate(SHOWN):
            return
        page.keyboard.press("Space")
    pytest.fail(f"60 steps do not lead to {cell}")


@pytest.fixture(scope="module")
def slides(tmp_path_factory, chromium):
    """The page of slides, and what it complained of and asked for."""
    folder = tmp_path_factory.mktemp("slides")
    command = [sys.executable, "-m", "tools.slides", "--to", folder, ROOT / "notebooks" / f"{LESSON}.ipynb"]
    options = {"capture_output": True, "text": True, "timeout": PATIENCE, "check": False}
    done = subprocess.run(command, cwd=ROOT, env=settings_under(folder / "settings"), **options)
    assert done.returncode == 0, done.stderr
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(error.stack))
    page.goto((folder / f"{LESSON}.html").as_uri())
    page.wait_for_function(READY)
    yield page, requests, errors
    context.close()


def test_what_follows_on_a_page_waits_until_it_is_asked_for(slides):
    page = slides[0]
    later = page.locator(".jp-Cell.fragment").first
    first = page.locator("section:has(> .jp-Cell.fragment) > .jp-Cell").first
    step_to(page, first)
    assert not later.evaluate(SHOWN)
    step_to(page, later)
    assert first.evaluate(SHOWN)


def test_a_result_comes_after_its_question(slides):
    ids = slides[0].evaluate("[...document.querySelectorAll('.jp-Cell')].map(cell => cell.id.split('=')[1])")
    question, result = ids.index("constants"), ids.index("constants-code")
    assert question < result
    step_to(slides[0], slides[0].locator("[id$=constants]"))
    assert not slides[0].locator("[id$=constants-code]").evaluate(SHOWN)


def test_formulas_are_set_and_none_is_left_as_typed(slides):
    page = slides[0]
    assert page.locator("math").count() > 20
    words = page.evaluate("""() => [...document.querySelectorAll('.jp-RenderedMarkdown')].map(cell => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll('code, math').forEach(element => element.remove());
      return copy.textContent;
    }).join(' ')""")
    assert re.findall(r"[$\\]\S*", words) == []


def test_no_page_is_too_full(slides):
    assert slides[0].evaluate(TOO_FULL) == []


def test_solutions_and_exercises_are_not_shown(slides):
    ids = slides[0].evaluate("[...document.querySelectorAll('.jp-Cell')].map(cell => cell.id)")
    assert len(ids) > 15
    assert [cell for cell in ids if re.search("exercise-|solutions", cell)] == []


def test_the_stage_is_dragged_on_its_slide_and_keys_in_it_turn_no_page(slides):
    page = slides[0]
    cell = page.locator(".jp-Cell:has(.perceptron-stage)").first
    step_to(page, cell)
    stage = cell.locator(".perceptron-stage")
    canvas, box = stage.locator("canvas"), stage.locator(".number").first
    before, old = canvas.evaluate(PICTURE), box.input_value()
    at = stage.locator(".grip").nth(2).bounding_box()
    page.mouse.move(at["x"] + 16, at["y"] + 16)
    page.mouse.down()
    page.mouse.move(at["x"] + 16, at["y"] - 30, steps=4)
    page.mouse.up()
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas.element_handle(), before])
    moved = stage.locator(".grip").nth(2).bounding_box()
    assert abs(moved["y"] + 16 - (at["y"] - 30)) < 3, "the knob is not under the pointer that dragged it"

    dragged = canvas.evaluate(PICTURE)
    stage.locator("input[type=range]").first.press("ArrowRight")
    page.wait_for_function("([box, old]) => box.value !== old", arg=[box.element_handle(), old])
    assert canvas.evaluate(PICTURE) != dragged
    assert cell.evaluate(SHOWN)

    canvas.click()
    stage.locator(".grip").nth(2).click()
    page.wait_for_function("document.activeElement === document.body")
    page.keyboard.press("Escape")
    page.wait_for_function("Reveal.isOverview()")
    page.keyboard.press("Escape")
    page.wait_for_function("!Reveal.isOverview()")


def test_nothing_was_asked_of_the_network_and_nothing_went_wrong(slides):
    _, requests, errors = slides
    assert errors == []
    assert len(requests) > 5
    assert [url for url in requests if not re.match("file:|data:|blob:", url)] == []
