"""`gutline check`: whether a diary is readable and complete, and what it still needs."""

from __future__ import annotations

import click

from gutline import reports
from gutline.cli.diary_file import read_diary, tell_problems, tell_refused
from gutline.cli.screen import screen


@click.command("check", short_help="See whether a diary can be read, and what it still needs.")
@click.argument("file")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option("--all-problems", is_flag=True, help="List every row with a problem.")
def command(file: str, zone: str | None, strict: bool, all_problems: bool) -> None:  # noqa: FBT001
    """See whether the diary in FILE can be read, how complete it is, and what it still needs.

    Runs no analysis, so it takes no time on ten years of entries.
    """
    diary = read_diary(file, zone=zone, strict=strict)
    tell_problems(diary, every=all_problems)
    seen = screen()
    click.echo(reports.render_readiness(diary, seen.width, ascii_only=seen.ascii_only), nl=False)
    tell_refused(diary)
