"""A person's trials and what they left behind, without any arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gutline.store.errors import NotThereError
from gutline.store.queries.documents import document, document_history, documents
from gutline.store.records import DocumentRecord
from gutline.trials.trial import Trial, trial_from

TRIAL, RULE, UNANSWERED = "trial", "rule", "unanswered"
ELSEWHERE = "elsewhere"
"""What stands in place of a sealed schedule that a partner keeps as a file."""


@dataclass(frozen=True, slots=True)
class KeptTrial:
    """A trial of the journal.

    Attributes
    ----------
    trial : Trial
    version : int
        How often it was changed; to be given back with the next change.
    sealed : str
        Its schedule under a passphrase, base64; empty where nobody keeps it sealed.
    created_at, changed_at : datetime
    """

    trial: Trial
    version: int
    sealed: str
    created_at: datetime
    changed_at: datetime

    @property
    def key(self) -> str:
        """Its name."""
        return self.trial.id


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What a finished trial said of one thing.

    Attributes
    ----------
    name, outcome : str
        What was tested, and by what.
    verdict : {"cleared", "helps", "harms", "open"}
    words : str
        A sentence: "dairy: cleared by trial".
    trial : str
        Name of the trial.
    ended : str
        ISO date of its last day.
    effect, low, high : float or None
        In the unit of the outcome.
    weight : float or None
        How much likelier than others it is to act on this outcome, for the findings.
    unit : str
        Unit of the outcome; empty for what is rated from 0 to 10.
    """

    name: str
    outcome: str
    verdict: str
    words: str
    trial: str
    ended: str
    effect: float | None
    low: float | None
    high: float | None
    weight: float | None
    unit: str = ""


def kept_trial(person: int, key: str) -> KeptTrial:
    """Return one of a person's trials.

    Raises
    ------
    NotThereError
        When they have none of this name.
    """
    found = document(person, TRIAL, key)
    if found is None:
        raise NotThereError(f"there is no trial {key[:60]!r}; look at the list of your trials")
    return kept_of(found)


def kept_trials(person: int) -> tuple[KeptTrial, ...]:
    """Return all trials of a person, the oldest first."""
    return tuple(kept_of(found) for found in documents(person, TRIAL))


def kept_of(record: DocumentRecord) -> KeptTrial:
    """Return a document as the trial it holds."""
    body: Mapping[str, Any] = record.body
    return KeptTrial(
        trial_from(body["trial"]), record.version, str(body["sealed"]), record.created_at,
        record.changed_at,
    )  # fmt: skip


def own_rules(person: int) -> tuple[OwnRule, ...]:
    """Return what a person's trials have settled, the latest last."""
    found = [OwnRule(**record.body) for record in documents(person, RULE)]
    return tuple(sorted(found, key=lambda rule: (rule.ended, rule.trial)))


def unanswered_trials(person: int) -> dict[str, str]:
    """Return why each trial that is over and could not be analysed has no result, by its name."""
    found = (record.body for record in documents(person, UNANSWERED))
    return {str(body["trial"]): str(body["because"]) for body in found}


def prior_weights(person: int) -> dict[str, float]:
    """Return the weights that trials give to exposures, by name; the latest trial counts."""
    return {rule.name: rule.weight for rule in own_rules(person) if rule.weight is not None}


def earlier_trials(person: int, key: str) -> tuple[Trial, ...]:
    """Return the states a trial was in before each change, the first first."""
    return tuple(trial_from(old.body["trial"]) for old in document_history(person, TRIAL, key))
