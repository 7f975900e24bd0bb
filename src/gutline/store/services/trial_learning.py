"""What trials that are over leave behind, whoever analyses them: the pages, a terminal, a worker.

Analysing needs arithmetic, so nothing that serves pages or logs a meal may load this module.
"""

from __future__ import annotations

from datetime import date, datetime

from gutline.diary.zones import zone_named
from gutline.store.queries.diaries import read_diary
from gutline.store.queries.documents import document
from gutline.store.queries.trials import RULE, OwnRule, kept_trials
from gutline.store.services.trials import keep_rule
from gutline.trials.calendar import lay_days
from gutline.trials.errors import TrialError
from gutline.trials.learned import learn
from gutline.trials.own_trial import analyse_trial
from gutline.trials.result import TrialResult
from gutline.trials.running import is_over
from gutline.trials.trial import Trial


def learn_from(
    person: int, trial: Trial, result: TrialResult, today: date, now: datetime
) -> OwnRule | None:
    """Keep the rule of a trial that was analysed; one that still runs leaves none.

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
    return keep_rule(person, rule, now)


def learn_from_finished(person: int, now: datetime) -> tuple[OwnRule, ...]:
    """Analyse every trial that is over and has left no rule since it was last changed.

    Those that cannot be analysed, because the schedule is sealed or nothing was rated, are left.

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
        try:
            result = analyse_trial(trial, diary, today)
        except TrialError:
            continue
        rule = learn_from(person, trial, result, today, now)
        kept += [] if rule is None else [rule]
    return tuple(kept)


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
