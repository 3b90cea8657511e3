"""A decimal comma without quotes: `answer = 0,07` is no Python, and what Python says of it is about octal numbers."""

import re
import sys

_TYPED = re.compile(r"(?<![\w.,])(\d+),(0\d+)(?![\w.,])")


def explain(error):
    """Have a SyntaxError say what to type, where a decimal comma led to it; any other is left as it is."""
    if found := "leading zeros" in (error.msg or "") and _TYPED.search(error.text or ""):
        whole, part = found.groups()
        error.msg = f'numbers have a point here, not a comma: type {whole}.{part}, or "{whole},{part}" in quotes'


def watch():
    """From now on do so in this notebook, if it is one and does nothing of its own about errors."""
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    if shell and not shell.custom_exceptions:
        shell.set_custom_exc((SyntaxError,), _show)


def _show(shell, kind, error, trace, tb_offset=None):
    explain(error)
    shell.showsyntaxerror()
