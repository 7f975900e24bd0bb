"""A person's documents, and what they said before."""

from __future__ import annotations

from gutline.store.models import Document, DocumentVersion
from gutline.store.records import DocumentRecord, EarlierDocument


def document(person: int, kind: str, key: str) -> DocumentRecord | None:
    """Return one document; None where there is none, or it was dropped."""
    rows = Document.objects.filter(person_id=person, kind=kind, key=key, deleted_at=None)
    row = rows.first()
    return None if row is None else document_record(row)


def documents(person: int, kind: str) -> tuple[DocumentRecord, ...]:
    """Return the documents of a kind, the oldest first."""
    rows = Document.objects.filter(person_id=person, kind=kind, deleted_at=None)
    return tuple(document_record(row) for row in rows.order_by("created_at", "pk"))


def document_history(person: int, kind: str, key: str) -> tuple[EarlierDocument, ...]:
    """Return what a document said before each change, the first state first."""
    rows = DocumentVersion.objects.filter(
        document__person_id=person, document__kind=kind, document__key=key
    )
    return tuple(
        EarlierDocument(row.number, row.body, row.replaced_at, was_dropped=bool(row.deleted_at))
        for row in rows.order_by("number")
    )


def document_record(row: Document) -> DocumentRecord:
    """Return a row as a record."""
    return DocumentRecord(
        kind=row.kind,
        key=row.key,
        body=row.body,
        version=row.version,
        created_at=row.created_at,
        changed_at=row.changed_at,
        deleted_at=row.deleted_at,
    )
