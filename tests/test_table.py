"""Your own table: what people bring is read, or refused in words; whatever was decided is told."""

import gzip
import io
from decimal import Decimal

import numpy as np
import pytest

from perceptron.data import TableError, hold_out, table

KINDS = "\n".join(["a,b,y", "1,5.5,1", "2.5,4,0", "7,3,1", "9,2,0", "4,1,1", "3,8,0"])


def rows(header, *lines):
    return "\n".join([header, *lines]) + "\n"


def told(made):
    return " | ".join([made.left_out, *made.notes])


# --- what is read -----------------------------------------------------------------------------------------------------

READ = {
    "commas": (KINDS, {}, [1, 2.5, 7, 9, 4, 3]),
    "semicolons": (KINDS.replace(",", ";"), {}, [1, 2.5, 7, 9, 4, 3]),
    "tabs": (KINDS.replace(",", "\t"), {}, [1, 2.5, 7, 9, 4, 3]),
    "bars": (KINDS.replace(",", "|"), {}, [1, 2.5, 7, 9, 4, 3]),
    "spaces around": (KINDS.replace(",", ", "), {}, [1, 2.5, 7, 9, 4, 3]),
    "windows line ends": (KINDS.replace("\n", "\r\n"), {}, [1, 2.5, 7, 9, 4, 3]),
    "empty lines": (KINDS.replace("\n", "\n\n"), {}, [1, 2.5, 7, 9, 4, 3]),
    "byte order mark": (KINDS.encode("utf-8-sig"), {}, [1, 2.5, 7, 9, 4, 3]),
    "UTF-16": (KINDS.encode("utf-16"), {}, [1, 2.5, 7, 9, 4, 3]),
    "decimal commas": (rows("a;y", "1,5;1", "2,25;0", "-7;1", "0,5;0"), {}, [1.5, 2.25, -7, 0.5]),
    "decimal commas with thousands": (
        rows("a;y", "1.250,5;1", "980,1;0", "12.000,0;1", "3,5;0"),
        {},
        [1250.5, 980.1, 12000, 3.5],
    ),
    "thousands": (rows("a,y", '"1,250",1', '"2,980.5",0', "7,1", '"3,500",0'), {}, [1250, 2980.5, 7, 3500]),
    "thousands by spaces": (rows("a;y", "1 250;1", "2\u00a0980;0", "7;1", "3'500;0"), {}, [1250, 2980, 7, 3500]),
    "it is told which": (
        rows("a;y", "1.250;1", "2.980;0", "7.125;1", "3.500;0"),
        {"decimal": "."},
        [1.25, 2.98, 7.125, 3.5],
    ),
    "or the other": (
        rows("a;y", "1.250;1", "2.980;0", "7.125;1", "3.500;0"),
        {"decimal": ","},
        [1250, 2980, 7125, 3500],
    ),
    "a real minus": (rows("a,y", "−1.5,1", "2,0", "−7,1", "4,0"), {}, [-1.5, 2, -7, 4]),
    "powers of ten": (rows("a,y", "1e-3,1", "2E4,0", "7,1", "4,0"), {}, [1e-3, 2e4, 7, 4]),
    "huge and tiny": (rows("a,y", "1e200,1", "-1e200,0", "1e-300,1", "4e200,0"), {}, [1e200, -1e200, 1e-300, 4e200]),
    "no header": ("1,1\n2.5,0\n7,1\n9,0\n", {"target": "x2", "header": False}, [1, 2.5, 7, 9]),
    "columns by name": ({"a": [1, 2.5, 7, 9], "y": [1, 0, 1, 0]}, {}, [1, 2.5, 7, 9]),
    "an array": (np.array([[1, 1], [2.5, 0], [7, 1], [9, 0]]), {"target": "x2"}, [1, 2.5, 7, 9]),
    "named fields": (
        np.array([(1, 1), (2.5, 0), (7, 1), (9, 0)], dtype=[("a", float), ("y", int)]),
        {},
        [1, 2.5, 7, 9],
    ),
    "two words": (rows("a,y", "no,1", "yes,0", "yes,1", "no,0"), {}, [0, 1, 1, 0]),
    "booleans": ({"a": [True, False, True, False], "y": [1, 0, 0, 1]}, {}, [1, 0, 1, 0]),
    "one of many words": (rows("port,y", "S,1", "C,0", "Q,1", "S,0"), {"features": ["port=S"]}, [1, 0, 0, 1]),
    "one of many numbers": (rows("class,y", "3,1", "1,0", "2,1", "3,0"), {"features": ["class=3"]}, [1, 0, 0, 1]),
}


