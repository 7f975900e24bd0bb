"""Each reminder at most once: a clock that jumps, journeys, two programs at once; and none beside
an emergency."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from gutline.store.errors import EntryRefusedError
from tests.store.conftest import NOW, close_all

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
"""13:05 in Berlin: the walk's window is open."""
WALK = Item("walk", "walk", "walk", Cue(time(13), time(15)), 10, "min")
NIGHT = Item("night", "night", "practice", Cue(time(1, 30), time(3, 30)))
"""Lies over both changes of the clocks in Berlin."""


@pytest.fixture
def store(request):
    kind = getattr(request, "param", "sqlite")
    return request.getfixturevalue("sqlite_store" if kind == "sqlite" else "postgres_store")


@pytest.fixture
def plans(person):
    from gutline.store.services import plan

    return plan


@pytest.fixture
def days(person):
    from gutline.store.services import plan_days

    return plan_days


@pytest.fixture
def reminders(person):
    from gutline.store.services import reminders

    return reminders


@pytest.fixture
def planned(person, plans):
    # Quiet for no minute of the day, so that the hours around a change of clocks are not swallowed.
    plans.keep_plan(person, Plan((WALK, NIGHT), time(4), time(4)), NOW)
    return person


def claimed(reminders, person, now):
    return [one.key for one in reminders.claim_reminders(person, now)]


def log_there(person, at, zone):
    """An entry with the zone of a place: the journey."""
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(person, Draft("mood", value=5.0, at=at, zone=zone), at)


def every_minutes(first, hours, step=30):
    return [first + timedelta(minutes=n) for n in range(0, hours * 60, step)]


# --- a clock that jumps -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "day"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), "2026-03-29"),  # the hour from 2 to 3 is missing
        (datetime(2026, 10, 24, 22, tzinfo=UTC), "2026-10-25"),  # the hour from 2 to 3 comes twice
    ],
    ids=["forward", "back"],
)
def test_on_a_night_when_the_clocks_change_it_comes_exactly_once(planned, reminders, night, day):
    given = [key for now in every_minutes(night, 6, 20) for key in claimed(reminders, planned, now)]
    assert given.count(f"{day}.night.0") == 1
    assert len(given) == len(set(given))


@pytest.mark.parametrize("back", [timedelta(minutes=40), timedelta(hours=2), timedelta(days=1)])
def test_a_clock_that_is_set_back_brings_nothing_twice(planned, reminders, back):
    first = [key for now in every_minutes(NOON, 2) for key in claimed(reminders, planned, now)]
    again = [
        key for now in every_minutes(NOON - back, 27) for key in claimed(reminders, planned, now)
    ]
    assert first == ["2026-03-01.walk.0"]
    assert "2026-03-01.walk.0" not in again
    assert len(again) == len(set(again))


def test_a_traveller_east_is_reminded_once_of_each_local_day(planned, reminders):
    given = claimed(reminders, planned, NOON)
    log_there(planned, NOON + timedelta(hours=3), "Asia/Tokyo")  # 00:05 of the next day there
    given += [
        key
        for now in every_minutes(NOON + timedelta(hours=3), 24)
        for key in claimed(reminders, planned, now)
    ]
    assert sorted(given) == ["2026-03-01.walk.0", "2026-03-02.night.0", "2026-03-02.walk.0"]


def test_a_traveller_west_who_lives_the_afternoon_again_is_not_reminded_again(planned, reminders):
    given = claimed(reminders, planned, NOON)
    log_there(planned, NOON + timedelta(hours=1), "America/Los_Angeles")  # 05:05 there
    given += [
        key
        for now in every_minutes(NOON + timedelta(hours=1), 14)
        for key in claimed(reminders, planned, now)
    ]
    assert given.count("2026-03-01.walk.0") == 1
    assert len(given) == len(set(given))


