"""Plans, marks and reminders in the store: kept once, taken back whole, never somebody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from tests.store.conftest import NOW, close_all

TODAY = date(2026, 3, 1)
WALK = Item(
    "walk", "walk after lunch", "walk", Cue(time(13), time(15)), 10, "min", smallest_amount=3
)
PILL = Item("iron", "iron", "supplement", Cue(time(8)), 14, "mg")
LUNCH = Item("lunch", "lunch at one", "meal", Cue(time(13)))


@pytest.fixture
def store(sqlite_store):
    return sqlite_store


@pytest.fixture
def planned(person):
    """Somebody with a walk on the plan."""
    from gutline.store.services.plan import keep_item

    keep_item(person, WALK, NOW)
    return person


@pytest.fixture
def stranger(person):
    from gutline.store.services.people import add_person

    return add_person("Asia/Tokyo", NOW, account="another").key


def entries(person, day=TODAY):
    from gutline.store.queries import day_page

    return [(r.entry.name, r.entry.value, r.entry.source) for r in day_page(person, day).records]


def states(person, day=TODAY):
    from gutline.diary.zones import zone_named
    from gutline.store.queries.routine import kept_days

    (kept,) = kept_days(person, day, day, zone_named("Europe/Berlin"))
    return dict(kept.states)


def mark(person, state, ident="walk", day=TODAY, now=NOW, **more):
    from gutline.store.services.plan_days import mark_item

    return mark_item(person, ident, day, state, now, **more)


# --- the plan -----------------------------------------------------------------------------------


def test_a_plan_is_kept_with_the_days_on_which_it_held(planned):
    from gutline.diary.zones import zone_named
    from gutline.store.queries.routine import kept_plan, plan_versions
    from gutline.store.services.plan import keep_item, remove_item

    keep_item(planned, replace(WALK, amount=20.0), NOW + timedelta(hours=1))
    keep_item(planned, LUNCH, NOW + timedelta(days=5))
    remove_item(planned, "walk", NOW + timedelta(days=9))
    versions = plan_versions(planned, zone_named("Europe/Berlin"))
    assert [(v.since.day, [i.id for i in v.plan.items]) for v in versions] == [
        (1, ["walk"]), (6, ["walk", "lunch"]), (10, ["lunch"]),
    ]  # fmt: skip
    assert versions[0].plan.item("walk").amount == 20.0
    assert [item.id for item in kept_plan(planned).plan.items] == ["lunch"]


def test_a_plan_changed_in_another_place_is_not_overwritten(planned):
    from gutline.store.errors import ConflictError
    from gutline.store.queries.routine import kept_plan
    from gutline.store.services.plan import keep_item, keep_plan

    seen = kept_plan(planned)
    keep_item(planned, LUNCH, NOW)
    with pytest.raises(ConflictError):
        keep_plan(planned, Plan(), NOW, expected=seen.version)
    assert len(kept_plan(planned).plan.items) == 2


def test_a_plan_of_sixty_things_is_refused_and_the_old_one_kept(planned):
    from gutline.store.errors import EntryRefusedError
    from gutline.store.queries.routine import kept_plan
    from gutline.store.services.plan import keep_plan

    many = Plan(tuple(replace(WALK, id=f"t{n}") for n in range(60)))
    with pytest.raises(EntryRefusedError, match="choose the 20 that matter"):
        keep_plan(planned, many, NOW)
    assert kept_plan(planned).plan.items == (WALK,)


def test_a_supplement_goes_through_the_safety_room(person):
    from gutline.store.queries.routine import kept_plan
    from gutline.store.services.plan import SupplementHeldError, keep_item

    with pytest.raises(SupplementHeldError) as held:
        keep_item(person, PILL, NOW)
    assert not held.value.decision.allowed
    assert held.value.decision.what_first
    assert kept_plan(person).plan == Plan()


def test_what_is_no_plan_or_day_is_not_kept(person):
    from gutline.store.errors import StoreError
    from gutline.store.services.documents import keep_document

    day = {"marks": {}, "off": "", "given": [], "put_off": {}}
    wrong = [
        ("plan", "plan", {"items": [{"id": "x"}]}), ("plan", "plan", {"items": 5}),
        ("plan_feed", "plan", {"digest": "abc"}), ("plan_feed", "plan", {}),
        ("adherence", "2026-03-01", {}), ("adherence", "2026-03-01", {**day, "more": 1}),
        ("adherence", "2026-03-01", {**day, "off": "lazy"}),
        ("adherence", "2026-03-01", {**day, "marks": {"walk": {"state": "done"}}}),
        ("adherence", "2026-03-01", {**day, "marks": []}),
        ("adherence", "2026-03-01", {**day, "put_off": {"walk": ["soon"]}}),
        ("adherence", "2026-03-01", {**day, "given": ["x"] * 900}),
    ]  # fmt: skip
    for kind, key, body in wrong:
        with pytest.raises(StoreError):
            keep_document(person, kind, key, body, NOW)
    assert keep_document(person, "adherence", "2026-03-01", day, NOW).version == 0


# --- marks --------------------------------------------------------------------------------------


def test_done_makes_an_entry_once(planned):
    mark(planned, "done")
    mark(planned, "done")
    assert entries(planned) == [("walk after lunch", 10.0, "plan")]
    assert states(planned) == {"walk": "done"}


def test_a_little_makes_the_smallest_entry_and_skipping_takes_it_back(planned):
    mark(planned, "done")
    mark(planned, "partly")
    assert entries(planned) == [("walk after lunch", 3.0, "plan")]
    mark(planned, "skipped", reason="no time")
    assert entries(planned) == []
    assert states(planned) == {"walk": "skipped"}


def test_taken_back_it_is_unknown_again_and_can_be_done_once_more(planned):
    from gutline.store.services.plan_days import unmark_item

    mark(planned, "done")
    unmark_item(planned, "walk", TODAY, NOW)
    assert (entries(planned), states(planned)) == ([], {"walk": "unknown"})
    mark(planned, "done")
    assert len(entries(planned)) == 1


def test_what_the_diary_holds_already_is_not_logged_twice(planned):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(planned, Draft("practice", "walk after lunch", value=10.0, unit="min"), NOW)
    assert states(planned) == {"walk": "done"}
    mark(planned, "done")
    assert len(entries(planned)) == 1


def test_an_earlier_day_is_marked_without_a_time(planned):
    from gutline.store.queries import day_page

    mark(planned, "done", day=TODAY - timedelta(days=2))
    (record,) = day_page(planned, TODAY - timedelta(days=2)).records
    assert record.entry.day_only


def test_a_meal_makes_no_entry(planned):
    from gutline.store.services.plan import keep_item

    keep_item(planned, LUNCH, NOW)
    mark(planned, "done", "lunch")
    assert entries(planned) == []
    assert states(planned)["lunch"] == "done"


@pytest.mark.parametrize(
    ("ident", "state", "day", "more"),
    [
        ("walk", "unknown", TODAY, {}), ("walk", "skipped", TODAY, {"reason": "lazy"}),
        ("walk", "done", TODAY + timedelta(days=1), {}), ("walk", "done", date(2020, 1, 1), {}),
        ("tea", "done", TODAY, {}),
    ],
)  # fmt: skip
def test_a_mark_that_cannot_be_changes_nothing(planned, ident, state, day, more):
    from gutline.store.errors import StoreError

    with pytest.raises(StoreError):
        mark(planned, state, ident, day, **more)
    assert entries(planned) == []


def test_somebody_elses_plan_cannot_be_marked(planned, stranger):
    from gutline.store.errors import NotThereError

    with pytest.raises(NotThereError):
        mark(stranger, "done")


def test_a_day_off_is_kept_and_taken_back(planned):
    from gutline.store.errors import EntryRefusedError
    from gutline.store.queries.routine import day_notes
    from gutline.store.services.plan_days import set_day_off

    set_day_off(planned, TODAY, "sick", NOW)
    assert day_notes(planned, TODAY)[0].marks.off == "sick"
    set_day_off(planned, TODAY, "", NOW)
    assert day_notes(planned, TODAY)[0].marks.off == ""
    with pytest.raises(EntryRefusedError):
        set_day_off(planned, TODAY, "lazy", NOW)


def test_what_was_done_of_an_item_stays_when_it_leaves_the_plan(planned):
    from gutline.store.services.plan import remove_item

    mark(planned, "done")
    remove_item(planned, "walk", NOW)
    assert len(entries(planned)) == 1


# --- reminders ----------------------------------------------------------------------------------

NOON = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
"""13:05 in Berlin: the walk's window is open."""


