"""A class under load, on this machine: `python benchmarks/class_load.py board [VOTERS]`, or `hub [STUDENTS]`.

board : so many voters join and vote within a minute; how long a vote takes, and how long until the screen counts it.
hub : a JupyterHub that `make class` installed; so many students log in at a time, run lesson 05, vote twice, answer two
exercises; then a kernel is killed, the board and the proxy are restarted, a disk is full. Numbers are printed, and what
was lost.
"""

import asyncio
import contextlib
import itertools
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "05_follow_the_chain_rule/three rates"
SECOND = "02_bend_with_an_activation/two in a row"
REFUSED = (400, 403, 409, 410, 413, 415)  # the board's own words; all else may be a proxy's, and go well later
ANSWERS = {QUESTION: ("add them", "multiply them", "take their mean"), SECOND: ("curves", "corners", "nothing")}
JSON = {"Content-Type": "application/json"}


def told(times):
    """The middle and the 95th percentile of seconds, in words."""
    times = sorted(times)
    middle, late = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    return f"middle {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms"


class Client:
    """Calls to one address; keeps the teacher's cookie or a token."""

    def __init__(self, base, **headers):
        AsyncHTTPClient.configure(None, max_clients=400)
        self.http, self.base, self.headers = AsyncHTTPClient(), base, headers

    async def call(self, method, path, body=None):
        """(status, JSON)"""
        request = HTTPRequest(
            self.base + path, method=method, body=None if body is None else json.dumps(body), request_timeout=60,
            headers={**self.headers, **(JSON if body is not None else {})}, allow_nonstandard_methods=True,
            follow_redirects=False,
        )  # fmt: skip
        reply = await self.http.fetch(request, raise_error=False)
        try:
            return reply.code, json.loads(reply.body or b"{}")
        except ValueError:
            return reply.code, {}


async def watch(teacher, code, votes, done):
    """The teacher's screen: it looks once a second, and notes when the count has grown to what."""
    seen = []
    while not done.is_set() or (seen and seen[-1][1] < len(votes)):
        status, state = await teacher.call("GET", f"api/classes/{code}")
        if status == 200:  # it may be restarting
            seen.append((time.monotonic(), state["answered"][str(state["round"])]))
        await asyncio.sleep(1)
        if len(seen) > 300:
            break
    return seen


def to_screen(votes, seen):
    """For each acknowledged vote the seconds until the screen counted it."""
    return [
        next(at for at, count in seen if count > k) - vote for k, vote in enumerate(sorted(votes)) if seen[-1][1] > k
    ]


