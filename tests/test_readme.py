"""README says of the notebooks what they say of themselves, and every link in the documents leads somewhere."""

import re

import pytest
import yaml

from perceptron.command import opening
from tools.derived import binder, colab, page
from tools.notebooks import ROOT, files
from tools.stored import home

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def dead_links(text):
    targets = {target.split("#")[0] for target in LINK.findall(text) if "://" not in target} - {""}
    return sorted(target for target in targets if not (ROOT / target).exists())


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_notebook_is_in_the_table_with_its_own_words(path):
    title, minutes, promise = opening(path)
    row = next(line for line in README.splitlines() if line.startswith("| [") and path.name in line)
    assert row.startswith(f"| [{title}](notebooks/{path.name}) | {minutes} | {promise} | [page]({page(path.name)}) · ")
    assert row.endswith(f"[Binder]({binder(path.name)}) · [Colab]({colab(path.name)}) |")
    assert binder(path.name).endswith(f"?urlpath=lab/tree/{path.relative_to(ROOT).as_posix()}")


def test_the_first_way_in_is_the_site():
    assert re.search(r"\]\((https://[^)]+)\)", README)[1] == home()["site"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(name):
    assert dead_links((ROOT / name).read_text(encoding="utf-8")) == []


def test_a_dead_link_is_seen():
    assert dead_links("[here](README.md) and [there](nowhere.md#part) and [out](https://example.org)") == ["nowhere.md"]


def test_files_and_commands_named_in_readme_exist():
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|yml|toml|cff|py))`", README))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", README)) <= targets


def test_citation_has_what_the_format_requires():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"title", "message", "authors", "license", "version"} <= citation.keys()
    for work in [citation, *citation["references"]]:
        assert work["title"]
        assert work["authors"]
    assert all(work["type"] for work in citation["references"])
