"""What happens to a trial once it is locked: events, a changed plan, an opened seal, a rule.

A trial is begun by `gutline.store.services.trial_starting` and in no other way; nothing here makes
a new one. Loads no arithmetic, so that logging stays quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from gutline.store.queries.trials import RULE, TRIAL, KeptTrial, OwnRule, kept_of, kept_trial
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import keep_document
from gutline.store.writing import changing
from gutline.trials.allocation import Allocation
from gutline.trials.errors import TrialError
from gutline.trials.events import Event
from gutline.trials.running import amend_plan
from gutline.trials.trial import Trial

TAKEN_BACK_WITHIN = timedelta(hours=1)
"""What was logged about a trial can be taken back for so long."""


def log_event(
    person: int, key: str, event: Event, now: datetime, *, expected: int | None = None
) -> KeptTrial:
    """Add something that happened to a trial; the same event a second time is kept once.

    Parameters
    ----------
    person : int
    key : str
        Name of the trial.
    event : Event
    now : datetime
        The present, aware.
    expected : int, optional
        The version that was seen; by default whatever is there.

    Raises
    ------
    NotThereError
        When there is no such trial.
    ConflictError
        When it was changed since.
    TrialError
        When the event cannot be used.
    """
    return log_events(person, key, (event,), now, expected=expected)


@changing
def log_events(
    person: int,
    key: str,
    events: tuple[Event, ...],
    now: datetime,
    *,
    expected: int | None = None,
) -> KeptTrial:
    """Add some events, all or none; as `log_event`."""
    kept = _locked(person, key)
    trial = kept.trial
    for event in events:
        if not any(_same(event, known) for known in trial.events):
            trial = trial.with_event(event)
    return _replace(person, kept, trial, now, expected=expected)


def _same(one: Event, other: Event) -> bool:
    said = (one.at, one.day, one.what, one.value, one.reason)
    return said == (other.at, other.day, other.what, other.value, other.reason)


@changing
def take_back_event(person: int, key: str, at: str, now: datetime) -> KeptTrial:
    """Take back what was logged last, within an hour of it; the history of the trial keeps it.

    Parameters
    ----------
    person : int
    key : str
    at : str
        When the event that is meant was logged, ISO 8601.
    now : datetime
        The present, aware.

    Raises
    ------
    NotThereError
        When there is no such trial.
    TrialError
        When something else was logged since, or it was too long ago.
    """
    kept = _locked(person, key)
    events = kept.trial.events
    if not events or events[-1].at.isoformat() != at:
        raise TrialError("something else was logged since; look at the trial again")
    if now - events[-1].at > TAKEN_BACK_WITHIN:
        raise TrialError(
            "this was logged more than an hour ago and stays; log what is right beside it"
        )
    return _replace(person, kept, replace(kept.trial, events=events[:-1]), now)


@changing
def amend_trial(
    person: int,
    key: str,
    changes: Mapping[str, object],
    reason: str,
    now: datetime,
    *,
    expected: int | None = None,
) -> KeptTrial:
    """Change the plan of a trial: a new version, which the report tells of.

    Raises
    ------
    NotThereError, ConflictError
        As in `log_event`.
    TrialError
        When it is over, there is no reason, or a field may not be changed any more.
    """
    kept = _locked(person, key)
    changed = amend_plan(kept.trial, changes, reason, now)
    return _replace(person, kept, changed, now, expected=expected)


@changing
def open_schedule(person: int, key: str, allocation: Allocation, now: datetime) -> KeptTrial:
    """Keep the schedule of a sealed trial in the open, once it is over.

    Raises
    ------
    NotThereError
        When there is no such trial.
    TrialError
        When it is not the schedule that was committed to.
    """
    kept = _locked(person, key)
    return _replace(person, kept, kept.trial.opened(allocation), now)


@changing
def keep_rule(person: int, rule: OwnRule, now: datetime) -> OwnRule:
    """Keep what a finished trial says; said again, it replaces what the same trial said before.

    Raises
    ------
    NotThereError
        When there is no such trial.
    StoreError
        When it is no rule.
    """
    _locked(person, rule.trial)
    body = {name: getattr(rule, name) for name in OwnRule.__slots__}
    keep_document(person, RULE, rule.trial, body, now)
    return rule


def _locked(person: int, key: str) -> KeptTrial:
    """Return a trial as it is now, with every other change of the person's waiting."""
    locked_person(person)
    return kept_trial(person, key)


def _replace(
    person: int, kept: KeptTrial, trial: Trial, now: datetime, *, expected: int | None = None
) -> KeptTrial:
    body = {"trial": trial.as_dict(), "sealed": kept.sealed}
    version = kept.version if expected is None else expected
    return kept_of(keep_document(person, TRIAL, kept.key, body, now, expected=version))