def claimed(person, now=NOON):
    from gutline.store.services.reminders import claim_reminders

    return [one.key for one in claim_reminders(person, now)]


def test_a_reminder_is_given_to_whoever_asks_first_and_never_again(planned):
    assert claimed(planned, NOW) == []
    assert claimed(planned) == ["2026-03-01.walk.0"]
    assert claimed(planned) == []
    close_all()
    assert claimed(planned, NOON - timedelta(minutes=4)) == []


def test_what_is_done_is_not_reminded_of(planned):
    mark(planned, "done")
    assert claimed(planned) == []


def test_what_is_put_off_comes_again_and_not_for_ever(planned):
    from gutline.store.errors import EntryRefusedError
    from gutline.store.services.plan_days import put_off

    claimed(planned)
    put_off(planned, "walk", 30, NOON)
    assert claimed(planned, NOON + timedelta(minutes=20)) == []
    assert claimed(planned, NOON + timedelta(minutes=30)) == ["2026-03-01.walk.1"]
    put_off(planned, "walk", 30, NOON)
    put_off(planned, "walk", 30, NOON)
    with pytest.raises(EntryRefusedError, match="three times"):
        put_off(planned, "walk", 30, NOON)
    with pytest.raises(EntryRefusedError):
        put_off(planned, "walk", 7, NOON)


