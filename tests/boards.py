"""A board of its own for a test, on a free port."""

import asyncio
import http.client
import http.server
import json
import threading

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from perceptron.board.server import MOST_BODY, application
from perceptron.board.store import Store
from perceptron.board.teacher import ByLink

CHOICE, NUMBER = "05_follow_the_chain_rule/three rates", "02_bend_with_an_activation/steepest"
KEY = "the-teacher-s-key"


class Server:
    """A board of its own on a free port, in a thread; `stop` and `start` are a restart."""

    def __init__(self, path):
        self.path = path
        self.start()

    def start(self, port=0):
        ready = threading.Event()

        def serve():
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
            self.store = Store(self.path)
            served = application(self.store, "/", ByLink, key=KEY, cookie_secret=self.store.secret("cookies"))
            self.server = HTTPServer(served, max_body_size=MOST_BODY)
            sockets = bind_sockets(port, "127.0.0.1")
            self.port = sockets[0].getsockname()[1]
            self.server.add_sockets(sockets)
            ready.set()
            self.loop.run_forever()
            self.store.close()

        self.thread = threading.Thread(target=serve, daemon=True)
        self.thread.start()
        assert ready.wait(20)

    def stop(self):
        async def close():
            self.server.stop()
            await self.server.close_all_connections()
            self.loop.stop()

        asyncio.run_coroutine_threadsafe(close(), self.loop)
        self.thread.join(20)

    def ask(self, method, path, body=None, **headers):
        """(status, JSON or text, headers)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        if body is not None and not isinstance(body, bytes):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json"} | headers
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        raw = reply.read()
        connection.close()
        kind = reply.headers.get("Content-Type", "")
        return reply.status, json.loads(raw) if "json" in kind and raw else raw.decode(), reply.headers

    def teacher(self, method, path, body=None):
        if not hasattr(self, "cookie"):
            status, _, headers = self.ask("GET", f"/?key={KEY.replace(' ', '%20')}")
            assert status == 302
            self.cookie = headers["Set-Cookie"].split(";")[0]
            assert "httponly" in headers["Set-Cookie"].lower()
            assert "samesite=strict" in headers["Set-Cookie"].lower()
        return self.ask(method, path, body, Cookie=self.cookie)[:2]

    def do(self, code, what, question=""):
        assert self.teacher("POST", f"/api/classes/{code}", {"do": what, "question": question}) == (200, {})

    def vote(self, code, student, answer, question=CHOICE, **more):
        told = {"code": code, "token": token(student), "question": question, "answer": answer, **more}
        return self.ask("POST", "/api/vote", told)[:2]

    def join(self, code, student):
        return self.ask("POST", "/api/join", {"code": code, "token": token(student)})[:2]


class Proxy:
    """What stands in front of a board on a hub: answers with its own status, or the board's where that is 0."""

    def __init__(self, board, status=0):
        self.board, self.status, proxy = board, status, self

        class Passing(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
                raw, status, kind = b"away", proxy.status, "text/plain"
                if not status:
                    there = http.client.HTTPConnection("127.0.0.1", board.port, timeout=20)
                    there.request(self.command, self.path, body, {"Content-Type": "application/json"} if body else {})
                    reply = there.getresponse()
                    raw, status, kind = reply.read(), reply.status, reply.headers["Content-Type"] or kind
                    there.close()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self.port = self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


def token(student):
    return f"{student:032x}"
