"""Nights, steps and cycles out of pieces: nothing twice, nothing made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.diary.entries import Entry
from gutline.importers.apple_days import (
    APART_S,
    Flow,
    Piece,
    StepDays,
    cycle_days,
    entry_id,
    nights,
)
from gutline.importers.source import LeftOut

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 3, 1, 23, tzinfo=BERLIN)


def piece(start: float, hours: float, stage: str = "asleep", device: str = "watch") -> Piece:
    """A piece that begins so many hours after eleven in the evening."""
    begin = EVENING + timedelta(hours=start)
    return Piece(begin, begin + timedelta(hours=hours), stage, device)


def slept(*pieces: Piece) -> list[tuple[str, float | None]]:
    return [(one.name, one.value) for one in nights(pieces, "made") if isinstance(one, Entry)]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([piece(0, 8)], [("sleep", 8.0)]),
        ([piece(0, 3), piece(4, 4)], [("sleep", 7.0)]),
        ([piece(0, 8), piece(0, 8, device="phone")], [("sleep", 8.0)]),
        ([piece(0, 5), piece(3, 5)], [("sleep", 8.0)]),
        ([piece(4, 4), piece(0, 3)], [("sleep", 7.0)]),
        ([piece(0, 2), piece(2, 2.5)], [("sleep", 4.5)]),
        ([piece(15, 1)], [("nap", 1.0)]),
        ([piece(3, 1)], [("sleep", 1.0)]),
        ([piece(0, 8), piece(15, 0.5)], [("sleep", 8.0), ("nap", 0.5)]),
        ([piece(12, 5)], [("sleep", 5.0)]),
    ],
)
def test_a_night_is_the_time_its_pieces_cover(pieces, expected):
    assert slept(*pieces) == expected


@pytest.mark.parametrize(("more_s", "count"), [(0, 1), (1, 2)])
def test_a_pause_parts_two_nights_only_when_it_is_long(more_s, count):
    later = piece(4, 4)
    start = piece(0, 4).end + timedelta(seconds=APART_S + more_s)
    found = slept(piece(0, 4), Piece(start, start + timedelta(hours=4), later.stage, "watch"))
    assert len(found) == count


def test_a_device_with_stages_is_believed_before_one_without():
    pieces = [piece(0, 9, device="phone"), piece(0.5, 3, "deep sleep"), piece(3.5, 4, "REM sleep")]
    assert slept(*pieces) == [("sleep", 7.0), ("REM sleep", 4.0), ("deep sleep", 3.0)]


def test_time_in_bed_alone_is_left_out_and_said():
    (left,) = nights([piece(0, 8, "in bed")], "made")
    assert isinstance(left, LeftOut)
    assert "in bed" in left.what


def test_nothing_is_no_night():
    assert list(nights([], "made")) == []


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 10), st.sampled_from(["asleep", "in bed"])),
        max_size=12,
    )
)
def test_any_pieces_give_nights_within_their_time(made):
    pieces = [piece(start, hours, stage) for start, hours, stage in made]
    found = list(nights(pieces, "made"))
    total = sum(p.end.timestamp() - p.start.timestamp() for p in pieces if p.stage == "asleep")
    entries = [one for one in found if isinstance(one, Entry)]
    assert sum(e.value or 0.0 for e in entries) <= total / 3600 + 0.01
    assert len({e.id for e in entries}) == len(entries)
    assert found == list(nights(reversed(pieces), "made"))


def stepped(*records: tuple[str, str, float], last: str = "") -> list[Any]:
    days = StepDays("made")
    for day, device, steps in records:
        days.add(day, device, steps)
    return list(days.entries(last, BERLIN))


def test_steps_are_added_by_device_and_the_device_that_counted_most_is_kept():
    left, day = stepped(
        ("2026-03-01", "phone", 1000), ("2026-03-01", "phone", 500), ("2026-03-01", "watch", 1200),
        ("2026-03-02", "phone", 10),
    )  # fmt: skip
    assert (day.value, day.unit, day.day_only) == (1500.0, "steps", True)
    assert day.at.date() == date(2026, 3, 1)
    assert left == LeftOut("steps of the last day, which was not over", 1)


def test_the_day_of_the_export_and_what_is_after_it_are_not_over():
    items = stepped(
        ("2026-03-01", "a", 1), ("2026-03-02", "a", 2), ("2026-03-03", "a", 3), last="2026-03-02"
    )
    assert items[0] == LeftOut("steps of the last day, which was not over", 2)
    assert [one.value for one in items[1:]] == [1.0]


def test_days_come_in_order_and_have_ids_that_stay():
    first = stepped(("2026-03-02", "a", 2), ("2026-03-01", "a", 1), last="2026-03-05")
    second = stepped(("2026-03-01", "b", 7), ("2026-03-02", "b", 8), last="2026-03-09")
    assert [one.at.day for one in first] == [1, 2]
    assert [one.id for one in first] == [one.id for one in second]


def test_no_steps_are_no_days():
    assert stepped() == []
    assert stepped(last="2026-03-01") == []


def flow(day: int, *, month: int = 3, begins: bool = False, hour: int = 8) -> Flow:
    return Flow(datetime(2026, month, day, hour, tzinfo=BERLIN), "medium", begins)


def counted(*flows: Flow) -> list[tuple[int, float | None]]:
    found = cycle_days(flows, "made", BERLIN)
    return [(one.at.day, one.value) for one in found if isinstance(one, Entry)]


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([flow(1), flow(2), flow(3)], [(1, 1.0), (2, 2.0), (3, 3.0)]),
        ([flow(3), flow(1)], [(1, 1.0), (3, 3.0)]),
        ([flow(1), flow(13)], [(1, 1.0), (13, 13.0)]),
        ([flow(1), flow(14)], [(1, 1.0), (14, 1.0)]),
        ([flow(1), flow(10, begins=True)], [(1, 1.0), (10, 1.0)]),
        ([], []),
    ],
)
def test_days_of_bleeding_are_counted_from_the_first(flows, expected):
    assert counted(*flows) == expected


def test_a_second_record_of_one_day_is_counted_and_a_beginning_wins():
    found = list(cycle_days([flow(2), flow(1), flow(2, begins=True, hour=20)], "made", BERLIN))
    entries = [one for one in found if isinstance(one, Entry)]
    assert [(e.at.day, e.value) for e in entries] == [(1, 1.0), (2, 1.0)]
    assert sum(isinstance(one, LeftOut) for one in found) == 1


def test_an_id_depends_on_every_part_and_on_nothing_else():
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=9)))
    assert entry_id("made", int(at.timestamp())) == entry_id("made", int(elsewhere.timestamp()))
    assert (
        len({entry_id("made", "a", "b"), entry_id("made", "ab"), entry_id("other", "a", "b")}) == 3
    )
