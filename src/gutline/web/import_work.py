"""From files that were set aside to what is looked at and imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.diary.zones import zone_named
from gutline.importers.errors import ImporterError
from gutline.importers.finding import recognised
from gutline.importers.mapping_file import TableMapping, mapping_of
from gutline.importers.mapping_guess import table_look
from gutline.importers.source import ImportSettings, Source
from gutline.importers.sources.spreadsheet import reader
from gutline.store.queries.mappings import fitting_mapping
from gutline.store.services.imports import (
    import_files,
    keep_name_rules,
    name_rules,
    preview_import,
)
from gutline.store.services.mappings import keep_mapping
from gutline.web.import_jobs import JOBS, Job
from gutline.web.import_staging import Staged, forget

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gutline.importers.names import NameRule
    from gutline.store.import_records import ImportBatch, ImportPreview, Progress
    from gutline.store.records import PersonRecord


@dataclass(frozen=True, slots=True)
class Known:
    """How files are read.

    Attributes
    ----------
    source : str or Source
        As the import service wants it; "" where each file is recognised by itself.
    mapping : TableMapping or None
        The mapping, for a table of a person's own.
    problem : str
        Why they cannot be read; empty where they can.
    is_table : bool
        Whether a person can say what the columns mean.
    """

    source: str | Source = ""
    mapping: TableMapping | None = None
    problem: str = ""
    is_table: bool = False


def known(person: PersonRecord, found: Staged) -> Known:
    """Return how some files are to be read: as was said, as recognised, or as a table before."""
    said = found.choices.get("mapping")
    if said:
        mapping = mapping_of(said)
        return Known(reader(mapping), mapping, is_table=True)
    if found.choices.get("source"):
        return Known(str(found.choices["source"]))
    try:
        for file in found.files:
            recognised(file)
    except ImporterError as error:
        return _as_table(person, found, str(error))
    return Known()


def _as_table(person: PersonRecord, found: Staged, problem: str) -> Known:
    if len(found.files) > 1:
        return Known(problem=f"{problem}; send it alone to say what its columns mean")
    look = table_look(found.files[0])
    if look is None:
        return Known(problem=problem)
    mapping = fitting_mapping(person.key, look)
    if mapping is None:
        return Known(problem=problem, is_table=True)
    return Known(reader(mapping), mapping, is_table=True)


def settings_of(person: PersonRecord, found: Staged, now: datetime) -> ImportSettings:
    """Return what was said of some files, and is so of the person."""
    zone = str(found.choices.get("zone") or person.zone)
    return ImportSettings(zone=zone, today=now.astimezone(zone_named(zone)).date())


def start_looking(person: PersonRecord, found: Staged, how: Known, now: datetime) -> Job:
    """Start looking at files."""
    settings = settings_of(person, found, now)

    def work(note: Callable[[Progress], None], _: Callable[[], bool]) -> ImportPreview:
        return preview_import(person.key, found.files, settings, source=how.source, progress=note)

    return JOBS.start(person.key, found.token, "look", work)


def _remember(person: PersonRecord, how: Known, names: Sequence[NameRule], now: datetime) -> None:
    """Keep for the next time what a person has said about columns and names."""
    if how.mapping is not None:
        keep_mapping(person.key, how.mapping, now)
    if names:
        newer = {(rule.source, rule.kind, rule.name) for rule in names}
        older = [r for r in name_rules(person.key) if (r.source, r.kind, r.name) not in newer]
        keep_name_rules(person.key, [*older, *names], now)


def start_importing(
    person: PersonRecord, found: Staged, how: Known, names: Sequence[NameRule], now: datetime
) -> Job:
    """Start importing files."""
    settings = settings_of(person, found, now)

    def work(note: Callable[[Progress], None], cancelled: Callable[[], bool]) -> ImportBatch:
        batch = import_files(
            person.key, found.files, settings, now,
            source=how.source, names=names, progress=note, cancelled=cancelled,
        )  # fmt: skip
        _remember(person, how, names, now)
        forget(found)
        return batch

    return JOBS.start(person.key, found.token, "import", work)
