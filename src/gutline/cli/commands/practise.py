"""`gutline practise`: breathe, sit quietly or move, led in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline.cli.practising import Led
    from gutline.cli.screen import Screen
    from gutline.routine.timetable import Step

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    name: tuple[str, ...]
    minutes: float | None
    counts: str | None
    bloated: bool
    every: bool
    show: bool
    before: int | None
    after: int | None
    keep_unfinished: bool
    no_log: bool
    bell: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is going to be done: how it is logged, and its steps."""

    kind: str
    name: str
    rates: str
    steps: tuple[Step, ...]
    helps: str
    stop_if: str

    @property
    def moves(self) -> bool:
        """Whether it is movement."""
        return self.kind == "movement"


@click.command("practise", short_help="Breathe, sit quietly or move, led step by step.")
@click.argument("name", nargs=-1)
@click.option("--minutes", type=float, metavar="N", help="How long; its usual length without it.")
@click.option("--counts", metavar="I-H-O-R", help="Seconds in, hold, out, rest, such as 4-4-4-4.")
@click.option("--bloated", is_flag=True, help="In a session: nothing that presses the belly.")
@click.option("--list", "every", is_flag=True, help="List all there is.")
@click.option("--show", is_flag=True, help="Print the steps without waiting.")
@click.option("--before", type=click.IntRange(0, 10), help="A rating before, 0 to 10.")
@click.option("--after", type=click.IntRange(0, 10), help="A rating after, 0 to 10.")
@click.option("--keep-unfinished", is_flag=True, help="Log it even when you end it early.")
@click.option("--no-log", is_flag=True, help="Do not log it.")
@click.option("--bell", is_flag=True, help="Ring the terminal's bell at every step.")
def command(**asked: object) -> None:
    """Lead through the practice or exercise NAME, and log it when it is finished.

    \b
    gutline practise box breathing --minutes 2
    gutline practise body scan
    gutline practise session --minutes 10 --bloated

    Control-C ends it early; then nothing is logged unless you asked for it.
    """  # noqa: D301 - click's mark for a line that is not to be filled
    _practise(Asked(**asked), datetime.now(UTC))  # type: ignore[arg-type]  # click checked the types


def _practise(asked: Asked, now: datetime) -> None:
    from gutline.cli.screen import screen

    if asked.every:
        _list(asked, screen())
        return
    if not asked.name:
        raise RefusalError("Say what to practise; `gutline practise --list` shows all there is.")
    chosen = _chosen(asked, now)
    if asked.show:
        _show(chosen, screen())
        return
    _refuse_when_held(chosen, now)
    _led(asked, chosen, now, screen())


def _list(asked: Asked, seen: Screen) -> None:
    from gutline.catalog.exercises import BELLY, load_exercises
    from gutline.catalog.practices import load_practices
    from gutline.cli.lines import say, wrapped

    lines = ["Breathing and quiet"]
    for practice in load_practices().values():
        text = f"{practice.name} ({practice.minutes} min): {practice.helps}"
        lines += wrapped(text, seen.width, "  ", "    ")
    lines += ["", "Movement"]
    for exercise in load_exercises().values():
        if not (asked.bloated and exercise.presses):
            text = f"{exercise.name}: {exercise.helps} {BELLY[exercise.belly].capitalize()}."
            lines += wrapped(text, seen.width, "  ", "    ")
    say(lines, seen)


def _chosen(asked: Asked, now: datetime) -> Chosen:
    from gutline.catalog.practices import Practice
    from gutline.cli.practising import exercise_steps, find_thing, read_counts
    from gutline.routine.timetable import timetable

    name = " ".join(asked.name)
    if name.casefold() == "session":
        if asked.counts:
            raise RefusalError("A session has no set breath; leave --counts out.")
        return _session(asked, now)
    thing = find_thing(name)
    counts = read_counts(asked.counts) if asked.counts else None
    if isinstance(thing, Practice):
        steps = timetable(thing, asked.minutes, counts)
        return Chosen("practice", thing.name, thing.rates, steps, thing.how, thing.stop_if)
    if asked.minutes is not None or counts is not None:
        raise RefusalError(f"{thing.name} has its own time; leave --minutes and --counts out.")
    steps = exercise_steps(thing)
    return Chosen("movement", thing.logged_as, "stiffness", steps, thing.helps, thing.stop_if)


