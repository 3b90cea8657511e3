"""A stored notebook answers no question before it is asked, and gives back what its kernel gave."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import cells_of, every_page, shows

from perceptron.course.contents import lessons
from tools.notebooks import files
from tools.stored import asks, fresh, home, stored

STAGE = new_output("display_data", {"image/png": "AAAA", "text/plain": "<Stage: A line>"})
ASKED = new_output("display_data", {"text/html": "<p>?</p>", "text/plain": "<Prediction: ?>"})
RESULTS = [
    new_output("stream", name="stdout", text="a < b\n"),
    new_output("execute_result", {"text/plain": "[1 < 2]"}, execution_count=2),
    new_output("display_data", {"text/html": "<b>failed</b>", "text/plain": "failed"}),
]


def kept(*cells):
    notebook = new_notebook(cells=[new_code_cell(outputs=c) if isinstance(c, list) else c for c in cells])
    return stored(nbformat.from_dict(notebook), "03_name").cells


def is_open(output):
    return "text" in output or "<details>" not in output.data.get("text/html", "")


@pytest.mark.parametrize(
    "question", [[ASKED], new_markdown_cell("## A\n**Predict:** more or less?")], ids=["box", "text"]
)
def test_results_after_a_question_wait_until_the_next_text(question):
    before, _, after, _, later, _, last = kept(
        RESULTS, question, RESULTS, new_markdown_cell("Look."), RESULTS, new_markdown_cell("## Next"), RESULTS
    )
    assert [is_open(output) for cell in (before, after, later, last) for output in cell.outputs] == (
        [True] * 3 + [False] * 3 + [True] * 6
    )
    assert "a &lt; b" in after.outputs[0].data["text/html"]
    assert [fresh(cell.outputs) for cell in (before, after, later, last)] == [RESULTS] * 4


def test_what_moves_and_what_is_an_exercise_does_not_wait():
    exercise = new_code_cell(outputs=RESULTS, metadata={"tags": ["exercise"]})
    _, stage, exercise = kept([ASKED], [STAGE], exercise)
    assert stage.outputs[0] == STAGE
    assert exercise.outputs == RESULTS


def test_a_stage_says_where_it_can_be_dragged():
    (cell,) = kept([STAGE])
    address = f"{home()['site']}lessons/03_name.html#cell-{cell.id}"
    assert f'<a href="{address}">' in cell.outputs[1].data["text/html"]
    assert fresh(cell.outputs) == [STAGE]


@every_page
def test_no_page_answers_its_own_question(path):
    """What is said of a result right after it is folded, too; a cell that asks anew is open."""
    waits = False
    for cell in cells_of(path):
        if cell.cell_type == "markdown":
            waits = "**Predict" in cell.source or (waits and not cell.source.startswith("#"))
            if waits and cell.id.endswith("-why") and not asks(cell):
                assert cell.source.startswith("<details>\n<summary>"), cell.id
        elif shows(cell, "Prediction"):
            waits = True
            assert re.search(
                r"<details><summary>Answer</summary>.*</details>$", cell.outputs[0].data["text/html"], re.S
            )


@pytest.mark.parametrize("path", files()[1:], ids=lambda path: path.stem)
def test_an_exercise_runs_by_itself_in_a_page_that_was_opened_again(path, capsys):
    cells = {cell.id: cell.source for cell in cells_of(path)}
    for name in lessons()[path.stem].exercises:
        exec(cells[f"exercise-{name}"], {})
        assert "not written yet" in capsys.readouterr().out
