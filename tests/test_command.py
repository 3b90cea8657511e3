"""The command `perceptron`, from this copy of the repository and from a wheel in an environment of its own."""

import os
import subprocess
import sys
import sysconfig
import zipfile

import pytest
from jupyterlab.labapp import LabApp

from perceptron import command
from tools.notebooks import ROOT, files

NAMES = [path.name for path in files()]


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """What JupyterLab is started with, from an empty folder; it is not started."""
    started = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    monkeypatch.setattr(LabApp, "launch_instance", started.append)
    return started


def test_lab_copies_the_lessons_and_opens_the_first(opened, tmp_path, capsys):
    assert not command.main(["lab", "--", "--no-browser", "--port=9999"])
    folder = tmp_path / "perceptron-lessons"
    assert opened == [[os.path.join("perceptron-lessons", "00_start_here.ipynb"), "--no-browser", "--port=9999"]]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {p.name: p.read_bytes() for p in files()}
    assert capsys.readouterr().out == f"{len(NAMES)} lessons copied into {folder}.\n"
    assert os.environ["JUPYTER_CONFIG_PATH"] == os.pathsep.join([str(ROOT / "perceptron" / "jupyter"), "theirs"])


def test_lab_never_writes_over_a_lesson(opened, tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / NAMES[1]).write_text("my work")
    command.main(["lab", "mine"])
    assert (folder / NAMES[1]).read_text() == "my work"
    assert sorted(path.name for path in folder.iterdir()) == NAMES
    said = capsys.readouterr().out
    assert f"{len(NAMES) - 1} lessons copied" in said
    assert "1 were there already and are left as they are" in said


def test_list_says_title_and_minutes(capsys):
    assert command.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == NAMES
    assert lines[0].split(maxsplit=1)[1] == "5 minutes  Start here"


def test_check_finds_this_environment_right(capsys):
    assert command.main(["check"]) == 0
    said = capsys.readouterr().out
    for name in ("Python: 3.", "numpy: ", "jupyterlab: ", "anywidget in JupyterLab: "):
        assert f"right  {name}" in said
    assert "pytest" not in said  # of the extras, only what the lessons are read with


def test_check_names_what_is_wrong(monkeypatch, capsys):
    wanted = ["numpy<1", "sympy", "no-such-package>=2", 'nor-this; extra == "test"', 'jupyterlab<2; extra == "lab"']
    monkeypatch.setattr(command.metadata, "requires", lambda name: wanted)
    monkeypatch.setattr(command, "WIDGETS", ("no-such-widget",))
    assert command.main(["check"]) == 1
    said, mend = capsys.readouterr()
    wrong = [line.split()[1] for line in said.splitlines() if line.startswith("WRONG")]
    assert wrong == ["numpy:", "no-such-package:", "jupyterlab:", "no-such-widget"]
    assert "no-such-package: missing, wanted >=2" in said
    assert "pip install 'one-neuron[lab]'" in mend


def test_a_folder_that_can_not_be_made_is_named(opened, tmp_path, capsys):
    (tmp_path / "file").touch()
    for folder, why in {
        "file": "it is a file",
        "file/below": "Not a directory",
        "x" * 300: "File name too long",
    }.items():
        assert command.main(["lab", folder]) == 1
        assert f"{folder} can't take the lessons: {why}. Name a folder" in capsys.readouterr().err
    assert opened == []


def test_without_jupyterlab_it_says_how_to_install_it(monkeypatch, opened, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    assert command.main(["lab"]) == 1
    assert "pip install 'one-neuron[lab]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["list"], ["lab"]])
def test_without_lessons_it_says_so(monkeypatch, opened, tmp_path, capsys, arguments):
    monkeypatch.setattr(command, "PACKAGE", tmp_path / "perceptron")
    assert command.main(arguments) == 1
    assert f"{tmp_path / 'notebooks'} holds no lessons" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_check_without_an_installation_says_how_to_install(monkeypatch, capsys):
    monkeypatch.setattr(command, "NAME", "no-such-package")
    assert command.main(["check"]) == 1
    assert "no-such-package is not installed here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([], "required: command"), (["open"], "'lab'"), (["list", "--", "--port=1"], "only `perceptron lab`")],
)
def test_other_words_are_refused(capsys, arguments, said):
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert said in capsys.readouterr().err


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target=wheel", f"--directory={folder}"]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def test_the_wheel_holds_the_lessons_and_all_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if name.startswith("perceptron/")}
    package = [path for path in (ROOT / "perceptron").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in package}
    assert inside == expected | {f"perceptron/notebooks/{path.name}": path.read_bytes() for path in files()}


def test_installed_from_the_wheel_it_lists_the_lessons(wheel, tmp_path):
    home, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    scheme = {"base": str(home), "platbase": str(home)}
    scripts, packages = (sysconfig.get_path(part, "venv", scheme) for part in ("scripts", "purelib"))
    # An environment that uv made has no pip, and this one has none either.
    install = [sys.executable, "-m", "uv", "pip", "install", f"--python={home}", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, wheel], check=True, capture_output=True)
    # What the course needs is taken from the environment of this test, which comes after its own.
    with open(os.path.join(packages, "needed.pth"), "w", encoding="utf-8") as file:
        file.write(sysconfig.get_path("purelib"))
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # which would come first
    options = {"cwd": empty, "capture_output": True, "text": True, "env": own}
    done = subprocess.run([os.path.join(scripts, "perceptron"), "list"], **options)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == NAMES
    where = [os.path.join(scripts, "python"), "-c", "from perceptron import command; print(command.lessons()[0])"]
    found = subprocess.run(where, **options, check=True).stdout.strip()
    assert os.path.realpath(found).startswith(os.path.realpath(home))
