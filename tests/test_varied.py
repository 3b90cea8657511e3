"""Exercises whose numbers are drawn: for each of 200 seeds they are right where they should be, and wrong for cause."""

import ast
from itertools import combinations

import pytest
from pages import cells_of
from test_exercises import EXERCISES

from perceptron.answers import numeric, varied
from perceptron.course.lesson import Lesson
from perceptron.widgets.question import Question
from tools.mathml import with_mathml
from tools.notebooks import NOTEBOOKS

VARIED = [name for name, (_, exercise) in EXERCISES.items() if exercise.another]
SEEDS = range(1, 201)
every_varied = pytest.mark.parametrize("name", VARIED)


def answered(code):
    """The value in `answer = "..."`."""
    return ast.literal_eval(code.removeprefix("answer = "))


@every_varied
def test_right_is_right_and_each_mistake_gets_its_words_for_200_seeds(name):
    for seed in SEEDS:
        exercise = EXERCISES[name][1].another(seed)
        assert exercise(answered(exercise.solution)), (seed, exercise.solution)
        given = [(answered(code), words) for code, words in exercise.wrong]
        said = {answer: str(exercise(answer)) for answer, _ in given}
        assert len(said) == len(given), (seed, "two mistakes are typed alike")
        for answer, words in given:
            assert words in said[answer], (seed, exercise.question, answer)
        for (_, words), (other, _) in combinations(given, 2):
            assert words not in said[other], (seed, other)


@every_varied
def test_most_seeds_ask_something_else(name):
    asked = {EXERCISES[name][1].another(seed).question for seed in range(1, 21)}
    assert len(asked) >= 7


@every_varied
def test_the_page_asks_the_question_of_the_first_seed(name):
    lesson, exercise = EXERCISES[name]
    markdown = " ".join(" ".join(asked(lesson.notebook)).split())
    assert exercise.question in markdown, exercise.question


def asked(notebook):
    """The Markdown of a notebook's cells."""
    return [cell.source for cell in cells_of(NOTEBOOKS / f"{notebook}.ipynb") if cell.cell_type == "markdown"]


@every_varied
def test_no_hint_of_another_one_is_its_last_step(name):
    for seed in range(1, 21):
        exercise = EXERCISES[name][1].another(seed)
        told = " ".join([*exercise.hints, *exercise.advice.values()]).split()
        assert str(answered(exercise.solution)) not in [word.strip(".,:?") for word in told]


@every_varied
def test_questions_can_be_set_on_a_page(name):
    for seed in range(1, 21):
        page = with_mathml(Question(EXERCISES[name][1].another(seed).question)._repr_html_())
        assert "$" not in page
        assert "`" not in page


def test_a_question_has_a_text_form_and_html():
    question = Question("Is $x_1 < 2$ `so`, **or** *not*? 2 * 3 * 4")
    assert repr(question) == "Is $x_1 < 2$ `so`, **or** *not*? 2 * 3 * 4"
    assert question._repr_html_() == (
        "<p>Is $x_1 &lt; 2$ <code>so</code>, <strong>or</strong> <em>not</em>? 2 * 3 * 4</p>"
    )


def doubled(k):
    """How much is twice k?"""
    hints = ("Add it to itself.", "How many of it are there then?")
    return numeric(f"Twice {k:g}?", 2 * k, {"it was squared": k**2, "it was added once only": k}, hints)


@pytest.fixture
def lesson():
    return Lesson("99_double", "?", exercises={"twice": varied(doubled, ([2, 9, 1],), (3,)), "once": doubled(3)})


def test_another_one_is_asked_and_judged_from_then_on(lesson, capsys):
    def check(answer, **seed):
        lesson.check("twice", answer, **seed)
        return capsys.readouterr().out

    assert check("6").startswith("right")
    fresh = lesson.another("twice", seed=5)
    number = float(fresh.markdown.removeprefix("Twice ").removesuffix("?"))
    assert number not in (2, 3)
    assert check(2 * number).startswith("right")
    assert "because it was squared" in check(number**2)
    assert check("6", seed=1).startswith("right")
    assert lesson.another("twice").markdown == lesson.another("twice", seed=6).markdown
    assert lesson.another("twice", seed=5) == fresh


def test_numbers_at_which_mistakes_agree_are_drawn_again():
    found = {varied(doubled, ([2, 3, 1],), (3,)).another(seed).question for seed in range(2, 30)}
    assert found == {"Twice 3?"}  # twice 2 is 2 squared
    with pytest.raises(ValueError, match="seed 2: in 1000 draws"):
        varied(doubled, ((2,),), (3,)).another(2)


def test_what_can_not_be_asked_again_is_refused(lesson):
    with pytest.raises(ValueError, match="'once'"):
        lesson.another("once")
    for seed, error in ((0, ValueError), (-1, ValueError), (1.5, TypeError), ("7", TypeError)):
        with pytest.raises(error, match="seed"):
            lesson.another("twice", seed=seed)
        with pytest.raises(error, match="seed"):
            lesson.check("twice", "6", seed=seed)


def test_another_one_solved_counts(lesson, monkeypatch):
    noted = []
    monkeypatch.setattr("perceptron.course.progress.solved", noted.append)
    lesson.another("twice")
    lesson.check("twice", "0")
    assert noted == []
    lesson.check("twice", answered(lesson.exercises["twice"].another(2).solution))
    assert noted == ["twice"]
