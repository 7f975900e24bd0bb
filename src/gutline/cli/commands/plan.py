"""`gutline plan`: what is planned for today, what was done of it, the week, and reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from gutline.cli.journal import open_journal, owner
from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline.store.records import PersonRecord

_DAY = click.DateTime(["%Y-%m-%d"])
_EVENTS = ("waking", "lunch", "last_meal")
_WHAT = (
    "practice", "session", "food", "drink", "supplement", "walk", "wind_down", "posture_break",
    "meal",
)  # fmt: skip


@click.group(
    "plan",
    short_help="Keep what helps: today's plan, marks, the week.",
    invoke_without_command=True,
)
@click.pass_context
def command(context: click.Context) -> None:
    """Show and keep the plan of the day; alone, `gutline plan` shows today.

    Done, partly, skipped and not known are four different things; nothing counts days in a row.
    """
    if context.invoked_subcommand is None:
        context.invoke(show_command)


@command.command("show")
@click.option("--on", "day", type=_DAY, metavar="DAY", help="Another day than today.")
def show_command(day: Any) -> None:  # noqa: ANN401 - a date
    """Show what is planned for today, and what is known of it."""
    now, person = _opened()
    from gutline.cli.plan_text import day_lines

    for line in day_lines(person, now, _day(day)):
        click.echo(line)


@command.command("add")
@click.argument("name", nargs=-1, required=True)
@click.option("--at", metavar="HH:MM", default="", help="From what time of day.")
@click.option("--until", metavar="HH:MM", default="", help="Until what time of day.")
@click.option(
    "--after", type=click.Choice(["waking", "lunch", "last_meal"]), help="What it follows."
)
@click.option("--minutes-after", type=click.IntRange(0, 720), default=0, help="How long after.")
@click.option("--what", type=click.Choice(_WHAT), default="practice", show_default=True)
@click.option("--amount", type=float, help="How much, such as 10.")
@click.option("--unit", default="", help="Its unit, such as min.")
@click.option("--smallest", default="", metavar="WORDS", help="What counts on a bad day.")
@click.option("--weekdays", metavar="DAYS", default="", help="0 Monday to 6 Sunday, as in 0,1,4.")
def add_command(name: tuple[str, ...], **asked: Any) -> None:  # noqa: ANN401 - by click
    """Put NAME on the plan, or say what could be put there when NAME is "?".

    \b
    gutline plan add slow breathing --after waking --amount 5 --unit min
    gutline plan add lunch at one --what meal --at 13:00
    gutline plan add ?
    """  # noqa: D301 - click's mark for a line that is not to be filled
    now, person = _opened()
    from gutline.cli.plan_text import add_lines

    for line in add_lines(person, now, " ".join(name), asked):
        click.echo(line)


@command.command("remove")
@click.argument("item")
def remove_command(item: str) -> None:
    """Take ITEM off the plan; what was done of it stays in the diary."""
    now, person = _opened()
    from gutline.cli.plan_text import named
    from gutline.store.services.plan import remove_item

    found = named(person, item)
    remove_item(person.key, found.id, now)
    click.echo(f"off the plan: {found.name}; your diary is as it was")


@command.command("done")
@click.argument("item")
@click.option("--a-little", is_flag=True, help="The smallest version, or a part of it.")
@click.option("--undo", is_flag=True, help="Take back what was said of it.")
@click.option("--on", "day", type=_DAY, metavar="DAY", help="Another day than today.")
def done_command(item: str, *, a_little: bool, undo: bool, day: Any) -> None:  # noqa: ANN401 - a date
    """Say that ITEM was done."""
    state = "unknown" if undo else "partly" if a_little else "done"
    click.echo(_marked(item, state, "", day))


@command.command("skip")
@click.argument("item")
@click.option("--reason", default="", help="forgot, no time, not at hand, felt worse, ...")
@click.option("--on", "day", type=_DAY, metavar="DAY", help="Another day than today.")
def skip_command(item: str, reason: str, day: Any) -> None:  # noqa: ANN401 - a date
    """Say that ITEM was skipped, and why if you like."""
    click.echo(_marked(item, "skipped", reason, day))


def _marked(item: str, state: str, reason: str, day: Any) -> str:  # noqa: ANN401 - a date
    now, person = _opened()
    from gutline.cli.plan_text import mark

    return mark(person, now, item, state, reason, _day(day))


@command.command("off")
@click.argument("why", type=click.Choice(["sick", "holiday", "none"]))
@click.option("--on", "day", type=_DAY, metavar="DAY", help="Another day than today.")
@click.option("--until", "last", type=_DAY, metavar="DAY", help="The last of several days.")
def off_command(why: str, day: Any, last: Any) -> None:  # noqa: ANN401 - dates
    """Say that today is off: it is not counted, and nothing reminds.

    \b
    gutline plan off sick
    gutline plan off holiday --on 2026-07-04 --until 2026-07-18
    """  # noqa: D301 - click's mark for a line that is not to be filled
    now, person = _opened()
    from gutline.cli.plan_text import local_day
    from gutline.store.services.days_off import set_days_off

    first = _day(day) or local_day(person, now)
    end = _day(last) or first
    set_days_off(person.key, first, end, "" if why == "none" else why, now)
    days = f"{first}" if end == first else f"{first} to {end}"
    click.echo(f"{days}  {'counted again' if why == 'none' else f'off: {why}'}")


@command.command("review")
def review_command() -> None:
    """Look back on the last seven days; it ends in one change at most."""
    now, person = _opened()
    from gutline.cli.plan_text import review_lines

    for line in review_lines(person, now):
        click.echo(line)


@command.command("remind")
@click.option("--mail", is_flag=True, help="Send them by e-mail instead, all in one message.")
def remind_command(*, mail: bool) -> None:
    """Print the reminders that are due now, each once; for a timer that shows or sends them."""
    now, person = _opened()
    if mail:
        from gutline.cli.plan_mail import mail_due

        count = mail_due(person, now)
        if count:
            click.echo(f"mailed: {count}")
        return
    from gutline.store.services.reminders import claim_reminders

    for one in claim_reminders(person.key, now):
        click.echo(one.words)


@command.command("mail")
@click.option("--to", metavar="ADDRESS", help="Where reminders go.")
@click.option("--host", metavar="HOST", help="The server that takes your mail.")
@click.option("--port", type=click.IntRange(1, 65535), help="587, 465 or 25, by the security.")
@click.option("--user", metavar="NAME", help="Who you are there; the password is asked for.")
@click.option("--password-file", metavar="FILE", help="Read the password from its first line.")
@click.option(
    "--security",
    type=click.Choice(["starttls", "tls", "none"]),
    help="How the connection is kept safe; starttls unless said.",
)
@click.option("--from", "sender", metavar="ADDRESS", help="Who it is from, if not the name or TO.")
@click.option("--test", is_flag=True, help="Send a test message now.")
@click.option("--off", is_flag=True, help="Forget all of it, the password too.")
def mail_command(**asked: Any) -> None:  # noqa: ANN401 - by click
    """Set up e-mail for `gutline plan remind --mail`; alone, show what is set up.

    It is kept in a file of your folder that nobody else can read, and in no export or backup.

    \b
    gutline plan mail --to you@example.org --host mail.example.org --user you@example.org
    gutline plan mail --test
    gutline plan mail --off
    """  # noqa: D301 - click's mark for a line that is not to be filled
    now, person = _opened()
    from gutline.cli.plan_mail import mail_lines

    for line in mail_lines(person, now, asked):
        click.echo(line)


@command.command("ics")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--days", type=click.IntRange(1, 60), default=14, show_default=True)
def ics_command(file: str, days: int) -> None:
    """Write the reminders of the coming days to FILE, for a calendar (iCalendar)."""
    now, person = _opened()
    from gutline.cli.plan_text import write_calendar

    click.echo(write_calendar(person, now, file, days))


def _opened() -> tuple[datetime, PersonRecord]:
    now = datetime.now(UTC)
    open_journal(now)
    return now, owner(now)


def _day(asked: Any) -> date | None:  # noqa: ANN401 - what click hands over
    if asked is not None and not isinstance(asked, datetime):
        raise RefusalError(f"{asked!r} is not a day; write it as 2026-03-01.")
    return None if asked is None else asked.date()
