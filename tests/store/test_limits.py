"""How long, how many and how far: what just fits is kept as it is, one more is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.store import queries
from gutline.store.drafts import FURTHEST_AHEAD, Draft, Gate, fingerprint
from gutline.store.errors import (
    EntryRefusedError,
    KeyReusedError,
    MissingKeyError,
    SettingError,
    StoreError,
)
from gutline.store.models import Choice, Entry, EntryVersion, Person, Receipt
from gutline.store.services import log
from gutline.store.services.log import LONGEST_KEY, edit, log_entry, log_many, log_once
from gutline.store.services.people import (
    LARGEST_CHOICE,
    LONGEST_PERSON_NAME,
    add_person,
    choose,
    move_to_zone,
    rename,
)
from tests.store.conftest import NOW

EMOJI = "\N{SLIGHTLY SMILING FACE}"


@pytest.mark.parametrize(
    ("field", "most"), [("name", 500), ("note", 20_000), ("source", 500), ("id", 500)]
)
@pytest.mark.parametrize("letter", ["a", "é", EMOJI])
def test_the_longest_text_is_kept_and_one_more_letter_is_not(person, field, most, letter):
    longest = {field: letter * most}
    draft = Draft("food", **{"name": "rice", **longest})
    kept = log_entry(person, draft, NOW).record
    assert getattr(kept.entry, field) == letter * most
    assert queries.entry_record(person, kept.key) == kept
    with pytest.raises(EntryRefusedError, match="longer than") as refusal:
        log_entry(person, Draft("food", **{"name": "rice", field: letter * (most + 1)}), NOW)
    assert refusal.value.field == field
    assert len(queries.read_diary(person).entries) == 1


@pytest.mark.parametrize("unit", ["kg" * 300, "g\x00", "g\ng", "\ud800"])
def test_a_unit_that_is_none_is_refused(person, unit):
    with pytest.raises(EntryRefusedError) as refusal:
        log_entry(person, Draft("food", "rice", value=1, unit=unit), NOW)
    assert len(str(refusal.value)) < 400


def test_an_edit_keeps_to_the_same_limits(person):
    key = log_entry(person, Draft("food", "rice"), NOW).record.key
    edit(person, key, {"note": "n" * 20_000}, NOW)
    for changed in ({"note": "n" * 20_001}, {"name": "x" * 501}, {"source": "s" * 501}):
        with pytest.raises(EntryRefusedError, match="longer than"):
            edit(person, key, changed, NOW)
    assert queries.entry_record(person, key).version == 1


@pytest.mark.parametrize("field", ["id", "key", "version", "created_at", "person", "", "at\x00"])
def test_only_what_an_entry_says_can_be_edited(person, field):
    key = log_entry(person, Draft("food", "rice", id="a1"), NOW).record.key
    with pytest.raises(EntryRefusedError, match="cannot be changed"):
        edit(person, key, {field: "b2"}, NOW)
    assert queries.entry_record(person, key).entry.id == "a1"


def test_a_detail_that_is_nothing_is_left_out(person):
    draft = Draft("symptom", "back pain", value=3, detail={"sites": [], "stiffness_min": None})
    key = log_entry(person, draft, NOW).record.key
    assert queries.entry_record(person, key).content.detail == {}
    edit(person, key, {"detail": {"stiffness_min": 0}}, NOW)
    assert queries.entry_record(person, key).content.detail == {"stiffness_min": 0.0}
    edit(person, key, {"detail": {"stiffness_min": None}}, NOW)
    assert queries.entry_record(person, key).content.detail == {}


def test_the_longest_key_of_a_request_is_kept(person):
    draft = Draft("food", "rice")
    log_once(person, "k" * LONGEST_KEY, [draft], NOW)
    assert log_once(person, "k" * LONGEST_KEY, [draft], NOW).replayed
    with pytest.raises(MissingKeyError):
        log_once(person, "k" * (LONGEST_KEY + 1), [draft], NOW)


@pytest.mark.parametrize(
    "other",
    [
        Draft("food", "rye"),
        Draft("drink", "rice"),
        Draft("food", "rice", value=1),
        Draft("food", "rice", note="n"),
        Draft("food", "rice", at=NOW),
        Draft("food", "rice", day_only=True),
        Draft("food", "rice", detail={"sites": []}),
    ],
)
def test_a_key_tells_apart_whatever_a_request_says(person, other):
    log_once(person, "key", [Draft("food", "rice")], NOW)
    with pytest.raises(KeyReusedError, match="key of its own"):
        log_once(person, "key", [other], NOW)
    with pytest.raises(KeyReusedError):
        log_once(person, "key", [Draft("food", "rice")] * 2, NOW)


def test_a_fingerprint_holds_for_anything_that_can_be_sent():
    odd = Draft("food", "\ud800", value=float("nan"), detail={"a": {1, 2}})
    assert fingerprint([odd]) == fingerprint([odd])
    assert len({fingerprint([]), fingerprint([odd]), fingerprint([odd, odd])}) == 3


def test_as_many_as_may_come_at_once_come_at_once(person, monkeypatch):
    monkeypatch.setattr(log, "MOST_AT_ONCE", 5)
    drafts = [Draft("food", f"food {number}") for number in range(6)]
    assert len(log_many(person, drafts[:5], NOW).records) == 5
    with pytest.raises(EntryRefusedError, match="send 5 at most"):
        log_many(person, drafts, NOW)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_the_furthest_ahead_is_kept(person, seconds):
    at = NOW + FURTHEST_AHEAD + timedelta(seconds=seconds)
    assert log_entry(person, Draft("food", "rice", at), NOW).record.entry.at == at


def test_a_second_further_is_refused(person):
    at = NOW + FURTHEST_AHEAD + timedelta(seconds=1)
    with pytest.raises(EntryRefusedError, match="in the future") as refusal:
        log_entry(person, Draft("food", "rice", at), NOW)
    assert refusal.value.field == "at"


@pytest.mark.parametrize("year", [1970, 1999, 2026])
def test_days_long_gone_are_kept(person, year):
    kept = log_entry(person, Draft("food", "rice", datetime(year, 1, 2, 8)), NOW).record
    assert kept.day == date(year, 1, 2)
    with pytest.raises(EntryRefusedError, match="the year 1969"):
        log_entry(person, Draft("food", "rice", datetime(1969, 12, 31, 8)), NOW)


def test_the_name_of_a_person_has_an_end(store):
    longest = "n" * LONGEST_PERSON_NAME
    assert add_person("UTC", NOW, name=longest).name == longest
    key = add_person("UTC", NOW, name="M.").key
    for wrong in (longest + "n", "n" * 501, "a\x00b"):
        with pytest.raises(StoreError):
            rename(key, wrong)
        with pytest.raises(StoreError):
            add_person("UTC", NOW, name=wrong)
    assert queries.person(key).name == "M."
    assert rename(key, "  N.   N. ").name == "N. N."
    assert rename(key, "").name == ""


def test_a_renamed_person_has_the_same_diary(person):
    log_entry(person, Draft("food", "rice"), NOW)
    before = queries.person(person)
    after = rename(person, "M.")
    assert (after.key, after.zone, after.revision) == (before.key, before.zone, before.revision)
    assert after in queries.people()
    assert len(queries.read_diary(person).entries) == 1


def test_moving_to_the_same_zone_is_no_change(person):
    before = queries.person(person)
    assert move_to_zone(person, "Europe/Berlin") == before
    assert move_to_zone(person, "Asia/Tokyo").revision == before.revision + 1


def test_the_largest_choice_is_kept(person):
    largest = "x" * (LARGEST_CHOICE - 2)
    choose(person, "k" * 80, largest, NOW)
    assert queries.choices(person) == {"k" * 80: largest}
    for key, value in (("k" * 81, 1), ("size", largest + "x"), ("size", "é" * 50_000)):
        with pytest.raises(SettingError):
            choose(person, key, value, NOW)
    choose(person, "k" * 80, None, NOW)
    assert queries.choices(person) == {}
    choose(person, "never-set", None, NOW)


def test_a_choice_is_one_whatever_it_was_before(person):
    values: tuple[object, ...] = (False, 0, "", [], {}, [1, {"a": None}], 0.1)
    for value in values:
        choose(person, "size", value, NOW)
        assert queries.choices(person) == {"size": value}


def test_every_row_says_what_it_is(person):
    """What a log or a debugger shows: short, and no more than the row's own name."""
    log_once(person, "key", [Draft("food", "rice", datetime(2026, 2, 1, 8), id="a1")], NOW)
    edit(person, Entry.objects.get().pk, {"name": "rye"}, NOW)
    choose(person, "theme", "dark", NOW)
    assert str(Entry.objects.get()) == "2026-02-01T08:00:00+01:00 food rye"
    assert str(EntryVersion.objects.get()).endswith("version 0")
    assert str(Choice.objects.get()) == "theme"
    assert str(Receipt.objects.get()) == "key"
    assert str(Person.objects.get(pk=person)) == f"person {person}"
    rename(person, "M.")
    assert str(Person.objects.get(pk=person)) == "M."


