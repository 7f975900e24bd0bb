"""What was taken to be given and certainly reached nobody is given back; nothing else changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from gutline.store.errors import NotThereError
from tests.store.conftest import NOW

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
WALK = Item("walk", "walk", "walk", Cue(time(13), time(15)), 10, "min")
TEA = Item("tea", "tea", "drink", Cue(time(13), time(14)))


@pytest.fixture
def planned(person):
    from gutline.store.services.plan import keep_plan

    keep_plan(person, Plan((WALK, TEA)), NOW)
    return person


def claimed(person, now=NOON):
    from gutline.store.services.reminders import claim_reminders

    return claim_reminders(person, now)


def given_back(person, reminders):
    from gutline.store.services.reminders import give_back_reminders

    give_back_reminders(person, reminders, NOON)


def revision(person):
    from gutline.store.models import Person

    return Person.objects.get(pk=person).revision


def test_what_is_given_back_comes_again_once(planned):
    first = claimed(planned)
    assert {one.item for one in first} == {"walk", "tea"}
    assert claimed(planned) == ()
    given_back(planned, first)
    assert {one.key for one in claimed(planned)} == {one.key for one in first}
    assert claimed(planned) == ()


def test_one_of_two_is_given_back_alone(planned):
    first = claimed(planned)
    given_back(planned, [one for one in first if one.item == "walk"])
    assert [one.item for one in claimed(planned)] == ["walk"]


def test_given_back_after_its_time_it_is_not_made_up_for(planned):
    given_back(planned, claimed(planned))
    assert [one.item for one in claimed(planned, NOON + timedelta(hours=1))] == ["walk"]
    assert claimed(planned, NOON + timedelta(hours=4)) == ()


def test_what_happened_meanwhile_stays(planned):
    from gutline.store.queries.routine import day_notes
    from gutline.store.services.plan_days import mark_item

    first = claimed(planned)
    mark_item(planned, "walk", TODAY, "done", NOON)
    given_back(planned, first)
    notes, _ = day_notes(planned, TODAY)
    assert notes.marks.marks["walk"].state == "done"
    assert notes.given == frozenset()
    # It is done by now, and so it reminds no more.
    assert [one.item for one in claimed(planned)] == ["tea"]


def test_what_was_not_given_is_not_given_back(planned):
    first = claimed(planned)
    given_back(planned, first)
    before = revision(planned)
    given_back(planned, first)
    given_back(planned, [])
    assert revision(planned) == before


def test_another_person_keeps_what_they_were_given(planned):
    from gutline.store.services.people import add_person
    from gutline.store.services.plan import keep_plan

    other = add_person("Europe/Berlin", NOW).key
    keep_plan(other, Plan((WALK,)), NOW)
    theirs = claimed(other)
    given_back(planned, theirs)
    assert claimed(other) == ()
    with pytest.raises(NotThereError):
        given_back(10**9, theirs)
