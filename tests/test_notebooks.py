"""Every notebook keeps the rules of the course (CONTRIBUTING.md) and lies in its one normal form."""

import ast
import io
import itertools
import json
import re
import tokenize

import nbformat
import pytest
from runs import run_notebooks

from perceptron.command import opening
from tools.notebooks import files, normalise

NAME = re.compile(r"(\d\d|[A-Z])_[a-z0-9]+(_[a-z0-9]+)*\.ipynb")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(|<img\b(?P<html>[^>]*)>")
TAGS = {"exercise", "solution", "raises-exception"}
# They hide exceptions from every test run, or store outputs that no two runs share, or end the kernel quietly.
FORBIDDEN = {
    *("Output", "interact", "interactive", "interactive_output", "interact_manual"),
    *("clear_output", "update_display", "to_jshtml", "subprocess", "get_ipython", "exit", "quit"),
}

every_notebook = pytest.mark.parametrize("path", files(), ids=lambda path: path.name)


def read(path):
    return nbformat.read(path, as_version=4)


def cells(path, kind):
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def headings(cell):
    """(depth, text) of the headings of a markdown cell; a # in a code block is none."""
    prose = re.sub(r"^```.*?^```", "", cell.source, flags=re.M | re.S)
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) +(.+)", prose, re.M)]


