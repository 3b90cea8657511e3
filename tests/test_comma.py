"""A decimal comma without quotes is explained in a notebook; other errors say what they said."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from perceptron.course import comma


@pytest.fixture
def shell(monkeypatch):
    made = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: made)
    comma.watch()
    return made


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("answer = 0,07", 'type 0.07, or "0,07" in quotes'),
        ("answer = 12,05 # mm", 'type 12.05, or "12,05" in quotes'),
        ("answer = 07", "leading zeros"),
        ("answer = (1, 07, 2)", "leading zeros"),
        ("answer = 3 +", "invalid syntax"),
    ],
)
def test_what_is_said_of_a_number_that_python_does_not_read(shell, code, said, capsys):
    assert isinstance(shell.run_cell(code).error_before_exec, SyntaxError)
    assert said in capsys.readouterr().out


def test_what_a_notebook_does_about_its_errors_is_kept(shell):
    own = shell.custom_exceptions, shell.CustomTB
    comma.watch()
    assert (shell.custom_exceptions, shell.CustomTB) == own
