"""What the analysis of a trial depends on, as one short mark: the same mark, the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from gutline.diary import Diary
from gutline.diary.entries import NONE
from gutline.trials.plan import canonical
from gutline.trials.trial import Trial


def needed_by(trial: Trial, diary: Diary) -> str:
    """Return a SHA-256 of all that the analysis of a trial reads.

    Parameters
    ----------
    trial : Trial
    diary : Diary
        Of it, the ratings of the outcome, and what says that a symptom was absent.
    """
    told = [trial.as_dict(), diary.zone, *_told(diary, trial.plan.outcome)]
    return hashlib.sha256(canonical(told).encode("utf-8")).hexdigest()


def _told(diary: Diary, outcome: str) -> Iterator[list[object]]:
    wanted = {_key(outcome), NONE}
    for entry in diary.entries:
        if entry.kind == "complete" or _key(entry.name) in wanted:
            yield [entry.at.isoformat(), entry.kind, entry.name, entry.value, entry.unit]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
