"""Entries from what an app says: placed, checked, with ids that stay."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, time
from typing import Any

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import ImportSettings, Problem

DAY = date(2026, 6, 10)


def _maker(zone: str = "Europe/Berlin", today: date | None = None) -> EntryMaker:
    return EntryMaker("loop_habits", ImportSettings(zone, today=today))


def _made(maker: EntryMaker, said: Said, doubt: str = "") -> list[Any]:
    return list(maker.made(3, said, doubt))


def test_an_entry_is_checked_and_named_by_its_source():
    maker = _maker()
    said = Said(maker.local(DAY, time(8)), "food", "  Rye   bread ", 2, "servings", "fresh\x07")
    (entry,) = _made(maker, said)
    assert isinstance(entry, Entry)
    assert (entry.name, entry.value, entry.unit) == ("Rye bread", 2.0, "serving")
    assert entry.note == "fresh"
    assert entry.source == "loop_habits"
    assert entry.id.startswith("loop_habits:")


def test_the_id_depends_on_what_identifies_the_record_only():
    one, other = _maker(), _maker()
    first = Said(one.local(DAY, time(8)), "food", "Egg", 1, "serving")
    again = Said(other.local(DAY, time(8)), "food", "Egg", 2, "serving", "salted")
    (a,), (b,) = _made(one, first), _made(other, again)
    assert a.id == b.id
    (c,) = _made(one, first)
    assert c.id == a.id + ":2"


def test_the_apps_own_number_is_the_id():
    maker = _maker()
    (entry,) = _made(maker, Said(maker.local(DAY), "food", "Egg", own="77"))
    assert entry.id == "loop_habits:77"
    assert entry.day_only


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("symptom", "back pain", 14.0, "nrs"), "value"),
        (("symptom", "back pain", None, ""), "value"),
        (("symptom", "", 3.0, "nrs"), "name"),
        (("symptom", "x" * 600, 3.0, "nrs"), "name"),
        (("food", "Egg", 1.0, "bristol"), "unit"),
        (("sleep", "sleep", 30.0, "h"), "value"),
    ],
)
def test_what_is_impossible_becomes_a_problem_with_its_line(said: tuple, field: str):
    maker = _maker()
    (problem,) = _made(maker, Said(maker.local(DAY), *said))
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.used) == (3, field, False)


def test_a_doubt_goes_before_its_entry():
    maker = _maker()
    said = Said(maker.local(DAY, time(6)), "food", "Soup")
    doubt, entry = _made(maker, said, "06:00 after 12:45: pm?")
    assert doubt == Problem(3, "time", "2026-06-10 06:00", "06:00 after 12:45: pm?", used=True)
    assert entry.at.hour == 6


def test_times_that_the_clocks_skip_or_repeat_are_said():
    maker = _maker()
    gap, moved = _made(maker, Said(maker.local(date(2026, 3, 29), time(2, 30)), "food", "Egg"))
    assert "skip" in gap.reason
    assert moved.at.hour == 3
    fold, first = _made(maker, Said(maker.local(date(2025, 10, 26), time(2, 30)), "food", "Egg"))
    assert "twice" in fold.reason
    assert first.at.isoformat() == "2025-10-26T02:30:00+02:00"


def test_times_keep_their_offset_or_get_the_persons_zone():
    maker = _maker()
    assert maker.moment("2026-06-10T20:00:00+09:00").at.isoformat() == "2026-06-10T20:00:00+09:00"
    assert maker.moment("2026-06-10T20:00").at.isoformat() == "2026-06-10T20:00:00+02:00"
    assert maker.instant(1_781_078_400).at.isoformat() == "2026-06-10T10:00:00+02:00"
    assert maker.instant(1_781_078_400, -240).at.isoformat() == "2026-06-10T04:00:00-04:00"


@pytest.mark.parametrize("seconds", [-1.0, 1e300, float("nan"), float("inf"), 9_999_999_999.0])
def test_seconds_outside_a_diary_are_refused(seconds: float):
    with pytest.raises(RowError):
        _maker().instant(seconds)


def test_years_outside_a_diary_are_refused():
    with pytest.raises(RowError):
        _maker().local(date(1200, 1, 1))


def test_the_future_is_refused_when_today_is_known():
    maker = _maker(today=DAY)
    (problem,) = _made(maker, Said(maker.local(date(2026, 6, 12)), "food", "Egg"))
    assert "future" in problem.reason
    (entry,) = _made(maker, Said(maker.local(date(2026, 6, 11)), "food", "Egg"))
    assert isinstance(entry, Entry)


def test_a_meal_without_a_time_gets_its_usual_hour_and_says_so_once():
    maker = _maker()
    read = [_all(maker.at_meal(DAY, None, meal)) for meal in ("Frühstück", "Desayuno", "Snack")]
    doubts = [problem.reason for problems, _ in read for problem in problems]
    assert doubts == ["breakfast without a time is kept at 08:00"]
    assert [moment.at.hour for _, moment in read] == [8, 8, 12]
    assert [moment.day_only for _, moment in read] == [False, False, True]


def _all(reading: Generator[Problem, None, Moment]) -> tuple[list[Problem], Moment]:
    """What a generator yields, and what it returns."""
    problems = []
    while True:
        try:
            problems.append(next(reading))
        except StopIteration as end:
            return problems, end.value


def test_a_note_that_is_too_long_is_cut_and_shows_it():
    maker = _maker()
    (entry,) = _made(maker, Said(maker.local(DAY), "note", "note", note="x" * 30_000))
    assert entry.note.endswith(" ...")
    assert len(entry.note) == 20_000
