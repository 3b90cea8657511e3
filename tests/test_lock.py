"""requirements.lock names one version of all that `make lab` and `make test` install, on every system, and no host."""

import re
import tomllib
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = [Requirement(line) for line in TEXT.splitlines() if not line.startswith("#")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in ("lab", "test", "site"))]
WANTED = [Requirement(line) for group in WANTED for line in group]

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]


def holds(requirement, environment, extras=("",)):
    """Whether the requirement is one in this environment, for a package that was asked for with these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in extras)


def needed(environment):
    """{name: version ranges that it has to fit} of all that the project and its dependencies ask for.

    What a package asks for is read from the one that is installed here. What only another system installs asks for
    nothing that is known here.
    """
    ranges, seen, waiting = {}, set(), list(WANTED)
    while waiting:
        requirement = waiting.pop()
        name, asked = canonicalize_name(requirement.name), ("", *sorted(requirement.extras))
        ranges.setdefault(name, []).append(requirement.specifier)
        if (name, asked) in seen:
            continue
        seen.add((name, asked))
        try:
            lines = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        waiting += [line for line in map(Requirement, lines) if holds(line, environment, asked)]
    return ranges


def test_a_line_is_a_name_and_a_version():
    for locked in LOCKED:
        assert re.fullmatch(r"==[\w.+]+", str(locked.specifier)), f"{locked} is not one version"
        assert locked.url is None
    assert len({locked.name for locked in LOCKED}) == len(LOCKED), (
        "one version each, whatever the Python and the system"
    )


def test_it_names_no_host():
    assert re.findall(r"[/@\\]|^-.*|\.(?:org|com|net|io)\b", TEXT, flags=re.MULTILINE) == []


@pytest.mark.locked
def test_this_is_what_is_installed_here():
    wanted = needed(default_environment())  # JupyterLite's kernel is locked as well, but fetched and never installed
    here = {one.name: one.specifier for one in LOCKED if canonicalize_name(one.name) in wanted}
    assert len(here) > 100
    other = {name: metadata.version(name) for name, version in here.items() if metadata.version(name) not in version}
    assert other == {}, "run `make test`, which installs the locked versions"


@pytest.mark.locked
@pytest.mark.parametrize(("system", "python"), [*product(SYSTEMS, PYTHONS)])
def test_it_is_complete_and_in_every_range(system, python):
    environment = {**default_environment(), **SYSTEMS[system], "python_version": python}
    environment |= {"python_full_version": f"{python}.0"}
    locked = {line.name: str(line.specifier)[2:] for line in LOCKED if holds(line, environment)}
    ranges = needed(environment)
    assert ranges.keys() - locked.keys() == set(), "run `make lock`"
    outside = [
        f"{name} {locked[name]} is not {one}" for name in ranges for one in ranges[name] if locked[name] not in one
    ]
    assert outside == [], "run `make lock`"
