"""The board: every vote that was acknowledged counts once, whatever happens, and nobody gets at another's."""

import contextlib
import http.client
import json
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from boards import CHOICE, NUMBER, Proxy, Server, token

from perceptron.board import questions
from perceptron.board.board_command import _served, add_arguments
from perceptron.board.server import MOST_BODY, MOST_CALLS
from perceptron.board.store import LETTERS, Refused, Store
from perceptron.command import main
from perceptron.course import classroom, progress


@pytest.fixture
def board(tmp_path):
    server = Server(tmp_path / "board.sqlite")
    yield server
    server.stop()


@pytest.fixture
def code(board):
    return board.teacher("POST", "/api/classes", {})[1]["code"]


# --- a vote -----------------------------------------------------------------------------------------------------------


def test_a_class_votes_talks_and_votes_again(board, code):
    assert set(code) <= set(LETTERS)
    assert board.join(code, 1)[1]["asked"] is None
    board.do(code, "ask", CHOICE)
    joined = board.join(code.lower(), 1)[1]
    assert joined["asked"]["name"] == CHOICE
    assert "answer" not in joined, "before it is shown, nobody can look it up"
    for student, answer in enumerate(("add them", "add them", "multiply them")):
        assert board.vote(code, student, answer) == (200, {"round": 1})
    state = board.teacher("GET", f"/api/classes/{code}")[1]
    assert (state["answered"]["1"], state["students"]) == (3, 3)
    assert "split" not in state, "before the teacher asks for it, the screen shows how many, not what"
    board.do(code, "show")
    assert board.teacher("GET", f"/api/classes/{code}")[1]["split"]["1"] == {"add them": 2, "multiply them": 1}
    assert board.vote(code, 0, "multiply them") == (409, {"why": "this vote is over."})
    board.do(code, "again")
    assert "split" not in board.join(code, 1)[1]
    for student in range(3):
        assert board.vote(code, student, "multiply them") == (200, {"round": 2})
    board.do(code, "show")
    told = board.join(code, 1)[1]
    assert told["split"] == {"1": {"add them": 2, "multiply them": 1}, "2": {"multiply them": 3}}
    assert "answer" not in told, "the split alone tells nobody who is right"
    board.do(code, "tell")
    told = board.join(code, 1)[1]
    assert (told["answer"], told["mine"]) == ("multiply them", "multiply them")


def test_a_student_counts_once_and_may_think_again_until_the_vote_is_over(board, code):
    board.do(code, "ask", CHOICE)
    for answer in ("add them", "multiply them", "add them"):
        assert board.vote(code, 1, answer)[0] == 200
    board.do(code, "close")
    assert board.vote(code, 1, "multiply them")[0] == 409
    board.do(code, "show")
    assert board.teacher("GET", f"/api/classes/{code}")[1]["split"]["1"] == {"add them": 1}


@pytest.mark.parametrize(("given", "kept"), [(0.25, "0.25"), (-3, "-3"), (1 / 3, "0.333333"), (1e99, "1e+99")])
def test_a_number_is_voted_for_to_six_digits(given, kept, board, code):
    board.do(code, "ask", NUMBER)
    assert board.vote(code, 1, given, NUMBER)[0] == 200
    assert board.join(code, 1)[1]["mine"] == kept


def test_what_was_acknowledged_is_there_after_a_restart(board, code):
    board.do(code, "ask", CHOICE)
    for student in range(20):
        assert board.vote(code, student, "add them")[0] == 200
    port = board.port
    board.stop()
    board.start(port)
    assert board.teacher("GET", f"/api/classes/{code}")[1]["answered"]["1"] == 20, "the teacher's browser is still in"
    assert board.vote(code, 20, "add them")[0] == 200


def test_many_votes_at_a_time_are_all_counted(board, code):
    board.do(code, "ask", CHOICE)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda k: board.vote(code, k, "add them")[0], range(300)))
    assert found == [200] * 300
    assert board.teacher("GET", f"/api/classes/{code}")[1]["answered"]["1"] == 300


def test_a_first_vote_that_comes_late_is_none_of_the_second(board, code):
    board.do(code, "ask", CHOICE)
    board.do(code, "again")
    assert board.vote(code, 1, "add them", age=60) == (409, {"why": "this vote is over."})
    assert board.vote(code, 2, "add them", age=0.0) == (200, {"round": 2})
    board.do(code, "ask", CHOICE)
    assert board.vote(code, 1, "add them", age=60) == (200, {"round": 1})


