"""What runs elsewhere runs here: each command of workflows, hooks and devcontainer is a target of the Makefile."""

import json
import re
import subprocess
import tomllib
from itertools import chain

import pytest
import yaml

from tools.notebooks import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = ROOT / ".pre-commit-config.yaml"
DEVCONTAINER = ROOT / ".devcontainer" / "devcontainer.json"
SYSTEMS = {"ubuntu", "macos", "windows"}
PINNED = re.compile(r"[\w-]+/[\w/-]+@[0-9a-f]{40}")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(path):
    return read(path)["jobs"].values()


def steps(path):
    return [step for job in jobs(path) for step in job.get("steps", ())]


def commands(path):
    """The commands that a workflow, the hooks or the devcontainer run."""
    if path == DEVCONTAINER:
        return [json.loads(path.read_text(encoding="utf-8"))["postCreateCommand"]]
    if path == HOOKS:
        return [hook["entry"] for repository in read(path)["repos"] for hook in repository["hooks"]]
    return [line for step in steps(path) for line in step.get("run", "").splitlines()]


def targets(makefile):
    """The names that make knows, with its variables for folders filled in."""
    text = re.sub(r"\$\(VENV\)", ".venv", makefile)
    return set(re.findall(r"^([\w./-]+):(?!=)", text, re.M))


def not_made(command, known):
    """Why a command is none of `known`, targets of the Makefile; None where it is."""
    program, *words = command.split()
    if program != "make":
        return f"'{command}' is no target of the Makefile"
    strangers = [word for word in words if "=" not in word and word not in known]
    return f"the Makefile has no target {', '.join(strangers)}" if strangers else None


def versions(project):
    """The Pythons that pyproject.toml promises."""
    prefix = "Programming Language :: Python :: "
    return [line.removeprefix(prefix) for line in project["classifiers"] if re.fullmatch(prefix + r"\d\.\d+", line)]


@pytest.mark.parametrize("path", [*WORKFLOWS, HOOKS, DEVCONTAINER], ids=lambda path: path.name)
def test_every_command_is_a_target_of_the_makefile(path):
    known = targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    found = commands(path)
    assert found
    assert [fault for command in found if (fault := not_made(command, known))] == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("pytest -q", "'pytest -q' is no target of the Makefile"),
        ("make test nonsense PYTHON=python", "the Makefile has no target nonsense"),
        ("make VENV", "the Makefile has no target VENV"),
        ("make .venv/.lab test TAG=v1", None),
    ],
)
def test_another_command_is_named(command, said):
    assert (
        not_made(command, targets("VENV := .venv\n.PHONY: test\ntest: x ## y\n$(VENV)/.lab: z\n\techo a: b\n")) == said
    )


def test_a_change_is_tested_on_each_system_with_each_python():
    matrices = {}
    for job in jobs(ROOT / ".github" / "workflows" / "test.yml"):
        matrix = job["strategy"]["matrix"]
        for system in matrix.get("system", [job["runs-on"]]):
            matrices[system.split("-")[0]] = matrix["python"]
    assert matrices == dict.fromkeys(SYSTEMS, versions(PROJECT["project"]))


def test_the_pythons_begin_where_pyproject_begins_and_leave_none_out():
    minors = [int(version.removeprefix("3.")) for version in versions(PROJECT["project"])]
    assert PROJECT["project"]["requires-python"] == f">=3.{minors[0]}"
    assert minors == list(range(minors[0], minors[-1] + 1))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_one_python_alone_is_one_that_is_tested(path):
    alone = [step["with"]["python-version"] for step in steps(path) if "python-version" in step.get("with", {})]
    assert {version for version in alone if not version.startswith("$")} <= set(versions(PROJECT["project"]))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_use_actions_by_their_commit_and_have_little_rights(path):
    used = [part["uses"] for part in chain(jobs(path), steps(path)) if "uses" in part]
    assert used
    assert [action for action in used if not (action.startswith("./") or PINNED.fullmatch(action))] == []
    assert read(path)["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job or "uses" in job for job in jobs(path))


def test_only_a_tested_release_is_published():
    release = read(ROOT / ".github" / "workflows" / "release.yml")
    publish = release["jobs"]["publish"]
    assert {release["jobs"][name].get("uses") for name in publish["needs"]} == {"./.github/workflows/test.yml", None}
    assert [name for name, job in release["jobs"].items() if "id-token" in job.get("permissions", {})] == ["publish"]
    assert publish["permissions"] == {"contents": "read", "id-token": "write"}
    assert "workflow_call" in read(ROOT / ".github" / "workflows" / "test.yml")[True]  # YAML reads the word `on` so


def make(*arguments):
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_a_tag_that_is_not_the_version_builds_nothing():
    version = PROJECT["project"]["version"]
    done = make("--assume-old=.venv/bin/uv", "dist", f"TAG=v{version}.1")
    assert done.returncode != 0
    assert f"The tag is v{version}.1, and pyproject.toml says v{version}." in done.stdout


def test_on_windows_make_finds_the_environments_programs():
    """Only what would be run can be seen here."""
    planned = make("--dry-run", "--assume-old=.venv/.test", "OS=Windows_NT", "check").stdout
    assert ".venv/Scripts/python.exe -m pytest" in planned
    assert ".venv/Scripts/oxlint" in planned
    assert ".venv/bin" not in planned


def test_the_changelog_ends_with_this_version_and_has_room_for_the_next():
    titles = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert titles[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(PROJECT['project']['version'])}\] - \d{{4}}-\d\d-\d\d", titles[1])


def test_private_reports_go_to_this_repository():
    links = read(ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml")["contact_links"]
    home = f"https://github.com/{PROJECT['tool']['perceptron']['repository']}/"
    assert all(link["url"].startswith(home) for link in links)
