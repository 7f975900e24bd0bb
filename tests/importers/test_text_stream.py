"""Lines of text in any encoding, with any line ends, and nothing that is no text."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.importers import text_stream
from gutline.importers.errors import ImporterError
from gutline.importers.text_stream import text_lines, whole_text

TEXT = "Zeit,Name\n1,Frühstück\n"


def lines(data: bytes) -> list[str]:
    return [line.text for line in text_lines(io.BytesIO(data), "x.csv")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_every_form_reads_the_same(encoding: str):
    data = TEXT.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    assert lines(data) == ["Zeit,Name", "1,Frühstück"]
    assert whole_text(io.BytesIO(data), "x.csv", 1000) == TEXT


def test_windows_text_is_read_line_by_line_and_said():
    found = list(text_lines(io.BytesIO(b"a\nFr\xfchst\xfcck\nK\xc3\xa4se\n"), "x.csv"))
    assert [line.text for line in found] == ["a", "Frühstück", "Käse"]
    assert [bool(line.trouble) for line in found] == [False, True, False]
    assert found[1].usable
    assert whole_text(io.BytesIO(b"Fr\xfch"), "x", 10) == "Früh"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_parts_lines(end: str):
    assert lines(end.join(["a", "b", "", "c"]).encode()) == ["a", "b", "", "c"]


def test_mixed_line_ends_part_lines():
    assert lines(b"a\r\nb\rc\nd\r") == ["a", "b", "c", "d"]


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00\ufeff"), max_size=9)
    ),
    st.integers(1, 9),
)
def test_lines_do_not_depend_on_how_they_arrive(parts: list[str], size: int):
    data = b"start\r\n" + "\r\n".join(parts).encode()
    whole = [line.text for line in text_lines(io.BytesIO(data), "x")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_stream, "_PIECE", size)
        assert [line.text for line in text_lines(io.BytesIO(data), "x")] == whole


def test_a_line_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr(text_stream, "LONGEST_LINE", 10)
    found = list(text_lines(io.BytesIO(b"a\n" + b"b" * 200_000 + b"\nc\n"), "x"))
    assert [(line.number, line.text, line.usable) for line in found] == [
        (1, "a", True), (2, "", False), (3, "c", True),
    ]  # fmt: skip
    last = list(text_lines(io.BytesIO(b"a\n" + b"b" * 200_000), "x"))
    assert [line.usable for line in last] == [True, False]


def test_a_line_with_nul_bytes_cannot_be_used():
    found = list(text_lines(io.BytesIO(b"a\nb\x00c\nd"), "x"))
    assert [line.usable for line in found] == [True, False, True]
    assert "NUL" in found[1].trouble


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a picture"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04abc", "Excel"),
        (b"SQLite format 3\x00", "SQLite"),
        (bytes(range(1, 32)) * 20, "not a text"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data: bytes, what: str):
    with pytest.raises(ImporterError, match=what) as error:
        lines(data)
    assert "x.csv" in str(error.value)


def test_a_whole_text_has_a_limit():
    with pytest.raises(ImporterError, match="larger than 0 MB"):
        whole_text(io.BytesIO(b"12345"), "x", 4)