def test_a_class_that_is_full_takes_nobody_more_by_any_door(board, code, monkeypatch):
    monkeypatch.setattr("perceptron.board.store.MOST_STUDENTS", 2)
    board.do(code, "ask", CHOICE)
    assert [board.vote(code, student, "add them")[0] for student in range(3)] == [200, 200, 409]
    verdict = {"code": code, "exercise": "cost", "kind": "right", "because": ""}
    assert board.ask("POST", "/api/verdict", verdict | {"token": token(3)})[:2] == (409, {"why": "this class is full."})
    assert board.join(code, 4) == (409, {"why": "this class is full."})
    assert board.ask("POST", "/api/verdict", verdict | {"token": token(1)})[0] == 200


def test_every_prediction_of_the_course_can_be_asked_and_answered():
    for name, asked in questions.questions().items():
        assert questions.answer(name, asked["answer"]), name
        assert "answer" not in questions.public(name)
        with pytest.raises(Refused):
            questions.answer(name, "no such answer" if asked["options"] else float("nan"))


# --- exercises --------------------------------------------------------------------------------------------------------


def test_the_most_frequent_mistake_of_an_exercise_is_told(board, code):
    def tell(student, kind, because=""):
        told = {"code": code, "token": token(student), "exercise": "cost", "kind": kind, "because": because}
        return board.ask("POST", "/api/verdict", told)[0]

    for student, because in enumerate(
        ("the sum is not divided by n", "the sum is not divided by n", "there is a ½ in it")
    ):
        assert tell(student, "wrong", because) == 200
    tell(6, "unreadable", "")
    tell(3, "almost", "what one student alone sends is on no screen")
    tell(5, "wrong", "the residuals are not squared")
    tell(4, "right")
    tell(4, "wrong", "it was tried again")
    (row,) = board.teacher("GET", f"/api/classes/{code}")[1]["exercises"]
    assert row.pop("say") == "", "the mistake's name says it all"
    assert row == {
        "exercise": "cost", "right": 1, "almost": 1, "stuck": 4, "mistake": "the sum is not divided by n", "times": 2,
    }  # fmt: skip
    assert (
        board.ask(
            "POST", "/api/verdict", {"code": code, "token": token(1), "exercise": "x", "kind": "right", "because": ""}
        )[0]
        == 409
    )


def test_what_to_say_is_the_advice_to_whoever_makes_the_mistake(board, code):
    because = "the residuals are not squared"
    for student in range(2):
        told = {"code": code, "token": token(student), "exercise": "mean-of-three", "kind": "wrong", "because": because}
        assert board.ask("POST", "/api/verdict", told)[0] == 200
    (row,) = board.teacher("GET", f"/api/classes/{code}")[1]["exercises"]
    assert (row["mistake"], row["say"]) == (because, questions.say("mean-of-three", because))
    assert "count alike" in row["say"]


# --- who may what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/classes"), ("POST", "/api/classes"), ("GET", "/api/classes/{}"), ("POST", "/api/classes/{}"),
     ("DELETE", "/api/classes/{}"), ("GET", "/api/classes/{}/all.json"), ("GET", "/api/classes/{}/votes.csv")],
)  # fmt: skip
def test_nobody_but_the_teacher_gets_at_the_controls(method, path, board, code):
    for cookie in ("", "teacher=yes", "teacher=2|1:0|10:1|7:teacher|4:eWVz|00"):
        headers = {"Cookie": cookie} if cookie else {}
        body = None if method == "GET" else {"do": "show", "question": ""}
        assert board.ask(method, path.format(code), body, **headers)[0] == 403
    assert [board.ask("GET", f"/?key={key}")[0] for key in ("wrong", "%C3%A9")] == [403, 403]
    assert "Class code" in board.ask("GET", "/")[1], "a student's page is what everybody gets"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_another_site_does_nothing(kind, board, code):
    """What a page of another origin can send without asking has one of these types."""
    board.teacher("GET", "/api/classes")
    for method, path in (
        ("POST", f"/api/classes/{code}"),
        ("DELETE", f"/api/classes/{code}"),
        ("POST", "/api/classes"),
    ):
        body = json.dumps({"do": "show", "question": ""}).encode()
        assert board.ask(method, path, body, **{"Content-Type": kind, "Cookie": board.cookie})[0] in (400, 415)
    assert [one["code"] for one in board.teacher("GET", "/api/classes")[1]["classes"]] == [code]


def test_other_sites_may_call_the_students_part_alone_and_without_cookies(board, code):
    _, _, headers = board.ask("OPTIONS", "/api/vote")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    for path in ("/api/classes", f"/api/classes/{code}", "/"):
        assert "Access-Control-Allow-Origin" not in board.ask("GET", path)[2]


