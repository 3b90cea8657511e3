"""What one notebook asks for by name: its pictures, predictions, proofs and exercises."""

from dataclasses import dataclass, field
from functools import wraps
from inspect import signature

from perceptron import inputs
from perceptron.course import classroom, comma, progress
from perceptron.widgets.prediction import Prediction
from perceptron.widgets.question import Question
from perceptron.widgets.shown import show
from perceptron.widgets.stepper import Stepper

comma.watch()
WIDTH = 78  # of a printed line; a page of 800 pixels would break a longer one in the middle of a word


@dataclass(frozen=True)
class Lesson:
    """A lesson, by the name of its notebook ("05_follow_the_chain_rule") and the question that it answers.

    scenes : functions that are `shareable` and make a Stage without arguments.
    predictions : name -> arguments of Prediction.  proofs : name -> Proof.  exercises : name -> Exercise, in order.
    promised : part of what "You will ..." says -> the exercise that proves it.
    in_class : the minutes that a class is given for it, 0 for homework.  teaching : what TEACHING.md says of it.
    """

    notebook: str
    question: str
    scenes: tuple = ()
    predictions: dict = field(default_factory=dict)
    proofs: dict = field(default_factory=dict)
    exercises: dict = field(default_factory=dict)
    promised: dict = field(default_factory=dict)
    in_class: int = 0
    teaching: str = ""
    seeds: dict = field(default_factory=dict, init=False)  # name -> which of the exercises like it is asked

    def predict(self, name):
        """One of the questions: a Prediction. Raises ValueError for an unknown name."""
        return Prediction(**_named(name, self.predictions), name=f"{self.notebook}/{name}")

    def proof(self, name):
        """One of the proofs, line by line: a Stepper. Raises ValueError for an unknown name."""
        return Stepper(_named(name, self.proofs))

    def another(self, name, seed=None):
        """The Question of a fresh exercise like this one, whose answers `check` judges from now on.

        seed : which one; 1 is the page's own. Without it the next one comes, again and again.
        Raises ValueError for an unknown name, one that has no others, and a seed that is no whole number from 1.
        """
        exercise = _named(name, {key: e for key, e in self.exercises.items() if e.another})
        self.seeds[name] = self.seeds.get(name, 1) + 1 if seed is None else inputs.count("seed", seed)
        return Question(exercise.another(self.seeds[name]).question)

    def check(self, name, answer, seed=None):
        """Judge the answer to an exercise, say so, and note it when it is right: no answer raises.

        seed : which of the exercises like it is answered, in place of the last one that `another` gave. For a function
        it is that of the random cases, which a verdict names, to try it on the same ones again.
        Raises ValueError for an unknown name, TypeError for a seed where nothing is drawn.
        """
        exercise = _named(name, self.exercises)
        if exercise.another:
            which = self.seeds.get(name, 1) if seed is None else inputs.count("seed", seed)
            exercise, seed = exercise.another(which), None
        verdict = exercise(answer, seed=seed)
        if verdict:
            progress.solved(name)
        classroom.tell(name, verdict)
        show(verdict, WIDTH)


def _named(name, known):
    return known[inputs.choice("name", name, tuple(known))]


def shareable(make):
    """A function that makes a Stage, which from now on takes values of its parameters, too: forward(w1=0.4, b=0).

    That call is what the stage's own button gives away, so that others see what you see.
    Raises TypeError for a name that is no parameter of it, TraitError for a value outside its range.
    """
    own = signature(make)

    @wraps(make)
    def stage(*given, **values):
        arguments = {name: values.pop(name) for name in own.parameters if name in values}
        made = make(*given, **arguments)
        if unknown := set(values) - set(made.values):
            said = ", ".join([*own.parameters, *(name for name in made.values if name not in own.parameters)])
            raise TypeError(f"{make.__name__}() has no parameter {min(unknown)!r}; it has {said}.")
        told = own.bind(*given, **arguments).arguments
        made.call = f"lesson.{make.__name__}(" + "".join(f"{name}={value!r}, " for name, value in told.items())
        for name, value in values.items():
            setattr(made, name, value)
        return made

    return stage


def typed(*pairs):
    """Wrong answers that are typed: pairs (answer, words of its verdict), as code for the exercise's cell."""
    return tuple((f"answer = {answer!r}", words) for answer, words in pairs)


def returning(head, *pairs):
    """Wrong answers of one line: pairs (what the function of this head returns, words of its verdict)."""
    return tuple((f"def {head}: return {body}", words) for body, words in pairs)


def changed(code, *changes):
    """Wrong answers that differ from the right code in one place: (what is there, what is put there, words).

    Raises ValueError where a change changes nothing.
    """
    if idle := [old for old, new, _ in changes if old not in code or old == new]:
        raise ValueError(f"{idle[0]!r} is not in the code, or is put in its own place; expected a part of:\n{code}")
    return tuple((code.replace(old, new), words) for old, new, words in changes)
