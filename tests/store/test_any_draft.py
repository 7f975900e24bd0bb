"""Whatever is sent is either kept and comes back as it was, or refused; nothing in between."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.diary import format_csv, parse_csv
from gutline.store import queries
from gutline.store.drafts import Draft, Gate, draft_of
from gutline.store.errors import EntryRefusedError, StoreError
from gutline.store.models import Entry
from gutline.store.records import content_of, record_of
from gutline.store.services.log import log_entry, log_many
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW

ZONES = ["", "UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]
same_diary = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

words = st.text(max_size=40)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
times = st.none() | st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(2026, 2, 27),
    timezones=st.none() | st.just(UTC) | offsets,
)
wild = st.builds(
    Draft,
    kind=st.sampled_from(sorted(load_kinds())) | words | anything,
    name=words | anything,
    at=times | st.datetimes() | anything,
    value=st.floats() | anything,
    unit=st.sampled_from(["", "g", "mg", "h", "nrs"]) | words | anything,
    zone=st.sampled_from(ZONES) | words | anything,
    note=words | anything,
    source=words,
    id=words,
    day_only=st.booleans(),
    detail=st.dictionaries(st.sampled_from(["sites", "stiffness_min"]) | words, anything)
    | anything,
)
detail = st.fixed_dictionaries(
    {},
    optional={
        "sites": st.lists(st.sampled_from(sorted(load_body_sites())), max_size=5),
        "stiffness_min": st.floats(0, 1440),
    },
)
tame = st.builds(
    Draft,
    kind=st.just("symptom"),
    name=st.sampled_from(["back pain", "Back Pain", "bloating", "é", "a,b", '"quoted"', "=1+1"]),
    at=times,
    value=st.floats(0, 10),
    zone=st.sampled_from(ZONES),
    note=st.text(st.characters(exclude_categories=["C"]), max_size=30),
    day_only=st.booleans(),
    detail=detail,
)


def passed(draft, index):
    """What the gate lets through, or how it refuses."""
    try:
        return Gate("Europe/Berlin", NOW).checked(draft, index)
    except EntryRefusedError as refusal:
        return refusal


@given(wild)
@settings(max_examples=500)
def test_the_gate_lets_through_or_refuses_at_a_field(draft):
    content = passed(draft, 3)
    if isinstance(content, EntryRefusedError):
        assert content.index == 3
        assert content.field
        assert content.reason
        assert str(content).isprintable()
        return
    # What is let through can be written down, read back, and passes the gate unchanged.
    assert content_of(json.loads(json.dumps(content.state()))) == content
    assert passed(draft_of(content), 3) == content


@pytest.fixture
def two_diaries(new_store):
    new_store()
    return add_person("Europe/Berlin", NOW).key


@given(draft=wild)
@same_diary
def test_whatever_is_sent_is_kept_whole_or_not_at_all(two_diaries, draft):
    before = Entry.objects.count()
    try:
        logged = log_entry(two_diaries, draft, NOW)
    except StoreError:
        assert Entry.objects.count() == before
        return
    assert Entry.objects.count() == before + (not logged.replayed)
    kept = queries.entry_record(two_diaries, logged.record.key)
    assert kept == logged.record
    assert record_of(json.loads(json.dumps(kept.data()))) == kept


@given(drafts=st.lists(tame, max_size=8))
@same_diary
def test_any_diary_reads_back_from_its_file(two_diaries, drafts):
    person = add_person("Europe/Berlin", NOW).key
    logged = log_many(person, drafts, NOW)
    diary = queries.read_diary(person)
    assert len(diary.entries) == len(drafts) == len(logged.records)
    assert parse_csv(format_csv(diary)) == diary
    instants = {r.entry.id: r.entry.at for r in logged.records if not r.entry.day_only}
    assert {e.id: e.at for e in diary.entries if not e.day_only} == instants
    days = {r.entry.id: r.day for r in logged.records}
    assert {e.id: diary.day_of(e) for e in diary.entries} == days


@given(value=anything)
@same_diary
def test_whatever_is_set_comes_back_or_is_refused(two_diaries, value):
    try:
        choose(two_diaries, "k", value, NOW)
    except StoreError:
        return
    kept = queries.choices(two_diaries)
    assert kept.get("k") == json.loads(json.dumps(value))