def test_a_traveller_is_reminded_by_the_clock_of_the_place(planned):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    tokyo = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)  # 13:05 there, 05:05 at home
    log_entry(
        planned, Draft("mood", value=5.0, at=tokyo - timedelta(hours=1), zone="Asia/Tokyo"), tokyo
    )
    assert claimed(planned, tokyo) == ["2026-03-02.walk.0"]


def test_who_has_no_plan_is_not_reminded(person):
    assert claimed(person) == []


def test_usual_times_and_events_that_never_come_are_learnt(planned):
    from gutline.store.drafts import Draft
    from gutline.store.queries.routine import kept_plan, learnt_habits
    from gutline.store.services.log import log_many

    days = [NOON - timedelta(days=n) for n in range(1, 9)]
    log_many(planned, [Draft("practice", "walk after lunch", at) for at in days], NOW)
    habits, unseen = learnt_habits(planned, kept_plan(planned).plan, TODAY)
    assert habits.items == {"walk": time(13, 5)}
    assert unseen == {"waking", "lunch", "last_meal"}


# --- the address for calendars ------------------------------------------------------------------


def test_an_address_opens_its_own_persons_reminders_and_nobody_elses(planned, stranger):
    from gutline.store.queries.routine import has_feed, person_of_feed
    from gutline.store.services.plan_feed import end_feed, new_feed

    mine, theirs = new_feed(planned, NOW), new_feed(stranger, NOW)
    assert (person_of_feed(mine), person_of_feed(theirs)) == (planned, stranger)
    swapped = f"{stranger}-{mine.partition('-')[2]}"
    assert person_of_feed(swapped) is None
    for wrong in ("", "x", "1-", f"{planned}-" + "A" * 43, mine + "A", f"{10**17}-" + "A" * 43):
        assert person_of_feed(wrong) is None
    newer = new_feed(planned, NOW)
    assert (person_of_feed(mine), person_of_feed(newer)) == (None, planned)
    end_feed(planned, NOW)
    assert person_of_feed(newer) is None
    assert not has_feed(planned)


def test_only_a_digest_of_the_address_is_kept(planned):
    from gutline.store.queries.documents import document
    from gutline.store.services.plan_feed import new_feed

    secret = new_feed(planned, NOW)
    kept = document(planned, "plan_feed", "plan")
    assert kept is not None
    assert secret.partition("-")[2] not in str(kept.body)


def test_the_queries_load_no_numpy():
    import subprocess
    import sys

    code = (
        "import sys, pathlib; from gutline.store.settings import configure;"
        "configure(pathlib.Path('/dev/null/none'));"
        "import gutline.store.services.plan, gutline.store.services.reminders;"
        "assert not {'numpy', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
