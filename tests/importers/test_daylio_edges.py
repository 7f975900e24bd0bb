"""Daylio: moods of every language, lists with and without blanks, rows with little in them."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, score

HEAD = "full_date,date,weekday,time,mood,activities,note_title,note,scales\n"


def _row(mood: str = "good", activities: str = "", title: str = "", note: str = "", scales: str = "",
         time: str = "7:30 PM", day: str = "2026-06-10") -> str:  # fmt: skip
    cells = (day, "June 10", "Wed", time, mood, activities, title, note, scales)
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


@pytest.mark.parametrize(
    ("mood", "value"),
    [
        ("awful", 0.0), ("AWFUL", 0.0), ("bad", 2.5), ("meh", 5.0), ("good", 7.5), ("rad", 10.0),
        ("Furchtbar", 0.0), ("naja", 5.0), ("bien", 7.5), ("mauvais", 2.5), ("increíble", 10.0),
    ],
)  # fmt: skip
def test_the_five_moods_are_spread_from_none_to_ten(mood: str, value: float):
    assert got("daylio", HEAD + _row(mood)).said() == [("mood", "mood", value, "nrs")]


@pytest.mark.parametrize("mood", ["Zorp", "🙂", "good-ish", "3"])
def test_a_mood_of_ones_own_is_a_note_and_is_said(mood: str):
    found = got("daylio", HEAD + _row(mood, note="long day"))
    assert (found.one().kind, found.one().note) == ("note", f"{mood}\nlong day")
    assert [(one.line, one.field, one.value, one.used) for one in found.problems] == [
        (2, "mood", mood, True)
    ]


@pytest.mark.parametrize(
    ("activities", "names"),
    [
        ("walk | coffee", ["walk", "coffee"]), ("walk|coffee", ["walk", "coffee"]),
        ("walk | ", ["walk"]), (" | | ", []), ("", []), ("zorp", ["zorp"]), ("🏃 | 🍏", ["🏃", "🍏"]),
    ],
)  # fmt: skip
def test_activities_are_taken_apart_with_or_without_blanks(activities: str, names: list[str]):
    found = got("daylio", HEAD + _row("good", activities))
    assert [entry.name for entry in found.entries] == ["mood", *names]


def test_what_was_only_ticked_has_no_level_and_that_is_said_once():
    found = got("daylio", HEAD + _row("good", "headache | stress | bloating") * 2)
    assert [e.kind for e in found.entries].count("note") == 6
    assert len(found.doubts) == 1


@pytest.mark.parametrize(("title", "note"), [("A", "B"), ("A", ""), ("", "B"), ("", "x\ny 😀")])
def test_title_and_note_are_kept_with_the_mood(title: str, note: str):
    entry = got("daylio", HEAD + _row("good", "", title, note)).one()
    assert entry.note == "\n".join(filter(None, (title, note)))


def test_scales_are_kept_as_they_are_written():
    found = got("daylio", HEAD + _row("good", scales="Sleep: 4 | Pain: 2"))
    assert [(e.kind, e.name, e.note) for e in found.entries][1] == (
        "note",
        "scales",
        "Sleep: 4 | Pain: 2",
    )


def test_a_row_with_nothing_in_it_is_counted():
    found = got("daylio", HEAD + _row(""))
    assert (found.entries, found.left_out) == ([], {"rows with nothing in them": 1})


@pytest.mark.parametrize(
    ("time", "at", "day_only"),
    [("00:00", "00:00", False), ("12:00 AM", "00:00", False), ("19:30", "19:30", False),
     ("7:30\u202fPM", "19:30", False), ("", "12:00", True), ("7:30 p. m.", "19:30", False)],
)  # fmt: skip
def test_times_of_both_clocks(time: str, at: str, day_only: bool):
    entry = got("daylio", HEAD + _row(time=time)).one()
    assert (f"{entry.at:%H:%M}", entry.day_only) == (at, day_only)


@pytest.mark.parametrize(
    ("day", "time", "field"),
    [("", "7:30", "date"), ("June 10", "7:30", "date"), ("2026-02-30", "7:30", "date"),
     ("2026-06-10", "25:00", "time"), ("1969-12-31", "7:30", "time"), ("2027-01-01", "7:30", "time")],
)  # fmt: skip
def test_a_row_without_a_possible_time_is_reported_and_the_next_one_read(day, time, field):
    found = got("daylio", HEAD + _row(day=day, time=time) + _row("bad"))
    assert found.entries[-1].value == 2.5
    assert [(one.line, one.field) for one in found.refused] == [(2, field)]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_header_without_the_newer_columns(delimiter: str):
    text = "full_date,date,weekday,time,mood,activities,note\n2026-06-10,June 10,Wed,19:30,good,walk,x\n"
    text = text.replace(",", delimiter)
    assert score("daylio", text) > 0.8
    assert [entry.name for entry in got("daylio", text).entries] == ["mood", "walk"]


def test_two_exports_that_overlap_have_the_same_ids():
    rows = [_row("good", "walk | zorp", day=f"2026-06-{day:02}") for day in range(1, 9)]
    early, late = (got("daylio", HEAD + "".join(part)).entries for part in (rows[:5], rows[3:]))
    assert {e.id for e in early} & {e.id for e in late} == {e.id for e in early[9:]}