def test_the_gate_tells_a_time_that_is_none_of_the_zones():
    gate = Gate("Europe/Berlin", NOW)
    kept = gate.checked(Draft("food", "rice", datetime(2026, 2, 1, 8, tzinfo=UTC)))
    assert kept.wall == "2026-02-01T09:00:00+01:00"
    assert kept.zone == "Europe/Berlin"
    assert gate.warnings == []
    with pytest.raises(EntryRefusedError) as refusal:
        gate.checked(Draft("food", "rice", zone="Europe"), 4)
    assert (refusal.value.field, refusal.value.index) == ("zone", 4)


@pytest.mark.parametrize("wanted", [None, "x", 5, {"sites"}, [("sites", [])]])
def test_a_detail_is_a_table(wanted):
    with pytest.raises(EntryRefusedError, match="as a table") as refusal:
        Gate("UTC", NOW).checked(Draft("symptom", "back pain", value=1, detail=wanted))
    assert refusal.value.field == "detail"


def test_more_sites_than_there_may_be_are_refused():
    from gutline.catalog.body_sites import load_body_sites
    from gutline.catalog.entry_details import load_entry_details

    most = load_entry_details()["sites"].most
    every = list(load_body_sites())
    draft = Draft("symptom", "back pain", value=1, detail={"sites": every[:most]})
    assert len(Gate("UTC", NOW).checked(draft).detail["sites"]) == min(most, len(every))
    if len(every) > most:
        with pytest.raises(EntryRefusedError, match="choose fewer"):
            Gate("UTC", NOW).checked(
                Draft("symptom", "back pain", value=1, detail={"sites": every[: most + 1]})
            )
    # A site named twice is one site.
    twice = Draft("symptom", "back pain", value=1, detail={"sites": [every[0]] * (most + 5)})
    assert Gate("UTC", NOW).checked(twice).detail == {"sites": [every[0]]}


def test_a_refused_detail_is_named_in_characters_that_can_be_shown():
    with pytest.raises(EntryRefusedError) as refusal:
        Gate("UTC", NOW).checked(Draft("food", "rice", detail={"\x1b[2J\ud7fc": 1}))
    assert refusal.value.field == r"detail.\x1b[2J\ud7fc"
    assert str(refusal.value).isprintable()
