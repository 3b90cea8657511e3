"""The widgets' code as the pages load it: without comments, and what two widgets share is sent once."""

import re

import rcssmin
import rjsmin

from perceptron.widgets.widget import EXPORT, IMPORT, joined, modules

NESTED = re.compile(r"\$\{[^}`]*`")
NAMES = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w/]+\.js)";$', re.MULTILINE)


def small(name, text):
    """JavaScript or CSS, as the file's name says, without comments and blanks.

    Raises ValueError for a template in a template, of which rjsmin would take words for code, and their blanks away.
    """
    if name.endswith(".js") and (found := NESTED.search(text)):
        raise ValueError(f"{name} has a template in a template, {found[0]!r}; give the inner one a name.")
    return (rjsmin.jsmin if name.endswith(".js") else rcssmin.cssmin)(text) + "\n"


def pair(first, second):
    """(the text of `first`, that of `second`): both joined, and the second imports from "./first.js" what both need."""
    common, own = modules(first), modules(second)
    names = {
        name.strip()
        for file, text in own.items() if file not in common
        for group, path in NAMES.findall(text) if (file.parent / path).resolve() in common
        for name in group.split(",")
    }  # fmt: skip
    listed = ", ".join(sorted(names))
    rest = [EXPORT.sub("", IMPORT.sub("", text)).strip() for file, text in own.items() if file not in common]
    return f"{joined(first)}\nexport {{ {listed} }};\n", "\n\n".join(
        [f'import {{ {listed} }} from "./{first.name}";', *rest]
    )
