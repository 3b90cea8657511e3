"""Are workflows, issue forms and CITATION.cff what GitHub reads? `python -m tools.schemas`.

check-jsonschema takes one schema at a time and a second to start, so it is started once for all of them. Its schemas
come with it: nobody is asked.
"""

import sys
from pathlib import Path

from check_jsonschema import main as check

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
CONFIG = GITHUB / "ISSUE_TEMPLATE" / "config.yml"
FILES = {
    "github-workflows": sorted(GITHUB.glob("workflows/*.yml")),
    "github-issue-forms": sorted({*GITHUB.glob("ISSUE_TEMPLATE/*.yml")} - {CONFIG}),
    "github-issue-config": [CONFIG],
    "dependabot": [GITHUB / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


def main():
    """1 where a file does not fit its schema, which is said, else 0."""
    return max(
        check(["--builtin-schema", f"vendor.{schema}", *map(str, files)], standalone_mode=False)
        for schema, files in FILES.items()
    )


if __name__ == "__main__":
    sys.exit(main())
