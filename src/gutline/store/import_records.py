"""What the store says of imports: what one would bring, brought, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gutline.importers.preview import Preview
from gutline.store.records import DocumentRecord, Record

KIND = "import_batch"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is.

    Attributes
    ----------
    phase : str
        "reading" or "keeping".
    done : int
        Rows read, or entries kept, so far.
    total : int or None
        How many there are; None where it is not known yet.
    """

    phase: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would bring to a diary.

    Attributes
    ----------
    preview : Preview
        What the files hold.
    sources : tuple of str
        Names of the apps they are from.
    experimental : bool
        Whether the format of one of them is known only from descriptions.
    known : int
        How many of the entries are in the diary already.
    """

    preview: Preview
    sources: tuple[str, ...]
    experimental: bool
    known: int

    @property
    def new(self) -> int:
        """How many entries would be added."""
        return self.preview.entries - self.known


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import that was made.

    Attributes
    ----------
    key : str
        Its name, by which it is undone; empty when it added nothing, so that there is none.
    sources, files : tuple of str
        Ids of the sources, and names of the files.
    made_at, undone_at : datetime or None
        When it was made, and undone.
    added, known, problems, doubts : int
        Entries added, entries there already, rows that could not be read, rows with a doubt.
    kinds, left_out : Mapping of str to int
        What the files held, by kind; what was left out by design.
    first_day, last_day : date or None
        Its span.
    removed, kept : int
        When it was undone: entries removed, and entries edited since that were kept.
    answered : tuple of str
        Keys of the questionnaires it added, which are counted with the entries; once it was undone,
        of those that were kept.
    """

    key: str
    sources: tuple[str, ...]
    files: tuple[str, ...]
    made_at: datetime
    added: int
    known: int
    problems: int
    doubts: int
    kinds: Mapping[str, int]
    left_out: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    undone_at: datetime | None = None
    removed: int = 0
    kept: int = 0
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an import that was undone.

    Attributes
    ----------
    batch : ImportBatch
        The import, as it stands now.
    removed : int
        Entries and answered questionnaires removed.
    kept : tuple of Record
        Entries that were edited since they came, which were kept.
    kept_answers : tuple of str
        Keys of questionnaires that were, and were kept too.
    """

    batch: ImportBatch
    removed: int
    kept: tuple[Record, ...]
    kept_answers: tuple[str, ...] = ()


_COUNTED = ("added", "known", "problems", "doubts", "removed", "kept")


def batch_body(batch: ImportBatch) -> dict[str, object]:
    """Return an import as the body of a document."""
    return {
        **{name: getattr(batch, name) for name in _COUNTED},
        "sources": list(batch.sources),
        "files": list(batch.files),
        "answered": list(batch.answered),
        "kinds": dict(batch.kinds),
        "left_out": dict(batch.left_out),
        "made_at": batch.made_at.isoformat(),
        "undone_at": batch.undone_at and batch.undone_at.isoformat(),
        "first_day": batch.first_day and batch.first_day.isoformat(),
        "last_day": batch.last_day and batch.last_day.isoformat(),
    }


def batch_of(found: DocumentRecord) -> ImportBatch:
    """Return the import that a document tells of."""
    body = found.body
    undone_at, first, last = (body[name] for name in ("undone_at", "first_day", "last_day"))
    return ImportBatch(
        key=found.key,
        sources=tuple(body["sources"]),
        files=tuple(body["files"]),
        answered=tuple(body.get("answered", ())),
        made_at=datetime.fromisoformat(body["made_at"]),
        kinds=body["kinds"],
        left_out=body["left_out"],
        first_day=first and date.fromisoformat(first),
        last_day=last and date.fromisoformat(last),
        undone_at=undone_at and datetime.fromisoformat(undone_at),
        **{name: int(body[name]) for name in _COUNTED},
    )