WRONG = {
    "no JSON": (b"{", 400), "a list": ([1], 400), "no code": ({"token": token(1)}, 400),
    "a code that is a number": ({"code": 3, "token": token(1)}, 400),
    "a short token": ({"code": "ABCDE", "token": "1"}, 400),
    "a token with signs": ({"code": "ABCDE", "token": "' or 1=1 --" * 3}, 400),
    "another class": ({"code": "AAAAA", "token": token(1)}, 410),
    "SQL for a code": ({"code": "' or ''='", "token": token(1)}, 410),
    "half a letter for a code": ({"code": "\ud800", "token": token(1)}, 400),
    "a long code": ({"code": "A" * 300, "token": token(1)}, 400),
    "nested JSON": (b"[" * 4000, 400),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_sent_wrongly_is_told_and_does_nothing(case, board, code):
    body, status = WRONG[case]
    headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else {}
    found, told, _ = board.ask("POST", "/api/join", body, **headers)
    assert found == status
    assert told["why"]
    assert board.teacher("GET", f"/api/classes/{code}")[1]["students"] == 0


@pytest.mark.parametrize(
    "answer",
    ["\udc00", 10**400, "no such answer", "<script>alert(1)</script>", 3, True, None, ["add them"], {}, "x" * 300],
)
def test_an_answer_that_is_none_is_refused(answer, board, code):
    board.do(code, "ask", CHOICE)
    assert board.vote(code, 1, answer)[0] in (400, 409)
    assert board.teacher("GET", f"/api/classes/{code}")[1]["answered"]["1"] == 0


def test_a_vote_on_what_is_not_asked_or_in_a_class_that_is_gone_is_refused(board, code):
    assert board.vote(code, 1, "add them") == (409, {"why": "the class is not asked this question now."})
    assert board.vote(code, 1, "add them", "no/such") == (409, {"why": "there is no such question."})
    board.do(code, "ask", CHOICE)
    assert board.teacher("DELETE", f"/api/classes/{code}", {})[0] == 200
    status, told = board.vote(code, 1, "add them")
    assert (status, "look at the teacher's screen" in told["why"]) == (410, True)


def test_a_large_body_and_endless_calls_are_refused(board, code):
    with pytest.raises((ConnectionError, http.client.HTTPException, AssertionError)):
        assert board.ask("POST", "/api/join", {"code": code, "token": "a" * 10 * MOST_BODY})[0] == 413
    found = [board.join(code, 1)[0] for _ in range(MOST_CALLS + 5)]
    assert (found[0], found[-1]) == (200, 429)
    assert board.join(code, 2)[0] == 200


@pytest.mark.parametrize(
    "path", ["/static/../store.py", "/static/..%2fstore.py", "/widgets/widget.py", "/api/classes/../../etc"]
)
def test_no_other_file_is_served(path, board):
    assert board.ask("GET", path)[0] in (403, 404)


def test_pages_run_no_script_but_their_own(board):
    for path in ("/", "/student"):
        _, text, headers = board.ask("GET", path)
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "<script>" not in text


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_tokens_and_names_are_not_kept_and_an_export_has_all_else(board, code, tmp_path):
    board.do(code, "ask", CHOICE)
    board.vote(code, 7, "add them")
    found = board.teacher("GET", f"/api/classes/{code}/all.json")[1]
    assert [(v["student"], v["answer"], v["round"]) for v in found["votes"]] == [(1, "add them", 1)]
    assert (
        "05_follow_the_chain_rule/three rates,1,add them" in board.teacher("GET", f"/api/classes/{code}/votes.csv")[1]
    )
    assert token(7).encode() not in in_files(tmp_path)


def in_files(folder):
    return b"".join(path.read_bytes() for path in folder.glob("board.sqlite*"))


def test_who_has_got_how_far_is_told_without_who_that_is(board, code):
    did = [(1, "cost", "right"), (1, "mean-of-three", "right"), (2, "cost", "wrong"), (3, "cost", "almost")]
    for student, exercise, kind in did:
        told = {"code": code, "token": token(student), "exercise": exercise, "kind": kind, "because": ""}
        assert board.ask("POST", "/api/verdict", told)[0] == 200
    marks = board.teacher("GET", f"/api/classes/{code}")[1]["marks"]
    assert (sorted(marks["cost"][:2]), marks["cost"][2]) == (["almost", "wrong"], "right")
    assert marks["mean-of-three"] == ["", "", "right"]


def test_an_export_tells_students_apart_who_only_answered_exercises(board, code):
    told = {"code": code, "exercise": "cost", "kind": "wrong", "because": ""}
    for student in (1, 2):
        assert board.ask("POST", "/api/verdict", told | {"token": token(student)})[0] == 200
    found = board.teacher("GET", f"/api/classes/{code}/all.json")[1]
    assert (found["students"], {one["student"] for one in found["verdicts"]}) == (2, {1, 2})


def test_what_is_deleted_is_not_in_the_file_any_more(board, code, tmp_path):
    board.do(code, "ask", CHOICE)
    board.vote(code, 7, "add them")
    assert b"add them" in in_files(tmp_path)
    assert board.teacher("DELETE", f"/api/classes/{code}", {})[0] == 200
    assert b"add them" not in in_files(tmp_path)


def test_data_whose_time_is_over_are_gone_when_the_board_starts(tmp_path):
    store = Store(tmp_path / "board.sqlite", now=lambda: 1000.0)
    code = store.new_class(days=1)
    store.ask(code, CHOICE)
    store.vote(code, token(1), CHOICE, "add them")
    store.close()
    store = Store(tmp_path / "board.sqlite", now=lambda: 1000.0 + 2 * 86400)
    assert store._one("select (select count(*) from vote) + (select count(*) from student) n")["n"] == 0
    store.close()


def test_a_full_disk_is_told_and_what_was_acknowledged_stays(tmp_path):
    store = Store(tmp_path / "board.sqlite")
    code = store.new_class()
    store.ask(code, CHOICE)
    store.db.execute(f"pragma max_page_count = {store._one('pragma page_count')['page_count'] + 4}")
    taken = 0
    with contextlib.suppress(sqlite3.OperationalError):
        for student in range(5_000):
            store.vote(code, token(student), CHOICE, "add them")
            taken += 1
    assert 0 < taken < 5_000
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.vote(code, token(5_000), CHOICE, "add them")
    assert store.split(code, CHOICE)[1] == {"add them": taken} == {"add them": store.count(code)}
    store.db.execute("pragma max_page_count = 100000")
    store.vote(code, token(taken), CHOICE, "add them")
    store.close()


def test_a_class_s_data_end_with_its_time_or_its_button(tmp_path):
    now = [1000.0]
    store = Store(tmp_path / "board.sqlite", now=lambda: now[0])
    old, new = store.new_class(days=1), store.new_class(days=30)
    for code in (old, new):
        store.ask(code, CHOICE)
        store.vote(code, token(1), CHOICE, "add them")
    now[0] += 2 * 86400
    with pytest.raises(Refused, match="there is no class"):
        store.vote(old, token(1), CHOICE, "add them")
    assert [row["code"] for row in store.classes()] == [new]
    assert store._one("select count(*) n from vote")["n"] == 1
    store.delete(new)
    assert store._one("select (select count(*) from vote) + (select count(*) from student) n")["n"] == 0
    store.close()


def test_a_clock_that_jumps_loses_no_vote(tmp_path):
    now = [1e9]
    store = Store(tmp_path / "board.sqlite", now=lambda: now[0])
    code = store.new_class()
    store.ask(code, CHOICE)
    for student, jump in enumerate((-3600, 7200, -86400, 5 * 86400)):
        now[0] += jump
        store.vote(code, token(student), CHOICE, "add them")
    assert store.split(code, CHOICE)[1] == {"add them": 4}
    store.close()


def test_a_file_that_can_not_be_used_and_a_port_that_is_taken_are_told(tmp_path, board, capsys):
    (tmp_path / "text").write_text("no database, and long enough to be seen as none" * 50)
    assert main(["board", "--data", str(tmp_path / "text")]) == 1
    assert "--data" in capsys.readouterr().err
    arguments = ["board", "--data", str(tmp_path / "b"), "--port", str(board.port), "--address", "127.0.0.1"]
    done = subprocess.run([sys.executable, "-m", "perceptron.command", *arguments], capture_output=True, text=True)
    assert (done.returncode, "--port" in done.stderr) == (1, True), done.stderr


def test_the_links_that_are_printed_open_the_board(tmp_path):
    import argparse

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    store = Store(tmp_path / "b")
    _, port, _, said = _served(store, parser.parse_args(["--port", "8799"]))
    assert port == 8799
    assert f":8799/?key={store.secret('teacher')}" in said
    store.close()


# --- a student's notebook ---------------------------------------------------------------------------------------------


@pytest.fixture
def at_home(tmp_path, monkeypatch):
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "home" / "progress.json"))
    monkeypatch.delenv(classroom.BOARD, raising=False)
    monkeypatch.setattr(classroom, "_now", {})
    monkeypatch.setattr(classroom, "AGAIN", 0.2)
    yield tmp_path / "home"
    classroom.leave()


