"""A class that is joined by its code: its teacher sees predictions and how exercises go, and no names.

Nothing is sent before `join`, and nothing after `leave`. What can't be sent is kept, and sent when the board is back,
as long as this kernel runs.
"""

import contextlib
import http.client
import json
import os
import re
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request

from perceptron.course import progress
from perceptron.widgets.join import Join

BOARD = "PERCEPTRON_BOARD"  # the environment variable by which a server names its board
CODE = re.compile(r"[A-Z0-9]{5}")
SECONDS = 4  # that the board may take, while nobody waits for it
AGAIN = 5.0  # seconds until a board that is away is tried again
AWAY = "The class's board can't be reached. Go on; your results are kept, and sent when it is back."
_changing, _unsent = threading.Lock(), []
_state = {"sending": False, "away": False, "said": False}
_now: dict = {}


def join(code, board=None):
    """Join a class and show that. board : the address on the teacher's screen; a hub knows its own.

    Raises ValueError for a code or an address that can't be one, and for a class that the board does not know.
    """
    code = str(code).strip().upper()
    if not CODE.fullmatch(code):
        raise ValueError(f"code = {code[:20]!r}, expected the five letters or digits on the teacher's screen.")
    board = board or os.environ.get(BOARD)
    if not board or not re.match("https?://", board):
        raise ValueError(
            f"board = {board!r}, expected the address on the teacher's screen, such as http://192.168.1.5:8765/."
        )
    where = {"code": code, "board": board.rstrip("/") + "/", "token": secrets.token_hex(16)}
    if sys.platform != "emscripten" and (refused := _asked(where, "join", {})):  # the page asks as well
        raise ValueError(refused)
    _keep(where)
    return Join(where=joined())


def leave():
    """Leave the class; nothing is sent any more."""
    with _changing:
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
    """Send what an answer came to, in the background: no answer waits for it, and nothing is raised.

    Prints once that the board is away.
    """
    where = joined()
    if not where or sys.platform == "emscripten":  # in a browser the page does it
        return
    what = {"exercise": exercise, "kind": verdict.kind, "because": verdict.because[:200]}
    if _state["away"] and not _state["said"]:
        _state["said"] = True
        print(AWAY)
    with _changing:
        _unsent[:] = [*(one for one in _unsent if one[1]["exercise"] != exercise), (where, what)][-200:]
        if not _state["sending"]:
            _state["sending"] = True
            threading.Thread(target=_send, daemon=True).start()


def _send():
    """Send one after the other, until there is no more."""
    while True:
        with _changing:
            if not _unsent:
                _state["sending"] = False
                return
            first = _unsent[0]
        _state["away"] = _asked(first[0], "verdict", first[1]) is None
        if _state["away"]:
            time.sleep(AGAIN)
            continue
        _state["said"] = False
        with _changing, contextlib.suppress(ValueError):  # another answer may have taken its place, meanwhile
            _unsent.remove(first)


def _asked(where, path, what):
    """ "" where the board took it, or why it did not; None from a board that is away, or a proxy in front of it."""
    body = json.dumps({"code": where["code"], "token": where["token"], **what}).encode()
    headers = {"Content-Type": "application/json"}
    try:
        asked = urllib.request.Request(f"{where['board']}api/{path}", body, headers, method="POST")
        urllib.request.urlopen(asked, timeout=SECONDS).close()
    except urllib.error.HTTPError as error:
        if error.code not in (400, 409, 410, 413):
            return None
        with contextlib.suppress(OSError, ValueError, AttributeError):
            return json.load(error).get("why")
        return f"the board at {where['board']} says {error.code}."
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return ""


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