@pytest.mark.parametrize("case", READ)
def test_what_people_bring_is_read(case):
    source, settings, first = READ[case]
    made = table(source, **{"target": "y", **settings})
    assert made.X[:, 0].tolist() == first
    assert set(made.y) == {0, 1}
    assert made.left_out == "nothing left out"


# --- as others bring it ----------------------------------------------------------------------------------------------

KIND = {"y": [0, 1, 0, 1]}
MASKED = np.ma.array([[1.5, 0], [-9, 1], [3, 0], [4, 1]], mask=[[0, 0], [1, 0], [0, 0], [0, 0]])


class NAType:
    """What pandas has in the place of a missing number."""


class Collected:
    def collect(self):  # as a LazyFrame of polars
        return {"a": [1.5, 2, 3, 4], **KIND}


class Arrow:
    columns = ()

    def to_pydict(self):
        return {"a": [1.5, 2, 3, 4], **KIND}


OTHERS = {
    "numbers beside a missing one": (
        {"a": [1.234, NAType(), 2.345, 3.456], **KIND},
        {"decimal": ","},
        [1.234, 2.345, 3.456],
    ),
    "Decimal": ({"a": [Decimal("1.234"), 2, Decimal(3), 4], **KIND}, {}, [1.234, 2, 3, 4]),
    "text beside numbers": ({"a": ["1,5", "2", "3,1", "5"], "b": [1.5, 2, 4, 1], **KIND}, {}, [1.5, 2, 3.1, 5]),
    "text and numbers in one": ({"a": ["1,5", 2.25, "3,1", 5], **KIND}, {}, [1.5, 2.25, 3.1, 5]),
    "a masked array": (MASKED, {"target": "x2"}, [1.5, 3, 4]),
    "masked columns": ({"a": MASKED[:, 0], **KIND}, {}, [1.5, 3, 4]),
    "-999 among numbers": ({"a": [1.5, -999, 3, 4], **KIND}, {"missing": [-999]}, [1.5, 3, 4]),
    "and as text": (rows("a,y", "1.5,0", "-999.0,1", "3,0", "4,1"), {"missing": ["-999"]}, [1.5, 3, 4]),
    "inf": ({"a": [1.5, float("inf"), 3, 4], **KIND}, {"missing": ["inf"]}, [1.5, 3, 4]),
    "Infinity": (rows("a,y", "1.5,0", "-Infinity,1", "3,0", "4,1"), {"missing": ["-inf"]}, [1.5, 3, 4]),
    "numbers for names": ("400,420,y\n1,2,0\n2.5,4,1\n7,3,1\n9,9,0\n", {"header": True}, [1, 2.5, 7, 9]),
    "line ends of old": (b"a,y\r1,0\r2.5,1\r7,1\r", {}, [1, 2.5, 7]),
    "Excel's first line": ("sep=;\na;y\n1;0\n2,5;1\n7;1\n", {}, [1, 2.5, 7]),
    "a sign too many": ("a;y\n1;0;\n2,5;1;\n7;1;\n", {}, [1, 2.5, 7]),
    "in the names alone": ("a;y;\n1;0\n2,5;1\n7;1\n", {}, [1, 2.5, 7]),
    "blanks": ("a    y\n1    0\n 2.5  1\n7 1 \n", {}, [1, 2.5, 7]),
    "an index without a name": (",a,y\n0,1,0\n1,2.5,1\n2,7,1\n", {}, [1, 2.5, 7]),
    "two of one name": ("a,c,c,y\n1,2,3,0\n2.5,3,4,1\n7,5,6,1\n", {}, [1, 2.5, 7]),
    "1, 2, 3 that are asked for": (
        rows("a,y", *(f"{k},{k % 2}" for k in range(1, 7))),
        {"features": ["a"]},
        [1, 2, 3, 4, 5, 6],
    ),
    "names in an array": (KINDS, {"features": np.array(["a"])}, [1, 2.5, 7, 9, 4, 3]),
    "+ and -": (rows("a,y", "1,+", "2.5,-", "7,+"), {}, [1, 2.5, 7]),
    "none and mild": (rows("a,y", "1,none", "2.5,mild", "7,none"), {"positive": "mild"}, [1, 2.5, 7]),
    "long whole numbers": (rows("a,y", "1,1234567", "2.5,1234568", "7,1234567"), {"positive": 1234568}, [1, 2.5, 7]),
    "01 and 02": (rows("a,y", "1,01", "2.5,02", "7,01"), {"positive": "02"}, [1, 2.5, 7]),
    "2.0": (rows("a,y", "1,1", "2.5,2", "7,1"), {"positive": 2.0}, [1, 2.5, 7]),
    "capitals": (rows("a,y", "1,Yes", "2.5,no", "7,yes", "3,NO"), {}, [1, 2.5, 7, 3]),
    "a dash for a minus": (rows("a,y", "–1,0", "2.5,1", "−7,1"), {}, [-1, 2.5, -7]),
    "a dash in a kind": (rows("a,y", "1,18–25", "2.5,26–40", "7,18–25"), {"positive": "18–25"}, [1, 2.5, 7]),
    "codes": (rows("a,y", "1,C1", "2.5,C2", "7,C3"), {"positive": "C2"}, [1, 2.5, 7]),
    "a sign before a currency": (rows("a,y", "$1,0", "-$2.5,1", "$7,1"), {}, [1, -2.5, 7]),
    "yes is 1": (rows("a,y", "ja,0", "nein,1", "ja,1"), {}, [1, 0, 1]),
    "an open file": (io.StringIO(KINDS), {}, [1, 2.5, 7, 9, 4, 3]),
    "packed": (gzip.compress(KINDS.encode()), {}, [1, 2.5, 7, 9, 4, 3]),
    "rows": ([{"a": 1.5, "y": 0}, {"y": 1}, {"a": 2, "y": 1}, {"a": 7, "y": 0}], {}, [1.5, 2, 7]),
    "a lazy frame": (Collected(), {}, [1.5, 2, 3, 4]),
    "a table of Arrow": (Arrow(), {}, [1.5, 2, 3, 4]),
    "bytes": ({"a": [1.5, 2, 3], "y": [b"no", b"yes", b"no"]}, {}, [1.5, 2, 3]),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_others_bring_is_read_as_it_is_meant(case):
    source, settings, first = OTHERS[case]
    made = table(source, **{"target": "y", **settings})
    assert made.X[:, 0].tolist() == first
    assert set(made.y) == {0, 1}


def test_two_units_of_one_thing_are_two_features():
    made = table(rows("t (C),t (F),y", "1,2,0", "2.5,4,1", "7,3,1", "8,9,0"), "y")
    assert (made.features, made.units) == (("t (C)", "t (F)"), ("C", "F"))
    assert table(rows("t (C),t (F),y", "1,2,0", "2.5,4,1", "7,3,1"), "y", ["t (F)"]).X.ravel().tolist() == [2, 4, 3]


def test_lines_are_those_of_the_rows_that_are_left():
    text = rows("note,a,y", '"two\nlines",1.5,0', *(f"n,{k * k}.5,{k % 2}" for k in range(30)))
    made = table(text, "y", ["a"])
    for part in (made, *hold_out(made), made.rows(made.y == 1)):
        assert [text.splitlines()[line - 1].split(",")[-2] for line in part.lines[1:]] == [
            f"{a:g}" for a in part.X[1:, 0]
        ]


def test_a_file_is_read_and_its_lines_are_known(tmp_path):
    path = tmp_path / "birds.csv"
    path.write_text(rows("bill (mm),y", "39.1,1", ",0", "41,0", "50.5,1", "46,0"))
    made = table(path, "y")
    assert made.fingerprint == table(str(path), "y").fingerprint
    assert (made.name, made.features, made.units) == ("birds.csv", ("bill",), ("mm",))
    assert made.lines.tolist() == [2, 4, 5, 6]
    assert made.left_out == "1 of 5 rows left out: bill is empty in 1"
    assert repr(made) == (
        "<birds.csv: 4 examples of bill (mm); y is 1 for y 1, 0 for y 0; 1 of 5 rows left out: bill is empty in 1>"
    )
    assert "<li>columns parted by commas</li>" in made._repr_html_()


class Frame:
    """As much of a DataFrame as pandas and polars share."""

    columns = ("a", "y")

    def __getitem__(self, name):
        return {"a": [1.0, None, float("nan"), 2.0, 5.0, 7.0], "y": ["no", "no", "yes", "yes", "no", None]}[name]


def test_a_frame_is_read():
    made = table(Frame(), "y")
    assert (made.X.ravel().tolist(), made.y.tolist()) == ([1, 2, 5], [0, 1, 0])
    assert made.left_out == "3 of 6 rows left out: a is empty in 2, y is empty in 1"
    assert made.kinds == ("y no", "y yes")


@pytest.mark.parametrize("word", ["", "NA", "n/a", "NaN", "null", "None", "-", "?", "."])
def test_empty_cells_are_counted(word):
    made = table(rows("a,b,y", "1,2,1", f"{word},2.5,0", "7,3,1", "9,4,0", "5,1,1"), "y")
    assert (len(made.y), made.left_out) == (4, "1 of 5 rows left out: a is empty in 1")


def test_other_words_for_an_empty_cell():
    made = table(
        rows("a,y", "1,1", "none of your business,0", "7,1", "inf,0", "9,0"),
        "y",
        missing=["none of your business", "inf"],
    )
    assert made.X.ravel().tolist() == [1, 7, 9]


def test_units_are_kept():
    made = table(
        rows(
            "weight;share;price;y",
            "70,5 kg;12%;$1,5;1",
            "82 kg;25%;$2;0",
            "55 kg;7%;$7;1",
            "60 kg;9%;$9;0",
            "65 kg;1%;$3;1",
        ),
        "y",
    )
    assert made.units == ("kg", "%", "$")
    assert made.X[0].tolist() == [70.5, 12, 1.5]


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "settings", "words"),
    [
        (KINDS.encode() + b"\n5,\xe9,1", {"features": ["a"]}, "read as Windows-1252"),
        (KINDS.encode("utf-16"), {}, "read as UTF-16"),
        (KINDS, {}, "columns parted by commas"),
        (rows("a;y", "1,5;1", "2,25;0", "-7;1"), {}, "a: 1,5 is read as 1.5"),
        (rows("a,y", '"1,250",1', "2,0", "7,1"), {}, "a: 1,250 is read as 1250"),
        (rows("a,y", "no,1", "yes,0", "no,1", "yes,1"), {}, "a is 1 for yes, 0 for the rest"),
        (
            rows("a,sort", "1,cat", "2,dog", "7,bird", "8,cat"),
            {"target": "sort", "positive": "dog"},
            "y is 1 for sort dog, 0 for sort not dog",
        ),
        (rows("id,a,y", "3,1.5,1", "1,2,0", "2,7,1", "5,3,0", "4,1,1"), {}, "id is no feature: it numbers the rows"),
        (
            rows("who,a,y", "Ann,1.5,1", "Bob,2,0", "Cem,7,1", "Dee,1,0"),
            {},
            "who is no feature: it has 4 different words in 4 rows",
        ),
        (rows("k,a,y", "2,1.5,1", "2,2,0", "2,7,1"), {}, "k is no feature: it is 2 everywhere"),
        (rows("k,a,y", ",1.5,1", ",2,0", ",7,1"), {}, "k is no feature: every cell is empty"),
        (
            rows("day,a,y", "2020-01-02,1.5,1", "2020-01-03,2,0", "2021-05-06,7,1"),
            {},
            "day is no feature: a date or a time is no amount",
        ),
        (
            rows("day,a,y", "1.2.2020,1.5,1", "13.2.2020,2,0", "1.3.2020,7,1"),
            {},
            "day is no feature: a date or a time is no amount",
        ),
        (rows("port,a,y", "S,1.5,1", "C,2,0", "Q,7,1", "S,1,1", "S,1,0", "C,7,0"), {}, "ask for one of them: port=C"),
        (
            rows("a,b,y", "1,2,0", "2,2.5,0", "7,1,1", "9,2,1", "3,1,0"),
            {},
            "a alone tells the kinds apart (AUC 1.0000, the share of pairs in order): is it known",
        ),
        (
            rows("a,b,c,y", "1,2,3,1", "2,5,7,0", "7,4,11,1", "9,3,12,1", "5,1,6,0", "3,3,6,0"),
            {},
            "c follows from a, b (collinear)",
        ),
        (
            rows("no,y", *(f"{1000 + 7 * k * k},{k % 2}" for k in range(25))),
            {},
            "no is a whole number that no two rows share",
        ),
        (
            rows("a,b,y", "1,-,0", "2.5,3,1", "7,NA,1", "9,4,0", "3,1,1"),
            {"features": ["b"]},
            "read as empty: '-' (1), 'NA' (1)",
        ),
        (rows("a,y", "1,0", "2.5,1", "7,1"), {"missing": ["unknwon"]}, "missing: 'unknwon' is in no cell"),
        (rows("a,y", "1,Yes", "2.5,no", "7,yes", "3,NO"), {}, "y: NO is read as no, yes is read as Yes"),
        (rows("mass (kg),y", "120 g,0", "99 g,1", "101 g,0"), {}, "mass: its cells say g and its name kg"),
        (rows("day,y", "20240105,0", "20240109,1", "20240110,1"), {}, "day is made of dates such as 20240105"),
        (rows("a,y", "1,0", "2.5,1", "999,1", "4,0"), {}, "a is 999 in 1, far from the rest: if it means unknown"),
        (rows("n,a,y", "u,1,0", "v,2.5,1", "Total,3.5,1"), {"features": ["a"]}, "the last row has 'Total' in n"),
        (
            rows("a,y", *(f"{k},{k % 2}" for k in range(6))),
            {"features": ["a"]},
            "would be left out if it were not asked",
        ),
        (rows("a,c,c,y", "1,2,3,0", "2.5,3,4,1", "7,5,6,1"), {}, "two columns are called 'c' and are left out"),
        (rows(",a,y", "0,1,0", "1,2.5,1", "2,7,1"), {}, "column 1 has no name and is left out"),
    ],
)
def test_what_was_decided_is_told(source, settings, words):
    assert words in told(table(source, **{"target": "y", **settings}))


