"""The gate for imported entries: what passes is what the diary itself would keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.diary.entries import Entry, RowError
from gutline.importers import checking
from gutline.importers.checking import EntryCheck

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
ENTRY = Entry(AT, "symptom", "bloating", 4.0, "nrs", source="made", id="made:1")


def checked(today: date | None = None, **change: object) -> Entry:
    return EntryCheck(today).checked(replace(ENTRY, **change))


def refused(today: date | None = None, **change: object) -> tuple[str, str]:
    with pytest.raises(RowError) as error:
        checked(today, **change)
    return error.value.field, error.value.reason


def test_a_good_entry_is_not_even_copied():
    assert EntryCheck().checked(ENTRY) is ENTRY


@pytest.mark.parametrize(
    ("change", "field", "kept"),
    [
        ({"name": "  back   pain "}, "name", "back pain"), ({"note": " a \n"}, "note", "a"),
        ({"unit": "NRS"}, "unit", "nrs"), ({"source": " my  app "}, "source", "my app"),
        ({"id": " a  b "}, "id", "a b"),
        ({"kind": "sleep", "name": "", "value": 7, "unit": "h"}, "name", "sleep"),
        ({"kind": "weight", "name": "", "value": 70, "unit": ""}, "unit", "kg"),
    ],
)  # fmt: skip
def test_what_can_be_tidied_is(change, field, kept):
    assert getattr(checked(**change), field) == kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "wings"}, "kind"), ({"kind": ""}, "kind"), ({"name": ""}, "name"),
        ({"name": "x" * 501}, "name"), ({"name": "a\x00b"}, "name"), ({"value": 11.0}, "value"),
        ({"value": float("nan")}, "value"), ({"value": float("inf")}, "value"),
        ({"value": -1.0}, "value"), ({"unit": "kg"}, "unit"), ({"value": None, "unit": ""}, "value"),
        ({"note": "x" * 20_001}, "note"), ({"note": "\x1b[31m"}, "note"), ({"id": "x" * 501}, "id"),
        ({"id": "a\x07"}, "id"), ({"source": "x" * 501}, "source"), ({"source": "a\x07"}, "source"),
        ({"kind": "complete", "name": "everything", "value": None, "unit": ""}, "name"),
        ({"at": AT.replace(tzinfo=None)}, "time"), ({"at": AT.replace(year=1802)}, "time"),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_diary_keeps_is_refused_by_its_field(change, field):
    found, reason = refused(**change)
    assert found == field
    assert reason


@pytest.mark.parametrize(
    ("at", "passes"),
    [
        (AT, True), (AT + timedelta(hours=23), True), (AT + timedelta(days=1), True),
        (AT + timedelta(days=2), False), (AT.replace(year=2027), False), (AT.replace(year=1990), True),
        (datetime(2026, 3, 2, 23, tzinfo=timezone(timedelta(hours=14))), True),
        (datetime(2026, 3, 3, 0, 1, tzinfo=timezone(timedelta(hours=14))), False),
    ],
)  # fmt: skip
def test_what_lies_more_than_a_day_ahead_is_refused(at, passes):
    today = AT.date()
    if passes:
        assert checked(today, at=at).at == at
    else:
        assert refused(today, at=at)[1] == "lies in the future; check the date"


def test_without_a_today_nothing_is_too_late():
    assert checked(at=AT.replace(year=2090)).at.year == 2090


def test_one_refusal_does_not_spoil_the_next_entry():
    check = EntryCheck()
    for _ in range(2):
        with pytest.raises(RowError):
            check.checked(replace(ENTRY, value=40.0))
        assert check.checked(ENTRY) is ENTRY
        with pytest.raises(RowError):
            check.checked(replace(ENTRY, name="\x00"))


def test_one_name_in_two_kinds_is_two_names():
    check = EntryCheck()
    assert (
        check.checked(replace(ENTRY, kind="complete", name="all", value=None, unit="")).name
        == "all"
    )
    assert check.checked(replace(ENTRY, name="all")).kind == "symptom"
    with pytest.raises(RowError):
        check.checked(replace(ENTRY, kind="complete", name="bloating", value=None, unit=""))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(load_kinds())), st.text(max_size=6), st.none() | st.floats(-5, 400),
    st.sampled_from(["", "g", "nrs", "h", "kg", "min"]), st.text(max_size=6), st.text(max_size=4),
)  # fmt: skip
def test_what_passes_once_passes_again_unchanged(kind, name, value, unit, note, source):
    check = EntryCheck()
    entry = Entry(AT, kind, name, value, unit, note=note, source=source, id="made:1")
    try:
        kept = check.checked(entry)
    except RowError:
        with pytest.raises(RowError):
            check.checked(entry)
        return
    assert check.checked(kept) == kept
    assert EntryCheck().checked(kept) == kept


def test_what_is_remembered_has_a_bound(monkeypatch):
    monkeypatch.setattr(checking, "_MOST_REMEMBERED", 10)
    check = EntryCheck()
    for number in range(50):
        check.checked(replace(ENTRY, name=f"ache {number}", value=number / 10))
    assert len(check._names) <= 10
    assert len(check._measures) <= 10