async def board(voters):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "perceptron.command", "board", "--port", "8790", "--address", "127.0.0.1"]
        process = subprocess.Popen([*command, "--data", f"{folder}/b"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            key = next(match[1] for line in process.stdout if (match := re.search(r"key=(\S+)", line)))
            reply = await AsyncHTTPClient().fetch(
                f"http://127.0.0.1:8790/?key={key}", follow_redirects=False, raise_error=False
            )
            teacher = Client("http://127.0.0.1:8790/", Cookie=reply.headers["Set-Cookie"].split(";")[0])
            code = (await teacher.call("POST", "api/classes", {}))[1]["code"]
            await teacher.call("POST", f"api/classes/{code}", {"do": "ask", "question": QUESTION})
            student, taken, times = Client("http://127.0.0.1:8790/"), [], []
            done = asyncio.Event()

            async def one(number):
                await asyncio.sleep(60 * number / voters)
                token, began = secrets.token_hex(16), time.monotonic()
                await student.call("POST", "api/join", {"code": code, "token": token})
                vote = {"code": code, "token": token, "question": QUESTION, "answer": ANSWERS[QUESTION][number % 3]}
                status, _ = await student.call("POST", "api/vote", vote)
                if status == 200:
                    taken.append(time.monotonic())
                    times.append(taken[-1] - began)
                while not done.is_set():  # and then looks for what comes next, as the page does
                    again = (await student.call("POST", "api/join", {"code": code, "token": token}))[1].get("again", 5)
                    await asyncio.sleep(again)

            screen = asyncio.create_task(watch(teacher, code, taken, done))
            students = [asyncio.create_task(one(number)) for number in range(voters)]
            await asyncio.sleep(65)
            done.set()
            seen = await screen
            for task in students:
                task.cancel()
        finally:
            process.terminate()
            process.wait()
    counted = seen[-1][1]
    print(f"{voters} voters in a minute: {len(taken)} acknowledged, {counted} counted, {len(taken) - counted} lost")
    print(f"join and vote: {told(times)}; from the vote to the screen: {told(to_screen(taken, seen))}")
    return len(taken) != voters or counted != voters


# --- the hub ----------------------------------------------------------------------------------------------------------

HUB = "http://127.0.0.1:8000"
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.services.append({{"name": "load", "api_token": {token!r}, "admin": True}})
c.JupyterHub.load_roles.append({{"name": "load", "services": ["load"], "scopes": [
    "admin:users", "admin:servers", "access:servers", "tokens", "access:services!service=board", "admin:auth_state"]}})
c.JupyterHub.concurrent_spawn_limit = 10
"""
RIGHT = "2/n sum((ŷ_i - y_i) (1 - ŷ_i^2) x_ij)"


class Kernel:
    """A student's kernel, over the protocol that JupyterLab speaks."""

    def __init__(self, student, number, headers):
        self.path, self.headers = f"{HUB}/user/{student}/api/kernels/{number}/channels", headers

    async def run(self, code, seconds=180):
        """(whether it went well in so many seconds, how many it took)"""
        url = self.path.replace("http", "ws", 1)
        socket = await websocket_connect(HTTPRequest(url, headers=self.headers, request_timeout=120))
        header = {"msg_id": secrets.token_hex(8), "username": "", "session": secrets.token_hex(8), "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = {"header": {**header, "msg_type": "execute_request"}, "parent_header": {}, "metadata": {}}
        began = time.monotonic()
        await socket.write_message(json.dumps({**message, "content": content, "channel": "shell", "buffers": []}))
        while True:
            try:
                reply = json.loads(await asyncio.wait_for(socket.read_message(), seconds) or "{}")
            except TimeoutError:
                reply = {}
            if not reply:
                socket.close()
                return False, time.monotonic() - began
            mine = reply["parent_header"].get("msg_id") == header["msg_id"]
            if mine and reply["msg_type"] == "execute_reply":
                socket.close()
                return reply["content"]["status"] == "ok", time.monotonic() - began


def lesson_cells(name):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code" and not c["id"].startswith("exercise")]


async def until(what, seconds=180):
    """Wait until what() is true."""
    end = time.monotonic() + seconds
    while not await what():
        if time.monotonic() > end:
            raise TimeoutError(what.__name__)
        await asyncio.sleep(0.5)


class Student:
    """One student: a server, a kernel, votes and answers."""

    def __init__(self, name, admin, code):
        self.name, self.admin, self.code, self.token = name, admin, code, secrets.token_hex(16)
        self.board = Client(f"{HUB}/services/board/")
        self.acknowledged, self.question = [], QUESTION

    async def begin(self):
        await self.admin.call("POST", f"users/{self.name}")
        while (await self.admin.call("POST", f"users/{self.name}/server"))[0] == 429:  # so many start at a time
            await asyncio.sleep(1)

        async def ready():
            server = (await self.admin.call("GET", f"users/{self.name}"))[1].get("servers", {}).get("", {})
            return server.get("ready")

        await until(ready, 600)
        self.own = Client(f"{HUB}/user/{self.name}/", **self.admin.headers)
        _, kernel = await self.own.call("POST", "api/kernels", {"name": "python3"})
        self.kernel = Kernel(self.name, kernel["id"], self.admin.headers)

    async def vote(self, number):
        """As the page does: what the board could not take is sent again, and what it refused is not."""
        answer = ANSWERS[self.question][number % 3]
        vote = {"code": self.code, "token": self.token, "question": self.question, "answer": answer}
        for _ in range(120):
            with contextlib.suppress(OSError):
                status, _ = await self.board.call("POST", "api/vote", vote)
                if status == 200:
                    self.acknowledged.append(time.monotonic())
                if status == 200 or status in REFUSED:
                    return
            await asyncio.sleep(1)

    async def lesson(self):
        return [await self.kernel.run(cell) for cell in lesson_cells("05_follow_the_chain_rule")]

    async def answers(self):
        join = f"from perceptron.course import classroom\nclassroom.join({self.code!r})"
        check = f"lesson.check('bias-slope', 'sum(x)')\nlesson.check('weights-slope', {RIGHT!r})"
        return [await self.kernel.run(code) for code in (join, check)]


def of_students():
    """{student: bytes that its processes have for themselves}, by what the hub told them."""
    import psutil

    found = {}
    for process in psutil.process_iter():
        try:
            user = process.environ().get("JUPYTERHUB_USER")
            if user:
                found[user] = found.get(user, 0) + process.memory_full_info().pss
        except (psutil.Error, OSError):
            continue
    return found


def kill(words):
    """Kill the process whose command line has these words; its number."""
    import psutil

    for process in psutil.process_iter(["cmdline"]):
        if all(word in " ".join(process.info["cmdline"] or ()) for word in words):
            process.send_signal(signal.SIGKILL)
            return process.pid
    raise ProcessLookupError(words)


async def round_of(students, teacher, code, answers):
    """Everybody votes at once; (lost, seconds until the screen had counted each)"""
    votes, done = [], asyncio.Event()
    screen = asyncio.create_task(watch(teacher, code, votes, done))
    for student in students:
        student.acknowledged.clear()
    await asyncio.gather(*(s.vote(next(answers)) for s in students))
    votes[:] = [s.acknowledged[-1] for s in students if s.acknowledged]
    done.set()
    seen = await screen
    return len(students) - seen[-1][1], to_screen(votes, seen)


async def hub(many):
    token, answers = secrets.token_hex(24), itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.py"
        config.write_text(CONFIG.format(config=str(ROOT / "class" / "jupyterhub_config.py"), token=token))
        environment = os.environ | {"CLASS_FOLDER": f"{folder}/data", "CLASS_PASSWORD": "class" * 3}
        command = [str(Path(sys.prefix) / "bin" / "jupyterhub"), "-f", str(config)]
        with open(f"{folder}/log", "wb") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            await _class(many, Client(f"{HUB}/hub/api/", Authorization=f"token {token}"), answers)
        finally:
            process.terminate()
            process.wait()


async def _class(many, admin, answers):
    async def up():
        try:
            return (await admin.call("GET", "services/board"))[0] == 200 and (await teacher.call("GET", "api/classes"))[
                0
            ] == 200
        except OSError:
            return False

    teacher = Client(f"{HUB}/services/board/", **admin.headers)
    await until(up)
    code = (await teacher.call("POST", "api/classes", {}))[1]["code"]
    students = [Student(f"student{k:02d}", admin, code) for k in range(many)]
    began = time.monotonic()
    await asyncio.gather(*(s.begin() for s in students))
    print(f"{many} students have a server and a kernel after {time.monotonic() - began:.0f} s", flush=True)

    began = time.monotonic()
    cells = [result for lesson in await asyncio.gather(*(s.lesson() for s in students)) for result in lesson]
    print(f"lesson 05 by all at once: {time.monotonic() - began:.0f} s; {sum(not ok for ok, _ in cells)} cells failed")
    print(f"from a cell to its result, everybody at once: {told([seconds for _, seconds in cells])}", flush=True)

    for do in ("ask", "again"):
        await teacher.call("POST", f"api/classes/{code}", {"do": do, "question": QUESTION})
        lost, screen = await round_of(students, teacher, code, answers)
        print(f"{do}: {many} votes, {lost} lost; from the vote to the screen: {told(screen)}", flush=True)
    calm = [await s.kernel.run("1 + 1") for s in students]
    print(f"from a cell to its result, one after the other: {told([seconds for _, seconds in calm])}")
    await asyncio.gather(*(s.answers() for s in students))
    await asyncio.sleep(5)
    _, state = await teacher.call("GET", f"api/classes/{code}")
    print("exercises on the board:", [(e["exercise"], e["right"], e["stuck"]) for e in state["exercises"]])
    memory = [size / 2**20 for size in of_students().values()]
    print(
        f"memory of a student with a kernel after lesson 05: {sum(memory) / len(memory):.0f} MB, most {max(memory):.0f}"
    )
    await _faults(students, teacher, code, answers)


async def _faults(students, teacher, code, answers):
    first, *rest = students
    name = "work.txt"
    await first.own.call("PUT", f"api/contents/{name}", {"type": "file", "format": "text", "content": "my work"})
    await first.kernel.run("import os; os._exit(1)", 5)
    await asyncio.sleep(6)
    again, _ = await first.kernel.run("1 + 1")
    kept = (await first.own.call("GET", f"api/contents/{name}"))[1].get("content") == "my work"
    print(f"a kernel was killed: it runs again {again}, work on disk is there {kept}", flush=True)

    await teacher.call("POST", f"api/classes/{code}", {"do": "ask", "question": SECOND})
    for student in students:
        student.question = SECOND
    voting = asyncio.create_task(round_of(rest, teacher, code, answers))
    kill(["perceptron.command", "board"])
    lost, _ = await voting
    print(f"the board was killed while {len(rest)} voted: {lost} votes lost", flush=True)

    kill(["configurable-http-proxy"])
    await asyncio.sleep(20)
    found = [(await s.kernel.run("1 + 1"))[0] for s in students[:3]]
    print(f"the proxy was killed: three kernels run again {found}", flush=True)

    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))"
    broken, _ = await students[-1].kernel.run(f"{limit}\nopen('big', 'wb').write(b'1' * 10**7)")
    other, _ = await first.kernel.run("open('small', 'w').write('1')")
    print(f"a disk is full for one: the cell says so {not broken}, others write {other}")
    await first.vote(next(answers))
    _, state = await teacher.call("GET", f"api/classes/{code}")
    print(f"{state['answered']['1']} of {len(students)} votes are there after all that")


if __name__ == "__main__":
    part, *number = sys.argv[1:] or ["board"]
    run = {"board": board, "hub": hub}[part]
    sys.exit(asyncio.run(run(int(number[0]) if number else {"board": 3000, "hub": 30}[part])))
