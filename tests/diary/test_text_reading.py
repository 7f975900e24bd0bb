"""Plain text is read as a person would write it; each docstring here is a diary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.catalog import load_kinds
from gutline.diary import DiaryError, Entry, parse_text
from gutline.diary.text_grammar import first_words
from gutline.diary.text_reader import LONGEST_TEXT


def what(diary):
    """Return what was logged, without times."""
    return {(e.kind, e.name, e.value, e.unit) for e in diary.entries}


def said(line):
    """Return the one entry of a line, which must be understood without a problem."""
    diary = parse_text(f"2026-03-01 08:00 {line}")
    assert diary.problems == ()
    (entry,) = diary.entries
    return entry.kind, entry.name, entry.value, entry.unit


def refused(line):
    """Return the one problem of a line that gives no entry."""
    diary = parse_text(f"2026-03-01 07:00 ate bread\n2026-03-01 08:00 {line}")
    assert [e.name for e in diary.entries] == ["bread"]
    (problem,) = diary.problems
    assert (problem.line, problem.severity) == (2, "refused")
    with pytest.raises(DiaryError, match="line 2"):
        parse_text(f"2026-03-01 07:00 ate bread\n2026-03-01 08:00 {line}", strict=True)
    return problem


def test_the_two_lines_everyone_starts_with(diary):
    """
    2026-03-01 08:00 ate rye bread, butter
    2026-03-02 09:00 back pain 6
    """
    assert diary.entries == (
        Entry(datetime(2026, 3, 1, 8, tzinfo=UTC), "food", "butter"),
        Entry(datetime(2026, 3, 1, 8, tzinfo=UTC), "food", "rye bread"),
        Entry(datetime(2026, 3, 2, 9, tzinfo=UTC), "symptom", "back pain", 6.0, "nrs"),
    )
    assert diary.problems == ()


def test_a_date_alone_is_a_heading(diary):
    """
    2026-03-01
    08:00 ate rye bread
    9:30 back pain 6
    ate butter

    2026-03-02:
    07:00+01:00 slept 7 h
    """
    assert [(e.at.isoformat(), e.name, e.day_only) for e in diary.entries] == [
        ("2026-03-01T08:00:00+00:00", "rye bread", False),
        ("2026-03-01T09:30:00+00:00", "back pain", False),
        ("2026-03-01T12:00:00+00:00", "butter", True),
        ("2026-03-02T07:00:00+01:00", "sleep", False),
    ]


def test_a_line_with_its_own_date_does_not_change_the_heading(diary):
    """
    2026-03-01
    2026-03-05 08:00 ate butter
    09:00 ate bread
    """
    assert [(e.at.day, e.name) for e in diary.entries] == [(1, "bread"), (5, "butter")]


def test_a_date_before_an_entry_is_a_day_alone(diary):
    """
    2026-03-01 ate rye bread
    """
    assert diary.entries[0].day_only
    assert diary.entries[0].at.hour == 12


def test_times_as_in_iso_8601(diary):
    """
    2026-03-01T08:00:30 ate a
    2026-03-01T08:00Z ate b
    2026-03-01 08:00:00.5 ate c
    2026-03-01 8:01 ate d
    """
    assert [e.name for e in diary.entries] == ["b", "c", "a", "d"]


def test_zone_and_tags(diary):
    """
    # a diary of mine
    zone Europe/Berlin
    tag milk: dairy, lactose
    Tag "salt: coarse": salt
    2026-03-01 08:00 ate milk
    tag rye bread: gluten
    """
    assert diary.zone == "Europe/Berlin"
    assert diary.entries[0].at.utcoffset() == timedelta(hours=1)
    assert diary.tags == {
        "milk": ("dairy", "lactose"),
        "rye bread": ("gluten",),
        "salt: coarse": ("salt",),
    }


def test_everything_a_person_may_log(diary):
    """
    2026-03-01
    07:00 slept 7.5 h
    08:00 ate rye bread, 150 g yoghurt, 2 eggs
    08:05 drank coffee, 0.5 l water, red wine x2
    09:00 back pain 6, bloating 3
    10:00 stress 4
    11:00 mood 6
    12:00 took magnesium 400 mg
    13:00 medicine ibuprofen 400 mg
    14:00 walked 30 min
    15:00 movement cycling 40 min
    16:00 sat 6 h
    17:00 did breathing 10 min
    18:00 stool 4
    19:00 cycle day 3
    20:00 illness cold
    21:00 travel Rome
    22:00 note felt better | really
    23:00 complete food
    """
    assert diary.problems == ()
    assert what(diary) == {
        ("sleep", "sleep", 7.5, "h"),
        ("food", "rye bread", None, ""),
        ("food", "yoghurt", 150.0, "g"),
        ("food", "eggs", 2.0, "serving"),
        ("drink", "coffee", None, ""),
        ("drink", "water", 0.5, "l"),
        ("drink", "red wine", 2.0, "serving"),
        ("symptom", "back pain", 6.0, "nrs"),
        ("symptom", "bloating", 3.0, "nrs"),
        ("stress", "stress", 4.0, "nrs"),
        ("mood", "mood", 6.0, "nrs"),
        ("supplement", "magnesium", 400.0, "mg"),
        ("medicine", "ibuprofen", 400.0, "mg"),
        ("movement", "walking", 30.0, "min"),
        ("movement", "cycling", 40.0, "min"),
        ("sitting", "sitting", 6.0, "h"),
        ("practice", "breathing", 10.0, "min"),
        ("stool", "stool", 4.0, "bristol"),
        ("cycle", "cycle", 3.0, "day"),
        ("illness", "cold", None, ""),
        ("travel", "Rome", None, ""),
        ("note", "note", None, ""),
        ("complete", "food", None, ""),
    }
    assert diary.of_kind("note")[0].note == "felt better | really"


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("ate rye bread", ("food", "rye bread", None, "")),
        ("Ate rye bread", ("food", "rye bread", None, "")),
        ("food rye bread", ("food", "rye bread", None, "")),
        ("ate 2 rye bread", ("food", "rye bread", 2.0, "serving")),
        ("ate 2 x rye bread", ("food", "rye bread", 2.0, "serving")),
        ("ate 2x rye bread", ("food", "rye bread", 2.0, "serving")),
        ("ate rye bread x2", ("food", "rye bread", 2.0, "serving")),
        ("ate rye bread \u00d7 2", ("food", "rye bread", 2.0, "serving")),
        ("ate 150 g yoghurt", ("food", "yoghurt", 150.0, "g")),
        ("ate 150g yoghurt", ("food", "yoghurt", 150.0, "g")),
        ("ate 150 grams of yoghurt", ("food", "yoghurt", 150.0, "g")),
        ("ate yoghurt 150 g", ("food", "yoghurt", 150.0, "g")),
        ("ate 2 portions of rice", ("food", "rice", 2.0, "serving")),
        ("ate 1,5 rye bread", ("food", "rye bread", 1.5, "serving")),
        ("ate 0.5 serving milk", ("food", "milk", 0.5, "serving")),
        ("ate 2 large eggs", ("food", "large eggs", 2.0, "serving")),
        ('ate "7 up"', ("food", "7 up", None, "")),
        ('ate "7 up" 2', ("food", "7 up", 2.0, "serving")),
        ('ate "7 up" x2', ("food", "7 up", 2.0, "serving")),
        ('ate 2 "7 up"', ("food", "7 up", 2.0, "serving")),
        ('ate 150 g "fish, fried"', ("food", "fish, fried", 150.0, "g")),
        ('ate "a \\"b\\" \\u00e4"', ("food", 'a "b" \u00e4', None, "")),
        ("ate =1+1", ("food", "=1+1", None, "")),
        ("ate nothing", ("food", "none", None, "")),
        ("ate none", ("food", "none", None, "")),
        ("drank nothing", ("drink", "none", None, "")),
        ("no symptoms", ("symptom", "none", None, "")),
        ("No symptom", ("symptom", "none", None, "")),
        ("back pain 6", ("symptom", "back pain", 6.0, "nrs")),
        ("back pain 6.5", ("symptom", "back pain", 6.5, "nrs")),
        ("back pain 6,5", ("symptom", "back pain", 6.5, "nrs")),
        ("back pain 6/10", ("symptom", "back pain", 6.0, "nrs")),
        ("back pain 6 nrs", ("symptom", "back pain", 6.0, "nrs")),
        ("symptom back pain 6", ("symptom", "back pain", 6.0, "nrs")),
        ("felt sick 3", ("symptom", "sick", 3.0, "nrs")),
        ('"pain, left" 6', ("symptom", "pain, left", 6.0, "nrs")),
        ('symptom "stress" 6', ("symptom", "stress", 6.0, "nrs")),
        ("stress headache 5", ("symptom", "stress headache", 5.0, "nrs")),
        ("mood swings 5", ("symptom", "mood swings", 5.0, "nrs")),
        ("stress 4", ("stress", "stress", 4.0, "nrs")),
        ('stress "work" 4', ("stress", "work", 4.0, "nrs")),
        ("slept 7 hours", ("sleep", "sleep", 7.0, "h")),
        ("slept 7,5 h", ("sleep", "sleep", 7.5, "h")),
        ("slept 7", ("sleep", "sleep", 7.0, "h")),
        ("walked 8000 steps", ("movement", "walking", 8000.0, "steps")),
        ("ran 5 km", ("movement", "running", 5.0, "km")),
        ("moved", ("movement", "movement", None, "")),
        ("movement yoga", ("movement", "yoga", None, "")),
        ("took vitamin D 25 \u00b5g", ("supplement", "vitamin D", 25.0, "ug")),
        ("took 2 tablets iron", ("supplement", "iron", 2.0, "serving")),
        ('took "vitamin B 12"', ("supplement", "vitamin B 12", None, "")),
        ("medication 400 mg ibuprofen", ("medicine", "ibuprofen", 400.0, "mg")),
        ("did breathing", ("practice", "breathing", None, "")),
        ("did 10 min breathing", ("practice", "breathing", 10.0, "min")),
        ("cycle 3", ("cycle", "cycle", 3.0, "day")),
        ("ill", ("illness", "illness", None, "")),
        ("stool", ("stool", "stool", None, "")),
        ('travel "Rome 2 h"', ("travel", "Rome 2 h", None, "")),
        ("travel Rome 2 h", ("travel", "Rome", 2.0, "h")),
        ("complete", ("complete", "all", None, "")),
        ("complete symptoms", ("complete", "symptoms", None, "")),
        ('complete "food"', ("complete", "food", None, "")),
    ],
)
def test_one_line_one_entry(line, entry):
    assert said(line) == entry


def test_a_list_may_mix_symptoms_with_stress_and_mood(diary):
    """
    2026-03-01 20:00 back pain 6, stress 4, mood 7, stress headache 2
    """
    assert what(diary) == {
        ("symptom", "back pain", 6.0, "nrs"),
        ("stress", "stress", 4.0, "nrs"),
        ("mood", "mood", 7.0, "nrs"),
        ("symptom", "stress headache", 2.0, "nrs"),
    }


def test_what_stands_behind_bars(diary):
    """
    2026-03-01 08:00 ate milk, bread | note at Anna's, cold | source phone
    2026-03-01 09:00 ate "a | b" | note "one | two\\nthree" | id 17
    """
    by_name = {e.name: (e.note, e.source, e.id) for e in diary.entries}
    assert by_name == {
        "milk": ("at Anna's, cold", "phone", ""),
        "bread": ("at Anna's, cold", "phone", ""),
        "a | b": ("one | two\nthree", "", "17"),
    }


@pytest.mark.parametrize(
    ("line", "name", "note"),
    [
        ("note slept badly", "note", "slept badly"),
        ("Note 5 | 6", "note", "5 | 6"),
        ('note "slept badly"', "note", "slept badly"),
        ('note "slept" badly', "note", '"slept" badly'),
        ('note "slept badly" | name night', "night", "slept badly"),
        ("note", "note", ""),
    ],
)
def test_notes_are_free_text(line, name, note):
    (entry,) = parse_text(f"2026-03-01 08:00 {line}").entries
    assert (entry.kind, entry.name, entry.note) == ("note", name, note)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("gibberish", "line", "not understood; write 'ate rye bread'"),
        ("", "line", "not understood"),
        ("back pain", "line", "not understood"),
        ("back pain 14", "value", "between 0 and 10"),
        ("back pain 1e999", "value", "too large"),
        ("back pain 6 kg", "unit", "measured in nrs"),
        ("slept 30 h", "value", "between 0 and 24 h"),
        ("slept badly", "value", "sleep needs a value"),
        ("slept 7 furlongs", "unit", "measured in h"),
        ("ate", "name", "food needs a name"),
        ("ate 2 g", "name", "food needs a name"),
        ("ate -2 g rice", "value", "between 0 and 5000 g"),
        ("ate 1,500 g rice", "value", "thousands or a decimal comma"),
        ("ate 1/2 apple", "line", "write an amount as"),
        ('ate 5" sandwich', "line", "quote a name that has a number"),
        ("ate coffee 2", "line", "write an amount as"),
        ("took vitamin B 12", "line", "quote a name that has a number"),
        ('ate "open', "line", "a quote is not closed"),
        ('ate "a" b', "line", "more than an amount follows"),
        ('ate 2 "open', "line", "quote is opened and not closed"),
        ("ate milk | colour white", "line", "note, source, id"),
        ("ate milk | note a | note b", "line", "each once"),
        ("ate milk | name b", "line", "behind a bar"),
        ("ate a, b | id 7", "id", "one id cannot be for several"),
        ("complete lunch", "name", "food, symptoms or all"),
        ("ate milk | note a\x07b", "note", "control character"),
        ("ate " + "x" * 501, "name", "longer than 500"),
        ("note " + "x" * LONGEST_TEXT, "line", "use several lines"),
    ],
)
def test_lines_that_cannot_be_used(line, field, reason):
    problem = refused(line)
    assert problem.field == field
    assert reason in problem.reason


def test_a_bad_item_of_a_list_costs_that_item_only(diary):
    """
    2026-03-01 20:00 back pain 6, bloating 14, nausea 2
    """
    assert [e.name for e in diary.entries] == ["back pain", "nausea"]
    assert [(p.line, p.value) for p in diary.problems] == [(1, "14")]


def test_the_same_food_twice_in_a_line_is_told_of(diary):
    """
    2026-03-01 20:00 ate bread, bread
    """
    assert len(diary.entries) == 1
    assert "duplicate" in diary.problems[0].reason


def test_a_line_without_a_date(diary):
    """
    ate bread
    08:00 ate bread
    2026-03-01 08:00 ate bread
    """
    assert len(diary.entries) == 1
    assert [(p.line, p.field) for p in diary.problems] == [(1, "time"), (2, "time")]
    assert "no date" in diary.problems[0].reason


@pytest.mark.parametrize("time", ["2026-02-30 08:00", "2206-01-01 08:00", "2026-03-01 25:00"])
def test_times_that_do_not_exist(time):
    diary = parse_text(f"{time} ate bread")
    assert [(p.field, p.value) for p in diary.problems] == [("time", time)]


def test_a_zone_after_the_first_entry_is_refused(diary):
    """
    2026-03-01 08:00 ate bread
    zone Europe/Berlin
    """
    assert diary.zone == "UTC"
    assert [(p.line, p.field) for p in diary.problems] == [(2, "zone")]


def test_the_zone_asked_for_wins():
    diary = parse_text("zone Europe/Berlin\n2026-03-01 08:00 ate bread", zone="Asia/Tokyo")
    assert diary.zone == "Asia/Tokyo"
    assert [(p.field, p.severity) for p in diary.problems] == [("zone", "warning")]


@pytest.mark.parametrize(
    ("name", "told"),
    [("Berlin", "Berlin"), ("Asia" + "/aa" * 1_500, "Asia/aa/aa"), ("a" * 101, "aaa")],
)
def test_an_unknown_zone_is_refused(name, told):
    with pytest.raises(DiaryError, match=f"no time zone '{told}"):
        parse_text(f"zone {name}\n2026-03-01 08:00 ate bread")


@pytest.mark.parametrize("line", ["tag milk:", "tag : dairy", 'tag "milk: dairy'])
def test_bad_tags_are_refused(line):
    diary = parse_text(f"2026-03-01 ate milk\n{line}")
    assert diary.tags == {}
    assert [(p.line, p.field) for p in diary.problems] == [(2, "tag")]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# nothing\n", "zone Europe/Berlin\n", "2026-03-01\n"]
)
def test_a_file_without_entries_is_an_empty_diary(text):
    diary = parse_text(text)
    assert diary.entries == ()
    assert [p.reason for p in diary.problems] == ["the file has no entries"]


def test_a_line_that_is_far_too_long_is_passed_over():
    diary = parse_text("2026-03-01\nate bread\n" + "x" * 1_200_000 + "\nate milk\n")
    assert [e.name for e in diary.entries] == ["bread", "milk"]
    assert [(p.line, p.field) for p in diary.problems] == [(3, "line")]


def test_every_kind_can_be_written_with_its_id():
    for kind in load_kinds().values():
        assert first_words()[kind.id] == (kind, "")


@pytest.mark.parametrize("word", sorted(first_words()))
def test_every_first_word_of_the_catalog_is_understood(word):
    kind, implied = first_words()[word]
    amount = f"{kind.range[kind.unit][0]:g} {kind.unit}" if kind.units else ""
    name = "food" if kind.id == "complete" else '"a name"'
    line = f"{word} {amount}" if implied else f"{word} {name} {amount}"
    diary = parse_text(f"2026-03-01 08:00 {line}")
    assert diary.problems == ()
    assert diary.entries[0].kind == kind.id
    if implied:
        assert diary.entries[0].name == implied


def test_dates_of_a_long_diary(diary):
    """
    2026-02-27 ate bread
    2026-03-02 ate bread
    """
    assert diary.days == (
        date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2),
    )  # fmt: skip