def test_nothing_odd_is_told_of_a_plain_table():
    assert told(table(KINDS, "y")) == "nothing left out | columns parted by commas | y is 1 for y 1, 0 for y 0"


def test_an_amount_stays_an_amount():
    made = table(rows("a,price (€)", "1,2.5", "2,3", "7,9.5", "3,4"), "price")
    assert (made.y.tolist(), made.kinds, made.target) == ([2.5, 3, 9.5, 4], (), "price (€)")


def test_the_fingerprint_is_of_the_numbers():
    assert table(KINDS, "y").fingerprint == table(KINDS.replace(",", ";"), "y").fingerprint
    assert table(KINDS, "y").fingerprint != table(KINDS.replace("5.5", "5.6"), "y").fingerprint


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED = {
    "no such column": (KINDS, {"target": "z"}, "target = 'z' is no column; there are a, b, y"),
    "no such feature": (KINDS, {"features": ["c"]}, "feature = 'c' is no column; there are a, b, y"),
    "no such kind": (
        rows("port,y", "S,1", "C,0", "Q,1", "S,0"),
        {"features": ["port=X"]},
        "port never says 'X'; it says C, Q, S",
    ),
    "no feature": (KINDS, {"features": []}, "expected a list with the name of a column at least"),
    "a name for a list": (KINDS, {"features": "a"}, "features = 'a', expected a list"),
    "the target as a feature": (KINDS, {"features": ["a", "y"]}, "y is the target; it can't be a feature as well"),
    "nothing to learn from": (
        rows("d,y", "2020-01-02,1", "2020-01-03,0"),
        {},
        "no column can be a feature: d is no feature: a date or a time",
    ),
    "a date": (
        rows("d,y", "2020-01-02,1", "2020-01-03,0"),
        {"features": ["d"]},
        "feature d: a date or a time is no amount; make a column of years",
    ),
    "a word among numbers": (
        rows("a,y", "1,1", "2,0", "abc,0", "7,1"),
        {"features": ["a"]},
        "'abc' in line 4 and numbers elsewhere; mend it, or missing=['abc']",
    ),
    "a target of words and numbers": (rows("a,y", "1,1", "2,0", "3,?!", "7,1"), {}, "target y: it has '?!' in line 4"),
    "infinity": (rows("a,y", "1,1", "inf,0", "7,1", "9,0"), {}, "a is infinite in line 3; mend it, or missing=['inf']"),
    "one class": (rows("a,y", "1,1", "2,1", "7,1"), {}, "target y is 1 in every row; there is nothing to tell apart"),
    "one class is left": (rows("a,y", "1,1", "2,1", "7,1", ",0"), {}, "in the 3 whole rows it is always y 1"),
    "many kinds": (
        rows("a,y", "1,cat", "2,dog", "7,bird"),
        {},
        "target y has 3 kinds, bird, cat, dog; pick one as 1, such as positive='bird'",
    ),
    "1 and 2": (rows("a,y", "1,1", "2,2", "7,1"), {}, "target y is 1 or 2; which is 1? Say positive='2'"),
    "no kind": (
        rows("a,y", "1,cat", "2,dog", "7,cat"),
        {"positive": "cow"},
        "positive = 'cow' is no kind of y; there are cat, dog",
    ),
    "fewer rows than weights": (
        rows("a,b,y", "1,2,1", "2,7,0", "7,4,1"),
        {},
        "3 whole rows for 3 weights: any answer could be had",
    ),
    "and why": (rows("a,b,y", "1,,1", "2,7,0", "7,4,1", "9,,0"), {}, "b is empty in 2 of 4"),
    "a constant": (
        rows("a,y", "2,1", "2,0", "2,1"),
        {"features": ["a"]},
        "feature a: it is 2 everywhere, so it tells nothing",
    ),
    "a constant is left": (
        rows("a,b,y", "2,1,1", "2,2,0", "2,4,1", "2,9,0", "5,,1"),
        {},
        "feature a is 2 in all 4 whole rows; leave it out",
    ),
    "both marks": (
        rows("a;b;y", "1.5;1,5;1", "2.5;2,5;0", "7;7;1"),
        {},
        "a has decimal points and b decimal commas; write both alike",
    ),
    "either mark": (
        rows("a;y", "1.250;1", "2.980;0", "7.125;1"),
        {},
        "can be read with decimal points or with decimal commas; say decimal='.'",
    ),
    "the wrong mark": (
        rows("a;y", "1.25;1", "2.98;0", "7.1;1"),
        {"decimal": ","},
        "a can't be read with decimal = ','",
    ),
    "no mark": (KINDS, {"decimal": ";"}, "decimal = ';', expected '.' or ','"),
    "a short line": (rows("a,b,y", "1,2,1", "2,0"), {}, "line 3 of pasted text has 2 cells and line 1 has 3"),
    "a name twice": (
        rows("a,a,y", "1,2,1", "2,3,0"),
        {},
        "two columns are called 'a' and are left out; give each a name of its own",
    ),
    "no name": (rows(",a,y", "2,1,1", "3,1,0"), {}, "column 1 has no name and is left out"),
    "no header": (
        "1,2,1\n2,3,0\n",
        {},
        "line 1 of pasted text is 1, 2, 1, which look like numbers and no names; say header=False",
    ),
    "one line": ("\na,y\n", {}, "has 1 line(s); expected the names of the columns, and a line for each row"),
    "lengths": ({"a": [1, 2], "y": [1]}, {}, "columns of lengths a: 2, y: 1"),
    "no columns": ({}, {}, "columns of lengths none"),
    "a row of numbers": (np.arange(4.0), {}, "of shape (4,); expected a path, text, a DataFrame"),
    "an address": ("https://example.org/a.csv", {}, "is an address, and none is read here: save the file"),
    "no name of its own": (
        rows("a,a", "1,0", "2,1"),
        {"target": ["a"]},
        "no column has a name of its own: two columns are",
    ),
    "rows of different lengths": ([[1, 2], [3]], {}, "the rows have different lengths"),
    "three kinds by codes": (rows("a,y", "1,C1", "2,C2", "7,C3"), {}, "y has 3 kinds, C1, C2, C3; pick one as 1"),
    "brackets": (
        rows("a,y", "(12),0", "(3),1", "(7),1"),
        {},
        "a is no feature: it has '(12)' in line 2, which is read as no",
    ),
    "a bound": (
        rows("a,y", "<5,0", "<3,1", "<7,1"),
        {"features": ["a"]},
        "it has '<5' in line 2, which is read as no number",
    ),
    "a fraction": (rows("a,y", "1/2,0", "3/4,1", "1/4,1"), {"features": ["a"]}, "it has '1/2' in line 2"),
    "two of one name without units": (
        rows("t (C),t (F),y", "1,2,0", "3,4,1"),
        {"features": ["t"]},
        "may be t (C) or t (F)",
    ),
    "two of one name": (rows("a,c,c,y", "1,2,3,0"), {"features": ["c"]}, "feature = 'c': two columns are called 'c'"),
    "a title": (
        rows("My trial", "a,y", "1,0", "2,1"),
        {},
        "line 1 of pasted text has one cell, 'My trial', and line 2 has 2",
    ),
    "a title in a table": (rows("My trial,", "a,y", "1,0"), {}, "is it a title? Leave out what is above the names"),
    "commas and no names": (
        "5,1;3;ja\n4;1,5;nein\n",
        {"target": "x3"},
        "look like numbers and no names; say header=False",
    ),
    "an open quote": (rows("t,a,y", '"5 nail,1,0', "nail,1.5,1", "nail,3,1"), {}, "a quote is opened in line 2"),
    "an open quote in a long text": (
        rows("t,a,y", '"5 nail,1,0', *["nail,1.5,1"] * 20000),
        {},
        "a quote is opened in line 2 of pasted text and not closed",
    ),
    "HTML": ("<table>\n<tr>", {}, "pasted text is no CSV: it begins with '<table>"),
    "half of a packed file": (gzip.compress(KINDS.encode())[:30], {}, "this is a packed file that is not whole"),
    "a workbook": (b"PK\x03\x04", {}, "this is an archive or a workbook, and no text"),
    "a time": (rows("a,y", "12:30,0", "1:45,1", "2:00,1"), {"features": ["a"]}, "a date or a time is no amount"),
    "words in several lines": (
        rows("a,y", "1,0", "g,1", "3,1", "mm,0", "5,1"),
        {"features": ["a"]},
        "it has 'g' in line 3, 'mm' further down",
    ),
    "infinity below 0": ({"a": [1, -np.inf, 3], "y": [0, 1, 1]}, {}, "missing=['-inf'] leaves out such rows"),
    "no text": (b"\x00\x01\x02", {}, "this is no text, or in UTF-16 without its mark; save the table as CSV"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_in_words(case):
    source, settings, words = REFUSED[case]
    with pytest.raises(TableError) as error:
        table(source, **{"target": "y", **settings})
    assert words in str(error.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*birds.csv; give its path"):
        table(tmp_path / "birds.csv", "y")
    (tmp_path / "birds.xlsx").write_bytes(b"PK")
    with pytest.raises(TableError, match=r"birds\.xlsx is no text; save it as CSV, or read it with pandas"):
        table(tmp_path / "birds.xlsx", "y")


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(120_000_000)  # a hole: it takes no room
    with pytest.raises(TableError, match=r"large\.csv has 120 MB, up to 100 are read"):
        table(path, "y")


def test_a_table_of_many_rows():
    n, rng = 20_000, np.random.default_rng(0)
    X = rng.normal(size=(n, 5)).round(3)
    text = "a,b,c,d,e,y\n" + "\n".join(",".join(map(str, [*row, int(row[0] > row[1])])) for row in X)
    made = table(text, "y")
    assert np.array_equal(made.X, X)
    assert np.array_equal(made.y, X[:, 0] > X[:, 1])


@pytest.mark.parametrize("one", ["ja", "Yes", "oui", "true", "pos"])
def test_of_yes_and_no_yes_is_1(one):
    made = table(f"a,passed\n1,{one}\n7,zero\n3,{one}\n4,zero\n9,{one}\n", "passed")
    assert made.kinds == ("passed zero", f"passed {one}")
    assert made.y.tolist() == [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("more", "said"),
    [({"features": [0]}, "feature = "), ({"features": 5}, "features = 5"), ({"missing": 0}, "missing = 0"),
     ({"target": ["y"]}, "expected the name of one column"), ({"header": "x1"}, "header = 'x1'"),
     ({"delimiter": "ab"}, "one sign")],
)  # fmt: skip
def test_settings_of_another_kind_are_refused(more, said):
    with pytest.raises(TableError, match=said):
        table("a,y\n1,0\n5,1\n3,1\n4,0\n", **{"target": "y", **more})


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"a": 1, "y": 2}, "a is no list"), ({"a": [10**400, 2, 3, 4], "y": [0, 1, 1, 0]}, "infinite")],
)
def test_columns_that_are_none_are_refused(columns, said):
    with pytest.raises(TableError, match=said):
        table(columns, "y")
