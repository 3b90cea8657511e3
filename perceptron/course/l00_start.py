"""Lesson 00: what a neuron is, and that everything works here."""

from perceptron.course.lesson import Lesson

PREDICTIONS = {
    "which penguin": {
        "question": "Which penguin gets a number near 1?",
        "options": ("the first", "the second"),
        "answer": "the second",
        "why": "Its bill is long and not very deep, and that is what this neuron looks for.",
    }
}

TEACHING = r"""
- **Goal.** Everybody has run a cell, and has seen where the course leads.
- **Expect.** *"The first penguin, its bill is deeper."* Larger numbers are taken for a larger answer, the minus sign
  is overlooked.
- **Ask.** What would a neuron look like that spots the other species?
- **Set.** Nothing.
- **Skip.** The table of Python; it is there to come back to.
"""

LESSON = Lesson(
    "00_start_here",
    "What is a neuron, and does everything work here?",
    predictions=PREDICTIONS,
    in_class=5,
    teaching=TEACHING,
)
predict = LESSON.predict
