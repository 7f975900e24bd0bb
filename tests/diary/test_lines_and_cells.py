"""The lowest layer: bytes to lines to cells, checked against the plain ways that know no caps."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.diary import DiaryError
from gutline.diary.byte_lines import BadLine, lines_of, name_of
from gutline.diary.csv_records import LONGEST_RECORD, records_of
from gutline.diary.quoting import quoted, quoted_if_needed, take_word

SEARCH = settings(max_examples=2 * settings().max_examples)
HEAD = 1 << 16
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
CELLS = st.text(st.sampled_from('ab",;\n\r \u00e4\U0001f355#'), max_size=6)


class Pieces:
    """A stream that gives its bytes in pieces of one size."""

    def __init__(self, data: bytes, size: int) -> None:
        self._stream, self._size = io.BytesIO(data), size

    def read(self, _size: int = -1) -> bytes:
        return self._stream.read(self._size)


def lines(data: bytes, size: int = HEAD):
    return list(lines_of(Pieces(data, size), "me.csv"))  # type: ignore[arg-type]


def cells(text: str, width: int = 3):
    return list(records_of(iter(text.split("\n")), ",", width, 1))


@given(text=TEXTS, size=st.integers(1, 9))
def test_lines_are_those_of_the_text(text, size):
    expected = text.removeprefix("\ufeff").split("\n")
    try:
        found = lines(text.encode(), size)
    except DiaryError:
        assert text.startswith(("PK\x03\x04", "%PDF", "SQLite format 3"))
        return
    assert found == (expected if expected[-1] else expected[:-1])


@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("size", [1000, HEAD])
def test_a_letter_cut_by_the_end_of_the_first_piece(before, size):
    text = "x" * (HEAD - before) + "\U0001f355\nend"
    assert lines(text.encode(), size) == text.split("\n")


def test_a_file_that_ends_in_the_midst_of_a_letter():
    with pytest.raises(DiaryError, match=r"me\.csv.*line 2, byte 0xf0"):
        lines("a\n\U0001f355".encode()[:-1])
    far = lines(b"a\n" * HEAD + "\U0001f355".encode()[:-1])
    assert far[:-1] == ["a"] * HEAD
    assert isinstance(far[-1], BadLine)


def test_one_bad_line_among_many_is_the_only_one():
    found = lines(b"good\n" * HEAD + b"b\xffd\n" + b"good\n" * 3)
    assert [place for place, line in enumerate(found) if isinstance(line, BadLine)] == [HEAD]
    assert len(found) == HEAD + 4


@pytest.mark.parametrize("length", [999_999, 1_000_000])
def test_a_line_within_the_cap_is_read(length):
    assert lines(b"x" * length + b"\nend") == ["x" * length, "end"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_several_lines_beyond_the_cap_are_told_of_one_by_one(count):
    found = lines((b"x" * 1_200_000 + b"\n") * count + b"end")
    assert [isinstance(line, BadLine) for line in found] == [True] * count + [False]


def test_names_of_sources(tmp_path):
    path = tmp_path / "me.csv"
    path.write_text("")
    with path.open() as stream:
        assert name_of(path) == name_of(str(path)) == name_of(stream) == str(path)
    assert name_of(io.StringIO()) == "the text"
    numbered = io.BytesIO()
    numbered.name = 3
    assert name_of(numbered) == "the text"


@SEARCH
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_cells_are_those_of_the_csv_module(rows):
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found = [found for _, found in cells(stream.getvalue().removesuffix("\n"))]
    assert found == (rows or [[""]])
    assert found == (list(csv.reader(io.StringIO(stream.getvalue(), newline=""))) or [[""]])


def test_numbers_are_those_of_the_first_line():
    found = cells('a,b,c\n"1\n2\n3",b,c\nd,e,f')
    assert [number for number, _ in found] == [1, 2, 5]
    assert found[1][1] == ["1\n2\n3", "b", "c"]


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ('"open,b,c', {1}),
        ('a,"open,c\nd,e,f', {1}),
        ('a,"b"x,c\nd,e,f', {1}),
        ('"1\n2",b\nd,e,f', {1, 2}),
        ('a,"open,c\nd,"open,f\ng,h,i', {1, 2}),
        ('a,b,c\nd,"open,f', {2}),
    ],
)
def test_quotes_that_make_no_sense_cost_their_own_lines(text, bad):
    found = cells(text)
    assert [number for number, _ in found] == list(range(1, text.count("\n") + 2))
    told = {number for number, row in found if isinstance(row, BadLine) or len(row) != 3}
    assert told == bad


def test_a_record_may_be_long_but_not_without_end():
    fits = '"' + "x\n" * (LONGEST_RECORD // 2 - 10) + '",b,c'
    assert len(cells(fits)) == 1
    endless = '"' + "x\n" * LONGEST_RECORD + '",b,c'
    assert isinstance(cells(endless)[0][1], BadLine)


def test_a_bad_line_is_handed_on_and_ends_an_open_quote():
    source: list[str | BadLine] = ['a,"open,c', BadLine("why"), "d,e,f"]
    found = list(records_of(iter(source), ",", 3, 7))
    assert [number for number, _ in found] == [7, 8, 9]
    assert found[1][1] == BadLine("why")
    assert found[2][1] == ["d", "e", "f"]


@SEARCH
@given(word=TEXTS, rest=st.sampled_from(["", "= x", ", y", ": z"]))
def test_a_quoted_word_reads_back(word, rest):
    assert take_word(quoted(word) + rest, "=,:") == (word, rest)
    tidy = " ".join(word.split())
    if tidy:
        assert take_word(quoted_if_needed(tidy) + rest, "=,:") == (tidy, rest)


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("milk = a", "milk", "= a"),
        ("  milk  ", "milk", ""),
        ("", "", ""),
        ('"a b" , c', "a b", ", c"),
    ],
)
def test_words_as_people_type_them(text, word, rest):
    assert take_word(text, "=,") == (word, rest)


@pytest.mark.parametrize("text", ['"open', '"a" b', '"a\\q"', '"'])
def test_quotes_that_are_wrong(text):
    with pytest.raises(DiaryError, match="quote"):
        take_word(text, "=,")
