"""Plans and marks at their edges: what could never be logged, travel, midnight, days off ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayMarks, Mark
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from gutline.store.documents import adherence as kept_days_form
from gutline.store.documents.adherence import DayNotes, body_of, notes_from
from gutline.store.errors import ConflictError, EntryRefusedError, NotThereError, StoreError
from tests.store.conftest import NOW

TODAY = date(2026, 3, 1)
BERLIN = zone_named("Europe/Berlin")
WALK = Item("walk", "walk", "walk", Cue(time(13), time(15)), 10, "min", smallest_amount=3)
TEA = Item("tea", "tea", "drink", Cue(time(10)))
LUNCH = Item("lunch", "lunch", "meal", Cue(time(13)))


@pytest.fixture
def store(sqlite_store):
    return sqlite_store


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
    plans.keep_item(person, WALK, NOW)
    return person


def plan_of(person) -> list[str]:
    from gutline.store.queries.routine import kept_plan

    return [item.id for item in kept_plan(person).plan.items]


def entries(person, day=TODAY):
    from gutline.store.queries import day_page

    return [record.entry for record in day_page(person, day).records]


def log(person, kind, name, at, **more):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    return log_entry(person, Draft(kind, name, at, **more), at)


# --- what may go on a plan ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (replace(TEA, amount=2.0, unit="cups"), "unit"),
        (replace(TEA, amount=2.0, unit="min"), "unit"),
        (replace(WALK, unit="mg"), "unit"),
        (replace(WALK, amount=90_000.0), "amount"),
        (replace(TEA, name="none"), "name"),
        (replace(TEA, name="none", what="food"), "name"),
    ],
)
def test_what_could_never_be_logged_is_refused_when_it_is_planned(person, plans, item, field):
    with pytest.raises(EntryRefusedError) as told:
        plans.keep_item(person, item, NOW)
    assert told.value.field == field
    assert plan_of(person) == []


@pytest.mark.parametrize(
    "item",
    [
        TEA, replace(TEA, amount=2.0, unit="serving"), replace(TEA, amount=2.0),
        replace(TEA, amount=0.2, unit="l"), replace(TEA, what="food", amount=80.0, unit="g"),
        WALK, replace(WALK, amount=None, smallest_amount=None, unit=""),
        replace(WALK, amount=10.0, unit=""), replace(WALK, name="none"), LUNCH,
        replace(WALK, what="session"), replace(WALK, what="posture_break"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["done", "partly"])
def test_whatever_may_be_planned_can_be_done(person, plans, days, item, state):
    plans.keep_item(person, item, NOW)
    days.mark_item(person, item.id, TODAY, state, NOW)
    assert len(entries(person)) == (0 if item.what == "meal" else 1)


def test_a_wrong_item_is_refused_by_its_own_field(planned, plans):
    with pytest.raises(EntryRefusedError) as told:
        plans.keep_item(planned, replace(TEA, cue=Cue()), NOW)
    assert told.value.field == "at"
    assert plan_of(planned) == ["walk"]


@pytest.mark.parametrize("ident", ["tea", "", "WALK"])
def test_what_is_not_on_the_plan_cannot_be_taken_off_marked_or_put_off(planned, plans, days, ident):
    for call in (
        lambda: plans.remove_item(planned, ident, NOW),
        lambda: days.mark_item(planned, ident, TODAY, "done", NOW),
        lambda: days.put_off(planned, ident, 30, NOW),
    ):
        with pytest.raises(NotThereError):
            call()


def test_an_item_changed_in_another_place_is_not_overwritten(planned, plans):
    from gutline.store.queries.routine import kept_plan

    seen = kept_plan(planned).version
    plans.keep_item(planned, replace(WALK, amount=20.0), NOW)
    with pytest.raises(ConflictError):
        plans.keep_item(planned, replace(WALK, amount=5.0), NOW, expected=seen)
    assert kept_plan(planned).plan.item("walk").amount == 20.0


def test_the_same_plan_kept_again_is_no_new_version(planned, plans):
    from gutline.store.queries.routine import kept_plan

    before = kept_plan(planned)
    assert plans.keep_plan(planned, before.plan, NOW).version == before.version


def test_a_supplement_by_any_way_asks_the_safety_room(person, plans):
    pill = Item("iron", "iron", "supplement", Cue(time(8)), 14, "mg")
    for one in (pill, replace(pill, amount=None, unit=""), replace(pill, weekdays=frozenset({0}))):
        with pytest.raises(plans.SupplementHeldError, match="cannot go on the plan yet"):
            plans.keep_item(person, one, NOW)
    assert plan_of(person) == []


# --- marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "count", "value"),
    [
        ("done", "partly", 1, 3.0), ("partly", "done", 1, 10.0), ("done", "skipped", 0, None),
        ("skipped", "done", 1, 10.0), ("skipped", "partly", 1, 3.0), ("partly", "partly", 1, 3.0),
    ],
)  # fmt: skip
def test_another_word_for_the_same_day_leaves_one_entry_at_most(
    planned, days, first, then, count, value
):
    days.mark_item(planned, "walk", TODAY, first, NOW)
    days.mark_item(planned, "walk", TODAY, then, NOW)
    found = entries(planned)
    assert [entry.value for entry in found] == [value] * count


@pytest.mark.parametrize(
    ("item", "value"),
    [(WALK, 3.0), (replace(WALK, smallest_amount=None), 5.0), (replace(WALK, amount=None), 3.0),
     (replace(WALK, amount=None, smallest_amount=None), None)],
)  # fmt: skip
def test_a_little_is_the_smallest_version_or_half(person, plans, days, item, value):
    plans.keep_item(person, item, NOW)
    days.mark_item(person, "walk", TODAY, "partly", NOW)
    assert [entry.value for entry in entries(person)] == [value]


def test_an_entry_that_somebody_typed_is_never_taken_back(planned, days):
    log(planned, "practice", "walk", NOW, value=10.0, unit="min")
    days.mark_item(planned, "walk", TODAY, "done", NOW)
    days.mark_item(planned, "walk", TODAY, "skipped", NOW)
    days.unmark_item(planned, "walk", TODAY, NOW)
    assert [entry.value for entry in entries(planned)] == [10.0]


def test_an_entry_deleted_by_hand_does_not_trouble_what_is_marked_later(planned, days):
    from gutline.store.queries import day_page
    from gutline.store.services.edits import delete

    days.mark_item(planned, "walk", TODAY, "done", NOW)
    delete(planned, day_page(planned, TODAY).records[0].key, NOW)
    days.mark_item(planned, "walk", TODAY, "partly", NOW)
    assert [entry.value for entry in entries(planned)] == [3.0]


def test_taking_back_what_was_never_said_changes_nothing(planned, days):
    notes = days.unmark_item(planned, "tea", TODAY, NOW)
    assert notes.marks.marks == {}
    assert entries(planned) == []


@pytest.mark.parametrize(("back", "fine"), [(0, True), (-1, True), (-366, True), (-367, False), (1, False)])  # fmt: skip
def test_a_day_can_be_marked_from_a_year_back_until_today(planned, days, back, fine):
    day = TODAY + timedelta(days=back)
    if fine:
        assert days.mark_item(planned, "walk", day, "done", NOW).marks.marks["walk"].entry
    else:
        with pytest.raises(EntryRefusedError) as told:
            days.mark_item(planned, "walk", day, "done", NOW)
        assert told.value.field == "day"


def test_who_travelled_west_can_still_mark_the_day_that_home_shows(planned, days):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 March at home, 18:30 there
    log(planned, "mood", "", late - timedelta(hours=1), value=5.0, zone="America/New_York")
    for day in (TODAY, TODAY + timedelta(days=1)):
        assert days.mark_item(planned, "walk", day, "done", late).marks.marks["walk"]
    with pytest.raises(EntryRefusedError):
        days.mark_item(planned, "walk", TODAY + timedelta(days=2), "done", late)


# --- days off and reminders ---------------------------------------------------------------------


def claimed(reminders, person, now):
    return [one.key for one in reminders.claim_reminders(person, now)]


NOON = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize("off", ["sick", "holiday"])
def test_a_day_off_gives_no_reminder_until_it_is_taken_back(planned, days, reminders, off):
    days.set_day_off(planned, TODAY, off, NOW)
    assert claimed(reminders, planned, NOON) == []
    days.set_day_off(planned, TODAY, "", NOW)
    assert claimed(reminders, planned, NOON) == ["2026-03-01.walk.0"]


def test_days_off_are_told_by_their_dates_and_only_ones_own(planned, days):
    from gutline.store.queries.routine import days_off
    from gutline.store.services.people import add_person

    other = add_person("Asia/Tokyo", NOW, account="another").key
    days.set_day_off(planned, TODAY + timedelta(days=2), "holiday", NOW)
    days.set_day_off(planned, TODAY + timedelta(days=3), "sick", NOW)
    days.set_day_off(planned, TODAY + timedelta(days=3), "", NOW)
    days.set_day_off(other, TODAY, "sick", NOW)
    span = (TODAY, TODAY + timedelta(days=5))
    assert days_off(planned, *span) == {TODAY + timedelta(days=2): "holiday"}
    assert days_off(planned, TODAY, TODAY + timedelta(days=1)) == {}


def test_what_was_put_off_over_midnight_comes_once_and_by_its_own_day(
    planned, plans, days, reminders
):
    plan = Plan((replace(WALK, cue=Cue(time(23), time(23, 50))),), time(4), time(4))
    plans.keep_plan(planned, plan, NOW)
    late = datetime(2026, 3, 1, 22, 40, tzinfo=UTC)  # 23:40 in Berlin
    assert claimed(reminders, planned, late) == ["2026-03-01.walk.0"]
    days.put_off(planned, "walk", 30, late)
    after = late + timedelta(minutes=31)
    assert claimed(reminders, planned, after) == ["2026-03-01.walk.1"]
    assert claimed(reminders, planned, after) == []


def test_what_was_done_in_time_is_not_asked_for_after_midnight(planned, plans, days, reminders):
    plan = Plan((replace(WALK, cue=Cue(time(23), time(23, 50))),), time(4), time(4))
    plans.keep_plan(planned, plan, NOW)
    late = datetime(2026, 3, 1, 22, 40, tzinfo=UTC)
    days.put_off(planned, "walk", 30, late)
    days.mark_item(planned, "walk", TODAY, "done", late)
    assert claimed(reminders, planned, late + timedelta(minutes=31)) == []


def test_a_meal_that_was_eaten_and_an_item_logged_by_hand_are_not_asked_for(
    planned, plans, reminders
):
    plans.keep_item(planned, LUNCH, NOW)
    log(planned, "food", "soup", NOON - timedelta(minutes=10))
    log(planned, "practice", "Walk", NOON - timedelta(minutes=5))
    assert claimed(reminders, planned, NOON) == []


@pytest.mark.parametrize("minutes", [0, -30, 7, 10_000])
def test_only_the_offered_lengths_can_be_put_off_by(planned, days, minutes):
    with pytest.raises(EntryRefusedError, match="choose one of 10, 30, 60, 120"):
        days.put_off(planned, "walk", minutes, NOON)


# --- what is kept of a day ----------------------------------------------------------------------


def test_the_notes_of_a_day_come_back_from_what_is_kept():
    at = datetime(2026, 3, 1, 13, 0, tzinfo=BERLIN)
    marks = {"walk": Mark("skipped", "no time", at), "tea": Mark("done", "", None, "plan-1")}
    notes = DayNotes(DayMarks(TODAY, marks, "sick"), frozenset({"a", "b"}), {"walk": (at, at)})
    body = body_of(notes)
    kept_days_form.check(body)
    assert notes_from(TODAY, body) == notes


BODY = {"marks": {}, "off": "", "given": [], "put_off": {}}
MARK = {"state": "done", "reason": "", "at": "", "entry": ""}


@pytest.mark.parametrize(
    "changed",
    [
        {"marks": None}, {"marks": {"walk": None}}, {"marks": {"walk": {}}}, {"marks": "walk"},
        {"marks": {"walk": {**MARK, "state": "unknown"}}}, {"marks": {"walk": {**MARK, "state": []}}},
        {"marks": {"walk": {**MARK, "reason": "forgot"}}}, {"marks": {"walk": {**MARK, "at": "soon"}}},
        {"off": None}, {"off": "lazy"}, {"given": None}, {"put_off": {"walk": "soon"}},
        {"put_off": {"walk": [5]}}, {"put_off": []}, {"marks": {str(n): MARK for n in range(501)}},
    ],
)  # fmt: skip
def test_what_is_no_day_of_a_plan_is_refused_in_the_stores_own_terms(changed):
    with pytest.raises(StoreError, match=r"^adherence: "):
        kept_days_form.check({**BODY, **changed})


@pytest.mark.parametrize(
    "body", [{"items": [{"id": "x", "at": []}]}, {"items": [{"weekdays": {}}]}, {"quiet_from": {}}]
)
def test_what_is_no_plan_is_refused_in_the_stores_own_terms(body):
    from gutline.store.documents.plan import check

    with pytest.raises(StoreError, match=r"^plan: "):
        check(body)


@pytest.mark.parametrize("body", [{}, {"digest": "A" * 64}, {"digest": None}, {"digest": "a" * 64, "x": 1}])  # fmt: skip
def test_what_is_no_digest_of_an_address_is_refused(body):
    from gutline.store.documents.plan_feed import check

    with pytest.raises(StoreError, match="make a new address"):
        check(body)
    check({"digest": "0" * 64})
