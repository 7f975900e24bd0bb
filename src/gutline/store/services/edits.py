"""Changing what was logged; what it said before is kept, and every change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from gutline.store.drafts import Draft, Gate, draft_of
from gutline.store.errors import ConflictError, EntryRefusedError, StoreError
from gutline.store.models import Entry, EntryVersion
from gutline.store.records import Content, Logged, Record, content_of
from gutline.store.rows import columns_of, record_of_row, state_of
from gutline.store.services.changes import keep_version, locked_entry, locked_person, note_change
from gutline.store.writing import changing

_EDITABLE = frozenset(field.name for field in fields(Draft)) - {"id"}


@changing
def edit(
    person: int,
    entry: int,
    changed: Mapping[str, object],
    now: datetime,
    *,
    seen: int | None = None,
) -> Logged:
    """Change some fields of an entry; a changed zone or time is read as when logging.

    Parameters
    ----------
    person, entry : int
        Whose entry, and which.
    changed : Mapping
        Fields of `Draft` and their new values.
    now : datetime
        The present, aware.
    seen : int, optional
        The `version` the person was looking at; when it has changed since, nothing is done.

    Raises
    ------
    EntryRefusedError
        When the changed entry is not a possible one.
    ConflictError
        When it was changed elsewhere since it was seen, or is deleted.
    NotThereError
        When the person has no such entry.
    """
    owner, row = locked_person(person), locked_entry(person, entry)
    _refuse_stale(row, seen)
    if row.deleted_at is not None:
        raise ConflictError("this entry was deleted; restore it before you change it")
    gate = Gate(owner.zone, now)
    content = gate.checked(_changed_draft(record_of_row(row).content, changed))
    if content.state() != state_of(row):
        keep_version(row, "edit", now)
        _write(row, content, now)
        note_change(owner)
    return Logged((record_of_row(row),), warnings=tuple(gate.warnings))


def _refuse_stale(row: Entry, seen: int | None) -> None:
    if seen is not None and seen != row.version:
        raise ConflictError(
            "this entry was changed in another place since you opened it; look at it again"
        )


def _changed_draft(content: Content, changed: Mapping[str, object]) -> Draft:
    for name in changed:
        if name not in _EDITABLE:
            known = ", ".join(sorted(_EDITABLE))
            raise EntryRefusedError(str(name)[:40], "", f"cannot be changed; you can: {known}")
    draft = draft_of(content)
    if {"at", "zone"} & set(changed) and "at" not in changed:
        # Another zone for the same reading of the clock.
        draft = replace(draft, at=content.entry.at.replace(tzinfo=None))
    return replace(draft, **changed)  # type: ignore[arg-type]  # the gate checks the types


def _write(row: Entry, content: Content, now: datetime) -> None:
    for name, value in columns_of(content).items():
        setattr(row, name, value)
    row.edited_at = now
    row.save()


@changing
def delete(person: int, entry: int, now: datetime, *, seen: int | None = None) -> Record:
    """Take an entry out of the diary; `restore` or `undo` brings it back.

    Raises
    ------
    ConflictError
        When it was changed elsewhere since it was seen.
    NotThereError
        When the person has no such entry.
    """
    owner, row = locked_person(person), locked_entry(person, entry)
    _refuse_stale(row, seen)
    if row.deleted_at is None:
        keep_version(row, "delete", now)
        row.deleted_at = now
        row.save()
        note_change(owner)
    return record_of_row(row)


@changing
def restore(person: int, entry: int, now: datetime) -> Record:
    """Bring a deleted entry back as it was.

    Raises
    ------
    NotThereError
        When the person has no such entry.
    """
    owner, row = locked_person(person), locked_entry(person, entry)
    if row.deleted_at is not None:
        keep_version(row, "restore", now)
        row.deleted_at = None
        row.save()
        note_change(owner)
    return record_of_row(row)


@changing
def undo(person: int, entry: int, now: datetime) -> Record:
    """Undo the last change of an entry that was not undone yet; what it undoes is kept too.

    Raises
    ------
    StoreError
        When nothing is left to undo.
    NotThereError
        When the person has no such entry.
    """
    owner, row = locked_person(person), locked_entry(person, entry)
    last = EntryVersion.objects.filter(entry=row, undone=False).order_by("-number").first()
    if last is None:
        raise StoreError("there is no change of this entry left to undo")
    EntryVersion.objects.filter(pk=last.pk).update(undone=True)
    keep_version(row, "undo", now, undone=True)
    deleted_at = last.state.get("deleted_at")
    row.deleted_at = datetime.fromisoformat(deleted_at) if deleted_at else None
    _write(row, content_of(last.state), now)
    note_change(owner)
    return record_of_row(row)
