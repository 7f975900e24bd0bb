"""`gutline export`: the journal as a file that any program reads."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gutline.cli.journal import open_journal, owner
from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline.store.services.export_files import ExportFile

FORMAT_IDS = ("csv", "json", "xlsx", "parquet", "fhir", "omh", "ics")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    format: str | None
    to: str | None
    since: str | None
    until: str | None
    for_spreadsheet: bool


@click.command("export", short_help="Take the journal away as a file any program reads.")
@click.option("--format", type=click.Choice(FORMAT_IDS), help="By default that of FILE, else csv.")
@click.option("--to", metavar="FILE", help="Write this file; `-` or nothing is standard output.")
@click.option("--since", metavar="DAY", help="Only from this day on, as 2026-03-01.")
@click.option("--until", metavar="DAY", help="Only up to this day.")
@click.option("--for-spreadsheet", is_flag=True, help="CSV in which nothing runs as a formula.")
def command(**asked: object) -> None:
    """Write everything you logged as a file.

    \b
    csv      the diary, one row an entry; reads back as the same diary
    json     everything: earlier versions, trials, plans and answers too; comes back whole
    xlsx     a workbook to look at
    parquet  for data tools
    fhir     a FHIR R4 bundle, for doctors' programs
    omh      Open mHealth: weight, sleep and movement
    ics      the plan's reminders of the coming two weeks, for a calendar
    """  # noqa: D301 - click's mark for a line that is not to be filled
    _export(Asked(**asked), datetime.now(UTC))  # type: ignore[arg-type]  # click checked the types


def _export(asked: Asked, now: datetime) -> None:
    format_id = asked.format or _format_of(asked.to)
    first, last = _day("since", asked.since), _day("until", asked.until)
    if first and last and first > last:
        raise RefusalError(f"--since {first} lies after --until {last}; swap them.")
    open_journal(now)
    from gutline.store.queries.diaries import Span
    from gutline.store.services.export_files import export_file

    made = export_file(
        owner(now).key,
        format_id,
        now,
        span=Span(first, last),
        for_spreadsheet=asked.for_spreadsheet and format_id == "csv",
    )
    _hand_out(made, asked.to)
    if made.format.loses:
        click.echo(f"note: {made.format.loses}", err=True)


def _format_of(to: str | None) -> str:
    """Return the format a file's ending stands for; csv where it says nothing."""
    name = Path(to or "").name.casefold()
    for format_id, ending in (("fhir", ".fhir.json"), ("omh", ".omh.json")):
        if name.endswith(ending):
            return format_id
    found = name.rpartition(".")[2] if "." in name else ""
    return found if found in FORMAT_IDS else "csv"


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusalError(f"--{option} {text!r} is not a day; write it as 2026-03-01.") from None


def _hand_out(made: ExportFile, to: str | None) -> None:
    if to is None or to == "-":
        if made.format.binary and sys.stdout.isatty():
            raise RefusalError(f"{made.format.name} is no text; add --to {made.name}")
        click.echo(made.data, nl=False)
        return
    from gutline.diary.writing import write_bytes

    write_bytes(made.data, to)
    click.echo(f"{to}: {made.format.name}, {len(made.data):,} bytes.", err=True)
