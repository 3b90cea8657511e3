"""What comes of it: a table for the platform (CSV), a page for the class and one for each student (HTML)."""

import csv
import re
from collections import Counter
from functools import partial
from html import escape
from pathlib import Path

from perceptron.grade.attempts import exercises
from perceptron.grade.exports import nbgrader_csv, otter_csv, tame
from perceptron.grade.marks import KINDS, Student

SIGNS = {"right": "✓", "almost": "≈", "wrong": "✗", "not judged": "?", "missing": "–"}
LOOKS = """
:root { color-scheme: light dark; }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 70em; margin: 1.5em auto; padding: 0 1em; }
body { color: #222; background: #fff; } a { color: #0b57a4; }
h1 { font-size: 1.5em; overflow-wrap: anywhere; } h2 { font-size: 1.15em; margin-top: 1.6em; }
table { border-collapse: collapse; margin: .6em 0; } .scroll { overflow-x: auto; }
th, td { padding: .25em .6em; text-align: left; vertical-align: top; border-bottom: 1px solid #ccc; }
thead th { vertical-align: bottom; } tbody th { min-width: 6em; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.mark { white-space: nowrap; font-weight: 600; }
.why { overflow-wrap: anywhere; white-space: pre-wrap; min-width: 14em; }
.right { color: #1b6b20; } .almost { color: #8a4b00; } .wrong { color: #b3261e; } .other { color: #555; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: .6em; margin: 0; font-size: .85em; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #121212; } a { color: #8ab4f8; } pre { background: #1f1f1f; }
  th, td { border-color: #444; } .right { color: #81c784; } .almost { color: #ffb74d; } .wrong { color: #ff8a80; }
  .other { color: #aaa; }
}
@media print { body { max-width: none; } .student { break-inside: avoid; } }
"""


def write(found: list[Student], folder: Path) -> list[Path]:
    """Write all into the folder; returns the paths of the class's page, of marks.csv, and of the students' pages."""
    asked = [name for name in exercises() if any(name in student.marks for student in found)]
    (folder / "students").mkdir(parents=True, exist_ok=True)
    names = _file_names(found)
    paths = [folder / "class.html", folder / "marks.csv"]
    paths[0].write_text(_class(found, asked, names), encoding="utf-8", errors="replace")
    _csv(paths[1], found, asked)
    nbgrader_csv(found, folder / "nbgrader.csv")
    otter_csv(found, folder / "final_grades.csv")
    for student in found:
        path = folder / "students" / names[student.name]
        path.write_text(_student(student, asked), encoding="utf-8", errors="replace")
        paths.append(path)
    return paths


def _file_names(found):
    """A name for each student's page that every file system takes."""
    taken: dict[str, str] = {}
    for student in found:
        plain = re.sub(r"[^\w-]+", "_", student.name)[:60].strip("_") or "student"
        name, k = f"{plain}.html", 1
        while name.casefold() in {n.casefold() for n in taken.values()}:
            k += 1
            name = f"{plain}_{k}.html"
        taken[student.name] = name
    return taken


def _csv(path, found, asked):
    """One row for each student; a spreadsheet runs no cell of it as a formula."""
    with open(path, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "right", "almost", "of", *asked, *(f"{name}: why" for name in asked), "notes"])
        for student in found:
            marks, kinds = ([of(name) for name in asked] for of in (student.marks.get, partial(_kind, student)))
            whys = [mark.why if mark and mark.kind != "right" else "" for mark in marks]
            notes = " ".join([*student.troubles, *student.notes])
            counts = (kinds.count("right"), kinds.count("almost"), len(asked))
            rows.writerow([*map(tame, (student.name, *counts, *kinds, *whys, notes))])


def _page(title, body):
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{LOOKS}</style><main><h1>{escape(title)}</h1>{body}</main></html>\n"
    )


def _table(caption, head, rows):
    """HTML of a table; its cells are HTML already, and the first of a row is its heading."""
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(row[1:])}</tr>' for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _mark(kind):
    look = kind if kind in ("right", "almost", "wrong") else "other"
    return f'<td class="mark {look}">{SIGNS[kind]} {kind}</td>' if kind else "<td></td>"


def _kind(student, name):
    """One of KINDS, or "" where the student handed in nothing of its lesson."""
    if name in student.marks:
        return student.marks[name].kind
    return "missing" if any(other in student.marks for other in exercises()[name][0].exercises) else ""


def _is_mistake(mark):
    return bool(mark.because) and mark.kind not in ("right", "missing")


def _class(found, asked, names):
    numbers = []
    for name in asked:
        counts = Counter(_kind(student, name) for student in found)
        because = Counter(m.because for s in found if (m := s.marks.get(name)) and _is_mistake(m))
        most = "; ".join(f"{times} × {escape(mistake)}" for mistake, times in because.most_common(3))
        cells = [f'<td class="number">{counts[kind] or ""}</td>' for kind in KINDS]
        numbers.append([escape(name.replace("-", " ")), *cells, f'<td class="why">{most}</td>'])
    rows = [
        [
            f'<a href="students/{escape(names[s.name])}">{escape(s.name)}</a>',
            f'<td class="number">{sum(m.kind == "right" for m in s.marks.values())} of {len(asked)}</td>',
            *(_mark(_kind(s, name)) for name in asked),
        ]
        for s in found
    ]
    notes = [f"<li>{escape(s.name)}: {escape(note)}</li>" for s in found for note in (*s.troubles, *s.notes)]
    return _page(
        f"{len(found)} students, {len(asked)} exercises",
        "<h2>What the class thinks</h2>"
        + _table("Exercises", ("exercise", *KINDS, "most frequent mistakes"), numbers)
        + "<h2>Who has what</h2>"
        + _table("Students", ("student", "right", *(name.replace("-", " ") for name in asked)), rows)
        + ("<h2>To look at</h2><p>These are facts, not findings.</p><ul>" + "".join(notes) + "</ul>" if notes else ""),
    )


def _student(student, asked):
    rows = []
    handed_in = [name for name in asked if _kind(student, name)]
    for name in handed_in:
        mark = student.marks.get(name)
        why = escape(mark.why) if mark else "there is no cell for it"
        answer = (
            f"<details><summary>what was handed in</summary><pre>{escape(mark.answer)}</pre></details>" if mark else ""
        )
        rows.append(
            [escape(name.replace("-", " ")), _mark(_kind(student, name)), f'<td class="why">{why}{answer}</td>']
        )
    troubles = "".join(f"<li>{escape(t)}</li>" for t in student.troubles)
    right = sum(m.kind == "right" for m in student.marks.values())
    return _page(
        student.name,
        f'<p>{right} of {len(handed_in)} right. <a href="../class.html">The class</a></p>'
        + (f"<ul>{troubles}</ul>" if troubles else "")
        + _table("Answers", ("exercise", "", "why"), rows),
    )
