"""Logging: one row for each thing, each exactly once, nothing half, nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.diary.entries import DiaryError
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import (
    ConflictError,
    EntryRefusedError,
    KeyReusedError,
    MissingKeyError,
    NotThereError,
)
from gutline.store.services.log import (
    MOST_AT_ONCE,
    delete,
    edit,
    forget_receipts,
    log_entry,
    log_many,
    log_once,
)
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

PAIN = Draft("symptom", "back pain", value=6, id="a1")


def names(person):
    return [entry.name for entry in queries.read_diary(person).entries]


def test_an_entry_is_kept_as_the_diary_keeps_it(person):
    logged = log_entry(person, PAIN, NOW)
    entry = logged.record.entry
    assert (entry.kind, entry.name, entry.value, entry.unit) == ("symptom", "back pain", 6.0, "nrs")
    assert entry.at == NOW
    assert entry.at.isoformat() == "2026-03-01T10:30:00+01:00"
    assert logged.record.day == date(2026, 3, 1)
    assert logged.record.created_at == NOW
    assert logged.record.version == 0
    assert not logged.replayed
    assert queries.read_diary(person).entries == (entry,)
    assert queries.entry_record(person, logged.record.key) == logged.record


def test_names_are_tidied_and_units_get_their_ids(person):
    entry = log_entry(person, Draft("food", "  rye   bread ", value=80, unit="grams"), NOW)
    assert (entry.record.entry.name, entry.record.entry.unit) == ("rye bread", "g")


def test_everything_an_entry_says_comes_back(person):
    draft = Draft(
        "symptom", "back pain", at=datetime(2026, 2, 28, 21, 5), value=4, note="after\nthe walk",
        source="phone", id="x", detail={"sites": ["knee_left", "lower_back_left"]},
    )  # fmt: skip
    kept = queries.entry_record(person, log_entry(person, draft, NOW).record.key)
    assert (kept.entry.note, kept.entry.source, kept.entry.id) == ("after\nthe walk", "phone", "x")
    assert kept.content.detail == {"sites": ["knee_left", "lower_back_left"]}
    assert kept.content.zone == "Europe/Berlin"


def test_an_entry_without_an_id_gets_one_of_its_own(person):
    coffee = Draft("drink", "coffee")
    first, second = (log_entry(person, coffee, NOW).record.entry for _ in range(2))
    assert len({first.id, second.id, ""}) == 3
    assert len(queries.read_diary(person).entries) == 2


def test_a_day_alone_is_kept_at_noon(person):
    draft = Draft("food", "soup", at=datetime(2026, 2, 27), day_only=True)
    kept = log_entry(person, draft, NOW).record
    assert kept.entry.day_only
    assert kept.entry.at.isoformat() == "2026-02-27T12:00:00+01:00"


# --- exactly once -------------------------------------------------------------------------------


def test_the_same_id_is_kept_once(person):
    first = log_entry(person, PAIN, NOW)
    again = log_entry(person, PAIN, NOW + timedelta(minutes=5))
    assert again.replayed
    assert again.records == first.records
    assert names(person) == ["back pain"]


def test_the_same_id_twice_in_one_sending_is_kept_once(person):
    draft = replace(PAIN, at=NOW)
    logged = log_many(person, [draft, draft], NOW)
    assert len({record.key for record in logged.records}) == 1
    assert names(person) == ["back pain"]


def test_an_id_that_stands_for_something_else_is_a_conflict(person):
    log_entry(person, PAIN, NOW)
    with pytest.raises(ConflictError, match="'a1' stands for another entry"):
        log_entry(person, replace(PAIN, value=7), NOW)
    with pytest.raises(ConflictError, match="a1"):
        log_many(person, [Draft("food", "rice", id="b"), replace(PAIN, name="knee pain")], NOW)
    assert names(person) == ["back pain"]


def test_an_id_for_two_things_in_one_sending_is_a_conflict(person):
    with pytest.raises(ConflictError, match="a1"):
        log_many(person, [PAIN, replace(PAIN, value=2)], NOW)
    assert names(person) == []


def test_what_a_person_changed_is_not_undone_by_sending_it_again(person):
    draft = replace(PAIN, at=NOW)
    key = log_entry(person, draft, NOW).record.key
    edit(person, key, {"value": 3}, NOW)
    assert log_entry(person, draft, NOW).record.entry.value == 3
    delete(person, key, NOW)
    assert log_entry(person, draft, NOW).replayed
    assert names(person) == []


def test_two_people_may_use_the_same_id(person):
    other = add_person("Asia/Tokyo", NOW).key
    log_entry(person, PAIN, NOW)
    assert not log_entry(other, PAIN, NOW).replayed
    assert names(person) == names(other) == ["back pain"]


def test_the_same_request_gets_the_first_answer(person):
    drafts = [PAIN, Draft("food", "rye bread")]
    first = log_once(person, "key-1", drafts, NOW)
    edit(person, first.records[0].key, {"value": 2}, NOW)
    again = log_once(person, "key-1", drafts, NOW + timedelta(hours=3))
    assert again.replayed
    assert again.records == first.records
    assert again.records[0].entry.value == 6
    assert len(names(person)) == 2


def test_a_key_with_other_contents_is_refused(person):
    log_once(person, "key-1", [PAIN], NOW)
    with pytest.raises(KeyReusedError, match="key of its own"):
        log_once(person, "key-1", [replace(PAIN, value=1)], NOW)


@pytest.mark.parametrize("key", ["", "  ", "k" * 201, "a\x00b", "a\nb"])
def test_a_request_without_a_proper_key_is_refused(person, key):
    with pytest.raises(MissingKeyError, match="unique to this request"):
        log_once(person, key, [PAIN], NOW)
    assert names(person) == []


def test_a_refused_request_may_be_mended_under_the_same_key(person):
    with pytest.raises(EntryRefusedError):
        log_once(person, "key-1", [replace(PAIN, value=11)], NOW)
    assert not log_once(person, "key-1", [PAIN], NOW).replayed


def test_two_people_may_use_the_same_key(person):
    other = add_person("Asia/Tokyo", NOW).key
    log_once(person, "key-1", [PAIN], NOW)
    assert not log_once(other, "key-1", [Draft("food", "rice")], NOW).replayed


def test_receipts_are_forgotten_when_they_are_old(person):
    first = log_once(person, "key-1", [PAIN], NOW)
    log_once(person, "key-2", [Draft("food", "rice")], NOW + timedelta(days=2))
    assert forget_receipts(NOW + timedelta(days=1)) == 1
    assert log_once(person, "key-2", [Draft("food", "rice")], NOW).replayed
    # Its id still keeps it from being logged twice.
    assert log_once(person, "key-1", [PAIN], NOW).records == first.records


def test_nothing_is_logged_by_nothing(person):
    before = queries.person(person).revision
    assert log_many(person, [], NOW).records == ()
    assert queries.person(person).revision == before


# --- what cannot be kept ------------------------------------------------------------------------

REFUSED = [
    ("kind", replace(PAIN, kind="fodo"), "did you mean 'food'"),
    ("name", replace(PAIN, name=""), "needs a name"),
    ("name", replace(PAIN, name="x" * 501), "longer than 500"),
    ("name", replace(PAIN, name="a\x00b"), "control character"),
    ("name", replace(PAIN, name=5), "not a text"),
    ("value", replace(PAIN, value=10.5), "between 0 and 10"),
    ("value", replace(PAIN, value=None), "needs a value"),
    ("value", replace(PAIN, value="lots"), "not a number"),
    ("value", replace(PAIN, value=float("nan")), "finite"),
    ("value", replace(PAIN, value=10**400), "not a number"),
    ("unit", replace(PAIN, unit="kg"), "nrs"),
    ("note", replace(PAIN, note="n" * 20_001), "longer than"),
    ("note", replace(PAIN, note="\x07"), "control character"),
    ("id", replace(PAIN, id="i" * 501), "longer than"),
    ("source", replace(PAIN, source="\ud800"), "control character"),
    ("zone", replace(PAIN, zone="Mars/Olympus"), "no time zone"),
    ("zone", replace(PAIN, zone=7), "not a text"),
    ("zone", replace(PAIN, zone="../../etc/passwd"), "no time zone"),
    ("at", replace(PAIN, at="yesterday"), "not a time"),
    ("at", replace(PAIN, at=NOW + timedelta(days=365)), "in the future"),
    ("at", replace(PAIN, at=datetime(1, 1, 1)), "the year 1"),
    ("at", replace(PAIN, at=datetime(9999, 12, 31, 23, tzinfo=UTC)), "the year 9999"),
    ("detail", replace(PAIN, detail=["lower_back_left"]), "as a table"),
    ("detail.colour", replace(PAIN, detail={"colour": "red"}), "no such detail"),
    ("detail.sites", replace(PAIN, detail={"sites": ["third_arm"]}), "no such body site"),
    ("detail.sites", replace(PAIN, detail={"sites": "knee_left"}), "a list"),
    ("detail.sites", replace(PAIN, detail={"sites": [["knee_left"]]}), "a list"),
    ("detail.sites", Draft("food", "rice", detail={"sites": ["knee_left"]}), "only symptom"),
    ("detail.stiffness_min", replace(PAIN, detail={"stiffness_min": 1441}), "0 and 1440"),
    ("detail.stiffness_min", replace(PAIN, detail={"stiffness_min": True}), "not a number"),
    ("detail.stiffness_min", replace(PAIN, detail={"stiffness_min": 10**400}), "0 and 1440"),
    ("detail.stiffness_min", replace(PAIN, detail={"stiffness_min": float("nan")}), "0 and 1440"),
    ("value", Draft("stool", value=8), "between 1 and 7"),
    ("name", Draft("complete", "everything and more"), "food, symptoms or all"),
]


@pytest.mark.parametrize(("field", "draft", "reason"), REFUSED)
def test_an_impossible_entry_is_refused_at_its_field(person, field, draft, reason):
    with pytest.raises(EntryRefusedError, match=reason) as refusal:
        log_entry(person, draft, NOW)
    assert refusal.value.field == field
    assert len(refusal.value.value) <= 80


def test_one_impossible_entry_keeps_out_all_that_came_with_it(person):
    good = Draft("food", "rice")
    with pytest.raises(EntryRefusedError) as refusal:
        log_many(person, [good, good, replace(PAIN, value=11)], NOW)
    assert refusal.value.index == 2
    assert names(person) == []
    assert queries.person(person).revision == 0


def test_too_many_at_once_are_refused(person):
    with pytest.raises(EntryRefusedError, match="at most"):
        log_many(person, [PAIN] * (MOST_AT_ONCE + 1), NOW)


@pytest.mark.parametrize("stranger", [0, -1, 99_999, 2**70])
def test_a_stranger_cannot_be_logged_for(person, stranger):
    with pytest.raises(NotThereError):
        log_entry(stranger, PAIN, NOW)
    with pytest.raises(NotThereError):
        queries.entry_record(person, stranger)


def test_nobody_lives_in_a_zone_that_does_not_exist(store):
    with pytest.raises(DiaryError, match="no time zone"):
        add_person("Europe/Atlantis", NOW)


def test_a_day_may_lie_ahead_where_the_sun_rises_first(person):
    ahead = replace(PAIN, at=NOW + timedelta(hours=26))
    assert log_entry(person, ahead, NOW).record.entry.at == NOW + timedelta(hours=26)


def test_details_are_kept_in_one_form(person):
    draft = replace(PAIN, detail={"stiffness_min": 45, "sites": ["knee_right", "knee_left"] * 2})
    kept = log_entry(person, draft, NOW).record.content.detail
    assert kept == {"sites": ["knee_left", "knee_right"], "stiffness_min": 45.0}
    empty = replace(PAIN, id="b", detail={"sites": [], "stiffness_min": None})
    assert log_entry(person, empty, NOW).record.content.detail == {}


def test_the_form_of_a_stool_is_its_value(person):
    kept = log_entry(person, Draft("stool", value=4), NOW).record.entry
    assert (kept.name, kept.value, kept.unit) == ("stool", 4.0, "bristol")


def test_every_change_counts_one_more_revision(person):
    before = queries.person(person).revision
    key = log_entry(person, PAIN, NOW).record.key
    log_entry(person, PAIN, NOW)
    edit(person, key, {"value": 6}, NOW)
    assert queries.person(person).revision == before + 1
    edit(person, key, {"value": 5}, NOW)
    assert queries.person(person).revision == before + 2


def test_many_entries_are_kept_in_the_order_they_came(person):
    drafts = [Draft("food", f"food {n}", at=NOW, id=str(n)) for n in range(1203)]
    logged = log_many(person, drafts, NOW)
    assert [record.entry.id for record in logged.records] == [str(n) for n in range(1203)]
    assert log_many(person, drafts, NOW).replayed
    assert len(names(person)) == 1203
