"""CSV files as people really save them, and files that are none."""

import codecs

import pytest

from productops.spreadsheets import as_csv
from releases.importing.spreadsheets import MOST_ROWS, Unreadable, letter_of, read_sheet

PLAIN = "Name,Area\nPłatności,Search\n"


@pytest.mark.parametrize(
    ("content", "encoding", "guessed", "name"),
    [
        (PLAIN.encode(), "UTF-8", False, "Płatności"),
        (codecs.BOM_UTF8 + PLAIN.encode(), "UTF-8", False, "Płatności"),
        (PLAIN.encode("utf-16"), "UTF-16", False, "Płatności"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "UTF-16", False, "Płatności"),
        (PLAIN.encode("cp1250"), "cp1250", True, "Płatności"),
        ("Name,Area\nCafé là-bas,Search\n".encode("cp1252"), "cp1252", True, "Café là-bas"),
    ],
)
def test_letters_are_read_and_a_guess_is_said(content: bytes, encoding: str, guessed: bool, name: str) -> None:
    sheet = read_sheet(content)
    assert (sheet.remarks.encoding, sheet.remarks.guessed) == (encoding, guessed)
    assert sheet.headers == ("Name", "Area")
    assert sheet.rows == [[2, name, "Search"]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n", ";"),
        ("a\tb\n1, 2; 3\t2\n", "\t"),
        ("sep=;\na;b\nx;y\n", ";"),
        ("a,b\r\n1,2\r\n", ","),
        ("a\nx, y\n", ","),
    ],
)
def test_the_separator_is_found(text: str, delimiter: str) -> None:
    sheet = read_sheet(text.encode())
    assert sheet.remarks.delimiter == delimiter
    assert sheet.headers[0] == "a"


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    sheet = read_sheet(b'\n"Name",Area\n"two\nlines",x\n\n,,\nlast\n')
    assert sheet.headers == ("Name", "Area")
    assert sheet.rows == [[3, "two\nlines", "x"], [6, "last", ""]]


def test_headings_are_made_different_and_that_is_said() -> None:
    sheet = read_sheet(b"Name,,Name, Name ,\na,b,c,d\n")
    assert sheet.headers == ("Name", "Column B", "Name (2)", "Name (3)")
    assert sheet.remarks.unnamed == ("Column B",)
    assert sheet.remarks.renamed == ("Name (2)", "Name (3)")
    assert [letter_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_row_with_more_cells_than_headings_is_wider() -> None:
    sheet = read_sheet(b"a,b\n1,2,\n1,2,3\n")
    assert [len(row) for row in sheet.rows] == [3, 4]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "1+1"),
        ("+48 123", "48 123"),
        ("-2", "2"),
        ("@SUM(A1)", "SUM(A1)"),
        ("\t=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("＝1", "1"),
        ("'=1+1", "1+1"),
        ("  =1", "1"),
        ("==+-@x", "x"),
    ],
)
def test_formulas_come_in_as_text_and_go_out_safe(cell: str, text: str) -> None:
    sheet = read_sheet(f'Name;Area\n"{cell}";x\n'.encode())
    assert sheet.rows == [[2, text, "x"]]
    assert (sheet.remarks.formula_count, sheet.remarks.formulas) == (1, ((2, 0),))
    assert read_sheet(as_csv([["Name", "Area"], [text, "x"]]).encode()).remarks.formula_count == 0


def test_what_is_no_formula_is_left_alone() -> None:
    sheet = read_sheet("Name,Area\n-,–\nan 'apostrophe',a=b\n".encode())
    assert sheet.rows == [[2, "", "–"], [3, "an 'apostrophe'", "a=b"]]
    assert sheet.remarks.formula_count == 0


def test_characters_that_do_harm_are_removed_and_counted() -> None:
    sheet = read_sheet("Name,Area\na\x00b\u202ec,x\n".encode())
    assert sheet.rows == [[2, "abc", "x"]]
    assert sheet.remarks.removed == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"Name,Area\n", "nothing below"),
        (b"PK\x03\x04" + b"\x00" * 100, "save it as CSV"),
        (b"\xd0\xcf\x11\xe0xls", "save it as CSV"),
        (b"%PDF-1.7", "save it as CSV"),
        (bytes(range(32)) * 20, "save it as CSV"),
        ("Name,Area\nx,y\n".encode("utf-16-le"), "save it as CSV"),
        (b"\xff\xfea", "damaged"),
        (b'Name,Area\n"open,x\n', "Row 2: a quotation mark"),
        (b'Name,Area\na,b\n"a"b,x\n', "Row 3: a quotation mark"),
        (b"Name,Area\n" + b"x" * (1024 * 1024 + 1) + b",y\n", "more than 1 MB"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), "More than 50,000 rows"),
        (",".join(map(str, range(101))).encode() + b"\n1\n", "More than 100 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)
    assert words in str(refused.value)
