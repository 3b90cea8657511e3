"""The judge of a function, tried on examples: the first that fails is shown, a known wrong function is named."""

import copy

import numpy as np

from perceptron.answers.verdict import MISSING, Verdict, is_missing

RELATIVE, ABSOLUTE = 1e-9, 1e-12  # how far off a right function may be


def judge_function(fn, truth, inputs, mistakes=None, draw=None, trials=20):
    """The Verdict on a function; whatever it does, this does not raise.

    fn : the reader's function, None or ... where it is not written yet.
    truth : the right function. It returns a number, an array, or a tuple of them.
    inputs : tuples of arguments.  draw : rng -> one more such tuple; `trials` of them are tried, the same every time.
    mistakes : name -> a known wrong function, taken for the cause where it agrees with fn on everything.
    """
    rng = np.random.default_rng(0)
    cases = [*map(tuple, inputs), *(tuple(draw(rng)) for _ in range(trials if draw else 0))]
    for case in cases:
        answer, verdict = tried(fn, *case)
        if verdict is not None:
            return verdict
        if not _close(answer, expected := truth(*case)):
            name = next((name for name, wrong in (mistakes or {}).items() if _same(fn, wrong, cases)), "")
            given = ", ".join(map(_given, case))
            message = f"for ({given}) it gave {_shown(answer)}, expected {_shown(expected)}."
            return Verdict("wrong", f"wrong{f', because {name}' if name else ''}: {message}", name)
    return Verdict("right", f"right: all {len(cases)} cases agree.")


def tried(fn, *case):
    """(what fn returns, None), or (None, the Verdict) where there is no function or it returns nothing."""
    if is_missing(fn):
        return None, MISSING
    if not callable(fn):
        kind = type(fn).__name__
        return None, Verdict("unreadable", f"not readable: a function was expected, and this is of type {kind}.")
    answer, trouble = _called(fn, *case)
    if not trouble:
        return answer, None
    return None, MISSING if trouble == MISSING.message else Verdict("wrong", trouble)


def _called(fn, *case):
    """(what fn returns, "") or (None, a sentence): a reader's broken function never stops the notebook."""
    try:
        answer = fn(*copy.deepcopy(case))  # a function that changes its arguments spoils no other trial
    except NotImplementedError:
        return None, MISSING.message
    except (Exception, SystemExit) as error:
        lists = " (what was given is made of plain Python lists)" if any(isinstance(v, list) for v in case) else ""
        return None, f"it stopped with {type(error).__name__}: {_said(error)}; given was {_listed(case)}{lists}"
    return (None, "it gave None: is the `return` missing?") if answer is None else (answer, "")


def _close(answer, expected):
    """Whether an answer of any type is the expected number, array or tuple, up to round-off."""
    try:
        if isinstance(expected, tuple):
            return len(answer) == len(expected) and all(map(_close, answer, expected))
        answer, expected = np.asarray(answer), np.asarray(expected, dtype=float)
        if answer.dtype.kind not in "biuf" or (
            answer.shape != expected.shape and (answer.size, expected.size) != (1, 1)
        ):
            return False
        return bool(np.isclose(answer.ravel(), expected.ravel(), RELATIVE, ABSOLUTE, equal_nan=True).all())
    except Exception:  # of an object that is no number, and says so in its own way
        return False


def _same(fn, wrong, cases):
    pairs = ((_called(fn, *case), _called(wrong, *case)) for case in cases)
    return all(not trouble and not other and _close(answer, expected) for (answer, trouble), (expected, other) in pairs)


def _given(value):
    if isinstance(value, np.ndarray) and value.size > 4:
        return f"{' × '.join(map(str, value.shape))} numbers"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _listed(case):
    return ", ".join(repr(v) if callable(v) else np.array2string(np.asarray(v), threshold=6, precision=4) for v in case)


def _shown(value):
    try:
        if isinstance(value, tuple):
            return f"({', '.join(map(_shown, value))})"
        if isinstance(value, np.ndarray):
            return " ".join(np.array2string(value, threshold=6, precision=4).split())
        return f"{value:.4g}" if isinstance(value, int | float) else f"{value!r:.40}"
    except Exception:
        return f"something of type {type(value).__name__}"


def _said(error):
    try:
        return str(error)
    except Exception:
        return "no message"
