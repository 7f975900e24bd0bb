"""Beginning a trial in the journal: gates, lock and draw in one change, by the one function."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import pyrage

from gutline.diary.zones import zone_named
from gutline.safety.gates import Profile
from gutline.store.errors import StoreError
from gutline.store.queries.diaries import read_diary
from gutline.store.queries.safety import profile_of
from gutline.store.queries.trials import ELSEWHERE, TRIAL, KeptTrial, kept_of, kept_trials
from gutline.store.sealing import check_passphrase, opened
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import NEW, keep_document
from gutline.store.writing import changing
from gutline.trials.allocation import Allocation, allocation_from
from gutline.trials.plan import Plan
from gutline.trials.starting import Known, Tokens, start_trial
from gutline.trials.trial import Trial


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trial is begun with beside its plan.

    Attributes
    ----------
    profile : Profile, optional
        What the person answered, where that is not in the journal; unknown is never allowed.
    harmed_before : bool, optional
        Whether the thing once made them seriously ill.
    passphrase : str
        A partner's, who keeps the schedule sealed; empty where nobody does.
    elsewhere : bool
        Whether the schedule is handed back instead of kept, for a partner's own file.
    """

    profile: Profile | None = None
    harmed_before: bool | None = None
    passphrase: str = field(default="", repr=False)
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """A trial that was begun, and its schedule where it is kept elsewhere."""

    kept: KeptTrial
    aside: Allocation | None = None


@changing
def lock_trial(person: int, plan: Plan, asked: Asked, now: datetime, tokens: Tokens) -> Locked:
    """Lock a plan and draw its schedule, once, if every gate lets it through.

    Parameters
    ----------
    person : int
    plan : Plan
    asked : Asked
    now : datetime
        The present, aware.
    tokens : Tokens
        What the draw is made of.

    Raises
    ------
    StartRefusedError
        When a gate is closed or what it asks is not known.
    TrialError
        When the plan cannot be run.
    BackupError
        When the passphrase can be guessed.
    """
    if asked.passphrase:
        check_passphrase(asked.passphrase)
    # What else is left out decides whether it may start: nobody may begin another meanwhile.
    locked_person(person)
    others = tuple(kept.trial for kept in kept_trials(person))
    known = known_of(person, plan, asked, others, now)
    name = new_key(plan.exposure, (trial.id for trial in others))
    hidden = bool(asked.passphrase) or asked.elsewhere
    trial, allocation = start_trial(name, plan, known, now, tokens, sealed=hidden)
    sealed = seal(allocation, asked.passphrase) if asked.passphrase else ""
    body = {"trial": trial.as_dict(), "sealed": sealed or (ELSEWHERE if hidden else "")}
    kept = kept_of(keep_document(person, TRIAL, name, body, now, expected=NEW))
    return Locked(kept, allocation if asked.elsewhere else None)


def known_of(
    person: int, plan: Plan, asked: Asked, others: tuple[Trial, ...], now: datetime
) -> Known:
    """Return what the gates may look at: answers, diary and other trials."""
    today = now.astimezone(zone_named(plan.zone)).date()
    profile = profile_of(person, today) if asked.profile is None else asked.profile
    return Known(profile, read_diary(person), others, asked.harmed_before)


def new_key(exposure: str, taken: Iterable[str]) -> str:
    """Return a name for a new trial that no other has."""
    stem = re.sub(r"[^a-z0-9]+", "-", exposure.casefold()).strip("-")[:60].strip("-") or "trial"
    number, used = 1, set(taken)
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"


def seal(allocation: Allocation, passphrase: str) -> str:
    """Return a schedule under a passphrase, as text."""
    plain = json.dumps(allocation.as_dict()).encode("utf-8")
    return base64.b64encode(pyrage.passphrase.encrypt(plain, passphrase)).decode("ascii")


def unseal(sealed: str, passphrase: str) -> Allocation:
    """Return a schedule that was sealed.

    Raises
    ------
    StoreError
        When the passphrase is another one, or what was kept is damaged.
    """
    if sealed in {"", ELSEWHERE}:
        raise StoreError("this schedule is in a partner's own file; open it with that file")
    try:
        plain = opened(base64.b64decode(sealed), passphrase)
    except (pyrage.DecryptError, ValueError):
        raise StoreError(
            "this passphrase does not open the schedule; ask the person who chose it"
        ) from None
    return allocation_from(json.loads(plain))
