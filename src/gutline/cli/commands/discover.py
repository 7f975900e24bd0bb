"""`gutline discover`: what goes with each symptom, from a diary file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import click

import gutline
from gutline import reports
from gutline.cli import beside
from gutline.cli.diary_file import STDIN, described, read_diary, tell_problems, tell_refused
from gutline.cli.outcome_names import settled_outcomes
from gutline.cli.page_file import check_writable, write_page
from gutline.cli.screen import progress, screen

if TYPE_CHECKING:
    from gutline import Diary, Findings, Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    file: str
    outcome: tuple[str, ...]
    json: bool
    html: str | None
    zone: str | None
    tags: str | None
    strict: bool
    direct: bool
    last_days: int | None
    as_written: bool
    all_problems: bool


@click.command("discover", short_help="Find what goes with each symptom of a diary.")
@click.argument("file")
@click.option("--outcome", multiple=True, metavar="NAME", help="Only this symptom (repeatable).")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
@click.option("--html", metavar="PAGE", help="Also write a page with plots to this file.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
@click.option("--tags", metavar="FILE", help="CSV file with the columns food and tag.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option("--direct", is_flag=True, help="Adjust for other symptoms, mood and stool as well.")
@click.option(
    "--last-days", type=click.IntRange(min=1), metavar="N", help="Look at the last N days only."
)
@click.option("--as-written", is_flag=True, help="Do not look up what the foods hold.")
@click.option("--all-problems", is_flag=True, help="List every row with a problem.")
def command(**asked: object) -> None:
    """Find what goes with each symptom of the diary in FILE (`-` reads standard input).

    FILE is CSV (time,kind,name,value,unit), plain text or Parquet.
    """
    _discover(Asked(**asked))  # type: ignore[arg-type]  # click checked the types


def _discover(asked: Asked) -> None:
    if asked.html is not None:
        check_writable(asked.html)
    diary = _diary(asked)
    tell_problems(diary, every=asked.all_problems)
    settings = gutline.Settings(direct=asked.direct, last_days=asked.last_days)
    findings = find(diary, settled_outcomes(diary, asked.outcome), settings)
    if asked.json:
        click.echo(reports.render_json(findings), nl=False)
    else:
        show(findings)
    if asked.html is not None:
        write_page(reports.render_page(findings, diary), asked.html)
        click.echo(f"The page is in {asked.html}", err=asked.json)
    tell_refused(diary)


def _diary(asked: Asked) -> Diary:
    """Read the diary and look up its foods, while the engine is loaded beside."""

    def work() -> Diary:
        diary = read_diary(asked.file, zone=asked.zone, tags=asked.tags, strict=asked.strict)
        return diary if asked.as_written else described(diary)

    # What comes on standard input can be read once only.
    waited = work if asked.file == STDIN else beside.start(work)
    import_module("gutline.discovery.engine")
    return waited()


def find(
    diary: Diary, outcomes: tuple[str, ...] | None, settings: Settings | None = None
) -> Findings:
    """Run the engine, with its progress on standard error where that is a terminal."""
    settings = settings or gutline.Settings()
    with progress("reading the diary") as tell:
        return gutline.discover(diary, outcomes=outcomes, settings=settings, progress=tell)


def show(findings: Findings) -> None:
    """Print the findings in the way this terminal can show them."""
    seen = screen()
    text = reports.render_terminal(
        findings, seen.width, colour=seen.colour, ascii_only=seen.ascii_only
    )
    click.echo(text, nl=False, color=seen.colour)
