"""A verdict on the page: with its mark and its formula where the page can show them, as text everywhere else."""

import sys
import textwrap

page = None  # shows a bundle as IPython's `display` does, where a web page of the course's own runs Python


def show(verdict, width):
    """Show a Verdict in a notebook, or print it in lines of this width; what is not written yet is always printed."""
    said = "\n".join(textwrap.fill(line, width) for line in str(verdict).splitlines())
    display = page or _of_a_kernel()
    if verdict.kind == "missing" or display is None:
        print(said)
    else:
        display({"text/plain": said, "text/html": verdict._repr_html_()}, raw=True)


def _of_a_kernel():
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    if not getattr(shell, "kernel", None):
        return None
    from IPython.display import display  # only where it is there already

    return display
