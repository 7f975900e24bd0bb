"""Pauses, slides, void days and long washouts together: what a calendar never does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.calendar import TrialDay, lay_days
from gutline.trials.day_slots import run_in_then_units, stretch
from gutline.trials.own_trial import midnight
from gutline.trials.running import is_over, look_at_today, notices, unit_on
from gutline.trials.timeline import Timeline, inside
from tests.trials.conftest import START, event

LATER = START + timedelta(days=400)
CHALLENGES = {
    "design": "challenges", "layout": "complete", "pairs": 3, "washout_days": 3, "run_in_days": 2,
}  # fmt: skip
LIVES = {
    "nothing": (),
    "a slide": (event("slide", day=4),),
    "two slides on one day": (event("slide", day=4), event("slide", day=4)),
    "slides in a row": (event("slide", day=4), event("slide", day=5), event("slide", day=6)),
    "a pause": (event("pause", day=3), event("resume", day=8)),
    "a pause of no day": (event("pause", day=3), event("resume", day=3)),
    "two pauses": (event("pause", day=3), event("resume", day=5), event("pause", day=9),
                   event("resume", day=12)),
    "a slide in a pause": (event("pause", day=3), event("slide", day=4), event("resume", day=7)),
    "ill days": (event("sick", day=2), event("void", day=3), event("sick", day=9)),
    "ill in a pause": (event("pause", day=3), event("sick", day=4), event("resume", day=6)),
    "a strong reaction": (event("reaction", "severe", day=3),),
    "reactions and a pause": (event("reaction", "moderate", day=3), event("pause", day=6),
                              event("resume", day=9), event("reaction", "severe", day=20)),
    "a first day that slides": (event("slide", day=0),),
}  # fmt: skip
PUT_IN = {
    "nothing": 0, "a slide": 1, "two slides on one day": 1, "slides in a row": 3, "a pause": 5,
    "a pause of no day": 0, "two pauses": 5, "a slide in a pause": 4, "ill days": 0,
    "ill in a pause": 3, "a first day that slides": 1,
}  # fmt: skip


def units(days: Sequence[TrialDay]) -> list[int]:
    return [d.slot.unit for d in days if d.slot is not None and d.slot.part == "unit"]


@pytest.mark.parametrize("changes", [{}, CHALLENGES], ids=["pairs", "challenges"])
@pytest.mark.parametrize("life", LIVES)
def test_whatever_happens_dates_run_on_and_no_day_of_the_plan_is_lost(make_trial, life, changes):
    trial = make_trial(*LIVES[life], **changes)
    days = lay_days(trial, LATER)
    assert [d.day for d in days] == [START + timedelta(days=n) for n in range(len(days))]
    assert units(days) == units(lay_days(make_trial(**changes), LATER))
    own = trial.allocation.assignment
    assert all(d.condition == own[d.slot.unit] for d in days if d.slot and d.slot.part == "unit")
    assert all(d.condition == 0 for d in days if d.slot and d.slot.part != "unit")


@pytest.mark.parametrize("life", PUT_IN)
def test_each_day_that_is_put_in_moves_the_end_by_one(make_trial, life):
    days = lay_days(make_trial(*LIVES[life]), LATER)
    assert len(days) == 36 + PUT_IN[life]
    assert sum(d.slot is None for d in days) == PUT_IN[life]
    assert all(d.void for d in days if d.slot is None)


def test_ill_days_pass_and_only_their_ratings_do_not_count(make_trial):
    days = lay_days(make_trial(*LIVES["ill days"]), LATER)
    assert [(d.day - START).days for d in days if d.void] == [2, 3, 9]


@pytest.mark.parametrize("stop", ["stop", "safety_stop"])
def test_a_stop_in_a_pause_ends_both(make_trial, stop):
    trial = make_trial(event("pause", day=5), event(stop, day=8))
    days = lay_days(trial, START + timedelta(days=30))
    assert days[-1].day == START + timedelta(days=7)
    assert is_over(trial, START + timedelta(days=8))
    assert not is_over(trial, START + timedelta(days=7))


def test_a_pause_ahead_changes_nothing_until_it_comes(make_trial):
    trial = make_trial(event("pause", day=6))
    assert lay_days(trial, START)[5].slot is not None
    assert lay_days(trial, START)[6].slot is None
    assert look_at_today(trial, START + timedelta(days=5)).state == "running"
    assert look_at_today(trial, START + timedelta(days=6)).state == "paused"


@pytest.mark.parametrize(
    ("run_in", "pairs", "period", "between", "days"),
    [(0, 1, 1, 0, 2), (0, 6, 3, 0, 36), (7, 8, 5, 0, 87), (14, 4, 3, 3, 59), (2, 3, 3, 3, 35),
     (1, 1, 1, 1, 4)],
)  # fmt: skip
def test_a_plan_has_run_in_periods_and_days_between(plan, run_in, pairs, period, between, days):
    from dataclasses import replace

    own = replace(plan, run_in_days=run_in, pairs=pairs, period_days=period, washout_days=between)
    slots = run_in_then_units(own)
    assert len(slots) == days == own.days
    assert [s.part for s in slots[:run_in]] == ["run_in"] * run_in
    assert slots[-1].part == "unit"
    assert {s.unit for s in slots if s.part == "unit"} == set(range(2 * pairs))
    assert all(1 <= s.number <= s.length for s in slots)


def test_a_stretch_counts_its_days_from_one():
    assert [(s.number, s.length) for s in stretch("unit", 4, 3)] == [(1, 3), (2, 3), (3, 3)]
    assert stretch("washout", -1, 0) == ()


@pytest.mark.parametrize(
    ("number", "unit"), [(-3, -1), (0, 0), (2, 0), (3, 1), (35, 11), (36, 11), (90, 11)]
)
def test_an_answer_belongs_to_the_period_of_its_day_or_the_last_before(make_trial, number, unit):
    days = lay_days(make_trial(), LATER)
    assert unit_on(days, START + timedelta(days=number)) == unit


def test_an_answer_in_a_washout_belongs_to_the_challenge_before(make_trial):
    days = lay_days(make_trial(**CHALLENGES), LATER)
    assert [unit_on(days, START + timedelta(days=n)) for n in (1, 2, 5, 7, 8)] == [-1, 0, 0, 0, 1]


def test_the_last_days_are_told_and_then_nothing(make_trial):
    trial = make_trial()
    days = lay_days(trial, LATER)
    last = START + timedelta(days=35)
    for ahead in (2, 1):
        told = notices(trial, days, last - timedelta(days=ahead))
        assert f"The last day is {last:%A}." in told
    assert notices(trial, days, last) == []
    assert notices(trial, (), last) == []


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [("UTC", (2026, 3, 2), 0), ("Europe/Berlin", (2026, 3, 2), 23),
     ("Europe/Berlin", (2026, 7, 2), 22), ("America/New_York", (2026, 3, 2), 5),
     ("Africa/Cairo", (2026, 4, 24), 22)],
)  # fmt: skip
def test_a_day_begins_at_its_own_midnight(zone, day, hour):
    from datetime import date

    from gutline.diary.zones import zone_named

    at = midnight(date(*day), zone_named(zone)).astimezone(UTC)
    assert at.hour == hour


def at(day: int, hour: float = 0.0) -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=day, hours=hour)


@pytest.fixture
def timeline() -> Timeline:
    """Two units, the first cut by a pause of one day; the last day of the second is void."""
    units = (((at(0), at(1)), (at(2), at(3))), ((at(3), at(5)),))
    return Timeline(units, ((at(0), at(1)), (at(2), at(4))), void_days=(at(4).date(),))


def test_ends_are_those_of_the_last_stretch(timeline):
    hours = timeline.ends - timeline.unit_hours()[0][0][0]
    assert hours.tolist() == [72.0, 120.0]


@pytest.mark.parametrize(
    ("day", "unit", "counts"),
    [(-0.1, -1, False), (0.0, 0, True), (0.9, 0, True), (1.0, -1, False), (1.9, -1, False),
     (2.0, 0, True), (3.0, 1, True), (3.99, 1, True), (4.0, 1, False), (5.0, -1, False)],
)  # fmt: skip
def test_a_rating_lies_in_one_unit_and_counts_or_not(timeline, day, unit, counts):
    import numpy as np

    hours = np.array([timeline.unit_hours()[0][0][0] + 24.0 * day])
    assert timeline.unit_of(hours).tolist() == [unit]
    assert timeline.counts(hours).tolist() == [counts]


def test_no_stretch_holds_nothing():
    import numpy as np

    assert inside(np.array([1.0, 2.0]), []).tolist() == [False, False]
