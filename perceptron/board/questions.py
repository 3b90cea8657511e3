"""The questions that a class can be asked: the predictions of the lessons, by "lesson/name"."""

import math
from functools import cache

from perceptron.board.store import Refused
from perceptron.course.contents import lessons
from perceptron.widgets.prediction import Prediction


@cache
def questions() -> dict[str, dict]:
    """{"05_follow_the_chain_rule/three rates": what a browser needs to ask it, and its answer}, in order."""
    return {
        f"{lesson.notebook}/{name}": {"lesson": lesson.notebook, **Prediction(**asked)._asked}
        for lesson in lessons().values()
        for name, asked in lesson.predictions.items()
    }


def public(name: str) -> dict:
    """A question without its answer."""
    asked = questions()[name]
    return {key: asked[key] for key in ("question", "options", "unit")} | {"name": name}


def answer(name: str, given: object) -> str:
    """An answer as it is kept: one of the options, or a number to six digits. Raises Refused for anything else."""
    asked = questions()[name]
    if asked["options"]:
        if given not in [option for option, _ in asked["options"]]:
            raise Refused("this is none of the answers to choose from.")
        return str(given)
    if type(given) not in (int, float) or not math.isfinite(given):
        raise Refused("a number is asked for.")
    return f"{given:.6g}"


def say(exercise: str, mistake: str) -> str:
    """What helps with a mistake in an exercise: the advice to whoever makes it; "" where its name says it all."""
    (asked,) = (lesson.exercises[exercise] for lesson in lessons().values() if exercise in lesson.exercises)
    return asked.advice.get(mistake, "")


@cache
def exercises() -> dict[str, str]:
    """{name of an exercise: its lesson}"""
    return {name: lesson.notebook for lesson in lessons().values() for name in lesson.exercises}
