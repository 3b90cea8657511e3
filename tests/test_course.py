"""Every lesson reads easily and is built alike.

`structure_faults` says what is wrong with a lesson; a lesson made for it shows that each of its rules can fail.
"""

import re
from itertools import pairwise

import nbformat
import pytest
import textstat
from pages import cells_of, every_page, formulas, paragraphs, shows

from tools.notebooks import files

GRADE = 9  # Flesch and Kincaid: the school year in which a text like this is read with ease
EXERCISES = range(2, 7)  # per lesson
LESSONS = files()[1:]  # 00 has no recall and no exercise

grade = textstat.flesch_kincaid_grade


@every_page
def test_it_reads_easily(path):
    prose = list(paragraphs(cells_of(path)))
    found = grade(" ".join(prose))
    print(f"{path.stem}: grade {found:.1f}")
    assert found <= GRADE, "start here:\n" + "\n".join(sorted(prose, key=grade)[-3:])


def test_prose_is_what_is_read_aloud():
    source = "# No\n\nSay $x_1$ and\n`code` in [a **link**](no.md): 0.5?\n\n$$no$$\n\n| no |\n|---|\n| no |\n\n- item"
    shown = {"text/plain": "<Prediction: Is $x &lt; 1$?>", "text/html": "<p>Is $x &lt; 1$?</p><p>Yes</p>"}
    asked = nbformat.v4.new_code_cell("no", outputs=[nbformat.v4.new_output("display_data", shown)])
    cells = [nbformat.v4.new_markdown_cell(source), asked, nbformat.v4.new_code_cell("no")]
    assert list(paragraphs(cells)) == ["Say x and x in a link: 05?.", "item.", "Is x?.", "Yes."]
    assert list(formulas(cells)) == ["x_1", "no", "x < 1"]
    assert grade("The cat sat on the mat.") < 1 < GRADE < grade("Institutional considerations notwithstanding, ...")


# What the article says in words beside its equations: a word for it, and the lesson that explains it.
WORDS = {
    "Rosenblatt": "02_bend_with_an_activation", "forward propagation": "01_propagate_forward",
    "how strongly each input counts": "00_start_here", "dot product": "01_propagate_forward",
    "offset": "01_propagate_forward", "logistic function": "01_propagate_forward",
    "stay *linear*": "02_bend_with_an_activation", "**target**": "03_measure_the_error",
    "**loss**": "03_measure_the_error", "**cost**": "03_measure_the_error", "**regression**": "03_measure_the_error",
    "**classification**": "03_measure_the_error", "how fast C changes": "04_estimate_a_slope",
    "*partial*": "04_estimate_a_slope", "**chain rule**": "05_follow_the_chain_rule",
    "**backpropagation**": "05_follow_the_chain_rule", "word for all of learning": "05_follow_the_chain_rule",
    "The bias is a weight, too": "05_follow_the_chain_rule", "*optimisation*": "07_descend",
    "**gradient descent**": "07_descend", "**learning rate**": "07_descend", "*hyperparameter*": "07_descend",
    "**converged**": "07_descend", "Keras and TensorFlow": "10_connect_neurons", "PyTorch": "10_connect_neurons",
    "Larger networks are made of these pieces": "10_connect_neurons",
}  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_what_the_article_says_in_words_is_taught(word):
    (path,) = (path for path in files() if path.stem == WORDS[word])
    assert any(word in cell.source for cell in cells_of(path) if cell.cell_type == "markdown")


def is_interactive(cell):
    return shows(cell, "Stage", "Stepper")


def is_prompt(cell):
    return shows(cell, "Prediction") or (cell.cell_type == "markdown" and "**Predict" in cell.source)


def has_result(cell):
    return bool(cell.get("outputs")) and not is_prompt(cell) and not is_exercise(cell)


def is_exercise(cell):
    return "exercise" in cell.metadata.get("tags", ())


