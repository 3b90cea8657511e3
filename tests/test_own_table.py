"""The place for a reader's own table: which bytes are text, and what stands where nothing runs."""

import pytest
from node import ask

from perceptron.data.source import read
from perceptron.widgets.own_table import OwnTable

PROGRAM = """
const given = JSON.parse(readFileSync(0, "utf8"));
const told = (bytes) => {
  try { return decoded(Uint8Array.from(bytes)); } catch (error) { return [error.message, "refused"]; }
};
console.log(JSON.stringify(given.map(told)));
"""
OTHER = "Not in UTF-8, so read as Windows-1252: look at letters with accents."
TEXT = "größe;plays\n1,5;yes\n"
FILES = {
    "UTF-8": (TEXT.encode(), TEXT, ""),
    "UTF-8 with a mark": (TEXT.encode("utf-8-sig"), TEXT, ""),
    "UTF-16": (TEXT.encode("utf-16"), TEXT, "Read as UTF-16."),
    "UTF-16, the other way": (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, "Read as UTF-16."),
    "Windows-1252": (TEXT.encode("cp1252"), TEXT, OTHER),
    "a spreadsheet": (b"PK\3\4\0\0", "is no text; save the table as CSV, and choose that file.", "refused"),
    "nothing": (b"", "", ""),
}


@pytest.fixture(scope="module")
def told():
    """What the browser makes of each file."""
    return dict(zip(FILES, ask(OwnTable._esm + PROGRAM, [list(raw) for raw, *_ in FILES.values()]), strict=True))


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_read_as_python_reads_it(case, told):
    raw, text, note = FILES[case]
    assert told[case] == [text, note]
    if text and note != "refused":
        assert list(read(raw).columns) == ["größe", "plays"]
        assert read(raw).columns == read(text).columns


ROWS = "height;shoe;plays\n181;44,5;yes\n165;38;no\n172;41;no\n190;46;yes\n177;43;no"


def test_what_is_given_is_read_at_once_and_so_is_what_comes_later():
    own = OwnTable(f"\n{ROWS}\n", target="plays")
    assert (own.columns, own.name) == (["height", "shoe", "plays"], "pasted text")
    assert (own.table.features, own.table.y.tolist()) == (("height", "shoe"), [1, 0, 0, 1, 0])
    own.target = "shoe"
    assert "y is shoe" in own.told
    assert own.table.y.tolist() == [44.5, 38, 41, 46, 43]
    own.text = ROWS.replace("shoe", "size")
    assert (own.target, own.table.kinds) == ("plays", ("plays no", "plays yes")), "the last column, where it has gone"


REFUSED = {
    "height;plays": "has 1 line",
    "nowhere.csv": "has 1 line",
    "a;b\n1": "line 2 of pasted text has 1 cells and line 1 has 2",
    "a;<b>\n1;x\n2;y\n3;z": "target &lt;b&gt; has 3 kinds",
    "a;<b>\n1.234;x\n2.345;y\n4.567;x\n5.123;y": "<code>data.table(own.text, &quot;&lt;b&gt;&quot;, …)</code>",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_table_is_told_where_it_was_chosen(text):
    own = OwnTable(ROWS, "plays")
    own.text = text
    assert own.table is None
    assert REFUSED[text] in own.told
    own.name, own.text = "mine.csv", "a;b\n1"
    assert "line 2 of mine.csv has 1 cells" in own.told
    own.text = ""
    assert (own.table, own.told) == (None, "")
    own.text = ROWS
    assert (len(own.table.y), own.table.name) == (5, "mine.csv")


def test_what_is_stored_is_its_lines_and_no_html_of_theirs():
    shown = OwnTable("<b>x</b>,y\n1,2\n")._repr_mimebundle_()[0]
    assert shown["text/html"].startswith("<pre>&lt;b&gt;x&lt;/b&gt;,y\n1,2</pre>")
    assert shown["text/plain"] == "<table of the reader's own, pasted text: None>"


def test_the_kind_that_is_1_and_what_is_learnt_from_can_be_chosen():
    own = OwnTable("a;b;kind\n1;7;x\n5;3;y\n2;8;z\n9;1;x\n4;4;y\n7;2;z\n3;6;x", target="kind")
    assert own.table is None
    assert own.kinds == ["x", "y", "z"]
    assert "Choose it above." in own.told
    own.positive = "y"
    assert own.table.y.tolist() == [0, 1, 0, 0, 1, 0, 0]
    own.left = ["b"]
    assert (own.features, own.table.features) == (["a", "b"], ("a",))
    own.left = ["a", "b"]
    assert (own.table, "tick a column above" in own.told) == (None, True)
    own.left, own.target = [], "b"
    assert (own.kinds, own.positive, own.table.features[0]) == ([], "", "a")


def test_of_yes_and_no_the_choice_is_shown():
    own = OwnTable("a;passed\n1;ja\n7;nein\n3;ja\n4;nein\n9;ja", target="passed")
    assert (own.positive, own.table.y.tolist()) == ("ja", [1, 0, 1, 0, 1])
    own.positive = "nein"
    assert own.table.y.tolist() == [0, 1, 0, 1, 0]
