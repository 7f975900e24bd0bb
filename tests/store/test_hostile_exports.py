"""Exports from a stranger's hand: taken as a whole or refused as a whole, never a crash."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import StoreError
from gutline.store.services.exports import export_csv, export_json, import_json
from gutline.store.services.log import delete, edit, log_many, undo
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW


@pytest.fixture
def text(person):
    """An export of three entries, one of them edited and one deleted."""
    drafts = [
        Draft("symptom", "back pain", value=6, at=datetime(2026, 2, 1, 21), id="a1"),
        Draft("food", "rye bread", at=datetime(2026, 2, 1, 8), id="a2"),
        Draft("food", "none", at=datetime(2026, 2, 4), day_only=True, id="a3"),
    ]
    keys = [record.key for record in log_many(person, drafts, NOW).records]
    edit(person, keys[0], {"value": 3}, NOW + timedelta(hours=1))
    delete(person, keys[1], NOW + timedelta(hours=2))
    choose(person, "theme", "dark", NOW)
    return export_json(person)


def spoiled(text, spoil):
    """The export after something was done to it."""
    told = json.loads(text)
    spoil(told)
    return json.dumps(told)


def entry(told, ident="a1"):
    return next(one for one in told["entries"] if one["id"] == ident)


def assert_refused(text):
    other = add_person("UTC", NOW).key
    with pytest.raises(StoreError) as refusal:
        import_json(other, text, NOW)
    assert str(refusal.value)
    assert queries.read_diary(other).entries == ()
    assert queries.recently_deleted(other) == ()
    assert queries.choices(other) == {}
    return str(refusal.value)


HUGE = 10**40
SPOILS = {
    "no choices": lambda t: t.pop("choices"),
    "choices that are a list": lambda t: t.update(choices=["theme"]),
    "choices that are nothing": lambda t: t.update(choices=None),
    "a key that is no word": lambda t: t["choices"].update({"DROP TABLE": 1}),
    "a key that is too long": lambda t: t["choices"].update({"k" * 81: 1}),
    "a choice that is too large": lambda t: t["choices"].update(big="x" * 200_000),
    "a choice with a NUL": lambda t: t["choices"].update(nul="\x00"),
    "a choice that is no number": lambda t: t["choices"].update(size=float("nan")),
    "a token": lambda t: t["choices"].update({"token.abc": {"name": "mine"}}),
    "entries that are a text": lambda t: t.update(entries="abc"),
    "entries that are a number": lambda t: t.update(entries=7),
    "entries that are a table": lambda t: t.update(entries={"a": 1}),
    "an entry that is a number": lambda t: t.update(entries=[7]),
    "an entry that is nothing": lambda t: t.update(entries=[None]),
    "an entry without a zone": lambda t: entry(t).pop("zone"),
    "a zone that is a path": lambda t: entry(t).update(zone="../../etc/passwd"),
    "a zone that is not there": lambda t: entry(t).update(zone="Mars/Olympus"),
    "a kind that is not there": lambda t: entry(t).update(kind="fodo"),
    "a name that is too long": lambda t: entry(t).update(name="x" * 501),
    "a note that is too long": lambda t: entry(t).update(note="x" * 20_001),
    "a source that is too long": lambda t: entry(t).update(source="x" * 501),
    "an id twice": lambda t: entry(t, "a2").update(id="a1"),
    "a version below 0": lambda t: entry(t).update(version=-1),
    "a version no column holds": lambda t: entry(t).update(version=HUGE),
    "a version without end": lambda t: entry(t).update(version=float("inf")),
    "a version that is a text": lambda t: entry(t).update(version="second"),
    "a value without end": lambda t: entry(t).update(value=float("inf")),
    "a time in the future": lambda t: entry(t).update(wall="2190-01-01T08:00:00+01:00"),
    "a time without an offset": lambda t: entry(t).update(created_at="2026-03-01T08:00:00"),
    "a deletion at no time": lambda t: entry(t, "a2").update(deleted_at="soon"),
    "a deletion without an offset": lambda t: entry(t, "a2").update(deleted_at="2026-03-01"),
    "an edit that is a number": lambda t: entry(t).update(edited_at=7),
    "a body site that is not there": lambda t: entry(t).update(detail={"sites": ["third_arm"]}),
    "a number of a version twice": lambda t: entry(t)["versions"].append(entry(t)["versions"][0]),
    "more versions than changes": lambda t: entry(t).update(version=0),
    "fewer versions than changes": lambda t: entry(t).update(version=2),
    "versions in another order": lambda t: entry(t)["versions"][0].update(number=1),
    "an earlier kind that is not there": lambda t: earlier(t).update(kind="fodo"),
    "an earlier name without an end": lambda t: earlier(t).update(name="x" * 10_000),
    "an earlier value out of bounds": lambda t: earlier(t).update(value=99),
    "an earlier deletion at no time": lambda t: earlier(t).update(deleted_at="soon"),
    "an earlier state that is a list": lambda t: entry(t)["versions"][0].update(state=[1]),
    "a change at no time": lambda t: entry(t)["versions"][0].update(replaced_at="then"),
}  # fmt: skip


def earlier(told):
    return entry(told)["versions"][0]["state"]


@pytest.mark.parametrize("what", SPOILS)
def test_a_hostile_export_is_refused_as_a_whole(text, what):
    assert_refused(spoiled(text, SPOILS[what]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "NaN",
        "\x00",
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"format": "gutline-export", "version": true, "choices": {}, "entries": [0]}',
        '{"format": "gutline-export", "version": "1"}',
        '{"format": "gutline-export", "version": null}',
        '{"format": ["gutline-export"], "version": 1}',
    ],
)
def test_what_is_no_export_is_refused(person, text):
    assert_refused(text)


def test_a_refusal_says_what_to_do(text):
    assert "another copy" in assert_refused(spoiled(text, SPOILS["an id twice"]))
    assert "another copy" in assert_refused(spoiled(text, SPOILS["a version no column holds"]))
    assert "token" in assert_refused(spoiled(text, SPOILS["a token"]))


def test_after_a_refusal_the_sound_export_can_be_brought_in(text):
    other = add_person("Europe/Berlin", NOW).key
    with pytest.raises(StoreError):
        import_json(other, spoiled(text, SPOILS["an id twice"]), NOW)
    assert import_json(other, text, NOW) == 3
    assert json.loads(export_json(other))["entries"] == json.loads(text)["entries"]


def test_what_was_brought_in_can_be_undone_to_what_it_first_said(text):
    other = add_person("Europe/Berlin", NOW).key
    import_json(other, text, NOW)
    (record,) = (r for r in queries.day_page(other, datetime(2026, 2, 1).date()).records)
    assert record.entry.value == 3.0
    assert undo(other, record.key, NOW).entry.value == 6.0


def test_what_an_export_does_not_need_is_left_out(text):
    def more(told):
        told["person"] = {"name": "x" * 1000, "zone": 7}
        told["comment"] = "hello"
        entry(told).update(person=1, key=999, pk=1)

    other = add_person("Europe/Berlin", NOW).key
    assert import_json(other, spoiled(text, more), NOW) == 3
    assert queries.person(other).name == ""
    assert json.loads(export_json(other))["entries"] == json.loads(text)["entries"]


def test_an_export_of_somebody_else_brings_only_its_own_rows(text, person):
    other = add_person("Asia/Tokyo", NOW).key
    before = export_json(person)
    import_json(other, text, NOW)
    assert export_json(person) == before
    assert queries.person(other).zone == "Asia/Tokyo"


def test_an_empty_diary_is_exported_and_brought_back(person):
    other = add_person("UTC", NOW).key
    assert import_json(other, export_json(person), NOW) == 0
    assert queries.read_diary(other).entries == ()
    assert export_csv(person).splitlines()[0] == "# zone: Europe/Berlin"
    assert len(export_csv(person).splitlines()) == 2


scraps = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["state", "wall", "id", "theme"]), inner, max_size=3)
    ),
    max_leaves=5,
)
PLACES = (
    "version", "wall", "zone", "day_only", "kind", "name", "value", "unit", "note", "source", "id",
    "detail", "created_at", "edited_at", "deleted_at", "versions",
)  # fmt: skip


@pytest.fixture
def _sqlite_alone(new_store):
    new_store()


@pytest.mark.usefixtures("_sqlite_alone")
@given(place=st.sampled_from(PLACES), scrap=scraps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
def test_whatever_stands_in_a_field_is_kept_or_refused(place, scrap):
    one, other = (add_person("Europe/Berlin", NOW).key for _ in range(2))
    log_many(one, [Draft("symptom", "back pain", value=6, id="a1")], NOW)
    odd = spoiled(export_json(one), lambda told: entry(told).update({place: scrap}))
    try:
        count = import_json(other, odd, NOW)
    except StoreError:
        assert queries.read_diary(other).entries == ()
    else:
        assert count == 1
        # What was kept is a sound diary: it is read, exported and brought in once more.
        queries.read_diary(other)
        again = add_person("Europe/Berlin", NOW).key
        assert import_json(again, export_json(other), NOW) == 1
        assert (
            json.loads(export_json(again))["entries"] == json.loads(export_json(other))["entries"]
        )
