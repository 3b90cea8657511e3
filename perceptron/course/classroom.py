"""A class that is joined by its code: its teacher sees predictions and how exercises go, and no names.

Nothing is sent before `join`, and nothing after `leave`. What can't be sent is kept, and sent with the next.
"""

import contextlib
import json
import os
import re
import secrets
import sys
import threading
import urllib.error
import urllib.request

from perceptron.course import progress
from perceptron.widgets.join import Join

BOARD = "PERCEPTRON_BOARD"  # the environment variable by which a server names its board
CODE = re.compile(r"[A-Z0-9]{5}")
SECONDS = 4  # that the board may take, while nobody waits for it
_busy, _unsent = threading.Lock(), []
_now: dict = {}


def join(code, board=None):
    """Join a class and show that. board : the address on the teacher's screen; a hub knows its own.

    Raises ValueError for a code or an address that can't be one.
    """
    code = str(code).strip().upper()
    if not CODE.fullmatch(code):
        raise ValueError(f"code = {code[:20]!r}, expected the five letters or digits on the teacher's screen.")
    board = board or os.environ.get(BOARD)
    if not board or not re.match("https?://", board):
        raise ValueError(
            f"board = {board!r}, expected the address on the teacher's screen, such as http://192.168.1.5:8765/."
        )
    _keep({"code": code, "board": board.rstrip("/") + "/", "token": secrets.token_hex(16)})
    return Join(where=joined())


def leave():
    """Leave the class; nothing is sent any more."""
    _unsent.clear()
    _keep({})
    return Join(where={})


def joined():
    """{"code": ..., "board": ..., "token": ...} of the class, or {}."""
    if not _now:
        with contextlib.suppress(OSError, ValueError, TypeError):
            _now.update(json.loads(_file().read_text("utf-8")))
    return dict(_now)


def tell(exercise, verdict):
    """Send what an answer came to, in the background: no answer waits for it, and nothing is raised or printed."""
    where = joined()
    if not where or sys.platform == "emscripten":  # in a browser the page does it
        return
    what = {"exercise": exercise, "kind": verdict.kind, "because": verdict.because[:200]}
    _unsent[:] = [*(one for one in _unsent if one["exercise"] != exercise), what][-200:]
    threading.Thread(target=_send, args=(where,), daemon=True).start()


def _send(where):
    with _busy:
        while _unsent:
            what = _unsent[0]
            body = json.dumps({"code": where["code"], "token": where["token"], **what}).encode()
            asked = urllib.request.Request(
                f"{where['board']}api/verdict", body, {"Content-Type": "application/json"}, method="POST"
            )
            try:
                urllib.request.urlopen(asked, timeout=SECONDS).close()
            except urllib.error.HTTPError:
                pass  # it was heard, and refused: another class, or none any more
            except (OSError, ValueError):
                return
            with contextlib.suppress(ValueError):
                _unsent.remove(what)


def _file():
    """Beside the file of progress; no file where that is switched off."""
    path = progress.where()
    if path is None:
        raise OSError("progress is switched off")
    return path.with_name("class.json")


def _keep(where):
    _now.clear()
    _now.update(where)
    with contextlib.suppress(OSError):
        path = _file()
        if where:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(where), "utf-8")
        else:
            path.unlink(missing_ok=True)
