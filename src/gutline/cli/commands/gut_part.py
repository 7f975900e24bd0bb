"""`gutline gut-part`: signs that speak for a part of the gut in back or joint pain, and against."""

from __future__ import annotations

import click

from gutline.cli.answers_file import read_answers_file
from gutline.cli.diary_file import read_diary, tell_refused
from gutline.cli.screen import progress, screen


@click.command("gut-part", short_help="See what speaks for a part of the gut in it.")
@click.argument("file")
@click.option("--answers", metavar="FILE", help="Answers in TOML or JSON, for what nobody logs.")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
def command(file: str, answers: str | None, json: bool, zone: str | None) -> None:  # noqa: FBT001
    """See what in the diary FILE speaks for a part of the gut in back or joint pain.

    Each sign comes with its own figure, interval, count and grade of evidence, and with what is
    not known yet. Signs that go together do not show what comes from what; only a test can.
    """
    from gutline.discovery.gut_part import gut_figures
    from gutline.reports.gut_part import render_gut_part, render_gut_part_json
    from gutline.safety.gut_part import gut_part
    from gutline.safety.screening import know

    diary = read_diary(file, zone=zone)
    known = know(read_answers_file(answers) if answers else {}, diary)
    with progress("Looking at each sign"):
        part = gut_part(gut_figures(diary), known)
    if json:
        click.echo(render_gut_part_json(part), nl=False)
    else:
        seen = screen()
        click.echo(render_gut_part(part, seen.width, ascii_only=seen.ascii_only), nl=False)
    tell_refused(diary)
