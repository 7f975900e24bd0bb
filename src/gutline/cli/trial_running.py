"""Running a trial at the command line: today, logging, and the proof of its draw."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gutline.cli import clock
from gutline.cli.trial_keeping import add_event, all_trials, find_trial

if TYPE_CHECKING:
    from datetime import date

    from gutline.trials.trial import Trial

_ASKS = {
    "expect": "What difference do you expect of this period, 0-10? gutline trial log {id} expect 5",
    "kept": "Did you keep to it today? gutline trial log {id} kept yes|partly|no",
    "guess": "Which condition was it? gutline trial log {id} guess active|reference|unsure",
}


def today_lines(name: str | None, day: date | None, sealed: str | None) -> list[str]:
    """Return what today is in one trial, or in all that run."""
    if name is not None:
        trials = [find_trial(name, sealed).trial]
    else:
        trials = [found.trial for found in all_trials()]
    lines: list[str] = []
    for trial in trials:
        lines += _one(trial, day or today_of(trial), always=name is not None)
    return lines or ["No trial runs. Plan one with `gutline trial plan`."]


def _one(trial: Trial, day: date, *, always: bool) -> list[str]:
    from gutline.trials.running import look_at_today

    now = look_at_today(trial, day)
    if not always and now.state in {"stopped", "finished"}:
        return []
    where = f", day {now.day_number} of {now.days}" if now.day_number else ""
    lines = [f"{trial.id}: {trial.plan.exposure} and {trial.plan.outcome} ({now.state}{where})"]
    lines += [f"  {line}" for line in now.lines]
    return lines + [f"  {_ASKS[ask].format(id=trial.id)}" for ask in now.asks]


def today_of(trial: Trial) -> date:
    """Return the date that it is now where the trial runs."""
    try:
        zone = ZoneInfo(trial.plan.zone)
    except (ValueError, OSError, LookupError):
        return clock.now().date()
    return clock.now().astimezone(zone).date()


def log_event(name: str, what: str, value: str, reason: str, day: date | None) -> str:
    """Log an event, and return what is said of it."""
    from gutline.trials.events import Event

    trial = find_trial(name).trial
    event = Event(clock.now(), day or today_of(trial), what, value, reason)
    add_event(name, event)
    return f"Logged for {event.day}: {what} {value}".rstrip() + "."


def verify_lines(name: str, sealed: str | None) -> tuple[list[str], bool]:
    """Return what was proved about the draw of a trial, and whether all of it holds."""
    from gutline.trials.randomising import prove

    trial = find_trial(name, sealed).trial
    first = trial.versions[0].plan
    lines = [f"Schedule hash: {trial.commitment}", f"Plan hash:     {first.digest()}"]
    if trial.allocation is None:
        return [*lines, "The schedule is sealed; add --sealed FILE once the trial is over."], True
    proofs = prove(first, trial.allocation, trial.commitment)
    lines += [f"{'yes' if proof.passed else 'NO '}  {proof.text}" for proof in proofs]
    lines += [f"changed on {v.locked_at:%Y-%m-%d}: {v.reason}" for v in trial.versions[1:]]
    return lines, all(proof.passed for proof in proofs)
