"""`gutline import`: the past, from other apps' files."""
# ruff: noqa: N999 - a module here has the name of its command, and is found by it

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gutline.cli.journal import open_journal, owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gutline.cli.screen import Progress as Bar
    from gutline.importers.mapping_file import TableMapping
    from gutline.importers.source import ImportFile, Source
    from gutline.store.import_records import Progress
    from gutline.store.records import PersonRecord
    from gutline.store.services.imports import PendingImport


_STOPPED = 130
"""The exit code of a program that Control-C has ended."""
LARGEST_EXPORT = 1 << 30
"""Bytes of an export that is brought back whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for beside the files."""

    dry_run: bool
    yes: bool
    zone: str
    source: str
    mapping: str


@click.command("import", short_help="Bring entries from another app's files.")
@click.argument("files", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Show what would come, and keep nothing.")
@click.option("--source", metavar="ID", default="", help="The app they are from.")
@click.option("--zone", metavar="ZONE", default="", help="Time zone of times that say none.")
@click.option("--mapping", metavar="TEXT", default="", help="A saved mapping of a spreadsheet.")
@click.option("--propose-mapping", is_flag=True, help="Print a guess of a table's mapping.")
@click.option("--yes", is_flag=True, help="Do not ask before keeping.")
@click.option("--list", "listed", is_flag=True, help="List the imports there were.")
@click.option("--undo", metavar="BATCH", default="", help="Take back an import as a whole.")
@click.option("--edited-too", is_flag=True, help="With --undo: also what you edited since.")
def command(  # noqa: PLR0913 - one for each option
    *, files: tuple[str, ...], dry_run: bool, source: str, zone: str, mapping: str,
    propose_mapping: bool, yes: bool, listed: bool, undo: str, edited_too: bool,
) -> None:  # fmt: skip
    """Bring the entries of FILES that another app exported into your diary.

    The app is recognised by the files. What they hold is shown first; then all of it that is new
    is kept, or nothing. A second import of the same or a longer export adds only what is new.

    \b
    gutline import export.zip --dry-run
    gutline import nutrition.csv diary.html
    gutline import --propose-mapping painlog.xlsx > painlog.toml
    gutline import --list
    gutline import --undo 20260301-093000-apple-health
    """  # noqa: D301 - click wants the character, not its spelling
    now = datetime.now(UTC)
    if not (files or listed or undo):
        raise click.UsageError("Give the files to import, or --list, or --undo.")
    if propose_mapping:
        _propose(files)
        return
    open_journal(now)
    person = owner(now)
    if listed:
        _list(person)
    elif undo:
        _undo(person, undo, now, edited_too=edited_too)
    else:
        _import(person, files, Asked(dry_run, yes, zone or person.zone, source, mapping), now)


def _propose(paths: tuple[str, ...]) -> None:
    from gutline.cli.mapping_proposal import proposed_mapping
    from gutline.importers.source import ImportFile

    if len(paths) != 1:
        raise click.UsageError("Give one table with --propose-mapping.")
    click.echo(proposed_mapping(ImportFile.at(paths[0])), nl=False)


def _list(person: PersonRecord) -> None:
    from gutline.cli.import_text import batch_line
    from gutline.store.services.imports import import_batches

    batches = import_batches(person.key)
    for batch in batches:
        click.echo(batch_line(batch))
    if not batches:
        click.echo("nothing was imported yet")


def _undo(person: PersonRecord, batch: str, now: datetime, *, edited_too: bool) -> None:
    from gutline.cli.import_text import undone_lines
    from gutline.store.services.imports import undo_import

    for line in undone_lines(undo_import(person.key, batch, now, edited_too=edited_too)):
        click.echo(line)


def _import(person: PersonRecord, paths: tuple[str, ...], asked: Asked, now: datetime) -> None:
    from gutline.cli.import_text import preview_lines
    from gutline.cli.screen import progress
    from gutline.diary.zones import zone_named
    from gutline.importers.source import ImportFile, ImportSettings
    from gutline.store.services.imports import opened_import

    today = now.astimezone(zone_named(asked.zone)).date()
    files = [ImportFile.at(path) for path in paths]
    source, mapping = _source(person, files, asked)
    with ExitStack() as stack:
        with _told_if_stopped("nothing was kept"):
            with progress("reading") as bar:
                pending = stack.enter_context(
                    opened_import(
                        person.key,
                        files,
                        ImportSettings(asked.zone, today=today),
                        source=source,
                        progress=_told(bar),
                    )
                )
            for line in preview_lines(pending.preview()):
                click.echo(line)
        if asked.dry_run or not _agreed(asked):
            return
        if mapping is None and _brought_whole(person, files, now):
            return
        _keep(pending, now)
    if mapping is not None:
        from gutline.store.services.mappings import keep_mapping

        keep_mapping(person.key, mapping, now)


@contextmanager
def _told_if_stopped(words: str) -> Iterator[None]:
    """Say how things stand when the person presses Control-C, and leave."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\nstopped; {words}", err=True)
        raise click.exceptions.Exit(_STOPPED) from None


def _source(
    person: PersonRecord, files: Sequence[ImportFile], asked: Asked
) -> tuple[str | Source, TableMapping | None]:
    """Return how the files are read: as was said, or by a mapping that was kept before."""
    from gutline.importers.mapping_file import read_mapping
    from gutline.importers.sources.spreadsheet import reader

    mapping = read_mapping(Path(asked.mapping)) if asked.mapping else None
    if mapping is None and not asked.source and len(files) == 1:
        mapping = _kept_mapping(person, files[0])
    return (asked.source, None) if mapping is None else (reader(mapping), mapping)


def _kept_mapping(person: PersonRecord, file: ImportFile) -> TableMapping | None:
    """Return the person's mapping of a table that no app is known for; None where none fits."""
    from gutline.importers.errors import ImporterError
    from gutline.importers.finding import recognised
    from gutline.importers.mapping_guess import table_look
    from gutline.store.queries.mappings import fitting_mapping

    try:
        recognised(file)
    except ImporterError:
        look = table_look(file)
        return None if look is None else fitting_mapping(person.key, look)
    return None


def _told(bar: Bar | None) -> Callable[[Progress], None] | None:
    """Return what shows progress on a bar; a count while the end is not known."""
    if bar is None:
        return None

    def tell(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0.0
        bar(share, f"{progress.phase} {progress.done:,}")

    return tell


def _agreed(asked: Asked) -> bool:
    if asked.yes or not sys.stdin.isatty() or click.confirm("Keep these?", default=True):
        return True
    click.echo("nothing was kept")
    return False


def _brought_whole(person: PersonRecord, files: Sequence[ImportFile], now: datetime) -> bool:
    """Bring Gutline's own export back with all there is to it, where nothing is in its way."""
    from gutline.cli.import_text import entries_words
    from gutline.importers.finding import recognised
    from gutline.importers.sources import gutline_json
    from gutline.importers.text_stream import whole_text
    from gutline.store.errors import NotEmptyError
    from gutline.store.services.exports import import_json

    if len(files) != 1 or recognised(files[0]).ID != gutline_json.ID:
        return False
    with files[0].open() as stream:
        text = whole_text(stream, files[0].name, LARGEST_EXPORT)
    try:
        count = import_json(person.key, text, now)
    except NotEmptyError:
        return False
    told = entries_words(count)
    click.echo(f"your diary was empty, so all of the export is back: {told}")
    return True


def _keep(pending: PendingImport, now: datetime) -> None:
    from gutline.cli.import_text import entries_words
    from gutline.cli.screen import progress

    with progress("keeping") as bar, _told_if_stopped("look at it with gutline import --list"):
        batch = pending.keep(now, progress=_told(bar))
    if not batch.added:
        click.echo(
            "nothing new: all of it is in your diary already"
            if batch.known
            else "nothing to keep: no entries were found in it"
        )
        return
    kept, back = entries_words(batch.added), "it" if batch.added == 1 else "them"
    click.echo(f"kept {kept}; to take {back} back: gutline import --undo {batch.key}")
