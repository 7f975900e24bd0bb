"""Clock changes, offsets, names and notes at the border of what a diary can hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import ImportSettings, Problem

TODAY = date(2026, 7, 1)


def _maker(zone: str = "Europe/Berlin", today: date | None = TODAY) -> EntryMaker:
    return EntryMaker("made", ImportSettings(zone, today=today))


def _all(said: Said, maker: EntryMaker | None = None, doubt: str = "") -> list[object]:
    return list((maker or _maker()).made(3, said, doubt))


def _entry(said: Said, maker: EntryMaker | None = None) -> Entry:
    (entry,) = _all(said, maker)
    assert isinstance(entry, Entry)
    return entry


def _refused(said: Said, maker: EntryMaker | None = None) -> Problem:
    (problem,) = _all(said, maker)
    assert isinstance(problem, Problem)
    assert not problem.used
    return problem


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-06-10T08:00", "2026-06-10T08:00:00+02:00"),
        ("2026-06-10 08:00:30", "2026-06-10T08:00:30+02:00"),
        ("2026-06-10T06:00:00Z", "2026-06-10T08:00:00+02:00"),
        ("2026-06-10T08:00:00.123456789+02:00", "2026-06-10T08:00:00.123456+02:00"),
        ("2026-06-10T06:00:00.1234567Z", "2026-06-10T08:00:00.123456+02:00"),
        ("2026-06-10T08:00:00-0500", "2026-06-10T08:00:00-05:00"),
        ("2025-12-31T23:30:00Z", "2026-01-01T00:30:00+01:00"),
        ("2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00"),
        ("2024-02-29T12:00", "2024-02-29T12:00:00+01:00"),
        (" 2026-06-10T08:00 ", "2026-06-10T08:00:00+02:00"),
    ],
)
def test_a_time_keeps_its_offset_or_gets_the_persons(text: str, at: str):
    assert _maker().moment(text).at.isoformat() == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-06-10T24:00", "2026-06-11T00:00:00+02:00"),
        ("2026-06-10 24:00:00", "2026-06-11T00:00:00+02:00"),
        ("2026-12-31T24:00:00.000+00:00", "2027-01-01T00:00:00+00:00"),
        ("2026-03-28T24:00Z", "2026-03-29T01:00:00+01:00"),
    ],
)
def test_the_end_of_a_day_is_the_next_ones_midnight(text: str, at: str):
    assert _maker().moment(text).at.isoformat() == at


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-06-10T24:01", "2026-06-31T24:00", "2026-06-10T24:00:01", "9999-12-31T24:00",
     "2026-06-10T24:00pm", "2026-06-10T08", "2026-06-31T08:00", "1781038800000",
     "1969-12-31T23:00:00Z", "2101-01-01", "2026-06-10T08:00:00+25:00", "06/10/2026 08:00",
     "2026-06-10T08:61", "２０２６-06-10"],
)  # fmt: skip
def test_what_is_no_time_is_refused_and_says_what_to_write(text: str):
    with pytest.raises(RowError) as refused:
        _maker().moment(text)
    assert refused.value.reason
    assert refused.value.field == "time"


@pytest.mark.parametrize(
    ("day", "clock", "shift", "at"),
    [
        (date(2026, 3, 29), time(1, 59), "", "2026-03-29T01:59:00+01:00"),
        (date(2026, 3, 29), time(2, 0), "gap", "2026-03-29T03:00:00+02:00"),
        (date(2026, 3, 29), time(2, 59), "gap", "2026-03-29T03:59:00+02:00"),
        (date(2026, 3, 29), time(3, 0), "", "2026-03-29T03:00:00+02:00"),
        (date(2025, 10, 26), time(1, 59), "", "2025-10-26T01:59:00+02:00"),
        (date(2025, 10, 26), time(2, 0), "fold", "2025-10-26T02:00:00+02:00"),
        (date(2025, 10, 26), time(3, 0), "", "2025-10-26T03:00:00+01:00"),
        (date(2026, 1, 1), time(0, 0), "", "2026-01-01T00:00:00+01:00"),
    ],
)
def test_the_hours_round_a_clock_change(day: date, clock: time, shift: str, at: str):
    moment = _maker().local(day, clock)
    assert (moment.shift, moment.at.isoformat(), moment.day_only) == (shift, at, False)


@pytest.mark.parametrize(
    ("day", "clock", "word"),
    [(date(2026, 3, 29), time(2, 30), "skip"), (date(2025, 10, 26), time(2, 30), "twice")],
)
def test_a_clock_change_is_said_beside_the_entry(day: date, clock: time, word: str):
    maker = _maker()
    problem, entry = _all(Said(maker.local(day, clock), "food", "toast"), maker)
    assert isinstance(problem, Problem)
    assert isinstance(entry, Entry)
    assert problem.used
    assert word in problem.reason
    assert problem.line == 3


def test_a_clock_change_of_another_half_of_the_world_is_its_own():
    moment = _maker("America/New_York").local(date(2026, 3, 8), time(2, 30))
    assert (moment.shift, moment.at.isoformat()) == ("gap", "2026-03-08T03:30:00-04:00")


@pytest.mark.parametrize(
    ("seconds", "minutes", "at"),
    [
        (0, None, "1970-01-01T01:00:00+01:00"),
        (1_781_038_800, None, "2026-06-09T23:00:00+02:00"),
        (1_781_038_800, 0, "2026-06-09T21:00:00+00:00"),
        (1_781_038_800, 120, "2026-06-09T23:00:00+02:00"),
        (1_781_038_800, -300, "2026-06-09T16:00:00-05:00"),
        (1_781_038_800, 345, "2026-06-10T02:45:00+05:45"),
        (1_781_038_800, 99_999, "2026-06-09T23:00:00+02:00"),
        (1_781_038_800, float("nan"), "2026-06-09T23:00:00+02:00"),
        (1_761_436_800, None, "2025-10-26T02:00:00+02:00"),
        (1_761_440_400, None, "2025-10-26T02:00:00+01:00"),
    ],
)
def test_seconds_are_shown_on_the_clock_they_were_seen_on(seconds, minutes, at: str):
    assert _maker().instant(seconds, minutes).at.isoformat() == at


@pytest.mark.parametrize("seconds", [-1, -1e12, 4_102_444_801, 1e300, float("inf"), float("nan")])
def test_seconds_that_no_clock_shows_are_refused(seconds: float):
    with pytest.raises(RowError, match="1970"):
        _maker().instant(seconds)


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2101, 1, 1), date.max])
@pytest.mark.parametrize("clock", [None, time(0), time(23, 59)])
def test_a_year_outside_a_diary_is_refused(day: date, clock: time | None):
    with pytest.raises(RowError, match="year"):
        _maker().local(day, clock)


@pytest.mark.parametrize(
    ("day", "kept"),
    [(date(2026, 7, 1), True), (date(2026, 7, 2), True), (date(2026, 7, 3), False),
     (date(2100, 12, 31), False)],
)  # fmt: skip
def test_what_lies_in_the_future_is_refused(day: date, kept: bool):
    maker = _maker()
    (read,) = _all(Said(maker.local(day), "food", "toast"), maker)
    assert isinstance(read, Entry) is kept
    if isinstance(read, Problem):
        assert "future" in read.reason


def test_without_a_day_of_import_nothing_is_called_the_future():
    maker = _maker(today=None)
    assert _entry(Said(maker.local(date(2099, 1, 1)), "food", "toast"), maker).at.year == 2099


MOMENT = _maker().local(date(2026, 6, 10))


@pytest.mark.parametrize(
    ("kind", "name", "value", "unit", "field"),
    [
        ("symptom", "", 3.0, "nrs", "name"),
        ("symptom", "pain", None, "", "value"),
        ("symptom", "pain", 10.5, "nrs", "value"),
        ("symptom", "pain", -0.5, "nrs", "value"),
        ("symptom", "pain", float("nan"), "nrs", "value"),
        ("symptom", "pain", float("inf"), "nrs", "value"),
        ("food", "", None, "", "name"),
        ("food", "   ", 1.0, "g", "name"),
        ("food", "rice", -5.0, "g", "value"),
        ("food", "rice", 1e9, "g", "value"),
        ("food", "rice", 5.0, "km", "unit"),
        ("sleep", "sleep", 25.0, "h", "value"),
        ("weight", "weight", 0.0, "kg", "value"),
        ("stool", "stool", 8.0, "bristol", "value"),
        ("movement", "walk", 1441.0, "min", "value"),
        ("movement", "steps", -1.0, "steps", "value"),
        ("note", "note", 4.0, "", "value"),
        ("unheard of", "x", None, "", "kind"),
        ("", "x", None, "", "kind"),
        ("food", "x" * 501, None, "", "name"),
        ("food", "a\x07b", None, "", "name"),
        ("food", "a\ud800b", None, "", "name"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_entry_is_reported_with_line_field_and_reason(
    kind: str, name: str, value: float | None, unit: str, field: str
):
    problem = _refused(Said(MOMENT, kind, name, value, unit))
    assert (problem.line, problem.field) == (3, field)
    assert len(problem.reason) > 10


@pytest.mark.parametrize(
    ("kind", "value", "unit"),
    [
        ("symptom", 0.0, "nrs"), ("symptom", 10.0, "nrs"), ("food", 0.0, "g"), ("food", None, ""),
        ("movement", 0.0, "min"), ("movement", 0.0, "steps"), ("practice", None, ""),
        ("medicine", 0.0, "mg"), ("stool", None, ""), ("drink", 0.0, "ml"),
    ],
)  # fmt: skip
def test_zero_and_nothing_stay_what_they_are(kind: str, value: float | None, unit: str):
    entry = _entry(Said(MOMENT, kind, "thing", value, unit))
    assert (entry.value, entry.unit) == (value, unit)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("👩\u200d👩\u200d👧 ate", "👩\u200d👩\u200d👧 ate"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("5\u00a0g", "5\u00a0g"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("tab\there", "tab\there"),
        ("bell\x07 and nul\x00", "bell  and nul"),
        ("half \ud83d a face", "half   a face"),
        ("  blank  ", "blank"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("", ""),
    ],
)  # fmt: skip
def test_notes_keep_every_letter_that_a_diary_can_hold(written: str, kept: str):
    assert _entry(Said(MOMENT, "note", "note", note=written)).note == kept


@pytest.mark.parametrize(("length", "cut"), [(10_000, False), (20_000, False), (20_001, True)])
def test_only_a_note_longer_than_a_diary_holds_is_cut_and_shows_it(length: int, cut: bool):
    note = _entry(Said(MOMENT, "note", "note", note="ä" * length)).note
    assert note.endswith("...") is cut
    assert len(note) == min(length, 20_000)


def test_equal_records_of_one_file_get_ids_of_their_own_and_equal_ones_in_every_file():
    said = Said(MOMENT, "drink", "coffee", 1.0, "serving")
    first, second = _maker(), _maker()
    once = [_entry(said, first).id for _ in range(3)]
    assert len(set(once)) == 3
    assert once == [_entry(said, second).id for _ in range(3)]


@pytest.mark.parametrize(
    "other",
    [
        Said(MOMENT, "drink", "tea"),
        Said(MOMENT, "food", "coffee"),
        Said(_maker().local(date(2026, 6, 11)), "drink", "coffee"),
        Said(_maker().local(date(2026, 6, 10), time(12)), "drink", "coffee"),
        Said(MOMENT, "drink", "coffee", key=("coffee", "2026")),
        Said(MOMENT, "drink", "coffee", own="7"),
    ],
)
def test_a_record_that_differs_has_another_id(other: Said):
    assert _entry(Said(MOMENT, "drink", "coffee")).id != _entry(other).id


def test_a_value_or_note_that_was_edited_keeps_the_id():
    plain = _entry(Said(MOMENT, "drink", "coffee", 1.0, "serving"))
    edited = _entry(Said(MOMENT, "drink", "coffee", 2.0, "serving", "after all"))
    assert plain.id == edited.id


def test_a_number_of_the_apps_own_that_is_no_id_is_reported():
    assert _refused(Said(MOMENT, "drink", "coffee", own="x" * 600)).field == "id"


def test_a_doubt_comes_before_its_entry():
    problem, entry = _all(Said(MOMENT, "drink", "coffee"), doubt="06:00 after 12:45: pm?")
    assert isinstance(problem, Problem)
    assert isinstance(entry, Entry)
    assert (problem.used, problem.line, problem.reason) == (True, 3, "06:00 after 12:45: pm?")


def test_what_holds_for_the_whole_file_is_said_once():
    maker = _maker()
    said = [list(maker.once("weight", "70", reason)) for reason in ("kg?", "kg?", "lb?")]
    assert [len(one) for one in said] == [1, 0, 1]
    assert said[0][0].line is None


@pytest.mark.parametrize(
    ("meal", "clock", "at", "day_only", "said"),
    [
        ("Breakfast", None, "08:00", False, 1), ("Mittagessen", None, "13:00", False, 1),
        ("cena", None, "19:00", False, 1), ("Snack", None, "12:00", True, 0),
        ("Zorp", None, "12:00", True, 0), ("", None, "12:00", True, 0),
        ("Breakfast", time(6, 5), "06:05", False, 0),
    ],
)  # fmt: skip
def test_a_meal_without_a_time_is_kept_at_its_usual_hour_and_that_is_said(
    meal: str, clock: time | None, at: str, day_only: bool, said: int
):
    moments: list[Moment] = []

    def reading() -> Iterator[Problem]:
        moments.append((yield from _maker().at_meal(date(2026, 6, 10), clock, meal)))

    problems = list(reading())
    (moment,) = moments
    assert (f"{moment.at:%H:%M}", moment.day_only, len(problems)) == (at, day_only, said)
    assert isinstance(moment.at, datetime)
