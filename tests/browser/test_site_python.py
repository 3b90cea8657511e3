"""Python on the site's own pages: what it judges, runs and draws there, and what that costs in bytes.

The answers are judged in one worker, which is asked directly as a page asks it; what a reader does is done on pages.
"""

import json
import sys
from pathlib import Path

import pytest
from lab import PATIENCE, ROOT
from playwright.sync_api import expect
from test_exercises import EXERCISES, cells, said
from test_site_pages import SUB, build, serving
from widgets import AXE

from tools.notebooks import NOTEBOOKS

sys.path.append(str(ROOT / "site"))
import pyodide

LESSONS = ("03_measure_the_error", "05_follow_the_chain_rule")
MOST = 18_000_000  # bytes that judging may load, as they are sent
ASK = """async ([before, cell, source]) => {
  const above = [...before, source], shown = [];
  for (const k of await kernel.ask("needed", [above])) await kernel.run(`above-${k}`, above[k]);
  return kernel.run(cell, source, 60);
}"""
KEPT = """async () => {
  const kept = (await (await caches.open("one-neuron-python")).keys()).map(({ url }) => url.split("/").at(-1));
  return ["cells.js", "editor.js", "libraries.zip"].every((name) => kept.includes(name));
}"""
RUN = "([cell, source, seconds]) => kernel.run(cell, source, seconds ?? 60).catch((error) => error.message)"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a site with two lessons and all of Python."""
    try:
        pyodide.core(), pyodide.wheels(), pyodide.pure()
    except pyodide.Unavailable as reason:
        pytest.fail(f"{reason}\nThese tests need Pyodide once: `python site/pyodide.py` fetches it.", pytrace=False)
    folder = tmp_path_factory.mktemp("site")
    build("--to", folder / SUB, "--lessons", *LESSONS)
    return folder


@pytest.fixture(scope="module")
def address(built):
    """Where the site is served."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="module")
def python(built):
    """The path of Python's files on the site."""
    return next((built / SUB / "py").iterdir())


@pytest.fixture(scope="module")
def worker(chromium, address, python):
    """A page of its own with `kernel`, which has no cells."""
    page = chromium.new_page()
    page.goto(f"{address}about.html")
    page.evaluate(f"""async () => {{
      const {{ Kernel }} = await import("{address}py/{python.name}/kernel.js");
      window.kernel = new Kernel(() => ["03_measure_the_error", []], () => null);
    }}""")
    yield page
    page.close()


@pytest.fixture(scope="module")
def visitor(chromium):
    """Someone whose browser keeps what it is given."""
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture
def lesson(visitor, address):
    """A function that opens a lesson; whatever its page could not do is a fault."""
    faults = []

    def opened(name):
        page = visitor.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}lessons/{name}.html")
        page.locator(".cell-tools").first.wait_for()
        return page

    yield opened
    for page in visitor.pages:
        page.close()
    assert faults == []


def text(shown):
    """What a cell shows, in one line."""
    return " ".join(" ".join(s.get("stream") or s.get("text") or s.get("error", "") for s in shown).split())


def write(page, cell, source):
    """Put this source into the editor of a cell."""
    if not cell.locator(".cm-content").count():
        cell.locator(".source").first.click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def answered(exercise, answer):
    """The source of an exercise with this answer above its check."""
    source, _ = cells(EXERCISES[exercise][0].notebook)[f"exercise-{exercise}"]
    stub, _, check = source.rpartition("\n")
    return "\n".join([stub, answer, check])


# --- judged as in Python ---