def _session(asked: Asked, now: datetime) -> Chosen:
    from gutline.catalog.exercises import load_exercises
    from gutline.catalog.practice_names import SESSION_NAME
    from gutline.catalog.sessions import load_session_rules
    from gutline.cli.practising import session_steps
    from gutline.routine.sessions import put_together

    rules = load_session_rules()
    minutes = asked.minutes or 10
    if minutes not in rules:
        lengths = ", ".join(map(str, rules))
        raise RefusalError(f"There are sessions of {lengths} minutes; choose one of them.")
    made = put_together(
        rules[int(minutes)], load_exercises(), bloated=asked.bloated, turn=now.toordinal()
    )
    stop = "something hurts, or you feel unwell."
    steps = session_steps(made)
    return Chosen("movement", SESSION_NAME, "stiffness", steps, "Exercise by exercise.", stop)


def _show(chosen: Chosen, seen: Screen) -> None:
    from gutline.cli.lines import say

    say([*_head(chosen, seen), *_lines(chosen.steps, seen)], seen)


def _head(chosen: Chosen, seen: Screen) -> list[str]:
    from gutline.cli.lines import wrapped

    return [chosen.name.capitalize(), *wrapped(chosen.helps, seen.width, "", "")]


def _lines(steps: Sequence[Step], seen: Screen) -> list[str]:
    from gutline.cli.lines import wrapped

    return [
        line
        for step in steps
        for line in wrapped(f"{_clock(step.start_s)}  {step.say}", seen.width, "", "       ")
    ]


def _clock(seconds: int) -> str:
    return f"{seconds // 60:2}:{seconds % 60:02}"


def _refuse_when_held(chosen: Chosen, now: datetime) -> None:
    """Refuse when something else comes first.

    Raises
    ------
    RefusalError
        With the advice that holds now.
    """
    from gutline.cli.journal import open_journal, owner
    from gutline.diary.zones import zone_named
    from gutline.routine.sessions import stopping

    open_journal(now)
    from gutline.store.queries.safety import standing_advice

    person = owner(now)
    held = stopping(standing_advice(person.key, now.astimezone(zone_named(person.zone)).date()))
    if held is not None and (chosen.moves or held.stops_everything):
        raise RefusalError(f"Something else comes first. {held.message}")


def _led(asked: Asked, chosen: Chosen, now: datetime, seen: Screen) -> None:
    from gutline.cli.lines import say, wrapped
    from gutline.cli.practising import computer_clock, lead

    stop = wrapped(f"Stop if: {chosen.stop_if}", seen.width, "", "")
    say([*_head(chosen, seen), *stop, ""], seen)

    def tell(step: Step) -> None:
        say(_lines([step], seen), seen)
        if asked.bell:
            click.echo("\a", nl=False)

    led = lead(chosen.steps, computer_clock(), tell)
    if not led.finished and not asked.keep_unfinished:
        click.echo("\nEnded early; nothing was logged.")
        raise click.exceptions.Exit(INTERRUPTED)
    click.echo("\nFinished." if led.finished else "\nEnded early.")
    if not asked.no_log:
        _keep(asked, chosen, led, now)


def _keep(asked: Asked, chosen: Chosen, led: Led, now: datetime) -> None:
    from gutline.cli.day_text import record_line
    from gutline.cli.journal import owner
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    parts = [f"{asked.before} before"] if asked.before is not None else []
    parts += [f"{asked.after} after"] if asked.after is not None else []
    note = f"{chosen.rates} {', '.join(parts)}" if parts else ""
    draft = Draft(chosen.kind, chosen.name, now, led.minutes, "min", note=note)
    logged = log_entry(owner(now).key, draft, now)
    for record in logged.records:
        click.echo(f"kept  {record.day}  {record_line(record)}")
