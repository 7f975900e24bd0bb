"""Editing, deleting and undoing: what was said before is kept, and every change can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, EntryRefusedError, NotThereError, StoreError
from gutline.store.models import EntryVersion
from gutline.store.services.log import delete, edit, log_entry, restore, undo
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def key(person):
    draft = Draft("symptom", "back pain", value=6, detail={"sites": ["knee_left"]}, id="a1")
    return log_entry(person, draft, NOW).record.key


def value(person, key):
    return queries.entry_record(person, key).entry.value


def live(person):
    return len(queries.read_diary(person).entries)


def test_an_edit_changes_what_it_names_and_nothing_else(person, key):
    before = queries.entry_record(person, key)
    after = edit(person, key, {"value": 3, "note": "in fact"}, LATER).record
    assert (after.entry.value, after.entry.note) == (3.0, "in fact")
    assert (after.entry.at, after.entry.name, after.entry.id) == (
        before.entry.at, "back pain", "a1",
    )  # fmt: skip
    assert after.content.detail == {"sites": ["knee_left"]}
    assert (after.edited_at, after.version, after.created_at) == (LATER, 1, NOW)
    assert queries.entry_record(person, key) == after


def test_what_was_said_before_an_edit_is_kept(person, key):
    edit(person, key, {"value": 3}, LATER)
    edit(person, key, {"name": "knee pain"}, LATER)
    told = queries.history(person, key)
    assert [(v.number, v.change, v.content.entry.value, v.content.entry.name) for v in told] == [
        (0, "edit", 6.0, "back pain"),
        (1, "edit", 3.0, "back pain"),
    ]
    assert told[0].replaced_at == LATER


def test_an_edit_that_says_the_same_keeps_no_version(person, key):
    edit(person, key, {"value": 6.0, "name": "back  pain"}, LATER)
    assert queries.history(person, key) == ()
    assert queries.entry_record(person, key).edited_at is None


def test_a_meal_can_be_moved_to_another_time(person, key):
    moved = edit(person, key, {"at": datetime(2026, 2, 27, 19, 15)}, LATER).record
    assert moved.entry.at.isoformat() == "2026-02-27T19:15:00+01:00"
    assert [p.day.day for p in queries.month_timeline(person, 2026, 2)] == [27]
    assert queries.month_timeline(person, 2026, 3) == ()


def test_a_corrected_zone_keeps_the_reading_of_the_clock(person, key):
    moved = edit(person, key, {"zone": "Asia/Tokyo"}, LATER).record
    assert moved.entry.at.isoformat() == "2026-03-01T10:30:00+09:00"
    assert moved.content.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": 99}, "value"),
        ({"kind": "nonsense"}, "kind"),
        ({"at": NOW + timedelta(days=400)}, "at"),
        ({"id": "b2"}, "id"),
        ({"person": 7}, "person"),
        ({"detail": {"sites": ["nowhere"]}}, "detail.sites"),
        ({"value": None}, "value"),
    ],
)
def test_an_impossible_edit_changes_nothing(person, key, changed, field):
    before = queries.entry_record(person, key)
    with pytest.raises(EntryRefusedError) as refusal:
        edit(person, key, changed, LATER)
    assert refusal.value.field == field
    assert queries.entry_record(person, key) == before
    assert queries.history(person, key) == ()


def test_an_edit_of_something_changed_elsewhere_is_a_conflict(person, key):
    seen = queries.entry_record(person, key).version
    edit(person, key, {"value": 3}, LATER, seen=seen)
    with pytest.raises(ConflictError, match="in another place"):
        edit(person, key, {"value": 9}, LATER, seen=seen)
    with pytest.raises(ConflictError, match="in another place"):
        delete(person, key, LATER, seen=seen)
    assert value(person, key) == 3.0


def test_a_deleted_entry_leaves_the_diary_and_comes_back(person, key):
    gone = delete(person, key, LATER)
    assert gone.deleted_at == LATER
    assert live(person) == 0
    assert queries.day_page(person, gone.day).records == ()
    assert [record.key for record in queries.recently_deleted(person)] == [key]
    back = restore(person, key, LATER)
    assert back.deleted_at is None
    assert back.entry == gone.entry
    assert live(person) == 1
    assert queries.recently_deleted(person) == ()


def test_deleting_and_restoring_twice_is_the_same_as_once(person, key):
    first = delete(person, key, LATER)
    assert delete(person, key, LATER + timedelta(hours=1)) == first
    restored = restore(person, key, LATER)
    assert restore(person, key, LATER) == restored


def test_a_deleted_entry_is_not_edited(person, key):
    delete(person, key, LATER)
    with pytest.raises(ConflictError, match="restore it"):
        edit(person, key, {"value": 1}, LATER)


def test_undo_goes_back_one_change_at_a_time(person, key):
    edit(person, key, {"value": 3}, LATER)
    edit(person, key, {"value": 1}, LATER)
    delete(person, key, LATER)
    assert undo(person, key, LATER).deleted_at is None
    assert undo(person, key, LATER).entry.value == 3.0
    assert undo(person, key, LATER).entry.value == 6.0
    with pytest.raises(StoreError, match="no change"):
        undo(person, key, LATER)


def test_what_was_undone_is_kept_too(person, key):
    edit(person, key, {"value": 3}, LATER)
    undo(person, key, LATER)
    assert [v.content.entry.value for v in queries.history(person, key)] == [6.0, 3.0]
    edit(person, key, {"value": 2}, LATER)
    assert undo(person, key, LATER).entry.value == 6.0
    assert value(person, key) == 6.0


def test_undoing_a_restore_deletes_again(person, key):
    delete(person, key, LATER)
    restore(person, key, LATER + timedelta(minutes=1))
    assert undo(person, key, LATER + timedelta(minutes=2)).deleted_at == LATER
    assert live(person) == 0


def test_versions_are_numbered_without_gaps(person, key):
    for number in range(4):
        edit(person, key, {"value": number}, LATER)
    undo(person, key, LATER)
    numbers = EntryVersion.objects.filter(entry_id=key).order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [0, 1, 2, 3, 4]
    assert queries.entry_record(person, key).version == 5


def test_nobody_changes_what_is_somebody_elses(person, key):
    other = add_person("Asia/Tokyo", NOW).key
    for change in (
        lambda: edit(other, key, {"value": 1}, LATER),
        lambda: delete(other, key, LATER),
        lambda: restore(other, key, LATER),
        lambda: undo(other, key, LATER),
        lambda: queries.entry_record(other, key),
    ):
        with pytest.raises(NotThereError, match="no such entry"):
            change()
    assert queries.history(other, key) == ()
    assert value(person, key) == 6.0
