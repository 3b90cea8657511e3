"""The board in a browser: a teacher's screen, students' phones, and a prediction on the course's own page."""

import pytest
from boards import CHOICE, KEY, NUMBER, Proxy, Server, token
from lab import PATIENCE, ROOT
from test_stage_on_page import START
from widgets import AXE

from perceptron.course import l05_follow
from perceptron.widgets.join import Join

RULES = """axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "best-practice"] })
  .then((found) => found.violations.map((one) => one.id + one.nodes[0].html))"""


@pytest.fixture
def board(tmp_path):
    server = Server(tmp_path / "board.sqlite")
    yield server
    server.stop()


@pytest.fixture
def visit(chromium, board):
    """visit("/", width, theme): a page of the board in a browser of its own; nothing may go wrong in it."""
    contexts, wrong = [], []

    def opened(path, width=1280, theme="light", port=None):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: wrong.append(error.stack))
        page.goto(f"http://127.0.0.1:{port or board.port}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def ask(teacher, question=CHOICE):
    teacher.get_by_role("button", name="new class").click()
    teacher.locator("#question").select_option(question)
    teacher.get_by_role("button", name="ask it").click()
    teacher.get_by_text("0 of 0 have answered").wait_for()
    return teacher.locator(".code").inner_text()


def join(page, code):
    page.get_by_label("Class code").fill(code)
    page.get_by_role("button", name="join").click()


def answer(page, words):
    page.get_by_label(words).check()
    page.locator("form button.main").click()
    page.get_by_text("Your answer is in").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_two_students_vote_talk_and_vote_again(visit, theme):
    teacher = visit(f"/?key={KEY}", theme=theme)
    assert "key" not in teacher.url
    code = ask(teacher)
    students = [visit("/", 375, theme) for _ in range(2)]
    for student, words in zip(students, ("add them", "multiply them"), strict=True):
        join(student, code.lower())
        answer(student, words)
    teacher.get_by_text("2 of 2 have answered").wait_for()
    assert teacher.locator(".bars").count() == 0
    teacher.get_by_role("button", name="show the split").click()
    assert "50 % (1)" in teacher.locator(".bars").inner_text()
    assert "✓" not in teacher.locator(".bars").inner_text()
    students[0].get_by_text("How would you convince your neighbour?").wait_for()
    teacher.get_by_role("button", name="vote again").click()
    for student in students:
        student.get_by_text("Second vote").wait_for()
        answer(student, "multiply them")
    teacher.get_by_text("2 of 2 have answered again").wait_for()
    teacher.get_by_role("button", name="tell the answer").click()
    teacher.get_by_text("multiply them ✓").wait_for()
    students[0].get_by_text("Like gears").wait_for()
    for page in (teacher, *students):
        page.add_script_tag(path=AXE)
        assert page.evaluate(RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_wrong_is_said_and_a_board_that_is_away_loses_nothing(visit, board):
    teacher, student = visit(f"/?key={KEY}"), visit("/")
    code = ask(teacher)
    join(student, "K7")
    student.get_by_text("A class code has five letters").wait_for()
    join(student, "AAAAA")
    student.get_by_text("there is no class 'AAAAA'").wait_for()
    join(student, code)
    student.get_by_role("button", name="send my answer").click()
    student.get_by_text("Choose one of them first").wait_for()
    port = board.port
    board.stop()
    student.get_by_label("add them").check()
    student.locator("form button.main").click()
    student.get_by_text("sent when the board is back").wait_for()
    board.start(port)
    teacher.get_by_text("1 of 1 have answered").wait_for()


def answered(board, code):
    return board.teacher("GET", f"/api/classes/{code}")[1]["answered"]["1"]


@pytest.mark.parametrize("status", [503, 404])
def test_a_student_s_vote_waits_while_a_hub_s_proxy_answers_for_the_board(status, visit, board):
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    board.do(code, "ask", CHOICE)
    with Proxy(board) as proxy:
        student = visit("/", port=proxy.port)
        join(student, code)
        student.get_by_label("add them").check()
        proxy.status = status
        student.locator("form button.main").click()
        student.get_by_text("sent when the board is back").wait_for()
        student.get_by_text("The board can't be reached").wait_for()
        assert student.locator("#join").is_hidden()
        proxy.status = 0
        student.get_by_text("Your answer is in").wait_for()
        assert answered(board, code) == 1
        student.goto("about:blank")


def rendered(page, widget, **state):
    """A widget of the course on this page, with this state."""
    page.evaluate(START, [(ROOT / "site/static/model.js").read_text("utf-8"), widget._esm, {"one": state}])


def test_a_notebook_s_vote_is_sent_when_the_board_is_back_without_another(visit, board):
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    board.do(code, "ask", CHOICE)
    with Proxy(board, 0) as proxy:
        page = visit("/student", port=proxy.port)
        where = {"board": f"http://127.0.0.1:{proxy.port}/", "code": code, "token": token(1)}
        rendered(page, Join, where=where, asked=True)
        page.get_by_text(f"You are in class {code}.").wait_for()
        prediction = l05_follow.predict("three rates")
        rendered(page, prediction, _asked=prediction._asked)
        proxy.status = 503
        page.get_by_label("add them").check()
        page.get_by_role("button", name="keep my prediction").click()
        page.get_by_text("sent when it is back").wait_for()
        assert answered(board, code) == 0
        proxy.status = 0
        page.wait_for_function("localStorage.getItem('perceptron-unsent') === null")
        assert answered(board, code) == 1
        page.goto("about:blank")


def test_who_joins_a_class_that_is_not_there_or_not_any_more_is_told(visit, board):
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    page = visit("/student")
    where = {"board": f"http://127.0.0.1:{board.port}/", "code": "AAAAA", "token": token(1)}
    rendered(page, Join, where=where, asked=True)
    page.get_by_text(
        "there is no class 'AAAAA'; look at the teacher's screen for its code. You are in no class."
    ).wait_for()
    rendered(page, Join, where=where | {"code": code}, asked=True)
    page.get_by_text(f"You are in class {code}.").wait_for()
    board.do(code, "ask", CHOICE)
    prediction = l05_follow.predict("three rates")
    rendered(page, prediction, _asked=prediction._asked)
    assert board.teacher("DELETE", f"/api/classes/{code}", {})[0] == 200
    page.get_by_label("add them").check()
    page.get_by_role("button", name="keep my prediction").click()
    page.get_by_text("Like gears").wait_for()
    rendered(page, Join, where={}, asked=False)
    page.get_by_text("You are in no class. Nothing is sent").wait_for()


def test_a_prediction_in_a_notebook_hears_of_the_second_vote_and_of_the_answer(visit, board):
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    board.do(code, "ask", CHOICE)
    page = visit("/student")
    where = {"board": f"http://127.0.0.1:{board.port}/", "code": code, "token": token(1)}
    rendered(page, Join, where=where, asked=True)
    page.get_by_text(f"You are in class {code}.").wait_for()
    prediction = l05_follow.predict("three rates")
    rendered(page, prediction, _asked=prediction._asked)
    page.get_by_label("add them").check()
    page.get_by_role("button", name="keep my prediction").click()
    page.get_by_text("is in the class's vote").wait_for()
    board.do(code, "show")
    board.do(code, "again")
    page.get_by_text("Second vote").wait_for()
    page.get_by_role("button", name="vote again").click()
    page.get_by_label("multiply them").check()
    page.get_by_role("button", name="keep my prediction").click()
    page.get_by_text("is in the class's second vote").wait_for()
    split = board.teacher("GET", f"/api/classes/{code}")[1]
    assert split["answered"] == {"1": 1, "2": 1}
    assert "Like gears" not in page.locator("body").inner_text()
    board.do(code, "tell")
    page.get_by_text("Like gears").wait_for()


def test_what_is_stored_of_joining_takes_nobody_else_into_the_class(visit):
    page, other = visit("/student"), visit("/student")
    where = {"board": "http://127.0.0.1:9/", "code": "K7PXM", "token": token(1)}
    rendered(page, Join, where=where, asked=True)
    page.get_by_text("You are in class K7PXM, as soon as its board can be reached").wait_for()
    stored = page.evaluate("models.one.state")
    assert stored == {"where": {}, "asked": False}
    rendered(other, Join, **stored)
    other.get_by_text("You are in no class.").wait_for()
    assert other.evaluate("localStorage.getItem('perceptron-class')") is None


def test_a_teacher_s_focus_stays_while_answers_come_in(visit, board):
    teacher = visit(f"/?key={KEY}")
    code = ask(teacher)
    teacher.get_by_role("button", name="stop the vote").focus()
    verdict = {"code": code, "token": token(1), "exercise": "cost", "kind": "right", "because": ""}
    assert board.ask("POST", "/api/verdict", verdict)[0] == 200
    teacher.get_by_text("✓ 1").wait_for()
    assert teacher.evaluate("document.activeElement.textContent") == "stop the vote"


def test_exercises_are_shown_student_by_student(visit, board):
    teacher = visit(f"/?key={KEY}")
    code = ask(teacher)
    for student, kind in enumerate(["right", "wrong", "almost"]):
        verdict = {"code": code, "token": token(student), "exercise": "cost", "kind": kind, "because": ""}
        assert board.ask("POST", "/api/verdict", verdict)[0] == 200
    teacher.get_by_text("Student by student").click()
    row = teacher.locator("#stuck details tbody tr").first
    assert sorted(row.locator("td").all_inner_texts()[:2]) == sorted("≈✗")
    assert row.locator("td").nth(2).inner_text() == "✓"
    verdict = {"code": code, "token": token(9), "exercise": "mean-of-three", "kind": "right", "because": ""}
    assert board.ask("POST", "/api/verdict", verdict)[0] == 200
    teacher.get_by_role("row", name="mean of three").nth(1).wait_for()
    assert teacher.locator("#stuck details").get_attribute("open") is not None, "it stays open"
    teacher.add_script_tag(path=AXE)
    assert teacher.evaluate(RULES) == []


def test_numbers_of_a_whole_class_fit_the_screen(visit, board):
    teacher = visit(f"/?key={KEY}")
    code = ask(teacher, NUMBER)
    for student in range(40):
        given = 0.25 if student % 2 else student / 7
        assert board.vote(code, student, given, NUMBER)[0] == 200
    teacher.get_by_role("button", name="show the split").click()
    teacher.locator(".bars").wait_for()
    rows = teacher.locator(".bars tbody tr").all_inner_texts()
    assert len(rows) == 10
    assert any("0.25" in row and "50 % (20)" in row for row in rows)
    assert "all others" in rows[-1]
    assert "30 % (12)" in rows[-1]


def test_a_number_is_asked_for_and_shown(visit):
    teacher, student = visit(f"/?key={KEY}"), visit("/", 375)
    join(student, ask(teacher, "02_bend_with_an_activation/steepest"))
    box = student.get_by_label("your number")
    box.fill("a lot")
    student.locator("form button.main").click()
    student.get_by_text("Type a number").wait_for()
    box.fill("0,25")
    student.locator("form button.main").click()
    student.get_by_text("Your answer is in").wait_for()
    teacher.get_by_text("1 of 1 have answered").wait_for()
    teacher.get_by_role("button", name="tell the answer").click()
    teacher.get_by_text("0.25 ✓").wait_for()


def test_who_opens_the_board_again_is_the_same_student(visit, board):
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    page = visit("/")
    join(page, code)
    page.get_by_text("You are in.").wait_for()
    again = page.context.new_page()
    again.goto(page.url)
    again.get_by_text("You are in.").wait_for()
    assert board.teacher("GET", f"/api/classes/{code}")[1]["students"] == 1


def test_a_class_is_deleted_by_its_button_which_asks_once(visit):
    teacher = visit(f"/?key={KEY}")
    code = ask(teacher)
    teacher.locator("summary").click()
    teacher.get_by_role("button", name=f"delete {code}").click()
    teacher.get_by_role("button", name="yes, delete its answers").click()
    teacher.get_by_text("0 classes").wait_for()