def structure_faults(cells, after, interactive=True):
    """What a lesson lacks of its parts, or has in another order. after : the notebook that is read next."""
    cells = [cell for cell in cells if cell.id != "solutions"]  # tools.solutions puts it behind everything
    first, second, *_, last = cells
    if [first.id, second.id, last.id] != ["title", "recall", "found"]:
        return ["it must begin with the cells title and recall and end with found"]
    faults = []
    if re.findall(r"^(\d)\. ", second.source, re.M) != ["1", "2", "3"]:
        faults.append("recall must ask three questions, 1. to 3.")
    if not re.search(r"\*\*Answers.*1\. .+ 2\. .+ 3\. ", last.source, re.S):
        faults.append("found must give **Answers to them, 1. to 3.")
    if f"]({after})" not in last.source:
        faults.append(f"found has no link to {after}")

    kinds = {"prompt": is_prompt, "interactive": is_interactive, "exercise": is_exercise}
    places = {kind: [at for at, cell in enumerate(cells) if fits(cell)] for kind, fits in kinds.items()}
    # A text and the widget after it are one prompt.
    places["prompt"] = [at for at in places["prompt"] if at + 1 not in places["prompt"]]
    firsts = [found[0] for found in places.values() if found]
    if firsts != sorted(firsts):
        faults.append(f"the first of each must come in the order {', '.join(kinds)}")

    if len(places["prompt"]) < 2:
        faults.append(f"{len(places['prompt'])} cells say **Predict, expected two or more")
    for at, until in pairwise([*places["prompt"], len(cells)]):
        if not any(map(has_result, cells[at:until])):
            faults.append(f"{cells[at].id}: no result comes between it and the next **Predict")

    if interactive and not places["interactive"]:
        faults.append("there is no Stage and no Stepper")
    for at in places["interactive"]:
        told = cells[at + 1]
        if told.cell_type != "markdown" or told.source.startswith(("#", "**Predict")):
            faults.append(f"{cells[at].id}: the next cell does not tell what there was to see")

    if len(places["exercise"]) not in EXERCISES:
        faults.append(f"{len(places['exercise'])} exercises, expected {EXERCISES[0]} to {EXERCISES[-1]}")
    for at in places["exercise"]:
        name = cells[at].id.removeprefix("exercise-")
        if not re.fullmatch(rf'lesson\.check\("{name}", \w+\)', cells[at].source.splitlines()[-1]):
            faults.append(f'{cells[at].id}: its last line must be lesson.check("{name}", ...)')
    return faults


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_it_has_its_parts(path):
    after = dict(pairwise([*LESSONS, files()[0]]))[path].name
    appendix = path.stem[0].isalpha()
    assert structure_faults(cells_of(path), after, interactive=not appendix) == []


def sound():
    """The smallest lesson in which nothing is missing, by cell id."""
    text, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    result = nbformat.v4.new_output("stream", text="1")
    stage = nbformat.v4.new_output("display_data", {"text/plain": "<Stage: A line>"})
    lesson = [
        text("# A", id="title"),
        text("1. Who?\n2. What?\n3. Why?", id="recall"),
        text("**Predict:** more or less?", id="ask"),
        code("1", id="result", outputs=[result]),
        text("## Drag\n**Predict, then drag.**", id="drag-ask"),
        code("stage", id="drag", outputs=[stage]),
        text("What there was to see: less.", id="drag-why"),
    ]
    for name in "ab":
        stub = f'answer = "..."\nlesson.check("{name}", answer)'
        lesson.append(code(stub, id=f"exercise-{name}", metadata={"tags": ["exercise"]}, outputs=[result]))
    lesson.append(text("**Answers.** 1. I. 2. It. 3. So. Next: [B](B.ipynb)", id="found"))
    return lesson


DAMAGE = {  # cell: what becomes of its text or of its id, and what is said then
    "title": ({"id": "start"}, "it must begin with the cells title and recall and end with found"),
    "recall": ({"source": "1. Who?\n2. What?"}, "recall must ask three questions, 1. to 3."),
    "found": ({"source": "1. I. 2. It. 3. So. [B](B.ipynb)"}, "found must give **Answers to them, 1. to 3."),
    "ask": ({"source": "Guess."}, "1 cells say **Predict, expected two or more"),
    "result": ({"outputs": []}, "ask: no result comes between it and the next **Predict"),
    "drag": ({"outputs": sound()[3].outputs}, "there is no Stage and no Stepper"),
    "drag-why": ({"source": "## Next"}, "drag: the next cell does not tell what there was to see"),
    "exercise-a": ({"metadata": {}}, "1 exercises, expected 2 to 6"),
    "exercise-b": ({"source": "answer = 1"}, 'exercise-b: its last line must be lesson.check("b", ...)'),
}


@pytest.mark.parametrize("damaged", DAMAGE)
def test_a_part_that_is_missing_is_named(damaged):
    cells = sound()
    assert structure_faults(cells, "B.ipynb") == []
    change, words = DAMAGE[damaged]
    next(cell for cell in cells if cell.id == damaged).update(nbformat.from_dict(change))
    assert structure_faults(cells, "B.ipynb") == [words]


def test_a_part_in_the_wrong_place_is_named():
    title, recall, ask, result, *rest = sound()
    late = [title, recall, *rest[1:-1], ask, result, rest[0], result, rest[-1]]
    assert structure_faults(late, "C.ipynb") == [
        "found has no link to C.ipynb",
        "the first of each must come in the order prompt, interactive, exercise",
    ]
