"""Which lessons there are: every module here that is called l05_verb or lA_verb, in reading order."""

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from perceptron import course

NAME = re.compile(r"l(\d\d|[A-Z])_[a-z]+")


@cache
def lessons():
    """{name of the notebook: its Lesson}, numbered lessons first, appendices after them."""
    names = sorted(module.name for module in iter_modules(course.__path__) if NAME.fullmatch(module.name))
    found = (import_module(f"{course.__name__}.{name}").LESSON for name in names)
    return {lesson.notebook: lesson for lesson in found}


def scenes():
    """{name: function that makes a Stage} of all lessons."""
    return {scene.__name__: scene for lesson in lessons().values() for scene in lesson.scenes}
