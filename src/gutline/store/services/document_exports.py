"""Documents in an export: every version out, and back in past the same checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from gutline.store.documents import checked
from gutline.store.models import Document, DocumentVersion, Person


def told_documents(person: int) -> Iterator[dict[str, object]]:
    """Yield every document of a person as plain data, dropped ones and earlier versions too."""
    rows = Document.objects.filter(person_id=person).order_by("kind", "created_at", "pk")
    for row in rows.prefetch_related("versions"):
        yield {
            "kind": row.kind,
            "key": row.key,
            "body": row.body,
            "version": row.version,
            "created_at": row.created_at.isoformat(),
            "changed_at": row.changed_at.isoformat(),
            "deleted_at": row.deleted_at and row.deleted_at.isoformat(),
            "versions": [
                _told_version(v) for v in sorted(row.versions.all(), key=lambda v: v.number)
            ],
        }


def _told_version(version: DocumentVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "body": version.body,
        "deleted_at": version.deleted_at and version.deleted_at.isoformat(),
        "replaced_at": version.replaced_at.isoformat(),
    }


def bring_documents(owner: Person, told: Iterable[Mapping[str, Any]]) -> None:
    """Keep documents as an export tells them.

    Raises
    ------
    StoreError
        When a body is not one of its kind.
    ValueError, LookupError, TypeError
        When the export is damaged.
    """
    for one in told:
        numbers = [version["number"] for version in one["versions"]]
        if numbers != list(range(int(one["version"]))):
            raise ValueError(f"the versions of {one['key']!r} are not those before it")
        row = Document.objects.create(
            person=owner,
            kind=str(one["kind"]),
            key=str(one["key"]),
            body=checked(one["kind"], one["body"]),
            version=int(one["version"]),
            created_at=aware_time(one["created_at"]),
            changed_at=aware_time(one["changed_at"]),
            deleted_at=read_time(one["deleted_at"]),
        )
        DocumentVersion.objects.bulk_create(_version(row, v) for v in one["versions"])


def _version(row: Document, told: Mapping[str, Any]) -> DocumentVersion:
    return DocumentVersion(
        document=row,
        number=int(told["number"]),
        body=checked(row.kind, told["body"]),
        deleted_at=read_time(told["deleted_at"]),
        replaced_at=aware_time(told["replaced_at"]),
    )


def read_time(text: str | None) -> datetime | None:
    """Return a time as an export writes it; None for none."""
    return None if text is None else aware_time(text)


def aware_time(text: str) -> datetime:
    """Return a time as an export writes it.

    Raises
    ------
    ValueError
        When it is no time, or has no offset.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text[:40]!r} has no offset")
    return at