def until(what):
    for _ in range(400):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in 20 seconds")


def told(board, code):
    until(lambda: not classroom._unsent)
    return board.teacher("GET", f"/api/classes/{code}")[1]["exercises"]


def test_an_answer_in_a_notebook_reaches_the_board_of_the_class_that_was_joined(board, code, at_home, capsys):
    from perceptron.course import l03_measure as lesson

    lesson.check("mean-of-three", "0.21")
    assert told(board, code) == []
    shown = classroom.join(code.lower(), f"http://127.0.0.1:{board.port}")
    assert (code in repr(shown), shown.where["code"]) == (True, code)
    lesson.check("mean-of-three", "0.21")
    (row,) = told(board, code)
    assert (row["exercise"], row["stuck"], row["right"]) == ("mean-of-three", 1, 0)
    (verdict,) = board.teacher("GET", f"/api/classes/{code}/all.json")[1]["verdicts"]
    assert verdict["because"] == "the sum is not divided by 3"
    classroom._now.clear()  # another notebook's kernel
    assert classroom.joined()["code"] == code
    classroom.leave()
    lesson.check("mean-of-three", "0.07")
    assert told(board, code)[0]["right"] == 0
    assert not (at_home / "class.json").exists()


def test_a_class_that_the_board_does_not_know_is_not_joined(board, code, at_home):
    other = "AAAAA" if code != "AAAAA" else "BBBBB"
    with pytest.raises(ValueError, match=f"there is no class '{other}'; look at the teacher's screen"):
        classroom.join(other, f"http://127.0.0.1:{board.port}")
    assert (classroom.joined(), (at_home / "class.json").exists()) == ({}, False)


