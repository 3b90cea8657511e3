"""`perceptron board`: serve the board to a class in the same room, or as a service of JupyterHub."""

import argparse
import os
from pathlib import Path
from urllib.parse import urlparse

from perceptron.board.store import Store

PORT = 8765


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
    parser.add_argument("--address", default="", help="to listen at, default: all of this machine's")
    parser.add_argument("--data", type=Path, default=Path("board.sqlite"), metavar="FILE", help="default: board.sqlite")


def run(given: argparse.Namespace) -> int:
    """Serve until it is interrupted. Raises ValueError where the port or the file can't be used."""
    import sqlite3

    from tornado.httpserver import HTTPServer
    from tornado.ioloop import IOLoop, PeriodicCallback

    try:
        store = Store(given.data)
    except sqlite3.Error as error:
        raise ValueError(f"{given.data} can't hold the board's data: {error}; name another: --data FILE") from error
    served, port, address, link = _served(store, given)
    server = HTTPServer(served, max_body_size=4096, xheaders=True)
    try:
        server.listen(port, address)
    except OSError as error:
        raise ValueError(f"port {port} can't be used: {error.strerror}; name another: --port 8766") from error
    print(link, flush=True)
    PeriodicCallback(store.purge, 86_400_000).start()  # a day, in milliseconds
    try:
        IOLoop.current().start()
    except KeyboardInterrupt:
        pass
    finally:
        store.close()
    return 0


def _served(store, given):
    """(application, port, address, what is printed)"""
    from perceptron.board.server import application
    from perceptron.board.teacher import ByLink, of_hub

    common = {"cookie_secret": store.secret("cookies")}
    if prefix := os.environ.get("JUPYTERHUB_SERVICE_PREFIX"):
        at = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
        teacher, handlers = of_hub()
        served = application(store, prefix, teacher, handlers, **common)
        return served, at.port, at.hostname, f"The board is at {prefix} of the hub."
    key = store.secret("teacher")
    here = f"http://{_own_address()}:{given.port}/"
    served = application(store, "/", ByLink, key=key, **common)
    return served, given.port, given.address, f"Students: {here}\nTeacher:  {here}?key={key}\nStop with Ctrl C."


def _own_address():
    """This machine's address in its network, as far as it can be known."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # sends nothing
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
