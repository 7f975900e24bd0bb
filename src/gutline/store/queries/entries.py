"""One entry, and what it said before."""

from __future__ import annotations

from gutline.store.errors import NotThereError
from gutline.store.models import Entry, EntryVersion
from gutline.store.records import Record, Version, content_of
from gutline.store.rows import record_of_row


def entry_record(person: int, entry: int) -> Record:
    """Return one of a person's own entries, deleted or not.

    Raises
    ------
    NotThereError
        When they have no such entry, whoever else may.
    """
    row = Entry.objects.filter(person_id=person, pk=entry).first()
    if row is None:
        raise NotThereError("there is no such entry; it may have been removed for good")
    return record_of_row(row)


def entry_by_id(person: int, ident: str) -> Record | None:
    """Return one of a person's own entries by the id it was logged under, deleted or not."""
    row = Entry.objects.filter(person_id=person, client_id=ident).first()
    return None if row is None else record_of_row(row)


def history(person: int, entry: int) -> tuple[Version, ...]:
    """Return what an entry said before each change, the first state first."""
    rows = EntryVersion.objects.filter(entry_id=entry, entry__person_id=person)
    return tuple(
        Version(
            number=row.number,
            change=row.change,
            content=content_of(row.state),
            replaced_at=row.replaced_at,
            was_deleted=bool(row.state.get("deleted_at")),
        )
        for row in rows.order_by("number")
    )