def stored(name):
    """What the cell of an exercise says in the notebook, where it is as shipped."""
    notebook = json.loads((NOTEBOOKS / f"{EXERCISES[name][0].notebook}.ipynb").read_text("utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == f"exercise-{name}")
    return " ".join("".join(cell["outputs"][0]["text"]).split())


@pytest.mark.parametrize("name", EXERCISES)
def test_an_answer_is_told_what_python_tells(worker, name):
    exercise = EXERCISES[name][1]
    above = cells(EXERCISES[name][0].notebook)
    before = [source for cell, (source, _) in above.items() if not cell.startswith("exercise-")]
    answers = [exercise.solution, *(code for code, _ in exercise.wrong[:3])]
    exercise.told.clear()
    expected = [stored(name), *(said(name, answer) for answer in answers)]
    sources = [above[f"exercise-{name}"][0], *(answered(name, answer) for answer in answers)]
    assert [text(worker.evaluate(ASK, [before, name, source])) for source in sources] == expected


def test_a_loop_without_an_end_is_stopped_and_all_that_ran_is_still_there(worker):
    worker.evaluate(RUN, ["kept", "kept = 41"])
    assert worker.evaluate(RUN, ["endless", "while True: pass", 1]).startswith("Stopped after 1 seconds")
    assert worker.evaluate(RUN, ["next", "kept + 1"]) == [{"text": "42"}]


@pytest.mark.parametrize(
    ("source", "words", "at"),
    [
        ("x = 1\ndef f():\n  lost(x)\n\nf()", "NameError: name 'lost' is not defined", [(3, "lost(x)"), (5, "f()")]),
        ("x = 1\ny = = 2", "SyntaxError: invalid syntax", [(2, "y = = 2")]),
        ("import sys\nsys.exit()", "SystemExit: this ended Python, so nothing below it ran.", [(2, "sys.exit()")]),
        ("import numpy as np\nnp.ones(2) @ np.ones(3)", "ValueError: matmul", [(2, "np.ones(2) @ np.ones(3)")]),
    ],
)  # fmt: skip
def test_an_error_is_told_by_the_lines_of_the_cell_alone(worker, source, words, at):
    (shown,) = worker.evaluate(RUN, ["faulty", source])
    assert shown["error"].startswith(words)
    assert [(place["line"], place["code"]) for place in shown["at"]] == at


def test_html_of_a_reader_runs_nothing(lesson):
    page = lesson("05_follow_the_chain_rule")
    cell = page.locator(".cell.code:not(.exercise)").first
    html = "<b>shown</b><img src=x onerror='heard=1'><script>heard=1</script><a href=' javascript:heard=1'>a</a>"
    html += "<iframe srcdoc='<i>'></iframe>"
    write(page, cell, f"class H:\n    _repr_html_ = lambda self: {html!r}\nH()")
    cell.get_by_role("button", name="Run").click()
    cell.get_by_text("shown").wait_for()
    inside = cell.locator(".outputs .html")
    assert inside.locator("script, iframe, [onerror], [href]").count() == 0
    assert page.evaluate("typeof heard") == "undefined"


def test_what_is_printed_without_an_end_is_cut(worker):
    (shown,) = worker.evaluate(RUN, ["talks", "for _ in range(100_000): print('again')"])
    assert shown["stream"].endswith("... (and more)")
    assert len(shown["stream"]) < 60_000


def test_only_cells_that_make_what_is_used_run_before_an_answer(worker):
    above = ["import numpy as np", "slow = 1", "def double(v): return np.add(v, v)", "double(other)"]
    assert worker.evaluate("above => kernel.ask('needed', [above])", above) == [0, 2]


# --- what a reader does ---


def test_an_answer_is_checked_and_kept_and_judged_again_with_no_network(lesson, visitor):
    page = lesson("03_measure_the_error")
    page.wait_for_function("navigator.serviceWorker.controller")
    exercise = page.locator("[data-exercise=mean-of-three]")
    page.evaluate("document.addEventListener('perceptron:solved', (event) => { window.heard = event.detail; })")
    write(page, exercise, answered("mean-of-three", 'answer = "0.21"'))
    exercise.get_by_role("button", name="Check").click()
    exercise.get_by_label("wrong", exact=True).wait_for()
    assert "because the sum is not divided by 3" in exercise.locator(".outputs").inner_text()

    right = answered("mean-of-three", 'answer = "0.07"')
    write(page, exercise, right)
    page.keyboard.press("Control+Enter")
    exercise.get_by_label("right", exact=True).wait_for()
    assert page.evaluate("heard") == {"lesson": "03_measure_the_error", "exercise": "mean-of-three"}
    page.add_script_tag(path=AXE)
    assert (
        page.evaluate("axe.run('.exercise').then(({ violations }) => violations.map(({ id, help }) => [id, help]))")
        == []
    )

    write(page, exercise, f"{right}  # and more")
    page.locator("[data-exercise=mean-of-three].solved.before").wait_for()
    write(page, exercise, right)
    page.locator("[data-exercise=mean-of-three].solved:not(.before)").wait_for()

    page.wait_for_function(KEPT)
    try:
        visitor.set_offline(True)
        page.reload()
        page.locator(".exercise.solved").first.wait_for()
        assert exercise.locator(".source").inner_text().strip() == right.strip()
        exercise.get_by_role("button", name="Check").click()
        exercise.get_by_label("right", exact=True).wait_for()
    finally:
        visitor.set_offline(False)


def test_an_answer_as_a_phone_types_it_is_read_and_one_without_quotes_is_told(lesson):
    page = lesson("03_measure_the_error")
    exercise = page.locator("[data-exercise=entropy-at-one]")
    outputs = exercise.locator(".outputs")
    write(page, exercise, answered("entropy-at-one", "answer = „-ln(y_hat)“  # “as it is”"))
    exercise.get_by_role("button", name="Check").click()
    exercise.get_by_label("right", exact=True).wait_for()
    assert 'answer = "-ln(y_hat)"  # “as it is”' in exercise.locator(".cm-content").inner_text()
    assert outputs.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")

    page.reload()
    exercise.locator(".source .s1", has_text="-ln(y_hat)").wait_for()  # coloured, with no editor
    assert outputs.inner_text() == ""  # and not what the stub says
    write(page, exercise, answered("entropy-at-one", "answer = -ln(y_hat)"))
    page.evaluate("scrollTo(0, 0)")
    exercise.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    outputs.get_by_text("Write your answer between quotes").wait_for()


def test_what_start_again_takes_away_can_be_had_back(lesson):
    page = lesson("03_measure_the_error")
    exercise = page.locator("[data-exercise=cost]")
    again, undo = (exercise.get_by_role("button", name=name) for name in ("Start again", "Undo"))
    stub = cells(LESSONS[0])["exercise-cost"][0].strip()
    for mine in (answered("cost", "my_cost = 1"), answered("cost", "my_cost = 2")):
        write(page, exercise, mine)
        again.click()
        assert page.evaluate("localStorage.getItem('perceptron:answer:03_measure_the_error:cost')") is None
        undo.click()
        assert page.evaluate("JSON.parse(localStorage.getItem('perceptron:answer:03_measure_the_error:cost'))") == mine
    page.reload()  # without the editor it is the same
    exercise.locator(".source", has_text="my_cost = 2").wait_for()
    again.click()
    assert exercise.locator(".source").inner_text().strip() == stub
    undo.click()
    assert exercise.locator(".source").inner_text() == mine
    again.click()
    write(page, exercise, f"{stub}  # once more")
    again.wait_for()


def test_hints_come_one_by_one_and_the_solution_last(lesson):
    page = lesson("03_measure_the_error")
    exercise = page.locator("[data-exercise=entropy-at-one]")
    hint, solution = (exercise.get_by_role("button", name=name) for name in ("Hint", "Solution"))
    assert not solution.is_visible()
    for count, told in enumerate(EXERCISES["entropy-at-one"][1].hints, start=1):
        hint.click()
        exercise.locator(f".hint:nth-of-type({count})").wait_for()
        assert told in exercise.locator(".hint").last.inner_text()
    assert hint.is_disabled()
    solution.click()
    assert "ln(ŷ)" not in exercise.inner_text()
    exercise.get_by_role("button", name="sure?").click()
    exercise.get_by_text(EXERCISES["entropy-at-one"][1].solution).wait_for()


def test_a_click_puts_the_cursor_where_it_was(lesson):
    page = lesson("03_measure_the_error")
    for cell in ("[data-exercise=entropy-at-one]", ".cell.code:not(.exercise)"):
        source = page.locator(cell).first.locator(".source").first
        source.scroll_into_view_if_needed()
        here = source.bounding_box()
        page.mouse.click(here["x"] + 90, here["y"] + here["height"] - 18)  # in the last line
        page.wait_for_function("document.activeElement.closest('.cm-editor')")
        page.keyboard.type("QQ")
        last = page.locator(cell).first.locator(".cm-line").last.inner_text()
        assert "QQ" in last, last
        assert not last.startswith("QQ"), last


def test_what_python_forgets_is_forgotten_by_the_page(lesson):
    page = lesson("03_measure_the_error")
    page.evaluate("localStorage.setItem('perceptron:solved:03_measure_the_error:mean-of-three', 'true')")
    page.reload()
    cell = page.locator(".cell.code:not(.exercise)").first
    source = cell.locator(".source")
    source.scroll_into_view_if_needed()
    source.click()
    cell.locator(".cm-content").fill("from perceptron.course import progress\nprogress.forget()\nprogress.view()")
    cell.get_by_role("button", name="Run").click()
    cell.get_by_text("Kept in this browser").wait_for()
    assert page.evaluate("localStorage.getItem('perceptron:solved:03_measure_the_error:mean-of-three')") is None


def test_a_file_that_a_cell_writes_can_be_saved(lesson):
    page = lesson("03_measure_the_error")
    cell = page.locator(".cell.code:not(.exercise)").first
    cell.locator(".source").click()
    report = "\n".join((
        "from perceptron import data, newton", "from perceptron.report import report",
        "from perceptron.trained import Trained",
        "learn, new = data.hold_out(data.cell_nuclei(['radius', 'texture']), rng=0)",
        "report(Trained.neuron(learn, *newton.fit(learn.X, learn.y)), learn, new, 'mine.html')",
    ))  # fmt: skip
    cell.locator(".cm-content").fill(report)
    cell.get_by_role("button", name="Run").click()
    link = cell.get_by_role("link", name="Save mine.html")
    link.wait_for()
    with page.expect_download() as saved:
        link.click()
    assert "Fingerprint of the rows" in Path(saved.value.path()).read_text("utf-8")


def test_another_one_like_it_is_asked_judged_and_kept(lesson):
    page = lesson("03_measure_the_error")
    exercise, fresh = page.locator("[data-exercise=mean-of-three]"), EXERCISES["mean-of-three"][1].another(2)
    page.evaluate("localStorage.clear()")
    page.reload()
    exercise.get_by_role("button", name="Another one like it").click()
    exercise.locator(".asked p").last.wait_for()
    assert exercise.locator(".asked p").last.inner_text() == fresh.question
    assert exercise.locator(".source").inner_text().endswith('lesson.check("mean-of-three", answer, seed=2)')

    for answer, mark in ((fresh.wrong[0][0], "wrong"), (fresh.solution, "right")):
        source = answered("mean-of-three", answer).removesuffix(")") + ", seed=2)"
        write(page, exercise, source)
        exercise.get_by_role("button", name="Check").click()
        exercise.get_by_label(mark, exact=True).wait_for()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.exercise').then(({ violations }) => violations.map(({ id, help }) => [id, help]))")
    assert found == []

    page.reload()
    exercise.locator(".asked", has_text=fresh.question).wait_for()
    assert exercise.locator(".source").inner_text().strip() == source
    exercise.get_by_role("button", name="Start again").click()
    assert exercise.locator(".asked").inner_text() == ""
    assert exercise.locator(".source").inner_text().strip() == cells(LESSONS[0])["exercise-mean-of-three"][0].strip()
    assert not page.locator("[data-exercise=entropy-at-one]").get_by_role("button", name="Another one like it").count()


def test_tab_indents_after_typing_and_keeps_nobody_in(lesson):
    page = lesson("03_measure_the_error")
    exercise = page.locator("[data-exercise=cost]")
    exercise.locator(".source").focus()
    editor = exercise.locator(".cm-content")
    editor.wait_for()
    check = exercise.get_by_role("button", name="Check")
    page.keyboard.press("Tab")
    assert check.evaluate("button => button === document.activeElement")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nif x:\n")
    typed = editor.inner_text()  # the editor's own indentation is there only if it has read the code in time
    assert typed.endswith(("\nif x:\n", "\nif x:\n    "))
    page.keyboard.press("Tab")
    expect(editor).to_have_text(f"{typed}    ", use_inner_text=True)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert check.evaluate("button => button === document.activeElement")


def test_cells_run_with_those_above_and_show_widgets_and_pictures(lesson):
    page = lesson("03_measure_the_error")
    stage, other = page.locator("#cell-drag"), page.locator("#cell-cross-entropy-code")
    write(page, stage, "stage = lesson.loss()\nstage")
    stage.get_by_role("button", name="Run").click()
    stage.get_by_role("button", name="Run").wait_for()
    stage.locator("canvas").wait_for()
    box = stage.locator(".number").first
    box.fill("0.25")
    box.press("Enter")
    write(page, other, "stage.w")
    other.get_by_role("button", name="Run").click()
    other.get_by_text("0.25", exact=True).wait_for()

    write(page, other, "stage.w = 0.5")  # and the other way: what Python moves is seen
    other.get_by_role("button", name="Run").click()
    page.wait_for_function("document.querySelector('#cell-drag input.number').value === '0.5'")

    drawn = "from perceptron.widgets import pictures\npictures.graph('x', 'y', {'a': ([0, 1], [0, 1])}, alt='A line')"
    write(page, other, drawn)
    other.get_by_role("button", name="Run").click()
    picture = other.get_by_role("img", name="A line")
    picture.wait_for()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500


def test_a_readers_own_file_is_a_table_in_python(lesson, tmp_path):
    page = lesson("03_measure_the_error")
    cell, other = page.locator("#cell-drag"), page.locator("#cell-cross-entropy-code")
    write(page, cell, "from perceptron.widgets.own_table import OwnTable\nown = OwnTable('a;b\\n1;2')\nown")
    cell.get_by_role("button", name="Run").click()
    cell.get_by_text("pasted text, 2 lines").wait_for()
    rows = "größe;shoe;plays\n181;44;yes\n165;38;no\n172;41;no\n190;46;yes\n177;43;no\n"
    (tmp_path / "players.csv").write_bytes(rows.encode("cp1252"))
    cell.get_by_label("Choose a file").set_input_files(tmp_path / "players.csv")
    cell.get_by_text("players.csv, 6 lines. Not in UTF-8, so read as Windows-1252").wait_for()
    cell.get_by_text("y is 1 for plays yes").first.wait_for()
    cell.get_by_label("To be predicted").select_option("shoe")
    cell.get_by_text("y is shoe").first.wait_for()
    write(page, other, "own.table.y.tolist()")
    other.get_by_role("button", name="Run").click()
    other.get_by_text("[44.0, 38.0, 41.0, 46.0, 43.0]").wait_for()
    cell.get_by_label("or paste its lines here").fill("x,plays\n1,yes\n2")
    cell.get_by_text("line 3 of pasted text has 1 cells").wait_for()


def test_a_readers_own_line_of_a_proof_is_decided(lesson):
    page = lesson("05_follow_the_chain_rule")
    stepper = page.locator("#cell-link2-check")
    stepper.scroll_into_view_if_needed()
    box, check = stepper.get_by_label("Your own line"), stepper.get_by_role("button", name="check", exact=True)
    for line, words in [
        ("sigma(z)*(1 - sigma(z))", "Your line holds"), ("sigma(z)", "Your line does not hold"),
        ("sigma(z", "Your line can't be read, from column"),
    ]:  # fmt: skip
        box.fill(line)
        check.click()
        stepper.locator(".answer", has_text=words).wait_for()


def test_a_readers_own_line_outlives_a_python_that_was_stopped(lesson):
    page = lesson("05_follow_the_chain_rule")
    stepper, code = page.locator("#cell-link2-check"), page.locator(".cell.code:not(.exercise)").first
    stepper.scroll_into_view_if_needed()
    box, check = stepper.get_by_label("Your own line"), stepper.get_by_role("button", name="check", exact=True)
    box.fill("sigma(z)*(1 - sigma(z))")
    check.click()
    stepper.get_by_role("button", name="insert it").click()
    stepper.get_by_text("is now part of the proof").wait_for()
    assert stepper.locator("li").count() == 2
    write(page, code, "while True: pass")
    code.get_by_role("button", name="Run").click()
    code.get_by_role("button", name="Stop").click()
    code.get_by_text("Stopped.").wait_for()

    box.fill("sigma(z)")
    check.click()
    stepper.locator(".answer", has_text="Your line does not hold").wait_for()
    assert stepper.locator("li").count() == 2
    assert "a line of the reader's own" in stepper.locator(".reason").last.inner_text()
    stepper.get_by_role("button", name="next").click()
    assert stepper.locator("li").count() == 3
    assert stepper.locator(".reason").last.inner_text() == ""
    box.fill("")
    check.click()
    assert stepper.locator(".answer").inner_text().startswith("Type a line first")


def test_a_link_has_the_points_that_were_dragged(lesson):
    page = lesson("03_measure_the_error")
    stage = page.locator("#loss .perceptron-stage")
    page.locator("#loss").scroll_into_view_if_needed()
    point = stage.get_by_label("point 3")
    for _ in range(4):
        point.press("ArrowUp")
    stage.get_by_role("button", name="copy link").click()
    box = stage.get_by_label("The link of this picture")
    link = box.input_value()
    assert link.endswith("#loss?penguins.y.3=0.04")
    assert "not in it" not in stage.inner_text()
    other = page.context.new_page()
    other.goto(link.replace("0.04", "7") + "&penguins.y.9=0.5&penguins.x.1=1&w=1")
    other.locator("#loss .note").wait_for()
    assert other.locator("#loss .note").inner_text() == (
        "penguins.y.3 = 7 is outside of its range; 1 is shown. This picture has no penguins.y.9; it has w, b, held. "
        "This picture has no penguins.x.1; it has w, b, held."
    )
    again = other.locator("#loss .perceptron-stage")
    assert again.get_by_label("point 3").get_attribute("aria-valuetext") == "39.10, 1.00"
    assert again.get_by_label("w, as a number").input_value() == "1"


# --- what it costs ---


def test_judging_loads_no_more_than_is_said(python, capsys):
    sizes = {name: sent for name, (_, sent) in json.loads((python / "sizes.json").read_text("utf-8")).items()}
    drawing = sizes.pop("pictures.zip")
    with capsys.disabled():
        print(f"\njudging loads {sum(sizes.values()):,} bytes, pictures {drawing:,} more")
    assert sum(sizes.values()) <= MOST
