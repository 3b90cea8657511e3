"""What is shown as HTML or as a formula."""

from page import show as display  # noqa: F401


class HTML:
    def __init__(self, data):
        self._data = data

    def _repr_html_(self):
        return self._data


class Math(HTML):
    _repr_html_ = None

    def _repr_latex_(self):
        return rf"$$\displaystyle {self._data}$$"
