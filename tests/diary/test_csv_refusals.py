"""Every unusable row is reported with line, field, value and reason; the good rows are used."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from gutline.diary import Diary, DiaryError, parse_csv, read_csv
from gutline.diary.byte_lines import LONGEST_LINE
from gutline.diary.intake import MOST_REFUSED

HEADER = "time,kind,name,value,unit,note,source,id\n"
GOOD = "2026-03-01 07:00,food,bread,1,serving,,,\n"


def refusal(row: str, header: str = HEADER):
    """Read the row between two good ones and return the one problem it gives."""
    after = GOOD.replace("07:00", "22:00")
    diary = parse_csv(header + GOOD + row + "\n" + after)
    assert len(diary.entries) == 2
    assert diary.refused == 1
    (problem,) = [p for p in diary.problems if p.severity == "refused"]
    assert problem.line == 3
    assert problem.reason
    with pytest.raises(DiaryError, match="line 3") as error:
        parse_csv(header + GOOD + row + "\n" + after, strict=True)
    assert problem.reason in str(error.value)
    return problem


@pytest.mark.parametrize(
    ("row", "field", "value", "reason"),
    [
        ("2026-03-01 08:00,symptom,back pain,14,nrs", "value", "14", "between 0 and 10 nrs"),
        ("2026-03-01 08:00,symptom,back pain,-1,nrs", "value", "-1", "between 0 and 10 nrs"),
        ("2026-03-01 08:00,symptom,back pain,,", "value", "", "needs a value, from 0 to 10 nrs"),
        ("2026-03-01 08:00,symptom,back pain,6,kg", "unit", "kg", "measured in nrs"),
        ("2026-03-01 08:00,symptom,none,3,", "value", "3.0", "takes no value"),
        ("2026-03-01 08:00,stress,,11,", "value", "11", "between 0 and 10"),
        ("2026-03-01 08:00,stool,,8,", "value", "8", "between 1 and 7 bristol"),
        ("2026-03-01 08:00,sleep,,30,h", "value", "30", "between 0 and 24 h"),
        ("2026-03-01 08:00,sleep,,,", "value", "", "needs a value"),
        ("2026-03-01 08:00,food,milk,-1,serving", "value", "-1", "between 0 and 50 serving"),
        ("2026-03-01 08:00,food,milk,1,furlong", "unit", "furlong", "serving or g or ml"),
        ("2026-03-01 08:00,food,,1,", "name", "", "food needs a name"),
        ("2026-03-01 08:00,movement,,30,h", "value", "30", "between 0 and 24 h"),
        ("2026-03-01 08:00,note,,3,", "value", "3.0", "note takes no value"),
        ("2026-03-01 08:00,complete,lunch,,", "name", "lunch", "food, symptoms or all"),
    ],
)
def test_impossible_values(row, field, value, reason):
    problem = refusal(row)
    assert (problem.field, problem.value) == (field, value)
    assert reason in problem.reason


@pytest.mark.parametrize("typed", ["nan", "NaN", "inf", "-inf", "Infinity", "None", "n/a"])
def test_values_that_are_not_finite(typed):
    problem = refusal(f"2026-03-01 08:00,food,milk,{typed},g")
    assert (problem.field, problem.value) == ("value", typed)
    assert "not a finite number" in problem.reason


@pytest.mark.parametrize("typed", ["1e999", "-1e999", "9" * 400])
def test_values_too_large_to_be_held(typed):
    assert "too large" in refusal(f"2026-03-01 08:00,food,milk,{typed},g").reason


@pytest.mark.parametrize(
    "typed", ["six", "1_000", "0x10", "\u0663", "1 000", "7.5h", "--3", "1e", "."]
)
def test_values_that_are_no_numbers(typed):
    problem = refusal(f"2026-03-01 08:00,food,milk,{typed},g")
    assert (problem.field, problem.value) == ("value", typed)


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("2206-03-01 08:00", "the year 2206 is not between 1970 and 2100"),
        ("1890-03-01 08:00", "the year 1890"),
        ("1890-03-01", "the year 1890"),
        ("0000-03-01 08:00", "no such time"),
        ("2026-02-30 08:00", "no such time"),
        ("2026-13-01", "no such time"),
        ("2026-03-01 24:01", "no such time"),
        ("2026-03-01 24:00:01", "no such time"),
        ("2026-03-01 24:00:00.5", "no such time"),
        ("2026-03-01 25:00", "no such time"),
        ("2026-02-30 24:00", "no such time"),
        ("2100-12-31 24:00", "the year 2101"),
        ("9999-12-31 24:00", "the year 9999"),
        ("2026-03-01 08:60", "no such time"),
        ("2026-03-01 08:00:61", "no such time"),
        ("2026-03-01 08", "not a time"),
        ("2026-03-01 08:00 pm", "not a time"),
        ("01/03/2026 08:00", "cannot be told apart"),
        ("1.3.2026", "cannot be told apart"),
        ("yesterday", "not a time"),
        ("", "the time is missing"),
        ("2026-03-01 08:00+25:00", "not an offset"),
        ("2026-03-01 08:00+01:75", "not an offset"),
        ("2026-03-01+01:00", "no such time"),
        ("\u0662\u0660\u0662\u0666-03-01", "not a time"),
    ],
)
def test_impossible_times(time, reason):
    problem = refusal(f"{time},food,milk,1,g")
    assert (problem.field, problem.value) == ("time", time)
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("symtom", "did you mean 'symptom'?"),
        ("foood", "did you mean 'food'?"),
        ("weather", "use one of complete, cycle, drink"),
        ("", "use one of complete, cycle, drink"),
    ],
)
def test_unknown_kinds(kind, reason):
    problem = refusal(f"2026-03-01 08:00,{kind},x,1,")
    assert (problem.field, problem.value) == ("kind", kind)
    assert reason in problem.reason


def test_a_row_that_is_there_twice(diary):
    """
    time,kind,name,value,unit
    2026-03-01 08:00,food,milk,1,serving
    2026-03-01T08:00:00,food,milk,1.0,
    2026-03-01 08:00,food,milk,2,serving
    """
    assert [e.value for e in diary.entries] == [1.0, 2.0]
    (problem,) = diary.problems
    assert (problem.line, problem.field, problem.severity) == (3, "row", "refused")
    assert problem.reason == "a duplicate: the same in everything as one before (line 2)"


def test_an_id_that_is_there_twice(diary):
    """
    time,kind,name,value,id
    2026-03-01 08:00,food,milk,1,17
    2026-03-01 08:00,food,milk,1,17
    2026-03-01 08:00,food,milk,1,18
    2026-03-02 08:00,food,bread,1,17
    """
    assert [e.id for e in diary.entries] == ["17", "18"]
    duplicate, clash = diary.problems
    assert (duplicate.line, duplicate.field) == (3, "row")
    assert (clash.line, clash.field, clash.value) == (5, "id", "17")
    assert "(line 2)" in clash.reason


def test_two_spellings_of_one_name_at_one_time_are_a_duplicate(diary):
    """
    time,kind,name
    2026-03-01 08:00,food,milk
    2026-03-01 08:00,food,Milk
    """
    assert len(diary.entries) == 1
    assert [p.severity for p in diary.problems] == ["warning", "refused"]


@pytest.mark.parametrize("field", ["name", "source", "id"])
def test_names_that_are_too_long(field):
    cells = {"name": "milk", "source": "", "id": "", field: "x" * 501}
    problem = refusal(f"2026-03-01 08:00,food,{cells['name']},,,,{cells['source']},{cells['id']}")
    assert problem.field == field
    assert "longer than 500" in problem.reason
    assert len(problem.value) == 80


def test_a_note_that_is_too_long():
    problem = refusal(f"2026-03-01 08:00,food,milk,,,{'x' * 20_001},,")
    assert problem.field == "note"
    assert "split it" in problem.reason


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x7f", "\x9b"])
def test_control_characters_in_names_and_notes(character):
    for row in (f"mi{character}lk,,,", f"milk,,,a{character}b"):
        problem = refusal(f"2026-03-01 08:00,food,{row}")
        assert "control character" in problem.reason
        assert problem.value.isprintable()


def test_too_many_cells():
    problem = refusal("2026-03-01 08:00,sleep,,7,5,h,,,,", "time,kind,name,value,unit\n")
    assert problem.field == "row"
    assert "6 cells" in problem.reason or "10 cells" in problem.reason
    assert "double quotes" in problem.reason


def test_a_byte_that_is_no_text_far_down_costs_its_row_only():
    rows = [
        f"2026-03-{d:02} {h:02}:{m:02},food,milk"
        for d in range(1, 29)
        for h in range(24)
        for m in range(0, 60, 10)
    ]
    good = "\n".join(["time,kind,name", *rows]).encode()
    assert len(good) > 1 << 16
    diary = read_csv(io.BytesIO(good + b"\n2026-04-01,food,K\xe4se\n2026-04-02,food,a\x00b\n"))
    assert len(diary.entries) == len(rows)
    assert [p.reason.split(";")[0] for p in diary.problems] == [
        "not UTF-8 (byte 0xe4)",
        "holds a NUL byte",
    ]
    assert [p.line for p in diary.problems] == [len(rows) + 2, len(rows) + 3]


# The whole file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"\n\n \n", b"\xef\xbb\xbf", b"# only a comment\n", b",,,\n"]
)
def test_an_empty_file_is_an_empty_diary(data):
    diary = read_csv(io.BytesIO(data))
    assert diary.entries == ()
    assert diary.days == ()
    assert [(p.line, p.severity) for p in diary.problems] == [(None, "warning")]
    assert "empty" in diary.problems[0].reason


def test_a_header_alone_is_an_empty_diary():
    diary = parse_csv(HEADER)
    assert diary.entries == ()
    assert [p.reason for p in diary.problems] == ["the file has a header and no rows"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01\x02" * 100, "binary file"),
        (b"time,kind,name\n2026-03-01,food,mi\x00lk\n", "binary file"),
        (b"PK\x03\x04" + b"x" * 50, "Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "old Excel"),
        (b"%PDF-1.7", "a PDF"),
        (b"SQLite format 3\x00", "SQLite"),
        ("time,kind,name\n".encode("utf-16"), "UTF-16"),
        ("time,kind,name\n2026-03-01,food,K\u00e4se\n".encode("cp1252"), "line 2, byte 0xe4"),
        (bytes(range(256)), "binary file"),
    ],
)
def test_a_file_that_is_no_text_is_named(tmp_path, data, reason):
    path = tmp_path / "me.csv"
    path.write_bytes(data)
    with pytest.raises(DiaryError, match=r"me\.csv") as error:
        read_csv(path)
    assert reason in str(error.value)


def test_a_thousand_columns_are_refused():
    header = ",".join(["time", "kind", "name", *(f"c{n}" for n in range(997))])
    with pytest.raises(DiaryError, match="1000 columns"):
        parse_csv(header + "\n" + "x," * 1000 + "\n")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("time,name,value", "the column 'kind' is missing"),
        ("timee,kind,name", "is it 'timee'?"),
        ("date,food,amount", "should be time,kind,name,value,unit"),
        ("time,kind,name,Kind", "stands there twice"),
        ("2026-03-01 08:00,food,milk,1,serving", "the column 'time' is missing"),
        ("just some text", "the column 'time' is missing"),
    ],
)
def test_a_header_that_is_none(header, reason):
    with pytest.raises(DiaryError) as error:
        parse_csv(header + "\n2026-03-01 08:00,food,milk\n")
    assert reason in str(error.value)


@pytest.mark.parametrize("zone", ["Europe/Berlino", "../etc/passwd", "Europe", "+99:00", "a\x00b"])
def test_a_zone_that_is_none(zone):
    with pytest.raises(DiaryError, match=r"zone|offset"):
        parse_csv(HEADER, zone=zone)
    with pytest.raises(DiaryError):
        Diary((), zone)


def test_a_file_without_a_single_good_row_is_given_up():
    with pytest.raises(DiaryError, match="does not look like a diary") as error:
        parse_csv("time,kind,name\n" + "x,y,z\n" * (MOST_REFUSED + 10))
    assert "line 2" in str(error.value)


class LongLine:
    """A stream of a good row, one line of 200 MB, and a good row; made as it is read."""

    name = "long.csv"

    def __init__(self, start: bytes, end: bytes) -> None:
        piece = b"x" * (1 << 16)
        self._pieces = iter([start, *([piece] * 3052), end])

    def read(self, size: int) -> bytes:
        return next(self._pieces, b"")


def test_a_line_of_200_mb_is_refused_without_being_kept():
    stream = LongLine(
        (HEADER + GOOD).encode() + b"2026-03-01 08:00,food,",
        b"\n2026-03-02 08:00,food,milk,,,,,\n",
    )
    tracemalloc.start()
    diary = read_csv(stream)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [e.name for e in diary.entries] == ["bread", "milk"]
    assert [(p.line, p.field) for p in diary.problems] == [(3, "row")]
    assert f"longer than {LONGEST_LINE:,} bytes" in diary.problems[0].reason
    assert peak < 20 * LONGEST_LINE


@pytest.mark.parametrize("end", [b"", b"\ntime,kind,name\n"])
def test_a_header_of_200_mb_is_refused(end):
    with pytest.raises(DiaryError, match="longer than"):
        read_csv(LongLine(b"x", end))  # type: ignore[arg-type]


def test_a_long_line_that_ends_the_file_is_told_of():
    diary = parse_csv(HEADER + GOOD + "x" * (LONGEST_LINE + 70_000))
    assert len(diary.entries) == 1
    assert diary.problems[0].line == 3


def test_strict_stops_at_the_first_refused_row_and_names_the_file(tmp_path):
    path = tmp_path / "me.csv"
    path.write_text(HEADER + GOOD + "x,food,milk,,,,,\ny,food,milk,,,,,\n")
    assert read_csv(path).refused == 2
    with pytest.raises(DiaryError, match=r"me\.csv.*line 3, time 'x'"):
        read_csv(path, strict=True)


def test_strict_lets_warnings_pass():
    diary = parse_csv("time,kind,name,colour\n2026-03-01,food,milk,white\n", strict=True)
    assert len(diary.entries) == 1
    assert diary.refused == 0
    assert len(diary.problems) == 1


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DiaryError, match="No such file"):
        read_csv(tmp_path / "nothing.csv")
    with pytest.raises(DiaryError, match="cannot be read"):
        read_csv(tmp_path)
    with pytest.raises(DiaryError, match="cannot be the name"):
        read_csv("a\x00b.csv")


def test_a_problem_reads_as_a_sentence():
    diary = parse_csv(HEADER + "2026-03-01 08:00,symptom,back pain,14,nrs,,,\n")
    assert str(diary.problems[0]) == (
        "line 2, value '14': symptom lies between 0 and 10 nrs; check it"
    )
    assert str(parse_csv("").problems[0]).startswith("the file, header: the file is empty")


# Quotes ---------------------------------------------------------------------------------------


def test_an_unclosed_quote_costs_one_row():
    rows = [
        f"2026-03-{day:02},food,{'milk' if day != 3 else chr(34) + 'milk'},1,,,,"
        for day in range(1, 29)
    ]
    diary = parse_csv(HEADER + "\n".join(rows) + "\n")
    assert len(diary.entries) == 27
    assert [p.line for p in diary.problems] == [4]
    assert "a quote is opened" in diary.problems[0].reason


def test_two_unclosed_quotes_cost_two_rows():
    rows = [
        f"2026-03-{day:02},food,{chr(34) if day in {3, 9} else ''}milk,1,,,,"
        for day in range(1, 29)
    ]
    diary = parse_csv(HEADER + "\n".join(rows) + "\n")
    assert len(diary.entries) == 26
    assert [p.line for p in diary.problems] == [4, 10]


def test_an_unclosed_quote_in_the_last_row():
    diary = parse_csv(HEADER + GOOD + '2026-03-02,food,"milk,1,,,,')
    assert len(diary.entries) == 1
    assert diary.problems[0].line == 3


def test_an_unclosed_quote_before_very_much_text():
    long = "\n".join(f"2026-03-01 08:{m:02}:{s:02},food,milk" for m in range(60) for s in range(60))
    diary = parse_csv('time,kind,name\n2026-03-01,food,"bread\n' + long)
    assert len(diary.entries) == 3600
    assert [p.line for p in diary.problems] == [2]


def test_text_after_a_closing_quote():
    assert "a quote is opened" in refusal('2026-03-01 08:00,food,"milk" cold,1,,,,').reason


def test_a_quoted_cell_larger_than_any_cell_may_be():
    diary = parse_csv(HEADER + GOOD + f'2026-03-01,food,"{"x" * 200_000}",,,,,\n')
    assert (len(diary.entries), diary.refused) == (1, 1)


def test_a_bad_byte_inside_an_open_quote_costs_two_rows():
    filler = b"2026-03-01 08:00,food,milk\n"
    rows = b"".join(filler.replace(b"milk", b"m%d" % n) for n in range(3000))
    data = (
        b"time,kind,name\n"
        + rows
        + b'2026-03-02,food,"open\n2026-03-02,food,\xe4\n2026-03-03,food,rye\n'
    )
    diary = read_csv(io.BytesIO(data))
    assert len(diary.entries) == 3001
    assert [p.line for p in diary.problems] == [3002, 3003]


def test_line_numbers_count_the_lines_of_the_file():
    text = HEADER + '2026-03-01,food,milk,,,"a\nb\nc",,\n' + "bad,food,milk,,,,,\n"
    diary = parse_csv(text)
    assert diary.entries[0].note == "a\nb\nc"
    assert [p.line for p in diary.problems] == [5]
