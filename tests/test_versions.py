"""`make versions` tests each Python that the project names, and says which of them is not on this machine."""

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from tools import versions


def test_the_oldest_python_is_the_one_that_is_required():
    pythons = sorted(map(Version, versions.pythons()))
    assert SpecifierSet(f">={pythons[0]}") == SpecifierSet(versions.project()["requires-python"])
    assert [p.minor for p in pythons] == [*range(pythons[0].minor, pythons[-1].minor + 1)]


def test_a_python_that_is_not_here_is_said_and_nothing_tested_is_no_success(monkeypatch, capsys):
    monkeypatch.setattr(versions, "pythons", lambda: ["3.99"])
    assert versions.main([]) == 1
    said, complaint = capsys.readouterr()
    assert said.splitlines() == [f"Python 3.99, {end} dependencies: not here" for end in ("oldest", "newest")]
    assert "nothing was tested" in complaint


@pytest.mark.parametrize(
    ("results", "status"), [([True, True], 0), ([True, None], 0), ([True, False], 1), ([None, False], 1)]
)
def test_only_red_tests_fail(monkeypatch, capsys, results, status):
    given = iter(results)
    monkeypatch.setattr(versions, "tested", lambda python, end: (next(given), end))
    assert versions.main(["3.12"]) == status
    assert capsys.readouterr().out.splitlines()[1] == "Python 3.12, newest dependencies: newest"


def test_an_unknown_word_is_named(capsys):
    with pytest.raises(SystemExit):
        versions.main(["3.12", "older"])
    assert "older: expected 3.11, " in capsys.readouterr().err
