"""Where the site takes Pyodide from: what is pinned, and what is said where it can't be had."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "site"))
import pyodide  # noqa: E402


def test_a_release_is_taken_only_as_it_is_pinned(tmp_path, monkeypatch):
    monkeypatch.setenv("PERCEPTRON_CACHE", str(tmp_path))
    monkeypatch.setattr(pyodide, "core", lambda: ROOT / "tests")
    monkeypatch.setattr(pyodide, "_entry", lambda lock, name: {"file_name": "six.whl", "sha256": "0" * 64})
    monkeypatch.setattr(pyodide, "RELEASE", f"{tmp_path.as_uri()}/{{version}}/{{file}}")
    with pytest.raises(pyodide.Unavailable, match=r"six.whl can't be had .*--pyodide index"):
        pyodide.wheels(["six"], "release")
    (tmp_path / pyodide.version()).mkdir()
    (tmp_path / pyodide.version() / "six.whl").write_text("another file")
    with pytest.raises(pyodide.Unavailable, match=r"has the sha256 \w+, and pyodide-lock.json pins 0+: it is another"):
        pyodide.wheels(["six"], "release")


def test_other_sources_and_packages_are_refused():
    with pytest.raises(ValueError, match=r"source = 'web', expected one of index, release"):
        pyodide.wheels(["numpy"], "web")
    with pytest.raises(pyodide.Unavailable, match="Pyodide has no package 'no-such'"):
        pyodide.wheels(["no-such"])
