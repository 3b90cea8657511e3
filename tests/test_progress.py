"""Progress is kept where it can be, and where it can't nothing is harmed, raised or printed."""

import errno
import json
import os
from datetime import date
from pathlib import Path

import pytest

from perceptron.command import opening
from perceptron.course import progress
from perceptron.course.contents import lessons
from perceptron.course.lesson import Lesson
from tools.notebooks import files, kernel_environment

LESSONS = {
    name: Lesson(name, "Why?", exercises=dict.fromkeys(exercises))
    for name, exercises in {"01_propagate_forward": ("one", "two"), "A_read_the_article": ("three",)}.items()
}


@pytest.fixture
def two_lessons(monkeypatch):
    monkeypatch.setattr(progress, "lessons", lambda: LESSONS)


@pytest.fixture
def path(tmp_path, monkeypatch, two_lessons):
    path = tmp_path / "data" / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


def everything():
    """Call all there is; the note of the view."""
    progress.solved("one")
    progress.all_solved()
    return progress.view().note


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_what_is_solved_is_kept_with_its_first_date_and_nothing_else(path):
    assert progress.all_solved() == {}
    progress.solved("one")
    path.write_text(path.read_text().replace(date.today().isoformat(), "2026-01-31"))
    for name in ("two", "one", "two"):
        progress.solved(name)
    assert progress.all_solved() == {"one": date(2026, 1, 31), "two": date.today()}
    assert json.loads(path.read_text()) == {"one": "2026-01-31", "two": date.today().isoformat()}
    assert list(path.parent.iterdir()) == [path]


def test_forgetting_deletes_the_file(path):
    progress.forget()
    progress.solved("one")
    progress.forget()
    assert not path.exists()
    assert progress.all_solved() == {}


def test_the_file_is_the_users_own_unless_another_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(progress.platformdirs, "user_data_path", lambda *_, **__: tmp_path)
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    assert progress.where() == tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, "")
    assert progress.where() == tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, "~/mine.json")
    assert progress.where() == Path.home() / "mine.json"


def test_in_a_browser_kernel_it_lies_beside_the_notebooks(monkeypatch, tmp_path):
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    monkeypatch.setattr(progress.sys, "platform", "emscripten")
    monkeypatch.setattr(progress, "DRIVE", tmp_path)
    assert progress.where() == tmp_path / "progress.json"
    monkeypatch.setattr(progress, "DRIVE", tmp_path / "none")
    assert progress.where() != tmp_path / "none" / "progress.json"


def test_off_keeps_and_shows_nothing(monkeypatch, two_lessons):
    monkeypatch.setenv(progress.VARIABLE, "off")
    assert progress.where() is None
    assert "switched off" in everything()
    progress.forget()
    assert progress.all_solved() == {}
    assert progress.view().summary == "0 of 3 exercises are solved."


def test_a_link_to_the_file_stays_a_link(path, tmp_path):
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere.json")
    progress.solved("one")
    assert path.is_symlink()
    assert set(progress.all_solved()) == {"one"}


def test_empty_files_and_those_an_editor_marked_are_read(path):
    path.parent.mkdir()
    for content in (b"", b" \n", b"{}", b"\xef\xbb\xbf{}"):
        path.write_bytes(content)
        assert "Kept in" in everything()
        assert set(progress.all_solved()) == {"one"}


# --- what can go wrong ------------------------------------------------------------------------------------------------

FOREIGN = {
    "cut off": b'{"one": "2026-0',
    "another program's": b'{"name": "something", "version": 3}',
    "not a date": b'{"one": "yesterday"}',
    "a list": b'["one"]',
    "a number": b"7",
    "no text": b"\xff\xfe\x00",
    "brackets": b"[" * 50_000,
    "too long a number": b'{"one": ' + b"9" * 5000 + b"}",
    "large": b" " * (progress.LARGEST + 1),
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_ours_stays_as_it_is(content, path, monkeypatch, capfd):
    path.parent.mkdir()
    path.write_bytes(content)
    assert "can't be kept" in everything()
    progress.forget()
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]
    monkeypatch.setattr(progress, "_own", lambda: path)
    progress.forget()  # in the course's own folder it can only be a broken file of ours
    assert not path.exists()
    assert capfd.readouterr() == ("", "")


def test_a_folder_or_a_pipe_in_its_place(path, capfd):
    path.mkdir(parents=True)
    assert "can't be kept" in everything()
    progress.forget()
    path.rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        assert "can't be kept" in everything()
        progress.forget()
        assert path.exists()
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_cannot_be(path, capfd):
    path.parent.write_text("a file")
    assert "can't be kept" in everything()
    progress.forget()
    assert path.parent.read_text() == "a file"
    assert capfd.readouterr() == ("", "")


def test_no_home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(progress.VARIABLE, "~nobody-of-this-name/progress.json")
    assert "there is no home folder" in everything()
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_stays_as_it_is(path):
    progress.solved("two")
    before = path.read_bytes()
    path.chmod(0o444)
    assert "the file is read-only" in everything()
    assert path.read_bytes() == before
    assert set(progress.all_solved()) == {"two"}


def refusing(number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_full_disk_and_a_closed_folder_leave_the_file_as_it_was(path, monkeypatch, capfd):
    progress.solved("two")
    before = path.read_bytes()
    for at, name, number in (
        (Path, "write_text", errno.ENOSPC),
        (progress.os, "replace", errno.EACCES),
        (Path, "mkdir", errno.EROFS),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(at, name, refusing(number))
            progress.solved("one")
            if at is Path:
                assert os.strerror(number) in progress.view().note
        assert path.read_bytes() == before
        assert list(path.parent.iterdir()) == [path]
    assert capfd.readouterr() == ("", "")


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_the_view_counts_and_links(path):
    for name in ("two", "three", "of no lesson"):
        progress.solved(name)
    view = progress.view()
    assert repr(view).splitlines() == [
        "01 Propagate forward  1 of 2",
        "A Read the article    1 of 1 ✓",
        "2 of 3 exercises are solved.",
        f"Kept in {path}: names of exercises and dates, nothing else. progress.forget() deletes them.",
    ]
    page = view._repr_html_()
    assert '<a href="01_propagate_forward.ipynb">01 Propagate forward</a></td><td>1 of 2</td>' in page
    assert "2 of 3 exercises are solved." in page
    assert progress.view() == view


def test_looking_leaves_no_file(path):
    assert "Kept in" in progress.view().note
    assert list(path.parent.iterdir()) == []


def test_a_path_is_no_html():
    assert "a&lt;b&gt;" in progress.View((), "Kept in a<b>")._repr_html_()


def test_each_exercise_of_the_course_has_its_cell_in_its_notebook():
    found = {}
    for notebook in files():
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found[notebook.stem] = [cell["id"] for cell in cells if "exercise" in cell["metadata"].get("tags", ())]
    told = {name: [f"exercise-{exercise}" for exercise in lesson.exercises] for name, lesson in lessons().items()}
    assert found == told
    names = [exercise for lesson in lessons().values() for exercise in lesson.exercises]
    assert len(set(names)) == len(names), "two exercises of one name would be solved at once"


def test_the_titles_are_those_of_the_lessons():
    lessons = {notebook.name: opening(notebook)[0] for notebook in files()}
    for title, file, _, _ in progress.view().rows:
        assert title == f"{file.split('_')[0]} {lessons[file]}"


def test_the_courses_own_runs_keep_nothing(tmp_path):
    assert kernel_environment(tmp_path)[progress.VARIABLE] == "off"