def code_faults(source):
    """What a code cell holds that no notebook of the course may hold."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"line {error.lineno} is no plain Python: magics and shell commands fail in a browser's kernel"]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
    faults = [f"{name} is not used in notebooks" for name in sorted(names & FORBIDDEN)]
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in (tokenize.COMMENT, tokenize.NL)
    ]
    ends = (tokenize.NEWLINE, tokenize.ENDMARKER)
    if any(t.string == ";" and after.type in ends for t, after in itertools.pairwise(tokens)):
        faults.append("a trailing ; hides the value from the reader but not from the tests")
    if re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)_", source):
        faults.append("nbval's comments switch its checks off")
    return faults


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("%pip install numpy", "no plain Python"),
        ("!ls", "no plain Python"),
        ("widgets.Output()", "Output is not used"),
        ("from ipywidgets import interact", "interact is not used"),
        ("exit()", "exit is not used"),
        ("1 + 1;", "trailing ;"),
        ("1 + 1;  # quiet", "trailing ;"),
        ("# NBVAL_IGNORE_OUTPUT\n1", "nbval's comments"),
    ],
)
def test_a_fault_in_code_is_named(source, said):
    assert said in "; ".join(code_faults(source))


def test_plain_code_has_no_fault():
    assert code_faults("a = 1; b = 2\nprint(a, ';')\ndisplay(a)") == []


@every_notebook
def test_name(path):
    assert NAME.fullmatch(path.name), "expected NN_verb_phrase.ipynb, or A_verb_phrase.ipynb for an appendix"


@every_notebook
def test_size(path):
    assert path.stat().st_size < 400_000
    assert len(read(path).cells) <= 35
    assert sum(len(cell.source.split()) for cell in cells(path, "markdown")) <= 1500
    long = {cell.id: cell.source.count("\n") + 1 for cell in cells(path, "code") if cell.source.count("\n") >= 12}
    assert long == {}, "code cells of more than 12 lines"


@every_notebook
def test_first_cell_gives_title_minutes_and_promise(path):
    _, minutes, promise = opening(path)
    assert 0 < minutes <= 60
    assert promise.endswith(".")
    titles = [text for cell in cells(path, "markdown") for depth, text in headings(cell) if depth == 1]
    assert len(titles) == 1


@every_notebook
def test_steps_are_headed_and_are_slides(path):
    headed = [cell for cell in cells(path, "markdown") if any(depth <= 2 for depth, _ in headings(cell))]
    assert sum(len([h for h in headings(cell) if h[0] == 2]) for cell in headed) >= 1
    assert [cell.id for cell in headed if "slide_type" not in cell.metadata.get("slideshow", {})] == []


@every_notebook
def test_links_lead_somewhere_and_to_the_neighbours(path):
    targets = {link for cell in cells(path, "markdown") for link in LINK.findall(cell.source)}
    local = {target.split("#")[0] for target in targets if "://" not in target} - {""}
    assert [target for target in sorted(local) if not (path.parent / target).exists()] == []
    lessons = [lesson.name for lesson in files() if lesson.name[0].isdigit()]
    if path.name in lessons:
        here = lessons.index(path.name)
        neighbours = set(lessons[max(here - 1, 0) : here] + lessons[here + 1 : here + 2])
        assert neighbours - local == set(), "no link to the lesson before or after"


@every_notebook
def test_pictures_have_words(path):
    for cell in cells(path, "markdown"):
        for image in IMAGE.finditer(cell.source):
            alt = image["alt"] or re.search(r"alt=[\"'][^\"']", image["html"] or "")
            assert alt, f"cell {cell.id}: an image without alt text"
    for cell in cells(path, "code"):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alt = output.metadata.get("image/png", {}).get("alt")
                assert alt, f"cell {cell.id}: a PNG without metadata {{'image/png': {{'alt': ...}}}}"


@every_notebook
def test_code_and_tags(path):
    for cell in read(path).cells:
        tags = set(cell.metadata.get("tags", []))
        assert tags <= TAGS, f"cell {cell.id}: {sorted(tags - TAGS)}"
    assert {c.id: faults for c in cells(path, "code") if (faults := code_faults(c.source))} == {}


@every_notebook
def test_every_cell_was_run_and_none_complains(path):
    for cell in cells(path, "code"):
        assert cell.source.strip(), f"cell {cell.id} is empty"
        assert cell.execution_count, f"cell {cell.id} was not run"
        for output in cell.outputs:
            assert output.get("name") != "stderr", f"cell {cell.id} writes to stderr: {output.text}"
            if output.output_type == "error":
                assert "raises-exception" in cell.metadata.get("tags", []), f"cell {cell.id} raises {output.ename}"


@every_notebook
def test_no_output_has_a_number_s_last_digits(path):
    """Another processor computes others."""
    for cell in cells(path, "code"):
        assert not re.search(r"\d\.\d{11,}", json.dumps([o for o in cell.outputs if "data" not in o])), cell.id
        for output in cell.outputs:
            assert not re.search(r"\d\.\d{11,}", output.get("data", {}).get("text/plain", "")), cell.id


@every_notebook
def test_normal_form(path):
    text = path.read_bytes().decode()
    assert normalise(text) == text, "not in its normal form: run `make notebooks`"
    nbformat.validate(json.loads(text))


# The tool itself, on a notebook made for it ---------------------------------------------------------------------

PICTURE = """from io import BytesIO
from IPython.display import Image
from matplotlib.figure import Figure
figure = Figure(figsize=(2, 1))
figure.add_subplot().plot([0, 1, 2], [0, 1, 4], "o")
figure.savefig(stream := BytesIO())
Image(stream.getvalue())"""
SLIDER = "import ipywidgets\nipywidgets.FloatSlider(value=0.5)"


def draft(*sources):
    """A notebook as a program might leave it: no ids, timings, widget state, another Python."""
    new = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python", "version": "3.99.1"}, "widgets": {}})
    new.cells = [
        nbformat.v4.new_code_cell(source, metadata={"execution": {"idle": "12:00"}, "tags": []}) for source in sources
    ]
    raw = json.loads(nbformat.writes(new))
    for cell in raw["cells"]:
        del cell["id"]
    return json.dumps(raw)


def test_normalise_is_settled_after_once_and_invents_nothing():
    once = normalise(draft("1 + 1", "print(2)"))
    assert normalise(once) == once == normalise(draft("1 + 1", "print(2)"))
    assert [cell["id"] for cell in json.loads(once)["cells"]] == ["cell-00", "cell-01"]
    assert all(word not in once for word in ("3.99", "widgets", 'execution"', "tags"))


def test_normalise_drops_what_changes_by_itself():
    raw = json.loads(draft("slider", "print(1)", "1/0"))
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "random"}, "text/plain": "FloatSlider()"}
    first, second, third = raw["cells"]
    first.update(execution_count=7, outputs=[{"output_type": "display_data", "metadata": {}, "data": view}])
    second["execution_count"] = 9
    second["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("a\n", "b\n")]
    third.update(execution_count=12, metadata={"tags": ["raises-exception"], "editable": True})
    third["outputs"] = [{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["/somewhere/x.py", "E: v"]}]
    first, second, third = json.loads(normalise(json.dumps(raw)))["cells"]
    assert [cell["execution_count"] for cell in (first, second, third)] == [1, 2, 3]
    assert first["outputs"][0]["data"] == {"text/plain": ["FloatSlider()"]}
    assert second["outputs"] == [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}]
    assert third["metadata"] == {"tags": ["raises-exception"]}
    assert third["outputs"][0]["traceback"] == ["E: v"]


def test_normalise_does_not_hide_an_unrun_cell():
    assert json.loads(normalise(draft("1 + 1")))["cells"][0]["execution_count"] is None


def test_a_second_run_changes_no_byte(tmp_path):
    path = tmp_path / "draft.ipynb"
    path.write_text(draft(PICTURE, SLIDER))
    assert run_notebooks(path) == 0
    once = path.read_bytes()
    data = [output["data"].keys() for cell in json.loads(once)["cells"] for output in cell["outputs"]]
    assert data == [{"image/png", "text/plain"}, {"text/plain"}]
    assert run_notebooks(path) == 0
    assert path.read_bytes() == once


def test_check_names_what_would_change_and_failures_change_nothing(tmp_path, capsys):
    sources = {
        "stale": ["1 + 1"],
        "raises": ["1 + 1", "x = 1\n1 / 0"],
        "warns": ["import warnings\nwarnings.warn('so')"],
    }
    for name, code in sources.items():
        (tmp_path / f"{name}.ipynb").write_text(draft(*code))
    before = {path: path.read_bytes() for path in files(tmp_path)}
    assert run_notebooks("--check", *before) == 1
    said = capsys.readouterr().err
    assert "stale.ipynb: would change" in said
    assert "raises.ipynb, cell cell-01: ZeroDivisionError: division by zero (line 2 of the cell)" in said
    assert "warns.ipynb, cell cell-00 writes to stderr" in said
    assert run_notebooks(tmp_path / "raises.ipynb") == 1
    assert {path: path.read_bytes() for path in before} == before
