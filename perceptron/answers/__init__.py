"""Is an answer right, and if not, which known mistake is it? Any equivalent form is right, and no answer raises.

One judge for each kind of answer; an `Exercise` adds hints and counts attempts. Each says its finding in a `Verdict`.
"""

from perceptron.answers.choice import judge_choice
from perceptron.answers.exercise import Exercise
from perceptron.answers.formula import judge
from perceptron.answers.function import judge_function
from perceptron.answers.number import judge_number
from perceptron.answers.varied import numeric, varied
from perceptron.answers.verdict import Verdict

__all__ = ["Exercise", "Verdict", "judge", "judge_choice", "judge_function", "judge_number", "numeric", "varied"]
