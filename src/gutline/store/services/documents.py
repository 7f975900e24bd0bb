"""Keeping documents: what they said before is kept, and nothing is dropped for good."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gutline.store.documents import checked
from gutline.store.errors import ConflictError, NotThereError, StoreError
from gutline.store.models import Document, DocumentVersion, Person
from gutline.store.queries.documents import document_record
from gutline.store.records import DocumentRecord
from gutline.store.services.changes import locked_person, note_change
from gutline.store.writing import changing

NEW = -1
"""What is `expected` of a document that must not be there yet."""
_KEY = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,199}", re.ASCII)


@changing
def keep_document(
    person: int,
    kind: str,
    key: str,
    body: Mapping[str, Any],
    now: datetime,
    *,
    expected: int | None = None,
) -> DocumentRecord:
    """Keep a document: a new one, or what one says from now on.

    Parameters
    ----------
    person : int
        Whose it is.
    kind, key : str
        One of `document_kinds()`, and a name of small letters, digits and _ . : -
    body : Mapping
        What it says, as plain data.
    now : datetime
        The present, aware.
    expected : int, optional
        The `version` that was read; -1 when there must be none yet. By default whatever is there.

    Raises
    ------
    ConflictError
        When it was changed since it was read, or is there already.
    StoreError
        When the body is not one of its kind, or the key cannot be one.
    NotThereError
        When there is no such person.
    """
    if not _KEY.fullmatch(key):
        raise StoreError(f"{key[:40]!r} cannot name a {kind}; use small letters, digits and -")
    plain = checked(kind, body)
    owner = locked_person(person)
    row = Document.objects.filter(person=owner, kind=kind, key=key).first()
    _refuse_unexpected(row, kind, expected)
    if row is None:
        row = Document(person=owner, kind=kind, key=key, body=plain, created_at=now, changed_at=now)
        row.save()
        note_change(owner)
    elif row.body != plain or row.deleted_at is not None:
        _replace(owner, row, plain, None, now)
    return document_record(row)


def _refuse_unexpected(row: Document | None, kind: str, expected: int | None) -> None:
    if expected is None:
        return
    there = row is not None and row.deleted_at is None
    if expected == NEW and there:
        raise ConflictError(f"there is a {kind} of this name already; choose another name")
    if expected != NEW and (row is None or not there or row.version != expected):
        raise ConflictError(
            f"this {kind} was changed in another place since you opened it; look at it again"
        )


def _replace(
    owner: Person, row: Document, body: dict[str, Any], deleted_at: datetime | None, now: datetime
) -> None:
    DocumentVersion.objects.create(
        document=row,
        number=row.version,
        body=row.body,
        deleted_at=row.deleted_at,
        replaced_at=now,
    )
    row.body, row.deleted_at, row.changed_at = body, deleted_at, now
    row.version += 1
    row.save()
    note_change(owner)


@changing
def drop_document(person: int, kind: str, key: str, now: datetime) -> None:
    """Take a document away; `bring_back_document` brings it back as it was.

    Raises
    ------
    NotThereError
        When the person has no such document.
    """
    owner, row = locked_person(person), _row(person, kind, key)
    if row.deleted_at is None:
        _replace(owner, row, row.body, now, now)


@changing
def bring_back_document(person: int, kind: str, key: str, now: datetime) -> DocumentRecord:
    """Bring a dropped document back as it was.

    Raises
    ------
    NotThereError
        When the person has no such document.
    """
    owner, row = locked_person(person), _row(person, kind, key)
    if row.deleted_at is not None:
        _replace(owner, row, row.body, None, now)
    return document_record(row)


def _row(person: int, kind: str, key: str) -> Document:
    rows = Document.objects.select_for_update().filter(person_id=person, kind=kind, key=key)
    row = rows.first()
    if row is None:
        raise NotThereError(f"there is no such {kind}; it may have been removed for good")
    return row
