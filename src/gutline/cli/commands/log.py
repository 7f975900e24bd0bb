"""`gutline log`: keep something that was eaten, felt or done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from gutline.cli.journal import open_journal, owner

LOOKED_BACK = timedelta(days=365)


@click.command(
    "log",
    short_help="Keep what you ate, felt or did.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, required=True)
@click.option("--zone", metavar="ZONE", help="Your time zone at that moment, such as Asia/Tokyo.")
def command(words: tuple[str, ...], zone: str | None) -> None:
    """Keep what WORDS say, now or at the time they begin with.

    \b
    gutline log back pain 6
    gutline log ate rye bread with butter
    gutline log yesterday 21:30 slept 7 h
    gutline log 2026-03-01 08:00 stool 4
    """  # noqa: D301 - click's mark for a line that is not to be filled
    _log(" ".join(words), zone, datetime.now(UTC))


def _log(words: str, zone: str | None, now: datetime) -> None:
    home = open_journal(now)
    from gutline.cli.day_text import record_line
    from gutline.cli.log_words import Reader
    from gutline.store import ballast, queries
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many
    from gutline.web.pages.safety_words import safety_said

    person = owner(now)
    here = zone or person.zone
    symptoms = queries.names_logged(person.key, "symptom", now.date() - LOOKED_BACK)
    said = Reader(now, here, home, symptoms).read(words)
    drafts = [
        Draft(e.kind, e.name, e.at, e.value, e.unit, here, e.note, "", "", e.day_only)
        for e in said.entries
    ]
    logged = log_many(person.key, drafts, now)
    for record in logged.records:
        click.echo(f"kept  {record.day}  {record_line(record)}")
    for told in safety_said(person, logged.records, now):
        click.echo(f"mind: {told}", err=True)
    for warning in (*said.warnings, *logged.warnings):
        click.echo(f"note: {warning}", err=True)
    if not ballast.is_held(home):
        click.echo("warning: the disk is full or nearly so; make room soon", err=True)
