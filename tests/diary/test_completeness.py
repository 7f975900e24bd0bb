"""How complete a diary is, for `gutline check` and for every count a person is told."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary import DayCounts, Diary, Entry, Gap, completeness


def test_a_small_diary(diary):
    """
    2026-03-01 08:00 ate bread
    2026-03-01 complete food
    2026-03-02 09:00 back pain 6, bloating 2
    2026-03-02 20:00 back pain 4
    2026-03-06 no symptoms
    2026-03-07 ate nothing
    2026-03-09 09:00 back pain 1
    """
    report = completeness(diary)
    assert (report.first_day, report.last_day) == (date(2026, 3, 1), date(2026, 3, 9))
    assert (report.days, report.entries) == (9, 8)
    assert report.food == DayCounts(complete=1, none=1, logged=0, unlogged=7)
    assert report.symptoms == DayCounts(complete=0, none=1, logged=2, unlogged=6)
    assert report.ratings == {"back pain": 3, "bloating": 1}
    assert report.rating_days == {"back pain": 2, "bloating": 1}
    assert report.gaps == (
        Gap(date(2026, 3, 3), date(2026, 3, 5), 3),
        Gap(date(2026, 3, 8), date(2026, 3, 8), 1),
    )
    assert report.longest_gap == 3
    assert report.food.known == 2


def test_an_empty_diary():
    report = completeness(Diary(()))
    assert (report.first_day, report.last_day, report.days, report.entries) == (None, None, 0, 0)
    assert report.food == report.symptoms == DayCounts(0, 0, 0, 0)
    assert report.gaps == ()
    assert report.longest_gap == 0
    assert report.ratings == {}


def test_the_report_is_frozen(diary):
    """
    2026-03-01 back pain 6
    """
    report = completeness(diary)
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.days = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        report.ratings["back pain"] = 3  # type: ignore[index]


KINDS = st.sampled_from([("food", "bread"), ("food", "none"), ("symptom", "pain"), ("symptom", "none"),
                         ("complete", "food"), ("complete", "all"), ("note", "note")])  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 23), KINDS), max_size=25))
def test_every_day_is_counted_once(logged):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    entries = [
        Entry(start + timedelta(days=d, hours=h), kind, name, 3.0 if name == "pain" else None)
        for d, h, (kind, name) in logged
    ]
    diary = Diary.from_entries(entries)
    report = completeness(diary)
    for counts in (report.food, report.symptoms):
        assert counts.known + counts.unlogged == report.days
        assert sum(dataclasses.astuple(counts)) == report.days
    silent = sum(gap.days for gap in report.gaps)
    assert silent == report.days - len({diary.day_of(e) for e in diary.entries})
    assert all((gap.last_day - gap.first_day).days + 1 == gap.days for gap in report.gaps)
    assert sum(report.ratings.values()) == sum(e.name == "pain" for e in diary.entries)
