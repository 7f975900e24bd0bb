"""`gutline trial`: plan a trial on oneself, run it day by day, prove its draw, and analyse it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gutline.cli.refusal import RefusalError
from gutline.cli.screen import screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_DAY = click.DateTime(["%Y-%m-%d"])
_LAYOUTS = ("pairs", "complete", "alternating", "days")


@click.group("trial", short_help="Test one thing on yourself, properly.")
def command() -> None:
    """Test one thing on yourself: the coin decides when, and only the coin.

    Trials are kept in your journal where there is one, else in your own folder (GUTLINE_HOME),
    one file each.
    """


@command.command("plan")
@click.argument("exposure")
@click.option("--outcome", required=True, metavar="NAME", help="What is rated, as in the diary.")
@click.option("--diary", metavar="FILE", help="Your diary: its noise decides how long it takes.")
@click.option("--kind", help="What it is: food (unless given), drink, supplement, practice, ...")
@click.option("--findings", metavar="FILE", help="What `discover --json` printed: its lag curve.")
@click.option("--design", metavar="ID", help="Take this design instead of the one for the kind.")
@click.option("--helper", is_flag=True, help="Something new that may help.")
@click.option("--left-out", is_flag=True, help="Left out now, to be brought back.")
@click.option("--pairs", type=click.IntRange(1, 60), help="Pairs of periods.")
@click.option("--period-days", type=click.IntRange(1, 60), help="Days of a period.")
@click.option("--washout-days", type=click.IntRange(0, 30), help="Days between periods.")
@click.option("--run-in-days", type=click.IntRange(0, 60), help="Days before the first period.")
@click.option("--carry-over-hours", type=float, help="How long an effect takes, on average.")
@click.option("--longest-run", type=click.IntRange(min=1), help="Most equal ones in a row.")
@click.option("--difference", type=float, help="Smallest difference that matters, in its unit.")
@click.option("--higher-is-better/--lower-is-better", default=None, help="Which way is better.")
@click.option("--start", type=_DAY, metavar="DAY", help="Day 1; tomorrow unless given.")
@click.option("--zone", metavar="ZONE", help="Your time zone, such as Europe/Berlin.")
@click.option("--lock", is_flag=True, help="Lock the plan and draw the schedule, once.")
@click.option("--seal", metavar="FILE", help="With --lock: write the schedule here for a partner.")
@click.option("--answers", metavar="FILE", help="With --lock: what `gutline screen --save` kept.")
@click.option(
    "--harmed-before/--never-harmed", default=None, help="Whether it ever made you seriously ill."
)
def plan_command(**asked: Any) -> None:  # noqa: ANN401 - click checked the types
    """Show what a trial of EXPOSURE would be and find; with --lock, begin it."""
    from gutline.cli.trial_planning import lock, look_ahead

    planned = look_ahead(asked)
    for line in planned.lines:
        click.echo(line)
    if asked["lock"]:
        for line in lock(planned.plan, asked):
            click.echo(line)
    elif asked["seal"]:
        raise RefusalError(
            "--seal goes with --lock: there is no schedule before the plan is locked."
        )
    else:
        click.echo("Nothing was drawn. Add --lock to lock this plan and draw its schedule, once.")


@command.command("today")
@click.argument("trial", required=False)
@click.option("--on", "day", type=_DAY, metavar="DAY", help="Another day than today.")
@click.option("--sealed", metavar="FILE", help="The sealed schedule, for who keeps it.")
def today_command(trial: str | None, day: Any, sealed: str | None) -> None:  # noqa: ANN401 - a date
    """Say what today is in TRIAL (all running ones unless given), and what to buy for."""
    from gutline.cli.trial_running import today_lines

    for line in today_lines(trial, _day(day), sealed):
        click.echo(line)


@command.command("log")
@click.argument("trial")
@click.argument("what")
@click.argument("value", required=False, default="")
@click.option("--reason", default="", help="Why, in a word or two.")
@click.option("--on", "day", type=_DAY, metavar="DAY", help="The day it is about; today if none.")
def log_command(trial: str, what: str, value: str, reason: str, day: Any) -> None:  # noqa: ANN401 - a date
    """Log something about TRIAL.

    \b
    kept yes|partly|no     did you keep to today's condition? (--reason)
    expect 0-10            how much difference you expect of this period
    guess active|reference|unsure    which condition was it?
    void, sick             this day does not count
    pause, resume, slide   days are put in; nothing is drawn again
    reaction none|mild|moderate|severe   after a challenge
    stop, safety_stop      end it, at any time
    """  # noqa: D301 - click's mark for a block that is not wrapped
    from gutline.cli.trial_running import log_event

    click.echo(log_event(trial, what, value, reason, _day(day)))


@command.command("verify")
@click.argument("trial")
@click.option("--sealed", metavar="FILE", help="The sealed schedule, once it is opened.")
def verify_command(trial: str, sealed: str | None) -> None:
    """Prove that the schedule of TRIAL is the one whose hash was shown before day 1."""
    from gutline.cli.trial_running import verify_lines

    lines, passed = verify_lines(trial, sealed)
    for line in lines:
        click.echo(line)
    if not passed:
        raise RefusalError(f"the trial {trial!r} is not as it was committed to.")


@command.command("analyse")
@click.argument("trial", required=False)
@click.option("--diary", metavar="FILE", help="The diary with the ratings; else your journal's.")
@click.option(
    "--schedule", metavar="FILE", help="A trial made elsewhere: start,end,condition,pair."
)
@click.option("--outcome", metavar="NAME", help="With --schedule: what was rated.")
@click.option(
    "--randomised", type=click.Choice(_LAYOUTS), default="pairs", show_default=True,
    help="With --schedule: how it was randomised.",
)  # fmt: skip
@click.option("--reference", default="", metavar="NAME", help="The condition compared with.")
@click.option("--longest-run", type=click.IntRange(min=1), help="The limit set on equal ones.")
@click.option("--carry-over-hours", type=float, default=0.0, help="How long an effect takes.")
@click.option("--difference", type=float, help="Smallest difference that matters, in its unit.")
@click.option("--prior-sd", type=float, help="Prior standard deviation of the effect.")
@click.option("--higher-is-better/--lower-is-better", default=None, help="Which way is better.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
@click.option("--sealed", metavar="FILE", help="The sealed schedule of TRIAL.")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
def analyse_command(**asked: Any) -> None:  # noqa: ANN401 - click checked the types
    """Analyse TRIAL, or with --schedule a trial that was made elsewhere."""
    from gutline.cli.trial_analysis import analysed
    from gutline.reports.trial_json import render_trial_json
    from gutline.reports.trial_text import render_trial_text

    result = analysed(asked)
    if asked["json"]:
        _tell([check.text for check in result.checks if check.passed is not True], result.because)
        click.echo(render_trial_json(result), nl=False)
        return
    click.echo(render_trial_text(result, screen().width), nl=False)


@command.command("list")
def list_command() -> None:
    """List your trials, with the state of each."""
    from gutline.cli.trial_telling import list_lines

    for line in list_lines():
        click.echo(line)


@command.command("amend")
@click.argument("trial")
@click.option("--reason", required=True, help="Why; it will be in the report.")
@click.option("--difference", type=float, help="Smallest difference that matters, in its unit.")
@click.option("--carry-over-hours", type=float, help="How long an effect takes, on average.")
@click.option("--put-back", type=_DAY, metavar="DAY", help="When it is to be eaten again.")
@click.option("--blinded/--not-blinded", default=None, help="Whether you can know the condition.")
def amend_command(trial: str, reason: str, **asked: Any) -> None:  # noqa: ANN401 - click checked them
    """Change the plan of TRIAL: a new version; the first one and its hash stay."""
    from gutline.cli.trial_telling import amend_lines

    for line in amend_lines(trial, reason, asked):
        click.echo(line)


@command.command("export")
@click.argument("trial")
@click.option("--diary", metavar="FILE", help="The diary with the ratings; else your journal's.")
@click.option("--report", is_flag=True, help="A report in the order of CENT 2015, as Markdown.")
@click.option("--sealed", metavar="FILE", help="The sealed schedule of TRIAL.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
def export_command(**asked: Any) -> None:  # noqa: ANN401 - click checked the types
    """Print TRIAL with its plan, schedule, ratings and result as one JSON, or as a report."""
    from gutline.cli.trial_telling import exported

    click.echo(exported(asked), nl=False)


def _tell(notes: Sequence[str], because: str) -> None:
    if because:
        click.echo(f"not conclusive, because {because}", err=True)
    for note in notes:
        click.echo(f"note: {note}", err=True)


def _day(asked: Any) -> date | None:  # noqa: ANN401 - what click hands over
    day: date | None = None if asked is None else asked.date()
    return day
