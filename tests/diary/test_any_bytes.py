"""Whatever a file holds, reading it gives a diary or a `DiaryError`, and every row is counted."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gutline.diary import Diary, DiaryError, parse_csv, parse_text, read, read_csv, read_text

SEARCH = settings(max_examples=3 * settings().max_examples)
CELLS = st.one_of(
    st.sampled_from([
        "", " ", "2026-03-01", "2026-03-01 08:00", "2026-03-01T08:00+02:00", "2026-03-29 02:30",
        "2206-01-01", "food", "symptom", "sleep", "note", "complete", "Food ", "milk", "Milk",
        "none", "all", "7.5", "7,5", "14", "-1", "nan", "1e999", "serving", "nrs", "h", "g", "kg",
        "=1+1", "\u00e4", "\x07", "x" * 600, "Z", "#",
    ]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
)  # fmt: skip
LIKELY = st.tuples(
    st.sampled_from(["2026-03-01", "2026-03-01 08:00", "2026-03-02 09:30", "2026-02-30"]),
    st.sampled_from(["food", "drink", "symptom", "sleep", "symtom"]),
    st.sampled_from(["milk", "bread", "none", "back pain", ""]),
    st.sampled_from(["", "1", "6", "14", "7,5"]),
    st.sampled_from(["", "serving", "nrs", "h"]),
).map(list)
ROWS = st.lists(st.one_of(LIKELY, st.lists(CELLS, min_size=1, max_size=7)), max_size=12)
LINES = st.lists(
    st.one_of(
        st.sampled_from([
            "2026-03-01", "2026-03-01 08:00 ate rye bread, butter", "08:00 back pain 6", "ate nothing",
            "slept 7.5 h", "note x", "# c", "zone Europe/Berlin", "tag milk: dairy", "zone x",
            'ate "open', "stress headache 5", "walked 30 min | note a | id 7", "", "back pain 14",
        ]),
        st.text(max_size=30),
        st.lists(st.sampled_from(["ate", "2", "g", "milk", ",", '"', "|", "note", "x2", "7", "stress",
                                  "h", "\\", "zone", "tag", ":", "08:00", "2026-03-01", "no", "symptoms"]),
                 max_size=8).map(" ".join),
    ),
    max_size=10,
)  # fmt: skip


def readable(reader, data: bytes) -> Diary | None:
    """Read; anything but a diary or a DiaryError is a failure. Reads the same each time."""
    try:
        diary = reader(io.BytesIO(data))
    except DiaryError:
        return None
    assert isinstance(diary, Diary)
    assert reader(io.BytesIO(data)) == diary
    for problem in diary.problems:
        assert problem.reason
        assert problem.severity in {"refused", "warning"}
        assert len(problem.value) <= 80
        assert problem.value.isprintable()
    assert Diary.from_entries(diary.entries, zone=diary.zone, tags=diary.tags) == diary
    return diary


@pytest.mark.parametrize("reader", [read_csv, read_text, read])
@SEARCH
@given(data=st.binary(max_size=300))
@example(data=b"\xef\xbb\xbf")
@example(data=b"PAR1")
@example(data=b"PAR1" * 20)
@example(data=b'"')
@example(data=b"#" * 70_000)
@example(data=b"# zone: \n")
@example(data=b"# zone: +99:99\ntime,kind,name\n")
@example(data=b"zone \x1b\n")
def test_any_bytes(reader, data):
    readable(reader, data)


@SEARCH
@given(data=st.binary(max_size=200), at=st.integers(0, 200))
def test_any_bytes_in_the_midst_of_a_diary(data, at):
    text = b"# zone: Europe/Berlin\ntime,kind,name,value\n2026-03-01 08:00,food,milk,1\n"
    text += b'2026-03-01 09:00,food,"rye, bread",2\n2026-03-01 10:00,symptom,back pain,6\n'
    readable(read_csv, text[:at] + data + text[at:])


@SEARCH
@given(rows=ROWS, delimiter=st.sampled_from(",;\t"))
def test_every_row_is_either_used_or_refused(rows, delimiter):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["time", "kind", "name", "value", "unit"])
    writer.writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    diary = readable(read_csv, stream.getvalue().encode())
    assert diary is not None
    lone_return = any("\r" in cell or "\n" in cell for row in rows for cell in row)
    if not lone_return:
        assert len(diary.entries) + diary.refused == len(filled)
    else:
        assert len(diary.entries) + diary.refused >= 1 or not filled


@SEARCH
@given(lines=LINES)
def test_any_lines_of_plain_text(lines):
    diary = readable(read_text, "\n".join(lines).encode("utf-8", "replace"))
    if diary is not None:
        told = {problem.line for problem in diary.problems}
        assert told <= {None, *range(1, len("\n".join(lines).split("\n")) + 1)}


@SEARCH
@given(lines=LINES)
def test_strict_raises_exactly_when_a_row_is_refused(lines):
    text = "\n".join(lines)
    try:
        diary = parse_text(text)
    except DiaryError:
        return
    if diary.refused:
        with pytest.raises(DiaryError):
            parse_text(text, strict=True)
    else:
        assert parse_text(text, strict=True) == diary


@SEARCH
@given(rows=ROWS)
def test_strict_raises_exactly_when_a_row_of_a_table_is_refused(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([["time", "kind", "name", "value", "unit"], *rows])
    diary = parse_csv(stream.getvalue())
    if diary.refused:
        with pytest.raises(DiaryError):
            parse_csv(stream.getvalue(), strict=True)
    else:
        assert parse_csv(stream.getvalue(), strict=True) == diary


@SEARCH
@given(cut=st.integers(0, 400), size=st.integers(1, 7))
def test_how_a_stream_is_cut_does_not_matter(cut, size):
    text = (
        "time,kind,name,value,unit,note\n2026-03-01 08:00,food,K\u00e4se,1,,\n"
        '2026-03-02 08:00,food,"rye",1,,"two\nlines \U0001f355"\n' * 3
    ).encode()

    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    part = text[: cut or None]
    try:
        whole: object = read_csv(io.BytesIO(part))
    except DiaryError as error:
        whole = str(error)
    try:
        pieces: object = read_csv(Slow(part))
    except DiaryError as error:
        pieces = str(error)
    assert whole == pieces


@pytest.mark.parametrize("text", ["\ud800", "time,kind,name\n2026-03-01,food,\ud800\n"])
def test_a_text_that_cannot_be_written_down(text):
    for parse in (parse_csv, parse_text):
        with pytest.raises(DiaryError, match="not UTF-8"):
            parse(text)
