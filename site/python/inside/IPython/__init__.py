"""In place of IPython on the course's own pages, whose worker is the kernel: as much as the course asks of it."""

from types import SimpleNamespace


def get_ipython():
    """The shell, which says that rich output can be shown."""
    return SimpleNamespace(kernel="page")
