"""Two writers of one plan at the same moment: what one of them kept is never lost to the other."""

from __future__ import annotations

import threading
import time as clock
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from gutline.routine.items import Cue, Item, Why
from gutline.routine.plan import Plan
from tests.store.conftest import NOW

TODAY = date(2026, 3, 1)
WALK = Item("walk", "walk", "walk", Cue(time(13), time(15)), 10, "min")
LUNCH = Item("lunch", "lunch", "meal", Cue(time(13)))
TEA = Item("tea", "tea", "drink", Cue(time(10)))
LATER = NOW + timedelta(seconds=1)


@pytest.fixture
def planned(postgres_store):
    """Somebody with a walk on the plan, on the database on which two may write at once."""
    from gutline.store.services.people import add_person
    from gutline.store.services.plan import keep_plan

    person = add_person("Europe/Berlin", NOW).key
    keep_plan(person, Plan((WALK,)), NOW)
    return person


def waiting() -> bool:
    """Whether somebody waits for a row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def beside(person, first, second):
    """Have `second` begin while `first` has written and not finished; what `second` returned."""
    from django.db import connection, transaction

    from gutline.store.services.changes import locked_person

    found = []

    def other() -> None:
        try:
            found.append(second())
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        locked_person(person)
        first()
        thread.start()
        for _ in range(3000):
            if waiting():
                break
            clock.sleep(0.02)
        else:
            pytest.fail("nobody waited for the row")
    thread.join(60)
    assert not thread.is_alive()
    assert found, "the second writer failed"
    return found[0]


def plan_of(person):
    from gutline.store.queries.routine import kept_plan

    return kept_plan(person).plan


def ids(person) -> set[str]:
    return {item.id for item in plan_of(person).items}


def entries(person):
    from gutline.store.queries import day_page

    return [record.entry for record in day_page(person, TODAY).records]


def test_two_items_that_are_added_at_once_are_both_there(planned):
    from gutline.store.services.plan import add_item, keep_item

    beside(planned, lambda: keep_item(planned, TEA, NOW), lambda: add_item(planned, LUNCH, LATER))
    assert ids(planned) == {"walk", "tea", "lunch"}


def test_two_of_one_name_that_are_added_at_once_get_two_ids(planned):
    from gutline.store.services.plan import add_item

    green = replace(TEA, cue=Cue(time(16)))
    beside(planned, lambda: add_item(planned, TEA, NOW), lambda: add_item(planned, green, LATER))
    assert ids(planned) == {"walk", "tea", "tea-2"}
    assert plan_of(planned).item("tea-2").cue == green.cue


def test_the_same_item_from_two_pages_at_once_is_there_once(planned):
    from gutline.store.services.plan import add_item

    beside(planned, lambda: add_item(planned, TEA, NOW), lambda: add_item(planned, TEA, LATER))
    assert ids(planned) == {"walk", "tea"}


@pytest.mark.parametrize("kept", ["refused", "quiet hours", "taken off"])
def test_what_is_added_meanwhile_outlives_other_changes_of_the_plan(planned, kept):
    from gutline.store.services import plan

    second = {
        "refused": lambda: plan.refuse_proposal(planned, "wind-down", LATER),
        "quiet hours": lambda: plan.keep_reminding(planned, time(21), time(8), LATER, names=True),
        "taken off": lambda: plan.remove_item(planned, "walk", LATER),
    }[kept]
    beside(planned, lambda: plan.keep_item(planned, TEA, NOW), second)
    found = plan_of(planned)
    assert "tea" in ids(planned)
    assert ("walk" in ids(planned)) is (kept != "taken off")
    assert found.refused == ({"wind-down"} if kept == "refused" else set())
    assert found.names_in_reminders is (kept == "quiet hours")
    assert found.quiet_from == (time(21) if kept == "quiet hours" else time(22))


def test_the_reason_that_stays_is_the_one_that_is_there_when_it_is_kept(planned):
    from gutline.store.services.plan import keep_item

    why = Why("trial", "walk-2", "your trial")
    beside(
        planned,
        lambda: keep_item(planned, replace(WALK, why=why), NOW),
        lambda: keep_item(planned, replace(WALK, amount=20.0), LATER, keeps_why=True),
    )
    item = plan_of(planned).item("walk")
    assert (item.why, item.amount) == (why, 20.0)


@pytest.mark.parametrize("state", ["done", "partly", "skipped"])
def test_what_is_marked_in_two_places_at_once_has_one_word_and_one_entry(planned, state):
    from gutline.store.queries.routine import day_notes
    from gutline.store.services.plan_days import mark_item

    beside(
        planned,
        lambda: mark_item(planned, "walk", TODAY, "done", NOW),
        lambda: mark_item(planned, "walk", TODAY, state, LATER),
    )
    mark = day_notes(planned, TODAY)[0].marks.marks["walk"]
    assert mark.state == state
    assert [one.id for one in entries(planned)] == ([] if state == "skipped" else [mark.entry])


def test_a_word_taken_back_while_it_is_said_anew_leaves_no_entry_behind(planned):
    from gutline.store.services.plan_days import mark_item, unmark_item

    beside(
        planned,
        lambda: mark_item(planned, "walk", TODAY, "done", NOW),
        lambda: unmark_item(planned, "walk", TODAY, LATER),
    )
    assert entries(planned) == []


def test_a_mark_a_day_off_and_a_put_off_of_one_day_are_all_kept(planned):
    from gutline.store.queries.routine import day_notes
    from gutline.store.services.plan_days import mark_item, put_off, set_day_off

    beside(
        planned,
        lambda: mark_item(planned, "walk", TODAY, "skipped", NOW),
        lambda: set_day_off(planned, TODAY, "sick", LATER),
    )
    beside(
        planned,
        lambda: put_off(planned, "walk", 30, NOW),
        lambda: put_off(planned, "walk", 30, LATER),
    )
    notes, _ = day_notes(planned, TODAY)
    assert notes.marks.marks["walk"].state == "skipped"
    assert notes.marks.off == "sick"
    assert len(notes.put_off["walk"]) == 2


def test_reminders_given_back_do_not_undo_what_was_marked_meanwhile(planned):
    from gutline.store.queries.routine import day_notes
    from gutline.store.services.plan_days import mark_item
    from gutline.store.services.reminders import claim_reminders, give_back_reminders

    noon = datetime.fromisoformat("2026-03-01T12:05:00+00:00")
    given = claim_reminders(planned, noon)
    assert [one.item for one in given] == ["walk"]
    beside(
        planned,
        lambda: mark_item(planned, "walk", TODAY, "done", noon),
        lambda: give_back_reminders(planned, given, noon),
    )
    notes, _ = day_notes(planned, TODAY)
    assert notes.marks.marks["walk"].state == "done"
    assert notes.given == frozenset()
