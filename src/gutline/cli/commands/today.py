"""`gutline today`: what is logged for a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import click

from gutline.cli.journal import open_journal, owner
from gutline.cli.refusal import RefusalError


@click.command("today", short_help="Show what is logged for today, or another day.")
@click.option("--day", metavar="DAY", help="Another day: yesterday, or a date as 2026-03-01.")
def command(day: str | None) -> None:
    """Show what is logged for today, in order of time."""
    now = datetime.now(UTC)
    open_journal(now)
    from gutline.cli.day_text import day_lines
    from gutline.diary.zones import zone_named
    from gutline.store import queries

    person = owner(now)
    today = now.astimezone(zone_named(person.zone)).date()
    for line in day_lines(queries.day_page(person.key, _meant(day, today)), today):
        click.echo(line)


def _meant(day: str | None, today: date) -> date:
    if day is None or day == "today":
        return today
    if day == "yesterday":
        return today - timedelta(days=1)
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise RefusalError(f"{day!r} is not a day; write it as 2026-03-01.") from None
