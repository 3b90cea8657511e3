"""The marks in the forms of nbgrader and of Otter-Grader, for those who keep their grades there.

A right answer counts 1, one that is almost right ½. Sources: nbgrader 0.9, `nbgrader export` and `nbgrader.api`;
Otter-Grader 7, `final_grades.csv`.
"""

import csv
from pathlib import Path

from perceptron.course.contents import lessons
from perceptron.grade.marks import Student

POINTS = {"right": 1.0, "almost": 0.5}
_NBGRADER = "assignment duedate timestamp student_id last_name first_name email raw_score"
_NBGRADER += " late_submission_penalty score max_score"


def points(student: Student, exercise: str) -> float:
    """What an answer counts, 0 where there is none."""
    mark = student.marks.get(exercise)
    return POINTS.get(mark.kind, 0.0) if mark else 0.0


def graded_lessons(found: list[Student]) -> dict[str, list[str]]:
    """{lesson: its exercises} of the lessons that somebody handed in."""
    every = {name: list(lesson.exercises) for name, lesson in lessons().items()}
    return {name: asked for name, asked in every.items() if any(set(asked) & set(s.marks) for s in found)}


def nbgrader_csv(found: list[Student], path: Path) -> None:
    """One row for each lesson and student, as `nbgrader export` writes them; a lesson is an assignment."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_NBGRADER.split())
        for lesson, asked in graded_lessons(found).items():
            for student in found:
                score = sum(points(student, name) for name in asked)
                rows.writerow([lesson, "", "", tame(student.name), "", "", "", score, 0.0, score, float(len(asked))])


def otter_csv(found: list[Student], path: Path) -> None:
    """One row for each student and a column for each exercise, as `otter grade` writes final_grades.csv."""
    asked = sorted(name for names in graded_lessons(found).values() for name in names)
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", *asked, "total_points_earned", "percent_correct", "grading_status"])
        rows.writerow(["points-per-question", *[1.0] * len(asked), float(len(asked)), 1.0, "--"])
        for student in found:
            scores = [points(student, name) for name in asked]
            share = sum(scores) / max(1, len(asked))
            rows.writerow([tame(student.name), *scores, sum(scores), share, "Completed"])


def gradebook(found: list[Student], path: Path) -> None:
    """Add all to nbgrader's database, which is made where there is none. Raises ValueError without nbgrader."""
    try:
        from nbgrader.api import Gradebook
    except ImportError as error:
        raise ValueError("nbgrader is not installed here: pip install nbgrader, or take marks/nbgrader.csv.") from error
    try:
        book = Gradebook(f"sqlite:///{path.resolve()}")
    except FileNotFoundError as error:  # it calls Alembic by its name
        raise ValueError(f"nbgrader finds no {error.filename!r}: activate its environment first.") from error
    with book:
        for lesson, asked in graded_lessons(found).items():
            book.update_or_create_assignment(lesson)
            book.update_or_create_notebook(lesson, lesson)
            for name in asked:
                book.update_or_create_grade_cell(name, lesson, lesson, max_score=1, cell_type="code")
            for student in found:
                book.update_or_create_student(student.name)
                if set(asked) & set(student.marks):
                    book.update_or_create_submission(lesson, student.name)
                    for name in asked:
                        grade = book.find_grade(name, lesson, lesson, student.name)
                        grade.auto_score = points(student, name)
        book.db.commit()


def tame(value: object) -> object:
    """A value as a cell of a spreadsheet that runs no text as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
