"""Notebooks that are run for a test."""

from concurrent.futures import ThreadPoolExecutor

from tools import notebooks


def run_notebooks(*arguments):
    """What `python -m tools.notebooks` exits with. In a thread, for browsers have theirs in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(notebooks.main, list(map(str, arguments))).result()
