"""The public exchange format is read as people and programs write it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gutline.diary import DiaryError, Entry, parse_csv, read_csv

BERLIN = ZoneInfo("Europe/Berlin")


def at(hour, minute=0, *, day=1, tz=UTC):
    return datetime(2026, 3, day, hour, minute, tzinfo=tz)


def test_one_row_is_one_entry(diary):
    """
    time,kind,name,value,unit,note,source,id
    2026-03-01T08:00,food,rye bread,2,serving,toasted,phone,17
    """
    assert diary.entries == (
        Entry(at(8), "food", "rye bread", 2.0, "serving", "toasted", "phone", "17"),
    )
    assert diary.problems == ()
    assert diary.zone == "UTC"


def test_every_kind_is_read(diary):
    """
    time,kind,name,value,unit,note
    2026-03-01 07:00,sleep,,7.5,,
    2026-03-01 08:00,food,rye bread,150,g,
    2026-03-01 08:00,drink,coffee,200,ml,
    2026-03-01 09:00,symptom,back pain,6,nrs,
    2026-03-01 10:00,stool,,4,bristol,
    2026-03-01 11:00,stress,,3,,
    2026-03-01 12:00,mood,,8,,
    2026-03-01 13:00,movement,walking,30,min,
    2026-03-01 14:00,sitting,,6,h,
    2026-03-01 15:00,supplement,magnesium,400,mg,
    2026-03-01 16:00,medicine,ibuprofen,400,mg,
    2026-03-01 17:00,practice,breathing,10,min,
    2026-03-01 18:00,cycle,,3,day,
    2026-03-01 19:00,illness,cold,,,
    2026-03-01 20:00,travel,Rome,,,
    2026-03-01 21:00,note,,,,felt better
    2026-03-01,complete,food,,,
    """
    assert diary.problems == ()
    assert len(diary.entries) == 17
    assert {entry.kind for entry in diary.entries} >= {"sleep", "cycle", "travel", "complete"}
    assert diary.of_kind("sleep")[0].name == "sleep"
    assert diary.of_kind("note")[0].note == "felt better"


def test_a_missing_unit_is_the_usual_one(diary):
    """
    time,kind,name,value,unit
    2026-03-01 07:00,sleep,,7.5,
    2026-03-01 08:00,food,milk,2,
    2026-03-01 09:00,symptom,back pain,6,
    2026-03-01 10:00,movement,cycling,30,
    """
    assert [e.unit for e in diary.entries] == ["h", "serving", "nrs", "min"]


def test_units_are_read_in_other_spellings(diary):
    """
    time,kind,name,value,unit
    2026-03-01 07:00,sleep,,7.5,Hours
    2026-03-01 08:00,food,milk,2,servings
    2026-03-01 09:00,supplement,vitamin D,25,µg
    2026-03-01 10:00,supplement,vitamin E,400,IU
    """
    assert [e.unit for e in diary.entries] == ["h", "serving", "ug", "iu"]


def test_a_food_without_an_amount_has_no_value(diary):
    """
    time,kind,name,value,unit
    2026-03-01 08:00,food,milk,,
    """
    assert diary.entries[0].value is None
    assert diary.entries[0].unit == ""


def test_a_unit_without_a_value_is_left_out_and_told_of(diary):
    """
    time,kind,name,value,unit
    2026-03-01 08:00,food,milk,,g
    """
    assert diary.entries[0].unit == ""
    assert [(p.field, p.severity) for p in diary.problems] == [("unit", "warning")]


def test_columns_in_any_order_case_and_space():
    diary = parse_csv("Unit, VALUE ,Name,kind ,TIME\ng,150,yoghurt,food,2026-03-01 08:00\n")
    assert diary.entries == (Entry(at(8), "food", "yoghurt", 150.0, "g"),)
    assert diary.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter):
    text = "time,kind,name,value,unit\n2026-03-01 08:00,food,milk,2,g\n".replace(",", delimiter)
    assert parse_csv(text).entries == (Entry(at(8), "food", "milk", 2.0, "g"),)


def test_a_decimal_comma_with_semicolons(diary):
    """
    time;kind;name;value;unit
    2026-03-01 07:00;sleep;;7,5;h
    2026-03-01 08:00;food;milk;1,500;g
    2026-03-01 09:00;food;milk;1.5;g
    """
    assert [e.value for e in diary.entries] == [7.5, 1.5, 1.5]


def test_a_decimal_comma_in_quotes_between_commas(diary):
    """
    time,kind,name,value,unit
    2026-03-01 07:00,sleep,,"7,5",h
    """
    assert diary.entries[0].value == 7.5


def test_a_number_that_may_be_a_thousand_is_not_guessed(diary):
    """
    time,kind,name,value,unit
    2026-03-01 07:00,food,milk,"1,500",ml
    """
    assert diary.entries == ()
    assert "thousands or a decimal comma" in diary.problems[0].reason


@pytest.mark.parametrize(
    ("typed", "value"),
    [("7", 7.0), ("+7", 7.0), ("07.50", 7.5), (".5", 0.5), ("5.", 5.0), ("1e1", 10.0), ("-0", 0.0)],
)
def test_numbers_as_people_type_them(typed, value):
    diary = parse_csv(f"time,kind,name,value\n2026-03-01 07:00,sleep,,{typed}\n")
    assert diary.entries[0].value == value
    assert str(diary.entries[0].value) == str(value)


def test_a_byte_order_mark_is_passed_over():
    data = b"\xef\xbb\xbftime,kind,name\n2026-03-01 08:00,food,K\xc3\xa4se\n"
    assert read_csv(io.BytesIO(data)).entries == (Entry(at(8), "food", "Käse"),)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_line_ends(end, last):
    text = end.join(["time,kind,name", "2026-03-01 08:00,food,milk", "2026-03-01 09:00,food,rye"])
    diary = parse_csv(text + (end if last else ""))
    assert [e.name for e in diary.entries] == ["milk", "rye"]
    assert diary.problems == ()


def test_line_ends_of_an_old_mac_are_refused_clearly():
    with pytest.raises(DiaryError, match="old Mac"):
        parse_csv("time,kind,name\r2026-03-01 08:00,food,milk\r")


def test_a_stream_of_text_is_read_too():
    stream = io.StringIO("time,kind,name\n2026-03-01 08:00,food,Käse\n")
    assert read_csv(stream).entries[0].name == "Käse"


def test_blank_lines_and_rows_are_passed_over(diary):
    """
    time,kind,name,value,unit

    2026-03-01 08:00,food,milk,,
    ,,,,

    2026-03-01 09:00,food,rye,,
    """
    assert [e.name for e in diary.entries] == ["milk", "rye"]
    assert diary.problems == ()


def test_missing_cells_at_the_end_are_empty(diary):
    """
    time,kind,name,value,unit,note
    2026-03-01 08:00,food,milk
    2026-03-01 09:00,food,rye,2
    """
    assert [e.value for e in diary.entries] == [None, 2.0]
    assert diary.problems == ()


def test_empty_cells_beyond_the_header_are_no_problem(diary):
    """
    time,kind,name
    2026-03-01 08:00,food,milk,,,
    """
    assert diary.entries[0].name == "milk"
    assert diary.problems == ()


def test_unknown_columns_are_told_of_once(diary):
    """
    time,kind,name,calories,value,weekday
    2026-03-01 08:00,food,milk,120,2,Sunday
    2026-03-01 09:00,food,rye,90,1,Sunday
    """
    assert [e.value for e in diary.entries] == [2.0, 1.0]
    assert [(p.line, p.field, p.value, p.severity) for p in diary.problems] == [
        (1, "header", "calories, weekday", "warning")
    ]


def test_settings_stand_above_the_header(diary):
    """
    # my diary
    # zone: Europe/Berlin
    # tags: milk = dairy, lactose
    # tags: "salt, pepper" = "a = b"
    time,kind,name
    2026-03-01 08:00,food,milk
    """
    assert diary.zone == "Europe/Berlin"
    assert diary.entries == (Entry(at(8, tz=BERLIN), "food", "milk"),)
    assert diary.tags == {"milk": ("dairy", "lactose"), "salt, pepper": ("a = b",)}
    assert diary.problems == ()


def test_settings_survive_a_spreadsheet():
    text = (
        "# zone: Europe/Berlin,,\n"
        "# tags: milk = dairy, lactose,\n"
        '"# tags: ""salt, pepper"" = hot",,\n'
        "time,kind,name\n"
    )
    diary = parse_csv(text)
    assert diary.zone == "Europe/Berlin"
    assert diary.tags == {"milk": ("dairy", "lactose"), "salt, pepper": ("hot",)}


def test_a_line_that_names_the_separator_is_passed_over():
    diary = parse_csv("sep=;\ntime;kind;name\n2026-03-01 08:00;food;milk\n")
    assert diary.entries[0].name == "milk"


def test_a_bad_line_of_tags_is_told_of(diary):
    """
    # tags: milk
    time,kind,name
    2026-03-01 08:00,food,milk
    """
    assert diary.tags == {}
    assert [(p.line, p.field) for p in diary.problems] == [(1, "tags")]


def test_the_zone_asked_for_wins_and_is_told_of():
    text = "# zone: Europe/Berlin\ntime,kind,name\n2026-03-01 08:00,food,milk\n"
    diary = parse_csv(text, zone="Asia/Tokyo")
    assert diary.zone == "Asia/Tokyo"
    assert diary.entries[0].at == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert [(p.field, p.value) for p in diary.problems] == [("zone", "Europe/Berlin")]


def test_rows_need_not_be_in_order(diary):
    """
    time,kind,name
    2026-03-02 08:00,food,milk
    2026-03-01 08:00,food,rye
    """
    assert [e.name for e in diary.entries] == ["rye", "milk"]


def test_names_are_tidied(diary):
    """
    time,kind,name
    2026-03-01 08:00, Food ,  rye   bread
    """
    assert (diary.entries[0].kind, diary.entries[0].name) == ("food", "rye bread")


def test_names_that_differ_in_case_are_one_food(diary):
    """
    time,kind,name
    2026-03-01 08:00,food,Milk
    2026-03-02 08:00,food,milk
    2026-03-03 08:00,drink,MILK
    """
    assert {e.name for e in diary.entries} == {"Milk"}
    assert [(p.line, p.value, p.severity) for p in diary.problems] == [
        (3, "milk", "warning"),
        (4, "MILK", "warning"),
    ]
    assert "line 2" in diary.problems[0].reason


def test_composed_and_decomposed_letters_are_one_name():
    rows = "2026-03-01 08:00,food,K\u00e4se\n2026-03-02 08:00,food,Ka\u0308se\n"
    diary = parse_csv("time,kind,name\n" + rows)
    assert diary.names("food") == ("K\u00e4se",)


def test_none_is_a_fact(diary):
    """
    time,kind,name,value
    2026-03-01 08:00,food,None,
    2026-03-01 09:00,symptom,none,
    2026-03-01 10:00,drink,none,0
    """
    assert [(e.kind, e.name, e.value) for e in diary.entries] == [
        ("food", "none", None),
        ("symptom", "none", None),
        ("drink", "none", None),
    ]
    assert diary.problems == ()
    assert diary.names("food") == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("food", "food"), ("Foods", "food"), ("symptom", "symptoms"), ("symptoms", "symptoms"),
     ("all", "all"), ("", "all"), ("everything", "all")],
)  # fmt: skip
def test_a_day_is_complete_for_food_symptoms_or_all(typed, name):
    diary = parse_csv(f"time,kind,name\n2026-03-01,complete,{typed}\n")
    assert diary.entries[0].name == name


def test_names_a_spreadsheet_would_run_are_kept(diary):
    """
    time,kind,name
    2026-03-01 08:00,food,=1+1
    2026-03-01 09:00,food,@home bread
    2026-03-01 10:00,food,-milk
    """
    assert [e.name for e in diary.entries] == ["=1+1", "@home bread", "-milk"]


def test_quoted_cells_may_hold_anything(diary):
    """
    time,kind,name,value,unit,note
    2026-03-01 08:00,food,"fish, fried",1,,"she said ""salty"" twice"
    2026-03-01 09:00,food,milk,1,,"two
    lines"
    2026-03-01 10:00,food,"rye",1,,
    """
    assert [(e.name, e.note) for e in diary.entries] == [
        ("fish, fried", 'she said "salty" twice'),
        ("milk", "two\nlines"),
        ("rye", ""),
    ]
    assert diary.problems == ()


def test_a_quote_inside_an_unquoted_cell_is_a_letter(diary):
    """
    time,kind,name
    2026-03-01 08:00,food,5" sandwich
    """
    assert diary.entries[0].name == '5" sandwich'


def test_a_file_as_a_german_spreadsheet_saves_it():
    text = (
        "# zone: Europe/Berlin;;;;\r\n"
        "time;kind;name;value;unit\r\n"
        "2026-03-01 08:00;food;Müsli;1,5;serving\r\n"
        '2026-03-01 09:00;food;"Brot; Käse";80;g\r\n'
        "2026-03-01 22:00;symptom;Rückenschmerz;6;\r\n"
        ";;;;\r\n"
    )
    diary = read_csv(io.BytesIO(b"\xef\xbb\xbf" + text.encode("utf-8")))
    assert diary.problems == ()
    assert [(e.name, e.value, e.unit) for e in diary.entries] == [
        ("Müsli", 1.5, "serving"),
        ("Brot; Käse", 80.0, "g"),
        ("Rückenschmerz", 6.0, "nrs"),
    ]
    assert {str(e.at.tzinfo) for e in diary.entries} == {"Europe/Berlin"}
