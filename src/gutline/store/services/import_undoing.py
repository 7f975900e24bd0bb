"""Undoing an import: what it added goes, what was edited since is kept and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import connection

from gutline.store.import_records import KIND, Undone, batch_body
from gutline.store.models import Entry, EntryVersion
from gutline.store.queries.imports import import_batch
from gutline.store.rows import record_of_row
from gutline.store.services.changes import locked_person, note_change
from gutline.store.services.documents import keep_document
from gutline.store.services.import_answers import remove_answers
from gutline.store.writing import changing


@changing
def undo_import(person: int, batch: str, now: datetime, *, edited_too: bool = False) -> Undone:
    """Remove what an import added, so that it can be made again.

    Parameters
    ----------
    person : int
        Whose diary.
    batch : str
        The import's key.
    now : datetime
        The present, aware.
    edited_too : bool
        Remove entries that were edited since, too. By default they are kept, and handed back.

    Raises
    ------
    NotThereError
        When the person made no such import.
    """
    owner = locked_person(person)
    made = import_batch(person, batch)
    rows = Entry.objects.filter(person=owner, batch=batch)
    edited = rows.none() if edited_too else rows.filter(version__gt=0, deleted_at=None)
    kept = tuple(record_of_row(row) for row in edited.order_by("at", "pk"))
    answers, answered = remove_answers(person, made.answered, edited_too=edited_too)
    removed = _remove(person, batch, edited_too=edited_too) + answers
    if removed:
        note_change(owner)
    undone = replace(
        made,
        undone_at=made.undone_at or now,
        removed=made.removed + removed,
        kept=len(kept) + len(answered),
        answered=answered,
    )
    keep_document(person, KIND, batch, batch_body(undone), now)
    return Undone(undone, removed, kept, answered)


def _remove(person: int, batch: str, *, edited_too: bool) -> int:
    """Remove rows for good in two statements, however many there are."""
    tables = (Entry._meta.db_table, EntryVersion._meta.db_table)  # noqa: SLF001 - Django's way
    entries, versions = map(connection.ops.quote_name, tables)
    which = "person_id = %s AND batch = %s"
    if not edited_too:
        which += " AND (version = 0 OR deleted_at IS NOT NULL)"
    # Only our own names of tables stand in them.
    chosen = f"SELECT id FROM {entries} WHERE {which}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {versions} WHERE entry_id IN ({chosen})", [person, batch])  # noqa: S608
        cursor.execute(f"DELETE FROM {entries} WHERE {which}", [person, batch])  # noqa: S608
        return int(cursor.rowcount)