STEPS = st.lists(
    st.tuples(
        st.integers(-2 * 24 * 60, 3 * 24 * 60),
        st.sampled_from(["", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"]),
    ),
    min_size=1,
    max_size=12,
)


@given(STEPS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_clock_and_the_place_do_no_key_is_given_twice(planned, reminders, steps):
    """One database for all examples: whatever was given in one is not given in the next."""
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    seen = services_seen(planned)
    for minutes, zone in steps:
        now = start + timedelta(minutes=minutes)
        if zone:
            log_there(planned, now, zone)
        for key in claimed(reminders, planned, now):
            assert key not in seen
            seen.add(key)


def services_seen(person):
    """All keys that are noted as given."""
    from gutline.store.models import Document

    rows = Document.objects.filter(person_id=person, kind="adherence", deleted_at=None)
    return {key for row in rows for key in row.body["given"]}


# --- two programs at once -----------------------------------------------------------------------

ASKER = """
import sys
from datetime import datetime
from pathlib import Path
from gutline.store.settings import configure
configure(Path(sys.argv[1]), sys.argv[4] or None)
from gutline.store.services.reminders import claim_reminders
print("ready", flush=True)
sys.stdin.readline()
for _ in range(5):
    for one in claim_reminders(int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])):
        print(one.key, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_of_programs_that_ask_at_the_same_moment_one_gets_it(planned, store):
    close_all()
    command = [
        sys.executable,
        "-c",
        ASKER,
        str(store.home),
        str(planned),
        NOON.isoformat(),
        store.url or "",
    ]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60)[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0, 0]
    assert Counter(key for keys in told for key in keys) == {"2026-03-01.walk.0": 1}


# --- silence beside an emergency ----------------------------------------------------------------


def advise(monkeypatch, **changed):
    """Have advice stand for everybody."""
    from dataclasses import replace

    from gutline.safety.advice import Advice
    from gutline.store.queries import reminders

    usual = Advice("x", "1", "x", "info", "Do this.", "", (), (), (), True, TODAY, "")  # fmt: skip
    one = replace(usual, **changed)
    monkeypatch.setattr(reminders, "standing_advice", lambda person, today: (one,))


@pytest.mark.parametrize(
    ("changed", "silent"),
    [
        ({"urgency": "emergency"}, True),
        ({"urgency": "urgent", "does": ("crisis_card",)}, True),
        ({"urgency": "urgent"}, False),
        ({"urgency": "soon"}, False),
    ],
)
def test_beside_an_emergency_or_a_crisis_nothing_reminds(
    planned, reminders, monkeypatch, changed, silent
):
    from gutline.store.queries.reminders import coming_reminders

    advise(monkeypatch, **changed)
    assert (coming_reminders(planned, NOON) == []) is silent
    assert (claimed(reminders, planned, NOON) == []) is silent
    monkeypatch.undo()
    # What was kept back is not used up.
    assert claimed(reminders, planned, NOON) == (["2026-03-01.walk.0"] if silent else [])


def test_an_answer_that_is_an_emergency_silences_for_real(planned, reminders):
    from gutline.catalog.red_flags import load_red_flags
    from gutline.store.queries.reminders import is_silenced
    from gutline.store.services.documents import keep_document

    assert "suicidal_thoughts" in load_red_flags()
    assert not is_silenced(planned, TODAY)
    keep_document(planned, "answers", "check", answers_of(suicidal_thoughts=True), NOW)
    assert is_silenced(planned, TODAY)
    assert claimed(reminders, planned, NOON) == []


def answers_of(**given):
    day = TODAY.isoformat()
    return {"given": {name: {"value": value, "day": day} for name, value in given.items()},
            "round": None, "finished": None, "weekly": None, "skipped": None}  # fmt: skip


# --- days off ahead -----------------------------------------------------------------------------


def test_a_holiday_ahead_is_kept_day_by_day_and_taken_back(planned):
    from gutline.store.queries.reminders import coming_reminders
    from gutline.store.queries.routine import days_off
    from gutline.store.services.days_off import set_days_off

    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=9)
    before = len(coming_reminders(planned, NOON))
    assert set_days_off(planned, first, last, "holiday", NOW) == 7
    assert set(days_off(planned, first, last).values()) == {"holiday"}
    assert len(coming_reminders(planned, NOON)) == before - 7 * 2
    assert set_days_off(planned, first, last, "", NOW) == 7
    assert days_off(planned, TODAY, last) == {}


@pytest.mark.parametrize(
    ("first", "days", "why", "field"),
    [(3, -1, "holiday", "until"), (0, 60, "holiday", "until"), (-400, 0, "sick", "day"),
     (400, 0, "holiday", "day"), (0, 1, "lazy", "off")],
)  # fmt: skip
def test_days_off_that_cannot_be_change_nothing(planned, first, days, why, field):
    from gutline.store.queries.routine import days_off
    from gutline.store.services.days_off import set_days_off

    start = TODAY + timedelta(days=first)
    with pytest.raises(EntryRefusedError) as told:
        set_days_off(planned, start, start + timedelta(days=days), why, NOW)
    assert told.value.field == field
    assert days_off(planned, TODAY - timedelta(days=500), TODAY + timedelta(days=500)) == {}
