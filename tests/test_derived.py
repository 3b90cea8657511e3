"""What is derived from the course is up to date; what is stale is seen; nothing else is touched."""

import json

import mistune
import pytest

from perceptron.answers import Exercise
from perceptron.command import opening
from perceptron.course.contents import lessons
from tools import derived
from tools.notebooks import NOTEBOOKS, ROOT, files, normalise

FIRST, SECOND, *_, LAST = files()
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


def cells(text):
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]}


@pytest.fixture
def changed(tmp_path):
    """(a notebook's name, a change of its text) -> the text of a changed copy, made anew."""

    def made_anew(name, change):
        path = tmp_path / name
        path.write_text(change((NOTEBOOKS / name).read_text(encoding="utf-8")), encoding="utf-8")
        return derived.updated(path)

    return made_anew


def test_everything_is_up_to_date():
    stale = [path.name for path, new in derived.everything().items() if path.read_bytes() != new]
    assert stale == [], "run `make notebooks`"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_what_was_changed_by_hand_is_made_anew_and_nothing_else(path, changed):
    def spoil(text):
        notebook = json.loads(text)
        first, last = notebook["cells"][0], notebook["cells"][-1]
        first["source"][-1] = "Next: [no](no.ipynb)"
        if last["id"] == "solutions":
            last["source"] = ["# none"]
            notebook["cells"].insert(1, notebook["cells"].pop())
        return json.dumps(notebook)

    new = changed(path.name, spoil)
    assert json.loads(new) == json.loads(path.read_text(encoding="utf-8"))
    assert normalise(new) == new


def test_links_lead_to_the_neighbours():
    assert derived.way(FIRST) == f"Next: {derived.link(SECOND)}"
    assert derived.way(LAST).endswith(f"Back to the map: {derived.link(FIRST)}")
    assert derived.way(SECOND).startswith("Previous: [00 Start here](00_start_here.ipynb) · Next: [02 ")


def test_a_title_without_links_gets_them(changed):
    bare = changed(SECOND.name, lambda text: text.replace(derived.way(SECOND), "A word of its own."))
    assert cells(bare)["title"].endswith(f"A word of its own.\n\n{derived.way(SECOND)}")


def test_the_map_has_each_lesson_and_its_question():
    shown = cells(FIRST.read_text(encoding="utf-8"))["map"]
    assert all(f"| {derived.link(path)} | {lessons()[path.stem].question} |" in shown for path in files()[1:])


def test_solutions_are_folded_numbered_and_last():
    exercises = {"a": Exercise(None, solution="a = 1"), "b-c": Exercise(None, solution="import math\n\n\nb = math.pi")}
    assert derived.solutions(exercises) == CELL
    assert derived.solutions({}) == ""
    for path in files():
        *_, last = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert (last["id"] == "solutions") == bool(lessons()[path.stem].exercises)


def test_the_code_in_it_is_set_as_code():
    page = mistune.html(CELL)
    assert page.count('<pre><code class="language-python">') == 2
    assert "```" not in page
    assert "```" in mistune.html(CELL.replace("\n\n", "\n"))  # without the empty lines it would not be


def test_a_changed_document_is_seen():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    stale = readme.replace(opening(FIRST)[2], "Something else.", 1)
    assert stale != readme
    assert derived.between(stale, notebooks=derived.table()) == readme
    teaching = (ROOT / "TEACHING.md").read_text(encoding="utf-8")
    stale = teaching.replace("| 35 | [Propagate forward]", "| 40 | [Propagate]", 1)
    assert stale != teaching
    assert derived.sessions(stale) == teaching


def test_a_document_without_its_markers_is_refused():
    with pytest.raises(ValueError, match="lessons:end"):
        derived.between("<!-- lessons:begin -->", lessons="")


def test_a_notebook_without_minutes_is_refused(tmp_path):
    path = tmp_path / "00_say_nothing.ipynb"
    path.write_text('{"cells": [{"cell_type": "markdown", "source": ["# A title\\n", "\\n", "And no minutes."]}]}')
    with pytest.raises(ValueError, match=r"00_say_nothing.ipynb: the first cell must be '# Title'"):
        opening(path)


def test_the_command_writes_once_and_check_writes_nothing(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "stale.md"
    stale.write_bytes(b"old")
    monkeypatch.setattr(derived, "ROOT", tmp_path)
    monkeypatch.setattr(derived, "everything", lambda: {stale: b"new"})
    assert derived.main(["--check"]) == 1
    assert "stale.md: would change" in capsys.readouterr().out
    assert stale.read_bytes() == b"old"
    assert derived.main([]) == derived.main(["--check"]) == 0
    assert stale.read_bytes() == b"new"
