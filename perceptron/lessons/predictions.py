"""The questions that are answered before the answer is seen. They stand here, so that no cell gives them away."""

from perceptron import inputs
from perceptron.widgets.prediction.prediction import Prediction

_ASKED = {
    "which penguin": {
        "question": "Which penguin gets a number near 1?",
        "options": ("the first", "the second"),
        "answer": "the second",
        "why": "Its bill is long and not very deep, and that is what this neuron looks for.",
    },
    "sign of z": {
        "question": "39.1 · 0.2 + 18.7 · (−1) + 8: above or below zero?",
        "options": ("above", "below"),
        "answer": "below",
        "why": "7.82 − 18.7 + 8 is −2.88. The deep bill counts against the long one.",
    },
    "bias up or down": {
        "question": "Which way must the bias go to make this neuron better?",
        "options": ("up", "down"),
        "answer": "up",
        "why": "Too many penguins are called Adelie, which is the answer 0. A larger bias lifts every $z$.",
    },
    "steepest": {
        "question": "How large is the sigmoid's slope where it is steepest?",
        "number": 0.25,
        "why": "A quarter, in the middle. Many expect 1, for the curve goes from 0 to 1; but it takes its time.",
    },
    "two in a row": {
        "question": "Two neurons in a row without a bend: what can they do that one can't?",
        "options": ("curves", "corners", "nothing"),
        "answer": "nothing",
        "why": "A straight line of a straight line is a straight line.",
    },
    "twice as far": {
        "question": "B is twice as far off as A. How many times larger is its squared error?",
        "number": 4,
        "why": "Twice as far, squared: $2^2 = 4$.",
    },
    "half the cost": {
        "question": "The cost is halved everywhere. What happens to the best $w$?",
        "options": ("it is halved", "it stays", "it is doubled"),
        "answer": "it stays",
        "why": "The lowest point of a valley is where it was when the whole valley is half as deep.",
    },
    "smaller nudge": {
        "question": "The nudge $h$ gets smaller and smaller. Does the error get smaller all the way?",
        "options": ("yes, always", "no, it rises again", "it stays the same"),
        "answer": "no, it rises again",
        "why": "With a tiny nudge two nearly equal numbers are subtracted, and little but round-off is left.",
    },
    "high and flat": {
        "question": "Can the cost be large where its slope is nearly zero?",
        "options": ("yes", "no"),
        "answer": "yes",
        "why": "A plateau is high and flat. Slope and height are two different things.",
    },
    "three rates": {
        "question": "Three rates, one per link. How do you get the slope from them?",
        "options": ("add them", "multiply them", "take their mean"),
        "answer": "multiply them",
        "why": "Like gears: twice as fast, then half as fast, is as fast as before.",
    },
    "zero input": {
        "question": "The input $x$ is 0. Which link stops the nudge of the weight?",
        "options": ("the first, from w to z", "the second, from z to ŷ", "the third, from ŷ to C"),
        "answer": "the first, from w to z",
        "why": "z moves x times as fast as w, and x is 0: this example says nothing about this weight.",
    },
    "article on trial": {
        "question": "Will the article's gradient pass?",
        "options": ("yes", "no, one fault", "no, two faults"),
        "answer": "no, two faults",
        "why": "Its sign is lost, and its sum comes before the product.",
    },
    "cold rubber": {
        "question": "Which sign will the weight of the temperature have?",
        "options": ("positive", "negative"),
        "answer": "negative",
        "why": "Cold rubber is stiff. The colder, the more damage; so the chance falls as the temperature rises.",
    },
    "faster alpha": {
        "question": "Is a larger learning rate always faster?",
        "options": ("yes", "no"),
        "answer": "no",
        "why": "Many expect that. Up to a point it is; then a step overshoots the valley and lands on the other side.",
    },
    "new rows": {
        "question": "Right on 75 % of the rows it has learnt. And on rows it has never seen?",
        "options": ("clearly better", "about the same", "clearly worse"),
        "answer": "about the same",
        "why": "Three numbers are learnt from 164 rows: there is little that could be learnt by heart.",
    },
    "six rows": {
        "question": "Six rows, a cost of almost 0. How does the middle one of these neurons do on the new rows?",
        "options": ("as well as with 164 rows", "better than the parrot", "worse than the parrot"),
        "answer": "worse than the parrot",
        "why": "The six were learnt, not the rule. A cost of 0 does not make a good neuron.",
    },
    "who fires": {
        "question": "The point is (1, −1). Which of the two hidden neurons fires?",
        "options": ("the first", "the second", "both", "none"),
        "answer": "the first",
        "why": "It looks for an $x_1$ that is much larger than $x_2$.",
    },
    "longer chain": {
        "question": "What are the two new links of a hidden neuron?",
        "options": ("times v, then times a(1 − a)", "plus v, then plus a", "times x, then times y"),
        "answer": "times v, then times a(1 − a)",
        "why": "The output's sum moves v times as fast as a, and a moves with the slope of its own sigmoid.",
    },
    "errata": {
        "question": "How many of the 21 printed formulas are wrong in every reading?",
        "number": 5,
        "tolerance": 0,
        "why": "All five are in the derivatives of the cost and of $z$; the way forward stands.",
    },
}


def predict(name):
    """One of the questions: a Prediction. Raises ValueError for an unknown name."""
    return Prediction(**_ASKED[inputs.choice("name", name, tuple(_ASKED))])
