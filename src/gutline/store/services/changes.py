"""Locking a person's diary for a change, and noting that it changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from gutline.store.errors import NotThereError
from gutline.store.models import Entry, EntryVersion, Person
from gutline.store.rows import state_of


def locked_person(person: int) -> Person:
    """Return the person's row, with every other change to their diary waiting until ours is done.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise NotThereError("there is no such person; sign in again")
    return row


def locked_entry(person: int, entry: int) -> Entry:
    """Return one of the person's own entries, deleted or not.

    Raises
    ------
    NotThereError
        When they have no such entry, whoever else may.
    """
    row = Entry.objects.select_for_update().filter(person_id=person, pk=entry).first()
    if row is None:
        raise NotThereError("there is no such entry; it may have been removed for good")
    return row


def note_change(person: Person) -> None:
    """Count one more change to the person's diary."""
    Person.objects.filter(pk=person.pk).update(revision=F("revision") + 1)


def keep_version(row: Entry, change: str, now: datetime, *, undone: bool = False) -> None:
    """Keep what a row says, just before it is changed."""
    state = {**state_of(row), "deleted_at": row.deleted_at and row.deleted_at.isoformat()}
    EntryVersion.objects.create(
        entry=row, number=row.version, change=change, state=state, undone=undone, replaced_at=now
    )
    row.version += 1
