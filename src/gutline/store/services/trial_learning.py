"""What trials that are over leave behind, whoever analyses them: the pages, a terminal, a worker.

Analysing needs arithmetic, so nothing that serves pages or logs a meal may load this module.
"""

from __future__ import annotations

from datetime import date, datetime

from gutline.diary import Diary
from gutline.diary.zones import zone_named
from gutline.store.queries.diaries import read_diary
from gutline.store.queries.documents import document
from gutline.store.queries.trials import (
    RULE,
    UNANSWERED,
    OwnRule,
    kept_trial,
    kept_trials,
)
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import drop_document, keep_document
from gutline.store.services.trials import keep_rule
from gutline.store.writing import changing
from gutline.trials.calendar import lay_days
from gutline.trials.errors import TrialError
from gutline.trials.learned import learn
from gutline.trials.needed import needed_by
from gutline.trials.own_trial import analyse_trial
from gutline.trials.result import TrialResult
from gutline.trials.running import is_over
from gutline.trials.trial import Trial

_LONGEST_WORDS = 1_000


def learn_from(
    person: int, trial: Trial, result: TrialResult, today: date, now: datetime
) -> OwnRule | None:
    """Keep the rule of a trial that was analysed; one that still runs leaves none.

    Nor does one that was changed while it was analysed: the next run takes it as it is then.

    Parameters
    ----------
    person : int
    trial : Trial
    result : TrialResult
    today : date
        Where the trial runs.
    now : datetime

    Raises
    ------
    NotThereError
        When the person has no such trial.
    """
    if not is_over(trial, today):
        return None
    days = lay_days(trial, today)
    learned = learn(trial, result, days[-1].day if days else today)
    values = {name: getattr(learned, name) for name in OwnRule.__slots__}
    rule = OwnRule(**values | {"ended": learned.ended.isoformat()})
    return _keep(person, trial, rule, now)


@changing
def _keep(person: int, trial: Trial, rule: OwnRule, now: datetime) -> OwnRule | None:
    """Keep a rule, unless the trial was changed since it was read to be analysed."""
    locked_person(person)
    there = kept_trial(person, trial.id).trial
    if (there.versions, there.events) != (trial.versions, trial.events):
        return None
    if document(person, UNANSWERED, trial.id) is not None:
        drop_document(person, UNANSWERED, trial.id, now)
    return keep_rule(person, rule, now)


def learn_from_finished(person: int, now: datetime) -> tuple[OwnRule, ...]:
    """Analyse every trial that is over and has left no rule since it was last changed.

    Those whose schedule is sealed are left. One that cannot be analysed, such as where nothing was
    rated, is remembered with the reason, and tried again once what it needs has changed.

    Parameters
    ----------
    person : int
    now : datetime

    Returns
    -------
    tuple of OwnRule
        Those that were kept now.
    """
    due = [trial for trial in _unsettled(person) if is_over(trial, _today(trial, now))]
    if not due:
        return ()
    diary, kept = read_diary(person), []
    for trial in due:
        today = _today(trial, now)
        if _was_tried(person, trial, diary):
            continue
        try:
            result = analyse_trial(trial, diary, today)
        except TrialError as error:
            keep_unanswered(person, trial, diary, error, now)
            continue
        rule = learn_from(person, trial, result, today, now)
        kept += [] if rule is None else [rule]
    return tuple(kept)


def keep_unanswered(
    person: int, trial: Trial, diary: Diary, because: TrialError, now: datetime
) -> None:
    """Remember why a trial that is over could not be analysed, and with what data.

    Parameters
    ----------
    person : int
    trial : Trial
    diary : Diary
    because : TrialError
    now : datetime
    """
    body = {
        "trial": trial.id, "because": str(because)[:_LONGEST_WORDS],
        "needs": needed_by(trial, diary),
    }  # fmt: skip
    keep_document(person, UNANSWERED, trial.id, body, now)


def _was_tried(person: int, trial: Trial, diary: Diary) -> bool:
    """Return whether a trial could not be analysed with just what there is now."""
    before = document(person, UNANSWERED, trial.id)
    return before is not None and before.body["needs"] == needed_by(trial, diary)


def _unsettled(person: int) -> list[Trial]:
    """Return the trials whose schedule is open, and that were changed since they left a rule."""
    found = []
    for kept in kept_trials(person):
        rule = document(person, RULE, kept.key)
        behind = rule is None or rule.changed_at < kept.changed_at
        if behind and kept.trial.allocation is not None:
            found.append(kept.trial)
    return found


def _today(trial: Trial, now: datetime) -> date:
    return now.astimezone(zone_named(trial.plan.zone)).date()