def test_a_board_that_is_away_holds_nobody_up_and_hears_of_it_later(board, code, at_home, capsys):
    from perceptron.course import l03_measure as lesson

    port = board.port
    classroom.join(code, f"http://127.0.0.1:{port}/")
    board.stop()
    lesson.check("mean-of-three", "0.21")
    until(lambda: classroom._state["away"])
    assert classroom.AWAY not in capsys.readouterr().out
    lesson.check("entropy-at-zero", "...")
    assert capsys.readouterr().out.count(classroom.AWAY) == 1
    lesson.check("entropy-at-zero", "...")
    assert classroom.AWAY not in capsys.readouterr().out, "it is said once"
    board.start(port)
    assert {row["exercise"] for row in told(board, code)} == {"mean-of-three", "entropy-at-zero"}, (
        "without another answer"
    )


@pytest.mark.parametrize("status", [404, 429, 500, 502, 503])
def test_what_a_proxy_says_for_a_board_that_is_away_loses_nothing(status, board, code, at_home):
    from perceptron.course import l03_measure as lesson

    with Proxy(board, status) as proxy:
        classroom.join(code, f"http://127.0.0.1:{proxy.port}/")
        lesson.check("mean-of-three", "0.21")
        until(lambda: classroom._state["away"])
        proxy.status = 0
        assert [row["exercise"] for row in told(board, code)] == ["mean-of-three"]


def test_what_was_meant_for_one_class_goes_to_no_other(board, code, at_home):
    from perceptron.course import l03_measure as lesson

    other = board.teacher("POST", "/api/classes", {})[1]["code"]
    with Proxy(board, 503) as proxy:
        classroom.join(code, f"http://127.0.0.1:{proxy.port}/")
        lesson.check("mean-of-three", "0.21")
        classroom.join(other, f"http://127.0.0.1:{proxy.port}/")
        proxy.status = 0
        assert (len(told(board, code)), told(board, other)) == (1, [])


@pytest.mark.parametrize(
    ("code", "board", "said"),
    [("K7P", "http://x/", "five letters"), ("", "http://x/", "five letters"), ("K7PXM", None, "address on the teacher"),
     ("K7PXM", "x.example", "address on the teacher"), ("K7PXM", "file:///etc/passwd", "address on the teacher")],
)  # fmt: skip
def test_a_code_or_an_address_that_can_not_be_one_is_told(code, board, said, at_home):
    with pytest.raises(ValueError, match=said):
        classroom.join(code, board)
    assert classroom.joined() == {}
