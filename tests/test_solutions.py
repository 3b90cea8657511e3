"""The folded solutions at a lesson's end are those of solutions/, and nothing else of the lesson is touched."""

import json

import mistune
import pytest

from tools.notebooks import files, normalise
from tools.solutions import CELL_ID, SOLUTIONS, main, parts, updated

solved_lessons = pytest.mark.parametrize(
    "path", [path for path in files() if (SOLUTIONS / f"{path.stem}.py").exists()], ids=lambda path: path.stem
)


def solutions(path):
    return (SOLUTIONS / f"{path.stem}.py").read_text(encoding="utf-8")


def cell(cell_id, tags=(), source="x"):
    return {"cell_type": "markdown", "id": cell_id, "metadata": {"tags": [*tags]}, "source": [source]}


@pytest.fixture
def lesson():
    """A lesson in its normal form, with two exercises."""
    cells = [cell("exercise-a", ["exercise"]), cell("exercise-b-c", ["exercise"]), cell("found")]
    return normalise(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


BOTH = "# %% exercise-b-c\nimport math\n\n\nb = math.pi\n\n# %% exercise-a\na = 1\n"
CELL = """<details>
<summary>Solutions</summary>

**1. a**

```python
a = 1
```

**2. b c**

```python
import math


b = math.pi
```

</details>"""


def test_every_solution_belongs_to_a_lesson():
    assert {file.stem for file in SOLUTIONS.glob("*.py")} <= {path.stem for path in files()}


@solved_lessons
def test_the_cell_is_up_to_date(path):
    text = path.read_text(encoding="utf-8")
    assert updated(text, solutions(path)) == text, "run `make notebooks`"


@solved_lessons
def test_a_changed_solution_is_noticed_and_nothing_else_is_touched(path):
    text, changed = path.read_text(encoding="utf-8"), solutions(path) + "# changed\n"
    new = updated(text, changed)
    *before, last = json.loads(new)["cells"]
    assert new != text
    assert "# changed\n" in last["source"]
    assert before == [c for c in json.loads(text)["cells"] if c["id"] != CELL_ID]
    assert updated(new, changed) == new


def test_the_cell_is_folded_numbered_and_last(lesson):
    new = updated(lesson, BOTH)
    *before, last = json.loads(new)["cells"]
    assert before == json.loads(lesson)["cells"]
    assert "".join(last["source"]) == CELL
    assert last["id"] == "solutions"
    assert last["metadata"] == {"slideshow": {"slide_type": "skip"}, "tags": ["solution"]}
    assert new == updated(new, BOTH) == normalise(new)


def test_the_code_in_it_is_set_as_code(lesson):
    page = mistune.html(CELL)
    assert page.count('<pre><code class="language-python">') == 2
    assert "```" not in page
    assert "```" in mistune.html(CELL.replace("\n\n", "\n"))  # without the empty lines it would not be


def test_a_cell_that_was_moved_comes_last_again_and_without_solutions_it_goes(lesson):
    new = json.loads(updated(lesson, BOTH))
    new["cells"].insert(0, new["cells"].pop())
    assert updated(json.dumps(new), BOTH) == updated(lesson, BOTH)
    assert updated(updated(lesson, BOTH), "") == lesson


def test_an_exercise_may_wait_for_its_solution_but_not_the_other_way_round(lesson):
    assert "**2. b c**\n" in json.loads(updated(lesson, BOTH.split("# %% exercise-a")[0]))["cells"][-1]["source"]
    with pytest.raises(ValueError, match="no exercise is called exercise-d; the lesson has exercise-a, exercise-b-c"):
        updated(lesson, BOTH + "# %% exercise-d\nd = 1\n")


def test_parts_are_read_by_their_marks():
    assert parts("") == {}
    assert parts(BOTH) == {"exercise-b-c": "import math\n\n\nb = math.pi", "exercise-a": "a = 1"}


def test_the_command_writes_once_and_check_writes_nothing(lesson, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tools.solutions.SOLUTIONS", tmp_path)
    path, source = tmp_path / "01_lesson.ipynb", tmp_path / "01_lesson.py"
    path.write_bytes(lesson.encode())
    source.write_text(BOTH)
    assert main(["--check", str(path)]) == 1
    assert "01_lesson.ipynb: its solutions would change" in capsys.readouterr().err
    assert path.read_bytes() == lesson.encode()
    assert main([str(path)]) == 0
    written = path.read_bytes()
    assert written == updated(lesson, BOTH).encode()
    assert main([str(path)]) == main(["--check", str(path)]) == 0
    assert path.read_bytes() == written
    source.write_text("# %% exercise-d\nd = 1\n")
    assert main([str(path)]) == 1
    assert "solutions/01_lesson.py: no exercise is called exercise-d" in capsys.readouterr().err
    assert path.read_bytes() == written
