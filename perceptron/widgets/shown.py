"""A verdict on the page: with its mark and its formula where the page can show them, as text everywhere else."""

import sys
import textwrap


def show(verdict, width):
    """Show a Verdict in a notebook, or print it in lines of this width; what is not written yet is always printed."""
    said = "\n".join(textwrap.fill(line, width) for line in str(verdict).splitlines())
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    if verdict.kind == "missing" or not getattr(shell, "kernel", None):
        print(said)
        return
    from IPython.display import display  # only where it is there already

    display({"text/plain": said, "text/html": verdict._repr_html_()}, raw=True)
