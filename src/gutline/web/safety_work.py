"""What the background run does for safety: the rules over the diary, and figures for its pages.

Loaded in the process that works findings out, never in the one that serves pages.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gutline.discovery.gut_part import gut_figures
from gutline.safety.adequacy import Adequacy, adequacy
from gutline.safety.answers import Answers
from gutline.safety.people import reference_person
from gutline.store.errors import StoreError
from gutline.store.queries.safety import profile_of
from gutline.store.queries.trials import kept_trials
from gutline.store.services.safety import keep_seen
from gutline.trials.safety_plans import running_eliminations
from gutline.web.pages.moments import local_day

if TYPE_CHECKING:
    from gutline.diary import Diary
    from gutline.store.records import PersonRecord
    from gutline.trials.trial import Trial

_log = logging.getLogger(__name__)


def look(owner: PersonRecord, diary: Diary, now: datetime) -> None:
    """Run the rules over a person's diary, and keep what they saw for Today to show.

    Findings are worked out all the same when it cannot be kept.
    """
    try:
        keep_seen(owner.key, diary, local_day(now, owner.zone), now)
    except StoreError as error:
        _log.warning("what the rules saw could not be kept: %s", error)


def gut_signs(diary: Diary) -> dict[str, Any]:
    """Return the figures behind the checklist on the gut, as plain data."""
    return {name: asdict(figure) for name, figure in gut_figures(diary).items()}


def left_out(owner: PersonRecord, diary: Diary, now: datetime) -> list[dict[str, Any]]:
    """Return what running trials leave out, and whether the diet is still enough, as plain data."""
    today = local_day(now, owner.zone)
    answers = profile_of(owner.key, today).answers
    trials = [kept.trial for kept in kept_trials(owner.key)]
    begun = [t for t in running_eliminations(trials, today) if t.plan.start <= today]
    return [_out(trial, diary, answers) for trial in begun]


def _out(trial: Trial, diary: Diary, answers: Answers) -> dict[str, Any]:
    plan = trial.plan
    found = adequacy(diary, (plan.exposure,), plan.start, reference_person(answers))
    return {
        "trial": trial.id,
        "name": plan.exposure,
        "since": plan.start.isoformat(),
        "put_back": plan.put_back.isoformat() if plan.put_back else None,
        "can_tell": found.can_tell,
        "sentences": list(_sentences(found)),
    }


def _sentences(found: Adequacy) -> Iterator[str]:
    for lost in found.lost:
        yield f"At least {lost.share:.0%} of your {lost.name} came from it before."
    for nutrient in found.below:
        yield f"Your {nutrient.name} is below the reference intake now, and was not before."
    if not found.can_tell:
        yield f"How much you take in now cannot be told yet: {found.during.why}"
