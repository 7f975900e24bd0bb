"""Any row of edits, deletions, restores and undos, against a plain list of what it should do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, StoreError
from gutline.store.services.exports import export_json, import_json
from gutline.store.services.log import delete, edit, log_entry, restore, undo
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

steps = st.lists(
    st.integers(0, 10) | st.sampled_from(["delete", "restore", "undo"]), min_size=1, max_size=12
)


class Book:
    """What an entry should say: its value, whether it is deleted, and the changes to undo."""

    def __init__(self):
        self.state = (6.0, False)
        self.past: list[tuple[float, bool]] = []

    def do(self, step) -> bool:
        """Change as told; returns whether that can be done."""
        value, deleted = self.state
        if step == "undo":
            if not self.past:
                return False
            self.state = self.past.pop()
            return True
        if isinstance(step, int):
            if deleted:
                return False
            after = (float(step), deleted)
        else:
            after = (value, step == "delete")
        if after != self.state:
            self.past.append(self.state)
            self.state = after
        return True


def do(person, key, step, now):
    if step == "undo":
        undo(person, key, now)
    elif step == "delete":
        delete(person, key, now)
    elif step == "restore":
        restore(person, key, now)
    else:
        edit(person, key, {"value": step}, now)


@pytest.fixture
def person(new_store):
    new_store()
    return add_person("Europe/Berlin", NOW).key


@given(taken=steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_every_history_ends_where_it_should(person, taken):
    book = Book()
    key = log_entry(person, Draft("symptom", "back pain", value=6), NOW).record.key
    states = [book.state]
    for number, step in enumerate(taken):
        now = NOW + timedelta(minutes=number + 1)
        before = queries.entry_record(person, key)
        if book.do(step):
            do(person, key, step, now)
            states.append(book.state)
        else:
            with pytest.raises((ConflictError, StoreError)):
                do(person, key, step, now)
            assert queries.entry_record(person, key) == before
        kept = queries.entry_record(person, key)
        assert (kept.entry.value, kept.deleted_at is not None) == book.state
    versions = queries.history(person, key)
    assert [v.number for v in versions] == list(range(len(versions)))
    assert queries.entry_record(person, key).version == len(versions)
    # Nothing that was ever said is lost.
    said = {(v.content.entry.value, v.was_deleted) for v in versions} | {book.state}
    assert said == set(states)


@given(taken=steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_every_history_survives_an_export(person, taken):
    one, other = (add_person("Europe/Berlin", NOW).key for _ in range(2))
    key = log_entry(one, Draft("symptom", "back pain", value=6), NOW).record.key
    book = Book()
    for number, step in enumerate(taken):
        if book.do(step):
            do(one, key, step, NOW + timedelta(minutes=number))
    import_json(other, export_json(one), NOW)
    assert queries.read_diary(other) == queries.read_diary(one)
    assert export_json(other) == export_json(one)
