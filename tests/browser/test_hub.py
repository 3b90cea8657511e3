"""A real hub with real accounts: who may what, and what becomes of votes when parts of it die: `make class-test`."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request

import nbformat
import psutil
import pytest
from boards import CHOICE
from lab import PATIENCE, ROOT
from widgets import METADATA

BIN = ROOT / ".venv-class" / "bin"
LESSON = (
    "from perceptron.course import classroom, l05_follow as lesson\nclassroom.join({code!r})",
    "lesson.predict('three rates')", "lesson.check('bias-slope', 'sum(x)')",
)  # fmt: skip
PASSWORDS = {"teacher": "t" * 40, "ada": "class-class", "bob": "class-class"}
pytestmark = pytest.mark.skipif("PERCEPTRON_HUB" not in os.environ, reason="it needs a hub: make class-test")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """(its address, its process, the students' folders)"""
    folder, at = tmp_path_factory.mktemp("hub"), f"http://127.0.0.1:{free_port()}"
    settings = {"CLASS_FOLDER": str(folder / "data"), "CLASS_URL": at, "CLASS_PASSWORD": PASSWORDS["ada"]}
    settings |= {"CLASS_TEACHER_PASSWORD": PASSWORDS["teacher"], "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = [BIN / "jupyterhub", "-f", ROOT / "class/jupyterhub_config.py"]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log, cwd=folder)
    for _ in range(PATIENCE):
        time.sleep(1)
        try:
            urllib.request.urlopen(f"{at}/services/board/student", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None, (folder / "log").read_text("utf-8")
    yield at, psutil.Process(process.pid), folder / "data" / "students"
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def login(hub, chromium):
    """login("ada"): a page of somebody who is logged in, at the board."""
    contexts = []

    def logged_in(name):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{hub[0]}/hub/login?next=/hub/home")
        page.fill("#username_input", name)
        page.fill("#password_input", PASSWORDS[name])
        page.click("#login_submit")
        page.wait_for_url("**/hub/home")
        page.goto(f"{hub[0]}/services/board/")
        return page

    yield logged_in
    for context in contexts:
        context.close()


@pytest.fixture
def teacher(login):
    """The teacher's page, with a question asked in a new class."""
    page = login("teacher")
    page.get_by_role("button", name="new class").click()
    page.locator("#question").select_option(CHOICE)
    page.get_by_role("button", name="ask it").click()
    page.get_by_text("0 of 0 have answered").wait_for()
    return page


def test_a_student_s_account_has_no_part_in_the_teacher_s_controls(hub, login, teacher):
    code, student = teacher.locator(".code").inner_text(), login("ada")
    student.get_by_label("Class code").wait_for()
    api, headers = f"{hub[0]}/services/board/api/classes", {"Content-Type": "application/json"}
    assert student.request.get(api).status == 403
    assert student.request.get(f"{api}/{code}/all.json").status == 403
    assert student.request.delete(f"{api}/{code}", data="{}", headers=headers).status == 403
    asked = {"do": "show", "question": ""}
    assert student.request.post(f"{api}/{code}", data=json.dumps(asked), headers=headers).status == 403
    assert student.request.get(f"{hub[0]}/user/bob/api/contents").status in (403, 404)
    assert teacher.request.get(f"{api}/{code}").json()["shown"] == 0


def test_votes_wait_while_the_board_and_the_proxy_are_killed(hub, login, teacher):
    code, students = teacher.locator(".code").inner_text(), [login(name) for name in ("ada", "bob")]
    for student in students:
        student.get_by_label("Class code").fill(code)
        student.get_by_role("button", name="join").click()
        student.get_by_label("add them").check()
    for student, words in zip(students, ("perceptron.command board", "configurable-http-proxy"), strict=True):
        (process,) = (p for p in hub[1].children(recursive=True) if words in " ".join(p.cmdline()))
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        student.locator("form button.main").click()
        student.get_by_text("Your answer is in").wait_for()
    teacher.get_by_text("2 of 2 have answered").wait_for()


def test_a_student_s_notebook_in_jupyterlab_votes_and_tells_how_an_exercise_went(hub, login, teacher):
    code, student = teacher.locator(".code").inner_text(), login("ada")
    student.goto(f"{hub[0]}/hub/spawn")
    student.wait_for_url("**/user/ada/**")
    cells = [nbformat.v4.new_code_cell(source.format(code=code)) for source in LESSON]
    nbformat.write(nbformat.v4.new_notebook(metadata=METADATA, cells=cells), hub[2] / "ada" / "class.ipynb")
    student.goto(f"{hub[0]}/user/ada/doc/tree/class.ipynb")
    student.locator(".jp-Notebook .jp-Cell").first.wait_for()
    student.locator("[data-status=idle]").first.wait_for()  # a kernel; without one "Run" does nothing
    student.get_by_role("menuitem", name="Run", exact=True).click()
    student.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    student.get_by_text(f"You are in class {code}.").wait_for()
    student.get_by_label("multiply them").check()
    student.get_by_role("button", name="keep my prediction").click()
    teacher.get_by_text("1 of 1 have answered").wait_for()
    teacher.get_by_role("rowheader", name="bias slope").first.wait_for()
