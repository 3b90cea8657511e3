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


def test_what_is_stored_is_its_lines_and_no_html_of_theirs():
    own = OwnTable("\n<b>x</b>,y\n1,2\n")
    assert (own.text, own.name) == ("<b>x</b>,y\n1,2", "pasted text")
    shown = own._repr_mimebundle_()[0]
    assert shown["text/html"] == "<pre>&lt;b&gt;x&lt;/b&gt;,y\n1,2</pre>"
    assert shown["text/plain"] == "<table of the reader's own, pasted text: 2 lines>"
